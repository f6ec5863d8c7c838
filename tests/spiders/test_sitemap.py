"""Sitemaps: pages, news, indexes, text, compressed; and what is none."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from newsarchive.models import Listed
from spiders.sitemap import MAX_BYTES, MAX_ENTRIES, read_sitemap

URL = "https://senja.test/sitemap.xml"
HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n<!-- dibuat sendiri -->\n<urlset"
    " xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    " xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>"
)
NOON = datetime(2026, 2, 1, 12, tzinfo=timezone(timedelta(hours=7)))


def urlset(inner: str) -> bytes:
    return f"{HEAD}{inner}</urlset>".encode()


def test_a_sitemap_tells_changes_and_only_its_own_addresses() -> None:
    body = urlset(
        "<url><loc> https://senja.test/a </loc><lastmod>2026-02-01T12:00:00+07:00</lastmod>"
        "<image:image><image:loc>https://senja.test/a.jpg</image:loc></image:image></url>"
        "<url><loc><![CDATA[/b?x=1&y=2]]></loc><lastmod>2026-02-01</lastmod></url>"
        "<url><loc>https://senja.test/a</loc></url><url><loc/></url><url><loc>ftp://senja.test/c</loc></url>"
    )
    assert read_sitemap(body, URL).entries == (
        Listed("https://senja.test/a", None, NOON, None, is_change=True),
        Listed("https://senja.test/b?x=1&y=2", None, None, "2026-02-01", is_change=True),
    )


def test_a_news_sitemap_tells_titles_and_times_of_publication() -> None:
    body = urlset(
        "<url><loc>https://senja.test/a</loc><lastmod>2026-02-02</lastmod><news:news><news:publication>"
        "<news:name>Senja</news:name></news:publication>"
        "<news:publication_date><![CDATA[2026-02-01T12:00:00+07:00]]></news:publication_date>"
        "<news:title><![CDATA[Pasar &amp; Kebun]]></news:title></news:news></url>"
    )
    assert read_sitemap(body, URL).entries == (Listed("https://senja.test/a", "Pasar & Kebun", NOON),)


def test_an_index_names_sitemaps_with_their_last_change() -> None:
    body = (
        b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        b"<sitemap><loc>https://senja.test/post-sitemap1.xml</loc><lastmod>2026-02-01T05:00:00Z</lastmod></sitemap>"
        b"<sitemap><loc>/post-sitemap2.xml.gz</loc></sitemap></sitemapindex>"
    )
    got = read_sitemap(body, URL)
    assert got.entries == ()
    assert [(part.url, part.listed_at) for part in got.parts] == [
        ("https://senja.test/post-sitemap1.xml", datetime(2026, 2, 1, 5, tzinfo=UTC)),
        ("https://senja.test/post-sitemap2.xml.gz", None),
    ]


def test_a_compressed_sitemap_is_known_by_its_first_bytes() -> None:
    body = gzip.compress(urlset("<url><loc>https://senja.test/a</loc></url>"))
    assert read_sitemap(body, URL).urls == ("https://senja.test/a",)


def test_a_cut_compressed_sitemap_gives_what_is_there_and_a_doubt() -> None:
    many = urlset("".join(f"<url><loc>https://senja.test/{n}/{n * 7919 % 1000}</loc></url>" for n in range(5000)))
    got = read_sitemap(gzip.compress(many)[:-2000], URL)
    assert 100 < len(got.entries) < 5000
    assert got.doubt == "truncated-gzip: read as far as it could be"


def test_a_bomb_is_bounded() -> None:
    """A gigabyte of blanks in a megabyte, and a plain sitemap behind it: neither memory nor time goes up with it."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, 31)
    blanks = b" " * (1 << 20)
    body = deflater.compress(HEAD.encode()) + b"".join(deflater.compress(blanks) for _ in range(200)) + deflater.flush()
    tracemalloc.start()
    got = read_sitemap(body, URL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert got.entries == ()
    assert got.doubt is not None
    assert got.doubt.startswith("over-limit")
    assert peak < 3 * MAX_BYTES


def test_no_more_entries_than_the_protocol_allows() -> None:
    got = read_sitemap(urlset("".join(f"<url><loc>/{n}</loc></url>" for n in range(MAX_ENTRIES + 500))), URL)
    assert len(got.entries) == MAX_ENTRIES


def test_a_text_sitemap_has_one_address_a_line() -> None:
    got = read_sitemap(b"\xef\xbb\xbfhttps://senja.test/a\r\nhttps://senja.test/b#x\nbukan alamat\n\n", URL)
    assert got.urls == ("https://senja.test/a", "https://senja.test/b")


def test_robots_txt_names_sitemaps() -> None:
    got = read_sitemap(b"User-agent: *\nDisallow: /x\nsitemap:https://senja.test/s.xml\nSitemap:  /t.xml\n", URL)
    assert (got.entries, [part.url for part in got.parts]) == ((), ["https://senja.test/s.xml"])


def test_a_feed_may_stand_for_a_sitemap() -> None:
    body = b"<rss><channel><item><title>Pasar</title><link>https://senja.test/a</link></item></channel></rss>"
    assert read_sitemap(body, URL).entries == (Listed("https://senja.test/a", "Pasar"),)


def test_the_time_at_which_a_sitemap_was_made_is_no_change_of_its_pages() -> None:
    """Some programs print the present second beside every page."""
    one = "<url><loc>/{}</loc><lastmod>2026-02-01T12:00:0{}+07:00</lastmod></url>"
    same = read_sitemap(urlset("".join(one.format(n, 0) for n in range(12))), URL).entries
    assert {entry.listed_at for entry in same} == {None}
    differing = read_sitemap(urlset("".join(one.format(n, n % 2) for n in range(12))), URL).entries
    assert None not in {entry.listed_at for entry in differing}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not a sitemap: neither XML nor a list of URLs"),
        (b"<!doctype html><title>404</title><p>Halaman tidak ada", "not a sitemap: it has no root element"),
        (b"<html><body><url><loc>https://senja.test/a</loc></url></body></html>", "not a sitemap: the root element"),
        (b"\x1f\x8bxxxx", "not a sitemap: neither XML nor a list of URLs"),
        (b"%PDF-1.4", "not a sitemap: neither XML nor a list of URLs"),
        (b"<?xml version='1.0'?>", "not "),
    ],
)
def test_what_is_no_sitemap_says_so(body: bytes, problem: str) -> None:
    got = read_sitemap(body, URL)
    assert (got.entries, got.parts) == ((), ())
    assert got.problem is not None
    assert got.problem.startswith(problem)


def test_a_broken_sitemap_gives_what_can_be_read() -> None:
    got = read_sitemap(urlset("<url><loc>https://senja.test/a</loc></url><url><loc>https://senja.test/b")[:-12], URL)
    assert got.urls[0] == "https://senja.test/a"
    assert got.doubt is not None


def test_entities_are_not_followed() -> None:
    bomb = b"<!DOCTYPE urlset [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY a 'https://senja.test/e'>]>"
    got = read_sitemap(bomb + b"<urlset><url><loc>&f;</loc></url><url><loc>&a;</loc></url></urlset>", URL)
    assert got.entries == ()


def test_sitemaps_of_real_structure(shared: Path) -> None:
    for path in sorted((shared / "skeletons").glob("*sitemap*.xml")):
        got = read_sitemap(path.read_bytes(), f"https://{path.name.partition('__')[0]}/sitemap.xml")
        news = [entry for entry in got.entries if entry.title]
        assert len(news) >= 2
        assert all(entry.listed_at and not entry.is_change for entry in news)
