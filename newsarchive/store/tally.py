"""Counts what a run did for each outlet, in memory until the transaction that it belongs to is committed."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field

COLUMNS = {
    "requests": "requests",
    "bytes": "bytes",
    "snapshots": "snapshots",
    "articles_new": "new",
    "articles_changed": "changed",
    "articles_unchanged": "unchanged",
    "articles_gone": "gone",
    "failures": "failures",
}
"""Columns of their own in `run_outlets`, and the name each is counted under."""
_SQL = (
    f"INSERT OR REPLACE INTO run_outlets (run_id, outlet, {', '.join(COLUMNS)}, counts, examples)"  # noqa: S608
    f" VALUES (?, ?, {', '.join('?' * len(COLUMNS))}, ?, ?)"
)
PAST = "past:"
"""What a name begins with whose count is of a walk into the past: health compares the day's news with that of other
days. The columns have both."""

EXAMPLES = 3
"""Snapshots that are kept as examples of one trouble."""


@dataclass(slots=True)
class _Counted:
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[int]] = field(default_factory=dict)


class Tally:
    """Adds up for the table `run_outlets`: a row a run and outlet, written anew whenever its counts have changed.

    Names are words, or a word and what it is of, with a colon: `requests`, `bytes`, `new`, `failure:timeout`. The
    whole list stands in docs/health.md. Counts stay in memory while the run lasts: some dozens a outlet.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counted: dict[tuple[int, str], _Counted] = {}
        self._changed: set[tuple[int, str]] = set()

    def add(self, run_id: int, outlet: str | None, what: str, count: int = 1) -> None:
        """Count one, or `count`. What belongs to no outlet is not counted here."""
        if outlet is None:
            return
        key = (run_id, outlet)
        counted = self._counted.get(key)
        if counted is None:
            counted = self._counted[key] = _Counted()
        counted.counts[what] += count
        self._changed.add(key)

    def snapshot(self, run_id: int, outlet: str | None, status: int, size: int) -> None:
        """Count a response that was kept: its HTTP status and the bytes of its body."""
        self.add(run_id, outlet, "snapshots")
        self.add(run_id, outlet, "bytes", size)
        self.add(run_id, outlet, f"status:{status}")

    def resume(self, run_id: int, outlet: str | None) -> None:
        """Go on from what is written of a run of another process, unless that was done before."""
        if outlet is None or (run_id, outlet) in self._counted:
            return
        sql = "SELECT counts, examples FROM run_outlets WHERE run_id = ? AND outlet = ?"
        row = self._connection.execute(sql, (run_id, outlet)).fetchone()
        if row is not None:
            counted = self._counted[run_id, outlet] = _Counted(Counter(json.loads(row[0] or "{}")))
            counted.examples.update(json.loads(row[1] or "{}"))

    def example(self, run_id: int, outlet: str | None, what: str, snapshot_id: int | None) -> None:
        """Count one, and keep its snapshot as an example if there are not three of this trouble yet."""
        self.add(run_id, outlet, what)
        if outlet is not None and snapshot_id is not None:
            kept = self._counted[run_id, outlet].examples.setdefault(what, [])
            if len(kept) < EXAMPLES:
                kept.append(snapshot_id)

    @property
    def is_waiting(self) -> bool:
        """Whether there are counts that are not written yet."""
        return bool(self._changed)

    def write(self) -> None:
        """Write the rows that changed, as part of the transaction that is open."""
        for run_id, outlet in self._changed:
            counted = self._counted[run_id, outlet]
            own = (counted.counts[name] + counted.counts[PAST + name] for name in COLUMNS.values())
            examples = json.dumps(counted.examples)
            self._connection.execute(_SQL, (run_id, outlet, *own, json.dumps(counted.counts), examples))
        self._changed.clear()

    def forget(self) -> None:
        """Let go of counts that are written: nothing more will be added to their runs."""
        if not self._changed:
            self._counted.clear()
