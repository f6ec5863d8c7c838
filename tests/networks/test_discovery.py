"""How every network's articles are found: each declaration is sound, its addresses are known to the URL rules as what
they are, and the lists that public material shows are read to the last article."""

import gzip
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsarchive.models import Discovery, Listed, ListKind, Network, Outlet
from newsarchive.networks import load_networks, match_url, placed
from newsarchive.registry import load_registry, site_of
from newsarchive.text.urls import bare_host
from spiders.backfill import ways_back
from spiders.declared import paged, paths_of, place_of, unpaged
from spiders.feed import read_feed
from spiders.index_page import read_index
from spiders.json_list import read_json_list
from spiders.leads import next_page, start_leads
from spiders.sitemap import read_sitemap

DOCS = Path(__file__).resolve().parents[2] / "docs" / "outlets-and-networks.md"
NETWORKS = sorted(load_networks().values(), key=lambda network: network.slug)
PAIRS = [(n, number, d) for n in NETWORKS for number, d in enumerate(n.discovery)]
WAYS = [pytest.param(n, d, id=f"{n.slug}-{number}-{d.kind}") for n, number, d in PAIRS]
DATED = [pytest.param(n, d, id=n.slug) for n, _, d in PAIRS if any("{date}" in path for path in d.paths)]
DAY = date(2026, 3, 7)
NOW = datetime(2026, 3, 7, 5, tzinfo=UTC)
MOST_LISTS = 15
"""Lists asked of one outlet at each look: more, and a network of a hundred outlets is never done."""


def outlet_of(network: Network) -> Outlet:
    return Outlet(slug="senja", name="Radar Senja", domain="senja.besar.test", network=network.slug, zone="WIB")


def urls_of(network: Network, way: Discovery, day: date = DAY) -> list[str]:
    found = [placed(way, path, outlet_of(network), day) for path in paths_of(way)]
    assert None not in found
    return [url for url in found if url]


@pytest.mark.parametrize(("network", "way"), WAYS)
def test_what_is_declared_fits_its_kind(network: Network, way: Discovery) -> None:
    tree = LexborHTMLParser("<p>x</p>")
    for selector in (way.links, way.more, way.element):
        if selector is not None:
            tree.css(selector)
    assert (way.links is not None) == (way.kind == "index"), "links are what an index page is read by"
    assert way.more is None or way.kind == "index"
    assert bool(way.records) == (way.kind == "json"), "records are what data are read by"
    assert way.address_form.count("{}") == len(way.address.split(" + "))
    assert way.paths or way.kind in {"feed", "sitemap", "rest"}, "no path"
    assert len(set(way.paths)) == len(way.paths)
    for path in way.paths:
        assert re.match(r"/|https://[\w.-]+/", path), path
        assert set(re.findall(r"\{.*?\}", path)) <= {"{date}", "{site}"}, path
        assert "{date}" in path or way.date_form == "%Y-%m-%d", "a form for a date that is nowhere"


@pytest.mark.parametrize(("network", "way"), WAYS)
def test_an_address_is_known_for_what_it_is(network: Network, way: Discovery) -> None:
    """What is a list must not be fetched as an article, and an index page or feed must be known as one."""
    for url in urls_of(network, way):
        match = match_url(network, url)
        assert match is None or match.kind not in {"article", "amp"}, url
        if way.kind in {"index", "feed", "sitemap"} and urlsplit(url).hostname == outlet_of(network).domain:
            assert match is not None, url
            assert (match.kind, match.offset) == ("index" if way.kind == "index" else "feed", 0), url


@pytest.mark.parametrize(("network", "way"), WAYS)
def test_later_pages_are_known_as_such(network: Network, way: Discovery) -> None:
    if not way.step:
        assert way.later == "/{offset}", "a form for later pages that there are not"
        return
    assert len(re.findall(r"\{(?:page|offset)\}", way.later)) == 1
    assert way.step == 1 or "{offset}" in way.later
    assert way.step > 1 or "{page}" in way.later, "the second page would be asked for as number 1"
    for first in urls_of(network, way):
        for page in (2, 3, 12):
            url = paged(way, first, page)
            found, number = unpaged(way, url)
            assert (found.rstrip("/"), number) == (first.rstrip("/"), page)
            match = match_url(network, url)
            assert match is None or match.kind not in {"article", "amp"}, url
            is_own = urlsplit(url).hostname == outlet_of(network).domain
            if is_own and way.kind == "index" and not any("{date}" in path for path in way.paths):
                number = page if "{page}" in way.later else (page - 1) * way.step
                # what a category of these is paged by; of the front page itself there is no later one
                if (
                    first.rstrip("/").endswith(outlet_of(network).domain)
                    and way.more
                    and (match is None or not match.offset)
                ):
                    continue
                assert match is not None, url
                assert (match.kind, match.offset) == ("index", number), url


@pytest.mark.parametrize(("network", "way"), DATED)
def test_a_list_of_a_day_is_found_again_with_its_day(network: Network, way: Discovery) -> None:
    outlet = outlet_of(network)
    for day in (DAY, date(2019, 12, 31), date(2024, 2, 29)):
        for url in urls_of(network, way, day):
            assert re.fullmatch(r"[\w:/.?&=%~+-]+", url), url
            place = place_of(outlet, network, way.kind, url)
            assert (place.is_declared, place.covers_on, place.page) == (True, day, 1), url
            if way.step:
                later = place_of(outlet, network, way.kind, paged(way, url, 4))
                assert (later.is_declared, later.covers_on, later.page) == (True, day, 4)
    assert urls_of(network, way, DAY) != urls_of(network, way, date(2026, 3, 8))


def list_hosts(network: Network) -> set[str]:
    """Where lists are declared by their whole URL, without `www.`."""
    whole = [path for way in network.discovery for path in way.paths if "://" in path]
    return {bare_host(urlsplit(path).hostname) for path in whole}


def test_every_outlet_has_lists_for_the_day_and_not_too_many() -> None:
    assert len(load_registry().outlets) > 700
    for outlet in load_registry().outlets:
        leads = start_leads(outlet, load_networks()[outlet.network], NOW)
        assert 1 <= len(leads) <= MOST_LISTS, outlet.slug
        hosts = {bare_host(urlsplit(lead.url).hostname) for lead in leads}
        assert hosts <= {bare_host(site_of(outlet)[0])} | list_hosts(load_networks()[outlet.network]), outlet.slug
        assert not [lead.url for lead in leads if "{" in lead.url]


def test_only_hosts_of_the_house_are_declared() -> None:
    assert {n.slug: hosts for n in NETWORKS if (hosts := list_hosts(n))} == {
        "kompas": {"indeks.kompas.com"},
        "liputan6": {"feed.liputan6.com"},
        "okezone": {"index.okezone.com", "sindikasi.okezone.com"},
        "republika": {"republika.co.id"},
        "sindonews": {"sindonews.com"},
    }


def test_a_list_of_the_house_is_asked_for_the_outlets_site() -> None:
    way = next(d for d in load_networks()["kompas"].discovery if any("{site}" in path for path in d.paths))
    site = Outlet(slug="a", name="A", domain="regional.kompas.com", network="kompas")
    main = Outlet(slug="b", name="B", domain="www.kompas.com", network="kompas")
    assert placed(way, way.paths[0], site, DAY) == "https://indeks.kompas.com/?site=regional&date=2026-03-07"
    assert placed(way, way.paths[0], main, DAY) is None
    with pytest.raises(ValueError, match="no day is given"):
        placed(way, way.paths[0], site)
    part = Outlet(slug="c", name="C", domain="www.besar.test/barat", network="detik")
    assert placed(Discovery("index"), "/indeks", part, scheme="http") == "http://www.besar.test/barat/indeks"


# network, kind of list, a page of it, the page after it ('' where there is none)
AFTER = [
    ("antara", "index", "/terkini", "/terkini/2"),
    ("antara", "index", "/terkini/9", "/terkini/10"),
    ("antara", "index", "/indeks/07-03-2026", "/indeks/07-03-2026/2"),
    ("auto", "index", "/", "/page/2/"),
    ("auto", "index", "/category/daerah/", "/category/daerah/page/2/"),
    ("auto", "index", "/category/daerah/page/2/", "/category/daerah/page/3/"),
    ("auto", "feed", "/feed/", "/feed/?paged=2"),
    ("beritasatu", "index", "/terkini/indeks", "/terkini/indeks/2"),
    ("blogger", "feed", "/feeds/posts/summary?alt=rss&max-results=100", "…&start-index=100"),
    ("cnnindonesia", "index", "/indeks", "/indeks?page=2"),
    ("cnnindonesia", "index", "/indeks?date=2026/03/07", "…&page=2"),
    ("detik", "index", "/indeks", "/indeks/2"),
    ("detik", "index", "/sepakbola/indeks", "/sepakbola/indeks/2"),
    ("detik", "index", "/indeks?date=03/07/2026", "…&page=2"),
    ("detik", "index", "/indeks?date=03/07/2026&page=2", "/indeks?date=03/07/2026&page=3"),
    ("disway", "index", "/", ""),
    ("disway", "index", "/kategori/lokal", "/kategori/lokal/30"),
    ("disway", "index", "/kategori/458/lampung-raya/30", "/kategori/458/lampung-raya/60"),
    ("inews", "index", "/indeks/senja/all", "/indeks/senja/all/12"),
    ("inews", "index", "/indeks/karawang/all/12", "/indeks/karawang/all/24"),
    ("jpnn", "index", "/indeks?id=&d=07&m=03&y=2026&tab=all", "…&page=2"),
    ("mediaindonesia", "index", "/indeks", "/indeks/20/20"),
    ("mediaindonesia", "index", "/indeks/20/20", "/indeks/20/40"),
    ("merdeka", "index", "/peristiwa", ""),
    ("okezone", "index", "/indeks/2026/03/07", "/indeks/2026/03/07/10"),
    ("promedia", "index", "/indeks-berita?daterange=7%20March%202026%20-%207%20March%202026", "…&page=2"),
    ("suara", "index", "/indeks?page=2", "/indeks?page=3"),
    ("tribun", "index", "/index-news?date=2026-3-7", "…&page=2"),
    ("tribun", "index", "/", ""),
    ("wordpress", "index", "/2026/03/07/", "/2026/03/07/page/2/"),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "kind", "page", "after"), AFTER, ids=[f"{a[0]}-{a[2]}" for a in AFTER])
def test_one_page_leads_to_the_next(slug: str, kind: ListKind, page: str, after: str) -> None:
    network = load_networks()[slug]
    here = f"https://{outlet_of(network).domain}"
    found = next_page(network, kind, place_of(outlet_of(network), network, kind, here + page), pages=40)
    assert found == (here + after.replace("…", page) if after else None)


# whose lists are asked for on a host of the house
HOUSES = {"indeks.kompas.com": "regional.kompas.com", "index.okezone.com": "news.okezone.com"}
KOMPAS_OF_A_DAY = "indeks.kompas.com/?site=regional&date=2016-02-23"
# file, kind of list, its address without the scheme, links or entries in it, articles of the network among them
LISTS = [
    ("skeletons/mediaindonesia.com__indeks.html", "index", "mediaindonesia.com/indeks", 8, 6),
    ("skeletons/mediaindonesia.com__sitemap-news.xml", "sitemap", "mediaindonesia.com/sitemap.xml", 3, 2),
    ("skeletons/news.okezone.com__bydate-channel-bola.html", "index", "index.okezone.com/", 4, 3),
    ("skeletons/news.okezone.com__kanal-indeks-news.html", "index", "news.okezone.com/indeks/2026/07/24", 4, 3),
    ("skeletons/republika.co.id__indeks.html", "index", "republika.co.id/index", 3, 3),
    ("skeletons/republika.co.id__indeks.html", "index", "republika.co.id/index/50/2026/07/24", 3, 3),
    ("skeletons/www.beritasatu.com__indeks.html", "index", "www.beritasatu.com/terkini/indeks", 8, 7),
    ("skeletons/www.beritasatu.com__sitemap-news.xml", "sitemap", "www.beritasatu.com/sitemap.xml", 3, 2),
    ("skeletons/www.jawapos.com__indeks.html", "json", "www.jawapos.com/indeks", 3, 3),
    ("skeletons/www.liputan6.com__channel-news.html", "index", "www.liputan6.com/news", 4, 4),
    ("skeletons/www.merdeka.com__listing-peristiwa.html", "index", "www.merdeka.com/peristiwa", 5, 5),
    ("skeletons/www.merdeka.com__sitemap-peristiwa.xml", "sitemap", "www.merdeka.com/peristiwa/sitemap.xml", 4, 4),
    ("skeletons/www.sindonews.com__indeks.html", "index", "www.sindonews.com/indeks", 5, 5),
    ("skeletons/www.sindonews.com__indeks.html", "index", "www.sindonews.com/indeks/0/20?t=2026-07-24", 5, 5),
    ("skeletons/www.tempo.co__rubric-payload.json", "json", "www.tempo.co/ekonomi/_payload.json", 3, 3),
    ("skeletons/www.tribunnews.com__index-news.html", "index", "www.tribunnews.com/index-news?date=2026-7-24", 9, 8),
    ("skeletons/www.tribunnews.com__sitemap-news.xml", "sitemap", "www.tribunnews.com/sitemap.xml", 7, 6),
    ("skeletons/www.viva.co.id__indeks.html", "index", "www.viva.co.id/indeks", 10, 9),
    ("skeletons/www.viva.co.id__indeks.html", "index", "www.viva.co.id/indeks/berita/all/2026/07/24", 10, 9),
    ("pages/en.tempo.co__index-2015.html.gz", "index", "en.tempo.co/", 37, 37),
    ("pages/indeks.kompas.com__indeks-2016.html.gz", "index", KOMPAS_OF_A_DAY, 10, 10),
    ("pages/news.detik.com__indeks-2024-10-04.html.gz", "index", "news.detik.com/indeks", 16, 16),
    ("pages/news.detik.com__indeks-2024-10-04.html.gz", "index", "news.detik.com/indeks?date=10/04/2024", 16, 16),
    ("pages/news.kompas.com__home-2015.html.gz", "index", "news.kompas.com/", 29, 29),
    ("pages/www.antaranews.com__rss-2015.xml.gz", "feed", "www.antaranews.com/rss/terkini.xml", 20, 20),
    ("pages/www.kapanlagi.com__rss-2015.xml.gz", "feed", "www.kapanlagi.com/feed/", 3, 3),
    ("pages/www.kompas.com__home-2024.html.gz", "index", "www.kompas.com/", 75, 74),
    ("pages/www.liputan6.com__indeks-2016.html.gz", "index", "www.liputan6.com/", 95, 95),
    ("pages/www.metrotvnews.com__index-more-topic.html.gz", "index", "www.metrotvnews.com/index", 19, 19),
    ("pages/www.okezone.com__home-2015.html.gz", "index", "www.okezone.com/", 22, 22),
    ("pages/www.republika.co.id__rss-2015.xml.gz", "feed", "www.republika.co.id/rss", 10, 10),
    ("pages/www.tempo.co__indeks-2015.html.gz", "index", "www.tempo.co/indeks", 77, 55),
]  # fmt: skip


def entries(kind: str, body: bytes, url: str, way: Discovery) -> tuple[Listed, ...]:
    if kind == "index":
        return read_index(body, url, links=way.links, more=way.more).articles
    if kind == "json":
        read = read_json_list(body, url, way)
    else:
        read = (read_sitemap if kind == "sitemap" else read_feed)(body, url)
    assert read.problem is None
    return read.entries


@pytest.mark.parametrize(("file", "kind", "address", "links", "articles"), LISTS, ids=[f"{f[0]}-{f[2]}" for f in LISTS])
def test_lists_that_were_seen_are_read(
    shared: Path, file: str, kind: ListKind, address: str, links: int, articles: int
) -> None:
    url = f"https://{address}"
    host = urlsplit(url).netloc
    outlet = load_registry().by_domain(HOUSES.get(host, host))
    assert outlet is not None
    network = load_networks()[outlet.network]
    place = place_of(outlet, network, kind, url)
    assert place.is_declared
    raw = (shared / file).read_bytes()
    found = entries(kind, gzip.decompress(raw) if file.endswith(".gz") else raw, url, place.discovery)
    known = [e for e in found if (match := match_url(network, e.url)) and match.kind == "article"]
    assert (len(found), len(known)) == (links, articles)
    if kind in {"json", "sitemap"}:
        assert all(entry.title and (entry.listed_at or entry.printed) for entry in known)


def labels(network: Network) -> tuple[str, str]:
    """The ways of a network in words, as the table of the docs has them."""

    def word(way: Discovery) -> str:
        if way.kind == "index":
            name = "list of the day" if any("{date}" in p for p in way.paths) else "lists"
            name = "front page" + " and its categories" * bool(way.more) if way.paths == ("/",) else name
        else:
            name = {"feed": "feed", "sitemap": "sitemap", "rest": "REST", "json": "page data"}[way.kind]
            name += " of robots.txt" if way.kind == "sitemap" and not way.paths else ""
            name += "s announced" if way.kind == "feed" and not way.paths else ""
        return name + (", page by page" if way.step and name != "list of the day" else "")

    daily = dict.fromkeys(word(way) for way in network.discovery if way.use != "backfill")
    back = dict.fromkeys(word(way) for way in ways_back(network))
    return "; ".join(daily), "; ".join(back)


def test_the_table_of_the_docs_says_what_is_declared() -> None:
    wanted = ["| {} | {} | {} |".format(f"`{n.slug}`", *labels(n)) for n in NETWORKS]
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    table = [line for line in rows if line.split("`")[1] in load_networks()]
    assert table == wanted, "\n" + "\n".join(wanted)


def test_the_examples_of_the_docs_are_declarations() -> None:
    code = next(
        c for c in re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL) if "later=" in c
    )
    made: list[Discovery] = []

    def declared(*given: object, **named: object) -> Discovery:
        made.append(Discovery(*given, **named))  # type: ignore[arg-type]
        return made[-1]

    exec(code, {"Discovery": declared})
    assert {way.kind for way in made} == {"index", "feed", "sitemap", "json", "rest"}
    for way in made:
        test_what_is_declared_fits_its_kind(load_networks()["wordpress"], way)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.slug)
def test_no_address_of_a_list_takes_long(network: Network) -> None:
    """Every rule reads its URL once, or a bounded number of times: 100,000 characters cost milliseconds."""
    began = time.process_time()
    for unit in ("sitemap", "/sitemap-", "?paged=1", "/indeks/1", "&start-index=1", "&page=1"):
        for start in ("/", "/indeks", "/feeds/posts/summary?"):
            match = match_url(network, f"https://senja.test{start}{unit * (100_000 // len(unit))}!.xml")
            assert match is None or match.kind != "article"
    assert time.process_time() - began < 5
