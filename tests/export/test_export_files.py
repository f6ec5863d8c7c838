"""Files of an export: never half there, never over others unasked, rolled over, streamed; what is damaged is said."""

import errno
import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from newsarchive.errors import ArchiveLocked, ConfigError, is_disk_full
from newsarchive.export import files, ledger
from newsarchive.export.wacz import export_wacz
from newsarchive.export.warc import Order, export_warc
from newsarchive.store import Writer
from newsarchive.store.selection import Selection

EVERYTHING = Selection()


def types(data: bytes) -> list[str]:
    return [record.rec_type for record in ArchiveIterator(io.BytesIO(data))]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "newsarchive", "export", *arguments, "--archive", str(folder)]
    return subprocess.run(command, capture_output=True, check=False, cwd=folder.parent, env=os.environ)


def test_a_file_that_is_there_is_replaced_only_by_force(archive, tmp_path, clock):
    target = tmp_path / "a.warc.gz"
    target.write_bytes(b"mine")
    with pytest.raises(ConfigError, match="--force"):
        export_warc(archive, Order(target, EVERYTHING), clock=clock)
    assert target.read_bytes() == b"mine"
    assert archive.connection.execute("SELECT count(*) FROM exports").fetchone() == (0,)
    export_warc(archive, Order(target, EVERYTHING, force=True), clock=clock)
    assert types(target.read_bytes())[0] == "warcinfo"


@pytest.mark.parametrize("name", ["a.warc", "a.zip", "tiada/a.warc.gz"])
def test_a_target_that_cannot_be_is_refused_before_anything_is_done(archive, tmp_path, clock, name):
    with pytest.raises(ConfigError):
        export_warc(archive, Order(tmp_path / name, EVERYTHING), clock=clock)
    with pytest.raises(ConfigError):
        export_wacz(archive, Order(tmp_path / name, EVERYTHING), clock=clock)
    assert archive.connection.execute("SELECT count(*) FROM exports").fetchone() == (0,)


def test_files_roll_over_between_captures_each_with_its_warcinfo(archive, tmp_path, clock, everything):
    target = tmp_path / "a.warc.gz"
    done = export_warc(archive, Order(target, EVERYTHING, max_size=1500, is_indexed=True), clock=clock)
    names = sorted(path.name for path in tmp_path.glob("a-*.warc.gz"))
    assert len(names) > 3
    assert names == [f"a-{number:05d}.warc.gz" for number in range(1, len(names) + 1)]
    assert [file.name for file in done.files] == names
    main = 0
    for name in names:
        found = types((tmp_path / name).read_bytes())
        assert found[0] == "warcinfo"
        assert found.count("warcinfo") == 1
        assert found[-1] in ("response", "revisit")
        main += sum(kind in ("response", "revisit") for kind in found)
    assert main == len(everything)
    for line in (tmp_path / "a.cdxj").read_text().splitlines():
        fields = json.loads(line.split(" ", 2)[2])
        start = int(fields["offset"])
        piece = (tmp_path / fields["filename"]).read_bytes()[start : start + int(fields["length"])]
        (kind,) = types(piece)
        assert kind in ("response", "revisit")


@pytest.mark.parametrize("export", [export_warc, export_wacz])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_a_stop_leaves_nothing_behind(folder, archive, tmp_path, clock, monkeypatch, export, error):
    room = tmp_path / "keluar"
    room.mkdir()
    target = room / ("a.wacz" if export is export_wacz else "a.warc.gz")
    calls = iter(range(100))

    def break_off() -> None:
        if next(calls) == 5:
            raise error

    with pytest.raises(type(error)) as raised:
        export(archive, Order(target, EVERYTHING), clock=clock, progress=break_off)
    assert is_disk_full(raised.value) == isinstance(error, OSError)
    assert list(room.iterdir()) == []
    row = archive.connection.execute("SELECT ended_at, sha256 FROM exports").fetchall()
    assert row == [(None, None)]
    archive.connection.execute("SELECT 1 FROM snapshots")  # the reading transaction is over, and the archive usable
    assert not archive.connection.in_transaction


def test_a_disk_that_fills_while_the_last_bytes_are_flushed_leaves_nothing(archive, tmp_path, clock, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        export_warc(archive, Order(tmp_path / "a.warc.gz", EVERYTHING, is_indexed=True), clock=clock)
    assert [path.name for path in tmp_path.iterdir()] == ["arsip"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_stream_into_a_full_disk_ends_with_its_exit_code(folder):
    command = [sys.executable, "-m", "newsarchive", "export", "warc", "-o", "-", "--archive", str(folder)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 12
    assert b"Traceback" not in done.stderr


def test_standard_output_gets_the_same_records(folder, archive, tmp_path, clock):
    export_warc(archive, Order(tmp_path / "a.warc.gz", EVERYTHING), clock=clock)
    done = run(folder, "warc", "-o", "-")
    assert done.returncode == 0, done.stderr
    assert types(done.stdout) == types((tmp_path / "a.warc.gz").read_bytes())
    refused = run(folder, "warc", "-o", "-", "--cdxj")
    assert refused.returncode == 4
    assert refused.stdout == b""


def test_damaged_bytes_are_said_and_left_out_and_the_rest_is_there(folder, archive, everything):
    (row,) = archive.connection.execute("SELECT payload_sha256, pack FROM snapshots WHERE url LIKE '%/robots.txt'")
    archive.close()
    damage(folder / "packs" / f"{row[1]}.db", row[0])
    done = run(folder, "warc", "-o", "a.warc.gz", "--json")
    assert done.returncode == 8, done.stderr
    told = json.loads(done.stdout)
    assert told["damaged"] == 1
    assert told["examples"][0]["url"].endswith("/robots.txt")
    assert b"robots.txt is left out: " in done.stderr
    assert told["snapshots"] == len(everything) - 1
    found = types((folder.parent / "a.warc.gz").read_bytes())
    assert sum(kind in ("response", "revisit") for kind in found) == len(everything) - 1


def test_lists_whose_bodies_were_pruned_are_counted_and_no_fault(folder, everything):
    with sqlite3.connect(folder / "news.db") as connection:
        connection.execute("UPDATE snapshots SET pruned_at = '2025-04-29T00:00:00.000000Z' WHERE id = 1")
    connection.close()
    done = run(folder, "warc", "-o", "a.warc.gz")
    assert done.returncode == 0, done.stderr
    assert b"; 1 pruned ones are not in it" in done.stdout
    main = types((folder.parent / "a.warc.gz").read_bytes())
    assert sum(kind in ("response", "revisit") for kind in main) == len(everything) - 1


def damage(pack: Path, sha256: str) -> None:
    connection = sqlite3.connect(pack)
    changed = connection.execute("DELETE FROM blobs WHERE sha256 = ?", (bytes.fromhex(sha256),))
    assert changed.rowcount == 1
    connection.commit()
    connection.close()


def test_an_archive_that_cannot_be_written_to_is_exported_and_says_that_it_forgets(
    archive, tmp_path, clock, monkeypatch
):
    def refuse(path: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(ledger, "connect_writing", refuse)
    done = export_warc(archive, Order(tmp_path / "a.warc.gz", EVERYTHING), clock=clock)
    assert done.export_id is None
    assert "readonly" in (done.unrecorded or "")
    assert done.snapshots > 10


def test_an_export_runs_while_another_run_holds_the_archive(folder, archive, tmp_path, clock, capture):
    with Writer(folder, clock=clock) as writer:
        run_id = writer.begin_run("crawl", version="0", user_agent=None, options={})
        done = export_warc(archive, Order(tmp_path / "a.warc.gz", EVERYTHING), clock=clock)
        writer.add_snapshot(capture("/baru"), outlet="radar-watu", run_id=run_id)
    assert done.export_id == 1
    assert archive.connection.execute("SELECT count(*) FROM snapshots").fetchone() == (done.snapshots + 1,)


@pytest.mark.parametrize("export", [export_warc, export_wacz])
def test_an_archive_that_leaves_no_moment_to_remember_it_is_not_exported(
    folder, archive, tmp_path, clock, monkeypatch, export
):
    monkeypatch.setattr(ledger, "_PATIENCE_MS", 1)
    other = sqlite3.connect(folder / "news.db", isolation_level=None)
    target = tmp_path / ("a.wacz" if export is export_wacz else "a.warc.gz")

    def hold() -> None:
        if not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")

    with pytest.raises(ArchiveLocked):
        export(archive, Order(target, EVERYTHING), clock=clock, progress=hold)
    assert not target.exists()
    with pytest.raises(ArchiveLocked):
        export(archive, Order(target, EVERYTHING), clock=clock)
    other.execute("ROLLBACK")
    other.close()
    assert export(archive, Order(target, EVERYTHING), clock=clock).snapshots > 10
