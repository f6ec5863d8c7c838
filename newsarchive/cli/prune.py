"""`newsarchive prune`: what nobody needs any more, how many bytes that is, and away with it if asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.exits import ExitCode
from newsarchive.store import open_archive
from newsarchive.upkeep.prune import PruneReport, plan_prune, prune


@click.command(
    epilog="""\b
Example:
  newsarchive prune
  newsarchive prune --lists-older-than 365d
  newsarchive prune --lists-older-than 365d --apply

\b
Exit codes: 0 done, 5 somebody reads a pack just now (try again), 6 another run is writing.
"""
)
@click.option(
    "--lists-older-than",
    type=options.Seconds(),
    metavar="DURATION",
    help="Bodies of feeds, sitemaps and index pages fetched longer ago than this (365d, 0), too.",
)
@click.option("--apply", "is_applied", is_flag=True, help="Remove it. Without this nothing is changed.")
@options.archive
@options.as_json
def command(*, lists_older_than: float | None, is_applied: bool, archive_dir: Path, as_json: bool) -> None:
    """Show, and with --apply remove, what nobody needs any more.

    That is: bodies in packs that no snapshot cites, as a crash leaves them; and, if asked for, the bodies of old
    lists, whose snapshots stay with a mark. Articles and robots.txt are never pruned.
    """
    older = None if lists_older_than is None else timedelta(seconds=lists_older_than)
    if is_applied:
        report = prune(archive_dir, lists_older_than=older, clock=lambda: datetime.now(UTC))
    else:
        before = None if older is None else datetime.now(UTC) - older
        with open_archive(archive_dir) as archive:
            report = plan_prune(archive.connection, archive.path, lists_before=before)
    if as_json:
        output.echo_json(report)
    else:
        _print(report)
    if report.problem is not None:
        click.echo(output.safe_line(f"not all: {report.problem}"), err=True)
        raise SystemExit(int(ExitCode.ARCHIVE))


def _print(report: PruneReport) -> None:
    columns = ("pack", "uncited", "bytes", "lists", "snapshots", "bytes")
    if report.packs:
        rows = [(p.pack, p.uncited, p.uncited_bytes, p.lists, p.list_snapshots, p.list_bytes) for p in report.packs]
        output.table(columns, rows)
    total = sum(p.uncited_bytes + p.list_bytes for p in report.packs)
    if report.is_applied:
        output.echo(f"removed: {output.size(total)}")
    else:
        output.echo(f"to be won: {output.size(total)}" + ("; --apply removes it" if total else ""))
