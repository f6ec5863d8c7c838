"""Which articles, and which pages that were none, a replay is about: in pieces of work, a few at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from newsarchive.store.selection import Selection

PIECE = 24
"""Articles or snapshots that are read together: a second's work or less."""

_AT_ONCE = 40 * PIECE
"""Row numbers that are asked for at once. Between two questions no transaction is open: a crawl may go on writing."""

_SEEN = (
    "SELECT 1 FROM versions v JOIN version_snapshots vs ON vs.version_id = v.id JOIN snapshots s"
    " ON s.id = vs.snapshot_id WHERE v.article_id = a.id"
)
_UNREAD = (
    "s.status = 200 AND s.pruned_at IS NULL AND (s.kind IS NULL"
    " OR s.kind IN ('article', 'photo', 'video', 'live', 'blocked', 'other')"
    " OR (s.kind = 'index' AND EXISTS (SELECT 1 FROM failures f WHERE f.snapshot_id = s.id"
    " AND f.reason = 'not-an-article')))"
    " AND NOT EXISTS (SELECT 1 FROM version_snapshots vs WHERE vs.snapshot_id = s.id)"
)
"""Pages that came well and are in no version: refused as no article, nobody's, or never read because a run died."""


_Kind = Literal["articles", "snapshots"]
_KINDS: tuple[_Kind, ...] = ("articles", "snapshots")


@dataclass(frozen=True, slots=True)
class Piece:
    """Row numbers of articles, or of snapshots that belong to none, ascending."""

    of: _Kind
    ids: tuple[int, ...]


def pieces(connection: sqlite3.Connection, selection: Selection, limit: int | None) -> Iterator[Piece]:
    """The articles that a selection means, then the snapshots of it that no version has, each in order of storing.

    Times, statuses and objections are those of the snapshots that an article was read from; all else is asked of the
    article. `limit` is a number of articles, and of snapshots.
    """
    for kind in _KINDS:
        asked, values = _asked(kind, selection)
        sql = f"SELECT {kind[0]}.id FROM {asked} AND {kind[0]}.id > ? ORDER BY {kind[0]}.id LIMIT ?"  # noqa: S608
        left, last = limit, 0
        while left is None or left > 0:
            most = _AT_ONCE if left is None else min(_AT_ONCE, left)
            ids = tuple(row[0] for row in connection.execute(sql, (*values, last, most)).fetchall())
            for start in range(0, len(ids), PIECE):
                yield Piece(kind, ids[start : start + PIECE])
            if len(ids) < most:
                break
            last, left = ids[-1], None if left is None else left - len(ids)


def amount(connection: sqlite3.Connection, selection: Selection, limit: int | None) -> int:
    """How many articles and snapshots that is."""
    total = 0
    for kind in _KINDS:
        asked, values = _asked(kind, selection)
        (count,) = connection.execute(f"SELECT count(*) FROM {asked}", values).fetchone()  # noqa: S608 - constants
        total += count if limit is None else min(count, limit)
    return total


def _asked(kind: _Kind, selection: Selection) -> tuple[str, list[object]]:
    """What stands behind FROM: the table under its first letter, and the condition."""
    if kind == "snapshots":
        condition, values = selection.of_snapshots()
        return f"snapshots s WHERE {_UNREAD} AND {condition}", values
    of_article = replace(selection, since=None, until=None, statuses=(), without_optouts=False)
    of_snapshot = Selection(
        since=selection.since,
        until=selection.until,
        statuses=selection.statuses,
        without_optouts=selection.without_optouts,
    )
    condition, values = of_article.of_articles()
    if of_snapshot.asked():
        seen, seen_values = of_snapshot.of_snapshots()
        condition, values = f"{condition} AND EXISTS ({_SEEN} AND {seen})", [*values, *seen_values]
    return f"articles a WHERE {condition}", values
