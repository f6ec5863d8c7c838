"""The texts of versions as sets of shingles, read from the archive and kept for a while."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass

from newsarchive.dedup import normalise
from newsarchive.dedup.shingles import NEAR, containment, jaccard, shingles

_KEPT = 80_000
"""Shingles kept: about 8 MB, of 270 texts of 300 words or of fewer long ones."""


@dataclass(frozen=True, slots=True)
class Body:
    """A text that an article has or had: one of several versions under several headlines is enough."""

    version_id: int
    number: int
    """The first version of the article that has it."""
    body_hash: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much alike two articles are at most, and the version of the first that is."""

    value: float
    version: int
    is_equal: bool
    """The same words, and not only the same shingles."""


class Texts:
    """Reads texts over the writer's connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept: OrderedDict[str, frozenset[bytes]] = OrderedDict()
        self._count = 0

    def bodies(self, article_id: int) -> list[Body]:
        """The different texts of an article, by the number of the version that had it first."""
        rows = self._connection.execute(
            "SELECT id, min(number), body_hash FROM versions WHERE article_id = ? GROUP BY body_hash ORDER BY 2",
            (article_id,),
        )
        return [Body(*row) for row in rows.fetchall()]

    def shingles(self, version_id: int, body_hash: str) -> frozenset[bytes]:
        """The shingles of a version; `body_hash` is that of its text."""
        found = self._kept.get(body_hash)
        if found is not None:
            self._kept.move_to_end(body_hash)
            return found
        row = self._connection.execute("SELECT body FROM versions WHERE id = ?", (version_id,)).fetchone()
        return self.keep(body_hash, shingles(normalise(row[0])) if row else frozenset())

    def keep(self, body_hash: str, found: frozenset[bytes]) -> frozenset[bytes]:
        """Remember shingles that a caller has made."""
        self._count += len(found) - len(self._kept.get(body_hash, ()))
        self._kept[body_hash] = found
        while self._count > _KEPT and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._count -= len(oldest)
        return found

    def most_alike(self, article_id: int, other_id: int) -> Likeness:
        """The greatest similarity between any text of one article and any of another; of equal ones the first version.

        Equal texts have 1.0, however short; else a text that is too short to be compared has 0. One after the other,
        the order matters only for which version is named: that of the first article.
        """
        theirs = self.bodies(other_id)
        hashes = {other.body_hash for other in theirs}
        best = Likeness(-1.0, 1, False)
        for one in self.bodies(article_id):
            if one.body_hash in hashes:
                return Likeness(1.0, one.number, True)
            value = max((self.similarity(one, other) for other in theirs), default=0.0)
            if value > best.value:
                best = Likeness(value, one.number, False)
        return best

    def similarity(self, one: Body, other: Body) -> float:
        """The true Jaccard similarity of two texts."""
        return jaccard(self._of(one), self._of(other))

    def are_copies(self, one: Body, other: Body) -> bool:
        """Whether two texts are equal, or alike enough to be near copies."""
        return one.body_hash == other.body_hash or self.similarity(one, other) >= NEAR

    def containment(self, inner: Body, outer: Body) -> float:
        """The share of one text that another has."""
        return containment(self._of(inner), self._of(outer))

    def size(self, body: Body) -> int:
        """How many shingles a text has; 0 if it is too short to be compared."""
        return len(self._of(body))

    def _of(self, body: Body) -> frozenset[bytes]:
        return self.shingles(body.version_id, body.body_hash)
