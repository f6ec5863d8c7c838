"""Datelines that no dash closes: 'Palembang, SumselSatu.com', 'Liputan6.com, Jakarta Kata', 'RMOL. Kata'."""

from __future__ import annotations

import re

from newsarchive.models import Dateline
from newsarchive.text.places import is_place
from newsarchive.text.press_names import DOMAIN, NAMED, is_brand, is_host

WORD = r"[^\W\d_][\w.'’]{0,40}+(?:-[\w.'’]{1,30}+){0,2}"
NAME = rf"{WORD}(?: {WORD}){{0,4}}"
WHOLE = rf"(?>{NAME})"
"""Up to five words, none given back: what ends a name is no letter. `NAME` gives back 'Kata' of 'RADAR BOGOR-Kata'."""
HEAD = 160
"""Characters; a dateline stands at the head of its paragraph."""
_BARE = re.compile(rf"(?i:({NAME}) ?, ?({DOMAIN})|({DOMAIN}) ?, ?({NAME}))|({NAME}) ?, ?({NAMED})")
_RUNS_ON = re.compile(rf"(?:(?i:({DOMAIN}))|([A-Z][\w.]{{2,30}}(?: [A-Z]\w{{1,20}})?)) ?, ?(?=[A-Z])")
_BRAND_RUNS_ON = re.compile(rf"({WHOLE}) ?, ?((?i:{DOMAIN})|{NAMED})(?= [A-Z\"“‘0-9])")
_FULL_STOP = re.compile(rf"((?i:{DOMAIN})|[A-Z][\w'’\-]{{0,30}}+(?:,? [A-Z][\w'’\-]{{0,30}}+){{0,3}})\. (?=[A-Z\"“‘])")
_COLON = re.compile(rf"({WHOLE}(?:, ?{WHOLE})?) ?: (?=[A-Z\"“‘])")
_ENGLISH = re.compile(r"\b(?:the|an?|of|to|and|for|is|was|has|have|in|its|with|on)\b", re.IGNORECASE)
_SENTENCE = 100
"""Characters: behind 'Medan: ' a text so long is a sentence, and what is shorter may be a row of a table."""
_MOST_WORDS = 4
"""Of a place's name."""


def read_undashed(text: str, known: frozenset[str]) -> Dateline | None:
    """The dateline at the head of a paragraph that has none with a dash; `known` are names of brands in lower case.

    Only a host or outlet counts, alone at a full stop or beside a known place; a known place alone before a colon and a
    whole sentence, or before a full stop where the text goes on in English.
    """
    return _bare(text) or _running(text[:HEAD], known) or _punctuated(text, known)


def _bare(text: str) -> Dateline | None:
    """A paragraph that is nothing but a place and a brand: 'Palembang, SumselSatu.com'."""
    mark = _BARE.fullmatch(text.strip(" -–—:")) if len(text) < HEAD // 2 else None
    if not mark:
        return None
    place = (mark[1] or mark[4] or mark[5]).strip()
    if not is_place(place) and (mark[5] or not (is_loud(place) or " " not in place)):
        return None
    return Dateline(text.strip(), place, mark[2] or mark[3] or mark[6])


def _running(head: str, known: frozenset[str]) -> Dateline | None:
    """Outlet and place, in either order, with no mark before the sentence: the place is the longest that is known."""
    mark = _BRAND_RUNS_ON.match(head)
    if mark and is_place(mark[1]):
        return Dateline(mark[0], mark[1].strip(), mark[2])
    mark = _RUNS_ON.match(head)
    if not mark or not is_brand(mark[1] or mark[2], known):
        return None
    brand, words = mark[1] or mark[2], head[mark.end() :].split(" ")[: _MOST_WORDS + 1]
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        place = " ".join(words[:count])
        if is_place(place) and not words[count][:1].islower():
            return Dateline(head[: mark.end()] + place, place, brand)
    if is_host(brand) and is_loud(brand):  # 'AKURAT.CO, Kata'
        return Dateline(mark[0].strip(), None, brand)
    return None


def _punctuated(text: str, known: frozenset[str]) -> Dateline | None:
    """'RMOL. Kata'; 'Jakarta. A word' in English; 'Jakarta: Kata' before a whole sentence."""
    head = text[:HEAD]
    mark = _FULL_STOP.match(head)
    if mark:
        name = mark[1]
        if is_brand(name, known) and (is_loud(name) or is_host(name)) and not is_place(name):
            return Dateline(f"{name}.", None, name)
        if is_place(narrowest(name)) and len(_ENGLISH.findall(head, mark.end())) > 1:
            return Dateline(f"{name}.", name, None)
        return None
    mark = _COLON.match(head) if len(text) >= _SENTENCE else None
    if mark and is_place(narrowest(mark[1])):
        return Dateline(mark[0].strip(), mark[1].strip(), None)
    return None


def narrowest(place: str) -> str:
    """The first part of a place with its province: 'Mataram, NTB'."""
    return place.partition(",")[0].strip()


def is_loud(name: str) -> bool:
    """Whether a name is all in capitals."""
    return name.isupper() and len(name) > 1
