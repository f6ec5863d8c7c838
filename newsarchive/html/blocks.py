"""A body container to paragraphs: what a reader sees as separate lines of text, with the links inside each.

The container is written out by the parser, which makes it regular (every attribute quoted, every `<` of the text
escaped), and is read in one pass over its tags. White space follows the rules of HTML: runs fold to one space, inline
elements neither add nor remove any, so words are never glued and never split (a page pasted from Word has one span a
word). Block elements and `<br>` end a paragraph.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from newsarchive.models import Link, Paragraph
from newsarchive.text.urls import absolute_url

# The quantifiers are possessive: a tag or comment is read once, however it ends. Group 1 is text, 2 to 4 are a tag.
_TOKEN = re.compile(r'([^<]++)|<(?:(/?)([a-zA-Z][^\s/>]*+)([^">]*+(?:"[^"]*+"[^">]*+)*+)>)')
_COMMENT = re.compile(r"<!--[^-]*+(?:-(?!->)[^-]*+)*+-->")
_HREF = re.compile(r'\shref="([^"]*)"')
# Zero-width space, joiners, word joiner, BOM and soft hyphen have no width: they neither part nor join words.
_NO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_INLINE = ["span", "strong", "b", "em", "i", "u", "font", "small", "sup", "sub", "mark"]
_UNREAD = ["script", "style", "noscript", "iframe", "template", "svg", "object", "form", "button", "select", "textarea"]


def fold(text: str) -> str:
    """White space of every kind folded to single spaces, characters without width taken out, ends trimmed."""
    if not text.isascii() and _NO_WIDTH.search(text):
        text = _NO_WIDTH.sub("", text)
    return " ".join(text.split())


def read_blocks(container: LexborNode, base_url: str) -> list[Paragraph]:
    """The paragraphs of `container` in order, empty ones left out. Scripts, forms and frames are cut out first."""
    container.strip_tags(_UNREAD)
    # Pages pasted from Word have a span round every word: the parser takes them off faster than we can skip them.
    container.unwrap_tags(_INLINE)
    html = container.html or ""
    reader = _Reader(base_url)
    for text, close, tag, attributes in _TOKEN.findall(_COMMENT.sub("", html) if "<!--" in html else html):
        if text:
            reader.parts.append(_unescape(text))
        else:
            reader.tag(tag, closing=bool(close), attributes=attributes)
    reader.end_paragraph()
    return reader.paragraphs


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

    def tag(self, tag: str, *, closing: bool, attributes: str) -> None:
        """One start or end tag of the container."""
        if tag in _BLOCKS:
            self.end_paragraph()
        elif tag in _CELLS:
            self.parts.append(" ")
        elif tag == "a":
            self.end_anchor()
            href = None if closing else _HREF.search(attributes)
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
        href = self.anchor[1] if self.anchor else None
        self.end_anchor()
        text = fold("".join(self.parts))
        if text:
            self.paragraphs.append(Paragraph(text, self._links(text) if self.links else ()))
        self.parts, self.links = [], []
        self.anchor = None if href is None else (0, href)

    def _links(self, text: str) -> tuple[Link, ...]:
        found = []
        for first, last, href in self.links:
            label = fold("".join(self.parts[first:last]))
            url = absolute_url(self.base_url, href) if label else None
            if url:
                before = fold("".join(self.parts[:first]))
                found.append(Link(label, url, text.find(label, max(0, len(before) - 1))))
        return tuple(found)
