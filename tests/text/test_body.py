"""Bodies of pages: what is kept is verbatim, what is taken out is kept as data, and nothing is lost."""

from __future__ import annotations

import timeit
from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.models import Image, Link, Paragraph, RelatedLink
from newsarchive.text.body import Body, read_body


def linked(text: str, *anchors: str) -> Paragraph:
    """A paragraph whose `anchors` (parts of the text, in order) lead to `https://hulu.test/<first word>`."""
    links: list[Link] = []
    at = 0
    for anchor in anchors:
        start = text.index(anchor, at)
        links.append(Link(anchor, f"https://hulu.test/{anchor.split()[-1].lower()}", start))
        at = start + len(anchor)
    return Paragraph(text, tuple(links))


def read(*paragraphs: str | Paragraph, title: str | None = None, brands: Sequence[str] = ()) -> Body:
    return read_body([p if isinstance(p, Paragraph) else Paragraph(p) for p in paragraphs], title=title, brands=brands)


def titles(body: Body) -> list[tuple[str, str | None, int]]:
    return [(link.text, link.url, link.after) for link in body.related]


# ---- related links


@pytest.mark.parametrize("label", ["BACA JUGA:", "BACA JUGA : ", "BACA JUGA :\u00a0", "Baca juga: ", "baca  juga:"])
def test_label_and_anchor_in_a_paragraph_of_their_own(label: str) -> None:
    body = read("Kata satu.", linked(f"{label}Kebun Teh Tua", "Kebun Teh Tua"), "Kata dua.")
    assert body.paragraphs == ("Kata satu.", "Kata dua.")
    assert titles(body) == [("Kebun Teh Tua", "https://hulu.test/tua", 1)]
    assert body.warnings == ()


def test_pairs_in_a_row_without_anchors() -> None:
    body = read("Kata satu.", "BACA JUGA:Kebun Teh Tua", "BACA JUGA:Apa Ini? Simak: Itu!", "Kata dua.")
    assert body.paragraphs == ("Kata satu.", "Kata dua.")
    assert titles(body) == [("Kebun Teh Tua", None, 1), ("Apa Ini? Simak: Itu!", None, 1)]


def test_the_label_inside_the_anchor() -> None:
    body = read(linked("BACA JUGA: Kebun Teh Tua", "BACA JUGA: Kebun Teh Tua"), "Kata.")
    assert titles(body) == [("Kebun Teh Tua", "https://hulu.test/tua", 0)]


def test_several_anchors_after_one_label() -> None:
    body = read(linked("BACA JUGA: Kebun Teh, Pasar Malam", "Kebun Teh", "Pasar Malam"), "Kata.")
    assert titles(body) == [("Kebun Teh", "https://hulu.test/teh", 0), ("Pasar Malam", "https://hulu.test/malam", 0)]
    assert body.paragraphs == ("Kata.",)


def test_label_glued_after_a_sentence() -> None:
    body = read("Pekerjaan selesai. BACA JUGA:Kebun Teh Tua", "Kata.")
    assert body.paragraphs == ("Pekerjaan selesai.", "Kata.")
    assert titles(body) == [("Kebun Teh Tua", None, 1)]


def test_text_after_the_anchor_stays_and_words_are_never_glued() -> None:
    body = read(linked("Kata satu.BACA JUGA: Kebun TehKata dua.", "Kebun Teh"))
    assert body.paragraphs == ("Kata satu.", "Kata dua.")
    assert titles(body) == [("Kebun Teh", "https://hulu.test/teh", 1)]


def test_a_sentence_parted_by_a_link_is_one_again() -> None:
    body = read(linked("Ia berkata BACA JUGA: Kebun Teh bahwa hujan turun.", "Kebun Teh"))
    assert body.paragraphs == ("Ia berkata bahwa hujan turun.",)
    assert titles(body) == [("Kebun Teh", "https://hulu.test/teh", 1)]


def test_other_anchors_in_the_paragraph_are_text() -> None:
    body = read(linked("Kata di Slawi. BACA JUGA: Kebun Teh", "Slawi", "Kebun Teh"))
    assert body.paragraphs == ("Kata di Slawi.",)
    assert titles(body) == [("Kebun Teh", "https://hulu.test/teh", 1)]


def test_a_label_without_colon_counts_before_an_anchor_only_where_a_sentence_begins() -> None:
    body = read(linked("Kata satu. Baca juga Kebun Teh", "Kebun Teh"))
    assert (body.paragraphs, titles(body)) == (("Kata satu.",), [("Kebun Teh", "https://hulu.test/teh", 1)])
    kept = "Anda bisa baca juga panduan itu di sini."
    assert read(linked(kept, "panduan")).paragraphs == (kept,)


def test_titles_glued_to_text_without_a_mark_are_cut_with_a_warning() -> None:
    body = read(
        "Kata satu. BACA JUGA:Kebun Teh Tua Jadi Taman BACA JUGA:Pasar Malam di Kota Lama “Kami siap,” ujar Karto. "
        "BACA JUGA:Jembatan Baru Dibuka Sebagian besar warga sudah pulang. Kata tiga."
    )
    assert body.paragraphs == (
        "Kata satu.",
        "“Kami siap,” ujar Karto.",
        "Sebagian besar warga sudah pulang. Kata tiga.",
    )
    assert titles(body) == [
        ("Kebun Teh Tua Jadi Taman", None, 1),
        ("Pasar Malam di Kota Lama", None, 1),
        ("Jembatan Baru Dibuka", None, 2),
    ]
    assert [warning.split(":")[0] for warning in body.warnings] == ["glued-related", "glued-related"]


def test_glued_text_that_cannot_be_told_stays_in_the_body_with_a_warning() -> None:
    body = read("Kata. BACA JUGA:panen raya usai warga pulang ke rumah. Lalu hujan turun deras. Selesai.")
    assert "panen raya usai warga pulang ke rumah. Lalu hujan turun deras. Selesai." in body.paragraphs[-1]
    assert body.related == ()
    assert body.warnings[0].startswith("glued-related: no end")


def test_a_label_alone_and_the_list_below_it() -> None:
    body = read(
        "Kata.", "BACA JUGA :", "- Kebun Teh Tua", "• Pasar Malam", linked("Air Terjun", "Air Terjun"), "Kata dua."
    )
    assert titles(body) == [
        ("Kebun Teh Tua", None, 1),
        ("Pasar Malam", None, 1),
        ("Air Terjun", "https://hulu.test/terjun", 1),
    ]
    assert body.paragraphs == ("Kata.", "Kata dua.")


def test_a_label_alone_and_a_headline_without_any_mark_is_taken_with_a_warning() -> None:
    body = read("Kata.", "Baca juga:", "Kebun Teh Tua Jadi Taman", "Kata dua.")
    assert titles(body) == [("Kebun Teh Tua Jadi Taman", None, 1)]
    assert body.warnings[0].startswith("related-by-position:")


def test_a_label_alone_before_text_takes_nothing_with_it() -> None:
    body = read("Kata.", "Baca juga:", "Warga pulang ke rumah masing-masing.", "- Kapasitas : 9 kg")
    assert body.paragraphs == ("Kata.", "Warga pulang ke rumah masing-masing.", "- Kapasitas : 9 kg")
    assert body.related == ()


def test_zero_width_characters_and_doubled_spaces_do_not_hide_a_label() -> None:
    paragraph = linked("\u200bBACA  JUGA :\u00a0 Kebun\u00a0 Teh", "Kebun\u00a0 Teh")
    assert titles(read("Kata.", paragraph)) == [("Kebun Teh", "https://hulu.test/teh", 1)]


# ---- the head of a page


def test_title_byline_and_caption_before_the_text() -> None:
    body = read(
        "Panen Raya Dimulai!",
        "Bupati memanen padi-Karto/ Hulu Pos-",
        "Reporter: Karto Wira | Editor: Sri Lestari",
        "SLAWI, HULUPOS.ID - Panen raya dimulai.",
        title="Panen raya dimulai!",
    )
    assert body.paragraphs == ("SLAWI, HULUPOS.ID - Panen raya dimulai.",)
    assert (body.authors, body.editors) == (("Karto Wira",), ("Sri Lestari",))
    assert body.images == (Image(None, "Bupati memanen padi", "Karto/ Hulu Pos"),)
    assert [(drop.rule, drop.after) for drop in body.dropped] == [("title-repeated", 0), ("byline", 0)]
    assert body.dateline is not None
    assert (body.dateline.place, body.dateline.brand) == ("SLAWI", "HULUPOS.ID")


def test_title_in_the_middle_is_text() -> None:
    body = read("Kata satu.", "Panen Raya", "Kata dua.", title="Panen raya")
    assert body.paragraphs == ("Kata satu.", "Panen Raya", "Kata dua.")


def test_byline_in_the_middle_is_text() -> None:
    text = ("Ia memilih tiga buku.", "Penulis: Karto Wira", "Buku itu laku keras.")
    assert read(*text).paragraphs == text


def test_reporting_line() -> None:
    body = read("Laporan Wartawan Hulunews.com, Eko Yuwono", "HULUNEWS.COM, SLAWI- Kata.")
    assert body.authors == ("Eko Yuwono",)


# ---- the tail of a page


def test_the_run_of_noise_at_the_end() -> None:
    body = read(
        "Kata satu. (rdh)",
        "Penulis : Karto Wira",
        "Editor : Sri Lestari",
        "BACA JUGA:Kebun Teh",
        "Cek Berita dan Artikel lainnya di Google News",
        "Sumber: hulupos.id",
        "Tag",
        "Share",
        "Berita Terkini",
        "Judul Samping Satu",
        "Judul Samping Dua?",
    )
    assert body.paragraphs == ("Kata satu. (rdh)",)
    assert (body.authors, body.editors, body.source_credit) == (("Karto Wira",), ("Sri Lestari",), "hulupos.id")
    assert titles(body) == [("Kebun Teh", None, 1)]
    assert [drop.rule for drop in body.dropped[-3:]] == ["side-heading", "below-side-heading", "below-side-heading"]


@pytest.mark.parametrize("line", ["Sumber: hulupos.id", "Tag: panen, sawah", "Ikuti kami di", "Berita Terkini", "2"])
def test_rules_for_the_end_do_not_speak_of_the_middle(line: str) -> None:
    assert read("Kata satu.", line, "Warga pulang ke rumah.").paragraphs == (
        "Kata satu.",
        line,
        "Warga pulang ke rumah.",
    )


def test_empty_source_label_is_dropped_and_no_credit() -> None:
    body = read("Kata.", "Sumber:")
    assert (body.paragraphs, body.source_credit) == (("Kata.",), None)
    assert [(drop.text, drop.rule, drop.after) for drop in body.dropped] == [("Sumber:", "empty-label", 1)]


def test_republished_text_names_its_origin() -> None:
    body = read(
        "Kata.", "Artikel ini telah tayang di HuluPos.com dengan judul Panen Raya, Klik untuk baca: https://x.test/1"
    )
    assert (body.paragraphs, body.republished_from) == (("Kata.",), "HuluPos.com")


@pytest.mark.parametrize("end", ["(adv)", "(ADV)", "(adv/eko)", "[adv]"])
def test_paid_texts_are_marked_and_verbatim(end: str) -> None:
    body = read("Kata.", f"Acara ditutup. {end}")
    assert body.is_advertorial
    assert body.paragraphs[-1] == f"Acara ditutup. {end}"


@pytest.mark.parametrize("end", ["(rdh)", "(*)", "***", "(boy/hulu)", "(H-4)"])
def test_sign_offs_stay_behind_the_last_sentence_and_go_where_they_stand_alone(end: str) -> None:
    body = read("Kata.", f"Acara ditutup. {end}", "Sumber:")
    assert body.paragraphs == ("Kata.", f"Acara ditutup. {end}")
    alone = read("Kata.", end, linked("BACA JUGA: Kebun Teh", "Kebun Teh"), "Sumber:")
    assert alone.paragraphs == ("Kata.",)
    assert [link.after for link in alone.related] == [1]
    assert body.initials == alone.initials == (None if "*" in end else end)
    assert not body.is_advertorial
    assert not alone.is_advertorial


def test_player_mark_is_cut_out_of_its_sentence() -> None:
    body = read("Ia lalu [Gambas:Video 20detik] pulang.", "[Gambas:Instagram]", "Kata.")
    assert body.paragraphs == ("Ia lalu pulang.", "Kata.")
    assert [drop.rule for drop in body.dropped] == ["player-mark", "player-mark"]


def test_captions_between_the_paragraphs() -> None:
    body = read("Kata satu.", "Petani menyapa.-FOTO: KARTO-HULU POS-", "--", "Kata dua.")
    assert body.paragraphs == ("Kata satu.", "Kata dua.")
    assert body.images == (Image(None, "Petani menyapa.", "KARTO-HULU POS"),)
    assert [drop.rule for drop in body.dropped] == ["empty-caption"]


def test_escaped_quotes_are_kept_and_told() -> None:
    body = read('\\"Kami takut,\\" kata Karto.')
    assert body.paragraphs == ('\\"Kami takut,\\" kata Karto.',)
    assert body.warnings[0].startswith("escaped-quotes:")


def test_nothing_gives_an_empty_body() -> None:
    assert read() == Body(())
    assert read("", " \u00a0\u200b ").paragraphs == ()


# ---- boxes of links, by the layout's word or under a heading


def box(text: str, *anchors: str) -> Paragraph:
    made = linked(text, *anchors)
    return Paragraph(made.text, made.links, is_related=True)


def test_a_box_is_links_and_its_label_is_dropped() -> None:
    body = read("Kata satu.", box("Baca Juga: Kebun Teh Tua Pasar Malam", "Kebun Teh Tua", "Pasar Malam"), "Kata dua.")
    assert body.paragraphs == ("Kata satu.", "Kata dua.")
    assert titles(body) == [
        ("Kebun Teh Tua", "https://hulu.test/tua", 1),
        ("Pasar Malam", "https://hulu.test/malam", 1),
    ]
    assert [(drop.text, drop.rule, drop.after) for drop in body.dropped] == [("Baca Juga:", "related-box", 1)]


def test_boxes_of_every_make() -> None:
    assert titles(read("Kata.", box("Baca juga: Kebun Teh Tua"))) == [("Kebun Teh Tua", None, 1)]
    assert titles(read("Kata.", box("Kebun Teh Tua"))) == [("Kebun Teh Tua", None, 1)]
    labelled = read("Kata.", box("Baca juga: Kebun Teh", "Baca juga: Kebun Teh"))
    assert titles(labelled) == [("Kebun Teh", "https://hulu.test/teh", 1)]
    alone = read("Kata.", box("BACA JUGA"), "Kata dua.")
    assert (alone.related, alone.paragraphs) == ((), ("Kata.", "Kata dua."))
    assert [(drop.text, drop.rule) for drop in alone.dropped] == [("BACA JUGA", "related-box")]
    assert read("Kata.", box("ADVERTISEMENT")).related == ()


def test_an_article_linked_to_twice_in_a_box_is_one_and_advertisements_are_none() -> None:
    links = (
        Link("Kebun", "https://hulu.test/1", 0),
        Link("Kebun Teh Tua", "https://hulu.test/1", 6),
        Link("Obat Ajaib", "https://a.popin.cc/redirect?x=1", 20),
        Link("Selengkapnya", "https://hulu.test/semua", 31),
    )
    body = read("Kata.", Paragraph("Kebun Kebun Teh Tua Obat Ajaib Selengkapnya", links, is_related=True))
    assert titles(body) == [("Kebun Teh Tua", "https://hulu.test/1", 1)]
    assert "Obat Ajaib" in body.dropped[0].text


def test_boxes_above_and_below_the_text() -> None:
    body = read(
        box("Baca juga Kebun Teh", "Kebun Teh"), "Kata.", "(abc/def)", box("Pasar Malam", "Pasar Malam"), "Tag: a"
    )
    assert body.paragraphs == ("Kata.",)
    assert titles(body) == [("Kebun Teh", "https://hulu.test/teh", 0), ("Pasar Malam", "https://hulu.test/malam", 1)]
    assert body.initials == "(abc/def)"


@pytest.mark.parametrize(
    "heading", ["JANGAN LEWATKAN!!!", "Berita Terkait", "Read also:", "BACA ARTIKEL MENARIK LAINNYA"]
)
def test_links_under_a_heading_are_a_box(heading: str) -> None:
    lines = [heading, linked("Kebun Teh", "Kebun Teh"), linked("- Pasar Malam", "Pasar Malam")]
    for body in (read("Kata satu.", *lines, "(abc/def)"), read("Kata satu.", *lines, "Kata dua.", "(abc/def)")):
        assert titles(body) == [
            ("Kebun Teh", "https://hulu.test/teh", 1),
            ("Pasar Malam", "https://hulu.test/malam", 1),
        ]
        assert body.initials == "(abc/def)"
        assert set(body.paragraphs) <= {"Kata satu.", "Kata dua."}
    if not heading.endswith(":"):  # in mid-text and without links it is text
        assert read("Kata satu.", heading, "Kata dua.").paragraphs == ("Kata satu.", heading, "Kata dua.")


@pytest.mark.parametrize("label", ["Baca", "Simak juga", "Lihat", "Read also", "Also read:", "Video:", "READ:"])
def test_a_word_and_links_are_links(label: str) -> None:
    body = read("Kata satu.", linked(f"{label} Kebun Teh", "Kebun Teh"), "Kata dua.")
    assert body.paragraphs == ("Kata satu.", "Kata dua.")
    assert titles(body) == [("Kebun Teh", "https://hulu.test/teh", 1)]


def test_a_video_is_a_link_whose_address_may_stand_in_the_next_line() -> None:
    mark = "[Gambas:Video 20detik]"
    expected = [('Simak Video "Panen Raya"', "https://hulu.test/20detik]", 1)]
    assert titles(read("Kata.", 'Simak Video "Panen Raya"', linked(mark, mark))) == expected
    assert titles(read("Kata.", linked(f'Simak Video "Panen Raya" {mark}', mark))) == expected
    assert titles(read("Kata.", 'Simak Video "Panen Raya"', "Kata dua.")) == [('Simak Video "Panen Raya"', None, 1)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("(Baca: Kebun Teh)", None),
        ("[Baca juga: Kebun Teh]", None),
        ("Ia pulang (Baca: Kebun Teh).", "Ia pulang."),
        ("Ia pulang. (Baca juga: Kebun Teh)", "Ia pulang."),
        ("Ia (54) pulang. (Baca: Kebun Teh) Hujan turun.", "Ia (54) pulang. Hujan turun."),
        ("Ia pulang. Baca: Kebun Teh", "Ia pulang."),
        ("Ia pulang. Read also: Kebun Teh", "Ia pulang."),
        ("Baca juga Kebun Teh di sini.", None),
        ("Baca juga: 1. Kebun Teh", None),
    ],
)
def test_labels_in_brackets_and_behind_sentences(text: str, left: str | None) -> None:
    body = read("Kata.", linked(text, "Kebun Teh"), "Kata dua.")
    assert body.paragraphs == tuple(filter(None, ("Kata.", left, "Kata dua.")))
    assert titles(body) == [("Kebun Teh", "https://hulu.test/teh", 1 + bool(left))]


def test_a_bracketed_label_without_a_link_and_the_links_beside_it() -> None:
    body = read(
        linked("Camat Slawi pulang. (Baca juga: Kebun Teh Tua)", "Slawi"), "Kata si bos (baca: Pak Camat Hulu) itu."
    )
    assert body.paragraphs == ("Camat Slawi pulang.", "Kata si bos (baca: Pak Camat Hulu) itu.")
    assert titles(body)[0] == ("Kebun Teh Tua", None, 1)


def test_a_link_that_holds_its_label_in_any_case() -> None:
    text = "Baca juga kebun teh tua di lereng"
    assert titles(read("Kata.", linked(text, text))) == [("kebun teh tua di lereng", "https://hulu.test/lereng", 1)]


@pytest.mark.parametrize("text", ["Lihat juga video 'Kebun Teh':", "Tonton juga 'Kebun Teh'", "Lihat Video: Kebun Teh"])
def test_titles_of_videos(text: str) -> None:
    body = read("Kata.", text, "Kata dua.")
    assert body.paragraphs == ("Kata.", "Kata dua.")
    assert [link.text for link in body.related] == [text.rstrip(":")]


def test_a_pointer_to_the_whole_article_is_a_link_and_names_its_outlet() -> None:
    text = "Artikel ini telah naik di huluBali dan bisa dibaca selengkapnya di sini."
    body = read("Kata.", linked(text, "di sini."))
    assert (body.paragraphs, body.republished_from) == (("Kata.",), "huluBali")
    assert titles(body) == [(text, "https://hulu.test/sini.", 1)]
    assert read("Kata.", text).related == ()


# ---- provenance


def test_people_and_sources_in_the_text() -> None:
    body = read(
        *("Laporan Wartawan HuluPos.com, Karto Wira", "Kata satu.", "Kontributor: Eko Yuwono", "Fotografer: Wira"),
        *("Editor: Sri", "Sumber: Antara", "Artikel ini telah tayang di HilirPos.com dengan judul Panen Raya"),
    )
    assert body.paragraphs == ("Kata satu.",)
    assert (body.authors, body.editors) == (("Karto Wira",), ("Sri",))
    assert (body.contributors, body.photographers) == (("Eko Yuwono",), ("Wira",))
    assert (body.source_credit, body.republished_from) == ("Antara", "HilirPos.com")


@pytest.mark.parametrize(
    "line",
    ["ADVERTORIAL", "(ADV)", "Konten ini merupakan kerja sama dengan Bank Hulu.", "Artikel ini adalah advertorial."],
)
def test_lines_of_paid_texts_are_dropped_and_flagged(line: str) -> None:
    for body in (read(line, "Kata satu.", "Kata dua."), read("Kata satu.", "Kata dua.", line)):
        assert body.is_advertorial
        assert body.paragraphs == ("Kata satu.", "Kata dua.")


# ---- properties

SENTENCES = [
    "Kepala bidang menyebut alat berat baru bisa masuk.",
    "“Ya,” katanya.",
    "Sumber air di dusun itu mulai kering, kata Karto (54).",
    "- Kapasitas : 9 kg",
    "2. Kampung Rawa",
    "Simak pesan ketua panitia sebelum berangkat.",
    "Harga cabai naik Rp 2.000, juga bawang.",
    "Jalan Anggrek - Bakung",
    "Apa kata warga?",
]
NOISE = [
    "BACA JUGA:Kebun Teh Tua Jadi Taman",
    "Baca Juga : Pasar Malam Dibuka Lagi",
    "ADVERTISEMENT",
    "Cek Berita dan Artikel lainnya di Google News",
    "[Gambas:Video 20detik]",
    "Halaman 1/2",
    "Sumber:",
]


@given(st.lists(st.sampled_from([*SENTENCES, *NOISE]), max_size=30))
def test_text_is_kept_word_for_word_and_noise_is_not(lines: list[str]) -> None:
    body = read(*lines)
    assert list(body.paragraphs) == [line for line in lines if line in SENTENCES]
    assert len(body.related) == sum(line in NOISE[:2] for line in lines)
    assert len(body.dropped) == sum(line in NOISE[2:] for line in lines)


@given(st.lists(st.text(max_size=60), max_size=12), st.text(max_size=20))
def test_any_text_gives_a_body_and_no_letter_is_lost(lines: list[str], title: str) -> None:
    body = read(*lines, title=title)
    kept = [*body.paragraphs, *(link.text for link in body.related), *(drop.text for drop in body.dropped)]
    kept += [part for image in body.images for part in (image.caption, image.credit) if part]
    assert all(0 <= link.after <= len(body.paragraphs) for link in (*body.related, *body.dropped))
    for line in lines:
        if not any(word in line.lower() for word in ("baca", "foto", "photo", "juga")):
            words = {"".join(mark for mark in word if mark.isalnum()) for word in line.split()}
            letters = "".join(mark for text in kept for mark in text if mark.isalnum())
            assert all(word in letters for word in words)


@given(
    st.lists(
        st.sampled_from(["BACA JUGA:", "Baca juga ", "Judul Baru", " ", ". ", "“", "kata", ",", "foto:"]), max_size=40
    )
)
def test_labels_in_every_order_do_no_harm(parts: list[str]) -> None:
    body = read("".join(parts))
    assert all(isinstance(link, RelatedLink) and link.text.strip() == link.text for link in body.related)
    assert all(text.strip() == text and text for text in body.paragraphs)


@pytest.mark.parametrize(
    "part",
    [
        "-",
        "(",
        "/",
        "Foto: ",
        "BACA JUGA:a ",
        "A ",
        "A/",
        "* ",
        "#a ",
        "Editor: A | ",
        "a.b",
        "(baca juga: Kata) ",
        "(a/",
    ],
)
def test_hostile_paragraphs_are_read_in_linear_time(part: str) -> None:
    seconds = [
        min(timeit.repeat(lambda text=part * size: read(text), timer=process_time, number=1, repeat=3))
        for size in (2_000, 16_000)
    ]
    assert seconds[1] < 40 * max(seconds[0], 0.001)  # eight times the text; a square would be 64 times


def test_a_dateline_below_a_standfirst_counts_if_it_names_place_and_brand() -> None:
    below = ["Kebun teh di lereng itu dibuka lagi.", "SLAWI, KORANHULU.ID - Warga menanam pohon."]
    body = read_body([Paragraph(text) for text in below])
    assert body.dateline is not None
    assert (body.dateline.place, body.dateline.brand) == ("SLAWI", "KORANHULU.ID")
    assert body.paragraphs == tuple(below)
    assert read_body([Paragraph(below[0]), Paragraph("Jakarta - Warga menanam pohon.")]).dateline is None


def headline(text: str, host: str = "hulupos.test") -> Paragraph:
    return Paragraph(text, (Link(text, f"https://{host}/a/{len(text)}", 0),))


CLOSING = [headline("Pasar Malam Dibuka di Alun-alun"), headline("Jembatan Gantung Putus Diterjang Banjir")]
PROSE = Paragraph("Warga menanam bibit kopi di lereng bukit sejak pagi hari.")


def test_a_list_of_the_outlets_own_headlines_at_the_end_leads_on_whatever_its_heading_says() -> None:
    body = read_body([PROSE, Paragraph("Mungkin Anda Suka"), *CLOSING], site="hulupos.test")
    assert body.paragraphs == (PROSE.text,)
    assert [r.text for r in body.related] == [p.text for p in CLOSING]
    assert [d.text for d in body.dropped] == ["Mungkin Anda Suka"]


@pytest.mark.parametrize("line", ["Penulis: Karto Wira", "Warga lalu pulang.", "1. Bibit kopi"])
def test_a_line_above_a_closing_list_that_is_no_heading_is_not_dropped_with_it(line: str) -> None:
    body = read_body([PROSE, Paragraph(line), *CLOSING], site="hulupos.test")
    assert len(body.related) == 2
    assert line in body.paragraphs or body.authors == ("Karto Wira",)


def test_sources_at_the_end_are_text() -> None:
    sources = [
        headline("Laporan Tahunan Dinas Kehutanan", "dinas.test"),
        headline("Catatan Rapat Warga Dusun", "desa.test"),
    ]
    body = read_body([PROSE, *sources], site="hulupos.test")
    assert body.paragraphs == (PROSE.text, *(p.text for p in sources))
    assert read_body([PROSE, *CLOSING]).related == ()  # a dump has no site
