"""Turns addresses into frontier leads by what a network knows of its URL shapes. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from newsarchive.models import Discovery, Lane, Lead, Listed, ListKind, Network, Outlet
from newsarchive.networks import match_url, placed
from newsarchive.registry import site_of
from newsarchive.text.urls import bare_host, host_of, plain_url
from spiders.days import Days, local_day
from spiders.declared import Place, has_pages, paged, paths_of
from spiders.rest import posts_url
from spiders.shapes import MAX_URL, article_key, first_page, is_of
from spiders.sitemap import ROBOTS

DECLARED_FIRST, DECLARED_LAST, FOUND, ARTICLE, LATER = 30, 21, 20, 10, 5
"""Priorities of the day's work: what tells of fresh articles goes first, in the order declared, then the lists that
other pages lead to; older pages of a list go last."""

MISSED_DAYS = 14
"""Days whose lists are made up for after a crawl that stood still; of more than that, a backfill is a decision."""

MAX_LISTINGS = 200
"""Lists taken from one page; more is a trap."""

_KEY = re.compile(r"[^/]+/[a-z]+(?:\+(?P<depth>\d{1,4}))?(?:@(?P<stamp>[\w.-]+))?:")


@dataclass(frozen=True, slots=True)
class KeyParts:
    """What the key of a list says besides where the list is."""

    depth: int = 0
    """How many lists led here, one from the other: sitemaps of sitemaps, feeds page by page."""
    stamp: str | None = None
    """What it is looked at for: a day, for the sitemaps that an index names anew each day; the range of a backfill."""


def start_leads(
    outlet: Outlet,
    network: Network,
    now: datetime | None = None,
    *,
    last_look_on: date | None = None,
    scheme: str = "https",
) -> tuple[Lead, ...]:
    """The lists that a network declares for the day's work, on the site or the part of a site that is the outlet.

    `now` is the instant: lists of a day are those of today and yesterday, the outlet's own, and of the days since
    `last_look_on`, when its lists were last read, at most MISSED_DAYS of them. None: without such lists.
    """
    found: dict[str, Lead] = {}
    for number, discovery in enumerate(network.discovery):
        if discovery.use == "backfill":
            continue
        priority = max(DECLARED_FIRST - number, DECLARED_LAST)
        for url, day in _daily_urls(outlet, discovery, now, last_look_on, scheme):
            key = list_key(outlet, discovery.kind, url)
            lead = Lead(key, url, outlet.slug, discovery.kind, None, priority=priority, covers_on=day)
            found.setdefault(key, lead)
    return tuple(found.values())


def _daily_urls(
    outlet: Outlet, discovery: Discovery, now: datetime | None, last_look_on: date | None, scheme: str
) -> Iterator[tuple[str, date | None]]:
    """Each list with the day that it is of, if it is one of a day."""
    today = None if now is None else local_day(outlet, now)
    days = [] if today is None else _days_to_read(today, last_look_on)
    for path in paths_at(outlet, discovery, scheme=scheme):
        is_dated = "{date}" in path
        if is_dated and today is None:
            continue
        for day in days if is_dated else (None,):
            url = placed(discovery, path, outlet, day, scheme=scheme)
            if url is not None:
                yield posts_url(url) if discovery.kind == "rest" else url, day if is_of_one_day(discovery) else None


def _days_to_read(today: date, last_look_on: date | None) -> list[date]:
    """The newest first: today, yesterday, and what was missed while nobody looked."""
    missed = 0 if last_look_on is None else min((today - last_look_on).days, MISSED_DAYS)
    return [today - timedelta(days=number) for number in range(max(missed, 1) + 1)]


def paths_at(outlet: Outlet, discovery: Discovery, *, scheme: str = "https") -> tuple[str, ...]:
    """The paths declared, or where such lists are without: sitemaps are named in the robots.txt of the whole site."""
    if discovery.kind == "sitemap" and not discovery.paths:
        return (f"{scheme}://{site_of(outlet)[0]}{ROBOTS}",)
    return paths_of(discovery)


def is_of_one_day(discovery: Discovery) -> bool:
    """Whether what is written for `{date}` names a day, not only a month or a year."""
    return any(f"%{letter}" in discovery.date_form for letter in ("d", "-d", "e", "j"))


def article_leads(
    outlet: Outlet,
    network: Network,
    entries: Iterable[str | Listed],
    found_on: str | None,
    *,
    source: ListKind | None = None,
    lane: Lane = "daily",
    days: Days | None = None,
) -> tuple[Lead, ...]:
    """Leads for those entries that are articles of this outlet, one a native id. A later part leads to the first.

    `source` is the kind of list that named them, `days` tells which day each is of (by default by what the entry and
    its URL say). In the lane `backfill` the newest day goes first: its number is the priority.
    """
    days = days or Days(outlet)
    found: dict[str, Lead] = {}
    for entry in entries:
        listed = entry if isinstance(entry, Listed) else Listed(entry)
        if len(listed.url) > MAX_URL or not is_of(outlet, listed.url):
            continue
        match = match_url(network, listed.url)
        if match is None or match.kind != "article":
            continue
        first = plain_url(listed.url if not match.offset else first_page(network, listed.url))
        key = article_key(outlet, match.native_id, first)
        known = found.get(key)
        if known is not None and (known.title or not listed.title):
            continue
        at, on = days.of(listed)
        priority = ARTICLE if lane == "daily" else (on.toordinal() if on else 0)
        found[key] = Lead(
            key, known.url if known else first, outlet.slug, "article", found_on, match.native_id, priority, source,
            listed.title, at, on, None, lane,
        )  # fmt: skip
    return tuple(found.values())


def listing_leads(
    outlet: Outlet,
    network: Network,
    *,
    feeds: Iterable[str],
    listings: Iterable[str],
    found_on: str,
    lane: Lane = "daily",
    stamp: str | None = None,
    priority: int = FOUND,
) -> tuple[Lead, ...]:
    """Leads for the feeds and category lists of this outlet that a page points at, first pages only."""
    found: dict[str, Lead] = {}
    kinds: tuple[tuple[ListKind, Iterable[str]], ...] = (("feed", feeds), ("index", listings))
    for kind, urls in kinds:
        for url in urls:
            if len(url) > MAX_URL or len(found) >= MAX_LISTINGS or not is_of(outlet, url):
                continue
            match = match_url(network, url)
            if match is not None and match.kind == kind and not match.offset:
                key = list_key(outlet, kind, url, lane=lane, stamp=stamp)
                found.setdefault(key, Lead(key, url, outlet.slug, kind, found_on, priority=priority, lane=lane))
    return tuple(found.values())


def next_page(network: Network, kind: ListKind, place: Place, *, pages: int) -> str | None:
    """The URL of the page after `place`; None where the list has one page or `pages` were read.

    Of an index page on the outlet's own host the URL rules must know the later page as one.
    """
    discovery = place.discovery
    if not has_pages(discovery) or place.page >= pages or not (place.is_free or kind == "index"):
        return None
    url = paged(discovery, place.first_url, place.page + 1)
    if place.is_free:
        return url
    match = match_url(network, url)
    number = place.page + 1 if "{page}" in discovery.later else place.page * discovery.step
    return url if match is not None and match.kind == "index" and match.offset == number else None


def list_key(
    outlet: Outlet, kind: ListKind, url: str, *, lane: Lane = "daily", depth: int = 0, stamp: str | None = None
) -> str:
    """One key for a list whatever its scheme, host spelling and final slash. See `KeyParts` for `depth` and `stamp`.

    A backfill reads a list for its own ends, so that the same list has another key there.
    """
    parts = urlsplit(url)
    place = (parts.path.rstrip("/") or "/") + (f"?{parts.query}" if parts.query else "")
    if bare_host(host_of(url)) != bare_host(host_of(f"https://{site_of(outlet)[0]}")):
        place = f"//{parts.netloc.lower()}{place}"
    head = f"backfill.{kind}" if lane == "backfill" else kind
    return f"{outlet.slug}/{head}{f'+{depth}' if depth else ''}{f'@{stamp}' if stamp else ''}:{place}"


def key_parts(key: str) -> KeyParts:
    """What `list_key` put into a key."""
    found = _KEY.match(key.replace("/backfill.", "/", 1))
    return KeyParts() if found is None else KeyParts(int(found["depth"] or 0), found["stamp"])
