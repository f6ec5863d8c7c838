"""In what state an index is: whole, to be made anew, or none of ours, which is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from newsarchive.errors import NotAnArchive
from newsarchive.store import Writer
from newsarchive.store.connection import APPLICATION_ID, SCHEMA_VERSION
from newsarchive.store.packs.folder import Packs


def is_usable(folder: Path, clock: Callable[[], datetime]) -> bool:
    """Whether the index of an archive can be opened and its trees are whole; an older one is brought up to date first.

    False: it is missing beside its packs, or damaged. Raises NotAnArchive for a folder without packs and index, and
    for a file that is another program's or of a newer version: it must not be taken for a damaged one.
    """
    path = folder / "news.db"
    if not path.exists():
        if not Packs(folder / "packs").names():
            raise NotAnArchive(str(path), "there is no archive here, and there are no packs to make an index from")
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
            is_whole = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        return False
    if application != APPLICATION_ID and "snapshots" not in tables:
        raise NotAnArchive(str(path), "this is a SQLite database, but not an archive of newsarchive")
    if application == APPLICATION_ID and version > SCHEMA_VERSION:
        why = f"made by a newer newsarchive (schema {version}, this one knows {SCHEMA_VERSION}); please upgrade"
        raise NotAnArchive(str(path), why)
    if not is_whole or application != APPLICATION_ID:
        return False
    if version < SCHEMA_VERSION:
        Writer(folder, clock=clock).close()
    return True
