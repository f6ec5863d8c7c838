"""Datelines: place, brand and day, told apart by form and never by a guess."""

from __future__ import annotations

from datetime import date

import pytest

from newsarchive.text.dateline import read_dateline
from newsarchive.text.places import is_place

FORMS: list[tuple[str, str | None, str | None]] = [
    ("JAKARTA, DISWAY.ID -Kata satu", "JAKARTA", "DISWAY.ID"),
    ("JAKARTA, DISWAY.ID- Kata", "JAKARTA", "DISWAY.ID"),
    ("diswayjogja.com - Mencari kata", None, "diswayjogja.com"),
    ("DISWAYPROBOLINGGO.ID, Kota - Kata", "Kota", "DISWAYPROBOLINGGO.ID"),
    (
        "DISWAYPROBOLINGGO.ID.Korea Selatan,Senin 28 April 2025.Dengan hati riang",
        "Korea Selatan",
        "DISWAYPROBOLINGGO.ID",
    ),
    ("PALPOS.ID - Kata", None, "PALPOS.ID"),
    ("RADAR BOGOR– Kata", None, "RADAR BOGOR"),
    ("RADAR BOGOR-Kata", None, "RADAR BOGOR"),
    ("RADAR BOGOR -Kata", None, "RADAR BOGOR"),
    ("TRIBUNLAMPUNG.CO.ID, BANDAR LAMPUNG - Kata", "BANDAR LAMPUNG", "TRIBUNLAMPUNG.CO.ID"),
    ("JAKARTA, KOMPAS.com - Kata", "JAKARTA", "KOMPAS.com"),
    ("KOMPAS.com - Kata", None, "KOMPAS.com"),
    ("Jakarta -", "Jakarta", None),
    ("Yogyakarta - Lima mahasiswa", "Yogyakarta", None),
    ("Palu (ANTARA) - Kata", "Palu", "ANTARA"),
    ("Mataram, NTB (ANTARA News) - Sebanyak", "Mataram, NTB", "ANTARA News"),
    ("jpnn.com, JAKARTA - Kata", "JAKARTA", "jpnn.com"),
    ("REPUBLIKA.CO.ID, MEDAN -- Kata", "MEDAN", "REPUBLIKA.CO.ID"),
    ("REPUBLIKA.CO.ID, MANCHESTER— Sebelum", "MANCHESTER", "REPUBLIKA.CO.ID"),
    ("Surabaya (beritajatim.com) – Kata", "Surabaya", "beritajatim.com"),
    ("BANDAR LAMPUNG (Lampungpro.com): Kata", "BANDAR LAMPUNG", "Lampungpro.com"),
    ("Bandar Lampung (Pikiran Lampung)--- Kata", "Bandar Lampung", "Pikiran Lampung"),
    ("NGAWI, RN — Kata", "NGAWI", "RN"),
    ("Aceh (SL) – Kata", "Aceh", "SL"),
    ("BOJONEGORO, BATARA.NEWS – Kata", "BOJONEGORO", "BATARA.NEWS"),
    ("GORAJUARA,- Kata", None, None),
    ("LINGKAR MADIUN- Kata", None, "LINGKAR MADIUN"),
    ("MEDIA BLITAR – Kata", None, "MEDIA BLITAR"),
    ("KarawangNews.com – Kata", None, "KarawangNews.com"),
    ("Kab. Karawang, - Kata", "Kab. Karawang", None),
    ("KBRN, Palu: Kata", "Palu", "KBRN"),
    ("Suara.com - Kata", None, "Suara.com"),
    ("TIMES MALANG, MALANG – Kata", "MALANG", "TIMES MALANG"),
    ("SURYA.CO.ID | MALANG - Kata", "MALANG", "SURYA.CO.ID"),
    ("RADARMUKOMUKO.COMKampung tua", None, "RADARMUKOMUKO.COM"),
    ("SURABAYA, HARIAN DISWAY - Selama", "SURABAYA", "HARIAN DISWAY"),
    ('BALIKPAPAN, NOMORSATUKALTIM - "Datanya', "BALIKPAPAN", "NOMORSATUKALTIM"),
    ("CIREBON – Kegiatan", "CIREBON", None),
    ("inNalar.com -Rapat", None, "inNalar.com"),
    ("Palembang, SumselSatu.com", "Palembang", "SumselSatu.com"),
    ("KABUPATEN CIREBON, iNewsCirebon.id - Warga", "KABUPATEN CIREBON", "iNewsCirebon.id"),
    ("TRIBUNCIREBON.COM, CIREBON- Petugas", "CIREBON", "TRIBUNCIREBON.COM"),
    ("MARTAPURA, KORANOKUTIMURPOS.ID - Perk", "MARTAPURA", "KORANOKUTIMURPOS.ID"),
    ("PAGARALAMPOS.COM – Lahannya", None, "PAGARALAMPOS.COM"),
    ("TEMPO.CO, Jakarta - Kata", "Jakarta", "TEMPO.CO"),
    ("Liputan6.com, Jakarta - Kata", "Jakarta", "Liputan6.com"),
    ("VIVA.co.id - Kata", None, "VIVA.co.id"),
    ("BANDUNG, JAWA BARAT - Kata", "BANDUNG, JAWA BARAT", None),
    ("KORANHULU.ID,– Kata", None, "KORANHULU.ID"),
    ("Judul ini berulang lagi. KORANHULU.ID - Kata", None, "KORANHULU.ID"),
]


@pytest.mark.parametrize(("text", "place", "brand"), FORMS)
def test_place_and_brand(text: str, place: str | None, brand: str | None) -> None:
    found = read_dateline(text)
    assert found is not None
    assert (found.place, found.brand) == (place, brand)
    assert text.startswith(found.printed) or found.printed in text


@pytest.mark.parametrize(
    "text",
    [
        "Jalan Anggrek - Bakung",
        "Anak-anak itu pulang",
        "SUV-nya rusak",
        "Tim Hulu - Tim Hilir bertemu di laga akhir",
        "Bandung - Jakarta ditempuh dua jam",
        "Tegal - Brebes ditutup",
        "- Kapasitas : 9 kg",
        "1. Kipas HWA-M905P-WB (Harga)",
        "Ia, kata Karto - warga - pulang",
        "Kepala desa, Karto Wira - yang juga petani - pulang",
        "Menurut dia (Karto) - warga",
        "COVID-19 masih ada",
        "PANEN jadi satu berkah",
        "Rabu (3/9/2025): warga",
        "Media sosial - tempat warga mengeluh - ramai",
        "Kata kepala dinas: jalan diperbaiki",
        "",
    ],
)
def test_prose_with_dashes_is_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


def test_a_dated_dateline_that_ends_in_a_full_stop() -> None:
    found = read_dateline("DISWAYHULU.ID.Korea Selatan,Senin 28 April 2025.Dengan hati riang")
    assert found is not None
    assert found.printed == "DISWAYHULU.ID.Korea Selatan,Senin 28 April 2025."
    assert (found.place, found.brand, found.on) == ("Korea Selatan", "DISWAYHULU.ID", date(2025, 4, 28))


def test_a_day_that_opens_the_sentence_after_the_brand() -> None:
    found = read_dateline("KORANHULU.ID - Jum’at, 28 Juni 2024, pemerintah desa membuka posko.")
    assert found is not None
    assert (found.brand, found.on) == ("KORANHULU.ID", date(2024, 6, 28))
    assert not found.printed.endswith(".")


def test_impossible_day_leaves_the_dateline_without_one() -> None:
    found = read_dateline("DISWAYHULU.ID.Slawi,Senin 31 April 2025.Kata")
    assert found is not None
    assert (found.place, found.on) == ("Slawi", None)


def test_what_can_be_told_neither_way_keeps_only_what_is_printed() -> None:
    found = read_dateline("GORAJUARA,- Kata")
    assert found is not None
    assert (found.printed, found.place, found.brand) == ("GORAJUARA,-", None, None)
    named = read_dateline("GORAJUARA,- Kata", brands=["Gorajuara"])
    assert named is not None
    assert (named.place, named.brand) == (None, "GORAJUARA")


def test_a_brand_of_the_outlet_is_known_in_mixed_case() -> None:
    assert read_dateline("Kabar Hulu - Kata") is None
    found = read_dateline("Kabar Hulu - Kata", brands=("kabar hulu",))
    assert found is not None
    assert found.brand == "Kabar Hulu"


def test_places_by_name_and_by_what_they_say_of_themselves() -> None:
    assert is_place("CIREBON")
    assert is_place("Kab. Karawang")
    assert is_place("ntb")
    assert not is_place("Gorajuara")
    assert not is_place("")
