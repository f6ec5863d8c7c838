"""Fetches over HTTP and keeps the exchange as it was: every header line, the request as sent, the coded body."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import yarl
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from newsarchive.conduct.addresses import literal, why_refused
from newsarchive.crawl.fetching.answers import answer, forget_answer
from newsarchive.crawl.fetching.client import KeptLines, open_client
from newsarchive.crawl.fetching.pauses import note_pause
from newsarchive.crawl.fetching.route import PrivateAddress
from newsarchive.crawl.fetching.wire import MAX_HEAD, Body, Limits, head_size, read_body
from newsarchive.crawl.session import Session
from newsarchive.models import Capture
from spiders.verdict import BadAnswer, Refused

logger = logging.getLogger(__name__)


class WireHandler(BaseDownloadHandler):
    """A download handler on Scrapy's public interface, built on aiohttp.

    Leaves a `models.Capture` in `request.meta["capture"]`, whose body still has its content coding; the response has
    lost it (see `answer()`). A body that is too long, too slow or cut off is a response all the same, marked
    `truncated`, so that it can be kept. Raises Scrapy's own Download*Error when no response came, Refused for an
    address that a crawl must not connect to, PutBack when it will not soon be the request's turn.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        session = Session.of(crawler)
        self._run = session
        self._clock, self._pacing, self._route = session.clock, session.pacing, session.route
        self._max_text: int = settings.getint("NEWSARCHIVE_MAX_TEXT")
        self._limits = Limits(
            body=settings.getint("NEWSARCHIVE_MAX_BODY"),
            seconds=settings.getfloat("DOWNLOAD_TIMEOUT"),
            silence=settings.getfloat("NEWSARCHIVE_SILENCE"),
            rate=settings.getfloat("NEWSARCHIVE_SLOWEST"),
        )
        self._client: aiohttp.ClientSession | None = None
        self._lines = KeptLines()

    async def download_request(self, request: Request) -> Response:
        """Fetch one URL, when it is its service's turn."""
        service: str = request.meta["download_slot"]
        forget_answer(request)
        url = _url(request)
        async with self._pacing.turn(service):
            outlet: str | None = request.meta.get("outlet")
            self._run.count(outlet, "requests")
            now = asyncio.get_running_loop().time
            started = now()
            try:
                response = await self._fetch(request, url, service)
            finally:
                self._run.count(outlet, "fetch-ms", round((now() - started) * 1000))
            # before the next request of the service has its turn
            note_pause(request, response, self._pacing, self._clock())
        return response

    async def _fetch(self, request: Request, url: yarl.URL, service: str) -> Response:
        fetched_at = self._clock()
        host = f"{url.scheme}://{url.raw_authority}"
        self._lines.before(service, host)
        reply, body = await self._exchange(request, url)
        self._lines.after(service, host, reply)
        if head_size(reply) > MAX_HEAD:
            raise BadAnswer(f"what came has {head_size(reply)} bytes of headers")
        return answer(request, _capture(request, reply, body, fetched_at), limit=self._max_text)

    async def _exchange(self, request: Request, url: yarl.URL) -> tuple[aiohttp.ClientResponse, Body]:
        """One request and what came of it. Raises what `download_request()` raises."""
        limits = self._limits
        now = asyncio.get_running_loop().time
        started = now()
        try:
            async with asyncio.timeout(limits.seconds) as deadline:
                reply = await self._open().request(
                    request.method, url, headers=request.headers.to_tuple_list(), allow_redirects=False
                )
            request.meta["download_latency"] = now() - started
            return reply, await read_body(reply, limits, seconds=started + limits.seconds - now())
        except TimeoutError as error:
            why = f"no answer within {limits.seconds:g} s" if deadline.expired() else f"the server fell silent: {error}"
            raise DownloadTimeoutError(why) from error
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, ValueError) as error:
            raise UnsupportedURLSchemeError(f"not a URL that can be fetched: {error}") from error
        except aiohttp.ClientConnectorDNSError as error:
            if isinstance(error.os_error, PrivateAddress):
                raise Refused("private-address", str(error.os_error)) from error
            raise CannotResolveHostError(str(error)) from error
        except aiohttp.ClientConnectorError as error:
            raise DownloadConnectionRefusedError(str(error)) from error
        except aiohttp.ClientResponseError as error:
            raise BadAnswer(f"what came is not HTTP: {error.message[:300]}") from error
        except (aiohttp.ClientError, OSError) as error:
            raise DownloadFailedError(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        """Close every connection."""
        if self._client is not None:
            await self._client.close()

    def _open(self) -> aiohttp.ClientSession:
        """The HTTP client, made when the event loop runs."""
        if self._client is None:
            self._client = open_client(self._route, self._limits)
        return self._client


def _url(request: Request) -> yarl.URL:
    """The URL to ask for. Raises UnsupportedURLSchemeError for none, Refused for an address instead of a name.

    aiohttp does not show such an address to the resolver, which sees to all the others.
    """
    try:
        url = yarl.URL(request.url, encoded=True)
        address = literal(url.raw_host or "")
    except ValueError as error:
        raise UnsupportedURLSchemeError(f"not a URL that can be fetched: {error}") from error
    why = None if address is None else why_refused(address)
    if why is not None:
        raise Refused("private-address", f"{request.url} leads to {address}: {why}")
    return url


def _capture(request: Request, reply: aiohttp.ClientResponse, body: Body, fetched_at: Any) -> Capture:
    sent = reply.request_info
    version = reply.version
    peer = getattr(reply, "peer", None)
    return Capture(
        url=request.url,
        fetched_at=fetched_at,
        method=sent.method,
        request_target=sent.url.raw_path_qs,
        request_headers=tuple((str(name), value) for name, value in sent.headers.items()),
        http_version=f"HTTP/{version.major}.{version.minor}" if version else "HTTP/1.1",
        status=reply.status,
        reason=reply.reason or "",
        headers=tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in reply.raw_headers),
        body=body.data,
        truncated=body.truncated,
        ip_address=peer,
    )
