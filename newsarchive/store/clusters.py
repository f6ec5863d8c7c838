"""Groups articles that tell the same text, the moment the second of them is stored. Nothing is ever dropped."""

from __future__ import annotations

import sqlite3

MIN_CHARACTERS = 80
"""Shorter bodies ('Foto: ...', a line over a video) are alike without being copies."""


def join_exact_cluster(
    connection: sqlite3.Connection, article_id: int, version: int, body_hash: str, when: str
) -> str | None:
    """Put an article whose new version has this body into the cluster of all that have or had it.

    Gives the cluster's id, derived from the body's hash, or None where no other article has the text.
    """
    others = connection.execute(
        "SELECT article_id, min(number) FROM versions WHERE body_hash = ? AND article_id <> ? GROUP BY article_id",
        (body_hash, article_id),
    ).fetchall()
    if not others:
        return None
    cluster_id = f"text-{body_hash[:16]}"
    connection.execute("INSERT OR IGNORE INTO clusters VALUES (?, 'exact', ?, 0, ?)", (cluster_id, article_id, when))
    for member_id, number in (*others, (article_id, version)):
        connection.execute(
            "INSERT OR IGNORE INTO cluster_members (cluster_id, article_id, version, similarity, credit, joined_at)"
            " SELECT ?, id, ?, 1.0, coalesce(republished_from, source_credit), ? FROM articles WHERE id = ?",
            (cluster_id, number, when, member_id),
        )
        # A member that has since been re-written keeps the cluster it is in now; this is where its text came from.
        connection.execute(
            "UPDATE articles SET cluster_id = ? WHERE id = ? AND (cluster_id IS NULL OR id = ?)",
            (cluster_id, member_id, article_id),
        )
    _set_earliest(connection, cluster_id)
    return cluster_id


def earliest_other(connection: sqlite3.Connection, cluster_id: str, article_id: int) -> str | None:
    """Key of the member published first among all but one; None if there is no other."""
    row = connection.execute(
        "SELECT a.key FROM cluster_members m JOIN articles a ON a.id = m.article_id"
        " WHERE m.cluster_id = ? AND a.id <> ? ORDER BY a.published_at IS NULL, a.published_at, a.first_seen_at, a.key",
        (cluster_id, article_id),
    ).fetchone()
    return None if row is None else str(row[0])


def _set_earliest(connection: sqlite3.Connection, cluster_id: str) -> None:
    connection.execute(
        "UPDATE clusters SET size = (SELECT count(*) FROM cluster_members WHERE cluster_id = clusters.id),"
        " earliest_article_id = (SELECT a.id FROM cluster_members m JOIN articles a ON a.id = m.article_id"
        " WHERE m.cluster_id = clusters.id"
        " ORDER BY a.published_at IS NULL, a.published_at, a.first_seen_at, a.key LIMIT 1) WHERE id = ?",
        (cluster_id,),
    )
