"""The frontier: what is to be fetched, kept in the archive itself so that a crawl killed at any point goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from newsarchive.models import Lead
from newsarchive.store.records import FrontierRow
from newsarchive.store.times import maybe_text, maybe_time, to_text

_COLUMNS = (
    "key, url, outlet, kind, native_id, found_on_url, priority, state, attempts, checks, discovered_at, due_at,"
    " last_at, last_status, last_reason, etag, last_modified"
)
_NAMES = tuple(_COLUMNS.replace(",", "").split())


class Frontier:
    """Rows of the table `frontier`, one for each key. Changes are part of the writer's transaction.

    A row is due when `due_at` is not null and not after the time given, whatever its state: `pending` rows are due when
    found, `done` and `failed` rows when their caller said, `gone` rows never.
    """

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection = connection
        self._changed = changed

    def offer(self, leads: Iterable[Lead], at: datetime) -> list[Lead]:
        """Add the leads whose key is not known yet, due at once; give those that were added, in order."""
        self._changed()
        when = to_text(at)
        execute = self._connection.execute
        return [
            lead
            for lead in leads
            if execute(
                "INSERT OR IGNORE INTO frontier (key, url, outlet, kind, native_id, found_on_url, priority, state,"
                " attempts, checks, discovered_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, ?, ?)",
                (
                    lead.key,
                    lead.url,
                    lead.outlet,
                    lead.kind,
                    lead.native_id,
                    lead.found_on_url,
                    lead.priority,
                    when,
                    when,
                ),
            ).rowcount
            == 1
        ]

    def due(
        self,
        outlets: Sequence[str],
        at: datetime,
        *,
        limit: int,
        after_key: str | None = None,
        kinds: Collection[str] | None = None,
        exclude: Collection[str] = (),
    ) -> list[FrontierRow]:
        """Up to `limit` rows of these outlets that are due at `at`, highest priority first, then longest due.

        `exclude` holds keys not wanted (those in flight). With `after_key` (`""` to begin) rows come in the order of
        their keys instead, from the first key after it: for walking through all of them in pages.
        """
        if not outlets or limit <= 0:
            return []
        order = "priority DESC, due_at, key" if after_key is None else "key"
        where = f"outlet IN ({_marks(outlets)}) AND due_at IS NOT NULL AND due_at <= ?"
        values: list[object] = [*outlets, to_text(at)]
        if kinds is not None:
            where += f" AND kind IN ({_marks(kinds)})"
            values += kinds
        if after_key is not None:
            where += " AND key > ?"
            values.append(after_key)
        values.append(limit + len(exclude))
        sql = f"SELECT {_COLUMNS} FROM frontier WHERE {where} ORDER BY {order} LIMIT ?"  # noqa: S608 - constants and marks
        skip = frozenset(exclude)
        rows = (row for row in self._connection.execute(sql, values) if row[0] not in skip)
        return [_row(row) for row, _ in zip(rows, range(limit), strict=False)]

    def get(self, key: str) -> FrontierRow | None:
        """The row of a key; None if it was never offered."""
        sql = f"SELECT {_COLUMNS} FROM frontier WHERE key = ?"  # noqa: S608 - a constant
        row = self._connection.execute(sql, (key,)).fetchone()
        return None if row is None else _row(row)

    def done(
        self,
        key: str,
        *,
        at: datetime,
        next_at: datetime | None,
        status: int,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """It was fetched and what it gave is stored. `next_at`: when to look again, None for never.

        Validators not given (a 304 has none) stay as they were. Open failures of its URL are resolved.
        """
        self._changed()
        when = to_text(at)
        self._connection.execute(
            "UPDATE frontier SET state = 'done', attempts = 0, checks = checks + 1, due_at = ?, last_at = ?,"
            " last_status = ?, last_reason = NULL, etag = coalesce(?, etag), last_modified = coalesce(?, last_modified)"
            " WHERE key = ?",
            (maybe_text(next_at), when, status, etag, last_modified, key),
        )
        self._connection.execute(
            "UPDATE failures SET resolved_at = ? WHERE resolved_at IS NULL"
            " AND url = (SELECT url FROM frontier WHERE key = ?)",
            (when, key),
        )

    def failed(
        self, key: str, *, at: datetime, reason: str, retry_at: datetime | None, status: int | None = None
    ) -> None:
        """A try failed. `retry_at`: when to try again, None for never. The reason `gone` makes the row gone."""
        self._changed()
        self._connection.execute(
            "UPDATE frontier SET state = ?, attempts = attempts + 1, due_at = ?, last_at = ?, last_status = ?,"
            " last_reason = ? WHERE key = ?",
            ("gone" if reason == "gone" else "failed", maybe_text(retry_at), to_text(at), status, reason, key),
        )

    def gone(self, key: str, *, at: datetime, status: int, next_at: datetime | None = None) -> None:
        """The page is no longer there. `next_at`: when to see whether it came back, None for never."""
        self._changed()
        self._connection.execute(
            "UPDATE frontier SET state = 'gone', checks = checks + 1, due_at = ?, last_at = ?, last_status = ?,"
            " last_reason = 'gone' WHERE key = ?",
            (maybe_text(next_at), to_text(at), status, key),
        )

    def counts(self, outlet: str | None = None) -> dict[str, int]:
        """How many rows are in each state, for one outlet or all; states without rows are 0."""
        found = dict.fromkeys(("pending", "done", "failed", "gone"), 0)
        sql = "SELECT state, count(*) FROM frontier WHERE ?1 IS NULL OR outlet = ?1 GROUP BY state"
        found.update(self._connection.execute(sql, (outlet,)).fetchall())
        return found


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _row(row: tuple[Any, ...]) -> FrontierRow:
    values = dict(zip(_NAMES, row, strict=True))
    times = {name: maybe_time(values[name]) for name in ("discovered_at", "due_at", "last_at")}
    return FrontierRow(**(values | times))
