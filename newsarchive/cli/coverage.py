"""`newsarchive coverage`: what the outlets listed, what is held of it, and why the rest is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import click

from newsarchive.cli import heatmap, options, output
from newsarchive.coverage import Coverage, CoverageDay, read_coverage
from newsarchive.store import open_archive
from newsarchive.store.looks import PENDING

_OUTLETS = (
    "outlet",
    "listed",
    "held",
    "share",
    "pending",
    "not held",
    "no news",
    "lists failed",
    "no crawl",
    "ran over",
)
_DAYS = ("outlet", "day", "verdict", "listed", "held", "not held", "listed by", "looks", "doubt")


@click.command(
    epilog="""\b
Example:
  newsarchive coverage --month 2026-11
  newsarchive coverage radartegal --detail
  newsarchive coverage --outlet radartegal-disway --json

A URL counts on one day: that of publication as its article tells it; before it is held, the day that the list
told; else the day on which it was found. Days after the last run are not shown.
"""
)
@click.argument("names", metavar="[OUTLET]...", nargs=-1)
@click.option(
    "--outlet", "more", metavar="OUTLET", multiple=True, help="Another way to name an outlet; may be repeated."
)
@click.option("--month", metavar="YYYY-MM", help="The month to show.  [default: that of the last run]")
@click.option("--detail", is_flag=True, help="Also print a row for each day, with the reasons.")
@options.archive
@options.as_json
def command(
    *, names: tuple[str, ...], more: tuple[str, ...], month: str | None, detail: bool, archive_dir: Path, as_json: bool
) -> None:
    """Say for each outlet and day what its lists named, how much of it is held, and why the rest is not.

    'No news' (the lists were read and named nothing), 'lists failed' and 'no crawl' (nobody looked) are told apart.
    """
    with open_archive(archive_dir) as archive:
        coverage = read_coverage(archive.connection, outlets=(*names, *more), month=month)
    if as_json:
        output.echo_json(coverage)
        return
    if not coverage.outlets:
        output.echo("No list of any outlet was read into this archive yet.")
        return
    output.echo(f"{coverage.since} to {coverage.until}")
    output.table(_OUTLETS, [_of_outlet(outlet, days) for outlet, days in _by_outlet(coverage)])
    output.echo()
    heatmap.draw(coverage)
    if coverage.of_the_future:
        output.echo(f"{coverage.of_the_future} URLs are not shown: lists date them after the last run.")
    if detail:
        output.echo()
        output.table(_DAYS, [_of_day(day) for day in coverage.days])


def _by_outlet(coverage: Coverage) -> list[tuple[str, list[CoverageDay]]]:
    return [(outlet, list(days)) for outlet, days in groupby(coverage.days, key=lambda day: day.outlet)]


def _of_outlet(outlet: str, days: Iterable[CoverageDay]) -> tuple[object, ...]:
    verdicts: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    listed = held = overflowed = 0
    for day in days:
        verdicts[day.verdict] += 1
        missing.update(day.missing)
        listed, held, overflowed = listed + day.listed, held + day.held, overflowed + day.is_overflowed
    pending = missing.pop(PENDING, 0)
    return (
        outlet, listed, held, _share(held, listed), pending, output.counted(missing), verdicts["no-news"],
        verdicts["lists-failed"], verdicts["no-crawl"], overflowed,
    )  # fmt: skip


def _of_day(day: CoverageDay) -> tuple[object, ...]:
    looks = ", ".join(
        f"{kind} {look.answered}" + (f" ({look.failed} failed)" if look.failed else "")
        for kind, look in day.looks.items()
    )
    doubts = [word for word, is_so in (("ran over", day.is_overflowed), ("nobody looked", day.is_unwatched)) if is_so]
    by = ", ".join(f"{kind} {count}" for kind, count in day.listed_by.items())
    return (
        day.outlet, day.day, day.verdict, day.listed, day.held, output.counted(day.missing), by, looks,
        ", ".join(doubts),
    )  # fmt: skip


def _share(held: int, listed: int) -> str | None:
    """Rounded down, so that 100 % means all."""
    return f"{held * 1000 // listed / 10:.1f} %" if listed else None
