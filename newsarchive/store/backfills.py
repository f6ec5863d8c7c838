"""Walks into the past that were asked for: rows of the table `backfills`. What is left of one is in the frontier."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from newsarchive.store.times import from_text, maybe_time, to_text

BackfillState = Literal["open", "done", "exhausted", "stopped"]
_COLUMNS = "id, outlet, since_on, until_on, state, step, requests, found, created_at, ended_at, detail"
_UNFINISHED = (
    "SELECT 1 FROM frontier WHERE outlet = ? AND lane = 'backfill' AND due_at IS NOT NULL"
    " AND (state = 'pending' OR kind <> 'article') LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Backfill:
    """One walk. Days are the outlet's own, both ends belong to it."""

    id: int
    outlet: str
    since_on: date
    until_on: date
    state: BackfillState
    step: int
    """Which of the network's ways back is walked, from 0; see `spiders.backfill.ways_back`."""
    requests: int
    found: int
    """Articles that were not known before."""
    created_at: datetime
    ended_at: datetime | None
    detail: str | None


class Backfills:
    """Changes are part of the writer's transaction. An outlet has at most one open walk."""

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection = connection
        self._changed = changed

    def open(self, outlet: str, since_on: date, until_on: date, at: datetime) -> Backfill:
        """Begin a walk, or take up the open one of this outlet with the same range; another range replaces it.

        What a replaced walk left in the frontier stays there and is fetched all the same.
        """
        present = self.of(outlet)
        if present is not None and (present.since_on, present.until_on) == (since_on, until_on):
            return present
        if present is not None:
            self.end(present.id, "stopped", "another range was asked for", at)
        self._changed()
        self._connection.execute(
            "INSERT INTO backfills (outlet, since_on, until_on, state, step, requests, found, created_at)"
            " VALUES (?, ?, ?, 'open', -1, 0, 0, ?)",
            (outlet, since_on.isoformat(), until_on.isoformat(), to_text(at)),
        )
        opened = self.of(outlet)
        assert opened is not None
        return opened

    def of(self, outlet: str) -> Backfill | None:
        """The open walk of an outlet."""
        sql = f"SELECT {_COLUMNS} FROM backfills WHERE outlet = ? AND state = 'open'"  # noqa: S608 - a constant
        row = self._connection.execute(sql, (outlet,)).fetchone()
        return None if row is None else _walk(row)

    def all(self) -> list[Backfill]:
        """Every walk ever asked for, the latest first."""
        sql = f"SELECT {_COLUMNS} FROM backfills ORDER BY id DESC"  # noqa: S608 - a constant
        return [_walk(row) for row in self._connection.execute(sql)]

    def is_unfinished(self, outlet: str) -> bool:
        """Whether the frontier still has lists to read, or articles never tried, for the past of an outlet."""
        return self._connection.execute(_UNFINISHED, (outlet,)).fetchone() is not None

    def has_rows(self, outlet: str) -> bool:
        """Whether the frontier has anything left to fetch, or to try again, for the past of an outlet."""
        sql = "SELECT 1 FROM frontier WHERE outlet = ? AND lane = 'backfill' AND due_at IS NOT NULL LIMIT 1"
        return self._connection.execute(sql, (outlet,)).fetchone() is not None

    def reached(self, walk: Backfill) -> date | None:
        """The earliest day within the range of which an article is known."""
        (day,) = self._connection.execute(
            "SELECT min(listed_on) FROM frontier WHERE outlet = ? AND listed_on BETWEEN ? AND ?",
            (walk.outlet, walk.since_on.isoformat(), walk.until_on.isoformat()),
        ).fetchone()
        return None if day is None else date.fromisoformat(day)

    def spent(self, outlet: str, *, requests: int = 0, found: int = 0) -> None:
        """Add to what the open walk of an outlet has cost and brought."""
        self._changed()
        self._connection.execute(
            "UPDATE backfills SET requests = requests + ?, found = found + ? WHERE outlet = ? AND state = 'open'",
            (requests, found, outlet),
        )

    def go_on(self, number: int, step: int, detail: str) -> None:
        """The walk takes its next way."""
        self._changed()
        self._connection.execute("UPDATE backfills SET step = ?, detail = ? WHERE id = ?", (step, detail, number))

    def end(self, number: int, state: BackfillState, detail: str, at: datetime) -> None:
        """The walk is over. `detail` says why in a sentence."""
        self._changed()
        self._connection.execute(
            "UPDATE backfills SET state = ?, detail = ?, ended_at = ? WHERE id = ?",
            (state, detail, to_text(at), number),
        )


def _walk(row: tuple[int, str, str, str, BackfillState, int, int, int, str, str | None, str | None]) -> Backfill:
    number, outlet, since_on, until_on, state, step, requests, found, created_at, ended_at, detail = row
    return Backfill(
        number,
        outlet,
        date.fromisoformat(since_on),
        date.fromisoformat(until_on),
        state,
        step,
        requests,
        found,
        from_text(created_at),
        maybe_time(ended_at),
        detail,
    )
