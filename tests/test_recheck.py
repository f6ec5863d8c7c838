"""When pages are looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsarchive.recheck import AFTER, RETRY_AFTER, next_check, next_retry
from newsarchive.runclock import RunClock

SEEN = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)


def test_looks_come_in_the_order_declared_and_end() -> None:
    now, looks = SEEN, []
    while (at := next_check(SEEN, now)) is not None:
        looks.append(at - SEEN)
        now = at
    assert tuple(looks) == AFTER


def test_missed_looks_are_skipped() -> None:
    assert next_check(SEEN, SEEN + timedelta(days=2)) == SEEN + timedelta(days=3)
    assert next_check(SEEN, SEEN + timedelta(days=31)) is None


def test_retries_slow_down_and_never_end() -> None:
    waits = [next_retry(n, SEEN) - SEEN for n in (0, 1, 2, 3, 100)]
    assert waits == [RETRY_AFTER[0], RETRY_AFTER[0], RETRY_AFTER[1], RETRY_AFTER[2], RETRY_AFTER[-1]]


def test_the_clock_can_be_put_forward() -> None:
    before = RunClock()()
    ahead = RunClock(timedelta(days=3))() - before
    assert timedelta(days=3) <= ahead < timedelta(days=3, minutes=1)
    assert RunClock()().utcoffset() == timedelta()
