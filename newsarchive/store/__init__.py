"""The archive on disk: `news.db`, the index, and `packs/`, the raw bytes. The only writer of SQL is `Writer`."""

from newsarchive.store.archive import Archive, open_archive
from newsarchive.store.copies.groups import Cluster, ClusterLine, ClusterMember, Containment
from newsarchive.store.frontier import Frontier
from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.records import (
    ArchiveStatus,
    ArticleRecord,
    EventRecord,
    FailureRecord,
    FrontierRow,
    OutletStatus,
    RunRecord,
    SearchHit,
    SnapshotRecord,
    Stored,
    VersionRecord,
)
from newsarchive.store.writer import Writer

__all__ = [
    "Archive",
    "ArchiveStatus",
    "ArticleRecord",
    "Cluster",
    "ClusterLine",
    "ClusterMember",
    "Containment",
    "DamagedPack",
    "EventRecord",
    "FailureRecord",
    "Frontier",
    "FrontierRow",
    "OutletStatus",
    "RunRecord",
    "SearchHit",
    "SnapshotRecord",
    "Stored",
    "VersionRecord",
    "Writer",
    "open_archive",
]
