"""The rules of `data/noise.toml`: read, checked, and matched against one paragraph at a time."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from newsarchive.errors import RegistryError
from newsarchive.resources import data_path

Applies = Literal["whole", "head", "tail", "stop"]
"""whole: the paragraph is noise wherever it stands; stop: only among the last (for `byline` also the first) paragraphs;
head and tail: only the part that the pattern matches, at the start or anywhere, is noise."""

Kind = Literal["related", "promotion", "media", "credit", "byline", "signoff", "boilerplate", "heading", "paging"]

_FIELDS = {"name", "kind", "applies", "pattern", "starts", "has", "matches", "keeps"}
_GROUPS = {"text", "name", "outlet", "title"}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_KEY = 3
"""Characters of a cue that are used to find the rules worth trying."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the file. `starts` and `has` are lower-case cues: without one of them the pattern is not tried."""

    name: str
    kind: Kind
    applies: Applies
    pattern: re.Pattern[str]
    starts: tuple[str, ...]
    has: tuple[str, ...]
    matches: tuple[str, ...]
    keeps: tuple[str, ...]
    line: int
    """Where the row begins in its file, from 1."""

    def find(self, form: str, lower: str) -> re.Match[str] | None:
        """The match of this rule in a paragraph in `match_form` (and that in lower case); None if it does not speak of it."""
        if not (lower.startswith(self.starts) if self.starts else any(cue in lower for cue in self.has)):
            return None
        if self.applies == "tail":
            return self.pattern.search(form)
        return self.pattern.match(form) if self.applies == "head" else self.pattern.fullmatch(form)


@dataclass(frozen=True, slots=True)
class NoiseMatch:
    """What a rule found: `start` and `end` are characters of `match_form(text)`, `groups` its named groups that matched."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, str]


def match_form(text: str) -> str:
    """The form in which paragraphs are matched: NFKC, white space folded, zero-width characters gone.

    Returns the very same object for the usual clean paragraph, so that a caller can tell that offsets agree.
    """
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFKC", text)) and "  " not in text:
        return text if text[:1] != " " and text[-1:] != " " else text.strip()
    return " ".join(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).split())


class Noise:
    """A set of rules, ready to be matched. `labels` finds the label of a related link anywhere in a paragraph."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        signs = [rule for rule in rules if rule.kind == "signoff"]
        glued = [rule for rule in rules if rule.kind == "related" and rule.applies == "tail"]
        self.labels = re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in glued) or r"(?!)", re.IGNORECASE)
        self._signs = tuple(signs)
        self._starts: dict[str, tuple[Rule, ...]] = {}
        rest = [rule for rule in rules if rule not in signs and rule not in glued]
        for rule in rest:
            for key in sorted({cue[:_KEY] for cue in rule.starts}):
                self._starts[key] = (*self._starts.get(key, ()), rule)
        self._has = tuple((cue, rule) for rule in rest for cue in rule.has)
        self._short = tuple(sorted({len(key) for key in self._starts if len(key) < _KEY}))

    def match(self, text: str) -> NoiseMatch | None:
        """The first rule, in the order of the file, that speaks of this paragraph; None for a clean one.

        Labels of related links inside a paragraph and sign-offs are no matter of this method: see `labels`, `is_sign_off`
        and `is_advertorial`.
        """
        form = match_form(text)
        lower = form.lower()
        rules = self._starts.get(lower[:_KEY], ())
        for size in self._short:
            if lower[:size] in self._starts:
                rules += self._starts[lower[:size]]
        for cue, rule in self._has:
            if cue in lower:
                rules += (rule,)
        for rule in rules if len(rules) < 2 else sorted(rules, key=lambda rule: rule.line):
            found = rule.find(form, lower)
            if found:
                groups = {name: value.strip() for name, value in found.groupdict().items() if value}
                return NoiseMatch(rule, found.start(), found.end(), groups)
        return None

    def is_sign_off(self, text: str) -> bool:
        """Whether a paragraph is nothing but a sign-off: '(rdh)', '***'."""
        form = match_form(text)
        return any((found := rule.find(form, form.lower())) and found[0] == form for rule in self._signs)

    def is_advertorial(self, text: str) -> bool:
        """Whether a paragraph ends in the mark of a paid text: '(adv)'."""
        form = match_form(text)
        marks = (rule for rule in self._signs if rule.name == "advertorial-mark")
        return form.endswith((")", "]", ").", "].")) and any(rule.find(form, form.lower()) for rule in marks)


def load_noise(path: Path | None = None) -> Noise:
    """Reads and checks a rules file; the committed `data/noise.toml` if none is named, read once.

    Raises RegistryError that names file, line of the rule and field at fault, for a file that is missing, is not TOML, or
    holds a rule that is incomplete, is spelt wrong, does not compile, or fails its own examples.
    """
    return _load(path or data_path("noise.toml"))


@cache
def _load(path: Path) -> Noise:
    try:
        source = path.read_text("utf-8")
        table = tomllib.loads(source)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegistryError(str(path), None, None, f"cannot be read: {error}") from error
    rows = table.get("rule")
    if set(table) != {"rule"} or not isinstance(rows, list):
        raise RegistryError(str(path), None, "rule", "a rules file holds [[rule]] tables and nothing else")
    lines = [number for number, text in enumerate(source.splitlines(), 1) if text.strip() == "[[rule]]"]
    rules: list[Rule] = []
    for row, line in zip(rows, lines, strict=True):
        rule = _read_rule(row, str(path), line)
        if any(other.name == rule.name for other in rules):
            raise RegistryError(str(path), line, "name", f"two rules are called {rule.name!r}")
        rules.append(rule)
    return Noise(tuple(rules))


def _read_rule(row: dict[str, Any], path: str, line: int) -> Rule:
    def refuse(field: str, why: str) -> RegistryError:
        return RegistryError(path, line, field, why)

    for field in sorted(set(row) - _FIELDS):
        raise refuse(field, f"is not a field of a rule; those are {', '.join(sorted(_FIELDS))}")
    for field in ("name", "kind", "applies", "pattern"):
        if not isinstance(row.get(field), str) or not row[field]:
            raise refuse(field, "must be a text that is not empty")
    if not _NAME.fullmatch(row["name"]):
        raise refuse("name", f"{row['name']!r} is not kebab-case")
    for field, choices in (("kind", get_args(Kind)), ("applies", get_args(Applies))):
        if row[field] not in choices:
            raise refuse(field, f"{row[field]!r} is not one of {', '.join(choices)}")
    lists = {field: _texts(row.get(field, []), refuse, field) for field in ("starts", "has", "matches", "keeps")}
    if bool(lists["starts"]) == bool(lists["has"]):
        raise refuse("starts", "a rule has either `starts` or `has`, never both or none")
    for field in ("starts", "has"):
        if any(cue != cue.lower() for cue in lists[field]):
            raise refuse(field, "cues are written in lower case")
    for field in ("matches", "keeps"):
        if len(lists[field]) < 2:
            raise refuse(field, "at least two examples are needed")
    try:
        pattern = re.compile(row["pattern"], re.IGNORECASE)
    except re.error as error:
        raise refuse("pattern", f"does not compile: {error}") from error
    if unknown := set(pattern.groupindex) - _GROUPS:
        raise refuse("pattern", f"has a group called {min(unknown)!r}; groups are {', '.join(sorted(_GROUPS))}")
    kind, applies = cast("Kind", row["kind"]), cast("Applies", row["applies"])
    rule = Rule(row["name"], kind, applies, pattern, **lists, line=line)
    _prove(rule, refuse)
    return rule


def _texts(value: object, refuse: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise refuse(field, "must be a list of texts")
    return tuple(value)


def _prove(rule: Rule, refuse: Any) -> None:
    for example in rule.matches:
        form = match_form(example)
        if not rule.find(form, form.lower()):
            raise refuse("matches", f"the rule does not match its example {example!r}")
    for example in rule.keeps:
        form = match_form(example)
        if rule.find(form, form.lower()):
            raise refuse("keeps", f"the rule matches what it must keep: {example!r}")
