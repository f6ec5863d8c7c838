"""Finds a site's objections to mining and training that come with a page: in headers, in its head, in robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsarchive.conduct.robots import Robots
from newsarchive.conduct.robots_lines import OURS

LOOKED_AT = 12 * 1024
"""Bytes from the beginning of a page that are looked at: real pages have these elements in the first eight thousand."""

MOST = 20
"""Words for one snapshot."""

SIGNS = ("noai", "noimageai", "noarchive", "nosnippet")
"""Words of X-Robots-Tag and of `meta name=robots` that are recorded. The first two are DeviantArt's, and widely copied;
`noarchive` and `nosnippet` are search engines', and Bing and others read them as 'not for answers of models' too."""

_HEADERS = frozenset({"tdm-reservation", "tdm-policy", "x-robots-tag", "content-usage", "content-signal"})
_AGENT = re.compile(r"\s*([a-z][a-z0-9_-]{1,40})\s*:\s*(.*)", re.DOTALL)
_SIGN = re.compile(rf"(?<![a-z])(?:{'|'.join(SIGNS)})(?![a-z])")
_PAIR = re.compile(r"([a-z][a-z0-9-]{0,30})\s{0,5}=\s{0,5}(?:no?|\"no?\")(?![a-z0-9])")
_META_NAME = re.compile(rb"""\bname\s{0,5}=\s{0,5}["']?([a-z0-9_-]{1,40})""")
_META_CONTENT = re.compile(rb"""\bcontent\s{0,5}=\s{0,5}(?:"([^"]{0,300})"|'([^']{0,300})'|([^\s"'>]{1,300}))""")
_LONGEST_TAG = 500
_NEEDLES = (b"tdm-reservation", b"bot")
"""What stands in the name of every element that is looked for. (A policy means nothing without a reservation.)"""


def optouts_of(
    headers: Iterable[tuple[str, str]], body: bytes, robots: Robots | None = None, url: str = ""
) -> tuple[str, ...]:
    """The objections that a response came with, each once; () for nearly all pages. Never raises.

    `body` is the page without its content coding, of which the first LOOKED_AT bytes are looked at; `robots` is what
    the site's robots.txt says, as far as it covers `url`. The words:

    - `tdm-reservation`: header `TDM-Reservation: 1` or `<meta name="tdm-reservation" content="1">` (W3C TDM Reservation
      Protocol §5 and §6), `tdm-policy` where a policy is linked besides;
    - `x-robots-tag:noai`, `meta-robots:noarchive`: one of SIGNS in that header or element, with the crawler it is said
      to where it is said to one: `x-robots-tag:gptbot:noai`;
    - `content-usage:train-ai=n`, `content-signal:ai-train=no`: the headers of that name;
    - `robots-ai:training` and the other words of `Robots.optouts_for()`.
    """
    found: dict[str, None] = {}
    for name, value in headers:
        lower = name.lower()
        if lower in _HEADERS:
            found.update(dict.fromkeys(_in_header(lower, value)))
    head = body[:LOOKED_AT].lower()
    for needle in _NEEDLES:
        if (at := head.find(needle)) >= 0:
            found.update(dict.fromkeys(_in_head(head, needle, at)))
    if "tdm-reservation" in found and (at := head.find(b"tdm-policy")) >= 0:
        found.update(dict.fromkeys(_in_head(head, b"tdm-policy", at)))
    if robots is not None:
        found.update(dict.fromkeys(robots.optouts_for(url)))
    return tuple(found)[:MOST] if found else ()


def _in_header(name: str, value: str) -> list[str]:
    value = value[:2000].lower().strip()
    match name:
        case "tdm-reservation":
            return [name] if value == "1" else []
        case "tdm-policy":
            return [name] if value else []
        case "x-robots-tag":
            return _signs(name, value)
    return [f"{name}:{key}={'no' if name == 'content-signal' else 'n'}" for key in _PAIR.findall(value)]


def _signs(where: str, value: str) -> list[str]:
    """`noai, gptbot: noarchive`: the name of a crawler holds for what follows it."""
    found = []
    agent = ""
    for part in value.split(","):
        named = _AGENT.fullmatch(part)
        if named and not named[1].startswith(("max-", "unavailable_")):
            agent = named[1]
            part = named[2]  # noqa: PLW2901 - what is left of it
        whom = "" if agent in ("", OURS) else f"{agent}:"
        found += [f"{where}:{whom}{sign}" for sign in _SIGN.findall(part)]
    return found


def _in_head(head: bytes, needle: bytes, at: int) -> list[str]:
    """The words of the meta elements that hold `needle`, which is at `at` for the first time."""
    found: list[str] = []
    while at >= 0 and len(found) < MOST:
        end = head.find(b">", at, at + _LONGEST_TAG)
        if end < 0:
            end = at + len(needle)
        else:
            start = head.rfind(b"<", max(at - _LONGEST_TAG, 0), at)
            # most say `index, follow`
            if start >= 0 and head.startswith(b"<meta", start) and (needle != b"bot" or b"no" in head[start:end]):
                found += _in_meta(head[start:end])
        at = head.find(needle, end)
    return found


def _in_meta(tag: bytes) -> list[str]:
    name_match, content_match = _META_NAME.search(tag), _META_CONTENT.search(tag)
    if not name_match or not content_match:
        return []
    name = name_match[1].decode("ascii")
    value = next((group for group in content_match.groups() if group is not None), b"").decode("utf-8", "replace")
    if name in ("tdm-reservation", "tdm-policy"):
        return _in_header(name, value)
    if "bot" not in name:
        return []
    whom = "" if name in ("robots", OURS) else f"{name}:"
    return [f"meta-robots:{whom}{sign}" for sign in _SIGN.findall(value)]
