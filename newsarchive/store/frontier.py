"""The frontier: what is to be fetched, kept in the archive itself so that a crawl killed at any point goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from newsarchive.dates.names import WIB
from newsarchive.models import Lane, Lead, ListKind
from newsarchive.store.records import FrontierRow
from newsarchive.store.times import maybe_text, maybe_time, to_text
from newsarchive.store.tombstones import Tombstones

LISTED_IN: dict[ListKind, int] = {"feed": 1, "index": 2, "sitemap": 4, "rest": 8, "json": 16}
"""The bit of each kind of list in the column `listed_in`."""

_COLUMNS = (
    "key, url, outlet, kind, native_id, found_on_url, priority, state, attempts, checks, discovered_at, due_at,"
    " last_at, last_status, last_reason, etag, last_modified, lane, title, listed_at, listed_on, listed_in, covers_on,"
    " body_sha256, pace_s, steady, missing"
)
_NAMES = tuple(_COLUMNS.replace(",", "").split())
_INSERT = (
    "INSERT OR IGNORE INTO frontier (key, url, outlet, kind, native_id, found_on_url, priority, state, attempts,"
    " checks, discovered_at, due_at, lane, title, listed_at, listed_on, listed_in, covers_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', 0, 0, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_NAMED_AGAIN = "UPDATE frontier SET listed_in = listed_in | ?1 WHERE key = ?2 AND listed_in & ?1 = 0"


class Frontier:
    """Rows of the table `frontier`, one for each key. Changes are part of the writer's transaction.

    A row is due when `due_at` is not null and not after the time given, whatever its state: `pending` rows are due when
    found, `done` and `failed` rows when their caller said, `gone` rows never, and neither are `purged` ones.
    """

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection = connection
        self._changed = changed
        self.tombstones = Tombstones(connection)
        """What they speak of is not taken in."""
        self.purged = 0
        """Leads that were offered so far and not taken, because what they lead to was taken down."""

    def offer(self, leads: Iterable[Lead], at: datetime) -> list[Lead]:
        """Add the leads whose key is not known yet, due at once; give those that were added, in order.

        Of a lead that is known already it is noted which further kind of list names it. An article whose day the list
        does not tell is listed on the day of `at` in western Indonesia, where nearly all outlets are; one found in the
        past has no day until it is held.
        """
        self._changed()
        when = to_text(at)
        today = at.astimezone(WIB).date()
        return [lead for lead in leads if not self._is_purged(lead) and self._add(lead, when, today)]

    def _is_purged(self, lead: Lead) -> bool:
        found = self.tombstones.covers(lead.url, key=lead.key) is not None
        self.purged += found
        return found

    def _add(self, lead: Lead, when: str, today: date) -> bool:
        bit = 0 if lead.source is None else LISTED_IN[lead.source]
        is_of_today = lead.kind == "article" and lead.lane == "daily"
        listed_on = lead.listed_on or (today if is_of_today else None)
        values = (
            lead.key, lead.url, lead.outlet, lead.kind, lead.native_id, lead.found_on_url, lead.priority, when, when,
            lead.lane, lead.title, maybe_text(lead.listed_at), listed_on and listed_on.isoformat(), bit,
            lead.covers_on and lead.covers_on.isoformat(),
        )  # fmt: skip
        if self._connection.execute(_INSERT, values).rowcount == 1:
            return True
        if bit:
            self._connection.execute(_NAMED_AGAIN, (bit, lead.key))
        return False

    def due(
        self,
        outlets: Sequence[str],
        at: datetime,
        *,
        limit: int,
        lane: Lane | None = None,
        after_key: str | None = None,
        kinds: Collection[str] | None = None,
        exclude: Collection[str] = (),
    ) -> list[FrontierRow]:
        """Up to `limit` rows of these outlets that are due at `at`, highest priority first, then longest due.

        `lane`: of that lane only; None: of both.
        `exclude` holds keys not wanted (those in flight). With `after_key` (`""` to begin) rows come in the order of
        their keys instead, from the first key after it: for walking through all of them in pages.
        """
        if not outlets or limit <= 0:
            return []
        order = "priority DESC, due_at, key" if after_key is None else "key"
        where = f"outlet IN ({_marks(outlets)}) AND due_at IS NOT NULL AND due_at <= ?"
        values: list[object] = [*outlets, to_text(at)]
        if lane is not None:
            where += " AND lane = ?"
            values.append(lane)
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

    def knows(self, key: str) -> bool:
        """Whether a key was ever offered."""
        return self._connection.execute("SELECT 1 FROM frontier WHERE key = ?", (key,)).fetchone() is not None

    def done(
        self,
        key: str,
        *,
        at: datetime,
        next_at: datetime | None,
        status: int,
        etag: str | None = None,
        last_modified: str | None = None,
        body_sha256: str | None = None,
        pace: timedelta | None = None,
        steady: int = 0,
        listed_on: date | None = None,
    ) -> None:
        """It was fetched and what it gave is stored. `next_at`: when to look again, None for never.

        Validators and hash not given (a 304 has none) stay as they were. `pace` is that of a list; `steady` is how many
        looks in a row, this one too, found it as it was. `listed_on` is the day an article turned out to be of. An
        article of the lane `backfill` is one like any other from then on. Open failures of its URL are resolved.
        """
        self._changed()
        when = to_text(at)
        self._connection.execute(
            "UPDATE frontier SET state = 'done', attempts = 0, checks = checks + 1, missing = 0, due_at = ?,"
            " last_at = ?, last_status = ?, last_reason = NULL, etag = coalesce(?, etag),"
            " last_modified = coalesce(?, last_modified), body_sha256 = coalesce(?, body_sha256),"
            " pace_s = coalesce(?, pace_s), steady = ?, listed_on = coalesce(?, listed_on),"
            " priority = CASE WHEN lane = 'backfill' AND kind = 'article' THEN 0 ELSE priority END,"
            " lane = CASE WHEN kind = 'article' THEN 'daily' ELSE lane END WHERE key = ?",
            (
                maybe_text(next_at),
                when,
                status,
                etag,
                last_modified,
                body_sha256,
                None if pace is None else round(pace.total_seconds()),
                steady,
                listed_on and listed_on.isoformat(),
                key,
            ),
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

    def missing(self, key: str, *, at: datetime, status: int, next_at: datetime) -> None:
        """It was not there at one look; `next_at` is when to make sure. Its state stays."""
        self._changed()
        self._connection.execute(
            "UPDATE frontier SET missing = missing + 1, due_at = ?, last_at = ?, last_status = ?,"
            " last_reason = 'missing' WHERE key = ?",
            (to_text(next_at), to_text(at), status, key),
        )

    def gone(self, key: str, *, at: datetime, status: int, next_at: datetime | None = None) -> None:
        """The page is no longer there. `next_at`: when to see whether it came back, None for never."""
        self._changed()
        self._connection.execute(
            "UPDATE frontier SET state = 'gone', checks = checks + 1, missing = missing + 1, steady = 0, due_at = ?,"
            " last_at = ?, last_status = ?, last_reason = 'gone' WHERE key = ?",
            (maybe_text(next_at), to_text(at), status, key),
        )

    def purge(self, key: str) -> None:
        """What it leads to was taken down: it is never due again, and what the list said of it is forgotten."""
        self._changed()
        self._connection.execute(
            "UPDATE frontier SET state = 'purged', due_at = NULL, checks = 0, title = NULL, etag = NULL,"
            " last_modified = NULL, body_sha256 = NULL, last_reason = 'purged' WHERE key = ?",
            (key,),
        )

    def hasten_lists(self, outlets: Sequence[str], at: datetime, *, not_since: datetime) -> None:
        """Make the lists of these outlets due at `at` that are looked at again and again, but for those of late."""
        self._changed()
        self._connection.execute(
            f"UPDATE frontier SET due_at = ? WHERE outlet IN ({_marks(outlets)}) AND lane = 'daily'"  # noqa: S608 - marks
            " AND due_at > ? AND kind <> 'article' AND state = 'done' AND last_at <= ?",
            (to_text(at), *outlets, to_text(at), to_text(not_since)),
        )

    def ask_again(self, key: str, at: datetime) -> None:
        """Make a known row due at `at`."""
        self._changed()
        sql = "UPDATE frontier SET due_at = ? WHERE key = ? AND state <> 'purged'"
        self._connection.execute(sql, (to_text(at), key))

    def outlets(self) -> tuple[str, ...]:
        """Slugs of the outlets that have rows, in their order."""
        sql = "SELECT slug FROM outlets o WHERE EXISTS (SELECT 1 FROM frontier WHERE outlet = o.slug) ORDER BY slug"
        return tuple(row[0] for row in self._connection.execute(sql))

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
    times = {name: maybe_time(values[name]) for name in ("discovered_at", "due_at", "last_at", "listed_at")}
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in ("listed_on", "covers_on")}
    seconds = values.pop("pace_s")
    return FrontierRow(**(values | times | days), pace=None if seconds is None else timedelta(seconds=seconds))
