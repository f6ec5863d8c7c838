"""Makes a new index from the packs, in a folder of its own: gathers the heads, restores each snapshot, reads it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from newsarchive.errors import ArchiveError, TakenDown
from newsarchive.models import Outlet
from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.store.packs.folder import Packs, month_of
from newsarchive.store.packs.heads import Head, HeadRun
from newsarchive.store.packs.packfile import PackFile
from newsarchive.store.times import to_text
from newsarchive.store.transaction import BATCH
from newsarchive.upkeep.faults import Looked
from newsarchive.upkeep.file_checks import file_sha256
from newsarchive.upkeep.losses import record_loss
from newsarchive.upkeep.owners import Owners
from newsarchive.upkeep.reimporting import Reimporter
from newsarchive.upkeep.rereading import Rereader
from newsarchive.upkeep.salvage import OldIndex
from newsarchive.upkeep.staging import StagedHeads

_ROLLBACK_JOURNAL = 1
"""Byte 18 of a SQLite file whose journal is not WAL: a pack that was closed for good (sqlite.org/fileformat2.html
§1.3)."""


class NothingToRebuildFrom(ArchiveError):
    """The packs do not tell of what they hold, or nothing of it can be read: an index made from them would be empty."""


class Making:
    """The new index while it is made."""

    def __init__(
        self, folder: Path, build: Path, registry: Registry, clock: Callable[[], datetime], looked: Looked
    ) -> None:
        self._folder, self._build, self._registry, self._clock = folder, build, registry, clock
        self._looked = looked
        self._packs = Packs(folder / "packs")
        self.staged = StagedHeads(build / "heads.db")
        self._outlets: list[Outlet] = []
        self.snapshots = 0
        self._bodies = 0
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []

    def close(self) -> None:
        """Close every file."""
        self.staged.close()
        self._packs.close()

    def stage(self, old: OldIndex) -> None:
        """Gather what is known of each snapshot: from the packs, and from the old index where no pack tells."""
        for name in self._packs.names():
            try:
                with closing(PackFile(self._folder / "packs" / f"{name}.db")) as pack:
                    self.staged.take(pack)
            except (ArchiveError, sqlite3.Error) as error:
                self.problems.append(f"packs/{name}.db: {error}")
        self._outlets = old.outlets()
        rescued = self.staged.take_rows(old.snapshots())
        if rescued:
            self.counts["from-old-index"] = rescued
        self.staged.ready()
        if not len(self.staged) and self._packs.names():
            raise NothingToRebuildFrom(
                str(self._folder),
                "the packs have no heads (an older version wrote them), and no row of the old index can be read",
            )

    def read(self) -> None:
        """Restore each snapshot in order, and read it again before the next."""
        with Writer(self._build, clock=self._clock) as writer:
            # Only now: it must not adopt what the packs have before it was read, and must read bodies from there.
            (self._build / "packs").rmdir()
            (self._build / "packs").symlink_to(self._folder.resolve() / "packs")
            writer.sync_outlets(self._registry.outlets)
            for name in self._packs.names():
                self._restore_pack(writer, name)
            for run in self.staged.runs.values():
                writer.restoring.run(run)
            owners = Owners(self._registry, self._outlets, lambda outlet: writer.sync_outlets([outlet]))
            reader = Rereader(writer, owners, self.staged, self._body)
            current: int | None = None
            imported: Reimporter | None = None
            for head, pack in self.staged:
                if head.run_id != current:
                    self._end(writer, imported)
                    current, imported = head.run_id, self._begin(writer, owners, head)
                if not self._restore(writer, head, pack):
                    continue
                try:
                    (imported or reader).read(head)
                except TakenDown:
                    self.counts["taken-down"] += 1
                except ArchiveError as error:
                    self._lost(writer, head, str(error))
                self.snapshots += 1
                if self.snapshots % BATCH == 0:
                    writer.flush()
                self._looked.add("snapshots")
            self._end(writer, imported)
            self.counts.update(reader.counts)
            if owners.unlisted:
                count, slugs = owners.unlisted.total(), ", ".join(sorted(owners.unlisted))
                self.problems.append(f"{count} snapshots are of outlets that no outlet file has: {slugs}")
        if self.counts["lost"] and self.counts["lost"] == self._bodies:
            why = "no body can be read from the packs: are they of a newer newsarchive?"
            raise NothingToRebuildFrom(str(self._folder), why)
        self.problems += self.staged.faults

    def _begin(self, writer: Writer, owners: Owners, head: Head) -> Reimporter | None:
        """Prepare for the snapshots of a run. Those of an import are read as it read them, for which this is."""
        run = self.staged.runs.get(head.run_id)
        if run is None:
            run = HeadRun(head.run_id, "unknown", "unknown", None, "{}", to_text(head.fetched_at))
            writer.restoring.run(run)
        if run.command != "import":
            return None
        restore = partial(self._restore, writer)
        return Reimporter(writer, self._registry, owners, self.staged, self._body, run=run, restore=restore)

    def _end(self, writer: Writer, imported: Reimporter | None) -> None:
        if imported is not None:
            self.counts["lost"] += imported.finish()
            self.counts.update(imported.interpreter.articles)
            self.counts["failures"] += sum(imported.interpreter.failures.values())
        writer.flush()
        writer.restoring.forget_counts()

    def _restore(self, writer: Writer, head: Head, pack: str | None) -> bool:
        """The row of a snapshot, if it is not there yet, and nobody has asked for it to be taken down."""
        if writer.tombstones.covers(head.url, sha256=head.payload_sha256) is not None:
            return False
        writer.restoring.snapshot(head, pack)
        return True

    def _restore_pack(self, writer: Writer, name: str) -> None:
        path = self._folder / "packs" / f"{name}.db"
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        is_sealed = is_closed_for_good(path, self._clock())
        sha256, size = (file_sha256(path), path.stat().st_size) if is_sealed else (None, None)
        sealed_at = at if is_sealed else None
        writer.restoring.pack(name, created_at=at, sealed_at=sealed_at, sha256=sha256, size=size)

    def _body(self, head: Head) -> bytes:
        self._bodies += 1
        return self._packs.get(head.pack, head.payload_sha256)

    def _lost(self, writer: Writer, head: Head, why: str) -> None:
        self.counts["lost"] += 1
        record_loss(writer, (head.id, head.url, head.outlet, head.run_id), why, self._clock())


def is_closed_for_good(path: Path, at: datetime) -> bool:
    """Whether a pack was sealed: its month was over at `at`, and it is no file of the WAL kind (a backup is none)."""
    with path.open("rb") as file:
        head = file.read(20)
    return path.stem < month_of(at) and len(head) == 20 and head[18] == _ROLLBACK_JOURNAL
