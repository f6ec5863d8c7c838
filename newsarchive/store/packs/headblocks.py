"""The heads of a pack, in compressed blocks, and the runs that they are of."""

from __future__ import annotations

import hashlib
import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import zstandard

from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.heads import Head, HeadRun, decode, encode

FULL = 500
"""Heads in a block that is left as it is. With 16 lines of headers a head takes 857 B alone, 222 B in blocks of 10,
113 B in blocks of 200, 103 B in blocks of 500, 101 B in blocks of 1,000."""

_SMALL_BLOCKS = 16
"""Blocks that are not full, from which on they are merged: a crawl that commits every second makes many."""

_MAX_BLOCK = 64 << 20
"""Bytes of lines in a block at most, as far as a reader believes it."""

_QUICK_LEVEL, _LEVEL = 3, 12

_BLOCKS = "SELECT id, first_id, last_id, count, text_bytes, sha256, data FROM heads"


class HeadBlocks:
    """Reads and writes the tables `heads` and `runs` of a pack, over a connection to it. Commits nothing."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Keep the heads of some snapshots, in ascending order of id: rows with the columns of `heads.COLUMNS`."""
        if rows:
            self._insert(encode(rows), (int(rows[0][0]), int(rows[-1][0]), len(rows)), _QUICK_LEVEL)

    def add_run(self, run: HeadRun) -> None:
        """Keep a run; one that is there already stays as it is."""
        values = (run.id, run.command, run.version, run.user_agent, run.options, run.started_at)
        self._connection.execute("INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?)", values)

    def read(self, after: int = 0, *, faults: list[str] | None = None) -> Iterator[Head]:
        """Every head whose snapshot has a higher id than `after`, in ascending order of the blocks' last ids.

        Raises DamagedPack, naming file and block, for a block that cannot be read or is not what it was; with a list
        of `faults` the sentence goes there and the next block is read. All of it is of one moment, also while a
        writer is at work: so long as the reading lasts, the writer's log is not emptied.
        """
        try:
            for row in self._connection.execute(f"{_BLOCKS} WHERE last_id > ? ORDER BY last_id", (after,)):
                try:
                    heads = self._heads(row)
                except DamagedPack as error:
                    if faults is None:
                        raise
                    faults.append(str(error))
                else:
                    yield from (head for head in heads if head.id > after)
        except sqlite3.Error as error:
            damage = DamagedPack(str(self._path), f"its heads cannot be read: {error}")
            if faults is None:
                raise damage from error
            faults.append(str(damage))

    def runs(self) -> Iterator[HeadRun]:
        """The runs whose heads are here. Raises DamagedPack if they cannot be read."""
        try:
            rows = self._connection.execute("SELECT * FROM runs ORDER BY id").fetchall()
        except sqlite3.Error as error:
            raise DamagedPack(str(self._path), f"its runs cannot be read: {error}") from error
        yield from (HeadRun(*row) for row in rows)

    def last_id(self) -> int:
        """The highest snapshot id that has its head here; 0: none."""
        try:
            return int(self._connection.execute("SELECT max(last_id) FROM heads").fetchone()[0] or 0)
        except sqlite3.Error as error:
            raise DamagedPack(str(self._path), f"its heads cannot be read: {error}") from error

    def merge(self, *, everything: bool = False) -> int:
        """Make a full block of the oldest small ones; gives how many blocks went into it, 0 if there is no need.

        `everything`: also if few are left, as before a pack is closed for good.
        """
        small = self._connection.execute(
            "SELECT id, first_id, last_id, count FROM heads WHERE count < ? ORDER BY first_id LIMIT ?", (FULL, FULL)
        ).fetchall()
        totals = list(accumulate(count for *_, count in small))
        if len(small) < (2 if everything else _SMALL_BLOCKS) and (not totals or totals[-1] < FULL):
            return 0
        chosen = small[: bisect_left(totals, FULL) + 1]
        if len(chosen) < 2:
            return 0
        numbers, firsts, lasts, counts = zip(*chosen, strict=True)
        lines = b"".join(self._lines(self._row(number)) for number in numbers)
        self._delete(numbers)
        self._insert(lines, (firsts[0], max(lasts), sum(counts)), _LEVEL)
        return len(chosen)

    def remove(self, snapshot_ids: Collection[int]) -> int:
        """Take these snapshots out of their blocks, which are written anew; gives how many were found."""
        wanted, found = sorted(snapshot_ids), 0
        blocks: set[int] = set()
        for snapshot_id in wanted:
            sql = "SELECT id FROM heads WHERE last_id >= ?1 AND first_id <= ?1"
            blocks.update(row[0] for row in self._connection.execute(sql, (snapshot_id,)))
        gone = frozenset(wanted)
        for number in sorted(blocks):
            heads = self._heads(self._row(number))
            kept = [head for head in heads if head.id not in gone]
            if len(kept) == len(heads):
                continue
            found += len(heads) - len(kept)
            self._delete([number])
            if kept:
                span = (min(head.id for head in kept), max(head.id for head in kept), len(kept))
                self._insert(encode([head.row() for head in kept]), span, _LEVEL)
        return found

    def _insert(self, lines: bytes, span: tuple[int, int, int], level: int) -> None:
        """Add a block; `span` is its lowest and highest id, and how many heads it has."""
        data = zstandard.ZstdCompressor(level=level).compress(lines)
        self._connection.execute(
            "INSERT INTO heads (first_id, last_id, count, sha256, text_bytes, data) VALUES (?, ?, ?, ?, ?, ?)",
            (*span, hashlib.sha256(lines).digest(), len(lines), data),
        )

    def _delete(self, numbers: Sequence[int]) -> None:
        self._connection.executemany("DELETE FROM heads WHERE id = ?", [(number,) for number in numbers])

    def _heads(self, row: Sequence[Any]) -> list[Head]:
        """The heads of a block, checked: a row of _BLOCKS. Raises DamagedPack."""
        number, first_id, last_id, count = row[:4]
        try:
            heads = list(decode(self._lines(row)))
        except ValueError as error:
            raise DamagedPack(str(self._path), f"block {number} of heads cannot be read: {error}") from error
        if (min(head.id for head in heads), max(head.id for head in heads), len(heads)) != (first_id, last_id, count):
            raise DamagedPack(str(self._path), f"block {number} of heads does not hold the snapshots it says")
        return heads

    def _row(self, number: int) -> Sequence[Any]:
        row: Sequence[Any] = self._connection.execute(f"{_BLOCKS} WHERE id = ?", (number,)).fetchone()
        return row

    def _lines(self, row: Sequence[Any]) -> bytes:
        """The lines of a block, checked: a row of _BLOCKS. Raises DamagedPack."""
        number, *_, size, digest, data = row
        try:
            if not 0 < size <= _MAX_BLOCK:
                raise ValueError(f"it says it has {size} bytes")
            lines: bytes = zstandard.ZstdDecompressor().decompress(data, max_output_size=size)
        except (zstandard.ZstdError, ValueError, TypeError) as error:
            raise DamagedPack(str(self._path), f"block {number} of heads cannot be read: {error}") from error
        if hashlib.sha256(lines).digest() != digest:
            raise DamagedPack(str(self._path), f"block {number} of heads does not have its checksum: it is damaged")
        return lines
