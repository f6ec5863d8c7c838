"""What a spider hands to the pipeline: one value for each end a fetched URL can come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsarchive.models import Article, Lane, Lead, LeadKind


@dataclass(frozen=True, slots=True)
class Task:
    """A frontier row that is being worked on."""

    key: str
    url: str
    outlet: str
    """Slug."""
    kind: LeadKind
    discovered_at: datetime
    attempts: int = 0
    """Failed runs since the last success."""
    checks: int = 0
    """Successful fetches before this one: 0 for a page that was never seen."""
    etag: str | None = None
    last_modified: str | None = None
    """What the server said of the version seen last, as it came; for conditional requests."""
    lane: Lane = "daily"
    listed_at: datetime | None = None
    listed_on: date | None = None
    covers_on: date | None = None
    """For a list of one day: that day."""
    body_sha256: str | None = None
    """Of a list: the hash of its last body without content coding."""
    pace: timedelta | None = None
    steady: int = 0
    missing: int = 0

    @property
    def is_past(self) -> bool:
        """Whether a walk into the past led to it."""
        return self.lane == "backfill"


@dataclass(frozen=True, slots=True)
class ListingRead:
    """A list (feed, sitemap, index page, REST or JSON answer) was read.

    `leads` are articles and `listings` further lists; either may be known already. `following`, the next page of this
    list, counts only if a lead is new (or in the lane `backfill`, where it always counts).
    """

    task: Task
    snapshot_id: int
    status: int
    fetched_at: datetime
    leads: tuple[Lead, ...]
    listings: tuple[Lead, ...] = ()
    following: Lead | None = None
    is_first: bool = True
    """Whether it is looked at again: not a later page of a list, not the list of a day that is over."""
    is_unchanged: bool = False
    """It came as it was at the last look: 304, or the same body. It has no leads then."""
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    problem: str | None = None
    """What was odd about it, as `code: detail`; it was read all the same."""


@dataclass(frozen=True, slots=True)
class ArticleRead:
    """An article was read, from one snapshot or, where it has parts, from several in order."""

    task: Task
    article: Article
    snapshot_ids: tuple[int, ...]
    status: int
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server answered 304: the article is as it was."""

    task: Task
    snapshot_id: int
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """The outlet says that there is nothing (any more) at the URL: 404, 410, or a redirect to the front page."""

    task: Task
    snapshot_id: int
    status: int
    reason: str
    detail: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """The URL gave nothing that can be stored as news. `reason` is a kebab-case word, `detail` a sentence.

    `is_final`: trying again cannot help (a photo page stays one); otherwise the URL is due again later, not before
    `wait` seconds if the server asked for that.
    """

    task: Task
    url: str
    snapshot_id: int | None
    reason: str
    detail: str
    status: int | None = None
    is_final: bool = False
    wait: float = 0.0
    snapshot_kind: str | None = None


Item = ListingRead | ArticleRead | Unchanged | Gone | Failed
