"""What was taken down for good, so that it is not taken in again: looked up by URL, by key and by hash."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsarchive.errors import TakenDown
from newsarchive.store.lookup import page_of
from newsarchive.store.times import from_text, maybe_time

_COLUMNS = (
    "id, key, outlet, reason, purged_at, run_id, versions, snapshots, payload_bytes, hashes, exports, finished_at"
)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A row of `tombstones`. Times are aware, UTC; hashes are SHA-256, hexadecimal."""

    id: int
    key: str | None
    outlet: str | None
    reason: str
    purged_at: datetime
    run_id: int
    versions: int
    snapshots: int
    payload_bytes: int
    hashes: tuple[str, ...]
    exports: tuple[int, ...]
    """Numbers of the exports that hold it."""
    finished_at: datetime | None
    """When the last byte of it was gone; None: `purge --finish` goes on with it."""
    urls: tuple[str, ...] = ()


class Tombstones:
    """Says what was taken down. All of it is held in memory, and read anew by `reload()`: there are never many."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._addresses: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._hashes: dict[str, int] = {}
        self.reload()

    def reload(self) -> None:
        """Read what the tables say now."""
        rows = self._connection.execute("SELECT url, tombstone_id FROM tombstone_urls").fetchall()
        self._addresses = {address: number for url, number in rows for address in (url, page_of(url))}
        rows = self._connection.execute("SELECT key, id, hashes FROM tombstones").fetchall()
        self._keys = {key: number for key, number, _ in rows if key is not None}
        self._hashes = {digest: number for _, number, hashes in rows for digest in json.loads(hashes)}

    def covers(self, url: str | None = None, *, key: str | None = None, sha256: str | None = None) -> int | None:
        """The number of the tombstone that speaks of this URL (in any shape: scheme, slashes, `www.`, page number),
        of this article's key, or of the body with this SHA-256 (hexadecimal); None: nothing was taken down there.
        """
        if not (self._addresses or self._keys):
            return None
        if url is not None:
            found = self._addresses.get(url) or self._addresses.get(page_of(url))
            if found is not None:
                return found
        found = None if key is None else self._keys.get(key)
        return found if found is not None or sha256 is None else self._hashes.get(sha256)

    def check(self, url: str, *, key: str | None = None, sha256: str | None = None) -> None:
        """Raise TakenDown if `covers()` finds a tombstone."""
        found = self.covers(url, key=key, sha256=sha256)
        if found is not None:
            raise TakenDown(url, found)


def read_tombstones(
    connection: sqlite3.Connection, ids: Sequence[int] | None = None, *, only_unfinished: bool = False
) -> list[Tombstone]:
    """Tombstones in the order in which they were set: all, those of these numbers, or those with work left."""
    where = "1" if ids is None else "id IN (SELECT value FROM json_each(:ids))"
    if only_unfinished:
        where += " AND finished_at IS NULL"
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM tombstones WHERE {where} ORDER BY id",  # noqa: S608 - constants
        {"ids": json.dumps(list(ids or ()))},
    ).fetchall()
    return [_tombstone(connection, row) for row in rows]


def _tombstone(connection: sqlite3.Connection, row: Sequence[Any]) -> Tombstone:
    number, key, outlet, reason, purged_at, run_id, versions, snapshots, size, hashes, exports, finished_at = row
    urls = connection.execute("SELECT url FROM tombstone_urls WHERE tombstone_id = ? ORDER BY url", (number,))
    return Tombstone(
        number, key, outlet, reason, from_text(purged_at), run_id, versions, snapshots, size,
        tuple(json.loads(hashes)), tuple(json.loads(exports)), maybe_time(finished_at),
        tuple(url for (url,) in urls),
    )  # fmt: skip


Pending = Mapping[str, tuple[Sequence[str], Sequence[int]]]
"""What is still to be removed, by pack: hashes of bodies, and numbers of snapshots whose heads lie there."""


def pending_json(pending: Pending) -> str | None:
    """The column `pending`: null where nothing is left to do."""
    rows = {pack: {"bodies": list(bodies), "heads": list(heads)} for pack, (bodies, heads) in sorted(pending.items())}
    return json.dumps(rows) if rows else None


def pending_from(text: str | None) -> dict[str, tuple[list[str], list[int]]]:
    """What `pending_json()` wrote."""
    return {pack: (found["bodies"], found["heads"]) for pack, found in json.loads(text or "{}").items()}
