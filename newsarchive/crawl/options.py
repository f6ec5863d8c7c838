"""What an operator asks of a crawl, and the Scrapy settings that say the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from newsarchive.models import Outlet

SETTINGS_MODULE = "newsarchive.crawl.settings"


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What the operator asked for. Times are seconds; None and 0 mean the default and no limit."""

    outlets: tuple[Outlet, ...]
    archive: Path
    outlets_dir: Path | None = None
    kept: tuple[Path, ...] = ()
    contact: str | None = None
    delay: float | None = None
    limit: int = 0
    time_limit: float = 0.0
    index_pages: int = 40
    is_due_only: bool = False
    """Whether lists are left alone until they are due; else those that each run begins with are looked at now."""
    backfill_requests: int = 20
    """Requests for the past that each outlet with an open backfill, or due rows of one, gets in this run."""
    disk_min_free: int = 0
    """Bytes that must stay free on the archive's disk."""
    prometheus: Path | None = None
    """Textfile with metrics that is written at the end."""
    resolve: str | None = None
    ca_file: Path | None = None
    clock_offset: float = 0.0
    clock: Callable[[], datetime] | None = None
    """Gives the aware instant in place of the machine's clock, for simulations."""
    scheme: str = "https"
    is_drawing: bool = False
    """Whether to draw a progress bar on standard error."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further Scrapy settings, for tests and measurements."""


def settings_of(options: CrawlOptions) -> Settings:
    """The project's settings, with what the options say on top."""
    settings = Settings()
    settings.setmodule(SETTINGS_MODULE, priority="project")
    given: dict[str, Any] = {
        "NEWSARCHIVE_DIR": str(options.archive),
        "NEWSARCHIVE_OUTLETS_DIR": None if options.outlets_dir is None else str(options.outlets_dir),
        "NEWSARCHIVE_FROM": [str(path) for path in options.kept],
        "NEWSARCHIVE_CONTACT": options.contact or os.environ.get("NEWSARCHIVE_CONTACT") or None,
        "NEWSARCHIVE_LIMIT": options.limit,
        "NEWSARCHIVE_TIME_LIMIT": options.time_limit,
        "NEWSARCHIVE_DUE_ONLY": options.is_due_only,
        "NEWSARCHIVE_BACKFILL_REQUESTS": options.backfill_requests,
        "NEWSARCHIVE_DISK_MIN_FREE": options.disk_min_free,
        "NEWSARCHIVE_PROMETHEUS": None if options.prometheus is None else str(options.prometheus),
        "NEWSARCHIVE_CLOCK": options.clock,
        "NEWSARCHIVE_RESOLVE": options.resolve,
        "NEWSARCHIVE_CA_FILE": None if options.ca_file is None else str(options.ca_file),
        "NEWSARCHIVE_CLOCK_OFFSET": options.clock_offset,
        "NEWSARCHIVE_PROGRESS": options.is_drawing,
        "LOG_INSTALL_ROOT_HANDLER": False,
        **options.more,
    }
    if options.delay is not None:
        given["NEWSARCHIVE_DELAY"] = options.delay
    for name, value in given.items():
        settings.set(name, value, priority="cmdline")
    return settings
