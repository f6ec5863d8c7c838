"""Closes the packs of months that are over: compressed as well as can be, checked once more, and under a checksum."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from newsarchive.store.packs.folder import Packs
from newsarchive.store.packs.ledger import check_pages

_LOST = (
    "INSERT INTO failures (url, outlet, snapshot_id, run_id, reason, detail, failed_at)"
    " SELECT url, outlet, id, run_id, 'bytes-lost', ?1, ?2 FROM snapshots s WHERE pack = ?3 AND payload_sha256 = ?4"
    " AND NOT EXISTS (SELECT 1 FROM failures f WHERE f.snapshot_id = s.id AND f.reason = 'bytes-lost')"
)
_EVENT = (
    "INSERT INTO events (kind, at, detail) SELECT 'pack-damaged', ?1, ?2"
    " WHERE NOT EXISTS (SELECT 1 FROM events WHERE kind = 'pack-damaged' AND detail = ?2)"
)


def seal_pack(db: sqlite3.Connection, packs: Packs, name: str, at: str) -> bool:
    """Close a pack for good and write its checksum down; False if it stays open for now. `at` is the time, as text.

    A pack that a reader has open is left for the next run. So is one with a page that is not what the ledger says: an
    event of kind `pack-damaged` tells of it, once. A body that cannot be read is a failure (`bytes-lost`) of each
    snapshot that cites it; a block of heads that cannot be is an event; neither keeps the pack from being sealed, for
    nothing will heal them. To be called outside a transaction of the index.
    """
    pages = db.execute("SELECT page, crc32 FROM pack_pages WHERE pack = ? ORDER BY page", (name,))
    faults = list(check_pages(packs.path(name), pages))
    if faults:
        db.executemany(_EVENT, [(at, fault) for fault in faults])
        return False
    sealed = packs.seal(name)
    if sealed is None:
        return False
    db.execute("BEGIN IMMEDIATE")
    for digest, fault in _damage(packs, name):
        if digest is None:
            db.execute(_EVENT, (at, fault))
        else:
            db.execute(_LOST, (fault, at, name, digest))
    db.execute("UPDATE packs SET sealed_at = ?, sha256 = ?, file_bytes = ? WHERE name = ?", (at, *sealed, name))
    db.execute("COMMIT")
    return True


def _damage(packs: Packs, name: str) -> Iterator[tuple[str | None, str]]:
    """What cannot be read: the hash of a body (None: it is a block of heads) and why."""
    pack = packs.for_reading(name)
    yield from pack.check_bodies()
    faults: list[str] = []
    for _ in pack.heads(faults=faults):
        pass
    yield from ((None, fault) for fault in faults)
