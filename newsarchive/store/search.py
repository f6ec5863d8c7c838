"""Full-text search: turns what a person types into a safe FTS5 query, and ranks before it cuts snippets."""

from __future__ import annotations

import re
import sqlite3
from datetime import date, datetime

from newsarchive.store.records import SearchHit
from newsarchive.store.times import to_text

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
) -> list[SearchHit]:
    """Articles that hold all words and phrases of `query`, best first (bm25, a word in the title counts five times)."""
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
    # snippet() reads the text: beside the ORDER BY it would run for every hit and not for the few that are shown.
    sql = f"""
        SELECT a.key, a.title, a.outlet, a.published_local, a.url,
          snippet(articles_fts, -1, '[', ']', ' … ', 24)
        FROM (
          SELECT articles_fts.rowid AS id, bm25(articles_fts, 5.0, 1.0) AS score FROM articles_fts
          {"JOIN articles a ON a.id = articles_fts.rowid" if where else ""}
          WHERE articles_fts MATCH ? {"".join(f" AND {condition}" for condition in where)}
          ORDER BY score LIMIT ?
        ) hit
        JOIN articles_fts ON articles_fts.rowid = hit.id JOIN articles a ON a.id = hit.id
        WHERE articles_fts MATCH ? ORDER BY hit.score, a.id
    """  # noqa: S608 - conditions are constants
    rows = connection.execute(sql, (expression, *values, limit, expression)).fetchall()
    return [
        SearchHit(key, title, slug, None if local is None else datetime.fromisoformat(local), url, snippet)
        for key, title, slug, local, url, snippet in rows
    ]
