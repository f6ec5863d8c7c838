"""Reads RSS, RDF and Atom feeds: which articles they announce. Pure functions on bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

MAX_ENTRIES = 2000
"""Entries read of one feed; what is beyond is a trap, not news."""


@dataclass(frozen=True, slots=True)
class FeedRead:
    """What a feed says: article URLs, absolute and in its order. `problem` is None or says why it is no feed."""

    urls: tuple[str, ...] = ()
    problem: str | None = None


def read_feed(body: bytes, url: str) -> FeedRead:
    """Read a feed that came from `url`. Never raises: what is no XML or no feed has a `problem`.

    Entities and external files are not followed, so neither a bomb nor a local file gets in.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        return FeedRead(problem=f"not XML: {error}")
    # lxml gives None, against its type, where nothing could be recovered
    if root is None or _name(root) not in ("rss", "feed", "RDF"):
        return FeedRead(problem="not a feed" if root is None else f"not a feed: the root element is {_name(root)!r}")
    found: dict[str, None] = {}
    for number, entry in enumerate(_entries(root)):
        if number >= MAX_ENTRIES:
            break
        link = _link(entry)
        if link:
            try:
                found[urljoin(url, link)] = None
            except ValueError:
                continue
    return FeedRead(tuple(found))


def _entries(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if _name(element) in ("item", "entry"))


def _link(entry: etree._Element) -> str | None:
    """RSS `link`, Atom `link[rel=alternate]`, or an RSS `guid` that is a permalink."""
    guid = None
    for child in entry:
        name = _name(child)
        text = (child.text or "").strip()
        if name == "link":
            href = child.get("href")
            if href and child.get("rel", "alternate") == "alternate":
                return href.strip()
            if text:
                return text
        elif name == "guid" and child.get("isPermaLink", "true") == "true" and text.startswith(("http://", "https://")):
            guid = text
    return guid


def _name(element: etree._Element) -> str:
    """Local name of an element; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
