"""Turns URLs into frontier leads by what a network knows of its URL shapes. Pure functions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from newsarchive.models import Discovery, Lead, Network, Outlet
from newsarchive.networks import match_url
from newsarchive.registry import site_of

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
        first = url if not match.offset else first_page(url)
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
    offset = match.offset + discovery.step
    if offset // discovery.step >= pages:
        return None
    base = first_page(url) if match.offset else url
    parts = urlsplit(base)
    following = urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{offset}", "", ""))
    after = match_url(network, following)
    if after is None or after.kind != "index" or after.offset != offset:
        return None
    return Lead(_key(outlet, "index", following), following, outlet.slug, "index", url, None, INDEX_LATER)


def is_first_listing(network: Network, url: str) -> bool:
    """Whether a feed or index URL is one that each run looks at, not a later page of a listing."""
    match = match_url(network, url)
    return match is None or not match.offset


def article_key(outlet: Outlet, native_id: str | None, url: str) -> str:
    """The identity of an article in frontier and archive: outlet and native id, or outlet and a hash of the URL."""
    if native_id:
        return f"{outlet.slug}/{native_id}"
    return f"{outlet.slug}/{hashlib.sha256(url.encode()).hexdigest()[:16]}"


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


def bare_host(host: str | None) -> str:
    """A host name without `www.`: the two serve the same pages."""
    return (host or "").removeprefix("www.")


def first_page(url: str) -> str:
    """The URL without the offset at the end of its path."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/").rpartition("/")[0], parts.query, ""))


def _listing(outlet: Outlet, kind: str, url: str, found_on: str | None) -> Lead:
    if kind == "feed":
        return Lead(_key(outlet, "feed", url), url, outlet.slug, "feed", found_on, None, FEED_FIRST)
    return Lead(_key(outlet, "index", url), url, outlet.slug, "index", found_on, None, INDEX_FIRST)


def _key(outlet: Outlet, kind: str, url: str) -> str:
    """One key for a listing whatever its scheme, host spelling and final slash."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/") or "/"
    return f"{outlet.slug}/{kind}:{path}" + (f"?{parts.query}" if parts.query else "")
