"""What an archive holds, read through the store's read side, in the shape the comparison needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.demo.outlets import BY_HOST
from newsarchive.store import Archive, open_archive
from newsarchive.store.records import ArchiveStatus, ArticleRecord, FailureRecord, VersionRecord

_MANY = 10_000_000
_ID = re.compile(r"/(?:read|amp)/(\d+)/")


@dataclass(frozen=True, slots=True)
class Held:
    """One article with all its versions, oldest first."""

    record: ArticleRecord
    versions: tuple[VersionRecord, ...]
    row: tuple[str | None, str, str | None] | None = None
    """Title, body (paragraphs parted by a blank line) and local time in the table that people query with SQL."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything of an archive that can be held against the truth."""

    articles: Mapping[str, Held]
    """By key."""
    failures: tuple[FailureRecord, ...]
    status: ArchiveStatus
    earliest: Mapping[str, str]
    """Key of the earliest member of each cluster, by cluster id."""
    unsearchable: tuple[str, ...] = ()
    """Keys of articles (of every tenth) that the full-text search does not find by their own headline."""
    damage: tuple[str, ...] = ()
    """What the archive's own full check found: bytes that are not what they were, broken references."""


def read_holding(path: Path) -> Holding:
    """Read a whole archive. Raises NotAnArchive where there is none."""
    with open_archive(path) as archive:
        query = "SELECT key, title, body, published_local FROM articles"
        rows = {key: (title, body, local) for key, title, body, local in archive.connection.execute(query)}
        articles = {r.key: Held(r, tuple(archive.versions(r.key)), rows.get(r.key)) for r in archive.articles()}
        unsearchable = tuple(r.record.key for r in list(articles.values())[::10] if not _is_found(archive, r.record))
        clusters = {h.record.cluster_id for h in articles.values() if h.record.cluster_id is not None}
        found = ((cluster_id, archive.cluster(cluster_id)) for cluster_id in sorted(clusters))
        earliest = {cluster_id: cluster.members[0].key for cluster_id, cluster in found if cluster is not None}
        failures = tuple(archive.failures(is_open=None, limit=_MANY))
        return Holding(articles, failures, archive.status(), earliest, unsearchable, tuple(archive.check()))


def _is_found(archive: Archive, record: ArticleRecord) -> bool:
    title = (record.article.title or "").replace('"', " ")
    return any(hit.key == record.key for hit in archive.search(f'"{title}"', limit=50))


def key_of(url: str) -> str | None:
    """The key of the article a URL of the made-up world belongs to; None if it is not that of an article."""
    parts = urlsplit(url)
    found = _ID.search(parts.path)
    outlet = BY_HOST.get(parts.hostname or "")
    return f"{outlet.slug}/{found[1]}" if found and outlet else None
