"""Killed at any moment and started again: nothing lost, nothing doubled, every byte there.

`KILLS=200 KILL_SEED=7 pytest tests/crawl/test_kill.py` does it two hundred times.
"""

from __future__ import annotations

import gzip
import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from crawl_site import HOST, Crawl, Reply, Site, article, listing, rss

from newsarchive.store.packs.folder import Packs

KILLS = int(os.environ.get("KILLS", "5"))
SEED = int(os.environ.get("KILL_SEED", "1"))
ARTICLES = 120


def build(site: Site, chance: random.Random) -> None:
    """A site with everything that is done in more than one step: lists, parts, redirects, coded bodies, retries."""
    lists: list[list[str]] = []
    for n in range(ARTICLES):
        path = f"/read/{n}/berita-{n}"
        if n % 12 == 0:
            site.pages[path] = Reply(article(n, f"Bagian satu {n}.", next_path=f"{path}/15"))
            site.pages[f"{path}/15"] = Reply(article(n, f"Bagian dua {n}."))
        elif n % 10 == 1:
            site.pages[path] = Reply(b"", 301, "Moved", [("Location", f"/daerah{path}")])
            site.pages[f"/daerah{path}"] = Reply(article(n))
        elif n % 3 == 0:
            coded = gzip.compress(article(n, padding=chance.randrange(40_000)), 6, mtime=n)
            site.pages[path] = Reply(coded, headers=[("Content-Type", "text/html"), ("Content-Encoding", "gzip")])
        else:
            site.pages[path] = Reply(article(n, padding=chance.randrange(40_000)))
        if n % 10 == 0:
            lists.append([])
        lists[-1].append(path)
    site.front(lists[0], more=["/kategori/daerah"], feeds=["/rss/daerah"])
    site.pages["/rss/daerah"] = Reply(rss([f"http://{HOST}{path}" for path in lists[1]]))
    for number, paths in enumerate(lists[2:]):
        tail = f"/{number * 30}" if number else ""
        site.pages[f"/kategori/daerah{tail}"] = Reply(listing(paths))


def check(archive: Path) -> tuple[int, int]:
    """What must hold after every kill: sound files, no row without its bytes, no article twice. Articles, snapshots."""
    with closing(sqlite3.connect(archive / "news.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        snapshots = db.execute("SELECT pack, payload_sha256, payload_bytes FROM snapshots").fetchall()
        packs = Packs(archive / "packs")
        for pack, digest, size in snapshots:
            assert len(packs.get(pack, digest)) == size  # checks the hash too
        packs.close()
        for pack in (archive / "packs").glob("*.db"):
            with closing(sqlite3.connect(pack)) as file:
                assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        doubled = db.execute("SELECT outlet, native_id FROM articles GROUP BY 1, 2 HAVING count(*) > 1").fetchall()
        assert doubled == []
        undone = db.execute(
            "SELECT f.key FROM frontier f LEFT JOIN articles a USING (key)"
            " WHERE f.kind = 'article' AND f.state = 'done' AND a.id IS NULL"
        ).fetchall()
        assert undone == [], "a row is done only with its article"
        return db.execute("SELECT count(*) FROM articles").fetchone()[0], len(snapshots)


@pytest.mark.slow
def test_killed_at_random_moments(site: Site, crawl: Crawl) -> None:
    chance = random.Random(SEED)
    build(site, chance)
    kills = rounds = 0
    while kills < KILLS:
        # one archive is filled by many runs; when it is full, a new one is begun
        crawl.archive = crawl.archive.with_name(f"archive-{rounds}")
        rounds += 1
        is_full = False
        while kills < KILLS and not is_full:
            process = crawl.start("--delay=0.004")
            wanted = site.visits.total() + chance.randrange(1, 45)
            limit = time.monotonic() + 30
            while process.poll() is None and site.visits.total() < wanted and time.monotonic() < limit:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.01)
            is_full = process.poll() is not None
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=30)
            kills += not is_full
            if (crawl.archive / "news.db").exists():
                check(crawl.archive)
        crawl()
        articles, _ = check(crawl.archive)
        assert articles == ARTICLES, "nothing lost"
        with closing(sqlite3.connect(crawl.archive / "news.db")) as db:
            assert db.execute("SELECT count(*) FROM versions").fetchone() == (ARTICLES,), "nothing doubled"
            assert db.execute("SELECT url, reason, detail FROM failures").fetchall() == []
            joined = db.execute("SELECT body FROM articles WHERE native_id = '12'").fetchone()[0]
            assert joined == "Bagian satu 12.\n\nBagian dua 12."
            # a run without an end is one that was killed (or that died before it began)
            assert db.execute("SELECT count(*) FROM runs WHERE ended_at IS NULL").fetchone()[0] <= kills
