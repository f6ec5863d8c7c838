"""The archive in numbers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from newsarchive.store.packfile import PackTotals
from newsarchive.store.records import ArchiveStatus, OutletStatus, RunRecord
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
_RUN = "SELECT id, command, version, started_at, ended_at, exit_code, counts FROM runs"


def runs(connection: sqlite3.Connection, limit: int) -> list[RunRecord]:
    """The latest runs, newest first."""
    return [_run(row) for row in connection.execute(f"{_RUN} ORDER BY id DESC LIMIT ?", (limit,))]


def status(connection: sqlite3.Connection, folder: Path, totals: Iterable[PackTotals]) -> ArchiveStatus:
    """Count everything. Outlets without any row in the archive are left out."""
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
    )


def _run(row: tuple[int, str, str, str, str | None, int | None, str | None]) -> RunRecord:
    number, command, version, started_at, ended_at, exit_code, counts = row
    return RunRecord(
        number, command, version, from_text(started_at), maybe_time(ended_at), exit_code, json.loads(counts or "{}")
    )


def _outlet(row: tuple[str, int, int, int, int, int, str | None]) -> OutletStatus:
    slug, articles, versions, snapshots, pending, failures, latest = row
    return OutletStatus(slug, articles, versions, snapshots, pending, failures, maybe_time(latest))
