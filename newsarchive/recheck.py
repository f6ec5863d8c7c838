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

LISTINGS_EVERY = timedelta(minutes=5)
"""A feed or first index page is not fetched again sooner, however often a crawl is started."""

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


def next_check(first_seen_at: datetime, now: datetime) -> datetime | None:
    """The first planned look at an article after `now`, or None when all of them are past.

    Looks that were missed (the crawler stood still) are skipped, not made up for: one look now tells as much as three.
    """
    return next((first_seen_at + wait for wait in AFTER if first_seen_at + wait > now), None)


def next_retry(attempts: int, now: datetime) -> datetime:
    """When to try again after `attempts` failed runs (1 or more) on a URL. Never gives up: the last wait repeats."""
    return now + RETRY_AFTER[min(max(attempts, 1), len(RETRY_AFTER)) - 1]
