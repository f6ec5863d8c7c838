"""Compares two versions of an article: headline, text, dates, people, pictures and all else that a page tells."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from newsarchive.comparing.boring import is_same, picture_form, text_form
from newsarchive.comparing.words import TextChange, compare_texts
from newsarchive.models import Article, Image

TEXTS = ("title", "subtitle", "body")
VALUES = (
    "published_at", "published_on", "modified_at", "kind", "url", "source_credit", "republished_from", "agency",
    "initials", "section", "place", "brand", "language", "is_free", "is_advertorial", "page_count",
)  # fmt: skip
LISTS = ("authors", "editors", "contributors", "photographers", "tags")


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A field of one value that changed. Times are aware and have the offset that they were printed with."""

    field: str
    before: str | int | date | datetime | None
    now: str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list (people of a role, tags) that lost or gained members; their order does not matter."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PictureChange:
    """A picture that came, went, or got another caption or credit; `moved`: only the order of pictures changed."""

    kind: Literal["added", "removed", "caption", "moved"]
    before: Image | None
    now: Image | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions. A text that is the same but for boring differences is None."""

    title: TextChange | None
    subtitle: TextChange | None
    body: TextChange | None
    values: tuple[ValueChange, ...]
    lists: tuple[ListChange, ...]
    pictures: tuple[PictureChange, ...]

    @property
    def words_added(self) -> int:
        """Words that came, in headline, subtitle and text."""
        return sum(text.words_added for text in (self.title, self.subtitle, self.body) if text)

    @property
    def words_removed(self) -> int:
        """Words that went, in headline, subtitle and text."""
        return sum(text.words_removed for text in (self.title, self.subtitle, self.body) if text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs but what is boring."""
        return not (self.title or self.subtitle or self.body or self.values or self.lists or self.pictures)


def compare(before: Article, now: Article) -> Comparison:
    """What changed from one version of an article to another."""
    return Comparison(
        title=_text("title", before, now),
        subtitle=_text("subtitle", before, now),
        body=_text("body", before, now),
        values=tuple(_values(before, now)),
        lists=tuple(_lists(before, now)),
        pictures=tuple(_pictures(before.images, now.images)),
    )


def _text(name: str, before: Article, now: Article) -> TextChange | None:
    if is_same(name, before, now):
        return None
    old, new = getattr(before, name), getattr(now, name)
    if name != "body":
        old, new = (() if text is None else (text,) for text in (old, new))
    change = compare_texts(old, new)
    return change if change.is_change else None


def _values(before: Article, now: Article) -> Iterator[ValueChange]:
    for name in VALUES:
        if not is_same(name, before, now):
            yield ValueChange(name, getattr(before, name), getattr(now, name))


def _lists(before: Article, now: Article) -> Iterator[ListChange]:
    for name in LISTS:
        if is_same(name, before, now):
            continue
        old, new = ({text_form(item): item for item in getattr(article, name)} for article in (before, now))
        removed = tuple(item for form, item in old.items() if form not in new)
        yield ListChange(name, removed, tuple(item for form, item in new.items() if form not in old))


def _pictures(before: tuple[Image, ...], now: tuple[Image, ...]) -> Iterator[PictureChange]:
    """Pictures are paired by all that is told of them, then by what they show; the rest came or went."""
    pairs = _paired([picture_form(image) for image in before], [picture_form(image) for image in now])
    taken = set(pairs.values())
    rest = [n for n in range(len(before)) if n not in taken]
    come = [n for n in range(len(now)) if n not in pairs]
    again = _paired([picture_form(before[n])[0] for n in rest], [picture_form(now[n])[0] for n in come])
    captions = {come[n]: rest[old] for n, old in again.items()}
    paired = set(captions.values())
    yield from (PictureChange("caption", before[old], now[n]) for n, old in captions.items())
    yield from (PictureChange("removed", before[n], None) for n in rest if n not in paired)
    yield from (PictureChange("added", None, now[n]) for n in come if n not in captions)
    if not rest and not come and list(pairs.values()) != sorted(pairs.values()):
        first = next(n for n, old in pairs.items() if n != old)
        yield PictureChange("moved", before[pairs[first]], now[first])


def _paired(before: Sequence[Hashable], now: Sequence[Hashable]) -> dict[int, int]:
    """For each member of `now`, by number, the first of the old ones that equals it and is not taken yet."""
    old: dict[Hashable, deque[int]] = {}
    for number, key in enumerate(before):
        old.setdefault(key, deque()).append(number)
    return {number: old[key].popleft() for number, key in enumerate(now) if old.get(key)}
