"""Writes every response to the archive as it came over the wire, before anything else is done with it."""

from __future__ import annotations

from functools import cached_property

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsarchive.conduct.optouts import optouts_of
from newsarchive.crawl.report import count_clock
from newsarchive.crawl.session import Session
from newsarchive.errors import TakenDown
from newsarchive.models import Capture

_OF_ARTICLES = frozenset({"article", "part"})
"""Kinds that are left out where one answer of many is enough, as of the server's clock."""


class CaptureEverything:
    """Listens to `response_downloaded`: robots.txt, redirects, errors, feeds, listings, parts and articles alike.

    Puts the id of the snapshot into `request.meta["snapshot_id"]`; for what was taken down and is not kept it puts why
    into `request.meta["taken_down"]`. An archive that cannot be written to ends the run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CaptureEverything:
        """Build and listen."""
        capture = cls(crawler)
        crawler.signals.connect(capture.response_downloaded, signal=signals.response_downloaded)
        return capture

    @cached_property
    def _session(self) -> Session:
        """Extensions are built together, so the session can only be asked for once the engine runs."""
        return Session.of(self._crawler)

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Store the capture that the download handler left in `request.meta["capture"]`."""
        capture: Capture | None = request.meta.get("capture")
        if capture is None:
            return
        session = self._session
        kind: str = request.meta.get("kind", "other")
        if 300 <= capture.status < 400 and capture.status != 304:
            kind = "redirect"
        try:
            request.meta["snapshot_id"] = session.writer.add_snapshot(
                capture,
                outlet=request.meta.get("outlet"),
                run_id=session.run_id,
                kind=kind,
                text=response.body,
                optouts=optouts_of(capture.headers, response.body, request.meta.get("robots"), request.url),
            )
        except TakenDown as error:
            request.meta["taken_down"] = str(error)
            return
        except Exception as error:
            # a signal's listener that raises is only logged by Scrapy; a response that is not kept must end the run
            session.fail(error)
            return
        if kind not in _OF_ARTICLES and session.kept is None:
            count_clock(session, capture, request.meta.get("outlet"))
        session.counts["responses"] += 1
        session.counts["bytes"] += len(capture.body)
