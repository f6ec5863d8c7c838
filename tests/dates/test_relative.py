"""Ages and dates without a year: only ever counted from an instant that was given."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsarchive.dates.parsing import parse_date
from newsarchive.errors import DateError

WIB = timezone(timedelta(hours=7))
SEEN_AT = datetime(2025, 4, 28, 15, 0, 30, 999, tzinfo=WIB)


@pytest.mark.parametrize(
    "printed", ["2 jam lalu", "kemarin", "46 menit", "baru saja", "Rabu, 22 Juli", "Senin (28/4)", "2 hours ago"]
)
def test_nothing_is_relative_to_the_clock(printed):
    with pytest.raises(DateError):
        parse_date(printed, zone="WIB")


@pytest.mark.parametrize(
    ("printed", "precision"),
    [
        ("30 detik lalu", "second"),
        ("2 menit", "minute"),
        ("3 jam lalu", "minute"),
        ("3 hari lalu", "day"),
        ("kemarin", "day"),
        ("Kemarin, 13:22 WIB", "minute"),
        ("1 jam 20 menit lalu", "minute"),
        ("1 tahun", "day"),
    ],
)
def test_precision_is_that_of_the_unit(printed, precision):
    read = parse_date(printed, zone="WIB", relative_to=SEEN_AT)
    assert read.precision == precision
    assert (read.at is None) == (precision == "day")
    assert read.warnings[0].startswith("relative: ")


def test_rough_ages_say_so():
    for printed in ("sekitar 2 jam lalu", "± 2 jam yang lalu", "6 bulan", "baru saja"):
        assert any(w.startswith("approximate: ") for w in parse_date(printed, relative_to=SEEN_AT).warnings)


def test_days_are_those_of_the_printed_zone():
    late = datetime(2025, 4, 28, 22, 30, tzinfo=UTC)  # 29 April in Indonesia
    assert parse_date("Kemarin, 13:22 WIT", relative_to=late).at == datetime(2025, 4, 28, 4, 22, tzinfo=UTC)
    assert parse_date("kemarin", zone="WIB", relative_to=late).on == date(2025, 4, 28)
    assert parse_date("kemarin", relative_to=late).on == date(2025, 4, 27)


def test_naive_anchor_is_in_the_given_zone_or_gives_no_instant():
    naive = datetime(2025, 4, 28, 15, 0)
    assert parse_date("2 jam lalu", zone="WITA", relative_to=naive).at == datetime(2025, 4, 28, 5, 0, tzinfo=UTC)
    read = parse_date("2 jam lalu", relative_to=naive)
    assert (read.at, read.local) == (None, datetime(2025, 4, 28, 13, 0))


def test_months_end_where_they_end():
    assert parse_date("sebulan lalu", relative_to=datetime(2025, 3, 31, tzinfo=WIB)).on == date(2025, 2, 28)
    assert parse_date("setahun lalu", relative_to=datetime(2024, 2, 29, tzinfo=WIB)).on == date(2023, 2, 28)


@pytest.mark.parametrize("printed", ["9999 tahun lalu", "2026 tahun lalu", "9999 bulan 9999 tahun lalu"])
def test_before_the_calendar_is_refused(printed):
    with pytest.raises(DateError):
        parse_date(printed, relative_to=SEEN_AT)


@pytest.mark.parametrize(
    ("printed", "on", "codes"),
    [
        ("17 Agustus", date(2024, 8, 17), ["year-supplied"]),
        ("Minggu, 28 April", date(2024, 4, 28), []),
        ("Senin, 28 April", date(2025, 4, 28), ["year-supplied"]),
        ("29 April", date(2024, 4, 29), ["year-supplied"]),
        ("29 Februari", date(2024, 2, 29), ["year-supplied"]),
        ("Rabu, 22 Juli", date(2024, 7, 22), ["year-supplied", "weekday-disagrees"]),
        ("Minggu (27/4)", date(2025, 4, 27), ["year-supplied"]),
    ],
)
def test_missing_year_is_the_latest_possible(printed, on, codes):
    read = parse_date(printed, relative_to=SEEN_AT)
    if not codes:  # the latest such day is a Monday, whatever the line says
        assert read.on == date(2025, 4, 28)
        assert [w.split(":")[0] for w in read.warnings] == ["year-supplied", "weekday-disagrees"]
    else:
        assert (read.on, [w.split(":")[0] for w in read.warnings]) == (on, codes)


@pytest.mark.parametrize("printed", ["30 Februari", "28/4", "2-1", "5 Mei orang", "0 April"])
def test_without_a_year_only_real_days(printed):
    with pytest.raises(DateError):
        parse_date(printed, relative_to=SEEN_AT)


def test_time_beside_a_date_without_year():
    read = parse_date("Senin, 28 April 13:22 WIB", relative_to=SEEN_AT)
    assert read.at == datetime(2025, 4, 28, 6, 22, tzinfo=UTC)
