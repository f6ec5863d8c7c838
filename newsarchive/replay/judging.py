"""Holds a reading of today against the stored one: which fields differ, and whether the article is worse off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsarchive.models import Article
from newsarchive.replay.findings import Harm, Mark
from newsarchive.store.readings import changed_fields, with_hash

HALVED = 0.5
"""A body with a smaller share of its characters left is called halved."""

_OF_IMPORT = "parts-apart: "
"""A warning that an import adds by itself, because of when the pages were kept: no parser says it."""


def as_stored(now: Article, stored: Article) -> Article:
    """A reading of today with what was put to the stored one outside of `extract()`."""
    now = with_hash(now)
    added = tuple(text for text in stored.warnings if text.startswith(_OF_IMPORT) and text not in now.warnings)
    return replace(now, warnings=(*now.warnings, *added)) if added else now


def differing(stored: Article, now: Article) -> tuple[tuple[str, Mark], ...]:
    """The fields in which a reading differs from the stored one, and how."""
    return tuple((name, _mark(getattr(stored, name), getattr(now, name))) for name in changed_fields(stored, now))


def harms(stored: Article, now: Article) -> Iterator[Harm]:
    """What a reading takes away from an article: its headline, its day, its text or half of it."""
    if stored.title and not now.title:
        yield "title-lost"
    if stored.body and not now.body:
        yield "body-lost"
    elif _length(now) < HALVED * _length(stored):
        yield "body-halved"
    if stored.published_on is not None and now.published_on is None:
        yield "date-lost"


def _mark(before: object, now: object) -> Mark:
    if before in (None, (), ""):
        return "gained"
    return "lost" if now in (None, (), "") else "changed"


def _length(article: Article) -> int:
    return sum(map(len, article.body))
