"""From URLs to frontier leads: one key an article, no other host, listings followed step by step."""

from __future__ import annotations

import pytest

from newsarchive.models import Discovery, Outlet
from newsarchive.networks import load_networks
from spiders.leads import article_leads, is_first_listing, is_of, listing_leads, next_listing, start_leads

HOST = "radarsenja.disway.test"
OUTLET = Outlet("radarsenja-disway", "Radar Senja", HOST, "disway")
NETWORK = load_networks()["disway"]
LISTS = next(d for d in NETWORK.discovery if d.kind == "index")


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


def test_a_listing_goes_on_by_its_step_up_to_the_limit() -> None:
    seen = [url("/kategori/daerah")]
    while (lead := next_listing(OUTLET, NETWORK, LISTS, seen[-1], pages=4)) is not None:
        assert not is_first_listing(NETWORK, lead.url)
        seen.append(lead.url)
    assert seen == [url("/kategori/daerah" + tail) for tail in ("", "/30", "/60", "/90")]


def test_the_front_page_has_no_second_page() -> None:
    assert next_listing(OUTLET, NETWORK, LISTS, url("/"), pages=40) is None
    assert next_listing(OUTLET, NETWORK, Discovery("index"), url("/kategori/daerah"), pages=40) is None
    assert is_first_listing(NETWORK, url("/"))
