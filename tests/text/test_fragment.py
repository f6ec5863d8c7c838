"""HTML fragments: bodies cut out of their page, with whatever markup an editor's tool left."""

from pathlib import Path

import pytest

from newsarchive import clean_html
from newsarchive.text.fragment import read_fragment

SHARED = Path(__file__).parents[3] / "shared"
BASE = "https://radarsenja.disway.test/"


@pytest.mark.parametrize(
    ("html", "want"),
    [
        ("<p>satu<p>dua", ["satu", "dua"]),
        ("satu<br>dua<br/><br>tiga", ["satu", "dua", "tiga"]),
        ("<p>mem<span>bangun</span> jembatan</p>", ["membangun jembatan"]),
        ("<p>di <a href=/x>Kabupaten</a>Senja</p>", ["di KabupatenSenja"]),
        ("<div><ul><li>satu<li>dua</ul>ekor</div>", ["satu", "dua", "ekor"]),
        ("<p>a&nbsp;b &amp; c</p><!-- <p>bukan</p> --><script>bukan</script>", ["a b & c"]),
        ("<html><body><p>badan</p></body></html><p>lagi", ["badan", "lagi"]),
        ("<o:p></o:p><p class=MsoNormal><span>Kata<o:p></o:p></span></p>", ["Kata"]),
        ("satu\x1edua", ["satu dua"]),
        ("", []),
    ],
)
def test_paragraphs(html: str, want: list[str]) -> None:
    assert [paragraph.text for paragraph in read_fragment(html)] == want


def test_related_links_keep_their_addresses() -> None:
    got = clean_html(
        "<p>SENJAKARTA, RADARSENJA.TEST - Jembatan itu dibuka pada Senin 5 Mei 2025 pagi oleh bupati.</p>"
        "<p><strong>BACA JUGA:<a href='/read/7/sungai'>Sungai Meluap Lagi</a></strong></p>"
        "<p>Warga senang sekali dan menari sampai malam.</p>",
        BASE,
    )
    assert [(r.text, r.url, r.after) for r in got.related] == [("Sungai Meluap Lagi", f"{BASE}read/7/sungai", 1)]
    assert len(got.body) == 2
    assert got.dateline is not None
    assert got.dateline.place == "SENJAKARTA"


def test_without_a_base_a_relative_link_has_no_address() -> None:
    (paragraph,) = read_fragment("<p><a href='/read/7/x'>Judul</a> <a href='https://a.test/y'>Lain</a></p>")
    assert [(link.text, link.url) for link in paragraph.links] == [("Lain", "https://a.test/y")]


def test_unsafe_addresses_are_no_links() -> None:
    (paragraph,) = read_fragment("<p><a href='javascript:alert(1)'>x</a> <a href='https://[x'>y</a></p>", BASE)
    assert paragraph.links == ()


def test_deep_nesting_is_survived() -> None:
    assert [p.text for p in read_fragment("<div><b>" * 3000 + "isi")] == ["isi"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real feeds (../shared) is not here")
def test_real_feed_bodies_leak_nothing() -> None:
    import re

    feed = (SHARED / "feeds/disway.id__derived-feed-latest.xml").read_text(encoding="utf-8")
    bodies = re.findall(r"<description><!\[CDATA\[(.*?)\]\]></description>", feed, re.DOTALL)
    read = [clean_html(body) for body in bodies]
    assert len(read) == 20
    assert sum(len(clean.related) for clean in read) == 55
    assert not [p for clean in read for p in clean.body if p.upper().startswith("BACA JUGA")]
    assert all(clean.authors and clean.editors for clean in read)
