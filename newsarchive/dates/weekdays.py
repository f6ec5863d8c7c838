"""Names of weekdays as they stand in running text, where some of them are other words."""

from __future__ import annotations

import re
from typing import Final

from newsarchive.dates.names import WEEKDAYS, alternation

_NOT_IN_TEXT: Final = frozenset({"soma", "coma", "buda", "akad", "anggara", "sukra", "ming"})
"""Names of days on a date line that in running text are mostly something else: people, places, a marriage contract."""
_ALSO_PLACES: Final = frozenset({"senen", "setu"})
"""Districts by these names (and the word `minggu`, week) are weekdays only where the date agrees."""
_IN_TEXT: Final = {name: day for name, day in WEEKDAYS.items() if len(name) > 3 and name not in _NOT_IN_TEXT}
_APOSTROPHE: Final = "['’‘`´ʼ]"

WEEKDAY: Final = alternation(_IN_TEXT).replace("'", _APOSTROPHE)
"""Pattern of the names, in lower case."""


def weekday_number(printed: str) -> int:
    """0-6, Monday first, of a text that `WEEKDAY` matches."""
    return _IN_TEXT[re.sub(_APOSTROPHE, "'", printed.lower())]


def may_be_other_word(printed: str) -> bool:
    """Whether a weekday's name may be another word: a week, or a district of Jakarta."""
    return printed == "minggu" or printed.lower() in _ALSO_PLACES
