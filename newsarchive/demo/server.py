"""Serves the made-up world on loopback in a process of its own: `python -m newsarchive.demo.server`.

It prints one line of JSON when it listens (`port`, `ca_file`), then obeys lines on standard input: `day N` moves the
world on, `stats` prints counts of requests as JSON. When standard input ends, it stops.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import socket
import struct
import sys
from pathlib import Path

from newsarchive.demo.certificate import make_certificates, server_context
from newsarchive.demo.outlets import OUTLETS
from newsarchive.demo.site import Site
from newsarchive.demo.world import DEFAULT_ARTICLES, World

_HEAD_LIMIT = 65_536


async def _serve_connection(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the requests of one connection until either side has had enough."""
    try:
        while await _serve_request(site, reader, writer):
            pass
        writer.close()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, UnicodeDecodeError, ValueError):
        writer.transport.abort()


async def _serve_request(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Answer one request; False when the connection is over. Raises ValueError for a malformed request line."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    request_line, *lines = head.rstrip().split("\r\n")
    method, target, _ = request_line.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    reply = site.answer(
        headers.get("host", ""),
        target,
        accepts_gzip="gzip" in headers.get("accept-encoding", ""),
        if_none_match=headers.get("if-none-match", ""),
    )
    data = reply.on_the_wire(is_head=method == "HEAD")
    if reply.is_reset:
        writer.write(data[: len(data) // 2])
        await writer.drain()
        await asyncio.sleep(0.05)  # let what was sent arrive, so that the client has begun to read the body
        raw: socket.socket = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing sends RST, not FIN
        writer.transport.abort()
        return False
    writer.write(data)
    await writer.drain()
    return reply.keeps_alive and headers.get("connection", "").lower() != "close"


def _obey(site: Site, line: str) -> dict[str, object]:
    """Do what one line of control says and return the answer."""
    word, _, rest = line.strip().partition(" ")
    if word == "day" and rest.isdecimal():
        site.day = int(rest)
        return {"day": site.day}
    if word == "stats":
        return {"day": site.day, "requests": dict(site.requests)}
    return {"error": f"unknown order: {line.strip()!r}"}


async def _run(site: Site, *, port: int, folder: Path | None) -> None:
    context = None if folder is None else server_context(folder)
    server = await asyncio.start_server(
        lambda r, w: _serve_connection(site, r, w), "127.0.0.1", port, ssl=context, limit=_HEAD_LIMIT
    )
    ca_file = None if folder is None else str(folder / "ca.pem")
    print(json.dumps({"port": server.sockets[0].getsockname()[1], "ca_file": ca_file}), flush=True)  # noqa: T201
    loop = asyncio.get_running_loop()
    async with server:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            print(json.dumps(_obey(site, line)), flush=True)  # noqa: T201


def main(arguments: list[str] | None = None) -> None:
    """Entry point of `python -m newsarchive.demo.server`."""
    parser = argparse.ArgumentParser(description="Serve the made-up world of `newsarchive demo` on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=DEFAULT_ARTICLES)
    parser.add_argument("--plain-http", action="store_true", help="no TLS")
    parser.add_argument("--folder", type=Path, default=Path(), help="where the throw-away certificates are written")
    options = parser.parse_args(arguments)
    folder: Path | None = None
    if not options.plain_http:
        folder = options.folder
        folder.mkdir(parents=True, exist_ok=True)
        make_certificates(folder, [outlet.host for outlet in OUTLETS])
    site = Site(World(options.seed, options.articles))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(site, port=options.port, folder=folder))


if __name__ == "__main__":
    main()
