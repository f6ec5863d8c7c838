"""Scrapy's scheduler, with the archive's frontier table for a queue: memory stays flat and a kill loses nothing."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from newsarchive.crawl.fetching.pacing import PATIENCE
from newsarchive.crawl.session import Session
from newsarchive.registry import politeness_key
from newsarchive.store.records import FrontierRow
from spiders.items import Task
from spiders.outlet import OutletSpider

BATCH = 64
"""Frontier rows read ahead for each service."""

AHEAD_IN_THE_PAST = 4
"""Rows of a backfill read ahead: the day's work that comes up goes before the next ones."""

DEPTH = 2
"""Requests of one service that are handed to the downloader at a time: the one on its way and the next."""

IN_HAND = 6
"""Rows of one service that are worked on at a time, those waiting for robots.txt or being read included."""

LOOK_AGAIN = 1.0
"""Seconds until a service that had nothing due is looked at again, if nothing of it was stored meanwhile."""


class FrontierScheduler(BaseScheduler):
    """Hands out due frontier rows, service by service in turn; retries and redirects wait in memory and go first.

    A service is what `registry.politeness_key` names: a network, or one site of a generic one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = Session.of(crawler)
        self._again: deque[Request] = deque()
        self._ahead: dict[str, deque[Task]] = {}
        self._slugs: dict[str, tuple[str, ...]] = {}
        self._idle: dict[str, tuple[int, float]] = {}
        """Services that had nothing due: how many of their rows had been stored by then, and when that was."""
        self._turn: deque[str] = deque()
        self._listings: defaultdict[str, set[str]] = defaultdict(set)
        """Listings of each service handed out in this run: later they are due again, and the run would never end."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """Build on the crawler's session."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Group the spider's outlets by service."""
        assert isinstance(spider, OutletSpider)
        self._spider = spider
        for outlet in spider.outlets:
            service = politeness_key(outlet)
            self._slugs[service] = (*self._slugs.get(service, ()), outlet.slug)
        self._turn.extend(self._slugs)
        self._ahead = {service: deque() for service in self._slugs}

    def enqueue_request(self, request: Request) -> bool:
        """Take a retry or redirect."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request of a service that has room, or None for now."""
        if self._session.reason is not None:
            return None
        if self._again:
            return self._again.popleft()
        for _ in range(len(self._turn)):
            service = self._turn[0]
            self._turn.rotate(-1)
            if self._has_room(service) and not self._is_idle(service) and (task := self._next_task(service)):
                self._hand_out(task, service)
                return self._spider.request_for(task)
        return None

    def has_pending_requests(self) -> bool:
        """Whether anything is due, in this run, of a service that is not on hold for long."""
        if self._again:
            return True
        if self._session.reason is not None:
            return False
        return any(
            self._is_stocked(service) for service in self._slugs if self._session.pacing.hold_left(service) <= PATIENCE
        )

    def _hand_out(self, task: Task, service: str) -> None:
        session = self._session
        session.take(task.key, service)
        session.standings.let_out(task.outlet)
        if task.kind != "article":
            self._listings[service].add(task.key)
        if task.is_past:
            session.past.spend(task.outlet)

    def _has_room(self, service: str) -> bool:
        if self._session.pacing.hold_left(service):
            return False
        if self._session.load[service] >= IN_HAND:
            return False
        slot = self._crawler.engine.downloader.slots.get(service)
        return slot is None or len(slot.active) < DEPTH

    def _is_idle(self, service: str) -> bool:
        """Whether it had nothing due a moment ago: what finds it work is that a row of it is stored, or time.

        Without this a crawl of hundreds of small sites would ask the archive hundreds of times for each page.
        """
        stored, at = self._idle.get(service, (-1, 0.0))
        return (
            not self._ahead[service]
            and stored == self._session.stored[service]
            and asyncio.get_running_loop().time() - at < LOOK_AGAIN
        )

    def _next_task(self, service: str) -> Task | None:
        if not self._is_stocked(service):
            self._idle[service] = (self._session.stored[service], asyncio.get_running_loop().time())
            return None
        return self._ahead[service].popleft()

    def _is_stocked(self, service: str) -> bool:
        """Whether there is a row to hand out next; reads ahead if need be.

        Rows of an outlet that came to be left alone meanwhile, or has spent its requests for the past, are dropped:
        they are still due in the table.
        """
        ahead = self._ahead[service]
        while ahead and not self._is_wanted(ahead[0]):
            ahead.popleft()
        if not ahead:
            ahead.extend(self._due(service))
        return bool(ahead)

    def _is_wanted(self, task: Task) -> bool:
        session = self._session
        return session.may_ask(task.outlet) and (not task.is_past or session.past.may_spend(task.outlet))

    def _due(self, service: str) -> Iterator[Task]:
        """Rows that are due and not in hand, those for the day first: what is in hand is still due in the table."""
        session = self._session
        at = session.clock()
        slugs = [slug for slug in self._slugs[service] if session.may_ask(slug)]
        frontier = session.writer.frontier
        exclude = session.busy[service] | self._listings[service]
        rows = frontier.due(slugs, at, lane="daily", limit=BATCH, exclude=exclude)
        if not rows and (slugs := session.past.slugs(slugs)):
            # few at a time: the budget is counted when they are handed out
            rows = frontier.due(slugs, at, lane="backfill", limit=AHEAD_IN_THE_PAST, exclude=exclude)
        return (_task(row) for row in rows)


def _task(row: FrontierRow) -> Task:
    return Task(
        row.key,
        row.url,
        row.outlet,
        row.kind,
        row.discovered_at,
        row.attempts,
        row.checks,
        row.etag,
        row.last_modified,
        row.lane,
        row.listed_at,
        row.listed_on,
        row.covers_on,
        row.body_sha256,
        row.pace,
        row.steady,
        row.missing,
    )
