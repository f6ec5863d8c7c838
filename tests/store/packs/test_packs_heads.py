import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.models import Capture, Outlet
from newsarchive.store import DamagedPack, Writer, open_archive
from newsarchive.store.packs.folder import Packs
from newsarchive.store.packs.headblocks import FULL
from newsarchive.store.packs.heads import COLUMNS, Head, decode, encode
from newsarchive.store.times import to_text

Captures = Callable[..., Capture]
PACK = "2025-04"

WORDS = st.text(st.characters(exclude_categories=("Cs",)))
PAIRS = st.lists(st.tuples(WORDS, WORDS)).map(tuple)


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_archive(folder) as archive:
        return archive.connection.execute(sql).fetchall()


def snapshots(folder: Path) -> list[tuple[Any, ...]]:
    return rows(folder, f"SELECT {', '.join(COLUMNS)}, head_pack FROM snapshots ORDER BY id")


def heads(folder: Path, pack: str = PACK) -> list[Head]:
    packs = Packs(folder / "packs")
    try:
        return list(packs.heads(pack))
    finally:
        packs.close()


def lose_snapshots(folder: Path, after: int) -> None:
    """Leave the index as if it had never known what came after this snapshot."""
    db = sqlite3.connect(folder / "news.db")
    db.execute("DELETE FROM snapshots WHERE id > ?", (after,))
    counts = json.dumps({"snapshots": after})
    db.execute("UPDATE run_outlets SET snapshots = ?, bytes = 0, counts = ?", (after, counts))
    db.commit()
    db.close()


@given(
    st.builds(
        Head,
        id=st.integers(1, 1 << 40),
        url=WORDS,
        outlet=st.none() | WORDS,
        run_id=st.integers(1, 1 << 20),
        fetched_at=st.datetimes().map(lambda at: at.replace(tzinfo=UTC)),
        kind=st.none() | WORDS,
        method=WORDS,
        request_target=WORDS,
        http_version=WORDS,
        status=st.integers(100, 999),
        reason=WORDS,
        redirect_to=st.none() | WORDS,
        payload_sha256=st.just("ab" * 32),
        payload_bytes=st.integers(0, 1 << 40),
        truncated=st.sampled_from([None, "length"]),
        ip_address=st.none() | WORDS,
        pack=WORDS,
        request_headers=PAIRS,
        headers=PAIRS,
        rebuilt=st.lists(WORDS).map(tuple),
        optouts=st.lists(WORDS).map(tuple),
    )
)
def test_a_head_comes_back_as_the_row_it_was(head: Head) -> None:
    (back,) = decode(encode([head.row()]))
    assert back == head
    assert back.row() == head.row()


@pytest.mark.parametrize("line", [b"[]", b"{}", b"x", b'{"id": 1}', b"[" * 100_000])
def test_what_is_no_head_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="not a head"):
        list(decode(line))


def test_packs_alone_hold_every_snapshot(writer: Writer, run: int, folder: Path, capture: Captures) -> None:
    for number in range(5):
        at = capture().fetched_at + timedelta(seconds=number)
        writer.add_snapshot(capture(body=b"%d" % (number % 3), at=at), outlet="radar-watu", run_id=run, kind="article")
    writer.flush()
    moved = capture(
        "https://lain.test/a?b=%20c", b"", status=301, headers=(("Location", "/c"),), ip_address="127.0.0.1"
    )
    writer.add_snapshot(moved, outlet=None, run_id=run, optouts=["tdm-reservation"])
    writer.close()
    found = heads(folder)
    assert [(*head.row(), PACK) for head in found] == snapshots(folder)
    assert found[5].capture(b"") == moved
    packs = Packs(folder / "packs")
    (kept,) = packs.runs(PACK)
    assert rows(folder, "SELECT id, command, version, user_agent, options, started_at FROM runs") == [
        (kept.id, kept.command, kept.version, kept.user_agent, kept.options, kept.started_at)
    ]
    packs.close()


def test_a_head_lies_in_the_pack_of_its_month_also_if_the_body_lies_elsewhere(
    writer: Writer, run: int, folder: Path, capture: Captures, clock: SimpleNamespace
) -> None:
    writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
    writer.end_run(run, exit_code=0, counts={})
    clock.now += timedelta(days=31)
    later = writer.begin_run("crawl", version="0", user_agent=None, options={})
    writer.add_snapshot(capture(at=clock.now), outlet="radar-watu", run_id=later)
    writer.end_run(later, exit_code=0, counts={})
    writer.add_snapshot(capture(body=b"new"), outlet="radar-watu", run_id=later)  # of a month that is over
    writer.close()
    assert rows(folder, "SELECT pack, head_pack FROM snapshots ORDER BY id") == [
        ("2025-04", "2025-04"),
        ("2025-04", "2025-05"),
        ("2025-05", "2025-05"),
    ]
    assert [(head.id, head.pack) for head in heads(folder, "2025-05")] == [(2, "2025-04"), (3, "2025-05")]
    assert [head.id for head in heads(folder)] == [1]


def test_what_the_index_never_knew_is_adopted_under_its_own_number(
    writer: Writer, run: int, folder: Path, outlets: list[Outlet], capture: Captures, clock: SimpleNamespace
) -> None:
    for number in range(6):
        writer.add_snapshot(capture(body=b"%d" % number), outlet="radar-watu", run_id=run, kind="article")
        writer.flush()
    writer.end_run(run, exit_code=0, counts={})
    writer.close()
    before = snapshots(folder)
    counted = rows(folder, "SELECT snapshots, bytes, counts FROM run_outlets")
    lose_snapshots(folder, 2)
    with Writer(folder, clock=clock.read) as again:
        assert again.add_snapshot(capture(body=b"next"), outlet="radar-watu", run_id=run) == 7
        assert again.find_snapshot(capture().url, before[5][COLUMNS.index("payload_sha256")], None) == 6
    assert snapshots(folder)[:6] == before
    assert counted[0][:2] == (6, 6)
    assert rows(folder, "SELECT snapshots FROM run_outlets") == [(7,)]
    with open_archive(folder) as archive:
        assert list(archive.check()) == []


def test_an_older_index_that_was_put_back_takes_in_what_came_after(
    folder: Path, tmp_path: Path, outlets: list[Outlet], capture: Captures, clock: SimpleNamespace
) -> None:
    with Writer(folder, clock=clock.read) as writer:
        writer.sync_outlets(outlets[:1])
        run = writer.begin_run("crawl", version="1", user_agent="ua", options={"a": 1})
        writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
    shutil.copy(folder / "news.db", tmp_path / "old.db")
    clock.now += timedelta(days=31)
    with Writer(folder, clock=clock.read) as writer:
        writer.sync_outlets(outlets)
        run = writer.begin_run("import", version="2", user_agent=None, options={})
        writer.add_snapshot(
            capture("https://lereng.test/read/1/x", b"b", at=clock.now), outlet="kabar-lereng", run_id=run
        )
    before = snapshots(folder)
    runs = rows(folder, "SELECT id, command, version, user_agent, options, started_at FROM runs")
    shutil.copy(tmp_path / "old.db", folder / "news.db")
    clock.now += timedelta(days=1)
    with Writer(folder, clock=clock.read):
        pass
    assert snapshots(folder) == before
    assert rows(folder, "SELECT id, command, version, user_agent, options, started_at FROM runs") == runs
    assert rows(folder, "SELECT name, domain FROM outlets WHERE slug = 'kabar-lereng'") == [
        ("kabar-lereng", "lereng.test")
    ]
    with Writer(folder, clock=clock.read) as writer:
        writer.sync_outlets(outlets)
    assert rows(folder, "SELECT name, note FROM outlets WHERE slug = 'kabar-lereng'") == [("Kabar Lereng", None)]


def test_what_was_taken_down_is_not_adopted(
    writer: Writer, run: int, folder: Path, capture: Captures, clock: SimpleNamespace
) -> None:
    writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
    writer.add_snapshot(capture("https://radarwatu.test/read/8/x"), outlet="radar-watu", run_id=run)
    writer.close()
    lose_snapshots(folder, 0)
    db = sqlite3.connect(folder / "news.db")
    db.execute(
        "INSERT INTO tombstones"
        " (id, reason, purged_at, run_id, versions, snapshots, payload_bytes, hashes, exports, last_snapshot_id)"
        " VALUES (1, 'x', ?, ?, 0, 0, 0, '[]', '[]', 9)",
        (to_text(clock.now), run),
    )
    db.execute("INSERT INTO tombstone_urls VALUES (?, 1)", (capture().url,))
    db.commit()
    db.close()
    with Writer(folder, clock=clock.read) as again:
        assert again.add_snapshot(capture("https://radarwatu.test/read/9/y"), outlet="radar-watu", run_id=run) == 10
    assert rows(folder, "SELECT id FROM snapshots ORDER BY id") == [(2,), (10,)]


def test_damaged_blocks_are_named_and_can_be_passed_over(
    writer: Writer, run: int, folder: Path, capture: Captures
) -> None:
    for number in range(3):
        writer.add_snapshot(capture(body=b"%d" % number), outlet="radar-watu", run_id=run)
        writer.flush()
    writer.close()
    db = sqlite3.connect(folder / "packs" / f"{PACK}.db")
    (data,) = db.execute("SELECT data FROM heads WHERE id = 2").fetchone()
    db.execute("UPDATE heads SET data = ? WHERE id = 2", (data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],))
    db.commit()
    with pytest.raises(DamagedPack, match=r"2025-04\.db: block 2 of heads"):
        heads(folder)
    packs = Packs(folder / "packs")
    faults: list[str] = []
    assert [head.id for head in packs.heads(PACK, faults=faults)] == [1, 3]
    assert [fault.partition("2025-04.db: ")[2][:16] for fault in faults] == ["block 2 of heads"]
    db.execute("UPDATE heads SET data = ?, count = 2 WHERE id = 2", (data,))
    db.commit()
    db.close()
    with pytest.raises(DamagedPack, match="does not hold the snapshots it says"):
        list(packs.heads(PACK))
    packs.close()


def test_a_number_whose_head_cannot_be_read_is_not_given_again(
    writer: Writer, run: int, folder: Path, capture: Captures, clock: SimpleNamespace
) -> None:
    for number in range(4):
        writer.add_snapshot(capture(body=b"%d" % number), outlet="radar-watu", run_id=run)
        writer.flush()
    writer.close()
    lose_snapshots(folder, 1)
    db = sqlite3.connect(folder / "packs" / f"{PACK}.db")
    db.execute("UPDATE heads SET data = x'00' WHERE id = 4")
    db.commit()
    db.close()
    with Writer(folder, clock=clock.read) as again:
        assert again.add_snapshot(capture(), outlet="radar-watu", run_id=run) == 5
    assert rows(folder, "SELECT id FROM snapshots ORDER BY id") == [(1,), (2,), (3,), (5,)]


def test_small_blocks_become_full_ones(writer: Writer, run: int, folder: Path, capture: Captures) -> None:
    for number in range(FULL + 30):
        writer.add_snapshot(capture(body=b"%d" % number), outlet="radar-watu", run_id=run)
        if number % 10 == 9:
            writer.flush()
    before = heads(folder)
    while writer.repack():
        pass
    assert heads(folder) == before
    db = sqlite3.connect(folder / "packs" / f"{PACK}.db")
    assert db.execute("SELECT count FROM heads ORDER BY first_id").fetchall() == [(FULL,), (10,), (10,), (10,)]
    db.close()


class FailingCommit:
    """A connection whose next COMMIT fails and undoes everything, as where the disk breaks."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.is_over = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def execute(self, sql: str, *values: Any) -> Any:
        if sql == "COMMIT" and not self.is_over:
            self.is_over = True
            self._db.execute("ROLLBACK")
            raise sqlite3.OperationalError("disk I/O error")
        return self._db.execute(sql, *values)


def test_a_commit_that_fails_after_that_of_the_packs_loses_and_doubles_nothing(
    writer: Writer, run: int, folder: Path, capture: Captures
) -> None:
    writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
    writer.flush()
    writer._db = FailingCommit(writer._db)  # type: ignore[assignment]
    writer.add_snapshot(capture(body=b"b"), outlet="radar-watu", run_id=run)
    with pytest.raises(sqlite3.OperationalError):
        writer.flush()
    assert writer.add_snapshot(capture(body=b"c"), outlet="radar-watu", run_id=run) == 3
    writer.close()
    assert [(*head.row(), PACK) for head in heads(folder)] == snapshots(folder)
    assert rows(folder, "SELECT id FROM snapshots ORDER BY id") == [(1,), (2,), (3,)]
    assert rows(folder, "SELECT snapshots FROM run_outlets") == [(3,)]
