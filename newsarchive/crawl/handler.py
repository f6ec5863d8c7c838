"""Fetches over HTTP and keeps the exchange as it was: every header line, the request as sent, the coded body."""

from __future__ import annotations

import asyncio
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

from newsarchive.crawl.answers import answer, forget_answer
from newsarchive.crawl.session import Session
from newsarchive.crawl.wire import Body, read_body, response_class
from newsarchive.models import Capture
from spiders.verdict import BadAnswer

CONNECT_TIMEOUT = 20.0
SILENCE_TIMEOUT = 60.0
"""Seconds without a byte after which a server is given up."""

MAX_LINE = 65536
"""Bytes of a header line."""


class WireHandler(BaseDownloadHandler):
    """A download handler on Scrapy's public interface, built on aiohttp.

    Leaves a `models.Capture` in `request.meta["capture"]`, whose body still has its content coding; the response has
    lost it (see `answer()`). A body that is too long, too slow or cut off is a response all the same, marked
    `truncated`, so that it can be kept. Raises Scrapy's own Download*Error when no response came.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._clock = Session.of(crawler).clock
        self._max_body: int = settings.getint("NEWSARCHIVE_MAX_BODY")
        self._max_text: int = settings.getint("NEWSARCHIVE_MAX_TEXT")
        self._timeout: float = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._pacing = Session.of(crawler).pacing
        self._route = Session.of(crawler).route
        self._session: aiohttp.ClientSession | None = None

    async def download_request(self, request: Request) -> Response:
        """Fetch one URL, when it is its service's turn. Raises PutBack if that will not be soon."""
        async with self._pacing.turn(request.meta["download_slot"]):
            return await self._fetch(request)

    async def _fetch(self, request: Request) -> Response:
        meta = request.meta
        forget_answer(request)
        now = asyncio.get_running_loop().time
        started = now()
        fetched_at = self._clock()
        try:
            async with asyncio.timeout(self._timeout) as deadline:
                reply = await self._open().request(
                    request.method,
                    yarl.URL(request.url, encoded=True),
                    headers=request.headers.to_tuple_list(),
                    allow_redirects=False,
                )
            meta["download_latency"] = now() - started
            left = self._timeout - meta["download_latency"]
            body = await read_body(reply, limit=self._max_body, seconds=left)
        except TimeoutError as error:
            why = f"no answer within {self._timeout:g} s" if deadline.expired() else f"the server fell silent: {error}"
            raise DownloadTimeoutError(why) from error
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, ValueError) as error:
            raise UnsupportedURLSchemeError(f"not a URL that can be fetched: {error}") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(str(error)) from error
        except aiohttp.ClientConnectorError as error:
            raise DownloadConnectionRefusedError(str(error)) from error
        except aiohttp.ClientResponseError as error:
            raise BadAnswer(f"what came is not HTTP: {error.message[:300]}") from error
        except (aiohttp.ClientError, OSError) as error:
            raise DownloadFailedError(f"{type(error).__name__}: {error}") from error
        return answer(request, _capture(request, reply, body, fetched_at), limit=self._max_text)

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        """The HTTP client, made when the event loop runs."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                ssl=self._route.tls,
                limit=0,
                resolver=self._route.resolver(),
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                response_class=response_class,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT, sock_read=SILENCE_TIMEOUT),
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
                max_line_size=MAX_LINE,
                max_field_size=MAX_LINE,
            )
        return self._session


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
