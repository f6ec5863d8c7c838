"""What the rules look at: an outlet's present and past as numbers, with the windows that are cut out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from newsarchive.health import thresholds as limits
from newsarchive.store.history import LONG_PAUSE, OutletDay, Ran, day_of

DAY = timedelta(hours=24)
PASSING = ("timeout", "no-such-host", "no-connection", "connection-lost", "download-error", "truncated-", "http-5",
           "http-429", "http-408", "http-420", "bad-http")  # fmt: skip
"""Beginnings of reasons that mostly pass by themselves."""
NOT_ASKED = ("robots-", "other-host", "private-address", "not-fetched", "held", "quarantined")
"""Beginnings of reasons for which nothing was asked: they say nothing of how the outlet answers."""


def _one(_: str) -> float:
    return 1.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an outlet is set aside: of its row in `standings`."""

    since: datetime
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One outlet at the end of a run."""

    outlet: str
    at: datetime
    """The end of the run; aware."""
    ran: Sequence[Ran]
    """Live runs of the last 37 hours that did anything for it, newest first; the first is the one that is judged."""
    days: Sequence[OutletDay]
    """Its days, oldest first, today's among them, at least PAST_DAYS + 7 of them where there are so many."""
    first_on: date | None = None
    """The day of its first run, on which everything it had was new."""
    daily_min: int | None = None
    daily_max: int | None = None
    quarantine: Trouble | None = None
    open_since: Mapping[str, datetime] = field(default_factory=dict)
    """Rules that are broken since when: they go on being compared with the days before that."""
    accepted_at: Mapping[str, datetime] = field(default_factory=dict)
    """Rules under which a person accepted that this is how it is now: the days before that are compared no more."""
    thinness: Callable[[Literal["day", "week"]], float] = _one
    """Which part of their usual news other outlets had in the last 24 hours or 7 days: 1 on ordinary days."""
    _sums: dict[tuple[date, date], Counter[str]] = field(default_factory=dict, repr=False, compare=False)
    """Most rules compare with the same days: they are added up once."""

    @property
    def now(self) -> Ran:
        """The run that is judged."""
        return self.ran[0]

    def past(self, rule: str, skip: int = 0) -> list[OutletDay]:
        """The days that this rule compares with: PAST_DAYS of them, `skip` days and today left out."""
        since, until = self._bounds(rule, skip)
        return [d for d in self.days if since <= d.day < until]

    def past_counts(self, rule: str) -> Counter[str]:
        """The counts of those days together; not to be changed."""
        bounds = self._bounds(rule, 0)
        found = self._sums.get(bounds)
        if found is None:
            found = self._sums[bounds] = added(self.past(rule))
        return found

    def _bounds(self, rule: str, skip: int) -> tuple[date, date]:
        """The first day, and the first day after the last."""
        until = day_of(self.open_since.get(rule, self.at)) - timedelta(days=skip)
        since = until - timedelta(days=limits.PAST_DAYS)
        accepted = self.accepted_at.get(rule)
        return (since if accepted is None else max(since, day_of(accepted) + timedelta(days=1)), until)

    def watched(self, days: Sequence[OutletDay]) -> list[OutletDay]:
        """Those days on which its lists were looked at all day: not the first, and no long pause touches them."""
        after = {d.day: later for d, later in pairwise(self.days)}
        return [
            d
            for d in days
            if d.looked_at is not None
            and day_of(d.looked_at) == d.day
            and d.day != self.first_on
            and d.pause <= LONG_PAUSE
            and d.day in after
            and after[d.day].pause <= LONG_PAUSE
        ]

    def last(self, span: timedelta = DAY) -> list[Ran]:
        """The runs that began within this time before the end of this one, newest first."""
        return [r for r in self.ran if r.at > self.at - span or r is self.now]

    def is_watched(self) -> bool:
        """Whether its lists answered all through the last 24 hours, without a long pause; not on its first day."""
        looked = [r.at for r in self.ran if r.counts.get("looks")]
        since = self.at - DAY
        if not looked or looked[-1] > since or self.first_on is None or day_of(since) <= self.first_on:
            return False
        near = [at for at in looked if at > since]
        near.append(max(at for at in looked if at <= since))
        times = [self.at, *near]
        return all(later - earlier <= LONG_PAUSE for later, earlier in pairwise(times))

    def listed(self) -> int:
        """New articles that were named in the last 24 hours."""
        return added(self.last())["listed"]

    def is_accepted(self, rule: str) -> bool:
        """Whether a person accepted an alarm of this rule within PAST_DAYS: of rules that compare with no past."""
        at = self.accepted_at.get(rule)
        return at is not None and self.at - at < timedelta(days=limits.PAST_DAYS)

    def examples(self, names: Sequence[str], runs: Sequence[Ran]) -> tuple[int, ...]:
        """Up to three snapshots of these troubles, from the newest of these runs."""
        found = [number for run in runs for name in names for number in run.examples.get(name, ())]
        return tuple(dict.fromkeys(found))[:3]

    def is_moody(self, rule: str, usual: float) -> bool:
        """Whether a single run may look broken though all is well: on POOR_DAYS it did, or the past is too short.

        `usual` is the past share; what was hardly ever missing needs no long past.
        """
        past = self.past(rule)
        poor = sum(bool(d.counts.get(f"poor:{rule}")) for d in past)
        return poor >= limits.POOR_DAYS or (len(past) < limits.VOLUME_PAST_DAYS and usual < limits.CLEAN)

    def present(
        self, size: Callable[[Mapping[str, int]], int], least: int, least_runs: int = 1, *, is_moody: bool
    ) -> Iterator[tuple[Counter[str], list[Ran]]]:
        """What is judged: the `windows()` of late or, of a moody outlet, 24 hours with 20 pages or more."""
        if not is_moody:
            yield from self.windows(size, least, least_runs)
            return
        runs = self.last()
        total = added(runs)
        if size(total) >= limits.RECENT_PAGES:
            yield total, runs

    def windows(
        self, size: Callable[[Mapping[str, int]], int], least: int, least_runs: int = 1
    ) -> Iterator[tuple[Counter[str], list[Ran]]]:
        """The present, from few pages to more: this run, then with earlier ones, as `size` counts the pages.

        Begins with the first that has `least` pages in `least_runs`, and ends with RECENT_PAGES or RECENT_TIME.
        """
        total: Counter[str] = Counter()
        runs: list[Ran] = []
        for run in self.last(limits.RECENT_TIME):
            if not size(run.counts):
                continue
            total.update(run.counts)
            runs.append(run)
            if size(total) >= least and len(runs) >= least_runs:
                yield total, runs
            if size(total) >= limits.RECENT_PAGES and len(runs) >= least_runs:
                return


def added(parts: Sequence[Ran] | Sequence[OutletDay]) -> Counter[str]:
    """The counts of runs or of days together."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part.counts)
    return total


def failed_pages(counts: Mapping[str, int], *, lasting_only: bool = False) -> int:
    """Pages that failed, lists and block pages left out; of `lasting_only`, those that will not pass by themselves."""
    skip = ("blocked", *NOT_ASKED, *(PASSING if lasting_only else ()))
    failures = sum(
        count
        for name, count in counts.items()
        if name.startswith("failure:") and not name.removeprefix("failure:").startswith(skip)
    )
    return max(0, failures - counts.get("looks-failed", 0))


def tried_pages(counts: Mapping[str, int]) -> int:
    """Pages that were asked for, as far as they are no lists: read, found as they were, not there, or failed."""
    names = ("new", "changed", "unchanged", "gone", "missing")
    return sum(counts.get(name, 0) for name in names) + failed_pages(counts)


def answers(counts: Mapping[str, int]) -> int:
    """Responses of any kind."""
    return sum(count for name, count in counts.items() if name.startswith("status:"))
