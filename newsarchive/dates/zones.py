"""Wall time and zone to instant: the zones a caller may name, and what is known of a time that names none."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from newsarchive.dates.names import WIB, WIT, WITA, ZONES
from newsarchive.dates.reading import Reading, offset_zone
from newsarchive.errors import ConfigError

Precision = Literal["second", "minute", "day"]
ZoneEvidence = Literal["printed", "given", "none"]

_OFFSET: Final = re.compile(r"[+-]\d\d:\d\d", re.ASCII)
_DAY: Final = timedelta(days=1)
_LABELS: Final = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}
_BY_IDENTITY: Final = {id(zone): label for zone, label in _LABELS.items()}


def find_zone(zone: str | tzinfo) -> tzinfo:
    """The zone called WIB, WITA, WIT (any case), `+hh:mm` or by an IANA name; a tzinfo is handed back.

    Raises ConfigError for a name that is none of these.
    """
    return _named(zone) if isinstance(zone, str) else zone


@lru_cache(maxsize=64)
def _named(name: str) -> tzinfo:
    known = ZONES.get(name.lower())
    if known is not None:
        return known
    if _OFFSET.fullmatch(name) and (fixed := offset_zone(name)):
        return fixed
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the zone database
        raise ConfigError(
            f"zone: {name!r} is neither WIB, WITA, WIT, +hh:mm nor the IANA name of a time zone"
        ) from None


def zone_label(at: datetime) -> str:
    """`WIB`, `WITA`, `WIT` where that is the zone of an aware `at`, otherwise its offset as `+hh:mm`."""
    label = _BY_IDENTITY.get(id(at.tzinfo))
    return label if label is not None else _offset_label(at.utcoffset())


@lru_cache(maxsize=256)
def _offset_label(offset: timedelta | None) -> str:
    minutes = 0 if offset is None else offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def wall_time(on: date, reading: Reading) -> datetime | None:
    """The naive time printed in `reading` on the day `on`; None, and a warning in the reading, if no clock shows it."""
    hour, minute, second = reading.hour or 0, reading.minute, reading.second or 0
    if hour < 24 and minute < 60 and second < 60:
        return datetime(on.year, on.month, on.day, hour, minute, second)  # noqa: DTZ001 - a wall time has no zone yet
    if (hour, minute, second) == (24, 0, 0) and on < date.max:
        reading.warnings.append(f"hour-24: the end of {on.isoformat()} is the start of the next day")
        return datetime(on.year, on.month, on.day) + _DAY  # noqa: DTZ001
    reading.warnings.append(f"impossible-time: {hour:02}:{minute:02}:{second:02} is on no clock; only the day was read")
    return None


def in_zone(
    local: datetime, reading: Reading, given: tzinfo | None
) -> tuple[datetime | None, str | None, ZoneEvidence]:
    """The instant of a wall time, its zone's label and where the zone was found: printed, else `given`, else nowhere.

    The instant always has a fixed offset. Without a zone it is None, and a warning is added to the reading.
    """
    if reading.tz is not None:
        at = local.replace(tzinfo=reading.tz)
        return at, zone_label(at), "printed"
    if reading.is_local:
        reading.warnings.append("local-time: the zone is that of the place written about")
        return None, None, "none"
    if given is None:
        reading.warnings.append("no-zone: none is printed and none was given")
        return None, None, "none"
    at = local.replace(tzinfo=given)
    if not isinstance(given, timezone):
        offset = at.utcoffset()
        at = local.replace(tzinfo=timezone(offset) if offset is not None else None)
    return at, zone_label(at), "given"
