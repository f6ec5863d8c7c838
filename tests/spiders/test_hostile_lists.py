"""No list, whatever is in it, makes a reader raise, and none takes long."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.models import Discovery, Listed
from spiders.feed import read_feed
from spiders.index_page import read_index
from spiders.json_list import read_json_list
from spiders.listed import ListRead
from spiders.rest import read_rest
from spiders.sitemap import read_sitemap
from spiders.sub_sitemaps import span_of

URL = "https://senja.test/x"
DECLARED = Discovery(
    "json", records="a | b[].c | ", address="url + id | slug", address_form="/{}/{}", time="t", headline="h"
)

PIECES = st.sampled_from(
    [
        b"<?xml version='1.0'?>", b"<rss>", b"<channel>", b"<item>", b"</item>", b"<link>", b"</link>", b"<entry>",
        b"<urlset>", b"<url>", b"</url>", b"<loc>", b"</loc>", b"<lastmod>", b"</lastmod>", b"<sitemapindex>",
        b"<sitemap>", b"</sitemap>", b"<news:news>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&amp;", b"&x;",
        b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"https://senja.test/read/1/a", b"http://[", b"\x00", b"\xff\xfe",
        b"2026-02-09", b"<a href='/read/1'>", b"Sitemap: ", b"\n", b"<html>", b"{", b"[", b"]", b'"url":', b"\x1f\x8b",
    ]
)  # fmt: skip
BODIES = st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=40).map(b"".join))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 60) | st.text(max_size=12) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["a", "b", "c", "url", "id", "slug", "t", "h", "link", "title"]), inner)
    ),
    max_leaves=25,
)


def check(read: ListRead) -> None:
    assert read.problem is None or not (read.entries or read.parts)
    for entry in (*read.entries, *read.parts):
        assert entry.url.startswith(("http://", "https://"))
        assert entry.listed_at is None or entry.listed_at.tzinfo is not None


@settings(deadline=None, max_examples=150)
@given(BODIES)
def test_bytes(body: bytes) -> None:
    check(read_feed(body, URL))
    check(read_sitemap(body, URL))
    check(read_sitemap(gzip.compress(body), URL))
    check(read_rest(body, URL, {}))
    check(read_json_list(body, URL, DECLARED))
    found = read_index(body, URL, links="a", more="a")
    assert all(isinstance(entry, Listed) for entry in found.articles)


@settings(deadline=None, max_examples=150)
@given(VALUES)
def test_documents(value: Any) -> None:
    body = json.dumps(value).encode()
    check(read_rest(body, URL, {"x-wp-totalpages": str(value)}))
    check(read_json_list(body, URL, DECLARED))
    check(read_json_list(json.dumps([value, value]).encode(), URL, DECLARED))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_names_of_sitemaps(name: str) -> None:
    try:
        span = span_of(f"https://senja.test/{name}")
    except ValueError:
        # no reader gives an address that cannot be split
        return
    assert span is None or span[0] <= span[1]


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<item>" * 200_000,
        b"<urlset>" + b"<url>" * 200_000,
        b"<rss><channel><item><title>" + b"&amp;" * 400_000,
        b"<urlset><url><loc>" + b"https://senja.test/" * 100_000,
        b"<a " + b"href='/read/1' " * 100_000,
        b"<urlset>" + b"<!-- x -->" * 200_000,
        b"Sitemap: " * 200_000,
        b"[" * 200_000 + b"]" * 200_000,
    ],
)
def test_long_and_deep_documents_end_soon(body: bytes) -> None:
    began = time.process_time()
    check(read_feed(body, URL))
    check(read_sitemap(body, URL))
    check(read_rest(body, URL, {}))
    check(read_json_list(body, URL, DECLARED))
    read_index(body, URL, links="a", more="a")
    assert time.process_time() - began < 10
