"""`newsarchive demo`: crawl a made-up world and hold the archive against the truth."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from newsarchive.cli import options
from newsarchive.cli.output import echo, echo_json, safe_line, table
from newsarchive.demo import report
from newsarchive.demo.run import DemoResult, prepare_folder, run_demo
from newsarchive.exits import ExitCode


@click.command(
    epilog="""\b
Example:
  newsarchive demo
  newsarchive demo --articles 120 --seed 7 --json
  newsarchive demo --days 30
\b
Exit codes: 0 the archive equals the truth, 4 the folder is not the demo's, 8 something differs (it is printed).
"""
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/archive-demo"),
    show_default=True,
    help="Folder of the demo; one that an earlier demo made is replaced.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another number, another world.")
@click.option("--articles", type=click.IntRange(40, 20_000), default=480, show_default=True, help="Size of the world.")
@click.option(
    "--days",
    type=click.FloatRange(0.25, 400),
    help="Instead: so many days of another world, with hostile servers, crawled by cron in invented time.",
)
@click.option("--outlets", type=click.IntRange(16, 2000), default=110, show_default=True, help="With --days: its size.")
@click.option("--keep", is_flag=True, help="Leave the folder of an earlier demo alone and take a new one beside it.")
@options.quiet
@options.as_json
def command(  # noqa: PLR0917 - click passes options by name; nobody calls this by position
    folder: Path, seed: int, articles: int, days: float | None, outlets: int, keep: bool, quiet: bool, as_json: bool
) -> None:
    """Serve a made-up world of news sites on this machine, crawl it on two days, and compare with the truth.

    The world has twelve outlets and everything that hurts: related links in every layout, pasted text, several pages,
    copies, edits, removals, blocks, broken encodings and failing servers. Nothing leaves this machine.

    With --days the world is larger, a tenth of its outlets is hostile, and it is crawled every quarter
    of an hour for so many days. Its time is invented: pauses and time limits are kept, but nobody waits for them.
    """
    place = prepare_folder(folder, keep=keep)
    if days is not None:
        _simulate(place, seed=seed, days=days, outlets=outlets, quiet=quiet, as_json=as_json)
        return
    result = run_demo(place, seed=seed, articles=articles, say=lambda line: _say(line, quiet), quiet=quiet)
    if as_json:
        echo_json(result)
    elif not quiet or result.comparison.differences:
        _print(result)
    if result.comparison.differences:
        sys.exit(ExitCode.DIFFERS)


def _simulate(folder: Path, *, seed: int, days: float, outlets: int, quiet: bool, as_json: bool) -> None:
    """Simulate cron and print what came of it."""
    # only here: the other demo crawls in processes of its own, and starts quicker without the engine
    from newsarchive.simulation import report as sim_report  # noqa: PLC0415
    from newsarchive.simulation.run import simulate  # noqa: PLC0415

    simulated = simulate(folder, seed=seed, days=days, outlets=outlets, say=lambda line: _say(line, quiet))
    judged = sim_report.judged(simulated)
    if as_json:
        echo_json(judged.as_data())
    elif not quiet or judged.verdict.differences:
        _table(sim_report.rows(judged))
        for line in sim_report.difference_lines(judged):
            echo(safe_line(line))
        echo(f"\nThe archive is {simulated.archive}.")
    if judged.verdict.differences:
        sys.exit(ExitCode.DIFFERS)


def _say(line: str, quiet: bool) -> None:
    if not quiet:
        click.echo(line, err=True)


def _table(found: Iterable[tuple[str, str, bool]]) -> None:
    table(
        ("what", "how many", "right"),
        [(what, value, "yes" if is_right else "NO") for what, value, is_right in found],
    )


def _print(result: DemoResult) -> None:
    _table(report.rows(result))
    for line in report.difference_lines(result.comparison):
        echo(safe_line(line))
    echo(f"\nThe archive is {result.archive}; what it should hold is {result.folder / 'truth.json'}.")
    echo("Three questions an archivist would ask next:")
    for question, line in report.next_commands(result.archive):
        echo(f"\n  # {question}\n  {line}")
