"""Kept pages into the archive: the same snapshots, the same extract(), the same store as a crawl, and no network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsarchive.errors import TakenDown
from newsarchive.importing.interpret import Interpreter
from newsarchive.kept import Kept
from newsarchive.kept.opening import capture_identity
from newsarchive.models import Capture, Outlet
from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.version import __version__


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `articles` counts outcomes (new, changed, unchanged), `failures` reasons."""

    captures: int
    snapshots_added: int
    snapshots_known: int
    articles: Mapping[str, int]
    failures: Mapping[str, int]
    other_pages: int
    """Pages that are no articles by their URL, and redirects: kept as snapshots, nothing to read."""
    problems: tuple[str, ...]
    purged: int = 0
    """Captures of what was taken down (`newsarchive purge`): they are not kept again."""


def import_into(
    folder: Path,
    kept: Kept,
    registry: Registry,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Callable[[], None] = lambda: None,
) -> Imported:
    """Put every kept capture into the archive in `folder`: its snapshot, and its article or the reason for none.

    A capture that the archive knows (equal in URL, payload and, where known, time) is not added again, so importing
    twice changes nothing but `last_seen_at`. `progress` is called after each capture. Raises ArchiveLocked while
    another run is writing, NotAnArchive for a foreign file.
    """
    with Writer(folder, clock=clock) as writer:
        run_id = writer.begin_run("import", version=__version__, user_agent=None, options={"captures": len(kept)})
        writer.sync_outlets(registry.outlets)
        importer = _Importer(kept, writer, registry, run_id)
        for capture in kept:
            importer.take(capture)
            progress()
        done = importer.finish()
        while writer.repack():
            pass
        counts = {"captures": done.captures, "snapshots": done.snapshots_added, **importer.interpreter.counts()}
        writer.end_run(run_id, exit_code=0, counts=counts)
    return done


class _Importer:
    def __init__(self, kept: Kept, writer: Writer, registry: Registry, run_id: int) -> None:
        self._kept, self._writer, self._run_id = kept, writer, run_id
        self.interpreter = Interpreter(writer, registry, run_id, self._part)
        self._snapshots: dict[tuple[str, str, datetime | None], int] = {}
        self._captures = self._added = self._known = self._purged = 0

    def take(self, capture: Capture) -> None:
        """One capture: snapshot first, then what it says."""
        self._captures += 1
        outlet = self.interpreter.outlet_of(capture)
        try:
            self.interpreter.read(capture, self._snapshot(capture, outlet), outlet)
        except TakenDown:
            self._purged += 1

    def finish(self) -> Imported:
        """What was done, once every capture was taken."""
        read = self.interpreter
        read.finish()
        return Imported(
            captures=self._captures,
            snapshots_added=self._added,
            snapshots_known=self._known,
            articles=dict(sorted(read.articles.items())),
            failures=dict(sorted(read.failures.items())),
            other_pages=read.other_pages,
            problems=self._kept.problems,
            purged=self._purged,
        )

    def _part(self, url: str, near: datetime | None) -> tuple[Capture, int] | None:
        part = self._kept.get(url, near=near)
        return None if part is None else (part, self._snapshot(part, self.interpreter.outlet_of(part)))

    def _snapshot(self, capture: Capture, outlet: Outlet | None) -> int:
        """The id of the capture's snapshot, which is added only if the archive does not have it."""
        identity = capture_identity(capture)
        known = self._snapshots.get(identity)
        if known is None:
            known = self._writer.find_snapshot(*identity)
            if known is None:
                slug = outlet.slug if outlet else None
                known = self._writer.add_snapshot(capture, outlet=slug, run_id=self._run_id)
                self._added += 1
            else:
                self._known += 1
            self._snapshots[identity] = known
        return known
