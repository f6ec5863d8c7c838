"""Factories for the tests of the store: pages, captures and articles in words of our own."""

import hashlib
import random
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsarchive.models import Article, Capture, Image, Outlet, RelatedLink
from newsarchive.store import Writer

WIB = timezone(timedelta(hours=7))
T0 = datetime(2025, 4, 28, 6, 22, tzinfo=UTC)
WORDS = (
    "pasar", "warga", "jalan", "hujan", "bupati", "sungai", "sekolah", "petani", "kota", "desa", "panen", "jembatan",
    "guru", "pupuk", "harga", "listrik",
)  # fmt: skip


@pytest.fixture
def t0() -> datetime:
    return T0


@pytest.fixture
def outlets() -> list[Outlet]:
    return [
        Outlet("radar-watu", "Radar Watu", "radarwatu.test", "disway", "ID-JT", zone="WIB"),
        Outlet("kabar-lereng", "Kabar Lereng", "lereng.test", "disway", "ID-BA", zone="WITA"),
    ]


@pytest.fixture
def page() -> Callable[..., bytes]:
    """A page of a template: much that is the same on all pages, and a text of its own for each number."""

    def make(number: int, *, template: int = 0, paragraphs: int = 8) -> bytes:
        shared, own = random.Random(f"template {template}"), random.Random(f"page {number}")
        styles = (f".{shared.choice(WORDS)}-{shared.random()}{{top:{shared.random()}px}}\n" for _ in range(600))
        frame = "".join(styles)
        text = "".join(f"<p>{' '.join(own.choices(WORDS, k=40))} {own.random()}</p>\n" for _ in range(paragraphs))
        return f"<html><head><style>{frame}</style></head><body><h1>{number}</h1>{text}</body></html>".encode()

    return make


@pytest.fixture
def capture() -> Callable[..., Capture]:
    def make(
        url: str = "https://radarwatu.test/read/7/pasar",
        body: bytes = b"<html>isi</html>",
        *,
        at: datetime = T0,
        status: int = 200,
        coding: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
        **more: Any,
    ) -> Capture:
        sent = (("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("set-cookie", "b=\xe9"), *headers)
        target = "/" + url.split("/", 3)[3]
        asked = (("Host", url.split("/")[2]), ("User-Agent", "newsarchive/0 (+mail@example.test)"))
        coded = (("Content-Encoding", coding),) if coding else ()
        return Capture(url, at, "GET", target, asked, "HTTP/1.1", status, "OK", (*sent, *coded), body, **more)

    return make


@pytest.fixture
def article() -> Callable[..., Article]:
    def make(native_id: str = "7", *, outlet: str = "radar-watu", seed: str = "x", **more: Any) -> Article:
        rng = random.Random(seed)
        host = {"radar-watu": "radarwatu.test", "kabar-lereng": "lereng.test"}.get(outlet, "lain.test")
        values: dict[str, Any] = {
            "title": f"Pasar {seed} Ramai",
            "body": tuple(" ".join(rng.choices(WORDS, k=30)).capitalize() + "." for _ in range(4)),
            "native_id": native_id,
            "network": "disway",
            "published_at": datetime(2025, 4, 28, 13, 22, tzinfo=WIB),
            "published_printed": "Senin 28-04-2025,13:22 WIB",
            "published_zone": "WIB",
            "authors": ("Sari Wulan",),
            "images": (Image(f"https://{host}/g.jpg", "Pasar pagi.", "SARI"),),
            "related": (RelatedLink("Jembatan Baru", f"https://{host}/read/3/jembatan", 1),),
        }
        return Article(f"https://{host}/read/{native_id}/pasar", outlet, "article", **(values | more))

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def clock() -> SimpleNamespace:
    """A clock that stands still until it is set: call it for the time, set `.now` to move it."""
    state = SimpleNamespace(now=T0)
    state.read = lambda: state.now
    return state


@pytest.fixture
def writer(folder: Path, outlets: list[Outlet], clock: SimpleNamespace) -> Iterator[Writer]:
    with Writer(folder, clock=clock.read) as made:
        made.sync_outlets(outlets)
        yield made


@pytest.fixture
def run(writer: Writer) -> int:
    return writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0", options={"limit": 3})


@pytest.fixture
def sha256() -> Callable[[bytes], str]:
    return lambda body: hashlib.sha256(body).hexdigest()


@pytest.fixture
def gzipped() -> Callable[..., bytes]:
    """A gzip stream as servers write it: level, memLevel, and a flush every so many bytes."""

    def make(text: bytes, level: int = 6, mem: int = 8, flush_every: int = 0, head: bytes | None = None) -> bytes:
        deflater = zlib.compressobj(level, zlib.DEFLATED, -15, mem)
        parts = [head or b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"]
        for start in range(0, len(text), flush_every or len(text)):
            parts.append(deflater.compress(text[start : start + (flush_every or len(text))]))
            if flush_every and start + flush_every < len(text):
                parts.append(deflater.flush(zlib.Z_SYNC_FLUSH))
        parts.append(deflater.flush())
        parts.append(zlib.crc32(text).to_bytes(4, "little") + (len(text) & 0xFFFFFFFF).to_bytes(4, "little"))
        return b"".join(parts)

    return make
