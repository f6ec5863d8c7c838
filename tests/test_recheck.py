"""When pages are looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsarchive.recheck import AFTER, QUICKEST, RETRY_AFTER, SLOWEST, next_check, next_pace, next_retry
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


def test_each_second_look_is_left_out_once_nothing_changes_but_never_the_last() -> None:
    now, steady, looks = SEEN, 0, []
    while (at := next_check(SEEN, now, steady=steady)) is not None:
        looks.append(at - SEEN)
        now, steady = at, steady + 1
    assert looks == [AFTER[0], AFTER[1], AFTER[3], AFTER[5]]
    assert next_check(SEEN, SEEN + AFTER[3], steady=0) == SEEN + AFTER[4], "a change puts the plan back"
    assert next_check(SEEN, SEEN + AFTER[4], steady=9) == SEEN + AFTER[5]


def test_what_was_found_in_the_past_is_looked_at_once() -> None:
    at = next_check(SEEN, SEEN, is_past=True)
    assert at == SEEN + AFTER[-1]
    assert next_check(SEEN, at) is None


def test_the_pace_of_a_list_follows_its_news_within_bounds() -> None:
    pace = next_pace(None, fresh=0)
    for _ in range(20):
        pace = next_pace(pace, fresh=0)
    assert pace == SLOWEST
    assert next_pace(SLOWEST, fresh=1) < SLOWEST
    assert next_pace(SLOWEST, fresh=9) < next_pace(SLOWEST, fresh=1)
    for _ in range(20):
        pace = next_pace(pace, fresh=9)
    assert pace == QUICKEST
    assert next_pace(SLOWEST, fresh=20, is_full=True) == QUICKEST, "some may have been missed"


def test_retries_slow_down_and_never_end() -> None:
    waits = [next_retry(n, SEEN) - SEEN for n in (0, 1, 2, 3, 100)]
    assert waits == [RETRY_AFTER[0], RETRY_AFTER[0], RETRY_AFTER[1], RETRY_AFTER[2], RETRY_AFTER[-1]]


def test_the_clock_can_be_put_forward() -> None:
    before = RunClock()()
    ahead = RunClock(timedelta(days=3))() - before
    assert timedelta(days=3) <= ahead < timedelta(days=3, minutes=1)
    assert RunClock()().utcoffset() == timedelta()
