"""How long a server asks to be left alone: the header Retry-After (RFC 9110 §10.2.3)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 86400.0
"""Seconds: a longer wish is cut to a day, after which it can be said again."""

UNSAID = 60.0
"""Seconds that 429 Too Many Requests means where it does not say: RFC 6585 §4 leaves that to the client."""

_SECONDS = re.compile(r"[0-9]{1,400}")
_MAX_LENGTH = 400
"""Characters of a value that are looked at; an HTTP-date has 29."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A wish as it was understood. `seconds` is None where there is none, or none that can be read."""

    seconds: float | None = None
    note: str | None = None
    """What was odd about it, in a sentence; None: nothing."""


def read_retry_after(value: str | None, *, date: str | None = None, now: datetime) -> Pause:
    """What a Retry-After header asks for: seconds, at least 0 and at most LONGEST. Never raises for what is in it.

    `value` is the header's, None where there is none. `date` is the answer's own Date header: a Retry-After that is a
    date is counted from it, so that a server whose clock is wrong is understood all the same; without one that can be
    read it is counted from `now` (aware). A date that is past asks for 0 seconds.
    """
    if value is None:
        return Pause()
    text = value.strip()
    if not text:
        return Pause(note="Retry-After is empty")
    if len(text) > _MAX_LENGTH:
        return Pause(note=f"Retry-After is no number and no date: {text[:40]!r}...")
    if _SECONDS.fullmatch(text):
        return _capped(float(text), text)
    until = _http_date(text)
    if until is None:
        return Pause(note=f"Retry-After is no number and no date: {text[:80]!r}")
    since = (_http_date(date.strip()) if date and len(date) <= _MAX_LENGTH else None) or now
    return _capped(max((until - since).total_seconds(), 0.0), text)


def _capped(seconds: float, text: str) -> Pause:
    if not math.isfinite(seconds) or seconds > LONGEST:
        return Pause(LONGEST, f"Retry-After asks for more than a day: {text[:40]!r}")
    return Pause(seconds)


def _http_date(text: str) -> datetime | None:
    """An instant in one of the three forms of RFC 9110 §5.6.7, all of which are in GMT; None for anything else."""
    if not text[:1].isalpha():
        return None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if at.tzinfo is None:
        return at.replace(tzinfo=UTC)
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return None
