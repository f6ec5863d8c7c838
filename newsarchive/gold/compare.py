"""One article against its gold: every field that the gold has, with a verdict."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from newsarchive.models import Article

Verdict = Literal["right", "wrong", "missing", "extra"]
"""missing: gold has a value and the article none; extra: the article has one where there should be none."""

TEXT_FIELDS = ("title", "subtitle", "place", "section", "initials", "agency", "source_credit", "native_id", "kind")
LIST_FIELDS = ("authors", "editors", "contributors", "photographers", "tags")

_WORD = re.compile(r"\w+")
LEAK = re.compile(r"\W*(?:baca|lihat|simak|tonton)\s+(?:juga|video)\b", re.IGNORECASE)
"""How a line of links begins that was left in a text."""
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Text:
    """How close a body is: by the multiset of its word 4-grams, the measure of the public extraction benchmarks."""

    precision: float
    recall: float
    lost: tuple[str, ...]
    """Gold paragraphs of which less than half is in the body."""
    leaks: tuple[str, ...]
    """Paragraphs of the body that are lines of links ('Baca juga: ...')."""

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One page compared. Fields that its gold does not have are not in `verdicts`."""

    name: str
    article: Article
    text: Text | None
    verdicts: Mapping[str, Verdict]
    differences: tuple[tuple[str, str, str], ...]
    """(field, what is right, what was read) of every field that is not right."""
    related: tuple[int, int, int]
    """Related links: found, in the gold, read."""

    @property
    def is_right(self) -> bool:
        """Whether every field is right and the text is the gold's, word for word."""
        text = self.text is None or (self.text.f1 == 1.0 and not self.text.leaks and not self.text.lost)
        return text and not self.differences and self.related[0] == self.related[1] == self.related[2]


def compare(name: str, article: Article, gold: Mapping[str, Any]) -> Compared:
    """Compare an article with its gold. Text is compared by its words: case, punctuation and white space are free."""
    verdicts: dict[str, Verdict] = {}
    differences = []
    accept = gold.get("accept") or {}
    for field in ("published_at", *TEXT_FIELDS, *LIST_FIELDS, "captions"):
        if field not in gold:
            continue
        wanted = [gold[field], *accept.get(field, ())]
        got = [i.caption for i in article.images] if field == "captions" else getattr(article, field)
        verdicts[field] = _verdict(field, wanted, got)
        if verdicts[field] != "right":
            differences.append((field, _shown(gold[field]), _shown(got)))
    text = _text(article.body, gold) if "body" in gold else None
    return Compared(name, article, text, verdicts, tuple(differences), _related(article, gold))


def _verdict(field: str, wanted: Sequence[Any], got: Any) -> Verdict:
    keys = [_key(field, value) for value in wanted]
    key = _key(field, got)
    # a day alone in the gold is right for any time of that day
    if key in keys or (field == "published_at" and isinstance(got, datetime) and got.date().isoformat() in keys):
        return "right"
    return "missing" if not key else "extra" if not keys[0] else "wrong"


def _key(field: str, value: Any) -> Any:
    if field == "published_at":
        return _minute(value)
    if field == "captions":
        texts = (v.get("caption") if isinstance(v, Mapping) else v for v in value or ())
        return sorted(filter(None, map(_fold, texts)))
    if field in LIST_FIELDS:
        return sorted(filter(None, map(_fold, value or ())))
    return _fold(value)


def _minute(value: Any) -> Any:
    """An instant as minutes since 1970; a day alone as its ISO text; None."""
    if isinstance(value, str):
        if len(value) == len("2025-04-28"):
            return value
        value = datetime.fromisoformat(value)
    return None if value is None else int(value.timestamp() // 60)


def _fold(value: Any) -> str:
    return " ".join(_words(str(value))) if value else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def grams(texts: Iterable[str]) -> Counter[tuple[str, ...]]:
    """Word 4-grams of a text; a shorter text is one gram."""
    words = _words("\n".join(texts))
    if len(words) < _GRAM:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[i:] for i in range(_GRAM)), strict=False))


def _text(body: Sequence[str], gold: Mapping[str, Any]) -> Text:
    want, got = grams(gold["body"]), grams(body)
    free = grams(gold.get("body_optional") or ())
    common = (want & got).total()
    extra, missing = ((got - want) - free).total(), ((want - got) - free).total()
    lost = [p for p in gold["body"] if len(_words(p)) >= _GRAM and _share(grams([p]), got) < 0.5]
    return Text(
        common / (common + extra) if common + extra else float(not want),
        common / (common + missing) if common + missing else 1.0,
        tuple(lost),
        tuple(p for p in body if LEAK.match(p)),
    )


def _share(part: Counter[tuple[str, ...]], whole: Counter[tuple[str, ...]]) -> float:
    return (part & whole).total() / part.total()


def _related(article: Article, gold: Mapping[str, Any]) -> tuple[int, int, int]:
    if "related" not in gold:
        return 0, 0, 0
    want = Counter(_fold(link["text"]) for link in gold["related"])
    got = Counter(_fold(link.text) for link in article.related)
    return (want & got).total(), want.total(), got.total()


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, list | tuple):
        return "; ".join(_shown(v.get("caption") if isinstance(v, Mapping) else v) for v in value) or "(none)"
    return str(value) if value else "(none)"
