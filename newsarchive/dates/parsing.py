"""Printed Indonesian dates, read strictly: never the clock, never a guess, every doubt a warning."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from newsarchive.dates.checks import FIRST_YEAR, LAST_YEAR, repair_year, weekday_warning
from newsarchive.dates.lines import DATE, read_line
from newsarchive.dates.mentions import find_dates
from newsarchive.dates.odd import read_odd
from newsarchive.dates.reading import Reading, fold, read_fast
from newsarchive.dates.relative import counted_back, read_age, read_without_year
from newsarchive.dates.updates import may_tell_update, updated_before
from newsarchive.dates.zones import Precision, find_zone, in_zone, wall_time
from newsarchive.errors import DateError
from newsarchive.models import ParsedDate

__all__ = ["find_dates", "is_update_only", "parse_date", "updated_part"]

LONGEST_LINE: Final = 1000
"""Characters. A date line is short; running text is for `find_dates`."""

_GRACE: Final = timedelta(days=2)
"""How far in the future of `relative_to` a date may lie: zones differ by a day, clocks of servers by a little."""


def parse_date(text: str, zone: str | tzinfo | None = None, relative_to: datetime | None = None) -> ParsedDate:
    """The date and time printed in `text`, one short line: labels before and words after it are passed over.

    `zone` (WIB, WITA, WIT, `+hh:mm`, an IANA name, a tzinfo) is used only where no zone is printed, and
    `zone_evidence` then says `given`. A time without either gives `at` None, the wall time in `local` and a warning
    `no-zone`. Numbers are day first, always; two-digit years turn at 69. `relative_to` (aware, or naive in `zone`) is
    the instant the page was seen: needed for ages (`2 jam lalu`, `kemarin`) and for dates without a year, which become
    the latest such day.

    A year outside 1945-2100, or later than the year after `relative_to`, is an `implausible-year` with `at` None: `on`
    and `local` are what is printed, `repair` what was probably meant. A date more than two days after `relative_to` is
    `in-the-future`. Other warnings: no-zone, local-time, weekday-disagrees, several-dates, time-not-read,
    ambiguous-time, impossible-time, hour-24, false-z, zones-disagree, relative, approximate, year-supplied, odd-form.

    Raises DateError if no day of the calendar with its year can be read without a guess, or the text is too vague
    (`tadi pagi`); ConfigError if `zone` is not a time zone.
    """
    given = find_zone(zone) if zone is not None else None
    line = text if text.isascii() else fold(text[: LONGEST_LINE + 1])
    reading = read_fast(line) or _read_slowly(text, given, relative_to)
    return reading if isinstance(reading, ParsedDate) else _checked(text, reading, given, relative_to)


def is_update_only(text: str) -> bool:
    """Whether every date in a printed line stands behind a word for 'updated': `Diperbarui 24/07/2026, 10:00 WIB`."""
    if not may_tell_update(text):
        return False
    line = fold(text[:LONGEST_LINE])
    return all(updated_before(line, date.start()) is not None for date in DATE.finditer(line))


def updated_part(text: str) -> str | None:
    """The part of a printed line behind a word for 'updated', from the first one that a date follows; None if none."""
    if not may_tell_update(text):
        return None
    line = fold(text[:LONGEST_LINE])
    ends = (end for date in DATE.finditer(line) if (end := updated_before(line, date.start())) is not None)
    end = next(ends, None)
    return None if end is None else line[end:].lstrip(" :,|")


def _read_slowly(text: str, given: tzinfo | None, relative_to: datetime | None) -> Reading | ParsedDate:
    """What is no common shape: entities, labels, ages, dates without a year, and last of all dateparser."""
    if len(text) > LONGEST_LINE:
        raise DateError(text[:60] + "...", f"a date line has at most {LONGEST_LINE} characters, this has {len(text)}")
    line = fold(text)
    reading = read_fast(line) or read_line(line)
    if reading is None and relative_to is not None:
        anchor = relative_to.replace(tzinfo=given) if relative_to.tzinfo is None and given else relative_to
        age = read_age(line)
        if age is not None:
            return counted_back(text, age, anchor, given)
        reading = read_without_year(line, anchor.astimezone(given) if given else anchor)
    if reading is None and (reading := read_odd(line)) is None:
        raise DateError(text, "day, month and year are not all printed")
    return reading


def _checked(text: str, reading: Reading, given: tzinfo | None, relative_to: datetime | None) -> ParsedDate:
    """`reading` against the calendar, with its zone settled."""
    try:
        on = date(reading.year, reading.month, reading.day)
    except ValueError:
        raise DateError(text, f"there is no day {reading.year:04}-{reading.month:02}-{reading.day:02}") from None
    warnings = reading.warnings
    if reading.weekday is not None and reading.weekday != on.weekday():
        warnings.append(weekday_warning(on, reading.weekday))
    local = None if reading.hour is None else wall_time(on, reading)
    if local is None:
        doubt, repair = _doubt_year(on, reading, None, relative_to)
        return ParsedDate(
            text, None, on, "day", None, "none", (*warnings, doubt) if doubt else tuple(warnings), None, repair
        )
    on = local.date()
    at, label, evidence = in_zone(local, reading, given)
    precision: Precision = "minute" if reading.second is None else "second"
    doubt, repair = _doubt_year(on, reading, at, relative_to)
    if doubt:
        warnings.append(doubt)
        at = None if doubt.startswith("implausible") else at
    return ParsedDate(text, at, on, precision, label, evidence, tuple(warnings), local, repair)


def _doubt_year(
    on: date, reading: Reading, at: datetime | None, relative_to: datetime | None
) -> tuple[str | None, date | None]:
    """The warning about a date that cannot be right (None if it can), and the date it was a slip for if that is
    certain.
    """
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        doubt = f"implausible-year: {on.isoformat()} is printed, and pages are of {FIRST_YEAR}-{LAST_YEAR}"
    elif relative_to is None or not _is_future(on, at, relative_to):
        return None, None
    elif on.year > relative_to.year + 1:
        doubt = f"implausible-year: {on.isoformat()} is printed, years after {relative_to.isoformat()}"
    else:
        doubt = f"in-the-future: {on.isoformat()} is printed, days after {relative_to.isoformat()}"
    latest = (relative_to + _GRACE).date() if relative_to else None
    return doubt, None if reading.weekday is None else repair_year(on, reading.weekday, latest)


def _is_future(on: date, at: datetime | None, relative_to: datetime) -> bool:
    if at is not None and relative_to.tzinfo is not None:
        return at > relative_to + _GRACE
    return on > (relative_to + _GRACE).date()
