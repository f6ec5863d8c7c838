"""What is printed around the text of a page of no known template: the date, and the people who made it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from selectolax.lexbor import LexborNode

from newsarchive.dates.names import WEEKDAY_PATTERN
from newsarchive.dates.parsing import parse_date
from newsarchive.errors import DateError
from newsarchive.fallback.clutter import BUILDERS
from newsarchive.fallback.lines import Lines, around
from newsarchive.models import ParsedDate

_LONGEST_DATE: Final = 160
_LONGEST_BYLINE: Final = 160
"""Characters of a line that may print the date, or people."""
_MAY_BE_DATE: Final = re.compile(
    r"\d{1,2}\D{1,14}(?:19|20)\d\d|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d\d"
)
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d\d")
_CLOCK_ALONE: Final = re.compile(
    r"\W{0,3}(?:pukul|pkl\.?|jam|at)?\W{0,3}\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:wib|wita|wit|am|pm)?\W{0,3}",
    re.IGNORECASE,
)
_DATED: Final = re.compile(
    r"date|time(?!line)|tanggal|tgl|publish|posted|waktu|jadwal|entry-meta|post-meta|meta|byline|info", re.IGNORECASE
)
_NOT_OURS: Final = re.compile(
    r"comment|komentar|related|terkait|sidebar|(?:^|\s)(?:site-?)?footer|popul|latest|(?:^|[\s_-])(?:list|menu|nav|widget)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(
    r"\W{0,3}(?:oleh|by|penulis|reporter|pewarta|editor|redaktur|penyunting|kontributor|wartawan|jurnalis|laporan|rep"
    r"|red|author|writer|ditulis oleh|posted by|written by|fotografer)\b(?:\s?(?:&|/|dan)\s?\w{3,12})?"
    r"\s?(?:[:|\-–/]|(?=\s(?-i:[A-Z]))).{1,140}",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|penulis|reporter|writer|jurnalis|wartawan|redaktur|editor|pewarta|fn|credit-name)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLE_ALONE: Final = re.compile(
    r"(?:penulis|reporter|pewarta|editor|redaktur|penyunting|kontributor|wartawan|jurnalis|author|writer|oleh|by|sumber"
    r"|fotografer) ?[:|]?",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"\W{0,3}(?:oleh|by|penulis|reporter|pewarta|wartawan|jurnalis|laporan|rep|author|writer|ditulis oleh"
    r"|written by)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[A-Z][\w.'’\-]{1,20}(?: [A-Z][\w.'’\-]{0,20}){0,4}")
_DAY: Final = re.compile(rf"(?<![\w'])(?:{WEEKDAY_PATTERN})(?![\w'])|\d", re.IGNORECASE)
_PARTED: Final = re.compile(r"\s*[,|·•/]\s*|\s+[–—-]\s*|\s*[–—-]\s+")
_PUBLISHED: Final = re.compile(
    r"publi|terbit|tayang|updat|post|dibuat|ditulis|waktu|tanggal|berita|news|redaksi|liputan|pukul", re.IGNORECASE
)
_PICTURED: Final = re.compile(r"(?:^|[\s_-])(?:photo|foto|caption|gambar|image|figure|img|pic|bio)", re.IGNORECASE)
_BEFORE: Final = 6
_BEHIND: Final = 12
"""Lines before the headline and behind the text that are looked at."""
_BETWEEN: Final = 60
"""Lines between headline and text that are looked at."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand on a page, as numbers of lines: the headline, and the first and last of text and container."""

    headline: int | None
    first: int
    last: int
    end: int
    """The last line of the container."""


@dataclass(frozen=True, slots=True)
class _Dated:
    weight: float
    number: int
    text: str
    parsed: ParsedDate


def read_date(lines: Lines, places: Places, stated: Sequence[str]) -> tuple[str | None, str | None]:
    """The line that prints the date of the article, and the `datetime` of the `time` element in it; None: none.

    A date between headline and text is its date as a rule; one before the headline may be today's, one behind the text
    another article's: these count with a time of day, or where they are the day that the page `stated` for machines.
    """
    days = _days(stated)
    found: list[_Dated] = []
    for number, weight in _places_of_date(places, len(lines.lines)):
        dated = _dated(lines, number, weight, days)
        if dated is not None:
            found.append(dated)
    best = min(found, key=lambda dated: (dated.weight, dated.number), default=None)
    if best is None or best.weight >= _TOO_DOUBTFUL:
        return None, None
    return best.text, _stamp(lines.lines[best.number].node)


_TOO_DOUBTFUL: Final = 3.0


def _places_of_date(places: Places, count: int) -> list[tuple[int, float]]:
    """Lines that may print the date, each with how much its place speaks against it."""
    top = places.headline if places.headline is not None and places.headline < places.first else None
    start = top if top is not None else max(0, places.first - _BEFORE * 2)
    found = [(number, 0.0) for number in range(start, min(places.first, start + _BETWEEN) + 1)]
    if top is not None:
        found += [(number, 2.0) for number in range(max(0, top - _BEFORE), top)]
    found += [(number, 1.5) for number in range(places.last + 1, places.end + 1)][:_BETWEEN]
    behind = max(places.end, places.last) + 1
    found += [(number, 2.5) for number in range(behind, min(count, behind + _BEHIND))]
    if places.headline is not None and places.headline > places.first:  # the text stands above the headline
        found += [(number, 2.0) for number in range(places.headline, min(count, places.headline + _BEFORE))]
    return found


def _dated(lines: Lines, number: int, weight: float, days: Sequence[date]) -> _Dated | None:
    line = lines.lines[number]
    text = line.text
    if len(text) > _LONGEST_DATE or not _MAY_BE_DATE.search(text):
        return None
    if (
        not _CLOCK.search(text)
        and number + 1 < len(lines.lines)
        and _CLOCK_ALONE.fullmatch(lines.lines[number + 1].text)
    ):
        text = f"{text} {lines.lines[number + 1].text}"
    try:
        parsed = parse_date(text)
    except DateError:
        return None
    named = _named(line.node)
    if parsed.precision == "day":
        weight += 1.0
    if _DATED.search(named):
        weight -= 0.6
    if _NOT_OURS.search(named):
        weight += 1.0
    if days:
        near = any(abs(parsed.on - day) <= timedelta(days=1) for day in days)
        weight += -1.5 if near else 1.5
    if len(text) > 80:
        weight += 0.5
    return _Dated(weight, number, text, parsed)


def _days(stated: Sequence[str]) -> tuple[date, ...]:
    days = []
    for text in stated:
        try:
            days.append(parse_date(text).on)
        except DateError:
            continue
    return tuple(days)


def _named(node: LexborNode) -> str:
    """Classes, ids and properties of an element and the two around it."""
    words = []
    for _, element in zip(range(3), around(node), strict=False):
        attributes = element.attributes
        words += [attributes.get(name) or "" for name in ("class", "id", "itemprop")]
        words.append("time" if element.tag == "time" else "")
    return BUILDERS.sub(" ", " ".join(words)[:600])


def _stamp(node: LexborNode) -> str | None:
    """The `datetime` of the `time` element in a line, or around it."""
    inside = node.css_first("time[datetime]")
    if inside is None:
        inside = next((e for _, e in zip(range(3), around(node), strict=False) if e.tag == "time"), None)
    return inside.attributes.get("datetime") if inside is not None else None


def _with_role(lines: Lines, number: int) -> str | None:
    """'Penulis: A' where role and name are lines of their own, the name in the next cell or above the role."""
    line = lines.lines[number]
    if not _ROLE_ALONE.fullmatch(line.text):
        return None
    behind = lines.lines[number + 1].text if number + 1 < len(lines.lines) else ""
    role = line.text.rstrip(" :|")
    if behind.startswith(":") and len(behind) < _LONGEST_BYLINE:
        return f"{role} {behind}"
    above = lines.lines[number - 1] if number else None
    if above is not None and _NAME.fullmatch(above.text) and _are_near(above.node, line.node):
        return f"{role}: {above.text}"
    return f"{role}: {behind}" if _NAME.fullmatch(behind) else None


def _are_near(one: LexborNode, other: LexborNode) -> bool:
    """Whether two elements stand side by side, or one in the other."""
    ones = {node.mem_id for node in (one, one.parent) if node is not None}
    return any(node is not None and node.mem_id in ones for node in (other, other.parent))


def read_bylines(lines: Lines, places: Places) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines that are, by their element, names of authors, and lines that name people by role, near headline or end."""
    authors: list[str] = []
    bylines: list[str] = []
    for number in _places_of_people(places, len(lines.lines)):
        line = lines.lines[number]
        if len(line.text) > _LONGEST_BYLINE or len(line.letters) < 3 or _NOT_OURS.search(_named(line.node)):
            continue
        if byline := _with_role(lines, number):
            bylines.append(byline)
        elif _PEOPLE.fullmatch(line.text):
            bylines.append(line.text)
        elif not places.first <= number <= places.last:
            authors += _names_in(line.node, line.text)
    if any(_BY.match(byline) for byline in bylines):  # what says so beats what is only called so
        authors = []
    named = " | ".join(bylines)
    return tuple(dict.fromkeys(name for name in authors if name not in named)), tuple(dict.fromkeys(bylines))


def name_before_date(line: str) -> str | None:
    """The name that opens a line which goes on with the date: 'Karto Wira, Jurnalis-Jum'at, 15 Mei 2026'."""
    day = _DAY.search(line)
    head = line[: day.start()] if day else ""
    name = _PARTED.split(head, maxsplit=1)[0].strip()
    return name if " " in name and _NAME.fullmatch(name) and not _PUBLISHED.search(name) else None


def _places_of_people(places: Places, count: int) -> list[int]:
    top = places.headline if places.headline is not None and places.headline < places.first else places.first
    before = range(max(0, top - 2), min(places.first, top + _BETWEEN))
    return [*before, *range(places.last, min(count, places.last + _BEHIND))]


def _names_in(node: LexborNode, text: str) -> list[str]:
    """The names that an element, or those inside it, print as the authors'."""
    if _PICTURED.search(_named(node)):
        return []
    for selector in (
        '[rel~="author"]',
        '[itemprop~="author"]',
        ".author, .entry-author, .post-author, .vcard .fn, .username",
    ):
        inside = node.css(selector)[:_MOST_NAMES]
        inside = inside[0].css("a") or inside if len(inside) == 1 else inside
        names = [" ".join(element.text(deep=True, separator=" ").split()) for element in inside[:_MOST_NAMES]]
        if found := [name for name in names if _MAY_BE_NAME.fullmatch(name)]:
            return found
    for height, element in zip(range(2), around(node), strict=False):
        attributes = element.attributes
        named = f"{attributes.get('class') or ''} {attributes.get('rel') or ''} {attributes.get('itemprop') or ''}"
        if _NAMED.search(named[:300]) and (height == 0 or len(element.text(deep=True)) < 120):
            return [text] if _MAY_BE_NAME.fullmatch(text) else []
    return []


_MOST_NAMES: Final = 6
_MAY_BE_NAME: Final = re.compile(r"[^\W\d_][^\d|@]{2,58}")
"""A text that may be a name, with or without a label."""
