"""The whole way of the data on a small site: found, fetched, kept, read, stored, and looked at again."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from crawl_site import HOST, Crawl, Reply, Site, article, gzipped, listing, rss

from newsarchive.store import Writer
from newsarchive.store.packs.folder import Packs

DAY = 86400


def rows(archive: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db, db:
        return db.execute(sql, values).fetchall()


def one(archive: Path, sql: str, *values: object) -> Any:
    ((value,),) = rows(archive, sql, *values)
    return value


def body_of(archive: Path, snapshot_id: int) -> bytes:
    ((pack, digest),) = rows(archive, "SELECT pack, payload_sha256 FROM snapshots WHERE id = ?", snapshot_id)
    packs = Packs(archive / "packs")
    try:
        return packs.get(pack, digest)
    finally:
        packs.close()


def test_articles_are_found_by_every_way_and_stored_once(site: Site, crawl: Crawl) -> None:
    first, second, third = (site.article(n) for n in (1, 2, 3))
    site.front([first, f"/daerah{first}", "/" + first], more=["/kategori/daerah"], feeds=["/rss/daerah"])
    site.pages["/kategori/daerah"] = Reply(listing([second]))
    site.pages["/rss/daerah"] = Reply(rss([f"http://{HOST}{third}"]), headers=[("Content-Type", "application/rss+xml")])
    crawl()
    assert [key for (key,) in rows(crawl.archive, "SELECT key FROM articles ORDER BY key")] == [
        "radarsenja-disway/1",
        "radarsenja-disway/2",
        "radarsenja-disway/3",
    ]
    assert site.visits[first] == 1
    assert f"/daerah{first}" not in site.visits
    title, printed = rows(crawl.archive, "SELECT title, published_printed FROM articles WHERE key LIKE '%/1'")[0]
    assert title == "Judul berita nomor 1"
    assert printed == "Senin 26-08-2024,16:46 WIB"


def test_a_listing_is_followed_while_it_brings_new_articles(site: Site, crawl: Crawl) -> None:
    site.front([], more=["/kategori/daerah"])
    pages = {"": [1, 2], "/30": [3, 4], "/60": [4, 3], "/90": [5]}
    for tail, numbers in pages.items():
        site.pages[f"/kategori/daerah{tail}"] = Reply(listing([site.article(n) for n in numbers]))
    crawl()
    assert site.visits["/kategori/daerah/60"] == 1
    assert site.visits["/kategori/daerah/90"] == 0
    assert one(crawl.archive, "SELECT count(*) FROM articles") == 4
    # five later articles push the known ones back: the next run follows the list again, as far as is needed
    fresh = [site.article(n) for n in (11, 12)]
    site.pages["/kategori/daerah"] = Reply(listing(fresh))
    site.pages["/kategori/daerah/30"] = Reply(listing([site.article(13)]))
    crawl("--clock-offset=1000")
    assert site.visits["/kategori/daerah/30"] == 2
    assert one(crawl.archive, "SELECT count(*) FROM articles") == 7


def test_index_pages_are_bounded(site: Site, crawl: Crawl) -> None:
    site.front([], more=["/kategori/daerah"])
    for n in range(12):
        site.pages[f"/kategori/daerah{f'/{n * 30}' if n else ''}"] = Reply(listing([site.article(n)]))
    crawl("--index-pages=3")
    assert [site.visits[f"/kategori/daerah/{o}"] for o in (30, 60, 90)] == [1, 1, 0]


def test_parts_are_joined_into_one_article(site: Site, crawl: Crawl) -> None:
    site.front([site.article(5, "Satu.", next_path="/read/5/berita-5/15")])
    site.pages["/read/5/berita-5/15"] = Reply(article(5, "Dua.", next_path="/read/5/berita-5/30"))
    site.pages["/read/5/berita-5/30"] = gzipped(article(5, "Tiga."))
    crawl()
    assert one(crawl.archive, "SELECT body FROM articles") == "Satu.\n\nDua.\n\nTiga."
    assert one(crawl.archive, "SELECT count(*) FROM version_snapshots") == 3


def test_without_one_part_there_is_no_half_article(site: Site, crawl: Crawl) -> None:
    site.front([site.article(5, "Satu.", next_path="/read/5/berita-5/15")])
    crawl()
    assert one(crawl.archive, "SELECT count(*) FROM articles") == 0
    assert rows(crawl.archive, "SELECT reason FROM failures") == [("part-missing",)]
    site.pages["/read/5/berita-5/15"] = Reply(article(5, "Dua."))
    crawl(f"--clock-offset={DAY}")
    assert one(crawl.archive, "SELECT body FROM articles") == "Satu.\n\nDua."
    assert one(crawl.archive, "SELECT count(*) FROM failures WHERE resolved_at IS NULL") == 0


def test_edits_and_removals_are_seen_by_later_runs(site: Site, crawl: Crawl) -> None:
    kept, edited, removed = (site.article(n, f"Kalimat asli nomor {n}.") for n in (1, 2, 3))
    site.front([kept, edited, removed])
    crawl()
    site.article(2, "Kalimat yang sudah diubah.")
    site.pages[removed] = Reply(b"hilang", 404, "Not Found")
    crawl("--clock-offset=60")
    assert site.visits[edited] == 1, "nothing is due yet"
    crawl(f"--clock-offset={2 * DAY}")
    versions = dict(
        rows(crawl.archive, "SELECT key, count(*) FROM articles a JOIN versions v ON v.article_id = a.id GROUP BY key")
    )
    assert versions == {"radarsenja-disway/1": 1, "radarsenja-disway/2": 2, "radarsenja-disway/3": 1}
    gone = "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL"
    assert one(crawl.archive, gone) == 0, "one look is not enough to call it removed"
    crawl(f"--clock-offset={2 * DAY + 3 * 3600}")
    assert one(crawl.archive, gone) == 1
    assert [kind for (kind,) in rows(crawl.archive, "SELECT kind FROM events")] == ["removed"]


def test_a_page_that_says_it_is_unchanged_is_not_sent_again(site: Site, crawl: Crawl) -> None:
    path = site.article(1)
    whole = site.pages[path]
    assert isinstance(whole, Reply)
    whole.headers.append(("ETag", '"v1"'))
    site.pages[path] = lambda n: whole if n == 1 else Reply(b"", 304, "Not Modified", [("ETag", '"v1"')])
    site.front([path])
    crawl()
    crawl(f"--clock-offset={DAY}")
    assert b'If-None-Match: "v1"' in site.requests[-1]
    assert rows(crawl.archive, "SELECT status FROM snapshots WHERE kind = 'article' ORDER BY id") == [(200,), (304,)]
    first, last = rows(crawl.archive, "SELECT first_seen_at, last_seen_at FROM articles")[0]
    assert last > first


def test_what_came_over_the_wire_is_kept_as_it_came(site: Site, crawl: Crawl) -> None:
    path = "/read/7/berita-7?sumber=uji&x=%C3%A9"
    plain = article(7)
    coded = gzip.compress(plain, 4, mtime=1234567890)
    headers = [
        ("content-type", "text/html"),
        ("Set-Cookie", "a=1"),
        ("X-Odd-CASE", "  spaced"),
        ("Set-Cookie", "b=2"),
        ("Content-Encoding", "gzip"),
    ]
    site.pages[path] = Reply(coded, 200, "Baik Sekali", headers, chunked=True)
    site.front([path.replace("&", "&amp;")])
    crawl()
    snapshot, status, reason, target, kept, sent, version, truncated, ip = rows(
        crawl.archive,
        "SELECT id, status, reason, request_target, headers, request_headers, http_version, truncated, ip_address"
        " FROM snapshots WHERE kind = 'article'",
    )[0]
    assert (status, reason, version, truncated, ip) == (200, "Baik Sekali", "HTTP/1.1", None, "127.0.0.1")
    assert target == path
    assert [(n, v.strip()) for n, v in json.loads(kept)] == [
        *((n, v.strip()) for n, v in headers),
        ("Transfer-Encoding", "chunked"),
    ]
    wire = next(r for r in site.requests if r.startswith(b"GET /read/7/"))
    lines = wire.decode().split("\r\n")
    assert lines[0] == f"GET {target} HTTP/1.1"
    assert [f"{n}: {v}" for n, v in json.loads(sent)] == lines[1:-2]
    assert body_of(crawl.archive, snapshot) == coded
    assert one(crawl.archive, "SELECT title FROM articles") == "Judul berita nomor 7"


def test_every_response_is_a_snapshot(site: Site, crawl: Crawl) -> None:
    new = site.article(1, path="/daerah/read/1/berita-1")
    site.pages["/read/1/berita-1"] = Reply(b"", 301, "Moved Permanently", [("Location", new)])
    site.front(["/read/1/berita-1", "/read/2/tidak-ada"], feeds=["/rss/daerah"])
    site.pages["/rss/daerah"] = Reply(b"bukan umpan")
    crawl()
    kinds = dict(rows(crawl.archive, "SELECT kind, count(*) FROM snapshots GROUP BY kind"))
    assert kinds == {"robots": 1, "index": 1, "feed": 1, "redirect": 1, "article": 2}
    assert one(crawl.archive, "SELECT redirect_to FROM snapshots WHERE kind = 'redirect'") == f"http://{HOST}{new}"
    assert sorted(rows(crawl.archive, "SELECT reason FROM failures")) == [("gone",), ("not-a-feed",)]
    assert one(crawl.archive, "SELECT count(*) FROM articles") == 1


def test_a_failure_that_heals_in_the_run_leaves_an_article(site: Site, crawl: Crawl) -> None:
    path = site.article(1)
    whole = site.pages[path]
    assert isinstance(whole, Reply)
    site.pages[path] = lambda n: Reply(b"aduh", 500, "Oops") if n < 3 else whole
    site.front([path])
    crawl()
    assert one(crawl.archive, "SELECT count(*) FROM articles") == 1
    assert one(crawl.archive, "SELECT count(*) FROM failures") == 0
    assert rows(crawl.archive, "SELECT status FROM snapshots WHERE kind = 'article' ORDER BY id") == [
        (500,),
        (500,),
        (200,),
    ]


def test_a_limit_ends_the_run_and_the_next_one_goes_on(site: Site, crawl: Crawl) -> None:
    site.front([site.article(n) for n in range(1, 31)])
    crawl("--limit=5")
    stored = one(crawl.archive, "SELECT count(*) FROM articles")
    assert 5 <= stored < 15
    crawl()
    assert one(crawl.archive, "SELECT count(*) FROM articles") == 30
    assert max(count for path, count in site.visits.items() if path.startswith("/read/")) == 1


def test_a_second_crawl_at_once_is_refused(site: Site, crawl: Crawl) -> None:
    site.front([site.article(1)])
    with Writer(crawl.archive, clock=_clock):
        said = crawl(code=6)
    assert "another run is writing to this archive" in said
    assert not site.requests


def test_a_foreign_archive_is_refused(site: Site, crawl: Crawl) -> None:
    crawl.archive.mkdir()
    (crawl.archive / "news.db").write_bytes(b"this is no database" * 100)
    said = crawl(code=5)
    assert "not a SQLite database" in said
    assert not site.requests


def test_a_polite_stop_stores_what_is_in_flight(site: Site, crawl: Crawl) -> None:
    site.front([site.article(n) for n in range(1, 200)])
    process = crawl.start("--delay=0.05")
    while site.visits.total() < 8:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
    process.terminate()
    _, said = process.communicate(timeout=30)
    assert process.returncode == 11, said
    assert "shutdown" in said
    assert one(crawl.archive, "SELECT exit_code FROM runs") == 11
    assert one(crawl.archive, "SELECT count(*) FROM articles") >= 4


def test_told_to_stop_twice_it_stops_at_once(site: Site, crawl: Crawl) -> None:
    site.front(["/read/1/berita-1", *(site.article(n) for n in range(2, 30))])
    site.pages["/read/1/berita-1"] = Reply(stall=True)
    process = crawl.start()
    while not site.visits["/read/1/berita-1"]:
        assert process.poll() is None
    process.terminate()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1.0)  # it waits for the page that is on its way
    process.terminate()
    _, said = process.communicate(timeout=10)
    assert process.returncode == 11, said
    assert one(crawl.archive, "SELECT ended_at FROM runs") is None
    site.article(1)
    crawl()
    assert one(crawl.archive, "SELECT count(*) FROM articles") == 29


def test_a_time_limit_ends_the_run(site: Site, crawl: Crawl) -> None:
    site.front([site.article(n) for n in range(1, 200)])
    assert "time-limit" in crawl("--delay=0.1", "--time-limit=1", code=10)
    assert 1 <= one(crawl.archive, "SELECT count(*) FROM articles") < 60
    assert one(crawl.archive, "SELECT exit_code FROM runs") == 10


def _clock() -> datetime:
    return datetime.now(UTC)
