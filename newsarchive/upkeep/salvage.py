"""Carries over from an older or damaged index what no pack tells of, as far as it can still be read."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from newsarchive.models import Outlet
from newsarchive.store.packs.heads import COLUMNS

TABLES = (
    "outlets", "runs", "run_outlets", "packs", "frontier", "services", "standings", "robots", "outlet_days", "looks",
    "alarms", "backfills", "exports", "export_ranges",
)  # fmt: skip
"""What only an index knows."""

TAKEDOWNS = ("tombstones", "tombstone_urls")
"""What must be known before anything is restored."""

_FAILURES = (
    "SELECT url, outlet, run_id, reason, detail, failed_at, resolved_at FROM failures WHERE snapshot_id IS NULL"
    " ORDER BY id"
)
_ADD_FAILURE = (
    "INSERT INTO failures (url, outlet, run_id, reason, detail, failed_at, resolved_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_BATCH = 500


class OldIndex:
    """The index that is to be replaced, opened for reading whatever its state. `damage` says what could not be read."""

    def __init__(self, path: Path) -> None:
        self.damage: list[str] = []
        self._connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, isolation_level=None)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error as error:
            self.damage.append(f"nothing of it can be read: {error}")
        else:
            self._connection = connection

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows of a table, up to where they cannot be read any more; none if it does not have these columns."""
        return self._select(table, f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - our own names

    def snapshots(self) -> Iterator[tuple[Any, ...]]:
        """Rows of `snapshots` with the columns of `heads.COLUMNS`."""
        return self.rows("snapshots", COLUMNS)

    def outlets(self) -> list[Outlet]:
        """The outlets that it knew."""
        columns = {row[1] for row in self._select("outlets", "PRAGMA table_info(outlets)")}
        names = tuple(field.name for field in dataclasses.fields(Outlet) if field.name in columns)
        if not names:
            return []
        return [Outlet(**dict(zip(names, row, strict=True))) for row in self.rows("outlets", names)]

    def failures(self) -> Iterator[tuple[Any, ...]]:
        """Failures that came without a response: url, outlet, run_id, reason, detail, failed_at, resolved_at."""
        return self._select("failures", _FAILURES)

    def _select(self, table: str, sql: str) -> Iterator[tuple[Any, ...]]:
        if self._connection is None:
            return
        count = 0
        try:
            for row in self._connection.execute(sql):
                yield row
                count += 1
        except sqlite3.Error as error:
            self.damage.append(f"table {table} could be read up to row {count}: {error}")


def carry_takedowns(old: OldIndex, index: Path) -> dict[str, int]:
    """Put the takedowns of `old` into a new index that nobody has open; gives how many rows of each table came over."""
    with closing(sqlite3.connect(index, isolation_level=None)) as new:
        new.execute("PRAGMA foreign_keys = OFF")
        return {table: _copy(new, table, old) for table in TAKEDOWNS}


def carry_over(old: OldIndex, index: Path) -> dict[str, int]:
    """Put what `old` has of TABLES, and its failures without a response, into a new index that nobody has open.

    Gives how many rows of each table came over. A row that the new index has under the same key is replaced; rows that
    then point at nothing (at a snapshot that is in no pack, say) are left out again.
    """
    with closing(sqlite3.connect(index, isolation_level=None)) as new:
        new.execute("PRAGMA foreign_keys = OFF")
        came = {table: _copy(new, table, old) for table in TABLES}
        pruned = ((at, number) for number, at in old.rows("snapshots", ("id", "pruned_at")) if at is not None)
        came["pruned"] = _put(new, "UPDATE snapshots SET pruned_at = ? WHERE id = ?", pruned)
        came["failures"] = _put(new, _ADD_FAILURE, old.failures())
        _drop_dangling(new, {*came, *TAKEDOWNS})
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return {table: count for table, count in came.items() if count}


def _copy(new: sqlite3.Connection, table: str, old: OldIndex) -> int:
    columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
    sql = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    return _put(new, sql, old.rows(table, columns))


def _put(new: sqlite3.Connection, sql: str, rows: Iterator[tuple[Any, ...]]) -> int:
    count = 0
    new.execute("BEGIN")
    for row in rows:
        try:
            new.execute(sql, row)
        except (sqlite3.IntegrityError, sqlite3.InterfaceError):
            continue  # a value of a damaged page: the row cannot be right
        count += 1
        if count % _BATCH == 0:
            new.execute("COMMIT")
            new.execute("BEGIN")
    new.execute("COMMIT")
    return count


def _drop_dangling(new: sqlite3.Connection, came: set[str]) -> None:
    """Remove carried rows whose parent is not there; twice, as their own children may then dangle too."""
    for _ in range(3):
        wrong = [row for row in new.execute("PRAGMA foreign_key_check").fetchall() if row[0] in came]
        if not wrong:
            return
        for table, row_id, parent, number in wrong:
            keys = [key for key in new.execute(f"PRAGMA foreign_key_list({table})") if key[0] == number]
            column, there = keys[0][3], keys[0][4]
            if row_id is not None:
                new.execute(f"DELETE FROM {table} WHERE rowid = ?", (row_id,))  # noqa: S608 - our own names
            else:
                sql = f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {there} FROM {parent})"  # noqa: S608
                new.execute(sql)
