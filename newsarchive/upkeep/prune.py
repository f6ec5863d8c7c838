"""Finds what nobody needs any more, and removes it if asked: bodies that nothing cites, and bodies of old lists."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from newsarchive.store import Writer
from newsarchive.store.packs.damage import PackInUse
from newsarchive.store.packs.folder import Packs
from newsarchive.store.times import to_text
from newsarchive.upkeep.rebuild import LISTS
from newsarchive.version import __version__

_CITED = "SELECT 1 FROM snapshots WHERE payload_sha256 = ? AND pack = ? AND pruned_at IS NULL LIMIT 1"

# A body goes only if every snapshot that has it is one of an old list, and no article was read from it.
_OLD_LISTS = (
    "SELECT s.payload_sha256, count(*) FROM snapshots s WHERE s.pack = :pack AND s.pruned_at IS NULL"
    " AND s.payload_bytes > 0 AND s.fetched_at < :before AND s.kind IN (SELECT value FROM json_each(:kinds))"
    " AND NOT EXISTS (SELECT 1 FROM snapshots o WHERE o.payload_sha256 = s.payload_sha256 AND o.pruned_at IS NULL"
    "   AND (o.fetched_at >= :before OR o.kind IS NULL OR o.kind NOT IN (SELECT value FROM json_each(:kinds))"
    "     OR EXISTS (SELECT 1 FROM version_snapshots vs WHERE vs.snapshot_id = o.id)))"
    " GROUP BY s.payload_sha256 ORDER BY s.payload_sha256"
)


@dataclass(frozen=True, slots=True)
class Prunable:
    """What there is to be won in one pack. `bytes` are those that the bodies take there, compressed as they are."""

    pack: str
    uncited: int
    """Bodies that no snapshot cites: a crash left them, or a takedown or pruning that was stopped."""
    uncited_bytes: int
    lists: int
    """Bodies of lists older than was asked for."""
    list_snapshots: int
    """Snapshots that have these bodies; their rows stay."""
    list_bytes: int


@dataclass(frozen=True, slots=True)
class PruneReport:
    """What can be pruned or, if `is_applied`, was: one line a pack in which there is anything."""

    packs: tuple[Prunable, ...]
    is_applied: bool
    problem: str | None = None
    """Why some of it could not be removed; it can be tried again."""


def plan_prune(connection: sqlite3.Connection, folder: Path, *, lists_before: datetime | None) -> PruneReport:
    """What there is to be won; nothing is changed. `lists_before`: bodies of lists fetched before this (aware) moment
    too; None: of none. While a run writes, bodies that it is just storing may be counted as uncited.

    Raises DamagedPack for a pack that cannot be read.
    """
    packs = Packs(folder / "packs")
    try:
        found = [_look(connection, packs, name, lists_before)[0] for name in packs.names()]
    finally:
        packs.close()
    return PruneReport(tuple(each for each in found if each.uncited or each.lists), is_applied=False)


def prune(folder: Path, *, lists_older_than: timedelta | None, clock: Callable[[], datetime]) -> PruneReport:
    """Remove it. Takes the archive's lock, so that nothing is taken for uncited that is just being stored.

    A row says that its body is pruned (`pruned_at`) before the body goes: a kill in between leaves a body that nothing
    cites, which the next pruning removes. A pack that somebody reads just then is left for another time, and `problem`
    says so. Raises ArchiveLocked; DamagedPack for a pack that cannot be read.
    """
    with Writer(folder, clock=clock) as writer:
        now = clock()
        before = None if lists_older_than is None else now - lists_older_than
        options = {"lists_before": None if before is None else to_text(before)}
        run_id = writer.begin_run("prune", version=__version__, user_agent=None, options=options)
        done, problem = [], None
        for name in writer.removal.packs.names():
            found, uncited, lists = _look(writer.removal.connection, writer.removal.packs, name, before)
            if not uncited and not lists:
                continue
            if before is not None:
                writer.removal.prune(lists, LISTS, before, now)
            writer.flush()
            try:
                writer.removal.clear_pack(name, [*uncited, *lists], [], why="pruning", at=clock())
            except PackInUse as error:
                problem = str(error)
            else:
                done.append(found)
        counts = {"uncited": sum(each.uncited for each in done), "lists": sum(each.lists for each in done)}
        writer.end_run(run_id, exit_code=0, counts=counts)
    return PruneReport(tuple(done), is_applied=True, problem=problem)


def _look(
    connection: sqlite3.Connection, packs: Packs, name: str, before: datetime | None
) -> tuple[Prunable, list[str], list[str]]:
    """What can go in a pack, and the hashes: of bodies that nothing cites, and of those of old lists."""
    pack = packs.for_reading(name)
    uncited = list(_uncited(connection, pack.hashes(), name))
    lists: dict[str, int] = {}
    if before is not None:
        values = {"pack": name, "before": to_text(before), "kinds": json.dumps(LISTS)}
        lists = dict(connection.execute(_OLD_LISTS, values).fetchall())
    found = Prunable(
        pack=name,
        uncited=len(uncited),
        uncited_bytes=sum(map(pack.stored_bytes, uncited)),
        lists=len(lists),
        list_snapshots=sum(lists.values()),
        list_bytes=sum(map(pack.stored_bytes, lists)),
    )
    return found, uncited, list(lists)


def _uncited(connection: sqlite3.Connection, hashes: Iterator[str], name: str) -> Iterator[str]:
    for digest in hashes:
        if connection.execute(_CITED, (digest, name)).fetchone() is None:
            yield digest
