"""Knows the paragraphs that only count or age ('Dibaca 1.234 kali', '12 komentar', '3 jam lalu'): they are no text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LONGEST = 160
"""Characters: a longer paragraph is prose, whatever it begins with."""

_NUMBER = r"\d[\d.,]{0,11}(?: ?(?:rb|ribu|jt|juta|[km])\b)?\+?"
_VERB = r"(?:(?:telah|sudah) )?(?:dibaca|dilihat|ditonton|dibagikan|disukai|dikunjungi|diakses)"
_NOUN = (
    r"(?:total |page |post )?(?:views?|viewers?|hits?|shares?|likes?|comments?|komentar|balasan|pembaca|tayangan"
    r"|pengunjung|penonton|tanggapan|reaksi|suka|reads?)"
)
_UNIT = r"(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun|seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?)"
_COUNTER = re.compile(
    rf"{_VERB} ?[:=]? ?{_NUMBER}(?: ?(?:kali|x|orang|pembaca))?"
    rf"|{_NUMBER} ?(?:(?:kali|x|orang) )?(?:{_VERB}|{_NOUN})(?: (?:kali|orang))?"
    rf"|{_NOUN} ?(?:[:=] ?)?\(? ?{_NUMBER} ?\)?"
    rf"|\( ?{_NUMBER} ?\) ?{_NOUN}"
    rf"|(?:(?:di)?(?:perbarui|tayang|terbit(?:kan)?)|updated|published)?:? ?{_NUMBER} {_UNIT} (?:yang )?(?:lalu|ago)"
    r"|belum ada (?:komentar|tanggapan)|no comments?(?: yet)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s|•·/,;:–—-]*(?:(?:dan|and|&)\s)?[\s|•·/]*")
_PARTS = re.compile(r"\s[|•·]\s")


def is_counter(paragraph: str) -> bool:
    """Whether a paragraph is nothing but one or more counters, in Indonesian or English.

    'Dibaca 1.234 kali', '12 Komentar', '5 views | 2 shares' and '3 jam lalu' are; a sentence that tells of a number
    ('Video itu dilihat 5.000 kali sejak pagi') is not.
    """
    paragraph = paragraph.strip(" \t|•·.")
    if not paragraph or len(paragraph) > _LONGEST:
        return False
    start = 0
    while start < len(paragraph):  # each turn goes on by a character at least
        found = _COUNTER.match(paragraph, start)
        if found is None or (found.end() < len(paragraph) and paragraph[found.end()].isalnum()):
            return False
        between = _BETWEEN.match(paragraph, found.end())
        start = found.end() if between is None else between.end()
    return True


def without_counters(paragraphs: Iterable[str]) -> Iterator[str]:
    """The paragraphs without those that are counters, and without counters between bars ('Senin | Dibaca 12 kali')."""
    for paragraph in paragraphs:
        if len(paragraph) <= _LONGEST and any(character.isdigit() for character in paragraph):
            parts = _PARTS.split(paragraph)
            kept = [part for part in parts if not is_counter(part)]
            if len(kept) == len(parts):
                yield paragraph
            elif kept:
                yield " | ".join(kept)
        elif not is_counter(paragraph):
            yield paragraph
