"""One page read with one layout: every selector of it, once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsarchive.html.blocks import fold, read_blocks
from newsarchive.html.boxes import take_out_boxes
from newsarchive.html.figures import Figure, found_once, read_figures
from newsarchive.html.payload import Record
from newsarchive.models import Layout, Paragraph
from newsarchive.text.urls import absolute_url


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found on a page, as printed: by a layout, or by the fallback. No field is interpreted yet."""

    title: str | None
    paragraphs: tuple[Paragraph, ...]
    date: str | None = None
    """The line that prints the date, whatever stands around it."""
    date_attribute: str | None = None
    """What the element that prints it, or the one at `Layout.stamp`, states for machines."""
    authors: tuple[str, ...] = ()
    """Texts that name authors and no one else, with or without a label."""
    editors: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    """Texts that name people by role."""
    subtitle: str | None = None
    figures: tuple[Figure, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    pager_urls: tuple[str, ...] = ()
    cut: tuple[tuple[str, str], ...] = ()
    """(rule, text) of blocks that were taken out of the body."""
    record: Record | None = None
    """The article as the page's JSON has it, where the layout reads one."""


def recognises(layout: Layout, tree: LexborHTMLParser) -> bool:
    """Whether a page is of this layout, as far as its elements say."""
    return all(tree.css_first(selector) is not None for selector in (layout.recognise, *layout.needs))


def read_layout(tree: LexborHTMLParser, layout: Layout, base_url: str, record: Record | None = None) -> Reading:
    """Read a page; the body container is taken apart in doing so. Missing parts are None or empty, never an error.

    `record` is what `layout.payload` led to: its body is read instead of the page's, and its fields before the page's.
    """
    whole = (tree.css_first(layout.scope) if layout.scope else None) or tree.body
    body = record.body if record is not None else whole.css_first(layout.body) if whole is not None else None
    near = body if body is not None else whole
    date, attribute = _date(near, whole, layout.date)
    if layout.stamp and not attribute and whole is not None:
        attribute = _stamp(whole.css_first(layout.stamp))
    reading = Reading(
        title=_text(near, layout.title) or _text(whole, layout.title),
        date=date,
        date_attribute=attribute,
        authors=_texts(near, layout.authors) or _texts(whole, layout.authors),
        editors=_texts(near, layout.editors) or _texts(whole, layout.editors),
        bylines=_texts(near, layout.byline, " ") or _texts(whole, layout.byline, " "),
        subtitle=_text(near, layout.subtitle) or _text(whole, layout.subtitle),
        figures=_figures(near, whole, layout, base_url),
        section=next(iter(reversed(_texts(whole, layout.section))), None),
        tags=tuple(filter(None, (tag.lstrip("# ").strip() for tag in _texts(whole, layout.tags)))),
        source=_text(near, layout.source) or _text(whole, layout.source),
        pager_urls=_hrefs(whole, layout.pager, base_url),
        record=record,
        # last, because from here on the body is taken apart
        cut=tuple(_cut(body, layout)) if body is not None else (),
        paragraphs=_paragraphs(body, layout, base_url) if body is not None else (),
    )
    return reading if record is None else _with_record(reading, record)


def _paragraphs(body: LexborNode, layout: Layout, base_url: str) -> tuple[Paragraph, ...]:
    boxes = take_out_boxes(body, layout.related, base_url)
    return tuple(read_blocks(body, base_url, boxes))


def _with_record(reading: Reading, record: Record) -> Reading:
    return replace(
        reading,
        title=record.title,
        authors=record.authors or reading.authors,
        editors=record.editors or reading.editors,
        subtitle=record.subtitle or reading.subtitle,
        figures=record.figures or reading.figures,
        section=record.section or reading.section,
        tags=record.tags or reading.tags,
    )


def _figures(near: LexborNode | None, whole: LexborNode | None, layout: Layout, base_url: str) -> tuple[Figure, ...]:
    """The pictures of the body, else of the page; where an opening picture stands above the text, it is the first."""
    if layout.opening:
        opening = read_figures(whole, layout, base_url, opening=True)
        return opening + read_figures(near if near is not whole else None, layout, base_url)
    return read_figures(near, layout, base_url) or read_figures(whole, layout, base_url)


def _date(near: LexborNode | None, whole: LexborNode | None, selector: str | None) -> tuple[str | None, str | None]:
    """The first element that prints a digit, with its `datetime`: nearer ones first."""
    for scope in (near, whole):
        for node in scope.css(selector) if scope is not None and selector else ():
            text = fold(node.text(deep=True, separator=" "))
            if any(character.isdigit() for character in text):
                return text, _stamp(node)
    return None, None


def _stamp(node: LexborNode | None) -> str | None:
    """What an element states for machines; an `abbr` in its title, by the old microformat for dates."""
    if node is None:
        return None
    return node.attributes.get("datetime") or (node.attributes.get("title") if node.tag == "abbr" else None)


def _text(scope: LexborNode | None, selector: str | None) -> str | None:
    node = scope.css_first(selector) if scope is not None and selector else None
    if node is None:
        return None
    for line_break in node.css("br"):  # a headline set in two lines
        line_break.insert_before(" ")
    return fold(node.text(deep=True)) or None


def _texts(scope: LexborNode | None, selector: str | None, separator: str = "") -> tuple[str, ...]:
    if scope is None or not selector:
        return ()
    texts = (fold(node.text(deep=True, separator=separator)) for node in scope.css(selector))
    return tuple(dict.fromkeys(text for text in texts if text))


def _hrefs(scope: LexborNode | None, selector: str | None, base_url: str) -> tuple[str, ...]:
    if scope is None or not selector:
        return ()
    urls = (absolute_url(base_url, node.attributes.get("href") or "") for node in scope.css(selector))
    return tuple(dict.fromkeys(url for url in urls if url))


def _cut(body: LexborNode, layout: Layout) -> list[tuple[str, str]]:
    """Take what is not text out of the body; what was noise stays on record with the selector that cut it."""
    cut = []
    fields = [*layout.fields, layout.subtitle] if layout.subtitle else list(layout.fields)
    if fields:
        _remove(found_once(body, ", ".join(fields)))
    for selector in layout.drop:
        nodes = found_once(body, selector)
        for node in nodes:
            node.strip_tags(["script", "style"])
        cut += [(selector, text) for node in nodes if (text := fold(node.text(deep=True, separator=" ")))]
        _remove(nodes)
    return cut


def _remove(nodes: list[LexborNode]) -> None:
    """Empty the elements; they stay themselves, for a block between two loose texts is the border between them."""
    # Innermost first: a node must not be touched after the one around it is gone.
    for node in reversed(nodes):
        node.inner_html = ""
