"""The index made anew from the packs alone is the index that was: a whole demo world, crawled and imported."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from comparing_indexes import FROM_PACKS, differing, rows

from newsarchive.cli import cli, endings
from newsarchive.demo.run import prepare_folder, run_demo
from newsarchive.errors import ArchiveLocked, NotAnArchive
from newsarchive.exits import ExitCode
from newsarchive.registry import load_registry
from newsarchive.store import Writer, open_archive
from newsarchive.store.lock import ArchiveLock
from newsarchive.upkeep.rebuild import rebuild_index
from newsarchive.upkeep.remaking import NothingToRebuildFrom
from newsarchive.upkeep.repair import repair
from newsarchive.upkeep.verify import Verification

NOW = datetime(2027, 1, 1, tzinfo=UTC)
WITHOUT_ANSWER = ("robots-disallowed", "redirect-loop")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A world that was crawled on two days; with its outlets."""
    folder = prepare_folder(tmp_path_factory.mktemp("rebuilt") / "world")
    return run_demo(folder, seed=11, articles=60, say=lambda line: None, quiet=True)


def registry(world):
    return load_registry(world.folder / "outlets")


def copied(world, tmp_path) -> Path:
    return Path(shutil.copytree(world.archive, tmp_path / "archive"))


def remove_index(folder: Path) -> None:
    for path in folder.glob("news.db*"):
        path.unlink()


@pytest.mark.slow
def test_the_index_from_packs_alone_is_the_one_that_was(world, tmp_path):
    folder = copied(world, tmp_path)
    remove_index(folder)
    done = rebuild_index(folder, registry(world), clock=lambda: NOW)
    assert done.set_aside is None
    assert done.counts["removed"] > 0
    assert done.counts["changed"] > 0
    assert differing(world.archive, folder, FROM_PACKS) == {}
    assert list(Verification(folder, "full", jobs=1)) == []
    with open_archive(folder) as archive:
        assert [run.command for run in archive.runs()] == ["rebuild", "crawl", "crawl", "crawl"]


@pytest.mark.slow
def test_failures_come_back_where_there_was_an_answer(world, tmp_path):
    folder = copied(world, tmp_path)
    remove_index(folder)
    rebuild_index(folder, registry(world), clock=lambda: NOW)
    was = {row for row in rows(world.archive, "failures", ("failed_at", "resolved_at")) if not _is_without_answer(row)}
    assert rows(folder, "failures", ("failed_at", "resolved_at")) == was


def _is_without_answer(row: str) -> bool:
    return any(f"'{reason}'" in row for reason in WITHOUT_ANSWER)


@pytest.mark.slow
def test_what_no_pack_tells_comes_from_the_old_index(world, tmp_path):
    folder = copied(world, tmp_path)
    done = rebuild_index(folder, registry(world), clock=lambda: NOW)
    assert done.set_aside == folder / "news.db.damaged-20270101T000000Z"
    assert done.problems == ()
    tables = (
        "frontier",
        "services",
        "standings",
        "robots",
        "outlet_days",
        "looks",
        "run_outlets",
        "backfills",
    )
    assert differing(world.archive, folder, (*FROM_PACKS, *tables)) == {}
    old = rows(world.archive, "runs")
    assert old < rows(folder, "runs")
    robots = {row for row in rows(world.archive, "failures") if "robots-disallowed" in row}
    assert robots
    assert robots <= rows(folder, "failures")
    assert list(Verification(folder, "full", jobs=1)) == []


@pytest.mark.slow
def test_a_crawl_goes_on_after_it(world, tmp_path):
    """Numbers are not given twice, and the packs take what comes."""
    folder = copied(world, tmp_path)
    remove_index(folder)
    rebuild_index(folder, registry(world), clock=lambda: NOW)
    with open_archive(folder) as archive:
        last = archive.connection.execute("SELECT max(id) FROM snapshots").fetchone()[0]
        capture = archive.snapshot(last)
    with Writer(folder, clock=lambda: NOW) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        assert writer.add_snapshot(capture, outlet=None, run_id=run) == last + 1
        writer.end_run(run, exit_code=0, counts={})
    assert list(Verification(folder, "full", jobs=1)) == []


@pytest.mark.slow
def test_an_article_that_the_index_lost_is_read_again_from_its_pack(world, tmp_path):
    """Whole: rows of the snapshots, text, versions, lists, addresses, and what was found in it."""
    folder = copied(world, tmp_path)
    with closing(sqlite3.connect(folder / "news.db")) as index, index:
        index.execute("PRAGMA foreign_keys = OFF")
        (number,) = index.execute(
            "SELECT article_id FROM versions WHERE article_id NOT IN (SELECT article_id FROM cluster_members)"
            " AND article_id NOT IN (SELECT article_id FROM events) GROUP BY article_id HAVING count(*) > 1 LIMIT 1"
        ).fetchone()
        mine = f"IN (SELECT id FROM versions WHERE article_id = {number})"
        index.execute(
            f"DELETE FROM snapshots WHERE id IN (SELECT snapshot_id FROM version_snapshots WHERE version_id {mine})"
        )
        for table in ("version_snapshots", "signatures", "bands", "sketches"):
            index.execute(f"DELETE FROM {table} WHERE version_id {mine}")
        lists = ("people", "tags", "images", "related_links", "dropped", "dates_mentioned", "evidence", "warnings")
        for table in (*lists, "corrections", "aliases", "versions"):
            index.execute(f"DELETE FROM {table} WHERE article_id = {number}")
        index.execute(f"DELETE FROM articles WHERE id = {number}")
    result = repair(folder, registry(world), clock=lambda: NOW, jobs=1)
    assert "snapshots that packs have came back" in result.done[0]
    assert result.left == []
    assert differing(world.archive, folder, FROM_PACKS) == {}


@pytest.mark.slow
def test_a_damaged_index_is_made_anew_by_the_command(world, tmp_path):
    folder = copied(world, tmp_path)
    path = folder / "news.db"
    with path.open("r+b") as file:  # the pages of one tree in the middle
        file.seek(4096 * 40)
        file.write(b"\xff" * 4096 * 8)
    args = ["verify", "--archive", str(folder)]
    assert endings.ended(lambda: cli.main([*args, "-q"], standalone_mode=False)) == ExitCode.ARCHIVE
    outlets = str(world.folder / "outlets")
    repaired = CliRunner().invoke(cli, [*args, "--repair", "--outlets", outlets, "--jobs", "1", "--json"])
    assert repaired.exit_code == 0, repaired.output
    result = json.loads(repaired.stdout)
    assert result["rebuilt"]["snapshots"] == len(rows(world.archive, "snapshots"))
    assert Path(result["rebuilt"]["set_aside"]).exists()
    assert result["left"] == []
    assert differing(world.archive, folder, FROM_PACKS) == {}


@pytest.mark.slow
def test_an_import_is_read_again_as_it_was(world, tmp_path):
    warc, folder = tmp_path / "arsip.warc.gz", tmp_path / "imported"
    outlets = str(world.folder / "outlets")
    for args in (
        ["export", "warc", "-o", str(warc), "--archive", str(world.archive), "-q"],
        ["import", "warc", str(warc), "--archive", str(folder), "--outlets", outlets, "-q"],
    ):
        run = CliRunner().invoke(cli, args)
        assert run.exit_code == 0, run.output
    before = Path(shutil.copytree(folder, tmp_path / "before"))
    remove_index(folder)
    rebuild_index(folder, registry(world), clock=lambda: NOW)
    # that an article was removed was said by the file, not by a response: no pack has it
    told = ("articles", "events")
    assert differing(before, folder, [table for table in FROM_PACKS if table not in told]) == {}
    assert differing(before, folder, ["articles"], but=("gone_at",)) == {}
    lost = rows(before, "events") ^ rows(folder, "events")
    assert lost
    assert all("'removed'" in row for row in lost)


def test_packs_that_tell_nothing_do_not_become_an_empty_index(archive):
    remove_index(archive)
    for path in (archive / "packs").glob("*.db"):
        with closing(sqlite3.connect(path)) as pack, pack:
            pack.execute("DELETE FROM heads")
    with pytest.raises(NothingToRebuildFrom):
        rebuild_index(archive, load_registry(), clock=lambda: NOW)
    assert sorted(path.name for path in archive.iterdir()) == ["lock", "packs"]


def test_bodies_that_nobody_can_read_leave_the_old_index_in_place(archive, known):
    before = (archive / "news.db").read_bytes()
    for path in (archive / "packs").glob("*.db"):
        with closing(sqlite3.connect(path)) as pack, pack:
            pack.execute("UPDATE blobs SET data = zeroblob(length(data))")
    with pytest.raises(NothingToRebuildFrom, match="no body can be read"):
        rebuild_index(archive, known, clock=lambda: NOW)
    assert (archive / "news.db").read_bytes() == before


@pytest.mark.parametrize("is_alone", [True, False])
def test_outlets_that_no_file_has_keep_what_is_theirs(archive, built, is_alone):
    if is_alone:
        remove_index(archive)
    done = rebuild_index(archive, load_registry(), clock=lambda: NOW)
    assert "27 snapshots are of outlets that no outlet file has: kabar-lereng, radar-watu" in done.problems
    assert len(done.problems) == (2 if is_alone else 1)
    assert differing(built, archive, ("snapshots",), but=("kind",)) == {}
    with open_archive(archive) as found:
        sql = "SELECT slug, domain, network, status FROM outlets WHERE slug = 'radar-watu'"
        told = ("auto", "gone") if is_alone else ("disway", "active")
        assert found.connection.execute(sql).fetchall() == [("radar-watu", "radarwatu.test", *told)]


def test_an_archive_of_an_older_version_is_brought_up_to_date_and_not_made_anew(tmp_path, known):
    folder = tmp_path / "old"
    folder.mkdir()
    packed = Path(__file__).parents[1] / "store" / "schema-1.db.gz"
    (folder / "news.db").write_bytes(gzip.decompress(packed.read_bytes()))
    (folder / "packs").mkdir()
    result = repair(folder, known, clock=lambda: NOW, jobs=1)
    assert result.rebuilt is None
    with open_archive(folder) as archive:
        assert archive.connection.execute("SELECT count(*) FROM articles").fetchone()[0] > 0


def test_what_is_no_archive_is_not_made_one(tmp_path, archive, known):
    with pytest.raises(NotAnArchive, match="there is no archive here"):
        repair(tmp_path / "nothing", known, clock=lambda: NOW)
    for sql, told in (
        ("PRAGMA user_version = 99", "newer newsarchive"),
        ("PRAGMA application_id = 1; DROP TABLE version_snapshots; DROP TABLE snapshots", "not an archive"),
    ):
        with closing(sqlite3.connect(archive / "news.db")) as index:
            index.executescript("PRAGMA foreign_keys = OFF;" + sql)
        with pytest.raises(NotAnArchive, match=told):
            repair(archive, known, clock=lambda: NOW)
        with closing(sqlite3.connect(archive / "news.db")) as index:
            index.execute("PRAGMA user_version = 4")


def test_it_waits_for_nobody(archive):
    lock = ArchiveLock(archive)
    try:
        with pytest.raises(ArchiveLocked):
            rebuild_index(archive, load_registry(), clock=lambda: NOW)
    finally:
        lock.release()
