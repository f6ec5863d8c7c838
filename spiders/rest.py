"""Reads answers of WordPress's REST interface: which posts a site has. Pure functions on bytes.

Only addresses, titles and times are asked for (`_fields`), a hundred posts a request, and the posts are then fetched as
the pages that readers see: those are what an archive is for. Where whole posts were kept, with names of categories and
tags embedded, `newsarchive.html.rest_posts` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from newsarchive.models import Listed
from spiders.feed import joined
from spiders.listed import ListRead, Times, plain_title

ROUTE = "/wp-json/wp/v2/posts"
"""Where the interface is unless a network says otherwise (REST API Handbook, 'Posts')."""

PER_PAGE = 100
"""Posts an answer: the most that WordPress gives (REST API Handbook, 'Pagination')."""

_FIELDS = "id,link,date,date_gmt,title"


def posts_url(route: str, *, since_on: date | None = None, until_on: date | None = None) -> str:
    """The URL of the first page of posts at `route` (a whole URL), newest first.

    With days, of those published from the one to the other, both included, by the clock of the site: `after` and
    `before` leave out the very second that they name.
    """
    asked = {"per_page": str(PER_PAGE), "_fields": _FIELDS, "orderby": "date", "order": "desc"}
    if since_on is not None:
        asked["after"] = f"{since_on - timedelta(days=1)}T23:59:59"
    if until_on is not None:
        asked["before"] = f"{until_on + timedelta(days=1)}T00:00:00"
    return route + ("&" if urlsplit(route).query else "?") + urlencode(asked, safe=":,")


def read_rest(body: bytes, url: str, headers: Mapping[str, str]) -> ListRead:
    """Read an answer that came from `url`. `headers` have lower-case names: `x-wp-totalpages` says how many pages.

    Never raises: an error of the interface, or what is no answer of it, has a `problem`.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        return ListRead(problem=f"not JSON ({type(error).__name__})")
    if isinstance(data, Mapping) and "code" in data:
        return ListRead(problem=f"the interface answers {str(data['code'])[:80]!r}")
    if not isinstance(data, list):
        return ListRead(problem="not a list of posts")
    times = Times()
    found: dict[str, Listed] = {}
    for post in data[: 2 * PER_PAGE]:
        listed = _listed(post, url, times)
        if listed is not None:
            found.setdefault(listed.url, listed)
    if data and not found:
        return ListRead(problem="not a list of posts: nothing in it has an address")
    pages = headers.get("x-wp-totalpages", "").strip()
    return ListRead(tuple(found.values()), pages=int(pages) if pages.isascii() and pages.isdigit() else None)


def _listed(post: Any, base: str, times: Times) -> Listed | None:
    if not isinstance(post, Mapping) or not isinstance(link := post.get("link"), str) or not link:
        return None
    address = joined(base, link)
    if address is None:
        return None
    title = post.get("title")
    text = title.get("rendered") if isinstance(title, Mapping) else title
    utc, local = post.get("date_gmt"), post.get("date")
    # `date_gmt` is UTC without saying so; that of a post without a date begins with zeros
    at, printed = times.read(f"{utc}+00:00") if isinstance(utc, str) and utc[:1] in ("1", "2") else (None, None)
    if at is None:
        at, printed = times.read(local if isinstance(local, str) else None)
    return Listed(address, plain_title(text if isinstance(text, str) else None), at, printed)
