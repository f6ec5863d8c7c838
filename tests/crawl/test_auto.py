"""Outlets whose software nobody has looked at: each is a service by itself, and its pages tell their network."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from crawl_site import Crawl, Site

HOSTS = ("kabarsenja.test", "kabarpagi.test")
PAUSE = 0.2


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def auto_crawl(site: Site, tmp_path: Path) -> Crawl:
    folder = tmp_path / "auto"
    folder.mkdir()
    lines = [f'{host.partition(".")[0]} = {{ name = "Kabar", domain = "{host}" }}' for host in HOSTS]
    (folder / "auto-jawa.toml").write_text("\n".join(['network = "auto"', *lines]))
    return Crawl(site, tmp_path / "archive", folder)


def test_the_page_tells_its_network_and_that_is_kept(site: Site, tmp_path: Path) -> None:
    site.front([site.article(n) for n in (1, 2)] + ["/redaksi", "/seputar-kota/", "/tag/satu-dua-tiga-empat/"])
    crawl = auto_crawl(site, tmp_path)
    crawl()
    assert rows(crawl.archive, "SELECT DISTINCT network FROM outlets") == [("auto",)]
    assert rows(crawl.archive, "SELECT outlet, network, count(*) FROM articles GROUP BY 1, 2 ORDER BY 1") == [
        ("kabarpagi", "disway", 2),
        ("kabarsenja", "disway", 2),
    ]
    assert {"/redaksi", "/seputar-kota/", "/tag/satu-dua-tiga-empat/"}.isdisjoint(site.visits)


def test_each_site_has_its_own_pause(site: Site, tmp_path: Path) -> None:
    """While one waits, the other is asked; neither is asked twice within its pause."""
    site.front([site.article(n) for n in range(1, 5)])
    crawl = auto_crawl(site, tmp_path)
    crawl(f"--delay={PAUSE}")
    found = rows(crawl.archive, "SELECT url, fetched_at FROM snapshots ORDER BY fetched_at")
    times = [(url.split("/")[2], datetime.fromisoformat(at)) for url, at in found]
    for host in HOSTS:
        asked = [at for name, at in times if name == host]
        assert len(asked) >= 6
        assert min((b - a).total_seconds() for a, b in pairwise(asked)) >= PAUSE * 0.9
    everything = [at for _, at in times]
    assert min((b - a).total_seconds() for a, b in pairwise(everything)) < PAUSE * 0.5


def test_what_is_gone_is_marked_though_its_link_told_no_number(site: Site, tmp_path: Path) -> None:
    path = site.article(7, path="/judul-berita-nomor-tujuh/")
    whole = site.pages[path]
    site.front([path])
    crawl = auto_crawl(site, tmp_path)
    crawl()
    assert rows(crawl.archive, "SELECT count(*), count(gone_at) FROM articles") == [(2, 0)]
    del site.pages[path]
    crawl(f"--clock-offset={2 * 86400}")
    assert rows(crawl.archive, "SELECT count(*), count(gone_at) FROM articles") == [(2, 0)]
    crawl(f"--clock-offset={2 * 86400 + 3 * 3600}")
    assert rows(crawl.archive, "SELECT count(*), count(gone_at) FROM articles") == [(2, 2)]
    site.pages[path] = whole
    crawl(f"--clock-offset={40 * 86400}")
    assert rows(crawl.archive, "SELECT count(*), count(gone_at) FROM articles") == [(2, 0)]
