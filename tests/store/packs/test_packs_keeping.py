"""What is done to a pack after its pages came: compressed harder, given heads, sealed, brought to a newer form."""

import base64
import hashlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsarchive.models import Capture
from newsarchive.store import DamagedPack, Writer, open_archive
from newsarchive.store.packs.folder import Packs
from newsarchive.store.packs.heads import COLUMNS
from newsarchive.store.packs.recompression import BATCH
from newsarchive.store.packs.schema import PACK_APPLICATION_ID

Captures = Callable[..., Capture]
Page = Callable[..., bytes]
Sha = Callable[[bytes], str]
PACK = "2025-04"


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


@pytest.fixture
def pack(folder: Path) -> Path:
    return folder / "packs" / f"{PACK}.db"


@pytest.fixture
def fill(writer: Writer, run: int, capture: Captures, page: Page) -> Callable[[range], list[bytes]]:
    def make(numbers: range) -> list[bytes]:
        bodies = [page(number) for number in numbers]
        for number, body in zip(numbers, bodies, strict=True):
            taken = capture(f"https://radarwatu.test/read/{number}/x", body)
            writer.add_snapshot(taken, outlet="radar-watu", run_id=run, text=body)
        writer.flush()
        return bodies

    return make


def drain(packs: Packs) -> None:
    while packs.repack(packs.names(), 50, harder=True):
        packs.commit()
    packs.shrink(packs.names())


def test_bodies_are_compressed_harder_in_idle_time(
    tmp_path: Path, page: Page, sha256: Sha, t0: datetime, gzipped: Callable[..., bytes]
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    texts = [page(number, paragraphs=60) for number in range(2 * BATCH + 10)]
    bodies = [gzipped(text) if number % 2 else text for number, text in enumerate(texts)]
    for number, body in enumerate(bodies):
        packs.put(sha256(body), body, ("gzip",) if number % 2 else (), sibling_key="a", at=t0, text=texts[number])
    packs.commit()
    before = packs.totals()[0]
    drain(packs)
    after = packs.totals()[0]
    assert (after.blobs, after.payload_bytes) == (before.blobs, before.payload_bytes)
    assert after.stored_bytes < 0.95 * before.stored_bytes
    assert [packs.get(PACK, sha256(body)) for body in bodies] == bodies
    packs.close()
    path = tmp_path / "packs" / f"{PACK}.db"
    assert rows(path, "SELECT sum(length(data)) FROM blobs") == [(after.stored_bytes,)]
    # some wait until there are as many as a batch, and the sibling stays
    assert rows(path, "SELECT level, count(*) FROM blobs GROUP BY 1 ORDER BY 1") == [(3, 9), (9, 1), (12, 2 * BATCH)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_what_stood_alone_leans_on_a_sibling_that_came_later(
    tmp_path: Path, page: Page, sha256: Sha, t0: datetime
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    bodies = [page(number) for number in range(BATCH)]
    frame = base64.b64encode(random.Random("odd").randbytes(10_000))
    odd = [frame + page(number)[-600:] for number in range(3)]
    for body in [*bodies[:5], *odd, *bodies[5:]]:  # the first of them stands alone: nothing is like it yet
        packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    packs.commit()
    path = tmp_path / "packs" / f"{PACK}.db"
    alone = "SELECT lower(hex(sha256)) FROM blobs WHERE sibling_id IS NULL ORDER BY id"
    assert [digest for (digest,) in rows(path, alone)] == [sha256(bodies[0]), sha256(odd[0]), sha256(odd[1])]
    drain(packs)
    assert [digest for (digest,) in rows(path, alone)] == [sha256(bodies[0]), sha256(odd[1])]
    assert [packs.get(PACK, sha256(body)) for body in (*bodies, *odd)] == [*bodies, *odd]
    packs.close()


def test_what_does_not_pay_is_not_moved(tmp_path: Path, sha256: Sha, t0: datetime) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    shared = random.Random("shared").randbytes(9000)
    bodies = [shared + random.Random(number).randbytes(900) for number in range(BATCH + 1)]
    for body in bodies:
        packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    packs.commit()
    before = rows(tmp_path / "packs" / f"{PACK}.db", "SELECT id, level, data FROM blobs")
    assert packs.repack([PACK], 50, harder=True) == BATCH
    assert packs.repack([PACK], 50, harder=True) == 0
    packs.close()
    assert rows(tmp_path / "packs" / f"{PACK}.db", "SELECT id, level, data FROM blobs") == before


def test_a_damaged_body_is_left_as_it_is(tmp_path: Path, page: Page, sha256: Sha, t0: datetime) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    bodies = [page(number, paragraphs=60) for number in range(BATCH + 1)]
    for body in bodies:
        packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    packs.close()
    path = tmp_path / "packs" / f"{PACK}.db"
    with closing(sqlite3.connect(path)) as db, db:
        (data,) = db.execute("SELECT data FROM blobs WHERE id = 9").fetchone()
        broken = data[:-20] + bytes([data[-20] ^ 4]) + data[-19:]
        db.execute("UPDATE blobs SET data = ? WHERE id = 9", (broken,))
    packs = Packs(tmp_path / "packs", write=True)
    drain(packs)
    with pytest.raises(DamagedPack):
        packs.get(PACK, sha256(bodies[8]))
    assert [packs.get(PACK, sha256(body)) for body in bodies if body != bodies[8]] == [*bodies[:8], *bodies[9:]]
    assert [digest for digest, _ in packs.for_reading(PACK).check_bodies()] == [sha256(bodies[8])]
    packs.close()
    assert rows(path, f"SELECT level, data FROM blobs WHERE sha256 = x'{sha256(bodies[8])}'") == [(3, broken)]


def test_the_text_can_be_had_without_the_coding(
    tmp_path: Path, page: Page, sha256: Sha, t0: datetime, gzipped: Callable[..., bytes]
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    texts = [page(number) for number in range(3)]
    coded, odd = gzipped(texts[1]), b"\x1f\x8b\x08 not gzip" * 9
    packs.put(sha256(texts[0]), texts[0], (), sibling_key="a", at=t0)
    packs.put(sha256(coded), coded, ("gzip",), sibling_key="a", at=t0, text=texts[1])
    packs.put(sha256(odd), odd, ("br",), sibling_key="a", at=t0)
    assert packs.get_text(PACK, sha256(texts[0]), ()) == texts[0]
    assert packs.get_text(PACK, sha256(coded), ("gzip",)) == texts[1]
    assert packs.get_text(PACK, sha256(odd), ("br",)) is None
    with pytest.raises(DamagedPack, match="is not in this pack"):
        packs.get_text(PACK, "ab" * 32, ())
    packs.close()


def test_snapshots_of_an_older_version_get_their_heads_in_idle_time(
    writer: Writer, folder: Path, pack: Path, fill: Callable[[range], list[bytes]], clock: SimpleNamespace
) -> None:
    fill(range(450))
    writer.close()
    with closing(sqlite3.connect(folder / "news.db")) as db, db:
        db.execute("UPDATE snapshots SET head_pack = NULL WHERE id < 440")
    with closing(sqlite3.connect(pack)) as db, db:
        db.execute("DELETE FROM heads WHERE last_id < 440")
        db.execute("DELETE FROM runs")
    clock.now += timedelta(days=2)
    with Writer(folder, clock=clock.read) as again:
        again.repack()
    with Writer(folder, clock=clock.read) as again:
        while again.repack():
            pass
    columns = ", ".join(COLUMNS)
    expected = rows(folder / "news.db", f"SELECT {columns}, head_pack FROM snapshots ORDER BY pack, id")
    assert len(expected) == 450
    packs = Packs(folder / "packs")
    found = [(*head.row(), name) for name in packs.names() for head in packs.heads(name)]
    assert sorted(found, key=lambda row: row[0]) == expected
    assert [run.id for name in packs.names() for run in packs.runs(name)] == [1]
    packs.close()


def test_a_month_that_is_over_is_sealed_whole(
    writer: Writer, folder: Path, pack: Path, fill: Callable[[range], list[bytes]], clock: SimpleNamespace
) -> None:
    bodies = [body for start in range(0, 70, 10) for body in fill(range(start, start + 10))]
    clock.now += timedelta(days=31)
    with closing(sqlite3.connect(f"file:{pack}?mode=ro", uri=True, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM blobs").fetchone()
        assert writer.seal_finished_packs() == []
    fill(range(500, 503))
    assert writer.seal_finished_packs() == [PACK]
    assert writer.seal_finished_packs() == []
    whole = pack.read_bytes()
    ((digest, size),) = rows(folder / "news.db", f"SELECT sha256, file_bytes FROM packs WHERE name = '{PACK}'")
    assert (digest, size) == (hashlib.sha256(whole).hexdigest(), len(whole))
    assert rows(pack, "SELECT count FROM heads") == [(70,)]
    assert rows(pack, "SELECT count(*) FROM blobs WHERE level = 3") == [(0,)]
    for body in bodies:
        assert writer._packs.get(PACK, hashlib.sha256(body).hexdigest()) == body
    writer.repack()
    writer.close()
    assert pack.read_bytes() == whole
    with open_archive(folder) as archive:
        assert list(archive.check()) == []
        assert archive.failures(is_open=None) == []


def test_a_body_that_is_lost_is_told_when_its_month_is_sealed(
    writer: Writer, folder: Path, pack: Path, fill: Callable[[range], list[bytes]], clock: SimpleNamespace
) -> None:
    fill(range(20))
    with closing(sqlite3.connect(pack)) as db, db:
        (data,) = db.execute("SELECT data FROM blobs WHERE id = 7").fetchone()
        db.execute("UPDATE blobs SET data = ? WHERE id = 7", (data[:-1],))
        (data,) = db.execute("SELECT data FROM heads WHERE id = 1").fetchone()
        db.execute("UPDATE heads SET data = ? WHERE id = 1", (data[:-1],))
    clock.now += timedelta(days=31)
    assert writer.seal_finished_packs() == [PACK]
    writer.close()
    with open_archive(folder) as archive:
        (failure,) = archive.failures()
        assert (failure.reason, failure.snapshot_id, failure.url) == (
            "bytes-lost",
            7,
            "https://radarwatu.test/read/6/x",
        )
        ((kind, detail),) = archive.connection.execute("SELECT kind, detail FROM events").fetchall()
        assert kind == "pack-damaged"
        assert "block 1 of heads" in detail


def test_a_pack_with_a_changed_page_is_not_sealed_over(
    writer: Writer, folder: Path, pack: Path, fill: Callable[[range], list[bytes]], clock: SimpleNamespace
) -> None:
    fill(range(20))
    writer.close()
    with pack.open("r+b") as file:
        file.seek(3 * 16384 - 1)
        (byte,) = file.read(1)
        file.seek(3 * 16384 - 1)
        file.write(bytes([byte ^ 1]))
    clock.now += timedelta(days=31)
    for _ in range(2):
        with Writer(folder, clock=clock.read) as again:
            assert again.seal_finished_packs() == []
    ((detail,),) = rows(folder / "news.db", "SELECT detail FROM events WHERE kind = 'pack-damaged'")
    assert "page 3" in detail


FORM_1 = f"""
PRAGMA page_size = 16384;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA application_id = {PACK_APPLICATION_ID};
CREATE TABLE pack (
  name TEXT PRIMARY KEY, blobs INTEGER NOT NULL, payload_bytes INTEGER NOT NULL, stored_bytes INTEGER NOT NULL
);
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, codec TEXT NOT NULL, recipe TEXT,
  sibling_id INTEGER REFERENCES blobs (id), payload_bytes INTEGER NOT NULL, text_bytes INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL, template TEXT NOT NULL, put_at TEXT NOT NULL, data BLOB NOT NULL
);
CREATE TABLE waiting (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, template TEXT NOT NULL, put_at TEXT NOT NULL, data BLOB NOT NULL
);
CREATE TABLE siblings (
  key TEXT PRIMARY KEY, blob_id INTEGER NOT NULL REFERENCES blobs (id), set_at TEXT NOT NULL, pages INTEGER NOT NULL,
  total INTEGER NOT NULL, recent REAL NOT NULL
) WITHOUT ROWID;
"""


def old_pack(folder: Path, bodies: list[bytes], coded: list[bytes], waiting: bytes) -> None:
    """A pack of before schema 4: hashes, recipes and templates as text in each row, no heads."""
    import zlib

    import zstandard

    folder.mkdir()
    texts = [*bodies, *(zlib.decompress(body, 31) for body in coded)]
    dictionary = zstandard.ZstdCompressionDict(texts[0], dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    against = zstandard.ZstdCompressor(level=3, dict_data=dictionary)
    recipe = '{"head":"1f8b0800000000000003","tail":"%s","flushes":[],"level":6,"mem":8,"wbits":15,"zlib":"1.2.13"}'
    with closing(sqlite3.connect(folder / f"{PACK}.db")) as db, db:
        db.executescript(FORM_1)
        for number, (body, text) in enumerate(zip([*bodies, *coded], texts, strict=True), 1):
            data = against.compress(text) if number > 1 else zstandard.ZstdCompressor(level=9).compress(text)
            codec, sibling = ("zstd-sibling", 1) if number > 1 else ("zstd", None)
            made = recipe % body[-8:].hex() if body is not text and body in coded else None
            digest = hashlib.sha256(body).hexdigest()
            at = datetime(2025, 4, 1, tzinfo=UTC).isoformat()
            db.execute(
                "INSERT INTO blobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, digest, codec, made, sibling, len(body), len(text), len(data), "radar a9a", at, data),
            )
        digest = hashlib.sha256(waiting).hexdigest()
        db.execute("INSERT INTO waiting VALUES (1, ?, 'radar a9a', '2025-04-01T07:00:00+07:00', ?)", (digest, waiting))
        db.execute("INSERT INTO siblings VALUES ('radar a9a', 1, '2025-04-01T00:00:00+00:00', 9, 9000, 1000.0)")
        stored = db.execute("SELECT sum(stored_bytes) FROM blobs").fetchone()[0] + len(waiting)
        payload = sum(map(len, [*bodies, *coded, waiting]))
        db.execute("INSERT INTO pack VALUES (?, ?, ?, ?)", (PACK, len(texts) + 1, payload, stored))


def test_packs_of_the_first_form_are_read_and_brought_to_the_present_one_when_written_to(
    tmp_path: Path, page: Page, sha256: Sha, t0: datetime, gzipped: Callable[..., bytes]
) -> None:
    bodies = [page(number) for number in range(6)]
    coded = [gzipped(page(number)) for number in range(10, 14)]
    waiting = gzipped(page(20))
    old_pack(tmp_path / "packs", bodies, coded, waiting)
    path = tmp_path / "packs" / f"{PACK}.db"
    before, everything = path.read_bytes(), [*bodies, *coded, waiting]
    reader = Packs(tmp_path / "packs")
    assert [reader.get(PACK, sha256(body)) for body in everything] == everything
    assert sorted(reader.for_reading(PACK).hashes()) == sorted(map(sha256, everything))
    assert (list(reader.heads(PACK)), list(reader.runs(PACK))) == ([], [])
    assert reader.get_text(PACK, sha256(coded[0]), ("gzip",)) == page(10)
    assert list(reader.for_reading(PACK).check_bodies()) == []
    totals = reader.totals()
    reader.close()
    assert path.read_bytes() == before
    packs = Packs(tmp_path / "packs", write=True)
    new = page(30)
    assert packs.put(sha256(new), new, (), sibling_key="radar a9a", at=t0).stored_bytes < len(new) / 10
    everything.append(new)
    assert [packs.get(PACK, sha256(body)) for body in everything] == everything
    drain(packs)
    assert [packs.get(PACK, sha256(body)) for body in everything] == everything
    assert (packs.totals()[0].blobs, packs.totals()[0].payload_bytes) == (
        totals[0].blobs + 1,
        totals[0].payload_bytes + len(new),
    )
    packs.seal(PACK)
    assert rows(path, "SELECT stored_bytes - (SELECT sum(length(data)) FROM blobs) FROM pack") == [(0,)]
    assert rows(path, "SELECT count(*) FROM waiting") == [(0,)]
    assert rows(path, "SELECT count(*) FROM recipes") == [(5,)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    packs.close()


def test_a_pack_of_a_newer_version_is_refused(packs_of_the_future: Path) -> None:
    for write in (False, True):
        packs = Packs(packs_of_the_future, write=write)
        with pytest.raises(DamagedPack, match="please upgrade"):
            packs.for_writing(PACK) if write else packs.for_reading(PACK)


@pytest.fixture
def packs_of_the_future(tmp_path: Path, sha256: Sha, t0: datetime) -> Path:
    packs = Packs(tmp_path / "packs", write=True)
    packs.put(sha256(b"x"), b"x", (), sibling_key="a", at=t0)
    packs.close()
    with closing(sqlite3.connect(tmp_path / "packs" / f"{PACK}.db")) as db:
        db.execute(f"PRAGMA user_version = {3 << 24}")
    return tmp_path / "packs"
