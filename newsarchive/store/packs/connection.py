"""A pack as a file: its connection, its write-ahead log, the count of its states, and how it becomes one plain file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.opening import connect_reading, connect_writing
from newsarchive.store.packs.schema import FORM, GENERATIONS, form_of
from newsarchive.store.packs.walfile import file_header, log_path

_FREE_PAGES = 16
"""256 KB: less than this is left for the next pages to use."""


class PackConnection:
    """What a `PackFile` does to its file as a whole. Changes are durable after `commit()`."""

    def __init__(self, path: Path, *, write: bool, keeps_log: bool, is_sealed: bool) -> None:
        self.path, self.name, self.is_writable = path, path.stem, write
        try:
            in_file = file_header(path).user_version % GENERATIONS if write and path.exists() else 0
            self._connection = (
                connect_writing(path, keeps_log=keeps_log, is_sealed=is_sealed) if write else connect_reading(path)
            )
            self.form = form_of(self._connection)
            self.generation: int = self._connection.execute("PRAGMA user_version").fetchone()[0] % GENERATIONS
        except (sqlite3.Error, ValueError) as error:
            if hasattr(self, "_connection"):
                self._connection.close()
            raise DamagedPack(str(path), f"the pack cannot be opened: {error}") from error
        self.opened_as = frozenset((in_file, self.generation))
        self._is_counted = False

    def commit(self) -> None:
        """Make all changes durable: they survive the power going out."""
        if not self._connection.in_transaction:
            return
        if not self._is_counted:  # once after each checkpoint: see ledger.py
            self.generation = (self.generation + 1) % GENERATIONS
            self._connection.execute(f"PRAGMA user_version = {FORM * GENERATIONS + self.generation}")
            self._connection.execute("UPDATE pack SET generation = ?", (self.generation,))
            self._is_counted = True
        self._connection.execute("COMMIT")

    def shrink(self, *, everything: bool = False) -> bool:
        """Commit, and take free pages out where that is worth it, or `everything`; says whether it was."""
        self.commit()
        if self._connection.execute("PRAGMA freelist_count").fetchone()[0] <= (0 if everything else _FREE_PAGES):
            return False
        # Not execute(): it takes a pragma without columns for finished after the first of many steps.
        self._connection.executescript("BEGIN IMMEDIATE; PRAGMA incremental_vacuum")
        self.commit()
        return True

    def log_bytes(self) -> int:
        """Size of the write-ahead log."""
        try:
            return log_path(self.path).stat().st_size
        except FileNotFoundError:
            return 0

    def write_back(self) -> bool:
        """Write the log back to the file; False if a reader keeps part of it from being written. Commits first.

        What the ledger knows of the pages in the log must be forgotten before: see ledger.py.
        """
        self.commit()
        self._is_counted = False
        _, in_log, written = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if written < in_log:
            return False
        self._connection.execute("PRAGMA busy_timeout = 0")  # a reader may keep it from being cut: then it is used anew
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._connection.execute("PRAGMA busy_timeout = 10000")
        return True

    def seal(self) -> bool:
        """Leave one plain file without a log beside it, to be read from any medium; commits and closes.

        False if a reader has the pack open just now: then it stays as it is.
        """
        self.shrink()
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            (mode,) = self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError:
            mode = "wal"
        self._connection.close()
        return bool(mode == "delete")

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self._connection.close()

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
