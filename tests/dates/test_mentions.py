"""Dates inside running text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from newsarchive.dates.parsing import find_dates

SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.mark.parametrize(
    ("text", "printed", "on"),
    [
        ("seperti dilansir, Senin 28 April 2025, dari sana", "Senin 28 April 2025", date(2025, 4, 28)),
        ("pada Senin,28 April 2025,waktu setempat", "Senin,28 April 2025", date(2025, 4, 28)),
        ("ujar Kapolres, Kamis (21/1/2021).", "Kamis (21/1/2021)", date(2021, 1, 21)),
        ("di lokasi (23/1/2026) lalu", "(23/1/2026)", date(2026, 1, 23)),
        ("kata dia, Jumat, 26 Mei 2023.Barang bukti", "Jumat, 26 Mei 2023", date(2023, 5, 26)),
        ("Jum’at (2/5/2025) siang", "Jum’at (2/5/2025)", date(2025, 5, 2)),
        ("Senin, Senin, 20 Oktober 2025", "Senin, 20 Oktober 2025", date(2025, 10, 20)),
        ("Senin Pahing, 28 April 2025", "Senin Pahing, 28 April 2025", date(2025, 4, 28)),
        ("Senin\u00a028\u00a0April\u00a02025", "Senin\u00a028\u00a0April\u00a02025", date(2025, 4, 28)),
        ("terbit April 28, 2025 di", "April 28, 2025", date(2025, 4, 28)),
        ("berkas 2025-04-28 itu", "2025-04-28", date(2025, 4, 28)),
        ("Sabtu (3/5/25)", "Sabtu (3/5/25)", date(2025, 5, 3)),
        ("hari jadi 31 Mei 1293 itu", "31 Mei 1293", date(1293, 5, 31)),
        ("Indonesia Emas 17 Agustus 2045", "17 Agustus 2045", date(2045, 8, 17)),
        ("(Senin, 28/4/2025)", "Senin, 28/4/2025", date(2025, 4, 28)),
        ("Senin (28 April 2025)", "Senin (28 April 2025)", date(2025, 4, 28)),
        ("12-11-2024.", "12-11-2024", date(2024, 11, 12)),
        ("selama dua minggu, 5 Mei 2025", "5 Mei 2025", date(2025, 5, 5)),
        ("Pasar Senen, 29 April 2025", "29 April 2025", date(2025, 4, 29)),
        ("Senen, 28 April 2025", "Senen, 28 April 2025", date(2025, 4, 28)),
        ("Dwi Anggara, 28 April 2025", "28 April 2025", date(2025, 4, 28)),
    ],
)
def test_mention(text, printed, on):
    (mention,) = find_dates([text])
    assert (mention.printed, mention.on, mention.warning, mention.paragraph) == (printed, on, None, 0)


@pytest.mark.parametrize(
    "text",
    [
        "1/2 abad",
        "skor 2-1 pada 2025",
        "nomor 28/4/2025/PN",
        "Nomor 045.2/28/4/2025",
        "telepon 0812-3456-2025",
        "0271-12-2025",
        "45/13/2025",
        "12 2025",
        "1.200 orang",
        "tahun 2025",
        "Mei 2025",
        "28 April",
        "(28/4)",
        "28/4/25",
        "12-11-2024-001",
        "12025-04-28",
        "5 Meiji 2025",
        "harga Rp 28.4.2025.000",
        "",
        "kode 2025-04-28-77",
    ],
)
def test_no_mention(text):
    assert find_dates([text]) == ()


@pytest.mark.parametrize(
    ("text", "printed", "first", "warning"),
    [
        ("festival 3-4 Mei 2025 di alun-alun", "3-4 Mei 2025", date(2025, 5, 3), "day-range: to 2025-05-04"),
        ("pada 14 dan 15 Desember 2024 ini", "14 dan 15 Desember 2024", date(2024, 12, 14), "day-range: to 2024-12-15"),
        ("28 April-3 Mei 2025", "28 April-3 Mei 2025", date(2025, 4, 28), "day-range: to 2025-05-03"),
        ("Sabtu-Minggu (3-4/5/2025)", "(3-4/5/2025)", date(2025, 5, 3), "day-range: to 2025-05-04"),
        ("30 Desember-2 Januari 2025", "30 Desember-2 Januari 2025", date(2024, 12, 30), "day-range: to 2025-01-02"),
        ("5-4 Mei 2025", "5-4 Mei 2025", None, "impossible-date: it cannot run to 2025-05-04"),
    ],
)
def test_range_is_one_mention_on_its_first_day(text, printed, first, warning):
    (mention,) = find_dates([text])
    assert (mention.printed, mention.on, mention.warning) == (printed, first, warning)


def test_two_whole_dates_are_two_mentions():
    found = find_dates(["dari 30 Desember 2024 - 2 Januari 2025", "1/9/2025-5/9/2025"])
    assert [mention.on for mention in found] == [
        date(2024, 12, 30),
        date(2025, 1, 2),
        date(2025, 9, 1),
        date(2025, 9, 5),
    ]
    assert [mention.paragraph for mention in found] == [0, 0, 1, 1]


def test_slip_in_the_year_is_offered_its_repair():
    past, future = find_dates(["pada Sabtu 26 April 1025 memuji", "kata dia, Rabu (3/9/2052)."])
    assert (past.printed, past.on, past.repair) == ("Sabtu 26 April 1025", None, date(2025, 4, 26))
    assert past.warning is not None
    assert past.warning.startswith("implausible-year: ")
    assert (future.on, future.repair) == (date(2052, 9, 3), date(2025, 9, 3))
    assert future.warning is not None
    assert future.warning.startswith("weekday-disagrees: ")


def test_impossible_days_are_mentions_without_a_date():
    february, numeric = find_dates(["31 Februari 2025", "Senin (31/2/2025)"])
    assert (february.on, numeric.on) == (None, None)
    assert february.warning == numeric.warning == "impossible-date: there is no day 2025-02-31"


def test_weekday_that_disagrees_is_a_warning():
    (mention,) = find_dates(["Selasa 28 April 2025"])
    assert mention.on == date(2025, 4, 28)
    assert mention.warning == "weekday-disagrees: Selasa is printed, 2025-04-28 is a Senin"


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 100_000,
        "12 " * 30_000,
        "1/1/" * 25_000,
        "1/1/2025 " * 5_000,
        "Senin " * 20_000 + "2025",
        "2025-" * 20_000,
        "12 -" * 20_000 + " 2025",
        "1 dan " * 15_000 + "2 Mei 2025",
        " " * 100_000 + "/",
    ],
)
def test_hostile_text_ends(hostile):
    for mention in find_dates([hostile]):
        assert mention.printed in hostile


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed text is not kept beside this checkout")
def test_the_seed_text():
    expected = json.loads((SEED / "expected.json").read_text())
    lines = (SEED / expected["file"]).read_text().splitlines()
    wanted = [
        (row["line"] - 1, row["printed"], row["date"], row.get("repair_offered")) for row in expected["dates_in_text"]
    ]
    found = [
        (m.paragraph, m.printed, m.on and m.on.isoformat(), m.repair and m.repair.isoformat())
        for m in find_dates(lines)
    ]
    assert found == wanted
