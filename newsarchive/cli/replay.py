"""`newsarchive replay`: read again, with today's parsers, what is kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from newsarchive.cli import filters, options, output
from newsarchive.exits import ExitCode
from newsarchive.replay import Order, Outcome, TooHarmful, apply, look
from newsarchive.replay.workload import amount
from newsarchive.store import open_archive
from newsarchive.store.selection import Selection


@click.command(
    epilog="""\b
Example:
  newsarchive replay --network promedia
  newsarchive replay --outlet radartegal --since 2026-01-01 --examples 5
  newsarchive replay --network promedia --apply

\b
Exit codes: 0 done, 8 kept bytes are damaged (named), or --check found differences, or --apply would have made too
many articles worse and stored nothing.
"""
)
@filters.selecting()
@click.option("--apply", "is_applied", is_flag=True, help="Store what is read otherwise; the old reading is kept too.")
@click.option("--force", is_flag=True, help="With --apply: also where more than 5 % of the versions lose text or date.")
@click.option("--check", "is_check", is_flag=True, help="Exit with 8 if anything would be read otherwise.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes that read.  [default: one a processor]"
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="So many articles at most.")
@click.option(
    "--examples", type=click.IntRange(0, 1000), default=2, show_default=True, metavar="N", help="Shown of each field."
)
@options.outlets
@options.archive
@options.as_json
@options.quiet
def command(
    *,
    asked: filters.Asked,
    is_applied: bool,
    force: bool,
    is_check: bool,
    archive_dir: Path,
    as_json: bool,
    quiet: bool,
    **how: Any,
) -> None:
    """Extract articles again from the bytes that are kept, and show what would change: by field, by network.

    Nothing is written without --apply. Pages that were no articles when they were fetched are read too.
    """
    if force and not is_applied:
        raise click.UsageError("--force goes with --apply")
    if is_check and is_applied:
        raise click.UsageError("--check looks only; it does not go with --apply")
    order = Order(Selection(), **how | {"jobs": how["jobs"] or _processors()})
    try:
        outcome = _run(archive_dir, asked, order, is_applied=is_applied, force=force, quiet=quiet)
    except TooHarmful as refusal:
        _tell(refusal.outcome, as_json=as_json, quiet=quiet)
        raise
    _tell(outcome, as_json=as_json, quiet=quiet)
    if outcome.damaged or (is_check and outcome.has_differences):
        raise SystemExit(int(ExitCode.DIFFERS))


def _run(
    archive_dir: Path, asked: filters.Asked, order: Order, *, is_applied: bool, force: bool, quiet: bool
) -> Outcome:
    """Look, or look and store, with a progress bar for whoever looks on."""
    with open_archive(archive_dir) as archive:
        selection = asked.selection(archive)
        order = replace(order, selection=selection)
        hidden = quiet or not sys.stderr.isatty()
        length = 0 if hidden else amount(archive.connection, selection, order.limit)
        with click.progressbar(length=length, label="reading", file=sys.stderr, hidden=hidden) as bar:
            if not is_applied:
                return look(archive, order, progress=bar.update)
            archive.close()
            return apply(archive_dir, order, clock=lambda: datetime.now(UTC), is_forced=force, progress=bar.update)


def _processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tell(outcome: Outcome, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        output.echo_json(outcome)
    elif not quiet:
        _print(outcome)
    for damage in outcome.damage_examples:
        click.echo(output.safe_line(f"snapshot {damage.snapshot_id} cannot be read: {damage.why}"), err=True)
    if outcome.damaged > len(outcome.damage_examples):
        click.echo(f"{outcome.damaged} snapshots cannot be read; `newsarchive verify` tells more", err=True)


def _print(outcome: Outcome) -> None:
    for line in summary(outcome):
        output.echo(output.safe_line(line))
    if outcome.fields:
        output.echo()
        rows = sorted(outcome.fields.items(), key=lambda item: (-item[1].versions, item[0]))
        columns = ("field", "versions", "changed", "gained", "lost", "networks")
        output.table(
            columns, [(name, c.versions, c.changed, c.gained, c.lost, output.counted(c.networks)) for name, c in rows]
        )
        output.echo()
        output.table(
            ("network", "versions", "changed"),
            [(name, c.versions, c.changed) for name, c in sorted(outcome.networks.items())],
        )
    output.section("Worse off", [f"{e.key} version {e.version}: {e.told}" for e in outcome.harm_examples])
    output.section("Examples", [f"{e.key} version {e.version}, {e.field}: {e.told}" for e in outcome.examples])
    became = [f"{a.url}: {a.kind} {a.key}, {a.title or 'no headline'}" for a in outcome.arrival_examples]
    output.section("Now articles" if outcome.run_id else "Would become articles", became)
    doubts = [f"{d.key} version {d.number}: {d.reason}, {d.detail}" for d in outcome.doubt_examples]
    output.section("Cannot be read as that article any more; left as they are", doubts)


def summary(outcome: Outcome) -> Iterator[str]:
    """Lines for a person: how much was read, what would change or did, and what is doubtful."""
    looked = f"{outcome.articles} articles ({outcome.versions} versions)"
    others = f" and {outcome.snapshots} pages that were none" if outcome.snapshots else ""
    yield f"{looked}{others} read again, from {outcome.pages} pages"
    told = f"{outcome.changed_versions} versions of {outcome.changed_articles} articles are read otherwise"
    has_rest = bool(outcome.doubts or outcome.lost_versions)
    yield told if outcome.changed_versions else f"all {'other ' * has_rest}versions are read as they are stored"
    if outcome.arrivals:
        yield f"{outcome.arrivals.total()} pages that were no articles are articles today"
    if outcome.harmed:
        yield f"{outcome.harmed} versions would be worse off: {output.counted(outcome.harms)}"
    if outcome.doubts:
        yield f"{outcome.doubts.total()} versions are left as they are: {output.counted(outcome.doubts)}"
    if outcome.damaged:
        lost = f"{outcome.lost_versions} versions cannot be read because of that"
        yield f"{outcome.damaged} snapshots are damaged; {lost}"
    if outcome.run_id is not None:
        counts = {"versions read anew": outcome.stored_versions, **outcome.stored_articles}
        yield f"stored as run {outcome.run_id}: {output.counted(counts)}; old readings are kept"
    elif outcome.has_changes:
        yield "nothing was stored: --apply does"
