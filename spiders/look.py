"""One answer for a list, with all that is known of the list before it is read, and the item it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scrapy.http import Response

from newsarchive.models import Lead, ListKind, Network, Outlet
from newsarchive.text.urls import bare_host, host_of
from spiders.conditional import validator
from spiders.days import local_day
from spiders.declared import Place
from spiders.items import Failed, ListingRead, Task
from spiders.leads import KeyParts

LATER_STAMP = "later"
"""The stamp of later pages that a list itself names; see `leads.KeyParts`."""


@dataclass(frozen=True, slots=True)
class Look:
    """One answer with all that is known of the list it is of."""

    response: Response
    task: Task
    kind: ListKind
    outlet: Outlet
    network: Network
    place: Place
    key: KeyParts
    span: tuple[date, date] | None
    """The range of the walk, in the lane `backfill`."""
    fetched_at: datetime

    @property
    def is_past(self) -> bool:
        """Whether it is read for a backfill."""
        return self.task.is_past

    @property
    def is_first(self) -> bool:
        """Whether the list is looked at again: it is a first page of the day's work, and its days are not over."""
        if self.is_past or self.place.page > 1 or self.key.stamp == LATER_STAMP:
            return False
        today = local_day(self.outlet, self.fetched_at)
        if self.key.stamp is not None:
            return self.key.stamp >= today.isoformat()
        return self.place.covers is None or self.place.covers[1] >= today - timedelta(days=1)

    @property
    def host(self) -> str:
        """The host that answered, without `www.`."""
        return bare_host(host_of(self.response.url))

    def item(
        self,
        *,
        leads: tuple[Lead, ...] = (),
        listings: tuple[Lead, ...] = (),
        following: Lead | None = None,
        digest: str | None = None,
        problem: str | None = None,
        is_unchanged: bool = False,
        is_whole: bool = True,
    ) -> ListingRead:
        """The list was read. `digest` is what the next look is compared with, `problem` a doubt as `code: detail`.

        `is_whole`: it is all here. Otherwise (an index of lists) it is not asked for conditionally: that it is as it
        was says nothing of what it names.
        """
        return ListingRead(
            self.task,
            self.response.meta["snapshot_id"],
            self.response.status,
            self.fetched_at,
            leads,
            listings,
            following,
            self.is_first,
            is_unchanged,
            validator(self.response, "ETag") if is_whole else None,
            validator(self.response, "Last-Modified") if is_whole else None,
            digest,
            problem,
        )

    def failed(self, reason: str, detail: str) -> Failed:
        """The answer is no list."""
        snapshot_id: int = self.response.meta["snapshot_id"]
        return Failed(self.task, self.response.url, snapshot_id, reason, detail, self.response.status)
