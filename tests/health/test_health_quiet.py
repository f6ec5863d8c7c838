"""What is no fault raises nothing: a quiet week, a holiday, a new outlet, a crawler that stood still, an import."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from newsarchive.health import judge_run
from newsarchive.health.reading import poor_marks
from newsarchive.store.alarms import accept, open_alarms
from newsarchive.store.history import OutletDay

ONE = "berita-teluk"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_quiet_week_raises_none(invent, seed: int):
    """Of outlets with much, little and hardly any news, from their first day on."""
    daily = {"berita-teluk": 60, "kabar-watu": 20, "radar-lereng": 8, "warta-dusun": 2, "suara-muara": 0.3}
    fresh = invent(seed, daily)
    fresh.pace = timedelta(hours=3)
    assert fresh.raised(fresh.runs(8 * 28)) == []


def thinned(part: float):
    owed: Counter[str] = Counter()

    def change(outlet: str, counts: Counter[str]) -> None:
        total = owed[outlet] + round(counts["listed"] * part * 1000)
        counts["listed"] = counts["new"] = total // 1000
        owed[outlet] = total % 1000

    return change


def test_a_holiday_thins_out_every_outlet_and_raises_none(archive):
    assert archive.raised(archive.runs(24 * 4, thinned(0.3))) == []


def test_what_stops_everywhere_is_no_holiday(archive):
    found = archive.raised(archive.runs(24 * 5, thinned(0.0)))
    assert {rule for _, rule in found} == {"went-silent"}
    assert {outlet for outlet, _ in found} >= {"berita-teluk", "kabar-watu", "radar-lereng", "suara-muara"}


def test_a_crawler_that_stood_still_for_days_raises_none_when_it_goes_on(archive):
    archive.now += timedelta(days=5)

    def catch_up(_: str, counts: Counter[str]) -> None:
        counts["listed"] = counts["new"] = min(20, counts["listed"] * 20)
        counts["overflowed"] = 1

    reports = [archive.run(catch_up), *archive.runs(24 * 2)]
    archive.pace = timedelta(hours=4)
    reports += archive.runs(6 * 8)
    assert archive.raised(reports) == []


def test_a_crawler_that_runs_only_by_day_raises_none(invent):
    """A machine that is switched off at night: there is news in the morning, and no pause is longer than 13 hours."""
    fresh = invent(5)
    reports = []
    for _ in range(16):
        reports += fresh.runs(12)
        fresh.now += timedelta(hours=12)
    assert fresh.raised(reports) == []


def test_a_new_outlet_has_no_past(archive):
    archive.daily["koran-baru"] = 20
    archive.outlets()

    def all_at_once(outlet: str, counts: Counter[str]) -> None:
        if outlet == "koran-baru":
            counts.update({"listed": 400, "new": 100, "read": 100, "read:title": 100, "overflowed": 3})

    assert archive.raised([archive.run(all_at_once), *archive.runs(24 * 3)]) == []


def test_a_run_that_nobody_answered_tells_nothing_of_the_outlets(archive):
    def no_network(_: str, counts: Counter[str]) -> None:
        counts.clear()
        counts.update({"requests": 4, "failures": 4, "looks-failed": 2, "failure:no-such-host": 4})

    reports = archive.runs(10, no_network)
    assert [report.judged for report in reports] == [0] * 10
    assert archive.raised([*reports, *archive.runs(24)]) == []


def test_kept_pages_are_not_the_past(archive):
    connection = archive.writer.history.connection
    before = connection.execute("SELECT * FROM outlet_days").fetchall()
    report = archive.run(agent=None)
    assert (report.judged, report.raised) == (0, ())
    assert connection.execute("SELECT * FROM outlet_days").fetchall() == before


def test_a_run_that_died_is_added_by_the_next(archive):
    writer = archive.writer
    died = writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0", options={})
    writer.count(died, ONE, "looks", 2)
    writer.count(died, ONE, "listed", 1000)
    with writer.unit():
        pass
    writer.flush()
    archive.run()
    connection = writer.history.connection
    (listed,) = connection.execute(
        "SELECT listed FROM outlet_days ORDER BY outlet = ? DESC, day DESC", (ONE,)
    ).fetchone()
    assert listed >= 1000
    assert connection.execute("SELECT count(*) FROM runs WHERE judged_at IS NULL").fetchone() == (0,)
    assert writer.history.add_up(archive.last_run, archive.now) == []


def lose_dates(outlet: str, counts: Counter[str]) -> None:
    if outlet == ONE:
        counts["read"] = counts["read:title"] = counts["read:body"] = counts["read:author"] = 6
        counts.update({"read:date": -counts["read:date"], "read:chars": 15_000 - counts["read:chars"]})


def test_an_alarm_stays_open_however_long_it_lasts(archive):
    """After six weeks no day of the last 28 had dates; what is compared with are the days before the alarm."""
    archive.pace = timedelta(hours=6)
    (first, *reports) = archive.runs(4 * 42, lose_dates)
    assert archive.raised([first]) == [(ONE, "field-missing:date")]
    assert archive.raised(reports) == []
    assert [alarm for report in reports for alarm in report.cleared] == []
    (alarm,) = open_alarms(archive.writer.history.connection)
    assert (alarm.run_id, alarm.examples) == (first.run_id, ())
    (cleared,) = [alarm for report in archive.runs(4) for alarm in report.cleared]
    assert cleared.id == alarm.id
    assert open_alarms(archive.writer.history.connection) == []


def test_what_a_person_accepted_is_not_raised_again(archive):
    archive.runs(2, lose_dates)
    connection = archive.writer.history.connection
    (alarm,) = open_alarms(connection)
    with archive.writer.unit():
        assert accept(connection, alarm.id, archive.now)
        assert not accept(connection, alarm.id, archive.now)
    assert archive.raised(archive.runs(24 * 2, lose_dates)) == []


def test_judging_a_run_twice_changes_nothing(archive):
    archive.run(lose_dates)
    connection = archive.writer.history.connection
    before = connection.execute("SELECT * FROM outlet_days").fetchall()
    again = judge_run(archive.writer, archive.last_run, archive.now)
    assert again.raised == ()
    assert connection.execute("SELECT * FROM outlet_days").fetchall() == before


def galleries(rng: random.Random):
    """One run in eight brings nothing but galleries: without authors, with a line of text each."""

    def change(outlet: str, counts: Counter[str]) -> None:
        pages = 8
        plain = rng.random() > 0.12
        counts.update({"read": pages - counts["read"], "read:author": pages * plain - counts["read:author"]})
        for name in ("title", "body", "date"):
            counts[f"read:{name}"] = pages
        counts["read:chars"] = pages * (2500 if plain else 150)

    return change


def test_an_outlet_that_brings_galleries_by_the_dozen_is_known_for_it(invent):
    """The first of them may be taken for a fault, as nothing is known yet; later ones are the outlet's way."""
    fresh = invent(6, {"berita-teluk": 60})
    fresh.pace = timedelta(hours=2)
    change = galleries(random.Random(5))
    first = fresh.runs(12 * 8, change)
    assert len(fresh.raised(first)) <= 3
    assert fresh.raised(fresh.runs(12 * 14, change)) == []
    (day, *_) = fresh.writer.history.connection.execute(
        "SELECT counts FROM outlet_days WHERE counts LIKE '%poor:field-missing:author%'"
    ).fetchone()
    assert "poor:body-shrunk" in day

    def lost(_: str, counts: Counter[str]) -> None:
        galleries(random.Random(1))(_, counts)
        counts["read:author"] = 0

    found = fresh.raised(fresh.runs(14, lost))
    assert found == [("berita-teluk", "field-missing:author")], "what is worse than the outlet's way is still seen"


def test_marks_of_a_run_that_looks_broken_by_itself():
    sound = {"read": 6, "read:title": 6, "read:body": 6, "read:date": 6, "read:author": 6, "read:chars": 12_000}
    last = OutletDay(date(2026, 3, 2), sound)
    assert poor_marks(sound, last) == {}
    assert poor_marks({**sound, "read:date": 3}, last) == {"poor:field-missing:date": 1}
    assert poor_marks({**sound, "read:fallback": 6, "read:chars": 3000}, last) == {
        "poor:fallback-rose": 1,
        "poor:body-shrunk": 1,
    }
    assert poor_marks({**sound, "read:chars": 3000}, None) == {}
    assert poor_marks({"read": 4}, last) == {}
