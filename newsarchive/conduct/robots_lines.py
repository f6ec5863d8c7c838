"""Takes a robots.txt apart: which rules stand in the groups that matter, and what speaks for the whole site."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from newsarchive.conduct.ai_agents import AI_AGENTS

OURS = "newsarchive"
"""The product token that we go by, as in the User-Agent header."""

ANYONE = "*"

MAX_BYTES = 500 * 1024
"""RFC 9309 §2.5 lets a crawler stop reading there, and no earlier."""

MAX_SITEMAPS = 500
MAX_AI_RULES = 1000
"""Rules that are kept of a group for somebody else: hundreds of copies of a long file would only cost memory."""
MAX_SIGNALS = 50

_END_OF_LINE = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"[A-Za-z_-]+|\*(?=\s|\Z)")
# as in img2dataset and AI2Bot: no identifier of RFC 9309 §2.2.1, but what the operators tell people to write
_TOKEN_WITH_DIGITS = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")
_PAIR = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,30})\s{0,5}=\s{0,5}([A-Za-z0-9-]{1,20})")
# what Protego, or anyone who prints a rule, could take for the end of a line
_ODD = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")

# RFC 9309 §2.2.4 lets crawlers accept misspellings; these are those that Google's parser and Protego accept
_FIELDS = {
    **dict.fromkeys(("user-agent", "useragent", "user agent"), "user-agent"),
    **dict.fromkeys(("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "disallow"),
    "allow": "allow",
    **dict.fromkeys(("crawl-delay", "crawl delay", "crawldelay"), "crawl-delay"),
    **dict.fromkeys(("sitemap", "sitemaps", "site-map"), "sitemap"),
    **dict.fromkeys(("content-signal", "content-signals"), "content-signal"),
    "content-usage": "content-usage",
}


@dataclass(slots=True)
class Group:
    """What a robots.txt tells one crawler, all groups with its name taken together."""

    rules: list[str] = field(default_factory=list)
    """`Allow: ...` and `Disallow: ...` in the order of the file, without those that are empty."""
    crawl_delay: float | None = None
    """Seconds; the longest, if there are several."""
    signals: list[tuple[str, str]] = field(default_factory=list)
    """Objections in Content-Signal and Content-Usage lines: a path pattern ('' for all), and `content-signal:name=no`.
    """


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A robots.txt taken apart. `groups` are ours, that for anyone, and those of AI_AGENTS, by token in lower case."""

    groups: Mapping[str, Group]
    sitemaps: tuple[str, ...]
    """Absolute URLs in the order of the file, each once."""


def decode_robots(body: bytes) -> str:
    """The text of a robots.txt: its first 500 KiB as UTF-8 (UTF-16 where it begins so), without BOM and NUL.

    A line that the limit cuts through is left out: half a path forbids or allows more than was meant.
    """
    is_cut = len(body) > MAX_BYTES
    body = body[:MAX_BYTES]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = body.decode("utf-16", errors="replace")
    else:
        text = body.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
    if is_cut:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    return text.replace("\x00", "").removeprefix("\ufeff")


def read_lines(text: str, url: str = "") -> RobotsFile:
    """Read a robots.txt that came from `url`, to which relative sitemap addresses are joined. Never raises.

    RFC 9309 §2.2: a group begins with one or more user-agent lines and ends with the first of those behind a rule;
    groups that name the same crawler are one. Empty lines, Sitemap, Crawl-delay and unknown lines end no group (§2.2.4,
    where Protego lets a Crawl-delay end it). Rules before any user-agent line belong to nobody.
    """
    groups: dict[str, Group] = {}
    sitemaps: dict[str, None] = {}
    current: dict[str, Group] = {}
    is_naming = False
    for line in _END_OF_LINE.split(text):
        name, value = _split(line)
        if name == "user-agent":
            if not is_naming:
                current = {}
            is_naming = True
            for token in _tokens(value):
                current[token] = groups.setdefault(token, Group())
        elif name in ("allow", "disallow"):
            is_naming = False
            _add_rule(current, name, value)
        elif name == "crawl-delay":
            _add_delay(current, value)
        elif name == "sitemap" and value and len(sitemaps) < MAX_SITEMAPS and (address := _address(value, url)):
            sitemaps[address] = None
        elif name in ("content-signal", "content-usage"):
            _add_signals(current, name, value)
    return RobotsFile(groups, tuple(sitemaps))


def _split(line: str) -> tuple[str | None, str]:
    """The name of a line in its proper spelling, None if it is none of ours, and its value."""
    line = line.partition("#")[0].strip()
    name, colon, value = line.partition(":")
    found = _FIELDS.get(name.strip().lower()) if colon else None
    if found is None:  # 'Disallow /x', as Google's parser and Protego take it too
        name, _, value = line.partition(" ")
        found = _FIELDS.get(name.lower())
    return found, value.strip()


def _tokens(value: str) -> set[str]:
    """The crawlers that a user-agent line names, as far as they are ours to know: `newsarchive` of `NewsArchive/1.0`.

    Some write several into one line, with commas.
    """
    found = set()
    for name in value.split(","):
        stripped = name.strip()
        match = _TOKEN.match(stripped)
        token = match[0].lower() if match else ""
        if token in (OURS, ANYONE):
            found.add(token)
        wide = _TOKEN_WITH_DIGITS.match(stripped)
        if wide and wide[0].lower() in AI_AGENTS:
            found.add(wide[0].lower())
    return found


def _add_rule(groups: Mapping[str, Group], name: str, value: str) -> None:
    if not value:  # 'Disallow:' forbids nothing
        return
    rule = f"{name.capitalize()}: {_ODD.sub(lambda odd: quote(odd[0]), value)}"
    for token, group in groups.items():
        if token not in AI_AGENTS or len(group.rules) < MAX_AI_RULES:
            group.rules.append(rule)


def _add_delay(groups: Mapping[str, Group], value: str) -> None:
    match = _NUMBER.match(value)
    seconds = float(match[0].replace(",", ".")) if match else math.nan
    if seconds > 0:
        for group in groups.values():
            group.crawl_delay = max(seconds, group.crawl_delay or 0.0)


def _add_signals(groups: Mapping[str, Group], name: str, value: str) -> None:
    """`ai-train=no` (contentsignals.org) and `train-ai=n` (IETF, AI preferences), perhaps with a path before them."""
    path = ""
    if value.startswith("/"):
        path, _, value = value.partition(" ")
    for key, answer in _PAIR.findall(value[:500]):
        if answer.lower() in ("no", "n"):
            for group in groups.values():
                if len(group.signals) < MAX_SIGNALS:
                    group.signals.append((path, f"{name}:{key.lower()}={answer.lower()}"))


def _address(value: str, url: str) -> str | None:
    """An absolute http(s) URL without what cannot stand in one, or None."""
    try:
        address = urljoin(url, _ODD.sub(lambda odd: quote(odd[0]), value))
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and host and len(address) <= 2000 else None
