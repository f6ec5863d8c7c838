"""Reading an archive again: pages a second in one process and in two, against extraction alone, and of storing."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from pages import Pages
from timing import Row

from newsarchive.extract import extract
from newsarchive.models import Capture, Outlet, Page
from newsarchive.replay import Order, apply, look
from newsarchive.store import Writer, open_archive
from newsarchive.store.selection import Selection

_START = datetime(2025, 4, 28, 3, 0, tzinfo=UTC)
_STATM = Path("/proc/self/statm")

OVERHEAD = 1.3
"""CPU of reading again, comparing included, against that of extraction alone."""


def measure(demo: Pages, repeats: int) -> list[Row]:
    """Rows of an archive of these pages, each an article. CPU seconds for one process, wall-clock time for two."""
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-bench-"))
    try:
        ticks = count()
        clock = lambda: _START + timedelta(seconds=next(ticks))  # noqa: E731
        outlets = _fill(folder / "archive", demo, clock)
        alone = _seconds(time.process_time, repeats, lambda: _extract(demo, outlets))
        one = _seconds(time.process_time, repeats, lambda: _look(folder / "archive", 1))
        walls = [_seconds(time.perf_counter, repeats, lambda n=n: _look(folder / "archive", n)) for n in (1, 2)]
        together = _seconds(_cpu_of_all, repeats, lambda: _look(folder / "archive", 2))
        rss = _growth(folder / "archive")
        stored, seconds = _store(folder / "archive", clock)
    finally:
        shutil.rmtree(folder)
    size = len(demo)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    two = f"{size / walls[1]:,.0f} pages/s, {walls[0] / walls[1]:.2f} times one ({cores} cores)"
    return [
        Row("replay", "one process, CPU", f"{size / one:,.0f} pages/s", f"{size / alone:,.0f}/s extract alone",
            one / alone, OVERHEAD),
        Row("replay", "two processes, wall clock, starting them included", two, f"{size / walls[0]:,.0f} pages/s one"),
        Row("replay", "two processes, CPU of all three together", f"{size / together:,.0f} pages/s",
            f"{size / one:,.0f} pages/s one", together / one),
        Row("replay", "storing new readings (text and all), CPU", f"{stored / (seconds - one):,.0f} articles/s"),
        Row("replay", f"memory after {size:,} articles, against after a tenth", f"{rss:.2f}"),
    ]  # fmt: skip


def _fill(path: Path, demo: Pages, clock: Callable[[], datetime]) -> dict[str, Outlet]:
    hosts = sorted({urlsplit(url).hostname or "" for url, _ in demo})
    outlets = {host: Outlet(host.replace(".", "-"), host, host, "auto", zone="WIB") for host in hosts}
    with Writer(path, clock=clock) as writer:
        writer.sync_outlets(outlets.values())
        run_id = writer.begin_run("bench", version="0", user_agent=None, options={})
        for number, (url, html) in enumerate(demo):
            parts, at = urlsplit(url), _START + timedelta(seconds=2 * number)
            outlet = outlets[parts.hostname or ""]
            head = (("Content-Type", "text/html; charset=utf-8"),)
            capture = Capture(url, at, "GET", parts.path, (), "HTTP/1.1", 200, "OK", head, html)
            snapshot_id = writer.add_snapshot(capture, outlet=outlet.slug, run_id=run_id, kind="article")
            article = extract([Page(url, html, at, 200, head)], outlet=outlet)
            # further pages are not in this archive: without the pager each page is an article of its own
            if article.kind in ("article", "photo", "video", "live") and article.next_page_url is None:
                writer.add_article(article, [snapshot_id], at=at, run_id=run_id)
        writer.end_run(run_id, exit_code=0, counts={})
    return outlets


def _extract(demo: Pages, outlets: dict[str, Outlet]) -> None:
    for number, (url, html) in enumerate(demo):
        at = _START + timedelta(seconds=2 * number)
        extract([Page(url, html, at, 200)], outlet=outlets[urlsplit(url).hostname or ""])


def _look(path: Path, jobs: int) -> None:
    with open_archive(path) as archive:
        outcome = look(archive, Order(Selection(), jobs=jobs))
    if outcome.changed_versions or outcome.damaged:
        raise AssertionError(f"{outcome.changed_versions} versions are not read as they are stored")


def _growth(path: Path) -> float:
    """Resident memory of this process at the end of a look, against that after a tenth of it."""
    sizes: list[tuple[int, int]] = []
    done = count()
    with open_archive(path) as archive:
        look(archive, Order(Selection()), progress=lambda n: sizes.append((next(done), _resident())))
    return sizes[-1][1] / sizes[len(sizes) // 10][1]


def _resident() -> int:
    return int(_STATM.read_text(encoding="ascii").split()[1]) if _STATM.exists() else 1


def _store(path: Path, clock: Callable[[], datetime]) -> tuple[int, float]:
    """Make every reading worse by hand, then read and store today's: how many, and in how many seconds of CPU."""
    with Writer(path, clock=clock) as writer:
        run_id = writer.begin_run("bench", version="0", user_agent=None, options={})
        with open_archive(path) as archive:
            for record in archive.articles():
                worse = replace(record.article, body=(*record.article.body, "Menu."), content_hash=None)
                with writer.unit():
                    readings = {record.version: worse}
                    writer.readings.replace(record.id, readings, at=clock(), run_id=run_id)
        writer.end_run(run_id, exit_code=0, counts={})
    start = time.process_time()
    stored = apply(path, Order(Selection()), clock=clock).stored_versions
    return stored, time.process_time() - start


def _cpu_of_all() -> float:
    """CPU seconds of this process and of those it started and that have ended."""
    return sum(os.times()[:4])


def _seconds(timer: Callable[[], float], repeats: int, action: Callable[[], None]) -> float:
    found = []
    for _ in range(repeats):
        start = timer()
        action()
        found.append(timer() - start)
    return median(found)
