"""Feeds: titles, times and the next page, in the dialects that Indonesian sites print."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from spiders.feed import read_feed

URL = "https://radarsenja.disway.test/rss/daerah"
WIB = timezone(timedelta(hours=7))
NINE = datetime(2026, 2, 1, 9, 30, tzinfo=WIB)


def rss(inner: str, head: str = "") -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{inner}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("printed", "at", "unread"),
    [
        ("Sun, 01 Feb 2026 09:30:00 +0700", NINE, None),
        ("Sun, 01 Feb 2026 02:30:00 GMT", NINE, None),
        ("Min, 01 Peb 2026 09:30:00 WIB", NINE, None),
        ("2026-02-01T09:30:00+07:00", NINE, None),
        ("2026-02-01T02:30:00.000Z", NINE, None),
        (" 1 Feb 26 09:30 +0700 ", NINE, None),
        ("01-02-2026 09:30:00", None, "01-02-2026 09:30:00"),  # Disway: the outlet's own clock
        ("2026-02-01", None, "2026-02-01"),
        ("Sun, 01 Feb 0026 09:30:00 +0700", None, "Sun, 01 Feb 0026 09:30:00 +0700"),
        ("segera", None, None),
        ("", None, None),
        ("9" * 500, None, None),
    ],
)
def test_times_are_read_where_they_are_sure_and_kept_as_printed_where_not(
    printed: str, at: datetime | None, unread: str | None
) -> None:
    (entry,) = read_feed(rss(f"<item><link>/read/1/a</link><pubDate>{printed}</pubDate></item>"), URL).entries
    assert (entry.listed_at, entry.printed) == (at, unread)


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("<![CDATA[Pasar &quot;Senja&quot; &amp; Kebun]]>", 'Pasar "Senja" & Kebun'),
        ("Pasar &amp;quot;Senja&amp;quot;", 'Pasar "Senja"'),
        ("<![CDATA[<b>Pasar</b>\n  Senja]]>", "Pasar Senja"),
        ("  ", None),
        ("S" * 5000, "S" * 300),
    ],
)
def test_titles_are_as_a_reader_sees_them(printed: str, title: str | None) -> None:
    (entry,) = read_feed(rss(f"<item><title>{printed}</title><link>/read/1/a</link></item>"), URL).entries
    assert entry.title == title


def test_atom_of_blogger_has_times_of_publication_and_of_change_and_a_next_page() -> None:
    body = b"""<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'
      xmlns:thr='http://purl.org/syndication/thread/1.0'>
      <link rel='next' type='application/atom+xml' href='/feeds/posts/default?start-index=26&amp;max-results=25'/>
      <link rel='alternate' href='/'/>
      <entry><published>2026-02-01T09:30:00.000+07:00</published><updated>2026-02-03T00:00:00.000+07:00</updated>
        <title type='html'>Panen &amp;amp; Pasar</title>
        <link rel='replies' href='/feeds/1/comments'/><link rel='edit' href='https://www.penyunting.test/1'/>
        <link rel='self' href='/feeds/1'/><link rel='alternate' type='text/html' href='/2026/02/panen.html'/></entry>
      <entry><updated>2026-02-03T00:00:00Z</updated><title/><link href='/2026/02/pasar.html'/></entry></feed>"""
    got = read_feed(body, "https://senja.test/feeds/posts/default")
    first, second = got.entries
    assert (first.url, first.title) == ("https://senja.test/2026/02/panen.html", "Panen & Pasar")
    assert (first.listed_at, first.is_change) == (NINE, False)
    assert (second.listed_at, second.is_change) == (datetime(2026, 2, 3, tzinfo=UTC), True)
    assert got.next_url == "https://senja.test/feeds/posts/default?start-index=26&max-results=25"


def test_rss_names_its_next_page_with_atoms_link() -> None:
    head = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='?paged=2'/>"
    assert read_feed(rss("", head), "https://senja.test/feed/").next_url == "https://senja.test/feed/?paged=2"


def test_rdf_has_dublin_cores_date() -> None:
    body = (
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        b" xmlns:dc='http://purl.org/dc/elements/1.1/'><item><title>Pasar</title><link>/read/7/a</link>"
        b"<dc:date>2026-02-01T09:30+07:00</dc:date></item></rdf:RDF>"
    )
    (entry,) = read_feed(body, URL).entries
    assert (entry.title, entry.listed_at) == ("Pasar", NINE)


def test_the_link_of_a_counting_service_is_not_the_articles() -> None:
    got = read_feed(
        rss(
            "<item xmlns:feedburner='http://x.test/ns'><link>https://penghitung.test/~r/1</link>"
            "<feedburner:origLink>https://radarsenja.disway.test/read/1/a</feedburner:origLink></item>"
        ),
        URL,
    )
    assert got.urls == ("https://radarsenja.disway.test/read/1/a",)


@pytest.mark.parametrize(
    "before",
    [
        b"\n\n  ",
        b"\xef\xbb\xbf",
        b"<br />\n<b>Warning</b>: include(): gagal in <b>/var/www/x.php</b><br />\n",
        b"Notice: x",
    ],
)
def test_what_slips_in_front_of_a_feed_does_not_hide_it(before: bytes) -> None:
    assert read_feed(before + rss("<item><link>/read/1/a</link></item>"), URL).urls == (
        "https://radarsenja.disway.test/read/1/a",
    )


def test_a_broken_feed_is_read_with_a_doubt() -> None:
    got = read_feed(rss("<item><title>Pasar &nbsp; Senja</title><link>/read/1/a</link></item>"), URL)
    assert len(got.entries) == 1
    assert got.doubt is not None
    assert got.doubt.startswith("broken-xml: line 1: ")
    assert read_feed(rss("<item><link>/read/1/a</link></item>"), URL).doubt is None


def test_odd_times_of_a_long_feed_cost_little() -> None:
    """Each odd form may take milliseconds: after twenty the list is believed to have no times."""
    items = "".join(f"<item><link>/read/{n}/a</link><pubDate>pukul {n} lewat 3</pubDate></item>" for n in range(1900))
    got = read_feed(rss(items), URL)
    assert len(got.entries) == 1900
    assert not any(entry.listed_at for entry in got.entries)
    assert all(entry.printed for entry in got.entries[100:])


def test_an_expanding_entity_is_not_expanded() -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {new} '{('&' + old + ';') * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    item = "<item><title>x&i;</title><link>/read/1/a</link></item>"
    got = read_feed(f"<?xml version='1.0'?>{bomb}]><rss><channel>{item}</channel></rss>".encode(), URL)
    assert all(len(entry.title or "") < 100 for entry in got.entries)


def test_feeds_of_real_structure(shared: Path) -> None:
    for path in sorted((shared / "feeds").glob("*.xml")):
        got = read_feed(path.read_bytes(), f"https://{path.name.partition('__')[0]}/rss")
        assert (got.problem, got.doubt) == (None, None)
        assert len(got.entries) >= 4
        assert all(entry.title and entry.listed_at for entry in got.entries)
