"""Days without a year in running text, beside their weekday: `Senin (28/4)`, `Minggu, 12 Juli`, `Sabtu-Minggu (3-4/5)`.

The weekday pins the year: of the year of publication and its two neighbours, the day falls on that weekday in one at
most. Without a weekday nothing is supposed. A day further than half a year from the publication is none of these: then
the year would have been printed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from newsarchive.dates.checks import WEEKDAY_NAMES
from newsarchive.dates.names import MONTH_PATTERN, MONTHS, WETON, alternation
from newsarchive.dates.weekdays import WEEKDAY, may_be_other_word, weekday_number
from newsarchive.models import DateMention

HALF_A_YEAR: Final = timedelta(days=183)

_FLAGS: Final = re.ASCII | re.IGNORECASE
_CORE: Final = re.compile(
    r"(?P<day>[0-9]{1,2}+)(?:/(?P<month>[0-9]{1,2})(?![0-9]|[/.,-][0-9])"
    rf"|[ \u00a0](?=[adfjmnops])(?P<name>{MONTH_PATTERN})(?![a-z])(?![.,]?[ \u00a0/-]{{0,3}}'?[0-9]))",
    _FLAGS,
)
_BEFORE: Final = re.compile(
    rf"(?<![a-z])(?P<weekday>{WEEKDAY})(?:[-–/](?P<last>{WEEKDAY}))?(?![a-z])"
    rf"(?:[ ,]{{1,2}}(?:{alternation(WETON)}))?[ \u00a0,]{{1,3}}(?P<bracket>\()?(?:(?P<first>[0-9]{{1,2}})[-–])?\Z",
    _FLAGS,
)
_REACH: Final = 40
_NOWHERE: Final = (sys.maxsize, sys.maxsize)


def with_yearless(
    dated: Iterable[tuple[int, DateMention]], text: str, index: int, published_on: date
) -> list[tuple[int, DateMention]]:
    """`dated`, the mentions of paragraph `index` with the places where they begin, and those without a year, in order.

    The year is the one, of `published_on` and its neighbours, in which the day falls on the printed weekday; the
    warning `year-supplied` tells it. If there is none, or not within half a year of `published_on`, `on` is None and
    the warning is `year-unknown`; a text that may be no date at all (`Sabtu 2/3`) is then no mention.
    """
    taken = list(dated)
    if not _may_name_weekday(text):
        return taken
    spans = iter([(start, start + len(mention.printed)) for start, mention in taken])
    first, last = next(spans, _NOWHERE)
    for start, mention in _yearless(text, index, published_on):
        while last <= start:
            first, last = next(spans, _NOWHERE)
        if start + len(mention.printed) <= first:
            taken.append((start, mention))
    return sorted(taken, key=_place)


def _may_name_weekday(text: str) -> bool:
    """Whether a weekday can stand in a text, in capitals as newspapers write it: cheap, and mostly no."""
    return (
        "Senin" in text
        or "Selasa" in text
        or "Rabu" in text
        or "Kamis" in text
        or "Jum" in text
        or "Sabtu" in text
        or "Minggu" in text
        or "Ahad" in text
        or "day" in text
    )


def _place(found: tuple[int, DateMention]) -> int:
    return found[0]


def _yearless(text: str, index: int, published_on: date) -> Iterator[tuple[int, DateMention]]:
    for core in _CORE.finditer(text):
        before = _BEFORE.search(text, max(0, core.start() - _REACH), core.start())
        if before is None or bool(before["last"]) != bool(before["first"]):
            continue
        stop = core.end()
        if before["bracket"]:
            if text[stop : stop + 1] != ")":
                continue
            stop += 1
        mention = _mention(text[before.start() : stop], core, before, index, published_on)
        if mention is not None:
            yield before.start(), mention


def _mention(
    printed: str, core: re.Match[str], before: re.Match[str], index: int, published_on: date
) -> DateMention | None:
    month = MONTHS[core["name"].lower()] if core["name"] else int(core["month"])
    last = int(core["day"])
    day = int(before["first"]) if before["first"] else last
    weekday = weekday_number(before["weekday"])
    is_certain, is_doubtful = before["bracket"] or core["name"], may_be_other_word(before["weekday"])
    if is_doubtful and not is_certain:
        return None
    on = _pinned(day, month, weekday, published_on)
    if on is None:
        if is_doubtful or not is_certain or not _exists(day, month):
            return None
        near = f"within half a year of {published_on.isoformat()}"
        return DateMention(printed, None, index, f"year-unknown: it is no {WEEKDAY_NAMES[weekday]} {near}")
    warning = f"year-supplied: {on.year}, in which it is a {WEEKDAY_NAMES[weekday]}"
    if before["first"]:
        end = _pinned(last, month, weekday_number(before["last"]), published_on)
        if end is None or end <= on:
            return None
        warning += f"; day-range to {end.isoformat()}"
    return DateMention(printed, on, index, warning)


def _pinned(day: int, month: int, weekday: int, published_on: date) -> date | None:
    for year in (published_on.year, published_on.year - 1, published_on.year + 1):
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if on.weekday() == weekday and abs(on - published_on) <= HALF_A_YEAR:
            return on
    return None


def _exists(day: int, month: int) -> bool:
    try:
        return bool(date(2024, month, day))  # a leap year
    except ValueError:
        return False
