"""Zones of the times of one page: what each time says of its zone, judged by what the others say.

Facts behind the rules: `Z` and `+00:00` are true on kompas and liputan6 (seven hours off the printed WIB) and false on
detik and thejakartaglobe (the same time of day as the printed line). The printed line is the judge. A time without a
zone is nearly always the wall clock of the newsroom.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from newsarchive.dates.names import WIB, WIT, WITA
from newsarchive.dates.weighing import UNUSABLE, WRONG_OFFSET, Weighed, is_within, rank_of
from newsarchive.dates.zones import zone_label

TOLERANCE: Final = timedelta(minutes=10)
"""Candidates further apart than this disagree: saving and publishing are minutes apart on some CMS, never more."""

_SAME: Final = timedelta(seconds=59)
"""At most this far apart, two times are the same minute, of which one may have been cut or rounded."""
_INDONESIAN: Final = (WIB, WITA, WIT)


def settle_zones(read: Sequence[Weighed], given: tzinfo | None, assumed: tzinfo | None) -> tuple[str, ...]:
    """Give every wall time in `read` its instant, where that can be done, and see through wrong offsets.

    The sources are returned whose offsets are all wrong.

    A time without zone is in the printed zone; else in that of a time with an offset and the same wall clock; else in
    the zone of this country in which it is the same instant as a time with an offset; else in `given`, the outlet's;
    else in one that another time on the page names; else, and only then, in `assumed`.
    """
    printed = next((w for w in read if w.candidate.source == "printed" and w.local is not None), None)
    zoned = [w for w in read if w.at is not None and w.local is not None and w.rank < UNUSABLE]
    if printed is not None and printed.at is None and _may_settle(printed):
        _settle(printed, zoned, given, assumed)
    judge = printed if printed is not None and printed.at is not None and printed.rank < UNUSABLE else None
    in_utc = judge.at.astimezone(UTC).replace(tzinfo=None) if judge is not None and judge.at is not None else None
    for weighed in read:
        if weighed.at is None and weighed.local is not None and weighed is not printed and _may_settle(weighed):
            if judge is not None and in_utc is not None:
                _follow(weighed, judge, in_utc)
            else:
                _settle(weighed, zoned, given, assumed)
    judge = judge or min((w for w in zoned if w.at and w.at.utcoffset()), key=rank_of, default=None)
    if judge is not None:
        for weighed in read:
            if weighed is not judge and weighed.at is not None and weighed.local is not None:
                _compare(weighed, judge)
    refuted = {w.candidate.source for w in zoned if w.is_refuted}
    return tuple(sorted(refuted.difference(w.candidate.source for w in zoned if not w.is_refuted))) if refuted else ()


def _may_settle(weighed: Weighed) -> bool:
    """Not in an impossible year, nor where the line says 'local time': that is of the place written about, anywhere."""
    return not any(warning.startswith(("local-time", "implausible-year")) for warning in weighed.warnings)


def _settle(weighed: Weighed, zoned: Sequence[Weighed], given: tzinfo | None, assumed: tzinfo | None) -> None:
    local = weighed.local
    assert local is not None
    others = [w for w in zoned if w is not weighed]
    twin = next((w for w in others if w.at and w.at.utcoffset() and _is_near(w, local, TOLERANCE)), None)
    if twin is not None:
        _put(weighed, _zone(twin), "as elsewhere on the page")
        return
    for other in others:
        assert other.at is not None
        for zone in _INDONESIAN:
            if is_within(other.at.astimezone(zone).replace(tzinfo=None), local, _SAME):
                _put(weighed, zone, f"where it is the same instant as {other.candidate.text!r}")
                return
    utc = next((w for w in others if w.at and not w.at.utcoffset() and _is_near(w, local, _SAME)), None)
    if utc is not None and weighed.candidate.source not in ("printed", "payload"):
        _put(weighed, UTC, "as elsewhere on the page")
    elif given is not None:
        _put(weighed, given, "the outlet's")
    elif named := next((w for w in others if w.at and w.at.utcoffset() in _OFFSETS), None):
        _put(weighed, _zone(named), "the zone of another time on the page")
    elif assumed is not None:
        _put(weighed, assumed, "which nothing names")
        weighed.is_assumed = True
    elif utc is not None:
        _put(weighed, UTC, "as elsewhere on the page")


_OFFSETS: Final = frozenset(zone.utcoffset(None) for zone in _INDONESIAN)


def _zone(weighed: Weighed) -> tzinfo:
    assert weighed.at is not None
    assert weighed.at.tzinfo is not None
    return weighed.at.tzinfo


def _follow(weighed: Weighed, judge: Weighed, in_utc: datetime) -> None:
    """A machine-readable time without zone beside a printed one: the same clock, unless it is that instant in UTC."""
    local = weighed.local
    assert local is not None
    if is_within(in_utc, local, _SAME):
        _put(weighed, UTC, "in which it is the printed instant")
    else:
        weighed.at = weighed.stated = local.replace(tzinfo=_zone(judge))
        weighed.add_note("taken to be in the zone of the printed time")
        weighed.is_assumed = judge.is_assumed


def _put(weighed: Weighed, zone: tzinfo, why: str) -> None:
    assert weighed.local is not None
    weighed.at = weighed.stated = with_fixed(weighed.local, zone)
    weighed.add_note(f"taken to be {zone_label(weighed.at)}, {why}")


def _compare(weighed: Weighed, judge: Weighed) -> None:
    """Put a time with an offset into the judge's zone: the same instant, unless only the wall clock is the same."""
    assert weighed.at is not None
    assert weighed.local is not None
    assert judge.at is not None
    if weighed.at.tzinfo is judge.at.tzinfo:
        return
    is_printed = judge.candidate.source == "printed"
    if weighed.at.utcoffset() == judge.at.utcoffset():
        if is_printed:
            weighed.at = weighed.at.replace(tzinfo=judge.at.tzinfo)  # the same offset, by the name that readers know
        return
    near = TOLERANCE if is_printed and not weighed.at.utcoffset() else _SAME
    wall = judge.at.replace(tzinfo=None)
    if is_within(weighed.local, wall, near) and not is_within(weighed.at, judge.at, near):
        who = "readers are shown" if is_printed else f"{judge.candidate.source} states"
        weighed.add_note(f"the offset is wrong: {who} the same time in {zone_label(judge.at)}")
        weighed.at = weighed.local.replace(tzinfo=judge.at.tzinfo)
        weighed.is_refuted, weighed.is_assumed = True, judge.is_assumed
        weighed.rank = max(weighed.rank, WRONG_OFFSET)
    elif is_printed:
        weighed.at = weighed.at.astimezone(judge.at.tzinfo)


def _is_near(weighed: Weighed, local: datetime, apart: timedelta) -> bool:
    return weighed.local is not None and is_within(weighed.local, local, apart)


def with_fixed(at: datetime, tz: tzinfo) -> datetime:
    """A wall time put into `tz`, or an instant told in it, with a fixed offset."""
    if at.tzinfo is None and isinstance(tz, timezone):
        return at.replace(tzinfo=tz)
    at = at.replace(tzinfo=tz) if at.tzinfo is None else at.astimezone(tz)
    offset = at.utcoffset()
    return at if isinstance(tz, timezone) or offset is None else at.replace(tzinfo=timezone(offset))
