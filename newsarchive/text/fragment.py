"""HTML fragments: article bodies as feeds, REST answers and editors' exports hand them on, cut out of their page.

A fragment has no template to tell its parts by, and its markup is whatever an editor's tool left (unclosed elements,
Word's own tags, a body in a body), so BeautifulSoup reads it; what follows is the reading of a plain-text dump, which
knows a line by its words. Links keep their addresses.
"""

from __future__ import annotations

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PreformattedString, Tag

from newsarchive.models import CleanText, Link, Paragraph
from newsarchive.text.dump import clean_paragraphs

_BLOCKS = (
    *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ),
)
_UNREAD = ("script", "style", "noscript", "iframe", "template", "svg", "form", "button", "select", "textarea")
_BREAK = "\x1e"
"""Record separator: marks the border of a paragraph in the tree, and is taken out of what comes from outside."""


def clean_html(fragment: str, base_url: str | None = None) -> CleanText:
    """Reads an HTML fragment of one article as `clean_text()` reads its plain text; related links keep their URLs.

    Relative links are resolved against `base_url`; without one they have no URL. Any text gives a result; doubts are
    warnings `code: detail`. For a whole page of a known outlet use `extract_html()`: it knows where the text stands.
    """
    return clean_paragraphs(read_fragment(fragment, base_url))


def read_fragment(fragment: str, base_url: str | None = None) -> list[Paragraph]:
    """The paragraphs of a fragment in order: block elements and `<br>` part them, inline elements change nothing."""
    soup = BeautifulSoup(fragment.replace(_BREAK, " "), "lxml")
    for element in soup.find_all(_UNREAD):
        element.extract()
    for element in soup.find_all("br"):
        element.replace_with(_BREAK)
    for element in soup.find_all(_BLOCKS):
        element.insert_before(_BREAK)
        element.insert_after(_BREAK)
    return _paragraphs(soup, base_url)


def _paragraphs(soup: BeautifulSoup, base_url: str | None) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    pieces: list[tuple[str, Tag | None]] = []
    for string in soup.find_all(string=True):
        if not isinstance(string, NavigableString) or isinstance(string, Comment | PreformattedString):
            continue
        anchor = string.find_parent("a")
        first, *more = str(string).split(_BREAK)
        pieces.append((first, anchor))
        for piece in more:
            paragraphs += _paragraph(pieces, base_url)
            pieces = [(piece, anchor)]
    return paragraphs + _paragraph(pieces, base_url)


def _paragraph(pieces: list[tuple[str, Tag | None]], base_url: str | None) -> list[Paragraph]:
    """One paragraph of (text, anchor around it) pieces; none if they hold nothing but white space."""
    text = " ".join("".join(piece for piece, _ in pieces).split())
    if not text:
        return []
    links: list[Link] = []
    at = 0
    for anchor in dict.fromkeys(anchor for _, anchor in pieces if anchor is not None):
        label = " ".join("".join(piece for piece, around in pieces if around is anchor).split())
        start = text.find(label, at)
        url = _url(anchor, base_url)
        if label and start >= 0:
            at = start + len(label)
            if url:
                links.append(Link(label, url, start))
    return [Paragraph(text, tuple(links))]


def _url(anchor: Tag, base_url: str | None) -> str | None:
    href = str(anchor.get("href") or "").strip()
    try:
        url = urljoin(base_url or "", href)
    except ValueError:
        return None
    return url if url.startswith(("https://", "http://")) else None
