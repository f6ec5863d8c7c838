"""Days without a year in running text, pinned by their weekday and the day of publication."""

from __future__ import annotations

import time
from datetime import date

import pytest

from newsarchive.dates.parsing import find_dates

TUESDAY = date(2025, 4, 29)


def found(text, published_on=TUESDAY):
    return [(mention.printed, mention.on) for mention in find_dates([text], published_on)]


@pytest.mark.parametrize(
    ("text", "printed", "on"),
    [
        ("Rapat digelar Senin (28/4).", "Senin (28/4)", date(2025, 4, 28)),
        ("Rapat digelar Senin, (28/4).", "Senin, (28/4)", date(2025, 4, 28)),
        ("Rapat digelar Senin 28/4 pagi", "Senin 28/4", date(2025, 4, 28)),
        ("Rapat Minggu, 4 Mei, di balai", "Minggu, 4 Mei", date(2025, 5, 4)),
        ("Rapat Ahad (4 Mei)", "Ahad (4 Mei)", date(2025, 5, 4)),
        ("Rapat Jum’at (2/5) malam", "Jum’at (2/5)", date(2025, 5, 2)),
        ("Rapat Senin Pahing (28/4)", "Senin Pahing (28/4)", date(2025, 4, 28)),
        ("Rapat Senin (30/12) silam", "Senin (30/12)", date(2024, 12, 30)),
        ("Rapat Sabtu-Minggu (3-4/5)", "Sabtu-Minggu (3-4/5)", date(2025, 5, 3)),
        ("On Monday, 28 April the council met", "Monday, 28 April", date(2025, 4, 28)),
    ],
)
def test_weekday_pins_the_year(text, printed, on):
    assert found(text) == [(printed, on)]
    assert find_dates([text]) == ()


def test_the_warning_says_what_was_supplied():
    (mention,) = find_dates(["Rapat Sabtu-Minggu (3-4/5)"], TUESDAY)
    assert mention.warning == "year-supplied: 2025, in which it is a Sabtu; day-range to 2025-05-04"


@pytest.mark.parametrize("text", ["Rapat Selasa (28/4).", "Rapat Minggu, 12 Juli, di balai", "Rapat Jumat (2/10)"])
def test_no_year_nearby_has_it_on_that_weekday(text):
    (mention,) = find_dates([text], TUESDAY)
    assert mention.on is None
    assert mention.warning is not None
    assert mention.warning.startswith("year-unknown: ")


@pytest.mark.parametrize(
    "text",
    [
        "Perda 28/4 dan skor 2/3",
        "dua pertiga (2/3) warga",
        "selama seminggu 2/3 jalan tertutup, minggu 2/3",
        "Sabtu 2/3 dari warga",
        "Senin (31/4) tidak ada",
        "Senin (28/4 pagi)",
        "Senin (28/4.5)",
        "Kelas Senin 12 Junior",
    ],
)
def test_what_is_no_day(text):
    assert found(text) == []


def test_dates_with_a_year_come_first_and_in_order():
    text = "Kamis (1/5) dan Rabu (30/4/2025), lalu Sabtu 3 Mei-Minggu 4 Mei 2025 dan Senin 28 April 2025"
    assert found(text) == [
        ("Kamis (1/5)", date(2025, 5, 1)),
        ("Rabu (30/4/2025)", date(2025, 4, 30)),
        ("Sabtu 3 Mei", date(2025, 5, 3)),
        ("Minggu 4 Mei 2025", date(2025, 5, 4)),
        ("Senin 28 April 2025", date(2025, 4, 28)),
    ]


@pytest.mark.parametrize("unit", ["1/2 ", "Senin (3-4/", "Senin (28/4/2025) Senin (28/4) "])
def test_hostile_text_takes_linear_time(unit):
    def seconds(times):
        began = time.perf_counter()
        find_dates([unit * times], TUESDAY)
        return time.perf_counter() - began

    seconds(100)
    assert seconds(8000) < 40 * seconds(800) + 0.05
