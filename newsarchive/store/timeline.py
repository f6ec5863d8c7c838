"""Says where a sighting of an article falls among its versions, in whatever order the sightings come in.

A version is a run of sightings that say the same, boring differences aside. A page that comes late (an import of what
was kept earlier) may belong to a version that is there, reach back in time what was seen later, or part a run in two.
The rows that come of it are those that the same pages make in order; only the numbers tell the order of arrival.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from newsarchive.store.happenings import Seen

# Of a paged article the first page tells when it was seen. A version of before snapshots were tied to it, and one that
# was only asked for again (304), have their own times.
_SIGHTINGS = (
    "SELECT v.seen_at AS at, v.number, v.id, v.seen_at FROM versions v WHERE v.article_id = ?1"
    " UNION ALL SELECT s.fetched_at, v.number, v.id, v.seen_at FROM versions v"
    "  JOIN version_snapshots vs ON vs.version_id = v.id AND vs.part = 0"
    "  JOIN snapshots s ON s.id = vs.snapshot_id AND s.fetched_at > v.seen_at WHERE v.article_id = ?1"
    " UNION ALL SELECT a.last_seen_at, v.number, v.id, v.seen_at FROM articles a"
    "  JOIN versions v ON v.article_id = a.id AND v.number = a.version WHERE a.id = ?1"
)
_LAST_UNTIL = f"SELECT * FROM ({_SIGHTINGS}) WHERE at <= ?2 ORDER BY at DESC, number DESC LIMIT 1"  # noqa: S608
_FIRST_AFTER = f"SELECT * FROM ({_SIGHTINGS}) WHERE at > ?2 ORDER BY at, number LIMIT 1"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Sighted:
    """A version as it was sighted at one time (`at`, text in UTC); `seen_at`: when it was first seen."""

    at: str
    number: int
    version_id: int
    seen_at: str


@dataclass(frozen=True, slots=True)
class Place:
    """The versions seen last up to some time and first after it; the same one, if its run goes on over that time."""

    before: Sighted | None
    after: Sighted | None

    @property
    def is_within(self) -> bool:
        """Whether one version was seen both before and after."""
        return self.before is not None and self.after is not None and self.before.number == self.after.number


def place_of(connection: sqlite3.Connection, article_id: int, when: str) -> Place:
    """Where the time `when` falls among the sightings of an article."""
    found = [connection.execute(sql, (article_id, when)).fetchone() for sql in (_LAST_UNTIL, _FIRST_AFTER)]
    before, after = (None if row is None else Sighted(*row) for row in found)
    return Place(before, after)


def reach_back(connection: sqlite3.Connection, article_id: int, version: Sighted, seen: Seen) -> None:
    """A version was there earlier than known: from `seen` on."""
    connection.execute("UPDATE versions SET seen_at = ? WHERE id = ?", (seen.when, version.version_id))
    connection.execute(
        "UPDATE events SET at = ?, snapshot_id = ? WHERE article_id = ? AND kind = 'retitled' AND at = ?",
        (seen.when, seen.snapshot_id, article_id, version.seen_at),
    )


def follow(connection: sqlite3.Connection, version: Sighted, changed: tuple[str, ...]) -> Seen:
    """A version differs from the one that now stands before it in these fields; gives when it was first seen."""
    connection.execute("UPDATE versions SET changed = ? WHERE id = ?", (json.dumps(changed), version.version_id))
    return Seen(version.seen_at, _first_snapshot(connection, version.version_id))


def go_on(connection: sqlite3.Connection, article_id: int, place: Place, number: int, when: str) -> Seen:
    """Part the run of a version at `when`: from then on it is version `number`, which has the same text.

    That gets the snapshots fetched later, or where there are none (the page was only asked for again: 304) has those
    of the parted one too, and is what the article says now if that was. Gives when it was first seen. ValueError where
    no run goes on over that time.
    """
    if place.before is None or place.after is None:
        raise ValueError("no version was seen both before and after")
    (later_id,) = connection.execute(
        "SELECT id FROM versions WHERE article_id = ? AND number = ?", (article_id, number)
    ).fetchone()
    handed_over = connection.execute(
        "UPDATE version_snapshots SET version_id = ?2 WHERE version_id = ?1"
        " AND snapshot_id IN (SELECT id FROM snapshots WHERE fetched_at > ?3)",
        (place.before.version_id, later_id, when),
    ).rowcount
    if not handed_over:
        connection.execute(
            "INSERT INTO version_snapshots SELECT ?2, snapshot_id, part FROM version_snapshots WHERE version_id = ?1",
            (place.before.version_id, later_id),
        )
    connection.execute(
        "UPDATE versions SET read_by = (SELECT read_by FROM versions WHERE id = ?) WHERE id = ?",
        (place.before.version_id, later_id),
    )
    connection.execute(
        "UPDATE articles SET version = ? WHERE id = ? AND version = ?", (number, article_id, place.before.number)
    )
    return Seen(place.after.at, _first_snapshot(connection, later_id))


def _first_snapshot(connection: sqlite3.Connection, version_id: int) -> int | None:
    sql = (
        "SELECT vs.snapshot_id FROM version_snapshots vs JOIN snapshots s ON s.id = vs.snapshot_id"
        " WHERE vs.version_id = ? ORDER BY s.fetched_at, s.id LIMIT 1"
    )
    row = connection.execute(sql, (version_id,)).fetchone()
    return None if row is None else int(row[0])
