"""Says which changes of an article are boring: they are no edits, and make no version.

Boring are white space and paragraph breaks, typographic variants (quotes, dashes, kinds of spaces, invisible
characters), counters and ages that slip into the text, picture addresses that differ in size, cut or cache, the order
of tags and of people of one role, and a time of publication that is the same instant, or the same minute told once
with and once without its seconds. A changed word, digit, capital or mark of punctuation is an edit, however small.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from newsarchive.comparing.counters import without_counters
from newsarchive.comparing.pictures import picture_of
from newsarchive.models import Article, Image

_DELETED = "\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{_DELETED}]")
_VARIANTS = str.maketrans(
    dict.fromkeys("‘’‚‛′ʼʻˈ`´", "'")
    | dict.fromkeys("“”„‟″«»＂", '"')
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | {"…": "...", "•": "·", "‧": "·", "∙": "·"}
)
_DOUBLED = re.compile(r"''|-{2,}")
_SPACE = re.compile(r"\s+")
# White space beside a mark of punctuation does not change what is written, but between digits it does: '1. 234'.
_LOOSE = re.compile(r"(?<!\d) (?=[^\w\s])|(?<=\d) (?=[^\w\s](?! ?\d))|(?<=[^\w\s]) (?!\d)|(?<=\D[^\w\s]) (?=\d)")


def text_form(text: str) -> str:
    """A text as it counts for comparison: composed (NFC), plain quotes and dashes, without what is not seen.

    White space is one space, and none beside a mark of punctuation, unless digits stand on both sides ('1. 234').
    Case, digits, words and marks stay.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text).translate(_VARIANTS))
    text = _DOUBLED.sub(lambda found: '"' if found[0] == "''" else "-", text)
    return _LOOSE.sub("", _SPACE.sub(" ", text).strip())


def body_form(paragraphs: Sequence[str]) -> str:
    """The form of a body: that of its paragraphs in a row, without counters; where they break makes no difference."""
    return text_form(" ".join(without_counters(paragraphs)))


def is_same_time(before: datetime | None, now: datetime | None) -> bool:
    """Whether two aware times are one instant, or one minute that only one of them tells with its seconds."""
    if before is None or now is None:
        return before is now
    if before == now:
        return True
    is_minute = not (before.second or before.microsecond) or not (now.second or now.microsecond)
    return is_minute and abs((before - now).total_seconds()) < 60 and _minute(before) == _minute(now)


def picture_form(image: Image) -> tuple[str, str, str]:
    """What a picture shows (by its address), its caption and its credit, each as it counts for comparison."""
    return (picture_of(image.url or ""), text_form(image.caption or ""), text_form(image.credit or ""))


def is_same(name: str, before: Article, now: Article) -> bool:
    """Whether a field of two articles says the same, or differs only in what is boring."""
    old, new = getattr(before, name), getattr(now, name)
    if old == new:
        return True
    if isinstance(old, datetime) or isinstance(new, datetime):
        return is_same_time(old, new)
    return bool(_form(name, old) == _form(name, new))


def _form(name: str, value: Any) -> object:
    if name == "body":
        return body_form(value)
    if name == "images":
        return [picture_form(image) for image in value]
    if isinstance(value, tuple):  # tags, people
        return {text_form(item) for item in value}
    return text_form(value) if isinstance(value, str) else value


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)
