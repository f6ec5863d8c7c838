"""What a change makes of a page, and what the reading of the changed page must be."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from generality.marking import Marked, letters

LOST = "zamrudpalsu"
"""A word that stands in everything that is no text of the article: no reading may hold it."""


@dataclass(frozen=True, slots=True)
class RealPage:
    """One real page with its gold, marked, and how it is read unchanged."""

    name: str
    url: str
    gold: Mapping[str, Any]
    marked: Marked
    reading: Any
    """The Article that the unchanged page is read as."""
    is_known: bool
    """Whether the networks are on."""
    fetched_at: datetime | None = None


@dataclass(slots=True)
class Changed:
    """A changed page, and how its reading differs from the page's own. Numbers are those of gold paragraphs."""

    source: str
    gone: set[int] = field(default_factory=set)
    new: dict[int, str] = field(default_factory=dict)
    """By number: what stands instead of a paragraph."""
    added: dict[int, list[str]] = field(default_factory=dict)
    """Paragraphs behind a number; -1: before the first."""
    order: list[int] | None = None
    related: tuple[str, ...] = ()
    """Headlines that come to the related links, in any order."""
    reword: Callable[[str], str] = str
    """Done to every text of the page: title, paragraphs, headlines."""
    title: str | None = None
    authors: tuple[str, ...] | None = None
    minutes: int = 0
    """By how much the instant moves."""
    place: str | None = None
    url: str | None = None
    fetched_at: datetime | None = None
    least: float = 0.99
    """How close the text has to be to what it must be."""
    free: frozenset[str] = frozenset()
    """Fields that may change, because the page no longer states them."""

    def body_of(self, page: RealPage) -> list[str]:
        """The paragraphs that the reading must have."""
        numbers: dict[str, list[int]] = {}
        for number, text in enumerate(page.gold["body"]):
            numbers.setdefault(letters(text), []).append(number)
        blocks: dict[int, list[str]] = {-1: []}
        for text in page.reading.body:
            known = numbers.get(letters(text))
            number = known.pop(0) if known else max(blocks)
            if known is None:
                blocks[number].append(self.reword(text))
            elif number not in self.gone:
                blocks[number] = [self.new.get(number, self.reword(text))]
            else:
                blocks[number] = []
        order = sorted(blocks) if self.order is None else [-1, *self.order]
        return [text for number in order for text in (*blocks.get(number, ()), *self.added.get(number, ()))]


Change = Callable[[RealPage, random.Random], Changed | None]
"""Changes a page; None where a page has nothing to change in that way."""

CHANGES: dict[str, Change] = {}


def change(function: Change) -> Change:
    """Enter a change in the list, by its name."""
    CHANGES[function.__name__.replace("_", "-")] = function
    return function
