"""Counts what a run did for each outlet, in memory until the transaction that it belongs to is committed."""

from __future__ import annotations

import sqlite3
from collections import Counter

_COLUMNS = ("snapshots", "articles_new", "articles_changed", "articles_unchanged", "failures")
_SQL = (
    f"INSERT INTO run_outlets (run_id, outlet, {', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    f" ON CONFLICT DO UPDATE SET {', '.join(f'{name} = {name} + excluded.{name}' for name in _COLUMNS)}"
)


class Tally:
    """Adds up for the table `run_outlets`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counts: dict[tuple[int, str], Counter[str]] = {}

    def add(self, run_id: int, outlet: str | None, what: str) -> None:
        """Count one: `what` is a column of `run_outlets`. What belongs to no outlet is not counted here."""
        if outlet is not None:
            self._counts.setdefault((run_id, outlet), Counter())[what] += 1

    def write(self) -> None:
        """Add the counts to the table, as part of the transaction that is open, and begin again at 0."""
        for (run_id, outlet), counts in self._counts.items():
            self._connection.execute(_SQL, (run_id, outlet, *(counts[name] for name in _COLUMNS)))
        self._counts.clear()
