"""Where the text of an article stands: trafilatura finds the text, the page's elements say what is around it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from selectolax.lexbor import LexborNode

from newsarchive.fallback.headline import Headline
from newsarchive.fallback.line_words import is_date_line, names_people
from newsarchive.fallback.lines import Line, Lines, around, best_around, block_around
from newsarchive.fallback.structured import body_of
from newsarchive.text.paragraphs import same_letters
from newsarchive.text.related import ends_sentence

_LARGEST: Final = 2_000_000
"""Characters of HTML that are given to trafilatura, which takes some 250 ms for a megabyte and far more for what is
deeply nested. A page with its scripts taken out is seldom above 200,000."""
_MOST_TAGS: Final = 30_000
_FEW_TAGS: Final = 5_000
"""With more, it does without its second opinion (justext), whose time grows with the square of the blocks of a page:
5,000 list items take 2 s, 20,000 take 24 s."""
_FEWEST: Final = 25
"""Letters below which nothing counts as a text."""
_SENTENCE: Final = 25
"""Characters of a line that is taken for a sentence if it ends as one."""
_LEAST_OF_PROSE: Final = 0.35
_ENOUGH: Final = 300
"""Share of the sentences below the headline, in letters, that a text has to have to be the one of the page, if it is no
longer than so many letters."""
_FAR: Final = 80
_LONG: Final = 1000
"""Lines below the headline, and letters of what stands between, that make another text than the page's of it."""
_FOUND_AGAIN: Final = 0.4
"""Share of a text in characters that has to be found again on the page, in letters."""
_MOST_OF_FOUND: Final = 0.6
"""Share of the text that was found, in letters, that stands in the element which the page says holds it."""
_CONTENT: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:td-|jeg-|tdb-|the-)?(?:entry|post|article|artikel|news|berita|detail|read|single|story|main|isi"
    r"|text|page)[_-]{0,2}(?:content|body|text|konten|isi|detail|berita|artikel|article|entry|inner|inside)s?"
    r"|(?:content|konten|isi|body)[_-]{0,2}(?:berita|artikel|article|news|detail|text|inner|post|entry)|entry|itemtext"
    r"|isi|konten|articlebody|node__content|field--name-body|field-name-body|item-page|detail_text|detailtext)(?:$|[\s_-])",
    re.IGNORECASE,
)
_INLINE: Final = frozenset(("span", "font", "b", "strong", "em", "i", "a", "author"))
_HEIGHT: Final = 4
"""Elements above the smallest container among which one is looked for whose class says that it holds the text."""
_LOOSE: Final = 40
"""Letters of text straight in the element around the container that make it the container."""


@dataclass(frozen=True, slots=True)
class Located:
    """The container of the text, which of the page's lines are text for certain, and how that was found."""

    container: LexborNode
    held: dict[int, int]
    name: str
    is_declared: bool
    """Whether the page itself says, by microdata or class, that this element holds the text."""


def trafilatura_text(html: str, url: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs that trafilatura finds in a page (precision mode), and warnings where it could not be asked."""
    tags = html.count("<")
    if len(html) > _LARGEST or tags > _MOST_TAGS * 2:
        return (), (f"fallback-skipped: {len(html)} characters are too many for a general extractor",)
    import trafilatura  # noqa: PLC0415  # costs 160 ms, and most runs never need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells of every page without text
    try:
        document = trafilatura.bare_extraction(
            html, url=url, favor_precision=True, include_comments=False, with_metadata=False, fast=tags > _FEW_TAGS
        )
    except Exception as error:  # whatever a hostile page makes a library do, the page is only not read by it
        return (), (f"fallback-failed: {type(error).__name__} in trafilatura",)
    text = getattr(document, "text", None) or ""
    return tuple(filter(None, (line.strip() for line in text.split("\n")))), ()


def locate(
    lines: Lines, body: LexborNode, found: Sequence[str], description: Mapping[str, Any], headline: Headline
) -> Located | None:
    """Where the text stands that JSON-LD quotes or that was `found`; None if neither is on the page."""
    marked = _declared(body)
    prose = _place(lines, _prose(lines, headline), headline)
    for pieces, name in ((body_of(description), "articlebody"), (found, "trafilatura")):
        held = lines.find(pieces)
        if sum(held.values()) < _FOUND_AGAIN * sum(map(len, pieces)):
            continue
        if agreed := _agreed(lines, marked, held):
            return agreed
        place = _place(lines, held, headline)
        if place is not None and name == "trafilatura":
            place = _nearer(lines, place, headline) or place
        if place is not None and (prose is None or place.letters > min(_ENOUGH, _LEAST_OF_PROSE * prose.letters)):
            return _declare(lines, place, marked, name)
    return _declare(lines, prose, marked, "prose") if prose is not None else None


def _agreed(lines: Lines, marked: LexborNode | None, held: Mapping[int, int]) -> Located | None:
    """The element that the page itself says holds the text, where most of what was found stands in it.

    A margin may hold more sentences than a short piece of news.
    """
    if marked is None:
        return None
    inside = {n: size for n, size in held.items() if _holds(marked, lines.lines[n].node)}
    if sum(inside.values()) < max(_FEWEST, _MOST_OF_FOUND * sum(held.values())):
        return None
    return _located(lines, marked, inside, "articlebody", is_declared=True)


@dataclass(frozen=True, slots=True)
class _Place:
    container: LexborNode
    held: dict[int, int]
    letters: int
    """Of the text in the container."""


def _place(lines: Lines, held: Mapping[int, int], headline: Headline) -> _Place | None:
    """The element that holds the lines that are `held`, but for the headline, links, and dates and the like."""
    title = same_letters(headline.text or "")
    kept = {n: size for n, size in held.items() if _is_text(lines.lines[n], title)}
    container = best_around(lines, kept) if sum(kept.values()) >= _FEWEST else None
    if container is None or container.tag == "html":
        return None
    inside = {n: size for n, size in kept.items() if _holds(container, lines.lines[n].node)}
    return _Place(container, inside, sum(inside.values()))


def _nearer(lines: Lines, place: _Place, headline: Headline) -> _Place | None:
    """The text between the headline and a place far below it, if one is long enough: a margin may be longer."""
    far = min(place.held)
    if headline.line is None or far - headline.line < _FAR:
        return None
    between = {n: size for n, size in _prose(lines, headline).items() if n < far}
    nearer = _place(lines, between, headline)
    if nearer is None or nearer.letters < _LONG or _holds(nearer.container, place.container):
        return None
    return nearer


def _is_text(line: Line, title: str) -> bool:
    if line.linked or line.letters == title or is_date_line(line.text) or names_people(line.text):
        return False
    return len(line.text) >= _SENTENCE or ends_sentence(line.text)


def _declare(lines: Lines, place: _Place, marked: LexborNode | None, name: str) -> Located | None:
    """The place, widened to the element that the page itself says holds the text, if one does."""
    container = place.container
    if marked is not None and (_holds(marked, container) or _holds(container, marked)):
        return _located(lines, marked, place.held, "articlebody", is_declared=True)
    wider, is_declared = _widened(container)
    how = "container" if is_declared and name != "articlebody" else name
    return _located(lines, wider, place.held, how, is_declared=is_declared)


def _prose(lines: Lines, headline: Headline) -> dict[int, int]:
    """The lines below the headline that are sentences, for a page in which nothing else finds a text."""
    start = 0 if headline.line is None else headline.line + 1
    return {
        number: len(line.letters)
        for number, line in enumerate(lines.lines[start:], start)
        if not line.linked and len(line.text) >= _SENTENCE and ends_sentence(line.text)
    }


def _located(
    lines: Lines, container: LexborNode, held: dict[int, int], name: str, *, is_declared: bool
) -> Located | None:
    if container.tag in _INLINE:  # what reads a container reads it as a block
        container = block_around(container) or container
    inside = {n: size for n, size in held.items() if _holds(container, lines.lines[n].node)}
    return Located(container, inside, name, is_declared) if inside else None


def _declared(body: LexborNode) -> LexborNode | None:
    """The element that microdata calls the body of the article, where there is only one with text."""
    nodes = [node for node in body.css('[itemprop~="articleBody"]')[:5] if len(node.text(deep=True).strip()) > 200]
    return nodes[0] if len(nodes) == 1 else None


def _holds(outer: LexborNode, inner: LexborNode) -> bool:
    return any(node.mem_id == outer.mem_id for node in around(inner))


def _widened(container: LexborNode) -> tuple[LexborNode, bool]:
    """The element that holds all of the text: the nearest whose class says so, else where text is loose around it."""
    best = container
    for height, node in enumerate(around(container)):
        if node.tag in {"body", "html"} or height > _HEIGHT:
            break
        if _says_content(node):
            return node, True
    for node in around(container):
        if node.mem_id == container.mem_id:
            if node.tag not in {
                "p",
                "span",
                "font",
                "b",
                "strong",
                "em",
                "i",
                "center",
                "blockquote",
                "ul",
                "ol",
                "li",
            }:
                continue
            parent = node.parent
            if parent is not None and parent.tag not in {"body", "html"}:
                best = parent
            continue
        if node.tag in {"body", "html"} or _loose(node) < _LOOSE:
            break
        best = node
    return best, False


def _says_content(node: LexborNode) -> bool:
    attributes = node.attributes
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"
    return node.tag in {"div", "section", "article", "td", "main", "span"} and bool(_CONTENT.search(named[:400]))


def _loose(node: LexborNode) -> int:
    """Letters of text that stand straight in `node`, not in blocks or links of it."""
    return sum(
        len((child.text_content or "").strip()) for child in node.iter(include_text=True) if child.tag == "-text"
    )
