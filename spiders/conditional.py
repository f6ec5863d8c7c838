"""Conditional requests: asking a server for an article only if it is not as it was (RFC 9110 §13.1)."""

from __future__ import annotations

from scrapy.http import Response

from spiders.items import Task


def conditions(task: Task) -> dict[str, str]:
    """Headers that let the server answer 304 for an article that is as it was."""
    if task.kind != "article" or not task.checks:
        return {}
    found = {"If-None-Match": task.etag, "If-Modified-Since": task.last_modified}
    return {name: value for name, value in found.items() if value}


def validator(response: Response, name: str) -> str | None:
    """A header that can be sent back as it is, or None; an absurdly long or unprintable one is not worth it."""
    value = (response.headers.get(name) or b"").decode("latin-1").strip()
    return value if value and len(value) <= 200 and value.isascii() and value.isprintable() else None
