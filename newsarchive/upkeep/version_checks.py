"""Checks that what `news.db` derives from a version (hashes, columns, child tables) is what the version gives."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from newsarchive.dedup import body_hash, content_hash
from newsarchive.store.fields import COLUMNS, SEPARATOR, VERSION_COLUMNS, article_from, child_rows, column_values
from newsarchive.upkeep.faults import Fault, Looked

_CHILDREN = (
    "people", "tags", "images", "related_links", "dropped", "dates_mentioned", "evidence", "warnings", "corrections",
)  # fmt: skip
_VERSIONS = (
    "SELECT a.key, v.number, v.title, v.body, v.content_hash, v.body_hash"
    " FROM versions v JOIN articles a ON a.id = v.article_id ORDER BY v.id"
)
_LATEST = (
    f"SELECT a.id, a.key, a.outlet, a.version, {', '.join('a.' + name for name in COLUMNS)},"  # noqa: S608
    f" {', '.join('v.' + name for name in VERSION_COLUMNS.split(', '))}"
    " FROM articles a JOIN versions v ON v.article_id = a.id AND v.number = a.version ORDER BY a.id"
)
_STEP = 200
"""Rows between two reports of progress."""


def check_hashes(connection: sqlite3.Connection, looked: Looked) -> Iterator[Fault]:
    """Each version has the hashes that its words give."""
    for key, number, title, body, of_content, of_body in connection.execute(_VERSIONS):
        where = f"news.db, table versions, {key} version {number}"
        paragraphs = tuple(body.split(SEPARATOR)) if body else ()
        if content_hash(title, paragraphs) != of_content:
            yield Fault("version-differs", where, "content_hash is not that of its words: the text was changed", "rows")
        if body_hash(paragraphs) != of_body:
            yield Fault("version-differs", where, "body_hash is not that of its words: the text was changed", "rows")
        looked.add("versions")


def check_latest(connection: sqlite3.Connection, looked: Looked) -> Iterator[Fault]:
    """Each article's columns and lists (people, tags, pictures, ...) are those of the version that it shows."""
    width = 4 + len(COLUMNS)
    done = 0
    for row in connection.execute(_LATEST):
        article_id, key, outlet, version = row[:4]
        where = f"news.db, table articles, {key}"
        fields = row[-1]
        try:
            article = article_from(outlet, row[width:])
            wanted = dict(zip(COLUMNS, column_values(article, version), strict=True))
            lists = child_rows(article, article_id)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            yield Fault("version-differs", f"{where} version {version}", f"its fields cannot be read: {error}")
            continue
        for name in differing(wanted, dict(zip(COLUMNS, row[4:width], strict=True)), fields):
            yield Fault("article-differs", where, f"column {name} is not what its version {version} says", "rows")
        for table in _CHILDREN:
            if _rows(connection, table, article_id) != sorted(lists.get(table, []), key=repr):
                what = f"its rows of {table} are not what its version {version} says"
                yield Fault("article-differs", where, what, "rows")
        done += 1
        if done % _STEP == 0:
            looked.add("articles in detail", _STEP)
    looked.add("articles in detail", done % _STEP)


def differing(wanted: dict[str, Any], found: dict[str, Any], fields: str) -> list[str]:
    """Columns of an article that are not what its version gives.

    A column that the version knows nothing of (it is older than the field) may have been filled from elsewhere, and
    the day of publication is taken from the time where a version has none.
    """
    wrong = [name for name in wanted if wanted[name] != found[name]]
    if not wrong:
        return []
    told = json.loads(fields)
    if told.get("published_on") is None and "published_on" in wrong:
        wrong.remove("published_on")
    known = set(told) | {"title", "subtitle", "body", "content_hash", "version", "published_local"}
    return [name for name in wrong if wanted[name] is not None or name in known]


def _rows(connection: sqlite3.Connection, table: str, article_id: int) -> list[Sequence[Any]]:
    sql = f"SELECT * FROM {table} WHERE article_id = ?"  # noqa: S608 - a constant
    rows = [tuple(row) for row in connection.execute(sql, (article_id,)).fetchall()]
    return sorted(rows, key=repr)
