"""The long crawl that is killed again and again: its short form, and a judge that sees what is wrong."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="kills by pidfd, which only Linux has")

HERE = Path(__file__).parent
KILLS = 20


@pytest.mark.slow
def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    command = [sys.executable, str(HERE / "kill.py"), "--kills", str(KILLS), "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{KILLS} kills (")
    assert "nothing lost, nothing doubled" in done.stdout


_FAILURE = (
    "INSERT INTO failures (url, run_id, reason, detail, failed_at)"
    " VALUES ('http://radarsenja.disway.test/read/1/x', 1, 'timeout', '', '2026-03-02T00:00:00Z')"
)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ModuleType, Any, Path]]:
    """The judge, a world of two rounds, and an archive that two crawls made of it."""
    folder = tmp_path_factory.mktemp("kill")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HERE))
        import kill
        import kill_judge
        import kill_world

        world = kill_world.World(5, fresh=12)
        crawls = kill.Crawls(world, folder)
        for _ in range(2):
            world.advance()
            assert crawls.run_anew() == 0, crawls.log.read_text()
        yield kill_judge, world, crawls.archive
        crawls.close()
        world.close()


@pytest.fixture
def archive(crawled: tuple[ModuleType, Any, Path], tmp_path: Path) -> Path:
    """A copy that may be spoiled."""
    copy = tmp_path / "archive"
    with closing(sqlite3.connect(crawled[2] / "news.db")) as source:
        copy.mkdir()
        with closing(sqlite3.connect(copy / "news.db")) as target:
            source.backup(target)
    (copy / "packs").mkdir()
    for pack in (crawled[2] / "packs").glob("*.db"):
        with closing(sqlite3.connect(pack)) as source, closing(sqlite3.connect(copy / "packs" / pack.name)) as target:
            source.backup(target)
    return copy


def test_what_was_crawled_in_peace_is_as_it_must_be(crawled: tuple[ModuleType, Any, Path]) -> None:
    judge, world, archive = crawled
    seen = judge.look(archive, judge.Seen(runs=1))
    assert (seen.articles, seen.runs, seen.unended) == (sum(bool(a.served) for a in world.articles.values()), 2, 0)
    assert judge.check_files(archive) == seen.snapshots
    assert judge.check_truth(archive, world, unended=0)["edited"] > 0


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM articles WHERE id = 7", "articles differ"),
        ("UPDATE versions SET body = 'lain' WHERE article_id = 7", "versions of"),
        ("DELETE FROM run_outlets WHERE run_id = 2", "the runs tell of"),
        ("UPDATE runs SET ended_at = NULL WHERE id = 2", "1 runs without an end"),
        ("INSERT INTO events (kind, article_id, at) VALUES ('removed', 7, '2026-03-02T00:00:00Z')", "called removed"),
        ("DELETE FROM articles_fts WHERE rowid = 7", "malformed"),
        (_FAILURE, "did not cause"),
    ],
)
def test_the_judge_sees_what_is_wrong(crawled: tuple[ModuleType, Any, Path], archive: Path, sql: str, why: str) -> None:
    judge, world, _ = crawled
    judge.check_truth(archive, world, unended=0)
    with closing(sqlite3.connect(archive / "news.db")) as db, db:
        db.execute(sql)
    with pytest.raises((judge.Wrong, sqlite3.DatabaseError), match=why):
        judge.check_truth(archive, world, unended=0)


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM versions WHERE article_id = 3", "versions were lost"),
        ("UPDATE articles SET key = 'x' WHERE id = 4", "without its article"),
    ],
)
def test_a_look_after_a_kill_sees_what_is_wrong(
    crawled: tuple[ModuleType, Any, Path], archive: Path, sql: str, why: str
) -> None:
    judge = crawled[0]
    before = judge.look(archive, judge.Seen(runs=1))
    with closing(sqlite3.connect(archive / "news.db")) as db, db:
        db.execute(sql)
    with pytest.raises(judge.Wrong, match=why):
        judge.look(archive, before)


def test_bytes_that_are_not_there_are_seen(crawled: tuple[ModuleType, Any, Path], archive: Path) -> None:
    judge = crawled[0]
    pack = next((archive / "packs").glob("*.db"))
    with closing(sqlite3.connect(pack)) as db, db:
        db.execute("DELETE FROM blobs WHERE id = (SELECT max(id) FROM blobs)")
    with pytest.raises(Exception, match="is not in this pack"):
        judge.check_files(archive)
