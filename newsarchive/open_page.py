"""One page opened: decoded, parsed, its layout found and read. What `extract()` puts together comes from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.charset import decode_html
from newsarchive.html.layout import Reading, read_layout, recognises
from newsarchive.html.metadata import read_jsonld, read_meta
from newsarchive.html.nesting import is_too_deep
from newsarchive.models import Layout, Network, Page
from newsarchive.networks import load_networks

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
    meta: dict[str, str]
    jsonld: dict[str, Any]
    canonical: str | None
    language: str | None
    title_element: str | None
    warnings: tuple[str, ...]


def open_page(page: Page, network: Network | None) -> OpenPage:
    """Decode, parse and read one page; `network` is where its layout is looked for first. Never raises."""
    headers = {name.lower(): value for name, value in page.headers}
    decoded = decode_html(page.body, headers.get("content-type"))
    html, warnings = decoded.text, decoded.warnings
    if len(html) > MAX_CHARACTERS or is_too_deep(html):
        why = (
            f"page-too-large: {len(html)} characters"
            if len(html) > MAX_CHARACTERS
            else "page-too-deep: nested beyond reading"
        )
        return OpenPage(page, html[:100_000], network, None, None, {}, {}, None, None, None, (*warnings, why))
    tree = LexborHTMLParser(page.body if decoded.is_plain_utf8 else html)
    base = tree.css_first("head > base[href]")
    base_url = (base.attributes.get("href") if base is not None else None) or page.url
    meta = read_meta(tree)
    jsonld, doubts = read_jsonld(tree)
    link = tree.css_first('link[rel="canonical"]')
    canonical = link.attributes.get("href") if link is not None else meta.get("og:url")
    root, title = tree.root, tree.css_first("head > title")
    language = root.attributes.get("lang") if root is not None else None
    title_element = (title.text(deep=True) or "").strip() or None if title is not None else None
    network, layout, late = _layout_of(tree, network, page.fetched_at)
    reading = read_layout(tree, layout, base_url) if layout else None
    warnings = (*warnings, *doubts, *late)
    return OpenPage(page, html, network, layout, reading, meta, jsonld, canonical, language, title_element, warnings)


def _layout_of(
    tree: LexborHTMLParser, network: Network | None, fetched_at: datetime | None
) -> tuple[Network | None, Layout | None, tuple[str, ...]]:
    """The network and layout of a page: the given network first, layouts of its day before others."""
    others = [n for n in load_networks().values() if n is not network]
    for candidate in [network, *others] if network else others:
        for layout, in_time in _by_time(candidate, fetched_at):
            if recognises(layout, tree):
                late = (
                    ()
                    if in_time
                    else (f"layout-out-of-time: {candidate.slug}/{layout.name} was served until {layout.until}",)
                )
                if network and candidate is not network:
                    late = (*late, f"network-differs: the page is of {candidate.slug}, the outlet of {network.slug}")
                return candidate, layout, late
    return network, None, ()


def _by_time(network: Network, fetched_at: datetime | None) -> Iterable[tuple[Layout, bool]]:
    """Layouts with whether they were served at `fetched_at`: those first, newest first among the rest."""
    day = fetched_at.date() if fetched_at else None
    served = [x for x in network.layouts if x.until is None or (day is not None and day <= x.until)]
    yield from ((x, True) for x in served)
    yield from ((x, False) for x in reversed(network.layouts) if x not in served)
