"""Which paragraphs of a container are the text of the article: those that were found, and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise
from typing import Final

from newsarchive.fallback.line_words import (
    LABEL,
    OURS,
    PLACE_ALONE,
    SIGN_OFF,
    is_date_line,
    is_end,
    names_people,
)
from newsarchive.models import Paragraph
from newsarchive.text.noise import load_noise
from newsarchive.text.paragraphs import is_only_links, run_together, same_letters
from newsarchive.text.related import ends_sentence

_TOP: Final = 12
"""Paragraphs at the top of a container among which headline, summary, date and byline stand."""
_NEAR: Final = 9
_CARDS: Final = 3
"""So many headlines of other articles among so many paragraphs make a list."""
_SEARCHED: Final = 50_000_000
"""Paragraphs times letters above which a paragraph has to be one of the lines found, and no part of them."""
_SURE_LETTERS: Final = 18
"""Letters of a paragraph that tell it of others."""
_PROSE: Final = 50
_SURE: Final = 140
"""Characters of a paragraph that may be text, if it ends as a sentence does, and of one that is, however it ends."""
_FOOT: Final = 12
_FOOT_MARKS: Final = 5
_FOOT_BELOW: Final = 6
_FOOT_LETTERS: Final = 1000
"""Lines of a foot, marks of an end in it, and paragraphs and letters of the text that it stands below."""
_SHORTEST: Final = 8
"""Characters of a heading."""
_REACH: Final = 3
"""Paragraphs behind the last one found among which further text is looked for."""


def trimmed(
    paragraphs: Sequence[Paragraph], found: Sequence[str], is_declared: bool, headline: str | None
) -> tuple[tuple[Paragraph, ...], tuple[tuple[str, str], ...]]:
    """The paragraphs of the text, with related links marked, and what stood before and behind it as (rule, text).

    `found` are the letters of the lines that were found, `is_declared` whether the container is said to hold nothing
    but text, `headline` the headline: a run of links is not text, wherever it stands.
    """
    ads = [_is_ad(p) for p in paragraphs]  # they part what belongs together
    marked, labels, ours = _with_related([p for p, is_ad in zip(paragraphs, ads, strict=True) if not is_ad])
    labels += [("advertisement", p.text) for p, is_ad in zip(paragraphs, ads, strict=True) if is_ad]
    title = same_letters(headline or "")
    start = max((n + 1 for n, p in enumerate(marked[:_TOP]) if title and same_letters(p.text) == title), default=0)
    whole = "".join(found)
    end = _lists_begin(marked, ours, len(whole))
    lines = frozenset(found)
    searched = whole if len(marked) * len(whole) < _SEARCHED else ""
    sure = [number for number in range(start, end) if _is_found(marked[number], lines, searched)]
    sure = _up_to_foot(marked, ours, sure)
    if not sure:
        return (), (*labels, *(("fallback-not-text", paragraph.text) for paragraph in marked))
    first = _first(marked, ours, _behind_head(marked, sure), start)
    kept = {*range(first, sure[-1] + 1), *_tail(marked, ours, sure[-1], end, is_declared)}
    head = (("fallback-head", p.text) for p in marked[:first])
    tail = (("fallback-tail", p.text) for n, p in enumerate(marked) if n > first and n not in kept)
    return _opened(tuple(p for n, p in enumerate(marked) if n in kept)), (*labels, *head, *tail)


def _is_ad(paragraph: Paragraph) -> bool:
    if len(paragraph.text) > _PROSE:
        return False
    match = load_noise().match(paragraph.text)
    return match is not None and match.rule.name == "advertisement"


def _opened(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The same with a place that stands loose before the first paragraph ('Jakarta -') joined to that."""
    if (
        len(paragraphs) < 2
        or any(p.is_related for p in paragraphs[:2])
        or not PLACE_ALONE.fullmatch(paragraphs[0].text)
    ):
        return paragraphs
    place, first, *rest = paragraphs
    return (run_together(place, first), *rest)


def _is_found(paragraph: Paragraph, lines: Set[str], whole: str) -> bool:
    if paragraph.is_related or is_date_line(paragraph.text) or names_people(paragraph.text):
        return False
    letters = same_letters(paragraph.text)
    if len(letters) < _SURE_LETTERS:
        return False
    return letters in lines or letters in whole or (len(letters) > 120 and letters[20:100] in whole)


def _lists_begin(paragraphs: Sequence[Paragraph], ours: Set[int], size: int) -> int:
    """Where lists of other articles begin, once half of the text has been: headlines that are links, close together."""
    letters = 0
    for number, paragraph in enumerate(paragraphs):
        if paragraph.is_related and letters > size / 2 and number not in ours:
            near = range(number, min(len(paragraphs), number + _NEAR))
            if sum(paragraphs[n].is_related and n not in ours for n in near) >= _CARDS:
                return number
        elif not paragraph.is_related:
            letters += len(same_letters(paragraph.text))
    return len(paragraphs)


def _up_to_foot(paragraphs: Sequence[Paragraph], ours: Set[int], sure: list[int]) -> list[int]:
    """Those of `sure` above a foot that parts an article from a margin in one container with it.

    A foot is a run of lines that are not text, with several marks of an end among them: shares, tags, other headlines.
    """
    letters = 0
    for count, (number, later) in enumerate(pairwise(sure), 1):
        letters += len(same_letters(paragraphs[number].text))
        if count < _FOOT_BELOW or letters < _FOOT_LETTERS or later - number < _FOOT:
            continue
        between = range(number + 1, later)
        marks = [n for n in between if is_end(paragraphs[n].text) or (paragraphs[n].is_related and n not in ours)]
        if len(marks) >= _FOOT_MARKS:
            return sure[:count]
    return sure


def _behind_head(paragraphs: Sequence[Paragraph], sure: Sequence[int]) -> int:
    """The first paragraph of the text proper: behind a summary that stands above the date or the byline."""
    for number in range(sure[0] + 1, min(sure[-1], sure[0] + _TOP)):
        text = paragraphs[number].text
        if is_date_line(text) or names_people(text):
            behind = [n for n in sure if n > number]
            if len(behind) >= 2 and len([n for n in sure if n < number]) == 1:
                return behind[0]
    return sure[0]


def _first(paragraphs: Sequence[Paragraph], ours: Set[int], sure: int, start: int) -> int:
    """Where the text begins: prose, or the place alone, right before the first paragraph that is text for certain."""
    first = sure
    while first > start:
        before = paragraphs[first - 1]
        if before.is_related and first - 1 not in ours:
            break
        if names_people(before.text) or is_date_line(before.text):
            break
        if not (before.is_related or first - 1 in ours or _is_prose(before) or PLACE_ALONE.fullmatch(before.text)):
            break
        first -= 1
    return first


def _tail(paragraphs: Sequence[Paragraph], ours: Set[int], sure: int, end: int, is_declared: bool) -> list[int]:
    """What belongs to the text behind its last sure paragraph, up to a heading of what is no text any more."""
    kept: list[int] = []
    last, reach = sure, 4 * _REACH if is_declared else _REACH
    is_over = False
    for at in range(sure + 1, min(end, sure + 1 + 4 * reach)):
        paragraph = paragraphs[at]
        is_label = is_end(paragraph.text) or LABEL.fullmatch(paragraph.text)
        if at - last > reach or (is_label and at not in ours):
            break
        if paragraph.is_related or at in ours:
            kept += [at] if at in ours and not is_over else []
            continue
        is_teaser = paragraphs[at - 1].is_related and at - 1 not in ours
        if SIGN_OFF.fullmatch(paragraph.text) or names_people(paragraph.text):
            is_over = True
        elif is_teaser or not (_is_prose(paragraph) or (is_declared and not paragraph.links and at == last + 1)):
            continue
        elif at == last + 2 and not is_over and _is_heading(paragraphs[at - 1]):
            kept.append(at - 1)
        kept.append(at)
        last = at
    return [at for at in kept if not (paragraphs[at].text.endswith(":") and _is_bare(paragraphs, kept, at + 1))]


def _is_heading(paragraph: Paragraph) -> bool:
    """Whether a line between two paragraphs of the text may be a heading in it."""
    text = paragraph.text
    is_free = not (paragraph.links or paragraph.is_related or is_date_line(text) or names_people(text))
    return is_free and _SHORTEST <= len(text) <= 2 * _PROSE and OURS.match(text) is None


def _is_bare(paragraphs: Sequence[Paragraph], kept: Sequence[int], number: int) -> bool:
    """Whether a label above paragraph `number` labels nothing that is text."""
    if number not in kept:
        return True
    text = paragraphs[number].text
    return paragraphs[number].is_related or names_people(text) or SIGN_OFF.fullmatch(text) is not None


def _is_prose(paragraph: Paragraph) -> bool:
    text = paragraph.text
    linked = sum(len(link.text) for link in paragraph.links)
    if paragraph.is_related or linked > len(text) / 2:
        return False
    return len(text) >= _SURE or (len(text) >= _PROSE and ends_sentence(text))


def _with_related(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[tuple[str, str]], set[int]]:
    """Headlines that are links and nothing else marked as related; the labels above them taken out, as (rule, text);
    and which of them, by number, lead readers of this article on: those with such a label.
    """
    marked = [replace(p, is_related=True) if not p.is_related and _is_linked_headline(p) else p for p in paragraphs]
    labels = {
        number
        for number, paragraph in enumerate(marked[:-1])
        if marked[number + 1].is_related and len(paragraph.text) < _PROSE and LABEL.fullmatch(paragraph.text)
    }
    cut = [("fallback-label", marked[number].text) for number in sorted(labels)]
    kept: list[Paragraph] = []
    ours: set[int] = set()
    is_labelled = False
    for number, paragraph in enumerate(marked):
        if number in labels:
            is_labelled = OURS.match(paragraph.text) is not None
            continue
        is_labelled = paragraph.is_related and is_labelled
        if _leads_on(paragraph) or (paragraph.is_related and (is_labelled or OURS.match(paragraph.text))):
            ours.add(len(kept))
        kept.append(paragraph)
    return kept, cut, ours


def _leads_on(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a label in the text with a link behind it: 'Baca juga: ...'."""
    label = OURS.match(paragraph.text)
    return label is not None and sum(len(link.text) for link in paragraph.links) > len(paragraph.text) / 2


def _is_linked_headline(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a headline that leads elsewhere; a bare address is none."""
    text = paragraph.text
    return (
        bool(paragraph.links)
        and is_only_links(paragraph)
        and text.count(" ") >= 3
        and "://" not in text
        and not ends_sentence(text[:-1] + text[-1:].replace("?", "").replace("!", ""))
    )
