"""WARC in: records a second of CPU, of articles and of what is passed over, and memory over many records."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from fastwarc.warc import ArchiveIterator
from pages import Pages
from timing import Row

from newsarchive.importing import Wanted, WarcImported, import_warc
from newsarchive.kept.records import read_records
from newsarchive.registry import load_registry

TARGET = 300.0
"""Records a second of CPU, at least."""

FLAT = 1.15
"""Resident memory at the end, against that after a tenth. Objects of Python take 4 MB; caches of packs fill slowly."""

_START = datetime(2025, 4, 28, 3, 0, tzinfo=UTC)
_STATM = Path("/proc/self/statm")
_PAGE = 4096
_KNOWN = "https://radartegal.disway.id"
_ARTICLE = (
    "<html lang=id><head><title>Judul {0}</title></head><body><div class='post text-black-1'><h1>Judul nomor {0}</h1>"
    "<div class='post-info'><span class='date'>Senin 28-04-2025,13:22 WIB</span></div>"
    "<p>Warga desa {0} menyambut jembatan baru yang dibangun sejak {0} hari lalu.</p></div></body></html>"
)


def measure(demo: Pages, repeats: int, records: int) -> list[Row]:
    """Rows of pages that become articles, of pages that nobody wants, and of memory over `records` small records."""
    rows = []
    pages = list(demo)
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as folder:
        home = Path(folder)
        _write(home / "a.warc.gz", pages)
        for name, wanted in (("that become articles", Wanted(any_outlet=True)), ("of no outlet", Wanted())):
            seconds = []
            for number in range(repeats):
                start = time.process_time()
                done = _import(home / f"{wanted.any_outlet}-{number}", home / "a.warc.gz", wanted)
                seconds.append(time.process_time() - start)
            rate = done.records / median(seconds)
            pairs = f"{name} ({rate / 2:,.0f} captures/s)"
            rows.append(Row("import", f"pages {pairs}", f"{rate:,.0f} records/s", f"{TARGET:.0f}/s", TARGET / rate, 1))
        rows.append(_reading(home / "a.warc.gz"))
    return rows + _memory(records)


def _reading(path: Path) -> Row:
    """Reading alone, beside FastWARC, which proves less (docs/warc-import.md)."""

    def theirs() -> int:
        return sum(bool(record.reader.read()) for record in ArchiveIterator(str(path), parse_http=False))

    def ours() -> int:
        with path.open("rb") as file:
            return sum(1 for _ in read_records(file))

    rates = [f"{_rate(action):,.0f} records/s" for action in (ours, theirs)]
    return Row("import", "reading records alone; FastWARC", *rates)


def _rate(action: Callable[[], int]) -> float:
    start = time.process_time()
    count = action()
    return count / (time.process_time() - start)


def _memory(records: int) -> list[Row]:
    if not _STATM.is_file():
        print("No /proc on this system: memory of imports is not measured.", file=sys.stderr)
        return []
    done = subprocess.run([sys.executable, __file__, str(records)], capture_output=True, text=True, check=True)
    cold, tenth, whole, seconds, articles = json.loads(done.stdout)
    told = f"{records:,} small records, {articles:,} articles ({records / seconds:,.0f} records/s)"
    row = (f"{whole / 1e6:.0f} MB", f"{tenth / 1e6:.0f} MB after {records // 10:,}", whole / tenth, FLAT)
    return [
        Row("import", f"resident after {told}, with SQLite's caches filled", f"{cold / 1e6:.0f} MB"),
        Row("import", f"resident after {records:,} more", *row),
    ]


def resident(records: int) -> tuple[int, int, int, float, int]:
    """Bytes of resident memory as the first half of a file is read, after a tenth of the second, and at the end; CPU
    seconds and articles of a half.

    Caches of SQLite grow to some 45 MB (32 of them the index's), which takes most of the first half.
    """
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as folder:
        path = Path(folder) / "a.warc.gz"
        _write(path, _small(records))
        size, read = path.stat().st_size, 0
        marks = [size // 2, size // 2 + size // 20]
        seen: list[int] = []

        def look(more: int) -> None:
            nonlocal read
            read += more
            if len(seen) < len(marks) and read >= marks[len(seen)]:
                seen.append(_resident())

        start = time.process_time()
        done = _import(Path(folder) / "archive", path, Wanted(), look)
        seconds = (time.process_time() - start) / 2
        return seen[0], seen[1], _resident(), seconds, done.articles["new"] // 2


def _resident() -> int:
    return int(_STATM.read_text().split()[1]) * _PAGE


def _import(
    archive: Path, path: Path, wanted: Wanted, progress: Callable[[int], None] = lambda _: None
) -> WarcImported:
    return import_warc(archive, [str(path)], load_registry(), wanted, clock=lambda: _START, progress=progress)


def _small(count: int) -> Iterator[tuple[str, bytes]]:
    """Of ten captures one is an article, one of a host that nobody wants, and eight are feeds."""
    for n in range(count):
        if n % 10 == 0:
            yield f"{_KNOWN}/read/{n}/judul", _ARTICLE.format(n).encode()
        elif n % 10 == 1:
            yield f"https://lain{n}.test/read/{n}/judul", _ARTICLE.format(n).encode()
        else:
            yield f"{_KNOWN}/rss/{n}", b"<rss>%d</rss>" % n


def _write(path: Path, pages: Iterable[tuple[str, bytes]]) -> None:
    """Requests and responses with their digests, a gzip member each."""
    with path.open("wb") as file:
        for number, (url, body) in enumerate(pages):
            at = (_START + timedelta(milliseconds=number)).isoformat().replace("+00:00", "Z")
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=1\r\n\r\n"
            named = f"urn:uuid:00000000-0000-4000-8000-{number:012d}"
            asked = b"GET / HTTP/1.1\r\nHost: watu.test\r\nUser-Agent: bench\r\n\r\n"
            file.write(_record("request", url, at, asked, f"WARC-Concurrent-To: <{named}>\r\n"))
            digest = hashlib.sha256(body).hexdigest()
            more = f"WARC-Record-ID: <{named}>\r\nWARC-Payload-Digest: sha256:{digest}\r\n"
            file.write(_record("response", url, at, head + body, more))


def _record(kind: str, url: str, at: str, block: bytes, more: str) -> bytes:
    digest = hashlib.sha256(block).hexdigest()
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at}\r\n{more}"
    head += f"WARC-Block-Digest: sha256:{digest}\r\nContent-Length: {len(block)}\r\n\r\n"
    deflater = zlib.compressobj(6, zlib.DEFLATED, 31)
    return deflater.compress(head.encode() + block + b"\r\n\r\n") + deflater.flush()


if __name__ == "__main__":
    print(json.dumps(resident(int(sys.argv[1]))))
