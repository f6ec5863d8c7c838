"""One page of no known template, read: structured data, the place of the text, the lines around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsarchive.fallback.clutter import UNREAD, is_hidden, take_out_clutter
from newsarchive.fallback.fields import read_section, read_tags, stated_people
from newsarchive.fallback.headline import Headline, nearest, read_headline
from newsarchive.fallback.kinds import Cards, count_cards, is_feed, not_an_article
from newsarchive.fallback.line_words import names_people
from newsarchive.fallback.lines import Lines, around, read_lines, weights_of
from newsarchive.fallback.located import Located, locate, trafilatura_text
from newsarchive.fallback.pictures import read_pictures, take_out_captions
from newsarchive.fallback.printed import Places, name_before_date, read_bylines, read_date
from newsarchive.fallback.result import Fallback
from newsarchive.fallback.structured import body_of, read_description, read_times
from newsarchive.fallback.trimmed import trimmed
from newsarchive.html.blocks import read_blocks
from newsarchive.html.boxes import take_out_boxes
from newsarchive.html.figures import Figure
from newsarchive.html.layout import Reading
from newsarchive.models import Paragraph
from newsarchive.text.urls import bare_host, host_of

_BOX: Final = "data-newsarchive-box"
_FORM: Final = 1500
"""Characters of text in a form above which the form is round the page (ASP.NET) and no form of the page."""
_CAPTIONS: Final = 3
"""Pictures with captions that make a gallery of a page with hardly any text."""
_FORM_SHARE: Final = 0.5
_HIDDEN_SHARE: Final = 0.3
"""Share of a page's text that is never taken out as hidden: some sites hide the text until a script runs."""
_TIMES: Final = re.compile(r"publish|pubdate|datepublished|posted|^date$|dc\.date|itemprop:datepub|hatom:published")


def read_fallback(
    tree: LexborHTMLParser,
    html: str,
    url: str,
    *,
    base_url: str | None = None,
    meta: Mapping[str, str] | None = None,
    title_element: str | None = None,
    brands: Sequence[str] = (),
) -> Fallback:
    """Read a page without knowing its template; `tree` is `html` parsed, and is taken apart in doing so.

    `url` is the page's own address, relative links are resolved against `base_url` (None: `url`), `meta` are its meta
    elements as `html.metadata.read_meta` gives them, `brands` names of the outlet. Never raises: what is no article is
    said in `kind` and `warnings`.
    """
    if is_feed(html) or tree.body is None:
        return Fallback(None, "none", "other", warnings=("not-a-page: it is a feed, a sitemap, or has no body",))
    description, warnings = read_description(tree)
    times = read_times(tree, meta or {})
    _strip(tree, tree.body)
    lines = read_lines(tree.body)
    names = (*brands, host_of(url), *bare_host(host_of(url)).split(".")[:-1])
    headline = read_headline(lines, times, description, title_element, names)
    found, doubts = trafilatura_text(tree.html or "", url)
    located = locate(lines, tree.body, found, description, headline)
    if located is not None:
        headline = nearest(lines, headline, min(located.held))
    page = _Page(tree, tree.body, lines, headline, description, times, base_url or url)
    reading, name, cards = page.read(located) if located else page.without_text()
    verdict = not_an_article(
        url, headline, reading.paragraphs, cards, is_dated=reading.date is not None or _is_described(description, times)
    )
    if lines.is_cut:
        doubts += ("fallback-cut: the page has more lines than are read",)
    warnings = (*warnings, *doubts)
    if verdict is not None:
        kind, why = verdict
        captioned = sum(figure.caption is not None for figure in reading.figures)
        if kind == "other" and captioned >= _CAPTIONS and headline.is_agreed and reading.date:
            return Fallback(reading, name, "photo", description, times, warnings)
        return Fallback(None, "none", kind, description, times, (*warnings, why))
    return Fallback(reading, name, "article", description, times, warnings)


def _is_described(description: Mapping[str, Any], meta: Mapping[str, str]) -> bool:
    if description.get("datePublished") or description.get("articleBody"):
        return True
    return meta.get("og:type", "").lower() == "article" and any(_TIMES.search(name) for name in meta)


def _strip(tree: LexborHTMLParser, body: LexborNode) -> None:
    """Take out what no reader sees. A form round the whole page is only unwrapped."""
    whole = len(body.text(deep=True))
    for form in reversed(body.css("form")[:200]):
        if len(form.text(deep=True)) > min(_FORM, _FORM_SHARE * whole):
            form.unwrap()
    body.strip_tags(list(UNREAD))
    if tree.head is not None:  # what they say has been read, and they are half of many a page
        tree.head.strip_tags(["script", "style"])
    size = len(body.text(deep=True))
    hidden = [
        node
        for node in body.css('[style*="none"], [style*="hidden"], [hidden], .hide, .hidden, .d-none')[:500]
        if is_hidden(node)
    ]
    for node in reversed(hidden):
        if len(node.text(deep=True)) < _HIDDEN_SHARE * size:
            node.decompose()


@dataclass(slots=True)
class _Page:
    tree: LexborHTMLParser
    body: LexborNode
    lines: Lines
    headline: Headline
    description: Mapping[str, Any]
    meta: Mapping[str, str]
    base_url: str

    def read(self, located: Located) -> tuple[Reading, str, Cards]:
        """The reading of a page whose text was located, how it was found, and headlines of other articles."""
        container = located.container
        region = self._region(container)
        places = self._places(located)
        printed, stamp = read_date(self.lines, places, [self.meta[n] for n in self.meta if _TIMES.search(n)] + [
            text for text in (self.description.get("datePublished"),) if isinstance(text, str)
        ])  # fmt: skip
        authors, bylines = read_bylines(self.lines, places)
        section = read_section(region, self.body, self.meta, self.description, self.headline.text)
        tags = read_tags(region, self.tree.head, self.description)
        weights = weights_of(self.lines, located.held)
        cards = count_cards(container, self.lines, self.headline.text)
        figures = read_pictures(
            region, container, weights, meta=self.meta, description=self.description, base_url=self.base_url
        )
        paragraphs, cut = self._paragraphs(located, figures, weights)
        editors: tuple[str, ...] = ()
        if not (authors or bylines or any(names_people(p.text) for p in paragraphs)):
            name = name_before_date(printed or "")
            authors, editors = ((name,), ()) if name else stated_people(self.meta, self.description)
        reading = Reading(
            title=self.headline.text,
            paragraphs=paragraphs,
            date=printed,
            date_attribute=stamp,
            authors=authors,
            editors=editors,
            bylines=bylines,
            figures=figures,
            section=section,
            tags=tags,
            cut=cut,
        )
        return reading, located.name, cards

    def without_text(self) -> tuple[Reading, str, Cards]:
        """The reading of a page in which no text was located: what JSON-LD quotes, if it quotes the whole."""
        paragraphs = tuple(Paragraph(text) for text in body_of(self.description))
        authors, editors = stated_people(self.meta, self.description)
        reading = Reading(title=self.headline.text, paragraphs=paragraphs, authors=authors, editors=editors)
        return (
            replace(reading, tags=read_tags(self.body, self.tree.head, self.description)),
            "structured",
            count_cards(None, self.lines, self.headline.text),
        )

    def _region(self, container: LexborNode) -> LexborNode:
        """The smallest element that holds headline and text; the one around the text where that is the whole page."""
        if self.headline.line is not None:
            above = {node.mem_id for node in around(self.lines.lines[self.headline.line].node)}
            for node in around(container):
                if node.mem_id in above:
                    return node
        return container.parent or container

    def _places(self, located: Located) -> Places:
        inside = located.container.mem_id
        numbers = sorted(located.held)
        top = self.headline.line
        if top is not None and len(behind := [n for n in numbers if n > top]) > len(numbers) / 2:
            numbers = behind
        end = numbers[-1]
        for number in range(end + 1, min(len(self.lines.lines), end + 200)):
            if not any(node.mem_id == inside for node in around(self.lines.lines[number].node)):
                break
            end = number
        return Places(top, numbers[0], numbers[-1], end)

    def _paragraphs(
        self, located: Located, figures: tuple[Figure, ...], weights: Mapping[int, int]
    ) -> tuple[tuple[Paragraph, ...], tuple[tuple[str, str], ...]]:
        found = [self.lines.lines[number].letters for number in sorted(located.held)]
        captions = take_out_captions(located.container, figures)
        cut, boxes = take_out_clutter(located.container, weights)
        for box in boxes:
            box.attrs[_BOX] = "1"
        taken = take_out_boxes(located.container, (f"[{_BOX}]",), self.base_url) if boxes else ()
        paragraphs = read_blocks(located.container, self.base_url, taken)
        text, trimmings = trimmed(paragraphs, found, located.is_declared, self.headline.text)
        return text, (*captions, *cut, *trimmings)
