"""Datelines: place, brand and day, told apart by form and never by a guess."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import clean_text
from newsarchive.models import Paragraph
from newsarchive.registry import load_registry
from newsarchive.text.body import read_body
from newsarchive.text.caption import is_caption
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
    ("AYO HULU, BANDUNG - Warga", "BANDUNG", None),
    ("CANGGU, BALI - Warga", "CANGGU, BALI", None),
    ("HULU EKSPRES, BANDUNG - Warga", "BANDUNG", "HULU EKSPRES"),
    ("HULU DAILY, JAKARTA - Warga", "JAKARTA", "HULU DAILY"),
    ("RADARBOGOR- Warga", None, "RADARBOGOR"),
    ("PANTURANEWS (TEGAL) - Warga", "TEGAL", "PANTURANEWS"),
    ("PanturaNews (Tegal) - Warga", "Tegal", "PanturaNews"),
    ("krjogja.com - YOGYA - Warga", "YOGYA", "krjogja.com"),
    ("BREBES, smpantura – Warga", "BREBES", "smpantura"),
    ("Murianews, Kudus – Warga", "Kudus", "Murianews"),
    ("Lampung Geh, Bandar Lampung - Warga", "Bandar Lampung", None),
    ("JAKARTA - Bandung akan ramai", "JAKARTA", None),
    ("WASHINGTON (AP) — Warga", "WASHINGTON", "AP"),
    ("Jakarta, CNN Indonesia --", "Jakarta", "CNN Indonesia"),
    ("JAKARTA, KOMPAS.com --", "JAKARTA", "KOMPAS.com"),
    ("BANDUNG --", "BANDUNG", None),
    ("Surabaya, CNN Indonesia -- Warga", "Surabaya", "CNN Indonesia"),
    ("Liputan6.com, Jakarta Kereta cepat itu tiba", "Jakarta", "Liputan6.com"),
    ("Liputan6.com, Bandar Lampung Kereta cepat itu tiba", "Bandar Lampung", "Liputan6.com"),
    ("INILAHCOM, Jakarta - Warga", "Jakarta", "INILAHCOM"),
    ("Metrotvnews.com, Jakarta: Warga", "Jakarta", "Metrotvnews.com"),
    ("Media Indonesia, Jakarta: Warga", "Jakarta", "Media Indonesia"),
    ("DENPASAR, NusaBali - Warga", "DENPASAR", "NusaBali"),
    ("RMOL. Warga desa", None, "RMOL"),
    ("RMOLJATENG, SEMARANG - Warga", "SEMARANG", "RMOLJATENG"),
    ("Jakarta. A bill of the people was read to the house", "Jakarta", None),
    ("KABAR6-Warga", None, "KABAR6"),
    ("Bantenraya.co.id - Warga", None, "Bantenraya.co.id"),
    ("SUARA MERDEKA, SEMARANG – Warga", "SEMARANG", "SUARA MERDEKA"),
    ("Bandung, Beritasatu.com – Warga", "Bandung", "Beritasatu.com"),
    ("Jakarta, Beritasatu.com", "Jakarta", "Beritasatu.com"),
    ("Jakarta, Beritasatu.com Warga desa", "Jakarta", "Beritasatu.com"),
    ("AKURAT.CO, Warga desa", None, "AKURAT.CO"),
    ("JAKARTA (IndoTelko) - Warga", "JAKARTA", "IndoTelko"),
    ("YOGYAKARTA, (TI) - Warga", "YOGYAKARTA", "TI"),
    ("Jakarta, NU Online", "Jakarta", "NU Online"),
    ("Jakarta, NU Online Warga desa", "Jakarta", "NU Online"),
    ("SERANG, BANPOS – Warga", "SERANG", "BANPOS"),
    ("KUTA, KOMPAS.com — Warga", "KUTA", "KOMPAS.com"),
    ("Mataram, NTB (ANTARA News) - Warga", "Mataram, NTB", "ANTARA News"),
    ("Jakarta/Surabaya (ANTARA) - Warga", "Jakarta/Surabaya", "ANTARA"),
    ("LOS ANGELES, KOMPAS.com - Warga", "LOS ANGELES", "KOMPAS.com"),
    ("Manchester (ANTARA) - Warga", "Manchester", "ANTARA"),
    ("IHRAM.CO.ID, BANJARMASIH -- Warga", "BANJARMASIH", "IHRAM.CO.ID"),
    ("REPUBLIKA.CO.ID, MANCHESTER— Warga", "MANCHESTER", "REPUBLIKA.CO.ID"),
    ("Beijing, (ANTARA/Xinhua) -- Warga", "Beijing", "ANTARA/Xinhua"),
    ("TRIBUN-TIMUR.COM, MAKASSAR - Warga", "MAKASSAR", "TRIBUN-TIMUR.COM"),
    ("SERAMBINEWS.COM, BANDA ACEH – Warga", "BANDA ACEH", "SERAMBINEWS.COM"),
    ("POS-KUPANG.COM | KUPANG – Warga", "KUPANG", "POS-KUPANG.COM"),
    ("BANGKAPOS.COM, BANGKA - Warga", "BANGKA", "BANGKAPOS.COM"),
    ("SuaraJatim.id - Warga", None, "SuaraJatim.id"),
    ("Suara.com - Warga", None, "Suara.com"),
    ("kumparan - Warga", None, "kumparan"),
    ("JawaPos.com – Warga", None, "JawaPos.com"),
    ("HARIANHALUAN.COM - Warga", None, "HARIANHALUAN.COM"),
    ("PR JATENG - Warga", None, "PR JATENG"),
    ("PIKIRAN RAKYAT - Warga", None, "PIKIRAN RAKYAT"),
    ("LINGKAR MADIUN- Warga", None, "LINGKAR MADIUN"),
    ("GORAJUARA,- Warga", None, None),
    ("JAKARTA – Mau usaha?", "JAKARTA", None),
    ("Jakarta, 28/4 (ANTARA) - Warga", "Jakarta", "ANTARA"),
    ("JAKARTA, Indonesia, Feb. 16, 2016 /PRNewswire/ -- Warga", "JAKARTA, Indonesia", "PRNewswire"),
    ("Jakarta, 16 Februari 2016 - Warga", "Jakarta", None),
    ("BANDUNG, (PRLM).- Warga", "BANDUNG", "PRLM"),
    ("Harianjogja.com, SLEMAN—Warga", "SLEMAN", "Harianjogja.com"),
    ("Bisnis.com, JAKARTA — Warga", "JAKARTA", "Bisnis.com"),
    ("JAKARTA—Warga", "JAKARTA", None),
    ("SURABAYA-Polisi", "SURABAYA", None),
    ("REPUBLIKA.CO.ID, KOTA BANDUNG, JAWA BARAT - Warga", "KOTA BANDUNG, JAWA BARAT", "REPUBLIKA.CO.ID"),
    ("SLEMAN, DIY, KOMPAS.com - Warga", "SLEMAN, DIY", "KOMPAS.com"),
    ("TEMPO Interaktif, Jakarta - Warga", "Jakarta", "TEMPO Interaktif"),
    ("VIVAnews - Warga", None, "VIVAnews"),
    ("CIKALONG WETAN, BANDUNG BARAT - Warga", "CIKALONG WETAN, BANDUNG BARAT", None),
    ("Jakarta, Kominfo - Warga", "Jakarta", None),
    ("Tegal, Margadana - Warga", "Tegal", None),
    ("Jakarta, IDN Times - Warga", "Jakarta", "IDN Times"),
    ("KBRN, Jakarta : Warga", "Jakarta", "KBRN"),
    ("Jakarta (28/4/2025) - Warga", "Jakarta", None),
    ("JAKARTA, (ANTARA) - Warga", "JAKARTA", "ANTARA"),
    ("SAMARINDA, KALTIM - Warga", "SAMARINDA, KALTIM", None),
    ("PALANGKA RAYA, KALTENG TODAY – Warga", "PALANGKA RAYA", "KALTENG TODAY"),
    ("AMBON, Siwalimanews – Warga", "AMBON", "Siwalimanews"),
    ("Ambon, Siwalima - Warga", "Ambon", None),
    ("BATAM, BATAMTODAY.COM - Warga", "BATAM", "BATAMTODAY.COM"),
    ("Padang, Padek—Warga", "Padang", None),
    ("PROBOLINGGO, Radar Bromo – Warga", "PROBOLINGGO", "Radar Bromo"),
    ("SUMENEP – koranmadura.com - Warga", "SUMENEP", "koranmadura.com"),
    ("JAKARTA, JAWAPOS.COM–Warga", "JAKARTA", "JAWAPOS.COM"),
    ("UNGARAN, KRJOGJA.com - Warga", "UNGARAN", "KRJOGJA.com"),
    ("YOGYA (KRjogja.com) - Warga", "YOGYA", "KRjogja.com"),
    ("JAKARTA | TRIBUN - Warga", "JAKARTA", "TRIBUN"),
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
        "PT - Hulu Karya",
        "KPK (Komisi Pencatat Kambing) - lembaga itu",
        "SURABAYA-MADURA macet",
        "SABANG - MERAUKE ditempuh",
        "SUARA RAKYAT - begitu judulnya",
        "Polisi, Jakarta - Bandung",
        "Persib Bandung, Persija Jakarta - Dua",
        "Surabaya, 20 tahun lalu - Warga",
        "Bukalapak.com, Jakarta, membuka",
        "Batu (kota) - dingin",
        "Jakarta-Bandung macet",
        "Jakarta, Bandung - Semarang",
        "Media sosial, kata dia - ramai",
        "Kata dia, Media sosial - ramai",
        "Bandung, Kota Kembang – demikian julukannya",
        "Kompas.com, Detik.com, dan Tempo adalah media",
        "Bandung. Siapa tidak kenal kota ini? Warga datang dari mana-mana",
        "Medan: 34 kasus",
        "DEPRESI jadi satu beban",
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


def test_an_english_place_before_a_full_stop_and_a_place_before_a_whole_sentence() -> None:
    found = read_dateline("Jakarta. A bridge of the old town was closed to traffic")
    assert found is not None
    assert (found.printed, found.place, found.brand) == ("Jakarta.", "Jakarta", None)
    found = read_dateline("Jakarta: Warga di hulu sungai menanam pohon " + "yang tumbuh di tepi jalan " * 4)
    assert found is not None
    assert (found.printed, found.place) == ("Jakarta:", "Jakarta")


@pytest.mark.parametrize(
    ("text", "printed", "on"),
    [
        ("Jakarta, 16 Februari 2016 - PT Hulu", "Jakarta, 16 Februari 2016 -", date(2016, 2, 16)),
        ("JAKARTA, Feb. 16, 2016 /PRNewswire/ -- Kata", "JAKARTA, Feb. 16, 2016 /PRNewswire/ --", date(2016, 2, 16)),
        ("Jakarta (28/4/2025) - Warga", "Jakarta (28/4/2025) -", date(2025, 4, 28)),
        ("Jakarta, 28/4 (ANTARA) - Warga", "Jakarta, 28/4 (ANTARA) -", None),
    ],
)
def test_days_between_place_and_dash(text: str, printed: str, on: date | None) -> None:
    found = read_dateline(text)
    assert found is not None
    assert (found.printed, found.on) == (printed, on)


@pytest.mark.parametrize(
    "text", ["Jakarta, CNN Indonesia --", "JAKARTA, KOMPAS.com --", "BANDUNG --", "Jakarta -", "Palu (ANTARA) --"]
)
def test_a_dateline_alone_in_its_paragraph_is_no_caption_and_stays_in_the_text(text: str) -> None:
    assert not is_caption(text)
    body = read_body([Paragraph(text), Paragraph("Warga menanam pohon di hulu sungai.")])
    assert (body.paragraphs[0], body.images) == (text, ())
    assert body.dateline is not None
    assert body.dateline.place is not None
    assert clean_text(f"Warga Hulu Tanam Pohon\n{text}\nWarga menanam pohon di hulu sungai.").body[0] == text


WORDS = st.sampled_from(
    ["warga", "Karto", "anak-anak", "Jakarta", "desa", "PT", "Suara", "U-17", "-", "--", "–", ",", ".", "(28/4)", ":"]
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_what_is_printed_heads_the_paragraph(text: str) -> None:
    found = read_dateline(text)
    assert found is None or (found.printed and found.printed in text)


def test_long_runs_of_names_are_read_in_time() -> None:
    for text in ("Kata-Kata " * 16, "A" * 160, "A, " * 50, "A-A-A " * 27, "KATA.COM" * 20, "(a" * 80, "A. " * 60):
        start = process_time()
        for _ in range(20):
            read_dateline(text)
        assert process_time() - start < 0.2


ALSO_A_DISTRICT = {"Tirto", "Distrik Banten News"}
"""Outlets whose names are, or look like, those of districts: without the outlet's own names they read as places."""


def test_every_outlet_is_a_brand_beside_a_place() -> None:
    outlets = [o for o in load_registry().outlets if "/" not in o.domain and "(" not in o.name]
    assert len(outlets) > 500
    for outlet in outlets:
        brands = (outlet.name, outlet.domain)
        for form, place in (
            (f"{outlet.domain.upper()} - Warga", None),
            (f"JAKARTA, {outlet.name.upper()} - Warga", "JAKARTA"),
            (f"{outlet.name}, Jakarta - Warga", "Jakarta"),
            (f"Jakarta ({outlet.name}) - Warga", "Jakarta"),
        ):
            found = read_dateline(form, brands)
            assert found is not None, form
            assert (found.place, bool(found.brand)) == (place, True), form
            unknown = read_dateline(form)
            assert unknown is None or unknown.place == place or outlet.name in ALSO_A_DISTRICT, form
