"""The table `alarms`: rules of health that are broken, since when, and those that were."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsarchive.store.times import from_text, maybe_time, to_text

_COLUMNS = "id, outlet, rule, detail, observed, expected, examples, run_id, raised_at, cleared_at, accepted_at"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule that is or was broken. Instants are aware, in UTC."""

    id: int
    outlet: str | None
    """Slug; None: of the whole run."""
    rule: str
    detail: str
    """A sentence with both numbers, as of the last run that looked."""
    observed: float | None
    expected: float | None
    """The bound that `observed` broke."""
    examples: tuple[int, ...]
    """Up to three snapshot ids that show it."""
    run_id: int
    """The run that raised it."""
    raised_at: datetime
    cleared_at: datetime | None = None
    """None: still so when last looked."""
    accepted_at: datetime | None = None
    """When a person said that this is how it is now."""


def open_alarms(connection: sqlite3.Connection) -> list[Alarm]:
    """Alarms that stand, those of the whole run first, then by outlet and rule."""
    sql = f"SELECT {_COLUMNS} FROM alarms WHERE cleared_at IS NULL"  # noqa: S608
    rows = connection.execute(f"{sql} ORDER BY outlet IS NOT NULL, outlet, rule, id").fetchall()
    return [_alarm(row) for row in rows]


def all_alarms(connection: sqlite3.Connection) -> list[Alarm]:
    """Alarms that stand and that were cleared, newest first."""
    sql = f"SELECT {_COLUMNS} FROM alarms ORDER BY raised_at DESC, id DESC"  # noqa: S608
    return [_alarm(row) for row in connection.execute(sql).fetchall()]


def alarms_of_run(connection: sqlite3.Connection, run_id: int) -> list[Alarm]:
    """Alarms that a run raised, whether they still stand or not."""
    sql = f"SELECT {_COLUMNS} FROM alarms WHERE run_id = ? ORDER BY outlet, rule"  # noqa: S608
    return [_alarm(row) for row in connection.execute(sql, (run_id,)).fetchall()]


def accepted(connection: sqlite3.Connection) -> dict[tuple[str | None, str], datetime]:
    """When a person last accepted an alarm of this outlet and rule."""
    rows = connection.execute(
        "SELECT outlet, rule, max(accepted_at) FROM alarms WHERE accepted_at IS NOT NULL GROUP BY outlet, rule"
    )
    return {(outlet, rule): from_text(at) for outlet, rule, at in rows.fetchall()}


class Alarms:
    """Raises, keeps and clears. Changes are part of the writer's transaction."""

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection = connection
        self._changed = changed

    def raise_one(
        self,
        outlet: str | None,
        rule: str,
        detail: str,
        *,
        observed: float,
        expected: float,
        examples: Iterable[int],
        run_id: int,
        at: datetime,
    ) -> Alarm:
        """A rule is broken that was not; gives the alarm."""
        self._changed()
        shown = tuple(examples)
        cursor = self._connection.execute(
            "INSERT INTO alarms (outlet, rule, detail, observed, expected, examples, run_id, raised_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (outlet, rule, detail, observed, expected, json.dumps(shown), run_id, to_text(at)),
        )
        return Alarm(int(cursor.lastrowid or 0), outlet, rule, detail, observed, expected, shown, run_id, at)

    def keep(self, alarm: Alarm, detail: str, *, observed: float, expected: float) -> None:
        """It is still so: the sentence tells today's numbers, the examples stay those that were found first."""
        self._changed()
        self._connection.execute(
            "UPDATE alarms SET detail = ?, observed = ?, expected = ? WHERE id = ?",
            (detail, observed, expected, alarm.id),
        )

    def clear(self, alarm: Alarm, at: datetime) -> None:
        """All is well again."""
        self._changed()
        self._connection.execute("UPDATE alarms SET cleared_at = ? WHERE id = ?", (to_text(at), alarm.id))


def accept(connection: sqlite3.Connection, alarm_id: int, at: datetime) -> bool:
    """Clear an alarm because a person says that this is how it is now; False if no open alarm has this number.

    The past before `at` is not compared with any more under this rule. `connection` must be open for writing.
    """
    sql = "UPDATE alarms SET cleared_at = ?1, accepted_at = ?1 WHERE id = ?2 AND cleared_at IS NULL"
    return bool(connection.execute(sql, (to_text(at), alarm_id)).rowcount)


def _alarm(row: tuple[Any, ...]) -> Alarm:
    number, outlet, rule, detail, observed, expected, examples, run_id, raised_at, cleared_at, accepted_at = row
    return Alarm(
        number,
        outlet,
        rule,
        detail,
        observed,
        expected,
        tuple(json.loads(examples)),
        run_id,
        from_text(raised_at),
        maybe_time(cleared_at),
        maybe_time(accepted_at),
    )
