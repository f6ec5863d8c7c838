"""The ledger of pages: CRC-32 of each page of the packs that are written to, so that any flipped byte is found.

Rows of `pack_pages` are of the *file* of a pack as it was when its write-ahead log was last written back in full (a
checkpoint). Nothing but a checkpoint changes that file, and the writer alone makes checkpoints, in this order:

1. which pages the log holds is read from the log, and their rows are deleted: committed, and on the disk;
2. the log is written back;
3. those pages are read from the file, and their checksums recorded.

A kill anywhere leaves pages without a row, never a wrong row; the next checkpoint gives rows to those that have none.
Another program that opens a pack for writing after a kill (the sqlite3 shell does) makes the checkpoint itself and
knows nothing of rows: so the file also counts its states. `generation` goes up with the first commit after each
checkpoint, stands in the header of the file (`user_version`) and in its table `pack`, and the ledger has it as page 0.
Where the ledger's generation is neither that of the file nor that of its log, the rows are of another state, and void.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Protocol

from newsarchive.store.packs.opening import connect_reading
from newsarchive.store.packs.schema import GENERATIONS
from newsarchive.store.packs.walfile import LOCK_BYTE, file_header, log_pages

_INSERT = "INSERT OR REPLACE INTO pack_pages (pack, page, crc32) VALUES (?, ?, ?)"


class Paged(Protocol):
    """What the ledger asks of a pack that is open for writing."""

    path: Path
    name: str
    opened_as: frozenset[int]
    """The generations of the file and of its log when it was opened: one, if there was no log."""
    generation: int
    """The present one."""

    def write_back(self) -> bool:
        """Write the log back to the file; False if a reader keeps part of it from being written."""


class Ledger:
    """The writer's side, over its connection to the index. To be used outside any transaction of the index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._met: set[str] = set()
        """Packs of which every page has a row, but those in the log."""

    def checkpoint(self, pack: Paged) -> bool:
        """Write the log of a pack back to its file and record what its pages are now; False if a reader forbids it."""
        pages = log_pages(pack.path)
        is_first = pack.name not in self._met
        if not pages and not is_first:
            return True
        with self._durably():
            if is_first and self._is_void(pack):
                self._db.execute("DELETE FROM pack_pages WHERE pack = ?", (pack.name,))
            rows = [(pack.name, page) for page in pages]
            self._db.executemany("DELETE FROM pack_pages WHERE pack = ? AND page = ?", rows)
            self._db.execute(_INSERT, (pack.name, 0, pack.generation))
        if not pack.write_back():
            return False
        self._record(pack, pages, is_first=is_first)
        self._met.add(pack.name)
        return True

    def forget(self, name: str) -> None:
        """Delete all rows of a pack, for good: its file is about to be sealed, or rewritten as a whole."""
        with self._durably():
            self._db.execute("DELETE FROM pack_pages WHERE pack = ?", (name,))
        self._met.discard(name)

    def _is_void(self, pack: Paged) -> bool:
        sql = "SELECT crc32 FROM pack_pages WHERE pack = ? AND page = 0"
        row = self._db.execute(sql, (pack.name,)).fetchone()
        return row is None or row[0] not in pack.opened_as

    def _record(self, pack: Paged, pages: set[int], *, is_first: bool) -> None:
        file = os.open(pack.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            size = file_header(pack.path).page_size
            count = os.fstat(file).st_size // size
            self._db.execute("BEGIN IMMEDIATE")
            wanted: Iterable[int] = sorted(pages)
            if is_first:
                sql = "SELECT page FROM pack_pages WHERE pack = ? AND page > 0"
                known = {row[0] for row in self._db.execute(sql, (pack.name,))}
                wanted = (page for page in range(1, count + 1) if page in pages or page not in known)
            unused = LOCK_BYTE // size + 1
            rows = (
                (pack.name, page, zlib.crc32(os.pread(file, size, (page - 1) * size)))
                for page in chain(wanted, (unused,))
                if page <= count
            )
            self._db.executemany(_INSERT, rows)
            self._db.execute("DELETE FROM pack_pages WHERE pack = ? AND page > ?", (pack.name, count))
            self._db.execute("COMMIT")
        finally:
            os.close(file)

    @contextmanager
    def _durably(self) -> Iterator[None]:
        """A transaction of its own that is on the disk when it ends: the index does not wait for that otherwise."""
        self._db.execute("PRAGMA synchronous = FULL")
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            self._db.execute("PRAGMA synchronous = NORMAL")


def check_pages(path: Path, rows: Iterable[tuple[int, int]]) -> Iterator[str]:
    """A sentence for each page of a pack that is not what the ledger says. Only while no writer is at work.

    `rows`: page and crc32 of this pack in `pack_pages`, in ascending order of pages. Pages that a log will change, and
    pages without a row, are passed over: `unchecked()` tells of those.
    """
    expected = iter(rows)
    first = next(expected, None)
    if first is None:
        return
    try:
        page_size = file_header(path).page_size
        in_file, in_log, in_table = _generations(path)
    except (OSError, ValueError, sqlite3.Error) as error:
        yield f"{path}: the pack cannot be read: {error}"
        return
    if in_log != in_table:
        # else a flipped byte of the header could make the ledger void, and so go unseen
        yield f"{path}: its header counts {in_log} states and its table pack {in_table}: one of them is damaged"
    if first[0] != 0 or first[1] not in (in_file, in_log):
        return
    skipped = log_pages(path)
    with path.open("rb") as file:
        for page, crc in expected:
            if page in skipped:
                continue
            file.seek((page - 1) * page_size)
            found = file.read(page_size)
            if len(found) < page_size:
                yield f"{path}: page {page} and all after it are missing: the file was cut"
                return
            if zlib.crc32(found) != crc:
                yield f"{path}: page {page} (from byte {(page - 1) * page_size:,} on) does not have its checksum"


def unchecked(path: Path, rows: Iterable[tuple[int, int]]) -> str | None:
    """Why `check_pages()` cannot vouch for each byte of this pack, in a sentence; None: it can. Same `rows`."""
    expected = iter(rows)
    first = next(expected, None)
    if first is None:
        return f"{path}: its pages have no checksums yet; the next run gives them"
    try:
        page_size = file_header(path).page_size
        in_file, in_log, _ = _generations(path)
    except (OSError, ValueError, sqlite3.Error) as error:
        return f"{path}: the pack cannot be read: {error}"
    if first[0] != 0 or first[1] not in (in_file, in_log):
        return f"{path}: another program wrote its log back, so its checksums are void; the next run gives new ones"
    skipped = log_pages(path)
    count = path.stat().st_size // page_size
    without = count - sum(page <= count and page not in skipped for page, _ in expected)
    return f"{path}: {without} of {count} pages have no checksum yet; the next run gives them" if without else None


def _generations(path: Path) -> tuple[int, int, int]:
    """What the header of the file, the header as the log has it, and the table count."""
    with closing(connect_reading(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        row = connection.execute("SELECT generation FROM pack").fetchone()
    return file_header(path).user_version % GENERATIONS, version % GENERATIONS, -1 if row is None else row[0]
