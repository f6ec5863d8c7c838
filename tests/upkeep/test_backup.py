"""backup: whole while a crawl writes, little to copy the second time, and never a good copy replaced by a bad one."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from click.testing import CliRunner
from upkeep_archive import APRIL, MAY, OUTLETS, add_page

from newsarchive.cli import cli, endings
from newsarchive.errors import ArchiveLocked, ConfigError, NotAnArchive
from newsarchive.exits import ExitCode
from newsarchive.store import Writer, open_archive
from newsarchive.store.lock import ArchiveLock
from newsarchive.upkeep import backup as backup_module
from newsarchive.upkeep.backup import Unfaithful, back_up
from newsarchive.upkeep.manifest import read_manifest
from newsarchive.upkeep.verify import Verification


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def contents(folder):
    return {name: (folder / name).read_bytes() for name in files(folder) if name != "lock"}


def count(folder):
    with open_archive(folder) as archive:
        return archive.connection.execute("SELECT count(*) FROM snapshots").fetchone()[0]


def test_the_copy_is_an_archive_with_a_list_of_its_files(archive, tmp_path):
    (archive / "config.toml").write_text('contact = "x@example.org"\n')
    copy = tmp_path / "copy"
    done = back_up(archive, copy)
    assert done.is_in_place
    assert done.copied == ("packs/2025-04.db", "packs/2025-05.db", "news.db")
    listed = {"news.db", "packs/2025-04.db", "packs/2025-05.db", "config.toml"}
    assert files(copy) == listed | {"SHA256SUMS", "lock"}
    assert read_manifest(copy) == {n: hashlib.sha256((copy / n).read_bytes()).hexdigest() for n in listed}
    assert list(Verification(copy, "full", jobs=1)) == []
    assert count(copy) == 27
    assert (copy / "packs/2025-04.db").read_bytes() == (archive / "packs/2025-04.db").read_bytes()


def test_a_check_of_the_copy_looks_at_each_byte_of_the_open_pack(archive, tmp_path):
    copy = tmp_path / "copy"
    back_up(archive, copy)
    check = Verification(copy)
    assert list(check) == []
    assert check.looked.notes == []
    path = copy / "packs/2025-05.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert [fault.kind for fault in Verification(copy)] == ["pack-changed"]


def test_sealed_packs_are_copied_once(archive, tmp_path):
    copy = tmp_path / "copy"
    back_up(archive, copy)
    sealed = (copy / "packs/2025-04.db").stat()
    done = back_up(archive, copy, is_full=True)
    assert done.copied == ("packs/2025-05.db", "news.db")
    assert done.kept == 1
    again = (copy / "packs/2025-04.db").stat()
    assert (sealed.st_ino, sealed.st_mtime_ns) == (again.st_ino, again.st_mtime_ns)
    (copy / "packs/2025-04.db").write_bytes(b"x")
    assert back_up(archive, copy).copied[0] == "packs/2025-04.db"
    assert list(Verification(copy)) == []


def test_a_crawl_goes_on_in_the_copy_as_in_the_archive(archive, tmp_path):
    copy = tmp_path / "copy"
    back_up(archive, copy)
    with Writer(copy, clock=lambda: MAY) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        add_page(writer, run, 50, MAY)
        writer.end_run(run, exit_code=0, counts={})
    check = Verification(copy, "full", jobs=1)
    assert list(check) == []
    assert check.looked.notes == []
    assert count(copy) == 28
    with pytest.raises(ConfigError, match="was written to since"):
        back_up(archive, copy)


def test_a_backup_during_a_crawl_holds_whole_transactions(tmp_path):
    archive, copy = tmp_path / "archive", tmp_path / "copy"
    enough, begun = threading.Event(), threading.Event()
    written = []

    def crawl() -> None:
        now = APRIL
        with Writer(archive, clock=lambda: now) as writer:
            writer.sync_outlets(OUTLETS)
            run = writer.begin_run("crawl", version="0", user_agent=None, options={})
            while not enough.is_set():
                add_page(writer, run, len(written), now + timedelta(seconds=len(written)))
                written.append(1)
                if len(written) % 3 == 0:
                    writer.flush()
                if len(written) == 40:
                    begun.set()
                if len(written) == 90:
                    now = MAY
                if len(written) == 120:
                    writer.seal_finished_packs()
            writer.end_run(run, exit_code=0, counts={})

    thread = threading.Thread(target=crawl)
    thread.start()
    try:
        assert begun.wait(30)
        counts = [0]
        while len(written) < 200 or len(counts) < 5:
            assert back_up(archive, copy).faults == ()
            assert list(Verification(copy, "full", jobs=1)) == []
            counts.append(count(copy))
            assert thread.is_alive()
    finally:
        enough.set()
        thread.join()
    assert counts == sorted(counts)
    assert counts[-1] > counts[1] > 0
    assert back_up(archive, copy, is_full=True).faults == ()
    assert count(copy) == len(written)


def test_a_copy_with_faults_does_not_replace_a_good_one(archive, tmp_path, change):
    copy = tmp_path / "copy"
    back_up(archive, copy)
    before = contents(copy)
    change(archive, "UPDATE snapshots SET payload_sha256 = printf('%064d', 0) WHERE id = 3")
    done = back_up(archive, copy)
    assert [fault.kind for fault in done.faults] == ["body-missing"]
    assert not done.is_in_place
    assert contents(copy) == before
    forced = back_up(archive, copy, is_forced=True)
    assert forced.is_in_place
    assert contents(copy) != before


def test_a_sealed_pack_that_rotted_stops_it(archive, tmp_path):
    copy = tmp_path / "copy"
    path = archive / "packs/2025-04.db"
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    with pytest.raises(Unfaithful, match="2025-04"):
        back_up(archive, copy)
    assert files(copy) <= {"lock"}
    path.unlink()
    with pytest.raises(Unfaithful, match="missing"):
        back_up(archive, copy)


def test_a_pack_written_anew_meanwhile_is_begun_again(archive, tmp_path, monkeypatch, change):
    """As a takedown does: the index that was copied names another checksum than the pack has by then."""
    real, tries = backup_module._make_once, []

    def once(*args):
        tries.append(1)
        if len(tries) == 1:
            change(archive, "UPDATE packs SET sha256 = 'x' WHERE name = '2025-04'")
            try:
                return real(*args)
            finally:
                digest = hashlib.sha256((archive / "packs/2025-04.db").read_bytes()).hexdigest()
                change(archive, f"UPDATE packs SET sha256 = '{digest}' WHERE name = '2025-04'")
        return real(*args)

    monkeypatch.setattr(backup_module, "_make_once", once)
    assert back_up(archive, tmp_path / "copy").faults == ()
    assert len(tries) == 2


def test_a_takedown_between_index_and_packs_is_no_fault(archive, tmp_path, monkeypatch, change):
    """The copy of the index is of before it, the packs are of after it: all is copied once more."""
    real, tries = backup_module._pack, []

    def pack(*args):
        if not tries:
            change(archive, "INSERT INTO runs (command, version, options, started_at) VALUES ('purge', '0', '{}', 'x')")
            change(archive, "DELETE FROM version_snapshots WHERE snapshot_id = 20")
            change(archive, "DELETE FROM snapshots WHERE id = 20")
            with closing(sqlite3.connect(archive / "packs/2025-05.db")) as connection, connection:
                connection.execute("DELETE FROM blobs WHERE id = (SELECT max(id) FROM blobs)")
        tries.append(1)
        return real(*args)

    monkeypatch.setattr(backup_module, "_pack", pack)
    with closing(sqlite3.connect(archive / "news.db")) as index:
        (digest,) = index.execute("SELECT payload_sha256 FROM snapshots WHERE id = 20").fetchone()
    with closing(sqlite3.connect(archive / "packs/2025-05.db")) as connection, connection:
        connection.execute("UPDATE blobs SET id = id + 1000 WHERE sha256 = ?", (bytes.fromhex(digest),))
    change(archive, "DELETE FROM pack_pages")
    done = back_up(archive, tmp_path / "copy")
    assert done.is_in_place
    assert len(tries) == 4  # two packs, twice
    assert count(tmp_path / "copy") == 26


def test_places_that_are_none(archive, tmp_path):
    for target in (archive, archive / "copy", tmp_path):
        with pytest.raises(ConfigError, match="a backup cannot lie in the archive itself"):
            back_up(archive, target)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "surat.txt").write_text("x")
    with pytest.raises(ConfigError, match=r"holds 'surat\.txt'"):
        back_up(archive, foreign)
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="this is a file"):
        back_up(archive, tmp_path / "file")
    live = shutil.copytree(archive, tmp_path / "live")
    with pytest.raises(ConfigError, match="not a backup"):
        back_up(archive, live)
    with pytest.raises(NotAnArchive):
        back_up(tmp_path / "nothing", tmp_path / "copy")


def test_the_backup_of_another_archive_is_left_alone(archive, tmp_path, change):
    copy = tmp_path / "copy"
    back_up(archive, copy)
    change(archive, "UPDATE runs SET started_at = '2020-01-01T00:00:00.000000Z' WHERE id = 1")
    with pytest.raises(ConfigError, match="another archive"):
        back_up(archive, copy)


def test_two_backups_to_one_place_do_not_meet(archive, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    lock = ArchiveLock(copy)
    try:
        with pytest.raises(ArchiveLocked):
            back_up(archive, copy)
    finally:
        lock.release()


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), sqlite3.OperationalError("full")])
def test_a_full_disk_leaves_the_copy_as_it_was(archive, tmp_path, monkeypatch, error):
    if isinstance(error, sqlite3.OperationalError):
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
    copy = tmp_path / "copy"
    back_up(archive, copy)
    before = contents(copy)

    def full(source, target):
        target.write_bytes(b"half")
        raise error

    monkeypatch.setattr("newsarchive.upkeep.copying.copy_database", full)
    args = ["backup", str(copy), "--archive", str(archive), "-q"]
    assert endings.ended(lambda: cli.main(args, standalone_mode=False)) == ExitCode.DISK
    assert contents(copy) == before


def test_the_command(archive, tmp_path):
    copy = tmp_path / "copy"
    run = CliRunner().invoke(cli, ["backup", str(copy), "--archive", str(archive), "--json"])
    assert run.exit_code == 0
    done = json.loads(run.stdout)
    assert done["is_in_place"] is True
    assert done["copied"] == ["packs/2025-04.db", "packs/2025-05.db", "news.db"]
    again = CliRunner().invoke(cli, ["backup", str(copy), "--archive", str(archive)])
    assert "2 files" in again.stdout
    assert "1 sealed packs were there already" in again.stdout
    with closing(sqlite3.connect(archive / "news.db")) as index, index:
        index.execute("UPDATE clusters SET size = 9")
    run = CliRunner().invoke(cli, ["backup", str(copy), "--archive", str(archive)])
    assert run.exit_code == ExitCode.DIFFERS
    assert "is said to have 9 members" in run.stdout
    assert "is as it was" in run.stdout
