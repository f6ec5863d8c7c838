"""Finds longer articles that contain the text of another, as a long story does the copy of a news agency."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from newsarchive.dedup.shingles import CONTAINED, can_contain
from newsarchive.dedup.signature import sample
from newsarchive.store.copies.texts import Body, Texts

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

_RECORD = (
    "INSERT INTO containments VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
    " inner_version = excluded.inner_version, outer_version = excluded.outer_version,"
    " containment = excluded.containment"
    " WHERE (excluded.containment, -excluded.inner_version, -excluded.outer_version)"
    " > (containment, -inner_version, -outer_version)"
)


class Containments:
    """Keeps `containments` over the writer's connection, with the samples in `sketches`."""

    def __init__(self, connection: sqlite3.Connection, texts: Texts) -> None:
        self._connection = connection
        self._texts = texts

    def look(self, article_id: int, version_id: int, body_hash: str, when: str) -> bool:
        """Record which articles contain a text of an article, or are contained in it.

        Says whether there were more candidates than could be compared.
        """
        self._drop_copies(article_id)
        shingles = self._texts.shingles(version_id, body_hash)
        if not shingles:
            return False
        mine = self._texts.bodies(article_id)
        text = next(body for body in mine if body.body_hash == body_hash)
        found, is_cut = self._sharing(sample(shingles), len(shingles), article_id)
        for other, their_hash in found:
            theirs = self._texts.bodies(other)
            if not self._are_copies(mine, theirs):
                their_text = next(body for body in theirs if body.body_hash == their_hash)
                self._record(article_id, text, other, their_text, when)
                self._record(other, their_text, article_id, text, when)
        return is_cut

    def forget(self, article_id: int) -> None:
        """Take an article out of all that is recorded."""
        sql = "DELETE FROM containments WHERE inner_article_id = ?1 OR outer_article_id = ?1"
        self._connection.execute(sql, (article_id,))

    def _drop_copies(self, article_id: int) -> None:
        """Where a new text makes copies of two articles, of which one contained the other, it does so no longer."""
        sql = (
            "SELECT outer_article_id FROM containments WHERE inner_article_id = ?1"
            " UNION ALL SELECT inner_article_id FROM containments WHERE outer_article_id = ?1"
        )
        for (other,) in self._connection.execute(sql, (article_id,)).fetchall():
            if self._are_copies(self._texts.bodies(article_id), self._texts.bodies(other)):
                self._connection.execute(
                    "DELETE FROM containments WHERE ?1 IN (inner_article_id, outer_article_id)"
                    " AND ?2 IN (inner_article_id, outer_article_id)",
                    (article_id, other),
                )

    def _are_copies(self, mine: list[Body], theirs: list[Body]) -> bool:
        return any(self._texts.are_copies(one, other) for one in mine for other in theirs)

    def _record(self, inner_id: int, inner: Body, outer_id: int, outer: Body, when: str) -> None:
        """Keep that one text contains the other, if it does: of several versions of two articles the most of it."""
        share = self._texts.containment(inner, outer)
        if share >= CONTAINED and can_contain(self._texts.size(inner), self._texts.size(outer)):
            self._connection.execute(_RECORD, (inner_id, outer_id, inner.number, outer.number, share, when))

    def _sharing(self, hashes: tuple[int, ...], size: int, article_id: int) -> tuple[list[tuple[int, str]], bool]:
        """Articles with a text that shares enough of a sample, and its hash; whether there are more than are compared.

        Whether two texts share enough does not depend on any other: so neither does what is recorded of their articles
        on the order in which they came.
        """
        shared: Counter[int] = Counter()
        for found in self._with_each(hashes):
            if 1 < len(found) <= COMMON:  # one is the text's own
                shared.update(found)
        articles: dict[tuple[int, str], None] = {}
        for version_id, count in shared.most_common():
            if count < _SHARED:
                break
            for other, body_hash, theirs in self._with_text_of(version_id, article_id):
                is_long_enough = can_contain(size, theirs) or can_contain(theirs, size)
                if is_long_enough and count >= max(_SHARED, min(size, theirs) // _SHARED_OF):
                    articles[other, body_hash] = None
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

    def _with_text_of(self, version_id: int, article_id: int) -> list[tuple[int, str, int]]:
        """The articles other than one that have or had the text of a version, its hash and how many shingles it has."""
        rows = self._connection.execute(
            "SELECT DISTINCT v.article_id, v.body_hash, s.shingles FROM signatures s"
            " JOIN versions r ON r.id = s.version_id JOIN versions v ON v.body_hash = r.body_hash"
            " WHERE s.version_id = ? AND v.article_id <> ?"
            " AND NOT EXISTS (SELECT 1 FROM unsigned u WHERE u.version_id = v.id) ORDER BY 1 LIMIT ?",
            (version_id, article_id, COMPARED + 1),
        )
        return rows.fetchall()
