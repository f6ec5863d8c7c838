"""Reads a response body off an aiohttp connection within limits, and keeps what came when it breaks."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Literal

import aiohttp
from aiohttp.connector import Connection


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes that came, transfer coding undone, and why they are not all (None: they are)."""

    data: bytes
    truncated: Literal["length", "time", "disconnect"] | None = None


class response_class(aiohttp.ClientResponse):  # noqa: N801 - named by the argument it is made for
    """Remembers the address of the server, which aiohttp forgets as soon as the connection is free again."""

    peer: str | None = None

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Read status line and headers."""
        if connection.transport is not None:
            name = connection.transport.get_extra_info("peername")
            self.peer = name[0] if name else None
        return await super().start(connection)


async def read_body(reply: aiohttp.ClientResponse, *, limit: int, seconds: float) -> Body:
    """Read at most `limit` bytes for at most `seconds`. Never raises for what the server does."""
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(max(seconds, 0.01)):
            async for chunk in reply.content.iter_any():
                chunks.append(chunk)
                size += len(chunk)
                if size > limit:
                    reply.close()
                    return Body(b"".join(chunks)[:limit], "length")
    except TimeoutError:
        reply.close()
        return Body(b"".join(chunks), "time")
    except (aiohttp.ClientError, OSError):
        chunks.extend(_left_over(reply.content))
        reply.close()
        data = b"".join(chunks)
        return Body(data[:limit], "disconnect")
    reply.release()
    return Body(chunks[0] if len(chunks) == 1 else b"".join(chunks))


def _left_over(stream: aiohttp.StreamReader) -> list[bytes]:
    """Bytes that had arrived when the connection broke. aiohttp has them, but raises before it hands them out."""
    waiting = getattr(stream, "_buffer", None)
    if not isinstance(waiting, deque) or not waiting:
        return []
    first, *rest = waiting
    offset = getattr(stream, "_buffer_offset", 0)
    return [bytes(first[offset:]), *(bytes(part) for part in rest)]
