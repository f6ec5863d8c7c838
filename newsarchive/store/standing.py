"""The tables `services` and `standings`: what a run has to know of how the one before it left each server."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

from newsarchive.models import Standing
from newsarchive.store.times import maybe_text, maybe_time


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """What to observe towards one service (see `registry.politeness_key`). Instants are aware, in UTC."""

    key: str
    last_request_at: datetime | None = None
    """When the last request to it ended."""
    hold_until: datetime | None = None
    """Nothing is asked of it before. May lie in the past."""
    hold_reason: str | None = None


class Services:
    """Rows of the table `services`. Changes are part of the writer's transaction."""

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection = connection
        self._changed = changed

    def load(self) -> dict[str, ServiceRow]:
        """Every service that was ever asked anything, by its key."""
        rows = self._connection.execute("SELECT key, last_request_at, hold_until, hold_reason FROM services")
        return {key: ServiceRow(key, maybe_time(last), maybe_time(until), reason) for key, last, until, reason in rows}

    def save(self, rows: Iterable[ServiceRow]) -> None:
        """Write these rows in place of those that are there."""
        values = [(r.key, maybe_text(r.last_request_at), maybe_text(r.hold_until), r.hold_reason) for r in rows]
        if values:
            self._changed()
            self._connection.executemany(
                "INSERT OR REPLACE INTO services (key, last_request_at, hold_until, hold_reason) VALUES (?, ?, ?, ?)",
                values,
            )

    def is_after_a_death(self) -> bool:
        """Whether the last run that went over the network never ended: requests of its last second are not noted."""
        sql = "SELECT ended_at IS NULL FROM runs WHERE user_agent IS NOT NULL ORDER BY id DESC LIMIT 1"
        row = self._connection.execute(sql).fetchone()
        return row is not None and bool(row[0])


class StandingRows:
    """Rows of the table `standings`. Changes are part of the writer's transaction."""

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection = connection
        self._changed = changed

    def load(self) -> dict[str, Standing]:
        """How every outlet stands that was ever asked anything, by its slug."""
        rows = self._connection.execute(
            "SELECT outlet, troubles, strikes, hold_until, quarantined_at, reason, detail, last_ok_at,"
            " last_trouble_at FROM standings"
        )
        return {
            outlet: Standing(
                outlet,
                troubles,
                strikes,
                maybe_time(until),
                maybe_time(quarantined),
                reason,
                detail,
                *map(maybe_time, at),
            )
            for outlet, troubles, strikes, until, quarantined, reason, detail, *at in rows
        }

    def save(self, standing: Standing) -> None:
        """Write one row in place of the one that is there. The outlet has been synced before."""
        self._changed()
        values = [maybe_text(v) if isinstance(v, datetime) else v for v in astuple(standing)]
        self._connection.execute(
            "INSERT OR REPLACE INTO standings (outlet, troubles, strikes, hold_until, quarantined_at, reason, detail,"
            " last_ok_at, last_trouble_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
