"""Finds, by a few look-ups in tables, the articles whose text is a copy of a text, and proves each by its words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsarchive.dedup.shingles import NEAR, jaccard
from newsarchive.dedup.signature import BANDS, HOPEFUL, bands, equal_numbers, sample, signature
from newsarchive.store.copies.texts import Texts

CROWD = 1024
"""Texts that share a band that are looked at: in each band those that came first."""

PROVED = 64
"""Texts that one text is compared with word by word, the most promising first."""

_CHUNK = 500
_STANDING = (
    "SELECT a.id, coalesce(a.cluster_id, a.id), s.signature FROM signatures s JOIN versions v ON v.id = s.version_id"
    " JOIN articles a ON a.id = v.article_id WHERE s.version_id = ?"
)
_IN_BAND = "SELECT version_id FROM bands WHERE hash = ? LIMIT ?"
_SHARING = f"SELECT version_id FROM bands WHERE hash IN ({', '.join('?' * BANDS)}) LIMIT ?"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that a text is a copy of: one of each cluster, and all that are in none."""

    article_ids: tuple[int, ...]
    is_cut: bool
    """There were more candidates than CROWD and PROVED let be looked at, so one may have been missed."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    equal: int
    version_id: int
    article_id: int
    group: str | int
    body_hash: str


class Candidates:
    """Keeps `signatures` and `bands` over the writer's connection.

    Of equal texts one version stands for all: the table `versions` leads from it to the others by their body_hash.
    """

    def __init__(self, connection: sqlite3.Connection, texts: Texts) -> None:
        self._connection = connection
        self._texts = texts

    def standing_for(self, body_hash: str) -> int | None:
        """The version that stands for all of this text, or None if the text is not known yet."""
        row = self._connection.execute(
            "SELECT s.version_id FROM versions v JOIN signatures s ON s.version_id = v.id WHERE v.body_hash = ?",
            (body_hash,),
        ).fetchone()
        return None if row is None else int(row[0])

    def add(self, version_id: int, shingles: frozenset[bytes]) -> None:
        """Let a version stand for its text, which no other does. Without shingles it is found by its hash alone."""
        made = signature(shingles) if shingles else None
        execute = self._connection.execute
        execute("INSERT INTO signatures VALUES (?, ?, ?)", (version_id, len(shingles), made))
        if made is not None:
            self._insert("bands", bands(made), version_id)
            self._insert("sketches", sample(shingles), version_id)

    def remove(self, version_id: int, shingles: frozenset[bytes]) -> None:
        """The opposite of `add()`: `shingles` are those that were added."""
        execute = self._connection.execute
        row = execute("SELECT signature FROM signatures WHERE version_id = ?", (version_id,)).fetchone()
        if row is not None and row[0] is not None:
            for table, hashes in (("bands", bands(row[0])), ("sketches", sample(shingles))):
                sql = f"DELETE FROM {table} WHERE hash = ? AND version_id = ?"  # noqa: S608 - constants
                self._connection.executemany(sql, [(one, version_id) for one in hashes])
        execute("DELETE FROM signatures WHERE version_id = ?", (version_id,))

    def copies(self, article_id: int, standing_id: int, body_hash: str) -> Found:
        """The articles that have or had a text of an article, or nearly; `standing_id`: the version that stands for it.

        If that is another article's, the text is a copy of that one, and whose near copy it is has been found before.
        """
        standing_article, group, made = self._connection.execute(_STANDING, (standing_id,)).fetchone()
        if standing_article != article_id:
            return Found((standing_article,), False)
        linked: dict[str | int, int] = {group: article_id}
        is_cut = made is not None and self._add_near(standing_id, body_hash, made, linked)
        return Found(tuple(one for one in linked.values() if one != article_id), is_cut)

    def _add_near(self, version_id: int, body_hash: str, made: bytes, linked: dict[str | int, int]) -> bool:
        """Add an article of each group that has a near copy to `linked`; says whether not all could be looked at."""
        shared, is_cut = self._sharing(made, version_id)
        proved = 0
        mine = self._texts.shingles(version_id, body_hash)
        for candidate in sorted(self._described(shared, made), key=lambda c: (-c.equal, c.version_id)):
            if candidate.group in linked:  # it is in a cluster with this text already and needs no proof to be so
                continue
            if proved == PROVED:
                return True
            proved += 1
            theirs = self._texts.shingles(candidate.version_id, candidate.body_hash)
            if jaccard(mine, theirs) >= NEAR:
                linked[candidate.group] = candidate.article_id
        return is_cut

    def _sharing(self, made: bytes, version_id: int) -> tuple[list[int], bool]:
        """The versions that share a band with a signature, and whether a band was too crowded to be read in full."""
        rows = self._connection.execute(_SHARING, (*bands(made), CROWD + 1)).fetchall()
        shared = {row[0] for row in rows}
        shared.discard(version_id)
        if len(rows) <= CROWD:
            return list(shared), False
        # Not one band of thousands alone: some of each.
        for band in bands(made):
            some = self._connection.execute(_IN_BAND, (band, CROWD // BANDS))
            shared.update(row[0] for row in some)
        return list(shared), True

    def _described(self, version_ids: list[int], made: bytes) -> Iterator[_Candidate]:
        """Those whose signature leaves hope."""
        for start in range(0, len(version_ids), _CHUNK):
            some = version_ids[start : start + _CHUNK]
            rows = self._connection.execute(
                "SELECT v.id, a.id, coalesce(a.cluster_id, a.id), v.body_hash, s.signature FROM versions v"  # noqa: S608
                " JOIN articles a ON a.id = v.article_id JOIN signatures s ON s.version_id = v.id"
                f" WHERE v.id IN ({', '.join('?' * len(some))})",
                some,
            )
            for version_id, article_id, group, body_hash, theirs in rows.fetchall():
                equal = equal_numbers(made, theirs)
                if equal >= HOPEFUL:
                    yield _Candidate(equal, version_id, article_id, group, body_hash)

    def _insert(self, table: str, hashes: Iterable[int], version_id: int) -> None:
        sql = f"INSERT OR IGNORE INTO {table} VALUES (?, ?)"  # noqa: S608 - constants
        self._connection.executemany(sql, [(one, version_id) for one in hashes])
