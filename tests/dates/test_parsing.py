"""Every printed form that was ever collected, and what parse_date makes of it and of what surrounds it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsarchive import parse_date as public_parse_date
from newsarchive.dates.parsing import parse_date
from newsarchive.errors import ConfigError, DateError

SEEN_AT = datetime(2025, 4, 28, 15, 0, tzinfo=timezone(timedelta(hours=7)))
LINES = (Path(__file__).parent / "printed_dates.tsv").read_text(encoding="utf-8").splitlines()[1:]
FORMS = [tuple(line.split("\t")) for line in LINES]


def read_or_refuse(text, **options):
    try:
        return parse_date(text, **options)
    except DateError as error:
        return error


def test_the_table_is_whole():
    assert len(FORMS) > 330
    assert len({printed for printed, _ in FORMS}) == len(FORMS)


@pytest.mark.parametrize(("printed", "expected"), FORMS, ids=[printed for printed, _ in FORMS])
def test_printed_form(printed, expected):
    if expected == "-":
        with pytest.raises(DateError):
            parse_date(printed, zone="Asia/Jakarta", relative_to=SEEN_AT)
        return
    read = parse_date(printed, zone="Asia/Jakarta", relative_to=SEEN_AT)
    assert read.printed == printed
    assert read.on.isoformat() == expected[:10]
    if len(expected) == 10:
        assert read.at is None
    elif read.precision == "day":  # an age in days or more: the clock time is arithmetic, and only kept in `local`
        assert read.at is None
        assert read.local == datetime.fromisoformat(expected).replace(tzinfo=None)
    else:
        assert read.at == datetime.fromisoformat(expected)


@pytest.mark.parametrize(("printed", "expected"), [form for form in FORMS if "lalu" not in form[0]])
def test_absolute_forms_need_no_anchor(printed, expected):
    """Without `relative_to` a form reads the same or, if it is an age or has no year, is refused."""
    try:
        alone = parse_date(printed, zone="WIB")
    except DateError:
        assert not any(part in printed for part in ("2023", "2024", "2025", "2026")) or expected == "-"
        return
    with_anchor = parse_date(printed, zone="WIB", relative_to=SEEN_AT)
    assert (alone.on, alone.at, alone.local) == (with_anchor.on, with_anchor.at, with_anchor.local)


def test_it_is_the_public_function():
    assert public_parse_date is parse_date


# --- zones


def test_printed_zone_beats_the_given_one():
    read = parse_date("Kamis, 27 Agustus 2026 08:53 WIB", zone="Asia/Makassar")
    assert read.at == datetime(2026, 8, 27, 1, 53, tzinfo=UTC)
    assert (read.zone, read.zone_evidence, read.precision) == ("WIB", "printed", "minute")


@pytest.mark.parametrize(
    ("zone", "label", "hours"),
    [
        ("WIB", "WIB", 7),
        ("wita", "WITA", 8),
        ("Asia/Jakarta", "WIB", 7),
        ("Asia/Pontianak", "WIB", 7),
        ("Asia/Makassar", "WITA", 8),
        ("Asia/Jayapura", "WIT", 9),
        ("Asia/Tokyo", "+09:00", 9),
        ("+07:00", "+07:00", 7),
        (ZoneInfo("Asia/Makassar"), "+08:00", 8),
        (UTC, "+00:00", 0),
    ],
)
def test_given_zone(zone, label, hours):
    read = parse_date("2026-02-23 17:18:45", zone=zone)
    assert read.at == datetime(2026, 2, 23, 17, 18, 45, tzinfo=timezone(timedelta(hours=hours)))
    assert (read.zone, read.zone_evidence, read.precision, read.warnings) == (label, "given", "second", ())


@pytest.mark.parametrize("zone", ["WIBB", "Asia/Atlantis", "", "../etc/passwd", "+99:00"])
def test_unknown_zone_is_named(zone):
    with pytest.raises(ConfigError, match="zone"):
        parse_date("28 April 2025 13:22", zone=zone)


def test_time_without_zone_is_kept_but_is_no_instant():
    read = parse_date("28 April 2025 13:22")
    assert (read.at, read.zone, read.zone_evidence) == (None, None, "none")
    assert (read.on, read.local, read.precision) == (date(2025, 4, 28), datetime(2025, 4, 28, 13, 22), "minute")
    assert read.warnings[0].startswith("no-zone: ")


def test_local_time_of_somewhere_is_not_the_outlets():
    read = parse_date("2 Mei 2025, 13:22 waktu setempat", zone="WIB")
    assert (read.at, read.zone, read.local) == (None, None, datetime(2025, 5, 2, 13, 22))
    assert [warning.split(":")[0] for warning in read.warnings] == ["local-time"]


def test_day_alone_has_no_zone():
    read = parse_date("10 Mei 2025", zone="WIB")
    assert (read.at, read.zone, read.zone_evidence, read.precision, read.local) == (None, None, "none", "day", None)


def test_second_zone_of_a_pair_is_checked():
    assert parse_date("4 Mei 2025 07:05 WIB/09:05 WIT").warnings == ()
    assert parse_date("4 Mei 2025 07:05 WIB/08:05 WIT").warnings[0].startswith("zones-disagree: ")


@pytest.mark.parametrize(
    "printed", ["28 April 2025 07:05-09:05 WITA", "28 April 2025 07:05 s/d selesai (WITA)", "WITA 07:05, 28 April 2025"]
)
def test_zone_apart_from_the_time_is_still_the_printed_one(printed):
    read = parse_date(printed, zone="WIB")
    assert (read.at, read.zone_evidence) == (datetime(2025, 4, 27, 23, 5, tzinfo=UTC), "printed")


def test_false_z_is_not_utc():
    read = parse_date("2023-11-02T20-59-53Z", zone="WIB")
    assert read.at == datetime(2023, 11, 2, 13, 59, 53, tzinfo=UTC)
    assert read.zone_evidence == "given"
    assert read.warnings[0].startswith("false-z: ")


# --- the calendar


def test_weekday_is_a_checksum():
    read = parse_date("Selasa, 28 April 2025 13:22 WIB")
    assert read.warnings == ("weekday-disagrees: Selasa is printed, 2025-04-28 is a Senin",)
    assert read.at is not None


def test_impossible_year_is_no_instant_and_the_weekday_offers_a_repair():
    read = parse_date("Sabtu 26 April 1025 10:00 WIB")
    assert (read.at, read.on, read.repair) == (None, date(1025, 4, 26), date(2025, 4, 26))
    assert read.local == datetime(1025, 4, 26, 10, 0)
    assert any(warning.startswith("implausible-year: ") for warning in read.warnings)


@pytest.mark.parametrize(
    "printed", ["26 April 1025", "Selasa 26 April 1025", "17 Agustus 2285 10:00 WIB", "1 Januari 1944"]
)
def test_no_repair_without_a_weekday_that_proves_it(printed):
    read = parse_date(printed)
    assert (read.at, read.repair) == (None, None)
    assert any(warning.startswith("implausible-year: ") for warning in read.warnings)


def test_years_after_the_page_was_seen_are_impossible():
    read = parse_date("Rabu, 3 September 2052 10:00 WIB", relative_to=datetime(2025, 9, 3, 12, 0, tzinfo=UTC))
    assert (read.at, read.repair) == (None, date(2025, 9, 3))


def test_days_after_the_page_was_seen_are_doubted():
    seen_at = datetime(2025, 4, 28, 0, 0, tzinfo=UTC)
    assert parse_date("30 April 2025 07:00 WIB", relative_to=seen_at).warnings == ()
    read = parse_date("30 April 2025 07:01 WIB", relative_to=seen_at)
    assert read.at is not None
    assert read.warnings[0].startswith("in-the-future: ")


@pytest.mark.parametrize(
    ("printed", "year"),
    [("28/04/68", 2068), ("28/04/69", 1969), ("28-04-99", 1999), ("28/04/00", 2000), ("28 Apr 25", 2025)],
)
def test_two_digit_years_turn_at_69(printed, year):
    assert parse_date(printed).on.year == year


def test_numbers_are_day_first_always():
    assert parse_date("05/04/2025").on == date(2025, 4, 5)
    with pytest.raises(DateError, match="no day"):
        parse_date("04/28/2025")


def test_end_of_day_is_the_next_day():
    read = parse_date("31 Desember 2025 24:00 WIB")
    assert (read.at, read.on) == (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), date(2026, 1, 1))
    assert read.warnings[0].startswith("hour-24: ")


@pytest.mark.parametrize("clock", ["25:00", "24:01", "13:60", "99:99"])
def test_impossible_time_leaves_the_day(clock):
    read = parse_date(f"28 April 2025 {clock} WIB")
    assert (read.on, read.at, read.precision) == (date(2025, 4, 28), None, "day")
    assert read.warnings[0].startswith("impossible-time: ")


# --- lines with more than a date


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("12:30 am", 0),
        ("12:30 pm", 12),
        ("1:30 p.m.", 13),
        ("10:30 siang", 10),
        ("12:30 siang", 12),
        ("3:30 sore", 15),
        ("7:30 malam", 19),
        ("11:30 malam", 23),
        ("19:30 malam", 19),
        ("2:30 dini hari", 2),
        ("6:30 pagi", 6),
    ],
)
def test_part_of_the_day(clock, hour):
    assert parse_date(f"28 April 2025 {clock}", zone="WIB").local == datetime(2025, 4, 28, hour, 30)


@pytest.mark.parametrize("clock", ["12:30 malam", "1:30 malam", "7:30 siang", "12:30 pagi", "0:30 pm"])
def test_ambiguous_part_of_the_day_leaves_the_day(clock):
    read = parse_date(f"28 April 2025 {clock} WIB")
    assert (read.local, read.precision) == (None, "day")
    assert read.warnings[0].startswith("ambiguous-time: ")


def test_two_dates_without_a_label_are_doubted():
    read = parse_date("28 April 2025 | 29 April 2025")
    assert read.on == date(2025, 4, 28)
    assert read.warnings[0].startswith("several-dates: ")


def test_time_apart_from_the_date():
    assert parse_date("28 April 2025 oleh Redaksi, 13:22 WITA").zone == "WITA"
    read = parse_date("28 April 2025 oleh Redaksi, skor babak 13:22", zone="WIB")
    assert read.precision == "day"
    assert read.warnings[0].startswith("time-not-read: ")


def test_other_forms_are_left_to_dateparser_which_may_add_nothing():
    assert parse_date("2024 April 28").on == date(2024, 4, 28)
    with pytest.raises(DateError):
        parse_date("pada April 2024 ada 28 orang dan 31 ekor")


@pytest.mark.parametrize(
    "hostile",
    [
        "9" * 100_000,
        " " * 100_000,
        "1/" * 50_000,
        "Senin, " * 15_000,
        "\u00a0" * 100_000,
        "28 April 2025" + " " * 100_000,
        "&nbsp;" * 20_000,
        "a" * 100_000,
        "-" * 999,
        "1 " * 499,
        "10:00 " * 160,
        "Senin " * 160,
        "5 Mei " * 160,
        "jam " * 240,
    ],
)
def test_hostile_lines_end(hostile):
    for anchor in (None, SEEN_AT):
        told = read_or_refuse(hostile, zone="WIB", relative_to=anchor)
        assert isinstance(told, DateError) or told.on.year == 2025
        assert len(str(told)) < 3000


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "²⁸", "٢٨ April 2025", "28\u200b April\u200b 2025"])
def test_odd_characters_raise_nothing_else(text):
    told = read_or_refuse(text)
    assert told.text == text if isinstance(told, DateError) else told.on == date(2025, 4, 28)
