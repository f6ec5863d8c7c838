"""The candidates of one page, weighed: who wins, what is recorded, what is only noted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsarchive.dates.candidates import Candidate
from newsarchive.dates.published import reconcile as reconcile_candidates
from newsarchive.errors import ConfigError

PRINTED = ("printed", "Senin 26-08-2024,16:46 WIB")
JSONLD = ("jsonld", "2024-08-26T16:46:00+0700")
META = ("meta", "2024-08-26 16:46:24")


def reconcile(candidates, **settings):
    """`reconcile` for candidates written as (source, text) or (source, text, name)."""
    return reconcile_candidates([Candidate(*candidate) for candidate in candidates], **settings)


def at(text: str, hours: int) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone(timedelta(hours=hours)))


def winner(found):
    return [evidence.source for evidence in found.evidence if evidence.won]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_disway_page(order):
    candidates = [PRINTED, JSONLD, META]
    found = reconcile([candidates[i] for i in order], zone="WIB")
    assert found.at == at("2024-08-26T16:46:24", 7)
    assert (found.on, found.printed, found.zone, found.precision) == (date(2024, 8, 26), PRINTED[1], "WIB", "second")
    assert found.warnings == ()
    assert winner(found) == ["meta"]
    assert [(e.source, e.printed) for e in found.evidence] == [candidates[i] for i in order]


def test_printed_zone_beats_a_hard_coded_offset():
    found = reconcile([("printed", "Senin 26-08-2024,16:46 WITA"), JSONLD, META], zone="WITA")
    assert (found.at, found.zone) == (at("2024-08-26T16:46:24", 8), "WITA")
    (warning,) = found.warnings
    assert warning.startswith("dates-disagree: jsonld '2024-08-26T16:46:00+0700' is 59 minutes after ")
    jsonld = found.evidence[1]
    assert jsonld.at == at("2024-08-26T16:46:00", 7)
    assert jsonld.note is not None
    assert "the offset is wrong" in jsonld.note


def test_hard_coded_offset_alone_beside_the_printed_zone():
    found = reconcile([("printed", "Senin 26-08-2024,16:46 WIT"), JSONLD], zone="WIB")
    assert (found.at, winner(found)) == (at("2024-08-26T16:46:00", 9), ["printed"])
    assert [w.split(":")[0] for w in found.warnings] == ["dates-disagree"]


def test_printed_zone_beats_the_outlets():
    found = reconcile([("printed", "Kamis, 27 Agustus 2026 08:53 WIB"), ("meta", "2026-08-27 08:53:43")], zone="WITA")
    assert (found.at, found.zone, found.warnings) == (at("2026-08-27T08:53:43", 7), "WIB", ())


def test_utc_stamp_and_printed_wall_time_agree():
    found = reconcile(
        [
            ("jsonld", "2023-11-02T14:34:19+00:00"),
            ("meta", "2023-11-02 21:34:19"),
            ("printed", "Kompas.com - 02/11/2023, 21:34 WIB"),
        ],
        zone="WIB",
    )
    assert (found.at, found.zone, found.warnings, winner(found)) == (
        at("2023-11-02T21:34:19", 7),
        "WIB",
        (),
        ["jsonld"],
    )
    assert found.at is not None
    assert found.at.utcoffset() == timedelta(hours=7)


def test_utc_stamp_alone_is_told_in_the_outlets_zone():
    found = reconcile([("jsonld", "2023-11-02T20:34:19Z")], zone="WITA")
    assert found.at == datetime(2023, 11, 2, 20, 34, 19, tzinfo=UTC)
    assert (found.on, found.zone) == (date(2023, 11, 3), "WITA")


def test_false_z_is_seen_through():
    found = reconcile(
        [("meta", "2023-11-02T20-59-53Z"), ("printed", "Kamis, 02 Nov 2023 20:59 WIB"), ("url", "2023/11/02")],
        zone="WIT",
    )
    assert (found.at, found.warnings) == (at("2023-11-02T20:59:53", 7), ())


def test_outlets_zone_is_the_last_resort_and_noted():
    found = reconcile([META], zone="WITA")
    assert (found.at, found.zone, found.printed) == (at("2024-08-26T16:46:24", 8), "WITA", None)
    assert found.evidence[0].note == "taken to be WITA, the outlet's"


def test_offset_of_the_same_wall_time_serves_a_naive_one():
    found = reconcile([META, JSONLD], zone="WIT")
    assert (found.at, found.zone) == (at("2024-08-26T16:46:24", 7), "+07:00")


def test_no_zone_anywhere_is_no_instant():
    found = reconcile([META], zone=None)
    assert (found.at, found.on, found.zone) == (None, date(2024, 8, 26), None)
    assert [w.split(":")[0] for w in found.warnings] == ["no-zone"]


@pytest.mark.parametrize(
    ("candidates", "won"),
    [
        ([("printed", "26 Agustus 2024 10:00 WIB"), ("jsonld", "2024-08-26T16:46:11+07:00")], "printed"),
        ([("meta", "2024-08-26T10:00:00+07:00"), ("jsonld", "2024-08-26T16:46:11+07:00")], "jsonld"),
        ([("jsonld", "2024-08-26 16:46:11"), ("meta", "2024-08-26T10:00:00+07:00")], "meta"),
        ([("datalayer", "2024-08-26 16:46:11"), ("meta", "2024-08-26 10:00:00")], "meta"),
        ([("printed", "26 Agustus 2024 10:00 WIB"), ("meta", "2024-08-26 16:46:11")], "printed"),
        ([("url", "2024/08/27"), ("printed", "26 Agustus 2024 10:00")], "printed"),
        ([("jsonld", "2024-08-26"), ("printed", "27 Agustus 2024 10:00")], "printed"),
        ([("dateline", "Senin 26 Agustus 2024"), ("url", "2024/08/28")], "url"),
    ],
)
def test_order_of_trust(candidates, won):
    found = reconcile(candidates, zone="WIB")
    assert winner(found) == [won]
    assert [w.split(":")[0] for w in found.warnings if not w.startswith("day-only")] == ["dates-disagree"]


def test_ten_minutes_are_forgiven():
    early = ("meta", "2024-08-26 16:36:00")
    assert reconcile([JSONLD, early], zone="WIB").warnings == ()
    assert reconcile([JSONLD, ("meta", "2024-08-26 16:35:59")], zone="WIB").warnings != ()


def test_liars_neither_win_nor_warn():
    found = reconcile([PRINTED, ("jsonld", "2024-08-20T09:46:13Z")], zone="WIB", liars=("jsonld",))
    assert (found.at, winner(found), found.warnings) == (at("2024-08-26T16:46:00", 7), ["printed"], ())
    assert found.evidence[1].note == "this network gets it wrong"


def test_only_a_liar_is_no_date():
    found = reconcile([("jsonld", "2024-08-20T09:46:13Z")], zone="WIB", liars=("jsonld",))
    assert (found.at, found.on, found.precision, winner(found)) == (None, None, None, [])
    assert found.evidence[0].at == datetime(2024, 8, 20, 9, 46, 13, tzinfo=UTC)


def test_impossible_printed_day_is_evidence_and_a_warning():
    found = reconcile([("printed", "Senin 31-02-2024,16:46 WIB"), META], zone="WIB")
    assert (found.at, found.printed) == (at("2024-08-26T16:46:24", 7), "Senin 31-02-2024,16:46 WIB")
    assert [w.split(":")[0] for w in found.warnings] == ["date-unreadable"]
    assert found.evidence[0].note is not None
    assert "there is no day 2024-02-31" in found.evidence[0].note


def test_implausible_year_never_wins():
    found = reconcile([("printed", "Sabtu 26 April 1025 10:00 WIB")], zone="WIB")
    assert (found.at, found.on) == (None, None)
    assert "implausible-year" in [w.split(":")[0] for w in found.warnings]
    assert reconcile([("jsonld", "0001-01-01T00:00:00Z"), PRINTED], zone="WIB").at == at("2024-08-26T16:46:00", 7)


def test_what_lies_after_the_fetch_loses():
    fetched_at = datetime(2024, 8, 27, tzinfo=UTC)
    candidates = [("jsonld", "2024-12-26T16:46:00+07:00"), PRINTED]
    assert winner(reconcile(candidates, zone="WIB", relative_to=fetched_at)) == ["printed"]
    assert winner(reconcile(candidates[:1], zone="WIB", relative_to=fetched_at)) == ["jsonld"]


def test_seconds_count_after_the_fetch_too():
    found = reconcile([PRINTED, JSONLD, META], zone="WIB", relative_to=datetime(2024, 8, 1, tzinfo=UTC))
    assert found.at == at("2024-08-26T16:46:24", 7)
    assert {w.split(":")[0] for w in found.warnings} == {"in-the-future"}


def test_dateline_may_be_of_the_day_before():
    found = reconcile([PRINTED, ("dateline", "Minggu 25 Agustus 2024")], zone="WIB")
    assert found.warnings == ()
    assert reconcile([PRINTED, ("dateline", "Sabtu 24 Agustus 2024")], zone="WIB").warnings != ()


def test_dateline_alone_gives_a_day():
    found = reconcile([("dateline", "Senin 28 April 2025")], zone="WIB")
    assert (found.at, found.on, found.precision, found.printed) == (
        None,
        date(2025, 4, 28),
        "day",
        "Senin 28 April 2025",
    )


def test_weekday_of_the_printed_line_is_checked_although_another_wins():
    found = reconcile([("printed", "Selasa 26-08-2024,16:46 WIB"), JSONLD], zone="WIB")
    assert [w.split(":")[0] for w in found.warnings] == ["weekday-disagrees"]


def test_nothing_is_nothing():
    found = reconcile([], zone="WIB")
    assert (found.at, found.on, found.printed, found.evidence, found.warnings) == (None, None, None, (), ())


def test_unknown_zone_is_named():
    with pytest.raises(ConfigError, match="zone"):
        reconcile([META], zone="Mars")
