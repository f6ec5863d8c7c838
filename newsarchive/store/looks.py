"""The ledger of looking: how often the lists of an outlet were read, and what came of each URL that they named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from newsarchive.models import ListKind
from newsarchive.store.frontier import LISTED_IN

HELD = "held"
"""What became of a listed URL whose article is in the archive; every other word is a reason why it is not."""

PENDING = "pending"
"""A listed URL that was not tried yet."""

_ADD = (
    "INSERT INTO looks (outlet, day, kind, answered, failed, overflowed) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (outlet, day, kind) DO UPDATE SET answered = answered + excluded.answered,"
    " failed = failed + excluded.failed, overflowed = overflowed + excluded.overflowed"
)
_LOOKS = (
    "SELECT outlet, day, kind, answered, failed, overflowed FROM looks WHERE outlet = ? AND day BETWEEN ? AND ?"
    " ORDER BY day, kind"
)
# An article's row was read if it is done, or was fetched with success before it failed. Only one that is gone may have
# been read or not, as to be gone counts as a check too: there the articles tell.
_FATE = (
    "CASE WHEN state = 'done' OR (state <> 'gone' AND checks > 0) THEN 'held'"
    " WHEN state = 'gone' THEN CASE WHEN EXISTS (SELECT 1 FROM articles a WHERE a.key = f.key)"
    "   OR EXISTS (SELECT 1 FROM aliases l WHERE l.url = f.url) THEN 'held' ELSE 'gone' END"
    " WHEN state = 'pending' THEN coalesce(last_reason, 'pending') ELSE coalesce(last_reason, 'unknown') END"
)
_LISTED = (
    f"SELECT outlet, listed_on, {_FATE} AS fate, listed_in, count(*) FROM frontier f"  # noqa: S608 - constants
    " WHERE outlet = ? AND listed_on BETWEEN ? AND ? AND kind = 'article' GROUP BY 1, 2, 3, 4 ORDER BY 2, 3, 4"
)
_LATER = "SELECT count(*) FROM frontier WHERE outlet = ? AND listed_on > ? AND kind = 'article'"
_WATCHED = (
    "SELECT slug, domain FROM outlets o WHERE EXISTS (SELECT 1 FROM looks l WHERE l.outlet = o.slug)"
    " OR EXISTS (SELECT 1 FROM frontier f WHERE f.outlet = o.slug AND f.listed_on IS NOT NULL) ORDER BY slug"
)
_LAST_RUN = "SELECT max(started_at) FROM runs"


@dataclass(frozen=True, slots=True)
class Looked:
    """How the lists of one kind answered that were to tell of one day of an outlet."""

    outlet: str
    day: date
    kind: ListKind
    answered: int
    failed: int
    overflowed: int
    """Looks at which every entry was new, so that others may have come and gone unseen."""


@dataclass(frozen=True, slots=True)
class Listed:
    """`count` article URLs of one day of an outlet that share a fate and were named by the same kinds of list."""

    outlet: str
    day: date
    fate: str
    """HELD, or the reason why there is no article: PENDING, or a word of `failures.reason`."""
    kinds: tuple[ListKind, ...]
    """Empty where something other than a list led to them (kept pages, say)."""
    count: int


class Looks:
    """Rows of the table `looks`. Changes are part of the writer's transaction."""

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection = connection
        self._changed = changed

    def add(self, outlet: str, day: date, kind: ListKind, answered: bool, overflowed: bool = False) -> None:
        """Count one look at a list: `answered` with a list (changed or not, also an empty one), or failed.

        `day` is the day whose news the list tells of, the outlet's own: that of a list of one day, else the day of the
        look. `overflowed`: every entry was new, so that there may have been more.
        """
        self._changed()
        self._connection.execute(
            _ADD, (outlet, day.isoformat(), kind, int(answered), int(not answered), int(overflowed))
        )

    def last_answered(self) -> dict[str, date]:
        """The latest day, the outlet's own, of which each outlet gave a list; those that never did are left out."""
        sql = "SELECT outlet, max(day) FROM looks WHERE answered > 0 GROUP BY outlet"
        return {outlet: date.fromisoformat(day) for outlet, day in self._connection.execute(sql)}


def read_looks(connection: sqlite3.Connection, outlets: Iterable[str], since: date, until: date) -> list[Looked]:
    """The looks at the lists of these outlets that told of the days from `since` to `until`, both included."""
    bounds = (since.isoformat(), until.isoformat())
    return [
        Looked(slug, date.fromisoformat(day), kind, answered, failed, overflowed)
        for outlet in outlets
        for slug, day, kind, answered, failed, overflowed in connection.execute(_LOOKS, (outlet, *bounds))
    ]


def read_listed(connection: sqlite3.Connection, outlets: Iterable[str], since: date, until: date) -> list[Listed]:
    """What became of the article URLs of these outlets and days, both ends included; each URL is in one group.

    The day of a URL is the day of publication that its article tells, once that is held; before, the day that a list
    told; failing both, the day on which the URL was found, in western Indonesia (`frontier.listed_on`).
    """
    bounds = (since.isoformat(), until.isoformat())
    return [
        Listed(slug, date.fromisoformat(day), fate, kinds_of(bits), count)
        for outlet in outlets
        for slug, day, fate, bits, count in connection.execute(_LISTED, (outlet, *bounds))
    ]


def count_later(connection: sqlite3.Connection, outlets: Iterable[str], after: date) -> int:
    """Article URLs of these outlets that count on a day after `after`: a list that errs, or is ahead of its time."""
    return sum(int(connection.execute(_LATER, (outlet, after.isoformat())).fetchone()[0]) for outlet in outlets)


def watched_outlets(connection: sqlite3.Connection) -> dict[str, str]:
    """Slug and domain of every outlet whose lists were ever looked at, or that a list ever named an article of."""
    return dict(connection.execute(_WATCHED).fetchall())


def last_run_at(connection: sqlite3.Connection) -> str | None:
    """When the latest run began, in the archive's form of times; None if there was none."""
    found: str | None = connection.execute(_LAST_RUN).fetchone()[0]
    return found


def kinds_of(bits: int) -> tuple[ListKind, ...]:
    """The kinds of list whose bits are set in `frontier.listed_in`."""
    return tuple(kind for kind, bit in LISTED_IN.items() if bits & bit)
