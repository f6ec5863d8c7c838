"""Cuts paragraphs into words and marks, each with the form in which it is compared."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsarchive.comparing.boring import text_form

BREAK = "\n\n"
"""Between paragraphs in what is compared, and a token of its own."""

_LETTER = r"[\w\xad\u200b-\u200d\u2060]"
# A word holds what stands between two letters or digits of it: 1.234,5 - 10:30 - anak-anak - Jum'at - dan/atau
_TOKEN = re.compile(rf"{_LETTER}+(?:[.,:'’/‐‑–-]{_LETTER}+)*|''|-{{2,}}|\.{{3}}|[^\w\s]")
_WORD = re.compile(r"[^\W_]")
_form = lru_cache(maxsize=4096)(text_form)  # the same words come again and again


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with the white space behind it, or the break between two paragraphs."""

    text: str
    key: str
    """What is compared: equal for spellings that differ only in what is boring."""
    is_moved: bool = False
    """A whole paragraph that stands elsewhere in the other text."""

    @property
    def is_word(self) -> bool:
        """Whether there is a letter or digit in it, and it is not moved: what counts as a word added or removed."""
        return not self.is_moved and _WORD.search(self.key) is not None


def tokens_of(paragraphs: Sequence[str], start: int, stop: int, moved: Container[int]) -> Iterator[Token]:
    """The tokens of paragraphs `start` to `stop` (left out) of a text, a break before each but the text's first.

    A paragraph whose number is in `moved` is one token, equal to no other.
    """
    for number in range(start, stop):
        if number:
            yield Token(BREAK, BREAK)
        if number in moved:
            yield Token(paragraphs[number], "", is_moved=True)
        else:
            yield from _cut(paragraphs[number])


def _cut(text: str) -> Iterator[Token]:
    starts = [found.start() for found in _TOKEN.finditer(text)]
    if not starts:
        if text:
            yield Token(text, "")
        return
    starts[0] = 0  # white space before the first
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        token = text[start:stop]
        yield Token(token, _form(token))
