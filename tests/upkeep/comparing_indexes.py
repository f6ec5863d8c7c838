"""Two indexes of one archive, table by table, with rows named by what they are and not by their numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from newsarchive.store.packs.heads import COLUMNS

_ARTICLE = frozenset({"article_id", "earliest_article_id", "other_article_id", "inner_article_id", "outer_article_id"})
_OWN_NUMBER = frozenset({"articles", "versions", "events", "failures"})
FROM_PACKS = (
    "snapshots", "articles", "versions", "version_snapshots", "aliases", "people", "tags", "images", "related_links",
    "dropped", "dates_mentioned", "evidence", "warnings", "corrections", "clusters", "cluster_members", "containments",
    "events", "signatures", "bands", "sketches", "outlets",
)  # fmt: skip


def differing(one: Path, other: Path, tables: Collection[str], *, but: Collection[str] = ()) -> dict[str, list[str]]:
    """Of each table that differs, some rows that only one of two archives has. `but`: columns that may differ."""
    found = {}
    for table in tables:
        here, there = rows(one, table, but), rows(other, table, but)
        if here != there:
            found[table] = [f"- {row}" for row in sorted(here - there)[:3]]
            found[table] += [f"+ {row}" for row in sorted(there - here)[:3]]
    return found


def rows(folder: Path, table: str, but: Collection[str] = ()) -> set[str]:
    with closing(sqlite3.connect(f"file:{folder}/news.db?mode=ro", uri=True)) as index:
        if table == "snapshots":
            columns = [f"t.{name}" for name in COLUMNS if name not in but]
        else:
            names = [row[1] for row in index.execute(f"PRAGMA table_info({table})") if row[1] not in but]
            columns = [_named(table, name) for name in names if (name, table in _OWN_NUMBER) != ("id", True)]
        found = [repr(row) for row in index.execute(f"SELECT {', '.join(columns)} FROM {table} t")]
    assert len(set(found)) == len(found) or table in ("bands", "sketches", "events", "failures")
    return set(found)


def _named(table: str, column: str) -> str:
    if column in _ARTICLE:
        return f"(SELECT key FROM articles x WHERE x.id = t.{column})"
    if column == "version_id":
        return (
            "(SELECT x.key || ' ' || v.number FROM versions v JOIN articles x ON x.id = v.article_id"
            " WHERE v.id = t.version_id)"
        )
    return f"t.{column}"
