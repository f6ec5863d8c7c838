"""Names that news outlets go by in datelines, told by their form: hosts, words of the press, capitals inside a word."""

from __future__ import annotations

import re
from collections.abc import Set

from newsarchive.text.places import is_place

DOMAIN = (
    r"[A-Za-z0-9][A-Za-z0-9\-]{1,40}(?:\.[A-Za-z0-9\-]{2,30}){0,2}"
    r"\.(?:com|co\.id|my\.id|or\.id|web\.id|go\.id|ac\.id|id|co|net|news|org|tv|info|online|press|asia|today)"
)
"""Pattern of a host as datelines print it: 'KOMPAS.com', 'TRIBUN-TIMUR.COM'."""
NAMED = r"(?:(?:CNN|CNBC|VOA|BBC|Media) Indonesia|Republika Online|Antara News|NU Online|IDN Times)"
"""Pattern of outlets in mixed case that put no dash behind their name."""
_IS_DOMAIN = re.compile(rf"(?:www\.)?{DOMAIN}", re.IGNORECASE)
_PRESS = re.compile(
    r"(?:harian\w*|koran\w*|radar\w*|galamedia\w*|tribun\w*|media|memorandum|disway\w*|antara(?: news)?|kompas\w*"
    r"|kbrn|rri|times|suara\w*|lingkar|rakyat|surya|republika|tempo|jpnn|detik\w*|inews\w*|okezone|sindonews|viva\w*"
    r"|liputan6|medcom|jawa ?pos|pikiran\w*|berita\w*|warta\w*|kabar\w*|rmol\w*|inilah\w*|cnn|cnbc|bbc|voa|idn times"
    r"|nu online|kumparan\w*|metro ?tv\w*|bali ?post|pos (?:kupang|kota)|serambi\w*|bisnis|investor daily|gatra"
    r"|akurat\w*|merdeka\.\w+|reuters|afp|xinhua|bloomberg|anadolu|kyodo|pr ?newswire|business wire|globe newswire"
    r"|media outreach|info ?publik|the jakarta post|jakarta globe|solopos|joglosemar|banjarmasin post)\b",
    re.IGNORECASE,
)
_REGIONAL = re.compile(r"PR [A-Z]{3,20}(?: [A-Z]{3,20})?|PRFM\w*")
"""Pikiran Rakyat's partners in capitals: 'PR JATENG'."""
_ENDS_AS_PRESS = re.compile(
    r"[\w ]{2,30}(?: |(?<=[A-Z])(?=[A-Z])|(?<=[a-z])(?=[A-Z]))"
    r"(?:[Pp]os|POS|[Tt][Vv]|COM|ID|Online|ONLINE|Network|Today|TODAY)"
    r"|[\w ]{2,30}(?i:news|times|post|ekspress?|express|daily|tribune)|[^\W\d]*\d\w*"
)
_CAMEL = re.compile(r"(?:\w* )?[A-Za-z]?[a-z]+[A-Z]\w*(?: \w+)?|[A-Z]{2,}[a-z]{2,}\w*")


def is_host(name: str) -> bool:
    """Whether a name is a host: 'KOMPAS.com', 'www.hulupos.co.id'."""
    return _IS_DOMAIN.fullmatch(name) is not None


def is_brand(name: str, known: Set[str] = frozenset()) -> bool:
    """Whether a name is that of an outlet: a host, one of `known` (in lower case), or one that begins as outlets' do.

    A word with a capital inside ('NusaBali', 'IndoTelko') is one too. A known place never is, unless in `known`.
    """
    if is_host(name) or name.lower() in known or _REGIONAL.fullmatch(name):
        return True
    return bool(_PRESS.match(name) or _CAMEL.fullmatch(name)) and not is_place(name)


def ends_as_press(name: str) -> bool:
    """Whether a name that is no known place ends as outlets' names do ('INILAHCOM', 'SUMUT POS') or holds a digit."""
    return _ENDS_AS_PRESS.fullmatch(name) is not None
