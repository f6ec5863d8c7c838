"""Each way in which an outlet can break is named by its own rule, in the run that can see it, and by no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from newsarchive.health.rules import EXPLAINS, NAMES
from newsarchive.store.alarms import open_alarms
from newsarchive.store.times import to_text

ONE = "berita-teluk"
"""The outlet that breaks: 60 articles a day."""
FIELDS = ("title", "body", "date", "author")


def only(slug: str, change: Callable[[Counter[str]], None]) -> Callable[[str, Counter[str]], None]:
    return lambda outlet, counts: change(counts) if outlet == slug else None


def read(counts: Counter[str], pages: int, *, without: str | None = None, chars: int = 2500) -> None:
    """So many pages were read, whatever the hour brought."""
    counts["read"] = pages
    for field in FIELDS:
        counts[f"read:{field}"] = 0 if field == without else pages
    counts["read:chars"] = counts["read:body"] * chars


def silence(counts: Counter[str]) -> None:
    for name in [n for n in counts if n.startswith("read")] + ["listed", "new"]:
        counts[name] = 0
    counts["looks-unchanged"] = counts["looks"]


def thin(part: float) -> Callable[[str, Counter[str]], None]:
    """Each outlet has this part of its news, evenly: every so many articles is left out."""
    owed: Counter[str] = Counter()

    def change(outlet: str, counts: Counter[str]) -> None:
        total = owed[outlet] + round(counts["listed"] * part * 1000)
        counts["listed"] = counts["new"] = total // 1000
        owed[outlet] = total % 1000
        read(counts, counts["listed"])

    return change


@pytest.mark.parametrize(("name", "pages"), [("title", 5), ("body", 5), ("date", 5), ("author", 8)])
def test_a_field_that_is_lost_is_named_in_the_run_that_reads_five_pages(archive, name: str, pages: int):
    """The author, whom one page in ten never had, takes a few more."""
    shown = [archive.snapshot(ONE) for _ in range(3)]
    lost = only(ONE, lambda counts: read(counts, pages, without=name))
    report = archive.run(lost, examples={f"without:{name}": shown})
    (alarm,) = report.raised
    assert (alarm.outlet, alarm.rule) == (ONE, f"field-missing:{name}")
    assert alarm.examples == tuple(shown)
    assert alarm.run_id == archive.last_run
    assert alarm.detail.startswith(f"{pages} of the last {pages} articles read have no {name}; it was ")
    assert alarm.detail.endswith("in the 28 days before")
    assert (alarm.observed, report.is_broken) == (0, True)
    assert 0.4 < alarm.expected <= 0.5


def test_a_field_that_was_never_filled_is_no_alarm(invent):
    fresh = invent(1)
    fresh.pace = timedelta(hours=6)

    def never(_: str, counts: Counter[str]) -> None:
        counts["read:author"] = 0

    assert fresh.raised(fresh.runs(4 * 12, never)) == []


def test_a_template_that_changes_is_one_alarm_whatever_fields_are_lost_with_it(archive):
    shown = [archive.snapshot(ONE) for _ in range(4)]

    def broken(counts: Counter[str]) -> None:
        read(counts, 6, without="date", chars=300)
        counts["read:author"] = 0
        counts["read:fallback"] = 6

    (alarm,) = archive.run(only(ONE, broken), examples={"fallback": shown}).raised
    assert (alarm.outlet, alarm.rule, alarm.examples) == (ONE, "fallback-rose", tuple(shown[:3]))
    assert "6 of the last 6 articles read had to be read by the fallback method; it was 0 of " in alarm.detail


def test_few_pages_a_run_add_up_until_there_are_five(archive):
    """Two a run, all without a date: the third run knows, though the pages before were sound."""
    lost = only(ONE, lambda counts: read(counts, 2, without="date"))
    sound = only(ONE, lambda counts: read(counts, 2))
    assert archive.raised(archive.runs(3, sound)) == []
    reports = archive.runs(3, lost)
    assert [archive.raised([report]) for report in reports] == [[], [(ONE, "field-missing:date")], []] or [
        archive.raised([report]) for report in reports
    ] == [[], [], [(ONE, "field-missing:date")]]


def test_an_outlet_read_by_the_fallback_method_all_along_is_well(invent):
    fresh = invent(2)
    fresh.pace = timedelta(hours=6)

    def change(_: str, counts: Counter[str]) -> None:
        counts["read:fallback"] = counts["read"]

    assert fresh.raised(fresh.runs(4 * 12, change)) == []


def test_texts_that_are_cut_short(archive):
    shown = [archive.snapshot(ONE) for _ in range(3)]
    reports = archive.runs(3, only(ONE, lambda counts: read(counts, 25, chars=400)))
    assert archive.raised(reports[:1]) == []  # it may have been a batch of galleries
    assert archive.raised(reports) == archive.raised(reports[:2]) == [(ONE, "body-shrunk")]
    (alarm,) = open_alarms(archive.writer.history.connection)
    assert "texts are 400 characters long on average" in alarm.detail
    assert sorted(alarm.examples) == shown


def block(counts: Counter[str]) -> None:
    """A captcha before everything, lists too."""
    pages = counts["requests"]
    counts.clear()
    counts.update({"requests": pages, "snapshots": pages, "status:200": pages, "blocked": pages, "looks-failed": 2})
    counts.update({"failures": pages, "failure:blocked-captcha": pages, "clock-checked": pages})


def test_block_pages(archive):
    shown = [archive.snapshot(ONE) for _ in range(3)]
    reports = [archive.run(only(ONE, block), examples={"blocked": shown}), *archive.runs(30, only(ONE, block))]
    assert archive.raised(reports[:1]) == archive.raised(reports) == [(ONE, "blocked-rose")]
    assert reports[0].raised[0].examples == tuple(shown)


def fail_lists(counts: Counter[str]) -> None:
    """Nothing answers any more."""
    counts.clear()
    counts.update({"requests": 2, "failures": 2, "looks-failed": 2, "failure:timeout": 2})


def test_lists_that_do_not_answer(archive):
    reports = archive.runs(30, only(ONE, fail_lists))
    assert [number for number, report in enumerate(reports) if report.raised] == [6]
    assert archive.raised(reports) == [(ONE, "lists-failing")]
    assert "no list answered at 14 looks in 6 hours (timeout)" in reports[6].raised[0].detail
    assert archive.run().cleared[0].rule == "lists-failing"


def test_an_outlet_whose_lists_never_answered_has_no_past_to_compare_with(invent):
    fresh = invent(3)
    assert fresh.raised(fresh.runs(48, only(ONE, fail_lists))) == []


def test_an_hour_of_trouble_is_no_alarm(archive):
    def down(counts: Counter[str]) -> None:
        pages = counts["requests"]
        counts.clear()
        counts.update({"requests": pages, "snapshots": pages, "status:503": pages, "failures": pages})
        counts.update({"looks-failed": 2, "failure:http-503": pages, "clock-checked": pages})

    assert archive.raised([*archive.runs(1, only(ONE, down)), *archive.runs(30)]) == []


def test_silence(archive):
    reports = archive.runs(48, only(ONE, silence))
    assert archive.raised(reports) == [(ONE, "went-silent")]
    (hours,) = [number for number, report in enumerate(reports) if report.raised]
    assert 23 <= hours <= 30
    assert "nothing new for " in reports[hours].raised[0].detail
    after = archive.runs(24)
    assert [(alarm.outlet, alarm.rule) for report in after for alarm in report.cleared] == [(ONE, "went-silent")]
    assert archive.raised(after) == []


def test_a_drop_in_volume(archive):
    part = thin(0.1)
    reports = archive.runs(48, lambda slug, counts: part(slug, counts) if slug == ONE else None)
    assert archive.raised(reports) == [(ONE, "volume-dropped")]
    assert next(n for n, report in enumerate(reports) if report.raised) <= 24


def test_a_small_outlet_that_loses_most_of_its_news_is_seen_after_a_week(invent):
    fresh = invent(4, {"warta-dusun": 6, "berita-teluk": 60})
    fresh.pace = timedelta(hours=3)
    assert fresh.raised(fresh.runs(8 * 30)) == []
    part = thin(0.2)
    reports = fresh.runs(8 * 8, lambda slug, counts: part(slug, counts) if slug == "warta-dusun" else None)
    assert fresh.raised(reports) == [("warta-dusun", "volume-dropped")]


def test_fewer_or_more_than_the_row_declares(archive):
    archive.outlets(berita_teluk={"daily_min": 36, "daily_max": 120}, warta_dusun={"daily_max": 20})
    part = thin(0.45)
    assert archive.raised(archive.runs(30, lambda s, c: part(s, c) if s == ONE else None)) == [(ONE, "out-of-bounds")]
    (few,) = open_alarms(archive.writer.history.connection)
    assert "fewer than its daily_min of 36" in few.detail
    assert archive.raised(archive.runs(30)) == []
    assert open_alarms(archive.writer.history.connection) == []

    def trap(counts: Counter[str]) -> None:
        counts["listed"] = 5

    assert archive.raised(archive.runs(10, only("warta-dusun", trap))) == [("warta-dusun", "out-of-bounds")]
    (many,) = open_alarms(archive.writer.history.connection)
    assert "more than its daily_max of 20" in many.detail


def test_lists_that_overflow_again_and_again(archive):
    shown = [archive.snapshot(ONE, "index")]

    def full(counts: Counter[str]) -> None:
        counts["overflowed"] = 1

    reports = [archive.run(only(ONE, full)), archive.run(only(ONE, full), examples={"overflowed": shown})]
    assert archive.raised(reports) == []
    (alarm,) = archive.run(only(ONE, full)).raised
    assert (alarm.outlet, alarm.rule, alarm.examples) == (ONE, "overflow", tuple(shown))


def test_pages_that_fail(archive):
    shown = [archive.snapshot(ONE) for _ in range(3)]

    def unreadable(counts: Counter[str]) -> None:
        pages = 8
        silence(counts)
        counts.update({"listed": 8, "failures": pages, "failure:not-an-article": pages})

    (alarm,) = archive.run(only(ONE, unreadable), examples={"failure:not-an-article": shown}).raised
    assert (alarm.outlet, alarm.rule, alarm.examples) == (ONE, "failures-rose", tuple(shown))


def test_pages_that_time_out_for_hours_while_the_lists_answer(archive):
    def slow(counts: Counter[str]) -> None:
        read(counts, 0)
        counts["new"] = counts["unchanged"] = 0
        counts.update({"failures": 4, "failure:timeout": 4})

    reports = archive.runs(12, only(ONE, slow))
    assert archive.raised(reports) == [(ONE, "failures-rose")]
    (hour,) = [number for number, report in enumerate(reports) if report.raised]
    assert hour >= 6
    assert "(timeout)" in reports[hour].raised[0].detail


def test_pages_that_robots_txt_forbids_are_no_failures(archive):
    def forbidden(counts: Counter[str]) -> None:
        counts.update({"failures": 30, "failure:robots-disallowed": 30, "skipped:robots-disallowed": 30})

    assert archive.raised(archive.runs(10, only(ONE, forbidden))) == []


def skew(counts: Counter[str]) -> None:
    counts["clock-skewed"] = counts["clock-checked"]


def test_the_clock_of_one_outlet(archive):
    reports = archive.runs(6, only(ONE, skew))
    assert archive.raised(reports) == [(ONE, "clock-skew")]


def test_the_clock_of_this_machine_is_one_alarm_and_not_one_an_outlet(archive):
    reports = archive.runs(6, lambda _, counts: skew(counts))
    assert archive.raised(reports) == [(None, "clock-skew")]
    assert [a.outlet for report in archive.runs(3) for a in report.cleared] == [None]


def test_quarantine_is_named_also_of_an_outlet_that_was_not_touched(archive):
    connection = archive.writer.history.connection
    with archive.writer.unit():
        connection.execute(
            "INSERT INTO standings (outlet, troubles, strikes, quarantined_at, reason, detail)"
            " VALUES (?, 9, 6, ?, ?, ?)",
            (ONE, to_text(archive.now), "timeout", "no answer in 60 s"),
        )
    archive.daily.pop(ONE)
    (alarm,) = archive.run().raised
    assert (alarm.outlet, alarm.rule) == (ONE, "quarantined")
    assert alarm.detail.endswith("timeout (no answer in 60 s)")
    with archive.writer.unit():
        connection.execute("UPDATE standings SET quarantined_at = NULL")
    assert [(a.outlet, a.rule) for a in archive.run().cleared] == [(ONE, "quarantined")]


def test_no_rule_explains_one_that_was_asked_before_it():
    for rule, explained in EXPLAINS.items():
        assert all(NAMES.index(rule) < NAMES.index(other) for other in explained)
