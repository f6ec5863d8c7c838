"""Finds the snapshot that shows a page as it was at a time: by URL, by article, or by its own number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from newsarchive.store import reading
from newsarchive.store.archive import Archive
from newsarchive.store.lookup import find_article, page_of, url_shapes
from newsarchive.store.records import SnapshotRecord

_NUMBER = re.compile(r"#(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Taken:
    """The snapshot that answers a question for a page at a time."""

    snapshot: SnapshotRecord
    is_later: bool
    """There is none of that time or before: this is the first one after it."""
    others: int
    """Further snapshots of the page."""


def page_snapshots(archive: Archive, ref: str) -> list[SnapshotRecord]:
    """Every snapshot that `ref` means, oldest first: `#12` is that of this number; a URL means those of exactly this
    URL if there are any, else those of the same URL in another shape; a key, row number or other URL of an article
    means all of the article's, continuation pages too. None found: an empty list.
    """
    ref = ref.encode("utf-8", "replace").decode()
    found = _NUMBER.fullmatch(ref)
    if found is not None:
        row = reading.read_snapshot(archive.connection, int(found[1]))
        return [] if row is None else [row]
    if "://" in ref:
        exact = reading.read_snapshots(archive.connection, None, ref)
        if exact:
            return exact
    elif find_article(archive.connection, ref) is None:
        return []
    if find_article(archive.connection, ref) is not None:
        return archive.snapshots_of(ref)
    for url in url_shapes(ref):
        rows = reading.read_snapshots(archive.connection, None, url)
        if rows and page_of(url) == page_of(ref):
            return rows
    return []


def taken_at(archive: Archive, snapshots: list[SnapshotRecord], at: date | datetime | None) -> Taken | None:
    """Of some snapshots, oldest first, the last one fetched at `at` or before, else the first after it.

    `at` None: the last one. A day (of UTC) means its end. Answers without a page of their own (304, redirects) and
    continuation pages of an article are passed over as long as there are others. None: there are no snapshots.
    """
    pages = [row for row in snapshots if not 300 <= row.status < 400 and not _is_part(archive, row.id)] or snapshots
    if not pages:
        return None
    until = _end(at)
    before = [row for row in pages if until is None or row.fetched_at <= until]
    chosen = before[-1] if before else pages[0]
    return Taken(chosen, not before, len(snapshots) - 1)


def _end(at: date | datetime | None) -> datetime | None:
    if at is None or isinstance(at, datetime):
        return at
    return datetime.combine(at, time(), UTC) + timedelta(days=1, microseconds=-1)


def _is_part(archive: Archive, snapshot_id: int) -> bool:
    sql = "SELECT 1 FROM version_snapshots WHERE snapshot_id = ?1 AND part > 0 AND NOT EXISTS"
    sql += " (SELECT 1 FROM version_snapshots WHERE snapshot_id = ?1 AND part = 0)"
    return archive.connection.execute(sql, (snapshot_id,)).fetchone() is not None
