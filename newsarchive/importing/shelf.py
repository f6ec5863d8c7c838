"""What an import must remember that may be too much for memory: a SQLite file of its own, gone when it is closed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from newsarchive.importing.exchanges import Exchange
from newsarchive.kept.digests import name_of
from newsarchive.kept.records import Record
from newsarchive.store.times import from_text, to_text

_TABLES = """
CREATE TABLE payloads (digest TEXT PRIMARY KEY, snapshot_id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE revisits (id INTEGER PRIMARY KEY, file TEXT NOT NULL, records TEXT NOT NULL);
CREATE TABLE waiting (fetched_at TEXT NOT NULL, snapshot_id INTEGER NOT NULL, PRIMARY KEY (fetched_at, snapshot_id))
    WITHOUT ROWID;
CREATE TABLE removals (fetched_at TEXT NOT NULL, key TEXT NOT NULL, snapshot_id INTEGER NOT NULL, detail TEXT NOT NULL);
"""


class Shelf:
    """A context manager. SQLite keeps the file without a name, so that nothing can be left behind."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a temporary file, once it is too large for the cache
        self._db.execute("PRAGMA cache_size = -4096")
        self._db.execute("PRAGMA journal_mode = OFF")  # nothing in it is ever rolled back
        self._db.executescript(_TABLES)

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add_payload(self, digest: str, snapshot_id: int) -> None:
        """A payload of this digest (as in `WARC-Payload-Digest`) is that of a snapshot."""
        self._db.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?)", (name_of(digest), snapshot_id))

    def payload(self, digest: str) -> int | None:
        """The snapshot that has a payload of this digest."""
        row = self._db.execute("SELECT snapshot_id FROM payloads WHERE digest = ?", (name_of(digest),)).fetchone()
        return None if row is None else int(row[0])

    def add_revisit(self, file: str, exchange: Exchange) -> None:
        """A revisit whose original did not come yet."""
        records = [_plain(r) for r in (exchange.response, exchange.request, exchange.notes)]
        self._db.execute("INSERT INTO revisits (file, records) VALUES (?, ?)", (file, json.dumps(records)))

    def revisits(self) -> Iterator[tuple[str, Exchange]]:
        """Those revisits, with the names of their files."""
        for file, records in self._db.execute("SELECT file, records FROM revisits ORDER BY id"):
            response, request, notes = map(_record, json.loads(records))
            if response is not None:
                yield file, Exchange(response, request, notes)

    def add_removal(self, key: str, fetched_at: datetime, snapshot_id: int, detail: str) -> None:
        """An archive of ours had found that an article was gone."""
        self._db.execute("INSERT INTO removals VALUES (?, ?, ?, ?)", (to_text(fetched_at), key, snapshot_id, detail))

    def removals(self) -> Iterator[tuple[str, datetime, int, str]]:
        """Those, oldest first: key, time, the snapshot that shows it, and how it was seen."""
        rows = self._db.execute("SELECT key, fetched_at, snapshot_id, detail FROM removals ORDER BY fetched_at, key")
        for key, fetched_at, snapshot_id, detail in rows:
            yield key, from_text(fetched_at), snapshot_id, detail

    def add_waiting(self, snapshot_id: int, fetched_at: datetime) -> None:
        """An article of several pages, to be read once all pages have come."""
        self._db.execute("INSERT OR IGNORE INTO waiting VALUES (?, ?)", (to_text(fetched_at), snapshot_id))

    def waiting(self) -> Iterator[int]:
        """The snapshots of these articles, oldest first."""
        for (snapshot_id,) in self._db.execute("SELECT snapshot_id FROM waiting ORDER BY fetched_at, snapshot_id"):
            yield int(snapshot_id)


def _plain(record: Record | None) -> list[object] | None:
    if record is None:
        return None
    return [record.offset, record.kind, record.fields, record.block.decode("latin-1"), record.size, record.is_sure]


def _record(plain: list[object] | None) -> Record | None:
    if plain is None:
        return None
    offset, kind, fields, block, size, is_sure = plain
    pairs = tuple((name, value) for name, value in fields)  # type: ignore[attr-defined]
    return Record(offset, kind, pairs, block.encode("latin-1"), size, is_sure=is_sure)  # type: ignore[arg-type, attr-defined]
