import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from newsarchive.models import Article, Capture, Lead
from newsarchive.store import Writer, open_archive
from newsarchive.store.transaction import BATCH

KILLS = int(os.environ.get("KILLS", "5"))


def count(folder: Path, table: str) -> int:
    with open_archive(folder) as archive:
        return int(archive.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def lead(number: int) -> Lead:
    return Lead(f"radar-watu/{number}", f"https://radarwatu.test/read/{number}/x", "radar-watu", "article", None)


def test_readers_see_whole_transactions_only(
    writer: Writer, run: int, folder: Path, capture: Callable[..., Capture], article: Callable[..., Article]
) -> None:
    t0 = capture().fetched_at
    snapshot_id = writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
    writer.add_article(article(), [snapshot_id], at=t0, run_id=run)
    assert (count(folder, "snapshots"), count(folder, "articles")) == (0, 0)
    writer.tick()
    assert (count(folder, "snapshots"), count(folder, "articles")) == (1, 1)
    with open_archive(folder) as archive:
        assert len(archive.search("pasar")) == 1


def test_a_batch_is_committed_without_being_asked(
    writer: Writer, run: int, folder: Path, capture: Callable[..., Capture]
) -> None:
    for number in range(BATCH + 1):
        writer.add_snapshot(capture(body=b"%d" % number), outlet="radar-watu", run_id=run)
    assert count(folder, "snapshots") == BATCH


def test_a_unit_is_kept_whole_or_not_at_all(
    writer: Writer, run: int, folder: Path, capture: Callable[..., Capture], article: Callable[..., Article]
) -> None:
    at = capture().fetched_at
    writer.frontier.offer([lead(1)], at)

    def page_read(and_then: Callable[[], object]) -> None:
        with writer.unit():
            snapshot_id = writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
            writer.add_article(article(), [snapshot_id], at=at, run_id=run)
            writer.frontier.offer([lead(2)], at)
            writer.frontier.done(lead(1).key, at=at, next_at=None, status=200)
            and_then()

    with pytest.raises(ZeroDivisionError):
        page_read(lambda: 1 / 0)
    writer.flush()
    assert [count(folder, table) for table in ("snapshots", "articles", "versions", "packs")] == [0, 0, 0, 0]
    row = writer.frontier.get(lead(1).key)
    assert row is not None
    assert (row.state, writer.frontier.get(lead(2).key)) == ("pending", None)
    page_read(lambda: None)
    writer.flush()
    with open_archive(folder) as archive:
        assert [hit.key for hit in archive.search("pasar")] == ["radar-watu/7"]
        assert list(archive.check()) == []


def test_nothing_is_committed_while_a_unit_is_open(
    writer: Writer, run: int, folder: Path, capture: Callable[..., Capture]
) -> None:
    with writer.unit():
        for number in range(BATCH + 5):
            writer.add_snapshot(capture(body=b"%d" % number), outlet="radar-watu", run_id=run)
        writer.tick()
        assert count(folder, "snapshots") == 0
        with pytest.raises(RuntimeError, match="unit"):
            writer.flush()
    writer.tick()
    assert count(folder, "snapshots") == BATCH + 5


def test_an_article_that_cannot_be_stored_leaves_nothing_behind(
    writer: Writer, run: int, folder: Path, article: Callable[..., Article], t0: datetime
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        writer.add_article(article(), [12345], at=t0, run_id=run)
    with pytest.raises(ValueError, match="without zone"):
        writer.add_article(article(published_at=datetime(2025, 1, 1)), [], at=t0, run_id=run)
    writer.add_article(article("8"), [], at=t0, run_id=run)
    writer.flush()
    assert [count(folder, table) for table in ("articles", "versions", "people")] == [1, 1, 1]


def test_bytes_are_durable_before_the_rows_that_cite_them(
    writer: Writer, run: int, folder: Path, capture: Callable[..., Capture], monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    packs, index = writer._packs, writer._db
    commit = packs.commit
    monkeypatch.setattr(packs, "commit", lambda: (order.append("packs"), commit()))
    index.set_trace_callback(lambda sql: order.append("index") if sql == "COMMIT" else None)
    writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
    writer.flush()
    index.set_trace_callback(None)
    assert order == ["packs", "index"]
    pack = next(iter(packs._open.values()))
    assert pack._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert index.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_run_that_died_has_no_end(writer: Writer, run: int, folder: Path, t0: datetime) -> None:
    writer.close()
    with open_archive(folder) as archive:
        (died,) = archive.runs()
        assert (died.id, died.started_at, died.ended_at, died.exit_code, died.counts) == (run, t0, None, None, {})


def test_closing_within_a_broken_unit_keeps_what_was_whole(
    writer: Writer, run: int, folder: Path, capture: Callable[..., Capture]
) -> None:
    writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
    writer.flush()
    with writer.unit():
        writer.add_snapshot(capture(body=b"half"), outlet="radar-watu", run_id=run)
        writer.close()
    writer.close()
    assert count(folder, "snapshots") == 1


# A writer that never stops by itself: each page is a snapshot, and an article, leads and a frontier row in one unit.
WRITER = """
import gzip, random, sys
from datetime import UTC, datetime, timedelta
from newsarchive.models import Article, Capture, Lead, Outlet
from newsarchive.store import Writer

folder, seed = sys.argv[1], int(sys.argv[2])
rng = random.Random(seed)
start = datetime(2025, 4, 28, tzinfo=UTC)
words = [f"kata{number}" for number in range(200)]

def lead(number):
    return Lead(f"r/{number}", f"https://r.test/read/{number}/x", "r", "article", None, str(number))

writer = Writer(folder, clock=lambda: start)
writer.sync_outlets([Outlet("r", "R", "r.test", "disway")])
run = writer.begin_run("crawl", version="0", user_agent=None, options={})
writer.frontier.offer([lead(0)], start)
writer.flush()
print("ready", flush=True)
while True:
    (row,) = writer.frontier.due(["r"], start + timedelta(days=99), limit=1)
    number = int(row.native_id)
    at = start + timedelta(minutes=number)
    body = ("<style>" + ".a{b:c}" * 400 + "</style>" + " ".join(random.Random(number).choices(words, k=300))).encode()
    coded = number % 2
    capture = Capture(row.url, at, "GET", "/read", (), "HTTP/1.1", 200, "OK",
        (("Content-Encoding", "gzip"),) if coded else (), gzip.compress(body, mtime=0) if coded else body)
    snapshot = writer.add_snapshot(capture, outlet="r", run_id=run)
    with writer.unit():
        text = tuple(" ".join(random.Random(f"{number} {part}").choices(words, k=30)) for part in range(3))
        title = f"Judul {number}"
        article = Article(row.url, "r", "article", text, native_id=row.native_id, title=title, published_at=at)
        writer.add_article(article, [snapshot], at=at, run_id=run)
        writer.frontier.offer([lead(number + 1), lead(number + 2)], at)
        writer.frontier.done(row.key, at=at, next_at=None, status=200)
    if rng.random() < 0.05:
        writer.tick()
    if rng.random() < 0.02:
        writer.repack(20)
"""


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    rng = random.Random(f"kills {KILLS}")
    folder = tmp_path / "archive"
    stored: list[int] = []
    for attempt in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(attempt)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            # Some are killed while they still open the archive, the others anywhere in their work.
            if attempt % 4 != 3:
                assert process.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0, 0.5))
            process.send_signal(signal.SIGKILL)
            assert process.wait(timeout=30) == -signal.SIGKILL
        if (folder / "news.db").exists():
            stored.append(assert_sound(folder))
    assert stored == sorted(stored)
    assert stored[-1] > 0
    # What was left waiting can still be re-coded, and the archive written on.
    with Writer(folder, clock=lambda: datetime.fromisoformat("2025-04-29T00:00:00+00:00")) as writer:
        while writer.repack():
            pass
    assert assert_sound(folder) == stored[-1]


def assert_sound(folder: Path) -> int:
    """Every row cites bytes that are there, and articles and frontier tell one story; gives the number of articles."""
    with open_archive(folder) as archive:
        assert list(archive.check()) == []
        query = archive.connection.execute
        articles, keys, numbers = query(
            "SELECT count(*), count(DISTINCT key), max(native_id + 0) FROM articles"
        ).fetchone()
        assert articles == keys == query("SELECT count(*) FROM versions").fetchone()[0]
        assert articles == query("SELECT count(*) FROM frontier WHERE state = 'done'").fetchone()[0]
        assert articles == 0 or numbers == articles - 1
        assert (
            query("SELECT count(*) FROM articles a JOIN frontier f USING (key) WHERE f.state = 'done'").fetchone()[0]
            == articles
        )
        assert query("SELECT count(*) FROM articles_fts('judul')").fetchone()[0] == articles
        return int(articles)
