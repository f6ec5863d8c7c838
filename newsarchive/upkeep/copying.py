"""Copies of single files: databases that are being written to, files that are not, each durable when it is done."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from newsarchive.store.packs.schema import GENERATIONS
from newsarchive.store.packs.walfile import file_header

_PIECE = 1 << 20


def copy_database(source: Path, copy: Path) -> None:
    """Copy a SQLite database as of one instant, also while it is written to; the copy is one plain file without a log.

    SQLite's own backup in one step holds one read transaction, which keeps nobody from writing. `VACUUM INTO` would do
    so too, but writes every tree anew: slower, and two copies of one pack would have nothing in common for rsync.
    """
    with closing(_open(source)) as reading, closing(sqlite3.connect(copy, isolation_level=None)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")


def _open(path: Path) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    try:
        connection.execute("PRAGMA busy_timeout = 60000")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if path.with_name(path.name + "-wal").exists():
            raise
        # on a medium that cannot be written to, SQLite must be told that nobody writes
        connection = sqlite3.connect(uri + "&immutable=1", uri=True)
    return connection


def copy_file(source: Path, copy: Path) -> str:
    """Copy a file that nobody writes to, with its time, and give the SHA-256 (hex) of what was read."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, copy.open("wb") as writing:
        while piece := reading.read(_PIECE):
            digest.update(piece)
            writing.write(piece)
        writing.flush()
        os.fsync(writing.fileno())
    shutil.copystat(source, copy)
    return digest.hexdigest()


def record_pages(index: sqlite3.Connection, name: str, copy: Path) -> None:
    """Give the ledger of a copied index (see `store.ledger`) the pages of a pack's copy instead of those of the pack:
    the copy of a database that is written to has other bytes than its file.
    """
    header = file_header(copy)
    rows = [(name, 0, header.user_version % GENERATIONS)]
    with copy.open("rb") as file:
        page = 0
        while piece := file.read(header.page_size):
            page += 1
            rows.append((name, page, zlib.crc32(piece)))
    index.execute("BEGIN")
    index.execute("DELETE FROM pack_pages WHERE pack = ?", (name,))
    index.executemany("INSERT INTO pack_pages (pack, page, crc32) VALUES (?, ?, ?)", rows)
    index.execute("COMMIT")


def link(there: Path, name: Path) -> None:
    """Give a file a second name, or copy it where the file system has no such thing."""
    try:
        name.hardlink_to(there)
    except OSError:
        copy_file(there, name)


def is_of_size(path: Path, size: int | None) -> bool:
    """Whether a file is there and has so many bytes."""
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, durable."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
