"""Batched transactions over the index and the packs of an archive: bytes first, then the rows that cite them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.store.articles import ArticleRows
from newsarchive.store.creation import open_for_writing
from newsarchive.store.lock import ArchiveLock
from newsarchive.store.packs import Packs, month_of
from newsarchive.store.tally import Tally
from newsarchive.store.times import to_text

BATCH = 200
"""Snapshots after which a transaction is committed without being asked."""


class Transaction:
    """An archive folder open for writing: what `Writer` builds on. See there for what is promised."""

    def __init__(self, path: str | Path, *, clock: Callable[[], datetime]) -> None:
        folder = Path(path)
        folder = folder.parent if folder.name == "news.db" else folder
        folder.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._lock = ArchiveLock(folder)
        try:
            self._db = open_for_writing(folder / "news.db", clock())
            self._packs = Packs(folder / "packs", write=True)
        except BaseException:
            self._lock.release()
            raise
        self.path = folder
        self._articles = ArticleRows(self._db)
        self._tally = Tally(self._db)
        self._known_packs = self._read_packs()
        self._waiting = 0
        self._depth = 0
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def unit(self) -> Iterator[None]:
        """Changes made inside are kept together: all in one transaction, or none if an exception leaves the block."""
        self._begin()
        name = f"unit_{self._depth}"
        self._db.execute(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except BaseException:
            if not self._is_closed:
                if self._db.in_transaction:  # an error such as a full disk may have ended it already
                    self._db.execute(f"ROLLBACK TO {name}")
                self._known_packs = self._read_packs()
            raise
        finally:
            self._depth -= 1
            if not self._is_closed and self._db.in_transaction:
                self._db.execute(f"RELEASE {name}")

    def flush(self) -> None:
        """Make all changes durable: bytes first, then the rows that cite them. Not allowed inside a unit."""
        if self._depth:
            raise RuntimeError("flush() inside unit()")
        self._packs.commit()
        if self._tally.is_waiting:
            self._begin()
        if self._db.in_transaction:
            self._articles.index_new()
            self._tally.write()
            self._db.execute("COMMIT")
        self._waiting = 0

    def tick(self) -> None:
        """To be called about every second: commits what waits, unless a unit is open."""
        if self._db.in_transaction and not self._depth:
            self.flush()

    def repack(self, limit: int = 50) -> int:
        """Re-code up to `limit` bodies that came compressed; gives how many were looked at, 0 when none waits.

        Takes about 3 ms a page and can be stopped anywhere: for idle time and the end of a run.
        """
        names = [name for name in self._packs.names() if self._known_packs.get(name) is None]
        done = self._packs.repack(names, limit)
        self._packs.commit()
        if not done:
            self._packs.shrink(names)
        return done

    def seal_finished_packs(self) -> list[str]:
        """Close the packs of months that are over, with their checksums, for good; gives their names.

        One that a reader has open is left for the next run.
        """
        self.flush()
        present = month_of(self._clock())
        over = [name for name, sealed_at in self._known_packs.items() if sealed_at is None and name < present]
        sealed = []
        for name in over:
            result = self._packs.seal(name)
            if result is None:
                continue
            when = self._known_packs[name] = to_text(self._clock())
            self._db.execute(
                "UPDATE packs SET sealed_at = ?, sha256 = ?, file_bytes = ? WHERE name = ?", (when, *result, name)
            )
            sealed.append(name)
        return sealed

    def close(self) -> None:
        """Flush, close every file and give up the lock; a second time it does nothing.

        A unit left open by an error is rolled back first.
        """
        if self._is_closed:
            return
        self._is_closed = True
        if self._depth and self._db.in_transaction:
            self._db.execute("ROLLBACK")
            self._depth = 0
        self.flush()
        self._packs.close()
        self._db.close()
        self._lock.release()

    def _read_packs(self) -> dict[str, str | None]:
        """Names of all packs, and when they were sealed."""
        return dict(self._db.execute("SELECT name, sealed_at FROM packs").fetchall())

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
