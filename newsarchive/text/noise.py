"""Reads `data/noise.toml` and proves every rule on its own examples."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from newsarchive.errors import RegistryError
from newsarchive.resources import data_path
from newsarchive.text.noise_rules import Applies, Kind, Noise, NoiseMatch, Rule, match_form

__all__ = ["Noise", "NoiseMatch", "Rule", "load_noise", "match_form"]

_LISTS = ("starts", "has", "matches", "keeps")
_FIELDS = frozenset(("name", "kind", "applies", "pattern", *_LISTS))
_GROUPS = frozenset(("text", "name", "outlet"))
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_Refuse = Callable[[str, str], RegistryError]
"""Makes the error for a field of the rule in hand and why it is wrong."""


@cache
def load_noise(path: Path | None = None) -> Noise:
    """Reads and checks a rules file; the committed `data/noise.toml`, once a process, if none is named.

    Raises RegistryError that names file, line of the rule and field at fault, for a file that is missing, is not TOML,
    or holds a rule that is incomplete, is spelt wrong, does not compile, or fails its own examples.
    """
    path = path or data_path("noise.toml")
    try:
        source = path.read_text("utf-8")
        table = tomllib.loads(source)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegistryError(str(path), None, None, f"cannot be read: {error}") from error
    rows = table.get("rule")
    if set(table) != {"rule"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RegistryError(str(path), None, "rule", "a rules file holds [[rule]] tables and nothing else")
    lines = [number for number, text in enumerate(source.splitlines(), 1) if text.replace(" ", "") == "[[rule]]"]
    rules: dict[str, Rule] = {}
    for number, row in enumerate(rows):
        line = lines[number] if len(lines) == len(rows) else 1
        rule = _read_rule(row, str(path), line)
        if rule.name in rules:
            raise RegistryError(str(path), line, "name", f"two rules are called {rule.name!r}")
        rules[rule.name] = rule
    return Noise(tuple(rules.values()))


def _read_rule(row: dict[str, Any], path: str, line: int) -> Rule:
    def refuse(field: str, why: str) -> RegistryError:
        return RegistryError(path, line, field, why)

    for field in sorted(set(row) - _FIELDS):
        raise refuse(field, f"is not a field of a rule; those are {', '.join(sorted(_FIELDS))}")
    _check_words(row, refuse)
    lists = {field: _texts(row.get(field, []), field, refuse) for field in _LISTS}
    if bool(lists["starts"]) == bool(lists["has"]):
        raise refuse("starts", "a rule has either `starts` or `has`, never both or none")
    for field in _LISTS:
        if field in {"matches", "keeps"} and len(lists[field]) < 2:
            raise refuse(field, "at least two examples are needed")
        if field in {"starts", "has"} and any(cue != cue.lower() for cue in lists[field]):
            raise refuse(field, "cues are written in lower case")
    kind, applies = cast("Kind", row["kind"]), cast("Applies", row["applies"])
    rule = Rule(row["name"], kind, applies, _compiled(row["pattern"], refuse), **lists, line=line)
    _prove(rule, refuse)
    return rule


def _check_words(row: dict[str, Any], refuse: _Refuse) -> None:
    for field in ("name", "kind", "applies", "pattern"):
        if not isinstance(row.get(field), str) or not row[field]:
            raise refuse(field, "must be a text that is not empty")
    if not _NAME.fullmatch(row["name"]):
        raise refuse("name", f"{row['name']!r} is not kebab-case")
    for field, choices in (("kind", get_args(Kind)), ("applies", get_args(Applies))):
        if row[field] not in choices:
            raise refuse(field, f"{row[field]!r} is not one of {', '.join(choices)}")


def _compiled(pattern: str, refuse: _Refuse) -> re.Pattern[str]:
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise refuse("pattern", f"does not compile: {error}") from error
    if unknown := set(compiled.groupindex) - _GROUPS:
        raise refuse("pattern", f"has a group called {min(unknown)!r}; groups are {', '.join(sorted(_GROUPS))}")
    return compiled


def _texts(value: object, field: str, refuse: _Refuse) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise refuse(field, "must be a list of texts that are not empty")
    return tuple(value)


def _prove(rule: Rule, refuse: _Refuse) -> None:
    for example in rule.matches:
        form = match_form(example)
        if not rule.find(form, form.lower()):
            raise refuse("matches", f"the rule does not match its example {example!r}")
    for example in rule.keeps:
        form = match_form(example)
        if rule.find(form, form.lower()):
            raise refuse("keeps", f"the rule matches what it must keep: {example!r}")
