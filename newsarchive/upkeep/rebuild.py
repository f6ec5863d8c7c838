"""Makes `news.db` anew from the packs alone, beside the old one, and puts it in its place."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsarchive.errors import ArchiveError
from newsarchive.importing.interpret import Interpreter
from newsarchive.models import Capture
from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.store.heads import Head, HeadRun
from newsarchive.store.lock import ArchiveLock
from newsarchive.store.packfile import PackFile
from newsarchive.store.packs import Packs, month_of
from newsarchive.store.transaction import BATCH
from newsarchive.upkeep.copying import sync
from newsarchive.upkeep.faults import Looked
from newsarchive.upkeep.file_checks import file_sha256
from newsarchive.upkeep.rereading import Rereader
from newsarchive.upkeep.salvage import OldIndex, carry_over, carry_takedowns
from newsarchive.upkeep.staging import StagedHeads
from newsarchive.version import __version__

BUILD = "rebuild-unfinished"
"""The folder in the archive in which the new index is made."""

LOST = "bytes-lost"
"""Reason of the failure that records that the bytes of a snapshot are in no pack any more."""

_ROLLBACK_JOURNAL = 1
"""Byte 18 of a SQLite file whose journal is not WAL: a pack that was closed for good (sqlite.org/fileformat2.html
§1.3)."""


class NothingToRebuildFrom(ArchiveError):
    """The packs do not tell of what they hold, so that an index made from them would be empty."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it."""

    snapshots: int
    counts: Mapping[str, int]
    """Articles by outcome (new, changed, unchanged), removed, failures, lost (bodies that cannot be read)."""
    carried: Mapping[str, int]
    """Rows that the old index still had of what no pack tells, by table."""
    problems: tuple[str, ...]
    """What could not be read, in the packs and in the old index."""
    set_aside: Path | None
    """Where the old index is now; None if there was none."""


def rebuild_index(
    folder: Path,
    registry: Registry,
    *,
    clock: Callable[[], datetime],
    say: Callable[[str], None] = lambda line: None,
    looked: Looked | None = None,
) -> Rebuilt:
    """Make the index of the archive in `folder` anew: snapshots under their own ids, then what they say, in order.

    The old index is moved aside, never deleted; what only it knows is carried over as far as it can be read (see
    docs/keeping.md). Raises ArchiveLocked while anybody writes, NothingToRebuildFrom if the packs have no heads; until
    the last moment the archive is as it was.
    """
    lock = ArchiveLock(folder)
    build = folder / BUILD
    try:
        shutil.rmtree(build, ignore_errors=True)
        build.mkdir()
        old = OldIndex(folder / "news.db")
        making = _Making(folder, build, registry, clock, looked or Looked())
        try:
            say("reading the heads in the packs")
            making.stage(old)
            Writer(build, clock=clock).close()
            carried = carry_takedowns(old, build / "news.db")
            say(f"reading {len(making.staged)} snapshots again")
            making.read()
            say("carrying over what only the old index knows")
            carried |= carry_over(old, build / "news.db")
        finally:
            old.close()
            making.close()
        making.problems += old.damage
        set_aside = _replace(folder, build / "news.db", clock())
    finally:
        shutil.rmtree(build, ignore_errors=True)
        lock.release()
    _record(folder, clock, making.counts)
    return Rebuilt(making.snapshots, dict(making.counts), carried, tuple(making.problems), set_aside)


class _Making:
    """The new index while it is made."""

    def __init__(
        self, folder: Path, build: Path, registry: Registry, clock: Callable[[], datetime], looked: Looked
    ) -> None:
        self._folder, self._build, self._registry, self._clock = folder, build, registry, clock
        self._looked = looked
        self._packs = Packs(folder / "packs")
        self.staged = StagedHeads(build / "heads.db")
        self.snapshots = 0
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []

    def close(self) -> None:
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
            writer.sync_outlets(self._registry.outlets)
            for name in self._packs.names():
                self._restore_pack(writer, name)
            for run in self.staged.runs.values():
                writer.restoring.run(run)
            reader = Rereader(writer, self._registry, self.staged, self._body)
            current: int | None = None
            interpreter: Interpreter | None = None
            for head, pack in self.staged:
                if head.run_id != current:
                    self._end(writer, interpreter)
                    current, interpreter = head.run_id, self._begin(writer, head)
                if not self._restore(writer, head, pack):
                    continue
                try:
                    if interpreter is None:
                        reader.read(head)
                    else:
                        capture = head.capture(self._body(head))
                        interpreter.read(capture, head.id, interpreter.outlet_of(capture))
                except ArchiveError as error:
                    self._lost(writer, head, str(error))
                self.snapshots += 1
                if self.snapshots % BATCH == 0:
                    writer.flush()
                self._looked.add("snapshots")
            self._end(writer, interpreter)
            self.counts.update(reader.counts)
        self.problems += self.staged.faults

    def _begin(self, writer: Writer, head: Head) -> Interpreter | None:
        """Prepare for the snapshots of a run: those of an import are read as it read them, for which this is."""
        run = self.staged.runs.get(head.run_id)
        if run is None:
            at = head.fetched_at.isoformat()
            run = HeadRun(head.run_id, "unknown", "unknown", None, "{}", at)
            writer.restoring.run(run)
        if not run.command.startswith("import"):
            return None

        def find_part(url: str, near: datetime | None) -> tuple[Capture, int] | None:
            found = self.staged.nearest(url, near)
            if found is None or not self._restore(writer, *found):
                return None
            return found[0].capture(self._body(found[0])), found[0].id

        return Interpreter(writer, self._registry, head.run_id, find_part)

    def _end(self, writer: Writer, interpreter: Interpreter | None) -> None:
        if interpreter is not None:
            interpreter.finish()
            self.counts.update(interpreter.articles)
            self.counts["failures"] += sum(interpreter.failures.values())
        writer.flush()
        writer.restoring.forget_counts()

    def _restore(self, writer: Writer, head: Head, pack: str | None) -> bool:
        """The row of a snapshot, if it is not there yet, and nobody has asked for it to be taken down."""
        if writer.restoring.is_taken_down(head.url):
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
        return self._packs.get(head.pack, head.payload_sha256)

    def _lost(self, writer: Writer, head: Head, why: str) -> None:
        self.counts["lost"] += 1
        record_loss(writer, (head.id, head.url, head.outlet, head.run_id), why, self._clock())


def record_loss(writer: Writer, snapshot: tuple[int, str, str | None, int], why: str, at: datetime) -> bool:
    """Write down that the bytes of a snapshot (id, URL, outlet, run) are lost: a failure with the reason `bytes-lost`.

    False if that is on record already.
    """
    number, url, outlet, run_id = snapshot
    if writer.has_failure(number, LOST):
        return False
    writer.add_failure(url, outlet=outlet, snapshot_id=number, reason=LOST, detail=why[:1000], at=at, run_id=run_id)
    return True


def is_closed_for_good(path: Path, at: datetime) -> bool:
    """Whether a pack was sealed: its month was over at `at`, and it is no file of the WAL kind (a backup is none)."""
    with path.open("rb") as file:
        head = file.read(20)
    return path.stem < month_of(at) and len(head) == 20 and head[18] == _ROLLBACK_JOURNAL


def _replace(folder: Path, fresh: Path, at: datetime) -> Path | None:
    """Put the new index in place of the old, which is moved aside with its log."""
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    sync(fresh)
    old = folder / "news.db"
    aside: Path | None = None
    if old.exists():
        aside = folder / f"news.db.damaged-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        for end in ("-wal", "-shm"):
            log = old.with_name(old.name + end)
            if log.exists():
                log.replace(aside.with_name(aside.name + end))
        old.replace(aside)
    fresh.replace(old)
    sync(folder)
    return aside


def _record(folder: Path, clock: Callable[[], datetime], counts: Mapping[str, int]) -> None:
    """Write into the new index that it was made anew, and when."""
    with Writer(folder, clock=clock) as writer:
        run_id = writer.begin_run("rebuild", version=__version__, user_agent=None, options={})
        writer.end_run(run_id, exit_code=0, counts=counts)
