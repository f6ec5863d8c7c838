"""repair: what can be put right is, what cannot is recorded and said, and nothing is deleted."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner
from comparing_indexes import FROM_PACKS, differing
from upkeep_archive import MAY, capture_of

from newsarchive.cli import cli, endings
from newsarchive.errors import ArchiveLocked
from newsarchive.exits import ExitCode
from newsarchive.store import open_archive
from newsarchive.store.lock import ArchiveLock
from newsarchive.upkeep.repair import repair
from newsarchive.upkeep.verify import Verification

SEALED, OPEN = "packs/2025-04.db", "packs/2025-05.db"


@pytest.fixture
def mend(known):
    def run(folder, **more):
        return repair(folder, known, clock=lambda: MAY, jobs=1, **more)

    return run


def sound(folder):
    return list(Verification(folder, "full", jobs=1)) == []


def test_a_sound_archive_is_left_alone(archive, mend):
    before = (archive / "news.db").read_bytes()
    result = mend(archive)
    assert (result.rebuilt, result.done, result.left) == (None, [], [])
    assert (archive / "news.db").read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE articles SET body = body || ' lagi', title = 'x' WHERE id = 5", "1 articles say again"),
        ("DELETE FROM tags WHERE article_id = 5", "1 articles say again"),
        ("UPDATE clusters SET size = 9", "1 clusters were counted anew"),
        ("DELETE FROM articles_fts_docsize WHERE id = 5", "the full-text index was made anew"),
        ("UPDATE articles_fts_data SET block = zeroblob(40) WHERE id > 100", "the full-text index was made anew"),
        ("UPDATE snapshots SET head_pack = '2025-05' WHERE id = 5", "1 snapshots say again"),
    ],
)
def test_tables_are_made_to_agree(archive, built, change, mend, sql, told):
    assert change(archive, sql) > 0
    result = mend(archive)
    assert any(line.startswith(told) for line in result.done), result.done
    assert result.left == []
    assert sound(archive)
    assert differing(built, archive, FROM_PACKS) == {}


def test_rows_that_packs_have_come_back(archive, built, change, mend):
    """Of articles that the index still has: with them come the snapshot's links to the versions."""
    change(archive, "DELETE FROM version_snapshots WHERE snapshot_id IN (3, 5, 20)")
    change(archive, "DELETE FROM snapshots WHERE id IN (3, 5, 20)")
    result = mend(archive)
    assert result.done[0].startswith("3 snapshots that packs have came back")
    assert sound(archive)
    # what these pages are is told by today's parsers: they are too plain to be articles
    assert differing(built, archive, ("snapshots", "articles"), but=("kind", "last_seen_at")) == {}
    with open_archive(archive) as found:
        assert found.snapshot(5) == capture_of(5, found.snapshot(5).fetched_at)


def test_an_index_that_is_older_than_the_packs_takes_in_what_they_have(archive, tmp_path, mend, built):
    """The whole month of May is in a pack that the index has never heard of."""
    with closing(sqlite3.connect(archive / "news.db")) as index, index:
        index.execute("PRAGMA foreign_keys = OFF")
        index.execute("DELETE FROM version_snapshots WHERE snapshot_id > 14")
        index.execute("DELETE FROM snapshots WHERE id > 14")
        index.execute("DELETE FROM packs WHERE name = '2025-05'")
        index.execute("DELETE FROM pack_pages")
    result = mend(archive)
    assert result.done == ["13 snapshots that packs have came back into the index, and were read"]
    assert differing(built, archive, ("snapshots",), but=("kind",)) == {}
    assert sound(archive)


@pytest.mark.parametrize("pack", [SEALED, OPEN])
def test_a_flipped_byte_without_content_is_put_right_by_writing_the_pack_anew(archive, mend, pack):
    path = archive / pack
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        whole = connection.execute("SELECT count(*) FROM blobs").fetchone()
    data = bytearray(path.read_bytes())
    data[72 + 20] ^= 0x10  # the version of the library that wrote last: SQLite never reads it
    data[96] ^= 0x10
    path.write_bytes(data)
    assert {fault.kind for fault in Verification(archive)} == {"pack-changed"}
    result = mend(archive)
    assert f"{pack} lost no content and was written anew" in result.done[0]
    assert result.left == []
    assert sound(archive)
    (aside,) = (archive / "packs").glob("*.damaged-20250502T062200Z")
    assert aside.read_bytes() == bytes(data)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM blobs").fetchone() == whole


def test_lost_bytes_are_recorded_with_where_the_text_was_seen_again(archive, mend):
    """Article 2 was seen again in May with another page around the same text."""
    with closing(sqlite3.connect(archive / "news.db")) as index:
        rows = index.execute(
            "SELECT id, payload_sha256 FROM snapshots WHERE url LIKE '%/2/berita' ORDER BY id"
        ).fetchall()
    (first, digest), (again, _) = rows
    path = archive / SEALED
    with closing(sqlite3.connect(path)) as pack, pack:
        pack.execute("UPDATE blobs SET data = zeroblob(length(data)) WHERE sha256 = ?", (bytes.fromhex(digest),))
    result = mend(archive)
    assert f"{SEALED} is damaged where bodies lie: put it back from a copy" in result.left
    (line,) = [line for line in result.left if f"snapshot {first}," in line]
    assert line.endswith(f"are lost: that is on record; its text was seen again in snapshot {again}")
    with open_archive(archive) as found:
        (failure,) = [f for f in found.failures(limit=50) if f.snapshot_id == first]
        assert failure.reason == "bytes-lost"
        assert found.article("radar-watu/2").article.body
    lost = [fault.kind for fault in Verification(archive, "full", jobs=1)]
    assert lost == ["pack-changed"]  # the file is not what it was, and stays so until it is put back


def test_a_missing_pack_costs_no_row(archive, mend, built):
    (archive / SEALED).unlink()
    result = mend(archive)
    assert any("the file is missing: put it back from a copy" in line for line in result.left)
    assert differing(built, archive, FROM_PACKS) == {}
    shutil.copy(built / SEALED, archive / SEALED)
    assert sound(archive)


def test_the_index_is_made_anew_on_request(archive, mend):
    result = mend(archive, is_rebuilding=True)
    assert result.rebuilt.snapshots == 27
    assert result.rebuilt.set_aside.exists()
    assert sound(archive)


def test_it_refuses_while_a_run_writes(archive, mend):
    lock = ArchiveLock(archive)
    try:
        with pytest.raises(ArchiveLocked):
            mend(archive)
    finally:
        lock.release()


def test_the_command(archive, known, tmp_path, change):
    change(archive, "UPDATE clusters SET size = 9")
    args = ["verify", "--archive", str(archive), "--jobs", "1", "--outlets", str(tmp_path / "outlets")]

    def run(*more):
        return CliRunner().invoke(cli, [*args, *more])

    found = run()
    assert found.exit_code == ExitCode.DIFFERS
    assert "is said to have 9 members, and has 2" in found.stdout
    found = run("--json")
    assert found.exit_code == ExitCode.DIFFERS
    report = json.loads(found.stdout)
    assert report["found"] == {"cluster-differs": 1}
    assert report["faults"][0]["where"].startswith("news.db, table clusters, ")
    mended = run("--repair", "--json")
    assert mended.exit_code == ExitCode.OK
    assert json.loads(mended.stdout)["done"] == ["1 clusters were counted anew"]
    found = run("-q")
    assert (found.exit_code, found.output) == (ExitCode.OK, "")
    (archive / OPEN).unlink()
    found = run("--repair")
    assert found.exit_code == ExitCode.DIFFERS
    assert "Left as it is" in found.stdout
    assert f"{OPEN}: the file is missing" in found.stdout


@pytest.mark.parametrize("wrong", [["--full", "--sample", "5"], ["--rebuild"], ["--repair", "--sample", "3"]])
def test_options_that_contradict_each_other(archive, wrong):
    args = ["verify", "--archive", str(archive), *wrong]
    assert endings.ended(lambda: cli.main(args, standalone_mode=False)) == ExitCode.USAGE
