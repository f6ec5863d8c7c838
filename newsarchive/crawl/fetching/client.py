"""The HTTP client of a crawl: aiohttp without cookies, retries of its own, or looking beyond what `Route` allows."""

from __future__ import annotations

import asyncio
import functools

import aiohttp
from aiohttp.client_proto import ResponseHandler

from newsarchive.crawl.fetching.route import Route
from newsarchive.crawl.fetching.wire import MAX_FIELDS, MAX_LINE, Limits, Lines, response_class

CONNECT_TIMEOUT = 20.0

DNS_CACHE = 300
"""Seconds for which the addresses of a name are believed."""


def open_client(route: Route, limits: Limits) -> aiohttp.ClientSession:
    """To be called while the event loop runs."""
    connector = aiohttp.TCPConnector(ssl=route.tls, limit=0, resolver=route.resolver(), ttl_dns_cache=DNS_CACHE)
    # there is no public way to give a connector its protocol
    connector._factory = functools.partial(_protocol, asyncio.get_running_loop())
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        response_class=response_class,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT, sock_read=limits.silence),
        skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        max_line_size=MAX_LINE,
        max_field_size=MAX_LINE,
        max_headers=MAX_FIELDS,
    )
    # aiohttp asks again at once where a kept connection breaks: without the pause that a service is owed
    session._retry_connection = False
    return session


def _protocol(loop: asyncio.AbstractEventLoop) -> ResponseHandler:
    return Lines(loop)


class KeptLines:
    """Sees to it that a service has one connection, also where it has many hosts: of each the last one is known."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, asyncio.Transport]] = {}

    def before(self, service: str, host: str) -> None:
        """A request to `host` is about to begin: a line to another host of the service is hung up."""
        last = self._last.get(service)
        if last is not None and last[0] != host:
            last[1].close()
            del self._last[service]

    def after(self, service: str, host: str, reply: aiohttp.ClientResponse) -> None:
        """The line of this answer may be kept open for the next request to the host."""
        line = getattr(reply, "line", None)
        if line is not None:
            self._last[service] = (host, line)
