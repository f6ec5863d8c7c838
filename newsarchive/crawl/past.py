"""Walks into the past beside the day's work: which way each takes, and how many requests it may cost in this run."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newsarchive.models import Lead
from newsarchive.store.backfills import Backfill, BackfillState
from spiders.backfill import backfill_leads, ways_back
from spiders.outlet import OutletSpider

if TYPE_CHECKING:
    from newsarchive.crawl.session import Session

logger = logging.getLogger(__name__)

CLOSE_ENOUGH = timedelta(days=7)
"""A way that led to within so many days of the day asked for has led there: not every day has news."""


class Past:
    """The open backfills of a run's outlets. Their rows are in the frontier, in the lane `backfill`, newest first."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.writer.backfills
        self._budget: int = session.crawler.settings.getint("NEWSARCHIVE_BACKFILL_REQUESTS")
        self._spent: Counter[str] = Counter()
        self._open: set[str] = set()
        """Outlets with an open walk, or with rows of an earlier one that are to be tried again."""

    def begin(self, spider: OutletSpider) -> None:
        """Hand the ranges of the open walks to the spider."""
        self._spider = spider
        for slug in spider.by_slug:
            walk = self._store.of(slug)
            if walk is not None:
                spider.ranges[slug] = (walk.since_on, walk.until_on)
            if walk is not None or self._store.has_rows(slug):
                self._open.add(slug)

    def slugs(self, slugs: Iterable[str]) -> list[str]:
        """Those outlets that may still spend requests on their past in this run, set going where they stand still."""
        if not self._open:
            return []
        found = [slug for slug in slugs if slug in self._open and self.may_spend(slug)]
        for slug in found:
            while (walk := self._store.of(slug)) is not None and not self._store.is_unfinished(slug):
                self._next_way(walk)
        return found

    def may_spend(self, slug: str) -> bool:
        """Whether an outlet has requests left for its past in this run."""
        return self._spent[slug] < self._budget

    def spend(self, slug: str) -> None:
        """A request for the past of an outlet is made."""
        self._spent[slug] += 1
        self._store.spent(slug, requests=1)

    def found(self, slug: str, leads: Iterable[Lead]) -> None:
        """Articles that were not known before."""
        count = sum(lead.kind == "article" for lead in leads)
        if count:
            self._store.spent(slug, found=count)

    def _next_way(self, walk: Backfill) -> None:
        """The walk has nothing left on its way: it is over, or takes the network's next one."""
        session, spider = self._session, self._spider
        outlet = spider.by_slug[walk.outlet]
        network = spider.networks[outlet.network]
        at = session.clock()
        reached = self._store.reached(walk)
        if walk.step >= 0 and reached is not None and reached <= walk.since_on + CLOSE_ENOUGH:
            self._end(walk, "done", f"walked back to {reached}")
        elif walk.step + 1 >= len(ways_back(network)):
            self._end(walk, "exhausted", _how_far(walk.outlet, reached))
        else:
            step = walk.step + 1
            leads = backfill_leads(outlet, network, step, walk.since_on, walk.until_on, scheme=spider.scheme)
            session.writer.frontier.offer(leads, at)
            kind = ways_back(network)[step].kind
            self._store.go_on(walk.id, step, f"way {step + 1} of {len(ways_back(network))}: {kind}")

    def _end(self, walk: Backfill, state: BackfillState, detail: str) -> None:
        logger.info("backfill of %s is %s: %s", walk.outlet, state, detail)
        self._store.end(walk.id, state, detail, self._session.clock())
        self._spider.ranges.pop(walk.outlet, None)


def _how_far(outlet: str, reached: date | None) -> str:
    if reached is None:
        return f"no way that {outlet} offers leads to an article of that time"
    return f"no way that {outlet} offers leads further back than {reached}"
