"""Who made an article, from the texts that its page prints as bylines: roles by label, people apart from houses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from newsarchive.text.names import bare_value, each_once, split_names, who, without_post
from newsarchive.text.places import is_place

_Role = Literal["author", "editor", "contributor", "photographer", "source", "other"]

_BY_ROLE: dict[_Role, str] = {
    "author": "penulis|pewarta|reporter|rep|oleh|by|author|writer|jurnalis|laporan|wartawan|koresponden|journalist|teks"
    "|naskah|written by|ditulis oleh|dilaporkan oleh|posted by|diposting oleh",
    "editor": "editor|editors|red|redaktur|redaktur pelaksana|penyunting|edited by|diedit oleh|disunting oleh",
    "contributor": "kontributor|contributor|contributors",
    "photographer": "fotografer|foto|photographer|photo|pewarta foto|juru foto",
    "source": "sumber|source",
    "other": "uploader|pengunggah|uploaded by|penerjemah|translator|videografer|kameramen|ilustrator|desain|desainer"
    "|publisher|penerbit|copy editor|sub editor|copyright",
}
_WORDS: dict[str, _Role] = {word: role for role, words in _BY_ROLE.items() for word in words.split("|")}
_WORD = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)).replace(r"\ ", r"\s+")
_ROLES = rf"(?:{_WORD})(?:\s{{0,2}}(?:&|/|,|dan\b)\s{{0,2}}(?:{_WORD}))?"
_LABEL = re.compile(
    rf"(?<![\w.])(?P<marked>{_ROLES})\s{{0,3}}(?:[|\-–]\s{{0,3}})?:[\s:]{{0,4}}"  # 'Penulis :', 'Penulis | : '
    rf"|(?<!\S)(?P<bare>{_ROLES})(?![\w.])[\s|\-–]{{0,4}}(?=\S|$)",  # 'By A', 'Oleh - A', 'A Penulis'
    re.IGNORECASE,
)
_ONE_ROLE = re.compile(rf"(?:{_WORD})\b", re.IGNORECASE)
_LAPORAN = re.compile(
    r"\W{0,3}(?:laporan|kontributor|reportase)\s+(?:(?:wartawan|reporter|kontributor|jurnalis|khusus)\b\s?)?"
    r"(?P<outlet>[^,:|]{0,50})(?:,|:|\s[-–])\s{0,3}(?P<name>[^,:|!?]{2,50})[\s.]{0,3}",
    re.IGNORECASE,
)
_LONGEST = 400
"""Characters; what is longer is no byline."""


@dataclass(frozen=True, slots=True)
class People:
    """Who the bylines of a page name, in the order printed, each person once in each role."""

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    """Kept among `authors` too where no one else is named as author."""
    photographers: tuple[str, ...] = ()
    agency: str | None = None
    """The first news agency or editorial desk that a byline names."""
    source_credit: str | None = None
    doubts: tuple[str, ...] = ()
    """`code: detail`; a name that was left out because it is no person's has one."""


def read_people(
    *, authors: Sequence[str] = (), editors: Sequence[str] = (), bylines: Sequence[str] = (), brands: Sequence[str] = ()
) -> People:
    """People in the texts of a page's elements: those of `models.Layout.authors`, `.editors` and (`bylines`) `.byline`.

    `authors` and `editors` print names and little else; a label in one of them wins over the list it stands in.
    `bylines` are read by label, in all forms seen: 'Rep: A/ Red: B', 'Penulis', ': A' in cells of their own, 'A' above
    'Penulis', 'Redaktur & Reporter : A', 'Laporan Wartawan Hulu Pos, A'; what has no label is an author. 'Uploader',
    'Penerjemah' and their like are left out. `brands` are the names and hosts of the outlet.
    """
    if not (authors or editors or bylines):
        return _NO_ONE
    reading = _Reading(tuple(brands))
    reading.read(bylines, None)
    reading.read(authors, "author")
    reading.read(editors, "editor")
    return reading.people()


_NO_ONE = People()


_GLUED = re.compile(
    r"(?:\b|(?<=[a-z]))(Oleh|Penulis|Reporter|Pewarta|Wartawan|Editor|Redaktur|Kontributor)(?=[A-Z][a-z])"
)
"""A label whose name follows without a space: they stand in two elements side by side."""


@dataclass(slots=True)
class _Reading:
    brands: tuple[str, ...]
    names: dict[_Role, list[str]] = field(default_factory=dict)
    unlabelled: list[str] = field(default_factory=list)
    agency: str | None = None
    desk: str | None = None
    source: str | None = None
    doubts: list[str] = field(default_factory=list)

    def read(self, texts: Sequence[str], given: _Role | None) -> None:
        """Texts of elements in order; `given` is the role of those without a label, None: whatever labels say."""
        folded = (_GLUED.sub(r" \1: ", " ".join(text.split())).strip(" ,;|") for text in texts)
        clean = [text for text in folded if any(map(str.isalnum, text))]
        below = len(clean) > 1 and _is_role(clean[-1]) and not _is_role(clean[0])  # the name stands above its role
        open_roles: tuple[_Role, ...] = ()
        waiting: list[str] = []
        for text in clean:
            if len(text) > _LONGEST:
                self.doubts.append(f"byline-too-long: {text[:80]!r} is no byline")
            elif _is_role(text):
                roles = _roles(text)
                if below:
                    for value in waiting[-1:]:
                        self.take(value, roles)
                    for value in waiting[:-1]:
                        self.take(value, None)
                    waiting = []
                else:
                    open_roles = roles
            elif below:
                waiting.append(text)
            else:
                self.line(text, open_roles or ((given,) if given else ()))
        for value in waiting:
            self.take(value, None)

    def line(self, text: str, roles: tuple[_Role, ...]) -> None:
        """One text, with or without labels inside."""
        post = _LAPORAN.fullmatch(text)
        if post and not _roles_behind(text):
            self.take(post["name"], ("contributor",) if "kontributor" in text[:30].lower() else ("author",))
            return
        marks = _marks(text)
        if not marks:
            self.take(text, roles or None)
            return
        if marks[0].start() > 0 and marks[-1].end() == len(text):  # 'A Penulis B Editor'
            at = 0
            for mark in marks:
                self.take(text[at : mark.start()], _roles(mark[0]))
                at = mark.end()
            return
        if head := text[: marks[0].start()].strip():
            self.take(head, roles or None)
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        for mark, end in zip(marks, ends, strict=True):
            self.take(text[mark.end() : end], _roles(mark[0]))

    def take(self, printed: str, roles: tuple[_Role, ...] | None) -> None:
        """The value of one label; `roles` None: a name without one."""
        if roles == ("source",):
            self.source = self.source or printed.strip(" |:;,.-–—\"'") or None
            return
        if roles == ("other",):
            return
        value = bare_value(printed)
        name = without_post(value)
        if name != value and value.lower().startswith("kontributor"):
            roles = (*(roles or ("author",)), "contributor")
        found = split_names(name)
        kinds = [who(part, self.brands) for part in found]
        for number, (part, kind) in enumerate(zip(found, kinds, strict=True)):
            if number == 0 and kinds.count("person") < len(kinds) and kinds.count("person") == 1 and is_place(part):
                continue  # 'Jakarta, Hulu Pos'
            if kind == "person" and number and self._is_place(found[:number], part):
                self.doubts.append(f"byline-place: {part[:80]!r} behind a name is taken for a place")
                continue
            if kind == "person":
                for role in roles or ():
                    self.names.setdefault(role, []).append(part)
                if roles is None:
                    self.unlabelled.append(part)
            elif kind == "agency":
                self.agency = self.agency or part
            elif kind == "desk":
                self.desk = self.desk or part
            else:
                self.doubts.append(f"byline-no-person: {part[:80]!r} is not taken for the name of a person")

    def _is_place(self, before: Sequence[str], part: str) -> bool:
        """'Agency, PLACE, Province' and 'Name, Jakarta': what stands behind a comma is where it was written."""
        if who(before[0], self.brands) == "agency":
            return part.isupper() or is_place(part) or (len(before) > 1 and before[1].isupper())
        return len(before) == 1 and is_place(part) and not is_place(before[0])

    def people(self) -> People:
        named = {role: each_once(names) for role, names in self.names.items()}
        others = [name for role in ("author", "editor", "contributor", "photographer") for name in named.get(role, ())]
        known = {name.casefold() for name in others}
        authors = (*named.get("author", ()), *(name for name in self.unlabelled if name.casefold() not in known))
        contributors = named.get("contributor", ())
        return People(
            authors=each_once(authors) or contributors,
            editors=named.get("editor", ()),
            contributors=contributors,
            photographers=named.get("photographer", ()),
            agency=self.agency or self.desk,
            source_credit=self.source,
            doubts=tuple(dict.fromkeys(self.doubts)),
        )


def _marks(text: str) -> list[re.Match[str]]:
    """Labels: with a colon anywhere; without one only where the text begins, or all through where it ends in one."""
    marks = list(_LABEL.finditer(text))
    if any(mark["marked"] for mark in marks):
        return [mark for mark in marks if mark["marked"] or mark.start() == 0]
    if marks and marks[-1].end() == len(text) and marks[0].start() > 0:
        return marks
    return (
        [mark for mark in marks if mark.start() == 0 or mark["bare"][0].isupper()]
        if marks and not marks[0].start()
        else []
    )


def _roles_behind(text: str) -> bool:
    return sum(mark["marked"] is not None for mark in _LABEL.finditer(text)) > 1


def _is_role(text: str) -> bool:
    """Whether a text is a label and nothing else."""
    mark = _LABEL.match(text)
    return mark is not None and mark.end() == len(text)


def _roles(label: str) -> tuple[_Role, ...]:
    return tuple(_WORDS[" ".join(mark[0].lower().split())] for mark in _ONE_ROLE.finditer(label))
