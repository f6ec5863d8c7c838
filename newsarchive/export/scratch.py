"""What an export has to remember of what it wrote, in a file of its own that is thrown away: memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA temp_store = FILE;
PRAGMA cache_size = -4096;
CREATE TABLE payloads (digest BLOB PRIMARY KEY, id TEXT, uri TEXT, at TEXT) WITHOUT ROWID;
CREATE TABLE validators (url TEXT, validator TEXT, digest TEXT, id TEXT, uri TEXT, at TEXT,
  PRIMARY KEY (url, validator)) WITHOUT ROWID;
CREATE TABLE captures (id TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE versions (id INTEGER PRIMARY KEY);
CREATE TABLE ranges (first INTEGER PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE cdx (line TEXT NOT NULL);
BEGIN;
"""


@dataclass(frozen=True, slots=True)
class Original:
    """A response record that holds a payload, as revisits name it."""

    record_id: str
    uri: str
    date: str
    """WARC-Date."""
    sha256: str
    """Of the payload, hexadecimal."""


class Scratch:
    """Payloads and validators written so far, ids given out, versions told, ranges of snapshots, lines of an index."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_SCHEMA)
        self._range: list[int] | None = None

    def close(self) -> None:
        """Let the file go; it is the caller's to remove."""
        self._db.close()

    def payload(self, sha256: str) -> Original | None:
        """The response that has this payload, if one is written."""
        sql = "SELECT id, uri, at FROM payloads WHERE digest = ?"
        row = self._db.execute(sql, (bytes.fromhex(sha256),)).fetchone()
        return None if row is None else Original(row[0], row[1], row[2], sha256)

    def add_payload(self, original: Original) -> None:
        """Remember a response that has its payload, which no other had."""
        row = (bytes.fromhex(original.sha256), original.record_id, original.uri, original.date)
        self._db.execute("INSERT INTO payloads VALUES (?, ?, ?, ?)", row)

    def validated(self, url: str, validator: str) -> Original | None:
        """The latest response of this URL with this validator (`ETag` or `Last-Modified`, with its name before it)."""
        sql = "SELECT id, uri, at, digest FROM validators WHERE url = ? AND validator = ?"
        row = self._db.execute(sql, (url, validator)).fetchone()
        return None if row is None else Original(*row)

    def add_validator(self, url: str, validator: str, original: Original) -> None:
        """Remember which response of a URL came with a validator."""
        row = (url, validator, original.sha256, original.record_id, original.uri, original.date)
        self._db.execute("INSERT OR REPLACE INTO validators VALUES (?, ?, ?, ?, ?, ?)", row)

    def count_capture(self, identity: str) -> int:
        """How often this identity was counted before: two captures that are alike in everything still need two ids."""
        sql = "INSERT INTO captures VALUES (?, 0) ON CONFLICT (id) DO UPDATE SET count = count + 1 RETURNING count"
        (count,) = self._db.execute(sql, (identity,)).fetchone()
        return int(count)

    def is_new_version(self, version_id: int) -> bool:
        """Whether this version was not asked for before."""
        return self._db.execute("INSERT OR IGNORE INTO versions VALUES (?)", (version_id,)).rowcount > 0

    def add_snapshot(self, snapshot_id: int) -> None:
        """Count a snapshot, with a higher number than all before it, into the ranges."""
        if self._range is not None and snapshot_id == self._range[1] + 1:
            self._range[1] = snapshot_id
            return
        self._save_range()
        self._range = [snapshot_id, snapshot_id]

    def ranges(self) -> Iterator[tuple[int, int]]:
        """First and last number of each run of consecutive snapshots, ascending."""
        self._save_range()
        return iter(self._db.execute("SELECT first, last FROM ranges ORDER BY first"))

    def add_line(self, line: str) -> None:
        """Remember a line of the index."""
        self._db.execute("INSERT INTO cdx VALUES (?)", (line,))

    def lines(self) -> Iterator[str]:
        """Lines of the index in the order of their bytes, as `LC_ALL=C sort` has them; SQLite merges runs on disk."""
        return (row[0] for row in self._db.execute("SELECT line FROM cdx ORDER BY line"))

    def _save_range(self) -> None:
        if self._range is not None:
            self._db.execute("INSERT OR REPLACE INTO ranges VALUES (?, ?)", self._range)
