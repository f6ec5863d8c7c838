"""Serves hundreds of small news sites on loopback, in a process of its own: pages of the demo's template, and lists.

`fleet_server.py OUTLETS ARTICLES {demo,small} {identity,gzip} {http,https} FOLDER` prints one line of JSON when it
listens (`port`, and `outlets`: how many articles each site has), then obeys lines on standard input: `show N SECONDS`
lets each site list its first N articles (all are served) and be that far ahead in time, `asked` prints what was asked
for since, as `[site, path, validator]`.

A site is known by its name (`site007.fleet.test`) or by its own loopback address, for a client whose names cannot be
led to this server: 127.0.1.1 is the first.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import zlib
from dataclasses import dataclass, field
from email.utils import formatdate
from itertools import count, islice
from pathlib import Path
from urllib.parse import urlsplit

import pages

from newsarchive.demo.certificate import make_certificates, server_context

DOMAIN = "fleet.test"
_A_HOST = 250
"""Sites of which the loopback addresses have the same third number."""


def name_of(site: int) -> str:
    """`site007.fleet.test`."""
    return f"site{site:03d}.{DOMAIN}"


def address_of(site: int) -> str:
    """The site's own loopback address."""
    return f"127.0.{1 + site // _A_HOST}.{1 + site % _A_HOST}"


@dataclass
class Fleet:
    """What all sites serve: for each, its articles by path in the order they are listed, gzipped; `shown` of them."""

    articles: list[dict[str, bytes]]
    is_gzip: bool = False
    shown: int = 1 << 30
    ahead: float = 0.0
    """Seconds that the clocks of the sites are ahead of this machine's."""
    asked: list[tuple[int, str, str]] = field(default_factory=list)
    _sites: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for site in range(len(self.articles)):
            self._sites[name_of(site)] = self._sites[address_of(site)] = site

    def answer(self, head: str) -> bytes:
        """The whole response to the head of a request."""
        request, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        site = self._sites.get(headers.get("host", "").partition(":")[0])
        path = request.split(" ")[1]
        if site is None:
            return _MISSING
        validator = headers.get("if-none-match", "")
        self.asked.append((site, path, validator))
        if path == "/robots.txt":
            return self._response(b"User-agent: *\nDisallow: /search/\n", "text/plain", "")
        listed = list(islice(self.articles[site], self.shown))
        found = {"/": _front, "/feed/": _feed}.get(path)
        etag = f'"{len(listed) if found else path}"'
        if found is None and path not in self.articles[site]:
            return _MISSING
        if validator == etag:
            return f"HTTP/1.1 304 Not Modified\r\nServer: nginx\r\nETag: {etag}\r\n\r\n".encode()
        kind = "application/rss+xml; charset=UTF-8" if path == "/feed/" else "text/html; charset=UTF-8"
        coded = squeezed(found(name_of(site), listed)) if found else self.articles[site][path]
        if self.is_gzip and "gzip" in headers.get("accept-encoding", ""):
            return self._response(coded, kind, etag, coding="gzip")
        return self._response(zlib.decompress(coded, 31), kind, etag)

    def _response(self, body: bytes, kind: str, etag: str, *, coding: str | None = None) -> bytes:
        """A response with the headers of a real site."""
        head = (
            f"HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: {formatdate(time.time() + self.ahead, usegmt=True)}\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: keep-alive\r\n"
            "Vary: Accept-Encoding\r\nCache-Control: max-age=60\r\nX-Frame-Options: SAMEORIGIN\r\n"
            "Set-Cookie: ci_session=0f0f0f; path=/; HttpOnly\r\n"
        )
        head += f"ETag: {etag}\r\n" if etag else ""
        head += f"Content-Encoding: {coding}\r\n" if coding else ""
        return f"{head}\r\n".encode() + body


def squeezed(body: bytes) -> bytes:
    """As a web server gzips it: level 6, no name, no time."""
    coder = zlib.compressobj(6, zlib.DEFLATED, 31)
    return coder.compress(body) + coder.flush()


_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\nContent-Type: text/plain\r\n\r\nnot here\n"


def _front(host: str, paths: list[str]) -> bytes:
    links = "".join(f"<h2 class='media-heading'><a href='{path}'>Judul berita</a></h2>" for path in paths)
    return f"<!doctype html><html><head><title>{host}</title></head><body>{links}</body></html>".encode()


def _feed(host: str, paths: list[str]) -> bytes:
    items = "".join(f"<item><title>Judul</title><link>{path}</link></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


def demo_articles(outlets: int, articles: int) -> list[dict[str, bytes]]:
    """For each site, its articles: each has the look of one outlet of the demo's world, under a name of its own."""
    by_host: dict[str, list[tuple[str, bytes]]] = {}
    # a page of a text in parts is left out, as a part is no article by itself: nearly half of them
    for url, html in pages.demo_pages(outlets * articles * 2 + 200):
        if b"data-ci-pagination-page" not in html:
            by_host.setdefault(urlsplit(url).netloc, []).append((url, html))
    found: list[dict[str, bytes]] = [{} for _ in range(outlets)]
    looks = sorted(by_host, key=lambda host: -len(by_host[host]))
    site = 0
    for look in looks:
        pool = iter(by_host[look])
        while site < outlets and len(own := list(islice(pool, articles))) == articles:
            name = name_of(site).encode()
            for url, html in own:
                found[site][urlsplit(url).path] = squeezed(html.replace(look.encode(), name))
            site += 1
    if site < outlets:
        raise SystemExit(f"the demo's world has pages for {site} sites only, not {outlets}")
    return found


def small_articles(outlets: int, articles: int) -> list[dict[str, bytes]]:
    """For each site, short articles that all differ: for a long crawl whose pages take no time to make."""
    numbers = count(100_000)
    return [
        {f"/read/{n}/berita-{n}": squeezed(_small(name_of(site), n)) for n in islice(numbers, articles)}
        for site in range(outlets)
    ]


def _small(host: str, n: int) -> bytes:
    words = " ".join(_WORDS[(n * 7 + k * (1 + n % 13)) % len(_WORDS)] for k in range(60))
    return (
        f"<!doctype html><html lang='id'><head><title>Berita {n}</title>"
        f"<link rel='canonical' href='https://{host}/read/{n}/berita-{n}'></head><body>"
        "<section class='entry-box'><div class='entry-content'><div class='post text-black-1'>"
        f"<h1 class='text-black'>Kabar nomor {n} dari {host.partition('.')[0]}</h1>"
        "<div class='post-info bottom-15'><span class='date'>Senin 26-08-2024,16:46 WIB</span>"
        "<div id='author' class='author'>Reporter: <strong>Ani Senja</strong>|</div>"
        "<div id='editor' class='editor'>Editor: <strong>Budi Pagi</strong></div></div>"
        f"<p>Kabar nomor {n}: {words}.</p><p>Kalimat kedua nomor {n}.</p></div></div></section></body></html>"
    ).encode()


_WORDS = (
    "pasar", "warga", "sungai", "jalan", "kebun", "hujan", "panen", "harga", "beras", "ikan", "kapal", "guru", "murid",
    "desa", "kota", "sawah", "jembatan", "air", "lampu", "pagi", "sore", "malam", "tamu", "kantor", "surat", "rapat",
)  # fmt: skip


async def serve(fleet: Fleet, scheme: str, folder: Path) -> None:
    """Listen on the address of every site, at one port, and obey standard input until it ends."""
    context = None
    if scheme == "https":
        make_certificates(folder, [f"*.{DOMAIN}"])
        context = server_context(folder)

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(fleet.answer((await reader.readuntil(b"\r\n\r\n")).decode("latin-1")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    first = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=context)
    port = first.sockets[0].getsockname()[1]
    await asyncio.start_server(converse, [address_of(site) for site in range(len(fleet.articles))], port, ssl=context)
    print(json.dumps({"port": port, "outlets": [len(own) for own in fleet.articles]}), flush=True)
    while line := await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        print(json.dumps(obey(fleet, line)), flush=True)


def obey(fleet: Fleet, line: str) -> object:
    """Do what one line of standard input says."""
    word, _, rest = line.strip().partition(" ")
    if word == "show":
        shown, ahead = rest.split()
        fleet.shown, fleet.ahead = int(shown), float(ahead)
        return {"shown": fleet.shown}
    asked, fleet.asked = fleet.asked, []
    return asked


def _main(arguments: list[str]) -> None:
    outlets, articles, kind, coding, scheme, folder = arguments
    make = demo_articles if kind == "demo" else small_articles
    fleet = Fleet(make(int(outlets), int(articles)), is_gzip=coding == "gzip")
    asyncio.run(serve(fleet, scheme, Path(folder)))


if __name__ == "__main__":
    _main(sys.argv[1:])
