"""What one run did: requests, bytes, pages by kind and status, what was new and what failed, and for how long."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsarchive.store.tally import COLUMNS
from newsarchive.store.times import from_text, maybe_time

_RUN = "SELECT id, command, started_at, ended_at, exit_code, reason FROM runs"
_CRAWLS = "command = 'crawl' AND ended_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class OutletReport:
    """What a run did for one outlet; `bytes` are those of bodies as received."""

    outlet: str
    requests: int
    bytes: int
    snapshots: int
    new: int
    changed: int
    unchanged: int
    gone: int
    failures: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run in numbers, all outlets together and each by itself."""

    run_id: int
    command: str
    started_at: datetime
    ended_at: datetime | None
    """None: it is still running, or died."""
    seconds: float | None
    exit_code: int | None
    reason: str | None
    """Why it ended: finished, limit, time-limit, disk, shutdown, failed, ..."""
    requests: int
    bytes: int
    """Of bodies as received."""
    snapshots: int
    new: int
    changed: int
    unchanged: int
    gone: int
    failures: int
    listed: int
    """New articles that lists named."""
    by_kind: Mapping[str, int]
    """Pages by what they turned out to be, most frequent first; so are the next ones."""
    by_status: Mapping[str, int]
    by_failure: Mapping[str, int]
    skipped: Mapping[str, int]
    """What was not asked for, by reason."""
    outlets: tuple[OutletReport, ...]


def run_report(connection: sqlite3.Connection, run_id: int | None = None) -> RunReport | None:
    """The report of a run, by default of the latest crawl that ended; None if there is no such run."""
    if run_id is None:
        row = connection.execute(f"{_RUN} WHERE {_CRAWLS} ORDER BY id DESC LIMIT 1").fetchone()
    else:
        row = connection.execute(f"{_RUN} WHERE id = ?", (run_id,)).fetchone()
    if row is None:
        return None
    number, command, started, ended, exit_code, reason = row
    started_at, ended_at = from_text(started), maybe_time(ended)
    counts: Counter[str] = Counter()
    outlets = []
    counted = connection.execute(
        f"SELECT outlet, counts, {', '.join(COLUMNS)} FROM run_outlets WHERE run_id = ? ORDER BY outlet",  # noqa: S608
        (number,),
    )
    for outlet, by_name, *own in counted.fetchall():
        counts.update(json.loads(by_name))
        outlets.append(OutletReport(outlet, *own))
    return RunReport(
        number,
        command,
        started_at,
        ended_at,
        None if ended_at is None else (ended_at - started_at).total_seconds(),
        exit_code,
        reason,
        requests=sum(o.requests for o in outlets),
        bytes=sum(o.bytes for o in outlets),
        snapshots=sum(o.snapshots for o in outlets),
        new=sum(o.new for o in outlets),
        changed=sum(o.changed for o in outlets),
        unchanged=sum(o.unchanged for o in outlets),
        gone=sum(o.gone for o in outlets),
        failures=sum(o.failures for o in outlets),
        listed=counts["listed"],
        by_kind=_under("kind", counts),
        by_status=_under("status", counts),
        by_failure=_under("failure", counts),
        skipped=_under("skipped", counts),
        outlets=tuple(outlets),
    )


def _under(word: str, counts: Mapping[str, int]) -> dict[str, int]:
    """What was counted under `<word>:<name>`, by name."""
    found = [(name.removeprefix(f"{word}:"), n) for name, n in counts.items() if name.startswith(f"{word}:")]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))
