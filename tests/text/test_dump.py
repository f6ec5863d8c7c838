"""Plain-text dumps: the role of every line, on the annotated dumps beside the checkout and on our own."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import clean_text
from newsarchive.models import CleanText, Image

SHARED = Path(__file__).parents[2] / "../shared"
DUMPS = sorted((SHARED / "dumps").glob("[0-9]*.json"))
needs_shared = pytest.mark.skipif(not DUMPS, reason="the annotated dumps stand beside the checkout, and are not here")


def folded(text: str) -> str:
    return " ".join(text.split())


@needs_shared
@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_annotated_dump(path: Path) -> None:
    gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    source = path.with_suffix(".txt").read_text("utf-8")
    lines = [""] + [folded(line) for line in source.split("\n")]
    read = clean_text(source)
    glued = {part["line"] for part in gold["glued"]}
    assert read.title == (lines[gold["title_line"]] if gold["title_line"] else None)
    assert read.subtitle == (lines[gold["subtitle_line"]] if gold["subtitle_line"] else None)
    own_line = [lines[gold["dateline_line"]]] if gold["dateline_line"] else []
    if not glued:
        assert list(read.body) == own_line + [lines[number] for number in gold["body_lines"]]
        assert [link.text for link in read.related] == [link["text"] for link in gold["related_lines"]]
    assert (list(read.authors), list(read.editors)) == (gold["authors"], gold["editors"])
    assert read.source_credit == gold["source_credit"]
    assert read.published_printed == gold["published_printed"]
    assert (read.published_at.isoformat() if read.published_at else None) == gold["published_at"]
    if gold["caption_line"]:
        found = [(image.caption, image.credit) for image in read.images]
        wanted = (gold["caption_text"], gold["caption_credit"])
        assert found[:1] == ([wanted] if any(wanted) else [])
    wanted_line = gold["dateline"] or {"place": None, "brand": None}
    assert (read.dateline is not None) == (gold["dateline"] is not None)
    if read.dateline:
        assert (read.dateline.place, read.dateline.brand) == (wanted_line["place"], wanted_line["brand"])


@needs_shared
def test_the_text_that_started_the_project() -> None:
    gold = json.loads((SHARED / "seed/expected.json").read_text("utf-8"))
    source = (SHARED / "seed" / gold["file"]).read_text("utf-8")
    lines = [""] + [folded(line) for line in source.split("\n")]
    read = clean_text(source)
    assert read.title == lines[gold["title_line"]]
    assert read.body == tuple(lines[number] for number in gold["body_lines"])
    related = [lines[number].removeprefix("BACA JUGA:") for number in gold["related_lines"]]
    assert [link.text for link in read.related] == related
    assert len(set(related)) == gold["related_distinct"]
    caption = lines[gold["caption_line"]].removeprefix(gold["caption_label_cut"]).rstrip(" -")
    assert read.images == (Image(None, caption, gold["caption_credit"]),)
    assert read.source_credit == gold["source_credit"]
    assert [drop.text for drop in read.dropped] == [lines[gold["source_line"]]]
    assert read.dateline is not None
    assert read.dateline.brand == gold["dateline"]["brand"]
    assert read.dateline.place == gold["dateline"]["place"]
    assert read.dateline.on == date.fromisoformat(gold["dateline"]["date"])
    assert (read.published_at, read.published_zone) == (None, None)
    assert read.published_on == date.fromisoformat(gold["published_on"])
    assert read.published_precision == gold["published_precision"]
    assert read.published_printed == "Senin 28 April 2025"
    wanted = [
        (found["printed"], date.fromisoformat(found["date"]) if found["date"] else None, found["line"])
        for found in gold["dates_in_text"]
    ]
    body = gold["body_lines"]
    assert [(found.printed, found.on, body[found.paragraph]) for found in read.dates_mentioned] == wanted
    assert read.dates_mentioned[-1].warning is not None
    assert read.dates_mentioned[-1].repair == date.fromisoformat(gold["dates_in_text"][-1]["repair_offered"])


PAGE = """Panen Raya Dimulai, Bupati Turun ke Sawah

Panen Raya Dimulai, Bupati Turun ke Sawah

Bupati memanen padi-Karto/ Hulu Pos-

SLAWI, HULUPOS.ID - Panen raya dimulai kemarin.

“Hasilnya bagus,” kata Karto.

BACA JUGA:Kebun Teh Tua Disulap Jadi Taman

Petani berharap harga tetap. (rdh)

Cek Berita dan Artikel yang lain di Google News

Sumber:
"""


def test_blank_lines_and_line_ends_mean_nothing() -> None:
    whole = clean_text(PAGE)
    assert whole.title == "Panen Raya Dimulai, Bupati Turun ke Sawah"
    assert whole.body == (
        "SLAWI, HULUPOS.ID - Panen raya dimulai kemarin.",
        "“Hasilnya bagus,” kata Karto.",
        "Petani berharap harga tetap. (rdh)",
    )
    assert clean_text(PAGE.replace("\n\n", "\n")) == whole
    assert clean_text("\ufeff" + PAGE.replace("\n", "\r\n")) == whole
    assert clean_text(PAGE.replace("\n", " \u00a0\n\t")) == whole


def read(text: str) -> CleanText:
    return clean_text(text.replace("|", "\n"))


def test_a_clock_and_a_cross_above_the_title() -> None:
    found = read(
        "Friday 15th of November 2024|×|Harga Beras Naik Lagi|Harga Beras Naik Lagi|--|HULUPOS.COM - Kata.|Kata dua."
    )
    assert (found.title, found.published_on) == ("Harga Beras Naik Lagi", None)
    assert found.body == ("HULUPOS.COM - Kata.", "Kata dua.")
    assert [drop.rule for drop in found.dropped] == ["page-clock", "above-text", "title-repeated", "empty-caption"]
    assert found.warnings[0].startswith("date-above-title:")


def test_icons_a_page_clock_and_bullets_before_the_byline() -> None:
    found = read(
        "light_mode|Jumat, 5 Des 2025|Bupati Tinjau Jembatan Gantung Baru|calendar_month Ming, 5 Okt 2025|"
        "• Penulis : Karto Wira|• Editor: Sri|share|"
        "Bupati di jembatan. Foto: Karto Wira|SLAWI - Bupati meninjau.|Kata dua."
    )
    assert found.title == "Bupati Tinjau Jembatan Gantung Baru"
    assert (found.published_on, found.published_precision) == (date(2025, 10, 5), "day")
    assert (found.authors, found.editors) == (("Karto Wira",), ("Sri",))
    assert found.images == (Image(None, "Bupati di jembatan.", "Karto Wira"),)
    assert found.body == ("SLAWI - Bupati meninjau.", "Kata dua.")


def test_masthead_above_the_title() -> None:
    found = read("HULU POS|Judul Satu yang Panjang Sekali|Warga antre--|KORANHULU.ID,– Warga antre.|Kata dua.")
    assert found.title == "Judul Satu yang Panjang Sekali"
    assert [(drop.text, drop.rule) for drop in found.dropped] == [("HULU POS", "above-title")]
    assert found.body == ("KORANHULU.ID,– Warga antre.", "Kata dua.")


def test_subtitle_between_title_and_byline() -> None:
    found = read("Berita Hulu|Kapal Tenggelam di Muara Sungai|Lima orang selamat.|Editor: Sri|SLAWI - Kata.|Kata dua.")
    assert (found.title, found.subtitle) == ("Kapal Tenggelam di Muara Sungai", "Lima orang selamat.")
    assert (found.body, found.editors) == (("SLAWI - Kata.", "Kata dua."), ("Sri",))


def test_what_other_articles_are_about_above_the_title() -> None:
    found = read(
        "Beras Naik Lagi|Pedagang mengeluh soal harga.|Cabai Turun Sedikit|Harga cabai turun.|"
        "Menteri Buka Suara Soal Beras|08/1/2026 16:47 WIB|MENTERI menjelaskan.|Kata dua.|Kata tiga.|Kata empat."
    )
    assert found.title == "Menteri Buka Suara Soal Beras"
    assert found.body == ("MENTERI menjelaskan.", "Kata dua.", "Kata tiga.", "Kata empat.")
    assert found.published_at == datetime(2026, 1, 8, 16, 47, tzinfo=timezone(timedelta(hours=7)))
    assert [drop.rule for drop in found.dropped] == ["above-title"] * 4


def test_a_dump_without_title() -> None:
    found = read(
        "Senin 18-12-2023,14:11 WIB|Reporter : Bimo|Editor : Cakra|"
        "5. Kampung Lintang|Panitia menyiapkan tenda.|Kategori :"
    )
    assert (found.title, found.authors, found.editors) == (None, ("Bimo",), ("Cakra",))
    assert found.body == ("5. Kampung Lintang", "Panitia menyiapkan tenda.")
    assert (found.published_zone, found.published_precision) == ("WIB", "minute")
    assert read("BACA JUGA:Kebun Teh|“Ya,” ujarnya.").title is None
    assert read("HULUPOS.COM – Lahannya Luas dan Subur|Kata.").body[0] == "HULUPOS.COM – Lahannya Luas dan Subur"


def test_the_credit_on_a_line_before_the_caption() -> None:
    found = read(
        "Tahun Ini Jalan Diperbaiki Lagi|Editor: Sri|"
        "Hulunews.com/Budi Santika|Jalan berlubang, Senin (18/1/2021).|Jalan A - B|Kata."
    )
    assert found.images == (Image(None, "Jalan berlubang, Senin (18/1/2021).", "Hulunews.com/Budi Santika"),)
    assert found.body == ("Jalan A - B", "Kata.")


def test_a_date_opening_the_first_sentence_is_not_the_day_of_publication() -> None:
    found = read("Judul Satu yang Panjang|KORANHULU.ID - Jum’at, 28 Juni 2024, pemerintah desa membuka posko.")
    assert found.dateline is not None
    assert found.dateline.on == date(2024, 6, 28)
    assert found.published_on is None


def test_a_time_without_zone_is_a_day_with_a_warning() -> None:
    found = read("Menteri Buka Suara Soal Beras|08/1/2026 16:47|SLAWI - Kata.|Kata dua.")
    assert (found.published_at, found.published_on) == (None, date(2026, 1, 8))
    assert any(warning.startswith("no-zone") for warning in found.warnings)


def test_nothing_and_next_to_nothing() -> None:
    assert clean_text("") == CleanText(None, ())
    assert clean_text(" \n\t\n") == CleanText(None, ())
    assert read("Satu baris saja").title == "Satu baris saja"
    assert read("Satu kalimat.").body == ("Satu kalimat.",)


LINES = [
    *PAGE.split("\n"),
    "Senin 18-12-2023,14:11 WIB",
    "Editor : Sri",
    "Kata dua.",
    "×",
    "- Kebun Teh",
    "2. Kampung",
    "(adv)",
    "Share",
]


@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_lines_in_any_order_are_all_accounted_for(lines: list[str]) -> None:
    found = clean_text("\n".join(lines))
    taken = [*found.body, *(drop.text for drop in found.dropped), found.title, found.subtitle, found.published_printed]
    taken += [f"BACA JUGA:{link.text}" for link in found.related] + [f"- {link.text}" for link in found.related]
    taken += [f"{image.caption}-{image.credit}-" for image in found.images]
    taken += [link.text for link in found.related] + [image.caption for image in found.images]
    assert {folded(line) for line in lines if line.strip()} <= set(taken) | {"Editor : Sri"}


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    found = clean_text(text)
    assert all(folded(line) == line and line for line in found.body)


def test_the_day_of_publication_pins_days_without_a_year() -> None:
    text = "Warga Hulu Tanam Pohon\n{}Warga menanam pohon di hulu sungai, Senin (28/4).\nHujan turun sore harinya."
    dated = clean_text(text.format("Selasa, 29 April 2025 - 10:15 WIB\n"))
    assert dated.published_on == date(2025, 4, 29)
    assert [(found.printed, found.on) for found in dated.dates_mentioned] == [("Senin (28/4)", date(2025, 4, 28))]
    assert clean_text(text.format("")).dates_mentioned == ()
