"""Takes articles down for good: rows, bytes, words of the index, and a tombstone so that they do not come back."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsarchive import __version__
from newsarchive.errors import ArchiveError, ConfigError, is_disk_full
from newsarchive.store import Archive, Writer
from newsarchive.store.connection import INDEX_NAME, PACKS_NAME
from newsarchive.store.reach import Reach, reach_of
from newsarchive.store.tombstones import Tombstone, Tombstones, read_tombstones

_OURS = (INDEX_NAME, f"{INDEX_NAME}-wal", f"{INDEX_NAME}-shm", PACKS_NAME, "lock", "config.toml")
"""What lies in the folder of an archive and is cleaned."""

_PACK = re.compile(r"\d{4}-\d\d\.db(?:-wal|-shm|-journal)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Purged:
    """What a takedown did, or would do."""

    reached: tuple[Reach, ...]
    already: tuple[Tombstone, ...]
    """Of what was asked for: taken down before."""
    tombstones: tuple[Tombstone, ...]
    """Those set or finished now, newest last; empty if nothing was done."""
    left_in: tuple[str, ...]
    """Other files in the archive's folder (an index that was put aside, say), which may hold the text too."""
    is_finished: bool
    """False: rows are removed, but traces are still in the files; `problem` says why, and to run it again finishes."""
    problem: str | None = None


def plan_purge(archive: Archive, refs: Sequence[str]) -> Purged:
    """What a takedown of these URLs or keys would remove; nothing is changed.

    Raises ConfigError, naming it, for one of which nothing is known.
    """
    reached, already = _found(archive.connection, refs)
    done = not read_tombstones(archive.connection, only_unfinished=True)
    return Purged(tuple(reached), tuple(already), (), _other_files(archive.path), done)


def purge(
    folder: Path,
    refs: Sequence[str],
    *,
    reason: str,
    clock: Callable[[], datetime],
    progress: Callable[[str], None] = lambda _: None,
) -> Purged:
    """Take down what `refs` name (URLs in any shape, keys), and finish what an earlier takedown left.

    Takes the archive's lock. All rows go in one transaction, together with the tombstones; then the bytes in the
    packs, then the words in the full-text index and what lies in free pages (`store.removal`). `progress` is told each
    step. Killed or failing anywhere it leaves a sound archive, and another call, also without `refs`, finishes.
    Raises ConfigError for a reference of which nothing is known: then nothing was changed. ArchiveLocked.
    """
    with Writer(folder, clock=clock) as writer:
        connection = writer.removal.connection
        reached, already = _found(connection, refs)
        options = {"refs": list(refs), "reason": reason}
        run_id = writer.begin_run("purge", version=__version__, user_agent=None, options=options)
        progress("rows")
        numbers = _take_down(writer, reached, reason, run_id, clock)
        unfinished = [stone.id for stone in read_tombstones(connection, only_unfinished=True)]
        problem = _finish(writer, clock, progress) if unfinished else None
        old = sorted(stone.id for stone in already)
        already = read_tombstones(connection, old)
        stones = read_tombstones(connection, sorted({*numbers, *unfinished} - {*old}))
        counts = {
            "tombstones": len(numbers),
            "snapshots": sum(len(reach.snapshot_ids) for reach in reached),
            "versions": sum(reach.versions for reach in reached),
        }
        writer.end_run(run_id, exit_code=0, counts=counts)
        files = _other_files(writer.path)
    return Purged(tuple(reached), tuple(already), tuple(stones), files, problem is None, problem)


def _found(connection: sqlite3.Connection, refs: Sequence[str]) -> tuple[list[Reach], list[Tombstone]]:
    reached: dict[tuple[int | None, tuple[str, ...]], Reach] = {}
    already: dict[int, Tombstone] = {}
    for ref in refs:
        reach = reach_of(connection, ref)
        if reach is not None:
            reached.setdefault((reach.article_id, reach.urls), reach)
            continue
        found = Tombstones(connection).covers(ref, key=ref)
        if found is None:
            raise ConfigError(f"nothing is kept under {ref!r}: no article, no snapshot, no URL that is to be fetched")
        already |= {stone.id: stone for stone in read_tombstones(connection, [found])}
    return list(reached.values()), list(already.values())


def _take_down(
    writer: Writer, reached: Sequence[Reach], reason: str, run_id: int, clock: Callable[[], datetime]
) -> list[int]:
    numbers = []
    with writer.unit():
        for reach in reached:
            numbers.append(writer.removal.take_down(reach, reason=reason, at=clock(), run_id=run_id))
            writer.count(run_id, reach.outlet, "purged")
    writer.flush()
    return numbers


def _finish(writer: Writer, clock: Callable[[], datetime], progress: Callable[[str], None]) -> str | None:
    """Remove bytes and traces; gives why that could not be done whole, or None."""
    progress("packs")
    try:
        writer.removal.clear_packs(clock())
        progress("index")
        if writer.removal.scrub(clock()):
            return None
        return "another program has the archive open for reading, so that its log cannot be emptied"
    except ArchiveError as error:
        return str(error)
    except sqlite3.Error as error:
        if not is_disk_full(error):
            raise
        return "the disk is full: to write the index anew takes about twice its size for a moment"


def _other_files(folder: Path) -> tuple[str, ...]:
    beside = [path for path in folder.iterdir() if path.name not in _OURS]
    beside += [path for path in (folder / PACKS_NAME).glob("*") if not _PACK.fullmatch(path.name)]
    return tuple(sorted(path.relative_to(folder).as_posix() for path in beside))
