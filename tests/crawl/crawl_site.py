"""A small web site on loopback that can misbehave in every way a crawl has to survive."""

from __future__ import annotations

import asyncio
import gzip
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from newsarchive.models import Outlet

ROOT = Path(__file__).resolve().parents[2]
HOST = "radarsenja.disway.test"
OUTLET = Outlet("radarsenja-disway", "Radar Senja", HOST, "disway", "ID-JT", zone="WIB", confidence="high")


@dataclass
class Reply:
    """One answer. `raw` is sent as it is, headers and all; `stream` sends that many bytes of filler; `cut` resets;
    `stall` goes silent, before the head or, with a `length`, after the body; `drip`: from byte `drip_from` of head and
    body on, one byte comes in so many seconds; `flood` is sent without end after `raw`."""

    body: bytes = b""
    status: int = 200
    reason: str = "OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", "text/html; charset=UTF-8")])
    raw: bytes | None = None
    stream: int = 0
    cut: int | None = None
    chunked: bool = False
    length: int | None = None
    stall: bool = False
    drip: float = 0.0
    drip_from: int = 0
    flood: bytes = b""

    def head(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} {self.reason}", *(f"{n}: {v}" for n, v in self.headers)]
        if self.chunked:
            lines.append("Transfer-Encoding: chunked")
        else:
            size = self.length if self.length is not None else self.stream or len(self.body)
            lines.append(f"Content-Length: {size}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class Site:
    """Serves `pages` by path on a port of its own, in a thread; counts visits and keeps the last request's lines."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Callable[[int], Reply]] = {}
        self.visits: Counter[str] = Counter()
        self.requests: list[bytes] = []
        self.open_now = 0
        self.open_most = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                self.open_now += 1
                self.open_most = max(self.open_most, self.open_now)
                self.requests.append(request)
                path = request.split(b" ", 2)[1].decode()
                self.visits[path] += 1
                page = self.pages.get(path, Reply(b"not here", 404, "Not Found"))
                keep = await self._answer(writer, page(self.visits[path]) if callable(page) else page)
                self.open_now -= 1
                if not keep:
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, reply: Reply) -> bool:
        if reply.drip:
            whole = reply.head() + reply.body
            writer.write(whole[: reply.drip_from])
            for byte in whole[reply.drip_from :]:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(reply.drip)
            return True
        if reply.raw is not None:
            writer.write(reply.raw)
            while reply.flood:
                writer.write(reply.flood)
                await writer.drain()
            await writer.drain()
            return False
        if reply.stall:
            if reply.length:
                writer.write(reply.head() + reply.body)
            await asyncio.sleep(600)
        writer.write(reply.head())
        if reply.stream:
            filler = b"x" * 65536
            for _ in range(reply.stream // len(filler)):
                writer.write(filler)
                await writer.drain()
            return True
        if reply.chunked:
            for start in range(0, len(reply.body), 700):
                part = reply.body[start : start + 700]
                writer.write(b"%x\r\n%s\r\n" % (len(part), part))
            writer.write(b"0\r\n\r\n")
            return True
        writer.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        await writer.drain()
        if reply.cut is not None:
            writer.transport.abort()
            return False
        return True

    # --- what a site of the network looks like -----------------------------------------------------------------------

    def front(self, links: list[str], *, more: list[str] = (), feeds: list[str] = ()) -> None:
        self.pages["/"] = Reply(listing(links, more=more, feeds=feeds))

    def article(self, number: int, *paragraphs: str, path: str | None = None, **kwargs: object) -> str:
        path = path or f"/read/{number}/berita-{number}"
        self.pages[path] = Reply(article(number, *paragraphs, **kwargs))  # type: ignore[arg-type]
        return path


def article(number: int, *paragraphs: str, title: str = "", next_path: str = "", padding: int = 0) -> bytes:
    """An article page in the structure of the network, in our own words."""
    paragraphs = paragraphs or (f"SENJA, DISWAY.TEST - Kalimat pembuka nomor {number} tentang pasar.", "Kalimat kedua.")
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    pager = f"<ul class='pagination'><li><a href='{next_path}' data-ci-pagination-page='2'>2</a></li></ul>"
    return (
        f"<!doctype html><html lang='id'><head><title>Berita {number}</title>"
        f"<link rel='canonical' href='https://{HOST}/read/{number}/berita-{number}'></head><body>"
        f"<nav>{'<i></i>' * (padding // 7)}</nav>"
        "<section class='entry-box'><div class='entry-content'><div class='post text-black-1'>"
        f"<h1 class='text-black'>{title or f'Judul berita nomor {number}'}</h1>"
        "<div class='post-info bottom-15'><span class='date'>Senin 26-08-2024,16:46 WIB</span>"
        "<div id='author' class='author'>Reporter: <strong>Ani Senja</strong>|</div>"
        "<div id='editor' class='editor'>Editor: <strong>Budi Pagi</strong></div></div>"
        f"{body}{pager if next_path else ''}</div></div></section></body></html>"
    ).encode()


def listing(links: list[str], *, more: list[str] = (), feeds: list[str] = ()) -> bytes:
    head = "".join(f"<link rel='alternate' type='application/rss+xml' href='{f}'>" for f in feeds)
    items = "".join(f"<h2 class='media-heading'><a href='{link}'>Judul</a></h2>" for link in links)
    menu = "".join(f"<a href='{m}'>Rubrik</a>" for m in more)
    return f"<html><head>{head}</head><body><nav>{menu}</nav>{items}</body></html>".encode()


def rss(links: list[str]) -> bytes:
    items = "".join(f"<item><title>Judul</title><link>{link}</link></item>" for link in links)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>R</title>{items}</channel></rss>".encode()


def gzipped(body: bytes) -> Reply:
    coded = gzip.compress(body, mtime=0)
    return Reply(coded, headers=[("Content-Type", "text/html"), ("Content-Encoding", "gzip")])


def newsarchive(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "newsarchive", *map(str, words)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCHIVE_")}
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, cwd=ROOT, env=environment)


@dataclass
class Crawl:
    """Runs crawls of one site into one archive, each in a process of its own."""

    site: Site
    archive: Path
    outlets: Path
    port: int = 0

    def command(self, *more: str) -> list[str]:
        return [
            sys.executable,
            str(Path(__file__).with_name("one_crawl.py")),
            f"--archive={self.archive}",
            f"--outlets={self.outlets}",
            f"--resolve=127.0.0.1:{self.port or self.site.port}",
            *more,
        ]

    def start(self, *more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*more),
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=dict(os.environ),
        )

    def __call__(self, *more: str, code: int = 0) -> str:
        """Run to the end; the exit code must be `code`. Gives what was written to standard error."""
        done = subprocess.run(self.command(*more), check=False, capture_output=True, text=True, timeout=120, cwd=ROOT)
        assert done.returncode == code, f"exit {done.returncode}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr
