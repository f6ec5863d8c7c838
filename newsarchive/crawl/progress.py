"""Shows a running crawl on a terminal: one line on standard error, redrawn a few times a second."""

from __future__ import annotations

import asyncio
import contextlib

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsarchive.crawl.session import Session

REDRAW = 0.25
"""Seconds between redraws."""


class Progress:
    """A Scrapy extension, on where NEWSARCHIVE_PROGRESS is set. The bar is articles read of articles found so far."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("NEWSARCHIVE_PROGRESS"):
            raise NotConfigured
        self._crawler = crawler
        self._task: asyncio.Task[None] | None = None
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f} articles  {task.fields[facts]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        """Build and listen."""
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signal=signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Begin to draw."""
        # what earlier runs left; counted once, as it takes a walk through the frontier
        self._waiting = Session.of(self._crawler).writer.frontier.counts()["pending"]
        self._line = self._bar.add_task("crawling", total=0.0, facts="")
        self._bar.start()
        self._task = asyncio.ensure_future(self._redraw())

    async def spider_closed(self) -> None:
        """Wipe the bar away."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._bar.stop()

    async def _redraw(self) -> None:
        session = Session.of(self._crawler)
        while True:
            counts = session.counts
            read = counts["articles"]
            found = max(self._waiting + counts["leads"], read)
            facts = f"{counts['responses']} responses  {counts['failures']} failures  {counts['bytes'] / 1e6:.1f} MB"
            self._bar.update(self._line, completed=read, total=max(found, 1), facts=facts)
            await asyncio.sleep(REDRAW)
