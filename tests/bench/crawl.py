"""CPU of a crawled page: our whole path beside a stock Scrapy spider that only counts bytes, from the same server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from timing import Row

HERE = Path(__file__).resolve().parent
TARGET = 1.3


def measure(pages: int = 400, repeats: int = 3) -> list[Row]:
    """Rows for pages sent plain and gzipped; the two crawlers take turns, the median CPU counts."""
    rows: list[Row] = []
    for coding in ("identity", "gzip"):
        with tempfile.TemporaryDirectory() as name, served(pages, coding) as (port, hosts):
            folder = Path(name)
            (folder / "hosts.json").write_text(json.dumps(hosts))
            count = sum(map(len, hosts.values()))
            taken: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": []}
            for _ in range(repeats):
                for who, results in taken.items():
                    results.append(_crawl(who, port, folder))
            ours, bare = (median(c for c, _ in taken[who]) / count for who in ("ours", "bare"))
            wall = median(w for _, w in taken["ours"]) / count
            rows.append(
                Row(
                    "crawl",
                    f"CPU of a page, {coding} ({count} pages, {1 / wall:.0f}/s by the clock)",
                    f"{ours * 1000:.2f} ms = {1 / ours:.0f}/s",
                    f"bare Scrapy {bare * 1000:.2f} ms = {1 / bare:.0f}/s",
                    ours / bare,
                    TARGET,
                )
            )
    return rows


@contextmanager
def served(pages: int, coding: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The bench server in a process of its own: its port, and the paths of each host."""
    command = [sys.executable, str(HERE / "crawl_server.py"), str(pages), coding]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        port, hosts = server.stdout.readline().strip(), json.loads(server.stdout.readline())
        try:
            yield port, hosts
        finally:
            server.stdin.close()


def _crawl(who: str, port: str, folder: Path) -> tuple[float, float]:
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    command = [sys.executable, str(HERE / "crawl_one.py"), who, port, str(folder / "hosts.json"), str(work)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the {who} crawl failed: {done.stderr[-2000:]}")
    result = json.loads(done.stdout.splitlines()[-1])
    return float(result["cpu"]), float(result["wall"])


if __name__ == "__main__":
    for row in measure():
        print(f"{row.name}: {row.ours}; {row.reference}; ratio {row.ratio:.2f}, target {row.target}: {row.verdict}")
