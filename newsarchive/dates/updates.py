"""Words on a date line that say that a date is of an update, not of the publication: `Diperbarui`, `Last updated`."""

from __future__ import annotations

import re
from typing import Final

_REACH: Final = 40
"""Characters before a date in which such a word can speak of it."""

_WORD: Final = re.compile(
    r"(?<![a-z])(updated?|up-date|diupdate|diperbarui|diperbaharui|modified|dimodifikasi|diubah|disunting|pembaruan)"
    r"([ :a-z,.'|/-]{0,24})\Z",
    re.ASCII | re.IGNORECASE,
)
_PUBLISHED: Final = re.compile(r"terbit|tayang|publi|posted|dimuat", re.IGNORECASE)
_HINTS: Final = ("pdate", "diper", "modif", "diubah", "disunting", "pembaruan")


def may_tell_update(line: str) -> bool:
    """Whether a word for 'updated' can stand in a line: a cheap look before a close one."""
    low = line.lower()
    return any(hint in low for hint in _HINTS)


def updated_before(line: str, start: int) -> int | None:
    """Where the word for 'updated' ends that speaks of the date at `start` of a folded line; None if none does.

    Between the two only words may stand (a weekday, `pada`), and none that speaks of publication.
    """
    begin = max(0, start - _REACH)
    label = _WORD.search(line[begin:start])
    return None if label is None or _PUBLISHED.search(label[2]) else begin + label.end(1)
