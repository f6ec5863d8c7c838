"""Downloader middlewares: conduct towards hosts, headers, retries and redirects."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Headers, Response

from newsarchive.crawl.fetching.hosts import Hosts, check_port, check_user
from newsarchive.crawl.fetching.moved import MOVED, target_of
from newsarchive.crawl.session import Session
from newsarchive.models import Capture
from newsarchive.networks import load_networks
from spiders.outlet import OutletSpider
from spiders.verdict import PURGED, Refused

RETRY_STATUS = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
PATIENCE = 5.0
"""Seconds of Retry-After that a request waits out by being tried again; longer ones are for another time."""


class _Part:
    """What all of these have in common: the crawler, and its session."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session = Session.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> _Part:
        return cls(crawler)

    @property
    def spider(self) -> OutletSpider:
        spider = self.crawler.spider
        assert isinstance(spider, OutletSpider)
        return spider


class Conduct(_Part):
    """Refuses hosts that are not the outlet's, odd ports, and redirects that run in a circle."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._hosts = Hosts(load_networks())

    def process_request(self, request: Request) -> None:
        """Raises Refused. Every request names its outlet in `meta["outlet"]`."""
        meta = request.meta
        if request.url in meta.get("redirect_urls", ()):
            raise Refused("redirect-loop", f"redirected back to {request.url}")
        parts = urlsplit(request.url)
        if meta.get("kind") != "robots":  # `crawl.fetching.robots` decides where a robots.txt may be redirected to
            self._hosts.check(self.spider.by_slug[meta["outlet"]], request.url, parts)
        check_user(parts)
        check_port(parts)


class Introduce(_Part):
    """Puts DEFAULT_REQUEST_HEADERS and USER_AGENT on every request: Scrapy's two middlewares for it, in one step."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        given = {**settings.getdict("DEFAULT_REQUEST_HEADERS"), "User-Agent": settings["USER_AGENT"]}
        self._headers = dict(Headers({name: value for name, value in given.items() if value}))

    def process_request(self, request: Request) -> None:
        """A header that the request has already is left as it is."""
        for name, values in self._headers.items():
            dict.setdefault(request.headers, name, values)


class Retry(_Part):
    """Tries again, RETRY_TIMES times, what may be a passing trouble, when it is the service's turn again.

    What a server asks for with Retry-After is kept by the pacing (see `fetching.pauses`): a short pause is waited out
    here, after a longer one the row is due again.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """A retry for server errors, and for bodies that were cut off."""
        if response.status in RETRY_STATUS:
            if request.meta.get("retry_after", 0.0) > PATIENCE:
                return response
            return self._again(request, f"status {response.status}") or response
        capture: Capture | None = request.meta.get("capture")
        cut = capture is not None and capture.truncated == "disconnect"
        problem: str = request.meta.get("coding_problem") or ""
        if cut or problem.startswith(("truncated", "corrupt")):
            return self._again(request, problem or "cut off") or response
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """A retry for lost connections; a host that has no address, or says nothing for minutes, gets none."""
        if isinstance(exception, DownloadFailedError):
            return self._again(request, type(exception).__name__)
        return None

    def _again(self, request: Request, reason: str) -> Request | None:
        self.session.counts["retries"] += 1
        return get_retry_request(request, spider=self.spider, reason=reason, give_up_log_level=logging.DEBUG)


class Redirects(_Part):
    """Follows redirects, each of which is a snapshot of its own; `Conduct` refuses those that leave the outlet."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request for the new place. Raises Refused where it is none, or after REDIRECT_MAX_TIMES."""
        if response.status not in MOVED or request.meta.get("kind") == "robots":
            return response
        if "Location" not in response.headers:
            return response
        chain: list[str] = [*request.meta.get("redirect_urls", ()), request.url]
        if len(chain) > self.crawler.settings.getint("REDIRECT_MAX_TIMES"):
            raise Refused("redirect-loop", f"more than {len(chain) - 1} redirects")
        target = target_of(response)
        assert target is not None, "there is a Location"
        check_user(urlsplit(target))
        if (stone := self.session.writer.tombstones.covers(target)) is not None:
            raise Refused(PURGED, f"leads to what was taken down (tombstone {stone})")
        self.session.counts["redirects"] += 1
        return request.replace(url=target.partition("#")[0], meta={**request.meta, "redirect_urls": chain})
