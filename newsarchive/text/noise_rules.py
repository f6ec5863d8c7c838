"""Noise rules, matched against one paragraph at a time. `noise` reads them from their file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Applies = Literal["whole", "head", "tail", "stop"]
"""whole: the paragraph is noise wherever it stands; stop: only among the last (for `byline` also the first) paragraphs;
head and tail: only the part that the pattern matches, at the start or anywhere, is noise."""

Kind = Literal["related", "promotion", "media", "credit", "byline", "signoff", "boilerplate", "heading", "paging"]

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_BULLETS = "•·-–*>»+|=([ "
"""Marks that may stand before the first word; cues that begin with a letter are looked for behind them too."""
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
        """The match of this rule in a paragraph given in `match_form`, and in that in lower case; None if none."""
        if not self.starts:
            if not any(cue in lower for cue in self.has):
                return None
        elif not lower.startswith(self.starts) and not (
            lower[:1] in _BULLETS and lower.lstrip(_BULLETS).startswith(self.starts)
        ):
            return None
        if self.applies == "tail":
            return self.pattern.search(form)
        return self.pattern.match(form) if self.applies == "head" else self.pattern.fullmatch(form)


@dataclass(frozen=True, slots=True)
class NoiseMatch:
    """What a rule found: `start` and `end` count characters of `match_form(text)`, `groups` are those that matched."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, str]


def match_form(text: str) -> str:
    """The form in which paragraphs are matched: NFKC, white space folded, zero-width characters gone.

    Returns the very same object for the usual clean paragraph, so that a caller can tell that offsets agree.
    """
    if text.isascii():  # the usual case, and isprintable() costs more than all of these
        clean = "  " not in text and "\n" not in text and "\t" not in text
    else:
        clean = text.isprintable() and "  " not in text and unicodedata.is_normalized("NFKC", text)
    if clean and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(unicodedata.normalize("NFKC", text).translate(_INVISIBLE).split())


def _line(rule: Rule) -> int:
    return rule.line


def _is_rare(mark: str) -> bool:
    return not mark.isalnum() and mark not in " .,:;-'\"?!()"


class Noise:
    """A set of rules, ready to be matched. `labels` finds the label of a related link anywhere in a paragraph."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        signs = [rule for rule in rules if rule.kind == "signoff"]
        glued = [rule for rule in rules if rule.kind == "related" and rule.applies == "tail"]
        self.labels = re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in glued) or r"(?!)", re.IGNORECASE)
        self._glued = frozenset(cue[:_KEY] for rule in glued for cue in rule.has)
        self._signs = tuple(signs)
        rest = [rule for rule in rules if rule not in signs and rule not in glued]
        keys = {cue[:_KEY] for rule in rest for cue in rule.starts}
        # Under each key all rules that may fit a paragraph which begins so, in the order of the file.
        self._starts = {
            key: tuple(rule for rule in rest if any(key.startswith(cue[:_KEY]) for cue in rule.starts)) for key in keys
        }
        self._has = tuple((cue, rule) for rule in rest for cue in rule.has)
        # Such cues hold marks that are rare in prose ('' for one that does not): most paragraphs need not be searched.
        self._marks = tuple({next((mark for mark in cue if _is_rare(mark)), "") for cue, _ in self._has})
        self._sizes = tuple(sorted({len(key) for key in keys}, reverse=True))
        self._longest = max((len(cue) for rule in rest for cue in rule.starts), default=0)

    def match(self, text: str) -> NoiseMatch | None:
        """The first rule, in the order of the file, that speaks of this paragraph; None for a clean one.

        Labels of related links inside a paragraph and sign-offs are no matter of this method: see `labels`,
        `is_sign_off` and `is_advertorial`.
        """
        form = match_form(text)
        head = form[: self._longest].lower()
        rules = self._beginning(head)
        if head[:1] in _BULLETS:
            behind = self._beginning(head.lstrip(_BULLETS))
            rules = tuple(sorted(rules + behind, key=_line)) if rules and behind else rules or behind
        elif rules and head[:_KEY] in self._glued and self._is_plain_label(form):
            return None
        lower = ""
        for mark in self._marks:
            if mark in form:
                lower = form.lower()
                if having := tuple(rule for cue, rule in self._has if cue in lower):
                    rules = tuple(sorted(rules + having, key=_line))
                break
        for rule in rules:
            found = rule.find(form, head if rule.starts else lower)
            if found:
                groups = {name: value.strip() for name, value in found.groupdict().items() if value}
                return NoiseMatch(rule, found.start(), found.end(), groups)
        return None

    def _beginning(self, head: str) -> tuple[Rule, ...]:
        for size in self._sizes:
            if head[:size] in self._starts:
                return self._starts[head[:size]]
        return ()

    def _is_plain_label(self, form: str) -> bool:
        """'BACA JUGA: Headline', the most usual of all, is settled by `labels`, without a look at the other rules."""
        label = self.labels.match(form)
        return label is not None and form[label.end() : label.end() + 1].isalnum()

    def is_sign_off(self, text: str) -> bool:
        """Whether a paragraph is nothing but a sign-off: '(rdh)', '***'."""
        form = match_form(text)
        return any((found := rule.find(form, form.lower())) and found[0] == form for rule in self._signs)

    def is_advertorial(self, text: str) -> bool:
        """Whether a paragraph ends in the mark of a paid text: '(adv)'."""
        form = match_form(text)
        marks = (rule for rule in self._signs if rule.name == "advertorial-mark")
        return form.endswith((")", "]", ").", "].")) and any(rule.find(form, form.lower()) for rule in marks)
