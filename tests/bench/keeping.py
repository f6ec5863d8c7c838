"""Bytes stored a page against gzip -6, and the CPU that keeping and getting back costs."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from pages import Pages
from timing import Row, interleaved

from newsarchive.store.packs import Packs
from newsarchive.store.siblings import template_of

TARGET = 1 / 3
"""Stored bytes against those of gzip -6."""

_BATCH = 200
"""Bodies between commits, as the writer's."""
_START = datetime(2025, 4, 28, 3, 0, tzinfo=UTC)


def measure(demo: Pages, repeats: int) -> list[Row]:
    """Rows of pages that came plain and of pages that came gzipped, put as a crawl does: with the text it undid."""
    zipped = [(url, gzip.compress(html, 6, mtime=0)) for url, html in demo]
    by_gzip = sum(len(body) for _, body in zipped)
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-bench-"))
    try:
        seconds = interleaved(
            {
                "gzip": lambda: [gzip.compress(html, 6) for _, html in demo],
                "put": lambda: _put(folder / "plain", demo, [html for _, html in demo], ()),
                "get": lambda: _get(folder / "plain", demo),
                "put coded": lambda: _put(folder / "coded", zipped, [html for _, html in demo], ("gzip",)),
                "get coded": lambda: _get(folder / "coded", zipped),
            },
            repeats,
        )
        sizes = {name: _stored(folder / name) for name in ("plain", "coded")}
    finally:
        shutil.rmtree(folder)
    count = len(demo)
    rows = [
        Row(
            "bytes",
            f"a page that came {'gzipped' if name == 'coded' else 'plain'}, pack file on disk",
            f"{size / count:,.0f} B",
            f"{by_gzip / count:,.0f} B gzip -6",
            size / by_gzip,
            TARGET,
        )
        for name, size in sizes.items()
    ]
    named = (
        ("put", "put plain"),
        ("put coded", "put gzipped and re-code"),
        ("get", "get"),
        ("get coded", "get gzipped"),
    )
    against = f"{1000 * seconds['gzip'] / count:.2f} ms gzip -6"
    rows += [
        Row("packs", name, f"{1000 * seconds[key] / count:.2f} ms/page", against, seconds[key] / seconds["gzip"])
        for key, name in named
    ]
    return rows


def _put(folder: Path, pages: Pages, texts: Sequence[bytes], codings: Sequence[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    packs = Packs(folder, write=True)
    for number, ((url, body), text) in enumerate(zip(pages, texts, strict=True)):
        parts = urlsplit(url)
        key, at = template_of(parts.hostname, parts.path), _START + timedelta(seconds=2 * number)
        packs.put(sha256(body).hexdigest(), body, codings, sibling_key=key, at=at, text=text)
        if number % _BATCH == _BATCH - 1:
            packs.commit()
    packs.commit()
    packs.close()


def _get(folder: Path, pages: Pages) -> None:
    packs = Packs(folder)
    (name,) = packs.names()
    for url, body in pages:
        if packs.get(name, sha256(body).hexdigest()) != body:
            raise AssertionError(f"{url} did not come back as it was")
    packs.close()


def _stored(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
