"""A crawl does not bring back what was taken down, however the site leads there."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from crawl_site import Crawl, Reply, Site, newsarchive

DAY = 86400


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql).fetchall()


def test_what_was_taken_down_is_not_fetched_nor_kept_again(site: Site, crawl: Crawl) -> None:
    first = site.article(1, "SENJA - Kabar tentang Zulkarsana di pasar.", "Kalimat kedua.")
    site.front([first, site.article(2)])
    crawl()
    assert len(rows(crawl.archive, "SELECT key FROM articles")) == 2
    done = newsarchive("purge", "radarsenja-disway/1", "--reason", "permintaan", "--yes", "--archive", crawl.archive)
    assert done.returncode == 0, done.stderr
    visits = site.visits[first]

    moved, copied = "/read/13/berita-13", "/read/14/berita-14"
    site.pages[moved] = Reply(b"", 302, "Found", [("Location", first)])
    site.pages[copied] = site.pages[first]  # the very bytes, under another number
    site.front([first, "/read/1/judul-baru", moved, copied, site.article(3)])
    crawl(f"--clock-offset={2 * DAY}")

    assert site.visits[first] == visits
    assert site.visits["/read/1/judul-baru"] == 0
    assert site.visits[moved] == 1
    assert {key for (key,) in rows(crawl.archive, "SELECT key FROM articles")} == {
        "radarsenja-disway/2", "radarsenja-disway/3",
    }  # fmt: skip
    states = dict(rows(crawl.archive, "SELECT key, state FROM frontier WHERE kind = 'article'"))
    assert states == {
        "radarsenja-disway/1": "purged",
        "radarsenja-disway/2": "done",
        "radarsenja-disway/3": "done",
        "radarsenja-disway/13": "purged",
        "radarsenja-disway/14": "purged",
    }
    kept = rows(crawl.archive, "SELECT url, status FROM snapshots WHERE url LIKE '%/read/1%'")
    assert [(url.rpartition("/")[2], status) for url, status in kept] == [("berita-13", 302)]
    ((counts,),) = rows(crawl.archive, "SELECT counts FROM runs WHERE command = 'crawl' ORDER BY id DESC LIMIT 1")
    assert json.loads(counts)["purged"] == 2
    assert rows(crawl.archive, "SELECT count(*) FROM failures") == [(0,)]

    for path in crawl.archive.rglob("*"):
        assert path.is_dir() or b"Zulkarsana" not in path.read_bytes(), path.name
    checked = newsarchive("verify", "--full", "--archive", crawl.archive)
    assert checked.returncode == 0, checked.stdout
