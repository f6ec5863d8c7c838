"""Common shapes of a printed date, matched whole: the fast reader behind `parse_date`, and what every reader returns.
 ISO stamps, and an optional weekday, day, month, year with an optional time and zone, make up nearly all date lines
and are read here in one or two microseconds. Everything else is for `date_lines`. No reader knows the calendar: 31
February is read here and refused by `parse_date`. Patterns are linear: no repeat inside a repeat, white space folded
beforehand.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone
from functools import lru_cache
from typing import Final

from newsarchive.dates.names import MONTHS, WEEKDAYS, ZONES


@dataclass(slots=True)
class Reading:
    """What is printed, unchecked. `tz` None with `is_local` says that the line names a zone nobody can know."""

    day: int
    month: int
    year: int
    weekday: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    tz: timezone | None = None
    is_local: bool = False
    warnings: list[str] = field(default_factory=list)


_ODD: Final = str.maketrans(
    dict.fromkeys("’‘`´ʼ′＇", "'")  # Jum’at
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("·•‧∙", "|")  # 28 April 2025 · 10:15
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f")  # invisible
)

_ISO: Final = re.compile(
    r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:T| T?)(\d{1,2})([:.-])(\d{2})(?:\6(\d{2})(?:[.,]\d{1,9})?)?"
    r"(?: ?(Z|z|[+-]\d\d:?\d\d|[+-]\d\d|[A-Za-z]{3,4}))?)?",
    re.ASCII,
)
_PRINTED: Final = re.compile(
    r"(?:([A-Za-z]{2,9}(?:'at)?)(?: ?, ?| \(?|(?=\d)))?"
    r"(\d{1,2})(?: ?([-/.]) ?(\d{1,2}) ?\3 ?|[ -]?([A-Za-z]{2,10})[ ,-]{0,2})(\d{4})\)?"
    r"(?:[ ,|/@-]*(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?([A-Za-z]{3,4}|[+-]\d{4}))?)?",
    re.ASCII,
)


def fold(text: str) -> str:
    """Text with entities undone, compatibility characters and odd apostrophes and dashes made plain, white space
    folded.
    """
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_ODD)).translate(_ODD)
    return " ".join(text.split())


@lru_cache(maxsize=256)
def offset_zone(sign_and_digits: str) -> timezone | None:
    """`+0700`, `+07:00`, `+07` or `-5` as a fixed zone; None for what no clock on earth shows (beyond 14 hours)."""
    digits = sign_and_digits[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        return None
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if sign_and_digits[0] == "-" else delta)


def read_fast(text: str) -> Reading | None:
    """The reading of a line that is one of the common shapes from end to end; None for everything else."""
    if text[:1].isdigit() and (match := _ISO.fullmatch(text)):
        return _from_iso(match)
    match = _PRINTED.fullmatch(text)
    if not match:
        return None
    name, day, _, month, month_name, year, hour, minute, second, zone = match.groups()
    weekday = WEEKDAYS.get(name.lower()) if name else None
    number = int(month) if month else MONTHS.get(month_name.lower(), 0)
    tz = None
    if zone:
        tz = offset_zone(zone) if zone[0] in "+-" else ZONES.get(zone.lower())
        if tz is None:
            return None
    if not number or (name and weekday is None):
        return None
    reading = Reading(int(day), number, int(year), weekday)
    if hour:
        reading.hour, reading.minute, reading.tz = int(hour), int(minute), tz
        if second:
            reading.second = int(second)
    return reading


def _from_iso(match: re.Match[str]) -> Reading | None:
    year, _, month, day, hour, colon, minute, second, zone = match.groups()
    reading = Reading(int(day), int(month), int(year))
    if hour is None:
        return reading
    reading.hour, reading.minute = int(hour), int(minute)
    if second:
        reading.second = int(second)
    if zone is None:
        return reading
    if zone in "Zz":
        if colon == "-":  # detik's pubdate 2023-11-02T20-59-53Z is local time: the page prints 20:59 WIB
            reading.warnings.append("false-z: hyphens in the time mark a local stamp whose Z is not UTC")
        else:
            reading.tz = UTC
        return reading
    reading.tz = offset_zone(zone) if zone[0] in "+-" else ZONES.get(zone.lower())
    return reading if reading.tz else None
