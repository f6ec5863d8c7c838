"""Checking an archive: snapshots a second of `verify`, in one process and in one a core, and of a backup."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from pages import Pages
from timing import Row

from newsarchive.extract import extract
from newsarchive.models import STORED_KINDS, Capture, Outlet, Page
from newsarchive.store import Writer
from newsarchive.upkeep.backup import back_up
from newsarchive.upkeep.verify import Depth, Verification

TARGET_MS = 1.0
"""Wall-clock milliseconds a snapshot of `verify --full`: 1,000 snapshots a second."""

_TIMES = 3
"""Responses a page."""

_START = datetime(2025, 4, 28, 3, 0, tzinfo=UTC)
_HEADERS = (
    ("Server", "nginx"), ("Date", "Mon, 28 Apr 2025 03:00:00 GMT"), ("Content-Type", "text/html; charset=UTF-8"),
    ("Connection", "keep-alive"), ("Vary", "Accept-Encoding"), ("Cache-Control", "no-store, no-cache"),
)  # fmt: skip


def measure(demo: Pages) -> list[Row]:
    """Rows of an archive in which every second page came gzipped, each an article where it can be read as one, and of
    each there are three responses that differ a little.
    """
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-bench-"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        archive = folder / "archive"
        _fill(archive, demo)
        quick = _seconds(time.process_time, lambda: _verify(archive, "quick"))
        full = _seconds(time.process_time, lambda: _verify(archive, "full"))
        # a process of its own: those that it starts would else import all that this one has
        wall = _seconds(time.perf_counter, lambda: _command(archive))
        backup = _seconds(time.perf_counter, lambda: back_up(archive, folder / "copy"))
        again = _seconds(time.perf_counter, lambda: back_up(archive, folder / "copy"))
        size = sum(path.stat().st_size for path in (folder / "copy").rglob("*") if path.is_file())
    finally:
        shutil.rmtree(folder)
    count = _TIMES * len(demo)
    return [
        Row("verify", "quick, CPU", f"{count / quick:,.0f} snapshots/s"),
        Row("verify", "full, one process, CPU", f"{count / full:,.0f} snapshots/s"),
        Row("verify", f"full, the command on {cores} cores, wall clock", f"{count / wall:,.0f} snapshots/s", "1,000/s",
            1000 * wall / count, TARGET_MS),
        Row("backup", f"{size / 1e6:,.0f} MB copied and checked, wall clock", f"{size / backup / 1e6:,.0f} MB/s",
            f"{size / again / 1e6:,.0f} MB/s the second time"),
    ]  # fmt: skip


def _fill(path: Path, demo: Pages) -> None:
    hosts = sorted({urlsplit(url).hostname or "" for url, _ in demo})
    outlets = {host: Outlet(host.replace(".", "-"), host, host, "auto", zone="WIB") for host in hosts}
    with Writer(path, clock=lambda: _START) as writer:
        writer.sync_outlets(outlets.values())
        run_id = writer.begin_run("crawl", version="0", user_agent=None, options={})
        for number, (url, html) in enumerate(page for page in demo for _ in range(_TIMES)):
            parts, at = urlsplit(url), _START + timedelta(seconds=2 * number)
            outlet = outlets[parts.hostname or ""]
            is_zipped, text = number // _TIMES % 2 == 1, html + b"<!-- %d -->" % number
            body = gzip.compress(text, 6, mtime=0) if is_zipped else text
            headers = (*_HEADERS, ("Content-Encoding", "gzip")) if is_zipped else _HEADERS
            asked = (("Host", outlet.domain),)
            capture = Capture(url, at, "GET", parts.path, asked, "HTTP/1.1", 200, "OK", headers, body)
            snapshot_id = writer.add_snapshot(capture, outlet=outlet.slug, run_id=run_id, kind="article", text=text)
            if number % _TIMES:
                continue
            article = extract([Page(url, text, at, 200, headers)], outlet=outlet)
            if article.kind in STORED_KINDS and (article.body or article.images) and article.next_page_url is None:
                writer.add_article(article, [snapshot_id], at=at, run_id=run_id)
        while writer.repack():
            pass
        writer.end_run(run_id, exit_code=0, counts={})


def _command(archive: Path) -> None:
    command = [sys.executable, "-m", "newsarchive", "verify", "--full", "-q", "--archive", str(archive)]
    subprocess.run(command, check=True)


def _verify(archive: Path, depth: Depth) -> None:
    found = list(Verification(archive, depth, jobs=1))
    if found:
        raise AssertionError(f"a sound archive has faults: {found[0]}")


def _seconds(clock: Callable[[], float], action: Callable[[], object]) -> float:
    start = clock()
    action()
    return clock() - start
