"""Blocks of text: words are neither glued nor split, links keep their place."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.blocks import fold, read_blocks

BASE = "https://radarsenja.disway.test/"


def blocks(html: str):
    tree = LexborHTMLParser(f"<body><div id=c>{html}</div></body>")
    return read_blocks(tree.css_first("#c"), BASE)


def texts(html: str) -> list[str]:
    return [p.text for p in blocks(html)]


@pytest.mark.parametrize(
    ("html", "want"),
    [
        ("<p>mem<span>bangun</span></p>", ["membangun"]),
        ("<p><span>Puluhan</span><span> warga</span></p>", ["Puluhan warga"]),
        ("<p>satu&nbsp;dua\u200b</p>", ["satu dua"]),
        ("<p>di <a href='/listtag/1/x'>Kabupaten</a> Senja</p>", ["di Kabupaten Senja"]),
        ("<p>satu<br>dua<br/><br>tiga</p>", ["satu", "dua", "tiga"]),
        ("<p>satu<p>dua", ["satu", "dua"]),
        ("teks lepas<p>dua</p>ekor", ["teks lepas", "dua", "ekor"]),
        ("<ul><li>satu<li>dua</ul>", ["satu", "dua"]),
        (
            "<table><tr><td>Nama</td><td>Umur</td></tr><tr><td>Sari</td><td>20</td></tr></table>",
            ["Nama Umur", "Sari 20"],
        ),
        ("<p>a &lt; b &amp;amp; c</p>", ["a < b &amp; c"]),
        ("<p>a<!-- <p>bukan</p> -->b</p>", ["ab"]),
        ("<p>a</p><script>var x='<p>bukan</p>'</script><style>p{}</style><noscript>bukan</noscript>", ["a"]),
        ("<p title='a > b'>isi</p>", ["isi"]),
        ("<h3>Sub</h3><blockquote><p>kutip</p></blockquote>", ["Sub", "kutip"]),
        ("<p> \n\t </p><p></p>", []),
    ],
)
def test_paragraphs(html: str, want: list[str]) -> None:
    assert texts(html) == want


def test_links_are_absolute_and_know_where_they_start() -> None:
    (paragraph,) = blocks(
        "<p>BACA JUGA :&nbsp;<a href='//radarsenja.disway.test//read/1/a'>Judul <b>satu</b></a> ekor</p>"
    )
    (link,) = paragraph.links
    assert link.text == "Judul satu"
    assert link.url == "https://radarsenja.disway.test//read/1/a"
    assert paragraph.text[link.start :].startswith("Judul satu")


def test_unsafe_and_empty_links_are_not_links() -> None:
    (paragraph,) = blocks("<p><a href='javascript:alert(1)'>x</a><a href='/y'></a> <a name=z>z</a></p>")
    assert paragraph.links == ()


def test_anchor_across_paragraphs_belongs_to_both() -> None:
    first, second = blocks("<a href='/a'><p>satu</p><p>dua</p></a>")
    assert [x.links[0].text for x in (first, second)] == ["satu", "dua"]


@given(st.lists(st.text(alphabet="abcXYZ &<>\"'é\u00a0", min_size=1, max_size=8), min_size=1, max_size=12), st.data())
def test_inline_markup_changes_no_word(pieces: list[str], data) -> None:
    """Wrapping any part of a text in inline elements leaves the text a reader sees as it was."""
    wrap = data.draw(
        st.lists(st.sampled_from(["", "span", "strong", "em", "font"]), min_size=len(pieces), max_size=len(pieces))
    )
    escaped = [p.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for p in pieces]
    html = "".join(f"<{w}>{p}</{w}>" if w else p for w, p in zip(wrap, escaped, strict=True))
    want = fold("".join(pieces))
    assert texts(f"<p>{html}</p>") == ([want] if want else [])


@pytest.mark.parametrize(
    ("html", "want"),
    [
        ('<div>Satu <sp<span>an x="y">dua</sp<span> tiga</div>', ['Satu an x="y">dua tiga']),
        ('<div>Satu <a <!--c--> href="/u">dua</a> tiga<p>empat</div>', ['Satu href="/u">dua tiga', "empat"]),
        ('<div>Satu <i" x"><b a"b>dua</b> tiga</div>', ["Satu dua tiga"]),
        ('<div>Satu <i title="<p>a > b">dua</i> tiga</div>', ["Satu dua tiga"]),
        ("<div>Satu <xmp>dua <b> <!-- tiga</xmp> empat<p>lima</div>", ["Satu dua <b> <!-- tiga empat", "lima"]),
        ("Satu<plaintext> dua <p>", ["Satu dua <p></div></body>"]),  # all that follows is its text
        ("<div>Satu<noembed><p>x</noembed> dua<noframes>y</noframes></div>", ["Satu dua"]),
    ],
)
def test_broken_and_raw_markup_neither_loses_text_nor_becomes_it(html: str, want: list[str]) -> None:
    assert texts(html) == want


@pytest.mark.parametrize(
    "html",
    [
        "<xmp>" + '<a "' * 30_001 + "</xmp>",
        "<xmp>" + "<!--" * 30_000 + "</xmp>",
        "<p>" + 'a" ' * 60_000 + '<a href="/x">kata</a>' * 3_000,
        "<plaintext>" + "<a <b " * 30_000,
    ],
)
def test_hostile_markup_is_read_once(html: str) -> None:
    """Each of these took seconds to minutes when what had been read was read again."""
    start = time.process_time()
    assert texts(f"<div>{html}</div>")
    assert time.process_time() - start < 1


def test_a_container_that_is_itself_an_inline_element_is_read() -> None:
    tree = LexborHTMLParser("<body><span id=c><p>satu <b>dua</b></p>tiga<br>empat</span></body>")
    assert [p.text for p in read_blocks(tree.css_first("#c"), BASE)] == ["satu dua", "tiga", "empat"]
