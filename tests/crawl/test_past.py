"""Walks into the past: newest first, resumed, within their budget, and after the work of the day."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from crawl_site import Crawl, Reply, Site

from spiders.rest import posts_url

HOST = "koransenja.test"
SINCE, UNTIL = date(2020, 3, 1), date(2020, 3, 10)
DAY = 86400


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Crawl:
    folder = tmp_path / "wordpress"
    folder.mkdir()
    (folder / "wordpress.toml").write_text(
        f'koransenja = {{ name = "Koran Senja", domain = "{HOST}", zone = "WIB" }}\n'
    )
    return Crawl(site, tmp_path / "archive", folder)


def posts(site: Site, days: range, *, pages: int = 1, page: int = 1) -> list[str]:
    """Make the posts of some days of March 2020 and the answer of the interface that lists them, newest first."""
    listed, paths = [], []
    for day in reversed(days):
        path = site.article(day, path=f"/2020/03/{day:02}/kabar-kota-hari-ke-{day}/")
        made = site.pages[path]
        assert isinstance(made, Reply)
        made.body = made.body.replace(b"Senin 26-08-2024,16:46 WIB", f"{day:02}-03-2020,10:00 WIB".encode())
        paths.append(path)
        listed.append(
            {
                "link": f"http://{HOST}{path}",
                "date_gmt": f"2020-03-{day:02}T03:00:00",
                "title": {"rendered": f"Kabar kota hari ke-{day}"},
            }
        )
    url = posts_url(f"http://{HOST}/wp-json/wp/v2/posts", since_on=SINCE, until_on=UNTIL) + (
        f"&page={page}" if page > 1 else ""
    )
    headers = [("Content-Type", "application/json"), ("X-WP-TotalPages", str(pages))]
    site.pages[url.partition(HOST)[2]] = Reply(json.dumps(listed).encode(), headers=headers)
    return paths


def state(crawl: Crawl) -> tuple[Any, ...]:
    return rows(crawl.archive, "SELECT state, requests, found FROM backfills")[0]


def test_a_walk_goes_newest_first_within_its_budget_and_is_resumed(site: Site, crawl: Crawl) -> None:
    site.front([])
    newer = posts(site, range(6, 11), pages=2)
    older = posts(site, range(1, 6), pages=2, page=2)
    crawl(f"--since={SINCE}", f"--until={UNTIL}", "--backfill-requests=4", "--index-pages=1")
    fetched = [path for path in newer + older if site.visits[path]]
    assert fetched == newer[: len(fetched)], "the newest first"
    assert 1 <= len(fetched) <= 4, "not more than the budget"
    assert state(crawl)[:2] == ("open", 4), (
        "the list of the past was one of them, and a look at what was read ahead none"
    )
    for _ in range(5):
        crawl("--due", "--backfill-requests=4")
    assert [site.visits[path] for path in newer + older] == [1] * 10
    assert rows(crawl.archive, "SELECT count(*), min(published_on) FROM articles")[0][0] == 10
    ended, requests, found = state(crawl)
    assert (ended, found) == ("done", 10)
    assert requests <= 4 * 6
    assert rows(crawl.archive, "SELECT DISTINCT lane FROM frontier WHERE kind = 'article'") == [("daily",)]


def test_the_work_of_the_day_goes_first(site: Site, crawl: Crawl) -> None:
    past = posts(site, range(1, 11))
    fresh = [site.article(n, path=f"/2026/03/02/kabar-terbaru-nomor-{n}/") for n in range(100, 106)]
    site.front(fresh)
    crawl(f"--since={SINCE}", f"--until={UNTIL}", "--backfill-requests=30", "--now=2026-03-02T03:00:00+00:00")
    asked = [request.split(b" ", 2)[1].decode() for request in site.requests]
    last_of_day = max(asked.index(path) for path in fresh)
    first_of_past = min(asked.index(path) for path in past)
    assert last_of_day < first_of_past


def test_nothing_of_the_past_is_asked_without_a_walk(site: Site, crawl: Crawl) -> None:
    site.front([])
    past = posts(site, range(1, 11))
    crawl()
    assert not any("wp-json" in path for path in site.visits)
    assert [site.visits[path] for path in past] == [0] * 10


def test_a_way_that_is_closed_leads_to_the_next_and_the_end_is_told(site: Site, crawl: Crawl) -> None:
    """No REST interface, no archives of days, no sitemap: the walk ends, and says that nothing leads there."""
    site.front([])
    crawl(f"--since={SINCE}", f"--until={UNTIL}", "--backfill-requests=200")
    for days in (1, 3, 8, 20):
        crawl("--due", "--backfill-requests=200", f"--clock-offset={days * DAY}")
    ended, _, found = state(crawl)
    assert (ended, found) == ("exhausted", 0)
    assert "koransenja" in rows(crawl.archive, "SELECT detail FROM backfills")[0][0]
    assert site.visits["/2020/03/10/"] >= 1


def test_an_old_article_is_not_looked_at_within_the_hour_but_once_a_month_later(site: Site, crawl: Crawl) -> None:
    site.front([])
    (path,) = posts(site, range(10, 11))
    crawl(f"--since={SINCE}", f"--until={UNTIL}")
    for hours in (2, 8, 30, 24 * 8):
        crawl("--due", f"--clock-offset={hours * 3600}")
    assert site.visits[path] == 1
    crawl("--due", f"--clock-offset={31 * DAY}")
    assert site.visits[path] == 2
    (due_at,) = rows(crawl.archive, "SELECT due_at FROM frontier WHERE kind = 'article'")[0]
    assert due_at is None, "and that was the last look"


def test_another_range_replaces_an_open_walk(site: Site, crawl: Crawl) -> None:
    site.front([])
    posts(site, range(1, 11))
    crawl(f"--since={SINCE}", f"--until={UNTIL}", "--backfill-requests=1")
    crawl(f"--since={SINCE - timedelta(days=1)}", f"--until={UNTIL}", "--backfill-requests=0")
    states = rows(crawl.archive, "SELECT state, detail FROM backfills ORDER BY id")
    assert [s for s, _ in states] == ["stopped", "open"]
    assert "another range" in states[0][1]
