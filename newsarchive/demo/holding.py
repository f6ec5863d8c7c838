"""What an archive holds, read through the store's read side, in the shape the comparison needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.demo.outlets import BY_HOST
from newsarchive.store import open_archive
from newsarchive.store.records import ArchiveStatus, ArticleRecord, FailureRecord, VersionRecord

_MANY = 10_000_000
_ID = re.compile(r"/(?:read|amp)/(\d+)/")


@dataclass(frozen=True, slots=True)
class Held:
    """One article with all its versions, oldest first."""

    record: ArticleRecord
    versions: tuple[VersionRecord, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Everything of an archive that can be held against the truth."""

    articles: Mapping[str, Held]
    """By key."""
    failures: tuple[FailureRecord, ...]
    status: ArchiveStatus
    earliest: Mapping[str, str]
    """Key of the earliest member of each cluster, by cluster id."""
    damage: tuple[str, ...] = ()
    """What the archive's own full check found: bytes that are not what they were, broken references."""


def read_holding(path: Path) -> Holding:
    """Read a whole archive. Raises NotAnArchive where there is none."""
    with open_archive(path) as archive:
        articles = {r.key: Held(r, tuple(archive.versions(r.key))) for r in archive.articles()}
        clusters = {h.record.cluster_id for h in articles.values() if h.record.cluster_id is not None}
        found = ((cluster_id, archive.cluster(cluster_id)) for cluster_id in sorted(clusters))
        earliest = {cluster_id: cluster.members[0].key for cluster_id, cluster in found if cluster is not None}
        failures = tuple(archive.failures(is_open=None, limit=_MANY))
        return Holding(articles, failures, archive.status(), earliest, tuple(archive.check()))


def key_of(url: str) -> str | None:
    """The key of the article a URL of the made-up world belongs to; None if it is not that of an article."""
    parts = urlsplit(url)
    found = _ID.search(parts.path)
    outlet = BY_HOST.get(parts.hostname or "")
    return f"{outlet.slug}/{found[1]}" if found and outlet else None
