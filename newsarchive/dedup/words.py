"""Says when two texts are the same text: hashes that do not see case, punctuation, white space or paragraph breaks."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
"""Soft hyphen, zero-width characters, byte order mark: they stand inside words and are not seen by a reader."""

_USUAL = (*((mark, " ") for mark in "‘’“”–—…•×\xa0"), *((chr(code), "") for code in _INVISIBLE))
"""What makes most Indonesian pages other than ASCII, replaced as the general rule would: then the quick way serves."""

_ASCII_FOLD = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if 48 <= byte <= 57 or 97 <= byte <= 122 else 32 for byte in range(256)
)
"""For ASCII text the same folding in one pass: letters lower-cased, digits kept, all else a space."""


def normalise(text: str) -> bytes:
    """The words of a text in UTF-8 with one space between them: NFKC, invisible characters removed, case-folded.

    A word is a run of letters and digits of any script; all else (punctuation, symbols, white space, the underscore)
    only separates. So 'Jum’at, 3-4 Mei' and "jum'at 3 4 mei" are one text, while 'Jumat' is another word than "Jum'at".
    """
    if not text.isascii():
        for typographic, plain in _USUAL:
            text = text.replace(typographic, plain)
    if text.isascii():
        return b" ".join(text.encode("ascii").translate(_ASCII_FOLD).split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    # Case folding can undo composition (U+0390 and its like); composing again makes the folding idempotent.
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", folded))).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=4)
def _body_words(text: str) -> bytes:
    """The words of a body. Remembered for a moment, because both hashes of an article want them."""
    return normalise(text)


def body_hash(paragraphs: Sequence[str]) -> str:
    """SHA-256 (hex) of a body's words: equal for copies of one text under other titles or other paragraph breaks."""
    return hashlib.sha256(_body_words("\n".join(paragraphs))).hexdigest()


def content_hash(title: str | None, paragraphs: Sequence[str]) -> str:
    """SHA-256 (hex) of a title's words, a line feed and a body's words: equal as long as the text does not change.

    The line feed keeps a word from wandering unseen between title and body. No title and an empty one are alike.
    """
    return hashlib.sha256(normalise(title or "") + b"\n" + _body_words("\n".join(paragraphs))).hexdigest()
