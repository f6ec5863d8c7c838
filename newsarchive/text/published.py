"""When it was published: the candidates of one page, weighed against each other.

The rules, strongest first (facts: which source was seen to lie, on which network):

1. A zone printed for readers (`16:46 WITA`) beats every other statement about the zone: templates hard-code `+0700`.
2. The time is that of the first that can be read of: JSON-LD, meta, data layer, feed, each with an offset; the same
   without one; the printed line; the URL; the dateline. A day alone never beats a time.
3. Candidates within the same minute are the same statement, and the one that shows seconds is taken: Disway cuts them
   to `:00` in JSON-LD and leaves them out of the printed line.
4. A time without zone is in the printed zone, else in that of a candidate with the same wall time, else in the
   outlet's.
5. An instant stated in UTC, which is nobody's wall time here, is told in the printed zone, else in the outlet's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Final, Literal

from newsarchive.errors import DateError
from newsarchive.models import DateEvidence, ParsedDate
from newsarchive.text.date_zones import find_zone, zone_label
from newsarchive.text.dates import parse_date

Source = Literal["printed", "jsonld", "meta", "datalayer", "url", "feed", "dateline"]

TOLERANCE: Final = timedelta(minutes=10)
"""Candidates further apart than this disagree: saving and publishing are minutes apart on some CMS, never more."""

_MINUTE: Final = timedelta(minutes=1)
_RANK: Final = {"jsonld": 0, "meta": 1, "datalayer": 2, "feed": 3, "printed": 8, "url": 9, "dateline": 10}
_NAIVE: Final = 4
"""Added to the rank of a time without offset, which puts it below those with one and above the printed line."""
_DAY: Final = 20
"""Added where only a day is told: below every time."""
_FUTURE: Final = 100
"""Added to what lies after the fetch: below everything else."""
_WRONG_OFFSET: Final = 11
"""The rank of a time whose offset the printed zone refutes: below the other times, but its seconds may count."""
UNUSABLE: Final = 1000
"""The rank of what never wins: unreadable, in an impossible year, or from a source known to lie."""
_SETTLED: Final = ("no-zone", "false-z")
"""Warnings of `parse_date` that a settled zone answers."""


@dataclass(frozen=True, slots=True)
class Published:
    """The time of publication as far as the page shows it, and all that was weighed."""

    at: datetime | None
    """The instant, in the zone of the page; None where only a day is known, or no zone."""
    on: date | None
    printed: str | None
    """The line printed for readers, verbatim; else the dateline's date; None where the page prints none."""
    zone: str | None
    """`WIB`, `WITA`, `WIT` or `+hh:mm`: of `at`."""
    precision: Literal["second", "minute", "day"] | None
    evidence: tuple[DateEvidence, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Candidate:
    """A candidate on its way: `at` is the instant it stands for once zones are settled, `stated` the one it printed."""

    source: Source
    text: str
    rank: int = UNUSABLE
    parsed: ParsedDate | None = None
    at: datetime | None = None
    stated: datetime | None = None
    note: str | None = None


def reconcile(
    candidates: Iterable[tuple[Source, str]],
    *,
    zone: str | tzinfo | None,
    liars: Collection[str] = (),
    relative_to: datetime | None = None,
) -> Published:
    """The time of publication that `candidates` (source and text as found) tell by the rules of this module.

    `zone` is the outlet's, for times that no zone is found for. Sources named in `liars` never win and never warn.
    `relative_to` is when the page was fetched: what lies after it wins only if nothing else does. Nothing is raised for
    a candidate: one that cannot be read is evidence with a note. Warnings: `date-unreadable` for such a printed line,
    `dates-disagree` for what is more than ten minutes off (a day alone: another day; a dateline: more than a day), and
    those of `parse_date` for the printed line and the winner. Raises ConfigError if `zone` is not a time zone.
    """
    given = find_zone(zone) if zone is not None else None
    read = [_read(source, text, liars, relative_to) for source, text in candidates]
    _settle_zones(read, given)
    winner = _winner(read)
    if winner is None or (parsed := winner.parsed) is None:
        return Published(None, None, _printed(read), None, None, _evidence(read, None), _warnings(read, None, liars))
    at = winner.at
    if at is not None and given is not None and not at.utcoffset():
        at = _with_fixed(at, given)
    return Published(
        at,
        at.date() if at is not None else parsed.on,
        _printed(read),
        zone_label(at) if at is not None else None,
        parsed.precision,
        _evidence(read, winner),
        _warnings(read, winner, liars),
    )


def _read(source: Source, text: str, liars: Collection[str], relative_to: datetime | None) -> _Candidate:
    """A candidate with its rank: the lower, the more trusted; UNUSABLE for what never wins."""
    try:
        parsed = parse_date(text, relative_to=relative_to)
    except DateError as error:
        return _Candidate(source, text, note=f"unreadable: {error}")
    rank = _RANK[source]
    if parsed.precision == "day":
        rank += _DAY
    elif parsed.zone_evidence != "printed" and rank < _RANK["printed"]:
        rank += _NAIVE
    candidate = _Candidate(source, text, rank, parsed, parsed.at, parsed.at)
    if parsed.warnings:
        codes = [warning.partition(":")[0] for warning in parsed.warnings]
        if "implausible-year" in codes:
            candidate.rank = UNUSABLE
        elif "in-the-future" in codes:
            candidate.rank += _FUTURE
        candidate.note = "; ".join(warning for warning in parsed.warnings if not warning.startswith("no-zone")) or None
    if source in liars:
        candidate.rank = UNUSABLE
        _add_note(candidate, "this network gets it wrong")
    return candidate


def _settle_zones(read: list[_Candidate], given: tzinfo | None) -> None:
    """Give every wall time its instant, by rules 1 and 4."""
    zoned = [candidate for candidate in read if candidate.at is not None]
    printed = next((candidate.at for candidate in zoned if candidate.source == "printed"), None)
    for candidate in read:
        local = candidate.parsed.local if candidate.parsed is not None else None
        if local is None or candidate.parsed is None or candidate.parsed.precision == "day":
            continue
        if candidate.at is not None:
            if printed is not None and candidate.at is not printed:
                _move(candidate, local, printed)
        elif candidate.rank != UNUSABLE and not any(w.startswith("local-time") for w in candidate.parsed.warnings):
            near = printed or next((c.at for c in zoned if c.at and _is_close(c.at.replace(tzinfo=None), local)), None)
            tz = near.tzinfo if near is not None else given
            if tz is not None:
                candidate.at = candidate.stated = _with_fixed(local, tz)
                whose = (
                    "the outlet's" if near is None else "as printed" if near is printed else "as elsewhere on the page"
                )
                _add_note(candidate, f"taken to be {zone_label(candidate.at)}, {whose}")


def _move(candidate: _Candidate, local: datetime, printed: datetime) -> None:
    """Put a candidate with an offset into the printed zone: the same instant, unless only the wall time is the same."""
    assert candidate.at is not None
    if candidate.at.utcoffset() != printed.utcoffset() and _is_close(local, printed.replace(tzinfo=None)):
        _add_note(candidate, f"the offset is wrong: readers are shown the same time in {zone_label(printed)}")
        candidate.at = local.replace(tzinfo=printed.tzinfo)
        candidate.rank = max(candidate.rank, _WRONG_OFFSET)
    else:
        candidate.at = candidate.at.astimezone(printed.tzinfo)


def _winner(read: list[_Candidate]) -> _Candidate | None:
    """The most trusted candidate, or the one within the same minute that also shows the seconds (rule 3)."""
    best = min(read, key=_rank, default=None)
    if best is None or best.rank == UNUSABLE:
        return None
    if best.at is None or best.at.second:
        return best
    for candidate in sorted(read, key=_rank):
        if candidate.at is not None and candidate.rank != UNUSABLE and timedelta(0) < candidate.at - best.at < _MINUTE:
            return candidate
    return best


def _rank(candidate: _Candidate) -> int:
    return candidate.rank


def _is_close(one: datetime, other: datetime) -> bool:
    return abs(one - other) < _MINUTE


def _with_fixed(at: datetime, tz: tzinfo) -> datetime:
    """A wall time put into `tz`, or an instant told in it, with a fixed offset."""
    at = at.replace(tzinfo=tz) if at.tzinfo is None else at.astimezone(tz)
    offset = at.utcoffset()
    return at if isinstance(tz, timezone) or offset is None else at.replace(tzinfo=timezone(offset))


def _add_note(candidate: _Candidate, note: str) -> None:
    candidate.note = note if candidate.note is None else f"{candidate.note}; {note}"


def _printed(read: list[_Candidate]) -> str | None:
    """The words printed for readers: the date line, else the date of the dateline."""
    return next((c.text for source in ("printed", "dateline") for c in read if c.source == source), None)


def _evidence(read: list[_Candidate], winner: _Candidate | None) -> tuple[DateEvidence, ...]:
    return tuple(DateEvidence(c.source, c.text, c.stated, c is winner, c.note) for c in read)


def _warnings(read: list[_Candidate], winner: _Candidate | None, liars: Collection[str]) -> tuple[str, ...]:
    """Each doubt once: about the winner and the printed line, and where one states another time than the winner's."""
    warnings: list[str] = []
    for candidate in read:
        parsed = candidate.parsed
        if candidate.source in liars:
            continue
        if parsed is None:
            if candidate.source == "printed":
                warnings.append(f"date-unreadable: {candidate.text!r} is printed")
            continue
        if parsed.warnings and (candidate is winner or candidate.source == "printed" or winner is None):
            settled = _SETTLED if candidate.at is not None else ()
            warnings.extend(w for w in parsed.warnings if w.partition(":")[0] not in settled)
        if winner is not None and (distance := _disagreement(candidate, winner)):
            warnings.append(f"dates-disagree: {candidate.source} {candidate.text!r} is {distance}")
    return tuple(dict.fromkeys(warnings))


def _disagreement(candidate: _Candidate, winner: _Candidate) -> str | None:
    """How far what `candidate` states is off what was taken, in words that continue 'it is ...'; None if it agrees."""
    one, other = candidate.stated, winner.at
    if one is not None and other is not None:
        apart = one - other
        if abs(apart) <= TOLERANCE:
            return None
        return f"{abs(apart) // _MINUTE} minutes {'after' if apart > timedelta(0) else 'before'} {other.isoformat()}"
    if candidate.parsed is None or winner.parsed is None:
        return None
    day = other.date() if other is not None else winner.parsed.on
    days = (candidate.parsed.on - day).days
    if abs(days) <= (1 if "dateline" in (candidate.source, winner.source) else 0):
        return None
    return f"{abs(days)} days {'after' if days > 0 else 'before'} {day.isoformat()}"
