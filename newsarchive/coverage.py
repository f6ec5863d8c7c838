"""The coverage ledger: for each outlet and day, what its lists named, what is held, and why the rest is not.

One rule of counting: a URL that a list named counts on one day only. That is the day of publication that its article
tells once it is held; before, the day that the list told; failing both, the day on which the URL was found. So the
numbers of a day may still move while its URLs are fetched, and those of a month add up.
"""

from __future__ import annotations

import calendar
import difflib
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from newsarchive.dates.names import WIB
from newsarchive.errors import ConfigError, UnknownOutlet
from newsarchive.models import ListKind
from newsarchive.store.looks import (
    HELD,
    Listed,
    Looked,
    count_later,
    last_run_at,
    read_listed,
    read_looks,
    watched_outlets,
)
from newsarchive.store.times import from_text

Verdict = Literal["no-crawl", "lists-failed", "no-news", "complete", "gaps"]
"""What can be said of a day.

no-crawl: nobody looked, and no list of another day named anything of it; lists-failed: every look failed; no-news: the
lists answered and named nothing; complete: all that was named is held; gaps: some of it is not.
"""

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_Row = TypeVar("_Row", Looked, Listed)


@dataclass(frozen=True, slots=True)
class KindLooks:
    """How often the lists of one kind were read on a day, could not be read, and may have run over."""

    answered: int
    failed: int
    overflowed: int


@dataclass(frozen=True, slots=True)
class CoverageDay:
    """One outlet on one day: `listed` is `held` plus the sum of `missing`."""

    outlet: str
    day: date
    verdict: Verdict
    listed: int
    """Article URLs that count on this day."""
    held: int
    missing: Mapping[str, int]
    """Those that are not held, by reason, the commonest first."""
    listed_by: Mapping[ListKind, int]
    """How many of them each kind of list named; one that several named counts for each."""
    looks: Mapping[ListKind, KindLooks]
    is_overflowed: bool
    """At some look every entry of a list was new: others may have come and gone unseen."""
    is_unwatched: bool
    """URLs of this day are known, but no list was read on it: they are from lists of later days, or from elsewhere."""

    @property
    def share(self) -> float | None:
        """Held of listed, 0 to 1; None where nothing was listed."""
        return self.held / self.listed if self.listed else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The ledger of some outlets and days: a CoverageDay for every outlet on every day, by outlet, then by day."""

    since: date
    until: date
    """Last day, included: no later than that of the archive's last run."""
    outlets: tuple[str, ...]
    days: tuple[CoverageDay, ...]
    of_the_future: int = 0
    """URLs of these outlets that lists date after the day of the last run: they are on none of the days here."""


def read_coverage(connection: sqlite3.Connection, *, outlets: Sequence[str] = (), month: str | None = None) -> Coverage:
    """The ledger of a month (`2026-11`), by default that of the archive's last run, for these outlets or all.

    An outlet may be given by slug, by domain, or by the beginning of its slug where no other begins so. Days after the
    last run are left out, as nobody can have looked on them. Raises UnknownOutlet, or ConfigError for a month that
    cannot be read or lies after the last run.
    """
    started = last_run_at(connection)
    today = None if started is None else from_text(started).astimezone(WIB).date()
    since, until = _month(month, today)
    watched = watched_outlets(connection)
    chosen = tuple(dict.fromkeys(_outlet(name, watched) for name in outlets)) or tuple(watched)
    looks = _by_day(read_looks(connection, chosen, since, until))
    listed = _by_day(read_listed(connection, chosen, since, until))
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    entries = (
        _day(outlet, day, looks.get((outlet, day), ()), listed.get((outlet, day), ()))
        for outlet in chosen
        for day in days
    )
    later = 0 if today is None else count_later(connection, chosen, today)
    return Coverage(since, until, chosen, tuple(entries), later)


def _by_day(rows: Iterable[_Row]) -> dict[tuple[str, date], list[_Row]]:
    found: dict[tuple[str, date], list[_Row]] = {}
    for row in rows:
        found.setdefault((row.outlet, row.day), []).append(row)
    return found


def _day(outlet: str, day: date, looks: Sequence[Looked], listed: Sequence[Listed]) -> CoverageDay:
    fates: Counter[str] = Counter()
    kinds: Counter[ListKind] = Counter()
    for group in listed:
        fates[group.fate] += group.count
        for kind in group.kinds:
            kinds[kind] += group.count
    total, held = fates.total(), fates.pop(HELD, 0)
    answered = sum(look.answered for look in looks)
    return CoverageDay(
        outlet=outlet,
        day=day,
        verdict=_verdict(total, held, answered, sum(look.failed for look in looks)),
        listed=total,
        held=held,
        missing=dict(sorted(fates.items(), key=lambda item: (-item[1], item[0]))),
        listed_by=dict(sorted(kinds.items())),
        looks={look.kind: KindLooks(look.answered, look.failed, look.overflowed) for look in looks},
        is_overflowed=any(look.overflowed for look in looks),
        is_unwatched=bool(total) and not answered,
    )


def _verdict(listed: int, held: int, answered: int, failed: int) -> Verdict:
    if listed:
        return "complete" if held == listed else "gaps"
    if answered:
        return "no-news"
    return "lists-failed" if failed else "no-crawl"


def _month(text: str | None, today: date | None) -> tuple[date, date]:
    """First and last day of a month, cut at `today`, the day of the last run."""
    if text is None:
        if today is None:
            raise ConfigError("no run was ever made on this archive, so there is no latest month: give --month")
        return today.replace(day=1), today
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
        raise ConfigError(f"{text!r} is not a month; write it as 2026-11")
    year, month = int(match[1]), int(match[2])
    since, until = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if today is not None and since > today:
        raise ConfigError(f"{text} has not begun yet at the archive's last run, on {today}")
    return since, until if today is None else min(until, today)


def _outlet(name: str, watched: Mapping[str, str]) -> str:
    """The slug that a name means. Raises UnknownOutlet."""
    wanted = name.strip().lower()
    if wanted in watched:
        return wanted
    by_domain = [slug for slug, domain in watched.items() if domain.removeprefix("www.") == wanted.removeprefix("www.")]
    begins = [slug for slug in watched if slug.startswith(f"{wanted}-")]
    for found in (by_domain, begins):
        if len(found) == 1:
            return found[0]
    near = tuple(begins or difflib.get_close_matches(wanted, watched, n=3, cutoff=0.6))
    if near:
        raise UnknownOutlet(name, near)
    raise ConfigError(f"no list of an outlet called {name!r} was ever read into this archive")
