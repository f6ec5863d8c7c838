"""From the answer for a list to what it says: leads to articles, further lists, its next page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date

from scrapy.http import Response

from newsarchive.models import Capture, Lead, ListKind, Network, Outlet
from newsarchive.registry import site_of
from newsarchive.text.urls import bare_host, host_of
from spiders.backfill import is_within, range_stamp, span_of_stamp
from spiders.conditional import body_hash, links_hash
from spiders.days import Days, local_day
from spiders.declared import place_of
from spiders.feed import read_feed
from spiders.index_page import IndexRead, read_index
from spiders.items import Failed, Gone, Item, Task, Unchanged
from spiders.json_list import read_json_list
from spiders.leads import FOUND, LATER, article_leads, key_parts, list_key, listing_leads, next_page
from spiders.listed import ListRead
from spiders.look import LATER_STAMP, Look
from spiders.refusals import refused
from spiders.repeats import Repeats
from spiders.rest import read_rest
from spiders.shapes import MAX_URL, is_of
from spiders.sitemap import read_sitemap
from spiders.sub_sitemaps import recent, wanted_back, wanted_daily
from spiders.verdict import judge

BACK_PAGES, BACK_PAGES_OF_DAYS = 5000, 300
"""Pages of one list that a backfill reads: of one without days, and of one of a day, a month or a year."""

MAX_DEPTH = 3
"""How many sitemaps may lead from one to the next."""

_PROBLEMS: dict[ListKind, str] = {"feed": "not-a-feed", "sitemap": "not-a-sitemap"}


class ListReader:
    """Reads the lists of a spider's outlets. `ranges` are the days wanted of outlets whose past is walked, by slug."""

    def __init__(self, *, index_pages: int, ranges: Mapping[str, tuple[date, date]]) -> None:
        self._index_pages, self._ranges = index_pages, ranges
        self._repeats = Repeats()

    def read(self, response: Response, outlet: Outlet, network: Network) -> Item:
        """The item for an answer to the task in its `meta`."""
        task: Task = response.meta["task"]
        assert task.kind != "article"
        refusal = judge(response)
        capture: Capture | None = response.meta.get("capture")
        if capture is None:
            return refusal or Failed(task, response.url, None, "not-kept", "this URL is not among the kept pages")
        look = Look(
            response, task, task.kind, outlet, network, place_of(outlet, network, task.kind, task.url),
            key_parts(task.key), self._span(task), capture.fetched_at.astimezone(UTC),
        )  # fmt: skip
        if isinstance(refusal, Unchanged):
            return look.item(is_unchanged=True)
        if isinstance(refusal, Failed | Gone):
            return refused(look, refusal)
        return self._index(look) if task.kind == "index" else self._list(look)

    def _span(self, task: Task) -> tuple[date, date] | None:
        """The days that a list is read for in a backfill: those in its key, for the walk may have been replaced."""
        if not task.is_past:
            return None
        return span_of_stamp(key_parts(task.key).stamp) or self._ranges.get(task.outlet)

    def _index(self, look: Look) -> Item:
        """A page with links."""
        discovery, url = look.place.discovery, look.response.url
        index = read_index(look.response.body, url, links=discovery.links, more=discovery.more)
        leads, is_over = _articles(look, ListRead(index.articles))
        listings = self._listings(look, index) if look.place.page == 1 else ()
        digest = links_hash(lead.key for lead in (*leads, *listings))
        if look.is_first and look.task.checks and digest == look.task.body_sha256:
            return look.item(is_unchanged=True)
        problem = None
        if look.is_first and look.place.is_declared and look.place.covers is None and not leads:
            problem = f"no-articles: {discovery.links!r} finds no link to an article"
        following = None if is_over else self._following(look, ListRead(index.articles), leads)
        return look.item(leads=leads, listings=listings, following=following, digest=digest, problem=problem)

    def _listings(self, look: Look, index: IndexRead) -> tuple[Lead, ...]:
        """Feeds that a page announces, and categories of those pages that the network names.

        Not of others: a calendar that leads from each day to the next has no end.
        """
        takes_feeds = not look.is_past and any(d.kind == "feed" for d in look.network.discovery)
        return listing_leads(
            look.outlet,
            look.network,
            feeds=index.feeds if takes_feeds else (),
            listings=index.listings if look.place.is_declared else (),
            found_on=look.response.url,
            lane=look.task.lane,
            stamp=range_stamp(*look.span) if look.span else None,
            priority=look.span[1].toordinal() if look.span else FOUND,
        )

    def _list(self, look: Look) -> Item:
        """A feed, a sitemap, or an answer in JSON."""
        # sitemaps that an index names are to be read each day, whether or not the index changed
        day = local_day(look.outlet, look.fetched_at).isoformat() if look.kind == "sitemap" else ""
        digest = body_hash(look.response.body + day.encode())
        if look.is_first and look.task.checks and digest == look.task.body_sha256:
            return look.item(is_unchanged=True)
        read = _read(look)
        if read.problem is not None:
            return refused(look, look.failed(_PROBLEMS.get(look.kind, "not-a-list"), read.problem))
        leads, is_over = _articles(look, read)
        problem = read.doubt
        if look.kind == "sitemap" and not look.is_past:
            leads, undated = recent(leads, local_day(look.outlet, look.fetched_at))
            problem = problem or undated
        if look.kind == "json":
            # it may be a part of a page, where counters and advertisements change each time
            digest = links_hash(lead.key for lead in leads)
            if look.is_first and look.task.checks and digest == look.task.body_sha256:
                return look.item(is_unchanged=True)
        return look.item(
            leads=leads,
            listings=_parts(look, read),
            following=None if is_over else self._following(look, read, leads),
            digest=digest,
            problem=problem,
            is_whole=not read.parts,
        )

    def _following(self, look: Look, read: ListRead, leads: tuple[Lead, ...]) -> Lead | None:
        """The next page of a list; None where it has none, shows a page again, or enough pages were read."""
        if not read.entries or (look.is_past and not self._repeats.is_new(look.outlet.slug, _addresses(read))):
            return None
        most = self._index_pages
        if look.is_past:
            most = BACK_PAGES if look.place.covers is None else BACK_PAGES_OF_DAYS
        if read.pages is not None:
            most = min(most, read.pages)
        stamp, depth = look.key.stamp, 0
        url = next_page(look.network, look.kind, look.place, pages=most)
        if url is None and read.next_url is not None and bare_host(host_of(read.next_url)) == look.host:
            depth = look.key.depth + 1
            url = read.next_url if depth < most and len(read.next_url) <= MAX_URL else None
            stamp = stamp if look.is_past else LATER_STAMP
        if url is None:
            return None
        key = list_key(look.outlet, look.kind, url, lane=look.task.lane, depth=depth, stamp=stamp)
        lead = Lead(key, url, look.outlet.slug, look.kind, look.response.url, priority=LATER, lane=look.task.lane)
        if not look.is_past:
            return replace(lead, covers_on=look.place.covers_on)
        oldest = min((on for one in leads if (on := one.listed_on)), default=look.place.covers_on)
        return replace(lead, priority=oldest.toordinal() if oldest else 0, covers_on=look.place.covers_on)


def _read(look: Look) -> ListRead:
    body, url = look.response.body, look.response.url
    match look.kind:
        case "feed":
            return read_feed(body, url)
        case "sitemap":
            return read_sitemap(body, url)
        case "rest":
            names = {name.lower(): value for name, value in look.response.meta["capture"].headers}
            return read_rest(body, url, names)
    return read_json_list(body, url, look.place.discovery)


def _articles(look: Look, read: ListRead) -> tuple[tuple[Lead, ...], bool]:
    """The leads to articles; in a backfill those that may be of its days, and whether all on this page are older."""
    days = Days(look.outlet, at=look.fetched_at, covers_on=look.place.covers_on)
    leads = article_leads(
        look.outlet, look.network, read.entries, look.response.url, source=look.kind, lane=look.task.lane, days=days
    )
    if look.span is None:
        return leads, False
    since_on, until_on = look.span
    is_over = bool(leads) and all(lead.listed_on is not None and lead.listed_on < since_on for lead in leads)
    return tuple(lead for lead in leads if is_within(lead, since_on, until_on) is not False), is_over


def _parts(look: Look, read: ListRead) -> tuple[Lead, ...]:
    """Leads to the sitemaps of an index that are worth reading, on the site or beside the index itself."""
    depth = look.key.depth + 1
    if not read.parts or depth > MAX_DEPTH:
        return ()
    hosts = {look.host, bare_host(host_of(f"https://{look.outlet.domain}"))}
    own = [part for part in read.parts if bare_host(host_of(part.url)) in hosts and len(part.url) <= MAX_URL]
    own = [part for part in own if part.url != look.response.url]
    # where outlets share a site, its sitemaps may be cut as they are
    own = [part for part in own if site_of(look.outlet)[1] and is_of(look.outlet, part.url)] or own
    today = local_day(look.outlet, look.fetched_at)
    if look.is_past:
        span = look.span or (date.min, today)
        stamp = look.key.stamp
        wanted = [(part.url, last.toordinal()) for part, last in wanted_back(look.outlet, own, *span)]
    else:
        # one row a day: what an index says of yesterday's sitemaps is of no use tomorrow
        stamp = today.isoformat()
        wanted = [(part.url, LATER + 10) for part in wanted_daily(look.outlet, own, today)]
    return tuple(
        Lead(
            list_key(look.outlet, "sitemap", url, lane=look.task.lane, depth=depth, stamp=stamp),
            url,
            look.outlet.slug,
            "sitemap",
            look.response.url,
            priority=priority,
            lane=look.task.lane,
        )
        for url, priority in wanted
    )


def _addresses(read: ListRead) -> list[str]:
    return [entry.url for entry in read.entries]
