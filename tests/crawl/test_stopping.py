"""A run that is told to stop does not wait for turns that are a long way off, and loses nothing."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from crawl_site import Crawl, Reply, Site


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def stopped(site: Site, crawl: Crawl, path: str, *more: str) -> float:
    """Start a crawl, wait until `path` was asked for, send SIGTERM; gives the seconds until it had ended."""
    process = crawl.start(*more)
    try:
        deadline = time.monotonic() + 60
        while not site.visits[path]:
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.05)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 11, process.communicate()[1]
        return time.monotonic() - began
    finally:
        process.kill()
        process.communicate()


def test_a_turn_that_is_far_off_is_not_waited_for(site: Site, crawl: Crawl) -> None:
    site.front([site.article(n) for n in range(1, 5)])
    assert stopped(site, crawl, "/robots.txt", "--delay=45") < 20
    assert rows(crawl.archive, "SELECT * FROM failures") == []
    assert rows(crawl.archive, "SELECT exit_code FROM runs") == [(11,)]
    crawl("--clock-offset=3600")
    assert rows(crawl.archive, "SELECT count(*) FROM articles") == [(4,)]


def test_nor_is_the_end_of_a_pause_that_a_server_asked_for(site: Site, crawl: Crawl) -> None:
    path = site.article(1)
    site.pages[path] = Reply(b"", 503, "Busy", [("Retry-After", "50")])
    site.front([path, *(site.article(n) for n in range(2, 5))])
    assert stopped(site, crawl, path) < 20
    assert [reason for (reason,) in rows(crawl.archive, "SELECT reason FROM failures")] == ["http-503"]


def test_an_article_of_several_pages_that_was_begun_is_left_for_the_next_run(site: Site, crawl: Crawl) -> None:
    site.article(1, "Satu.", next_path="/read/1/berita-1/15")
    site.article(1, "Dua.", path="/read/1/berita-1/15")
    path = site.article(1, "Satu.", next_path="/read/1/berita-1/15")
    site.front([path])
    stopped(site, crawl, path, "--delay=1")
    assert rows(crawl.archive, "SELECT reason FROM failures") == []
    crawl("--clock-offset=60")
    assert rows(crawl.archive, "SELECT count(*) FROM articles") == [(1,)]
    assert site.visits["/read/1/berita-1/15"] == 1
