"""What is collected of a page's statements about its time, and what real pages make of it."""

from __future__ import annotations

import gzip
import json
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive.dates.published import reconcile
from newsarchive.html.date_evidence import date_candidates, day_in_url, modified_candidates
from newsarchive.html.metadata import read_datalayer, read_jsonld, read_meta
from newsarchive.models import Dateline

PAGES = Path(__file__).parents[2] / "../shared/pages"
GOLD = sorted(PAGES.glob("*.json"))


def named(candidates, *, counts=True):
    return [candidate.name for candidate in candidates if candidate.counts is counts]


@pytest.mark.parametrize(
    "name",
    [
        "article:published_time", "pubdate", "datepublished", "publishdate", "dtk:publishdate", "dtk:publishdateunix",
        "content_publisheddate", "jpnncom_news_pubdate", "date", "dc.date", "dc.date.issued", "parsely-pub-date",
        "sailthru.date", "og:published_time", "cxenseparse:recs:publishtime", "publication_date", "tanggal_terbit",
    ],
)  # fmt: skip
def test_names_of_publication(name):
    (candidate,) = date_candidates(meta={name: "2015-05-12", "description": "x"})
    assert (candidate.source, candidate.text, candidate.name, candidate.counts) == ("meta", "2015-05-12", name, True)


@pytest.mark.parametrize("name", ["createdate", "datecreated", "dtk:createddate", "dcterms.created", "created_at"])
def test_names_of_creation_do_not_count(name):
    assert named(date_candidates(meta={name: "2015-05-12"}), counts=False) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "article:publisher", "twitter:creator", "expires", "video:release_date", "article:modified_time", "template",
        "last_published_date", "og:updated_time", "unpublish_date", "validate", "news_keywords",
    ],
)  # fmt: skip
def test_names_of_something_else(name):
    assert date_candidates(meta={name: "2015-05-12"}) == ()


@pytest.mark.parametrize("name", ["article:modified_time", "og:updated_time", "last-modified-date", "datemodified"])
def test_names_of_a_change(name):
    assert named(modified_candidates(meta={name: "2015-05-12", "pubdate": "2015-05-11"})) == [name]


def test_fields_of_the_data_layer_by_the_same_names():
    layer = {"articleDate": "2015-05-12 10:00:01", "article_published_date": "2015-05-12", "rubrik": "daerah"}
    assert named(date_candidates(datalayer=layer)) == ["articleDate", "article_published_date"]


def test_everything_in_its_order():
    candidates = date_candidates(
        printed="12 Mei 2015",
        stamp=" 2015-05-12 10:00 ",
        jsonld={"datePublished": "2015-05-12", "dateCreated": "2015-05-11", "dateModified": "2015-05-13"},
        meta={"pubdate": "2015-05-12"},
        datalayer={"published_date": "2015-05-12"},
        payload="2015-05-12 10:00:00",
        payload_utc="2015-05-12 03:00:00",
        url="https://contoh.id/2015/05/12/judul",
        dateline=Dateline("Kota, 12 Mei 2015 - ", on=date(2015, 5, 12)),
        feed="Tue, 12 May 2015 10:00:00 +0700",
    )
    assert [(c.source, c.name) for c in candidates] == [
        ("printed", None),
        ("meta", "time@datetime"),
        ("payload", "date"),
        ("payload", "date_utc"),
        ("jsonld", "datePublished"),
        ("jsonld", "dateCreated"),
        ("meta", "pubdate"),
        ("datalayer", "published_date"),
        ("feed", None),
        ("url", None),
        ("dateline", None),
    ]
    assert candidates[1].text == "2015-05-12 10:00"
    assert candidates[3].clock == "utc"
    assert named(candidates, counts=False) == ["dateCreated"]


@pytest.mark.parametrize("jsonld", [{"datePublished": None}, {"datePublished": ["2015-05-12"]}, {"datePublished": " "}])
def test_jsonld_from_outside_may_hold_anything(jsonld):
    assert date_candidates(jsonld=jsonld, stamp=" ", printed="") == ()


def test_values_that_are_no_times_by_their_length():
    assert date_candidates(jsonld={"datePublished": "x" * 201}, meta={"date": "x" * 201, "pubdate": " "}) == ()
    assert len(date_candidates(payload="1" * 9000)[0].text) == 200


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://contoh.id/read/2015/05/12/213419026/judul", "2015/05/12"),
        ("https://contoh.id/2015/5/7", "2015/5/7"),
        ("https://contoh.id/ekonomi/20150512100745-78-1234567/judul", "20150512"),
        ("https://contoh.id/read/7/20150512/100745/judul", "20150512"),
        ("https://contoh.id/a?next=/2015/05/12/b", None),
        ("https://contoh.id/2015/13/12/judul", None),
        ("https://contoh.id/berita/15/05/12/judul", None),
        ("https://contoh.id/read/20150512/judul", None),
        ("https://contoh.id/umum/2471505120073/judul", None),
        ("https://contoh.id/2015/05/12/2016/06/13/judul", None),
        ("https://web.archive.org/web/20220721150811/https://contoh.id/judul", None),
        ("https://web.archive.org/web/20220721150811/https://contoh.id/2015/05/12/judul", "2015/05/12"),
        ("http://[", None),
    ],
)
def test_day_in_url(url, day):
    assert day_in_url(url) == day


def test_hostile_names_and_urls_take_linear_time():
    began = time.perf_counter()
    assert day_in_url("https://contoh.id" + "/2015" * 100_000) is None
    meta = {f"{'pub' * 20_000}{n}": "2015" for n in range(20)}
    assert date_candidates(meta=meta) == ()
    assert time.perf_counter() - began < 2


@pytest.mark.skipif(not GOLD, reason="the real pages are not beside this checkout")
@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_real_pages_as_of_an_unknown_network(path):
    """Their own metadata and the line their annotator read: right to the minute, though nothing is known of them."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    html = gzip.decompress(path.with_suffix(".html.gz").read_bytes()).decode("utf-8", "replace")
    tree = LexborHTMLParser(html)
    candidates = date_candidates(
        printed=gold.get("published_printed"),
        jsonld=read_jsonld(tree)[0],
        meta=read_meta(tree),
        datalayer=read_datalayer(html),
        url=gold["url"],
    )
    found = reconcile(candidates, zone=None, assume="WIB")
    assert found.at is not None
    expected = gold["published_at"]
    if len(expected) == len("2015-05-12"):
        assert found.at.date().isoformat() == expected
    else:
        assert found.at.replace(second=0) == datetime.fromisoformat(expected).replace(second=0)
    is_assumed = any(warning.startswith("zone-assumed") for warning in found.warnings)
    assert not is_assumed or gold.get("zone_assumed")
