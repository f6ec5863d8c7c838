"""The archive in numbers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from newsarchive.models import Standing
from newsarchive.store.backfills import Backfills
from newsarchive.store.packs.packfile import PackTotals
from newsarchive.store.records import ArchiveStatus, OutletStatus, RunRecord
from newsarchive.store.standing import ServiceRow, Services, StandingRows
from newsarchive.store.times import from_text, maybe_time

_OUTLETS = """
SELECT o.slug,
  coalesce(a.articles, 0), coalesce(v.versions, 0), coalesce(s.snapshots, 0), coalesce(f.pending, 0),
  coalesce(x.failures, 0), a.latest
FROM outlets o
LEFT JOIN (SELECT outlet, count(*) AS articles, max(published_at) AS latest FROM articles GROUP BY outlet) a
  ON a.outlet = o.slug
LEFT JOIN (SELECT a.outlet, count(*) AS versions FROM versions v JOIN articles a ON a.id = v.article_id
  GROUP BY a.outlet) v ON v.outlet = o.slug
LEFT JOIN (SELECT outlet, count(*) AS snapshots FROM snapshots GROUP BY outlet) s ON s.outlet = o.slug
LEFT JOIN (SELECT outlet, count(*) AS pending FROM frontier WHERE state = 'pending' GROUP BY outlet) f
  ON f.outlet = o.slug
LEFT JOIN (SELECT outlet, count(*) AS failures FROM failures WHERE resolved_at IS NULL GROUP BY outlet) x
  ON x.outlet = o.slug
ORDER BY o.slug
"""
_RUN = "SELECT id, command, version, started_at, ended_at, exit_code, counts, reason FROM runs"


def runs(connection: sqlite3.Connection, limit: int) -> list[RunRecord]:
    """The latest runs, newest first."""
    return [_run(row) for row in connection.execute(f"{_RUN} ORDER BY id DESC LIMIT ?", (limit,))]


def status(
    connection: sqlite3.Connection, folder: Path, totals: Iterable[PackTotals], at: datetime | None = None
) -> ArchiveStatus:
    """Count everything. Outlets without any row in the archive are left out, as are pauses that are over at `at`."""
    totals = list(totals)
    outlets = [_outlet(row) for row in connection.execute(_OUTLETS).fetchall() if any(row[1:6])]
    (articles, gone, duplicates) = connection.execute(
        "SELECT count(*), count(gone_at), count(cluster_id) FROM articles"
    ).fetchone()
    reasons = connection.execute(
        "SELECT reason, count(*) FROM failures WHERE resolved_at IS NULL GROUP BY reason ORDER BY 2 DESC, 1"
    ).fetchall()
    states = connection.execute("SELECT state, count(*) FROM frontier GROUP BY state ORDER BY 1").fetchall()
    snapshots, raw = connection.execute("SELECT count(*), coalesce(sum(payload_bytes), 0) FROM snapshots").fetchone()
    return ArchiveStatus(
        path=str(folder),
        outlets=tuple(outlets),
        articles=articles,
        versions=connection.execute("SELECT count(*) FROM versions").fetchone()[0],
        snapshots=snapshots,
        clusters=connection.execute("SELECT count(*) FROM clusters").fetchone()[0],
        duplicates=duplicates,
        gone=gone,
        failures=dict(reasons),
        frontier=dict(states),
        last_run=next(iter(runs(connection, 1)), None),
        raw_bytes=raw,
        distinct_bytes=sum(pack.payload_bytes for pack in totals),
        stored_bytes=sum(pack.stored_bytes for pack in totals),
        disk_bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        standings=tuple(_standings(connection, at)),
        holds=tuple(_holds(connection, at)),
        backfills=tuple(walk for walk in Backfills(connection, _never).all() if walk.state == "open"),
        open_alarms=connection.execute("SELECT count(*) FROM alarms WHERE cleared_at IS NULL").fetchone()[0],
        uncompared=connection.execute("SELECT count(*) FROM unsigned").fetchone()[0],
    )


def _standings(connection: sqlite3.Connection, at: datetime | None) -> list[Standing]:
    """Quarantined outlets first, then those that are only left alone for a while."""
    found = [
        standing
        for standing in StandingRows(connection, _never).load().values()
        if standing.quarantined_at is not None or _is_held(standing.hold_until, at)
    ]
    return sorted(found, key=lambda standing: (standing.quarantined_at is None, standing.outlet))


def _holds(connection: sqlite3.Connection, at: datetime | None) -> list[ServiceRow]:
    rows = Services(connection, _never).load().values()
    return sorted((row for row in rows if _is_held(row.hold_until, at)), key=lambda row: row.key)


def _is_held(until: datetime | None, at: datetime | None) -> bool:
    return until is not None and (at is None or until > at)


def _never() -> None:
    """Stands for the beginning of a transaction where nothing is changed."""


def _run(row: tuple[int, str, str, str, str | None, int | None, str | None, str | None]) -> RunRecord:
    number, command, version, started_at, ended_at, exit_code, counts, reason = row
    totals = json.loads(counts or "{}")
    return RunRecord(number, command, version, from_text(started_at), maybe_time(ended_at), exit_code, totals, reason)


def _outlet(row: tuple[str, int, int, int, int, int, str | None]) -> OutletStatus:
    slug, articles, versions, snapshots, pending, failures, latest = row
    return OutletStatus(slug, articles, versions, snapshots, pending, failures, maybe_time(latest))
