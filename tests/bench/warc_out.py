"""WARC and WACZ out: records a second of CPU beside warcio's writer, and memory over many records."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from pages import Pages
from timing import Row
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsarchive.export.wacz import export_wacz
from newsarchive.export.warc import Exported, Order, export_warc
from newsarchive.models import Capture
from newsarchive.store import Writer, open_archive
from newsarchive.store.selection import Selection

TARGET = 300.0
"""Records a second of CPU, at least."""

FLAT = 1.05
"""Resident memory at the end, against that after a tenth."""

_START = datetime(2025, 4, 28, 3, 0, tzinfo=UTC)
_STATM = Path("/proc/self/statm")
_PAGE = 4096
_KINDS: dict[str, tuple[Callable[..., Exported], str]] = {
    "WARC": (export_warc, "a.warc.gz"),
    "WACZ": (export_wacz, "a.wacz"),
}
"""Records."""


def measure(demo: Pages, repeats: int, captures: int) -> list[Row]:
    """Rows of pages that came plain and gzipped, and of memory over so many small captures, of three records each."""
    rows = []
    for name, is_zipped in (("plain", False), ("gzipped", True)):
        rows += _speed(name, list(_captures(demo, is_zipped=is_zipped)), repeats)
    return rows + _memory(captures)


def _speed(name: str, captures: list[Capture], repeats: int) -> list[Row]:
    rows = []
    theirs = median(_seconds(lambda: _by_warcio(captures)) for _ in range(repeats)) / (2 * len(captures))
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as folder:
        home = Path(folder)
        _keep(home / "archive", captures)
        for kind, (export, file) in _KINDS.items():
            run = partial(_export, export, home, home / file)
            written = sum(run().records.values())
            seconds = median(_seconds(run) for _ in range(repeats))
            named = f"{kind} of pages that came {name} ({len(captures) / seconds:,.0f} captures/s)"
            against = f"{TARGET:.0f} records/s; warcio writes {1 / theirs:,.0f}"
            rows.append(
                Row("export", named, f"{written / seconds:,.0f} records/s", against, TARGET * seconds / written, 1)
            )
    return rows


def _memory(captures: int) -> list[Row]:
    if not _STATM.is_file():
        print("No /proc on this system: memory of exports is not measured.", file=sys.stderr)
        return []
    rows = []
    for kind, (tenth, whole, seconds) in _resident_while_exporting(captures).items():
        named = f"resident after {captures:,} small captures in a {kind} ({captures / seconds:,.0f} captures/s)"
        row = (f"{whole / 1e6:.0f} MB", f"{tenth / 1e6:.0f} MB after {captures // 10:,}", whole / tenth, FLAT)
        rows.append(Row("export", named, *row))
    return rows


def _resident_while_exporting(count: int) -> dict[str, list[float]]:
    """As `_watched()` gives it, of a WARC and a WACZ of small pages, each made in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as folder:
        _keep(Path(folder) / "archive", _small(count))
        command = [sys.executable, __file__, folder, str(count)]
        done = {
            kind: subprocess.run([*command, kind], capture_output=True, text=True, check=True).stdout for kind in _KINDS
        }
    return {kind: json.loads(told) for kind, told in done.items()}


def _watched(home: Path, count: int, kind: str) -> tuple[int, int, float]:
    """Bytes of resident memory after a tenth and at the end, and CPU seconds, of an export of `count` captures."""
    export, file = _KINDS[kind]
    watch = _Watch(count // 10)
    seconds = _seconds(partial(_export, export, home, home / file, watch.look))
    return watch.seen, _resident(), seconds


class _Watch:
    """Looks at the memory once, after so many captures."""

    def __init__(self, at: int) -> None:
        self._left, self.seen = at, 0

    def look(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.seen = _resident()


def _resident() -> int:
    return int(_STATM.read_text().split()[1]) * _PAGE


def _seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def _captures(pages: Iterable[tuple[str, bytes]], *, is_zipped: bool) -> Iterator[Capture]:
    coding = (("Content-Encoding", "gzip"),) if is_zipped else ()
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Transfer-Encoding", "chunked"), *coding)
    asked = (("Host", "watu.test"), ("User-Agent", "newsarchive/0 (+mailto:bench@example.test)"), ("Accept", "*/*"))
    for number, (url, html) in enumerate(pages):
        body = gzip.compress(html, 6, mtime=0) if is_zipped else html
        target = "/" + url.split("/", 3)[3]
        at = _START + timedelta(seconds=number)
        yield Capture(url, at, "GET", target, asked, "HTTP/1.1", 200, "OK", headers, body, ip_address="192.0.2.7")


def _small(count: int) -> Iterator[Capture]:
    """A fifth of them have a payload that another has too."""
    pages = (
        (f"https://watu.test/read/{n}/a", b"<p>isi %d</p>" % (n - n % 5 if n % 5 == 1 else n)) for n in range(count)
    )
    return _captures(pages, is_zipped=False)


def _keep(folder: Path, captures: Iterable[Capture]) -> None:
    with Writer(folder, clock=lambda: _START) as writer:
        run = writer.begin_run("import", version="0", user_agent=None, options={})
        for capture in captures:
            writer.add_snapshot(capture, outlet=None, run_id=run, kind="article")
        writer.end_run(run, exit_code=0, counts={})


def _export(
    export: Callable[..., Exported], home: Path, target: Path, progress: Callable[[], None] = lambda: None
) -> Exported:
    with open_archive(home / "archive") as archive:
        order = Order(target, Selection(), is_indexed=True, force=True)
        return export(archive, order, clock=lambda: _START, progress=progress)


def _by_warcio(captures: list[Capture]) -> None:
    """Request and response of each capture, as warcio makes them."""
    writer = WARCWriter(io.BytesIO(), gzip=True)
    for capture in captures:
        asked = StatusAndHeaders(
            f"GET {capture.request_target} HTTP/1.1", list(capture.request_headers), is_http_request=True
        )
        head = StatusAndHeaders("200 OK", list(capture.headers), protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(capture.url, "request", http_headers=asked))
        body = io.BytesIO(capture.body)
        writer.write_record(writer.create_warc_record(capture.url, "response", payload=body, http_headers=head))


if __name__ == "__main__":
    print(json.dumps(_watched(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
