"""Bytes stored a page against gzip -6, and the CPU that keeping, compressing harder and getting back costs."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pages import Pages
from timing import Row, interleaved

from newsarchive.store.packs.folder import Packs
from newsarchive.store.packs.heads import COLUMNS
from newsarchive.store.packs.siblings import template_of
from newsarchive.store.times import to_text

TARGET = 1 / 4
"""Stored bytes, heads and all that SQLite takes included, against those of gzip -6 of the bodies alone."""

PUT_MS, GET_MS = 2.0, 0.5
"""500 pages a second, and 2,000."""

HEAD_BYTES, HEAD_MS = 150, 0.05

_BATCH = 200
"""Bodies between commits, as the writer's."""
_START = datetime(2025, 4, 28, 3, 0, tzinfo=UTC)


def measure(demo: Pages, repeats: int) -> list[Row]:
    """Rows of pages that came plain and of pages that came gzipped, put as a crawl does: with the text it undid."""
    texts = [html for _, html in demo]
    zipped = [(url, gzip.compress(html, 6, mtime=0)) for url, html in demo]
    by_gzip = sum(len(body) for _, body in zipped)
    heads = [_head(number, url, body) for number, (url, body) in enumerate(zipped, 1)]
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-bench-"))
    try:
        for name, bodies, codings in (("plain", demo, ()), ("coded", zipped, ("gzip",))):
            _put(folder / name, bodies, texts, codings, heads)
            _repack(folder / name)
        sizes = {name: _stored(folder / name) for name in ("plain", "coded")}
        seconds = interleaved(
            {
                "gzip": lambda: [gzip.compress(html, 6) for _, html in demo],
                "put": lambda: _put(folder / "a", demo, texts, ()),
                "put coded": lambda: _put(folder / "b", zipped, texts, ("gzip",)),
                "repack": lambda: _repack(folder / "a"),
                "get": lambda: _get(folder / "plain", demo),
                "get coded": lambda: _get(folder / "coded", zipped),
                "text": lambda: _texts(folder / "coded", zipped, texts),
                "heads": lambda: _put(folder / "c", [], [], (), heads),
            },
            repeats,
        )
        head_bytes = _head_bytes(folder / "plain") / len(heads)
    finally:
        shutil.rmtree(folder)
    return [*_size_rows(sizes, by_gzip, len(demo), head_bytes), *_speed_rows(seconds, len(demo))]


def _size_rows(sizes: dict[str, int], by_gzip: int, count: int, head_bytes: float) -> list[Row]:
    rows = [
        Row(
            "bytes",
            f"a page that came {'gzipped' if name == 'coded' else 'plain'}, pack file with heads",
            f"{size / count:,.0f} B",
            f"{by_gzip / count:,.0f} B gzip -6",
            size / by_gzip,
            TARGET,
        )
        for name, size in sizes.items()
    ]
    ratio = head_bytes / HEAD_BYTES
    return [*rows, Row("bytes", "of that the head", f"{head_bytes:,.0f} B", f"{HEAD_BYTES} B", ratio, 1.0)]


def _speed_rows(seconds: dict[str, float], count: int) -> list[Row]:
    named = (
        ("put", "put plain", PUT_MS),
        ("put coded", "put gzipped: find its recipe too", PUT_MS),
        ("repack", "compress harder in idle time", PUT_MS),
        ("get", "get a random page that came plain", GET_MS),
        ("get coded", "get a random page that came gzipped: make the stream anew", GET_MS),
        ("text", "get the text of a random page that came gzipped", GET_MS),
        ("heads", "keep a head", HEAD_MS),
    )
    rows = []
    for key, name, target in named:
        taken = 1000 * seconds[key] / count
        rows.append(Row("packs", name, f"{taken:.3f} ms, {1000 / taken:,.0f}/s", f"{target} ms", taken / target, 1.0))
    gzip_ms = 1000 * seconds["gzip"] / count
    return [*rows, Row("packs", "gzip -6, for comparison", f"{gzip_ms:.3f} ms, {1000 / gzip_ms:,.0f}/s")]


def _put(
    folder: Path, pages: Pages, texts: Sequence[bytes], codings: Sequence[str], heads: Sequence[tuple[Any, ...]] = ()
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    packs = Packs(folder, write=True)
    for number, ((url, body), text) in enumerate(zip(pages, texts, strict=True)):
        parts = urlsplit(url)
        key, at = template_of(parts.hostname, parts.path), _START + timedelta(seconds=2 * number)
        packs.put(sha256(body).hexdigest(), body, codings, sibling_key=key, at=at, text=text)
        if number % _BATCH == _BATCH - 1:
            packs.commit()
    for start in range(0, len(heads), _BATCH):
        packs.for_writing("2025-04").put_heads(heads[start : start + _BATCH])
        packs.commit()
    packs.close()


def _repack(folder: Path) -> None:
    packs = Packs(folder, write=True)
    names = packs.names()
    while packs.repack(names, 50, harder=True):
        packs.commit()
    packs.shrink(names)
    packs.close()


def _head(number: int, url: str, body: bytes) -> tuple[Any, ...]:
    """A row of `snapshots` with 16 lines of headers, as a WordPress site behind a content delivery network sends."""
    chance, at, parts = random.Random(number), _START + timedelta(seconds=2 * number), urlsplit(url)
    host = parts.hostname or ""
    changed = at - timedelta(seconds=chance.randrange(9000))
    headers = [
        ("Date", format_datetime(at, usegmt=True)), ("Content-Type", "text/html; charset=UTF-8"),
        ("Transfer-Encoding", "chunked"), ("Connection", "keep-alive"), ("Vary", "Accept-Encoding"),
        ("X-Powered-By", "PHP/8.1.27"), ("Cache-Control", "public, max-age=300"),
        ("Last-Modified", format_datetime(changed, usegmt=True)), ("CF-Cache-Status", "HIT"),
        ("Age", str(chance.randrange(300))), ("X-Content-Type-Options", "nosniff"),
        ("Link", f'<https://{host}/wp-json/>; rel="https://api.w.org/"'), ("Server", "cloudflare"),
        ("CF-RAY", f"{chance.randbytes(8).hex()}-CGK"), ("Content-Encoding", "gzip"),
        ("alt-svc", 'h3=":443"; ma=86400'),
    ]  # fmt: skip
    sent = [("Host", host), ("User-Agent", "newsarchive/1 (+desk@example.test)"), ("Accept-Encoding", "gzip, deflate")]
    values = {
        "id": number, "url": url, "outlet": host.partition(".")[0], "run_id": 1 + number // 500,
        "fetched_at": to_text(at), "method": "GET", "request_target": parts.path, "request_headers": json.dumps(sent),
        "http_version": "HTTP/1.1", "status": 200, "reason": "OK", "headers": json.dumps(headers),
        "payload_sha256": sha256(body).hexdigest(), "payload_bytes": len(body), "rebuilt": '["request-headers"]',
        "ip_address": f"203.0.113.{chance.randrange(9)}", "pack": "2025-04",
    }  # fmt: skip
    return tuple(values.get(name) for name in COLUMNS)


def _shuffled(pages: Pages) -> list[int]:
    return random.Random("order").sample(range(len(pages)), len(pages))


def _get(folder: Path, pages: Pages) -> None:
    packs = Packs(folder)
    (name,) = packs.names()
    for number in _shuffled(pages):
        url, body = pages[number]
        if packs.get(name, sha256(body).hexdigest()) != body:
            raise AssertionError(f"{url} did not come back as it was")
    packs.close()


def _texts(folder: Path, pages: Pages, texts: Sequence[bytes]) -> None:
    packs = Packs(folder)
    (name,) = packs.names()
    for number in _shuffled(pages):
        url, body = pages[number]
        if packs.get_text(name, sha256(body).hexdigest(), ("gzip",)) != texts[number]:
            raise AssertionError(f"the text of {url} did not come back as it was")
    packs.close()


def _head_bytes(folder: Path) -> int:
    import sqlite3

    connection = sqlite3.connect(f"file:{next(folder.glob('*.db'))}?mode=ro", uri=True)
    (size,) = connection.execute("SELECT sum(length(data)) FROM heads").fetchone()
    connection.close()
    return int(size)


def _stored(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.db"))
