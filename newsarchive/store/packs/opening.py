"""Connections to a pack, which is made or upgraded for the one writer."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from newsarchive.store.packs.schema import FORM, SCHEMA, form_of
from newsarchive.store.packs.upgrade import upgrade


def connect_writing(path: Path, *, keeps_log: bool = False, is_sealed: bool = False) -> sqlite3.Connection:
    """A connection for the one writer, to a pack that is made or upgraded if need be; what it commits is durable.

    `keeps_log`: it does not empty its write-ahead log by itself while it is open (see ledger.py). `is_sealed`: it
    stays one plain file without such a log.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 10000")
        if keeps_log:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
        if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'pack'").fetchone():
            connection.executescript(SCHEMA)
            connection.execute("INSERT INTO pack VALUES (?, 0, 0, 0, 0, 0)", (path.stem,))
            connection.execute("COMMIT")
        connection.execute(f"PRAGMA journal_mode = {'DELETE' if is_sealed else 'WAL'}")
        # FULL, not NORMAL: the index may cite these bytes as soon as they are committed.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = FAST")
        connection.execute("PRAGMA cache_size = -16384")
        if form_of(connection) != FORM:
            upgrade(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection to an existing pack, of whichever form."""
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM pack").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if not path.exists() or path.with_name(path.name + "-wal").exists():
            raise
        connection = sqlite3.connect(uri + "&immutable=1", uri=True, isolation_level=None)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
