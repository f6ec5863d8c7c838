"""Runs a replay: read, compare, tell; and, if asked for, store what is read otherwise today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsarchive.errors import NewsarchiveError
from newsarchive.exits import ExitCode
from newsarchive.importing.interpret import Interpreter
from newsarchive.models import Article, Capture
from newsarchive.registry import Registry, load_registry
from newsarchive.replay.findings import Findings
from newsarchive.replay.outcome import MOST_HARMED, Counting, Outcome
from newsarchive.replay.processes import read_all
from newsarchive.replay.spool import Spool
from newsarchive.replay.workload import pieces
from newsarchive.store import Archive, Writer, open_archive
from newsarchive.store.fields import VERSION_COLUMNS, article_from
from newsarchive.store.outlets import read_outlet
from newsarchive.store.selection import Selection
from newsarchive.version import __version__

_STORED = (
    f"SELECT a.outlet, {', '.join(f'v.{name}' for name in VERSION_COLUMNS.split(', '))}"  # noqa: S608
    " FROM versions v JOIN articles a ON a.id = v.article_id WHERE a.id = ? AND v.number = ?"
)
_FLUSH_EVERY = 100
"""Articles that are stored in one transaction."""


class TooHarmful(NewsarchiveError):
    """So many articles would lose text that the parsers, and not the pages, must be at fault: nothing was stored."""

    exit_code = ExitCode.DIFFERS

    def __init__(self, outcome: Outcome) -> None:
        what = ", ".join(f"{count} {harm}" for harm, count in outcome.harms.most_common())
        super().__init__(
            f"nothing was stored: {outcome.harmed} of {outcome.versions} versions would be worse off ({what}), which is"
            f" more than {MOST_HARMED:.0%}; look at the examples, and use --force if the new reading is right"
        )
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of a replay."""

    selection: Selection
    jobs: int = 1
    """Processes that read."""
    limit: int | None = None
    """So many articles at most, and so many snapshots that are none."""
    examples: int = 2
    """Shown of each field, doubt and so on."""
    outlets_dir: Path | None = None
    """Folder of outlet files; None: the project's own."""


def look(archive: Archive, order: Order, *, progress: Callable[[int], None] = lambda count: None) -> Outcome:
    """Say what reading again would change, and write nothing. `progress` is told of articles and snapshots done.

    A crawl may be writing meanwhile. Raises ReadingDied if a process is ended.
    """
    return _read(archive, order, progress, lambda found: None)


def apply(
    path: Path,
    order: Order,
    *,
    clock: Callable[[], datetime],
    is_forced: bool = False,
    progress: Callable[[int], None] = lambda count: None,
) -> Outcome:
    """Read again, and store what is read otherwise: all is read and judged before anything is written.

    The archive in the folder `path` is locked from the beginning. Where nothing changed nothing is written, not even a
    run. What is stored is stored article by article: after a kill the same call goes on. Raises ArchiveLocked,
    NotAnArchive, ReadingDied, and TooHarmful unless `is_forced`.
    """
    with ExitStack() as open_now:
        open_archive(path).close()  # refuses what is missing or not ours: a writer would make one
        writer = open_now.enter_context(Writer(path, clock=clock))
        spool = open_now.enter_context(Spool(writer.path))
        archive = open_now.enter_context(open_archive(path))
        outcome = _read(archive, order, progress, lambda found: _keep(spool, found))
        if outcome.is_broken and not is_forced:
            raise TooHarmful(outcome)
        if outcome.has_changes:
            _Storing(writer, archive, load_registry(order.outlets_dir), outcome).all(spool, order, clock())
    return outcome


def _read(archive: Archive, order: Order, progress: Callable[[int], None], keep: Callable[[Findings], None]) -> Outcome:
    def stored(article_id: int, number: int) -> Article | None:
        row = archive.connection.execute(_STORED, (article_id, number)).fetchone()
        return None if row is None else article_from(row[0], row[1:])

    counting = Counting(order.examples, stored)
    work = pieces(archive.connection, order.selection, order.limit)
    for found in read_all(archive.path, order.outlets_dir, work, order.jobs):
        counting.add(found)
        keep(found)
        progress(found.articles + found.snapshots)
    return counting.outcome


def _keep(spool: Spool, found: Findings) -> None:
    for change in found.changes:
        spool.add(change)
    for arrival in found.arrivals:
        spool.add_snapshot(arrival.snapshot_id)


class _Storing:
    """Writes what a spool holds, as one run."""

    def __init__(self, writer: Writer, archive: Archive, registry: Registry, outcome: Outcome) -> None:
        self._writer, self._archive, self._registry, self._outcome = writer, archive, registry, outcome
        self._outlets = {outlet.slug: outlet for outlet in registry.outlets}

    def all(self, spool: Spool, order: Order, at: datetime) -> None:
        writer, outcome = self._writer, self._outcome
        options = {"selection": order.selection.asked(), "limit": order.limit}
        outcome.run_id = run_id = writer.begin_run("replay", version=__version__, user_agent=None, options=options)
        exit_code, reason = ExitCode.INTERRUPTED, "shutdown"
        try:
            self._readings(spool, run_id, at)
            self._snapshots(spool.snapshots(), run_id)
            exit_code, reason = (ExitCode.DIFFERS if outcome.damaged else ExitCode.OK), "finished"
        except Exception:
            exit_code, reason = ExitCode.INTERNAL, "failed"
            raise
        finally:
            self._archive.close()  # or packs of past months could not be sealed
            writer.end_run(run_id, exit_code=exit_code, counts=_counts(outcome), reason=reason)

    def _readings(self, spool: Spool, run_id: int, at: datetime) -> None:
        writer = self._writer
        for stored, (article_id, readings) in enumerate(spool.readings(), start=1):
            with writer.unit():
                changed = writer.readings.replace(article_id, readings, at=at, run_id=run_id)
            self._outcome.stored_versions += len(changed)
            if stored % _FLUSH_EVERY == 0:
                writer.flush()
        writer.flush()

    def _snapshots(self, snapshot_ids: Iterator[int], run_id: int) -> None:
        """Pages that were no articles are read as an import reads them: seen when they were fetched."""
        writer = self._writer
        interpreter = Interpreter(writer, self._registry, run_id, self._find_part)
        for stored, snapshot_id in enumerate(snapshot_ids, start=1):
            capture = writer.arrivals.capture(snapshot_id)
            if capture is not None:
                with writer.unit():
                    self._interpret(interpreter, capture, snapshot_id)
            if stored % _FLUSH_EVERY == 0:
                writer.flush()
        with writer.unit():
            interpreter.finish()
        self._outcome.stored_articles.update(interpreter.articles)

    def _interpret(self, interpreter: Interpreter, capture: Capture, snapshot_id: int) -> None:
        connection = self._archive.connection
        (slug,) = connection.execute("SELECT outlet FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone()
        outlet = interpreter.outlet_of(capture) if slug is None else self._outlets.get(slug)
        if outlet is not None:
            self._writer.sync_outlets([outlet])
            self._writer.arrivals.belongs_to(snapshot_id, outlet.slug)
        elif slug is not None:
            outlet = read_outlet(connection, slug)
        interpreter.read(capture, snapshot_id, outlet)

    def _find_part(self, url: str, near: datetime | None) -> tuple[Capture, int] | None:
        arrivals = self._writer.arrivals
        found = arrivals.nearest(url, near)
        part = None if found is None else arrivals.capture(found)
        return None if found is None or part is None else (part, found)


def _counts(outcome: Outcome) -> dict[str, int]:
    counts = {
        "articles": outcome.articles,
        "versions": outcome.versions,
        "changed_versions": outcome.stored_versions,
        "damaged": outcome.damaged,
        "doubts": outcome.doubts.total(),
    }
    return counts | {f"articles_{what}": count for what, count in sorted(outcome.stored_articles.items())}
