"""Dates printed inside running text: `Senin 28 April 2025`, `Kamis (21/1/2021)`, `26 Mei 2023`, `3-4 Mei 2025`.
 Only dates with their year are mentions. A range of days is one mention, on its first day, with a warning that says
the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from newsarchive.dates.checks import FIRST_YEAR, LAST_YEAR, repair_year, weekday_warning
from newsarchive.dates.names import MONTH_PATTERN, MONTHS, WETON, alternation
from newsarchive.dates.weekdays import WEEKDAY, may_be_other_word, weekday_number
from newsarchive.dates.yearless import with_yearless
from newsarchive.models import DateMention

HISTORY: Final = 1583
"""The first full year of the Gregorian calendar: a weekday printed beside an earlier year says that the year is a
slip.
"""

_FLAGS: Final = re.ASCII | re.IGNORECASE
_YEAR: Final = re.compile(r"[12][0-9]{3}")  # begins with a set: scanned at some 3 ns a character
_GAP: Final = r"(?>[ \u00a0]{0,2}[-/]?[ \u00a0]{0,2})"
_CORE: Final = re.compile(
    r"[0-9]{1,2}+(?:"
    rf"(?:st|nd|rd|th)?{_GAP}(?=[adfjmnops])(?P<name>{MONTH_PATTERN})(?![a-z])[.,]?{_GAP}(?P<year>[0-9]{{4}})"
    r"|(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<number>[0-9]{4}|[0-9]{2}(?=\)))"
    r"|(?:st|nd|rd|th)?,? (?P<last>[0-9]{4})"
    r")(?![0-9])",
    _FLAGS,
)
_ISO: Final = re.compile(r"[12][0-9]{3}-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9-])", re.ASCII)
_MONTH_BEFORE: Final = re.compile(rf"(?<![a-z])({MONTH_PATTERN})\.? \Z", _FLAGS)
_WEEKDAY_BEFORE: Final = re.compile(
    rf"(?<![a-z])(?P<weekday>{WEEKDAY})(?![a-z])(?:[ ,]{{1,2}}(?:{alternation(WETON)}))?[ \u00a0,.]{{0,3}}\(?\Z",
    _FLAGS,
)
_RANGE_BEFORE: Final = re.compile(
    rf"(?<![0-9.,:/-])(?P<day>[0-9]{{1,2}})(?: (?P<month>{MONTH_PATTERN}))?"
    r" ?(?:[-–—]|s/d|s\.d\.|sampai(?: dengan)?|hingga|dan|&) ?\Z",
    _FLAGS,
)
_NOT_AFTER: Final = re.compile(r"/[\w]|-(?![0-9]{1,2}[-/ ][0-9a-z])\w|\.[0-9]", _FLAGS)  # .../2025/PN, ...-2025-0017


def find_dates(paragraphs: Sequence[str], published_on: date | None = None) -> tuple[DateMention, ...]:
    """Every date with its year in `paragraphs`, in reading order; `printed` is cut from the paragraph as it stands.

    A printed weekday belongs to the mention and is checked against it. `on` is None for a day that does not exist and
    for a year that cannot be right (after 2100, or before 1945 beside a weekday that is not that day's): `repair` then
    holds the one date that a slip in the year explains, if there is just one. Years of history without a weekday
    (`31 Mei 1293`) stand as they are. Warnings: implausible-year, weekday-disagrees, impossible-date, day-range.

    With `published_on`, the day of publication, days without a year beside their weekday are mentions too: `Senin
    (28/4)`, by the rules and with the warnings of `date_yearless`.
    """
    found: list[DateMention] = []
    for index, paragraph in enumerate(paragraphs):
        taken: list[tuple[int, DateMention]] = []
        if "/" in paragraph or (("1" in paragraph or "2" in paragraph) and _YEAR.search(paragraph)):
            taken.extend(_in_paragraph(paragraph, index))
        if published_on is not None:
            taken = with_yearless(taken, paragraph, index, published_on)
        found.extend(mention for _, mention in taken)
    return tuple(found)


def _in_paragraph(text: str, index: int) -> Iterator[tuple[int, DateMention]]:
    """The mentions of a paragraph, each with the place in it where it begins."""
    end = 0
    for match in sorted((*_CORE.finditer(text), *_ISO.finditer(text)), key=re.Match.start):
        start = match.start()
        if start < end or (start and (text[start - 1].isalnum() or _is_inside_number(text, start, end))):
            continue
        if _NOT_AFTER.match(text, match.end()):
            continue
        mention = _mention(text, match, index)
        if mention is not None:
            end = match.end()
            yield end + mention.printed.endswith(")") - len(mention.printed), mention


def _is_inside_number(text: str, start: int, end: int) -> bool:
    """Whether the digits at `start` go on a longer number (045.2/28/4/2025), and not a range that began with a date."""
    before = text[start - 1]
    if before not in "/-.,:" or start - 1 == end:
        return False
    return start > 1 and text[start - 2].isdigit() and not _RANGE_BEFORE.search(text, max(0, start - 24), start)


def _mention(text: str, match: re.Match[str], index: int) -> DateMention | None:
    """The mention around a core of digits and month, or None where the core is no date."""
    core = _read_core(text, match)
    if core is None:
        return None
    day, month, year, start = core
    stop = match.end()
    on = _day(year, month, day)
    first = _RANGE_BEFORE.search(text, max(0, start - 32), start)
    start = first.start() if first else start
    weekday, number = (None, None) if first else _weekday_before(text, start, on)
    is_bracketed = text[start - 1 : start] == "(" and text[stop : stop + 1] == ")"
    if match.re is _CORE and match["number"] and len(match["number"]) == 2 and not (weekday and is_bracketed):
        return None
    if is_bracketed:
        start, stop = start - 1, stop + 1
    printed = text[weekday.start() if weekday else start : stop]
    if on is None:
        if match["month"] and not weekday:
            return None  # 45/13/2025 is a number of something
        return DateMention(printed, None, index, f"impossible-date: there is no day {year:04}-{month:02}-{day:02}")
    if first:
        return _ranged(printed, on, first, index)
    return _judged(printed, on, number, index)


def _read_core(text: str, match: re.Match[str]) -> tuple[int, int, int, int] | None:
    """Day, month, year and start of a core, which for `April 28, 2025` is the month's; None without that month."""
    start = match.start()
    if match.re is _ISO:
        return int(match["day"]), int(match["month"]), int(match[0][:4]), start
    digits = match["year"] or match["number"] or match["last"]
    day = int(match[0][:2]) if match[0][:2].isdigit() else int(match[0][0])
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    if not match["last"]:
        return day, MONTHS[match["name"].lower()] if match["name"] else int(match["month"]), year, start
    before = _MONTH_BEFORE.search(text, max(0, start - 12), start)
    return (day, MONTHS[before[1].lower()], year, before.start()) if before else None


def _weekday_before(text: str, start: int, on: date | None) -> tuple[re.Match[str] | None, int | None]:
    """The weekday that belongs to the date at `start`, as matched and as a number from 0; or (None, None)."""
    match = _WEEKDAY_BEFORE.search(text, max(0, start - 24), start)
    if match is None:
        return None, None
    number = weekday_number(match["weekday"])
    if may_be_other_word(match["weekday"]) and (on is None or on.weekday() != number):
        return None, None
    return match, number


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ranged(printed: str, last: date, first: re.Match[str], index: int) -> DateMention:
    month = MONTHS[first["month"].lower()] if first["month"] else last.month
    on = _day(last.year - (month > last.month), month, int(first["day"]))  # 30 Desember-2 Januari 2025
    if on is None or on >= last:
        return DateMention(printed, None, index, f"impossible-date: it cannot run to {last.isoformat()}")
    return DateMention(printed, on, index, f"day-range: to {last.isoformat()}")


def _judged(printed: str, on: date, weekday: int | None, index: int) -> DateMention:
    """A mention whose year and weekday have been weighed."""
    is_odd = weekday is not None and (weekday != on.weekday() or on.year < HISTORY)
    if on.year > LAST_YEAR or (on.year < FIRST_YEAR and is_odd):
        warning = f"implausible-year: {on.year:04} cannot be the year of this date"
        return DateMention(printed, None, index, warning, None if weekday is None else repair_year(on, weekday))
    if weekday is not None and weekday != on.weekday():
        return DateMention(printed, on, index, weekday_warning(on, weekday), repair_year(on, weekday))
    return DateMention(printed, on, index)
