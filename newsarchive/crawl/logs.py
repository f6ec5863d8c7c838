"""Keeps Scrapy's per-response log records from being built: the run counts instead."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class QuietFormatter(LogFormatter):
    """Scrapy's formatter without a record for every response and item."""

    def crawled(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """No record."""

    def scraped(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """No record."""
