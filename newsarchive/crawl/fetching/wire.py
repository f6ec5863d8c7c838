"""Reads a response off an aiohttp connection within limits, and keeps what came when it breaks."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.http_exceptions import HttpProcessingError

MAX_LINE = 65536
"""Bytes of a status or header line."""

MAX_FIELDS = 256
"""Header fields of a response."""

MAX_HEAD = 262144
"""Bytes of all header fields together: they go into the index of the archive, row by row."""

MAX_INTERIM = 16
"""Interim responses (1xx) before the response; a server that goes on with them never comes to it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken from one server for one response."""

    body: int
    """Bytes on the wire."""
    seconds: float
    """For the whole exchange."""
    silence: float
    """Seconds without a byte after which a server is given up, and over which its rate is measured."""
    rate: float
    """Bytes a second; what comes slower is given up. 0: nothing is too slow."""


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes that came, transfer coding undone, and why they are not all (None: they are)."""

    data: bytes
    truncated: Literal["length", "time", "disconnect"] | None = None


class response_class(aiohttp.ClientResponse):  # noqa: N801 - named by the argument it is made for
    """Remembers what aiohttp forgets as soon as the connection is free again: the server's address, and the line."""

    peer: str | None = None
    line: asyncio.Transport | None = None

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Read status line and headers."""
        if connection.transport is not None:
            self.line = connection.transport
            name = connection.transport.get_extra_info("peername")
            self.peer = name[0] if name else None
        return await super().start(connection)


class Lines(ResponseHandler):
    """The protocol of a connection, with an end to interim responses: aiohttp reads them for ever."""

    _interim = 0

    def feed_data(self, data: Any, size: int = 0) -> None:
        """Take a message whose head has been read."""
        if not 100 <= data[0].code < 200 or data[0].code == 101:
            self._interim = 0
        else:
            self._interim += 1
        if self._interim <= MAX_INTERIM:
            super().feed_data(data, size)
        elif self._interim == MAX_INTERIM + 1:
            self.set_exception(HttpProcessingError(code=data[0].code, message="interim responses without end"))
            if self.transport is not None:
                self.transport.close()


async def read_body(reply: aiohttp.ClientResponse, limits: Limits, *, seconds: float) -> Body:
    """Read the body for at most `seconds`. Never raises for what the server does."""
    chunks: list[bytes] = []
    size = 0
    clock = asyncio.get_running_loop().time
    window, before = clock(), 0
    try:
        async with asyncio.timeout(max(seconds, 0.01)):
            async for chunk in reply.content.iter_any():
                chunks.append(chunk)
                size += len(chunk)
                if size > limits.body:
                    reply.close()
                    return Body(b"".join(chunks)[: limits.body], "length")
                if (passed := clock() - window) >= limits.silence:
                    if size - before < limits.rate * passed:
                        reply.close()
                        return Body(b"".join(chunks), "time")
                    window, before = clock(), size
    except TimeoutError:
        reply.close()
        return Body(b"".join(chunks), "time")
    except (aiohttp.ClientError, OSError):
        chunks.extend(_left_over(reply.content))
        reply.close()
        data = b"".join(chunks)
        return Body(data[: limits.body], "disconnect")
    reply.release()
    return Body(chunks[0] if len(chunks) == 1 else b"".join(chunks))


def head_size(reply: aiohttp.ClientResponse) -> int:
    """Bytes of the header fields, names and values."""
    return sum(len(name) + len(value) for name, value in reply.raw_headers)


def _left_over(stream: aiohttp.StreamReader) -> list[bytes]:
    """Bytes that had arrived when the connection broke. aiohttp has them, but raises before it hands them out."""
    waiting = getattr(stream, "_buffer", None)
    if not isinstance(waiting, deque) or not waiting:
        return []
    first, *rest = waiting
    offset = getattr(stream, "_buffer_offset", 0)
    return [bytes(first[offset:]), *(bytes(part) for part in rest)]
