"""Names in bylines: where one ends and the next begins, and which of them are people, agencies or houses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from newsarchive.dates.names import MONTH_PATTERN, WEEKDAY_PATTERN
from newsarchive.text.paragraphs import same_letters
from newsarchive.text.places import is_place

Namer = Literal["person", "agency", "desk", "house"]
"""desk: an editorial team ('Tim Liputan'); house: the outlet itself, an account of its system, or an address."""

_BETWEEN = re.compile(r"[,;&]|(?<=\w)/|/(?=\w)|\bdan\b|\band\b", re.IGNORECASE)
_DEGREE = re.compile(
    # 'M. Darmo' and 'S. Widodo' are people
    r"(?:[SMDA]\.\s?(?:[A-Z]{1,4}|Kom|Pd|Si|Hum|Sos|Farm|Psi|Ke[bps]|Ked|Stat|Ant|Ling|Ars|Sn|A[gkp]|Th|Fil|Ip|Ikom|Gz|M[dkm]"
    r"|Mat|H|Pt|Pi|Par|Hut|Tr|T[ip]|Ds|Akun|Kn|Eng|Sc|Med|Phil|Div|Li|Cs|Han)(?:\.\s?[A-Za-z.]{1,8})?"
    r"|[SM][A-Z][A-Za-z]{0,3}|[A-Z]{2}\.[A-Za-z.]{1,8}|B\.(?:Sc|Eng|Ed|Comm?)|[A-Z]\.[A-Z]{1,3}(?:\.[A-Za-z.]{0,8})?|Lc|Ph\.?D|MBA|Dr|Ir|Drs|Hj?|Jr|SIKom)\.?"
)
_PADDING = " \t\xa0|/\\•·-–—,;:*\"'“”‘’"
_HOUSE_PART = re.compile(r"\s[-–—|•·]{1,2}\s|\s?[|•]\s?|\s[-–—](?=detik|kompas|tribun|okezone)", re.IGNORECASE)
"""What follows ' - ' or '|' behind a name is the house, the rubric or the date: 'Name - detikNews'."""
_RIGHTS = re.compile(r"\s?(?:\bcopyright\b|©|\ball rights\b)", re.IGNORECASE)
_DAY_BEHIND = re.compile(
    rf"(?:^|[\s,(|/\-–]){{1,3}}(?:(?:on|pada|tanggal|tayang|terbit|diterbitkan|diperbarui|update|updated|published)\b[\s:,]{{0,3}})?"
    rf"(?:(?:{WEEKDAY_PATTERN})\b[\s,]{{0,3}}(?=\d|$)|\d{{1,4}}(?:[\s/.\-:]|$)|(?:{MONTH_PATTERN})\.?\s\d"
    r"|(?:tayang|terbit|diterbitkan|diperbarui|updated?|published)\b)",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(
    r"[\s,]{1,3}\(?(?:(?:jurnalis|wartawan|reporter|penulis|editor|pewarta|tim redaksi)\)?"
    r"|(?:kontributor|koresponden)(?: \w{3,20}){0,2}\)?)$",
    re.IGNORECASE,
)
_ROLE_AHEAD = re.compile(
    r"(?:kontributor|koresponden|wartawan|reporter|jurnalis|pewarta|penulis|editor|oleh|by)\s+(?=\S)", re.IGNORECASE
)
_CONTACT = re.compile(
    r"[(<\[]?\b[\w.+\-]{1,60}@[\w.\-]{1,60}[)>\]]?|(?<!\w)@\w{2,40}|https?://\S{1,300}", re.IGNORECASE
)
_HOST = re.compile(
    r"(?:www\.)?[a-z0-9\-]{2,40}(?:\.[a-z0-9\-]{2,30}){0,2}\.(?:com|co|id|net|org|news|tv|info|online|press)(?:/.{0,300})?",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"(?:(?:perum )?lkbn |kantor berita )?(?:antara(?: ?news| foto)?|afp|agence france[- ]presse|(?:thomson )?reuters?"
    r"|associated press|ap|xinhua(?: ?news)?|bernama|bbc(?: \w{1,20}){0,2}|cnn|dpa|efe|kyodo(?: news)?|yonhap|upi|tass"
    r"|anadolu(?: agency)?|al ?jazeera|the guardian|deutsche welle|dw|voa(?: indonesia)?|abc (?:news|australia)|sputnik"
    r"|ria novosti|prwir|pr ?wire|pr ?newswire|asianet|media ?outreach(?: newswire)?|business ?wire|globe ?newswire"
    r"|acn newswire|vritimes|oana|bloomberg|the conversation|360info|infopublik|(?:bernama|xinhua)-oana)",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"(?:tim|team)\b.{0,60}|(?:dewan |sidang |meja )?redaksi\b.{0,40}|litbang\b.{0,30}|editorial(?: \w{1,20})?"
    r"|.{0,40}\b(?:newsroom|news ?desk|liputan|biro|desk)\b.{0,30}",
    re.IGNORECASE,
)
_HOUSE_WORDS = frozenset(
    (
        *(
            "admin",
            "administrator",
            "superadmin",
            "webmaster",
            "developer",
            "user",
            "root",
            "author",
            "writer",
            "staff",
        ),
        *(
            "network",
            "cyber",
            "official",
            "digital",
            "redaktur",
            "pt",
            "pt.",
            "cv",
            "cv.",
            "online",
            "newspaper",
            "portal",
        ),
        *(
            "humas",
            "diskominfo",
            "kominfo",
            "pemkab",
            "pemkot",
            "pemprov",
            "pressrelease",
            "advertorial",
            "adv",
            "iklan",
        ),
        *(
            "news",
            "radio",
            "tv",
            "anonim",
            "anonymous",
            "unknown",
            "guest",
            "rilis",
            "release",
            "kontributor",
            "jurnalis",
        ),
        *("wartawan", "reporter", "penulis", "pewarta", "editor", "contributor", "journalist", "press", "multimedia"),
    )
)
_HOUSE = re.compile(
    r"(?:media|harian|koran|majalah|tabloid|suara|radar|warta|kabar|berita|portal|pikiran|jawa ?pos|tribun\w*|kompas\w*"
    r"|detik\w*|okezone|liputan6|sindonews|republika|tempo|viva\w*|jpnn|kumparan|merdeka|kapanlagi|disway"
    r"|promedia|times|the jakarta \w{1,10}|jakarta (?:globe|post)|cn(?:n|bc) indonesia|idn times)(?:[ .].{0,40})?"
    rf"|\d{{1,9}}|{WEEKDAY_PATTERN}",
    re.IGNORECASE,
)
_LONGEST = 60
"""Characters; a longer text is no name."""
_MOST_WORDS = 7
_PROSE = re.compile(
    r"\b(?:dilarang|yang|untuk|dengan|atau|dari|pada|tanpa|kami|adalah|seluruh|konten|artikel|melalui)\b", re.IGNORECASE
)
"""Words that a sentence has and no name: notices stand where bylines do."""


def split_names(text: str) -> tuple[str, ...]:
    """The names in 'A, B dan C' or 'A/B', each once; a degree after a comma ('Karto, S.Kom') stays with its name."""
    names: list[str] = []
    for part in _BETWEEN.split(text.strip(_PADDING)):
        name = part.strip(_PADDING)
        if not name:
            continue
        if names and _DEGREE.fullmatch(name):
            names[-1] += f", {name}"
        elif name not in names:
            names.append(name)
    return tuple(names)


def bare_value(text: str) -> str:
    """The names in the value of a byline, without house, rubric, date, address or profession printed behind them."""
    value = _HOUSE_PART.split(text.strip(_PADDING), maxsplit=1)[0]
    value = _RIGHTS.split(value, maxsplit=1)[0]
    if "@" in value or "://" in value:
        value = _CONTACT.sub(" ", value)
    if day := _DAY_BEHIND.search(value):
        value = value[: day.start()]
    value = _ROLE_BEHIND.sub("", value.strip(_PADDING)).strip(_PADDING)
    if value.endswith(")"):
        name, _, inside = value[:-1].rpartition("(")
        if is_place(inside.strip()) or who(inside) != "person":
            value = name
    return " ".join(value.split())


def without_post(text: str) -> str:
    """'Kontributor Hulu Kota, Karto' is a post, its place and a name: the name."""
    mark = _ROLE_AHEAD.match(text)
    if not mark:
        return text
    rest = text[mark.end() :]
    _, comma, name = rest.partition(",")
    if comma and name.strip() and not _DEGREE.fullmatch(name.strip()):
        return name.strip()
    first, _, others = rest.partition(" ")
    return others if others and is_place(first) and not is_place(rest) else rest


@lru_cache(maxsize=4096)
def who(text: str, brands: tuple[str, ...] = ()) -> Namer:
    """What a name in a byline names. `brands` are the names and hosts that the outlet goes by."""
    name = text.strip(_PADDING)
    folded = same_letters(name)
    if (
        not folded
        or len(name) > _LONGEST
        or name.count(" ") >= _MOST_WORDS
        or _PROSE.search(name)
        or "@" in name
        or "://" in name
        or _HOST.fullmatch(name)
    ):
        return "house"
    if _AGENCY.fullmatch(name.rstrip(".")):
        return "agency"
    if any(folded == same_letters(brand) for brand in brands):
        return "house"
    if _DESK.fullmatch(name):
        return "desk"
    if _HOUSE.fullmatch(name) or not _HOUSE_WORDS.isdisjoint(name.lower().split()):
        return "house"
    return "person"


def is_person_name(text: str, brands: Sequence[str] = ()) -> bool:
    """Whether a byline's text is the name of a person, or the code of one ('C31'), by all that its form tells.

    No person are agencies, desks ('Tim Redaksi'), the outlet (`brands`, its names and hosts), accounts ('Admin'),
    addresses and bare professions ('Jurnalis'). Names all in capitals are names.
    """
    return who(text, tuple(brands)) == "person"


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Names in order, each person once: of 'Karto' and 'Karto Wira' the fuller, of two spellings in case the first."""
    kept: list[str] = []
    for name in names:
        words = name.casefold().split()
        for number, other in enumerate(kept):
            others = other.casefold().split()
            if words == others[: len(words)]:
                break
            if others == words[: len(others)]:
                kept[number] = name
                break
        else:
            kept.append(name)
    return tuple(dict.fromkeys(kept))
