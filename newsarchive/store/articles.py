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
from newsarchive.store.copies.clusters import earliest_other
from newsarchive.store.copies.finding import Copies
from newsarchive.store.fields import (
    COLUMNS,
    VERSION_COLUMNS,
    article_from,
    child_rows,
    column_values,
    differences,
    version_values,
)
from newsarchive.store.happenings import Seen, tell_corrections, tell_headline, tell_move
from newsarchive.store.provenance import tie
from newsarchive.store.records import Stored
from newsarchive.store.regions import know_region, known_regions
from newsarchive.store.timeline import Sighted, follow, go_on, place_of, reach_back
from newsarchive.store.times import maybe_text, to_text
from newsarchive.version import __version__

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
_REFRESH = (
    f"UPDATE versions SET {', '.join(f'{name} = ?' for name in VERSION_COLUMNS.split(', '))}, published_at = ?,"  # noqa: S608
    " body_hash = ?, read_by = ? WHERE article_id = ? AND number = ?"
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
    url: str
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class _Sighting(Seen):
    """When a page was seen, the snapshot that shows it, and the run that stores it."""

    run_id: int


class ArticleRows:
    """Writes articles over the writer's connection, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.copies = Copies(connection)
        self._to_index: dict[int, None] = {}
        self._is_cut = False

    def save(self, article: Article, snapshot_ids: Sequence[int], at: datetime, run_id: int) -> Stored:
        """Store what a page said at `at`. A change in a substantive field (`fields.SUBSTANTIVE`) makes a version.

        A page older than the latest sighting (an import) finds its place among the versions by its time, as a version
        of its own if it says something else than those beside it; it does not become what the article says now.
        """
        key, when = article_key(article), to_text(at)
        sighting = _Sighting(when, snapshot_ids[0] if snapshot_ids else None, run_id)
        self._is_cut = False
        if not known_regions().issuperset((article.place_province, article.place_regency)):
            know_region(self._connection, article.place_province, article.place_regency)
        if article.content_hash is None:
            article = replace(article, content_hash=content_hash(article.title, article.body))
        row = self._connection.execute(
            "SELECT id, version, cluster_id, url, last_seen_at FROM articles WHERE key = ?", (key,)
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
            if when >= known.last_seen_at:
                tell_move(self._connection, article_id, known.url, article.url, sighting)
            self.seen(article_id, when, sighting.snapshot_id)
        tie(self._connection, article_id, version, url=article.url, snapshot_ids=snapshot_ids, seen=sighting)
        if article.corrections:
            tell_corrections(self._connection, article_id, article, sighting)
        other = None if cluster_id is None else earliest_other(self._connection, cluster_id, article_id)
        return Stored(article_id, key, outcome, version, cluster_id, other, self._is_cut)

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

    def say_now(self, article_id: int, article: Article, number: int) -> None:
        """Let the row of an article, what hangs on it and the full-text index say what its version `number` says."""
        self.index_new()
        self._connection.execute(_UPDATE, (*column_values(article, number), article_id))
        self._replace_children(article, article_id)

    def _add(self, key: str, article: Article, sighting: _Sighting) -> tuple[int, int, str | None]:
        when = sighting.when
        cursor = self._connection.execute(_INSERT, (key, article.outlet, when, when, *column_values(article, 1)))
        article_id = int(cursor.lastrowid or 0)
        self._to_index[article_id] = None
        self._add_children(article, article_id)
        return article_id, 1, self._add_version(article, article_id, 1, (), sighting)

    def _update(self, known: _Known, article: Article, sighting: _Sighting) -> tuple[int, bool, str | None]:
        """The number of the version that says this, whether it was made now, and the cluster it joined."""
        if sighting.when < known.last_seen_at:
            return self._place_late(known, article, sighting)
        row = self._connection.execute(
            f"SELECT {VERSION_COLUMNS} FROM versions WHERE article_id = ? AND number = ?",  # noqa: S608
            (known.id, known.version),
        ).fetchone()
        if row == version_values(article):
            return known.version, False, None
        before = article_from(article.outlet, row)
        changed = differences(before, article)
        if not changed:
            self._refresh(known, article, sighting.when)
            return known.version, False, self.copies.cluster_of(known.id)
        number = self._next_number(known.id)
        self.say_now(known.id, article, number)
        self._tell_headline(known.id, before, article, changed, sighting)
        return number, True, self._add_version(article, known.id, number, changed, sighting)

    def _place_late(self, known: _Known, article: Article, sighting: _Sighting) -> tuple[int, bool, str | None]:
        """As `_update()`, for a page that was seen before the latest sighting: see `timeline`."""
        place = place_of(self._connection, known.id, sighting.when)
        before, after = (self._text_of(article, version) for version in (place.before, place.after))
        changed = () if before is None else differences(before, article)
        if place.before is not None and not changed:
            return place.before.number, False, None
        changed_after = () if after is None else differences(article, after)
        if place.after is not None and not changed_after:
            reach_back(self._connection, known.id, place.after, sighting)
            return place.after.number, False, None
        number = self._next_number(known.id)
        joined = self._add_version(article, known.id, number, changed, sighting)
        self._tell_headline(known.id, before, article, changed, sighting)
        if place.after is None or after is None:
            return number, True, joined
        if place.is_within:
            self._add_version(after, known.id, number + 1, changed_after, replace(sighting, when=place.after.at))
            later = go_on(self._connection, known.id, place, number + 1, sighting.when)
        else:
            later = follow(self._connection, place.after, changed_after)
        self._tell_headline(known.id, article, after, changed_after, later)
        return number, True, joined

    def _text_of(self, article: Article, version: Sighted | None) -> Article | None:
        """What a version of the article says."""
        if version is None:
            return None
        sql = f"SELECT {VERSION_COLUMNS} FROM versions WHERE id = ?"  # noqa: S608
        return article_from(article.outlet, self._connection.execute(sql, (version.version_id,)).fetchone())

    def _next_number(self, article_id: int) -> int:
        sql = "SELECT max(number) + 1 FROM versions WHERE article_id = ?"
        return int(self._connection.execute(sql, (article_id,)).fetchone()[0])

    def _tell_headline(
        self, article_id: int, before: Article | None, now: Article, changed: tuple[str, ...], seen: Seen
    ) -> None:
        titles = (before.title, now.title) if before is not None and "title" in changed else None
        tell_headline(self._connection, article_id, titles, seen)

    def _refresh(self, known: _Known, article: Article, when: str) -> None:
        """Bring what makes no version (related links, section, ...) up to date; the snapshots keep what was."""
        sql = "SELECT body_hash FROM versions WHERE article_id = ? AND number = ?"
        of_body = body_hash(article.body)
        has_other_words = self._connection.execute(sql, (known.id, known.version)).fetchone() != (of_body,)
        if has_other_words:
            self.copies.forget(known.id, when)
        self.say_now(known.id, article, known.version)
        values = (*version_values(article), maybe_text(article.published_at), of_body, __version__)
        self._connection.execute(_REFRESH, (*values, known.id, known.version))
        if has_other_words:
            self.copies.compare_all(known.id, when)
        else:
            self.copies.refresh(known.id, when)

    def _add_version(
        self, article: Article, article_id: int, number: int, changed: tuple[str, ...], sighting: _Sighting
    ) -> str | None:
        """Add a version and give the cluster that its text belongs to, if any."""
        values = version_values(article)
        of_body = body_hash(article.body)
        cursor = self._connection.execute(
            f"INSERT INTO versions (article_id, number, published_at, body_hash, changed, seen_at, run_id, read_by,"  # noqa: S608
            f" {VERSION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article_id, number, maybe_text(article.published_at), of_body, json.dumps(changed), sighting.when,
             sighting.run_id, __version__, *values),
        )  # fmt: skip
        self._is_cut |= self.copies.compare(article_id, int(cursor.lastrowid or 0), sighting.when)
        return self.copies.cluster_of(article_id)

    def _add_children(self, article: Article, article_id: int) -> None:
        for table, rows in child_rows(article, article_id).items():
            self._connection.executemany(_INSERT_CHILD[table], rows)

    def _replace_children(self, article: Article, article_id: int) -> None:
        for sql in _DELETE_CHILD.values():
            self._connection.execute(sql, (article_id,))
        self._add_children(article, article_id)
