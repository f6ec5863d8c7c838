"""Reads sitemaps (sitemaps.org), news sitemaps and indexes of them, gzipped or not. Pure functions on bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from newsarchive.coding import undo
from newsarchive.models import Listed
from spiders.feed import XML, broken_xml, from_beginning, joined, local_name, read_feed
from spiders.listed import ListRead, Times, plain_title

MAX_ENTRIES = 50_000
"""Entries of one sitemap, by its protocol (sitemaps.org, 'Sitemap index files'); what is beyond is not read."""

MAX_BYTES = 64 << 20
"""Bytes of one sitemap without its compression: the protocol allows 50 MiB."""

ROBOTS = "/robots.txt"
"""Where the sitemaps of a site are named whose network declares a sitemap without a path: a text that lists sitemaps,
and that any crawler may read (RFC 9309 §2.2.2)."""

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_SAME = 10
"""So many entries that were all last changed in the same second were not changed then: the sitemap was made then."""


def read_sitemap(body: bytes, url: str) -> ListRead:
    """Read a sitemap that came from `url`: XML, plain text or a feed, each of which the protocol allows.

    `entries` are the pages, with the time of publication where it is a news sitemap and of the last change otherwise;
    `parts` the sitemaps that an index names. Never raises, and holds one entry of the tree at a time.
    """
    doubt = None
    if body.startswith(_GZIP):
        undone = undo(body, ("gzip",), limit=MAX_BYTES)
        body, doubt = undone.body, undone.problem and f"{undone.problem}: read as far as it could be"
    body = from_beginning(body)
    if not body.lstrip(b"\xef\xbb\xbf").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _from_text(body, url, doubt)
    reading = _Reading(url)
    parser = etree.XMLPullParser(events=("start", "end"), **XML)
    try:
        for start in range(0, len(body), _CHUNK):
            parser.feed(body[start : start + _CHUNK])
            if not reading.take(parser.read_events()):
                break
        else:
            parser.close()
            reading.take(parser.read_events())
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        if reading.root is None:
            return ListRead(problem=f"not XML: {error}")
        doubt = doubt or f"broken-xml: {error}"
    if reading.root in ("rss", "feed", "RDF"):
        return read_feed(body, url)
    if reading.root not in ("urlset", "sitemapindex"):
        root = "it has no root element" if reading.root is None else f"the root element is {reading.root!r}"
        return ListRead(problem=f"not a sitemap: {root}")
    entries = _without_time_of_making(reading.entries.values())
    return ListRead(entries, tuple(reading.parts.values()), doubt=doubt or broken_xml(parser.feed_error_log))


class _Reading:
    """The entries found so far."""

    def __init__(self, url: str) -> None:
        self.root: str | None = None
        self.entries: dict[str, Listed] = {}
        self.parts: dict[str, Listed] = {}
        self._url = url
        self._times = Times()

    def take(self, events: Iterator[tuple[str, Any]]) -> bool:
        """Read what the parser has whole by now; False if it is enough."""
        for event, element in events:
            name = local_name(element)
            if event == "start":
                self.root = self.root or name
                continue
            if name not in ("url", "sitemap"):
                continue
            listed = self._listed(element)
            if listed is not None:
                (self.entries if name == "url" else self.parts).setdefault(listed.url, listed)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
            if len(self.entries) + len(self.parts) >= MAX_ENTRIES:
                return False
        return self.root in (None, "urlset", "sitemapindex")

    def _listed(self, element: etree._Element) -> Listed | None:
        """Only `loc` of the page itself: pictures and videos in it have theirs."""
        texts = {local_name(child): (child.text or "").strip() for child in element}
        address = joined(self._url, texts["loc"]) if texts.get("loc") else None
        if address is None:
            return None
        news = next((child for child in element if local_name(child) == "news"), None)
        told = {} if news is None else {local_name(child): child.text for child in news}
        at, printed = self._times.read(told.get("publication_date"))
        title = plain_title(told.get("title"))
        if at is not None or printed is not None:
            return Listed(address, title, at, printed)
        at, printed = self._times.read(texts.get("lastmod"))
        return Listed(address, title, at, printed, is_change=True)


def _from_text(body: bytes, url: str, doubt: str | None) -> ListRead:
    """One URL a line, in UTF-8 (sitemaps.org, 'Text file'); or robots.txt, whose `Sitemap` lines name sitemaps."""
    entries: dict[str, Listed] = {}
    parts: dict[str, Listed] = {}
    for line in body.lstrip(b"\xef\xbb\xbf").splitlines():
        text = line.strip().decode("utf-8", "replace")
        is_part = text[:8].lower() == "sitemap:"
        address = joined("", text[8:] if is_part else text)
        if address is not None:
            (parts if is_part else entries)[address] = Listed(address)
            if len(entries) + len(parts) >= MAX_ENTRIES:
                break
    if not entries and not parts:
        if urlsplit(url).path == ROBOTS:
            return ListRead(doubt="no-sitemaps: robots.txt names none")
        return ListRead(problem="not a sitemap: neither XML nor a list of URLs")
    return ListRead(tuple(entries.values()), tuple(parts.values()), doubt=doubt)


def _without_time_of_making(entries: Collection[Listed]) -> tuple[Listed, ...]:
    """The entries, without times of change that are the time at which the sitemap was made."""
    stamps = {entry.listed_at for entry in entries}
    if len(entries) < _SAME or len(stamps) > 1 or not all(entry.is_change for entry in entries):
        return tuple(entries)
    return tuple(replace(entry, listed_at=None) for entry in entries)
