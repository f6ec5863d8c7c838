"""Feeds: every dialect, and what is none."""

from __future__ import annotations

import pytest

from spiders.feed import MAX_ENTRIES, read_feed

URL = "https://radarsenja.disway.test/rss/daerah"


def rss(inner: str) -> bytes:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><link>/</link>{inner}</channel></rss>".encode()


def test_rss_links_are_absolute_in_order_and_once() -> None:
    got = read_feed(
        rss(
            "<item><link>https://a.test/1</link></item><item><link> /read/2/b </link></item>"
            "<item><link>https://a.test/1</link></item>"
        ),
        URL,
    )
    assert got.urls == ("https://a.test/1", "https://radarsenja.disway.test/read/2/b")
    assert got.problem is None


def test_a_guid_counts_only_as_permalink() -> None:
    got = read_feed(
        rss("<item><guid>https://a.test/3</guid></item><item><guid isPermaLink='false'>https://a.test/4</guid></item>"),
        URL,
    )
    assert got.urls == ("https://a.test/3",)


def test_atom_takes_the_alternate_link() -> None:
    body = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link rel='enclosure' href='/x.jpg'/>"
        b"<link rel='alternate' href='/read/5/e'/></entry><entry><link href='/read/6/f'/></entry></feed>"
    )
    assert read_feed(body, URL).urls == (
        "https://radarsenja.disway.test/read/5/e",
        "https://radarsenja.disway.test/read/6/f",
    )


def test_rdf_is_a_feed() -> None:
    body = (
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        b"<item><link>https://a.test/7</link></item></rdf:RDF>"
    )
    assert read_feed(body, URL).urls == ("https://a.test/7",)


def test_a_broken_feed_gives_what_can_be_read() -> None:
    got = read_feed(rss("<item><link>https://a.test/8</link></item><item><link>https://a.test/9</li")[:-40], URL)
    assert got.urls[0] == "https://a.test/8"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"\x00\xff\xfe",
        b"<html><body><item><link>https://a.test/1</link></item></body></html>",
        b"not xml",
        b"<?xml version='1.0' encoding='klingon'?><rss/>x",
    ],
)
def test_what_is_no_feed_says_so_and_gives_nothing(body: bytes) -> None:
    got = read_feed(body, URL)
    assert got.urls == ()
    assert got.problem or body.startswith(b"<?xml")


def test_entities_are_not_followed() -> None:
    bomb = b"<!DOCTYPE rss [<!ENTITY a 'https://a.test/'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    got = read_feed(
        bomb + b"<rss><channel><item><link>&f;</link></item><item><link>&a;</link></item></channel></rss>", URL
    )
    assert not any("root" in url for url in got.urls)


def test_entries_are_bounded() -> None:
    got = read_feed(rss("".join(f"<item><link>/read/{i}/x</link></item>" for i in range(MAX_ENTRIES + 50))), URL)
    assert len(got.urls) == MAX_ENTRIES


def test_a_link_that_is_no_url_is_left_out() -> None:
    got = read_feed(rss("<item><link>http://[broken</link></item><item><link>/read/1/a</link></item>"), URL)
    assert got.urls == ("https://radarsenja.disway.test/read/1/a",)
