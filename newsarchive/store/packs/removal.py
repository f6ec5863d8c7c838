"""Takes bodies and heads out of a pack for good, without harm to the bodies that were compressed against them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.headblocks import HeadBlocks
from newsarchive.store.packs.packing import Against, Packed, alone, unpack

_BLOB = (
    "SELECT id, length(data), payload_bytes FROM blobs WHERE substr(sha256, 1, 6) = substr(?1, 1, 6) AND sha256 = ?1"
)
_WAITING = "SELECT id, length(data), length(data) FROM waiting WHERE sha256 = ?1"
_DEPENDANTS = "SELECT id FROM blobs WHERE id > ?1 AND sibling_id = ?1 ORDER BY id"


@dataclass(slots=True)
class Removed:
    """What was taken out of a pack."""

    bodies: int = 0
    payload_bytes: int = 0
    stored_bytes: int = 0
    """Bytes that the pack holds less, what the bodies that leant on them take more reckoned in."""
    heads: int = 0


class Remover:
    """Removes from the tables of a pack, inside the transaction that is open on its connection.

    What is deleted is overwritten with zeros; the pages that become free are to be cut off afterwards.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self._heads = HeadBlocks(connection, path)

    def remove(self, hashes: Collection[str], snapshot_ids: Collection[int]) -> Removed:
        """Remove these bodies (SHA-256, hex) and heads; what is not here is passed over. Raises DamagedPack."""
        removed = Removed()
        blobs = self._find(_BLOB, hashes, removed)
        for blob_id in blobs:
            self._free(blob_id, frozenset(blobs), removed)
        self._connection.executemany(
            "UPDATE templates SET strangers = NULL WHERE instr(strangers, ?)", [(bytes.fromhex(sha),) for sha in hashes]
        )
        self._delete("siblings", "blob_id", blobs)
        self._delete("blobs", "id", blobs)
        self._delete("waiting", "id", self._find(_WAITING, hashes, removed))
        removed.heads = self._heads.remove(snapshot_ids)
        return removed

    def _find(self, sql: str, hashes: Collection[str], removed: Removed) -> list[int]:
        found = []
        for digest in sorted(hashes):
            row = self._connection.execute(sql, (bytes.fromhex(digest),)).fetchone()
            if row is not None:
                found.append(int(row[0]))
                removed.bodies += 1
                removed.stored_bytes += row[1]
                removed.payload_bytes += row[2]
        return found

    def _delete(self, table: str, column: str, numbers: Sequence[int]) -> None:
        sql = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608 - constants
        self._connection.executemany(sql, [(number,) for number in numbers])

    def _free(self, blob_id: int, going: frozenset[int], removed: Removed) -> None:
        """Compress what leans on a blob against the first of them instead. They have higher numbers than it has."""
        dependants = [row[0] for row in self._connection.execute(_DEPENDANTS, (blob_id,)) if row[0] not in going]
        if not dependants:
            return
        old = self._text(blob_id, None)
        heir = dependants[0]
        text = self._text(heir, old)
        removed.stored_bytes -= self._store(heir, alone(text, becomes_sibling=True), text)
        self._connection.execute("UPDATE OR IGNORE siblings SET blob_id = ? WHERE blob_id = ?", (heir, blob_id))
        against = Against(heir, text)
        for number in dependants[1:]:
            leaning = self._text(number, old)
            removed.stored_bytes -= self._store(number, against.pack(leaning), leaning, text)

    def _text(self, blob_id: int, sibling: bytes | None) -> bytes:
        sql = "SELECT data, text_bytes, level FROM blobs WHERE id = ?"
        data, size, level = self._connection.execute(sql, (blob_id,)).fetchone()
        if not level:
            return bytes(data)
        try:
            return unpack(data, size, sibling)
        except ValueError as error:
            raise DamagedPack(
                str(self._path), f"blob {blob_id} cannot be read, so nothing was removed: {error}"
            ) from error

    def _store(self, blob_id: int, packed: Packed, text: bytes, sibling: bytes | None = None) -> int:
        """Write a blob anew; gives the bytes that it takes more. Checked first: it must give the same text."""
        against = None if packed.sibling_id is None else sibling
        if (unpack(packed.data, len(text), against) if packed.level else packed.data) != text:
            raise DamagedPack(str(self._path), f"blob {blob_id} could not be compressed anew")
        sql = "SELECT length(data) FROM blobs WHERE id = ?"
        (before,) = self._connection.execute(sql, (blob_id,)).fetchone()
        self._connection.execute(
            "UPDATE blobs SET level = ?, is_sibling = ?, sibling_id = ?, data = ? WHERE id = ?",
            (packed.level, packed.becomes_sibling, packed.sibling_id, packed.data, blob_id),
        )
        return len(packed.data) - int(before)
