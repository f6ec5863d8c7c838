"""What is boring makes no version; every real edit, however small, does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.comparing.boring import body_form, is_same, is_same_time, text_form
from newsarchive.comparing.counters import is_counter, without_counters
from newsarchive.comparing.pictures import picture_of
from newsarchive.models import Article, Image

WIB = timezone(timedelta(hours=7))
PLAIN = Article(
    url="https://radarwatu.test/read/7/pasar",
    outlet="radar-watu",
    kind="article",
    body=("WATU - Harga beras di pasar naik.", "“Kami menunggu panen,” kata Sari."),
    title="Harga Beras Naik: Warga Menunggu",
    published_at=datetime(2026, 2, 23, 17, 18, tzinfo=WIB),
    authors=("Sari Wulan", "Budi Fajar"),
    tags=("beras", "pasar"),
    images=(Image("https://radarwatu.test/upload/2026/02/beras.jpg", "Pasar pagi.", "SARI"),),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harga  beras\tnaik ", "Harga beras naik"),
        ("Harga\xa0beras\u2009naik", "Harga beras naik"),
        ("Harga be\xadras na\u200bik", "Harga beras naik"),
        ("“Naik,” kata ‘Sari’", "\"Naik,\" kata 'Sari'"),
        ("''Naik,'' kata Sari", '"Naik," kata Sari'),
        ("Jum’at", "Jum'at"),
        ("WATU – Harga", "WATU - Harga"),
        ("WATU — Harga", "WATU -- Harga"),
        ("anak‑anak", "anak-anak"),
        ("Tunggu…", "Tunggu..."),
        ("kota , warga", "kota, warga"),
        ("Sumber:Sari", "Sumber: Sari"),
        ("Re\u0301sume\u0301", "Résumé"),
        ("\ufeffHarga", "Harga"),
        ("", " \n "),
    ],
)
def test_the_same_text(one: str, other: str):
    assert text_form(one) == text_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 warga", "13 warga"),
        ("12.500 warga", "12,500 warga"),
        ("Rp1.234", "Rp1. 234"),
        ("1 234", "1234"),
        ("Sari Wulan", "Sari Wulandari"),
        ("pasar", "Pasar"),
        ("diJakarta", "di Jakarta"),
        ("Jokowi: harga naik", "Jokowi harga naik"),
        ("Harga naik", "Harga naik?"),
        ("Harga naik.", "Harga naik!"),
        ("Jumat", "Jum'at"),
        ("10²", "102"),
        ("'naik'", '"naik"'),
        ("2024, 15 orang", "2024,15 orang"),
    ],
)
def test_another_text(one: str, other: str):
    assert text_form(one) != text_form(other)


@pytest.mark.parametrize(
    "text",
    [
        "Dibaca 1.234 kali", "dibaca: 12 Kali", "Telah dibaca : 1,2 rb kali", "Dilihat 5", "12 komentar",
        "(12) Komentar", "Komentar (3)", "1.2k views", "5 views | 2 shares", "Dibaca: 123 Kali, Komentar: 4",
        "1,5 jt x ditonton", "3 jam lalu", "Diperbarui 2 hari yang lalu", "5 minutes ago", "Belum ada komentar",
        "250 suka • 3 komentar",
        "Total views: 900", "10 dibagikan",
    ],
)  # fmt: skip
def test_a_counter(text: str):
    assert is_counter(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "|", "Video itu dilihat 5.000 kali sejak pagi.", "Dilihat 5 rumah rusak", "12 komentar warga", "2 jam",
        "5 orang", "1.234", "Rp5.000", "Pukul 10.30", "Dibaca di aula desa", "3 jam lalu banjir surut",
        "Ditonton 2 juta kali, film itu laris",
        "Dibaca " + "1 kali " * 60,
    ],
)  # fmt: skip
def test_no_counter(text: str):
    assert not is_counter(text)


def test_counters_slip_in_and_count_on():
    text = ("Senin, 23 Februari 2026 | Dibaca 12 kali", "Harga beras naik 12 persen.", "3 komentar")
    later = ("Senin, 23 Februari 2026 | Dibaca 99 kali", "Harga beras naik 12 persen.", "Dibagikan 7 kali")
    assert body_form(text) == body_form(later)
    assert list(without_counters(text)) == ["Senin, 23 Februari 2026", "Harga beras naik 12 persen."]
    assert body_form(text) != body_form((text[0], "Harga beras naik 13 persen."))


SAME_PICTURE = [
    (
        "https://watu.test/crop/750x500/upload/2026/02/beras.jpg?w=700&q=90",
        "https://watu.test/upload/2026/02/beras.jpg",
    ),
    ("https://watu.test/foto/2026/beras.jpg?v=1", "https://watu.test/foto/2026/beras.jpg?v=2&t=17"),
    (
        "https://i0.wp.com/watu.test/wp-content/uploads/2026/02/beras-1024x768.jpg?resize=300%2C200&ssl=1",
        "https://watu.test/wp-content/uploads/2026/02/beras.jpg",
    ),
    ("https://watu.test/wp-content/uploads/2026/02/beras-scaled.jpg", "https://watu.test/wp-content/uploads/2026/02/beras.jpg.webp"),
    (
        "https://asset.watu.test/crops/aB3dEfGh1JkLmN0pQrStUv=/0x0:1000x667/750x500/data/photo/2026/02/23/beras.jpg",
        "https://asset.watu.test/crops/zZ3dEfGh1JkLmN0pQrStUv=/10x9:1000x667/1200x800/data/photo/2026/02/23/beras.jpg",
    ),
    ("https://watu.test/_next/image?url=%2Fupload%2F2026%2Fberas.jpg&w=640&q=75", "https://watu.test/upload/2026/beras.jpg"),
    ("https://watu.test/cdn-cgi/image/width=800,quality=75/https://watu.test/upload/2026/beras.jpg", "https://watu.test/upload/2026/beras.jpg"),
    ("https://thumb.watu.test/unsafe/750x500/filters:quality(90)/https%3A%2F%2Fwatu.test%2Fupload%2F2026%2Fberas.jpg", "https://watu.test/upload/2026/beras.jpg"),
    ("https://cdn1.watu.test/visual/2026/02/23/beras_169.jpeg?w=700&q=90", "https://cdn2.watu.test/visual/2026/02/23/beras.jpeg"),
    ("http://www.watu.test/a.jpg", "https://watu.test/a.jpg"),
    ("https://watu.test/c_fill,w_700,h_400/upload/2026/beras.jpg", "https://watu.test/upload/2026/beras.jpg"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME_PICTURE)
def test_one_picture_in_another_size(one: str, other: str):
    assert picture_of(one) == picture_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://watu.test/upload/2026/02/beras.jpg", "https://watu.test/upload/2026/02/gabah.jpg"),
        ("https://watu.test/upload/2026/02/1.jpg", "https://watu.test/upload/2026/03/1.jpg"),
        ("https://watu.test/foto.php?id=3", "https://watu.test/foto.php?id=4"),
        ("https://watu.test/a.jpg", "https://lereng.test/a.jpg"),
        ("https://watu.test/", "https://watu.test/beras.jpg"),
        ("data:image/png;base64,AAAA", "data:image/png;base64,AAAB"),
        ("https://[", "https://]"),
    ],
)
def test_another_picture(one: str, other: str):
    assert picture_of(one) != picture_of(other)


@given(st.text(max_size=200))
@example("https://watu.test/?url=https://watu.test/?url=https://watu.test/?url=" * 3)
@example("//[::1/%00?url=" + "&" * 150)
@example("https://watu.test/a.jpg?" + "a=1&" * 500)
def test_any_text_may_be_an_address(url: str):
    assert picture_of(url) == picture_of(url)


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ("2026-02-23T17:18:00+07:00", "2026-02-23T10:18:00+00:00", True),
        ("2026-02-23T17:18:00+07:00", "2026-02-23T17:18:42+07:00", True),
        ("2026-02-23T17:18:42+07:00", "2026-02-23T18:18:00+08:00", True),
        ("2026-02-23T17:18:41+07:00", "2026-02-23T17:18:42+07:00", False),
        ("2026-02-23T17:18:00+07:00", "2026-02-23T17:19:00+07:00", False),
        ("2026-02-23T17:18:59+07:00", "2026-02-23T17:19:00+07:00", False),
        ("2026-02-23T17:18:00+07:00", "2026-02-23T17:18:00+08:00", False),
    ],
)
def test_times(before: str, now: str, same: bool):
    one, other = datetime.fromisoformat(before), datetime.fromisoformat(now)
    assert is_same_time(one, other) is is_same_time(other, one) is same


def test_no_time_is_not_any_time():
    assert is_same_time(None, None)
    assert not is_same_time(None, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("field", "value", "same"),
    [
        ("body", ('WATU – Harga beras di pasar naik. "Kami menunggu panen," kata Sari.',), True),
        ("body", ("WATU - Harga beras di pasar naik.", "“Kami menunggu panen,” kata Sari.", "Dibaca 77 kali"), True),
        ("body", ("WATU - Harga beras di pasar naik.",), False),
        ("title", "Harga Beras Naik : Warga Menunggu", True),
        ("title", "Harga Beras Naik; Warga Menunggu", False),
        ("title", None, False),
        ("authors", ("Budi Fajar", "Sari Wulan"), True),
        ("authors", ("Budi Fajar",), False),
        ("tags", ("pasar", "beras"), True),
        ("tags", ("pasar", "beras", "harga"), False),
        ("images", (Image("https://radarwatu.test/300x200/upload/2026/02/beras.jpg", "Pasar  pagi.", "SARI"),), True),
        ("images", (Image("https://radarwatu.test/upload/2026/02/beras.jpg", "Pasar sore.", "SARI"),), False),
        ("images", (), False),
        ("kind", "video", False),
        ("is_advertorial", True, False),
    ],
)  # fmt: skip
def test_fields(field: str, value: object, same: bool):
    other = replace(PLAIN, **{field: value})
    assert is_same(field, PLAIN, other) is is_same(field, other, PLAIN) is same


@given(st.text(alphabet="ab 12.,-'\"\xa0“’–…\xad\n", max_size=60))
def test_white_space_at_the_ends_and_doubled_never_matters(text: str):
    assert text_form(f" {text}\n") == text_form(text)
    assert text_form(text.replace(" ", "  ")) == text_form(text)
    assert text_form(text_form(text)) == text_form(text_form(text) + " ")
