"""Related links inside a paragraph: where the label stands, where the headline ends, and what text is left."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.models import Link, Paragraph
from newsarchive.text.noise import Noise, NoiseMatch

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
_TO_LINK = re.compile(r"[\s\xa0:»>•\-–—\"“'‘(]*")
_BETWEEN_LINKS = re.compile(r"[\s\xa0,;|•·/]*(?:dan\s+)?")
_BOX_LABEL = re.compile(r"(?:baca|simak|lihat) (?:juga|pula)\b[\s:»>]*", re.IGNORECASE)
_AD_HOST = re.compile(
    r"https?://(?:[\w\-]{1,40}\.){0,4}(?:popin\.cc|mgid\.com|taboola\.com|outbrain\.com|doubleclick\.net|dable\.io|adnxs\.com"
    r"|googleadservices\.com|googlesyndication\.com|revcontent\.com|adskeeper\.co|propellerads\.com|innity\.com)[/:?]",
    re.IGNORECASE,
)
"""Networks that put advertisements among the headlines of a box."""
_LINK_LABEL = re.compile(
    r"[\W_]{0,4}(?:baca|simak|lihat|tonton|saksikan|video|read|see|watch"
    r"|(?:berita|artikel|video|foto|info) (?:terkait|lainnya))"
    r"(?: (?:juga|pula|also|more|selengkapnya|berita|artikel|video|foto|lainnya|terkait)){0,3}"
    r"[\s:»>•\-–—|]{0,6}",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(r"(?:baca|simak|lihat|tonton) (?:juga|pula)[\s:]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A headline that was linked to; `url` is None where the text had no anchor."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A paragraph taken apart: pieces of text and headlines, in order. `doubt` says what was decided by a heuristic."""

    pieces: tuple[str | Found, ...]
    doubts: tuple[str, ...] = ()


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a full stop, question or exclamation mark, closing quotes and brackets aside."""
    return _SENTENCE_END.search(text[-6:]) is not None


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
        pieces += found
    pieces.append(text[at:])
    return Cut(_joined(pieces), tuple(doubts))


def read_box(paragraph: Paragraph, noise: Noise) -> tuple[tuple[Found, ...], str]:
    """The headlines in a box that the layout says holds nothing but links, and what else is printed in it.

    Each link is one headline, less a label that is part of it; one article linked to twice (by its picture, say) is one
    headline, the longer. Without a link what stands behind the label is a headline. The rest, the label with it, is ''
    only where all of the text is headlines.
    """
    text = paragraph.text
    if not paragraph.links:
        match = noise.match(text)
        at = _label_end(text, noise, match)
        title = text[at:].strip()
        is_one = any(map(str.isalnum, title)) and not (at == 0 and match)
        return ((Found(title, None),), text[:at].strip()) if is_one else ((), text)
    found: dict[str, str] = {}
    rest: list[str] = []
    at = 0
    for link in paragraph.links:
        rest.append(text[at : link.start])
        at = max(at, link.start + len(link.text))
        if _AD_HOST.match(link.url):
            rest.append(link.text)
            continue
        match = noise.match(link.text)
        label = _label_end(link.text, noise, match)
        title = link.text[label:].strip()
        if not any(map(str.isalnum, title)) or (match and not label and match.rule.applies != "tail"):
            rest.append(link.text)
        elif len(title) > len(found.get(link.url, "")):
            found[link.url] = title
    rest.append(text[at:])
    return tuple(Found(title, url) for url, title in found.items()), " ".join(" ".join(rest).split())


def is_labelled_list(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a word such as 'Baca', 'Simak' or 'Lihat juga', links, and not a letter more."""
    links = paragraph.links
    if not links or not _LINK_LABEL.fullmatch(paragraph.text, 0, links[0].start):
        return False
    at = links[0].start
    for link in links:
        if not _BETWEEN_LINKS.fullmatch(paragraph.text, at, link.start):
            return False
        at = link.start + len(link.text)
    return not any(map(str.isalnum, paragraph.text[at:]))


def _label_end(text: str, noise: Noise, match: NoiseMatch | None) -> int:
    """Where the label at the head of a box or a link ends; 0 where there is none. `match` is what rules say of it."""
    if match and match.rule.kind == "related" and match.rule.applies == "head":
        return match.end
    mark = noise.labels.match(text) or _BOX_LABEL.match(text)
    return mark.end() if mark else 0


def _labels_before_links(text: str, links: Sequence[Link]) -> list[tuple[int, int]]:
    """Labels without a colon count where an anchor follows at once and the label opens a sentence."""
    found = []
    for link in links:
        mark = _BARE_LABEL.search(text, max(0, link.start - 16), link.start)
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
        elif link.start >= at and (_BETWEEN_LINKS if found else _TO_LINK).fullmatch(text, at, link.start):
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
