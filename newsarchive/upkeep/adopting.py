"""Takes into the index what packs tell of and it lacks, and reads it as it was read when it came."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from newsarchive.errors import ArchiveError, TakenDown
from newsarchive.models import Outlet
from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.store.connection import connect_reading
from newsarchive.store.packs.folder import Packs
from newsarchive.store.packs.heads import HeadRun
from newsarchive.store.packs.packfile import PackFile
from newsarchive.store.times import to_text
from newsarchive.upkeep.owners import Owners
from newsarchive.upkeep.rereading import Rereader
from newsarchive.upkeep.salvage import OldIndex
from newsarchive.upkeep.staging import StagedHeads


def newest(folder: Path) -> tuple[int, int]:
    """The highest snapshot id in the index, and the highest of which any pack has the head: more, if a run died before
    it wrote that down, or if the index is an older copy.
    """
    with closing(connect_reading(folder / "news.db")) as connection:
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM snapshots").fetchone()
    in_packs = 0
    for name in Packs(folder / "packs").names():
        try:
            with closing(PackFile(folder / "packs" / f"{name}.db")) as pack:
                in_packs = max(in_packs, pack.last_id())
        except (ArchiveError, sqlite3.Error):
            continue
    return last, in_packs


def adopt_missing(folder: Path, writer: Writer, registry: Registry, *, after: int) -> int:
    """Give the index the snapshots whose heads are in packs and which it lacks, whatever their ids; gives how many.

    Those with ids beyond `after`, the highest that it had, the writer has put back as it opened the archive: they are
    read too. Their runs come back with them. Each is read after it was put back: an article that is older than what
    the index has becomes a version of its own where its text was not known.
    """
    packs = Packs(folder / "packs")
    count = 0
    with tempfile.TemporaryDirectory(prefix="newsarchive-repair-") as scratch:
        staged = StagedHeads(Path(scratch) / "heads.db")
        try:
            _stage(folder, packs, staged)
            writer.sync_outlets(registry.outlets)
            owners = Owners(registry, _outlets_of(folder), lambda outlet: writer.sync_outlets([outlet]))
            reader = Rereader(writer, owners, staged, lambda head: packs.get(head.pack, head.payload_sha256))
            for head, pack in staged:
                if head.id <= after and writer.restoring.has_snapshot(head.id):
                    continue
                if writer.tombstones.covers(head.url, sha256=head.payload_sha256) is not None:
                    continue
                for name in {head.pack, pack} - {None}:
                    writer.restoring.pack(str(name), created_at=head.fetched_at, sealed_at=None, sha256=None, size=None)
                at = to_text(head.fetched_at)
                unknown = HeadRun(head.run_id, "unknown", "unknown", None, "{}", at)
                writer.restoring.run(staged.runs.get(head.run_id, unknown))
                writer.restoring.snapshot(head, pack)
                count += 1
                try:
                    reader.read(head)
                except (ArchiveError, TakenDown):
                    continue  # lost bytes are recorded by who checks them
        finally:
            staged.close()
            packs.close()
    return count


def _outlets_of(folder: Path) -> list[Outlet]:
    index = OldIndex(folder / "news.db")
    with closing(index):
        return index.outlets()


def _stage(folder: Path, packs: Packs, staged: StagedHeads) -> None:
    for name in packs.names():
        try:
            with closing(PackFile(folder / "packs" / f"{name}.db")) as pack:
                staged.take(pack)
        except (ArchiveError, sqlite3.Error):
            continue  # the check has said so
    staged.ready()
