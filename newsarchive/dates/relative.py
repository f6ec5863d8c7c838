"""Ages (`2 jam lalu`, `46 menit`, `Kemarin, 13:22 WIB`) and dates without a year, counted from an instant that is
given.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from newsarchive.dates.lines import read_clock
from newsarchive.dates.names import MONTH_PATTERN, MONTHS, WEEKDAY_PATTERN, WEEKDAYS, alternation
from newsarchive.dates.reading import Reading
from newsarchive.dates.zones import Precision, in_zone, wall_time
from newsarchive.errors import DateError
from newsarchive.models import ParsedDate

_FLAGS: Final = re.ASCII | re.IGNORECASE
_NUMBERS: Final = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "a": 1, "an": 1,
}  # fmt: skip
_UNITS: Final = {
    "detik": "second", "dtk": "second", "second": "second", "seconds": "second",
    "menit": "minute", "mnt": "minute", "min": "minute", "m": "minute",
    "minute": "minute", "minutes": "minute", "mins": "minute",
    "jam": "hour", "j": "hour", "hour": "hour", "hours": "hour",
    "hari": "day", "h": "day", "day": "day", "days": "day",
    "minggu": "week", "pekan": "week", "mgg": "week", "week": "week", "weeks": "week",
    "bulan": "month", "bln": "month", "month": "month", "months": "month",
    "tahun": "year", "thn": "year", "year": "year", "years": "year",
}  # fmt: skip
_SHORT: Final = frozenset({"min", "m", "j", "h", "mgg"})
"""Units that mean something else without `lalu` after them: `Min` is Sunday, `5 m` five metres."""

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_LABEL: Final = re.compile(
    r"(?:tayang|diperbarui|terbit|diterbitkan|dipublikasikan|published|updated?|posted)(?: pada)?[ :]{1,3}", _FLAGS
)
_ABOUT: Final = re.compile(r"(?:sekitar|kira-kira|kurang lebih|kurleb|±|~|about|around|hampir) ?", _FLAGS)
_STEP: Final = re.compile(
    rf"(?:(\d{{1,4}}|{alternation(_NUMBERS)}) ?|(se(?:tengah )?))([a-z]+)(?![a-z]) ?",
    _FLAGS,
)
_AGO: Final = re.compile(r"(?:(?:yang|yg) )?(?:lalu|silam)|ago", _FLAGS)
_DAYS: Final = {
    "hari ini": 0, "today": 0, "kemarin": -1, "yesterday": -1, "kemarin lusa": -2, "kemarin dulu": -2, "lusa": 2,
}  # fmt: skip
_NAMED_DAY: Final = re.compile(r"(kemarin lusa|kemarin dulu|kemarin|lusa|hari ini|today|yesterday)(?![a-z])", _FLAGS)
_WITHOUT_YEAR: Final = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY_PATTERN})(?![a-z'])[ ,]{{0,2}})?"
    rf"(?:(?P<day>\d{{1,2}})[ -](?P<month>{MONTH_PATTERN})(?![a-z])\.?"
    r"|(?P<paren>\()?(?P<d>\d{1,2})/(?P<m>\d{1,2})(?(paren)\)))",
    _FLAGS,
)


@dataclass(frozen=True, slots=True)
class Age:
    """How long before the anchor: whole months and seconds, how exact, and a time of day where one is printed."""

    months: int = 0
    seconds: int = 0
    precision: Precision = "day"
    is_approximate: bool = False
    clock: Reading | None = None


def read_age(line: str) -> Age | None:
    """The age printed in a folded line, from its beginning (a label may stand before it) to its end; None if it is
    none.
    """
    label = _LABEL.match(line)
    start = label.end() if label else 0
    if line[start:].lower() in ("baru saja", "just now"):
        return Age(precision="minute", is_approximate=True)
    named = _NAMED_DAY.match(line, start)
    if named:
        days = _DAYS[named[1].lower()]
        if named.end() == len(line):
            return Age(seconds=-days * 86400)
        clock = read_clock(line, named.end())
        return Age(seconds=-days * 86400, clock=clock) if clock else None
    about = _ABOUT.match(line, start)
    return _read_steps(line, about.end() if about else start, about is not None)


def _read_steps(line: str, start: int, is_approximate: bool) -> Age | None:
    """`1 jam 20 menit lalu`: steps of number and unit, then `lalu`, which may be missing after a full unit."""
    months, seconds, units = 0, 0, []
    while step := _STEP.match(line, start):
        number, one, word = step.groups()
        unit = _UNITS.get(word.lower())
        if unit is None:
            break
        count = 1 if one else _NUMBERS[number.lower()] if number.isalpha() else int(number)
        half = bool(one and one.lower() != "se")
        if half and unit != "hour":  # half an hour is 30 minutes; half a year is no length a page means exactly
            return None
        units.append(word.lower())
        months += {"month": 1, "year": 12}.get(unit, 0) * count
        seconds += _SECONDS.get(unit, 0) * count // (2 if half else 1)
        start = step.end()
    ending = _AGO.fullmatch(line, start)
    if not units or (start < len(line) and not ending):
        return None
    if not ending and _SHORT.intersection(units):
        return None
    if ending and ending[0].lower() == "ago" and "h" in units:
        return None  # an English h is an hour, an Indonesian one (hari) a day
    finest = _UNITS[units[-1]]
    precision: Precision = "second" if finest == "second" else "minute" if finest in ("minute", "hour") else "day"
    return Age(months, seconds, precision, is_approximate or finest in ("month", "year"))


def counted_back(text: str, age: Age, anchor: datetime, given: tzinfo | None) -> ParsedDate:
    """The date `age` before `anchor`, in the printed zone, else the given one, else the anchor's own.

    A naive anchor (no zone known) gives a naive answer in `local` and `at` None. An age in days or more gives only a
    day. Raises DateError if that is before the calendar begins.
    """
    zone = (age.clock and age.clock.tz) or given or anchor.tzinfo
    here = anchor.astimezone(zone) if anchor.tzinfo is not None and zone is not None else anchor
    try:
        then = _months_back(here.replace(tzinfo=None), age.months) - timedelta(seconds=age.seconds)
    except (OverflowError, ValueError):
        raise DateError(text, "it is longer ago than the calendar goes") from None
    reading = age.clock or Reading(then.day, then.month, then.year)
    reading.warnings.append(f"relative: counted from {anchor.isoformat()}")
    if age.is_approximate:
        reading.warnings.append("approximate: the age is printed roughly")
    precision: Precision = age.precision
    local: datetime | None = then.replace(microsecond=0)
    if age.clock is not None:
        local = wall_time(then.date(), age.clock)
        precision = "day" if local is None else "minute" if age.clock.second is None else "second"
    if precision == "day" or local is None:
        return ParsedDate(text, None, then.date(), "day", None, "none", tuple(reading.warnings), local)
    at, label, evidence = in_zone(local, reading, zone)
    return ParsedDate(text, at, local.date(), precision, label, evidence, tuple(reading.warnings), local)


def _months_back(then: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last day where it is shorter. Raises ValueError before the year 1."""
    if not months:
        return then
    year, month = divmod(then.year * 12 + then.month - 1 - months, 12)
    return then.replace(year=year, month=month + 1, day=min(then.day, monthrange(max(year, 1), month + 1)[1]))


def read_without_year(line: str, anchor: datetime) -> Reading | None:
    """`Rabu, 22 Juli` or `Senin (28/4)` as the latest such day that is not after the day of `anchor`, if it is one.

    Numbers alone (`28/4`) are read only after a weekday: elsewhere they are fractions and scores.
    """
    match = _WITHOUT_YEAR.match(line)
    if match is None or (match["d"] and not match["weekday"]):
        return None
    clock = None if match.end() == len(line) else read_clock(line, match.end())
    if match.end() < len(line) and clock is None:
        return None
    day = int(match["day"] or match["d"])
    month = MONTHS[match["month"].lower()] if match["month"] else int(match["m"])
    today = (anchor.month, anchor.day)
    years = (year for year in range(anchor.year - ((month, day) > today), anchor.year - 9, -1))
    year = next((year for year in years if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]), None)
    if year is None:
        return None
    reading = clock or Reading(day, month, year)
    reading.day, reading.month, reading.year = day, month, year
    if match["weekday"]:
        reading.weekday = WEEKDAYS[match["weekday"].lower()]
    reading.warnings.append(f"year-supplied: {year} is the latest that is not after {anchor.date().isoformat()}")
    return reading
