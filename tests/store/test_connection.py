import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.errors import ArchiveLocked, NotAnArchive
from newsarchive.store import Writer, open_archive


def clock() -> datetime:
    return datetime(2025, 5, 1, tzinfo=UTC)


def refused(path: Path, *words: str) -> None:
    for opening in (lambda: open_archive(path), lambda: open_archive(path, write=True)):
        with pytest.raises(NotAnArchive) as caught:
            opening()
        assert caught.value.exit_code == 5
        assert "news.db" in str(caught.value)
        for word in words:
            assert word in str(caught.value)


def writing_refused(path: Path) -> None:
    with pytest.raises(NotAnArchive):
        Writer(path, clock=clock)


def test_folder_and_file_both_name_an_archive(writer: Writer, folder: Path) -> None:
    writer.close()
    for path in (folder, folder / "news.db", str(folder)):
        with open_archive(path) as archive:
            assert archive.path == folder
    Writer(folder / "news.db", clock=clock).close()


def test_nothing_there(tmp_path: Path) -> None:
    refused(tmp_path, "no archive here")
    refused(tmp_path / "missing", "no archive here")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    for content in (b"", b"SQLite format 3\x00", b"<html>" * 100):
        (tmp_path / "news.db").write_bytes(content)
        refused(tmp_path, "not a SQLite database")
        if content:
            writing_refused(tmp_path)
        assert (tmp_path / "news.db").read_bytes() == content


def test_a_database_of_someone_else(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "news.db")) as connection, connection:
        connection.execute("CREATE TABLE articles (id)")
    connection.close()
    before = (tmp_path / "news.db").read_bytes()
    refused(tmp_path, "not an archive of newsarchive")
    writing_refused(tmp_path)
    assert (tmp_path / "news.db").read_bytes() == before


def test_an_archive_of_a_newer_version(writer: Writer, folder: Path) -> None:
    writer.close()
    connection = sqlite3.connect(folder / "news.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    refused(folder, "newer", "99")
    writing_refused(folder)


def test_a_damaged_archive(writer: Writer, folder: Path) -> None:
    writer.close()
    path = folder / "news.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(folder)
    writing_refused(folder)
    path.write_bytes(whole[:4096] + os.urandom(8192) + whole[12288:])
    refused(folder)
    writing_refused(folder)


def test_one_writer_at_a_time_and_the_lock_dies_with_it(writer: Writer, folder: Path) -> None:
    for attempt in (lambda: Writer(folder, clock=clock), lambda: open_archive(folder, write=True)):
        with pytest.raises(ArchiveLocked) as caught:
            attempt()
        assert caught.value.exit_code == 6
        assert caught.value.pid == os.getpid()
    open_archive(folder).close()
    writer.close()
    Writer(folder, clock=clock).close()


def test_a_killed_writer_leaves_no_lock(folder: Path) -> None:
    code = (
        "import os, signal, sys; from datetime import UTC, datetime; from newsarchive.store import Writer\n"
        "writer = Writer(sys.argv[1], clock=lambda: datetime(2025, 5, 1, tzinfo=UTC))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=False, timeout=60)
    assert done.returncode == -9
    assert (folder / "lock").read_text().strip().isdecimal()
    Writer(folder, clock=clock).close()


def test_a_half_made_archive_is_made_again(folder: Path) -> None:
    folder.mkdir()
    (folder / "news.db.new").write_bytes(b"half")
    Writer(folder, clock=clock).close()
    assert sorted(path.name for path in folder.iterdir()) == ["lock", "news.db", "packs"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to the superuser")
def test_an_archive_on_read_only_media_can_be_read(writer: Writer, run: int, folder: Path) -> None:
    writer.close()
    folder.chmod(0o555)
    try:
        with open_archive(folder) as archive:
            assert archive.status().last_run is not None
    finally:
        folder.chmod(0o755)


def test_own_sql_needs_write(writer: Writer, folder: Path) -> None:
    writer.close()
    with open_archive(folder) as archive, pytest.raises(sqlite3.OperationalError, match="readonly"):
        archive.connection.execute("CREATE TABLE mine (id)")
    with open_archive(folder, write=True) as archive:
        archive.connection.execute("CREATE TABLE mine (id)")
    Writer(folder, clock=clock).close()


def test_packs_that_lost_their_index_are_not_given_an_empty_one(writer: Writer, folder: Path) -> None:
    writer.close()
    (folder / "packs" / "2025-04.db").write_bytes(b"")
    (folder / "news.db").unlink()
    with pytest.raises(NotAnArchive, match="verify --repair") as caught:
        Writer(folder, clock=clock)
    assert str(caught.value).startswith(str(folder / "news.db"))
    assert not (folder / "news.db").exists()
    with pytest.raises(NotAnArchive):  # the lock was given back
        Writer(folder, clock=clock)
