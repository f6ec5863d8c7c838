"""Where an answer says that a page has moved to: read once for pages and for robots.txt."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from scrapy.http import Response
from w3lib.url import safe_url_string

from spiders.verdict import Refused

MOVED = frozenset({301, 302, 303, 307, 308})
"""Statuses with which a Location is followed (RFC 9110 §15.4)."""


def target_of(response: Response) -> str | None:
    """The absolute URL that a redirect leads to, with its fragment; None without a Location.

    Raises Refused `bad-redirect` for what is no URL, or none of the web.
    """
    location = response.headers.get("Location")
    if location is None:
        return None
    try:
        target = urljoin(response.url, safe_url_string(location.decode("utf-8", "replace").strip()))
        scheme = urlsplit(target).scheme
    except ValueError:
        raise Refused("bad-redirect", f"redirects to what is no URL: {location[:200]!r}") from None
    if scheme not in ("http", "https"):
        raise Refused("bad-redirect", f"redirects to {target[:200]}")
    return target
