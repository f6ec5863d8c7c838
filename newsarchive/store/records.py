"""What the store gives back: frozen values, one for each kind of row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from newsarchive.models import Article, Lane, LeadKind, Standing
from newsarchive.store.backfills import Backfill
from newsarchive.store.standing import ServiceRow

FrontierState = Literal["pending", "done", "failed", "gone", "purged"]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article that was handed to the writer."""

    article_id: int
    key: str
    outcome: Literal["new", "changed", "unchanged", "purged"]
    """purged: it was taken down before, and is not kept again; there is no row of it."""
    version: int
    """Number of the version that has this text."""
    cluster_id: str | None
    duplicate_of: str | None
    """Key of the earliest other article with the same text, or nearly."""
    is_cut: bool = False
    """It has more candidates for copies than are looked at: one may have been missed."""


@dataclass(frozen=True, slots=True)
class FrontierRow:
    """A URL to fetch, and what is known of earlier tries."""

    key: str
    url: str
    outlet: str
    kind: LeadKind
    native_id: str | None
    found_on_url: str | None
    priority: int
    state: FrontierState
    attempts: int
    """Failed tries since the last success."""
    checks: int
    """Successful fetches so far."""
    discovered_at: datetime
    due_at: datetime | None
    last_at: datetime | None
    last_status: int | None
    last_reason: str | None
    etag: str | None
    last_modified: str | None
    lane: Lane = "daily"
    title: str | None = None
    listed_at: datetime | None = None
    listed_on: date | None = None
    listed_in: int = 0
    """The kinds of list that named it: see `frontier.LISTED_IN`."""
    covers_on: date | None = None
    body_sha256: str | None = None
    pace: timedelta | None = None
    """Of a list: how long until it is looked at again."""
    steady: int = 0
    """Looks in a row that found it as it was."""
    missing: int = 0
    """Looks in a row at which it was not there."""


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """A row of `snapshots` without headers and bytes: what a listing shows."""

    id: int
    url: str
    outlet: str | None
    fetched_at: datetime
    status: int
    kind: str | None
    payload_sha256: str
    payload_bytes: int
    truncated: str | None
    pack: str


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of an article, as a whole article."""

    number: int
    seen_at: datetime
    changed: tuple[str, ...]
    """Fields in which it differs from the version before."""
    article: Article
    snapshot_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article with its place in the archive; `article` is the latest version."""

    id: int
    key: str
    article: Article
    version: int
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None
    cluster_id: str | None
    aliases: tuple[str, ...]
    snapshot_ids: tuple[int, ...]
    """Snapshots that the latest version was read from or seen again in, newest last."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article found. `snippet` has the words found between `[` and `]`."""

    key: str
    title: str | None
    outlet: str
    published_at: datetime | None
    """With the offset of the zone it was printed in."""
    url: str
    snippet: str
    cluster_id: str | None = None
    copies: int = 0
    """In a search for unique texts: other articles of the archive with this text, or nearly, for which it stands."""
    earliest: str | None = None
    """Then: key of the one published first, if that is another."""


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """A page that could not be had or read."""

    id: int
    url: str
    outlet: str | None
    snapshot_id: int | None
    run_id: int
    reason: str
    detail: str
    failed_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something that happened to an article after it was published."""

    id: int
    kind: str
    article_key: str | None
    snapshot_id: int | None
    at: datetime
    detail: str | None
    other_key: str | None = None
    """Of a correction: the article that says so, where it is another; of a move: the article that is there."""
    url: str | None = None
    """Of a correction: the address of the story, in one spelling."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run. No `ended_at`: still running, or died."""

    id: int
    command: str
    version: str
    started_at: datetime
    ended_at: datetime | None
    exit_code: int | None
    counts: Mapping[str, int]
    reason: str | None = None
    """Why it ended: finished, limit, time-limit, disk, shutdown, failed."""


@dataclass(frozen=True, slots=True)
class OutletStatus:
    """What the archive holds of one outlet."""

    outlet: str
    articles: int
    versions: int
    snapshots: int
    pending: int
    """Rows of the frontier never fetched yet."""
    open_failures: int
    latest_at: datetime | None
    """Latest time of publication."""


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """The archive in numbers. Bytes are of bodies as received (raw), as kept (stored), and of all files (disk)."""

    path: str
    outlets: tuple[OutletStatus, ...]
    articles: int
    versions: int
    snapshots: int
    clusters: int
    duplicates: int
    """Articles in clusters."""
    gone: int
    failures: Mapping[str, int]
    """Open failures by reason."""
    frontier: Mapping[str, int]
    """Rows by state."""
    last_run: RunRecord | None
    raw_bytes: int
    """Of all snapshots, each counted."""
    distinct_bytes: int
    """Of all bodies that differ."""
    stored_bytes: int
    disk_bytes: int
    standings: tuple[Standing, ...] = ()
    """Outlets in quarantine, and those that are left alone for a while because of trouble."""
    holds: tuple[ServiceRow, ...] = ()
    """Services (networks, lone sites) that asked for a pause."""
    backfills: tuple[Backfill, ...] = ()
    """Open walks into the past, the latest first."""
    open_alarms: int = 0
    uncompared: int = 0
    """Versions that wait to be compared with all others for copies."""
