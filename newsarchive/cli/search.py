"""`newsarchive search`: full text, with the words found in their sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.errors import UnknownOutlet
from newsarchive.registry import load_registry
from newsarchive.store import Archive, open_archive
from newsarchive.store.records import SearchHit


class _Moment(click.ParamType[date]):
    """A day, or an instant with its offset."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A `date` for a bare day, else an aware `datetime`."""
        text = str(value)
        try:
            if len(text) == len("2026-02-01"):
                return date.fromisoformat(text)
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is neither a day (2026-02-01) nor a moment (2026-02-01T13:00+07:00)", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{text!r} needs its offset, such as +07:00 for WIB", param, ctx)
        return moment


@click.command(
    epilog="""\b
Example:
  newsarchive search banjir rob
  newsarchive search '"harga beras" tegal' --province ID-JT --since 2026-02-01 --until 2026-02-28 --json
"""
)
@click.argument("words", nargs=-1, required=True)
@click.option("--outlet", metavar="NAME", help="Only this outlet: slug, short name or domain.")
@click.option("--province", help="Only outlets of this province: its ISO 3166-2 code, ministry code or name.")
@click.option("--since", type=_Moment(), metavar="DAY", help="Published on this day, as printed, or later.")
@click.option("--until", type=_Moment(), metavar="DAY", help="Published on this day, as printed, or earlier.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many at most.")
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
            outlet=_slug(archive, outlet) if outlet else None,
            province=load_registry().province(province).code if province else None,
            since=since,
            until=until,
            limit=limit,
        )
    if as_json:
        output.echo_json(hits)
    else:
        _print(hits)


def _slug(archive: Archive, name: str) -> str:
    """The outlet meant: one of the registry, or one that only the archive knows, as that of a demo."""
    try:
        return load_registry().get(name).slug
    except UnknownOutlet:
        if next(archive.articles(outlet=name, limit=1), None) is None:
            raise
        return name


def _print(hits: Sequence[SearchHit]) -> None:
    for hit in hits:
        when = hit.published_at.strftime("%Y-%m-%d %H:%M %z") if hit.published_at else "no date"
        output.echo(output.bold(output.safe_line(hit.title or "(no title)")))
        output.echo(f"  {output.safe_line(hit.key)}  {when}  {output.safe_line(hit.url)}")
        output.echo(f"  {output.highlighted(output.safe_line(hit.snippet))}")
        output.echo()
    click.echo(f"{len(hits)} found" if hits else "nothing found", err=True)
