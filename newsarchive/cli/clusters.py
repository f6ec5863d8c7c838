"""`newsarchive clusters`: articles that tell the same text, and longer ones that contain it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.cli.filters import Moment, known_outlet
from newsarchive.cli.found import found_article
from newsarchive.errors import NewsarchiveError
from newsarchive.store import Archive, Writer, open_archive
from newsarchive.store.copies.groups import Cluster, ClusterLine, Containment

_COLUMNS = ("cluster", "articles", "kind", "published", "earliest", "headline", "outlets")
_MEMBER_COLUMNS = ("article", "published", "match", "alike", "version", "credits", "headline")
_HEADLINE = 60
"""Characters of a headline in a table."""
_BATCH = 200


@dataclass(frozen=True, slots=True)
class _Shown:
    """One cluster, and the articles outside it that contain a member's text, or the other way round."""

    cluster: Cluster
    containments: tuple[Containment, ...]


@click.command(
    epilog="""\b
Example:
  newsarchive clusters --min-size 3 --since 2026-02-01
  newsarchive clusters copy-0f3a9c2b51d7e846
  newsarchive clusters radartegal/700001 --json

A cluster is named after its earliest member. The name it had before an earlier one came still leads to it.
"""
)
@click.argument("name", metavar="[CLUSTER]", required=False)
@click.option("--outlet", metavar="NAME", help="Only clusters with an article of this outlet.")
@click.option("--since", type=Moment(), metavar="DAY", help="Earliest member published on this day or later.")
@click.option("--until", type=Moment(), metavar="DAY", help="Earliest member published on this day or earlier.")
@click.option("--min-size", type=click.IntRange(2), default=2, show_default=True, help="How many articles at least.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="How many at most.")
@click.option("--catch-up", is_flag=True, help="First compare what was stored before copies were found by their words.")
@options.archive
@options.as_json
def command(
    *,
    name: str | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    min_size: int,
    limit: int,
    catch_up: bool,
    archive_dir: Path,
    as_json: bool,
) -> None:
    """List the groups of articles that tell the same text, the largest first, or show one of them.

    CLUSTER is a cluster's name, or names an article in it as `newsarchive show` does.
    """
    if catch_up:
        _catch_up(archive_dir)
    with open_archive(archive_dir) as archive:
        if name is not None:
            _print_one(_shown(archive, name), as_json)
            return
        slug = None if outlet is None else known_outlet(archive, outlet)
        lines = archive.clusters(outlet=slug, since=since, until=until, min_size=min_size, limit=limit)
    if as_json:
        output.echo_json(lines)
    else:
        _print_lines(lines)


def _catch_up(archive_dir: Path) -> None:
    with open_archive(archive_dir):  # says why, if there is none: a writer would make one
        pass
    with Writer(archive_dir, clock=lambda: datetime.now(UTC)) as writer:
        done = 0
        while count := writer.compare_waiting(_BATCH):
            writer.flush()
            done += count
    click.echo(f"{done} versions compared", err=True)


def _shown(archive: Archive, name: str) -> _Shown:
    cluster = archive.cluster(name)
    if cluster is None and not name.startswith("copy-"):
        of_article = found_article(archive, name).cluster_id
        if of_article is None:
            raise NewsarchiveError(f"no other article of this archive tells the text of {name}")
        cluster = archive.cluster(of_article)
    if cluster is None:
        raise NewsarchiveError(f"no cluster {name!r} in this archive; `newsarchive clusters` lists them")
    found = (one for member in cluster.members for one in archive.containments(member.key))
    return _Shown(cluster, tuple(dict.fromkeys(found)))


def _print_one(shown: _Shown, as_json: bool) -> None:
    if as_json:
        output.echo_json(shown)
        return
    cluster = shown.cluster
    output.echo(f"{cluster.id} ({cluster.kind}), {len(cluster.members)} articles, earliest first")
    output.table(
        _MEMBER_COLUMNS,
        (
            (m.key, _minute(m.published_at), m.match, f"{m.similarity:.3f}", m.version, m.credit, _headline(m.title))
            for m in cluster.members
        ),
    )
    output.section("Formerly", cluster.names)
    output.section(
        "Contained", [f"{one.inner} in {one.outer}: {one.share:.1%} of its text" for one in shown.containments]
    )


def _print_lines(lines: Sequence[ClusterLine]) -> None:
    rows = (
        (c.id, c.size, c.kind, _minute(c.published_at), c.earliest, _headline(c.title), ", ".join(c.outlets))
        for c in lines
    )
    output.table(_COLUMNS, rows)
    click.echo(f"{len(lines)} clusters" if lines else "no clusters", err=True)


def _headline(title: str | None) -> str:
    text = title or "(no title)"
    return text if len(text) <= _HEADLINE else f"{text[: _HEADLINE - 1]}…"


def _minute(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(sep=" ", timespec="minutes")
