"""What URLs say where nothing else is known: rather too few articles than sections and imprints crawled as articles."""

from __future__ import annotations

import time

import pytest

from newsarchive.models import Outlet
from newsarchive.networks import load_networks, match_url
from spiders.leads import article_leads, listing_leads, start_leads

AUTO = load_networks()["auto"]
HOST = "https://kabarsenja.test"
OUTLET = Outlet("kabarsenja", "Kabar Senja", "kabarsenja.test", "auto")


def kind(path: str) -> str | None:
    match = match_url(AUTO, HOST + path)
    return match.kind if match else None


@pytest.mark.parametrize(
    "path",
    [
        "/2024/05/17/pasar-senja-dibuka/",
        "/2024/05/pasar-senja-dibuka.html",
        "/2024/05/17/81234/pasar-senja-dibuka",
        "/daerah/2024/05/17/pasar/",
        "/index.php/2019/03/02/pasar-senja-dibuka/",
        "/pasar-senja-dibuka-hari-ini/",
        "/pasar-senja-dibuka-hari-ini.html",
        "/daerah/kota-senja/pasar-senja-dibuka-hari-ini/?utm_source=rss&utm_medium=rss",
        "/5-pasar-senja-yang-dibuka-2024/",
        "/read/70123/pasar-senja",
        "/daerah/read/70123/pasar-senja.html",
        "/berita/8123/pasar-senja",
        "/daerah/2471234567/pasar-senja",
        "/news/pr-12345678/pasar-senja",
        "/daerah/81234-pasar-senja-dibuka-hari-ini",
        "/news-81234-pasar-senja-dibuka-hari-ini",
        "/?p=8123",
    ],
)
def test_articles(path: str):
    assert kind(path) == "article"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/", "index"),
        ("", "index"),
        ("/page/3/", "index"),
        ("/daerah/page/2/", "index"),
        ("/category/daerah/", "index"),
        ("/kategori/daerah/kota-senja-di-tepi-laut", "index"),
        ("/kanal/daerah/", "index"),
        ("/kanal/3/kota-senja/", "index"),
        ("/kanal/daerah/pasar-senja-dibuka-hari-ini", "article"),
        ("/tag/pasar-senja-yang-dibuka-lagi/", "index"),
        ("/author/redaksi/", "index"),
        ("/2024/", "index"),
        ("/2024/05/17/", "index"),
        ("/2024/05/page/2/", "index"),
        ("/indeks?date=2024-05-17", "index"),
        ("/search/label/Daerah", "index"),
        ("/?s=pasar", "index"),
        ("/feed/", "feed"),
        ("/feed", "feed"),
        ("/rss.xml", "feed"),
        ("/rss/daerah", "feed"),
        ("/category/daerah/feed/", "feed"),
        ("/feeds/posts/default?alt=rss", "feed"),
        ("/comments/feed/", "static"),
        ("/2024/05/17/pasar-senja-dibuka/feed/", "static"),
        ("/pasar-senja-dibuka-hari-ini/attachment/foto-1/", "static"),
        ("/pasar-senja-dibuka-hari-ini/?share=twitter", "static"),
        ("/pasar-senja-dibuka-hari-ini/?replytocom=7", "static"),
        ("/tentang-kami/", "static"),
        ("/redaksi", "static"),
        ("/susunan-redaksi/", "static"),
        ("/pedoman-media-siber/", "static"),
        ("/pedoman-pemberitaan-media-siber", "static"),
        ("/page/pedoman-media-siber", "static"),
        ("/p/redaksi.html", "static"),
        ("/kode-etik-jurnalistik/", "static"),
        ("/kebijakan-privasi/", "static"),
        ("/syarat-dan-ketentuan-penggunaan-situs", "static"),
        ("/privacy-policy/", "static"),
        ("/kontak", "static"),
        ("/pasar-senja-dibuka-hari-ini/amp/", "amp"),
        ("/pasar-senja-dibuka-hari-ini/?amp=1", "amp"),
        ("/amp/berita/8123/pasar-senja", "amp"),
        ("/2024/05/pasar-senja-dibuka.html?m=1", "amp"),
        ("/wp-content/uploads/2024/05/pasar-senja-dibuka-hari-ini/", "asset"),
        ("/wp-json/wp/v2/posts", "asset"),
        ("/wp-admin/", "asset"),
        ("/wp-login.php?redirect_to=x", "asset"),
        ("/2024/05/pasar-senja-dibuka.jpg", "asset"),
        # sections, short names, what could be anything
        ("/daerah", None),
        ("/daerah/kota-senja/", None),
        ("/seputar-kota-senja/", None),
        ("/pasar-senja-dibuka-hari-ini/?page=2", None),
        ("/kode-etik-polisi-dilanggar-dua-perwira/", "article"),
        ("/pedoman-ibadah-di-kota-senja/", "article"),
    ],
)
def test_what_is_no_article_is_told_apart(path: str, wanted: str | None):
    assert kind(path) == wanted


def test_a_number_identifies_only_where_it_is_the_only_one():
    """Two stories whose headlines begin with one number, and a picture and a story of one number, are different."""
    ids = {
        path: (match_url(AUTO, HOST + path) or pytest.fail(path)).native_id
        for path in ("/read/70123/a", "/daerah/2471234567/a", "/berita/8123/a", "/10000-warga-kota-senja", "/?p=5")
    }
    assert ids == {
        "/read/70123/a": "70123",
        "/daerah/2471234567/a": "2471234567",
        "/berita/8123/a": None,
        "/10000-warga-kota-senja": None,
        "/?p=5": None,
    }


def test_later_pages_lead_to_the_first():
    paths = ("/pasar-senja-dibuka-hari-ini/2/", "/2024/05/17/pasar-senja/3/")
    assert [lead.url for lead in article_leads(OUTLET, AUTO, [HOST + p for p in paths], None)] == [
        f"{HOST}/pasar-senja-dibuka-hari-ini/",
        f"{HOST}/2024/05/17/pasar-senja/",
    ]


def test_discovery_begins_at_the_feed_and_the_front_page():
    assert [(lead.kind, lead.url) for lead in start_leads(OUTLET, AUTO)] == [
        ("feed", f"{HOST}/feed/"),
        ("index", f"{HOST}/"),
    ]
    feeds = [f"{HOST}/feed/", f"{HOST}/comments/feed/", f"{HOST}/pasar-senja-dibuka-hari-ini/feed/"]
    lists = [f"{HOST}/category/daerah/", f"{HOST}/category/daerah/page/2/", "https://lain.test/category/daerah/"]
    leads = listing_leads(OUTLET, AUTO, feeds=feeds, listings=lists, found_on=f"{HOST}/")
    assert [lead.url for lead in leads] == [feeds[0], lists[0]]


def test_pages_are_recognised_only_after_all_other_networks():
    assert AUTO.is_generic
    assert AUTO.layouts == ()


@pytest.mark.parametrize(
    "unit", ["a", "-", "a-", "a/", "?", "?&", "&m=1", "a.", "%", "/2024/05", "/amp", "/feed", "a,"]
)
def test_no_url_takes_long(unit: str):
    """Every pattern reads its URL once: 100,000 characters cost milliseconds, not minutes."""
    began = time.process_time()
    for start in ("/", "/a-b-c-d-", "/2024/05/17/", "/?", "/tag/"):
        match_url(AUTO, HOST + start + unit * (100_000 // len(unit)) + "!")
    assert time.process_time() - began < 3
