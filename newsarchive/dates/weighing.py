"""One statement about a time of publication, read, and how far it is to be trusted by itself."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from newsarchive.dates.candidates import Candidate
from newsarchive.dates.checks import LAST_YEAR
from newsarchive.dates.parsing import is_update_only, parse_date
from newsarchive.dates.zones import Precision
from newsarchive.errors import DateError
from newsarchive.models import ParsedDate

UNUSABLE: Final = 1000
"""The rank of what never wins: unreadable, in an impossible year, evidence only, or known to be wrong."""
WRONG_OFFSET: Final = 11
"""The rank of a time whose offset the page refutes: below the other times, but its seconds may count."""

_RANK: Final = {
    "printed": 0, "payload": 1, "jsonld": 2, "meta": 3, "datalayer": 4, "feed": 5, "url": 15, "dateline": 16,
}  # fmt: skip
_NAIVE: Final = 5
"""Added to a machine-readable time without offset, which puts it below those with one."""
_MIDNIGHT: Final = 2
"""Added to a machine-readable 00:00:00, which is mostly a day that was given a time: below its like, no further."""
DOUBTFUL: Final = 10
"""Added to a printed line that may not be what it seems: below all machine-readable times."""
_DAY: Final = 20
"""Added where only a day is told: below every time."""
_FUTURE: Final = 100
"""Added to what lies after the fetch: below everything else."""
_DOUBTS: Final = frozenset(
    {"weekday-disagrees", "several-dates", "relative", "approximate", "odd-form", "year-supplied", "time-not-read"}
)
_UNSET: Final = (date(1969, 12, 31), date(1970, 1, 1))
"""What a CMS shows of a date that nobody set, on either side of Greenwich."""
_FOR_READERS: Final = frozenset({"printed", "dateline"})
_MINUTES: Final = len("2026-07-24T12:40")
_FALSE_Z: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ", re.ASCII).fullmatch
_CLEAR_FROM: Final = 1971
"""What a clock shows that nobody set is for `parse_date`, and all before it."""
_FARTHEST: Final = timedelta(hours=14)
"""The largest offset from UTC that a clock on earth has."""
_STAMPS: Final = {10: 1, 13: 1000}
"""Seconds or milliseconds since 1970, by the number of digits they have had since 2001 (detik's
`dtk:publishdateunix`)."""


@dataclass(slots=True)
class Weighed:
    """A candidate on its way: `at` is the instant it stands for once zones are settled, `stated` the one it printed.

    The lower its `rank`, the more it is trusted. `local` is its naive wall time, None where it tells only a day. `on`
    None: it could not be read.
    """

    candidate: Candidate
    rank: int = UNUSABLE
    on: date | None = None
    local: datetime | None = None
    at: datetime | None = None
    stated: datetime | None = None
    precision: Precision = "day"
    warnings: tuple[str, ...] = ()
    """Those of `parse_date`."""
    note: str | None = None
    is_liar: bool = False
    is_refuted: bool = False
    """Its offset is wrong by the rest of the page."""
    is_assumed: bool = False
    """Its zone is that of the country's most, not one that anything names."""

    def add_note(self, note: str) -> None:
        """Put `note` behind the notes it has."""
        self.note = note if self.note is None else f"{self.note}; {note}"


def rank_of(weighed: Weighed) -> int:
    """The key by which candidates are ordered: the lower, the more trusted."""
    return weighed.rank


def weigh(candidate: Candidate, liars: Collection[str], relative_to: datetime | None) -> Weighed:
    """`candidate` read by itself, with its rank. Nothing is raised: what cannot be read has a note that says why.

    `liars` and `relative_to` are those of `reconcile()`.
    """
    weighed = _read(candidate, relative_to)
    if weighed.on in _UNSET:
        weighed.rank = UNUSABLE
        weighed.add_note("the zero of a clock, which is what a date shows that nobody set")
    if not candidate.counts:
        weighed.rank = UNUSABLE
    if liars and _is_liar(candidate, liars):
        weighed.rank, weighed.is_liar = UNUSABLE, True
        weighed.add_note("this network gets it wrong")
    return weighed


def _read(candidate: Candidate, relative_to: datetime | None) -> Weighed:
    source, text = candidate.source, candidate.text
    is_stamp = source not in _FOR_READERS
    if is_stamp and (local := _plain_stamp(text, relative_to)) is not None:
        at = local if local.tzinfo is not None else None
        precision: Precision = "minute" if text[16:17] != ":" and text[13:14] == ":" else "second"
        weighed = Weighed(candidate, _RANK[source], local.date(), local.replace(tzinfo=None), at, at, precision)
        if text[13:14] == "-":
            weighed.note = "the hyphens mark a local time whose Z is false"
    else:
        try:
            parsed = _parse(candidate, relative_to)
        except DateError as error:
            return Weighed(candidate, note=f"unreadable: {error}")
        at, local = parsed.at, parsed.local if parsed.precision != "day" else None
        weighed = Weighed(candidate, _RANK[source], parsed.on, local, at, at, parsed.precision, parsed.warnings)
    if weighed.warnings or source == "printed":
        _weigh_doubts(weighed)
    if weighed.local is None:
        weighed.rank += _DAY
    elif is_stamp and weighed.rank < UNUSABLE:
        _weigh_stamp(weighed)
    return weighed


def _plain_stamp(text: str, relative_to: datetime | None) -> datetime | None:
    """A time in one of the few shapes that nearly all metadata has, at a fraction of the cost of `parse_date`.

    Without zone for what names none. None for all other shapes, and for what is outside the years or offsets that need
    no second thought.
    """
    at = None
    try:
        if not text.isascii():
            pass
        elif len(text) >= _MINUTES and text[10] in "T " and text[7] == text[4]:
            at = _iso_stamp(text)
        elif len(text) in _STAMPS and text.isdigit():
            at = datetime.fromtimestamp(int(text) // _STAMPS[len(text)], UTC)
    except ValueError:
        return None
    if at is None or not _CLEAR_FROM <= at.year <= LAST_YEAR or at.microsecond:
        return None
    offset = at.utcoffset()
    if offset is not None and not -_FARTHEST <= offset <= _FARTHEST:
        return None
    if relative_to is not None:  # what may lie after the fetch is for `parse_date` to say
        is_comparable = offset is not None and relative_to.tzinfo is not None
        if at > relative_to if is_comparable else at.replace(tzinfo=None) > relative_to.replace(tzinfo=None):
            return None
    return at


def _iso_stamp(text: str) -> datetime | None:
    """`2026-07-24T12:40:31+07:00` and its like; None for other shapes. Raises ValueError for what is on no clock."""
    if text[13] == "-":  # detik's pubdate 2023-11-02T20-59-53Z is local time: the page prints 20:59 WIB
        return datetime.fromisoformat(f"{text[:10]} {text[11:19].replace('-', ':')}") if _FALSE_Z(text) else None
    if text[13] != ":":
        return None
    if text[4] == "/":
        return datetime.fromisoformat(text.replace("/", "-", 2))
    return datetime.fromisoformat(text) if text[4] == "-" else None


def _parse(candidate: Candidate, relative_to: datetime | None) -> ParsedDate:
    text = candidate.text
    if text.isdigit() and text.isascii() and candidate.source not in _FOR_READERS:
        if candidate.source == "url" and len(text) == len("20260724"):
            return parse_date(f"{text[:4]}-{text[4:6]}-{text[6:]}")
        if divisor := _STAMPS.get(len(text)):  # one that `_plain_stamp` would not answer for
            text = datetime.fromtimestamp(int(text) // divisor, UTC).isoformat()
    return parse_date(text, relative_to=relative_to)


def _weigh_stamp(weighed: Weighed) -> None:
    """A machine-readable time: whose clock it is of, and whether it is a time at all."""
    local, clock = weighed.local, weighed.candidate.clock
    assert local is not None
    if clock == "utc" and weighed.at is None:
        weighed.at = weighed.stated = local.replace(tzinfo=UTC)
    elif " T" in weighed.candidate.text and weighed.candidate.text.endswith("Z"):
        weighed.at = weighed.stated = None
        weighed.add_note("the blank before T marks a local time whose Z is false")  # as detik wrote it in 2015-16
    elif clock == "local":
        weighed.at = weighed.stated = None
    if weighed.at is None:
        weighed.rank += _NAIVE
    if not (local.hour or local.minute or local.second):
        weighed.rank += _MIDNIGHT


def _weigh_doubts(weighed: Weighed) -> None:
    codes = [warning.partition(":")[0] for warning in weighed.warnings]
    is_printed = weighed.candidate.source == "printed"
    if "implausible-year" in codes:
        weighed.rank = UNUSABLE
    elif "in-the-future" in codes:
        weighed.rank += _FUTURE
    if is_printed and is_update_only(weighed.candidate.text):
        weighed.rank += DOUBTFUL
        weighed.add_note("the time of an update")
    elif is_printed and not _DOUBTS.isdisjoint(codes):
        weighed.rank += DOUBTFUL
    for warning in weighed.warnings:
        if not warning.startswith("no-zone"):
            weighed.add_note(warning)


def _is_liar(candidate: Candidate, liars: Collection[str]) -> bool:
    return candidate.source in liars or (candidate.name is not None and f"{candidate.source}:{candidate.name}" in liars)


def is_within(one: datetime, other: datetime, apart: timedelta) -> bool:
    """Whether two times, both naive or both aware, are at most `apart` from each other."""
    return abs(one - other) <= apart
