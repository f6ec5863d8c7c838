"""When a page is looked at again: the one place that declares it (DESIGN §7)."""

from __future__ import annotations

from datetime import datetime, timedelta

AFTER: tuple[timedelta, ...] = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
"""How long after an article was first seen it is fetched again for edits and removal."""

PATIENCE = 2
"""Looks in a row that found an article as it was, after which each second step of the plan is left out."""

SECOND_LOOK = timedelta(hours=2)
"""An article that is not there is looked for once more, this much later, before it is called removed."""

LISTINGS_EVERY = timedelta(minutes=15)
"""How soon a list that is seen for the first time is looked at again; from then on its pace follows its news."""

QUICKEST, SLOWEST = timedelta(minutes=10), timedelta(hours=12)
"""Bounds of the pace of a list, however busy or quiet."""

RETRY_AFTER: tuple[timedelta, ...] = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)
"""How long a URL that failed for what may be a passing reason rests before the next run tries it; the last repeats."""

REFUSED_AFTER = timedelta(days=1)
"""How long a URL that robots.txt forbids, or that kept pages do not hold, rests before it is tried again."""


def next_check(first_seen_at: datetime, now: datetime, *, steady: int = 0, is_past: bool = False) -> datetime | None:
    """The next planned look at an article after `now`, or None when all of them are past.

    Looks that were missed (the crawler stood still) are skipped, not made up for: one look now tells as much as three.
    `steady` is how many looks in a row found it as it was: from PATIENCE on one step is left out after each look, but
    never the last. `is_past`: it was found on a walk into the past, and what is years old is not looked at within the
    hour: one look, after the last step, tells whether it is still there.
    """
    plan = AFTER[-1:] if is_past else AFTER
    left = [first_seen_at + wait for wait in plan if first_seen_at + wait > now]
    if not left:
        return None
    return left[1] if steady >= PATIENCE and len(left) > 1 else left[0]


def next_pace(pace: timedelta | None, *, fresh: int, is_full: bool = False) -> timedelta:
    """How long until a list is looked at again, after a look that found `fresh` entries that were not known.

    `pace` is what it was before (None: this was the first look). `is_full`: all entries were new, so that some may
    have been missed, and the quickest pace is taken.
    """
    if pace is None:
        return LISTINGS_EVERY
    if is_full:
        return QUICKEST
    factor = 0.5 if fresh > 3 else 0.8 if fresh else 1.5
    return min(max(pace * factor, QUICKEST), SLOWEST)


def next_retry(attempts: int, now: datetime) -> datetime:
    """When to try again after `attempts` failed runs (1 or more) on a URL. Never gives up: the last wait repeats."""
    return now + RETRY_AFTER[min(max(attempts, 1), len(RETRY_AFTER)) - 1]
