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

from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.store.connection import connect_reading
from newsarchive.store.lock import ArchiveLock
from newsarchive.upkeep.cited_checks import CitedChecks
from newsarchive.upkeep.copying import link, sync
from newsarchive.upkeep.faults import Looked
from newsarchive.upkeep.losses import record_loss
from newsarchive.upkeep.remaking import Making
from newsarchive.upkeep.salvage import OldIndex, carry_over, carry_takedowns
from newsarchive.version import __version__

BUILD = "rebuild-unfinished"
"""The folder in the archive in which the new index is made."""

LISTS = ("feed", "sitemap", "index", "rest", "json")
"""Kinds of snapshots that are lists."""


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
        making = Making(folder, build, registry, clock, looked or Looked())
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
    making.problems += _record(folder, clock, making.counts)
    return Rebuilt(making.snapshots, dict(making.counts), carried, tuple(making.problems), set_aside)


def _replace(folder: Path, fresh: Path, at: datetime) -> Path | None:
    """Put the new index in place of the old, which is moved aside with its log."""
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    sync(fresh)
    old = folder / "news.db"
    aside: Path | None = None
    if old.exists():
        aside = folder / f"news.db.damaged-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        link(old, aside)  # a second name first: there is an index at every moment, or a crawl would begin another
        for end in ("-wal", "-shm"):
            log = old.with_name(old.name + end)
            if log.exists():
                log.replace(aside.with_name(aside.name + end))
    fresh.replace(old)
    sync(folder)
    return aside


def _record(folder: Path, clock: Callable[[], datetime], counts: Counter[str]) -> list[str]:
    """Write into the new index that it was made anew, and whose bodies are in no pack; gives what is doubtful of that.

    Lists have their bodies pruned (`newsarchive prune`), which only the old index knew: a list without body counts as
    pruned, anything else as lost.
    """
    pruned = 0
    with Writer(folder, clock=clock) as writer, closing(connect_reading(folder / "news.db")) as index:
        run_id = writer.begin_run("rebuild", version=__version__, user_agent=None, options={})
        for fault in CitedChecks(folder, index, Looked(), set()).bodies():
            if fault.body is None:
                continue
            pruned += writer.restoring.pruned(*fault.body, LISTS, clock())
            for number, url, outlet, run, _ in writer.restoring.lost(*fault.body):
                counts["lost"] += record_loss(writer, (number, url, outlet, run), fault.what, clock())
        writer.end_run(run_id, exit_code=0, counts=counts)
    return [f"{pruned} snapshots of lists have no body in a pack: they count as pruned"] if pruned else []
