"""Made-up words for real ones: the same each time, of the same look, so that only the structure of a text is left.

What parsers go by keeps its words: labels and the words of noise rules, names of months, days and zones, places, words
of function. Everything else, and so every sentence, becomes nonsense that reads like Indonesian.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from hashlib import blake2b

from newsarchive.dates.names import MONTHS, WEEKDAYS
from newsarchive.text.noise import load_noise
from newsarchive.text.places import is_place

_WORD = re.compile(r"[^\W\d_]+")
_LITERAL = re.compile(r"[a-z]{2,}")
_ONSETS = ("b", "d", "g", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "y", "h", "c")
_VOWELS = ("a", "i", "u", "e", "o")
_CODAS = ("", "", "", "n", "ng", "r", "s", "k", "t", "l")
_KEPT = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *("jum", "at", "wib", "wita", "wit", "am", "pm", "lalu"),
        *("penulis", "pewarta", "reporter", "rep", "oleh", "by", "author", "editor", "red", "redaktur", "kontributor"),
        *("wartawan", "laporan", "jurnalis", "fotografer", "foto", "photo", "sumber", "source", "penyunting"),
        *("yang", "dan", "di", "ke", "dari", "untuk", "dengan", "pada", "dalam", "itu", "ini", "tidak", "akan"),
        *("telah", "sebagai", "kepada", "tersebut", "adalah", "para", "saat", "karena", "bisa", "hingga", "namun"),
        *("atau", "kami", "kita", "mereka", "bahwa", "kata", "the", "of", "and", "to", "in", "is", "was", "for", "on"),
        *("tayang", "diterbitkan", "diperbarui", "update", "updated", "published", "com", "co", "id", "news", "http"),
        *("https", "www"),
    )
)


@cache
def _words_of_rules() -> frozenset[str]:
    """The words that noise rules are written with: a line they take must be taken in the made-up page too."""
    return frozenset(word for rule in load_noise().rules for word in _LITERAL.findall(rule.pattern.pattern.lower()))


def made_up(text: str, keep: Collection[str] = ()) -> str:
    """`text` with its words made up; digits, punctuation and white space stay.

    `keep` are lower-case words to leave, and with them words that hold one of more than three letters: a brand is the
    words of a host run together.
    """
    return _WORD.sub(lambda found: _made_up(found[0], keep), text)


def _made_up(word: str, keep: Collection[str]) -> str:
    low = word.lower()
    if len(low) < 2 or low in _KEPT or low in _words_of_rules() or is_place(word):
        return word
    if any(low == kept or (len(kept) > 3 and kept in low) for kept in keep):
        return word
    new = _invented(low)
    return new.upper() if word.isupper() else new.title() if word[0].isupper() else new


@cache
def _invented(word: str) -> str:
    """The made-up word for one of lower case: about as long, and the same wherever it stands."""
    seeds = blake2b(word.encode(), digest_size=32, person=b"newsarchive").digest()
    made = ""
    for onset, vowel, coda in zip(seeds[::3], seeds[1::3], seeds[2::3], strict=False):
        made += _ONSETS[onset % len(_ONSETS)] + _VOWELS[vowel % len(_VOWELS)]
        if len(made) >= len(word) - 1:
            return made + _CODAS[coda % len(_CODAS)]
    return made
