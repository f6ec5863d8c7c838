"""Checks of `news.db` by itself: its structure, its references, and that its tables say the same."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from newsarchive.upkeep.faults import Fault, Looked

_MANY = 100
"""Messages of SQLite about one damaged file: more say nothing new."""

_NOT_LATEST = (
    "SELECT a.key, v.id IS NULL FROM articles a LEFT JOIN versions v ON v.article_id = a.id AND v.number = a.version"
    " WHERE v.id IS NULL OR a.title IS NOT v.title OR a.subtitle IS NOT v.subtitle OR a.body IS NOT v.body"
    " OR a.content_hash IS NOT v.content_hash OR a.published_at IS NOT v.published_at"
)
_CLUSTERS = {
    "SELECT id, 'is said to have ' || size || ' members, and has ' || (SELECT count(*) FROM cluster_members m"
    " WHERE m.cluster_id = c.id) FROM clusters c WHERE size <> (SELECT count(*) FROM cluster_members m"
    " WHERE m.cluster_id = c.id)": "clusters",
    "SELECT id, 'its earliest article is none of its members' FROM clusters c WHERE NOT EXISTS (SELECT 1 FROM"
    " cluster_members m WHERE m.cluster_id = c.id AND m.article_id = c.earliest_article_id)": "clusters",
    "SELECT key, 'is said to be in cluster ' || cluster_id || ', which does not have it' FROM articles a"
    " WHERE cluster_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cluster_members m WHERE m.article_id = a.id"
    " AND m.cluster_id = a.cluster_id)": "articles",
}
_UNSEARCHED = (
    "SELECT a.key, 1 FROM articles a LEFT JOIN articles_fts_docsize d ON d.id = a.id WHERE d.id IS NULL UNION ALL"
    " SELECT 'row ' || d.id, 0 FROM articles_fts_docsize d LEFT JOIN articles a ON a.id = d.id WHERE a.id IS NULL"
)


def check_structure(connection: sqlite3.Connection, looked: Looked) -> Iterator[Fault]:
    """The file's trees, indexes and references. Where they are broken, what other checks say means little."""
    try:
        for (text,) in connection.execute(f"PRAGMA integrity_check({_MANY})").fetchall():
            if text != "ok":
                line = " ".join(str(text).split())
                yield Fault("index-damaged", "news.db", f"the file is damaged: {line}", "index")
    except sqlite3.DatabaseError as error:
        yield Fault("index-damaged", "news.db", f"the file is damaged: {error}", "index")
        return
    looked.add("indexes")
    for table, row_id, other, _ in connection.execute("PRAGMA foreign_key_check"):
        where = f"news.db, table {table}" + ("" if row_id is None else f", row {row_id}")
        yield Fault("dangling", where, f"it points at a row of {other} that is not there")


def check_articles(connection: sqlite3.Connection, looked: Looked) -> Iterator[Fault]:
    """Each article has the text of its latest version, each cluster the members that it says."""
    for key, is_missing in connection.execute(_NOT_LATEST):
        what = "the version that it shows is not there" if is_missing else "it says something else than its version"
        yield Fault("article-differs", f"news.db, table articles, {key}", what, "none" if is_missing else "rows")
    (count,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    looked.add("articles", count)
    for sql, table in _CLUSTERS.items():
        for name, what in connection.execute(sql):
            yield Fault("cluster-differs", f"news.db, table {table}, {name}", what, "clusters")
    (count,) = connection.execute("SELECT count(*) FROM clusters").fetchone()
    looked.add("clusters", count)


def check_takedowns(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Of what was taken down no byte is left."""
    sql = "SELECT id, purged_at FROM tombstones WHERE finished_at IS NULL ORDER BY id"
    for number, purged_at in connection.execute(sql):
        what = f"bytes of what was taken down on {purged_at[:10]} are still in files; `newsarchive purge --finish`"
        yield Fault("takedown-unfinished", f"news.db, table tombstones, row {number}", what)


def check_search(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The full-text index has each article once, and no other."""
    for name, is_missing in connection.execute(_UNSEARCHED):
        what = "no search finds it: the full-text index lacks it" if is_missing else "is no article's: a search errs"
        yield Fault("search-differs", f"news.db, table articles_fts, {name}", what, "search")


def check_search_words(path: Path, looked: Looked, scratch: Path | None = None) -> Iterator[Fault]:
    """The full-text index has the words of each article, and no other: FTS5's own check against the texts.

    That check is a statement that writes, so it is made on a copy of the tables in a temporary file (in `scratch`, or
    where the system puts such files; about three times the bytes of all texts): nothing waits for it.
    """
    with tempfile.TemporaryDirectory(prefix="newsarchive-verify-", dir=scratch) as folder:
        copy = sqlite3.connect(f"file:{quote(folder)}/search.db", uri=True, isolation_level=None)
        with closing(copy):
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            try:
                _copy_search(copy, path)
                copy.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # no room for the copy, say: no fault of the archive
                    raise
                what = "the full-text index does not have the words of the articles: searches miss some"
                yield Fault("search-differs", "news.db, table articles_fts", what, "search")
    looked.add("full-text indexes")


def _copy_search(copy: sqlite3.Connection, path: Path) -> None:
    copy.execute("ATTACH ? AS kept", (f"file:{quote(str(path.absolute()))}?mode=ro",))
    (sql,) = copy.execute("SELECT sql FROM kept.sqlite_schema WHERE name = 'articles_fts'").fetchone()
    copy.execute("BEGIN")
    copy.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
    copy.execute("INSERT INTO articles SELECT id, title, body FROM kept.articles")
    copy.execute(sql)
    for table in ("data", "idx", "docsize", "config"):
        copy.execute(f"DELETE FROM articles_fts_{table}")  # noqa: S608 - a constant
        copy.execute(f"INSERT INTO articles_fts_{table} SELECT * FROM kept.articles_fts_{table}")  # noqa: S608
    copy.execute("COMMIT")
