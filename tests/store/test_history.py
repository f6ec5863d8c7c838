"""The past of an outlet is added up by day, and its silences are only as long as somebody looked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.health import judge_run
from newsarchive.store import history
from newsarchive.store.history import LONG_PAUSE, OutletDay, day_of, with_run

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""In western Indonesia."""
HOUR = timedelta(hours=1)


def after(*looks: tuple[float, int]) -> list[OutletDay]:
    """The days after looks so many hours from noon, each of which named so many new articles."""
    found: list[OutletDay] = []
    for hours, listed in looks:
        new = with_run(found[-1] if found else None, NOON + hours * HOUR, {"looks": 1, "listed": listed})
        found[-1:] = [new] if not found or new.day == found[-1].day else [found[-1], new]
    return found


def test_a_day_is_the_sum_of_its_runs():
    (day,) = after((0, 3), (1, 0), (2, 4))
    assert (day.day, day.runs, day.counts["looks"], day.listed) == (date(2026, 3, 2), 3, 3, 7)
    assert (day.pause, day.silent, day.longest) == (HOUR, timedelta(), 2 * HOUR)
    assert day.looked_at == NOON + 2 * HOUR


def test_the_day_changes_at_midnight_in_western_indonesia():
    assert day_of(datetime(2026, 3, 2, 16, 59, tzinfo=UTC)) == date(2026, 3, 2)
    assert day_of(datetime(2026, 3, 2, 17, 0, tzinfo=UTC)) == date(2026, 3, 3)


def test_a_silence_goes_on_over_midnight_and_ends_on_the_day_of_the_news():
    first, second = after((0, 1), (8, 0), (20, 0), (21, 2))
    assert (first.silent, first.longest) == (8 * HOUR, timedelta())
    assert (second.silent, second.longest, second.pause) == (timedelta(), 21 * HOUR, 12 * HOUR)


def test_what_nobody_looked_at_was_not_silent():
    days = after((0, 1), (100, 0))
    assert days[-1].silent == LONG_PAUSE
    assert days[-1].pause == 100 * HOUR


def test_a_failed_look_is_no_look():
    (day,) = after((0, 1))
    later = with_run(day, NOON + HOUR, {"looks-failed": 2, "failures": 2})
    assert (later.looked_at, later.silent, later.counts["failures"], later.runs) == (NOON, timedelta(), 2, 2)


def test_a_clock_that_was_put_back_within_the_day():
    days = after((0, 1), (-3, 1), (1, 0))
    assert [day.day for day in days] == [date(2026, 3, 2)]
    assert (days[0].runs, days[0].silent, days[0].looked_at) == (3, HOUR, NOON + HOUR)


def test_a_day_in_the_future_does_no_harm(writer, t0, clock):
    """A machine that once believed it was 2031."""
    for at in (t0, t0 + timedelta(days=2000), t0 + timedelta(days=1)):
        clock.now = at
        run = writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0", options={})
        writer.count(run, "radar-watu", "looks", 1)
        assert judge_run(writer, run, at).judged == 1
    connection = writer.history.connection
    days = history.days(connection, "radar-watu", day_of(t0), day_of(t0) + timedelta(days=9))
    assert [(day.day, day.runs, day.pause) for day in days] == [
        (day_of(t0), 1, timedelta()),
        (day_of(t0) + timedelta(days=1), 1, timedelta(days=1)),
    ]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2)), min_size=1, max_size=40))
def test_sums_do_not_depend_on_the_order_of_days(gaps: list[tuple[int, int]]):
    at, looks = 0.0, []
    for gap, listed in gaps:
        at += gap
        looks.append((at, listed))
    days = after(*looks)
    assert sum(day.listed for day in days) == sum(listed for _, listed in gaps)
    assert sum(day.runs for day in days) == len(gaps)
    assert [day.day for day in days] == sorted({day.day for day in days})
    assert all(day.silent <= timedelta(hours=at) and day.longest <= timedelta(hours=at) for day in days)


def test_runs_are_added_once_and_read_back(writer, t0, clock):
    runs = []
    for number in range(3):
        run = writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0", options={})
        writer.count(run, "radar-watu", "looks", 1)
        writer.count(run, "radar-watu", "listed", number)
        with writer.unit():
            pass
        writer.flush()
        clock.now += 2 * HOUR
        assert writer.history.add_up(run, clock.now) == [run]
        assert writer.history.add_up(run, clock.now) == []
        runs.append(run)
    connection = writer.history.connection
    (day,) = history.days(connection, "radar-watu", day_of(t0), day_of(t0))
    assert (day.listed, day.runs, day.longest, day.silent) == (3, 3, 2 * HOUR, timedelta())
    assert history.first_day(connection, "radar-watu") == day_of(t0)
    assert history.first_day(connection, "kabar-lereng") is None
    assert history.listed_by_day(connection, day_of(t0), day_of(t0)) == {"radar-watu": {day_of(t0): 3}}
    live = history.live_runs(connection, runs[-1], t0 + HOUR)
    assert live == {runs[2]: t0 + 4 * HOUR, runs[1]: t0 + 2 * HOUR}
    assert [(r.run_id, r.counts.get("listed", 0)) for r in history.ran(connection, "radar-watu", live)] == [
        (runs[2], 2),
        (runs[1], 1),
    ]
    assert history.listed_by_run(connection, live) == {"radar-watu": 3}


def test_an_import_is_not_the_past(writer):
    run = writer.begin_run("import", version="0.1.0", user_agent=None, options={})
    writer.count(run, "radar-watu", "listed", 5)
    with writer.unit():
        pass
    writer.flush()
    assert writer.history.add_up(run, writer._clock()) == [run]
    assert writer.history.connection.execute("SELECT count(*) FROM outlet_days").fetchone() == (0,)
    assert history.started_at(writer.history.connection, run) is None
