"""Finds every copy of a text the moment it is stored: equal, near, and contained in a longer one."""

from __future__ import annotations

import sqlite3

from newsarchive.dedup import normalise
from newsarchive.dedup.shingles import shingles
from newsarchive.dedup.signature import signature
from newsarchive.store.copies.candidates import Candidates
from newsarchive.store.copies.clusters import Clusters
from newsarchive.store.copies.containments import Containments
from newsarchive.store.copies.texts import Texts

MIN_CHARACTERS = 80
"""Texts whose words and the spaces between them are shorter ('Foto: ...') may be equal without being copies."""

_VERIFIED = 3
"""Stored signatures that are made anew when an archive is opened, to see that they are still made so."""


class Copies:
    """Keeps clusters and containments over the writer's connection, inside its transaction.

    All that it knows lies in tables. The result does not depend on the order in which texts come, nor on restarts;
    only where a text has more candidates than are looked at (`compare()` says so) it may.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._texts = Texts(connection)
        self._candidates = Candidates(connection, self._texts)
        self._containments = Containments(connection, self._texts)
        self._clusters = Clusters(connection, self._texts)

    def compare(self, article_id: int, version_id: int, when: str) -> bool:
        """Compare a version that was stored with all other articles. `when`: ISO 8601 in UTC.

        Says whether it has more candidates than could be looked at, so that a copy may have been missed.
        """
        row = self._connection.execute(
            "SELECT body, body_hash, EXISTS (SELECT 1 FROM versions o WHERE o.article_id = v.article_id"
            " AND +o.body_hash = v.body_hash AND o.id <> v.id AND o.id NOT IN (SELECT version_id FROM unsigned))"
            " FROM versions v WHERE id = ?",
            (version_id,),
        ).fetchone()
        body, body_hash, is_known = row
        words = b"" if is_known else normalise(body)  # a new headline over the same text says nothing new
        is_cut = False
        if len(words) >= MIN_CHARACTERS:
            standing = self._candidates.standing_for(body_hash)
            if standing is None:
                standing = version_id
                self._candidates.add(version_id, self._texts.keep(body_hash, shingles(words)))
            is_cut = self._link(article_id, standing, body_hash, when)
            is_cut |= self._containments.look(article_id, version_id, body_hash, when)
        self._clusters.changed(article_id, when)
        return is_cut

    def refresh(self, article_id: int, when: str) -> None:
        """The date or credit of an article may have changed, but not its texts."""
        self._clusters.changed(article_id, when)

    def cluster_of(self, article_id: int) -> str | None:
        """The id of the cluster that an article is in now."""
        return self._clusters.of(article_id)

    def settle(self) -> None:
        """To be called before a transaction is committed: says of new members how they stand to the earliest."""
        self._clusters.settle()

    def forget(self, article_id: int, when: str) -> None:
        """Take an article out of clusters, containments and what finds copies, BEFORE its texts are changed or deleted.

        What is left of its cluster is put together anew, and may fall apart. Its versions wait in `unsigned` then,
        until they are deleted or compared again (`compare_all()`, or in the end `catch_up()`).
        """
        sql = "INSERT OR IGNORE INTO unsigned SELECT id FROM versions WHERE article_id = ?"
        self._connection.execute(sql, (article_id,))
        self._containments.forget(article_id)
        for body in self._texts.bodies(article_id):
            self._hand_over(article_id, body.body_hash)
        left = self._clusters.leave(article_id)
        if left is not None:
            self._reform(*left, when)

    def compare_all(self, article_id: int, when: str) -> None:
        """Compare every version of an article with all others, after `forget()`."""
        for body in self._texts.bodies(article_id):
            self.compare(article_id, body.version_id, when)
        sql = "DELETE FROM unsigned WHERE version_id IN (SELECT id FROM versions WHERE article_id = ?)"
        self._connection.execute(sql, (article_id,))

    def catch_up(self, limit: int, when: str) -> int:
        """Compare up to `limit` versions of before copies were found by words; gives how many, 0 when none waits."""
        execute = self._connection.execute
        rows = execute(
            "SELECT u.version_id, v.article_id FROM unsigned u JOIN versions v ON v.id = u.version_id"
            " ORDER BY u.version_id LIMIT ?",
            (limit,),
        ).fetchall()
        for version_id, article_id in rows:
            self.compare(article_id, version_id, when)
            execute("DELETE FROM unsigned WHERE version_id = ?", (version_id,))
        return len(rows)

    def is_behind(self) -> bool:
        """Whether versions wait to be compared."""
        return self._connection.execute("SELECT 1 FROM unsigned LIMIT 1").fetchone() is not None

    def is_made_alike(self) -> bool:
        """Whether signatures that are stored are those that this version makes: others could not be compared."""
        rows = self._connection.execute(
            "SELECT v.body, s.signature FROM signatures s JOIN versions v ON v.id = s.version_id"
            " WHERE s.signature IS NOT NULL ORDER BY s.version_id DESC LIMIT ?",
            (_VERIFIED,),
        ).fetchall()
        return not rows or any(made == signature(shingles(normalise(body))) for body, made in rows)

    def begin_anew(self) -> None:
        """Forget all signatures and let every version wait to be compared again; clusters stay as they are."""
        for table in ("signatures", "bands", "sketches", "unsigned"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        self._connection.execute("INSERT INTO unsigned SELECT id FROM versions")

    def _link(self, article_id: int, standing: int, body_hash: str, when: str) -> bool:
        """Join an article with those that have one of its texts; says whether some could not be looked at."""
        found = self._candidates.copies(article_id, standing, body_hash)
        if found.article_ids:
            self._clusters.join(article_id, found.article_ids, when)
        return found.is_cut

    def _hand_over(self, article_id: int, body_hash: str) -> None:
        """Let another article's version stand for a text, or nothing if no other has it."""
        standing = self._candidates.standing_for(body_hash)
        row = self._connection.execute(
            "SELECT v.article_id FROM versions v WHERE v.id = ? AND v.article_id = ?", (standing, article_id)
        ).fetchone()
        if standing is None or row is None:
            return
        made = self._texts.shingles(standing, body_hash)
        self._candidates.remove(standing, made)
        heir = self._connection.execute(
            "SELECT min(v.id) FROM versions v LEFT JOIN unsigned u ON u.version_id = v.id"
            " WHERE v.body_hash = ? AND v.article_id <> ? AND u.version_id IS NULL",
            (body_hash, article_id),
        ).fetchone()[0]
        if heir is not None:
            self._candidates.add(heir, made)

    def _reform(self, name: str, joined: dict[int, str], former: list[tuple[str, str]], when: str) -> None:
        """Join what is left of a cluster anew; its names lead to the part that has its earliest member."""
        for member in joined:
            for body in self._texts.bodies(member):
                standing = self._candidates.standing_for(body.body_hash)
                if standing is not None:
                    self._link(member, standing, body.body_hash, when)
        self._connection.executemany(
            "UPDATE cluster_members SET joined_at = ? WHERE article_id = ?",
            [(at, member) for member, at in joined.items()],
        )
        heir = self._clusters.earliest_in_cluster(joined)
        if heir is not None:
            self._clusters.lead_to(heir, [*former, (name, when)])
