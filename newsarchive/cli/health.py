"""`newsarchive health`: which rules are broken, since when, with examples; what a run did; metrics for Prometheus."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.errors import ConfigError
from newsarchive.exits import ExitCode
from newsarchive.health.run_report import RunReport, run_report
from newsarchive.registry import load_registry
from newsarchive.runclock import RunClock
from newsarchive.store import open_archive
from newsarchive.store.alarms import Alarm, accept, alarms_of_run, all_alarms, open_alarms


@dataclass(frozen=True, slots=True)
class _Example:
    snapshot_id: int
    url: str


@dataclass(frozen=True, slots=True)
class _Shown:
    alarms: tuple[Mapping[str, object], ...]
    last_run: RunReport | None


@click.command(
    epilog="""\b
Example:
  newsarchive health
  newsarchive health radartegal --all --json
  newsarchive health --run 1200
  newsarchive health --prometheus /var/lib/node_exporter/newsarchive.prom
\b
Exit codes: 0 no rule is broken, 7 some are (or were broken by the run asked for).
"""
)
@click.argument("names", metavar="[OUTLET]...", nargs=-1)
@options.archive
@options.outlets
@click.option("--all", "every", is_flag=True, help="Show alarms that were cleared too.")
@click.option("--run", "run_id", type=click.IntRange(1), metavar="ID", help="Report what this run did.")
@click.option(
    "--accept", "accepted", type=click.IntRange(1), metavar="NUMBER", help="Clear an alarm: this is how it is now."
)
@click.option(
    "--prometheus",
    "metrics",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write metrics for Prometheus's textfile collector.",
)
@options.as_json
def command(  # noqa: PLR0917 - click passes options by name; nobody calls this by position
    names: tuple[str, ...],
    archive_dir: Path,
    outlets_dir: Path | None,
    every: bool,
    run_id: int | None,
    accepted: int | None,
    metrics: Path | None,
    as_json: bool,
) -> None:
    """Say which outlets are not well: the rules that are broken, since when, with examples, and what the last run did.

    The rules and what to do about each stand in docs/health.md. An OUTLET is a slug, a short name or a domain.
    """
    if accepted is not None:
        _accept(archive_dir, accepted)
    if metrics is not None:
        from newsarchive.health import prometheus  # noqa: PLC0415 - a library that only this option needs

        prometheus.write(metrics, archive_dir)
    with open_archive(archive_dir) as archive:
        connection = archive.connection
        slugs = _slugs(connection, names, outlets_dir)
        if run_id is not None:
            alarms = alarms_of_run(connection, run_id)
        else:
            alarms = all_alarms(connection) if every else open_alarms(connection)
        chosen = [alarm for alarm in alarms if not slugs or alarm.outlet in slugs]
        report = run_report(connection, run_id)
        if run_id is not None and report is None:
            raise ConfigError(f"there is no run {run_id} in {archive.path}")
        examples = _examples(connection, chosen)
    if as_json:
        output.echo_json(_Shown(tuple(_plain(alarm, examples) for alarm in chosen), report))
    else:
        _print(chosen, examples, report, is_whole=run_id is not None)
    if any(alarm.cleared_at is None or run_id is not None for alarm in chosen):
        sys.exit(ExitCode.HEALTH)


def _accept(archive_dir: Path, number: int) -> None:
    with open_archive(archive_dir, write=True) as archive:
        if not accept(archive.connection, number, RunClock()()):
            raise ConfigError(f"no open alarm has the number {number}; `newsarchive health` lists them")


def _slugs(connection: sqlite3.Connection, names: tuple[str, ...], outlets_dir: Path | None) -> set[str]:
    """The outlets asked for: those of the archive by slug, also where no outlet file has them any more."""
    if not names:
        return set()
    held = {row[0] for row in connection.execute("SELECT slug FROM outlets")}
    missing = [name for name in names if name not in held]
    registry = load_registry(outlets_dir) if missing else None
    return {name for name in names if name in held} | {registry.get(n).slug for n in missing if registry is not None}


def _examples(connection: sqlite3.Connection, alarms: Iterable[Alarm]) -> dict[int, str]:
    """URL of each snapshot that an alarm shows."""
    numbers = {number for alarm in alarms for number in alarm.examples}
    sql = "SELECT url FROM snapshots WHERE id = ?"
    rows = ((number, connection.execute(sql, (number,)).fetchone()) for number in sorted(numbers))
    return {number: row[0] for number, row in rows if row is not None}


def _plain(alarm: Alarm, examples: Mapping[int, str]) -> dict[str, object]:
    shown = [_Example(number, examples[number]) for number in alarm.examples if number in examples]
    return {**asdict(alarm), "examples": shown}


def _print(alarms: list[Alarm], examples: Mapping[int, str], report: RunReport | None, *, is_whole: bool) -> None:
    if alarms:
        columns = ("number", "outlet", "since", "rule", "what")
        output.table(columns, ((a.id, a.outlet or "(all)", _span(a), a.rule, a.detail) for a in alarms))
        output.section(
            "Examples, for `newsarchive show`",
            [
                f"{alarm.id}: {examples[number]} (snapshot {number})"
                for alarm in alarms
                for number in alarm.examples
                if number in examples
            ],
        )
    else:
        output.echo("no rule is broken")
    if report is not None:
        output.echo()
        for name, value in _facts(report, is_whole=is_whole):
            output.echo(f"{name:<11}{output.safe_line(value)}")


def _facts(report: RunReport, *, is_whole: bool) -> list[tuple[str, str]]:
    took = "still running, or died" if report.seconds is None else f"{report.seconds:.0f} s"
    code = "" if report.exit_code is None else f", exit code {report.exit_code}"
    why = f" ({report.reason})" if report.reason else ""
    articles = (
        f"{report.listed} listed for the first time, {report.new} new, {report.changed} changed,"
        f" {report.unchanged} unchanged, {report.gone} gone"
    )
    facts = [
        (f"run {report.run_id}", f"{report.command} at {_at(report.started_at)}, {took}{code}{why}"),
        ("requests", f"{report.requests}, {output.size(report.bytes)} received"),
        ("articles", articles),
        ("failures", output.counted(report.by_failure)),
    ]
    if is_whole:
        facts[3:3] = [("kinds", output.counted(report.by_kind)), ("statuses", output.counted(report.by_status))]
        facts.append(("skipped", output.counted(report.skipped)))
    return [(name, value) for name, value in facts if value]


def _span(alarm: Alarm) -> str:
    return _at(alarm.raised_at) + (f" to {_at(alarm.cleared_at)}" if alarm.cleared_at else "")


def _at(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%MZ")
