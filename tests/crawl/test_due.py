"""Runs from cron: they do what is due and end, look at quiet lists seldom, and stop for the limits they were given."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from crawl_site import HOST, Crawl, Reply, Site, newsarchive

HOUR = 3600


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def pace(archive: Path) -> int:
    return int(rows(archive, "SELECT pace_s FROM frontier WHERE kind = 'index' AND url LIKE '%.test/'")[0][0])


def test_a_quiet_list_is_asked_less_and_a_busy_one_more(site: Site, crawl: Crawl) -> None:
    site.front([site.article(1)])
    crawl()
    first = pace(crawl.archive)
    crawl("--due", f"--clock-offset={1 * HOUR}")
    crawl("--due", f"--clock-offset={3 * HOUR}")
    quiet = pace(crawl.archive)
    assert quiet > first
    before = site.visits["/"]
    crawl("--due", f"--clock-offset={3 * HOUR + 300}")
    assert site.visits["/"] == before, "its time has not come"
    site.front([site.article(n) for n in range(1, 9)])
    crawl("--due", f"--clock-offset={8 * HOUR}")
    assert pace(crawl.archive) < quiet


def test_a_crawl_that_names_outlets_looks_now(site: Site, crawl: Crawl) -> None:
    site.front([site.article(1)])
    crawl()
    for hours in (1, 3, 6):
        crawl("--due", f"--clock-offset={hours * HOUR}")
    site.front([site.article(n) for n in (1, 2)])
    crawl(f"--clock-offset={6 * HOUR + 400}")
    assert site.visits["/read/2/berita-2"] == 1


def test_an_article_that_stays_as_it_is_is_looked_at_ever_less(site: Site, crawl: Crawl) -> None:
    """Six looks are planned; after two that found nothing every second one is left out, but not the last."""
    path = site.article(1)
    page = site.pages[path]
    assert isinstance(page, Reply)
    page.body = page.body.replace(b"Senin 26-08-2024,16:46 WIB", b"Senin 02-03-2026,09:00 WIB")
    site.front([path])
    now = "--now=2026-03-02T03:00:00+00:00"
    crawl(now)
    first = rows(crawl.archive, "SELECT discovered_at FROM frontier WHERE kind = 'article'")[0][0]
    looks = []
    while (due := rows(crawl.archive, "SELECT due_at FROM frontier WHERE kind = 'article'")[0][0]) is not None:
        after = datetime.fromisoformat(due) - datetime.fromisoformat(first)
        looks.append(round(after.total_seconds() / HOUR))
        crawl("--due", now, f"--clock-offset={after.total_seconds() + 60}")
        assert site.visits[path] == 1 + len(looks)
    assert looks == [1, 6, 72, 720]


def test_what_is_missing_at_one_look_only_was_never_gone(site: Site, crawl: Crawl) -> None:
    path = site.article(1)
    whole = site.pages[path]
    site.front([path])
    crawl()
    site.pages[path] = Reply(b"sebentar", 404, "Not Found")
    crawl(f"--clock-offset={2 * HOUR}")
    assert rows(crawl.archive, "SELECT missing FROM frontier WHERE kind = 'article'") == [(1,)]
    site.pages[path] = whole
    crawl("--due", f"--clock-offset={5 * HOUR}")
    assert rows(crawl.archive, "SELECT missing, state FROM frontier WHERE kind = 'article'") == [(0, "done")]
    assert rows(crawl.archive, "SELECT count(*) FROM events") == [(0,)]


def test_too_little_disk_is_told_before_anything_is_opened(site: Site, crawl: Crawl) -> None:
    site.front([site.article(1)])
    told = crawl(f"--disk-min-free={10**15}", code=12)
    assert "are free on its disk" in told
    assert not site.requests
    assert not (crawl.archive / "news.db").exists()


def test_nothing_due_is_a_run_of_its_own_and_asks_nobody(site: Site, crawl: Crawl) -> None:
    site.front([site.article(1)])
    crawl()
    before = len(site.requests)
    done = newsarchive("crawl", "--due", "--archive", crawl.archive, "--outlets", crawl.outlets)
    assert (done.returncode, "nothing is due" in done.stderr) == (0, True), done.stderr
    assert len(site.requests) == before
    (last,) = rows(crawl.archive, "SELECT reason, exit_code, ended_at FROM runs ORDER BY id DESC LIMIT 1")
    assert last[:2] == ("nothing-due", 0)
    assert datetime.fromisoformat(last[2]).tzinfo is not None


def test_due_without_names_needs_an_archive_that_crawls_something(tmp_path: Path, outlets: Path) -> None:
    done = newsarchive("crawl", "--due", "--archive", tmp_path / "none", "--outlets", outlets)
    assert done.returncode == 4
    assert "in a first crawl" in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_run_reports_by_outlet(site: Site, crawl: Crawl) -> None:
    site.front([site.article(1), site.article(2), "/read/404/hilang"])
    crawl()
    (row,) = rows(
        crawl.archive,
        "SELECT outlet, requests, snapshots, articles_new, failures, json_extract(counts, '$.\"status:404\"'),"
        " json_extract(counts, '$.\"read:date\"'), json_extract(counts, '$.looks') FROM run_outlets",
    )
    assert row[0] == f"{HOST.partition('.')[0]}-disway"
    assert row[1] == len(site.requests) == row[2]
    assert row[3:] == (2, 1, 1, 2, 1)
