"""Answers requests from kept pages instead of the network: `newsarchive crawl --from`."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsarchive.crawl.fetching.answers import answer, forget_answer
from newsarchive.crawl.session import Session
from newsarchive.kept import Kept


class KeptHandler(BaseDownloadHandler):
    """A download handler over `newsarchive.kept`. A URL that was not kept is a 404 without a capture: not a removal."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        kept = Session.of(crawler).kept
        assert kept is not None, "the kept handler is chosen where there are kept pages"
        self._kept: Kept = kept
        self._max_text: int = crawler.settings.getint("NEWSARCHIVE_MAX_TEXT")

    async def download_request(self, request: Request) -> Response:
        """Look one URL up. The capture keeps the URL it was kept under; the response has the one asked for."""
        forget_answer(request)
        capture = self._kept.get(request.url)
        if capture is None:
            return Response(request.url, status=404, flags=["not-kept"], request=request)
        return answer(request, capture, limit=self._max_text)
