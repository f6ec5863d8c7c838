"""Batched transactions over the index and the packs of an archive: bytes first, then the rows that cite them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.store.adoption import adopt, highest_id
from newsarchive.store.articles import ArticleRows
from newsarchive.store.creation import open_for_writing
from newsarchive.store.lock import ArchiveLock
from newsarchive.store.packs.folder import Packs, month_of
from newsarchive.store.packs.heads import COLUMNS, HeadRun
from newsarchive.store.packs.ledger import Ledger
from newsarchive.store.sealing import seal_pack
from newsarchive.store.tally import Tally
from newsarchive.store.times import to_text

BATCH = 200
"""Snapshots after which a transaction is committed without being asked."""


_HEADS = f"SELECT {', '.join(COLUMNS)}, head_pack FROM snapshots WHERE id >= ? ORDER BY id"  # noqa: S608
_HEADLESS = f"SELECT {', '.join(COLUMNS)} FROM snapshots WHERE head_pack IS NULL ORDER BY id LIMIT ?"  # noqa: S608
_RUNS_BETWEEN = (
    "SELECT id, command, version, user_agent, options, started_at FROM runs"
    " WHERE id IN (SELECT run_id FROM snapshots WHERE id BETWEEN ? AND ?)"
)


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
            self._packs = Packs(folder / "packs", write=True, ledger=Ledger(self._db))
        except BaseException:
            self._lock.release()
            raise
        self.path = folder
        self._articles = ArticleRows(self._db)
        self._tally = Tally(self._db)
        self._known_packs: dict[str, str | None] = {}
        self._waiting = 0
        self._depth = 0
        self._is_closed = False
        self._added: set[int] = set()
        """Snapshots whose heads are to be written with the next commit, unless they are taken back until then."""
        self._last_id = 0
        """No new snapshot gets a number up to this one, even if none has it: one did that was taken down."""
        self._is_behind = False
        """The index lost a transaction of which the packs have their part."""
        self._adopt()
        self._check_copies()

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
        self._put_heads()
        self._packs.commit()
        if self._tally.is_waiting:
            self._begin()
        if self._db.in_transaction:
            self._articles.index_new()
            self._articles.copies.settle()
            self._tally.write()
            try:
                self._db.execute("COMMIT")
            except sqlite3.Error:
                self._is_behind = not self._db.in_transaction
                raise
        self._waiting = 0
        self._packs.tidy()

    def tick(self) -> None:
        """To be called about every second: commits what waits, unless a unit is open."""
        if self._db.in_transaction and not self._depth:
            self.flush()

    def repack(self, limit: int = 50, *, harder: bool = False) -> int:
        """Do a piece of what can wait in the packs, of about `limit` bodies; gives how much was looked at, 0: no more.

        Bodies that came compressed are re-coded, small blocks of heads merged, snapshots of before schema 4 get their
        heads and, with `harder`, bodies are compressed harder: that saves a tenth for 0.7 ms a page, and is for idle
        time, the rest also for the end of a run. Takes about 3 ms a body at most and can be stopped anywhere.
        """
        names = self._unsealed()
        done = self._packs.repack(names, limit, harder=harder)
        self._packs.commit()
        done = done or self._head_old_snapshots()
        if not done and not self._depth:
            self.flush()
            self._packs.shrink(names)
        return done

    def _check_copies(self) -> None:
        """Where another version of MinHash made the signatures, let every version be compared anew in idle time."""
        if not self._articles.copies.is_made_alike():
            with self.unit():
                self._articles.copies.begin_anew()

    def compare_waiting(self, limit: int = 50) -> int:
        """Look for copies of up to `limit` versions of before these were found by words; 0 when none waits.

        Takes about 1 ms a version: for idle time.
        """
        if not self._articles.copies.is_behind():
            return 0
        with self.unit():
            return self._articles.copies.catch_up(limit, to_text(self._clock()))

    def seal_finished_packs(self) -> list[str]:
        """Close the packs of months that are over for good, with their checksums (`seal_pack()`); gives their names.

        Reads each body once, at some 5,000 a second. One that a reader has open is left for the next run.
        """
        self.flush()
        present = month_of(self._clock())
        over = [name for name, sealed_at in self._known_packs.items() if sealed_at is None and name < present]
        sealed = [name for name in over if seal_pack(self._db, self._packs, name, to_text(self._clock()))]
        self._known_packs = self._read_packs()
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

    def _adopt(self) -> None:
        """Take in what the packs hold beyond the index, before any new id is given."""
        self._known_packs = self._read_packs()
        with self.unit():
            adopt(self._db, self._packs, self._unsealed(), self._tally, at=to_text(self._clock()))
        (taken_down,) = self._db.execute("SELECT ifnull(max(last_snapshot_id), 0) FROM tombstones").fetchone()
        self._last_id = max(taken_down, highest_id(self._packs, self._unsealed()))
        self._known_packs = self._read_packs()

    def _unsealed(self) -> list[str]:
        return [name for name in self._packs.names() if self._known_packs.get(name) is None]

    def _put_heads(self) -> None:
        """Hand the heads of the snapshots added since the last time to the packs that their rows name."""
        if not self._added:
            return
        first = min(self._added)
        rows = [row for row in self._db.execute(_HEADS, (first,)) if row[0] in self._added]
        runs = [HeadRun(*run) for run in self._db.execute(_RUNS_BETWEEN, (first, max(self._added)))]
        for name in {row[-1] for row in rows}:
            pack = self._packs.for_writing(name)
            pack.put_heads([row[:-1] for row in rows if row[-1] == name])
            for run in runs:
                pack.put_run(run)
        # Also if the index cannot be committed now: these numbers are in the packs, and are not given again.
        self._last_id = max(self._last_id, *self._added)
        self._added.clear()

    def _head_old_snapshots(self) -> int:
        """Give some snapshots of before schema 4 their heads; gives how many."""
        rows = self._db.execute(_HEADLESS, (BATCH,)).fetchall()
        if rows and not self._depth:
            self._begin()
            name = self._present_pack()
            pack = self._packs.for_writing(name)
            pack.put_heads(rows, again=True)
            for run in self._db.execute(_RUNS_BETWEEN, (rows[0][0], rows[-1][0])).fetchall():
                pack.put_run(HeadRun(*run))
            self._packs.commit()
            self._db.executemany("UPDATE snapshots SET head_pack = ? WHERE id = ?", [(name, row[0]) for row in rows])
            self.flush()
        return len(rows)

    def _present_pack(self) -> str:
        """The pack of this month, made known to the index if need be: heads go there."""
        name = month_of(self._clock())
        self._know_pack(name)
        return name

    def _know_pack(self, name: str) -> None:
        if name not in self._known_packs:
            self._db.execute("INSERT INTO packs (name, created_at) VALUES (?, ?)", (name, to_text(self._clock())))
            self._known_packs[name] = None

    def _read_packs(self) -> dict[str, str | None]:
        """Names of all packs, and when they were sealed."""
        return dict(self._db.execute("SELECT name, sealed_at FROM packs").fetchall())

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
            if self._is_behind:
                self._is_behind = False
                adopt(self._db, self._packs, self._unsealed(), None, at=to_text(self._clock()))
