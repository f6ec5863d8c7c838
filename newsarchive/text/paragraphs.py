"""Paragraphs before they are read: white space folded, their look, and the run of noise that a page ends with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newsarchive.models import Link, Paragraph
from newsarchive.text.noise import Noise, NoiseMatch
from newsarchive.text.urls import bare_host, host_of

_BULLET = re.compile(r"[-–•*·]\s+(?=\S)")
_ZERO_WIDTH = str.maketrans(dict.fromkeys("\u200b\u2060\ufeff"))
_SIDE_HEADING = re.compile(r"(?=.{4,50}\Z)[^\W\d_][^\s:()]*+(?: [^\s:()]++){0,5} ?:?(?<![.!?\"”*])")
"""A line that may stand over a list of links: short, no sentence, no byline with its name, no sign-off."""
_LIST_WORDS = 3
"""Words that a headline in a closing list has at least."""
_HEADLINE = 160
"""Characters: a paragraph that is longer is no headline."""
_GLANCE = 40
"""Characters that tell two headlines apart as a rule."""


def fold(paragraph: Paragraph) -> Paragraph:
    """White space folded, zero-width space removed; anchors are found again in what that makes of the text."""
    text = paragraph.text
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return paragraph
    text = " ".join(text.translate(_ZERO_WIDTH).split())
    if text == paragraph.text:
        return paragraph
    return Paragraph(text, moved_links(paragraph.links, text), paragraph.is_related)


def moved_links(links: Sequence[Link], text: str) -> tuple[Link, ...]:
    """The links whose anchors are still in `text`, in order, each with its new start."""
    moved: list[Link] = []
    at = 0
    for link in links:
        anchor = " ".join(link.text.translate(_ZERO_WIDTH).split())
        start = text.find(anchor, at)
        if anchor and start >= 0:
            moved.append(Link(anchor, link.url, start))
            at = start + len(anchor)
    return tuple(moved)


def run_together(one: Paragraph, other: Paragraph) -> Paragraph:
    """Two paragraphs as one, with a space between them and the anchors of both; related if the second is."""
    shift = len(one.text) + 1
    links = (*one.links, *(replace(link, start=link.start + shift) for link in other.links))
    return Paragraph(f"{one.text} {other.text}", links, other.is_related)


def same_letters(text: str) -> str:
    """What two printings of one headline share: letters and digits, case folded."""
    return "".join(filter(str.isalnum, text.casefold()))


def has_letters(text: str, letters: str) -> bool:
    """Whether `same_letters(text)` is `letters`: the beginning of a text tells it of nearly all."""
    return letters.startswith(same_letters(text[:_GLANCE])) and same_letters(text) == letters


def bullet_end(text: str) -> int:
    """Where the words of a list item begin; 0 for a paragraph that is none."""
    bullet = _BULLET.match(text)
    return bullet.end() if bullet else 0


def is_headline(text: str) -> bool:
    """Whether a paragraph may be a headline: short, and no sentence that ends in a full stop."""
    return len(text) <= _HEADLINE and not text.endswith((".", '."', ".”", ":", ","))


def is_only_links(paragraph: Paragraph) -> bool:
    """Whether a paragraph has anchors and not a letter beside them."""
    at = 0
    for link in paragraph.links:
        if any(mark.isalnum() for mark in paragraph.text[at : link.start]):
            return False
        at = link.start + len(link.text)
    return at > 0 and not any(mark.isalnum() for mark in paragraph.text[at:])


def with_boxes(paragraphs: Sequence[Paragraph], found: Sequence[NoiseMatch | None]) -> Sequence[Paragraph]:
    """The same paragraphs, with those marked as related that a page prints as a list of links under a heading.

    'Jangan Lewatkan', 'Berita Terkait', 'Read also' over nothing but links is such a box, where the layout names none.
    """
    out: list[Paragraph] | None = None
    for number, match in enumerate(found):
        if match is None or match.rule.name != "related-heading":
            continue
        at = number + 1
        while at < len(paragraphs) and found[at] is None and is_only_links(paragraphs[at]):
            at += 1
        if at > number + 1:
            out = out or list(paragraphs)
            out[number:at] = [Paragraph(p.text, p.links, True) for p in paragraphs[number:at]]
    return out or paragraphs


def with_closing_list(paragraphs: Sequence[Paragraph], site: str) -> Sequence[Paragraph]:
    """The same paragraphs, with those marked as related with which the page ends if they are a list of links.

    Two lines or more that are nothing but headlines of `site` (a host, without `www.`), each a link, lead on to other
    articles, whatever the line above them says; that line goes with them if it is a heading by its form.
    """
    at = len(paragraphs)
    while at and (paragraphs[at - 1].is_related or _is_headline_of(paragraphs[at - 1], site)):
        at -= 1
    listed = [p for p in paragraphs[at:] if not p.is_related]
    if len(listed) < 2 or not at:
        return paragraphs
    out = [*paragraphs[:at], *(replace(p, is_related=True) for p in paragraphs[at:])]
    above = paragraphs[at - 1]
    if not above.links and _SIDE_HEADING.fullmatch(above.text):
        out[at - 1 : at + 1] = [run_together(above, out[at])]
    return out


def _is_headline_of(paragraph: Paragraph, site: str) -> bool:
    if not paragraph.links or not is_headline(paragraph.text) or paragraph.text.count(" ") < _LIST_WORDS - 1:
        return False
    return is_only_links(paragraph) and all(bare_host(host_of(link.url)) == site for link in paragraph.links)


def tail_run(
    paragraphs: Sequence[Paragraph], found: Sequence[NoiseMatch | None], first: int, noise: Noise
) -> tuple[int, int | None]:
    """Where the run of noise at the end begins, and where the heading of a side list does, if there is one.

    The run is read from the last paragraph upwards (not above `first`) until a paragraph is no noise: the same words
    higher up are text. Related links and lone sign-offs do not end it. Below a heading such as 'Berita Terkini'
    headlines belong to it too.
    """
    heading = None
    for number in range(len(paragraphs) - 1, first - 1, -1):
        match = found[number]
        if paragraphs[number].is_related:
            continue
        if match and match.rule.kind == "heading" and match.rule.applies == "stop":
            heading = number
        elif not match and not is_headline(paragraphs[number].text) and not is_only_links(paragraphs[number]):
            break
    last = len(paragraphs) if heading is None else heading
    for number in range(last - 1, first - 1, -1):
        match, text = found[number], paragraphs[number].text
        if paragraphs[number].is_related:
            continue
        if match and match.rule.applies in {"whole", "stop"}:
            last = number
        elif not (match.rule.kind == "related" if match else noise.labels.match(text) or noise.is_sign_off(text)):
            break
    return last, heading
