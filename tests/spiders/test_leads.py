"""From URLs to frontier leads: one key an article, no other host, listings followed step by step."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsarchive.models import Discovery, Network, Outlet, UrlRule
from newsarchive.networks import load_networks
from spiders.declared import place_of
from spiders.items import Task
from spiders.leads import article_leads, listing_leads, next_page, start_leads
from spiders.outlet import OutletSpider
from spiders.shapes import first_page, is_of

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
HOST = "radarsenja.disway.test"
OUTLET = Outlet("radarsenja-disway", "Radar Senja", HOST, "disway")
NETWORK = load_networks()["disway"]


def url(path: str) -> str:
    return f"https://{HOST}{path}"


def test_three_shapes_of_one_article_are_one_lead() -> None:
    leads = article_leads(
        OUTLET,
        NETWORK,
        [url("/read/70123/judul"), url("/daerah/read/70123/judul"), url("//read/70123/judul"), url("/read/70124/lain")],
        url("/"),
    )
    assert [(lead.key, lead.url) for lead in leads] == [
        ("radarsenja-disway/70123", url("/read/70123/judul")),
        ("radarsenja-disway/70124", url("/read/70124/lain")),
    ]
    assert {lead.found_on_url for lead in leads} == {url("/")}


def test_a_later_part_leads_to_the_first() -> None:
    (lead,) = article_leads(OUTLET, NETWORK, [url("/read/70123/judul/30")], None)
    assert lead.url == url("/read/70123/judul")


@pytest.mark.parametrize(
    "path",
    [
        "/amp/70123/judul",
        "/readstatik/3/redaksi",
        "/kategori/daerah",
        "/upload/a.jpg",
        "/read/abc",
        "/read/1/" + "x" * 3000,
    ],
)
def test_what_is_no_article_is_no_lead(path: str) -> None:
    assert article_leads(OUTLET, NETWORK, [url(path)], None) == ()


@pytest.mark.parametrize(
    "other", ["https://lain.disway.test/read/1/a", "ftp://radarsenja.disway.test/read/1/a", "https://[x/read/1/a", ""]
)
def test_other_hosts_are_not_this_outlet(other: str) -> None:
    assert not is_of(OUTLET, other)
    assert article_leads(OUTLET, NETWORK, [other], None) == ()


BARAT = Outlet("besar-barat", "Besar Barat", "www.besar.test/barat", "disway")
WHOLE = Outlet("besar", "Besar", "www.besar.test", "disway", apart=("/barat",))


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://www.besar.test/barat/read/1/a", BARAT),
        ("http://besar.test//Barat/read/1/a", BARAT),
        ("https://www.besar.test/barat", BARAT),
        ("https://www.besar.test/baratdaya/read/1/a", WHOLE),
        ("https://www.besar.test/read/1/barat", WHOLE),
        ("https://www.besar.test", WHOLE),
        ("https://lain.test/barat/read/1/a", None),
    ],
)
def test_outlets_of_one_host_have_each_their_paths(url: str, owner: Outlet | None) -> None:
    assert [o for o in (BARAT, WHOLE) if is_of(o, url)] == ([owner] if owner else [])


def test_a_part_of_a_site_begins_at_its_own_front_page() -> None:
    assert [lead.url for lead in start_leads(BARAT, NETWORK)] == ["https://www.besar.test/barat/"]
    (lead,) = article_leads(
        BARAT, NETWORK, ["https://www.besar.test/barat/read/7/a", "https://besar.test/read/8/b"], None
    )
    assert lead.key == "besar-barat/7"


def test_the_front_page_of_a_part_is_read_as_a_front_page() -> None:
    named = Discovery("index", paths=("/", "/indeks"), links="a.first")
    network = replace(NETWORK, discovery=(Discovery("index", paths=("/lain",)), named))
    for path in ("/barat", "/barat/", "/barat/indeks"):
        assert place_of(BARAT, network, "index", f"https://www.besar.test{path}").discovery is named


def test_requests_wait_for_those_to_the_same_servers() -> None:
    """A network is one service; a site whose template nobody knows is one by itself."""
    senja = Outlet("senja", "Senja", "www.senja.test", "auto")
    spider = OutletSpider(outlets=[OUTLET, senja])
    slots = [
        spider.request_for(Task(f"{o.slug}/1", f"https://{o.domain}/", o.slug, "article", NOON)).meta["download_slot"]
        for o in spider.outlets
    ]
    assert slots == ["disway", "senja.test"]


def test_www_is_the_same_outlet() -> None:
    assert is_of(OUTLET, f"http://www.{HOST}/read/1/a")


def test_starting_points_are_on_the_outlets_host() -> None:
    leads = start_leads(OUTLET, NETWORK)
    assert [lead.url for lead in leads if lead.kind == "index"] == [url("/")]
    assert all(lead.found_on_url is None for lead in leads)


def test_listings_are_first_pages_of_this_outlet() -> None:
    leads = listing_leads(
        OUTLET,
        NETWORK,
        feeds=[url("/rss/daerah"), "https://lain.disway.test/rss/daerah"],
        listings=[url("/kategori/daerah"), url("/kategori/daerah/"), url("/kategori/daerah/30"), url("/read/1/a")],
        found_on=url("/"),
    )
    assert [(lead.kind, lead.url) for lead in leads] == [
        ("feed", url("/rss/daerah")),
        ("index", url("/kategori/daerah")),
    ]


def pages_of(network: Network, start: str, *, pages: int) -> list[str]:
    """The URLs of a listing, page by page."""
    seen = [start]
    while (found := next_page(network, "index", place_of(OUTLET, network, "index", seen[-1]), pages=pages)) is not None:
        seen.append(found)
    return seen


def test_a_listing_goes_on_by_its_step_up_to_the_limit() -> None:
    seen = pages_of(NETWORK, url("/kategori/daerah"), pages=4)
    assert seen == [url("/kategori/daerah" + tail) for tail in ("", "/30", "/60", "/90")]
    assert [place_of(OUTLET, NETWORK, "index", one).page for one in seen] == [1, 2, 3, 4]


PAGED = Network(
    "paged",
    "Paged",
    (
        UrlRule("article", re.compile(r"/read/(?P<id>\d+)/[\w-]+(?:\?(?:x=\d+&)?page=(?P<offset>\d+))?"), step=1),
        UrlRule("index", re.compile(r"/indeks/[a-z]+(?:\?page=(?P<offset>\d+))?"), step=1),
        UrlRule("index", re.compile(r"/kanal/[a-z]+(?:/page/(?P<offset>\d+))?/?"), step=1),
    ),
    (),
    (),
)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/read/7/judul?page=2", "/read/7/judul"),
        ("/read/7/judul", "/read/7/judul"),
        ("/indeks/kota?page=3", "/indeks/kota"),
        ("/kanal/kota/page/3/", "/kanal/kota/"),
        ("/kanal/kota/page/3", "/kanal/kota"),
        # what cannot be told without a guess stays
        ("/read/7/judul?x=2&page=2", "/read/7/judul?x=2&page=2"),
        ("/lain/3", "/lain/3"),
    ],
)
def test_the_first_page_of_a_later_one(path: str, first: str) -> None:
    assert first_page(PAGED, url(path)) == url(first)


@pytest.mark.parametrize(
    ("start", "later", "tails"),
    [
        ("/indeks/kota", "?page={page}", ("", "?page=2", "?page=3", "?page=4")),
        ("/kanal/kota/", "/page/{page}/", ("", "page/2/", "page/3/", "page/4/")),
        ("/kanal/kota/", "/halaman/{page}", ("",)),
    ],
)
def test_listings_count_their_pages_in_several_ways(start: str, later: str, tails: tuple[str, ...]) -> None:
    network = replace(PAGED, discovery=(Discovery("index", step=1, later=later),))
    assert pages_of(network, url(start), pages=4) == [url(start + tail) for tail in tails]


def test_one_article_has_one_lead_however_it_is_written() -> None:
    auto = load_networks()["auto"]
    senja = Outlet("senja", "Senja", "www.senja.test", "auto")
    shapes = [
        "https://www.senja.test/pasar-senja-dibuka-hari-ini/?utm_source=rss",
        "http://senja.test/pasar-senja-dibuka-hari-ini",
        "https://senja.test//pasar-senja-dibuka-hari-ini/2/",
    ]
    (lead,) = article_leads(senja, auto, shapes, None)
    assert lead.url == "https://www.senja.test/pasar-senja-dibuka-hari-ini/"


def test_the_front_page_has_no_second_page() -> None:
    assert pages_of(NETWORK, url("/"), pages=40) == [url("/")]
    one = replace(NETWORK, discovery=(Discovery("index"),))
    assert pages_of(one, url("/kategori/daerah"), pages=40) == [url("/kategori/daerah")]
