"""Opens `news.db` and refuses, with a clear sentence, whatever is not one of ours."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from newsarchive.errors import NotAnArchive

INDEX_NAME = "news.db"
PACKS_NAME = "packs"

APPLICATION_ID = 0x4E415243
"""'NARC' in the header of the file (`PRAGMA application_id`): tells our files from any other SQLite database."""

SCHEMA_VERSION = 4
"""The number of migrations this version knows (`PRAGMA user_version`)."""

_LOG_PAGES = 16_000
"""64 MB of log before it is written back. Tables that grow in random places (copies) change the same pages again and
again: written back 16 times as seldom, an article is compared with a million others in a fifth less CPU."""

_MAGIC = b"SQLite format 3\x00"
_QUICK_CHECK_BYTES = 32 << 20
"""Up to this size a file is checked in full when opened (well under 0.1 s); above, only its header and schema are."""


def index_path(path: Path) -> Path:
    """The `news.db` that a path means: the file itself, or the one in an archive folder."""
    return path if path.name == INDEX_NAME and not path.is_dir() else path / INDEX_NAME


def connect_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection to an existing, sound index of this schema version. Raises NotAnArchive otherwise."""
    _check_file(path)
    with ExitStack() as on_failure:
        try:
            connection = _open_read_only(path)
            on_failure.callback(connection.close)
            _check_content(path, connection)
            found = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.Error as error:
            raise NotAnArchive(str(path), f"the archive cannot be read: {error}") from error
        if found < SCHEMA_VERSION:
            why = f"its schema is {found} and this version reads {SCHEMA_VERSION}; any crawl or import upgrades it"
            raise NotAnArchive(str(path), why)
        on_failure.pop_all()
    return connection


def connect_writing(path: Path) -> sqlite3.Connection:
    """A connection for the one writer, WAL mode, transactions by hand. An existing file must be sound and of ours."""
    if path.exists():
        _check_file(path)
    with ExitStack() as on_failure:
        try:
            connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
            on_failure.callback(connection.close)
            connection.execute("PRAGMA busy_timeout = 10000")
            if connection.execute("PRAGMA page_count").fetchone()[0]:
                _check_content(path, connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cache_size = -32768")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        except sqlite3.Error as error:
            raise NotAnArchive(str(path), f"the archive cannot be written: {error}") from error
        on_failure.pop_all()
    return connection


def _open_read_only(path: Path) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        # A WAL database on read-only media can be read only if SQLite is told that nobody writes to it.
        if path.with_name(path.name + "-wal").exists():
            raise
        connection = sqlite3.connect(uri + "&immutable=1", uri=True, isolation_level=None)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise NotAnArchive(str(path), "there is no archive here; a crawl or import makes one") from None
    except OSError as error:
        raise NotAnArchive(str(path), f"the archive cannot be opened: {error.strerror}") from error
    if not head.startswith(_MAGIC) or len(head) < 100:
        raise NotAnArchive(str(path), "this is not a SQLite database, so not an archive")


def _check_content(path: Path, connection: sqlite3.Connection) -> None:
    """Ours, not newer than we are, and whole as far as a quick look tells."""
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        size = pages * connection.execute("PRAGMA page_size").fetchone()[0]
        trouble = "ok"
        if size <= _QUICK_CHECK_BYTES:
            trouble = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        connection.close()
        raise NotAnArchive(str(path), f"the file is damaged: {error}") from error
    if application != APPLICATION_ID:
        why = "this is a SQLite database, but not an archive of newsarchive"
    elif version > SCHEMA_VERSION:
        why = f"made by a newer newsarchive (schema {version}, this one knows {SCHEMA_VERSION}); please upgrade"
    elif not {"articles", "snapshots", "versions", "migrations"} <= tables:
        why = "the file says it is an archive, but its tables are missing"
    elif trouble != "ok":
        why = f"the file is damaged: {str(trouble).splitlines()[0]}"
    else:
        return
    connection.close()
    raise NotAnArchive(str(path), why)
