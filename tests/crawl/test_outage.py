"""A network that is down is told from sites that are: nobody is blamed while nobody answers."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from crawl_site import Crawl, Site

from newsarchive.crawl.outage import ENOUGH, Outage
from newsarchive.models import Outlet
from spiders.items import Failed, Task

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


class Run:
    """As much of a session as an outage needs: `count` lone sites, each a service by itself."""

    def __init__(self, count: int) -> None:
        outlets = [Outlet(f"kabar{n}", "Kabar", f"kabar{n}.test", "auto") for n in range(count)]
        self.spider = SimpleNamespace(outlets=outlets, by_slug={o.slug: o for o in outlets})
        self.counts: Counter[str] = Counter()
        self.kept = None
        self.standings = SimpleNamespace(untold=lambda slug: None)
        self.aside: list[str] = []
        self.stopped: list[str] = []
        self.recorded: list[str] = []
        self.outage = Outage(self)  # type: ignore[arg-type]
        self.stored: list[Failed] = []
        self.outage.store = self.stored.append

    def release(self, key: str, *, aside: bool = False) -> None:
        assert aside
        self.aside.append(key)

    def stop(self, reason: str) -> None:
        self.stopped.append(reason)

    def record_failure(self, task: Task, *_: object) -> None:
        self.counts["failures"] += 1
        self.recorded.append(task.url)

    def fails(self, site: int, page: int = 0, reason: str = "timeout") -> Failed:
        url = f"https://kabar{site}.test/{page}"
        item = Failed(
            Task(f"{site}/{page}", url, f"kabar{site}", "article", AT), url, None, reason, "tidak ada jawaban"
        )
        self.held = self.outage.holds(item)
        return item


def test_failures_wait_for_the_first_answer_and_are_stored_then() -> None:
    run = Run(4)
    first, second = run.fails(0), run.fails(1)
    assert run.held
    assert run.aside == ["0/0", "1/0"]
    assert run.outage.over() == []
    run.counts["responses"] = 1
    run.fails(2)
    assert not run.held
    assert run.outage.over() == [first, second]
    assert run.outage.over() == []
    assert not run.outage.is_told()


def test_when_nobody_answers_the_network_is_down_and_nobody_is_blamed() -> None:
    run = Run(4)
    for page in range(ENOUGH):
        run.fails(page % 4, page)
    assert run.stopped[:1] == ["network-down"]
    run.outage.end()
    assert run.outage.is_told()
    assert len(run.recorded) == ENOUGH
    assert run.stored == []


def test_one_site_of_many_that_is_down_is_not_the_network() -> None:
    run = Run(4)
    item = run.fails(3)
    run.outage.end()
    assert run.stored == [item]
    assert run.recorded == []
    run.counts["failures"] = 1
    assert not run.outage.is_told()


def test_of_two_sites_nothing_can_be_told_so_they_are_all_there_is() -> None:
    run = Run(2)
    run.fails(0)
    assert not run.held
    run.counts["failures"] = 1
    assert run.outage.is_told()


def test_what_was_not_asked_again_tells_nothing() -> None:
    run = Run(2)
    run.counts.update(failures=1, unasked=1)
    assert not run.outage.is_told()


@pytest.mark.parametrize("reason", ["http-403", "not-an-article", "blocked-captcha"])
def test_an_answer_is_no_outage(reason: str) -> None:
    run = Run(4)
    run.fails(0, reason=reason)
    assert not run.held


def test_a_crawl_without_a_network_goes_on_where_it_stood(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "auto"
    folder.mkdir()
    lines = [f'kabar{n} = {{ name = "Kabar", domain = "kabar{n}.test" }}' for n in range(4)]
    (folder / "auto-jawa.toml").write_text("\n".join(['network = "auto"', *lines]))
    site.front([site.article(1)])
    crawl = Crawl(site, tmp_path / "archive", folder)
    crawl.port = 1  # nobody listens there
    crawl(code=9)
    assert rows(crawl.archive, "SELECT max(attempts), max(last_at) FROM frontier") == [(0, None)]
    assert rows(crawl.archive, "SELECT count(*) FROM standings WHERE troubles > 0") == [(0,)]
    assert (
        rows(crawl.archive, "SELECT count(DISTINCT outlet) FROM failures WHERE reason = 'robots-unreachable'")[0][0]
        >= 3
    )
    crawl.port = 0
    crawl("--clock-offset=900")
    assert rows(crawl.archive, "SELECT count(*) FROM articles") == [(4,)]
