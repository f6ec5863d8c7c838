"""The opening of a news text, 'JAKARTA, DISWAY.ID -', taken apart into place, brand and day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from newsarchive.errors import DateError
from newsarchive.models import Dateline
from newsarchive.text.dateline_undashed import HEAD, NAME, WHOLE, WORD, is_loud, narrowest, read_undashed
from newsarchive.text.places import is_place, resolve_place
from newsarchive.text.press_names import DOMAIN, ends_as_press, is_brand, is_host

_DASH = r"[-–—]{1,4}"
_DAY = (
    r"(?:[A-Z][a-z'’]{3,6},? ?)?\(?(?:\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?| [A-Za-z]{3,9}\.?,? \d{4})"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\)?"
)
_PLACE_BRAND = re.compile(rf"({WHOLE}(?:, ?{WHOLE})?) ?[,|] ?({NAME}) ?[,.]? ?({_DASH}|:)")
_BRACKETED = re.compile(
    rf"({WHOLE}(?:(?:, ?| ?/ ?){WHOLE})?)(?: ?,? ({_DAY}))? ?,? ?"
    rf"(?:\( ?([^()]{{2,40}}?) ?\)|/([A-Z][\w ]{{2,25}})/) ?\.?({_DASH}|:)"
)
_DATED = re.compile(rf"({WHOLE}(?:, ?{WHOLE})?) ?,? ({_DAY}) ?({_DASH}|:)")
_ALONE = re.compile(rf"({NAME}) ?,? ?({_DASH})")
_GLUED = re.compile(r"([A-Z0-9\-]{3,40}(?:\.[A-Z0-9\-]{2,20}){0,2}\.(?:COM|CO\.ID|ID|CO|NET|NEWS|ORG))(?=[A-Z][a-z])")
_STOPPED = re.compile(
    rf"({DOMAIN}) ?\. ?({NAME}) ?, ?((?:{WORD} ?,? ?)?\d{{1,2}} [A-Za-z]{{3,12}} \d{{4}}) ?\.", re.IGNORECASE
)
_LATER = re.compile(
    rf"(?<=[.!?…] )((?:[A-Z][A-Z .'’]{{1,40}}, ?)?(?-i:[A-Z0-9\-]{{3,40}}\.(?:COM|CO\.ID|ID|CO|NET|NEWS))) ?,? ?{_DASH}"
)
_DAY_AHEAD = re.compile(r"\s*((?:[A-Z][a-z'’]{3,6} ?,? ?)\d{1,2} [A-Za-z]{3,12} \d{4})\s*[,.]")
_SHORTEST = 4
"""Letters of a name in capitals that no list knows: 'PT', 'KPK' are abbreviations."""


def read_dateline(text: str, brands: Sequence[str] = ()) -> Dateline | None:
    """Place, brand and day of the dateline at the head of a paragraph whose white space is folded; None if it has none.

    `brands` are names that the outlet goes by. What is a brand is told by form (`press_names`), by `brands`, or by
    capitals in second position ('NGAWI, RN —'). A name alone before a dash is a place if it is known as one; what can
    be told neither way keeps only `printed`. Text in mixed case before a dash is no dateline unless it is known,
    because prose has dashes too. Without a dash only a host or outlet beside a known place counts ('Liputan6.com,
    Jakarta Kereta ...'), and in English a place before a full stop. A date that is part of it gives `on`.
    """
    head = text[:HEAD]
    known = frozenset(brand.lower() for brand in brands)
    return (
        _stopped(head)
        or _glued(head)
        or _bracketed(head, known)
        or _paired(head, known)
        or _dated(head)
        or _alone(head, known)
        or read_undashed(text, known)
        or _later(head)
    )


def _stopped(head: str) -> Dateline | None:
    mark = _STOPPED.match(head)
    if not mark:
        return None
    return Dateline(mark[0].strip(), mark[2].strip(), mark[1], _day(mark[3]))


def _glued(head: str) -> Dateline | None:
    mark = _GLUED.match(head)
    return Dateline(mark[1], None, mark[1]) if mark else None


def _bracketed(head: str, known: frozenset[str]) -> Dateline | None:
    """'Palu (ANTARA) -', 'Jakarta/Surabaya (ANTARA) -', 'JAKARTA, 28/4 (ANTARA) -', 'JAKARTA /PRNewswire/ --'."""
    mark = _BRACKETED.match(head)
    if not mark:
        return None
    place, brand = mark[1].strip(), (mark[3] or mark[4]).strip()
    on = _day(mark[2]) if mark[2] else None
    if is_place(brand) and (is_brand(place, known) or ends_as_press(place)):  # 'PANTURANEWS (TEGAL) -'
        place, brand = brand, place
    is_known = any(is_place(part) for part in re.split(r" ?[,/] ?", place))
    if brand[0].isdigit():
        return Dateline(_printed(head, mark.end()), place, None, _day(brand)) if is_known else None
    short = (is_loud(brand) and len(brand) <= 12) or brand.lower() in known
    if is_brand(brand, known) or (not _goes_on_small(head, mark.end()) and is_known):
        return Dateline(_printed(head, mark.end()), place, brand, on)
    if short and is_loud(place) and len(place) >= _SHORTEST and not _goes_on_small(head, mark.end()):
        return Dateline(_printed(head, mark.end()), place, brand, on)
    return None


def _paired(head: str, known: frozenset[str]) -> Dateline | None:
    """Two names before a dash; before a colon only an outlet and a place that are known."""
    mark = _PLACE_BRAND.match(head)
    if not mark:
        return None
    first, second = mark[1].strip(" ,"), mark[2].strip(" ,.")
    leading, _, rest = first.partition(",")
    if rest and is_brand(leading, known):
        first, second = leading, f"{rest.strip()}, {second}"
    if mark[3] == ":":
        if not (is_brand(first, known) and (is_place(narrowest(second)) or first.upper() == "KBRN")):
            return None
        parts: tuple[str | None, str | None] | None = second, first
    else:
        parts = _place_and_brand(first, second, known) or _places(first, second, head[mark.end() :])
    if parts is None:
        return None
    on, end = _day_after(head, mark.end())
    return Dateline(_printed(head, end), *parts, on)


def _place_and_brand(first: str, second: str, known: frozenset[str]) -> tuple[str, str] | None:
    """Which of two names is the place and which the brand; None where neither is surely a brand."""
    is_first_place = is_place(narrowest(first)) and first.lower() not in known
    is_second_place = is_place(narrowest(second)) and second.lower() not in known
    if not is_second_place and is_brand(second, known) and not is_host(first):
        if is_first_place or is_loud(first) or (is_host(second) and first.istitle()):
            return first, second
    elif not is_second_place and is_first_place and ends_as_press(second):
        return first, second
    if is_brand(first, known) and not is_first_place:
        surely = is_host(first) or first.lower() in known or is_loud(first)
        if is_second_place or (surely and (is_loud(second) or second.istitle())):
            return second, first
    if is_second_place and not is_first_place and (is_loud(first) or " " not in first) and ends_as_press(first):
        return second, first
    return None


def _places(first: str, second: str, rest: str) -> tuple[str, str | None] | None:
    """A place with a wider one, or with what is in capitals behind it."""
    is_first_place, is_capital = is_place(narrowest(first)), is_loud(first)
    then = rest.split()
    goes_on = bool(then) and (then[0][0].islower() or is_place(then[0].strip(",.")))
    if is_place(second) and (is_capital or is_first_place):
        if not is_first_place and not _is_province(second):
            return second, None  # 'AYO HULU, TEGAL -': an outlet that no form tells, or a village; the town is sure
        return (f"{first}, {second}", None) if is_capital or not goes_on else None
    if is_capital and is_loud(second) and (is_first_place or len(first) >= _SHORTEST):
        return first, second
    if is_first_place and not goes_on:
        if is_capital and second.islower() and " " not in second:
            return first, second
        return (first, None) if second.istitle() else None  # brand or village: the place is the first either way
    return (second, None) if first.istitle() and is_place(second) and not goes_on else None  # 'Hulu Geh, Bandung -'


def _is_province(place: str) -> bool:
    """Whether a place is a province; Jakarta, which is one, stands in datelines as a city."""
    found = resolve_place(place)
    return found.province not in {None, "ID-JK"} and found.regency is None and not found.candidates


def _dated(head: str) -> Dateline | None:
    """'Jakarta, 16 Februari 2016 -'."""
    mark = _DATED.match(head)
    if not mark or not is_place(narrowest(mark[1])):
        return None
    return Dateline(_printed(head, mark.end()), mark[1].strip(" ,"), None, _day(mark[2]))


def _alone(head: str, known: frozenset[str]) -> Dateline | None:
    """One name before a dash, or two with a dash behind each ('krjogja.com - YOGYA -')."""
    mark = _ALONE.match(head)
    if not mark:
        return None
    name, rest = mark[1].strip(" ,."), head[mark.end() :]
    following = _ALONE.match(rest.lstrip())
    if following and (is_host(name) if is_place(following[1]) else is_place(name) and is_host(following[1])):
        place, brand = (following[1], name) if is_host(name) else (name, following[1])
        return Dateline(_printed(head, len(head) - len(rest.lstrip()) + following.end()), place, brand)
    if is_brand(name, known) and (is_loud(name) or "." in name or name.lower() in known or _is_logo(name)):
        if _goes_on_small(rest, 0) and not (is_host(name) or name.lower() in known):
            return None
        on, end = _day_after(head, mark.end())
        return Dateline(_printed(head, end), None, name, on)
    return _unbranded(head, mark, name)


def _unbranded(head: str, mark: re.Match[str], name: str) -> Dateline | None:
    """A place before a dash, or what is in capitals and may be one."""
    rest = head[mark.end() :]
    spaced = mark[0][len(mark[1]) :].startswith(" ") or rest[:1] in {" ", ""}
    if not spaced and not (is_loud(name) and (mark[2] != "-" or (rest[0].isupper() and rest[1:2].islower()))):
        return None  # 'Anak-anak', 'SUV-nya', 'SURABAYA-MADURA'; but 'SURABAYA—Polisi'
    if not is_place(name):
        is_doubtful = spaced and is_loud(name) and " " not in name[12:] and len(name) >= _SHORTEST
        return Dateline(_printed(head, mark.end())) if is_doubtful and not _goes_on_small(rest, 0) else None
    following = _ALONE.match(rest.lstrip())
    then = rest.split()
    is_road = bool(then) and is_place(then[0].strip(",.")) and (not is_loud(name) or not spaced or is_loud(then[0]))
    if is_road or (following and is_place(following[1].split()[0])):
        return None  # 'Tegal - Brebes ditutup'
    # in mixed case only a whole 'Jakarta -' or 'Jakarta - Kata'
    return Dateline(_printed(head, mark.end()), name, None) if is_loud(name) or not _goes_on_small(rest, 0) else None


def _later(head: str) -> Dateline | None:
    """A dateline that a sentence (the title again) stands before."""
    mark = _LATER.search(head)
    if not mark:
        return None
    place, _, brand = mark[1].rpartition(",")
    return Dateline(mark[0].strip(), place.strip() or None, brand.strip())


def _is_logo(name: str) -> bool:
    """Whether one word is written as no word of prose is: 'VIVAnews', 'kumparan'."""
    return (" " not in name and name not in {name.lower(), name.capitalize()}) or name == "kumparan"


def _goes_on_small(head: str, at: int) -> bool:
    """Whether the next word begins in lower case, as within a sentence."""
    return head[at:].lstrip()[:1].islower()


def _printed(head: str, end: int) -> str:
    return head[:end].strip()


def _day_after(head: str, at: int) -> tuple[date | None, int]:
    mark = _DAY_AHEAD.match(head, at)
    on = _day(mark[1]) if mark else None
    return (on, mark.end(1)) if mark and on else (None, at)


def _day(printed: str) -> date | None:
    # imported here: a page without a dated dateline, the usual one, does not need it
    from newsarchive.dates.parsing import parse_date  # noqa: PLC0415

    try:
        return parse_date(printed).on
    except DateError:
        return None
