"""Reads what is known of copies: clusters with their members, and which articles contain which."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from newsarchive.store.copies.clusters import RANK
from newsarchive.store.search import date_bounds
from newsarchive.store.times import maybe_time

Match = Literal["first", "exact", "near"]


@dataclass(frozen=True, slots=True)
class ClusterMember:
    """An article in a cluster."""

    key: str
    outlet: str
    title: str | None
    url: str
    published_at: datetime | None
    """With the offset of the zone it was printed in."""
    similarity: float
    """The share of three-word runs that it and the earliest member have in common (Jaccard): 1 of the earliest."""
    match: Match
    """The earliest itself, with the same words as it, or with enough of the same words as some member."""
    version: int
    """Number of the version that has the common text."""
    credit: str | None
    """Whom it says the text is from."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles that tell the same text, earliest first."""

    id: str
    kind: Literal["exact", "near"]
    members: tuple[ClusterMember, ...]
    names: tuple[str, ...] = ()
    """What it, or a cluster that has become part of it, was called before: each still leads here."""


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """A cluster in a listing. `outlets` are those of its members, each once, in alphabetical order."""

    id: str
    size: int
    kind: Literal["exact", "near"]
    earliest: str
    title: str | None
    published_at: datetime | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Containment:
    """An article whose text lies in a longer one; keys and headlines of both, and the versions that were compared."""

    inner: str
    inner_title: str | None
    inner_version: int
    outer: str
    outer_title: str | None
    outer_version: int
    share: float
    """The part of the inner text's three-word runs that the outer text has, 0 to 1."""


def read_cluster(connection: sqlite3.Connection, name: str) -> Cluster | None:
    """The cluster of this name, or that a former name leads to; None if there is none."""
    row = connection.execute(
        "SELECT id, kind FROM clusters WHERE id = ?1 OR id = (SELECT cluster_id FROM cluster_names WHERE id = ?1)",
        (name,),
    ).fetchone()
    if row is None:
        return None
    members = connection.execute(
        "SELECT a.key, a.outlet, a.title, a.url, a.published_local, m.similarity, m.match, m.version, m.credit"  # noqa: S608
        f" FROM cluster_members m JOIN articles a ON a.id = m.article_id WHERE m.cluster_id = ? ORDER BY {RANK}",
        (row[0],),
    )
    names = connection.execute("SELECT id FROM cluster_names WHERE cluster_id = ? ORDER BY until, id", (row[0],))
    return Cluster(
        row[0],
        row[1],
        tuple(
            ClusterMember(key, outlet, title, url, maybe_time(local), *stands)
            for key, outlet, title, url, local, *stands in members.fetchall()
        ),
        tuple(former for (former,) in names.fetchall()),
    )


def list_clusters(
    connection: sqlite3.Connection,
    *,
    outlet: str | None = None,
    since: date | None = None,
    until: date | None = None,
    min_size: int = 2,
    limit: int = 20,
) -> list[ClusterLine]:
    """Clusters with at least so many members, the largest first.

    `outlet` is the slug of one that has a member; `since` and `until` speak of the earliest member's publication, both
    included: dates as printed, or instants.
    """
    where, values = date_bounds(since, until)
    if outlet is not None:
        where.append(
            "EXISTS (SELECT 1 FROM cluster_members m JOIN articles o ON o.id = m.article_id"
            " WHERE m.cluster_id = c.id AND o.outlet = ?)"
        )
        values.append(outlet)
    rows = connection.execute(
        "SELECT c.id, c.size, c.kind, a.key, a.title, a.published_local FROM clusters c"  # noqa: S608 - constants
        " JOIN articles a ON a.id = c.earliest_article_id WHERE c.size >= ?"
        f"{''.join(f' AND {condition}' for condition in where)}"
        " ORDER BY c.size DESC, a.published_at IS NULL, a.published_at DESC, c.id LIMIT ?",
        (min_size, *values, limit),
    ).fetchall()
    return [
        ClusterLine(name, size, kind, key, title, maybe_time(local), _outlets(connection, name))
        for name, size, kind, key, title, local in rows
    ]


def read_containments(connection: sqlite3.Connection, article_id: int) -> list[Containment]:
    """The articles that contain the text of an article, then those whose text it contains; most of it first."""
    rows = connection.execute(
        "SELECT i.key, i.title, c.inner_version, o.key, o.title, c.outer_version, c.containment FROM containments c"
        " JOIN articles i ON i.id = c.inner_article_id JOIN articles o ON o.id = c.outer_article_id"
        " WHERE ?1 IN (c.inner_article_id, c.outer_article_id)"
        " ORDER BY c.outer_article_id = ?1, c.containment DESC, i.key, o.key",
        (article_id,),
    )
    return [Containment(*row) for row in rows.fetchall()]


def _outlets(connection: sqlite3.Connection, name: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT DISTINCT a.outlet FROM cluster_members m JOIN articles a ON a.id = m.article_id"
        " WHERE m.cluster_id = ? ORDER BY 1",
        (name,),
    )
    return tuple(slug for (slug,) in rows.fetchall())
