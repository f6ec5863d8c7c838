"""Finds longer articles that contain the text of another, as a long story does the copy of a news agency."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from newsarchive.dedup.shingles import CONTAINED, can_contain
from newsarchive.dedup.signature import sample
from newsarchive.store.texts import Body, Texts

COMMON = 64
"""A shingle that more texts have than this says nothing about where a text comes from."""

COMPARED = 64
"""Articles that a text is compared with for this at most, those first that share most of the sample."""

_SHARED = 2
"""Shingles of the samples that two texts must share at least,"""

_SHARED_OF = 128
"""and of a longer text one more for each so many shingles: about a quarter of its sample."""

_AT_ONCE = 64
"""Hashes looked up in one statement,"""

_ROWS = 1024
"""unless that finds more rows than these."""


class Containments:
    """Keeps `containments` over the writer's connection, with the samples in `sketches`."""

    def __init__(self, connection: sqlite3.Connection, texts: Texts) -> None:
        self._connection = connection
        self._texts = texts

    def look(self, article_id: int, version_id: int, body_hash: str, when: str) -> bool:
        """Record which articles contain a text of an article, or are contained in it.

        Says whether there were more candidates than could be compared.
        """
        shingles = self._texts.shingles(version_id, body_hash)
        others, is_cut = self._sharing(sample(shingles), len(shingles), article_id) if shingles else ([], False)
        sql = (
            "SELECT outer_article_id FROM containments WHERE inner_article_id = ?1"
            " UNION ALL SELECT inner_article_id FROM containments WHERE outer_article_id = ?1"
        )
        known = [row[0] for row in self._connection.execute(sql, (article_id,))]
        for other in dict.fromkeys([*known, *others]):
            self.compare(article_id, other, when)
        return is_cut

    def compare(self, one: int, other: int, when: str) -> None:
        """Record anew whether one of two articles contains the other.

        No text of the one may be a near copy of any of the other: copies are for the clusters.
        """
        mine, theirs = self._texts.bodies(one), self._texts.bodies(other)
        execute = self._connection.execute
        is_near = any(self._texts.are_copies(a, b) for a in mine for b in theirs)
        for inner, outer, inners, outers in ((one, other, mine, theirs), (other, one, theirs, mine)):
            best = None if is_near else self._best(inners, outers)
            if best is None:
                sql = "DELETE FROM containments WHERE inner_article_id = ? AND outer_article_id = ?"
                execute(sql, (inner, outer))
            else:
                execute(
                    "INSERT INTO containments VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                    " inner_version = excluded.inner_version, outer_version = excluded.outer_version,"
                    " containment = excluded.containment",
                    (inner, outer, best[1].number, best[2].number, best[0], when),
                )

    def forget(self, article_id: int) -> None:
        """Take an article out of all that is recorded."""
        sql = "DELETE FROM containments WHERE inner_article_id = ?1 OR outer_article_id = ?1"
        self._connection.execute(sql, (article_id,))

    def _best(self, inners: list[Body], outers: list[Body]) -> tuple[float, Body, Body] | None:
        """The greatest containment that is enough, with the earliest versions that have it."""
        size = self._texts.size
        best: tuple[float, Body, Body] | None = None
        for inner in inners:
            for outer in outers:
                if can_contain(size(inner), size(outer)):
                    value = self._texts.containment(inner, outer)
                    if value >= CONTAINED and (best is None or value > best[0]):
                        best = (value, inner, outer)
        return best

    def _sharing(self, hashes: tuple[int, ...], size: int, article_id: int) -> tuple[list[int], bool]:
        """Articles whose text shares enough of a sample, by how much; whether there are more than are compared."""
        shared: Counter[int] = Counter()
        for found in self._with_each(hashes):
            if 1 < len(found) <= COMMON:  # one is the text's own
                shared.update(found)
        articles: dict[int, None] = {}
        for version_id, count in shared.most_common():
            if count < _SHARED:
                break
            for other, theirs in self._with_text_of(version_id, article_id):
                is_long_enough = can_contain(size, theirs) or can_contain(theirs, size)
                if is_long_enough and count >= max(_SHARED, min(size, theirs) // _SHARED_OF):
                    articles[other] = None
            if len(articles) > COMPARED:
                return list(articles)[:COMPARED], True
        return list(articles), False

    def _with_each(self, hashes: tuple[int, ...]) -> Iterable[list[int]]:
        """The versions that have a hash in their sample, hash by hash; of more than COMMON, that many and one."""
        marks = ", ".join("?" * len(hashes))
        sql = f"SELECT hash, version_id FROM sketches WHERE hash IN ({marks}) LIMIT ?"  # noqa: S608
        rows = self._connection.execute(sql, (*hashes, _ROWS + 1)).fetchall() if len(hashes) <= _AT_ONCE else None
        if rows is not None and len(rows) <= _ROWS:
            found: dict[int, list[int]] = {}
            for one, version_id in rows:
                found.setdefault(one, []).append(version_id)
            return found.values()
        sql = "SELECT version_id FROM sketches WHERE hash = ? LIMIT ?"
        execute = self._connection.execute
        return ([row[0] for row in execute(sql, (one, COMMON + 1))] for one in hashes)

    def _with_text_of(self, version_id: int, article_id: int) -> list[tuple[int, int]]:
        """The articles other than one that have or had the text of a version, and how many shingles that has."""
        rows = self._connection.execute(
            "SELECT DISTINCT v.article_id, s.shingles FROM signatures s JOIN versions r ON r.id = s.version_id"
            " JOIN versions v ON v.body_hash = r.body_hash WHERE s.version_id = ? AND v.article_id <> ?"
            " AND NOT EXISTS (SELECT 1 FROM unsigned u WHERE u.version_id = v.id) ORDER BY 1",
            (version_id, article_id),
        )
        return rows.fetchall()
