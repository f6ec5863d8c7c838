"""A body container to paragraphs: what a reader sees as separate lines of text, with the links inside each.

The container is written out by the parser, which makes it regular (every attribute quoted, every `<` of text and
attributes escaped), and is read in one pass over its tags. White space follows the rules of HTML: runs fold to one
space, inline elements neither add nor remove any, so words are never glued and never split (a page pasted from Word
has one span a word). Block elements and `<br>` end a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsarchive.models import Link, Paragraph
from newsarchive.text.urls import absolute_url

# A tag ends at the next >: the parser escapes those in attributes. Each pattern keeps what it has read however it ends
# (possessive, the closing mark optional), or hostile text could make it read the same characters many times.
_TOKEN = re.compile(r"([^<]*+)<(?:(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>?)?")  # text, and the tag after it
_COMMENT = re.compile(r"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?")
_GONE = "\0"
"""Stands for a comment taken out: no parsed page holds this character."""
_GONE_FROM_TAG = re.compile("<[^<>\0]*+\0")
_HREF = re.compile(r'\shref="([^"]*)"')
# Zero-width space, joiners, word joiner, BOM and soft hyphen have no width: they neither part nor join words.
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_UNREAD = frozenset(
    (
        *("button", "form", "iframe", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg"),
        *("template", "textarea", "plaintext", "xmp"),
    )
)
_UNREAD_TAG = re.compile(rf"<({'|'.join(sorted(_UNREAD, key=len, reverse=True))})(?=[\s/>])")
_TAKEN_OFF = ["span", "strong"]
_RAW = frozenset(("plaintext", "xmp"))
"""Their text is read, but has to be taken out of them: within them it is written out unescaped."""


def fold(text: str) -> str:
    """White space of every kind folded to single spaces, characters without width taken out, ends trimmed."""
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    if not text.isascii():
        for mark in _NO_WIDTH:
            if mark in text:
                text = text.replace(mark, "")
    return text


# A noncharacter, which no honest text holds. A hostile page that does can at most move one of its own boxes.
_BOX = "\ufdd0"
_BOX_MARK = re.compile(f"{_BOX}(\\d{{1,4}}){_BOX}")


def box_mark(number: int) -> str:
    """The text that stands in a tree for the `number`-th box that was taken out of it."""
    return f"{_BOX}{number}{_BOX}"


def read_blocks(container: LexborNode, base_url: str, boxes: Sequence[Paragraph] = ()) -> list[Paragraph]:
    """The paragraphs of `container` in order, empty ones left out. Scripts, forms and frames are cut out of it.

    `boxes` are put where `container` holds their marks (see `boxes.take_out_boxes`), as paragraphs of their own.
    """
    reader = _Reader(base_url)
    for text, close, tag, attributes in _tokens(container):
        if boxes and _BOX in text:
            reader.add_with_boxes(_unescape(text), boxes)
        elif text and (reader.parts or not text.isspace()):
            reader.parts.append(_unescape(text))
        if tag in _BLOCKS:
            reader.end_paragraph()
        elif tag == "a":
            reader.end_anchor()
            if not close:
                reader.start_anchor(attributes)
        elif tag in _CELLS:
            reader.parts.append(" ")
    reader.end_paragraph()
    return reader.paragraphs


def _tokens(container: LexborNode) -> list[tuple[str, str, str, str]]:
    """Text, '/' of an end tag, tag and attributes, over and over: the whole container without its comments."""
    if container.tag in _TAKEN_OFF:  # it would be taken off itself, and leave nothing to read
        container = LexborHTMLParser(f"<div>{container.html}</div>").css_first("div") or container
    # Pages pasted from Word have a span round every word: the parser takes them off faster than we can skip them.
    container.unwrap_tags(_TAKEN_OFF)
    html = container.html or ""
    if unread := set(_UNREAD_TAG.findall(html)):
        container.strip_tags(sorted(unread - _RAW))
        container.unwrap_tags(sorted(unread & _RAW))
        html = container.html or ""
    return _TOKEN.findall(_without_comments(container, html))


def _without_comments(container: LexborNode, html: str) -> str:
    """The container without comments; `html` is what it is written out as."""
    if "<!--" not in html:
        return html
    marked = _COMMENT.sub(_GONE, html)
    if _GONE_FROM_TAG.search(marked):
        _take_out_odd_names(container)
        marked = _COMMENT.sub(_GONE, container.html or "")
    return marked.replace(_GONE, "")


def _take_out_odd_names(container: LexborNode) -> None:
    """Take `sp<!--` out, which to a parser is the name of an element: written out, it would look like a comment."""
    for node in list(container.traverse(include_text=False)):
        if "<" in (node.tag or ""):
            node.unwrap()
        else:
            for name in [name for name in node.attributes if "<" in name]:
                del node.attrs[name]


def _unescape(text: str) -> str:
    """Undo the four escapes that an HTML serializer writes (HTML Standard, 'escaping a string')."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


class _Reader:
    """Collects the text and the anchors of one paragraph after the other."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.paragraphs: list[Paragraph] = []
        self.parts: list[str] = []
        self.links: list[tuple[int, int, str]] = []  # (first part, part after the last, href)
        self.anchor: tuple[int, str] | None = None

    def add_with_boxes(self, text: str, boxes: Sequence[Paragraph]) -> None:
        """Take up text that holds marks of boxes: what stands before and after a box are two paragraphs."""
        done = 0
        for mark in _BOX_MARK.finditer(text):
            self.parts.append(text[done : mark.start()])
            self.end_paragraph()
            if int(mark[1]) < len(boxes):
                self.paragraphs.append(boxes[int(mark[1])])
            done = mark.end()
        self.parts.append(text[done:])

    def start_anchor(self, attributes: str) -> None:
        """Open an anchor here, if it leads anywhere."""
        href = _HREF.search(attributes)
        if href:
            self.anchor = (len(self.parts), _unescape(href.group(1)))

    def end_anchor(self) -> None:
        """Keep the open anchor, if any, up to here."""
        if self.anchor:
            first, href = self.anchor
            self.links.append((first, len(self.parts), href))
            self.anchor = None

    def end_paragraph(self) -> None:
        """Make a paragraph of what was collected. An anchor that runs over the border goes on after it."""
        if not self.parts:
            return
        href = self.anchor[1] if self.anchor else None
        self.end_anchor()
        text = fold("".join(self.parts))
        if text:
            self.paragraphs.append(Paragraph(text, self._links(text) if self.links else ()))
        self.parts, self.links = [], []
        self.anchor = None if href is None else (0, href)

    def _links(self, text: str) -> tuple[Link, ...]:
        """The anchors of the paragraph `text`. What stands before each is folded once: there may be thousands."""
        found = []
        done = before = 0  # parts read, and the characters of `text` that they make
        is_parted = False  # whether white space came after those
        for first, last, href in self.links:
            chunk = _visible("".join(self.parts[done:first]))
            if chunk:
                words = " ".join(chunk.split())
                if words:
                    before += len(words) + (before > 0 and (is_parted or chunk[0].isspace()))
                is_parted = chunk[-1].isspace()
            done = first
            label = fold("".join(self.parts[first:last]))
            url = absolute_url(self.base_url, href) if label else None
            if url:
                found.append(Link(label, url, text.find(label, max(0, before - 1))))
        return tuple(found)
