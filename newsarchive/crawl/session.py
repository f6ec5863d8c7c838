"""The running crawl: archive, clock, registry and counts, shared by every part of the engine."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newsarchive.conduct.standing import Standings
from newsarchive.crawl.contact import contact_of, is_mail, remember_contact, user_agent
from newsarchive.crawl.due import named
from newsarchive.crawl.ending import REPACK, end_run
from newsarchive.crawl.fetching.pacing import Pacing
from newsarchive.crawl.fetching.route import route_of
from newsarchive.crawl.limits import Limits
from newsarchive.crawl.loader import registry_of
from newsarchive.crawl.outage import Outage
from newsarchive.crawl.past import Past
from newsarchive.errors import ArchiveError
from newsarchive.exits import ExitCode
from newsarchive.kept import Kept, open_kept
from newsarchive.runclock import RunClock
from newsarchive.store import Writer
from newsarchive.version import __version__
from spiders.items import Failed, Task
from spiders.outlet import OutletSpider
from spiders.starting import kept_leads

logger = logging.getLogger(__name__)

TICK = 0.5
"""Seconds between looks at limits and at what the store has to commit."""

JUST_SEEN = timedelta(minutes=5)
"""A list that was looked at so lately is left alone even by a run that was told to look at all of them."""


class Session:
    """One run on one archive. A Scrapy extension, so that `scrapy crawl` and `newsarchive crawl` share it.

    Opening it takes the archive's lock and raises ArchiveLocked, NotAnArchive or ConfigError before a request is made.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        offset = timedelta(seconds=settings.getfloat("NEWSARCHIVE_CLOCK_OFFSET"))
        self.clock = RunClock(offset, settings.get("NEWSARCHIVE_CLOCK"))
        self.folder = Path(settings["NEWSARCHIVE_DIR"])
        self.registry = registry_of(settings)
        self.kept: Kept | None = _kept(settings, self.clock)
        if self.kept is not None:
            handler = "newsarchive.crawl.fetching.kept.KeptHandler"
            settings.set("DOWNLOAD_HANDLERS", {"http": handler, "https": handler}, priority="cmdline")
            settings.set("NEWSARCHIVE_DELAY", 0, priority="cmdline")
        self.counts: Counter[str] = Counter()
        self.in_hand: dict[str, str] = {}
        """Keys of frontier rows that are being worked on, with the service of each."""
        self.load: Counter[str] = Counter()
        """How many rows are in hand for each service."""
        self.stored: Counter[str] = Counter()
        """How many rows this run is done with, for each service."""
        self.busy: defaultdict[str, set[str]] = defaultdict(set)
        """Keys of rows of each service that this run does not hand out though they are due: they are being worked on,
        or set aside."""
        self.fatal: Exception | None = None
        self.reason: str | None = None
        self.exit_code = ExitCode.OK
        self.is_over = False
        """Whether the run came to its end and the archive was closed."""
        self.limits = Limits.of(settings, self.folder)
        self._recoded = 0
        self._is_unhurried = settings.getfloat("NEWSARCHIVE_DELAY") >= TICK
        self._ticker: asyncio.Task[None] | None = None
        self._stopping: set[asyncio.Task[None]] = set()
        self._is_due_only: bool = settings.getbool("NEWSARCHIVE_DUE_ONLY")
        self.route = route_of(settings)
        agent = self._introduce(settings)
        self.limits.check_disk()
        self.writer = Writer(self.folder, clock=self.clock)
        self.pacing = Pacing.of(settings, self.clock, None if self.kept else self.writer.services)
        self.standings = Standings(self.writer.standings.load(), self.writer.standings.save)
        self.past = Past(self)
        self.outage = Outage(self)
        self.run_id = self._begin(settings, agent)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Session:
        """Open the session and listen to the engine."""
        session = cls(crawler)
        crawler.signals.connect(session.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(session.spider_error, signal=signals.spider_error)
        crawler.signals.connect(session.item_error, signal=signals.item_error)
        crawler.signals.connect(session.spider_closed, signal=signals.spider_closed)
        return session

    @classmethod
    def of(cls, crawler: Crawler) -> Session:
        """The session of a crawler whose extensions are loaded."""
        session = crawler.get_extension(cls)
        if session is None:
            raise RuntimeError("the extension newsarchive.crawl.session.Session is not enabled")
        return session

    def stop(self, reason: str) -> None:
        """End the run once what is in flight is stored. `reason`: limit, time-limit, disk, network-down or failed."""
        if self.reason is None:
            self.reason = reason
            self.pacing.stop()
            task = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))
            self._stopping.add(task)
            task.add_done_callback(self._stopping.discard)

    def fail(self, error: Exception) -> None:
        """Stop the run because the archive cannot be written to: what is not stored must not be called fetched."""
        if self.fatal is None:
            logger.error("the archive cannot be written to, stopping: %s", error)
            self.fatal = error
        self.stop("failed")

    def spider_opened(self, spider: OutletSpider) -> None:
        """Put the starting points into the frontier and begin to tick."""
        self.limits.begin()
        at = self.clock()
        leads = spider.start_leads(at, self.writer.looks.last_answered())
        if self.kept is not None:
            leads += kept_leads(spider, self.registry, self.kept.urls())
        self.writer.frontier.offer(leads, at)
        if not self._is_due_only:
            self.writer.frontier.hasten_lists([*spider.by_slug], at, not_since=at - JUST_SEEN)
        self.past.begin(spider)
        self._ticker = asyncio.ensure_future(self._tick())

    def spider_error(self, failure: Failure, response: Any, spider: OutletSpider) -> None:
        """A callback raised: our fault, recorded with the snapshot, so that the URL is not lost."""
        self.counts["parser_errors"] += 1
        request = getattr(response, "request", None)
        if request is None or "task" not in request.meta or self.fatal is not None:
            return
        task: Task = request.meta["task"]
        at = self.clock()
        detail = f"{type(failure.value).__name__}: {failure.value}"[:500]
        snapshot_id = request.meta.get("snapshot_id")
        self.record_failure(task, snapshot_id, "parser-error", detail)
        self.writer.frontier.failed(task.key, at=at, reason="parser-error", retry_at=at + timedelta(days=1))
        self.standings.untold(task.outlet)
        self.release(task.key)

    def item_error(self, failure: Failure, **_: Any) -> None:
        """The pipeline raised: the archive is in trouble."""
        error = failure.value
        self.fail(error if isinstance(error, Exception) else RuntimeError(str(error)))

    def record_failure(self, task: Task, snapshot_id: int | None, reason: str, detail: str) -> None:
        """Write a failure row under the URL of a task, so that a later success resolves it, and count it."""
        self.counts["failures"] += 1
        self.counts[f"failure:{reason}"] += 1
        self.writer.add_failure(
            task.url,
            outlet=task.outlet,
            snapshot_id=snapshot_id,
            reason=reason,
            detail=detail[:1000],
            at=self.clock(),
            run_id=self.run_id,
            is_past=task.is_past,
        )

    def spider_closed(self, spider: OutletSpider, reason: str) -> None:
        """Write the end of the run and let the archive go."""
        if self._ticker is not None:
            self._ticker.cancel()
        self.reason = self.reason or reason
        self.exit_code = end_run(self)

    def _introduce(self, settings: BaseSettings) -> str | None:
        """Put the contact address into the headers of a live crawl. Kept pages need none."""
        if self.kept is not None:
            return None
        given: str | None = settings.get("NEWSARCHIVE_CONTACT")
        contact = contact_of(self.folder, given)
        if given:
            remember_contact(self.folder, contact)
        agent = user_agent(contact)
        settings.set("USER_AGENT", agent, priority="cmdline")
        if is_mail(contact):
            headers = {**settings.getdict("DEFAULT_REQUEST_HEADERS"), "From": contact}
            settings.set("DEFAULT_REQUEST_HEADERS", headers, priority="cmdline")
        return agent

    def _begin(self, settings: BaseSettings, agent: str | None) -> int:
        spider = self.spider
        options = {
            "outlets": named(spider.outlets),
            "from": [str(p) for p in settings.getlist("NEWSARCHIVE_FROM")],
            "delay": settings.getfloat("NEWSARCHIVE_DELAY"),
            "index_pages": spider.index_pages,
            "limit": self.limits.articles,
            "time_limit": self.limits.seconds,
            "due_only": self._is_due_only,
            "clock_offset": self.clock.offset.total_seconds(),
        }
        self.writer.sync_outlets(spider.outlets)
        return self.writer.begin_run("crawl", version=__version__, user_agent=agent, options=options)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            try:
                self.pacing.save()
                self.writer.tick()
                if self._is_unhurried and self.counts["responses"] != self._recoded:
                    before = self.counts["responses"]
                    if not self.writer.repack(REPACK, harder=True) and not self.writer.compare_waiting(REPACK):
                        self._recoded = before
            except (ArchiveError, sqlite3.Error, OSError) as error:
                self.fail(error)
                return
            if not self.crawler.engine.running:  # SIGTERM or SIGINT: what waits for its turn is not waited for
                self.pacing.stop()
            reached = self.limits.reached()
            if reached is not None:
                self.stop(reached)

    def take(self, key: str, service: str) -> None:
        """Note that a frontier row of a service (see `politeness_key`) is being worked on."""
        self.in_hand[key] = service
        self.busy[service].add(key)
        self.load[service] += 1

    def release(self, key: str, *, aside: bool = False) -> None:
        """Note that what became of a row is stored. `aside`: it stays due, and is not handed out again in this run."""
        service = self.in_hand.pop(key, None)
        if service is not None:
            if not aside:
                self.busy[service].discard(key)
            self.load[service] -= 1
            self.stored[service] += 1

    @property
    def spider(self) -> OutletSpider:
        """The spider of this run."""
        spider = self.crawler.spider
        assert isinstance(spider, OutletSpider)
        return spider

    def may_ask(self, slug: str) -> bool:
        """Whether an outlet may be asked now: it is not left alone because of trouble."""
        return self.standings.is_open(slug, self.clock())

    def trouble(self, item: Failed) -> None:
        """A request failed; if that speaks against the outlet, it counts towards leaving it alone."""
        slug = item.task.outlet
        before = self.standings.get(slug).strikes
        if self.standings.trouble(slug, item.reason, item.detail, self.clock()):
            logger.warning("%s is quarantined, and probed now and then: %s: %s", slug, item.reason, item.detail)
        elif self.standings.get(slug).strikes > before:
            until = self.standings.held_until(slug, self.clock())
            logger.info("%s is left alone until %s: %s: %s", slug, until, item.reason, item.detail)

    def count_article(self) -> None:
        """Count an article that was read, and stop at the limit."""
        self.counts["articles"] += 1
        if self.limits.is_enough(self.counts["articles"]):
            self.stop("limit")

    def count(self, outlet: str | None, what: str, count: int = 1, *, example: int | None = None) -> None:
        """Count something of an outlet for the run's report; see `store.tally`."""
        self.writer.count(self.run_id, outlet, what, count, example=example)


def _kept(settings: BaseSettings, clock: RunClock) -> Kept | None:
    paths = [Path(p) for p in settings.getlist("NEWSARCHIVE_FROM")]
    if not paths:
        return None
    kept = open_kept(paths, clock=clock)
    for problem in kept.problems:
        logger.warning("%s", problem)
    return kept
