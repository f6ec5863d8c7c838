"""Makes a `news.db` that was never there, or brings an older one up to date."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from newsarchive.errors import NotAnArchive
from newsarchive.store.connection import PACKS_NAME, connect_writing
from newsarchive.store.migrations import migrate


def open_for_writing(path: Path, at: datetime) -> sqlite3.Connection:
    """A writing connection to an index of the present schema. The caller holds the archive's lock.

    A new index is made under another name and moved into place whole: a kill in between leaves no half-made archive.
    Raises NotAnArchive where there is none but packs are: what they hold is an archive that has lost its index.
    """
    if not path.exists():
        if next((path.parent / PACKS_NAME).glob("????-??.db"), None) is not None:
            why = "it is missing, and its packs are there; put it back from a copy, or `newsarchive verify --repair`"
            raise NotAnArchive(str(path), f"{why} makes it anew from them")
        fresh = path.with_name("news.db.new")
        for leftover in (fresh, path.with_name("news.db.new-wal"), path.with_name("news.db.new-shm")):
            leftover.unlink(missing_ok=True)
        connection = connect_writing(fresh)
        migrate(connection, at)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        fresh.replace(path)
    connection = connect_writing(path)
    migrate(connection, at)
    return connection
