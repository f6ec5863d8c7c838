"""Where a list stands among those declared: told back from its URL, for every network's own declarations and shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from newsarchive.models import Discovery, Network, Outlet, UrlRule
from newsarchive.networks import load_networks, placed
from spiders.declared import paged, paths_of, place_of, unpaged
from spiders.leads import is_of_one_day, next_page
from spiders.rest import posts_url

DAY = date(2026, 2, 9)


def outlet_of(network: str, domain: str = "senja.wening.test") -> Outlet:
    return Outlet("senja", "Senja", domain, network)


def declared() -> Iterator[tuple[str, int, str]]:
    for slug, network in load_networks().items():
        for number, discovery in enumerate(network.discovery):
            for path in paths_of(discovery):
                yield slug, number, path


@pytest.mark.parametrize(("slug", "number", "path"), list(declared()))
def test_every_declared_list_is_known_again_page_by_page(slug: str, number: int, path: str) -> None:
    network, outlet = load_networks()[slug], outlet_of(slug)
    discovery = network.discovery[number]
    url = placed(discovery, path, outlet, DAY)
    assert url is not None
    if discovery.kind == "rest":
        url = posts_url(url)
    for page in range(1, 5):
        place = place_of(outlet, network, discovery.kind, url)
        assert (place.discovery.links, place.discovery.later) == (discovery.links, discovery.later)
        assert (place.page, place.is_declared) == (page, True)
        assert place.covers_on == (DAY if "{date}" in path and is_of_one_day(discovery) else None)
        following = next_page(network, discovery.kind, place, pages=40)
        if following is None:
            break
        assert following == paged(discovery, place.first_url, page + 1) != url
        url = following


@pytest.mark.parametrize(
    ("step", "later", "first", "second", "third"),
    [
        (1, "?page={page}", "/indeks", "/indeks?page=2", "/indeks?page=3"),
        (1, "&page={page}", "/indeks?d=5", "/indeks?d=5&page=2", "/indeks?d=5&page=3"),
        (1, "?page={page}", "/indeks?d=5", "/indeks?d=5&page=2", "/indeks?d=5&page=3"),
        (1, "/page/{page}/", "/kanal/kota/", "/kanal/kota/page/2/", "/kanal/kota/page/3/"),
        (20, "/{offset}", "/indeks/7?t=5", "/indeks/7/20?t=5", "/indeks/7/40?t=5"),
        (1, "/{page}", "/terkini", "/terkini/2", "/terkini/3"),
        (1, "?page={offset}", "/indek", "/indek?page=1", "/indek?page=2"),
        (25, "&start-index={offset}", "/feed?alt=rss", "/feed?alt=rss&start-index=25", "/feed?alt=rss&start-index=50"),
    ],
)
def test_each_form_of_paging_goes_there_and_back(step: int, later: str, first: str, second: str, third: str) -> None:
    discovery = Discovery("index", step=step, later=later)
    host = "https://senja.test"
    assert [paged(discovery, host + first, page) for page in (2, 3)] == [host + second, host + third]
    for page, url in enumerate((first, second, third), 1):
        start, number = unpaged(discovery, host + url)
        assert (start.rstrip("/"), number) == ((host + first).rstrip("/"), page)


@pytest.mark.parametrize(
    "url",
    [
        "https://senja.test/indeks/7",  # no multiple of the step
        "https://senja.test/indeks/0",
        "https://senja.test/indeks",
        "https://senja.test/indeks/20x",
        "https://senja.test/indeks/99999999",
    ],
)
def test_a_number_that_is_no_offset_is_a_part_of_the_address(url: str) -> None:
    assert unpaged(Discovery("index", step=20, later="/{offset}"), url) == (url, 1)


DATED = Network(
    "dated",
    "Dated",
    (UrlRule("index", re.compile(r"/[a-z]*")),),
    (
        Discovery("index", paths=("/",), links="a.new", more="a.kanal"),
        Discovery("index", paths=("/indeks?date={date}",), date_form="%m/%d/%Y", links="a.us"),
        Discovery("index", paths=("https://indeks.rumah.test/{date}/7",), date_form="%Y/%-m/%-d", links="a.other"),
        Discovery("sitemap", paths=("/sitemap-{date}.xml",), date_form="%Y-%m"),
        Discovery("index", paths=("/tahun/{date}",), date_form="%Y"),
        Discovery("json", paths=("/api?from={date}&to={date}",), records="data"),
    ),
    (),
)


@pytest.mark.parametrize(
    ("kind", "url", "links", "covers"),
    [
        ("index", "https://senja.wening.test/indeks?date=02/09/2026", "a.us", (DAY, DAY)),
        ("index", "https://indeks.rumah.test/2026/2/9/7", "a.other", (DAY, DAY)),
        ("sitemap", "https://senja.wening.test/sitemap-2026-02.xml", None, (date(2026, 2, 1), date(2026, 2, 28))),
        ("index", "https://senja.wening.test/tahun/2026", None, (date(2026, 1, 1), date(2026, 12, 31))),
        ("json", "https://senja.wening.test/api?from=2026-02-09&to=2026-02-09", None, (DAY, DAY)),
    ],
)
def test_the_days_of_a_list_stand_in_its_address(
    kind: str, url: str, links: str | None, covers: tuple[date, date]
) -> None:
    place = place_of(outlet_of("dated"), DATED, kind, url)
    assert (place.discovery.links, place.covers, place.is_declared, place.is_free) == (links, covers, True, True)


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("index", "https://senja.wening.test/indeks?date=13/40/2026"),  # no such day
        ("index", "https://orang-lain.test/2026/2/9/7"),
        ("json", "https://senja.wening.test/api?from=2026-02-09"),
        ("index", "https://senja.wening.test/ekonomi"),
    ],
)
def test_what_nobody_declared_is_read_like_the_list_that_leads_to_such(kind: str, url: str) -> None:
    place = place_of(outlet_of("dated"), DATED, kind, url)
    assert (place.is_declared, place.covers, place.first_url) == (False, None, url)
    assert place.discovery.links == ("a.new" if kind == "index" else None)


def test_the_list_of_a_site_that_is_a_part_of_another_is_under_its_path() -> None:
    outlet = outlet_of("dated", "www.besar.test/barat")
    assert place_of(outlet, DATED, "index", "https://www.besar.test/barat").discovery.links == "a.new"
    place = place_of(outlet, DATED, "index", "http://besar.test/barat/indeks?date=02/09/2026")
    assert place.covers_on == DAY
