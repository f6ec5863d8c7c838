"""The past of each outlet: what its runs did, added up by day as they end, and read back for a comparison."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from newsarchive.dates.names import WIB
from newsarchive.store.times import from_text, maybe_text, maybe_time, to_text

LONG_PAUSE = timedelta(hours=13)
"""Lists are looked at every 12 hours at least (`recheck.SLOWEST`): a longer pause means that nobody looked."""

OFFLINE = 9
"""`ExitCode.NETWORK`: what such a run met tells nothing of any outlet."""

_DAY = "day, runs, listed, looked_at, pause_s, silent_s, longest_s, counts"
_LATEST = f"SELECT {_DAY} FROM outlet_days WHERE outlet = ? AND day <= ? ORDER BY day DESC LIMIT 1"  # noqa: S608
_BETWEEN = f"SELECT {_DAY} FROM outlet_days WHERE outlet = ? AND day BETWEEN ? AND ? ORDER BY day"  # noqa: S608
_PUT = f"INSERT OR REPLACE INTO outlet_days (outlet, {_DAY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_LIVE = "command = 'crawl' AND user_agent IS NOT NULL"
"""Runs over the network; one that read kept pages says nothing of how an outlet is today."""


@dataclass(frozen=True, slots=True)
class OutletDay:
    """A day of an outlet: the sum of its runs, and how long its lists had been silent."""

    day: date
    """In the zone WIB; a run belongs to the day on which it began."""
    counts: Mapping[str, int]
    """By the names of docs/health.md."""
    runs: int = 1
    looked_at: datetime | None = None
    """When its lists last answered: the start of that run, aware."""
    pause: timedelta = timedelta()
    """The longest time without such an answer that ended on this day."""
    silent: timedelta = timedelta()
    """At `looked_at`: for how long its lists had answered without naming anything new."""
    longest: timedelta = timedelta()
    """The longest silence that ended on this day."""

    @property
    def listed(self) -> int:
        """New articles that its lists named."""
        return self.counts.get("listed", 0)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run did for one outlet."""

    run_id: int
    at: datetime
    """When the run began; aware."""
    counts: Mapping[str, int]
    examples: Mapping[str, tuple[int, ...]]
    """Snapshot ids by name of trouble."""


def day_of(at: datetime) -> date:
    """The day in western Indonesia of an aware time."""
    # the zone of nearly all outlets, so that a day has one morning and one night
    return at.astimezone(WIB).date()


def with_run(last: OutletDay | None, at: datetime, counts: Mapping[str, int]) -> OutletDay:
    """The day of an outlet after one more run that began at `at`, given its latest day until then, that one included.

    Days that a clock once set wrong left in the future are not that, and so do no harm.
    A pause in looking counts as silence only up to LONG_PAUSE: what nobody looked at was not silent.
    """
    day = day_of(at)
    if last is None:
        new = OutletDay(day, Counter(counts))
    elif day > last.day:
        new = OutletDay(day, Counter(counts), looked_at=last.looked_at, silent=last.silent)
    else:
        new = replace(last, counts=Counter(last.counts) + Counter(counts), runs=last.runs + 1)
    if not counts.get("looks"):
        return new
    pause = timedelta() if new.looked_at is None else max(at - new.looked_at, timedelta())
    silent = new.silent + min(pause, LONG_PAUSE)
    longest = new.longest
    if counts.get("listed"):
        silent, longest = timedelta(), max(longest, silent)
    looked_at = at if new.looked_at is None else max(at, new.looked_at)
    return replace(new, looked_at=looked_at, pause=max(new.pause, pause), silent=silent, longest=longest)


Marks = Callable[[str, Mapping[str, int], OutletDay | None], Mapping[str, int]]
"""Further counts of a run for an outlet's day, from its slug, the run's counts and its latest day before that."""


def _no_marks(_: str, __: Mapping[str, int], ___: OutletDay | None) -> Mapping[str, int]:
    return {}


class History:
    """Rows of the table `outlet_days`. Changes are part of the writer's transaction.

    `connection` is for the functions of this module, which read: they see what the transaction has changed.
    """

    def __init__(self, connection: sqlite3.Connection, changed: Callable[[], None]) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self.connection = connection
        self._changed = changed

    def add_up(self, upto_run: int, at: datetime, marks: Marks = _no_marks) -> list[int]:
        """Add the counts of each run not yet added, up to this one, to its outlets' days; gives the ids of those runs.

        Runs that died are among them. Imports, crawls of kept pages and runs without a network are passed over. The
        counts must have been written (`Writer.flush`).
        """
        self._changed()
        rows = self.connection.execute(
            f"SELECT id, started_at, {_LIVE} AND coalesce(exit_code, 0) != {OFFLINE} FROM runs"  # noqa: S608
            " WHERE judged_at IS NULL AND id <= ? ORDER BY id",
            (upto_run,),
        ).fetchall()
        for run_id, started_at, is_live in rows:
            if is_live:
                self._add(run_id, from_text(started_at), marks)
            self.connection.execute("UPDATE runs SET judged_at = ? WHERE id = ?", (to_text(at), run_id))
        return [row[0] for row in rows]

    def pass_over(self, run_id: int, at: datetime) -> None:
        """Leave a run out of the past for good: it met no network."""
        self._changed()
        self.connection.execute("UPDATE runs SET judged_at = ? WHERE id = ?", (to_text(at), run_id))

    def _add(self, run_id: int, at: datetime, marks: Marks) -> None:
        for outlet, counts in counts_of(self.connection, run_id).items():
            row = self.connection.execute(_LATEST, (outlet, day_of(at).isoformat())).fetchone()
            last = None if row is None else _day(row)
            new = with_run(last, at, {**counts, **marks(outlet, counts, last)})
            self.connection.execute(_PUT, (outlet, *_values(new)))


def days(connection: sqlite3.Connection, outlet: str, since: date, until: date) -> tuple[OutletDay, ...]:
    """The days of an outlet on which a run did anything for it, oldest first, both bounds included."""
    rows = connection.execute(_BETWEEN, (outlet, since.isoformat(), until.isoformat()))
    return tuple(_day(row) for row in rows.fetchall())


def first_day(connection: sqlite3.Connection, outlet: str) -> date | None:
    """The day of an outlet's first live run; None if there was none."""
    row = connection.execute("SELECT min(day) FROM outlet_days WHERE outlet = ?", (outlet,)).fetchone()
    return None if row[0] is None else date.fromisoformat(row[0])


def listed_by_day(connection: sqlite3.Connection, since: date, until: date) -> dict[str, dict[date, int]]:
    """New articles of every outlet by day, both bounds included."""
    found: dict[str, dict[date, int]] = {}
    sql = "SELECT outlet, day, listed FROM outlet_days WHERE day BETWEEN ? AND ?"
    for outlet, day, listed in connection.execute(sql, (since.isoformat(), until.isoformat())):
        found.setdefault(outlet, {})[date.fromisoformat(day)] = listed
    return found


def listed_by_run(connection: sqlite3.Connection, run_ids: Iterable[int]) -> Counter[str]:
    """New articles of every outlet in these runs together."""
    found: Counter[str] = Counter()
    sql = "SELECT outlet, coalesce(json_extract(counts, '$.listed'), 0) FROM run_outlets WHERE run_id = ?"
    for run_id in run_ids:
        for outlet, listed in connection.execute(sql, (run_id,)):
            found[outlet] += listed
    return found


def had_no_answer(connection: sqlite3.Connection, run_id: int) -> bool:
    """Whether a run sent requests and not one of them was answered by anybody."""
    sql = "SELECT coalesce(sum(requests), 0), coalesce(sum(snapshots), 0) FROM run_outlets WHERE run_id = ?"
    requests, snapshots = connection.execute(sql, (run_id,)).fetchone()
    return requests > 0 and not snapshots


def started_at(connection: sqlite3.Connection, run_id: int) -> datetime | None:
    """When a run over the network began; None for any other."""
    sql = f"SELECT started_at FROM runs WHERE id = ? AND {_LIVE}"  # noqa: S608
    row = connection.execute(sql, (run_id,)).fetchone()
    return None if row is None else from_text(row[0])


def live_runs(connection: sqlite3.Connection, upto_run: int, since: datetime) -> dict[int, datetime]:
    """Runs over the network that began at `since` or later, up to one of them: when each began, newest first."""
    found = {}
    sql = f"SELECT id, started_at, {_LIVE}, exit_code FROM runs WHERE id <= ? ORDER BY id DESC"  # noqa: S608
    for run_id, started_at, is_live, exit_code in connection.execute(sql, (upto_run,)):
        at = from_text(started_at)
        if at < since:
            break
        if is_live and exit_code != OFFLINE:
            found[run_id] = at
    return found


def counts_of(connection: sqlite3.Connection, run_id: int) -> dict[str, dict[str, int]]:
    """What a run counted for each outlet that it touched, by slug."""
    rows = connection.execute("SELECT outlet, counts FROM run_outlets WHERE run_id = ? ORDER BY outlet", (run_id,))
    return {outlet: json.loads(counts) for outlet, counts in rows.fetchall()}


def ran(connection: sqlite3.Connection, outlet: str, runs: Mapping[int, datetime]) -> tuple[Ran, ...]:
    """What each of these runs did for an outlet, newest first."""
    if not runs:
        return ()
    rows = connection.execute(
        "SELECT run_id, counts, examples FROM run_outlets WHERE outlet = ? AND run_id BETWEEN ? AND ?"
        " ORDER BY run_id DESC",
        (outlet, min(runs), max(runs)),
    )
    return tuple(
        Ran(run_id, runs[run_id], json.loads(counts), _examples(examples))
        for run_id, counts, examples in rows.fetchall()
        if run_id in runs
    )


def _examples(text: str) -> dict[str, tuple[int, ...]]:
    return {} if text == "{}" else {name: tuple(numbers) for name, numbers in json.loads(text).items()}


def _day(row: tuple[str, int, int, str | None, int, int, int, str]) -> OutletDay:
    day, runs, _, looked_at, pause, silent, longest, counts = row
    return OutletDay(
        date.fromisoformat(day),
        json.loads(counts),
        runs,
        maybe_time(looked_at),
        timedelta(seconds=pause),
        timedelta(seconds=silent),
        timedelta(seconds=longest),
    )


def _values(new: OutletDay) -> tuple[object, ...]:
    seconds = (int(span.total_seconds()) for span in (new.pause, new.silent, new.longest))
    return (new.day.isoformat(), new.runs, new.listed, maybe_text(new.looked_at), *seconds, json.dumps(new.counts))
