"""Reads index pages (home, category, tag lists): the links to articles, listings and feeds. Pure functions on bytes."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from newsarchive.dates.reading import fold
from newsarchive.models import Listed
from spiders.feed import joined
from spiders.listed import MAX_TITLE

MAX_LINKS = 1000
"""Links of one kind read of one page; what is beyond is a trap, not news."""

_FEEDS = 'link[rel~="alternate"][type*="rss"], link[rel~="alternate"][type*="atom"]'


@dataclass(frozen=True, slots=True)
class IndexRead:
    """What is found on an index page: absolute URLs, each once, in the order of the page, without fragments."""

    articles: tuple[Listed, ...] = ()
    """With the text of the link for a title: of several links to one address the first that has any."""
    listings: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()


def read_index(body: bytes, url: str, *, links: str | None, more: str | None) -> IndexRead:
    """Read an index page that came from `url`; `links` and `more` are the CSS selectors of a `models.Discovery`.

    Never raises for what a page holds: a link that is no URL is left out.
    """
    tree = LexborHTMLParser(body)
    base = tree.css_first("base[href]")
    root = joined(url, (base.attributes.get("href") or "") if base is not None else "") or url
    return IndexRead(
        articles=tuple(Listed(link, title) for link, title in _links(tree, links, root).items()),
        listings=tuple(_links(tree, more, root)),
        feeds=tuple(_links(tree, _FEEDS, root)),
    )


def _links(tree: LexborHTMLParser, selector: str | None, base: str) -> dict[str, str | None]:
    """Address and text of each link that a selector finds."""
    found: dict[str, str | None] = {}
    for node in tree.css(selector) if selector else ():
        href = node.attributes.get("href")
        link = joined(base, href) if href else None
        if link is None or found.get(link):
            continue
        found[link] = fold(node.text()[: 8 * MAX_TITLE])[:MAX_TITLE].strip() or None
        if len(found) >= MAX_LINKS:
            break
    return found
