"""One page read with one layout: every selector of it, once."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsarchive.html.blocks import fold, read_blocks
from newsarchive.models import Layout, Paragraph
from newsarchive.text.urls import absolute_url


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the page and the line printed under it, not yet parted into caption and credit."""

    url: str | None
    caption: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a layout found on a page, as printed. `cut` holds (rule, text) of blocks that were taken out of the body."""

    title: str | None
    paragraphs: tuple[Paragraph, ...]
    date: str | None
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    figures: tuple[Figure, ...]
    section: str | None
    tags: tuple[str, ...]
    source: str | None
    pager_urls: tuple[str, ...]
    cut: tuple[tuple[str, str], ...]


def recognises(layout: Layout, tree: LexborHTMLParser) -> bool:
    """Whether a page is of this layout."""
    return tree.css_first(layout.recognise) is not None


def read_layout(tree: LexborHTMLParser, layout: Layout, base_url: str) -> Reading:
    """Read a page; the body container is taken apart in doing so. Missing parts are None or empty, never an error."""
    whole = (tree.css_first(layout.scope) if layout.scope else None) or tree.body
    body = whole.css_first(layout.body) if whole is not None else None
    near = body if body is not None else whole
    title = _text(near, layout.title) or _text(whole, layout.title)
    date = _text(near, layout.date) or _text(whole, layout.date)
    authors, editors = (_texts(near, s) or _texts(whole, s) for s in (layout.authors, layout.editors))
    figures = _figures(near, layout, base_url)
    section = next(iter(reversed(_texts(whole, layout.section))), None)
    tags = tuple(tag.lstrip("# ").strip() for tag in _texts(whole, layout.tags))
    source = _text(whole, layout.source)
    pager = _hrefs(whole, layout.pager, base_url)
    cut: list[tuple[str, str]] = []
    paragraphs: tuple[Paragraph, ...] = ()
    if body is not None:
        cut = _cut(body, layout)
        paragraphs = tuple(read_blocks(body, base_url))
    return Reading(
        title,
        paragraphs,
        date,
        authors,
        editors,
        figures,
        section,
        tuple(filter(None, tags)),
        source,
        pager,
        tuple(cut),
    )


def _text(scope: LexborNode | None, selector: str | None) -> str | None:
    node = scope.css_first(selector) if scope is not None and selector else None
    return fold(node.text(deep=True)) or None if node is not None else None


def _texts(scope: LexborNode | None, selector: str | None) -> tuple[str, ...]:
    if scope is None or not selector:
        return ()
    texts = (fold(node.text(deep=True)) for node in scope.css(selector))
    return tuple(dict.fromkeys(text for text in texts if text))


def _hrefs(scope: LexborNode | None, selector: str | None, base_url: str) -> tuple[str, ...]:
    if scope is None or not selector:
        return ()
    urls = (absolute_url(base_url, node.attributes.get("href") or "") for node in scope.css(selector))
    return tuple(dict.fromkeys(url for url in urls if url))


def _figures(scope: LexborNode | None, layout: Layout, base_url: str) -> tuple[Figure, ...]:
    """Pictures in order, each with the caption element that stands in the same block."""
    if scope is None or not layout.figure:
        return ()
    figures = []
    for image in scope.css(layout.figure):
        attributes = image.attributes
        source = attributes.get("data-src") or attributes.get("src") or ""
        block = image.parent
        while block is not None and block.tag in ("a", "picture"):
            block = block.parent
        figures.append(Figure(absolute_url(base_url, source), _text(block, _last_step(layout.caption))))
    return tuple(figures)


def _last_step(selector: str | None) -> str | None:
    """The part of a selector that speaks of the caption itself: the block around it is known already."""
    return selector.rsplit(">", 1)[-1].strip() if selector else None


def _cut(body: LexborNode, layout: Layout) -> list[tuple[str, str]]:
    """Take what is not text out of the body; what was noise stays on record with the selector that cut it."""
    cut = []
    if layout.fields:
        _remove(body.css(", ".join(layout.fields)))
    for selector in layout.drop:
        nodes = body.css(selector)
        cut += [(selector, text) for node in nodes if (text := fold(node.text(deep=True, separator=" ")))]
        _remove(nodes)
    return cut


def _remove(nodes: list[LexborNode]) -> None:
    # Innermost first: a node must not be touched after the one around it is gone.
    for node in reversed(nodes):
        node.decompose()
