"""URL shapes of the Disway network: three for an article, keyed by its id; parts every 15; listings every 30."""

import pytest

from newsarchive.models import UrlMatch
from newsarchive.networks import load_networks, match_url

DISWAY = load_networks()["disway"]
HOST = "https://radarsenja.disway.test"


@pytest.mark.parametrize(
    ("path", "want"),
    [
        ("/read/681745/judul-satu", UrlMatch("article", "681745")),
        ("/gaya-hidup/read/681745/judul-satu", UrlMatch("article", "681745")),
        ("//read/681745/judul-satu", UrlMatch("article", "681745")),
        ("/read/681745/judul-satu/", UrlMatch("article", "681745")),
        ("/read/681745", UrlMatch("article", "681745")),
        ("/read/681745/judul-satu?utm_source=x", UrlMatch("article", "681745")),
        ("/read/681745/judul-satu/15", UrlMatch("article", "681745", 15)),
        ("/daerah/read/681745/judul-satu/45", UrlMatch("article", "681745", 45)),
        # a slug's own number is no offset
        ("/read/681745/panen-raya-2024", UrlMatch("article", "681745")),
        ("/read/681745/judul/21", UrlMatch("article", "681745")),
        # an imported article's slug holds a whole quoted link
        ("/read/106505/%22https:/www.kabar.test/2021/01/21/judul-lama/%22", UrlMatch("article", "106505")),
        ("/amp/681745/judul-satu", UrlMatch("amp", "681745")),
        ("/amp/681745/judul-satu/32", UrlMatch("amp", "681745", 32)),
        ("/amp/681745/judul-satu/15", UrlMatch("amp", "681745")),
        ("/catatan-harian-dahlan/judul-kolom", UrlMatch("article")),
        ("/catatan-harian-dahlan/123456/judul-kolom", UrlMatch("article", "123456")),
        ("/catatan-harian-dahlan", UrlMatch("index")),
        ("/", UrlMatch("index")),
        ("", UrlMatch("index")),
        ("/kategori/lokal", UrlMatch("index")),
        ("/kategori/lokal/30", UrlMatch("index", None, 30)),
        ("/kategori/458/lampung-raya", UrlMatch("index")),
        ("/kategori/458/lampung-raya/60", UrlMatch("index", None, 60)),
        ("/listtag/238069/memilih-mesin", UrlMatch("index")),
        ("/rss/daerah", UrlMatch("feed")),
        ("/rss", UrlMatch("feed")),
        ("/readstatik/121/redaksi", UrlMatch("static")),
        ("/network/list-network", UrlMatch("static")),
        ("/search/kata/?c=banjir", UrlMatch("static")),
        ("/upload/abc.jpg", UrlMatch("asset")),
        ("/read/bukan-angka/judul", None),
        ("/halaman-lain", None),
    ],
)
def test_shapes(path: str, want: UrlMatch | None) -> None:
    assert match_url(DISWAY, HOST + path) == want


def test_malformed_url_is_unknown() -> None:
    assert match_url(DISWAY, "https://[::1/read/1/a") is None


def test_long_hostile_path_is_read_in_one_go() -> None:
    assert match_url(DISWAY, HOST + "/read/1/" + "/a" * 50_000) == UrlMatch("article", "1")
    assert match_url(DISWAY, HOST + "/" + "a-" * 50_000 + "/read") is None
