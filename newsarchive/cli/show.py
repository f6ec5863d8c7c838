"""`newsarchive show`: one article with where it comes from, its versions and its copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.cli.article import print_article
from newsarchive.cli.copies import print_copies
from newsarchive.cli.events import told
from newsarchive.cli.found import found_article, found_version
from newsarchive.models import Article
from newsarchive.store import Archive, open_archive
from newsarchive.store.copies.groups import Cluster, Containment
from newsarchive.store.records import ArticleRecord, EventRecord, SnapshotRecord, VersionRecord


@dataclass(frozen=True, slots=True)
class _VersionLine:
    number: int
    seen_at: datetime
    changed: tuple[str, ...]
    snapshot_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is printed: the article as of one version, and everything that the archive knows around it."""

    key: str
    version: int
    article: Article
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None
    aliases: tuple[str, ...]
    versions: tuple[_VersionLine, ...]
    snapshots: tuple[SnapshotRecord, ...]
    """Those that the version shown was read from or seen again in."""
    cluster: Cluster | None
    containments: tuple[Containment, ...]
    """Longer articles that have this text in them, then those whose text this one has in it."""
    events: tuple[EventRecord, ...]


@click.command(
    epilog="""\b
Example:
  newsarchive show radartegal/700001
  newsarchive show https://radartegal.disway.id/read/700001/judul --version 1 --json
"""
)
@click.argument("ref")
@click.option(
    "--version", "number", type=click.IntRange(min=1), metavar="N", help="As of this version, 1 is the first."
)
@options.archive
@options.as_json
def command(ref: str, number: int | None, archive_dir: Path, as_json: bool) -> None:
    """Print an article with its provenance, versions and copies.

    REF is a key (radartegal-disway/700001, or radartegal/700001), any URL of it, or its number in the archive.
    """
    with open_archive(archive_dir) as archive:
        shown = _shown(archive, found_article(archive, ref), number)
    if as_json:
        output.echo_json(shown)
    else:
        _print(shown)


def _shown(archive: Archive, record: ArticleRecord, number: int | None) -> _Shown:
    versions: tuple[VersionRecord, ...] = tuple(archive.versions(record.key))
    wanted = record.version if number is None else number
    version = found_version(versions, record.key, wanted)
    ids = set(version.snapshot_ids)
    return _Shown(
        key=record.key,
        version=wanted,
        # what is no reason for a version (related links, section) is newest in the record
        article=record.article if wanted == record.version else version.article,
        first_seen_at=record.first_seen_at,
        last_seen_at=record.last_seen_at,
        gone_at=record.gone_at,
        aliases=record.aliases,
        versions=tuple(_VersionLine(v.number, v.seen_at, v.changed, v.snapshot_ids) for v in versions),
        snapshots=tuple(s for s in archive.snapshots_of(record.key) if s.id in ids),
        cluster=archive.cluster(record.cluster_id) if record.cluster_id else None,
        containments=tuple(archive.containments(record.key)),
        events=tuple(archive.events(record.key)),
    )


def _print(shown: _Shown) -> None:
    print_article(shown.article)
    output.section(
        f"Versions of {shown.key}",
        [
            f"{'*' if v.number == shown.version else '-'} {v.number}: {_at(v.seen_at)}"
            + (f", changed: {', '.join(v.changed)}" if v.changed else "")
            for v in shown.versions
        ],
    )
    seen = [f"first seen {_at(shown.first_seen_at)}, last seen {_at(shown.last_seen_at)}"]
    if shown.gone_at:
        seen.append(f"no longer on its site since {_at(shown.gone_at)}")
    output.section("Seen", [*seen, *(told(event, shown.key, _at(event.at)) for event in shown.events)])
    output.section(
        f"Snapshots of version {shown.version}",
        [
            f"{s.id}: {_at(s.fetched_at)} {s.status} {s.url} {output.size(s.payload_bytes)}"
            f" sha256 {s.payload_sha256} pack {s.pack}" + (f" cut short: {s.truncated}" if s.truncated else "")
            for s in shown.snapshots
        ],
    )
    output.section("Also seen as", [url for url in shown.aliases if url != shown.article.url])
    print_copies(shown.key, shown.cluster, shown.containments)


def _at(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="minutes")
