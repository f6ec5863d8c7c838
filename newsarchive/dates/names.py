"""The names of months, weekdays and zones that Indonesian outlets print, spelling by spelling.

Every spelling here was seen on a page or is a known old, regional or misspelt form: Indonesian and English, full and
short, the Djanuari, Pebruari and Nopember spellings, a closed list of slips. A name that is not here is not a name:
nothing is matched by likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta, timezone
from types import MappingProxyType
from typing import Final

_MONTHS = """
januari jan djanuari januar january januri janurari januaru
februari feb peb pebruari february febuari februwari febrari feburari
maret mar mrt maart march mart marett
april apr arpil apri aprli
mei mai may me
juni jun djuni june juny jni
juli jul djuli july jli
agustus agu agt agst ags agust agus aug august agutus agustsus augustus
september sep sept septembr sepetember septembe
oktober okt oct october oktoberr octoberi
november nov nop nopember novenber
desember des dec december desmber desembar
"""

_WEEKDAYS = """
senin sen sn senen monday mon soma coma
selasa sel sl slasa salasa tuesday tue tues anggara
rabu rab rb rebo rabo wednesday wed buda
kamis kam km kemis thursday thu thur thurs wraspati
jumat jum jmt jm jum'at jumaah jemuwah friday fri sukra
sabtu sab sb setu saptu sabtoe saturday sat saniscara
minggu min mgg mg ming ahad akad minggon sunday sun redite
"""


def _numbered(rows: str, first: int) -> dict[str, int]:
    """One line a number: every word of line n stands for first + n."""
    return {word: number for number, row in enumerate(rows.strip().splitlines(), first) for word in row.split()}


MONTHS: Final = MappingProxyType(_numbered(_MONTHS, 1))
"""Lower-case name to 1-12. An apostrophe in a name is always the ASCII one."""

WEEKDAYS: Final = MappingProxyType({**_numbered(_WEEKDAYS, 0), "jum at": 4})
"""Lower-case name to 0-6, Monday first as in `date.weekday()`."""

WETON: Final = ("legi", "pahing", "paing", "pon", "wage", "kliwon")
"""The five-day week of Java, printed after the weekday."""

HIJRI_MONTHS: Final = (
    "muharram", "muharam", "safar", "shafar", "rabiul awal", "rabiulawal", "rabiul akhir", "rabiulakhir",
    "jumadil awal", "jumadilawal", "jumadil akhir", "jumadilakhir",
    "rajab", "syaban", "sya'ban", "ramadan", "ramadhan", "syawal",
    "zulkaidah", "dzulkaidah", "dzulqa'dah", "zulhijah", "zulhijjah", "dzulhijjah",
)  # fmt: skip
"""Names in the Islamic calendar as printed beside a Gregorian date: such a date is passed over, never converted."""

WIB: Final = timezone(timedelta(hours=7), "WIB")
WITA: Final = timezone(timedelta(hours=8), "WITA")
WIT: Final = timezone(timedelta(hours=9), "WIT")

ZONES: Final = MappingProxyType(
    {
        "wib": WIB,
        "wita": WITA,
        "wit": WIT,
        "asia/jakarta": WIB,
        "asia/pontianak": WIB,
        "asia/makassar": WITA,
        "asia/ujung_pandang": WITA,
        "asia/jayapura": WIT,
    }
)
"""Lower-case name to fixed zone. Indonesia has had these three, without daylight saving, since 1964."""


def alternation(words: Iterable[str]) -> str:
    """A regex alternation of literal words, longest first, so that no name hides a longer one."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


MONTH_PATTERN: Final = alternation(MONTHS)
WEEKDAY_PATTERN: Final = alternation(WEEKDAYS)
