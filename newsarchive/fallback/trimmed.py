"""Which paragraphs of a container are the text of the article: those that were found, and what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from newsarchive.models import Paragraph
from newsarchive.text.paragraphs import is_only_links, same_letters
from newsarchive.text.related import ends_sentence

_LABEL: Final = re.compile(
    r"\W{0,3}(?:jangan lewatkan|(?:baca|simak|lihat|tonton) (?:juga|pula)|(?:berita|artikel|topik|konten|video) "
    r"(?:terkait|lain\w{0,3}|pilihan|terbaru|terkini|terpopuler|menarik)|related (?:posts?|articles?|stories|news)"
    r"|rekomendasi|pilihan (?:editor|redaksi)|terpopuler|terkini|terbaru|see also|read (?:also|more|next)|more (?:on|from)"
    r"|you (?:may|might) also|also read|terkait|populer)\b.{0,60}",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"\W{0,3}(?:(?:tags?|topik|label|kata kunci|kategori|categor(?:y|ies)|filed under|posted (?:in|under)) ?:?.{0,200}"
    r"|(?:share|bagikan|sebarkan|tweet|like|sukai)\b.{0,60}|(?:\d+ )?(?:komentar|comments?|responses?)\b.{0,60}"
    r"|(?:leave|tinggalkan|tulis|beri(?:kan)?|kirim) (?:a |an )?(?:reply|comment|komentar|balasan|tanggapan).{0,80}"
    r"|(?:previous|next|older|newer)(?: (?:post|article|entry)s?)?|(?:pos|artikel|berita) (?:sebelumnya|berikutnya)"
    r"|(?:copyright|©|\(c\)|hak cipta).{0,200}|all rights reserved.{0,60}|print|email|facebook|twitter|whatsapp|telegram"
    r"|pinterest|linkedin|line|copy link|salin tautan|follow us.{0,80}|about the author.{0,40}|tentang penulis.{0,40})\W{0,3}",
    re.IGNORECASE,
)
_SIGN_OFF: Final = re.compile(r"[(\[{][^()\[\]{}]{1,60}[)\]}]\W{0,3}|\*{1,5}|-{2,6}|[-–—]{1,3} ?30 ?[-–—]{1,3}")
_PLACE_ALONE: Final = re.compile(r"[A-Z][^.!?:]{1,70}[-–—]{1,2}")
"""The opening of a text that stands loose before its first paragraph: 'Jakarta -'."""
_BYLINE: Final = re.compile(
    r"\W{0,3}(?:penulis|reporter|editor|pewarta|kontributor|wartawan|jurnalis|redaktur|penyunting|rep|red|oleh|laporan|by"
    r"|sumber|source|foto(?:grafer)?)\b ?(?::|/|-|\|| [A-Z]).{1,120}",
)
_PROSE: Final = 50
_SURE: Final = 140
"""Characters of a paragraph that may be text, if it ends as a sentence does, and of one that is, however it ends."""
_REACH: Final = 3
"""Paragraphs behind the last one found among which further text is looked for."""


def trimmed(
    paragraphs: Sequence[Paragraph], found: str, is_declared: bool, headline: str | None
) -> tuple[tuple[Paragraph, ...], tuple[tuple[str, str], ...]]:
    """The paragraphs of the text, with related links marked, and what stood before and behind it as (rule, text).

    `found` are the letters of the text that was found, `is_declared` whether the container is said to hold nothing
    but text, `headline` the headline: a run of links is not text, wherever it stands.
    """
    marked = _with_related(paragraphs)
    sure = [number for number, paragraph in enumerate(marked) if _is_found(paragraph, found)]
    if not sure:
        return (), tuple(("fallback-not-text", paragraph.text) for paragraph in marked)
    title = same_letters(headline or "")
    first = _first(marked, sure[0], title)
    last = _last(marked, sure[-1], is_declared)
    head = [("fallback-head", p.text) for p in marked[:first] if not p.is_related]
    tail = [("fallback-tail", p.text) for p in marked[last + 1 :] if not p.is_related]
    kept = [p for p in marked[:first] if p.is_related][:_REACH] + list(marked[first : last + 1])
    return tuple(kept), (*head, *tail)


def names_people(text: str) -> bool:
    """Whether a line is, by its label, one that names the people who made the article."""
    return _BYLINE.fullmatch(text) is not None


def _is_found(paragraph: Paragraph, found: str) -> bool:
    if paragraph.is_related:
        return False
    letters = same_letters(paragraph.text)
    return len(letters) >= 25 and (letters in found or (len(letters) > 120 and letters[20:100] in found))


def _first(paragraphs: Sequence[Paragraph], sure: int, title: str) -> int:
    """Where the text begins: prose, or the place alone, right before the first paragraph that is text for certain."""
    first = sure
    while first > 0:
        before = paragraphs[first - 1]
        if before.is_related or same_letters(before.text) == title or _BYLINE.match(before.text):
            break
        if not (_is_prose(before) or _PLACE_ALONE.fullmatch(before.text)):
            break
        first -= 1
    return first


def _last(paragraphs: Sequence[Paragraph], sure: int, is_declared: bool) -> int:
    """Where the text ends: up to a heading of what is no text any more, with short lines only where text follows."""
    last = at = sure
    while at + 1 < len(paragraphs) and at - last < (_REACH if not is_declared else 4 * _REACH):
        at += 1
        paragraph = paragraphs[at]
        if paragraph.is_related:
            continue
        if _END.fullmatch(paragraph.text) or _LABEL.fullmatch(paragraph.text):
            break
        if _is_prose(paragraph) or _SIGN_OFF.fullmatch(paragraph.text) or _BYLINE.fullmatch(paragraph.text):
            last = at
        elif is_declared and not paragraph.links and at == last + 1:
            last = at
    while last + 1 < len(paragraphs) and paragraphs[last + 1].is_related and last + 1 - sure < _REACH:
        last += 1
    return last


def _is_prose(paragraph: Paragraph) -> bool:
    text = paragraph.text
    linked = sum(len(link.text) for link in paragraph.links)
    if paragraph.is_related or linked > len(text) / 2:
        return False
    return len(text) >= _SURE or (len(text) >= _PROSE and ends_sentence(text))


def _with_related(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Headlines that are links and nothing else marked as related, with the label above them."""
    marked = [replace(p, is_related=True) if not p.is_related and _is_linked_headline(p) else p for p in paragraphs]
    for number, paragraph in enumerate(marked[:-1]):
        if not paragraph.is_related and marked[number + 1].is_related and len(paragraph.text) < _PROSE:
            if _LABEL.fullmatch(paragraph.text):
                marked[number] = replace(paragraph, is_related=True)
    return marked


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
