"""Index pages: links to articles, listings and feeds, absolute and once."""

from __future__ import annotations

from newsarchive.models import Listed
from spiders.index_page import MAX_LINKS, read_index

URL = "https://radarsenja.disway.test/kategori/daerah"
LINKS, MORE = 'a[href*="/read/"]', 'a[href*="/kategori/"]'


def test_links_are_sorted_into_their_kinds() -> None:
    page = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/rss/daerah"></head><body>
      <a href="/kategori/ekonomi">E</a><a href="https://radarsenja.disway.test//read/1/a#top">A</a>
      <a href="/daerah/read/2/b">B</a><a href="/daerah/read/2/b">again</a><a href="/redaksi">R</a></body></html>"""
    got = read_index(page, URL, links=LINKS, more=MORE)
    assert got.articles == (
        Listed("https://radarsenja.disway.test//read/1/a", "A"),
        Listed("https://radarsenja.disway.test/daerah/read/2/b", "B"),
    )
    assert got.listings == ("https://radarsenja.disway.test/kategori/ekonomi",)
    assert got.feeds == ("https://radarsenja.disway.test/rss/daerah",)


def test_base_is_respected() -> None:
    page = b"<base href='https://lain.disway.test/'><a href='read/1/a'>A</a><a href='/read/2/b'>B</a>"
    assert [entry.url for entry in read_index(page, URL, links='a[href*="read/"]', more=None).articles] == [
        "https://lain.disway.test/read/1/a",
        "https://lain.disway.test/read/2/b",
    ]


def test_hostile_links_are_left_out() -> None:
    page = (
        b"<a href='javascript:/read/1'>x</a><a href='http://[/read/2'>x</a><a href='mailto:a@/read/'>x</a>"
        b"<a href>x</a><a href='https:///read/3'>x</a><a href='/read/4/d\xff'>ok</a>"
    )
    got = read_index(page, URL, links="a", more=None)
    urls = [entry.url for entry in got.articles]
    assert all(url.startswith("https://radarsenja.disway.test/") for url in urls)
    # a browser, too, reads `https:///read/3` as a path on the same host
    assert [url.rpartition("/read/")[2][0] for url in urls] == ["3", "4"]


def test_what_is_no_page_has_no_links() -> None:
    for body in (b"", b"\x00" * 50, b"<<<<>>>>", b"%PDF-1.4"):
        got = read_index(body, URL, links=LINKS, more=MORE)
        assert (got.articles, got.listings, got.feeds) == ((), (), ())


def test_links_are_bounded() -> None:
    page = "".join(f"<a href='/read/{i}/x'>x</a>" for i in range(MAX_LINKS + 100)).encode()
    assert len(read_index(page, URL, links=LINKS, more=None).articles) == MAX_LINKS


def test_the_title_is_the_text_of_the_first_link_that_has_any() -> None:
    page = (
        b"<a href='/read/1/a'><img src=x></a><a href='/read/1/a'><h2> Pasar\n  Senja &amp; Kebun </h2></a>"
        b"<a href='/read/1/a'>Selengkapnya</a><a href='/read/2/b'><img src=y></a>"
    )
    assert [(entry.url[-1], entry.title) for entry in read_index(page, URL, links=LINKS, more=None).articles] == [
        ("a", "Pasar Senja & Kebun"),
        ("b", None),
    ]
