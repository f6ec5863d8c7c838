"""Streams the snapshots of a selection with their bytes and what the index knows besides, in the order of their ids."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.errors import ArchiveError, Pruned
from newsarchive.export.counts import Counts, Damage
from newsarchive.models import Capture
from newsarchive.store import Archive
from newsarchive.store.selection import Selection, snapshot_ids


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """A version that was read from a snapshot: `part` is the page of the article, from 0."""

    version_id: int
    key: str
    part: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A capture and its row. `versions` are those read from it or seen again in it, in the order of their ids."""

    id: int
    capture: Capture
    sha256: str
    """Of the body, hexadecimal."""
    outlet: str | None
    kind: str | None
    optouts: tuple[str, ...]
    versions: tuple[ReadFrom, ...]
    removed: tuple[tuple[str, str], ...] = ()
    """Articles of which this showed that they were gone: key, and how that was seen."""


def snapshots_of(archive: Archive, selection: Selection, counts: Counts) -> Iterator[Snapshot]:
    """The snapshots meant, ascending by id, one by one; those whose bytes cannot be had are only counted."""
    removals = _Removals(archive)
    for number in snapshot_ids(archive.connection, selection):
        url, outlet, kind, optouts, sha256 = archive.connection.execute(
            "SELECT url, outlet, kind, optouts, payload_sha256 FROM snapshots WHERE id = ?", (number,)
        ).fetchone()
        try:
            capture = archive.snapshot(number)
        except Pruned:
            counts.pruned += 1
        except ArchiveError as error:
            counts.add_damage(Damage(number, url, str(error)))
        else:
            found = tuple(json.loads(optouts)) if optouts else ()
            if capture is not None:
                read_from = _versions(archive, number)
                yield Snapshot(number, capture, sha256, outlet, kind, found, read_from, removals.at(number))


class _Removals:
    """The events of removal, walked through beside the snapshots that show them: both ascend."""

    def __init__(self, archive: Archive) -> None:
        self._rows = archive.connection.execute(
            "SELECT e.snapshot_id, a.key, ifnull(e.detail, '') FROM events e JOIN articles a ON a.id = e.article_id"
            " WHERE e.kind = 'removed' AND e.snapshot_id IS NOT NULL ORDER BY e.snapshot_id, e.id"
        )
        self._next = self._rows.fetchone()

    def at(self, snapshot_id: int) -> tuple[tuple[str, str], ...]:
        found = []
        while self._next is not None and self._next[0] <= snapshot_id:
            if self._next[0] == snapshot_id:
                found.append((self._next[1], self._next[2]))
            self._next = self._rows.fetchone()
        return tuple(found)


def _versions(archive: Archive, snapshot_id: int) -> tuple[ReadFrom, ...]:
    rows = archive.connection.execute(
        "SELECT v.id, a.key, vs.part FROM version_snapshots vs JOIN versions v ON v.id = vs.version_id"
        " JOIN articles a ON a.id = v.article_id WHERE vs.snapshot_id = ? ORDER BY v.id",
        (snapshot_id,),
    )
    return tuple(ReadFrom(*row) for row in rows.fetchall())
