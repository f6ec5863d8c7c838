"""The headline of a page of no known template: what is printed as one and agrees with the page's own statements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, Final

from selectolax.lexbor import LexborNode

from newsarchive.fallback.lines import Lines, around
from newsarchive.html.blocks import fold
from newsarchive.html.metadata import text_of
from newsarchive.text.paragraphs import same_letters

_SEPARATOR: Final = re.compile(r"\s[-–—|»·:~]{1,2}\s|\s?(?:\||::|»|~)\s?|(?<=\w)-\s(?=[A-Z])")
_HEADINGS: Final = {"h1": 0, "h2": 1, "h3": 2, "h4": 4, "h5": 4, "h6": 5}
_TITLED: Final = re.compile(
    r"(?:^|[\s_-])(?:entry|post|article|artikel|news|berita|detail|read|single|page|content)?[_-]{0,2}"
    r"(?:title|judul|headline|heading)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SHORTEST: Final = 8
_LONGEST: Final = 400
"""Letters of a headline."""
_TITLE: Final = 20
"""Letters of a line that is the headline although no element says so."""
_LOOKED_AT: Final = 3000
"""Lines of a page among which the headline is looked for."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, and the number of the line that prints it; None where it is only stated in the page's head."""

    text: str | None
    line: int | None = None
    is_agreed: bool = False
    """Whether what is printed is what the page states of itself."""


def read_headline(
    lines: Lines,
    meta: Mapping[str, str],
    description: Mapping[str, Any],
    title_element: str | None,
    brands: Sequence[str],
) -> Headline:
    """The headline as printed, if one is printed that agrees with what the page states; else as stated.

    A statement is the title without the site's name (' - Hulu Pos', '| HuluPos.com', ':: Hulu News'): a part behind or
    ahead of a separator that another statement leaves out, or that is one of `brands`.
    """
    stated = _stated(meta, description, title_element, brands)
    best: tuple[float, int] | None = None
    for number, line in enumerate(lines.lines[:_LOOKED_AT]):
        if not _SHORTEST <= len(line.letters) <= _LONGEST:
            continue
        rank = _rank(line.node)
        if rank is None:
            continue
        score = max((_agreement(line.letters, same_letters(text)) for text in stated), default=0.0)
        if score and (best is None or score - rank / 100 > best[0]):
            best = (score - rank / 100, number)
    if best is not None:
        return Headline(lines.lines[best[1]].text, best[1], is_agreed=True)
    for text in stated:
        wanted = {same_letters(part) for part in (text, *_SEPARATOR.split(text, maxsplit=20))} - {""}
        for number, line in enumerate(lines.lines[:_LOOKED_AT]):
            if line.letters in wanted and len(line.letters) >= _TITLE and not line.linked and not _is_linked(line.node):
                return Headline(line.text, number, is_agreed=True)
    lone = [n for n, line in enumerate(lines.lines[:_LOOKED_AT]) if _is_h1(line.node) and len(line.letters) > _SHORTEST]
    if len(lone) == 1 and not stated:
        return Headline(lines.lines[lone[0]].text, lone[0])
    return Headline(stated[0] if stated else None)


def nearest(lines: Lines, headline: Headline, first: int) -> Headline:
    """The same headline where it stands last before line `first`: some pages print it at their very top as well."""
    if headline.line is None or headline.line >= first:
        return headline
    letters = lines.lines[headline.line].letters
    for number in range(first - 1, headline.line, -1):
        if lines.lines[number].letters == letters and not lines.lines[number].linked:
            return replace(headline, line=number)
    return headline


def _stated(
    meta: Mapping[str, str], description: Mapping[str, Any], title_element: str | None, brands: Sequence[str]
) -> tuple[str, ...]:
    """What the page states as its title, without the site's name, the most trusted first."""
    raw = (
        *(text_of(description, "headline"), meta.get("og:title"), meta.get("twitter:title"), title_element),
        *(text_of(description, "name"), meta.get("title"), meta.get("originaltitle"), meta.get("dc.title")),
    )
    given = [fold(unescape(text)) for text in raw if text and len(text) < 4 * _LONGEST]
    known = {same_letters(text) for text in given}
    names = [
        same_letters(brand) for brand in (*brands, meta.get("og:site_name") or "", meta.get("application-name") or "")
    ]
    names = [name for name in names if len(name) > 2]
    short = [_without_site(text, known, names) for text in given]
    return tuple(dict.fromkeys(text for text in short if len(same_letters(text)) >= _SHORTEST))


def _without_site(text: str, known: set[str], names: Sequence[str]) -> str:
    marks = list(_SEPARATOR.finditer(text))[:20]
    for mark in marks:
        for part, rest in ((text[: mark.start()], text[mark.end() :]), (text[mark.end() :], text[: mark.start()])):
            letters = same_letters(part)
            if len(letters) >= _SHORTEST and letters in known and letters != same_letters(text):
                return part.strip()
            left = same_letters(rest)
            if left and len(letters) > len(left) and _is_name(left, names):
                return _without_site(part.strip(), known, names)
    return text


def _is_name(letters: str, names: Sequence[str]) -> bool:
    """Whether a part of a title is the name of the site: equal to it, or with a little more ('Hulu Pos Hari Ini')."""
    return any(letters == name or (len(name) > 3 and name in letters and len(letters) < 3 * len(name)) or
               (len(letters) > 3 and letters in name) for name in names)  # fmt: skip


def _agreement(printed: str, stated: str) -> float:
    """3 for the same letters, above 1 where one is in the other, the more the better; below 1 where starts agree."""
    if printed == stated:
        return 3.0
    short, long = sorted((printed, stated), key=len)
    if len(short) < 15:
        return 0.0
    share = len(short) / len(long)
    if long.startswith(short):
        return 1.2 + share if share > 0.3 else 0.0
    if short in long:
        return 1.0 + share if share >= 0.4 else 0.0
    return share if share > 0.7 and _common_start(short, long) > 0.6 * len(long) else 0.0


def _common_start(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _rank(node: LexborNode) -> int | None:
    """How likely a line in `node` is a headline, by its element: 0 best; None for one that is no heading at all."""
    for here, element in zip(range(3), around(node), strict=False):
        tag = element.tag or ""
        if tag in _HEADINGS:
            return _HEADINGS[tag] + here
        attributes = element.attributes
        named = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}"
        if tag in {"div", "p", "span", "td", "header"} and _TITLED.search(named[:300]):
            return 3 + here
    return None


def _is_h1(node: LexborNode) -> bool:
    return any(element.tag == "h1" for _, element in zip(range(2), around(node), strict=False))


def _is_linked(node: LexborNode) -> bool:
    """Whether a line is, by its block, in a list of links or in a menu."""
    return any(
        element.tag in {"li", "nav", "footer", "aside"} for _, element in zip(range(4), around(node), strict=False)
    )
