"""Serves demo pages over plain HTTP on loopback for the crawl bench: every answer is made before the clock runs.

Prints its port, then the URLs to fetch as JSON, and serves until its standard input closes.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from collections import defaultdict
from urllib.parse import urlsplit

import pages


def answers(count: int, coded: bool) -> tuple[dict[str, bytes], dict[str, list[str]]]:
    """Path to whole HTTP response; host to paths. Only articles of one page: bare Scrapy would not fetch the others."""
    found: dict[str, bytes] = {}
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for url, html in pages.demo_pages(count * 9 // 8 + 10):
        parts = urlsplit(url)
        if b"data-ci-pagination-page" in html or parts.path in found or sum(map(len, hosts.values())) >= count:
            continue
        found[parts.path] = response(html, coded=coded)
        hosts[parts.netloc].append(parts.path)
    return found, hosts


def response(body: bytes, kind: str = "text/html; charset=UTF-8", *, coded: bool = False) -> bytes:
    """A response with the headers of a real site."""
    if coded:
        body = gzip.compress(body, 6, mtime=0)
    head = (
        f"HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Mon, 02 Mar 2026 03:00:00 GMT\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: keep-alive\r\nVary: Accept-Encoding\r\n"
        "Cache-Control: no-store, no-cache, must-revalidate\r\nX-Frame-Options: SAMEORIGIN\r\n"
        f"Set-Cookie: ci_session=0f0f0f; path=/; HttpOnly\r\n"
        f"{'Content-Encoding: gzip' if coded else 'X-Powered-By: PHP/7.4'}\r\n\r\n"
    )
    return head.encode() + body


async def serve(found: dict[str, bytes], hosts: dict[str, list[str]]) -> None:
    """Answer by path; `/` lists the articles of the host that is asked for."""
    robots = response(b"User-agent: *\nDisallow: /search/\n", "text/plain")
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    fronts = {
        host: response("".join(f"<h2 class='media-heading'><a href='{p}'>x</a></h2>" for p in paths).encode())
        for host, paths in hosts.items()
    }

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                if path == "/":
                    host = next(line[5:].strip() for line in lines if line.lower().startswith("host:"))
                    writer.write(fronts.get(host, missing))
                else:
                    writer.write(robots if path == "/robots.txt" else found.get(path, missing))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    print(json.dumps(hosts), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(*answers(int(sys.argv[1]), sys.argv[2] == "gzip")))
