"""Lists of every kind in a real crawl: sitemaps that robots.txt names, data of pages, lists of a day, and 304."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from crawl_site import Crawl, Reply, Site, listing, rss

HOST = "koransenja.test"
WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
AT = f"--now={NOW.isoformat()}"
"""The instant at which each crawl begins."""
XML = [("Content-Type", "application/xml")]
HOUR = 3600


def rows(crawl: Crawl, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{crawl.archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


@pytest.fixture
def crawl_of(site: Site, tmp_path: Path) -> Callable[[str], Crawl]:
    """A crawl of one outlet of the network given."""

    def make(network: str) -> Crawl:
        folder = tmp_path / network
        folder.mkdir()
        (folder / f"{network}.toml").write_text(
            f'koransenja = {{ name = "Koran Senja", domain = "{HOST}", zone = "WIB" }}\n'
        )
        return Crawl(site, tmp_path / f"archive-{network}", folder)

    return make


def article(site: Site, number: int) -> str:
    today = f"{NOW.astimezone(WIB):%Y/%m/%d}"
    return site.article(number, path=f"/nusantara/read/{today}/{number}/kabar-kota-nomor-{number}")


def test_sitemaps_are_found_through_robots_txt_and_read_to_their_articles(
    site: Site, crawl_of: Callable[[str], Crawl]
) -> None:
    crawl = crawl_of("rmol")
    first, second, old = (article(site, number) for number in (700001, 700002, 600001))
    now = f"{NOW:%Y-%m-%dT%H:%M:%S+00:00}"
    robots = f"User-agent: *\nDisallow: /read/666/\nSitemap: http://{HOST}/peta.xml\n"
    site.pages["/robots.txt"] = Reply(robots.encode(), headers=[("Content-Type", "text/plain")])
    parts = "".join(
        f"<sitemap><loc>http://{HOST}/{name}</loc><lastmod>{changed}</lastmod></sitemap>"
        for name, changed in (("peta-baru.xml.gz", now), ("peta-lama.xml", "2020-01-01"))
    )
    site.pages["/peta.xml"] = Reply(f"<sitemapindex>{parts}</sitemapindex>".encode(), headers=XML)
    entries = "".join(
        f"<url><loc>http://{HOST}{path}</loc><lastmod>{now}</lastmod></url>" for path in (first, second, "/redaksi")
    )
    packed = gzip.compress(f"<urlset>{entries}</urlset>".encode())
    site.pages["/peta-baru.xml.gz"] = Reply(packed, headers=[("Content-Type", "application/x-gzip")])
    site.pages["/peta-lama.xml"] = Reply(f"<urlset><url><loc>{old}</loc></url></urlset>".encode(), headers=XML)
    site.pages["/"] = site.pages["/indeksberita"] = Reply(listing([]))
    crawl(AT)
    assert [site.visits[path] for path in (first, second, old)] == [1, 1, 0]
    assert [site.visits[path] for path in ("/peta.xml", "/peta-baru.xml.gz", "/peta-lama.xml")] == [1, 1, 0]
    kinds = dict(rows(crawl, "SELECT url, kind FROM snapshots WHERE status = 200"))
    assert kinds[f"http://{HOST}/peta-baru.xml.gz"] == "sitemap"
    assert rows(crawl, "SELECT DISTINCT listed_in FROM frontier WHERE kind = 'article'") == [(4,)]
    today = NOW.astimezone(WIB).date().isoformat()
    assert rows(crawl, "SELECT key FROM frontier WHERE key LIKE '%+2@%'") == [
        (f"koransenja/sitemap+2@{today}:/peta-baru.xml.gz",)
    ]


def test_the_flat_data_of_a_page_is_a_list(site: Site, crawl_of: Callable[[str], Crawl]) -> None:
    crawl = crawl_of("tempo")
    path = site.article(9100001, path="/ekonomi/kabar-pasar-senja-hari-ini-9100001")
    flat = [
        {"data": 1}, ["ShallowReactive", 2], {"rubric-content": 3}, {"latest": 4}, {"data": 5}, [6],
        {"canonical_url": 7, "published_at": 8, "title_digital": 9}, path[1:], "2026-02-09 09:00:00", "Kabar Pasar",
    ]  # fmt: skip
    site.pages["/ekonomi/_payload.json"] = Reply(
        json.dumps(flat).encode(), headers=[("Content-Type", "application/json")]
    )
    site.pages["/"] = site.pages["/indeks"] = Reply(listing([]))
    crawl(AT)
    assert site.visits[path] == 1
    assert rows(crawl, "SELECT title, listed_at FROM frontier WHERE kind = 'article'") == [
        ("Kabar Pasar", "2026-02-09T02:00:00.000000Z")
    ]


def test_a_feed_is_asked_for_conditionally_and_what_did_not_change_is_not_news(
    site: Site, crawl_of: Callable[[str], Crawl]
) -> None:
    crawl = crawl_of("rmol")
    path = article(site, 700001)
    feed = Reply(
        rss([f"http://{HOST}{path}"]),
        headers=[*XML, ("ETag", '"v1"'), ("Last-Modified", "Mon, 09 Feb 2026 01:00:00 GMT")],
    )
    site.pages["/rss/latest-posts"] = lambda visit: feed if visit == 1 else Reply(status=304, reason="Not Modified")
    site.pages["/"] = site.pages["/indeksberita"] = Reply(listing([path]))
    crawl(AT)
    crawl(AT, f"--clock-offset={HOUR}")
    asked = [request for request in site.requests if request.startswith(b"GET /rss/latest-posts ")]
    assert [b'If-None-Match: "v1"' in request for request in asked] == [False, True]
    assert [b"If-Modified-Since: Mon, 09 Feb 2026 01:00:00 GMT" in request for request in asked] == [False, True]
    state = rows(crawl, "SELECT state, last_status, steady FROM frontier WHERE kind = 'feed'")
    assert state == [("done", 304, 1)]
    steady = rows(crawl, "SELECT min(steady), count(*) FROM frontier WHERE kind = 'index' AND state = 'done'")[0]
    assert steady[0] >= 1
    assert steady[1] == 2
    assert site.visits[path] >= 1


def test_the_lists_of_today_and_yesterday_are_read_and_those_of_tomorrow_the_next_day(
    site: Site, crawl_of: Callable[[str], Crawl]
) -> None:
    crawl = crawl_of("viva")
    today = NOW.astimezone(WIB).date()
    days = [today + timedelta(days=number) for number in (-2, -1, 0, 1)]
    for number, day in enumerate(days):
        path = site.article(number, path=f"/berita/kota/180000{number}-kabar-kota-nomor-{number}")
        page = f"<a class=article-list-title href='{path}'>Kabar {number}</a>"
        site.pages[f"/indeks/all/all/{day:%Y/%m/%d}"] = Reply(page.encode())
    crawl(AT)
    visits = [site.visits[f"/indeks/all/all/{day:%Y/%m/%d}"] for day in days]
    assert visits == [0, 1, 1, 0]
    found = rows(crawl, "SELECT native_id FROM frontier WHERE kind = 'article' ORDER BY 1")
    assert found == [("1800001",), ("1800002",)]
    crawl(AT, f"--clock-offset={24 * HOUR}")
    assert site.visits[f"/indeks/all/all/{days[3]:%Y/%m/%d}"] == 1
    crawl(AT, f"--clock-offset={24 * HOUR * 5}")
    missed = [f"/indeks/all/all/{today + timedelta(days=number):%Y/%m/%d}" for number in range(2, 6)]
    assert [site.visits[path] for path in missed] == [1] * 4, "what nobody looked at is made up for"
