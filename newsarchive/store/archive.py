"""The reading side of an archive: articles, versions, snapshots with their bytes, search, and numbers."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newsarchive.errors import ArchiveError
from newsarchive.models import Capture
from newsarchive.store import lookup, reading, status
from newsarchive.store.backfills import Backfill, Backfills
from newsarchive.store.connection import PACKS_NAME, connect_reading, connect_writing, index_path
from newsarchive.store.copies.groups import (
    Cluster,
    ClusterLine,
    Containment,
    list_clusters,
    read_cluster,
    read_containments,
)
from newsarchive.store.lock import ArchiveLock
from newsarchive.store.packs.folder import Packs
from newsarchive.store.records import (
    ArchiveStatus,
    ArticleRecord,
    EventRecord,
    FailureRecord,
    RunRecord,
    SearchHit,
    SnapshotRecord,
    VersionRecord,
)
from newsarchive.store.search import date_bounds, search
from newsarchive.store.times import from_text, maybe_time


class Archive:
    """An open archive; a context manager. Reads while a crawl writes, and sees whole transactions only.

    `connection` is the SQLite connection to `news.db`, for queries of one's own.
    """

    def __init__(self, path: str | Path, *, write: bool = False) -> None:
        """See `open_archive()`."""
        index = index_path(Path(path))
        self.path = index.parent
        self._lock: ArchiveLock | None = None
        if write:
            connect_reading(index).close()  # refuses what is missing or not ours before anything is touched
            self._lock = ArchiveLock(self.path)
        self.connection: sqlite3.Connection = connect_writing(index) if write else connect_reading(index)
        self._packs = Packs(self.path / PACKS_NAME)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every file; give up the lock if it was opened for writing."""
        self.connection.close()
        self._packs.close()
        if self._lock is not None:
            self._lock.release()

    def search(
        self,
        query: str,
        *,
        outlet: str | None = None,
        province: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 20,
        is_unique: bool = False,
    ) -> list[SearchHit]:
        """Articles with all words and "quoted phrases" of `query` in title or body, best first.

        `outlet` is a slug, `province` a code such as `ID-JT`; `since` and `until` are included, dates as printed or
        instants. Nothing in `query` is an operator, but `kata*` finds words that begin so. With `is_unique` the best
        hit of each text stands for all its copies.
        """
        return search(
            self.connection,
            query,
            outlet=outlet,
            province=province,
            since=since,
            until=until,
            limit=limit,
            is_unique=is_unique,
        )

    def article(self, ref: str | int) -> ArticleRecord | None:
        """The article with this key, number or URL (any shape of it); None if there is none."""
        found = lookup.find_article(self.connection, ref)
        return None if found is None else next(reading.read_articles(self.connection, "a.id = ?", [found], 1))

    def articles(
        self,
        *,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
    ) -> Iterator[ArticleRecord]:
        """Articles in the order in which they were first seen, one by one."""
        where, values = date_bounds(since, until)
        if outlet is not None:
            where.append("a.outlet = ?")
            values.append(outlet)
        condition = " AND ".join(where) or "1"
        return reading.read_articles(self.connection, condition, values, -1 if limit is None else limit)

    def versions(self, ref: str | int) -> list[VersionRecord]:
        """Every version of an article, oldest first; none if there is no such article."""
        found = lookup.find_article(self.connection, ref)
        return [] if found is None else reading.read_versions(self.connection, found)

    def snapshots_of(self, ref: str | int) -> list[SnapshotRecord]:
        """Snapshots of an article (all its URLs and parts) or, if it is no article's, of a URL; oldest first."""
        return reading.read_snapshots(self.connection, lookup.find_article(self.connection, ref), str(ref))

    def snapshot(self, snapshot_id: int) -> Capture | None:
        """A response exactly as it was stored, with its bytes; None if there is none.

        Raises DamagedPack if the bytes are missing or are not what they were.
        """
        return reading.read_capture(self.connection, snapshot_id, self._packs.get)

    def cluster(self, name: str) -> Cluster | None:
        """The articles of a cluster, earliest first, by its id or a former one; None if there is no such cluster."""
        return read_cluster(self.connection, name)

    def clusters(
        self,
        *,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        min_size: int = 2,
        limit: int = 20,
    ) -> list[ClusterLine]:
        """Clusters with at least so many members, the largest first.

        `outlet` is the slug of one that has a member; `since` and `until` speak of the earliest member's publication.
        """
        return list_clusters(self.connection, outlet=outlet, since=since, until=until, min_size=min_size, limit=limit)

    def containments(self, ref: str | int) -> list[Containment]:
        """The articles that contain the text of an article, then those whose text it contains."""
        found = lookup.find_article(self.connection, ref)
        return [] if found is None else read_containments(self.connection, found)

    def failures(
        self, *, outlet: str | None = None, reason: str | None = None, is_open: bool | None = True, limit: int = 100
    ) -> list[FailureRecord]:
        """Failures, newest first; `is_open=None` gives resolved ones too, False only those."""
        rows = self.connection.execute(
            "SELECT id, url, outlet, snapshot_id, run_id, reason, detail, failed_at, resolved_at FROM failures"
            " WHERE (?1 IS NULL OR outlet = ?1) AND (?2 IS NULL OR reason = ?2)"
            " AND (?3 IS NULL OR (resolved_at IS NULL) = ?3) ORDER BY failed_at DESC, id DESC LIMIT ?4",
            (outlet, reason, is_open, limit),
        )
        return [_failure(row) for row in rows.fetchall()]

    def events(self, ref: str | int | None = None, *, limit: int = 100) -> list[EventRecord]:
        """What happened to an article, what it says of others, or (no `ref`) all: the latest `limit` in order."""
        found = None if ref is None else lookup.find_article(self.connection, ref)
        return [] if ref is not None and found is None else reading.read_events(self.connection, found, limit)

    def runs(self, *, limit: int = 10) -> list[RunRecord]:
        """The latest runs, newest first."""
        return status.runs(self.connection, limit)

    def backfills(self) -> list[Backfill]:
        """Every walk into the past that was asked for, the latest first."""
        return Backfills(self.connection, lambda: None).all()

    def status(self, at: datetime | None = None) -> ArchiveStatus:
        """The archive in numbers, and who is left alone: only now, if `at` says what time that is, else ever."""
        return status.status(self.connection, self.path, self._packs.totals(), at)

    def check(self) -> Iterator[str]:
        """Look at everything: a sentence for each fault of the index, each broken reference and each lost body."""
        for (text,) in self.connection.execute("PRAGMA integrity_check").fetchall():
            if text != "ok":
                yield f"news.db: {text}"
        for table, row_id, other, _ in self.connection.execute("PRAGMA foreign_key_check").fetchall():
            yield f"news.db: row {row_id} of {table} points at nothing in {other}"
        bodies = "SELECT DISTINCT pack, payload_sha256 FROM snapshots WHERE pruned_at IS NULL"
        for pack, digest in self.connection.execute(bodies).fetchall():
            try:
                body = self._packs.get(pack, digest)
            except ArchiveError as error:
                yield str(error)
            else:
                if hashlib.sha256(body).hexdigest() != digest:
                    yield f"{pack}: body {digest} does not have its checksum"


def open_archive(path: str | Path, *, write: bool = False) -> Archive:
    """Open an archive folder, or the `news.db` in it, for reading; with `write`, take its lock and allow own SQL.

    Raises NotAnArchive, with a sentence that says why, for a file that is missing, damaged, foreign or newer than this
    version, and ArchiveLocked if it is to be written while a crawl runs.
    """
    return Archive(path, write=write)


def _failure(row: tuple[Any, ...]) -> FailureRecord:
    number, url, outlet, snapshot_id, run_id, reason, detail, failed_at, resolved_at = row
    return FailureRecord(
        number, url, outlet, snapshot_id, run_id, reason, detail, from_text(failed_at), maybe_time(resolved_at)
    )
