import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsarchive.models import Capture
from newsarchive.store import DamagedPack, Writer
from newsarchive.store.packs.damage import PackInUse
from newsarchive.store.packs.folder import Packs

Captures = Callable[..., Capture]
Page = Callable[..., bytes]
Sha = Callable[[bytes], str]
PACK = "2025-04"


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "packs").iterdir()))


def stored(folder: Path, digest: str) -> bytes:
    with closing(sqlite3.connect(f"file:{folder / 'packs' / PACK}.db?mode=ro", uri=True)) as db:
        (data,) = db.execute("SELECT data FROM blobs WHERE sha256 = ?", (bytes.fromhex(digest),)).fetchone()
        return bytes(data)


@pytest.fixture
def keep(writer: Writer, run: int, capture: Captures, sha256: Sha) -> Callable[[bytes], tuple[int, str]]:
    def make(body: bytes) -> tuple[int, str]:
        url = f"https://radarwatu.test/read/{len(body)}-{sha256(body)[:8]}/x"
        snapshot_id = writer.add_snapshot(capture(url, body), outlet="radar-watu", run_id=run)
        writer.flush()
        return snapshot_id, sha256(body)

    return make


@pytest.mark.parametrize("is_sealed", [False, True])
def test_nothing_is_left_of_what_was_removed(
    writer: Writer,
    folder: Path,
    keep: Callable[[bytes], tuple[int, str]],
    page: Page,
    clock: SimpleNamespace,
    is_sealed: bool,
) -> None:
    chance = random.Random("removal")
    others = {number: page(number) for number in range(30)}
    kept = {number: keep(body) for number, body in others.items()}
    raw = chance.randbytes(200_000)  # stored as it is
    marked = page(99).replace(b"<body>", b"<body>" + chance.randbytes(3000))
    gone = [keep(raw), keep(marked)]
    more = [keep(body) for body in (page(number) for number in range(100, 120))]
    traces = [raw[50:90], raw[-80:-40], stored(folder, gone[1][1])[-60:-20], bytes.fromhex(gone[1][1])]
    if is_sealed:
        clock.now += timedelta(days=31)
        writer.seal_finished_packs()
    before = files(folder)
    assert all(trace in before for trace in traces)
    sealed = writer._packs.remove(
        PACK, [digest for _, digest in gone], [number for number, _ in gone], reseal=is_sealed
    )
    after = files(folder)
    assert not any(trace in after for trace in traces)
    for number, (_, digest) in kept.items():
        assert writer._packs.get(PACK, digest) == others[number]
    for _, digest in gone:
        with pytest.raises(DamagedPack, match="is not in this pack"):
            writer._packs.get(PACK, digest)
    assert {head.id for head in writer._packs.heads(PACK)} == {number for number, _ in [*kept.values(), *more]}
    writer._packs.close()
    if is_sealed:
        path = folder / "packs" / f"{PACK}.db"
        import hashlib

        assert sealed == (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
        assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    else:
        assert sealed is None


@pytest.mark.parametrize("also", [(), (1,), (1, 2, 3, 4)])
def test_what_leant_on_a_removed_page_leans_on_another(
    tmp_path: Path, page: Page, sha256: Sha, t0: datetime, gzipped: Callable[..., bytes], also: tuple[int, ...]
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    bodies = [page(number) if number % 2 else gzipped(page(number)) for number in range(40)]
    for number, body in enumerate(bodies):
        packs.put(sha256(body), body, () if number % 2 else ("gzip",), sibling_key="a", at=t0, text=page(number))
    packs.commit()
    size = packs.totals()[0].stored_bytes
    going = (0, *also)
    packs.remove(PACK, [sha256(bodies[number]) for number in going], [], reseal=False)
    for number, body in enumerate(bodies):
        if number not in going:
            assert packs.get(PACK, sha256(body)) == body
    (totals,) = packs.totals()
    assert (totals.blobs, totals.payload_bytes) == (
        40 - len(going),
        sum(len(body) for number, body in enumerate(bodies) if number not in going),
    )
    assert totals.stored_bytes < 1.2 * size
    later = page(77)
    assert packs.put(sha256(later), later, (), sibling_key="a", at=t0).stored_bytes < len(later) / 10
    packs.close()
    with closing(sqlite3.connect(tmp_path / "packs" / f"{PACK}.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        ((total,),) = db.execute("SELECT sum(length(data)) FROM blobs").fetchall()
        deep = db.execute("SELECT 1 FROM blobs b JOIN blobs s ON s.id = b.sibling_id WHERE s.sibling_id IS NOT NULL")
        assert deep.fetchall() == []
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
    reader = Packs(tmp_path / "packs")
    assert reader.totals()[0].stored_bytes == total
    reader.close()


def test_a_waiting_body_can_be_removed_and_what_is_not_there_is_passed_over(
    tmp_path: Path, page: Page, sha256: Sha, t0: datetime, gzipped: Callable[..., bytes]
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    body = gzipped(page(1))
    packs.put(sha256(body), body, ("gzip",), sibling_key="a", at=t0)
    packs.commit()
    assert body in files(tmp_path)[:] or body[:2000] in files(tmp_path)
    packs.remove(PACK, [sha256(body), "ab" * 32], [5], reseal=False)
    packs.remove(PACK, [sha256(body)], [5], reseal=False)
    assert body[:200] not in files(tmp_path)
    (totals,) = packs.totals()
    assert (totals.blobs, totals.payload_bytes, totals.stored_bytes) == (0, 0, 0)
    packs.close()


def test_a_damaged_sibling_stops_a_removal_before_anything_is_gone(
    tmp_path: Path, page: Page, sha256: Sha, t0: datetime
) -> None:
    packs = Packs(tmp_path / "packs", write=True)
    bodies = [page(number) for number in range(5)]
    for body in bodies:
        packs.put(sha256(body), body, (), sibling_key="a", at=t0)
    packs.close()
    with closing(sqlite3.connect(tmp_path / "packs" / f"{PACK}.db")) as db, db:
        db.execute("UPDATE blobs SET data = x'28b52ffd00' WHERE id = 1")
    packs = Packs(tmp_path / "packs", write=True)
    with pytest.raises(DamagedPack, match="nothing was removed"):
        packs.remove(PACK, [sha256(bodies[0]), sha256(bodies[3])], [], reseal=False)
    assert len(list(packs.for_reading(PACK).hashes())) == 5
    packs.close()


def test_a_reader_in_the_way_is_told_and_the_removal_can_be_done_again(
    writer: Writer, folder: Path, keep: Callable[[bytes], tuple[int, str]]
) -> None:
    body = random.Random("reader").randbytes(50_000)
    _, digest = keep(body)
    with closing(sqlite3.connect(f"file:{folder / 'packs' / PACK}.db?mode=ro", uri=True, isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM blobs").fetchone()
        with pytest.raises(PackInUse, match="somebody is reading"):
            writer._packs.remove(PACK, [digest], [], reseal=False)
    writer._packs.remove(PACK, [digest], [], reseal=False)
    assert body[100:150] not in files(folder)
