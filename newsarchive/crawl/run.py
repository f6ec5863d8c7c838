"""Runs one crawl in this process, from checked options to counts and an exit code."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner, Crawler

from newsarchive.crawl.options import CrawlOptions, settings_of
from newsarchive.crawl.session import Session
from newsarchive.errors import ConfigError
from newsarchive.exits import ExitCode
from spiders.outlet import OutletSpider

__all__ = ["CrawlOptions", "CrawlOutcome", "crawl_in_loop", "run_crawl"]


@dataclass(frozen=True, slots=True)
class CrawlOutcome:
    """How a crawl ended: `reason` is one of `Session.stop`, finished, shutdown, or killed (told to stop twice)."""

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
        process = AsyncCrawlerProcess(settings_of(options))
    finally:
        logging.disable(logging.NOTSET)
    # only now, as the process sets levels of its own
    _quieten_scrapy()
    crawler = process.create_crawler(OutletSpider)
    task = process.crawl(crawler, outlets=options.outlets, index_pages=options.index_pages, scheme=options.scheme)
    with _fewer_collections():
        process.start()
    return _outcome(crawler, task)


async def crawl_in_loop(options: CrawlOptions) -> CrawlOutcome:
    """`run_crawl()` inside a loop that is running already, for simulations: no signal handlers, the loop is left open.

    Raises what `run_crawl()` raises.
    """
    if not options.outlets:
        raise ConfigError("there is no outlet to crawl")
    runner = AsyncCrawlerRunner(settings_of(options))
    _quieten_scrapy()
    crawler = runner.create_crawler(OutletSpider)
    task = runner.crawl(crawler, outlets=options.outlets, index_pages=options.index_pages, scheme=options.scheme)
    await asyncio.wait([task])
    return _outcome(crawler, task)


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Look for unused cycles seldom, and never among what is there from the start: 5 % of a crawl otherwise."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _quieten_scrapy() -> None:
    """A record of each request is not worth its cost."""
    logging.getLogger("scrapy").setLevel(logging.WARNING)


def _outcome(crawler: Crawler, task: asyncio.Task[None]) -> CrawlOutcome:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        raise error
    session = Session.of(crawler)
    if session.fatal is not None:
        logging.getLogger(__name__).error("the run was stopped: %s", session.fatal)
    if not session.is_over and session.fatal is None:
        # the second signal: what was committed before stands, the rest is fetched again
        return CrawlOutcome(ExitCode.INTERRUPTED, "killed", dict(session.counts), session.run_id)
    return CrawlOutcome(session.exit_code, session.reason or "finished", dict(session.counts), session.run_id)
