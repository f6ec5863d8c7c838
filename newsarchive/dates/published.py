"""When it was published: the candidates of one page, weighed against each other.

The rules, strongest first (facts: which source was seen to lie, on which network):

1. The line printed for readers is the judge, of the day, the time of day and the zone: templates hard-code `+0700`,
   write `Z` behind a local time, keep a constant of the template or the time of a draft in their metadata. Not where
   it is doubtful: a weekday that is not the date's, several dates, an age, the time of an update; nor where it is
   alone, days off, against two sources that agree.
2. Else the time is that of the first that can be read of: payload, JSON-LD, meta, data layer, feed, each with an
   offset; the same without one; a doubtful printed line; the URL; the dateline. A day alone never beats a time.
3. Candidates within the same minute are the same statement, and the one that shows seconds is taken: Disway cuts them
   to `:00` in JSON-LD, and printed lines leave them out.
4. Zones are settled by `dates.published_zones`.
5. An instant stated in UTC, which is nobody's wall time here, is told in the printed zone, else in that of another
   time on the page, else in the outlet's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Literal

from newsarchive.dates.candidates import Candidate
from newsarchive.dates.published_zones import TOLERANCE, settle_zones, with_fixed
from newsarchive.dates.weighing import DOUBTFUL, UNUSABLE, Weighed, rank_of, weigh
from newsarchive.dates.zones import find_zone, zone_label
from newsarchive.models import DateEvidence, Zone

_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
_FAR: Final = timedelta(days=2)
"""From here on distances are told in days."""
_SETTLED: Final = ("no-zone", "false-z")
"""Warnings of `parse_date` that a settled zone answers; one that is not settled has a warning of its own."""


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
    false_offsets: tuple[str, ...] = ()
    """Sources whose offsets the page refutes, and that state no right one: `read_modified()` does not believe them."""


def reconcile(
    candidates: Iterable[Candidate],
    *,
    zone: str | tzinfo | None,
    assume: Zone | None = None,
    liars: Collection[str] = (),
    relative_to: datetime | None = None,
) -> Published:
    """The time of publication that `candidates` tell by the rules of this module.

    `zone` is the outlet's, for times that no zone is found for; `assume` is the one to suppose where that is None too
    (then the warning `zone-assumed` says so). What `liars` names, a source (`jsonld`) or one name of it
    (`meta:pubdate`), never wins and never warns. `relative_to` is when the page was fetched: what lies after it wins
    only if nothing else does. Nothing is raised for a candidate: one that cannot be read is evidence with a note.

    Warnings: `date-unreadable` for such a printed line, `dates-disagree` for what is more than ten minutes off (a day
    alone: another day; a dateline: more than a day; the URL may be of the day before), `day-only` where no time of day
    is told, `no-zone` where it is but no zone is known, and those of `parse_date` for the printed line and the winner.
    Raises ConfigError if `zone` is not a time zone.
    """
    given = find_zone(zone) if zone is not None else None
    assumed = find_zone(assume) if assume is not None else None
    read = [weigh(candidate, liars, relative_to) for candidate in candidates]
    false_offsets = settle_zones(read, given, assumed)
    _outvote(read)
    winner = _winner(read)
    evidence, printed = _evidence(read, winner), _printed(read)
    if winner is None:
        return Published(None, None, printed, None, None, evidence, _warnings(read, None))
    at = winner.at
    if at is not None and not at.utcoffset() and (here := _zone_told(at, read) or given or assumed):
        at = with_fixed(at, here)
    return Published(
        at,
        at.date() if at is not None else winner.on,
        printed,
        zone_label(at) if at is not None else None,
        winner.precision,
        evidence,
        _warnings(read, winner),
        false_offsets,
    )


def _outvote(read: Sequence[Weighed]) -> None:
    """Demote a printed line that stands alone, days off, against two sources that tell one day.

    It is then of something else: of a neighbour in a list, or of the page's own clock.
    """
    printed = next((w for w in read if w.candidate.source == "printed"), None)
    if printed is None or printed.on is None or printed.rank >= DOUBTFUL:
        return
    days: dict[date, set[str]] = {}
    for weighed in read:
        if weighed is not printed and weighed.on is not None and weighed.rank < UNUSABLE:
            if abs(weighed.on - printed.on) <= _DAY:
                return
            days.setdefault(weighed.on, set()).add(weighed.candidate.source)
    if any(len(sources) > 1 for sources in days.values()):
        printed.rank += DOUBTFUL
        printed.add_note("two other sources agree on another day")


def _winner(read: Sequence[Weighed]) -> Weighed | None:
    """The most trusted candidate, or the one within the same minute that also shows the seconds (rule 3)."""
    best = min(read, key=rank_of, default=None)
    if best is None or best.rank >= UNUSABLE:
        return None
    if best.at is None or best.at.second:
        return best
    finer = [w for w in read if w.at is not None and w.rank < UNUSABLE and timedelta(0) < w.at - best.at < _MINUTE]
    return min(finer, key=rank_of, default=best)


def _zone_told(at: datetime, read: Sequence[Weighed]) -> tzinfo | None:
    """The zone in which another candidate states the instant `at`, which is itself in UTC."""
    zoned = (w.at for w in read if w.at is not None and w.at.utcoffset() and w.rank < UNUSABLE)
    return next((other.tzinfo for other in zoned if abs(other - at) < _MINUTE), None)


def _printed(read: Sequence[Weighed]) -> str | None:
    """The words printed for readers: the date line, else the date of the dateline."""
    printed = {w.candidate.source: w.candidate.text for w in reversed(read)}
    return printed.get("printed") or printed.get("dateline")


def _evidence(read: Sequence[Weighed], winner: Weighed | None) -> tuple[DateEvidence, ...]:
    return tuple(
        DateEvidence(w.candidate.source, w.candidate.text, w.stated, w is winner, w.note, w.candidate.name)
        for w in read
    )


def _warnings(read: Sequence[Weighed], winner: Weighed | None) -> tuple[str, ...]:
    """Each doubt once: about the winner and the printed line, and where one states another time than the winner's."""
    warnings: list[str] = []
    for weighed in read:
        candidate = weighed.candidate
        if weighed.is_liar or not candidate.counts:
            continue
        if weighed.on is None:
            if candidate.source == "printed":
                warnings.append(f"date-unreadable: {candidate.text!r} is printed")
            continue
        if weighed.warnings and (weighed is winner or candidate.source == "printed" or winner is None):
            warnings.extend(w for w in weighed.warnings if w.partition(":")[0] not in _SETTLED)
        if winner is not None and (distance := _disagreement(weighed, winner)):
            warnings.append(f"dates-disagree: {_called(candidate)} {candidate.text!r} is {distance}")
    if winner is not None and winner.is_assumed and winner.at is not None:
        warnings.append(f"zone-assumed: {zone_label(winner.at)}, since neither the page nor the outlet names a zone")
    if winner is not None and winner.at is None:
        told = winner.local.isoformat(" ") if winner.local is not None else winner.on
        warnings.append(
            f"{'day-only' if winner.local is None else 'no-zone'}: {told} is all the page tells of its time"
        )
    return tuple(dict.fromkeys(warnings))


def _called(candidate: Candidate) -> str:
    return f"{candidate.source} {candidate.name}" if candidate.name else candidate.source


def _disagreement(weighed: Weighed, winner: Weighed) -> str | None:
    """How far what `weighed` states is off what was taken, in words that continue 'it is ...'; None if it agrees."""
    one, other = weighed.stated, winner.at
    if one is not None and other is not None:
        apart = one - other
        if abs(apart) <= TOLERANCE:
            return None
        far = _days(abs(apart).days) if abs(apart) >= _FAR else f"{abs(apart) // _MINUTE} minutes"
        return f"{far} {'after' if apart > timedelta(0) else 'before'} {other.isoformat()}"
    if weighed.on is None or winner.on is None or weighed.on == winner.on:  # as stated, whatever zone it is told in
        return None
    day = other.date() if other is not None else winner.on
    days = (weighed.on - day).days
    if not days or (abs(days) == 1 and _may_be_next_day(weighed.candidate, winner.candidate, days)):
        return None
    return f"{_days(abs(days))} {'after' if days > 0 else 'before'} {day.isoformat()}"


def _may_be_next_day(candidate: Candidate, winner: Candidate, days: int) -> bool:
    """Datelines are of the day of writing, and URLs of that of the draft (okezone's, and detik's of 2015)."""
    return "dateline" in (candidate.source, winner.source) or (days < 0 and candidate.source == "url")


def _days(number: int) -> str:
    return f"{number} days" if number != 1 else "1 day"
