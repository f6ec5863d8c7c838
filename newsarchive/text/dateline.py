"""The opening of a news text, 'JAKARTA, DISWAY.ID -', taken apart into place, brand and day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from newsarchive.errors import DateError
from newsarchive.models import Dateline
from newsarchive.text.places import is_place

_DOMAIN = (
    r"[A-Za-z0-9][A-Za-z0-9\-]{1,40}(?:\.[A-Za-z0-9\-]{2,30}){0,2}"
    r"\.(?:com|co\.id|my\.id|or\.id|web\.id|id|co|net|news|org|tv|info|online|press|asia|today)"
)
_IS_DOMAIN = re.compile(rf"(?:www\.)?{_DOMAIN}", re.IGNORECASE)
_DASH = r"(?:-{1,3}|–|—)"
_WORD = r"[^\W\d_][\w.'’]{0,30}(?:-[\w.'’]{1,30}){0,2}"
_NAME = rf"{_WORD}(?: {_WORD}){{0,4}}"
_PRESS = re.compile(
    r"(?:harian|koran|radar|tribun\w*|media|memorandum|disway\w*|antara(?: news)?|kompas|kbrn|rri|times|suara|lingkar"
    r"|rakyat|surya|republika|tempo|jpnn|detik\w*|inews\w*|okezone|sindonews|viva|liputan6|medcom|jawa ?pos|pikiran"
    r"|berita\w*|warta\w*|kabar\w*)\b",
    re.IGNORECASE,
)
_PLACE_BRAND = re.compile(rf"({_NAME}(?:, ?{_NAME})?) ?[,|] ?({_NAME}) ?[,.]? ?({_DASH}|:)(?=\s|[^\s\-–—])")
_BRACKETED = re.compile(rf"({_NAME}(?:, ?{_NAME})?) ?\( ?([^()]{{2,40}}?) ?\) ?({_DASH}|:)")
_ALONE = re.compile(rf"({_NAME}) ?,? ?({_DASH})")
_GLUED = re.compile(r"([A-Z0-9\-]{3,40}(?:\.[A-Z0-9\-]{2,20}){0,2}\.(?:COM|CO\.ID|ID|CO|NET|NEWS|ORG))(?=[A-Z][a-z])")
_STOPPED = re.compile(
    rf"({_DOMAIN}) ?\. ?({_NAME}) ?, ?((?:{_WORD} ?,? ?)?\d{{1,2}} [A-Za-z]{{3,12}} \d{{4}}) ?\.", re.IGNORECASE
)
_BARE = re.compile(rf"({_NAME}) ?, ?({_DOMAIN})|({_DOMAIN}) ?, ?({_NAME})")
_LATER = re.compile(
    rf"(?<=[.!?…] )((?:[A-Z][A-Z .'’]{{1,40}}, ?)?(?-i:[A-Z0-9\-]{{3,40}}\.(?:COM|CO\.ID|ID|CO|NET|NEWS))) ?,? ?{_DASH}"
)
_DAY_AHEAD = re.compile(r"\s*((?:[A-Z][a-z'’]{3,6} ?,? ?)\d{1,2} [A-Za-z]{3,12} \d{4})\s*[,.]")
_HEAD = 160
"""Characters; a dateline stands at the head of its paragraph."""


def read_dateline(text: str, brands: Sequence[str] = ()) -> Dateline | None:
    """Place, brand and day of the dateline at the head of a paragraph whose white space is folded; None if it has none.

    `brands` are names that the outlet goes by. What is a brand is told by form: a domain, a word of the press (HARIAN,
    RADAR, ...), one of `brands`, or capitals in second position ('NGAWI, RN —'). A name alone before a dash is a place
    if it is known as one; what can be told neither way keeps only `printed`. Text in mixed case before a dash is no
    dateline unless it is known, because prose has dashes too. A date that follows ('Senin 28 April 2025.') gives `on`.
    """
    head = text[:_HEAD]
    known = {brand.lower() for brand in brands}
    return _stopped(head) or _glued(head) or _paired(head, known) or _alone(head, known) or _bare(text) or _later(head)


def _stopped(head: str) -> Dateline | None:
    mark = _STOPPED.match(head)
    if not mark:
        return None
    return Dateline(mark[0].strip(), mark[2].strip(), mark[1], _day(mark[3]))


def _glued(head: str) -> Dateline | None:
    mark = _GLUED.match(head)
    return Dateline(mark[1], None, mark[1]) if mark else None


def _paired(head: str, known: set[str]) -> Dateline | None:
    """Two names before a dash, or a name and a bracketed one; a colon only after a bracket or a broadcaster."""
    mark = _BRACKETED.match(head)
    if mark and (_is_brand(mark[2], known) or _loud(mark[1]) or is_place(mark[1].split(",")[0])):
        return Dateline(_printed(head, mark.end()), mark[1].strip(), mark[2].strip())
    mark = _PLACE_BRAND.match(head)
    if not mark:
        return None
    first, second = mark[1].strip(" ,"), mark[2].strip(" ,.")
    if mark[3] == ":" and first.upper() != "KBRN":
        return None
    place: str | None
    brand: str | None
    if _is_brand(second, known) and not (_is_brand(first, known) and _IS_DOMAIN.fullmatch(first)):
        place, brand = first, second
    elif _is_brand(first, known):
        place, brand = second, first
    elif is_place(second) and (_loud(first) or is_place(first)):
        place, brand = f"{first}, {second}", None
    elif _loud(first) and _loud(second):
        place, brand = first, second
    else:
        return None
    on, end = _day_after(head, mark.end())
    return Dateline(_printed(head, end), place, brand, on)


def _alone(head: str, known: set[str]) -> Dateline | None:
    mark = _ALONE.match(head)
    if not mark:
        return None
    name = mark[1].strip(" ,.")
    spaced = mark[0][len(mark[1]) :].startswith(" ") or head[mark.end() : mark.end() + 1] in {" ", ""}
    if _is_brand(name, known) and (_loud(name) or "." in name or name.lower() in known):
        on, end = _day_after(head, mark.end())
        return Dateline(_printed(head, end), None, name, on)
    if not spaced:  # 'Anak-anak', 'SUV-nya'
        return None
    following = _ALONE.match(head[mark.end() :].lstrip())
    if is_place(name) and not (following and is_place(following[1].split()[0])):
        # in mixed case only a whole 'Jakarta -' or 'Jakarta - Kata': 'Tegal - Brebes ditutup' is a road
        then = head[mark.end() :].split()
        if _loud(name) or not then or ((then[0][0].isupper() or not then[0][0].isalpha()) and not is_place(then[0])):
            return Dateline(_printed(head, mark.end()), name, None)
        return None
    return Dateline(_printed(head, mark.end())) if _loud(name) and " " not in name[12:] else None


def _bare(text: str) -> Dateline | None:
    """A paragraph that is nothing but a place and a brand: 'Palembang, SumselSatu.com'."""
    mark = _BARE.fullmatch(text.strip(" -–—:")) if len(text) < _HEAD // 2 else None
    if not mark:
        return None
    return Dateline(text.strip(), (mark[1] or mark[4]).strip(), mark[2] or mark[3])


def _later(head: str) -> Dateline | None:
    """A dateline that a sentence (the title again) stands before."""
    mark = _LATER.search(head)
    if not mark:
        return None
    place, _, brand = mark[1].rpartition(",")
    return Dateline(mark[0].strip(), place.strip() or None, brand.strip())


def _is_brand(name: str, known: set[str]) -> bool:
    return bool(_IS_DOMAIN.fullmatch(name) or name.lower() in known or (_PRESS.match(name) and not is_place(name)))


def _loud(name: str) -> bool:
    return name.isupper() and len(name) > 1


def _printed(head: str, end: int) -> str:
    return head[:end].strip()


def _day_after(head: str, at: int) -> tuple[date | None, int]:
    mark = _DAY_AHEAD.match(head, at)
    on = _day(mark[1]) if mark else None
    return (on, mark.end(1)) if mark and on else (None, at)


def _day(printed: str) -> date | None:
    # imported here: a page without a dated dateline, the usual one, does not need it
    from newsarchive.text.dates import parse_date  # noqa: PLC0415

    try:
        return parse_date(printed).on
    except DateError:
        return None
