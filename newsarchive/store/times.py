"""The one form of times in the archive: ISO 8601 text in UTC, six decimals, `Z`; so text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def to_text(at: datetime) -> str:
    """`2025-04-28T06:22:00.000000Z` for any aware time. A naive one raises ValueError: no guesses."""
    if at.tzinfo is None:
        raise ValueError(f"a time without zone cannot be stored: {at.isoformat()}")
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def from_text(text: str) -> datetime:
    """The aware UTC time of a text that `to_text()` wrote."""
    return datetime.fromisoformat(text)


def maybe_text(at: datetime | None) -> str | None:
    """`to_text()` of a time that may be unknown."""
    return None if at is None else to_text(at)


def maybe_time(text: str | None) -> datetime | None:
    """`from_text()` of a text that may be missing."""
    return None if text is None else datetime.fromisoformat(text)
