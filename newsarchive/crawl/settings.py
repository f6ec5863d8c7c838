"""Scrapy settings of the project, for `scrapy crawl` (through scrapy.cfg) and for `newsarchive crawl` alike.

Names with NEWSARCHIVE_ are ours. Any of them can be given to Scrapy's own command line with `-s NAME=VALUE`.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Any

from newsarchive.version import __version__

BOT_NAME = "newsarchive"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_CLASS = "newsarchive.crawl.loader.RegistrySpiderLoader"

# --- ours -----------------------------------------------------------------------------------------------------------
NEWSARCHIVE_DIR = os.environ.get("NEWSARCHIVE_DIR") or "data/archive"
NEWSARCHIVE_CONTACT = os.environ.get("NEWSARCHIVE_CONTACT") or None  # required for a live crawl: see crawl.contact
NEWSARCHIVE_OUTLETS_DIR = None  # folder of outlet files; None: those of the project
NEWSARCHIVE_FROM: list[str] = []  # kept pages that answer instead of the network
NEWSARCHIVE_RESOLVE = None  # HOST:PORT that every host name connects to: for tests and the demo
NEWSARCHIVE_CA_FILE = None  # further certificate authority to trust
NEWSARCHIVE_CLOCK_OFFSET = 0.0  # seconds that the run's clock is ahead: for tests and the demo
NEWSARCHIVE_MAX_BODY = 20 * 1024 * 1024  # bytes on the wire; a longer body is kept up to here and marked truncated
NEWSARCHIVE_MAX_TEXT = 64 * 1024 * 1024  # bytes once gzip is undone
NEWSARCHIVE_MAX_CRAWL_DELAY = 60.0  # seconds; a longer Crawl-delay of a robots.txt counts as this
NEWSARCHIVE_SILENCE = 60.0  # seconds without a byte after which a server is given up
NEWSARCHIVE_SLOWEST = 100.0  # bytes a second, over that many seconds; a body that comes slower is given up
NEWSARCHIVE_LIMIT = 0  # stop after so many articles; 0: no limit
NEWSARCHIVE_TIME_LIMIT = 0.0  # stop after so many seconds; 0: no limit
NEWSARCHIVE_DUE_ONLY = False  # leave lists alone until they are due
NEWSARCHIVE_BACKFILL_REQUESTS = 20  # requests for the past that an outlet gets in a run
NEWSARCHIVE_DISK_MIN_FREE = 0  # bytes that must stay free on the archive's disk
NEWSARCHIVE_CLOCK = None  # callable that gives the instant in place of the machine's clock: for simulations
NEWSARCHIVE_PROMETHEUS = None  # textfile with metrics that is written at the end
NEWSARCHIVE_PROGRESS = False  # draw a progress bar on standard error

# --- conduct (DESIGN §10): one request at a time and a pause for each service (registry.politeness_key) ---------------
USER_AGENT = f"newsarchive/{__version__}"  # the contact is added when the crawl starts
ROBOTSTXT_OBEY = True
NEWSARCHIVE_DELAY = 2.0  # seconds between requests to a service
NEWSARCHIVE_CONNECTIONS = 64  # requests on their way at once, over all services
DOWNLOAD_DELAY = 0  # Scrapy holds nobody up: what waits for its turn waits in crawl.fetching.pacing
DOWNLOAD_DELAY_JITTER = 0.0
CONCURRENT_REQUESTS = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_TIMEOUT = 120
DOWNLOAD_VERIFY_CERTIFICATES = True
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 10
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id",
    "Accept-Encoding": "gzip, deflate",
}

# --- our parts ------------------------------------------------------------------------------------------------------
SCHEDULER = "newsarchive.crawl.scheduler.FrontierScheduler"
DOWNLOAD_HANDLERS = {
    "http": "newsarchive.crawl.fetching.handler.WireHandler",
    "https": "newsarchive.crawl.fetching.handler.WireHandler",
    "ftp": None,
    "s3": None,
    "file": None,
    "data": None,
}
EXTENSIONS_BASE: dict[str, Any] = {}
EXTENSIONS = {
    "newsarchive.crawl.session.Session": 0,
    "newsarchive.crawl.fetching.capture.CaptureEverything": 10,
    "newsarchive.crawl.progress.Progress": 20,
}
DOWNLOADER_MIDDLEWARES_BASE: dict[str, Any] = {}
DOWNLOADER_MIDDLEWARES = {
    "newsarchive.crawl.fetching.middlewares.Conduct": 50,
    "newsarchive.crawl.fetching.robots.Robots": 100,
    "newsarchive.crawl.fetching.middlewares.Introduce": 400,
    "newsarchive.crawl.fetching.middlewares.Retry": 550,
    "newsarchive.crawl.fetching.middlewares.Redirects": 580,
}
# None of Scrapy's own: statuses, referrers and depth are judged by the spider, and each one costs a generator a page.
SPIDER_MIDDLEWARES_BASE: dict[str, Any] = {}
ITEM_PIPELINES = {"newsarchive.crawl.pipelines.StorePipeline": 0}
LOG_FORMATTER = "newsarchive.crawl.logs.QuietFormatter"

# --- speed: measured, see LIBRARIES.md and tests/bench/crawl.py -------------------------------------------------------
TWISTED_REACTOR_ENABLED = False  # plain asyncio: no reactor between the loop and the engine
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None
WARN_ON_GENERATOR_RETURN_VALUE = False
CONCURRENT_ITEMS = 1
DOWNLOADER_STATS = False
TELNETCONSOLE_ENABLED = False
STATS_DUMP = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
