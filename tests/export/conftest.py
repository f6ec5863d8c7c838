"""A small archive in words of our own that has one of everything an export must carry, and a reader of gzip members."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.models import Article, Capture, Outlet
from newsarchive.store import Archive, Writer, open_archive

T0 = datetime(2025, 4, 28, 6, 22, 0, 123456, tzinfo=UTC)
BASE = "https://radarwatu.test"
PAGE = b"<html><body><h1>Pasar ramai</h1>" + b"<p>Warga membeli beras di pasar desa.</p>" * 40 + b"</body></html>"


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: T0 + timedelta(days=3)


@pytest.fixture
def capture() -> Callable[..., Capture]:
    def make(path: str = "/read/7/pasar", body: bytes = PAGE, **more: Any) -> Capture:
        asked = (("Host", "radarwatu.test"), ("User-Agent", "newsarchive/0 (+mailto:mail@example.test)"))
        values: dict[str, Any] = {
            "url": BASE + path, "fetched_at": T0, "method": "GET", "request_target": path, "request_headers": asked,
            "http_version": "HTTP/1.1", "status": 200, "reason": "OK",
            "headers": (("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("set-cookie", "b=\xe9")),
            "body": body, "ip_address": "192.0.2.7",
        }  # fmt: skip
        return Capture(**(values | more))

    return make


def article(key: str, title: str) -> Article:
    body = ("Warga membeli beras di pasar desa.", "Harga pupuk naik lagi.")
    return Article(
        f"{BASE}/read/{key}/pasar", "radar-watu", "article", body, native_id=key, title=title, content_hash=key
    )


@pytest.fixture
def everything(capture: Callable[..., Capture]) -> list[tuple[Capture, str]]:
    """Captures with their kinds, a second apart."""
    gzipped = gzip.compress(PAGE * 2, 6, mtime=0)
    etag, asked = ("ETag", '"w-7"'), (("Host", "radarwatu.test"), ("If-None-Match", '"w-7"'))
    text = ("Content-Type", "text/plain")
    chunks = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))
    made = [
        (capture("/robots.txt", b"User-agent: *\nDisallow: /admin\n", headers=(text,)), "robots"),
        (capture(headers=(*capture().headers, etag)), "article"),
        (capture("/read/8/pasar", PAGE * 2, headers=chunks), "article"),
        (capture("/read/8/pasar", gzipped, headers=(*chunks, ("Content-Encoding", "gzip"))), "article"),
        (capture("/read/9/salinan"), "article"),  # the same payload under another URL
        (capture(request_headers=asked, status=304, reason="Not Modified", headers=(etag,), body=b""), "article"),
        (capture("/read/9/salinan", status=304, reason="Not Modified", headers=(), body=b""), "article"),
        (capture(), "article"),  # a revisit of the first again: it must not name the second
        (
            capture("/lama", b"<a>pindah</a>", status=301, reason="Moved", headers=(("Location", "/read/7/pasar"),)),
            "redirect",
        ),
        (capture("/hilang", b"<h1>404</h1>", status=404, reason="Not Found"), "article"),
        (capture("/putus", PAGE[:300], headers=chunks, truncated="disconnect"), "article"),
        (capture("/kosong", b"", headers=(*chunks, ("Content-Length", "0"))), "other"),
        (
            capture(
                "/simpanan", PAGE + b"x", request_headers=(), headers=(), ip_address=None,
                rebuilt=("request-line", "request-headers", "status-line", "response-headers"),
            ),
            "article",
        ),
        (capture("/ganjil", b"isi", url=f"{BASE}/ganjil?q=<é sp>", headers=(("X Y:", " nilai\r\nLain: 1"),)), "other"),
    ]  # fmt: skip
    return [(_at(one, T0 + timedelta(seconds=number)), kind) for number, (one, kind) in enumerate(made)]


def _at(one: Capture, at: datetime) -> Capture:
    from dataclasses import replace

    return replace(one, fetched_at=at)


@pytest.fixture
def folder(tmp_path: Path, everything: list[tuple[Capture, str]], clock: Callable[[], datetime]) -> Path:
    path = tmp_path / "arsip"
    with Writer(path, clock=clock) as writer:
        agent = "newsarchive/0 (+mailto:mail@example.test)"
        run = writer.begin_run("crawl", version="0", user_agent=agent, options={})
        writer.sync_outlets([Outlet("radar-watu", "Radar Watu", "radarwatu.test", "disway", "ID-JT", zone="WIB")])
        ids = []
        for one, kind in everything:
            optouts = ("tdm-reservation",) if one.request_target == "/hilang" else ()
            ids.append(writer.add_snapshot(one, outlet="radar-watu", run_id=run, kind=kind, optouts=optouts))
        writer.add_article(article("7", "Pasar ramai"), [ids[1]], at=everything[1][0].fetched_at, run_id=run)
        writer.add_article(article("7", "Pasar sepi"), [ids[7]], at=everything[7][0].fetched_at, run_id=run)
        writer.add_article(article("8", "Dua halaman"), [ids[2], ids[3]], at=everything[3][0].fetched_at, run_id=run)
        writer.end_run(run, exit_code=0, counts={})
    return path


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with open_archive(folder) as opened:
        yield opened


@pytest.fixture
def members() -> Callable[[bytes], list[tuple[int, bytes]]]:
    """Takes a gzip file apart: offset and content of each member."""

    def take(data: bytes) -> list[tuple[int, bytes]]:
        found, offset = [], 0
        while offset < len(data):
            inflater = zlib.decompressobj(31)
            content = inflater.decompress(data[offset:]) + inflater.flush()
            assert inflater.eof
            found.append((offset, content))
            offset = len(data) - len(inflater.unused_data)
        return found

    return take
