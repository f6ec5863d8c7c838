"""Asking a server only for what is not as it was: conditional requests (RFC 9110 §13.1), and hashes of lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from scrapy.http import Response

from spiders.items import Task
from spiders.repeats import digest


def conditions(task: Task) -> dict[str, str]:
    """Headers that let the server answer 304 for an article or a list that is as it was."""
    if not task.checks:
        return {}
    found = {"If-None-Match": task.etag, "If-Modified-Since": task.last_modified}
    return {name: value for name, value in found.items() if value}


def validator(response: Response, name: str) -> str | None:
    """A header that can be sent back as it is, or None; an absurdly long or unprintable one is not worth it."""
    value = (response.headers.get(name) or b"").decode("latin-1").strip()
    return value if value and len(value) <= 200 and value.isascii() and value.isprintable() else None


def body_hash(body: bytes) -> str:
    """SHA-256 of a list's body without content coding: for the many servers that never answer 304."""
    return hashlib.sha256(body).hexdigest()


def links_hash(keys: Iterable[str]) -> str:
    """SHA-256 of what an index page leads to, whatever the order: its counters and advertisements change each time."""
    return digest(keys).hex()
