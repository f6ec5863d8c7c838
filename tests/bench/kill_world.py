"""A small press that goes on: three sites on loopback with new articles, edits and removals in each round.

It remembers what it answered, so that an archive can be held against it: which editions of each article went out whole.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "crawl"))

import crawl_site

OUTLETS = {
    "radarsenja-disway": "radarsenja.disway.test",
    "radarfajar-disway": "radarfajar.disway.test",
    "kabarsawah": "kabarsawah.test",
}
"""Slug to host: two sites of one network, which is one service, and one of a template that nobody has looked at."""

LISTED = 60
"""Articles on a front page, the newest first; a third of them in the feed."""

ROUND = timedelta(hours=26)
"""By which the clock moves on from round to round: looks planned an hour, six hours and a day later are due."""

WIB = timezone(timedelta(hours=7))
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

BROKEN = "http-500"
"""Why the articles that never come cannot be had."""


@dataclass
class Article:
    """One article, and what became of it."""

    number: int
    host: str
    printed: str
    """Its time of publication, as its page prints it."""
    chance: float
    """Between 0 and 1; decides what is odd about it."""
    edition: int = 1
    is_removed: bool = False
    served: list[int] = field(default_factory=list)
    """Editions that went out, each once, in order."""
    tries: int = 0

    @property
    def path(self) -> str:
        """Path on its host."""
        return f"/read/{self.number}/berita-{self.number}"

    @property
    def is_broken(self) -> bool:
        """Whether the server never has it."""
        return self.chance < 0.01

    @property
    def body(self) -> str:
        """The text of the present edition, as an archive should have it."""
        return text_of(self.number, self.edition)


def text_of(number: int, edition: int) -> str:
    """Paragraphs of an edition, with empty lines between."""
    first = f"Kalimat pembuka nomor {number} tentang pasar, ditulis untuk kali ke-{edition}."
    return f"{first}\n\nKalimat kedua nomor {number} tentang hujan di sawah."


class World:
    """The sites, served in a thread of this process."""

    def __init__(self, seed: int, *, fresh: int = 24) -> None:
        self.articles: dict[int, Article] = {}
        self.round = 0
        self.requests = 0
        self.port = 0
        self._fresh = fresh
        self._chance = random.Random(f"kill-world/{seed}")
        self._listed: dict[str, list[Article]] = {host: [] for host in OUTLETS.values()}
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise SystemExit("the world's server does not start")

    def advance(self) -> None:
        """A new round: each site writes new articles, edits one in ten of its last two rounds, and removes a few."""
        with self._lock:
            self.round += 1
            at = datetime.now(WIB) + self.round * ROUND
            printed = f"{_DAYS[at.weekday()]} {at:%d-%m-%Y,%H:%M} WIB"
            for host, listed in self._listed.items():
                recent = [a for a in listed[-2 * self._fresh :] if not (a.is_removed or a.is_broken)]
                for article in recent:
                    dice = self._chance.random()
                    if dice < 0.1:
                        article.edition += 1
                    elif dice > 0.98:
                        article.is_removed = True
                for _ in range(self._fresh):
                    number = 100_000 + len(self.articles)
                    self.articles[number] = article = Article(number, host, printed, self._chance.random())
                    listed.append(article)

    def close(self) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def write_outlets(self, folder: Path) -> Path:
        """The registry's rows of these sites."""
        folder.mkdir(parents=True, exist_ok=True)
        for network in ("disway", "auto"):
            rows = [
                f'{slug} = {{ name = "{slug}", domain = "{host}", province = "ID-JT", confidence = "high" }}\n'
                for slug, host in OUTLETS.items()
                if slug.endswith("-disway") == (network == "disway")
            ]
            (folder / f"{network}.toml").write_text("".join(rows))
        return folder

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

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                with self._lock:
                    self.requests += 1
                    reply = self.answer(head)
                writer.write(reply.head() + reply.body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def answer(self, head: str) -> crawl_site.Reply:
        """The reply to the head of a request."""
        request, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        path = request.split(" ")[1]
        host = headers.get("host", "").partition(":")[0]
        if path == "/robots.txt":
            return crawl_site.Reply(b"User-agent: *\nDisallow: /internal/\n", headers=[("Content-Type", "text/plain")])
        if path in ("/", "/rss/terkini", "/feed/") and host in self._listed:
            return self._list(host, path)
        number = next((int(part) for part in path.split("/") if part.isdecimal()), 0)
        article = self.articles.get(number)
        if article is None or article.host != host or not path.endswith(article.path):
            return _MISSING
        return self._article(article, path, headers.get("if-none-match", ""))

    def _list(self, host: str, path: str) -> crawl_site.Reply:
        listed = [a for a in reversed(self._listed[host][-LISTED:]) if not a.is_removed]
        if path == "/":
            return crawl_site.Reply(crawl_site.listing([a.path for a in listed], feeds=["/rss/terkini"]))
        feed = crawl_site.rss([f"http://{host}{a.path}" for a in listed[::3]])
        return crawl_site.Reply(feed, headers=[("Content-Type", "application/rss+xml")])

    def _article(self, article: Article, path: str, validator: str) -> crawl_site.Reply:
        article.tries += 1
        if (trouble := _trouble(article, path)) is not None:
            return trouble
        etag = f'"{article.number}-{article.edition}"'
        if article.chance < 0.5 and validator == etag:
            return crawl_site.Reply(b"", 304, "Not Modified", [("ETag", etag)])
        if article.served[-1:] != [article.edition]:
            article.served.append(article.edition)
        body = crawl_site.article(article.number, *article.body.split("\n\n"), padding=round(article.chance * 20_000))
        body = body.replace(crawl_site.HOST.encode(), article.host.encode())
        body = body.replace(b"Senin 26-08-2024,16:46 WIB", article.printed.encode())
        headers = [("Content-Type", "text/html; charset=UTF-8")]
        if article.chance < 0.5:
            headers.append(("ETag", etag))
        if article.number % 3 == 0:
            return crawl_site.Reply(gzip.compress(body, 6, mtime=0), headers=[*headers, ("Content-Encoding", "gzip")])
        return crawl_site.Reply(body, headers=headers)


def _trouble(article: Article, path: str) -> crawl_site.Reply | None:
    """What comes instead of the page, if anything does."""
    if article.is_broken:
        return crawl_site.Reply(b"Galat", 500, "Internal Server Error")
    if article.is_removed:
        return _MISSING
    if 0.01 < article.chance < 0.06 and article.tries == 1:
        return crawl_site.Reply(b"Sibuk", 503, "Service Unavailable", [("Retry-After", "0")])
    if article.chance > 0.93 and path == article.path:
        return crawl_site.Reply(b"", 301, "Moved", [("Location", f"/daerah{path}")])
    return None


_MISSING = crawl_site.Reply(b"<html><body>tidak ada</body></html>", 404, "Not Found")
