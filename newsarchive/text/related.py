"""Related links inside a paragraph: where the label stands, where the headline ends, and what text is left."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.models import Link, Paragraph
from newsarchive.text.noise import Noise
from newsarchive.text.paragraphs import moved_links

_LONGEST_TITLE = 160
"""Characters; the longest of some 130 real headlines looked at is 118."""

_MOST_LINKS = 50
"""Anchors looked at after one label."""

_CONNECTORS = frozenset(
    (
        *(
            "di",
            "ke",
            "dari",
            "dan",
            "yang",
            "untuk",
            "dengan",
            "pada",
            "jadi",
            "saat",
            "bagi",
            "atau",
            "hingga",
            "dalam",
        ),
        *("oleh", "tak", "vs", "soal", "usai", "demi", "para", "akan", "agar", "karena", "lewat", "tanpa", "serta"),
    )
)
"""Words that stay in lower case within a headline in which Every Word Is Capitalised."""

_SENTENCE_END = re.compile(r"[.!?…][\"”'’)\]]*$")
_FULL_STOP = re.compile(r"\.[\"”'’)\]]*(?: |$)")
_QUOTE = '"“«‘'
_TO_LINK = re.compile(r"[\s\xa0:»>•\-–—\"“'‘(]*(?:\d{1,2}[.)]\s?)?")
BETWEEN_LINKS = re.compile(r"[\s\xa0,;|•·/\-]*(?:dan\s+|\d{1,2}[.)]\s?)?")
"""What may stand between two links of one list."""
_BARE_LABEL = re.compile(
    r"(?:(?:baca|simak|lihat|tonton) (?:juga|pula)|(?:baca|simak|lihat|tonton|read)(?= ?:)|also read"
    r"|(?:read|see) (?:also|more)|related (?:stor(?:y|ies)|articles?))[\s:]{0,4}$",
    re.IGNORECASE,
)
_IN_BARE_LABELS = ("juga", "pula", "read", "see also", "related")
_IN_LABELS = (*_IN_BARE_LABELS, "baca", "simak", "lihat", "tonton")
_BRACKETED = re.compile(
    r"\s?[(\[]\s?(?:(?P<plain>baca)(?= ?:)|(?:baca|simak|lihat|tonton) (?:juga|pula)|(?:read|see) also|also read) ?:\s?"
    r"(?P<titles>[^()\[\]]{5,300})[)\]]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A headline that was linked to; `url` is None where the text had no anchor."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A paragraph taken apart: pieces of text and headlines, in order. `doubts` say what was decided by a heuristic."""

    pieces: tuple[str | Found, ...]
    doubts: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    """Labels without a headline, as printed."""
    is_open: bool = False
    """Whether the paragraph ends in such a label."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a full stop, question or exclamation mark, closing quotes and brackets aside."""
    return _SENTENCE_END.search(text[-6:]) is not None


def may_have_label(paragraph: Paragraph) -> bool:
    """A glance that spares most paragraphs the search for a label."""
    text = paragraph.text
    if not paragraph.links:
        return ":" in text and ("juga" in (lower := text.lower()) or "pula" in lower)
    lower = text.lower()
    return any(word in lower for word in (_IN_LABELS if ":" in text else _IN_BARE_LABELS))


def cut_related(text: str, links: Sequence[Link], noise: Noise, label_end: int = 0) -> Cut | None:
    """Takes the related links out of a paragraph whose white space is folded; None if it has no label.

    `label_end` is where a label at the start ends that a rule found (0: none); others are looked for here.
    An anchor after a label is the headline, to the letter, and what follows it is text. Without an anchor the headline
    ends with the paragraph or at the next label, unless text is glued to it: then `_headline_end` decides and the cut
    says so.
    """
    marks = [(mark.start(), mark.end()) for mark in noise.labels.finditer(text)]
    marks += _labels_before_links(text, links)
    if label_end:
        marks.append((0, label_end))
    if not marks:
        return None
    marks = sorted(set(marks))
    pieces: list[str | Found] = []
    doubts: list[str] = []
    bare: list[str] = []
    at = 0
    starts = [link.start for link in links]
    for number, (start, end) in enumerate(marks):
        if start < at:  # a label inside the headline of another
            continue
        pieces.append(text[at:start])
        stop = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        near = max(0, bisect_left(starts, start) - 1)  # the anchor may begin with the label itself
        found, at = _anchors(text, links[near : near + _MOST_LINKS], start, end)
        if not found:
            found, at, doubt = _unlinked(text, start, end, stop)
            doubts += doubt
            if not found:
                bare.append(text[start:end].strip())
        pieces += found
    pieces.append(text[at:])
    return Cut(_joined(pieces), tuple(doubts), tuple(bare), bool(bare) and text.endswith(bare[-1]))


def cut_brackets(paragraph: Paragraph) -> tuple[Paragraph, tuple[Found, ...]]:
    """Takes '(Baca juga: A, B)' out of a folded paragraph: what is left of it, and the headlines."""
    found: list[Found] = []
    pieces: list[str] = []
    starts = [link.start for link in paragraph.links]
    gone: set[int] = set()
    at = 0
    for mark in _BRACKETED.finditer(paragraph.text):
        inside = range(bisect_left(starts, mark.start()), bisect_left(starts, mark.end()))
        if not inside and not _names_titles(mark, paragraph.text):
            continue
        gone.update(inside)
        titles = [Found(link.text.strip(), link.url) for link in paragraph.links[inside.start : inside.stop]]
        found += titles or [Found(mark["titles"].strip(), None)]
        pieces.append(paragraph.text[at : mark.start()])
        at = mark.end()
    if not found:
        return paragraph, ()
    text = " ".join("".join((*pieces, paragraph.text[at:])).split())
    text = text if any(map(str.isalnum, text)) else ""
    links = [link for number, link in enumerate(paragraph.links) if number not in gone]
    return Paragraph(text, moved_links(links, text)), tuple(found)


def _names_titles(mark: re.Match[str], text: str) -> bool:
    """Whether brackets without a link hold headlines: '(baca: membaca)' in a sentence only explains a word."""
    if not mark["plain"]:
        return True
    return (
        len(text) < 2 * _LONGEST_TITLE
        and mark[0].strip() == text.strip(" .")
        and mark["plain"][0].isupper()
        and mark["titles"].count(" ") > 1
    )


def _labels_before_links(text: str, links: Sequence[Link]) -> list[tuple[int, int]]:
    """Labels within the text count where an anchor follows at once and the label opens a sentence."""
    found = []
    for link in links:
        mark = _BARE_LABEL.search(text, max(0, link.start - 20), link.start)
        if mark and (mark.start() == 0 or ends_sentence(text[max(0, mark.start() - 8) : mark.start()].rstrip())):
            found.append((mark.start(), link.start))
    return found


def _anchors(text: str, links: Sequence[Link], start: int, end: int) -> tuple[list[str | Found], int]:
    found: list[str | Found] = []
    at = end
    for link in links:
        link_end = link.start + len(link.text)
        if link_end <= at:
            continue
        if not found and link.start <= end and link.start <= start < link_end:  # the label is part of the anchor
            title = text[end:link_end]
        elif link.start >= at and (BETWEEN_LINKS if found else _TO_LINK).fullmatch(text, at, link.start):
            title = link.text
        else:
            break
        if title.strip():
            found.append(Found(title.strip(), link.url))
        at = link_end
    return found, at


def _unlinked(text: str, start: int, end: int, stop: int) -> tuple[list[str | Found], int, list[str]]:
    segment = text[end:stop]
    title = segment.strip()
    if not title:
        return [], stop, []
    lone = len(title) <= _LONGEST_TITLE and not _FULL_STOP.search(title)
    if lone or (start == 0 and len(title) <= _LONGEST_TITLE and not _FULL_STOP.search(title[:-3])):
        return [Found(title, None)], stop, []
    size = _headline_end(segment)
    if size is None:
        return (
            [],
            end,
            [f"glued-related: no end of a headline found in {title[:_LONGEST_TITLE]!r}, all of it kept as text"],
        )
    title = segment[:size].strip()
    return [Found(title, None)], end + size, [f"glued-related: {title!r} taken as the headline, the rest kept as text"]


def _headline_end(segment: str) -> int | None:
    """Characters of a headline to which text is glued without a mark; None if nothing tells where it ends.

    The next sentence begins with a quotation mark, or with the capitalised word before the first word in lower case
    that headlines do not write so. A headline has two words at least.
    """
    words = list(re.finditer(r"\S+", segment))
    for number, word in enumerate(words):
        if number >= 2 and word[0][0] in _QUOTE and word[0][1:2].isupper():
            return word.start()
        if number >= 3 and word[0][0].islower() and word[0].strip(",.:;") not in _CONNECTORS:
            first = number - 1
            while first > 0 and not words[first][0][0].isupper():
                first -= 1
            return words[first].start() if first >= 2 else None
    return None


def _joined(pieces: Sequence[str | Found]) -> tuple[str | Found, ...]:
    """Pieces of text, trimmed; two that one link parted in mid-sentence become one again, before the link."""
    out: list[str | Found] = []
    last, before = -1, ""  # where the text before stands in `out`, and what it is
    for piece in pieces:
        if isinstance(piece, Found):
            out.append(piece)
            continue
        text = piece.strip()
        if not text:
            continue
        if before and not ends_sentence(before) and not text[0].isupper():
            before += text if text[0] in ",.;:!?)" else f" {text}"
            out[last] = before
        elif any(mark.isalnum() for mark in text):
            last, before = len(out), text
            out.append(text)
        elif before:
            before += text
            out[last] = before
    return tuple(out)
