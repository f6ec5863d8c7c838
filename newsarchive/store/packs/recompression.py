"""Compresses bodies anew in idle time: harder than while they came in, and against a sibling that came after them."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

import zstandard

from newsarchive.store.packs.bodies import Bodies
from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.packing import MAX_TEXT, MIN_TEXT, Against, Packed, unpack

LEVEL = 12
"""Against a sibling, on 140 KB demo pages: level 3 gives 2,236 B in 0.07 ms, 6 2,020 B in 0.24 ms, 9 1,987 B in
0.30 ms, 12 1,953 B in 0.33 ms, 15 1,924 B in 5.2 ms."""

BATCH = 64
"""Blobs that are looked at together."""

_PAYS = 0.95
"""Bodies are only moved if all of a batch together take this share of what they took, or less."""

_POOR = 0.2
"""A body that takes a larger share of its text is tried against the other siblings of its template too."""

_READY = 3
"""Siblings ready in memory, each some 4 MB: a batch is worked through sibling by sibling."""

_ROWS = (
    "SELECT id, lower(hex(sha256)), level, sibling_id, template_id, text_bytes, data FROM blobs"
    " WHERE id > ? AND level < ? AND NOT is_sibling ORDER BY id LIMIT ?"
)
_MOVE = (
    "INSERT INTO blobs (sha256, level, is_sibling, recipe_id, sibling_id, template_id, put_at, payload_bytes,"
    " text_bytes, data) SELECT sha256, ?, 0, recipe_id, ?, template_id, put_at, payload_bytes, text_bytes, ?"
    " FROM blobs WHERE id = ?"
)


class _Row(NamedTuple):
    id: int
    sha256: str
    level: int
    sibling_id: int | None
    template_id: int
    text_bytes: int
    data: bytes


class Recompression:
    """Works through the blobs of a pack in order of arrival, a batch at a time, inside the transaction that is open.

    Siblings stay where they are. All other blobs of a batch are moved to the end, so that the pages where they lay
    become free as a whole: rows that shrink in their place would leave holes. Each is checked before and after.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, bodies: Bodies) -> None:
        self._connection, self._path, self._bodies = connection, path, bodies
        self._ready: OrderedDict[int, Against] = OrderedDict()

    def work(self, *, everything: bool = False) -> tuple[int, int]:
        """Look at the next BATCH blobs; gives how many that were, and the bytes that the pack takes less by it.

        Unless it is to be `everything`, nothing is done before there are so many: (0, 0).
        """
        (done,) = self._connection.execute("SELECT repacked FROM pack").fetchone()
        rows = [_Row(*row) for row in self._connection.execute(_ROWS, (done, LEVEL, BATCH))]
        if not rows or (len(rows) < BATCH and not everything):
            return 0, 0
        better = {}
        for row in sorted(rows, key=lambda row: (row.template_id, row.sibling_id or 0)):
            packed = self._compress(row)
            if packed is not None:
                better[row.id] = packed
        won = sum(len(row.data) - len(better[row.id].data) for row in rows if row.id in better)
        if won < (1 - _PAYS) * sum(len(row.data) for row in rows):
            won = 0
        else:
            self._move(rows, better)
        self._connection.execute("UPDATE pack SET repacked = ?", (rows[-1].id,))
        return len(rows), won

    def forget(self) -> None:
        """Hold nothing in memory of what may have been removed."""
        self._ready.clear()

    def _move(self, rows: list[_Row], better: dict[int, Packed]) -> None:
        for row in rows:
            packed = better.get(row.id) or Packed(row.level, row.data, row.sibling_id)
            self._connection.execute(_MOVE, (packed.level, packed.sibling_id, packed.data, row.id))
        self._connection.executemany("DELETE FROM blobs WHERE id = ?", [(row.id,) for row in rows])

    def _compress(self, row: _Row) -> Packed | None:
        """The best form of a blob; None if that is the present one, or it cannot be read for sure."""
        if not MIN_TEXT <= row.text_bytes <= MAX_TEXT:
            return None
        try:
            if not row.level or not zstandard.get_frame_parameters(row.data).has_checksum:
                self._bodies.body(row.sha256)
            text, _ = self._bodies.text(row.sha256)
            best: Packed | None = None
            for blob_id in self._candidates(row):
                packed = self._against(blob_id).pack(text)
                if len(packed.data) < len((best or row).data):
                    best = packed
            if best is None or unpack(best.data, len(text), self._bodies.sibling(best.sibling_id)) != text:
                return None
        except (DamagedPack, ValueError, zstandard.ZstdError):
            return None  # it stays as it is: who reads or verifies it will say so
        return best

    def _candidates(self, row: _Row) -> list[int]:
        found = [] if row.sibling_id is None else [row.sibling_id]
        if row.sibling_id is None or len(row.data) > _POOR * row.text_bytes:
            sql = "SELECT blob_id FROM siblings WHERE template_id = ? ORDER BY blob_id DESC"
            found += [blob_id for (blob_id,) in self._connection.execute(sql, (row.template_id,))]
        return list(dict.fromkeys(found))

    def _against(self, blob_id: int) -> Against:
        against = self._ready.get(blob_id)
        if against is None:
            text = self._bodies.sibling(blob_id)
            against = self._ready[blob_id] = Against(blob_id, text or b"", LEVEL)
            if len(self._ready) > _READY:
                self._ready.popitem(last=False)
        return against
