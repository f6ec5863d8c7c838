"""Clusters: groups of articles that tell the same text, each named after its earliest member. Nothing is dropped."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from typing import cast

from newsarchive.store.copies.texts import Texts

RANK = "a.published_at IS NULL, a.published_at, a.key"
"""SQL order of the members of a cluster, over `articles a`: the one published first, those without a date last."""

_CREDIT = "coalesce(republished_from, source_credit, agency)"
_STALE = ""
"""In `cluster_members.match` until `settle()` has compared the member with the earliest: never in a transaction that
is committed."""


def cluster_name(key: str) -> str:
    """The id of the cluster whose earliest member has this key: equal in every archive."""
    return f"copy-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def earliest_other(connection: sqlite3.Connection, cluster_id: str, article_id: int) -> str | None:
    """Key of the earliest member of a cluster but one; None if there is no other."""
    row = connection.execute(
        "SELECT a.key FROM clusters c JOIN articles a ON a.id = c.earliest_article_id WHERE c.id = ? AND a.id <> ?",
        (cluster_id, article_id),
    ).fetchone()
    if row is not None:
        return str(row[0])
    row = connection.execute(
        "SELECT a.key FROM cluster_members m JOIN articles a ON a.id = m.article_id"  # noqa: S608 - constants
        f" WHERE m.cluster_id = ? AND a.id <> ? ORDER BY {RANK}",
        (cluster_id, article_id),
    ).fetchone()
    return None if row is None else str(row[0])


class Clusters:
    """Keeps `clusters`, `cluster_members`, `cluster_names` and `articles.cluster_id` over the writer's connection.

    A cluster is a connected part of the graph of pairs of articles that tell the same text, so it does not matter in
    which order they came. What is said of each member in comparison with the earliest is worked out by `settle()`,
    once for all changes of a transaction.
    """

    def __init__(self, connection: sqlite3.Connection, texts: Texts) -> None:
        self._connection = connection
        self._texts = texts
        self._changed: dict[int, None] = {}

    def of(self, article_id: int) -> str | None:
        """The cluster that an article is in."""
        row = self._connection.execute("SELECT cluster_id FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else cast("str | None", row[0])

    def join(self, article_id: int, others: Iterable[int], when: str) -> None:
        """Put an article and others that tell the same text into one cluster, with all that are in theirs already."""
        ids = [article_id, *others]
        clusters = dict.fromkeys(name for one in ids if (name := self.of(one)) is not None)
        single = [one for one in dict.fromkeys(ids) if self.of(one) is None]
        if len(clusters) + len(single) < 2:
            return
        earliest = [self._earliest(name) for name in clusters]
        created = min(map(self._created, clusters), default=when)
        first_id, name = self._first([*earliest, *single])
        self._name(name, first_id, created)
        for old in clusters:
            if old != name:
                self._absorb(old, name, when)
        for one in single:
            self._connection.execute(
                "INSERT INTO cluster_members (cluster_id, article_id, version, similarity, joined_at, match)"
                " VALUES (?, ?, 1, 0.0, ?, ?)",
                (name, one, when, _STALE),
            )
            self._connection.execute("UPDATE articles SET cluster_id = ? WHERE id = ?", (name, one))
        self._connection.execute("UPDATE clusters SET size = size + ? WHERE id = ?", (len(single), name))
        self._changed[article_id] = None

    def changed(self, article_id: int, when: str) -> None:
        """An article in a cluster has a new version: its date, credit and likeness may be others now."""
        name = self.of(article_id)
        if name is None:
            return
        self._changed[article_id] = None
        sql = "UPDATE cluster_members SET match = ? WHERE cluster_id = ? AND article_id = ?"
        self._connection.execute(sql, (_STALE, name, article_id))
        earliest = self._earliest(name)
        if earliest == article_id:
            self._forget_matches(name)
            first_id, new_name = self._first_of(name)
        else:
            first_id, new_name = self._first([earliest, article_id])
        if first_id != earliest:
            self._name(new_name, first_id, self._created(name))
            self._absorb(name, new_name, when)

    def settle(self) -> None:
        """Compare every member that is new, or whose cluster has a new earliest one, with the earliest."""
        names = {name for one in self._changed if (name := self.of(one)) is not None}
        self._changed.clear()
        for name in sorted(names):
            earliest = self._earliest(name)
            stale = self._connection.execute(
                "SELECT article_id FROM cluster_members WHERE cluster_id = ? AND match = ? AND article_id <> ?",
                (name, _STALE, earliest),
            ).fetchall()
            for (member,) in stale:
                found = self._texts.most_alike(member, earliest)
                self._say(name, member, found.version, found.value, "exact" if found.is_equal else "near")
            self._say(name, earliest, self._common_version(name, earliest), 1.0, "first")
            self._connection.execute(
                "UPDATE clusters SET kind = CASE WHEN EXISTS (SELECT 1 FROM cluster_members"
                " WHERE cluster_id = ?1 AND match = 'near') THEN 'near' ELSE 'exact' END WHERE id = ?1",
                (name,),
            )

    def leave(self, article_id: int) -> tuple[str, dict[int, str], list[tuple[str, str]]] | None:
        """Take an article out of its cluster and dissolve it, because what is left may not hang together without it.

        Gives the cluster's id, when each other member had joined, and its former names, to be handed to `lead_to()`
        when the rest has been joined anew; None if it was in none.
        """
        name = self.of(article_id)
        if name is None:
            return None
        execute = self._connection.execute
        joined = dict(execute("SELECT article_id, joined_at FROM cluster_members WHERE cluster_id = ?", (name,)))
        former = execute("SELECT id, until FROM cluster_names WHERE cluster_id = ?", (name,)).fetchall()
        execute("UPDATE articles SET cluster_id = NULL WHERE cluster_id = ?", (name,))
        for table, column in (("cluster_names", "cluster_id"), ("cluster_members", "cluster_id"), ("clusters", "id")):
            execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))  # noqa: S608 - constants
        joined.pop(article_id, None)
        return name, joined, former

    def earliest_in_cluster(self, ids: Iterable[int]) -> int | None:
        """The earliest of those articles that are in a cluster; None if none is."""
        rows = (
            self._connection.execute(
                "SELECT a.published_at IS NULL, a.published_at, a.key, a.id FROM articles a"
                " WHERE a.id = ? AND a.cluster_id IS NOT NULL",
                (one,),
            ).fetchone()
            for one in ids
        )
        earliest = min((row for row in rows if row is not None), default=None)
        return None if earliest is None else int(earliest[3])

    def lead_to(self, article_id: int, names: Iterable[tuple[str, str]]) -> None:
        """Let former names, each with the time until which it was one, lead to the cluster of an article, if any."""
        name = self.of(article_id)
        if name is not None:
            self._connection.executemany(
                "INSERT OR IGNORE INTO cluster_names SELECT ?, ?, ? WHERE NOT EXISTS"
                " (SELECT 1 FROM clusters WHERE id = ?1)",
                [(old, name, until) for old, until in names],
            )

    def _first(self, ids: Iterable[int]) -> tuple[int, str]:
        """The earliest of some articles, and the name that it gives its cluster."""
        ids = list(ids)
        marks = ", ".join("?" * len(ids))
        found, key = self._connection.execute(
            f"SELECT a.id, a.key FROM articles a WHERE a.id IN ({marks}) ORDER BY {RANK} LIMIT 1",  # noqa: S608
            ids,
        ).fetchone()
        return int(found), cluster_name(key)

    def _first_of(self, name: str) -> tuple[int, str]:
        found, key = self._connection.execute(
            "SELECT a.id, a.key FROM cluster_members m JOIN articles a ON a.id = m.article_id"  # noqa: S608
            f" WHERE m.cluster_id = ? ORDER BY {RANK} LIMIT 1",
            (name,),
        ).fetchone()
        return int(found), cluster_name(key)

    def _name(self, name: str, earliest: int, created: str) -> None:
        """Have a cluster of this name; a name in use again leads nowhere else."""
        self._connection.execute("DELETE FROM cluster_names WHERE id = ?", (name,))
        self._connection.execute(
            "INSERT INTO clusters (id, kind, earliest_article_id, size, created_at) VALUES (?, 'exact', ?, 0, ?)"
            " ON CONFLICT (id) DO UPDATE SET created_at = min(created_at, excluded.created_at)",
            (name, earliest, created),
        )

    def _absorb(self, old: str, name: str, when: str) -> None:
        """Let all members of one cluster, and all names that led to it, be another's."""
        execute = self._connection.execute
        execute("UPDATE articles SET cluster_id = ? WHERE cluster_id = ?", (name, old))
        execute("UPDATE cluster_members SET cluster_id = ?, match = ? WHERE cluster_id = ?", (name, _STALE, old))
        execute("UPDATE cluster_names SET cluster_id = ? WHERE cluster_id = ?", (name, old))
        execute("UPDATE clusters SET size = size + (SELECT size FROM clusters WHERE id = ?) WHERE id = ?", (old, name))
        execute("DELETE FROM clusters WHERE id = ?", (old,))
        execute("INSERT OR REPLACE INTO cluster_names VALUES (?, ?, ?)", (old, name, when))

    def _forget_matches(self, name: str) -> None:
        self._connection.execute("UPDATE cluster_members SET match = ? WHERE cluster_id = ?", (_STALE, name))

    def _common_version(self, name: str, earliest: int) -> int:
        """The first version of the earliest member whose text another member has, or nearly has."""
        bodies = self._texts.bodies(earliest)
        if len(bodies) > 1:
            sql = (
                "SELECT article_id FROM cluster_members WHERE cluster_id = ? AND article_id <> ?"
                " ORDER BY similarity DESC, article_id"
            )
            others = [row[0] for row in self._connection.execute(sql, (name, earliest))]
            for body in bodies:
                for other in others:
                    if any(self._texts.are_copies(body, theirs) for theirs in self._texts.bodies(other)):
                        return body.number
        return bodies[0].number

    def _say(self, name: str, member: int, version: int, similarity: float, match: str) -> None:
        self._connection.execute(
            "UPDATE cluster_members SET version = ?, similarity = ?, match = ?,"  # noqa: S608 - constants
            f" credit = (SELECT {_CREDIT} FROM articles WHERE id = ?4) WHERE cluster_id = ?5 AND article_id = ?4",
            (version, similarity, match, member, name),
        )

    def _earliest(self, name: str) -> int:
        sql = "SELECT earliest_article_id FROM clusters WHERE id = ?"
        return int(self._connection.execute(sql, (name,)).fetchone()[0])

    def _created(self, name: str) -> str:
        return str(self._connection.execute("SELECT created_at FROM clusters WHERE id = ?", (name,)).fetchone()[0])
