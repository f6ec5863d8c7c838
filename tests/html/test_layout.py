"""A page read with a layout: what is cut out, and which pictures are whose."""

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.layout import read_layout, recognises
from newsarchive.models import Layout

LAYOUT = Layout(
    name="uji",
    recognise="main",
    title="h1",
    body="div.isi",
    opening="div.atas img",
    figure="div.sisip img",
    caption="p.ket, div.sisip span",
    fields=("div.sisip",),
    drop=("div.iklan", "b.iklan"),
)


def read(inside: str, above: str = ""):
    html = f"<body><main><h1>Judul</h1>{above}<div class=isi>{inside}</div></main></body>"
    return read_layout(LexborHTMLParser(html), LAYOUT, "https://situs.test/")


def test_a_block_that_is_cut_out_still_parts_the_texts_around_it() -> None:
    reading = read("satu<div class=iklan>Iklan</div>dua<div class=sisip><span>ket</span></div>tiga")
    assert [p.text for p in reading.paragraphs] == ["satu", "dua", "tiga"]
    assert reading.cut == (("div.iklan", "Iklan"),)


def test_an_inline_element_that_is_cut_out_parts_nothing() -> None:
    assert [p.text for p in read("<p>satu<b class=iklan>Iklan</b>kan</p>").paragraphs] == ["satukan"]


def test_a_cut_within_a_cut_is_harmless() -> None:
    reading = read("satu<div class=iklan>a<div class=iklan>b<b class=iklan>c</b></div></div>dua")
    assert [p.text for p in reading.paragraphs] == ["satu", "dua"]


def test_the_opening_picture_is_read_before_those_of_the_text() -> None:
    above = "<div class=atas><img src=/a.jpg><p class=ket>Atas</p></div>"
    found = read("satu<div class=sisip><img src=/b.jpg><span>Sisip</span></div>", above).figures
    assert [(f.url, f.caption) for f in found] == [
        ("https://situs.test/a.jpg", "Atas"),
        ("https://situs.test/b.jpg", "Sisip"),
    ]


def test_the_opening_picture_does_not_take_the_line_of_another() -> None:
    above = "<div class=atas><img src=/a.jpg></div>"
    found = read("satu<div class=sisip><img src=/b.jpg><span>Sisip</span></div>", above).figures
    assert [(f.url, f.caption) for f in found] == [
        ("https://situs.test/a.jpg", None),
        ("https://situs.test/b.jpg", "Sisip"),
    ]


def test_without_pictures_in_the_text_the_opening_one_is_alone() -> None:
    assert [f.url for f in read("satu", "<div class=atas><img src=/a.jpg></div>").figures] == [
        "https://situs.test/a.jpg"
    ]


@pytest.mark.parametrize(
    ("credit", "want"),
    [
        ("(Sari)", "Sari"),
        ("Foto: Sari", "Sari"),
        ("(Foto : Sari)", "Sari"),
        ("Sari (magang)", "Sari (magang)"),
        ("()", None),
    ],
)
def test_a_credit_is_read_without_brackets_and_label(credit: str, want: str | None) -> None:
    layout = Layout("uji", "main", "h1", "div.isi", figure="img", caption="p.ket", credit="p.ket b")
    html = f"<main><img src=/a.jpg><p class=ket>Sawah <b>{credit}</b></p><div class=isi>x</div></main>"
    (figure,) = read_layout(LexborHTMLParser(html), layout, "https://situs.test/").figures
    assert (figure.caption, figure.credit) == ("Sawah", want)


def test_a_picture_that_fits_two_selectors_is_one_picture() -> None:
    layout = Layout("uji", "main", "h1", "div.isi", figure="figure img, img.utama", caption="figcaption")
    html = (
        "<main><div class=isi><figure><img class=utama src=/a.jpg><figcaption>Sawah</figcaption></figure></div></main>"
    )
    figures = read_layout(LexborHTMLParser(html), layout, "https://situs.test/").figures
    assert [(f.url, f.caption) for f in figures] == [("https://situs.test/a.jpg", "Sawah")]


def test_a_headline_set_in_two_lines_is_one() -> None:
    layout = Layout("uji", "main", "h1", "div.isi")
    html = "<main><h1>Panen raya<br>di lereng<br></h1><div class=isi>x</div></main>"
    assert read_layout(LexborHTMLParser(html), layout, "https://situs.test/").title == "Panen raya di lereng"


@pytest.mark.parametrize(
    ("stamp", "want"),
    [
        ('<abbr class=jam title="2024-05-17T10:20:00+07:00">10.20</abbr>', "2024-05-17T10:20:00+07:00"),
        ('<time class=jam datetime="2024-05-17T10:20:00+07:00">10.20</time>', "2024-05-17T10:20:00+07:00"),
        ('<span class=jam title="Diterbitkan">10.20</span>', None),
        ("", None),
    ],
)
def test_the_time_for_machines_may_stand_apart_from_the_printed_day(stamp: str, want: str | None) -> None:
    layout = Layout("uji", "main", "h1", "div.isi", date="h2", stamp=".jam")
    html = f"<main><h2>Jumat, 17 Mei 2024</h2>{stamp}<div class=isi>x</div></main>"
    reading = read_layout(LexborHTMLParser(html), layout, "https://situs.test/")
    assert (reading.date, reading.date_attribute) == ("Jumat, 17 Mei 2024", want)


@pytest.mark.parametrize(
    ("html", "want"),
    [
        ("<main><p class=a></p><p class=b></p></main>", True),
        ("<p class=b></p><main><p class=a></p></main>", True),
        ("<main><p class=a></p></main>", False),
        ("<p class=a></p><p class=b></p>", False),
    ],
)
def test_a_page_is_recognised_by_all_that_it_needs(html: str, want: bool) -> None:
    layout = Layout("uji", "main", "h1", "div", needs=("p.a", "p.b"))
    assert recognises(layout, LexborHTMLParser(html)) is want


def test_a_block_that_two_selectors_of_a_list_find_is_recorded_once() -> None:
    layout = replace(LAYOUT, drop=("div.iklan, .promo",))
    html = "<body><main><h1>Judul</h1><div class=isi>satu<div class='iklan promo'>Iklan</div></div></main></body>"
    reading = read_layout(LexborHTMLParser(html), layout, "https://situs.test/")
    assert reading.cut == (("div.iklan, .promo", "Iklan"),)
