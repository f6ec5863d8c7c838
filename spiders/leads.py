"""Turns URLs into frontier leads by what a network knows of its URL shapes. Pure functions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from newsarchive.models import Discovery, Lead, Network, Outlet
from newsarchive.networks import match_url
from newsarchive.registry import site_of
from newsarchive.text.urls import bare_host, plain_url

FEED_FIRST, INDEX_FIRST, ARTICLE, INDEX_LATER = 30, 20, 10, 5
"""Priorities: what tells of fresh articles goes first, older pages of a listing last."""

MAX_URL = 2000
"""Characters; longer links are broken markup."""


def start_leads(outlet: Outlet, network: Network, *, scheme: str = "https") -> tuple[Lead, ...]:
    """The feeds and first index pages that a network declares, on the site or the part of a site that is the outlet."""
    return tuple(
        _listing(outlet, d.kind, f"{scheme}://{outlet.domain}{path}", None)
        for d in network.discovery
        for path in d.paths
    )


def article_leads(outlet: Outlet, network: Network, urls: Iterable[str], found_on: str | None) -> tuple[Lead, ...]:
    """Leads for those URLs that are articles of this outlet, one a native id. A later part leads to the first."""
    found: dict[str, Lead] = {}
    for url in urls:
        if len(url) > MAX_URL or not is_of(outlet, url):
            continue
        match = match_url(network, url)
        if match is None or match.kind != "article":
            continue
        first = plain_url(url if not match.offset else first_page(network, url))
        key = article_key(outlet, match.native_id, first)
        found.setdefault(key, Lead(key, first, outlet.slug, "article", found_on, match.native_id, ARTICLE))
    return tuple(found.values())


def listing_leads(
    outlet: Outlet, network: Network, *, feeds: Iterable[str], listings: Iterable[str], found_on: str
) -> tuple[Lead, ...]:
    """Leads for the feeds and category lists of this outlet that a page points at, first pages only."""
    found: dict[str, Lead] = {}
    for kind, urls in (("feed", feeds), ("index", listings)):
        for url in urls:
            if len(url) > MAX_URL or not is_of(outlet, url):
                continue
            match = match_url(network, url)
            if match is not None and match.kind == kind and not match.offset:
                lead = _listing(outlet, match.kind, url, found_on)
                found.setdefault(lead.key, lead)
    return tuple(found.values())


def next_listing(outlet: Outlet, network: Network, discovery: Discovery, url: str, *, pages: int) -> Lead | None:
    """The lead for the page after `url` of a listing; None where the listing has one page or `pages` were read."""
    if not discovery.step:
        return None
    match = match_url(network, url)
    if match is None or match.kind != "index":
        return None
    is_counted_in_pages = "{page}" in discovery.later
    number = match.offset // discovery.step + 1 if not is_counted_in_pages else match.offset or 1
    if number >= pages:
        return None
    offset = number + 1 if is_counted_in_pages else number * discovery.step
    parts = urlsplit(first_page(network, url) if match.offset else url)
    base = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
    following = base + discovery.later.format(offset=offset, page=offset)
    after = match_url(network, following)
    if after is None or after.kind != "index" or after.offset != offset:
        return None
    return Lead(_key(outlet, "index", following), following, outlet.slug, "index", url, None, INDEX_LATER)


def is_first_listing(network: Network, url: str) -> bool:
    """Whether a feed or index URL is one that each run looks at, not a later page of a listing."""
    match = match_url(network, url)
    return match is None or not match.offset


def article_key(outlet: Outlet, native_id: str | None, url: str) -> str:
    """The identity of an article in the frontier: outlet and native id, or outlet and a hash of the URL.

    Neither the scheme nor `www.` nor a final slash makes it another article.
    """
    if native_id:
        return f"{outlet.slug}/{native_id}"
    name = bare_host(url.partition("://")[2]).rstrip("/")
    return f"{outlet.slug}/{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def is_of(outlet: Outlet, url: str) -> bool:
    """Whether a URL is of an outlet: its host, with or without `www.`, and its part of the paths."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    own_host, beginning = site_of(outlet)
    if parts.scheme not in ("http", "https") or bare_host(host) != bare_host(own_host):
        return False
    if not beginning and not outlet.apart:
        return True
    path = f"/{'/'.join(step for step in parts.path.lower().split('/') if step)}/"
    return path.startswith(f"{beginning}/") and not path.startswith(tuple(f"{other}/" for other in outlet.apart))


def first_page(network: Network, url: str) -> str:
    """The URL of the first page of the article or listing of which `url` is a later one.

    The number of the page is taken out of the query, or off the end of the path with the word `page` before it,
    whichever leaves a URL of the same kind and identity. `url` itself where neither does.
    """
    here = match_url(network, url)
    if here is None or not here.offset:
        return url
    parts = urlsplit(url)
    path, _, _ = parts.path.rstrip("/").rpartition("/")
    shorter = [parts._replace(path=path.removesuffix("/page") + "/" * parts.path.endswith("/"))]
    given = parts.query.split("&")
    for n, parameter in enumerate(given):
        if parameter.endswith(f"={here.offset}"):
            shorter.insert(0, parts._replace(query="&".join(given[:n] + given[n + 1 :])))
    for one in shorter:
        first = urlunsplit(one._replace(fragment=""))
        there = match_url(network, first)
        if there is not None and (there.kind, there.native_id, there.offset) == (here.kind, here.native_id, 0):
            return first
    return url


def _listing(outlet: Outlet, kind: str, url: str, found_on: str | None) -> Lead:
    if kind == "feed":
        return Lead(_key(outlet, "feed", url), url, outlet.slug, "feed", found_on, None, FEED_FIRST)
    return Lead(_key(outlet, "index", url), url, outlet.slug, "index", found_on, None, INDEX_FIRST)


def _key(outlet: Outlet, kind: str, url: str) -> str:
    """One key for a listing whatever its scheme, host spelling and final slash."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/") or "/"
    return f"{outlet.slug}/{kind}:{path}" + (f"?{parts.query}" if parts.query else "")
