"""No editorial paragraph is lost: sentences in the very words that noise begins with stay verbatim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.demo import vocabulary as words
from newsarchive.models import Dropped, Link, Paragraph, RelatedLink
from newsarchive.text.body import read_body

OPENINGS = [
    *("Simak", "Simak juga", "Baca", "Baca juga", "Lihat", "Lihat juga", "Tonton", "Saksikan", "Ikuti", "Dapatkan"),
    *(
        "Sumber",
        "Foto",
        "Video",
        "Berita",
        "Artikel",
        "Artikel ini",
        "Konten",
        "Konten ini",
        "Laporan",
        "Oleh",
        "Iklan",
    ),
    *(
        "Editor",
        "Penulis",
        "Reporter",
        "Redaksi",
        "Kontributor",
        "Pilihan",
        "Terkait",
        "Topik",
        "Tag",
        "Share",
        "Halaman",
    ),
    *("Bagikan", "Jangan lewatkan", "Selengkapnya", "Selanjutnya", "Catatan", "Advertorial", "Gabung", "Klik", "Unduh"),
    *("Read", "By", "Related", "More", "Subscribe", "Follow", "Tim", "Antara", "Kompas", "Situs", "Komentar", "Login"),
    *("Sudah", "Belum ada", "Dibaca", "Dilihat", "Link", "Tautan", "Update", "Cek", "Mari", "Yuk", "Like", "X"),
]
"""Words that rules begin with: followed by ordinary words, they are ordinary words."""

nouns = st.sampled_from([*words.THINGS, *words.TROUBLES, *words.GOODS])
people = st.builds("{} {}".format, st.sampled_from(words.GIVEN), st.sampled_from(words.FAMILY))
ends = st.one_of(
    st.builds(", kata {} {}.".format, st.sampled_from(words.ROLES), people),
    st.builds(" di {} {}.".format, st.sampled_from(words.SPOTS), st.sampled_from(words.TIMES)),
    st.builds(" membuat {} {}.".format, st.sampled_from(words.NEIGHBOURS), st.sampled_from(words.FEELINGS)),
)
told = st.builds(
    "{} {} dan {}{}".format,
    st.one_of(st.sampled_from(OPENINGS), people, st.sampled_from(words.FIRMS), st.sampled_from(words.ROLES)),
    nouns,
    nouns,
    ends,
)
spoken = st.builds("“{} {},” ujar {}.".format, st.sampled_from(OPENINGS), nouns, people)
listed = st.builds("{}. {}".format, st.integers(1, 20), nouns)
paragraphs = st.one_of(told, spoken, listed)


@given(st.lists(paragraphs, min_size=1, max_size=15))
def test_every_paragraph_stays_word_for_word(texts: list[str]) -> None:
    body = read_body([Paragraph(text) for text in texts], title="Judul yang Lain", brands=("Hulu Pos", "hulupos.id"))
    assert body.paragraphs == tuple(texts)
    assert (body.related, body.dropped, body.images) == ((), (), ())
    assert (body.authors, body.editors, body.initials, body.agency) == ((), (), None, None)
    assert not body.is_advertorial


@given(told, nouns, st.sampled_from(["Sebab itu,", "Menurut warga,", "Camat menilai", "Kata dia,"]), told)
def test_links_in_the_text_are_text(first: str, anchor: str, opening: str, last: str) -> None:
    text = f"{opening} {anchor} sudah lama ditunggu warga."
    linked = Paragraph(text, (Link(anchor, "https://hulu.test/1", len(opening) + 1),))
    body = read_body([Paragraph(first), linked, Paragraph(last)])
    assert body.paragraphs == (first, text, last)
    assert body.related == ()


@pytest.mark.parametrize(
    "text",
    [
        "Lihat juga bagaimana warga menjemur kopi di tepi jalan.",
        "Simak juga penjelasan camat tentang air bersih berikut ini.",
        "Read the notice twice, she said, before you sign.",
        "Related to this, the council has opened an inquiry.",
        "Sumber: tiga mata air di lereng itu. Semuanya kering.",
        "Foto: begitu warga menyebut lukisan yang dipajang di balai desa.",
        "(Warga lain menolak disebut namanya.)",
        "Artikel ini telah lama ditunggu pembaca, kata penjaga taman baca.",
        "Dapatkan izin lebih dulu, begitu isi pengumuman di pos itu.",
    ],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_what_looks_like_noise_stays_wherever_it_stands(text: str, at: int) -> None:
    texts = ["Kepala dinas meninjau lokasi kemarin.", "Warga berharap air segera mengalir."]
    texts.insert(at, text)
    assert read_body([Paragraph(each) for each in texts]).paragraphs == tuple(texts)


def test_a_label_with_nothing_after_it_is_recorded() -> None:
    body = read_body([Paragraph("Kata satu."), Paragraph("Warga pulang. Baca juga:"), Paragraph("Kata tiga di hulu.")])
    assert body.paragraphs == ("Kata satu.", "Warga pulang.", "Kata tiga di hulu.")
    assert body.dropped == (Dropped("Baca juga:", "related-label", 2),)


def test_the_headline_of_a_label_at_the_end_of_a_paragraph_may_be_the_next_one() -> None:
    link = Link("Harga Cabai Naik", "https://hulupos.test/2", 0)
    body = read_body(
        [Paragraph("Kata satu."), Paragraph("Warga pulang. Baca:", (Link("", "https://hulupos.test/1", 19),))]
    )
    assert body.dropped == (Dropped("Baca:", "related-label", 2),)
    below = [Paragraph("Warga pulang. Baca juga:"), Paragraph(link.text, (link,)), Paragraph("Kata tiga di hulu.")]
    body = read_body(below)
    assert body.paragraphs == ("Warga pulang.", "Kata tiga di hulu.")
    assert body.related == (RelatedLink(link.text, link.url, 1),)
