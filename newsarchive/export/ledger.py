"""Remembers in the archive what was handed over, so that a takedown can say which files held a page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsarchive.errors import ArchiveError
from newsarchive.store.connection import connect_writing, index_path
from newsarchive.store.times import to_text


@dataclass(frozen=True, slots=True)
class Entry:
    """The row of one export in the table `exports`: written to for a moment only, so beside a crawl too."""

    archive: Path
    kind: str
    number: int | None
    """Null where it could not be written: the archive lies on read-only media, say."""
    why: str | None = None
    """Why it could not."""

    def end(
        self,
        ranges: Iterable[tuple[int, int]],
        *,
        records: int,
        file_bytes: int,
        sha256: str | None,
        at: datetime,
    ) -> None:
        """Say what it holds: ranges of snapshot ids, both ends included; bytes; SHA-256 where it is one file."""
        if self.number is None:
            return
        with closing(connect_writing(index_path(self.archive))) as connection:
            connection.execute("BEGIN IMMEDIATE")
            rows = ((self.number, first, last) for first, last in ranges)
            connection.executemany("INSERT INTO export_ranges (export_id, first_id, last_id) VALUES (?, ?, ?)", rows)
            connection.execute(
                "UPDATE exports SET records = ?, file_bytes = ?, sha256 = ?, ended_at = ? WHERE id = ?",
                (records, file_bytes, sha256, to_text(at), self.number),
            )
            connection.execute("COMMIT")


def begin_entry(archive: Path, kind: str, file: str, asked: Mapping[str, object], at: datetime) -> Entry:
    """Say in the archive that an export begins. One that has no end later did not leave a file behind."""
    try:
        with closing(connect_writing(index_path(archive))) as connection:
            cursor = connection.execute(
                "INSERT INTO exports (kind, file, filters, started_at) VALUES (?, ?, ?, ?)",
                (kind, file, json.dumps(asked, sort_keys=True), to_text(at)),
            )
            return Entry(archive, kind, int(cursor.lastrowid or 0))
    except (sqlite3.Error, ArchiveError) as error:
        return Entry(archive, kind, None, str(error))
