"""Which exports hold which snapshots: read when something is taken down. `export/ledger.py` writes it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsarchive.store.times import from_text, maybe_time

_COLUMNS = "e.id, e.kind, e.file, e.records, e.file_bytes, e.sha256, e.started_at, e.ended_at"


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """A row of `exports`. Times are aware, UTC; sizes are bytes."""

    id: int
    kind: str
    """warc, wacz, ..."""
    file: str
    """As given."""
    records: int | None
    file_bytes: int | None
    sha256: str | None
    started_at: datetime
    ended_at: datetime | None
    """None: it runs, or died; what it holds is not known then."""


def exports_with(connection: sqlite3.Connection, snapshot_ids: Collection[int]) -> list[ExportRecord]:
    """Exports that ended and hold any of these snapshots, in the order in which they began."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM exports e WHERE e.ended_at IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(?) j"  # noqa: S608
        " JOIN export_ranges r ON r.export_id = e.id AND j.value BETWEEN r.first_id AND r.last_id) ORDER BY e.id",
        (json.dumps(sorted(snapshot_ids)),),
    )
    return [_record(row) for row in rows]


def unended_exports(connection: sqlite3.Connection) -> list[ExportRecord]:
    """Exports without an end: they run just now, or died before their file was whole."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM exports e WHERE e.ended_at IS NULL ORDER BY e.id")  # noqa: S608
    return [_record(row) for row in rows]


def export_records(connection: sqlite3.Connection, ids: Iterable[int]) -> list[ExportRecord]:
    """The exports of these numbers, ascending."""
    sql = f"SELECT {_COLUMNS} FROM exports e WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id"  # noqa: S608
    return [_record(row) for row in connection.execute(sql, (json.dumps(list(ids)),))]


def _record(row: tuple[Any, ...]) -> ExportRecord:
    number, kind, file, records, file_bytes, sha256, started_at, ended_at = row
    return ExportRecord(number, kind, file, records, file_bytes, sha256, from_text(started_at), maybe_time(ended_at))
