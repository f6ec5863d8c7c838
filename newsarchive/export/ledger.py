"""Remembers in the archive what was handed over, so that a takedown can say which files held a page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsarchive.errors import ArchiveError, ArchiveLocked
from newsarchive.store.connection import connect_writing, index_path
from newsarchive.store.times import to_text

_PATIENCE_MS = 60_000
"""How long another run is waited for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The row of one export in the table `exports`: written to for a moment only, so beside a crawl too."""

    archive: Path
    kind: str
    number: int | None
    """None where it could not be written: the archive lies on read-only media, say."""
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
        """Say what it holds: ranges of snapshot ids, both ends included; bytes; SHA-256 where it is one file.

        Raises ArchiveLocked where another run leaves no moment for it.
        """
        if self.number is None:
            return
        with _writing(self.archive) as connection:
            connection.execute("BEGIN IMMEDIATE")
            rows = ((self.number, first, last) for first, last in ranges)
            connection.executemany("INSERT INTO export_ranges (export_id, first_id, last_id) VALUES (?, ?, ?)", rows)
            connection.execute(
                "UPDATE exports SET records = ?, file_bytes = ?, sha256 = ?, ended_at = ? WHERE id = ?",
                (records, file_bytes, sha256, to_text(at), self.number),
            )
            connection.execute("COMMIT")


def begin_entry(archive: Path, kind: str, file: str, asked: Mapping[str, object], at: datetime) -> Entry:
    """Say in the archive that an export begins. One that has no end later did not leave a file behind.

    An archive on read-only media can be exported too, and does not remember it. Raises ArchiveLocked as `Entry.end()`.
    """
    try:
        with _writing(archive) as connection:
            cursor = connection.execute(
                "INSERT INTO exports (kind, file, filters, started_at) VALUES (?, ?, ?, ?)",
                (kind, file, json.dumps(asked, sort_keys=True), to_text(at)),
            )
            return Entry(archive, kind, int(cursor.lastrowid or 0))
    except ArchiveLocked:
        raise
    except (sqlite3.Error, ArchiveError) as error:
        return Entry(archive, kind, None, str(error))


@contextmanager
def _writing(archive: Path) -> Iterator[sqlite3.Connection]:
    """A connection of its own for a moment. A crawl keeps a transaction open for about a second at a time."""
    try:
        with closing(connect_writing(index_path(archive))) as connection:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
            yield connection
    except (sqlite3.Error, ArchiveError) as error:
        code = getattr(error if isinstance(error, sqlite3.Error) else error.__cause__, "sqlite_errorcode", None)
        if code is not None and code & 0xFF == sqlite3.SQLITE_BUSY:
            raise ArchiveLocked(str(archive)) from error
        raise
