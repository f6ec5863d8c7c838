"""Names of people in byline lines: 'Penulis: A | Editor: B', 'Laporan Wartawan Hulunews.com, A'."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABEL = re.compile(
    r"\b(?P<editor>editor|redaktur|penyunting|red)\s*:"
    r"|\b(?P<other>uploader|pengunggah|fotografer|sumber)\s*:"
    r"|\b(?P<author>reporter|penulis|pewarta|kontributor|wartawan|jurnalis|rep|author|writer|oleh)\s*:",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;&]|\bdan\b|\band\b", re.IGNORECASE)
_DEGREE = re.compile(
    r"(?:[SMD]\.\s?[A-Z][A-Za-z.]{0,6}|[SM][A-Z][A-Za-z]{0,3}|[A-Z]{1,2}\.[A-Za-z.]{1,8}|Lc|Ph\.?D|Dr|Ir|Drs|Hj?)\.?"
)
_PADDING = " \t|/•·-–—,;:"


@dataclass(frozen=True, slots=True)
class Byline:
    """Who a byline line names, in the order printed, each person once in each part."""

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


def split_names(text: str) -> tuple[str, ...]:
    """The names in 'A, B dan C'; a degree after a comma ('Karto Wira, S.Kom') stays with its name."""
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


def read_byline(text: str) -> Byline:
    """The authors and editors of a line with labels; other roles (uploader, photographer, source) are left out.

    A line without any label names no one.
    """
    authors: list[str] = []
    editors: list[str] = []
    marks = list(_LABEL.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for number, mark in enumerate(marks):
        names = split_names(text[mark.end() : ends[number]])
        if mark["editor"]:
            editors += [name for name in names if name not in editors]
        elif mark["author"]:
            authors += [name for name in names if name not in authors]
    return Byline(tuple(authors), tuple(editors))
