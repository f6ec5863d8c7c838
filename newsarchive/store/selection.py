"""Which part of an archive is meant: by outlet, time, URL, article, kind, status, and what sites object to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from newsarchive.store.times import to_text

Conditions = tuple[str, list[object]]
"""A condition in SQL, and the values of its question marks in their order."""

_OF_ARTICLE = (
    "(s.id IN (SELECT vs.snapshot_id FROM articles a JOIN versions v ON v.article_id = a.id"
    " JOIN version_snapshots vs ON vs.version_id = v.id WHERE a.key IN (SELECT value FROM json_each(?)))"
    " OR s.url IN (SELECT al.url FROM articles a JOIN aliases al ON al.article_id = a.id"
    " WHERE a.key IN (SELECT value FROM json_each(?))))"
)
_SEEN_IN = (
    "SELECT 1 FROM versions v JOIN version_snapshots vs ON vs.version_id = v.id"
    " JOIN snapshots s ON s.id = vs.snapshot_id WHERE v.article_id = a.id AND v.number = a.version"
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Snapshots or articles of an archive. What is empty or None asks for nothing; all that is asked for must hold.

    Several values of one field are alternatives.
    """

    outlets: tuple[str, ...] = ()
    """Slugs."""
    networks: tuple[str, ...] = ()
    """Of the outlet's row, or (for articles) of the template that the article was read by."""
    provinces: tuple[str, ...] = ()
    """Codes of the outlets' provinces: ID-JT."""
    since: date | datetime | None = None
    """First day or (aware) moment, included. Of fetching, for snapshots: a day is one of UTC. Of publication, for
    articles: a day is the day as printed."""
    until: date | datetime | None = None
    """Last day or moment, included."""
    urls: tuple[str, ...] = ()
    """As requested, for snapshots; any URL of the article, for articles. With `*` at its end: all that begin so."""
    articles: tuple[str, ...] = ()
    """Keys. For snapshots: all responses under any URL of the article, and those that a version was read from."""
    kinds: tuple[str, ...] = ()
    """Of snapshots (article, index, feed, robots, redirect, blocked, ...), or of articles (article, photo, ...)."""
    statuses: tuple[int, ...] = ()
    """HTTP status codes: 200; a number below 10 stands for its hundred (2: 200 to 299). For articles: of any snapshot
    of the latest version."""
    without_optouts: bool = False
    """Leave out what came with an objection to mining or training (see `conduct.optouts`); for articles: where any
    snapshot of the latest version did."""

    def asked(self) -> dict[str, object]:
        """What was asked for, by field, in JSON's own types; empty if everything is meant."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: _plain(value) for name, value in values if value}

    def of_snapshots(self) -> Conditions:
        """The condition on `snapshots s`."""
        where = _Where()
        where.one_of("s.outlet", self.outlets)
        where.outlets_with("s.outlet", "network", self.networks)
        where.outlets_with("s.outlet", "province", self.provinces)
        if self.since is not None:
            where.add("s.fetched_at >= ?", _moment(self.since))
        if isinstance(self.until, datetime):
            where.add("s.fetched_at <= ?", _moment(self.until))
        elif self.until is not None:
            where.add("s.fetched_at < ?", _moment(self.until + timedelta(days=1)))
        where.urls("s.url", self.urls)
        if self.articles:
            where.add(_OF_ARTICLE, _json(self.articles), _json(self.articles))
        where.one_of("s.kind", self.kinds)
        where.statuses(self.statuses)
        if self.without_optouts:
            where.add("s.optouts IS NULL")
        return where.conditions()

    def of_articles(self) -> Conditions:
        """The condition on `articles a`."""
        where = _Where()
        where.one_of("a.outlet", self.outlets)
        if self.networks:
            in_row = "a.outlet IN (SELECT slug FROM outlets WHERE network IN (SELECT value FROM json_each(?)))"
            networks = _json(self.networks)
            where.add(f"(a.network IN (SELECT value FROM json_each(?)) OR {in_row})", networks, networks)  # noqa: S608
        where.outlets_with("a.outlet", "province", self.provinces)
        for bound, sign in ((self.since, ">="), (self.until, "<=")):
            if isinstance(bound, datetime):
                where.add(f"a.published_at {sign} ?", to_text(bound))
            elif bound is not None:
                where.add(f"a.published_on {sign} ?", bound.isoformat())
        if self.urls:
            where.begin("a.id IN (SELECT al.article_id FROM aliases al WHERE ")
            where.urls("al.url", self.urls)
            where.end(")")
        where.one_of("a.key", self.articles)
        where.one_of("a.kind", self.kinds)
        if self.statuses:
            where.begin(f"EXISTS ({_SEEN_IN} AND ")
            where.statuses(self.statuses)
            where.end(")")
        if self.without_optouts:
            where.add(f"NOT EXISTS ({_SEEN_IN} AND s.optouts IS NOT NULL)")
        return where.conditions()


def snapshot_ids(connection: sqlite3.Connection, selection: Selection) -> Iterator[int]:
    """The ids of the snapshots meant, ascending, one by one: so in the order in which they were stored."""
    where, values = selection.of_snapshots()
    sql = f"SELECT s.id FROM snapshots s WHERE {where} ORDER BY s.id"  # noqa: S608 - conditions are constants
    return (row[0] for row in connection.execute(sql, values))


def article_ids(connection: sqlite3.Connection, selection: Selection) -> Iterator[int]:
    """The ids of the articles meant, ascending, one by one."""
    where, values = selection.of_articles()
    sql = f"SELECT a.id FROM articles a WHERE {where} ORDER BY a.id"  # noqa: S608 - conditions are constants
    return (row[0] for row in connection.execute(sql, values))


class _Where:
    """Collects conditions that all must hold, and their values."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._values: list[object] = []
        self._outer: list[tuple[list[str], str]] = []

    def add(self, condition: str, *values: object) -> None:
        self._parts.append(condition)
        self._values.extend(values)

    def begin(self, opening: str) -> None:
        """What is added from here on stands inside `opening`, until `end()`."""
        self._outer.append((self._parts, opening))
        self._parts = []

    def end(self, closing: str) -> None:
        inner = " AND ".join(self._parts)
        self._parts, opening = self._outer.pop()
        self._parts.append(f"{opening}{inner}{closing}")

    def one_of(self, column: str, values: Sequence[object]) -> None:
        if values:
            self.add(f"{column} IN (SELECT value FROM json_each(?))", _json(values))  # noqa: S608

    def outlets_with(self, column: str, field: str, values: Sequence[str]) -> None:
        if values:
            self.add(
                f"{column} IN (SELECT slug FROM outlets WHERE {field} IN (SELECT value FROM json_each(?)))",  # noqa: S608
                _json(values),
            )

    def urls(self, column: str, urls: Sequence[str]) -> None:
        parts: list[str] = []
        values: list[object] = []
        exact = [url for url in urls if not url.endswith("*")]
        if exact:
            parts.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608
            values.append(_json(exact))
        for begin in (url[:-1] for url in urls if url.endswith("*")):
            # Not GLOB: its brackets and question marks are common in URLs. U+10FFFF is after every URL that goes on.
            parts.append(f"({column} >= ? AND {column} < ?)")
            values += [begin, begin + "\U0010ffff"]
        if parts:
            self.add(f"({' OR '.join(parts)})", *values)

    def statuses(self, statuses: Sequence[int]) -> None:
        if statuses:
            ranges = [(status * 100, status * 100 + 99) if status < 10 else (status, status) for status in statuses]
            values = [bound for both in ranges for bound in both]
            self.add(f"({' OR '.join('s.status BETWEEN ? AND ?' for _ in ranges)})", *values)

    def conditions(self) -> Conditions:
        return " AND ".join(self._parts) or "1", self._values


def _json(values: Sequence[Any]) -> str:
    return json.dumps(list(values))


def _moment(bound: date) -> str:
    """The text of a moment; of a day its beginning in UTC."""
    return to_text(bound) if isinstance(bound, datetime) else f"{bound.isoformat()}T00:00:00.000000Z"


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
