"""Conduct towards outlets: robots.txt, one request at a time, pauses, an honest name."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from crawl_site import Crawl, Reply, Site, newsarchive

from newsarchive.crawl.contact import contact_of, remember_contact, user_agent
from newsarchive.errors import ConfigError

DAY = 86400


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def test_what_robots_txt_forbids_is_never_asked_for(site: Site, crawl: Crawl) -> None:
    forbidden = site.article(666)
    site.front([site.article(1), forbidden, *(site.article(n) for n in range(2, 12))])
    crawl()
    assert rows(crawl.archive, "SELECT reason FROM failures") == [("robots-disallowed",)]
    # the second run begins with many due URLs at once, which all wait for one robots.txt
    crawl(f"--clock-offset={2 * DAY}")
    assert site.visits[forbidden] == 0
    assert site.visits["/robots.txt"] == 2
    assert rows(crawl.archive, "SELECT count(*) FROM snapshots WHERE kind = 'robots'") == [(2,)]
    assert rows(crawl.archive, "SELECT count(*) FROM articles") == [(11,)]


def test_a_part_that_robots_txt_forbids_leaves_no_half_article(site: Site, crawl: Crawl) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /read/5/berita-5/\n")
    site.front([site.article(5, "Satu.", next_path="/read/5/berita-5/15")])
    crawl()
    assert site.visits["/read/5/berita-5/15"] == 0
    assert rows(crawl.archive, "SELECT reason FROM failures") == [("part-missing",)]


def test_requests_come_one_at_a_time_and_with_a_pause(site: Site, crawl: Crawl) -> None:
    site.front([site.article(n) for n in range(1, 8)])
    started = time.monotonic()
    crawl("--delay=0.15")
    assert site.open_most == 1
    # robots.txt, front page and seven articles: eight pauses between nine requests
    assert time.monotonic() - started >= 8 * 0.15


def test_a_wish_for_a_long_pause_is_respected(site: Site, crawl: Crawl) -> None:
    busy = Reply(b"sibuk", 503, "Service Unavailable", [("Retry-After", "3600")])
    path = site.article(1)
    whole = site.pages[path]
    site.pages[path] = busy
    others = [site.article(n) for n in range(2, 30)]
    site.front([path, *others])
    crawl()
    assert site.visits[path] == 1, "no second try"
    assert sum(site.visits[p] for p in others) < 8, "nor further requests to the same service"
    site.pages[path] = whole
    crawl("--clock-offset=1800")
    assert site.visits[path] == 1
    crawl("--clock-offset=3700")
    assert rows(crawl.archive, "SELECT count(*) FROM articles") == [(29,)]
    assert rows(crawl.archive, "SELECT count(*) FROM failures WHERE resolved_at IS NULL") == [(0,)]


def test_a_short_wish_is_waited_out_in_the_run(site: Site, crawl: Crawl) -> None:
    path = site.article(1)
    whole = site.pages[path]
    assert isinstance(whole, Reply)
    site.pages[path] = lambda n: Reply(b"", 503, "Busy", [("Retry-After", "0")]) if n == 1 else whole
    site.front([path])
    crawl()
    assert rows(crawl.archive, "SELECT count(*) FROM articles") == [(1,)]


def test_every_request_says_who_asks(site: Site, crawl: Crawl) -> None:
    site.front([site.article(1)])
    crawl()
    assert len(site.requests) == 3
    for request in site.requests:
        text = request.decode()
        assert "User-Agent: newsarchive/" in text
        assert "(+mailto:crawl@example.org)" in text
        assert "From: crawl@example.org" in text
        assert "Cookie" not in text


def test_a_live_crawl_needs_a_contact(tmp_path: Path, outlets: Path) -> None:
    with pytest.raises(ConfigError, match="--contact"):
        contact_of(tmp_path, None)
    done = newsarchive("crawl", "radarsenja", "--outlets", outlets, "--archive", tmp_path / "a")
    assert done.returncode == 4
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "contact address" in done.stderr
    assert not (tmp_path / "a" / "news.db").exists()


def test_a_contact_is_remembered_beside_other_settings(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('# mine\nother = 1\ncontact = "old@example.org"\n')
    remember_contact(tmp_path, "new@example.org")
    assert contact_of(tmp_path, None) == "new@example.org"
    assert "other = 1" in config.read_text()
    assert "old@" not in config.read_text()
    assert contact_of(tmp_path, "given@example.org") == "given@example.org"


@pytest.mark.parametrize("bad", ["nobody", "a@b", "x@example.org\r\nEvil: 1", "<a@example.org>", "ftp://a.example.org"])
def test_a_contact_that_is_none_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ConfigError):
        contact_of(tmp_path, bad)


def test_a_web_page_is_a_contact_too() -> None:
    assert user_agent("https://example.org/bot").endswith("(+https://example.org/bot)")
