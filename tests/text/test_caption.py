"""What stands under a picture, in every form that was met."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.text.caption import is_caption, is_credit_line, split_caption

FORMS: list[tuple[str, str | None, str | None]] = [
    (
        "Foto:Ketua panitia direncanakan akan membuka pasar malam (pasar) Dan Bertemu Warga --",
        "Ketua panitia direncanakan akan membuka pasar malam (pasar) Dan Bertemu Warga",
        None,
    ),
    (
        "Kipas angin terbaik Hawa HWA-98DD-Hawa Elektronik Indonesia-",
        "Kipas angin terbaik Hawa HWA-98DD",
        "Hawa Elektronik Indonesia",
    ),
    ("--", None, None),
    ("-", None, None),
    ("", None, None),
    ("--net", None, "net"),
    ("Salah satu gerbang jalan baru--", "Salah satu gerbang jalan baru", None),
    (
        "RAPAT - Wakil ketua dewan Wira Adinata saat memimpin rapat.-DODI LASMANA/RADAR SLAWI-",
        "RAPAT - Wakil ketua dewan Wira Adinata saat memimpin rapat.",
        "DODI LASMANA/RADAR SLAWI",
    ),
    (
        "Jalan baru siap menyambut pemudik 2023-Foto: Dok Karya Lintas-",
        "Jalan baru siap menyambut pemudik 2023",
        "Dok Karya Lintas",
    ),
    (
        "Warga kampung berfoto bersama-Istimewa-Berbagai Sumber",
        "Warga kampung berfoto bersama",
        "Istimewa-Berbagai Sumber",
    ),
    (
        "PESISIR: Rumah kampung di tepi pantai. Ist/koranhulu.id--",
        "PESISIR: Rumah kampung di tepi pantai.",
        "Ist/koranhulu.id",
    ),
    (
        "BINCANG : Kapolres Bagas saat berbincang di kantor, Senin 2 September 2024.-Foto : Lukman Seto / Hulu Pos-",
        "BINCANG : Kapolres Bagas saat berbincang di kantor, Senin 2 September 2024.",
        "Lukman Seto / Hulu Pos",
    ),
    ("Kisah Bukit Sunyi. Sumber foto: koranhulu.id --", "Kisah Bukit Sunyi.", "koranhulu.id"),
    (
        "8 calon kabupaten baru yang lolos syarat-Foto : Tangkapan Layar Youtube @anak geografi-",
        "8 calon kabupaten baru yang lolos syarat",
        "Tangkapan Layar Youtube @anak geografi",
    ),
    (
        "Barang bukti sepeda hasil razia-Rama Julio - Harian Disway-",
        "Barang bukti sepeda hasil razia",
        "Rama Julio - Harian Disway",
    ),
    ("( foto : Rama Julio- Harian Disway )", None, "Rama Julio- Harian Disway"),
    ("Foto : Rama Julio- Harian Disway", None, "Rama Julio- Harian Disway"),
    (
        "Perkumpulan pemuda mengadakan temu kampung, berlangsung di lorong pasar, Kamis, 27--",
        "Perkumpulan pemuda mengadakan temu kampung, berlangsung di lorong pasar, Kamis, 27",
        None,
    ),
    ("Juru bicara Yudha Pranata-Candra/ Hulusatu-", "Juru bicara Yudha Pranata", "Candra/ Hulusatu"),
    ("Titik nol di kecamatan hulu. HULU/Bagus Nirwana", "Titik nol di kecamatan hulu.", "HULU/Bagus Nirwana"),
    (
        "JUMPA PERS----JUMPA PERS---- Juru bicara saat jumpa pers, Rabu (3/9/2025). (FOTO : HS1/ANTON RAMA)",
        "JUMPA PERS----JUMPA PERS---- Juru bicara saat jumpa pers, Rabu (3/9/2025).",
        "HS1/ANTON RAMA",
    ),
    ("Kapolres meninjau lapangan. Foto : Rian Subrata", "Kapolres meninjau lapangan.", "Rian Subrata"),
    ("Rapat digelar di balai desa. (Istimewa)--", "Rapat digelar di balai desa.", "Istimewa"),
    ("Warga antre di pasar.Foto: KARTO WIRA/hulupos.id--", "Warga antre di pasar.", "KARTO WIRA/hulupos.id"),
    ("Warga antre di pasar--dok/hulupos", "Warga antre di pasar", "dok/hulupos"),
    ("Warga antre di pasar-- instagram.com/@x", "Warga antre di pasar", "instagram.com/@x"),
    ("Tugu kota di malam hari-DISWAY NETWORK-", "Tugu kota di malam hari", "DISWAY NETWORK"),
    ("Tugu kota di malam hari,-ist/net-", "Tugu kota di malam hari", "ist/net"),
    ("Panen raya di hulu. -FOTO: KARTO-HULU POS-", "Panen raya di hulu.", "KARTO-HULU POS"),
    ("Panen raya di hulu -Foto: Karto-", "Panen raya di hulu", "Karto"),
    ("Warga menerima bibit melalui koperasi.--Gemini AI", "Warga menerima bibit melalui koperasi.", "Gemini AI"),
    ("Ilustrasi uang tunai-dok Disway-", "Ilustrasi uang tunai", "dok Disway"),
    ("Ilustrasi uang tunai---Qoala.app", "Ilustrasi uang tunai", "Qoala.app"),
    ("Ilustrasi uang tunai-sentavio-Freepik", "Ilustrasi uang tunai", "sentavio-Freepik"),
    ("Ilustrasi uang tunai- dana.id - Instagram", "Ilustrasi uang tunai", "dana.id - Instagram"),
    ("Ilustrasi uang tunai-Ist/disway-", "Ilustrasi uang tunai", "Ist/disway"),
    ("Panen raya sore ini Rabu, 18 Februari 2026.-freepik-", "Panen raya sore ini Rabu, 18 Februari 2026.", "freepik"),
    ("Ilustrasi uang tunai-- AI generated", "Ilustrasi uang tunai", "AI generated"),
    ("Ilustrasi uang-Tangkapan layar Instagram-", "Ilustrasi uang", "Tangkapan layar Instagram"),
    ("Warga antre beras (Foto: Karto Wira/hulupos)", "Warga antre beras", "Karto Wira/hulupos"),
    ("Warga antre beras (YouTube Kemensos RI)", "Warga antre beras", "YouTube Kemensos RI"),
    ("Warga antre beras. (ANTARA/Karto Wira)", "Warga antre beras.", "ANTARA/Karto Wira"),
    ("Warga antre beras /Dok humas DPD RI/", "Warga antre beras", "Dok humas DPD RI"),
    ("Warga antre beras /Pixabay/", "Warga antre beras", "Pixabay"),
    (
        "Warga antre beras di Palu. ANTARA FOTO/Karto Wira/foc",
        "Warga antre beras di Palu.",
        "ANTARA FOTO/Karto Wira/foc",
    ),
    ("Warga antre beras di Palu. ANTARA/Karto Wira", "Warga antre beras di Palu.", "ANTARA/Karto Wira"),
    ("Warga antre beras (Istimewa)", "Warga antre beras", "Istimewa"),
    ("Kondisi jalan dipenuhi lubang, Senin (18/1/2021).", "Kondisi jalan dipenuhi lubang, Senin (18/1/2021).", None),
    ("Jalan Hulu - Hilir rusak", "Jalan Hulu - Hilir rusak", None),
    ("Warga jalan-jalan di alun-alun", "Warga jalan-jalan di alun-alun", None),
    ("Dukung Timnas U-17-Dok PSSI-", "Dukung Timnas U-17", "Dok PSSI"),
    ("Ilustrasi hujan", "Ilustrasi hujan", None),
    ("Istimewa", None, "Istimewa"),
]


@pytest.mark.parametrize(("printed", "caption", "credit"), FORMS)
def test_caption_and_credit(printed: str, caption: str | None, credit: str | None) -> None:
    assert split_caption(printed) == (caption, credit)


@pytest.mark.parametrize(("printed", "caption", "credit"), [row for row in FORMS if row[1]])
def test_no_break_spaces_and_doubled_spaces_change_nothing(printed: str, caption: str, credit: str | None) -> None:
    assert split_caption(f" {printed.replace(' ', chr(0xA0) + ' ')} ") == (caption, credit)


def test_agency_is_a_credit_only_where_it_is_named() -> None:
    assert split_caption("Warga antre beras di Palu HULUFOTO", agency_hint="HuluFoto") == (
        "Warga antre beras di Palu",
        "HULUFOTO",
    )
    assert split_caption("Warga antre beras di Palu HULUFOTO") == ("Warga antre beras di Palu HULUFOTO", None)


@pytest.mark.parametrize(
    "line",
    [
        "Salah satu gerbang jalan baru--",
        "--",
        "--net",
        "Warga antre di pasar--dok/hulupos",
        "Panen raya di hulu.-aig-",
        "Warga menanam pohon di hulu sungai, dan sore harinya hujan turun lagi di lereng." * 5 + "--",
        "Warga menanam pohon di hulu sungai, dan sore harinya hujan turun lagi di lereng." * 5 + "-dok Redaksi-",
        "KOTA TEGAL - Warga antre di pasar.-KARTO/HULU POS-",
        "Panen raya di hulu.-Karto Wira-",
        "Panen raya di hulu.--Karto Wira",
        "--Istimewa--",
        "Panen raya di hulu. -FOTO: KARTO-HULU POS-",
        "Kapolres meninjau lapangan. Foto : Rian Subrata",
    ],
)
def test_lines_that_show_by_their_form_that_they_are_captions(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ia berkata -- dan warga mengangguk -- bahwa hujan akan turun.",
        "Jalan Anggrek - Bakung",
        "- Kapasitas : 9 kg",
        "Anak-anak bermain di halaman.",
        "Foto itu diambil dua tahun lalu.",
        "Rapat dibuka Senin (18/1/2021).",
        "Ia berkata bahwa anak-anak -",
        "Ia berkata bahwa anak-anak itu –",
        "Mereka pulang--antara senang dan sedih.",
        "Mereka pulang--antara senang dan sedih",
        "Kata dia--sumber kekayaan negeri ini.",
        "--Kami datang dari jauh.",
        "-- Bersambung --",
        "- Bahan-bahan -",
        "Kata Al-Farabi -",
        "JAKARTA, KORANHULU.ID - Warga menanam pohon. (Foto: Humas)",
        "Palu (ANTARA) - Warga menanam pohon--",
        "Warga menanam pohon di tepi " + "jalan yang sepi di hulu sungai " * 6 + ". (Foto: Humas)",
        "Ia menutup rapat. Warga pulang. Hujan turun. (Foto: Humas)",
        "",
    ],
)
def test_prose_and_list_items_are_no_captions(line: str) -> None:
    assert not is_caption(line)


def test_a_credit_on_a_line_of_its_own() -> None:
    assert is_credit_line("Hulunews.com/Budi Santika")
    assert is_credit_line("(Istimewa)")
    assert not is_credit_line("Warga antre di pasar")
    assert not is_credit_line("Jalan Anggrek - Bakung")


def test_a_line_too_long_for_a_caption_is_given_back_whole() -> None:
    line = "kata " * 400 + "-Dok Hulu-"
    assert split_caption(line) == (line, None)
    assert not is_caption(line)


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Kebun teh di lereng © hulupos.id", "Kebun teh di lereng", "hulupos.id"),
        ("Kebun teh di lereng/© HuluPos", "Kebun teh di lereng", "HuluPos"),
        (
            "Kebun teh di lereng.(HULU Photo/Eko) Foto: HULU/Eko Yuwono",
            "Kebun teh di lereng.(HULU Photo/Eko)",
            "HULU/Eko Yuwono",
        ),
        ("Kebun teh di lereng Foto: Eko Yuwono", "Kebun teh di lereng", "Eko Yuwono"),
        ("Kebun teh di lereng. Image: HULU/Eko", "Kebun teh di lereng.", "HULU/Eko"),
        ("Kebun teh di lereng(Eko Yuwono)", "Kebun teh di lereng", "Eko Yuwono"),
        ("Kebun teh di lereng (Biro Pers Hulu)", "Kebun teh di lereng", "Biro Pers Hulu"),
        ("Kebun teh di lereng. Doc. hulu.ac.id HULU ONLINE", "Kebun teh di lereng.", "Doc. hulu.ac.id HULU ONLINE"),
        ("Kebun milik Perusahaan Teh Hulu (PTH)", "Kebun milik Perusahaan Teh Hulu (PTH)", None),
        ("Karto (kanan) dan Sri (tengah)", "Karto (kanan) dan Sri (tengah)", None),
        ("Warga membawa foto: gambar lama dari balai desa", "Warga membawa foto: gambar lama dari balai desa", None),
    ],
)
def test_credits_of_more_houses(line: str, caption: str, credit: str | None) -> None:
    assert split_caption(line) == (caption, credit)


PROSE = st.lists(
    st.sampled_from(
        ["warga", "Karto", "anak-anak", "sumber", "antara", "foto", "U-17", "Al-Farabi", "itu", "pulang", "--", "- "]
    ),
    min_size=2,
    max_size=30,
)


@given(PROSE, st.sampled_from([" ", "--"]))
def test_a_sentence_with_its_full_stop_is_no_caption(words: list[str], between: str) -> None:
    assert not is_caption(f"Ia berkata {between.join(words)} kemarin.")


@given(PROSE)
def test_a_paragraph_is_no_caption_whatever_it_ends_in(words: list[str]) -> None:
    assert not is_caption("Warga menanam pohon di hulu sungai. " * 9 + " ".join(words) + " --")
