"""One page opened: decoded, parsed, its template found and read. What `extract()` puts together comes from here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.blocked import ENOUGH_TEXT, blocked_by, wall_in_reading, wall_of
from newsarchive.html.charset import decode_html
from newsarchive.html.layout import Reading, read_layout
from newsarchive.html.metadata import read_jsonld, read_meta
from newsarchive.html.nesting import guarded
from newsarchive.html.recognition import find_layout
from newsarchive.models import ArticleKind, Layout, Network, Page
from newsarchive.networks import match_url

MAX_CHARACTERS = 8_000_000
"""A page longer than this is not read: a long real article page has a few hundred thousand characters."""

_DATED = re.compile(r"publ|date|time|tgl|tanggal")
"""One of these stands in the name of every meta element that states a time of publication."""

STUB = 100
"""Characters: a layout that finds less text than this may have lost it."""
_PLENTY = 3
"""Times as much text has to be found elsewhere in the page."""
_ENDS = (".", "!", "?", '"', "”")


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One page, opened and read: `layout` is None where none fits, `reading` where the fallback finds nothing either.

    `network` is the one recognised; None where none is.
    """

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
    base_url: str = ""
    kind: ArticleKind = "article"
    """What the page is, before its body is looked at."""
    method: str | None = None
    """How it was read, in the words of `Article.method`; None if it was not."""


def open_page(
    page: Page, network: Network | None, networks: Mapping[str, Network], brands: Sequence[str] = ()
) -> OpenPage:
    """Decode, parse and read one page. Never raises.

    `network` is where its layout is looked for first, then `networks`; `brands` are the outlet's names. What no layout
    fits is read by the fallback, unless it is a wall, or its address is no article's.
    """
    headers = {name.lower(): value for name, value in page.headers}
    decoded = decode_html(page.body, headers.get("content-type"))
    html, warnings = decoded.text, decoded.warnings
    if len(html) > MAX_CHARACTERS:
        return _refused(page, html, (*warnings, f"page-too-large: {len(html)} characters"))
    if html[:200].lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _open_document(page, html, network, networks, warnings)
    safe = guarded(html)
    if safe is None:
        return _refused(page, html, (*warnings, "page-too-deep: nested or tangled beyond reading"))
    tree = LexborHTMLParser(page.body if decoded.is_plain_utf8 and safe is html else safe)
    head = tree.head
    base = head.css_first("base[href]") if head is not None else None
    base_url = (base.attributes.get("href") if base is not None else None) or page.url
    meta = read_meta(tree)
    jsonld, doubts = read_jsonld(tree)
    link = tree.css_first('link[rel="canonical"]')
    root, title = tree.root, tree.css_first("head > title")
    found = find_layout(tree, page, network, networks, html=safe)
    opened = OpenPage(
        page,
        safe,
        found.network,
        found.layout,
        read_layout(tree, found.layout, base_url, found.record) if found.layout else None,
        meta,
        jsonld,
        link.attributes.get("href") if link is not None else meta.get("og:url"),
        root.attributes.get("lang") if root is not None else None,
        (title.text(deep=True) or "").strip() or None if title is not None else None,
        (*warnings, *doubts, *found.warnings),
        base_url,
        found.layout.kind if found.layout else "other",
        found.method,
    )
    if found.layout is None:
        return _without_layout(opened, tree, network, brands)
    if not _has_text(opened):
        return _behind_wall(_beyond_layout(opened, network, brands))
    return _behind_wall(_with_gaps_filled(opened, network, brands) if _has_gaps(opened) else opened)


def _behind_wall(opened: OpenPage) -> OpenPage:
    """The page itself, or without its reading where that is only what a site prints in place of an article.

    A page with running text is no wall, whatever scripts and forms stand in it.
    """
    reading = opened.reading
    if reading is None or opened.kind == "blocked" or _size(reading) >= ENOUGH_TEXT or reading.figures:
        return opened
    text = " ".join(paragraph.text for paragraph in reading.paragraphs)
    wall = wall_in_reading(opened.title_element, reading.title, text)
    return opened if wall is None else _blocked(opened, wall)


def _blocked(opened: OpenPage, wall: str) -> OpenPage:
    return replace(opened, reading=None, kind="blocked", warnings=(*opened.warnings, f"blocked: {wall}"))


def _has_gaps(opened: OpenPage) -> bool:
    """Whether a layout found no title, or the page no word of a date outside the elements that its layout knows."""
    reading = opened.reading
    if reading is None or reading.title is None:
        return True
    return not (
        reading.date or reading.record or opened.jsonld.get("datePublished") or any(map(_DATED.search, opened.meta))
    )


def _with_gaps_filled(opened: OpenPage, network: Network | None, brands: Sequence[str]) -> OpenPage:
    """A page of which title or date stand elsewhere than its layout knows: those are taken from the fallback's reading.

    The text and all else stay the layout's.
    """
    other = _without_layout(opened, LexborHTMLParser(opened.html), network, brands).reading
    reading = opened.reading
    if reading is None or other is None:
        return opened
    title, date = reading.title or other.title, reading.date or other.date
    filled = [name for name, was, now in (("title", reading.title, title), ("date", reading.date, date)) if was != now]
    if not filled:
        return opened
    why = f"layout-gap: {opened.method} finds no {' and no '.join(filled)}, taken from the fallback's reading"
    stamp = reading.date_attribute or other.date_attribute
    return replace(
        opened,
        reading=replace(reading, title=title, date=date, date_attribute=stamp),
        warnings=(*opened.warnings, why),
    )


def _has_text(opened: OpenPage) -> bool:
    """Whether a layout found what an article or a gallery is made of."""
    reading = opened.reading
    return _size(reading) >= STUB or (opened.kind != "article" and reading is not None and bool(reading.figures))


def _size(reading: Reading | None) -> int:
    """Characters of the text that was found, before anything is taken out of it."""
    return sum(len(paragraph.text) for paragraph in reading.paragraphs) if reading else 0


def _holds_prose(tree: LexborHTMLParser) -> bool:
    """Whether a page may hold a text, in sentences: asking the fallback costs as much as reading twenty pages."""
    texts = (node.text(deep=False).strip() for node in tree.css("p, div, td, span, article, section"))
    return sum(len(t) for t in texts if t.endswith(_ENDS) or len(t) >= _PLENTY * STUB) >= _PLENTY * STUB


def _beyond_layout(opened: OpenPage, network: Network | None, brands: Sequence[str]) -> OpenPage:
    """A page whose template is known but whose text stands elsewhere now: the fallback's reading, if it finds more."""
    tree = LexborHTMLParser(opened.html)
    if not _holds_prose(tree):  # the usual case: the last page of a long article, with nothing but its source
        return opened
    other = _without_layout(opened, tree, network, brands)
    if _size(other.reading) < _PLENTY * STUB:
        return opened
    return replace(
        other,
        warnings=(
            *opened.warnings,
            f"layout-changed: {opened.method} finds no text in this page, {other.method} does",
        ),
    )


def _without_layout(
    opened: OpenPage, tree: LexborHTMLParser, network: Network | None, brands: Sequence[str]
) -> OpenPage:
    """A page of an unknown template: one whose address is no article's, or what the fallback makes of it."""
    match = match_url(network, opened.page.url) if network else None
    expected = network if network and network.layouts else None
    why = f"no layout of {expected.slug} fits this page" if expected else "no known template fits this page"
    if match and match.kind not in ("article", "amp"):
        kind: ArticleKind = "index" if match.kind == "index" else "other"
        return replace(opened, kind=kind, warnings=(*opened.warnings, f"no-layout: {why}"))
    if wall := wall_of(opened.page.body):
        return _blocked(opened, wall)
    # imported here: most runs never need it, and its libraries take longer to import than a page to read
    from newsarchive.fallback.page import read_fallback  # noqa: PLC0415

    read = read_fallback(
        tree,
        opened.html,
        opened.page.url,
        base_url=opened.base_url,
        meta=opened.meta,
        title_element=opened.title_element,
        brands=brands,
    )
    if read.reading is None and read.kind != "index" and (wall := blocked_by(opened.html, opened.title_element)):
        return _blocked(opened, wall)
    doubts = (f"no-layout: {why}",) if expected or read.reading is None else ()
    unread = replace(
        opened,
        layout=None,
        reading=read.reading,
        meta=read.meta,
        jsonld=read.jsonld,
        kind=read.kind,
        method=f"fallback:{read.name}" if read.reading is not None else None,
        warnings=(*opened.warnings, *doubts, *read.warnings),
    )
    return _behind_wall(unread)


def _refused(page: Page, html: str, warnings: tuple[str, ...]) -> OpenPage:
    return OpenPage(page, html[:100_000], None, None, None, warnings=warnings, kind="other")


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
        return _refused(page, text, (*warnings, f"json-unreadable: {type(error).__name__}"))
    if isinstance(data, list):
        if len(data) > 1:
            warnings += (f"many-records: {len(data)} in one document, the first is read",)
        data = data[0] if data else None
    empty = LexborHTMLParser("")
    found = find_layout(empty, page, network, networks, document=data)
    reading = read_layout(empty, found.layout, page.url, found.record) if found.layout else None
    if reading is None:
        return _refused(page, text, (*warnings, "no-layout: no known template fits this document"))
    return OpenPage(
        page,
        text,
        found.network,
        found.layout,
        reading,
        canonical=found.record.url if found.record else None,
        warnings=(*warnings, *found.warnings),
        base_url=page.url,
        kind=found.layout.kind if found.layout else "other",
        method=found.method,
    )
