"""A date somewhere in a short printed line, whatever words stand around it: the slow half of the strict reader.

`Tayang: Jumat, 24 Juli 2026 12:40 WIB`, `Meilikhah - 13 Oktober 2016 23:11 wib`, `12:23 am Jun 19, 2015`,
`Kamis, 23 Muharram 1437 / 05 November 2015`. The date is found first; weekday and time are then looked for around it.
Patterns are linear: no repeat inside a repeat, white space folded beforehand.
"""

from __future__ import annotations

import re
from typing import Final

from newsarchive.dates.names import (
    HIJRI_MONTHS,
    MONTH_PATTERN,
    MONTHS,
    WEEKDAY_PATTERN,
    WEEKDAYS,
    WETON,
    ZONES,
    alternation,
)
from newsarchive.dates.reading import Reading, offset_zone
from newsarchive.dates.updates import updated_before
from newsarchive.errors import DateError

PIVOT: Final = 69
"""Two-digit years are read as POSIX does: 69-99 are 1969-1999, 00-68 are 2000-2068."""

_FLAGS: Final = re.ASCII | re.IGNORECASE
DATE: Final = re.compile(
    r"(?<![\w/])(?<!\d[-/.:])(?:"
    r"(?P<y1>\d{4}) ?(?P<s1>[-/.]) ?(?P<m1>\d{1,2}) ?(?P=s1) ?(?P<d1>\d{1,2})(?![\d/]|-[a-z])"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ ,./-]{{0,3}}(?P<m2>{MONTH_PATTERN})(?![a-z])[ ,./-]{{0,3}}"
    r"(?P<y2>\d{4}|'?\d\d(?= ?\Z| ?[,|)(/@-]| \d{1,2}[:.]))(?!\d)(?!/\w|\.\d)"
    rf"|(?P<m3>{MONTH_PATTERN})\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y3>\d{{4}})(?!\d)"
    r"|(?P<d4>\d{1,2}) ?(?P<s4>[-/.]) ?(?P<m4>\d{1,2}) ?(?P=s4) ?(?P<y4>\d{4})(?!\d|/\w|-[a-z]|-\d{3})"
    r"|(?P<d5>\d{1,2})(?P<s5>[-/])(?P<m5>\d{1,2})(?P=s5)(?P<y5>\d\d)(?![\d/]|-\w)"
    r")",
    _FLAGS,
)
"""A date with its year, anywhere in a line."""

_HIJRI: Final = re.compile(
    rf"(?<![\w/])\d{{1,2}} (?:{alternation(HIJRI_MONTHS)}) \d{{4}}(?!\d)(?: ?(?:hijriah|hijriyah|h)\b)?", _FLAGS
)
_WEEKDAY_BEFORE: Final = re.compile(
    rf"(?<![a-z'])({WEEKDAY_PATTERN})\.?(?:[ ,]{{1,2}}(?:{alternation(WETON)}))?[ ,./(|-]*\Z", _FLAGS
)
_WEEKDAY_AFTER: Final = re.compile(rf"[ ,(]*({WEEKDAY_PATTERN})(?![a-z'])", _FLAGS)
_RANGE_BEFORE: Final = re.compile(r"(?<![\d:.])\d{1,2} ?(?:-|s/d|s\.d\.?|sampai|hingga|dan|&) ?\Z", _FLAGS)
_CLOCK: Final = (
    r"(?P<hour>\d{1,2})(?: ?[:;] ?(?P<minute>\d{1,2})|\.(?P<dotted>\d{2}))(?: ?[:.] ?(?P<second>\d{2}))?(?!\d|[.,:]\d)"
    r"(?: ?(?P<part>am|pm|a\.m\.|p\.m\.|pagi|siang|sore|petang|malam|dini hari)(?![a-z]))?"
    r"(?:[ ,(]{0,2}(?:(?P<zone>wib|wita|wit)(?![a-z])"
    r"|waktu indonesia (?P<region>barat|tengah|timur)|(?P<local>waktu setempat)"
    r"|(?P<utc>gmt|utc|ut|z)(?![a-z])(?: ?(?P<from_utc>[+-]\d{1,2}(?::?\d\d)?)(?!\d))?"
    r"|(?P<offset>\+\d\d(?::?\d\d)?|\+\d:\d\d|-\d{4})(?!\d)))?"
)
_TIME: Final = re.compile(r"(?<![\d.,:/])" + _CLOCK, _FLAGS)
_TIME_AFTER: Final = re.compile(r"[ ,|/@)(T-]*(?:(?:pada )?(?:pukul|pkl|jam|at)\b[ .:]*)?" + _CLOCK, _FLAGS)
_SECOND_ZONE: Final = re.compile(r" ?/ ?(\d{1,2})[:.](\d{2}) ?(wib|wita|wit)(?![a-z])", _FLAGS)
_BETWEEN: Final = re.compile(rf"[ ,|/@().-]*(?:(?:{WEEKDAY_PATTERN})\b)?[ ,./(|-]*(?:on )?", _FLAGS)
_HINT_OF_TIME: Final = re.compile(r"(?<![\d.,:/])\d{1,2}:\d{2}(?!\d)|\b(?:pukul|pkl\.?|jam) \d", _FLAGS)
_ZONE_WORD: Final = re.compile(r"\b(?:WIB|WITA|WIT)\b")
_REGIONS: Final = {"barat": "wib", "tengah": "wita", "timur": "wit"}


def read_line(text: str) -> Reading | None:
    """The reading of the date in a line whose white space is folded; None if no date with its year is printed.

    Of several dates the first that does not follow a word for 'updated' is taken, with a warning where another one is
    printed too. Raises DateError for a range of days, which is two dates.
    """
    line = " ".join(_HIJRI.sub(" ", text).split())
    dates = list(DATE.finditer(line))
    if not dates:
        return None
    published = [date for date in dates if updated_before(line, date.start()) is None]
    match = (published or dates)[0]
    before = line[max(0, match.start() - 40) : match.start()]
    if match["d2"] and _RANGE_BEFORE.search(before):
        raise DateError(text, "it is a range of days")
    reading = _read_day(match)
    if len(dates) > 1:
        days = {(day.day, day.month, day.year) for day in map(_read_day, published or dates)}
        if len(days) > 1:
            reading.warnings.append(f"several-dates: {match[0]!r} is the first of {len(days)} dates in the line")
    weekday = _WEEKDAY_BEFORE.search(before) or _WEEKDAY_AFTER.match(line, match.end())
    if weekday:
        reading.weekday = WEEKDAYS[weekday[1].lower()]
    clock = _find_time(line, match)
    if clock:
        _read_time(reading, clock)
        zones = set(_ZONE_WORD.findall(line))
        if len(zones) == 1 and reading.tz is None and not reading.is_local:
            reading.tz = ZONES[zones.pop().lower()]  # 07:05-09:05 WITA, 13:22 | (WITA)
    elif hint := _HINT_OF_TIME.search(line[: match.start()]) or _HINT_OF_TIME.search(line, match.end()):
        reading.warnings.append(f"time-not-read: {hint[0]!r} stands apart from the date")
    return reading


def read_clock(line: str, start: int) -> Reading | None:
    """The time and zone that fill `line` from `start` to its end, in a reading whose day is still to be set; None if
    none.
    """
    clock = _TIME_AFTER.match(line, start)
    if clock is None or line[clock.end() :].strip(" .)"):
        return None
    reading = Reading(1, 1, 1)
    _read_time(reading, clock)
    return None if reading.hour is None else reading


def _read_day(match: re.Match[str]) -> Reading:
    form = next(form for form in "12345" if match["y" + form])
    month, year = match["m" + form].lower(), match["y" + form]
    number = int(month) if month.isdigit() else MONTHS[month]
    if len(year) == 4:
        return Reading(int(match["d" + form]), number, int(year))
    short = int(year[-2:])
    return Reading(int(match["d" + form]), number, short + (1900 if short >= PIVOT else 2000))


def _find_time(line: str, date: re.Match[str]) -> re.Match[str] | None:
    """The time right after the date, else right before it, else the only one in the line that names its zone."""
    clock = _TIME_AFTER.match(line, date.end())
    if clock:
        return clock
    elsewhere = [time for time in _TIME.finditer(line) if time.end() <= date.start() or time.start() >= date.end()]
    for time in elsewhere:
        if time.end() <= date.start() and _BETWEEN.fullmatch(line[time.end() : date.start()]):
            return time
    zoned = [time for time in elsewhere if time["zone"]]
    return zoned[0] if len(zoned) == 1 else None


def _read_time(reading: Reading, clock: re.Match[str]) -> None:
    hour, minute = int(clock["hour"]), int(clock["minute"] or clock["dotted"])
    part = clock["part"]
    if part:
        known = hour_of_day(hour, part.lower())
        if known is None:
            reading.warnings.append(f"ambiguous-time: {clock[0].strip(' ,|/-')!r} can be two times of day")
            return
        hour = known
    reading.hour, reading.minute = hour, minute
    if clock["second"]:
        reading.second = int(clock["second"])
    _read_zone(reading, clock)


def _read_zone(reading: Reading, clock: re.Match[str]) -> None:
    name = clock["zone"] or _REGIONS.get((clock["region"] or "").lower())
    offset = clock["offset"] or clock["from_utc"] or (clock["utc"] and "+00")
    if clock["local"]:
        reading.is_local = True
    elif name:
        reading.tz = ZONES[name.lower()]
        second = _SECOND_ZONE.match(clock.string, clock.end())
        if second and reading.hour is not None:
            shift = (ZONES[second[3].lower()].utcoffset(None) - reading.tz.utcoffset(None)).total_seconds() / 60
            printed = int(second[1]) * 60 + int(second[2]) - reading.hour * 60 - reading.minute
            if (printed - shift) % 1440:
                reading.warnings.append(
                    f"zones-disagree: {second[0].strip(' /')!r} is another instant; the first was taken"
                )
    elif offset:
        reading.tz = offset_zone(offset)
        if reading.tz is None:
            reading.warnings.append(f"no-zone: the offset {offset!r} exists nowhere")


def hour_of_day(hour: int, part: str) -> int | None:
    """The hour from 0 to 23 that `7 malam` or `1 pm` means; None where it could be two (`12 malam` is either
    midnight).
    """
    if part[0] in "ap" and part[1] in "m.":
        if not 1 <= hour <= 12:
            return hour if part[0] == "p" and 13 <= hour <= 23 else None
        return hour % 12 + (12 if part[0] == "p" else 0)
    if hour > 12:
        return hour
    before_noon, after_noon = {
        "dini hari": (range(5), ()),
        "pagi": (range(1, 12), ()),
        "siang": (range(10, 13), range(1, 5)),
        "sore": ((), range(2, 8)),
        "petang": ((), range(3, 8)),
        "malam": ((), range(6, 12)),
    }[part]
    if hour in before_noon:
        return hour
    return hour + 12 if hour in after_noon else None
