"""The table `robots`: what each site's robots.txt said last, and until when that is believed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from newsarchive.store.times import maybe_time, to_text


@dataclass(frozen=True, slots=True)
class RobotsRow:
    """A row of `robots`, see there for what each column means."""

    origin: str
    """Scheme, host and port: `https://www.radar.test`."""
    fetched_at: datetime
    expires_at: datetime
    status: int | None
    """Of the answer; None: there was none."""
    verdict: str
    """`rules`, `allow-all` or `disallow-all`."""
    reason: str | None
    body: str
    """The text that the rules are read from; '' where the verdict is not `rules`."""
    snapshot_id: int | None


class RobotsRows:
    """One row an origin: a new answer takes the place of the old one, which stays in the archive as a snapshot.

    Changes are part of the writer's transaction.
    """

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection = connection
        self._changed = changed

    def load(self, origin: str) -> RobotsRow | None:
        """What is known of an origin, whether it is still believed or not."""
        row = self._connection.execute(
            "SELECT origin, fetched_at, expires_at, status, verdict, reason, body, snapshot_id FROM robots"
            " WHERE origin = ?",
            (origin,),
        ).fetchone()
        if row is None:
            return None
        fetched_at, expires_at = maybe_time(row[1]), maybe_time(row[2])
        assert fetched_at is not None, "the columns are NOT NULL"
        assert expires_at is not None, "the columns are NOT NULL"
        return RobotsRow(row[0], fetched_at, expires_at, *row[3:])

    def save(self, row: RobotsRow) -> None:
        """Keep an answer in place of the one before. Raises sqlite3.IntegrityError for a snapshot that there is not."""
        self._changed()
        self._connection.execute(
            "INSERT OR REPLACE INTO robots (origin, fetched_at, expires_at, status, verdict, reason, body, snapshot_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.origin,
                to_text(row.fetched_at),
                to_text(row.expires_at),
                row.status,
                row.verdict,
                row.reason,
                row.body,
                row.snapshot_id,
            ),
        )
