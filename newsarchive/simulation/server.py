"""Serves the simulated world over plain HTTP on loopback, in the loop of the crawler: sockets are real, time is not."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from newsarchive.demo.wire import Reply
from newsarchive.simulation.outlets import SimOutlet
from newsarchive.simulation.site import Answer, SimSite, service_of

_HEAD_LIMIT = 65_536
DRIP = 10
"""Bytes a second of a server that drips."""


class SimServer:
    """A server for all hosts of a world. `now` gives the world's instant. Use `start()` and `stop()` in one loop."""

    def __init__(self, site: SimSite, now: Callable[[], datetime]) -> None:
        self._site = site
        self._now = now
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._is_over = False
        self.unknown = 0
        """Requests for hosts that are not of this world."""

    async def start(self) -> str:
        """Listen on a free port; gives HOST:PORT."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        return f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Listen no more and hang up on everybody."""
        if self._server is not None:
            self._server.close()
        self._is_over = True
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def is_quiet(self) -> bool:
        """Whether no answer is on its way, but for those that are slow on purpose."""
        return not self._busy

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while await self._serve(reader, writer):
                pass
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
            pass
        except asyncio.CancelledError:
            if not self._is_over:
                raise
        finally:
            self._connections.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; False when the connection is over."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request_line, *lines = head.rstrip().split("\r\n")
        _, target, _ = request_line.split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        outlet = self._site.world.by_host.get(headers.get("host", "").partition(":")[0].removeprefix("www."))
        if outlet is None:
            self.unknown += 1
            return False
        return await self._exchange(outlet, target, headers, reader, writer)

    async def _exchange(
        self,
        outlet: SimOutlet,
        target: str,
        headers: Mapping[str, str],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        service, at = service_of(outlet), self._now()
        answer = self._site.answer(outlet, target, headers, at)
        self._site.ledger.begin(service, outlet.slug, answer.what, at)
        try:
            return await self._send(answer, self._dated(outlet, answer.reply), reader, writer)
        finally:
            self._site.ledger.end(service, self._now())

    def _dated(self, outlet: SimOutlet, reply: Reply) -> bytes:
        date = format_datetime(self._site.clock_of(outlet, self._now()).astimezone(UTC), usegmt=True)
        line, _, rest = reply.on_the_wire().partition(b"\r\n")
        return b"%b\r\nDate: %b\r\n%b" % (line, date.encode(), rest)

    async def _send(
        self, answer: Answer, data: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        match answer.manner:
            case "silent":
                await reader.read(1)  # until the other side hangs up
                return False
            case "drips":
                return await _drip(data, reader, writer)
            case "resets":
                await self._write(writer, data[: len(data) * 2 // 3])
                await asyncio.sleep(0.05)  # let what was sent arrive, so that the client has begun to read the body
                raw: socket.socket = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # RST, not FIN
                writer.transport.abort()
                return False
            case "short":
                await self._write(writer, data[:-500])
                return False
            case _:
                await self._write(writer, data)
                return answer.reply.keeps_alive

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        self._busy += 1
        try:
            writer.write(data)
            await writer.drain()
        finally:
            self._busy -= 1


async def _drip(data: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Send the head at once and the body in drops, until all is sent or the other side has had enough."""
    head, _, body = data.partition(b"\r\n\r\n")
    writer.write(head + b"\r\n\r\n")
    gone = asyncio.ensure_future(reader.read(1))
    try:
        for start in range(0, len(body), DRIP):
            writer.write(body[start : start + DRIP])
            done, _ = await asyncio.wait([gone], timeout=1)
            if done:
                return False
    finally:
        gone.cancel()
    return False
