"""The language of a text: Indonesian, English and languages of the country by their commonest words, others by CLD2.

Nearly every page is Indonesian or English, and their function words say so in a few microseconds. What they leave open
is asked of CLD2 (`pycld2`), which was the only one of six identifiers measured that told Indonesian, Malay, Javanese,
Sundanese and English apart without a mistake on real bodies (cld3 took 5 of 34 Indonesian texts for Malay, langid took
Sundanese for Javanese). Minangkabau and Balinese, which CLD2 does not know, are told by their own function words.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_LOOKED_AT: Final = 1000
"""Characters of a text that are looked at: about 150 words of Indonesian."""
_FEWEST_WORDS: Final = 6
_FEWEST_CHARACTERS: Final = 30
_FEWEST_IDEOGRAPHS: Final = 12
"""Chinese, Japanese and Thai write no blanks between words."""
_DENSE: Final = 0.09
"""Share of the words that has to be function words of a language for it to be settled without CLD2. Indonesian news
has some 0.13 to 0.25 (of `_WORDS` below), English 0.2 to 0.35; texts of a neighbouring language stay below 0.05."""
_MARKED: Final = 0.05
"""The same for words that are of one language only."""
_PURE: Final = 60
"""Per cent of a text that CLD2 has to find in one language."""

_TAG: Final = re.compile(r"[a-z]{2,3}")
_MALAY: Final = frozenset(
    (
        *("yang", "dan", "untuk", "dengan", "dari", "pada", "dalam", "itu", "ini", "tidak", "akan", "oleh", "telah"),
        *("sebagai", "kepada", "juga", "tersebut", "adalah", "para", "saat", "karena", "bisa", "hingga", "namun"),
        *("atau", "ke", "kami", "kita", "mereka", "bahwa"),
    )
)
"""Words of Indonesian. Malay shares most of them, so that it is told by its own."""
_ONLY: Final = {
    word: language
    for language, words in {
        "ms": "kerana boleh kerajaan ialah berkata manakala supaya polis syarikat pejabat wang bermula turut beliau "
        "mahupun esok sahaja sekiranya kesemua semalam ringgit ahli",
        "en": "the of and to in is was that for on with by from said his has were are which have it this be as at",
        "jv": "lan sing kang ing ora marang kanggo iku iki padha amarga wong nalika sawise karo saka utawa uga dening "
        "yaiku ana dadi arep nganti mring mung",
        "su": "jeung anu nu henteu teu kana dina kudu ieu eta éta ari mah téh teh sarta tina ogé oge nepi keur sabab "
        "ngan rék nyaéta ulah keneh mun",
        "min": "nan jo dek indak alah awak untuak urang pado katonyo sajak dapek ado manjadi baitu basamo kampuang "
        "sarato sabagai nagari iko",
        "ban": "sane ring punika puniki titiang ida dane antuk mangda nenten wenten santukan tiang sampun raris "
        "lianan ngaturang ane teken tusing suba",
    }.items()
    for word in words.split()
}
_UNKNOWN_TO_CLD2: Final = ("min", "ban")
_CODES: Final = {"jw": "jv", "iw": "he", "in": "id", "no": "nb", "zh-Hant": "zh", "mo": "ro"}
"""Codes that CLD2 and old pages use, and those of ISO 639 today."""
_NEIGHBOURS: Final = frozenset(("id", "jv", "su", "ms", "min", "ban"))


def identify(text: str) -> str | None:
    """The language of `text` as ISO 639-1 code, or ISO 639-3 where that has none (`min`, `ban`).

    Looks at the first 1000 characters. None for a text that is too short (fewer than six words or 30 characters), or
    mixed, or like no language known.
    """
    head = text[:_LOOKED_AT]
    words = head.lower().split()
    if len(head) < _FEWEST_CHARACTERS or len(words) < _FEWEST_WORDS:
        return _ask(head) if _is_ideographic(head) else None
    malay = sum(map(_MALAY.__contains__, words))
    marks = Counter(filter(None, map(_ONLY.get, words)))
    most = max(marks, key=marks.__getitem__, default="")
    share = marks.get(most, 0) / len(words)
    if malay / len(words) >= _DENSE and share < _MARKED / 2:
        return "id"
    if most == "en" and share >= _DENSE and malay / len(words) < _MARKED / 2:
        return "en"
    if most in _UNKNOWN_TO_CLD2 and share >= _MARKED and share > malay / len(words):
        return most
    return _ask(head)


def language_of(text: str, declared: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The language of a page's text, and doubts: what the text says, else what the page declares (`<html lang>`).

    A declaration that the text refutes is a warning `language-differs`, but not where it tells nothing: `en` is what
    templates are delivered with, and an Indonesian site that prints a column in Javanese or Malay declares `id`.
    """
    stated = _primary(declared)
    found = identify(text)
    if found is None:
        return stated, ()
    is_habit = stated is None or stated == "en" or (stated == "id" and found in _NEIGHBOURS)
    if found == stated or is_habit:
        return found, ()
    return found, (f"language-differs: the page declares {stated!r}, its text is {found!r}",)


def _primary(declared: str | None) -> str | None:
    """The language of a tag such as `id-ID`, `in` or `en_US`; None for what is no tag."""
    first = re.split(r"[-_]", (declared or "").strip().lower(), maxsplit=1)[0]
    return _CODES.get(first, first) if _TAG.fullmatch(first) else None


def _is_ideographic(text: str) -> bool:
    return sum("\u0e00" <= mark <= "\u0e7f" or "\u3040" <= mark <= "\u9fff" for mark in text) >= _FEWEST_IDEOGRAPHS


def _ask(text: str) -> str | None:
    """What CLD2 says of a text; None where it is not sure."""
    import pycld2  # noqa: PLC0415  # most runs never need it

    clean = text if text.isprintable() else "".join(mark if mark.isprintable() else " " for mark in text)
    try:
        is_reliable, _, found = pycld2.detect(clean.encode("utf-8", "ignore"))
    except pycld2.error:  # it refuses what it takes for broken UTF-8
        return None
    code, percent = found[0][1], found[0][2]
    if not is_reliable or percent < _PURE or code == "un":
        return None
    name: str = _CODES.get(code, code.split("-")[0])
    return name
