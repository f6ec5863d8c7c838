"""Stores articles: new, changed (a new version) or unchanged (seen again), with everything that hangs on them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from newsarchive.dedup import body_hash, content_hash
from newsarchive.models import Article
from newsarchive.store.clusters import MIN_CHARACTERS, earliest_other, join_exact_cluster
from newsarchive.store.fields import (
    COLUMNS,
    VERSION_COLUMNS,
    article_from,
    child_rows,
    column_values,
    differences,
    fields_json,
    version_values,
)
from newsarchive.store.records import Stored
from newsarchive.store.regions import know_region, known_regions
from newsarchive.store.times import maybe_text, to_text

_CHILDREN = {
    "people": 4, "tags": 3, "images": 5, "related_links": 5, "dropped": 5, "dates_mentioned": 7, "evidence": 8,
    "warnings": 4, "corrections": 9,
}  # fmt: skip
_INSERT_CHILD = {table: f"INSERT INTO {table} VALUES ({', '.join('?' * n)})" for table, n in _CHILDREN.items()}  # noqa: S608
_DELETE_CHILD = {table: f"DELETE FROM {table} WHERE article_id = ?" for table in _CHILDREN}  # noqa: S608
_INSERT = (
    f"INSERT INTO articles (key, outlet, first_seen_at, last_seen_at, {', '.join(COLUMNS)})"  # noqa: S608
    f" VALUES (?, ?, ?, ?, {', '.join('?' * len(COLUMNS))})"
)
_UPDATE = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in COLUMNS)} WHERE id = ?"  # noqa: S608


def article_key(article: Article) -> str:
    """`<outlet>/<native id>`, or `<outlet>/<16 hex digits of the URL's SHA-256>`. ValueError if there is no outlet."""
    if article.outlet is None:
        raise ValueError(f"an article without outlet has no identity in an archive: {article.url}")
    name = article.native_id or hashlib.sha256(article.url.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{article.outlet}/{name}"


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    version: int
    cluster_id: str | None
    gone_at: str | None


@dataclass(frozen=True, slots=True)
class _Sighting:
    when: str
    run_id: int


class ArticleRows:
    """Writes articles over the writer's connection, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._to_index: dict[int, None] = {}

    def save(self, article: Article, snapshot_ids: Sequence[int], at: datetime, run_id: int) -> Stored:
        """Store what a page said at `at`. A change in a substantive field (`fields.SUBSTANTIVE`) makes a version.

        A page older than the latest version (an import) adds a version of its own if its text is new, but does not
        become what the article says now.
        """
        key, when = article_key(article), to_text(at)
        sighting = _Sighting(when, run_id)
        if not known_regions().issuperset((article.place_province, article.place_regency)):
            know_region(self._connection, article.place_province, article.place_regency)
        if article.content_hash is None:
            article = replace(article, content_hash=content_hash(article.title, article.body))
        row = self._connection.execute(
            "SELECT id, version, cluster_id, gone_at FROM articles WHERE key = ?", (key,)
        ).fetchone()
        known = None if row is None else _Known(*row)
        outcome: Literal["new", "changed", "unchanged"]
        if known is None:
            article_id, version, cluster_id = self._add(key, article, sighting)
            outcome = "new"
        else:
            article_id, cluster_id = known.id, known.cluster_id
            version, is_new, joined = self._update(known, article, sighting)
            cluster_id = joined or cluster_id
            outcome = "changed" if is_new else "unchanged"
            self.seen(article_id, when, snapshot_ids[0] if snapshot_ids else None)
        self._link(article_id, version, article.url, snapshot_ids, when)
        other = None if cluster_id is None else earliest_other(self._connection, cluster_id, article_id)
        return Stored(article_id, key, outcome, version, cluster_id, other)

    def found_by(self, key: str) -> int | None:
        """The row number of the article that the frontier row `key` led to, or None.

        The two have one key where the link told the article's number. Else the page has said which it is, by a number
        or an address that the link does not show, and the URL that was fetched tells.
        """
        sql = (
            "SELECT id FROM articles WHERE key = ?1 UNION ALL"
            " SELECT a.article_id FROM frontier f JOIN aliases a ON a.url = f.url WHERE f.key = ?1"
        )
        row = self._connection.execute(sql, (key,)).fetchone()
        return None if row is None else int(row[0])

    def index_new(self) -> None:
        """Add new articles to the full-text index: before a commit, and before the text of any is changed.

        Together and not one by one, because FTS5 writes a segment at each savepoint: 0.17 against 0.30 ms an article.
        The triggers that sqlite-utils made for later changes and deletions do the rest.
        """
        if self._to_index:
            marks = ", ".join("?" * len(self._to_index))
            self._connection.execute(
                "INSERT INTO articles_fts (rowid, title, body)"  # noqa: S608 - marks
                f" SELECT id, title, body FROM articles WHERE id IN ({marks}) ORDER BY id",
                tuple(self._to_index),
            )
            self._to_index.clear()

    def seen(self, article_id: int, when: str, snapshot_id: int | None) -> None:
        """The page was there at `when`. An article that had been gone is back: that is an event."""
        execute = self._connection.execute
        execute(
            "UPDATE articles SET last_seen_at = max(last_seen_at, ?1), first_seen_at = min(first_seen_at, ?1)"
            " WHERE id = ?2",
            (when, article_id),
        )
        back = execute("UPDATE articles SET gone_at = NULL WHERE id = ? AND gone_at < ?", (article_id, when)).rowcount
        if back:
            execute(
                "INSERT INTO events (kind, article_id, snapshot_id, at) VALUES ('restored', ?, ?, ?)",
                (article_id, snapshot_id, when),
            )

    def _add(self, key: str, article: Article, sighting: _Sighting) -> tuple[int, int, str | None]:
        when = sighting.when
        cursor = self._connection.execute(_INSERT, (key, article.outlet, when, when, *column_values(article, 1)))
        article_id = int(cursor.lastrowid or 0)
        self._to_index[article_id] = None
        self._add_children(article, article_id)
        return article_id, 1, self._add_version(article, article_id, 1, (), sighting)

    def _update(self, known: _Known, article: Article, sighting: _Sighting) -> tuple[int, bool, str | None]:
        """The number of the version that says this, whether it was made now, and the cluster it joined."""
        execute = self._connection.execute
        seen_at, *row = execute(
            f"SELECT seen_at, {VERSION_COLUMNS} FROM versions WHERE article_id = ? AND number = ?",  # noqa: S608
            (known.id, known.version),
        ).fetchone()
        if tuple(row) == version_values(article):
            return known.version, False, None
        changed = differences(article_from(article.outlet, row), article)
        is_late = sighting.when < seen_at
        if is_late and (number := self._same_version(known.id, article)) is not None:
            return number, False, None
        if not changed:
            self._refresh(known, article)
            return known.version, False, None
        (number,) = execute("SELECT max(number) + 1 FROM versions WHERE article_id = ?", (known.id,)).fetchone()
        if not is_late:
            self.index_new()
            execute(_UPDATE, (*column_values(article, number), known.id))
            self._replace_children(article, known.id)
        return number, True, self._add_version(article, known.id, number, changed, sighting)

    def _same_version(self, article_id: int, article: Article) -> int | None:
        """The number of an earlier version that says the same; None if none does."""
        rows = self._connection.execute(
            f"SELECT number, {VERSION_COLUMNS} FROM versions WHERE article_id = ?",  # noqa: S608
            (article_id,),
        )
        for number, *row in rows.fetchall():
            if not differences(article_from(article.outlet, row), article):
                return int(number)
        return None

    def _refresh(self, known: _Known, article: Article) -> None:
        """Bring what makes no version (related links, section, ...) up to date; the snapshots keep what was."""
        self.index_new()
        self._connection.execute(_UPDATE, (*column_values(article, known.version), known.id))
        self._connection.execute(
            "UPDATE versions SET fields = ? WHERE article_id = ? AND number = ?",
            (fields_json(article), known.id, known.version),
        )
        self._replace_children(article, known.id)

    def _add_version(
        self, article: Article, article_id: int, number: int, changed: tuple[str, ...], sighting: _Sighting
    ) -> str | None:
        """Add a version and give the cluster that its text belongs to, if any."""
        values = version_values(article)
        of_body = body_hash(article.body)
        self._connection.execute(
            f"INSERT INTO versions (article_id, number, published_at, body_hash, changed, seen_at, run_id,"  # noqa: S608
            f" {VERSION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article_id, number, maybe_text(article.published_at), of_body, json.dumps(changed), sighting.when,
             sighting.run_id, *values),
        )  # fmt: skip
        if sum(map(len, article.body)) < MIN_CHARACTERS:
            return None
        return join_exact_cluster(self._connection, article_id, number, of_body, sighting.when)

    def _add_children(self, article: Article, article_id: int) -> None:
        for table, rows in child_rows(article, article_id).items():
            self._connection.executemany(_INSERT_CHILD[table], rows)

    def _replace_children(self, article: Article, article_id: int) -> None:
        for sql in _DELETE_CHILD.values():
            self._connection.execute(sql, (article_id,))
        self._add_children(article, article_id)

    def _link(self, article_id: int, number: int, url: str, snapshot_ids: Sequence[int], when: str) -> None:
        """Tie a version to its snapshots, keep every URL that led to it, and close the failures of these URLs."""
        execute = self._connection.execute
        urls = {url}
        for part, snapshot_id in enumerate(dict.fromkeys(snapshot_ids)):
            execute(
                "INSERT OR IGNORE INTO version_snapshots SELECT id, ?, ? FROM versions"
                " WHERE article_id = ? AND number = ?",
                (snapshot_id, part, article_id, number),
            )
            urls.update(row[0] for row in execute("SELECT url FROM snapshots WHERE id = ?", (snapshot_id,)))
        for known in tuple(urls):
            urls.update(row[0] for row in execute("SELECT DISTINCT url FROM snapshots WHERE redirect_to = ?", (known,)))
        for known in sorted(urls):
            execute("INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)", (known, article_id, when))
            execute("UPDATE failures SET resolved_at = ? WHERE url = ? AND resolved_at IS NULL", (when, known))
