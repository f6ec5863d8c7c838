"""`newsarchive search`: full text, with the words found in their sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.cli.filters import Moment, known_outlet
from newsarchive.registry import load_registry
from newsarchive.store import open_archive
from newsarchive.store.records import SearchHit


@click.command(
    epilog="""\b
Example:
  newsarchive search banjir rob
  newsarchive search banjir --unique
  newsarchive search '"harga beras" tegal' --province ID-JT --since 2026-02-01 --until 2026-02-28 --json
"""
)
@click.argument("words", nargs=-1, required=True)
@click.option("--outlet", metavar="NAME", help="Only this outlet: slug, short name or domain.")
@click.option("--province", help="Only outlets of this province: its ISO 3166-2 code, ministry code or name.")
@click.option("--since", type=Moment(), metavar="DAY", help="Published on this day, as printed, or later.")
@click.option("--until", type=Moment(), metavar="DAY", help="Published on this day, as printed, or earlier.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many at most.")
@click.option("--unique", "is_unique", is_flag=True, help="Show one article for all that tell the same text.")
@options.archive
@options.as_json
def command(
    *,
    words: tuple[str, ...],
    outlet: str | None,
    province: str | None,
    since: date | None,
    until: date | None,
    limit: int,
    is_unique: bool,
    archive_dir: Path,
    as_json: bool,
) -> None:
    """Find articles that have all WORDS, best match first.

    Words in "double quotes" must stand together, and kata* finds words that begin so. Instead of a day, a moment may
    be given: 2026-02-01T13:00+07:00.
    """
    with open_archive(archive_dir) as archive:
        hits = archive.search(
            " ".join(words),
            outlet=known_outlet(archive, outlet) if outlet else None,
            province=load_registry().province(province).code if province else None,
            since=since,
            until=until,
            limit=limit,
            is_unique=is_unique,
        )
    if as_json:
        output.echo_json(hits)
    else:
        _print(hits)


def _copies(hit: SearchHit) -> str:
    earliest = f", first run as {hit.earliest}" if hit.earliest else ""
    return f"+{hit.copies} {'copy' if hit.copies == 1 else 'copies'}{earliest} ({hit.cluster_id})"


def _print(hits: Sequence[SearchHit]) -> None:
    for hit in hits:
        when = hit.published_at.strftime("%Y-%m-%d %H:%M %z") if hit.published_at else "no date"
        output.echo(output.bold(output.safe_line(hit.title or "(no title)")))
        output.echo(f"  {output.safe_line(hit.key)}  {when}  {output.safe_line(hit.url)}")
        if hit.copies:
            output.echo(f"  {output.safe_line(_copies(hit))}")
        output.echo(f"  {output.highlighted(output.safe_line(hit.snippet))}")
        output.echo()
    click.echo(f"{len(hits)} found" if hits else "nothing found", err=True)
