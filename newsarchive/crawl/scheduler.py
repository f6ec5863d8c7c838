"""Scrapy's scheduler, with the archive's frontier table for a queue: memory stays flat and a kill loses nothing."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from newsarchive.crawl.session import Session
from spiders.items import Task
from spiders.outlet import OutletSpider

BATCH = 64
"""Frontier rows read ahead for each network."""

DEPTH = 2
"""Requests of one network that are handed to the downloader at a time: the one on its way and the next."""

IN_HAND = 6
"""Rows of one network that are worked on at a time, those waiting for robots.txt or being read included."""

HOLD_AT_MOST = 60.0
"""Seconds a run waits for a network that asked for a pause; a longer wish ends the run for that network."""


class FrontierScheduler(BaseScheduler):
    """Hands out due frontier rows, network by network in turn; retries and redirects wait in memory and go first."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = Session.of(crawler)
        self._again: deque[Request] = deque()
        self._ahead: dict[str, deque[Task]] = {}
        self._slugs: dict[str, tuple[str, ...]] = {}
        self._held: dict[str, float] = {}
        self._turn: deque[str] = deque()
        self._listings: set[str] = set()
        """Listings handed out in this run: an hour later they would be due again, and the run would never end."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """Build on the crawler's session."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Group the spider's outlets by network."""
        assert isinstance(spider, OutletSpider)
        self._spider = spider
        for outlet in spider.outlets:
            self._slugs[outlet.network] = (*self._slugs.get(outlet.network, ()), outlet.slug)
        self._turn.extend(self._slugs)
        self._ahead = {network: deque() for network in self._slugs}

    def enqueue_request(self, request: Request) -> bool:
        """Take a retry or redirect."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request of a network that has room, or None for now."""
        if self._session.reason is not None:
            return None
        if self._again:
            return self._again.popleft()
        for _ in range(len(self._turn)):
            network = self._turn[0]
            self._turn.rotate(-1)
            if self._has_room(network) and (task := self._next_task(network)) is not None:
                self._session.take(task.key, network)
                if task.kind != "article":
                    self._listings.add(task.key)
                return self._spider.request_for(task)
        return None

    def has_pending_requests(self) -> bool:
        """Whether anything is due, in this run, of a network that is not on hold for long."""
        if self._again:
            return True
        if self._session.reason is not None:
            return False
        return any(
            self._ahead[network] or self._refill(network)
            for network in self._slugs
            if self._held.get(network, 0.0) - time.monotonic() <= HOLD_AT_MOST
        )

    def hold(self, network: str, seconds: float) -> None:
        """Ask nothing of a network for some seconds: it said 429 or 503 with Retry-After."""
        self._held[network] = max(self._held.get(network, 0.0), time.monotonic() + seconds)

    def _has_room(self, network: str) -> bool:
        if self._held.get(network, 0.0) > time.monotonic():
            return False
        if self._session.load[network] >= IN_HAND:
            return False
        slot = self._crawler.engine.downloader.slots.get(network)
        return slot is None or len(slot.active) < DEPTH

    def _next_task(self, network: str) -> Task | None:
        ahead = self._ahead[network]
        if not ahead and not self._refill(network):
            return None
        return ahead.popleft()

    def _refill(self, network: str) -> bool:
        self._ahead[network].extend(self._due(network))
        return bool(self._ahead[network])

    def _due(self, network: str) -> Iterator[Task]:
        """Rows that are due and not in hand: what is in hand is still due in the table."""
        session = self._session
        rows = session.writer.frontier.due(
            self._slugs[network], session.clock(), limit=BATCH, exclude=session.in_hand.keys() | self._listings
        )
        for row in rows:
            yield Task(
                row.key,
                row.url,
                row.outlet,
                row.kind,
                row.discovered_at,
                row.attempts,
                row.checks,
                row.etag,
                row.last_modified,
            )
