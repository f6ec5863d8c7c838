"""One measured crawl of the fleet in a process of its own: `fleet_one.py {ours,stock} FOLDER ORDER.json`.

`ours` is the whole of newsarchive, from the outlets' fronts and feeds on. `stock` is a Scrapy spider that only counts
bytes, in a project as `scrapy startproject` makes it, over the URLs that the order lists. Prints one line of JSON when
all is over: CPU and wall seconds from the opening of the spider to the end of the engine (for `ours`, until the archive
is closed), bytes of resident memory after a quarter of the articles and at the end, and for `ours` its counts.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from crawl_one import cpu
from fleet_server import address_of, name_of
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler

STOCK = {
    "BOT_NAME": "stock",
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 1,
    "FEED_EXPORT_ENCODING": "utf-8",
}
"""What `scrapy startproject` of Scrapy 2.19 writes into settings.py, names of modules aside; the rest is default."""

_STATM = Path("/proc/self/statm")
_PAGE = 4096


class Meter:
    """A Scrapy extension that measures the crawl from the opening of the spider to the end of the engine."""

    taken: dict[str, Any]

    def __init__(self, crawler: Crawler) -> None:
        self.taken = Meter.taken = {"quarter": 0}
        crawler.signals.connect(self.begin, signal=signals.spider_opened)
        crawler.signals.connect(self.end, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Meter:
        """Build and listen."""
        return cls(crawler)

    def begin(self) -> None:
        """Start the clocks."""
        self.cpu, self.wall = cpu(), time.perf_counter()

    def end(self) -> None:
        """Stop them."""
        self.taken |= {"cpu": cpu() - self.cpu, "wall": time.perf_counter() - self.wall, "end": resident()}


class Watch:
    """A Scrapy extension that notes the resident memory when a quarter of the articles are stored."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._quarter = crawler.settings.getint("BENCH_QUARTER")
        crawler.signals.connect(self.begin, signal=signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Watch:
        """Build and listen."""
        return cls(crawler)

    def begin(self) -> None:
        """Look now and then."""
        self._task = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        from newsarchive.crawl.session import Session

        counts = Session.of(self._crawler).counts
        while counts["articles"] < self._quarter:
            await asyncio.sleep(0.1)
        Meter.taken["quarter"] = resident()


class CountBytes(scrapy.Spider):
    """Fetches what it is told to, with the validators it is told to send, and counts bytes."""

    name = "count-bytes"
    wanted: list[tuple[str, str]]
    total = 0
    responses = 0

    async def start(self) -> AsyncIterator[Any]:
        """All requests, in the order given."""
        for url, validator in self.wanted:
            headers = {"If-None-Match": validator} if validator else None
            yield scrapy.Request(url, headers=headers, dont_filter=True)

    def parse(self, response: scrapy.http.Response) -> None:
        """Count."""
        self.total += len(response.body)
        self.responses += 1


def resident() -> int:
    """Bytes of resident memory; 0 where the system does not tell."""
    return int(_STATM.read_text().split()[1]) * _PAGE if _STATM.is_file() else 0


def stock(order: dict[str, Any]) -> dict[str, Any]:
    """Fetch the URLs of the order; each site by its own address, as stock Scrapy can be led to no other."""
    root = f"{order['scheme']}://{{}}:{order['port']}{{}}"
    wanted = [(root.format(address_of(site), path), validator) for site, path, validator in order["wanted"]]
    settings = {**STOCK, "DOWNLOAD_DELAY": order["delay"], "EXTENSIONS": {Meter: 0}}
    process = AsyncCrawlerProcess(settings)
    process.crawl(CountBytes, wanted=wanted)
    process.start()
    return dict(Meter.taken)


def ours(order: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Everything: robots.txt, lists, snapshots, extraction, versions, full-text index, packs, the end of the run."""
    from newsarchive.crawl import settings
    from newsarchive.crawl.run import CrawlOptions, run_crawl
    from newsarchive.registry import load_registry

    logging.basicConfig(level=logging.WARNING)
    outcome = run_crawl(
        CrawlOptions(
            outlets=load_registry(write_outlets(folder, order["outlets"], order["members"])).outlets,
            archive=folder / "archive",
            outlets_dir=folder / "outlets",
            contact="bench@example.org",
            delay=order["delay"],
            resolve=f"127.0.0.1:{order['port']}",
            ca_file=folder / "ca.pem" if order["scheme"] == "https" else None,
            scheme=order["scheme"],
            clock_offset=order["offset"],
            more={
                "EXTENSIONS": {**settings.EXTENSIONS, Meter: 999, Watch: 998},
                "BENCH_QUARTER": order["quarter"],
            },
        )
    )
    return {**Meter.taken, "counts": dict(outcome.counts), "exit_code": outcome.exit_code}


def write_outlets(folder: Path, outlets: int, members: int) -> Path:
    """Outlet files: the last `members` sites are of one network, the others of none that is known."""
    rows = folder / "outlets"
    rows.mkdir(parents=True, exist_ok=True)
    for network, sites in (("auto", range(outlets - members)), ("disway", range(outlets - members, outlets))):
        lines = [
            f'site{site:03d}-{network} = {{ name = "Situs {site}", domain = "{name_of(site)}" }}\n' for site in sites
        ]
        if lines:
            (rows / f"{network}.toml").write_text("".join(lines))
    return rows


def _main(who: str, folder: str, order_path: str) -> None:
    order = json.loads(Path(order_path).read_text())
    taken = ours(order, Path(folder)) if who == "ours" else stock(order)
    print(json.dumps(taken))


if __name__ == "__main__":
    _main(*sys.argv[1:])
