"""From an answer to what the list says: leads, further lists, the next page, and whether it is looked at again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from newsarchive.models import Capture, Discovery, Lane, Lead, LeadKind, Network, Outlet, UrlRule
from spiders.items import Failed, Gone, Item, ListingRead, Task
from spiders.leads import start_leads
from spiders.lists import BACK_PAGES_OF_DAYS, MAX_DEPTH, ListReader
from spiders.refusals import GIVE_UP

NOW = datetime(2026, 2, 9, 5, tzinfo=UTC)
TODAY = date(2026, 2, 9)
HOST = "https://senja.test"
OUTLET = Outlet("senja", "Senja", "senja.test", "x")
NETWORK = Network(
    "x",
    "X",
    (
        UrlRule("article", re.compile(r"/read/(?P<id>\d+)(?:/.*)?")),
        UrlRule("feed", re.compile(r"/rss/[a-z]+|/feed")),
        UrlRule("index", re.compile(r"/(?:kanal/[a-z]+)?(?:\?page=(?P<offset>\d+))?"), step=1),
    ),
    (
        Discovery("feed", paths=("/feed",), step=1, later="?paged={page}"),
        Discovery("index", paths=("/",), links="a", more="a.kanal", step=1, later="?page={page}"),
        Discovery("index", paths=("/indeks?d={date}",), links="a", step=20, later="&per={offset}"),
        Discovery("sitemap", paths=("/sitemap.xml",)),
        Discovery("rest", paths=("/wp-json/wp/v2/posts",)),
        Discovery("json", paths=("/api",), records="data", address="id", address_form="/read/{}", time="at"),
    ),
    (),
)
RANGE = (date(2024, 1, 10), date(2024, 1, 31))


def reader(*, ranges: Mapping[str, tuple[date, date]] | None = None, pages: int = 5) -> ListReader:
    return ListReader(index_pages=pages, ranges={} if ranges is None else ranges)


def task(kind: LeadKind, url: str, *, key: str | None = None, lane: Lane = "daily", **more: Any) -> Task:
    return Task(key or f"senja/{kind}:{url}", url, "senja", kind, NOW, lane=lane, **more)


def answer(
    asked: Task,
    body: str | bytes,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    at: datetime = NOW,
) -> Response:
    """What the server said to a request for `asked`."""
    data = body.encode() if isinstance(body, str) else body
    given = tuple((headers or {}).items())
    capture = Capture(asked.url, at, "GET", "/", (), "HTTP/1.1", status, "", given, data)
    meta = {"task": asked, "capture": capture, "snapshot_id": 7}
    return Response(asked.url, status, dict(given), data, request=Request(asked.url, meta=meta))


def read(asked: Task, body: str | bytes, *, by: ListReader | None = None, **more: Any) -> ListingRead:
    item = (by or reader()).read(answer(asked, body, **more), OUTLET, NETWORK)
    assert isinstance(item, ListingRead), item
    return item


def refused(asked: Task, body: str | bytes, **more: Any) -> Item:
    return reader().read(answer(asked, body, **more), OUTLET, NETWORK)


def page(*numbers: int, more: str = "") -> str:
    return "".join(f"<a href='/read/{n}/judul'>Judul {n}</a>" for n in numbers) + more


def feed(*numbers: int, on: str = "2026-02-09", head: str = "") -> str:
    items = "".join(
        f"<item><title>Judul {n}</title><link>{HOST}/read/{n}/a</link><pubDate>{on}T04:00:00Z</pubDate></item>"
        for n in numbers
    )
    return f"<rss><channel>{head}{items}</channel></rss>"


def ids(leads: tuple[Lead, ...]) -> list[str | None]:
    return [lead.native_id for lead in leads]


def urls(leads: tuple[Lead, ...]) -> list[str]:
    return [lead.url.removeprefix(HOST) for lead in leads]


# -- the day's work


def test_a_feed_gives_leads_with_what_it_says_of_them() -> None:
    got = read(task("feed", f"{HOST}/feed"), feed(1, 2))
    first = got.leads[0]
    assert ids(got.leads) == ["1", "2"]
    assert (first.title, first.source, first.listed_on, first.lane) == ("Judul 1", "feed", TODAY, "daily")
    assert first.listed_at == datetime(2026, 2, 9, 4, tzinfo=UTC)
    assert got.is_first
    assert got.following is not None
    assert (got.following.url, got.following.kind) == (f"{HOST}/feed?paged=2", "feed")


def test_a_json_list_and_a_rest_answer_and_a_sitemap_give_leads() -> None:
    told = {"data": [{"id": 5, "at": "2026-02-09 11:00:00"}]}
    (lead,) = read(task("json", f"{HOST}/api"), json.dumps(told)).leads
    assert (lead.native_id, lead.source, lead.listed_at) == ("5", "json", datetime(2026, 2, 9, 4, tzinfo=UTC))
    posts = [{"link": f"{HOST}/read/6/a", "date_gmt": "2026-02-09T04:00:00", "title": {"rendered": "Enam"}}]
    got = read(task("rest", f"{HOST}/wp-json/wp/v2/posts?per_page=100"), json.dumps(posts))
    assert [(one.native_id, one.source, one.title) for one in got.leads] == [("6", "rest", "Enam")]
    sitemap = f"<urlset><url><loc>{HOST}/read/7/a</loc></url><url><loc>{HOST}/kanal/kota</loc></url></urlset>"
    got = read(task("sitemap", f"{HOST}/sitemap.xml"), sitemap)
    assert [(one.native_id, one.source, one.listed_on) for one in got.leads] == [("7", "sitemap", None)]


def test_an_index_page_leads_to_articles_categories_and_feeds() -> None:
    head = "<link rel=alternate type=application/rss+xml href=/rss/kota>"
    got = read(task("index", f"{HOST}/"), head + page(1, 2, more="<a class=kanal href=/kanal/kota>Kota</a>"))
    assert ids(got.leads) == ["1", "2"]
    assert [(lead.kind, lead.url) for lead in got.listings] == [
        ("feed", f"{HOST}/rss/kota"),
        ("index", f"{HOST}/kanal/kota"),
    ]
    assert got.following is not None
    assert got.following.url == f"{HOST}/?page=2"


def test_categories_of_a_category_are_not_followed_so_that_no_calendar_goes_on_for_ever() -> None:
    head = "<link rel=alternate type=application/rss+xml href=/rss/kota>"
    body = head + page(1, more="<a class=kanal href=/kanal/besok>Besok</a>")
    got = read(task("index", f"{HOST}/kanal/hari"), body)
    assert [lead.url for lead in got.listings] == [f"{HOST}/rss/kota"]
    later = read(task("index", f"{HOST}/?page=2"), body)
    assert (later.listings, later.is_first) == ((), False)


def test_pages_are_followed_up_to_the_limit() -> None:
    url, seen = f"{HOST}/kanal/kota", 0
    while True:
        got = read(task("index", url), page(seen * 2, seen * 2 + 1))
        seen += 1
        if got.following is None:
            break
        url = got.following.url
    assert (seen, url) == (5, f"{HOST}/kanal/kota?page=5")


@pytest.mark.parametrize(("total", "goes_on"), [("1", False), ("2", True), ("", True)])
def test_rest_says_how_many_pages_there_are(total: str, goes_on: bool) -> None:
    posts = [{"link": f"{HOST}/read/{n}/a", "date_gmt": "2026-02-09T04:00:00"} for n in range(100)]
    url = f"{HOST}/wp-json/wp/v2/posts?per_page=100"
    got = read(task("rest", url), json.dumps(posts), headers={"X-WP-TotalPages": total})
    assert (got.following is not None) is goes_on
    if got.following is not None:
        assert got.following.url == f"{url}&page=2"


def test_a_page_behind_the_last_one_ends_the_list_without_a_failure() -> None:
    for kind, url, status in (
        ("index", f"{HOST}/kanal/kota?page=3", 404),
        ("feed", f"{HOST}/feed?paged=9", 404),
        ("rest", f"{HOST}/wp-json/wp/v2/posts?per_page=100&page=9", 400),
    ):
        got = read(task(kind, url), "{}", status=status)  # type: ignore[arg-type]
        assert (got.leads, got.following, got.is_first, got.problem) == ((), None, False, None)


def test_an_empty_page_ends_the_list_and_on_a_front_page_is_odd() -> None:
    got = read(task("index", f"{HOST}/kanal/kota?page=2"), "<p>Belum ada berita</p>")
    assert (got.following, got.problem) == (None, None)
    got = read(task("index", f"{HOST}/"), "<p>Situs baru</p>")
    assert (got.following, got.problem) == (None, "no-articles: 'a' finds no link to an article")


def test_the_list_of_a_day_says_so_of_its_articles_and_is_over_when_the_next_day_is() -> None:
    asked = task("index", f"{HOST}/indeks?d=2026-02-08", covers_on=date(2026, 2, 8))
    got = read(asked, page(1, 2))
    assert got.is_first
    assert {lead.listed_on for lead in got.leads} == {date(2026, 2, 8)}
    assert got.following is not None
    assert (got.following.url, got.following.covers_on) == (f"{HOST}/indeks?d=2026-02-08&per=20", date(2026, 2, 8))
    assert not read(asked, page(1, 2), at=NOW + timedelta(days=1)).is_first
    later = read(task("index", got.following.url), page(3))
    assert (later.is_first, later.leads[0].listed_on) == (False, date(2026, 2, 8))


def test_a_feed_that_names_its_next_page_is_followed_to_the_limit() -> None:
    head = "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='next' href='{}'/>"
    got = read(task("feed", f"{HOST}/rss/kota"), feed(1, head=head.format("/rss/kota?start=26")))
    following, count = got.following, 1
    while following is not None:
        count += 1
        asked = task("feed", following.url, key=following.key)
        got = read(asked, feed(count, head=head.format(f"/rss/kota?start={26 * count}")))
        assert not got.is_first
        following = got.following
    assert count == 5
    away = read(task("feed", f"{HOST}/rss/kota"), feed(1, head=head.format("https://lain.test/x")))
    assert away.following is None


# -- a list that is as it was


def test_304_is_a_look_that_found_nothing_new() -> None:
    for kind, url in (("feed", f"{HOST}/feed"), ("index", f"{HOST}/"), ("sitemap", f"{HOST}/sitemap.xml")):
        got = read(task(kind, url, checks=3), "", status=304)  # type: ignore[arg-type]
        assert (got.is_unchanged, got.is_first, got.leads, got.following) == (True, True, (), None)


def test_a_body_that_is_the_same_is_not_read_again() -> None:
    first = read(task("feed", f"{HOST}/feed"), feed(1), headers={"ETag": '"a"', "Last-Modified": "Sun, x"})
    assert first.body_sha256 == hashlib.sha256(feed(1).encode()).hexdigest()
    assert (first.etag, first.last_modified) == ('"a"', "Sun, x")
    asked = task("feed", f"{HOST}/feed", checks=1, body_sha256=first.body_sha256)
    assert read(asked, feed(1)).is_unchanged
    changed = read(asked, feed(1, 2))
    assert (changed.is_unchanged, ids(changed.leads)) == (False, ["1", "2"])


def test_of_an_index_page_the_links_count_not_what_stands_around_them() -> None:
    first = read(task("index", f"{HOST}/"), page(1, 2))
    asked = task("index", f"{HOST}/", checks=1, body_sha256=first.body_sha256)
    assert read(asked, "<p>dibaca 1.234 kali</p>" + page(2, 1)).is_unchanged
    assert not read(asked, page(1, 2, 3)).is_unchanged
    assert not read(asked, page(1, 2, more="<a class=kanal href=/kanal/kota>Kota</a>")).is_unchanged


def test_of_data_in_a_page_the_records_count() -> None:
    told = {"data": [{"id": 5}, {"id": 6}]}
    first = read(task("json", f"{HOST}/api"), json.dumps(told))
    asked = task("json", f"{HOST}/api", checks=1, body_sha256=first.body_sha256)
    assert read(asked, json.dumps({**told, "served": "05:00:01"})).is_unchanged
    assert not read(asked, json.dumps({"data": [{"id": 7}]})).is_unchanged


# -- sitemaps of sitemaps


def index_of(*names: str, changed: str = "2026-02-09") -> str:
    parts = "".join(f"<sitemap><loc>{name}</loc><lastmod>{changed}</lastmod></sitemap>" for name in names)
    return f"<sitemapindex>{parts}</sitemapindex>"


def test_sitemaps_of_an_index_are_read_once_a_day_each() -> None:
    got = read(task("sitemap", f"{HOST}/sitemap.xml"), index_of(f"{HOST}/post-1.xml", "https://orang-lain.test/x.xml"))
    (part,) = got.listings
    assert (part.kind, part.url, part.key) == (
        "sitemap",
        f"{HOST}/post-1.xml",
        "senja/sitemap+1@2026-02-09:/post-1.xml",
    )
    body = f"<urlset><url><loc>{HOST}/read/1/a</loc></url></urlset>"
    asked = task("sitemap", part.url, key=part.key)
    assert read(asked, body).is_first
    assert not read(asked, body, at=NOW + timedelta(days=1)).is_first
    (tomorrow,) = read(
        task("sitemap", f"{HOST}/sitemap.xml"), index_of(f"{HOST}/post-1.xml"), at=NOW + timedelta(days=1)
    ).listings
    assert tomorrow.key != part.key


def test_indexes_that_lead_to_each_other_end() -> None:
    asked = task("sitemap", f"{HOST}/sitemap.xml", key="senja/sitemap:/sitemap.xml")
    depth = 0
    while True:
        got = read(asked, index_of(f"{HOST}/s{depth}.xml", asked.url))
        if not got.listings:
            break
        (lead,) = got.listings
        asked, depth = task("sitemap", lead.url, key=lead.key), depth + 1
    assert depth == MAX_DEPTH


def test_an_index_that_did_not_change_still_names_its_sitemaps_the_next_day() -> None:
    """Most say nothing of when a sitemap changed: theirs is the same text every day."""
    body = f"<sitemapindex><sitemap><loc>{HOST}/post-1.xml</loc></sitemap></sitemapindex>"
    url = f"{HOST}/sitemap.xml"
    first = read(task("sitemap", url), body, headers={"ETag": '"a"', "Last-Modified": "Sun, x"})
    assert (first.etag, first.last_modified) == (None, None)
    asked = task("sitemap", url, checks=1, body_sha256=first.body_sha256)
    assert read(asked, body, at=NOW + timedelta(hours=1)).is_unchanged
    assert len(read(asked, body, at=NOW + timedelta(days=1)).listings) == 1


def test_robots_txt_names_the_sitemaps_where_the_network_has_no_path_for_them() -> None:
    network = replace(NETWORK, discovery=(Discovery("sitemap"),))
    (lead,) = start_leads(OUTLET, network, NOW)
    assert (lead.kind, lead.url) == ("sitemap", f"{HOST}/robots.txt")
    body = f"User-agent: *\nDisallow: /admin\nSitemap: {HOST}/peta.xml\nSitemap: https://orang-lain.test/x.xml\n"
    item = reader().read(answer(task("sitemap", lead.url, key=lead.key), body), OUTLET, network)
    assert isinstance(item, ListingRead)
    assert [(one.kind, one.url) for one in item.listings] == [("sitemap", f"{HOST}/peta.xml")]
    for text, status in (("User-agent: *\nDisallow: /admin\n", 200), ("tidak ada", 404)):
        item = reader().read(answer(task("sitemap", lead.url, key=lead.key), text, status=status), OUTLET, network)
        assert isinstance(item, ListingRead)
        assert (item.leads, item.listings, item.is_first) == ((), (), True)
        assert item.problem is not None
        assert item.problem.startswith("no-sitemaps: ")


def test_of_a_site_that_outlets_share_those_sitemaps_are_read_that_are_the_outlets() -> None:
    barat = Outlet("barat", "Barat", "www.besar.test/barat", "x")
    host = "https://www.besar.test"
    for names, wanted in (
        (("/barat/sitemap.xml", "/timur/sitemap.xml"), ["/barat/sitemap.xml"]),
        (("/a.xml", "/b.xml"), ["/a.xml", "/b.xml"]),
    ):
        asked = task("sitemap", f"{host}/sitemap.xml")
        item = reader().read(answer(asked, index_of(*(host + name for name in names))), barat, NETWORK)
        assert isinstance(item, ListingRead)
        assert [one.url.removeprefix(host) for one in item.listings] == wanted


# -- what cannot be had


@pytest.mark.parametrize(
    ("kind", "url", "reason"),
    [
        ("feed", f"{HOST}/feed", "not-a-feed"),
        ("sitemap", f"{HOST}/sitemap.xml", "not-a-sitemap"),
        ("json", f"{HOST}/api", "not-a-list"),
        ("rest", f"{HOST}/wp-json/wp/v2/posts", "not-a-list"),
    ],
)
def test_what_is_no_list_is_a_failure(kind: LeadKind, url: str, reason: str) -> None:
    got = refused(task(kind, url), "<html><body><p>Selamat datang di situs kami</p></body></html>")
    assert isinstance(got, Failed)
    assert (got.reason, got.snapshot_id, got.is_final) == (reason, 7, False)
    assert got.detail


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_rest_interface_is_left_alone_for_a_day(status: int) -> None:
    body = '{"code":"rest_disabled","message":"x"}'
    got = refused(task("rest", f"{HOST}/wp-json/wp/v2/posts"), body, status=status)
    assert isinstance(got, Failed)
    assert (got.reason, got.wait, got.is_final) == ("rest-closed", 86400.0, False)
    assert str(status) in got.detail


def test_a_list_that_is_not_there_is_told_as_it_is() -> None:
    assert isinstance(refused(task("sitemap", f"{HOST}/sitemap.xml"), "", status=404), Gone)
    assert isinstance(refused(task("feed", f"{HOST}/feed"), "", status=503), Failed)


# -- the past


def past(kind: LeadKind, url: str, **more: Any) -> Task:
    key = more.pop("key", f"senja/backfill.{kind}@2024-01-10.2024-01-31:{url}")
    return task(kind, url, key=key, lane="backfill", **more)


def test_in_a_backfill_only_what_may_be_of_the_range_counts_newest_first() -> None:
    items = "".join(
        f"<item><link>{HOST}/read/{n}/a</link>{when}</item>"
        for n, when in (
            (1, "<pubDate>2024-02-05T04:00:00Z</pubDate>"),
            (2, "<pubDate>2024-01-31T04:00:00Z</pubDate>"),
            (3, "<pubDate>2024-01-12T04:00:00Z</pubDate>"),
            (4, ""),
            (5, "<pubDate>2024-01-09T04:00:00Z</pubDate>"),
        )
    )
    body = f"<rss><channel>{items}</channel></rss>"
    got = read(past("feed", f"{HOST}/feed"), body, by=reader(ranges={"senja": RANGE}))
    assert ids(got.leads) == ["2", "3", "4"]
    assert {lead.lane for lead in got.leads} == {"backfill"}
    assert [lead.priority for lead in got.leads] == [RANGE[1].toordinal(), date(2024, 1, 12).toordinal(), 0]
    assert not got.is_first
    assert got.following is not None
    assert got.following.priority == date(2024, 1, 12).toordinal()


def test_a_backfill_goes_on_page_by_page_until_all_on_a_page_is_older() -> None:
    by = reader(ranges={"senja": RANGE})
    assert read(past("feed", f"{HOST}/feed"), feed(1, 2, on="2024-03-01"), by=by).following is not None
    assert read(past("feed", f"{HOST}/feed?paged=2"), feed(3, 4, on="2024-01-09"), by=by).following is None


def test_a_backfill_ends_where_a_list_shows_a_page_again() -> None:
    """Tribun's page 11 is its page 1; other lists repeat their last page for ever."""
    by = reader(ranges={"senja": RANGE})
    shown = [(1, 2), (3, 4), (1, 2), (5, 6)]
    goes_on = [
        read(past("index", f"{HOST}/kanal/kota?page={n}"), page(*numbers), by=by).following is not None
        for n, numbers in enumerate(shown, 2)
    ]
    assert goes_on == [True, True, False, True]


def test_the_list_of_a_past_day_is_followed_beyond_the_limit_of_the_daily_crawl_but_not_for_ever() -> None:
    by = reader(ranges={"senja": RANGE})
    url, count = f"{HOST}/indeks?d=2024-01-15", 0
    while True:
        got = read(past("index", url), page(count * 2, count * 2 + 1), by=by)
        assert {lead.listed_on for lead in got.leads} == {date(2024, 1, 15)}
        count += 1
        if got.following is None:
            break
        assert (got.following.lane, got.following.covers_on) == ("backfill", date(2024, 1, 15))
        assert got.following.priority == date(2024, 1, 15).toordinal()
        url = got.following.url
    assert count == BACK_PAGES_OF_DAYS


def test_the_categories_of_the_front_page_are_walked_too() -> None:
    body = page(1, more="<a class=kanal href=/kanal/kota>Kota</a><link rel=alternate type=x/rss href=/rss/kota>")
    (found,) = read(past("index", f"{HOST}/"), body, by=reader(ranges={"senja": RANGE})).listings
    assert (found.url, found.lane) == (f"{HOST}/kanal/kota", "backfill")
    assert found.key == "senja/backfill.index@2024-01-10.2024-01-31:/kanal/kota"


def test_sitemaps_of_the_past_are_those_of_the_range() -> None:
    names = [f"{HOST}/sitemap-{month}.xml" for month in ("2023-12", "2024-01", "2024-02", "2024-03")]
    got = read(past("sitemap", f"{HOST}/sitemap.xml"), index_of(*names), by=reader(ranges={"senja": RANGE}))
    assert [(lead.url[-11:-4], date.fromordinal(lead.priority)) for lead in got.listings] == [
        ("2024-01", date(2024, 1, 31)),
        ("2024-02", date(2024, 1, 31)),
    ]
    assert {lead.lane for lead in got.listings} == {"backfill"}
    assert got.listings[0].key.startswith("senja/backfill.sitemap+1@2024-01-10.2024-01-31:")


def test_a_list_is_read_for_the_range_in_its_key_though_the_walk_was_replaced() -> None:
    for ranges in ({}, {"senja": (date(2025, 1, 1), date(2025, 2, 1))}):
        got = read(past("feed", f"{HOST}/feed"), feed(1, 2, on="2024-01-20"), by=reader(ranges=ranges))
        assert ids(got.leads) == ["1", "2"]
        assert not read(past("feed", f"{HOST}/feed"), feed(3, on="2025-01-20"), by=reader(ranges=ranges)).leads


def test_a_past_day_without_a_list_is_noted_and_over() -> None:
    got = read(past("index", f"{HOST}/indeks?d=2024-01-15"), "", status=404)
    assert (got.leads, got.problem) == ((), "no-list: 404 Not Found for 2024-01-15")


def test_a_way_that_is_not_there_is_given_up_so_that_the_walk_goes_on() -> None:
    for kind, url, status in (
        ("sitemap", f"{HOST}/sitemap.xml", 404),
        ("rest", f"{HOST}/wp-json/wp/v2/posts?per_page=100", 403),
    ):
        got = refused(past(kind, url), "{}", status=status)  # type: ignore[arg-type]
        assert isinstance(got, Failed)
        assert got.is_final


def test_a_list_of_the_past_that_fails_again_and_again_is_given_up_and_one_of_today_is_not() -> None:
    asked = past("sitemap", f"{HOST}/sitemap.xml", attempts=GIVE_UP)
    given_up, patient, todays = (
        refused(one, "", status=503)
        for one in (asked, replace(asked, attempts=GIVE_UP - 1), task("sitemap", asked.url, attempts=GIVE_UP))
    )
    assert isinstance(given_up, Failed)
    assert isinstance(patient, Failed)
    assert isinstance(todays, Failed)
    assert (given_up.is_final, patient.is_final, todays.is_final) == (True, False, False)


@pytest.mark.parametrize("status", [404, 503])
def test_a_list_of_the_day_that_fails_again_and_again_is_given_up_and_one_of_every_day_is_not(status: int) -> None:
    """Otherwise each day would leave rows behind that are asked for twice a day for years."""
    dated = task("index", f"{HOST}/indeks?d=2026-02-08", covers_on=date(2026, 2, 8))
    named = task("sitemap", f"{HOST}/post-1.xml", key="senja/sitemap+1@2026-02-08:/post-1.xml")
    every = task("sitemap", f"{HOST}/sitemap.xml", key="senja/sitemap:/sitemap.xml")
    for asked, attempts, is_final in ((dated, 4, True), (dated, 3, False), (named, 4, True), (every, 99, False)):
        got = refused(replace(asked, attempts=attempts), "", status=status)
        assert isinstance(got, Failed | Gone)
        assert (isinstance(got, Failed) and got.is_final) is is_final
        assert got.reason == f"http-{status}"


# -- where the day begins


def test_the_day_begins_with_every_list_in_the_order_declared_and_the_lists_of_two_days() -> None:
    leads = start_leads(OUTLET, NETWORK, NOW)
    assert urls(leads) == [
        "/feed",
        "/",
        "/indeks?d=2026-02-09",
        "/indeks?d=2026-02-08",
        "/sitemap.xml",
        "/wp-json/wp/v2/posts?per_page=100&_fields=id,link,date,date_gmt,title&orderby=date&order=desc",
        "/api",
    ]
    assert [lead.covers_on for lead in leads] == [None, None, TODAY, date(2026, 2, 8), None, None, None]
    assert [lead.priority for lead in leads] == [30, 29, 28, 28, 27, 26, 25]
    assert len(start_leads(OUTLET, NETWORK)) == 5


def test_the_day_is_the_outlets_own() -> None:
    late = datetime(2026, 2, 9, 16, tzinfo=UTC)
    for zone, day in (("WIB", "2026-02-09"), ("WITA", "2026-02-10"), ("WIT", "2026-02-10")):
        leads = start_leads(replace(OUTLET, zone=zone), NETWORK, late)
        assert next(lead.url for lead in leads if lead.covers_on).endswith(day)
