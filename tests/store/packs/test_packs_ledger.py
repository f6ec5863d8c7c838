import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsarchive.models import Capture
from newsarchive.store import DamagedPack, Writer
from newsarchive.store.packs.ledger import check_pages, unchecked
from newsarchive.store.packs.packfile import PackFile
from newsarchive.store.packs.walfile import file_header, log_pages, log_path

Captures = Callable[..., Capture]
Pages = Callable[..., bytes]
PACK = "2025-04"


@pytest.fixture
def pack(folder: Path) -> Path:
    return folder / "packs" / f"{PACK}.db"


@pytest.fixture
def fill(capture: Captures, page: Pages) -> Callable[[Writer, int, range], None]:
    def make(writer: Writer, run: int, numbers: range) -> None:
        for number in numbers:
            taken = capture(f"https://radarwatu.test/read/{number}/x", page(number))
            writer.add_snapshot(taken, outlet="radar-watu", run_id=run)
            if number % 10 == 9:
                writer.flush()

    return make


def rows(folder: Path) -> list[tuple[int, int]]:
    with closing(sqlite3.connect(f"file:{folder / 'news.db'}?mode=ro", uri=True)) as db:
        return db.execute("SELECT page, crc32 FROM pack_pages WHERE pack = ? ORDER BY page", (PACK,)).fetchall()


def faults(folder: Path, pack: Path) -> list[str]:
    return list(check_pages(pack, rows(folder)))


def kill(folder: Path, to: Path) -> Path:
    """The files as they are at this moment: what a killed writer leaves."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("*-shm", "lock"))
    return to


def flip(path: Path, place: int, bit: int = 1) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ bit]))


def test_after_a_run_every_page_has_its_checksum(
    writer: Writer, run: int, folder: Path, pack: Path, fill: Callable[..., None]
) -> None:
    fill(writer, run, range(40))
    writer.close()
    assert not log_path(pack).exists()
    assert faults(folder, pack) == []
    assert unchecked(pack, rows(folder)) is None
    header = file_header(pack)
    assert [page for page, _ in rows(folder)] == list(range(pack.stat().st_size // header.page_size + 1))


def test_any_flipped_byte_is_found(
    writer: Writer, run: int, folder: Path, pack: Path, fill: Callable[..., None]
) -> None:
    fill(writer, run, range(30))
    writer.close()
    size, chance = pack.stat().st_size, random.Random("flips")
    expected = rows(folder)
    places = [*range(100), *(chance.randrange(size) for _ in range(400)), size - 1]
    for place in places:
        bit = 1 << chance.randrange(8)
        flip(pack, place, bit)
        found = list(check_pages(pack, expected))
        if not found:
            with pytest.raises(DamagedPack):
                PackFile(pack).close()
        flip(pack, place, bit)
    assert faults(folder, pack) == []


def test_a_file_that_was_cut_is_told(
    writer: Writer, run: int, folder: Path, pack: Path, fill: Callable[..., None]
) -> None:
    fill(writer, run, range(30))
    writer.close()
    whole = pack.read_bytes()
    for length in (len(whole) - 1, len(whole) - 16384, 20000, 50, 0):
        pack.write_bytes(whole[:length])
        assert len(faults(folder, pack)) >= 1


def test_the_log_is_written_back_when_it_has_grown(
    writer: Writer, run: int, folder: Path, pack: Path, fill: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsarchive.store.packs.folder._LOG_BYTES", 300_000)
    longest = 0
    for start in range(0, 200, 10):
        fill(writer, run, range(start, start + 10))
        longest = max(longest, log_path(pack).stat().st_size)
        assert faults(folder, pack) == []
    assert 0 < longest <= 300_000
    assert len(rows(folder)) > 10
    writer.close()
    assert unchecked(pack, rows(folder)) is None


def test_a_kill_at_any_step_of_a_checkpoint_raises_no_alarm(
    writer: Writer,
    run: int,
    folder: Path,
    tmp_path: Path,
    fill: Callable[..., None],
    clock: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each state that the files pass through, as a killed writer would leave them; then another program opens them,
    or the next writer does, or one after the other.
    """
    states: list[Path] = []

    def note() -> None:
        states.append(kill(folder, tmp_path / f"state-{len(states)}"))

    write_back = PackFile.write_back

    def noted_write_back(pack: PackFile) -> bool:
        note()  # rows are deleted, nothing is written
        done = write_back(pack)
        note()  # written, not recorded
        return done

    monkeypatch.setattr(PackFile, "write_back", noted_write_back)
    for turn in range(3):
        fill(writer, run, range(turn * 20, turn * 20 + 20))
        note()
        writer._packs._write_back(writer._packs.for_writing(PACK))
        note()
    writer._packs.for_writing(PACK).put("ab" * 32, b"of the packs alone", (), template="x", at=clock.now)
    writer._packs.commit()
    note()
    monkeypatch.undo()
    writer.close()
    assert len(states) >= 13
    for state in states:
        pack = state / "packs" / f"{PACK}.db"
        assert faults(state, pack) == []
        for then in ("writer", "other", "killed writer", "other, killed writer, other"):
            copy = tmp_path / "then"
            shutil.copytree(state, copy)
            follow(then, copy, clock, tmp_path)
            shutil.rmtree(copy)


def follow(then: str, archive: Path, clock: SimpleNamespace, tmp_path: Path) -> None:
    """What may happen to an archive after a kill: never a false alarm, and after a whole run all is checked."""
    pack = archive / "packs" / f"{PACK}.db"
    for step in then.split(", "):
        if step == "other":  # as the sqlite3 shell does: closing writes the log back
            with closing(sqlite3.connect(pack)) as db:
                db.execute("SELECT count(*) FROM blobs").fetchone()
        else:
            with Writer(archive, clock=clock.read) as writer:
                writer._packs.put(str(len(then)) * 64, step.encode(), (), sibling_key="y", at=clock.now)
                writer.flush()
                left = kill(archive, tmp_path / "left") if step == "killed writer" else None
            if left is not None:
                shutil.rmtree(archive)
                left.rename(archive)
        assert faults(archive, pack) == []
    with Writer(archive, clock=clock.read) as writer:
        writer._packs.put("cd" * 32, b"at last", (), sibling_key="y", at=clock.now)
    assert faults(archive, pack) == []
    assert unchecked(pack, rows(archive)) is None


def test_a_checkpoint_by_another_program_makes_the_rows_void_until_the_next_run(
    writer: Writer, run: int, folder: Path, tmp_path: Path, fill: Callable[..., None], clock: SimpleNamespace
) -> None:
    fill(writer, run, range(20))
    writer._packs._write_back(writer._packs.for_writing(PACK))
    fill(writer, run, range(20, 30))
    left = kill(folder, tmp_path / "left")
    pack = left / "packs" / f"{PACK}.db"
    with closing(sqlite3.connect(pack)) as db:
        db.execute("SELECT count(*) FROM blobs").fetchone()
    assert faults(left, pack) == []
    why = unchecked(pack, rows(left))
    assert why is not None
    assert "another program" in why
    flip(pack, 5 * 16384 + 77)
    assert faults(left, pack) == []
    flip(pack, 5 * 16384 + 77)
    with Writer(left, clock=clock.read) as again:
        again._packs.put("ab" * 32, b"x", (), sibling_key="y", at=clock.now)
    assert unchecked(pack, rows(left)) is None
    flip(pack, 5 * 16384 + 77)
    assert len(faults(left, pack)) == 1


def test_a_reader_that_holds_the_log_delays_it_only(
    writer: Writer, run: int, folder: Path, pack: Path, fill: Callable[..., None]
) -> None:
    fill(writer, run, range(20))
    with closing(sqlite3.connect(f"file:{pack}?mode=ro", uri=True, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM blobs").fetchone()
        fill(writer, run, range(20, 40))
        file = writer._packs.for_writing(PACK)
        assert writer._packs._ledger is not None
        assert not writer._packs._ledger.checkpoint(file)
        assert faults(folder, pack) == []
    assert writer._packs._ledger.checkpoint(file)
    assert unchecked(pack, rows(folder)) is None
    writer.close()
    assert faults(folder, pack) == []


def test_a_sealed_pack_has_a_checksum_and_no_rows(
    writer: Writer, run: int, folder: Path, fill: Callable[..., None], clock: SimpleNamespace
) -> None:
    fill(writer, run, range(20))
    clock.now += timedelta(days=31)
    assert writer.seal_finished_packs() == [PACK]
    writer.close()
    assert rows(folder) == []


def test_the_pages_of_a_log_are_those_written_since_it_began(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    assert log_pages(path) == set()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, data BLOB)")
        db.executemany("INSERT INTO t (data) VALUES (?)", [(bytes(3000),)] * 50)
        many = log_pages(path)
        assert len(many) >= 40
        assert db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[0] == 0
        db.execute("UPDATE t SET data = zeroblob(2999) WHERE id = 1")
        assert 0 < len(log_pages(path)) < 4
        assert file_header(path).page_size == 4096
    log_path(path).write_bytes(b"x" * 100)
    assert log_pages(path) == set()
    (tmp_path / "y.db").write_bytes(b"no database" * 20)
    with pytest.raises(ValueError, match="SQLite"):
        file_header(tmp_path / "y.db")
