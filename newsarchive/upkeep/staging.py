"""The heads of all packs in one place, in the order in which their snapshots came, and found by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from newsarchive.store.packs.heads import COLUMNS, Head, HeadRun, decode, encode
from newsarchive.store.packs.packfile import PackFile
from newsarchive.store.times import to_text

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE heads (
  id INTEGER PRIMARY KEY, pack TEXT, run_id INTEGER NOT NULL, url TEXT NOT NULL, redirect_to TEXT,
  fetched_at TEXT NOT NULL, line BLOB NOT NULL
);
"""
_INDEXES = """
CREATE INDEX by_url ON heads (url, id);
CREATE INDEX by_goal ON heads (redirect_to, id) WHERE redirect_to IS NOT NULL;
"""
_INSERT_ROW = "INSERT OR IGNORE INTO heads (id, run_id, url, redirect_to, fetched_at, line) VALUES (?, ?, ?, ?, ?, ?)"


class StagedHeads:
    """Heads in a scratch file. Some hundred bytes a snapshot on disk, nothing in memory.

    `faults` has sentences on blocks that could not be read, and on two packs that tell of one snapshot differently.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(_TABLES)
        self.runs: dict[int, HeadRun] = {}
        self.faults: list[str] = []

    def take(self, pack: PackFile) -> int:
        """Take the heads and runs of a pack; gives how many snapshots were new."""
        before = self._count()
        self._connection.execute("BEGIN")
        for head in pack.heads(faults=self.faults):
            line = encode([head.row()])
            values = (head.id, pack.name, head.run_id, head.url, head.redirect_to, to_text(head.fetched_at), line)
            done = self._connection.execute("INSERT OR IGNORE INTO heads VALUES (?, ?, ?, ?, ?, ?, ?)", values)
            if not done.rowcount and not self._is_same(head):
                text = f"{pack.path}: tells of snapshot {head.id} otherwise than another pack, which was believed"
                self.faults.append(text)
        for run in pack.runs():
            self.runs.setdefault(run.id, run)
        self._connection.execute("COMMIT")
        return self._count() - before

    def take_rows(self, rows: Iterable[Sequence[Any]]) -> int:
        """Take snapshots that no pack tells of, from rows of an index (`heads.COLUMNS`); gives how many were new."""
        before = self._count()
        self._connection.execute("BEGIN")
        for row in rows:
            values = dict(zip(COLUMNS, row, strict=True))
            try:
                line = encode([row])
                next(decode(line))
            except (ValueError, TypeError, UnicodeError):
                self.faults.append(f"news.db, table snapshots, row {values['id']}: cannot be read")
                continue
            found = (values[name] for name in ("id", "run_id", "url", "redirect_to", "fetched_at"))
            self._connection.execute(_INSERT_ROW, (*found, line))
        self._connection.execute("COMMIT")
        return self._count() - before

    def ready(self) -> None:
        """To be called once, after all packs were taken."""
        self._connection.executescript(_INDEXES)

    def close(self) -> None:
        """Close the scratch file."""
        self._connection.close()

    def __len__(self) -> int:
        return self._count()

    def __iter__(self) -> Iterator[tuple[Head, str | None]]:
        """Every head with the pack that has it, in order of the snapshots' ids: as they came in."""
        after = 0
        while rows := self._connection.execute(
            "SELECT id, line, pack FROM heads WHERE id > ? ORDER BY id LIMIT 500", (after,)
        ).fetchall():
            yield from ((next(decode(line)), pack) for _, line, pack in rows)
            after = rows[-1][0]

    def get(self, snapshot_id: int) -> tuple[Head, str | None]:
        """A head by its snapshot's id. Raises KeyError if there is none."""
        found = self._one("SELECT line, pack FROM heads WHERE id = ?", (snapshot_id,))
        if found is None:
            raise KeyError(snapshot_id)
        return found

    def next_of(self, url: str, run_id: int, after: int) -> tuple[Head, str | None] | None:
        """The first response of a URL in a run after the snapshot `after`."""
        sql = "SELECT line, pack FROM heads WHERE url = ? AND id > ? AND run_id = ? ORDER BY id LIMIT 1"
        return self._one(sql, (url, after, run_id))

    def nearest(self, url: str, at: datetime | None) -> tuple[Head, str | None] | None:
        """The response of a URL that was fetched nearest to a time; without one, the first."""
        sql = (
            "SELECT line, pack FROM heads WHERE url = ?1"
            " ORDER BY CASE WHEN ?2 IS NULL THEN 0 ELSE abs(julianday(fetched_at) - julianday(?2)) END, id LIMIT 1"
        )
        return self._one(sql, (url, None if at is None else to_text(at)))

    def led_from(self, head: Head) -> tuple[str, ...]:
        """The URLs that were asked for before a response, each of which sent on to the next: none if none did."""
        chain: list[str] = []
        url, before = head.url, head.id
        sql = "SELECT url, id FROM heads WHERE redirect_to = ? AND id < ? AND run_id = ? ORDER BY id DESC LIMIT 1"
        while len(chain) < 20:
            row = self._connection.execute(sql, (url, before, head.run_id)).fetchone()
            if row is None:
                break
            url, before = row
            chain.append(url)
        return tuple(reversed(chain))

    def _count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM heads").fetchone()[0])

    def _is_same(self, head: Head) -> bool:
        (line,) = self._connection.execute("SELECT line FROM heads WHERE id = ?", (head.id,)).fetchone()
        known = next(decode(line))
        return (known.url, known.payload_sha256, known.fetched_at) == (head.url, head.payload_sha256, head.fetched_at)

    def _one(self, sql: str, values: tuple[object, ...]) -> tuple[Head, str | None] | None:
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else (next(decode(row[0])), row[1])
