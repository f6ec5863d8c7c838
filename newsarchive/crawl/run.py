"""Runs one crawl in this process, from checked options to counts and an exit code."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from newsarchive.crawl.session import Session
from newsarchive.errors import ConfigError
from newsarchive.models import Outlet
from spiders.outlet import OutletSpider

SETTINGS_MODULE = "newsarchive.crawl.settings"


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What the operator asked for. Times are seconds; None and 0 mean the default and no limit."""

    outlets: tuple[Outlet, ...]
    archive: Path
    outlets_dir: Path | None = None
    kept: tuple[Path, ...] = ()
    contact: str | None = None
    delay: float | None = None
    limit: int = 0
    time_limit: float = 0.0
    index_pages: int = 40
    resolve: str | None = None
    ca_file: Path | None = None
    clock_offset: float = 0.0
    scheme: str = "https"
    is_drawing: bool = False
    """Whether to draw a progress bar on standard error."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further Scrapy settings, for tests and measurements."""


@dataclass(frozen=True, slots=True)
class CrawlOutcome:
    """How a crawl ended: `reason` is finished, limit, time-limit, shutdown, killed (told to stop twice) or failed."""

    exit_code: int
    reason: str
    counts: Mapping[str, int]
    run_id: int

    def __str__(self) -> str:
        """One line for a log."""
        c = self.counts
        return (
            f"run {self.run_id} {self.reason}: {c.get('responses', 0)} responses, {c.get('new', 0)} new articles, "
            f"{c.get('changed', 0)} changed, {c.get('unchanged', 0)} unchanged, {c.get('removed', 0)} removed, "
            f"{c.get('failures', 0)} failures, {c.get('bytes', 0) / 1e6:.1f} MB"
        )


def run_crawl(options: CrawlOptions) -> CrawlOutcome:
    """Crawl until nothing is due, a limit is reached, or a signal asks to stop (twice: at once).

    Raises ConfigError (no contact address, bad option), ArchiveLocked or NotAnArchive before anything is fetched.
    """
    if not options.outlets:
        raise ConfigError("there is no outlet to crawl")
    logging.disable(logging.INFO)  # what Scrapy says of itself while it starts
    try:
        process = AsyncCrawlerProcess(_settings(options))
    finally:
        logging.disable(logging.NOTSET)
    # only now, as the process sets levels of its own; a record of each request is not worth its cost
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    # a host that is down gets a failure row with its reason; a traceback of its robots.txt says no more
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
    crawler = process.create_crawler(OutletSpider)
    task = process.crawl(crawler, outlets=options.outlets, index_pages=options.index_pages, scheme=options.scheme)
    process.start()
    return _outcome(crawler, task)


def _outcome(crawler: Crawler, task: asyncio.Task[None]) -> CrawlOutcome:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        raise error
    session = Session.of(crawler)
    if session.fatal is not None:
        logging.getLogger(__name__).error("the run was stopped: %s", session.fatal)
    if not session.is_over and session.fatal is None:
        # the second signal: what was committed before stands, the rest is fetched again
        return CrawlOutcome(11, "killed", dict(session.counts), session.run_id)
    return CrawlOutcome(session.exit_code, session.reason or "finished", dict(session.counts), session.run_id)


def _settings(options: CrawlOptions) -> Settings:
    settings = Settings()
    settings.setmodule(SETTINGS_MODULE, priority="project")
    given: dict[str, Any] = {
        "NEWSARCHIVE_DIR": str(options.archive),
        "NEWSARCHIVE_OUTLETS_DIR": None if options.outlets_dir is None else str(options.outlets_dir),
        "NEWSARCHIVE_FROM": [str(path) for path in options.kept],
        "NEWSARCHIVE_CONTACT": options.contact or os.environ.get("NEWSARCHIVE_CONTACT") or None,
        "NEWSARCHIVE_LIMIT": options.limit,
        "NEWSARCHIVE_TIME_LIMIT": options.time_limit,
        "NEWSARCHIVE_RESOLVE": options.resolve,
        "NEWSARCHIVE_CA_FILE": None if options.ca_file is None else str(options.ca_file),
        "NEWSARCHIVE_CLOCK_OFFSET": options.clock_offset,
        "NEWSARCHIVE_PROGRESS": options.is_drawing,
        "LOG_INSTALL_ROOT_HANDLER": False,
        **options.more,
    }
    if options.delay is not None:
        given["DOWNLOAD_DELAY"] = options.delay
    for name, value in given.items():
        settings.set(name, value, priority="cmdline")
    return settings
