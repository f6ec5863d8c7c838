"""One measured crawl in a process of its own: bare Scrapy that counts bytes, or the whole of newsarchive.

`crawl_one.py bare PORT PATHS.json` or `crawl_one.py ours PORT HOSTS.json FOLDER`; prints CPU and wall seconds as JSON,
from the opening of the spider to the end of the engine (for ours, until the archive is closed).
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from pathlib import Path

import scrapy
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler


class Meter:
    """A Scrapy extension that prints what the crawl cost."""

    def __init__(self, crawler: Crawler) -> None:
        crawler.signals.connect(self.begin, signal=signals.spider_opened)
        crawler.signals.connect(self.end, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Meter:
        return cls(crawler)

    def begin(self) -> None:
        self.cpu, self.wall = cpu(), time.perf_counter()

    def end(self) -> None:
        print(json.dumps({"cpu": cpu() - self.cpu, "wall": time.perf_counter() - self.wall}))


class CountBytes(scrapy.Spider):
    """What Scrapy does by itself: fetch and hand over."""

    name = "count-bytes"
    total = 0

    def parse(self, response: scrapy.http.Response) -> None:
        self.total += len(response.body)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def bare(port: str, hosts: dict[str, list[str]]) -> None:
    """Stock settings but for the log level: a record of each response to a terminal nobody reads is not counted."""
    process = AsyncCrawlerProcess({"LOG_LEVEL": "WARNING", "EXTENSIONS": {Meter: 0}})
    process.crawl(
        CountBytes, start_urls=[f"http://127.0.0.1:{port}{path}" for paths in hosts.values() for path in paths]
    )
    process.start()


def ours(port: str, hosts: dict[str, list[str]], folder: Path) -> None:
    """Everything: robots.txt, snapshots, extraction, versions, full-text index, packs, the end of the run."""
    from newsarchive.crawl import settings
    from newsarchive.crawl.run import CrawlOptions, run_crawl
    from newsarchive.registry import load_registry

    rows = folder / "outlets"
    rows.mkdir(parents=True)
    lines = [f'{host.partition(".")[0]}-disway = {{ name = "{host}", domain = "{host}" }}\n' for host in hosts]
    (rows / "disway.toml").write_text("".join(lines))
    logging.basicConfig(level=logging.WARNING)
    outcome = run_crawl(
        CrawlOptions(
            outlets=load_registry(rows).outlets,
            archive=folder / "archive",
            outlets_dir=rows,
            contact="bench@example.org",
            delay=0,
            resolve=f"127.0.0.1:{port}",
            scheme="http",
            more={"EXTENSIONS": {**settings.EXTENSIONS, Meter: 999}},
        )
    )
    wanted = sum(map(len, hosts.values()))
    if outcome.counts.get("new") != wanted:
        sys.exit(f"{outcome.counts.get('new')} articles of {wanted} were stored: {dict(outcome.counts)}")


if __name__ == "__main__":
    where = json.loads(Path(sys.argv[3]).read_text())
    if sys.argv[1] == "bare":
        bare(sys.argv[2], where)
    else:
        ours(sys.argv[2], where, Path(sys.argv[4]))
