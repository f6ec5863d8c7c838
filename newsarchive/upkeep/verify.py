"""Holds a whole archive against itself: files, index, packs, and how they agree. Changes nothing."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from newsarchive.errors import ArchiveError
from newsarchive.store.connection import connect_reading
from newsarchive.store.packs.packfile import PackFile
from newsarchive.upkeep import index_checks, version_checks
from newsarchive.upkeep.body_checks import Wanted, read_bodies
from newsarchive.upkeep.cited_checks import CitedChecks
from newsarchive.upkeep.faults import Fault, Looked
from newsarchive.upkeep.file_checks import FileChecks

Depth = Literal["quick", "sample", "full"]
"""quick: every file, table and reference, but no body; sample: some bodies too; full: all bodies, heads and hashes."""


@dataclass(slots=True)
class Verification:
    """One check of the archive in `folder`. Iterating it makes the check and gives the faults as they are found.

    `sample` bodies are chosen with `seed`; `jobs` processes read bodies. Afterwards `looked` tells how much was seen,
    and `looked.notes` what was not. Raises NotAnArchive if the index cannot be opened at all.
    """

    folder: Path
    depth: Depth = "quick"
    sample: int = 1000
    seed: int = 0
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    looked: Looked = field(default_factory=Looked)

    def __iter__(self) -> Iterator[Fault]:
        """See the class."""
        with closing(connect_reading(self.folder / "news.db")) as connection:
            structure = list(index_checks.check_structure(connection, self.looked))
            yield from structure
            if any(fault.kind == "index-damaged" for fault in structure):
                self.looked.notes.append("nothing else was looked at: the index is damaged")
                return
            try:
                yield from self._check(connection)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                yield Fault("index-damaged", "news.db", f"the file is damaged: {error}", "index")

    def _check(self, connection: sqlite3.Connection) -> Iterator[Fault]:
        yield from index_checks.check_articles(connection, self.looked)
        yield from index_checks.check_search(connection)
        yield from index_checks.check_takedowns(connection)
        files = FileChecks(self.folder, connection, self.looked)
        yield from files.check()
        cited = CitedChecks(self.folder, connection, self.looked, files.unreadable)
        yield from cited.bodies()
        if self.depth == "full":
            yield from index_checks.check_search_words(self.folder / "news.db", self.looked)
            yield from version_checks.check_hashes(connection, self.looked)
            yield from version_checks.check_latest(connection, self.looked)
            yield from cited.heads()
            yield from self._read(self._all(files.unreadable), cited)
        elif self.depth == "sample":
            yield from self._read(self._some(connection, files.unreadable), cited)
        cited.note_known_losses()

    def _read(self, wanted: Iterator[Wanted], cited: CitedChecks) -> Iterator[Fault]:
        for count, lost in read_bodies(self.folder / "packs", wanted, self.jobs):
            self.looked.add("bodies", count)
            for name, sha256, why in lost:
                yield from cited.lost(name, sha256, why)

    def _all(self, unreadable: set[str]) -> Iterator[Wanted]:
        """Every body of every pack, each once, as they lie in the file."""
        for path in sorted((self.folder / "packs").glob("????-??.db")):
            if path.stem in unreadable:
                continue
            try:
                with closing(PackFile(path)) as pack:
                    yield from ((path.stem, sha256) for sha256 in pack.hashes())
            except (ArchiveError, sqlite3.DatabaseError):
                continue  # its rows were held against it before this, and that was said

    def _some(self, connection: sqlite3.Connection, unreadable: set[str]) -> Iterator[Wanted]:
        """Bodies of snapshots chosen at random: with `seed`, the same of the same archive."""
        chance = random.Random(self.seed)  # noqa: S311 - to choose, not to hide
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM snapshots").fetchone()
        sql = "SELECT pack, payload_sha256 FROM snapshots WHERE id >= ? AND pruned_at IS NULL ORDER BY id LIMIT 1"
        chosen: set[Wanted] = set()
        for _ in range(self.sample if last else 0):
            row = connection.execute(sql, (chance.randint(1, last),)).fetchone()
            if row is not None and row[0] not in unreadable:
                chosen.add(row)
        yield from sorted(chosen)
