"""`newsarchive status`: what the archive holds, what failed and how large it is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.models import Standing
from newsarchive.runclock import RunClock
from newsarchive.store import open_archive
from newsarchive.store.backfills import Backfill
from newsarchive.store.records import ArchiveStatus, RunRecord
from newsarchive.store.standing import ServiceRow

_COLUMNS = ("outlet", "articles", "versions", "snapshots", "to fetch", "failures", "latest article")


@click.command(
    epilog="""\b
Example:
  newsarchive status
  newsarchive status --archive /srv/news --json
"""
)
@options.archive
@options.as_json
def command(archive_dir: Path, as_json: bool) -> None:
    """Say what the archive holds: articles by outlet, the last run, open failures, sizes, and who is left alone."""
    with open_archive(archive_dir) as archive:
        status = archive.status(RunClock()())
    if as_json:
        output.echo_json(status)
    else:
        _print(status)


def _print(status: ArchiveStatus) -> None:
    output.table(
        _COLUMNS,
        (
            (
                row.outlet,
                row.articles,
                row.versions,
                row.snapshots,
                row.pending,
                row.open_failures,
                row.latest_at.isoformat(timespec="minutes") if row.latest_at else None,
            )
            for row in status.outlets
        ),
    )
    output.echo()
    for name, value in _facts(status):
        output.echo(f"{name:<14}{output.safe_line(value)}")
    output.section("left alone because of trouble", [_standing(one) for one in status.standings])
    output.section("asked for a pause", [_hold(one) for one in status.holds])
    output.section("open backfills", [_backfill(one) for one in status.backfills])


def _facts(status: ArchiveStatus) -> list[tuple[str, str]]:
    ratio = f" ({status.distinct_bytes / status.stored_bytes:.1f}x smaller)" if status.stored_bytes else ""
    facts = [
        ("archive", status.path),
        ("articles", f"{status.articles} in {status.versions} versions, {status.gone} no longer on their site"),
        ("copies", _copies(status)),
        ("snapshots", f"{status.snapshots}, {output.size(status.raw_bytes)} as received"),
        ("kept as", f"{output.size(status.stored_bytes)} for {output.size(status.distinct_bytes)} that differ{ratio}"),
        ("on disk", output.size(status.disk_bytes)),
        ("frontier", output.counted(status.frontier)),
        ("failures", output.counted(status.failures) or "none open"),
        ("alarms", f"{status.open_alarms} open: see `newsarchive health`" if status.open_alarms else "none open"),
        ("last run", _run(status.last_run)),
    ]
    return [(name, value) for name, value in facts if value]


def _copies(status: ArchiveStatus) -> str:
    waiting = f"; {status.uncompared} versions still to be compared" if status.uncompared else ""
    return f"{status.duplicates} articles in {status.clusters} clusters of equal or near text{waiting}"


def _run(run: RunRecord | None) -> str:
    if run is None:
        return "none"
    started = run.started_at.isoformat(timespec="seconds")
    if run.ended_at is None:
        return f"{run.command} at {started}: still running, or died"
    seconds = (run.ended_at - run.started_at).total_seconds()
    # reasons of failures stand a line above, as far as they are still open
    counts = {name: n for name, n in run.counts.items() if name != "bytes" and not name.startswith("failure:")}
    told = [output.size(run.counts["bytes"])] if run.counts.get("bytes") else []
    told += [output.counted(counts)] if counts else []
    why = f" ({run.reason})" if run.reason else ""
    how = f"{run.command} at {started}, {seconds:.0f} s, exit code {run.exit_code}{why}"
    return f"{how}: {', '.join(told) or 'nothing'}"


def _standing(standing: Standing) -> str:
    """`radar-senja-disway: in quarantine since ..., next asked ...: timeout (no answer in 60 s)`."""
    what = f"in quarantine since {_minute(standing.quarantined_at)}, " if standing.quarantined_at else ""
    detail = f" ({standing.detail})" if standing.detail else ""
    reason = standing.reason or "reason not recorded"
    return f"{standing.outlet}: {what}next asked {_minute(standing.hold_until)}: {reason}{detail}"


def _hold(hold: ServiceRow) -> str:
    return f"{hold.key}: until {_minute(hold.hold_until)}: {hold.hold_reason or 'reason not recorded'}"


def _backfill(walk: Backfill) -> str:
    detail = f"; {walk.detail}" if walk.detail else ""
    spent = f"{walk.found} articles found with {walk.requests} requests"
    return f"{walk.outlet}: {walk.since_on} to {walk.until_on}, {spent}{detail}"


def _minute(at: datetime | None) -> str:
    return "with the next run" if at is None else at.isoformat(timespec="minutes")
