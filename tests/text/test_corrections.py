"""Ralat, koreksi, hak jawab, pencabutan: said by a headline, a note or the desk, and not where others speak of them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from newsarchive.models import Correction, Link, Paragraph
from newsarchive.text.corrections import find_corrections

AT = datetime.fromisoformat("2025-05-14T09:00:00+07:00")
STORY = "https://radarwatu.test/read/11/jembatan"


def read(title: str, *paragraphs: str | Paragraph, at: datetime | None = AT) -> tuple[Correction, ...]:
    return find_corrections(title, [Paragraph(p) if isinstance(p, str) else p for p in paragraphs], at)


def linked(text: str, anchor: str, url: str = STORY) -> Paragraph:
    return Paragraph(text, (Link(anchor, url, text.index(anchor)),))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Ralat: Jembatan Watu Dibuka Senin, Bukan Minggu", "ralat"),
        ("[RALAT] Jembatan Watu Dibuka Senin", "ralat"),
        ("Jembatan Watu Dibuka Senin (Ralat)", "ralat"),
        ("RALAT BERITA: Jembatan Watu", "ralat"),
        ("Ralat atas Berita Jembatan Watu", "ralat"),
        ("Ralat - Jembatan Watu Dibuka Senin", "ralat"),
        ("Permohonan Maaf dan Ralat: Jembatan Watu", "ralat"),
        ("Koreksi: Panjang Jembatan Watu 90 Meter", "koreksi"),
        ("Hak Koreksi: Panjang Jembatan Watu", "koreksi"),
        ("Hak Jawab CV Tirta Kencana atas Pemberitaan Jembatan Watu", "hak-jawab"),
        ("Hak Jawab atas Berita Berjudul 'Jembatan Watu Retak'", "hak-jawab"),
        ("HAK JAWAB: Kepala Desa Watu Bantah Jembatan Retak", "hak-jawab"),
        ("Klarifikasi dan Hak Jawab: Kepala Desa Watu", "hak-jawab"),
        ("Pencabutan Berita Jembatan Watu", None),
        ("Pencabutan Berita: Jembatan Watu", "pencabutan"),
        ("Pencabutan Berita Berjudul Jembatan Watu Retak", "pencabutan"),
        ("Pencabutan Berita", "pencabutan"),
        ("Menteri Ralat Pernyataan soal Jembatan", None),
        ("Ralat Ucapan, Bupati Watu Minta Maaf", None),
        ("IHSG Koreksi Dua Persen", None),
        ("Koreksi Harga Cabai Berlanjut", None),
        ("Hak Jawab dan Hak Koreksi dalam Undang-Undang Pers", None),
        ("Warga Minta Hak Jawab atas Pemberitaan Jembatan", None),
        ("Izin Dicabut, Pasar Watu Tutup", None),
        ("Pencabutan Izin Pasar Watu: Apa Kata Warga", None),
    ],
)
def test_a_headline_says_so_or_not(title: str, kind: str | None) -> None:
    found = read(title, "Watu - Jembatan itu dibuka hari Senin.")
    assert [one.kind for one in found] == ([] if kind is None else [kind])
    if kind:
        assert found[0].printed == title
        assert (found[0].stated_at, found[0].stated_on) == (AT, date(2025, 5, 14))  # it was made when it ran


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Ralat: sebelumnya tertulis 12 warga, yang benar 15 warga.", "ralat"),
        ("(Koreksi: nama kepala desa adalah Suparta.)", "koreksi"),
        ("Catatan Redaksi: berita ini telah diralat pada bagian nama.", "ralat"),
        ("Catatan redaksi: ada perubahan judul dan perbaikan angka pada paragraf ketiga.", "koreksi"),
        ("Artikel ini telah dikoreksi pada Rabu (14/5/2025) pukul 08.30 WIB.", "koreksi"),
        ("Berita ini telah dicabut karena belum memenuhi unsur verifikasi.", "pencabutan"),
        ("Dengan ini redaksi Radar Watu mencabut berita tersebut.", "pencabutan"),
        ("Redaksi memuat hak jawab atas berita di atas.", "hak-jawab"),
        ("Catatan redaksi: nama korban disamarkan.", None),
        ("Bupati meminta redaksi mencabut berita itu.", None),
        ("Redaksi diminta mencabut berita itu, kata bupati.", None),
        ("Menurut dia, hak jawab adalah hak setiap orang.", None),
        ("Harga cabai terkoreksi dan izin pasar dicabut.", None),
        ("Ia meralat ucapannya sehari kemudian.", None),
    ],
)
def test_a_note_at_the_foot_says_so_or_not(note: str, kind: str | None) -> None:
    found = read("Jembatan Watu Dibuka", *["Jembatan itu dibuka."] * 12, note)
    assert [one.kind for one in found] == ([] if kind is None else [kind])
    assert all(one.target_url is None for one in found)


def test_a_note_in_the_middle_of_a_long_text_is_not_looked_for() -> None:
    text = ["Jembatan itu dibuka."] * 10
    assert read("Jembatan Watu Dibuka", *text, "Ralat: yang benar 15 warga.", *text) == ()


def test_what_is_corrected_is_linked_and_named() -> None:
    about = linked("Berita berjudul “Jembatan Watu Retak” yang tayang Senin (12/5/2025) keliru.", "Jembatan Watu Retak")
    (found,) = read("Ralat: Jembatan Watu Tidak Retak", "Watu - Jembatan itu utuh.", about)
    assert (found.target_url, found.target_title) == (STORY, "Jembatan Watu Retak")
    assert found.stated_at == AT


def test_a_line_that_only_links_is_enough() -> None:
    line = linked("Link berita: Jembatan Watu Retak", "Jembatan Watu Retak")
    (found,) = read("Pencabutan Berita", "Berita dicabut karena tidak berimbang. Kami mohon maaf.", line)
    assert (found.kind, found.target_url, found.target_title) == ("pencabutan", STORY, None)
    assert found.reason == "karena tidak berimbang"


def test_the_link_that_has_the_headline_is_chosen_among_several() -> None:
    text = "Ralat: dalam artikel berjudul 'Jembatan Watu Retak', baca juga Pasar Watu, ada kesalahan."
    links = (
        Link("Pasar Watu", "https://radarwatu.test/read/9/pasar", 60),
        Link("Jembatan Watu Retak", STORY, text.index("Jembatan")),
    )
    (found,) = read("Jembatan Watu Dibuka", "Isi berita.", Paragraph(text, links))
    assert (found.target_url, found.target_title) == (STORY, "Jembatan Watu Retak")


def test_a_link_that_is_no_web_address_is_none() -> None:
    line = linked("Link berita: Jembatan Watu Retak", "Jembatan Watu Retak", "javascript:alert(1)")
    (found,) = read("Ralat: Jembatan", line)
    assert found.target_url is None


def test_the_time_of_a_note_is_the_one_printed_with_its_zone() -> None:
    note = (
        "Artikel ini tayang pada Senin (12/5/2025) pukul 10.00 WITA dan berita ini telah diralat pada Rabu (14/5/2025)"
        " pukul 08.30 WITA."
    )
    (found,) = read("Jembatan Watu Dibuka", "Isi.", note)
    assert found.stated_at == datetime.fromisoformat("2025-05-14T08:30:00+08:00")
    (found,) = read("Jembatan Watu Dibuka", "Isi.", "Berita ini telah diralat pada 14 Mei 2025.")
    assert (found.stated_at, found.stated_on) == (None, date(2025, 5, 14))
    (found,) = read("Jembatan Watu Dibuka", "Isi.", "Berita ini telah diralat.")
    assert (found.stated_at, found.stated_on) == (None, None)  # when, is not told


def test_an_answer_of_its_own_speaks_of_another_story() -> None:
    text = linked("Berita ini merupakan hak jawab atas berita berjudul 'Jembatan Watu Retak'.", "Jembatan Watu Retak")
    (found,) = read("Kepala Desa Watu Menjawab", text)
    assert (found.kind, found.target_url, found.stated_at) == ("hak-jawab", STORY, AT)


def test_each_kind_is_said_once() -> None:
    found = read("Ralat: Jembatan Watu", "Ralat: yang benar 15.", "Berita ini telah dicabut.")
    assert [one.kind for one in found] == ["ralat", "pencabutan"]


@pytest.mark.parametrize(
    "piece", ["ralat ", "kami ", "redaksi kami ", "berita ini telah ", "berjudul '", "karena ", "[("]
)
def test_hostile_lengths_take_no_time(piece: str) -> None:
    text = piece * 20_000
    assert len(read(text, *[text] * 20)) <= 4
