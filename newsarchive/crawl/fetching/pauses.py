"""What servers that are too busy ask for, told to the pacing before anything else is asked of them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from scrapy import Request
from scrapy.http import Response

from newsarchive.conduct.retry_after import UNSAID, read_retry_after
from newsarchive.crawl.fetching.pacing import Pacing

logger = logging.getLogger(__name__)

BUSY = frozenset({403, 408, 429, 500, 502, 503, 504, 522, 524})
"""Statuses with which a Retry-After is heeded: RFC 9110 speaks of 503, RFC 6585 of 429, firewalls of the others."""


def note_pause(request: Request, response: Response, pacing: Pacing, now: datetime) -> None:
    """Hold the service of a request for as long as its answer asks, and leave the seconds in meta["retry_after"].

    `now` is aware. 429 without a Retry-After that can be read asks for `UNSAID` seconds.
    """
    meta = request.meta
    meta.pop("retry_after", None)
    if response.status not in BUSY:
        return
    value, date = response.headers.get("Retry-After"), response.headers.get("Date")
    pause = read_retry_after(
        None if value is None else value.decode("latin-1"),
        date=None if date is None else date.decode("latin-1"),
        now=now,
    )
    if pause.note:
        logger.info("%s: %s", request.url, pause.note)
    seconds = pause.seconds
    if seconds is None and response.status == 429:
        seconds = UNSAID
    if seconds is not None:
        meta["retry_after"] = seconds
        reason = f"status {response.status}, Retry-After {seconds:.0f} s"
        pacing.hold(meta["download_slot"], now + timedelta(seconds=seconds), reason)
