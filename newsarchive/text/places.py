"""Places that news texts are dated from: whether a text names one, and which province, regency or city that is.

`data/places.csv` has the official names, `data/place_names.csv` what the press calls them, `data/regions.csv` the
provinces. Codes are as of today: a text of 2015 from Merauke is from Papua Selatan, which is newer than the text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from newsarchive.resources import data_path

_LONGEST = 120
"""Characters. A place with its district and province is shorter; what is longer is not looked up."""

_PARTS = 4
"""A place has at most so many parts between commas: village, district, regency, province."""

_SEPARATORS = str.maketrans(dict.fromkeys(" .-–'’`/\u00a0", None))
"""Taken out before names are compared: 'Tanjung Pinang' is 'Tanjungpinang', 'N.T.B.' is 'NTB'."""

_RANK = re.compile(
    r"(?:(kabupaten|kab)|(kota(?:madya)?|kodya)|(provinsi|propinsi|prov)|(kecamatan|kec|distrik)|(desa|kelurahan|kel))"
    r"(?:\. ?| )(?:administrasi )?(.+)",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"kep\.? (?=\w)", re.IGNORECASE)
_OFFICIAL = re.compile(r"(Kabupaten|Kota) (?:Administrasi )?")


@dataclass(frozen=True, slots=True)
class Place:
    """What a printed place stands for. Unless `candidates` is empty, the name stands for more than one place.

    A town, district or island gives what it lies in. The province is known also where the regency is not, if all
    candidates lie in it. Nothing is known of places abroad.
    """

    name: str
    """Official name of the regency or city, else of the province; as printed where neither is known."""
    province: str | None = None
    """ISO 3166-2:ID code."""
    regency: str | None = None
    """Code of the Ministry of Home Affairs."""
    candidates: tuple[str, ...] = ()
    """Codes of both kinds, sorted, of all that go by this name; empty if it is one only, or none."""


@dataclass(frozen=True, slots=True)
class _Names:
    """By the key of a name (`_key`): the codes that it may stand for, provinces by ISO code and regencies by their own.

    A name of a regency or city, or another name for it, stands for that, although districts may share the name.
    """

    official: dict[str, str]
    """Name by code."""
    provinces: dict[str, str]
    """ISO code by the ministry's code."""
    areas: dict[str, frozenset[str]]
    ranked: dict[tuple[str, str], frozenset[str]]
    """By 'Kabupaten' or 'Kota', and key."""
    towns: dict[str, frozenset[str]]
    former: dict[str, frozenset[str]]
    """Provinces that were part of the one named."""
    abroad: frozenset[str]
    words: frozenset[str]


def is_place(text: str) -> bool:
    """Whether a text is the name of a known place, in any case, or says itself that it is one ('Kab. Karawang').

    A district is taken for one only in capitals, and if its name is no everyday word nor a person's: prose is not dated
    'Tempel - '.
    """
    return len(text) <= _LONGEST and _is_place(text.strip())


def resolve_place(printed: str | None) -> Place:
    """Province and regency of a place as a dateline prints it: 'Mataram, NTB', 'KAB. BANDUNG', 'Cibinong'.

    Of parts between commas, a later one tells which of several places the first one is ('KUTA, BALI'). A name that
    more than one regency or province goes by is left open, and so is a place whose parts contradict each other. No
    spelling is repaired. Nothing, and what is no place, gives a Place without codes.
    """
    return _resolve(" ".join(printed.split())) if printed and len(printed) <= _LONGEST else Place(printed or "")


def official_name(code: str) -> str | None:
    """Name of a province (ISO code) or of a regency or city (ministry's code); None if there is no such code."""
    return _names().official.get(code)


@lru_cache(maxsize=4096)
def _is_place(text: str) -> bool:
    key, names = _key(text), _names()
    if key in names.areas or key in names.towns or key in names.former or key in names.abroad:
        return True
    if _RANK.match(text):
        return len(text.split()) <= 5
    return text.isupper() and key in _districts() and key not in names.words


@lru_cache(maxsize=4096)
def _resolve(printed: str) -> Place:
    names = _names()
    parts = [part for part in re.split(r" ?[,|] ?", printed) if part]
    if not parts or len(parts) > _PARTS or any(_key(part) in names.abroad for part in parts):
        return Place(printed)
    codes = _codes(parts[-1])
    for part in reversed(parts[:-1]):
        codes = _narrowed(part, codes, parts[-1])
    return _settled(printed, codes)


def _settled(printed: str, codes: frozenset[str]) -> Place:
    """The place that codes leave no doubt about, as far as they do."""
    names = _names()
    provinces = {_province(code) for code in codes}
    province = provinces.pop() if len(provinces) == 1 else None
    if len(codes) > 1:
        name = names.official[province] if province else printed
        return Place(name, province, None, tuple(sorted(codes)))
    code = next(iter(codes), None)
    if code is None:
        return Place(printed)
    return Place(names.official[code], province, None if code == province else code)


def _narrowed(part: str, wider: frozenset[str], qualifier: str) -> frozenset[str]:
    """Which of the places called `part` lie in one of `wider`, or the other way round; all of both if none does."""
    named, every = _codes(part), _codes(part, among_all=True)
    if not wider or not every:
        return named or wider
    wide = wider | _names().former.get(_key(qualifier), frozenset())
    for codes in (named, every):
        inside = {code for code in codes if code in wide or _province(code) in wide}
        inside |= {code for code in wide if _province(code) in codes}
        if inside:
            return frozenset(inside)
    return named | wider


def _codes(part: str, *, among_all: bool = False) -> frozenset[str]:
    """What a name alone may stand for. `among_all`: districts too where a regency has the name, or an everyday word."""
    names = _names()
    rank = _RANK.fullmatch(part)
    if rank:
        regency, city, province, district, village, rest = rank.groups()
        key = _key(rest)
        found = names.ranked.get(("Kabupaten" if regency else "Kota", key)) if regency or city else None
        if province:
            found = frozenset(code for code in names.areas.get(key, ()) if "-" in code)
        elif district:
            found = _districts().get(key)
        if found or village or district or province:
            return found or frozenset()
    key = _key(part)
    area = names.areas.get(key, frozenset())
    if area and not among_all:
        return area
    towns = names.towns.get(key, frozenset())
    if among_all or key not in names.words:
        towns |= _districts().get(key, frozenset())
    return area | towns or names.former.get(key, frozenset())


def _province(code: str) -> str:
    return code if "-" in code else _names().provinces[code[:2]]


def _key(name: str) -> str:
    key = name.lower()
    if key.startswith("kep"):
        key = _SHORTENED.sub("kepulauan ", key, count=1)
    return key.translate(_SEPARATORS)


@cache
def _names() -> _Names:
    """All names but those of districts, read once."""
    official: dict[str, str] = {}
    provinces: dict[str, str] = {}
    found: dict[str, dict[str, set[str]]] = {kind: {} for kind in ("is", "in", "was", "abroad", "word")}
    ranked: dict[tuple[str, str], frozenset[str]] = {}
    for iso_code, name, code, *_ in _rows("regions.csv"):
        official[iso_code] = name
        provinces[code] = iso_code
        found["is"].setdefault(_key(name), set()).add(iso_code)
    for code, name, _ in _places():
        if len(code) == 5:
            official[code] = name
            key = _key(_OFFICIAL.sub("", name))
            found["is"].setdefault(key, set()).add(code)
            ranked[name.split()[0], key] = frozenset((code,))
    for name, kind, code, _ in _rows("place_names.csv"):
        key = _key(name)
        found[kind].setdefault(key, set()).add(code)
        if kind == "is" and "-" not in code:
            ranked.setdefault((official[code].split()[0], key), frozenset((code,)))
    return _Names(
        official,
        provinces,
        areas=_frozen(found["is"]),
        ranked=ranked,
        towns=_frozen(found["in"]),
        former=_frozen(found["was"]),
        abroad=frozenset(found["abroad"]),
        words=frozenset(found["word"]),
    )


@cache
def _districts() -> dict[str, frozenset[str]]:
    """The regencies and cities that have a district of a name. Read apart, because most pages do not need it."""
    found: dict[str, set[str]] = {}
    for code, name, also in _places():
        if len(code) > 5:
            for spelling in (name, *filter(None, also.split("; "))):
                found.setdefault(_key(spelling), set()).add(code[:5])
    return _frozen(found)


def _frozen(found: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(codes) for key, codes in found.items()}


def _places() -> Iterator[list[str]]:
    return _rows("places.csv")


def _rows(name: str) -> Iterator[list[str]]:
    """Rows of a data file of ours, without its comments and its line of column names."""
    with data_path(name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        next(rows)
        yield from rows
