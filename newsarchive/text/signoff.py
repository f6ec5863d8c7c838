"""How a news text ends: initials of those who worked on it, a row of stars, the agency or name it is signed with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.text.names import is_person_name, who
from newsarchive.text.related import ends_sentence

_NAME = r"[A-Z][\w.'’]{1,20}(?: [A-Z][\w.'’]{0,20}){1,3}"
_MARK = r"(?:\*{1,3}|[A-Za-z][A-Za-z0-9.\-]{0,14})"
_SITE = r"[\w\-]{2,30}(?:\.[a-z]{2,8}){1,2}"
_ALONE = re.compile(
    rf"[-–—\s]{{0,4}}(?P<sign>[(\[]\s?(?:{_MARK}(?:\s?[/,&|]\s?{_MARK}){{0,4}}|{_SITE}\s?[/:,-]\s?(?:{_NAME}|{_MARK})|{_NAME})"
    r"\s?[)\]])[\s.*]{0,4}"
)
_AT_END = re.compile(
    rf"(?:(?<=[.!?…\"”’')\]])|(?<=[.!?…\"”’')\]] )|(?<=[.!?…\"”’')\]]\*))(?P<sign>[(\[]\s?(?:[A-Z]-\d{{1,2}}"
    rf"|(?-i:[a-z]{{2,5}}|[A-Z][a-z]{{2,3}}|[A-Z]{{2,3}})|{_MARK}(?:\s?/\s?{_MARK}){{1,4}}|{_SITE}/{_NAME})\s?[)\]])[\s.]{{0,3}}$"
)
_AGENCY_AT_END = re.compile(
    r"(?:(?<=[.!?…\"”’')\]])|(?<=[.!?…\"”’')\]] ))[(\[]\s?(?P<name>[A-Za-z][A-Za-z.]{3,15})"
    r"\s?[)\]][\s.*]{0,4}$"
)
"""'(ANTARA)', '(Antara/abc)' behind the last sentence: whose text it is, if the name is an agency's."""
_RULE = re.compile(r"[-–—_=~*.•#\s]{1,200}|[(\[]\s?\*{1,5}\s?[)\]]\.?")
_WORDS = frozenset(
    ("bersambung", "habis", "tamat", "selesai", "istimewa", "ist", "foto", "net", "dok", "sumber", "video")
)
"""In brackets at the end these sign nothing."""
_PAID = frozenset(("adv", "advertorial", "advetorial", "pariwara"))
_CAPITALS = re.compile(r"[A-Z][A-Z.'’]{1,20}(?: [A-Z][A-Z.'’]{0,20}){1,3}")
_ONE_IN_CAPITALS = re.compile(rf"[A-Z]{{4,20}}|{_CAPITALS.pattern}")
_SIGNS_IN_CAPITALS = ("tempo",)
"""Houses whose texts end in the name of their writer, in capitals: elsewhere such a line may be anything."""
_SHORT = 4
"""Characters; so short and in lower case are initials, not the agency of the same letters."""
_NEAR = 4
"""So many of the last paragraphs are looked at for a sign-off that stands by itself."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """How a text ends. `taken` are the paragraphs that are nothing but ending, last first: index and rule."""

    initials: str | None = None
    agency: str | None = None
    byline: str | None = None
    """A line that is nothing but the names of its writers."""
    taken: tuple[tuple[int, str], ...] = ()
    doubts: tuple[str, ...] = ()


def read_sign_off(paragraphs: Sequence[str], brands: Sequence[str] = ()) -> SignOff:
    """The sign-off of a text whose noise has been taken out: '(abc/def)', '[ab]', '(H-4)', '(*)', '***', 'ANTARA'.

    One that is a paragraph by itself is to be taken out, one behind the last sentence is only read. There a whole name,
    '(Karto Wira)', is no sign-off: it may be a second writer's (Suara) or belong to the sentence, and it stays in the
    text. Stars and dashes name no one. A last line in capitals is a writer's name only in the houses that sign so.
    """
    taken: list[tuple[int, str]] = []
    sign = agency = byline = None
    doubts: list[str] = []
    last = len(paragraphs) - 1
    while last > 0 and (rule := _by_itself(paragraphs[last])):
        taken.append((last, rule))
        sign = sign or _sign(paragraphs[last], rule)
        last -= 1
    for number in range(last - 1, max(0, last - _NEAR), -1):  # lines that no rule knows may stand below it
        if "/" in paragraphs[number] and not sign and _by_itself(paragraphs[number]) == "sign-off":
            taken.append((number, "sign-off"))
            sign = _sign(paragraphs[number], "sign-off")
    if last > 0 and ends_sentence(paragraphs[last - 1]):
        text = paragraphs[last]
        name = _signed(text, brands)
        if name:
            taken.append((last, "signed"))
            agency, byline = (text, None) if name == "agency" else (None, text)
            if name == "capitals":
                doubts.append(f"signed-in-capitals: the last line {text!r} is taken for the writer's name")
            last -= 1
    if last >= 0 and not sign and (mark := _AT_END.search(paragraphs[last][-60:])):
        sign = mark["sign"]
    if last >= 0 and not (sign or agency) and (mark := _AGENCY_AT_END.search(paragraphs[last][-60:])):
        agency = mark["name"] if who(mark["name"]) == "agency" else None
    meant = sign.strip("([ )]") if sign else ""
    house, slash, _ = meant.partition("/")
    if slash and not agency and len(house) > _SHORT and who(house.strip()) == "agency":
        agency = house.strip()  # '(Antara/abc)': the agency's text, and who handled it here
    if who(meant) == "agency" and (len(meant) > _SHORT or not meant.islower()):
        sign, agency = None, agency or meant
    elif meant.lower() in _WORDS or meant.lower() in _PAID:
        sign = None
    return SignOff(sign, agency, byline, tuple(sorted(taken, reverse=True)), tuple(doubts))


def _by_itself(text: str) -> str | None:
    """The rule by which a paragraph is a sign-off and nothing else."""
    if len(text) > 200:
        return None
    if _RULE.fullmatch(text):
        return "stars"
    mark = _ALONE.fullmatch(text)
    if not mark or mark["sign"].strip("([ )]").lower() in _WORDS:
        return None
    return "sign-off"


def _sign(text: str, rule: str) -> str | None:
    mark = _ALONE.fullmatch(text) if rule == "sign-off" else None
    return mark["sign"] if mark else None


def _signed(text: str, brands: Sequence[str]) -> str | None:
    """Whether a last line names an agency, names with an agency ('A | ANTARA'), or (in capitals) its writer."""
    if len(text) > 80 or text.endswith((".", "?", "!", ":")):
        return None
    if who(text) == "agency":
        return "agency"
    parts = [part.strip() for part in re.split(r"[|/]", text)]
    if len(parts) > 1 and all(_CAPITALS.fullmatch(part) or who(part) == "agency" for part in parts):
        return "names" if any(who(part) == "agency" for part in parts) else None
    house = any(
        brand.lower().startswith(_SIGNS_IN_CAPITALS) or f".{_SIGNS_IN_CAPITALS[0]}." in brand for brand in brands
    )
    return "capitals" if house and _ONE_IN_CAPITALS.fullmatch(text) and is_person_name(text, brands) else None
