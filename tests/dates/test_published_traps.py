"""What templates are known to get wrong about the time of publication, with no network that warns of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dates.candidates import Candidate
from newsarchive.dates.modified import read_modified
from newsarchive.dates.published import reconcile

TEXTS = st.sampled_from(
    [
        "2015-05-12T15:32:07Z", "2015-05-12 15:32:07", "2015-05-12 T15:32:07Z", "2015-05-12T15:32+23:59",
        "0001-01-01T00:00:00-12:00", "9999-12-31T23:59:59-12:00", "9999-12-31 23:59:59", "2015-05-12", "9999999999999",
        "Selasa, 12 Mei 2015 15:32 WITA", "Diperbarui 12/05/2015, 15:32 WIB", "12 Mei 1025 10:00 waktu setempat",
        "2 jam lalu", "kemarin", "20150512", "2015/05/12", "1431419527", "2015-05-12T24:00:00+07:00",
    ]
) | st.text(max_size=40)  # fmt: skip
CANDIDATES = st.builds(
    Candidate,
    st.sampled_from(["printed", "jsonld", "meta", "datalayer", "payload", "url", "feed", "dateline"]),
    TEXTS,
    st.sampled_from([None, "pubdate"]),
    st.sampled_from(["stated", "utc", "local"]),
    st.booleans(),
)
PRINTED = Candidate("printed", "Selasa, 12/05/2015 15:32 WIB")


def codes(found):
    return [warning.partition(":")[0] for warning in found.warnings]


def winner(found):
    return next(evidence for evidence in found.evidence if evidence.won)


def instant(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("false", ["2015-05-12T15:32:07Z", "2015-05-12T15:32:07+00:00", "2015-05-12T15-32-07Z"])
def test_false_z_beside_the_printed_zone(false):
    found = reconcile([PRINTED, Candidate("meta", false, "pubdate")], zone=None)
    assert found.at == instant("2015-05-12T15:32:07+07:00")
    assert found.zone == "WIB"


def test_false_z_with_a_blank_before_t_needs_no_printed_line():
    found = reconcile([Candidate("meta", "2015-05-12 T15:32:07Z", "pubdate")], zone="WITA")
    assert found.at == instant("2015-05-12T15:32:07+08:00")
    assert "Z is false" in winner(found).note


def test_false_z_beside_an_honest_offset():
    found = reconcile(
        [Candidate("meta", "2021-05-12T12:00:35Z", "pubdate"), Candidate("jsonld", "2021-05-12T12:00:35+07:00")],
        zone="WIB",
    )
    assert found.at == instant("2021-05-12T12:00:35+07:00")
    assert found.false_offsets == ("meta",)


def test_true_utc_stays_true():
    found = reconcile([PRINTED, Candidate("jsonld", "2015-05-12T08:32:41Z")], zone=None)
    assert found.at == instant("2015-05-12T15:32:41+07:00")
    assert (found.warnings, found.false_offsets) == ((), ())


def test_a_stamp_of_a_later_saving_does_not_beat_the_printed_line():
    found = reconcile([PRINTED, Candidate("meta", "2015-05-12T16:00:20+07:00", "pubdate")], zone=None)
    assert found.at == instant("2015-05-12T15:32:00+07:00")
    assert codes(found) == ["dates-disagree"]
    assert found.warnings[0].startswith("dates-disagree: meta pubdate '2015-05-12T16:00:20+07:00' is 28 minutes after ")


def test_a_few_minutes_off_is_no_warning_and_still_the_printed_minute():
    found = reconcile(
        [Candidate("printed", "12/5/2025 18:30"), Candidate("jsonld", "2025-05-12T18:33:13+07:00")], zone=None
    )
    assert (found.at, found.warnings) == (instant("2025-05-12T18:30:00+07:00"), ())


def test_constant_of_the_template_loses_and_is_told():
    found = reconcile(
        [
            Candidate("printed", "Selasa 12 Mei 2020 07:26 WIB"),
            Candidate("meta", "2014-07-13T20:07:27.8200000", "datepublished"),
            Candidate("jsonld", "Selasa 12 Mei 2020 07:26 WIB", "datePublished"),
            Candidate("meta", "2020-05-12T07:26:05+07:00", "article:published_time"),
            Candidate("url", "2020/05/11"),
        ],
        zone=None,
    )
    assert found.at == instant("2020-05-12T07:26:05+07:00")
    assert winner(found).name == "article:published_time"
    assert [w.split(" is ")[0] for w in found.warnings] == [
        "dates-disagree: meta datepublished '2014-07-13T20:07:27.8200000'"
    ]


def test_one_name_of_a_source_may_lie():
    stamps = [
        Candidate("meta", "2014-07-13T20:07:27", "datepublished"),
        Candidate("meta", "2020-05-12T07:26:05+07:00", "article:published_time"),
    ]
    found = reconcile(stamps, zone="WIB", liars=("meta:datepublished",))
    assert (found.at, found.warnings) == (instant("2020-05-12T07:26:05+07:00"), ())
    assert found.evidence[0].note.startswith("this network gets it wrong")


def test_creation_never_wins_nor_warns():
    created = Candidate("meta", "2020-05-11T17:50:26+07:00", "createdate", counts=False)
    found = reconcile([created, Candidate("meta", "2020-05-12 07:26:05", "publishdate")], zone="WIB")
    assert (winner(found).name, found.warnings) == ("publishdate", ())
    assert found.evidence[0].at == instant("2020-05-11T17:50:26+07:00")
    assert reconcile([created], zone="WIB").at is None


@pytest.mark.parametrize("text", ["1698933593", "1698933593000"])
def test_epoch_is_a_true_instant(text):
    found = reconcile([Candidate("meta", text, "dtk:publishdateunix")], zone="WIB")
    assert (found.at, found.zone) == (instant("2023-11-02T20:59:53+07:00"), "WIB")


@pytest.mark.parametrize("rfc", ["Tue, 12 May 2015 15:32:43 +0700", "Tue, 12 May 2015 08:32:43 GMT"])
def test_rfc_822_in_the_time_element(rfc):
    found = reconcile([PRINTED, Candidate("meta", rfc, "time@datetime")], zone="WITA")
    assert (found.at, found.zone, found.warnings) == (instant("2015-05-12T15:32:43+07:00"), "WIB", ())


def test_printed_line_is_no_epoch():
    assert codes(reconcile([Candidate("printed", "1698933593")], zone="WIB")) == ["date-unreadable"]


@pytest.mark.parametrize("unset", ["1970-01-01T07:00:00+07:00", "1970-01-01 00:00:00", "0000-00-00 00:00:00"])
def test_a_date_that_nobody_set_is_none(unset):
    found = reconcile([Candidate("meta", unset, "pubdate")], zone="WIB")
    assert (found.at, found.on) == (None, None)
    assert found.evidence[0].note


def test_midnight_is_mostly_a_day_made_a_time():
    found = reconcile(
        [Candidate("jsonld", "2015-05-12T00:00:00+07:00"), Candidate("meta", "2015-05-12T09:10:11+07:00", "pubdate")],
        zone=None,
    )
    assert found.at == instant("2015-05-12T09:10:11+07:00")


def test_a_naive_stamp_that_is_the_printed_instant_in_utc():
    found = reconcile([PRINTED, Candidate("meta", "2015-05-12 08:32:44", "pubdate")], zone=None)
    assert (found.at, found.warnings) == (instant("2015-05-12T15:32:44+07:00"), ())
    assert "in which it is the printed instant" in winner(found).note


def test_utc_without_saying_so_tells_the_zone_of_its_local_twin():
    found = reconcile(
        [
            Candidate("payload", "2024-05-12T10:20:30", "date"),
            Candidate("payload", "2024-05-12T02:20:30", "date_utc", clock="utc"),
        ],
        zone=None,
    )
    assert (found.at, found.zone, found.warnings) == (instant("2024-05-12T10:20:30+08:00"), "WITA", ())


def test_printed_wall_clock_is_put_into_the_zone_where_it_is_the_stated_instant():
    found = reconcile(
        [Candidate("printed", "12 Mei 2024 11:20"), Candidate("meta", "2024-05-12T02:20:30+00:00", "pubdate")],
        zone="WIB",
    )
    assert (found.at, found.zone) == (instant("2024-05-12T11:20:30+09:00"), "WIT")


class TestNoZonePrinted:
    """The same wall clock with `+00:00`, and no zone anywhere else."""

    candidates = (
        Candidate("printed", "12:23 am May 12, 2015"),
        Candidate("meta", "2015-05-12T00:23:23+00:00", "article:published_time"),
    )

    def test_is_the_outlets(self):
        found = reconcile(self.candidates, zone="WITA")
        assert found.at == instant("2015-05-12T00:23:23+08:00")
        assert "zone-assumed" not in codes(found)

    def test_is_assumed_with_a_warning(self):
        found = reconcile(self.candidates, zone=None, assume="WIB")
        assert found.at == instant("2015-05-12T00:23:23+07:00")
        assert codes(found) == ["dates-disagree", "zone-assumed"]
        assert found.evidence[0].note == "taken to be WIB, which nothing names"

    def test_is_what_the_stamp_says_where_nothing_may_be_assumed(self):
        assert reconcile(self.candidates, zone=None).at == instant("2015-05-12T00:23:23+00:00")


def test_wall_clock_alone_is_an_instant_only_by_assumption():
    printed = Candidate("printed", "Minggu, 10 Mei 2015 09:15")
    found = reconcile([printed], zone=None, assume="WIB")
    assert (found.at, codes(found)) == (instant("2015-05-10T09:15:00+07:00"), ["zone-assumed"])
    found = reconcile([printed], zone=None)
    assert (found.at, found.on, codes(found)) == (None, date(2015, 5, 10), ["no-zone"])


def test_nothing_is_assumed_where_the_page_tells():
    found = reconcile([PRINTED, Candidate("meta", "2015-05-12 15:32:09")], zone=None, assume="WIT")
    assert (found.at, found.warnings) == (instant("2015-05-12T15:32:09+07:00"), ())


def test_day_in_print_and_time_in_metadata():
    found = reconcile(
        [Candidate("printed", "Mei 12, 2015"), Candidate("meta", "2015-05-12T02:23:46+00:00")],
        zone=None,
        assume="WIB",
    )
    assert (found.at, found.zone, found.warnings) == (instant("2015-05-12T09:23:46+07:00"), "WIB", ())


def test_day_alone_is_told_as_such():
    found = reconcile([Candidate("printed", "Mei 12, 2015"), Candidate("url", "2015/05/12")], zone="WIB")
    assert (found.at, found.on, found.printed) == (None, date(2015, 5, 12), "Mei 12, 2015")
    assert found.warnings == ("day-only: 2015-05-12 is all the page tells of its time",)


@pytest.mark.parametrize(
    "doubtful",
    [
        "Rabu, 12 Mei 2015 10:00 WIB",
        "Diperbarui: Selasa, 12 Mei 2015 10:00 WIB",
        "12 Mei 2015 10:00 WIB, 14 Mei 2015 11:00 WIB",
    ],
)
def test_a_doubtful_line_does_not_judge_but_wins_alone(doubtful):
    printed, stamp = Candidate("printed", doubtful), Candidate("jsonld", "2015-05-12T08:00:01+07:00")
    assert reconcile([printed, stamp], zone=None).at == instant("2015-05-12T08:00:01+07:00")
    assert reconcile([printed], zone=None).at == instant("2015-05-12T10:00:00+07:00")


def test_url_of_another_year_is_a_warning():
    found = reconcile([PRINTED, Candidate("url", "20140512")], zone=None)
    assert found.warnings == ("dates-disagree: url '20140512' is 365 days before 2015-05-12",)


def test_stamps_after_the_fetch_lose_naive_or_not():
    fetched_at = datetime(2015, 5, 13, tzinfo=UTC)
    stamps = [Candidate("jsonld", "2015-12-05 10:00:00"), Candidate("meta", "2015-05-12 10:00:00")]
    found = reconcile(stamps, zone="WIB", relative_to=fetched_at)
    assert winner(found).source == "meta"
    assert "in-the-future" in found.evidence[0].note


def test_a_line_of_another_day_is_outvoted_by_two_sources_not_by_one():
    printed, stamp = Candidate("printed", "Sabtu, 16 Mei 2015 10:00 WIB"), Candidate("jsonld", "2015-05-12T08:00:01Z")
    assert winner(reconcile([printed, stamp], zone=None)).source == "printed"
    found = reconcile([printed, stamp, Candidate("url", "2015/05/12")], zone=None)
    assert found.at == instant("2015-05-12T15:00:01+07:00")
    assert codes(found) == ["dates-disagree"]
    agreeing = Candidate("meta", "2015-05-16 10:00:20", "pubdate")
    found = reconcile([printed, stamp, Candidate("url", "2015/05/12"), agreeing], zone=None)
    assert found.at == instant("2015-05-16T10:00:20+07:00")


@given(
    st.lists(CANDIDATES, max_size=6),
    st.sampled_from([None, "WIT", "+07:00"]),
    st.sampled_from([None, "WIB"]),
    st.sampled_from([None, datetime(2016, 1, 1, tzinfo=UTC), datetime(2016, 1, 1)]),
)
def test_no_candidates_are_too_odd(candidates, zone, assume, relative_to):
    found = reconcile(candidates, zone=zone, assume=assume, liars=("meta:pubdate",), relative_to=relative_to)
    won = [evidence for evidence in found.evidence if evidence.won]
    assert [(e.source, e.printed) for e in found.evidence] == [(c.source, c.text) for c in candidates]
    assert len(won) == (found.precision is not None)
    assert found.at is None or found.at.utcoffset() is not None
    changed = read_modified(candidates, found, zone=zone, assume=assume, relative_to=relative_to)
    assert changed.at is None or found.at is None or changed.at > found.at
