"""One page opened: decoded, parsed, its template found and read. What `extract()` puts together comes from here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.charset import decode_html
from newsarchive.html.layout import Reading, read_layout, recognises
from newsarchive.html.metadata import read_jsonld, read_meta
from newsarchive.html.nesting import is_too_deep
from newsarchive.html.payload import Record, read_record
from newsarchive.models import Layout, Network, Page

MAX_CHARACTERS = 8_000_000
"""A page longer than this is not read: a long real article page has a few hundred thousand characters."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One page, opened and read as far as a layout goes; `reading` and `layout` are None where none fits."""

    page: Page
    html: str
    network: Network | None
    layout: Layout | None
    reading: Reading | None
    meta: Mapping[str, str] = field(default_factory=dict)
    jsonld: Mapping[str, Any] = field(default_factory=dict)
    canonical: str | None = None
    language: str | None = None
    title_element: str | None = None
    warnings: tuple[str, ...] = ()
    tree: LexborHTMLParser | None = None
    """None for a page that was refused unread, and for one that is a JSON document."""
    base_url: str = ""

    @property
    def method(self) -> str | None:
        """How it was read, in the words of `Article.method`; None if it was not."""
        return f"layout:{self.network.slug}/{self.layout.name}" if self.network and self.layout else None


def open_page(page: Page, network: Network | None, networks: Mapping[str, Network]) -> OpenPage:
    """Decode, parse and read one page. `network` is where its layout is looked for first, then `networks`. No raise."""
    headers = {name.lower(): value for name, value in page.headers}
    decoded = decode_html(page.body, headers.get("content-type"))
    html, warnings = decoded.text, decoded.warnings
    if len(html) > MAX_CHARACTERS:
        return OpenPage(page, html[:100_000], network, None, None, warnings=(*warnings, _too_large(html)))
    if html[:200].lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _open_document(page, html, network, networks, warnings)
    if is_too_deep(html):
        why = "page-too-deep: nested beyond reading"
        return OpenPage(page, html[:100_000], network, None, None, warnings=(*warnings, why))
    tree = LexborHTMLParser(page.body if decoded.is_plain_utf8 else html)
    base = tree.css_first("head > base[href]")
    base_url = (base.attributes.get("href") if base is not None else None) or page.url
    meta = read_meta(tree)
    jsonld, doubts = read_jsonld(tree)
    link = tree.css_first('link[rel="canonical"]')
    canonical = link.attributes.get("href") if link is not None else meta.get("og:url")
    root, title = tree.root, tree.css_first("head > title")
    found = _find_layout(tree, None, network, networks, page)
    reading = read_layout(tree, found.layout, base_url, found.record) if found.layout else None
    return OpenPage(
        page,
        html,
        found.network,
        found.layout,
        reading,
        meta,
        jsonld,
        canonical,
        root.attributes.get("lang") if root is not None else None,
        (title.text(deep=True) or "").strip() or None if title is not None else None,
        (*warnings, *doubts, *found.warnings),
        tree,
        base_url,
    )


def _too_large(html: str) -> str:
    return f"page-too-large: {len(html)} characters"


def _open_document(
    page: Page,
    text: str,
    network: Network | None,
    networks: Mapping[str, Network],
    warnings: tuple[str, ...],
) -> OpenPage:
    """Open a page that is JSON: an answer of a REST interface. A list counts as its only member."""
    try:
        data = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        why = f"json-unreadable: {type(error).__name__}"
        return OpenPage(page, text[:100_000], network, None, None, warnings=(*warnings, why))
    if isinstance(data, list):
        if len(data) > 1:
            warnings += (f"many-records: {len(data)} in one document, the first is read",)
        data = data[0] if data else None
    empty = LexborHTMLParser("")
    found = _find_layout(empty, data, network, networks, page)
    reading = read_layout(empty, found.layout, page.url, found.record) if found.layout else None
    canonical = found.record.url if found.record else None
    warnings += found.warnings
    return OpenPage(
        page, text, found.network, found.layout, reading, canonical=canonical, warnings=warnings, base_url=page.url
    )


@dataclass(frozen=True, slots=True)
class _Found:
    network: Network | None
    layout: Layout | None = None
    record: Record | None = None
    warnings: tuple[str, ...] = ()


def _find_layout(
    tree: LexborHTMLParser, document: Any, network: Network | None, networks: Mapping[str, Network], page: Page
) -> _Found:
    """The network and layout of a page: by its elements, never by its host."""
    for candidate in _candidates(network, networks):
        for layout, in_time in _by_time(candidate, page.fetched_at):
            payload = layout.payload
            is_document = payload is not None and payload.element is None
            if is_document != (document is not None) or not (is_document or recognises(layout, tree)):
                continue
            record = read_record(payload, tree, document, page.url) if payload else None
            if payload and record is None:
                continue
            return _Found(candidate, layout, record, _doubts(candidate, layout, in_time, network))
    return _Found(network)


def _candidates(network: Network | None, networks: Mapping[str, Network]) -> Iterator[Network]:
    """The given network, those its outlets are known to move to, all others, and last the templates anyone may use."""
    first = [network, *(networks[slug] for slug in network.also if slug in networks)] if network else []
    yield from first
    others = [n for n in networks.values() if n not in first]
    yield from (n for n in others if not n.is_generic)
    yield from (n for n in others if n.is_generic)


def _doubts(found: Network, layout: Layout, in_time: bool, expected: Network | None) -> tuple[str, ...]:
    warnings = [] if in_time else [f"layout-out-of-time: {found.slug}/{layout.name} was served until {layout.until}"]
    # an outlet of a network without layouts of its own is one that nobody has looked at yet
    if expected and expected.layouts and found is not expected and found.slug not in expected.also:
        warnings.append(f"network-differs: the page is of {found.slug}, the outlet of {expected.slug}")
    return tuple(warnings)


def _by_time(network: Network, fetched_at: datetime | None) -> Iterable[tuple[Layout, bool]]:
    """Layouts with whether they were served at `fetched_at` (None: at any time): those first, the newest first."""
    if fetched_at is None:
        return [(layout, True) for layout in reversed(network.layouts)]
    day = fetched_at.date()
    served = [layout for layout in network.layouts if layout.until is None or day <= layout.until]
    late = [layout for layout in reversed(network.layouts) if layout not in served]
    return [*((layout, True) for layout in served), *((layout, False) for layout in late)]
