"""`newsarchive versions`: every version of an article, and what happened to it in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.cli.events import told
from newsarchive.cli.found import found_article
from newsarchive.comparing.articles import compare
from newsarchive.store import Archive, open_archive
from newsarchive.store.records import ArticleRecord, EventRecord, VersionRecord

_COLUMNS = ("version", "first seen", "last seen", "words", "snapshots", "what")
_MOST_EVENTS = 10_000


@dataclass(frozen=True, slots=True)
class _VersionLine:
    number: int
    first_seen_at: datetime
    last_seen_at: datetime
    title: str | None
    changed: tuple[str, ...]
    """Fields in which it differs from the version before it in time."""
    words_added: int | None
    """Against the version before it in time; None for the first."""
    words_removed: int | None
    snapshot_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Timeline:
    key: str
    url: str
    title: str | None
    version: int
    """The one that the article says now."""
    gone_at: datetime | None
    versions: tuple[_VersionLine, ...]
    """In the order in which they were first seen; one that came late has a higher number than those behind it."""
    events: tuple[EventRecord, ...]


@click.command(
    epilog="""\b
Example:
  newsarchive versions radartegal/700001
"""
)
@click.argument("ref")
@options.archive
@options.as_json
def command(ref: str, archive_dir: Path, as_json: bool) -> None:
    """Print every version of an article, with what changed, and what happened in between.

    REF is a key, any URL of it, or its number in the archive. Times are in the zone of the article's printed date.
    `newsarchive diff` shows the changes themselves.
    """
    with open_archive(archive_dir) as archive:
        record = found_article(archive, ref)
        timeline = _timeline(archive, record)
    if as_json:
        output.echo_json(timeline)
        return
    published = record.article.published_at
    output.echo(output.bold(output.safe_line(f"{record.key}: {record.article.title or '(no title)'}")))
    output.table(_COLUMNS, _rows(timeline, published))


def _timeline(archive: Archive, record: ArticleRecord) -> _Timeline:
    versions = archive.versions(record.id)
    fetched = {snapshot.id: snapshot.fetched_at for snapshot in archive.snapshots_of(record.id)}
    return _Timeline(
        key=record.key,
        url=record.article.url,
        title=record.article.title,
        version=record.version,
        gone_at=record.gone_at,
        versions=tuple(_lines(record, versions, fetched)),
        events=tuple(archive.events(record.id, limit=_MOST_EVENTS)),
    )


def _lines(
    record: ArticleRecord, versions: Sequence[VersionRecord], fetched: dict[int, datetime]
) -> Iterator[_VersionLine]:
    for before, version in zip([None, *versions], versions, strict=False):
        words = None if before is None else compare(before.article, version.article)
        seen = [version.seen_at, *(fetched[i] for i in version.snapshot_ids if i in fetched)]
        if version.number == record.version:
            seen.append(record.last_seen_at)
        yield _VersionLine(
            number=version.number,
            first_seen_at=version.seen_at,
            last_seen_at=max(seen),
            title=version.article.title,
            changed=version.changed,
            words_added=None if words is None else words.words_added,
            words_removed=None if words is None else words.words_removed,
            snapshot_ids=version.snapshot_ids,
        )


def _rows(timeline: _Timeline, published: datetime | None) -> list[tuple[object, ...]]:
    """Versions and events in the order of time; a version before what happened at the same time."""

    def local(at: datetime) -> str:
        return (at if published is None else at.astimezone(published.tzinfo)).isoformat(sep=" ", timespec="minutes")

    rows: list[tuple[datetime, int, tuple[object, ...]]] = []
    for n, line in enumerate(timeline.versions):
        what = ", ".join(line.changed) or ("first seen" if n == 0 else "as the version before, read anew")
        words = None if line.words_added is None else f"+{line.words_added} -{line.words_removed}"
        seen = (local(line.first_seen_at), local(line.last_seen_at))
        rows.append((line.first_seen_at, 0, (line.number, *seen, words, len(line.snapshot_ids), what)))
    for event in timeline.events:
        rows.append((event.at, 1, (None, local(event.at), None, None, None, told(event, timeline.key))))  # noqa: PERF401
    return [row for _, _, row in sorted(rows, key=lambda row: row[:2])]
