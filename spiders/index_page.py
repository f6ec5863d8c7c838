"""Reads index pages (home, category, tag lists): the links to articles, listings and feeds. Pure functions on bytes."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

MAX_LINKS = 1000
"""Links of one kind read of one page; what is beyond is a trap, not news."""

_FEEDS = 'link[rel~="alternate"][type*="rss"], link[rel~="alternate"][type*="atom"]'


@dataclass(frozen=True, slots=True)
class IndexRead:
    """Absolute URLs found on an index page, each once, in the order of the page, without fragments."""

    articles: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()


def read_index(body: bytes, url: str, *, links: str | None, more: str | None) -> IndexRead:
    """Read an index page that came from `url`; `links` and `more` are the CSS selectors of a `models.Discovery`.

    Never raises for what a page holds: a link that is no URL is left out.
    """
    tree = LexborHTMLParser(body)
    base = tree.css_first("base[href]")
    root = _join(url, (base.attributes.get("href") or "") if base is not None else "") or url
    return IndexRead(
        articles=_hrefs(tree, links, root),
        listings=_hrefs(tree, more, root),
        feeds=_hrefs(tree, _FEEDS, root),
    )


def _hrefs(tree: LexborHTMLParser, selector: str | None, base: str) -> tuple[str, ...]:
    if not selector:
        return ()
    found: dict[str, None] = {}
    for node in tree.css(selector):
        href = node.attributes.get("href")
        link = _join(base, href) if href else None
        if link:
            found[link] = None
            if len(found) >= MAX_LINKS:
                break
    return tuple(found)


def _join(base: str, href: str) -> str | None:
    """Absolute http(s) URL without fragment, or None."""
    try:
        link = urljoin(base, href.strip()).partition("#")[0]
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return None
    return link if parts.scheme in ("http", "https") and host else None
