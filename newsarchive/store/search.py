"""Full-text search: turns what a person types into a safe FTS5 query, and ranks before it cuts snippets."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from newsarchive.dedup.shingles import NEAR
from newsarchive.store.records import SearchHit
from newsarchive.store.times import maybe_time, to_text

_SNIPPET = "snippet(articles_fts, -1, '[', ']', ' … ', 24)"
_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')


def fts_query(text: str) -> str:
    """An FTS5 expression that asks for every word and every "quoted phrase" of `text`; `kata*` asks for a beginning.

    Everything is quoted, so operators and column names in the text are plain words. Empty if there is nothing to ask.
    """
    terms: list[str] = []
    for phrase, word in _TERM.findall(text.replace("\x00", " ").encode("utf-8", "replace").decode()):
        term = phrase or word
        if not any(character.isalnum() for character in term):
            continue
        is_prefix = not phrase and word.endswith("*")
        terms.append(f'"{term.rstrip("*") if is_prefix else term}"{"*" if is_prefix else ""}')
    return " ".join(terms)


def date_bounds(since: date | None, until: date | None, column: str = "a") -> tuple[list[str], list[object]]:
    """SQL conditions for a range of publication, both ends included, and their values.

    A date means the day as printed (in the article's own zone); a datetime means the instant.
    """
    where: list[str] = []
    values: list[object] = []
    for bound, sign in ((since, ">="), (until, "<=")):
        if isinstance(bound, datetime):
            where.append(f"{column}.published_at {sign} ?")
            values.append(to_text(bound))
        elif bound is not None:
            where.append(f"substr({column}.published_local, 1, 10) {sign} ?")
            values.append(bound.isoformat())
    return where, values


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    outlet: str | None = None,
    province: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int = 20,
    is_unique: bool = False,
) -> list[SearchHit]:
    """Articles that hold all words and phrases of `query`, best first (bm25, a word in the title counts five times).

    With `is_unique` the best hit of a text stands for its copies too: for the members of its cluster that are, as it is
    itself, near copies of the earliest one.
    """
    expression = fts_query(query)
    if not expression or limit <= 0:
        return []
    where, values = date_bounds(since, until)
    if outlet is not None:
        where.append("a.outlet = ?")
        values.append(outlet)
    if province is not None:
        where.append("a.outlet IN (SELECT slug FROM outlets WHERE province = ?)")
        values.append(province)
    ranked = f"""
        SELECT articles_fts.rowid AS id, bm25(articles_fts, 5.0, 1.0) AS score FROM articles_fts
        {"JOIN articles a ON a.id = articles_fts.rowid" if where else ""}
        WHERE articles_fts MATCH ? {"".join(f" AND {condition}" for condition in where)} ORDER BY score
    """  # noqa: S608 - conditions are constants
    if is_unique:
        found = connection.execute(f"{ranked}, id", (expression, *values))
        return [_hit(connection, expression, *one) for one in _unique(connection, found, limit)]
    # snippet() reads the text: beside the ORDER BY it would run for every hit and not for the few that are shown.
    sql = f"""
        SELECT a.key, a.title, a.outlet, a.published_local, a.url, {_SNIPPET} FROM ({ranked} LIMIT ?) hit
        JOIN articles_fts ON articles_fts.rowid = hit.id JOIN articles a ON a.id = hit.id
        WHERE articles_fts MATCH ? ORDER BY hit.score, a.id
    """  # noqa: S608 - constants
    rows = connection.execute(sql, (expression, *values, limit, expression)).fetchall()
    return [
        SearchHit(key, title, slug, maybe_time(local), url, snippet) for key, title, slug, local, url, snippet in rows
    ]


def _unique(
    connection: sqlite3.Connection, ranked: Iterable[tuple[int, float]], limit: int
) -> Iterator[tuple[int, str | None]]:
    """Articles in their order without those for which an earlier one stands, each with the cluster it stands for."""
    shown: set[str] = set()
    sql = "SELECT cluster_id FROM cluster_members WHERE article_id = ? AND similarity >= ?"
    for article_id, _ in ranked:
        row = connection.execute(sql, (article_id, NEAR)).fetchone()
        if row is None or row[0] not in shown:
            yield article_id, None if row is None else row[0]
            limit -= 1
            if row is not None:
                shown.add(row[0])
            if not limit:
                return


def _hit(connection: sqlite3.Connection, expression: str, article_id: int, cluster_id: str | None) -> SearchHit:
    key, title, slug, local, url, snippet = connection.execute(
        f"SELECT a.key, a.title, a.outlet, a.published_local, a.url, {_SNIPPET} FROM articles_fts"  # noqa: S608
        " JOIN articles a ON a.id = articles_fts.rowid WHERE articles_fts MATCH ? AND articles_fts.rowid = ?",
        (expression, article_id),
    ).fetchone()
    hit = SearchHit(key, title, slug, maybe_time(local), url, snippet)
    if cluster_id is None:
        return hit
    copies, earliest = connection.execute(
        "SELECT (SELECT count(*) - 1 FROM cluster_members WHERE cluster_id = c.id AND similarity >= ?), a.key"
        " FROM clusters c JOIN articles a ON a.id = c.earliest_article_id WHERE c.id = ?",
        (NEAR, cluster_id),
    ).fetchone()
    return replace(hit, cluster_id=cluster_id, copies=copies, earliest=earliest if earliest != key else None)
