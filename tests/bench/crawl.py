"""CPU of a crawled page: our whole path beside a stock Scrapy spider that only counts bytes, from the same server."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from pages import demo_pages
from timing import Row, interleaved

from newsarchive.store.packs.recipes import RecipeFinder

HERE = Path(__file__).resolve().parent
TARGET = 1.3


def measure(pages: int = 1500, repeats: int = 3) -> list[Row]:
    """Rows for pages sent plain and gzipped; the two crawlers take turns, the median CPU counts.

    Enough pages that what a run costs once (registry, new archive, its closing) is small. About a third of `pages` are
    parts of articles, which are left out. The last row is a share of the one above it, not a cost on top.
    """
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
    rows.append(_recoding())
    return rows


def _recoding() -> Row:
    """What a gzipped page costs more for being kept as text: its gzip is made again, to prove that it can be."""
    texts = [html for _, html in demo_pages(300)]
    bodies = [gzip.compress(text, 6, mtime=0) for text in texts]
    finder = RecipeFinder()

    def prove() -> None:
        for body, text in zip(bodies, texts, strict=True):
            assert finder.find("bench", body, len(text), text) is not None

    taken = interleaved({"prove": prove}, 3)["prove"] / len(texts)
    return Row("crawl", "of which gzip that is made again, byte for byte", f"{taken * 1000:.2f} ms")


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
        aim = (
            "" if row.ratio is None else f"; {row.reference}; ratio {row.ratio:.2f}, target {row.target}: {row.verdict}"
        )
        print(f"{row.name}: {row.ours}{aim}")
