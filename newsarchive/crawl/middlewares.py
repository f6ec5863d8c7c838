"""Downloader middlewares: conduct towards hosts, headers, retries and redirects."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Headers, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from w3lib.url import safe_url_string

from newsarchive.crawl.session import Session
from newsarchive.models import Capture, Outlet
from newsarchive.registry import politeness_key, site_of
from newsarchive.text.urls import bare_host
from spiders.outlet import OutletSpider
from spiders.verdict import Refused

logger = logging.getLogger(__name__)

RETRY_STATUS = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
PATIENCE = 5.0
"""Seconds of Retry-After that a run waits for by trying again; longer ones put the service on hold."""

MOVED = frozenset({301, 302, 303, 307, 308})


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
    """Gives every request the slot of its service (robots.txt too) and refuses hosts that are not the outlet's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._by_host: dict[str, Outlet] = {}

    def process_request(self, request: Request) -> None:
        """Raises Refused for a redirect that leaves the outlet or runs in a circle."""
        meta = request.meta
        slug: str | None = meta.get("outlet")
        if slug is None:
            self._adopt(request)
            return
        if request.url in meta.get("redirect_urls", ()):
            raise Refused("redirect-loop", f"redirected back to {request.url}")
        if meta.get("kind") == "robots":  # `crawl.robots` decides where a robots.txt may be redirected to
            return
        parts = urlparse_cached(request)
        outlet = self.spider.by_slug[slug]
        if parts.scheme not in ("http", "https") or bare_host(parts.hostname) != bare_host(site_of(outlet)[0]):
            raise Refused("other-host", f"leads to {request.url}, which is not a page of {slug}")

    def _adopt(self, request: Request) -> None:
        """Scrapy's own robots.txt requests know no outlet."""
        if not self._by_host:
            self._by_host = {bare_host(site_of(o)[0]): o for o in reversed(self.spider.outlets)}
        outlet = self._by_host.get(bare_host(urlsplit(request.url).hostname))
        if outlet is not None:
            request.meta["outlet"] = outlet.slug
            request.meta["download_slot"] = politeness_key(outlet)
        request.meta.setdefault("kind", "robots" if request.url.endswith("/robots.txt") else "other")


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


class Robots(RobotsTxtMiddleware):
    """Scrapy's own robots.txt middleware, for one request of a host at a time until the file is there.

    Scrapy 2.19 lets several requests wait on one Deferred, and under asyncio every waiter but the first is given None,
    which means 'allowed': a crawl that begins with many due URLs would fetch forbidden ones.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host, fetched the first time."""
        async with self._locks[urlparse_cached(request).netloc]:
            return await super().robot_parser(request)


class Retry(_Part):
    """Tries again at once, RETRY_TIMES times, what may be a passing trouble; respects Retry-After."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """A retry for server errors, and for bodies that were cut off."""
        if response.status in RETRY_STATUS:
            wait = _retry_after(response)
            if wait > PATIENCE:
                request.meta["retry_after"] = wait
                self._hold(request, wait)
                return response
            return self._again(request, f"status {response.status}") or response
        capture: Capture | None = request.meta.get("capture")
        cut = capture is not None and capture.truncated in ("time", "disconnect")
        problem: str = request.meta.get("coding_problem") or ""
        if cut or problem.startswith(("truncated", "corrupt")):
            return self._again(request, problem or "cut off") or response
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """A retry for timeouts and lost connections; a host that has no address gets none."""
        if isinstance(exception, DownloadTimeoutError | DownloadFailedError):
            return self._again(request, type(exception).__name__)
        return None

    def _again(self, request: Request, reason: str) -> Request | None:
        self.session.counts["retries"] += 1
        return get_retry_request(request, spider=self.spider, reason=reason, give_up_log_level=logging.DEBUG)

    def _hold(self, request: Request, seconds: float) -> None:
        service: str | None = request.meta.get("download_slot")
        if service is not None:
            until = self.session.clock() + timedelta(seconds=seconds)
            self.session.pacing.hold(service, until, f"Retry-After: {seconds:.0f} s")


class Redirects(_Part):
    """Follows redirects, each of which is a snapshot of its own; `Conduct` refuses those that leave the outlet."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request for the new place. Raises Refused where it is none, or after REDIRECT_MAX_TIMES."""
        if response.status not in MOVED or request.meta.get("kind") == "robots":
            return response
        location = response.headers.get("Location")
        if location is None:
            return response
        chain: list[str] = [*request.meta.get("redirect_urls", ()), request.url]
        if len(chain) > self.crawler.settings.getint("REDIRECT_MAX_TIMES"):
            raise Refused("redirect-loop", f"more than {len(chain) - 1} redirects")
        try:
            target = urljoin(request.url, safe_url_string(location.decode("utf-8", "replace").strip()))
            scheme = urlsplit(target).scheme
        except ValueError:
            raise Refused("bad-redirect", f"redirects to what is no URL: {location[:200]!r}") from None
        if scheme not in ("http", "https"):
            raise Refused("bad-redirect", f"redirects to {target[:200]}")
        self.session.counts["redirects"] += 1
        return request.replace(url=target.partition("#")[0], meta={**request.meta, "redirect_urls": chain})


def _retry_after(response: Response) -> float:
    """Seconds of a Retry-After header, capped at a day; 0 without one. A date there counts as five minutes."""
    value = (response.headers.get("Retry-After") or b"").strip()
    if not value:
        return 0.0
    if value.isdigit():
        return min(float(value[:9]), 86400.0)
    return 300.0
