"""WARC records made by hand, so that the bytes are ours and not a library's, and an archive to import them into."""

from __future__ import annotations

import base64
import gzip
import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsarchive.importing import Wanted, WarcImported, import_warc
from newsarchive.registry import Registry, load_registry

HOST = "https://radarcontoh.test"
_REST = 'province = "ID-JT", zone = "WIB", network = "disway" }\n'
ROWS = (
    f'radar-contoh = {{ name = "Radar Contoh", domain = "radarcontoh.test", {_REST}'
    f'suara-contoh = {{ name = "Suara Contoh", domain = "suaracontoh.test", {_REST}'
)
NOW = datetime(2025, 6, 1, tzinfo=UTC)


def page(title: str, *paragraphs: str, pager: str = "") -> bytes:
    """A page of the template that both outlets use; `pager` is the address of its second page."""
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    more = f"<ul class='pagination'><li><a href='{pager}' data-ci-pagination-page='2'>2</a></li></ul>" if pager else ""
    return (
        f"<html lang=id><head><title>{title}</title></head><body><div class='post text-black-1'>"
        f"<h1>{title}</h1><div class='post-info'><span class='date'>Senin 28-04-2025,13:22 WIB</span></div>"
        f"{text}{more}</div></body></html>"
    ).encode()


def article(number: int, text: str = "") -> bytes:
    return page(f"Judul nomor {number}", f"Warga desa {number} menyambut jembatan baru. {text}", "Jalan sudah rata.")


def digest(data: bytes, algorithm: str = "sha256") -> str:
    found = hashlib.new(algorithm, data)
    return f"{algorithm}:{found.hexdigest() if algorithm == 'sha256' else base64.b32encode(found.digest()).decode()}"


@dataclass
class Warc:
    """Records one after the other, each a piece of bytes of its own."""

    records: list[bytes] = field(default_factory=list)
    number: int = 0

    def add(
        self, kind: str, url: str, block: bytes, at: str = "2025-05-01T07:08:09.123456Z", **fields: str | None
    ) -> str:
        """A record; fields of None are left out. Gives its id."""
        self.number += 1
        record_id = f"<urn:uuid:00000000-0000-4000-8000-{self.number:012d}>"
        head: dict[str, str | None] = {
            "WARC-Type": kind,
            "WARC-Record-ID": record_id,
            "WARC-Date": at,
            "WARC-Target-URI": url,
            "WARC-Block-Digest": digest(block),
            "Content-Length": str(len(block)),
            **{name.replace("_", "-"): value for name, value in fields.items()},
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value is not None)
        self.records.append(f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n")
        return record_id

    def page(self, url: str, body: bytes, *, status: str = "200 OK", headers: str = "", **fields: str | None) -> str:
        """A response with its payload digest."""
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode()
        return self.add("response", url, head + body, **{"WARC_Payload_Digest": digest(body), **fields})

    def request(self, url: str, to: str | None, target: str = "/minta", **fields: str | None) -> str:
        """A request that names its response."""
        block = f"GET {target} HTTP/1.1\r\nHost: radarcontoh.test\r\nAccept: a\r\nAccept: b\r\n\r\n".encode()
        return self.add("request", url, block, **{"WARC_Concurrent_To": to, **fields})

    def packed(self) -> bytes:
        """One gzip member a record."""
        return b"".join(gzip.compress(record, mtime=0) for record in self.records)


Import = Callable[..., WarcImported]


@pytest.fixture
def outlets(tmp_path: Path) -> Registry:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "contoh.toml").write_text(ROWS)
    return load_registry(folder)


@pytest.fixture
def take(tmp_path: Path, outlets: Registry) -> Import:
    """Import files, or the bytes of one, into an archive (`arsip`, or the one named)."""

    def go(*given: bytes | Path | Warc, archive: str = "arsip", **wanted: Any) -> WarcImported:
        files: list[str] = []
        for number, item in enumerate(given):
            if isinstance(item, Path):
                files.append(str(item))
                continue
            path = tmp_path / f"masukan-{archive}-{number}.warc.gz"
            path.write_bytes(item.packed() if isinstance(item, Warc) else item)
            files.append(str(path))
        return import_warc(tmp_path / archive, files, outlets, Wanted(**wanted), clock=lambda: NOW)

    return go


@pytest.fixture
def rows(tmp_path: Path) -> Callable[..., list[tuple[Any, ...]]]:
    def ask(sql: str, archive: str = "arsip", values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(tmp_path / archive / "news.db")
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    return ask


@pytest.fixture
def warc() -> Callable[[], Warc]:
    return Warc


@pytest.fixture
def make() -> Any:
    """The functions that make pages and digests."""

    class Make:
        host = HOST
        page = staticmethod(page)
        article = staticmethod(article)
        digest = staticmethod(digest)

    return Make
