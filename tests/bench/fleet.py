"""Five hundred outlets in one process: CPU of a request and memory, beside stock Scrapy fetching the very same.

The reference is a spider that only counts bytes, in a project as `scrapy startproject` makes it, given the list of what
our crawl had asked for. What is changed of its settings is the pause, which is 0 for both, as waiting is not measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from timing import Row

HERE = Path(__file__).resolve().parent
TARGET = 1.1
LATER = 31 * 86400.0
"""Seconds after the first run at which the second takes place: the last planned look at each article is due."""

Asked = list[tuple[int, str, str]]
"""Site, path and validator of each request."""


@dataclass(frozen=True)
class Load:
    """What is crawled: `members` of the outlets are of one network, the others each a service of its own."""

    outlets: int = 500
    articles: int = 6
    members: int = 50
    kind: str = "demo"
    coding: str = "gzip"
    scheme: str = "https"
    delay: float = 0.0

    @property
    def wanted(self) -> int:
        """Articles that there are."""
        return self.outlets * self.articles

    def __str__(self) -> str:
        how = f"{self.scheme}, {'plain' if self.coding == 'identity' else 'gzipped'}"
        return f"{self.outlets} outlets, {self.wanted:,} pages, {how}"


def measure(outlets: int = 500, repeats: int = 3) -> list[Row]:
    """Rows for a first crawl over plain HTTP, one as of live sites (TLS, gzip), and a look a month later."""
    rows = first_crawl(Load(outlets, scheme="http", coding="identity"), repeats)
    return [*rows, *first_crawl(Load(outlets), repeats), *second_look(Load(outlets), repeats)]


def first_crawl(load: Load, repeats: int) -> list[Row]:
    """Rows for a crawl into a new archive; the crawlers take turns, the median CPU counts."""
    with served(load) as (server, folder):
        taken: dict[str, list[dict[str, Any]]] = {"ours": [], "stock": []}
        asked: Asked = []
        for turn in range(repeats):
            taken["ours"].append(crawl(server, folder / f"ours-{turn}", expected=load.wanted))
            asked = asked or server.asked()
            taken["stock"].append(server.run("stock", folder, wanted=without_robots(asked)))
            server.asked()
    return rows_of(f"a new archive, {load}", taken, len(asked))


def second_look(load: Load, repeats: int) -> list[Row]:
    """Rows for a look a month later: lists, articles that are as they were (304), and one new one for each outlet."""
    with served(load) as (server, folder):
        taken: dict[str, list[dict[str, Any]]] = {"ours": [], "stock": []}
        asked: Asked = []
        for turn in range(repeats):
            server.order(f"show {load.articles - 1} 0")
            crawl(server, folder / f"ours-{turn}", expected=load.wanted - load.outlets)
            server.order(f"show {load.articles} {LATER}")
            server.asked()
            taken["ours"].append(crawl(server, folder / f"ours-{turn}", expected=load.outlets, offset=LATER))
            asked = asked or server.asked()
            taken["stock"].append(server.run("stock", folder, wanted=without_robots(asked)))
            server.asked()
    known = sum(bool(validator) for _, _, validator in asked)
    name = f"a month later, {load.outlets} outlets, {len(asked):,} requests, {known:,} of them with a validator"
    return rows_of(name, taken, len(asked))


def rows_of(name: str, taken: dict[str, list[dict[str, Any]]], requests: int) -> list[Row]:
    """CPU of a request beside the reference, and memory."""
    cpu = {who: median(one["cpu"] for one in found) / requests for who, found in taken.items()}
    wall = median(one["wall"] for one in taken["ours"]) / requests
    rows = [
        Row(
            "fleet",
            f"CPU of a request, {name} ({1 / wall:.0f}/s by the clock)",
            f"{cpu['ours'] * 1000:.2f} ms = {1 / cpu['ours']:.0f}/s",
            f"stock Scrapy {cpu['stock'] * 1000:.2f} ms = {1 / cpu['stock']:.0f}/s",
            cpu["ours"] / cpu["stock"],
            TARGET,
        )
    ]
    quarter, end = taken["ours"][-1]["quarter"], taken["ours"][-1]["end"]
    if quarter and end:
        rows.append(memory_row(f"resident, {name}", quarter, end))
    return rows


def long_crawl(pages: int = 50_000, outlets: int = 500) -> list[Row]:
    """The row for memory over many small pages in one process."""
    load = Load(outlets, -(-pages // outlets), kind="small", scheme="http")
    with served(load) as (server, folder):
        taken = crawl(server, folder / "ours", expected=load.wanted)
    rate = load.wanted / taken["cpu"]
    name = f"resident, {load.wanted:,} small pages of {outlets} outlets in one run ({rate:.0f} pages/s of CPU)"
    return [memory_row(name, taken["quarter"], taken["end"], TARGET)] if taken["quarter"] else []


def memory_row(name: str, quarter: int, end: int, target: float | None = None) -> Row:
    """Memory at the end of a crawl beside that after a quarter of its articles: a short crawl only fills its caches."""
    before = f"{quarter / 1e6:.0f} MB after a quarter"
    return Row("fleet", name, f"{end / 1e6:.0f} MB", before, end / quarter, target)


def without_robots(asked: Asked) -> Asked:
    """What the reference is told to fetch: robots.txt it asks for by itself."""
    return [one for one in asked if one[1] != "/robots.txt"]


def crawl(server: Server, folder: Path, *, expected: int, offset: float = 0.0) -> dict[str, Any]:
    """Our crawl; ends the bench if it did not store just the new articles that there were."""
    taken = server.run("ours", folder, offset=offset, quarter=expected // 4)
    counts = taken["counts"]
    if counts.get("new") != expected or taken["exit_code"]:
        raise SystemExit(
            f"{counts.get('new')} articles of {expected} were stored, exit code {taken['exit_code']}: {counts}"
        )
    return taken


class Server:
    """The running server of the fleet."""

    def __init__(self, load: Load, process: subprocess.Popen[str], folder: Path) -> None:
        self._load, self._process, self._folder = load, process, folder
        self._port = self._read()["port"]

    def order(self, line: str) -> Any:
        """Tell the server something; gives its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._read()

    def asked(self) -> Asked:
        """What it was asked for since it was asked last."""
        return [(site, path, validator) for site, path, validator in self.order("asked")]

    def run(
        self, who: str, folder: Path, *, offset: float = 0.0, quarter: int = 0, wanted: Asked | None = None
    ) -> dict[str, Any]:
        """Run one crawler in a process of its own; gives what it printed."""
        folder.mkdir(exist_ok=True)
        if self._load.scheme == "https":
            (folder / "ca.pem").write_bytes((self._folder / "ca.pem").read_bytes())
        load = self._load
        order = {
            "port": self._port,
            "scheme": load.scheme,
            "outlets": load.outlets,
            "members": min(load.members, load.outlets),
            "delay": load.delay,
            "offset": offset,
            "quarter": quarter,
            "wanted": wanted,
        }
        path = folder / "order.json"
        path.write_text(json.dumps(order))
        command = [sys.executable, str(HERE / "fleet_one.py"), who, str(folder), str(path)]
        with (folder / f"{who}.log").open("w") as log:  # stock Scrapy writes lines for every page there
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, text=True, check=False)
        if done.returncode:
            tail = (folder / f"{who}.log").read_text()[-2000:]
            raise SystemExit(f"the crawl of {who} failed with code {done.returncode}: {tail}")
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def served(load: Load) -> Iterator[tuple[Server, Path]]:
    """The server in a process of its own, and a folder for the crawls."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, str(HERE / "fleet_server.py"), str(load.outlets), str(load.articles), load.kind]
        command += [load.coding, load.scheme, name]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield Server(load, process, folder), folder
            finally:
                assert process.stdin is not None
                process.stdin.close()


if __name__ == "__main__":
    for row in measure():
        aim = "" if row.ratio is None else f"; {row.reference}; {row.ratio:.2f}, target {row.target}: {row.verdict}"
        print(f"{row.name}: {row.ours}{aim}")
