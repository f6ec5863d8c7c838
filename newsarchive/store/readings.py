"""Puts newer readings of versions in the place of what is stored; what was read before stays, as provenance."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsarchive.dedup import body_hash, content_hash
from newsarchive.models import Article
from newsarchive.store.articles import ArticleRows
from newsarchive.store.fields import VERSION_COLUMNS, article_from, differences, version_values
from newsarchive.store.happenings import Seen, find_corrected, tell_corrections, tell_headline
from newsarchive.store.regions import know_region, known_regions
from newsarchive.store.times import maybe_text, to_text
from newsarchive.version import __version__

READING = tuple(name for name in Article.__dataclass_fields__ if name != "outlet")
"""The fields of a reading: all of an article but whose it is."""

_KEEP = (
    f"INSERT INTO readings (version_id, {VERSION_COLUMNS}, read_by, replaced_at, run_id, changed)"  # noqa: S608
    f" SELECT id, {VERSION_COLUMNS}, read_by, ?, ?, ? FROM versions WHERE id = ?"
)
_REPLACE = (
    f"UPDATE versions SET {', '.join(f'{name} = ?' for name in VERSION_COLUMNS.split(', '))}, published_at = ?,"  # noqa: S608
    " body_hash = ?, read_by = ? WHERE id = ?"
)
_KIND = (
    "UPDATE snapshots SET kind = ? WHERE id IN"
    " (SELECT snapshot_id FROM version_snapshots WHERE version_id = ? AND part = 0)"
)
_VERSIONS = (
    f"SELECT id, number, seen_at, body_hash, {VERSION_COLUMNS} FROM versions WHERE article_id = ?"  # noqa: S608
    " ORDER BY seen_at, number"
)
_FIRST_SNAPSHOT = (
    "SELECT s.id FROM version_snapshots vs JOIN snapshots s ON s.id = vs.snapshot_id WHERE vs.version_id = ?"
    " ORDER BY s.fetched_at, s.id LIMIT 1"
)


def changed_fields(before: Article, now: Article) -> tuple[str, ...]:
    """The fields of READING in which two readings of one version differ at all, in the order of `Article`.

    Every difference counts, boring ones too: both are of the same bytes. The hash of the text is named only where
    it differs though the text does not.
    """
    names = tuple(name for name in READING if getattr(before, name) != getattr(now, name))
    return tuple(name for name in names if name != "content_hash") or names


def with_hash(article: Article) -> Article:
    """With the hash of its text, as every stored article has it."""
    if article.content_hash is not None:
        return article
    return replace(article, content_hash=content_hash(article.title, article.body))


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    number: int
    seen_at: str
    body_hash: str | None
    article: Article


class Readings:
    """Replaces readings over the writer's connection, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection, articles: ArticleRows, begin: Callable[[], None]) -> None:
        self._connection, self._articles, self._begin = connection, articles, begin

    def replace(
        self, article_id: int, readings: Mapping[int, Article], *, at: datetime, run_id: int
    ) -> tuple[int, ...]:
        """Store what versions of an article, by number, are read as now; gives the numbers of those that changed.

        The old readings go to the table `readings`. What the article says now, its copies, the changes from version
        to version and the events that follow from the text come along; the key of the article, and the number and the
        snapshots of each version stay. A reading that equals what is stored writes nothing, and an article or version
        that is no longer there is passed over. To be called inside `Writer.unit()`, so that all of it is kept or none.
        """
        row = self._connection.execute("SELECT outlet, version FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return ()
        outlet, latest = row
        before = self._versions(article_id, outlet)
        fresh = {number: with_hash(article) for number, article in readings.items()}
        new = {
            v.number: fresh[v.number]
            for v in before
            if v.number in fresh and changed_fields(v.article, fresh[v.number])
        }
        if not new:
            return ()
        self._begin()
        when = to_text(at)
        has_other_words = any(v.number in new and v.body_hash != body_hash(new[v.number].body) for v in before)
        if has_other_words:
            self._articles.copies.forget(article_id, when)
        for version in before:
            if version.number in new:
                self._replace(version, new[version.number], when, run_id)
        after = self._versions(article_id, outlet)
        self._follow(article_id, after, new)
        self._tell(article_id, after, new, when)
        if latest in new:
            self._articles.say_now(article_id, new[latest], latest)
        if has_other_words:
            self._articles.copies.compare_all(article_id, when)
        elif latest in new:
            self._articles.copies.refresh(article_id, when)  # its date and credit may be others
        return tuple(sorted(new))

    def _versions(self, article_id: int, outlet: str) -> list[_Version]:
        rows = self._connection.execute(_VERSIONS, (article_id,)).fetchall()
        return [_Version(row[0], row[1], row[2], row[3], article_from(outlet, row[4:])) for row in rows]

    def _replace(self, version: _Version, article: Article, when: str, run_id: int) -> None:
        if not known_regions().issuperset((article.place_province, article.place_regency)):
            know_region(self._connection, article.place_province, article.place_regency)
        changed = json.dumps(changed_fields(version.article, article))
        self._connection.execute(_KEEP, (when, run_id, changed, version.id))
        others = (maybe_text(article.published_at), body_hash(article.body), __version__)
        self._connection.execute(_REPLACE, (*version_values(article), *others, version.id))
        if article.kind != version.article.kind:
            self._connection.execute(_KIND, (article.kind, version.id))

    def _follow(self, article_id: int, versions: Sequence[_Version], new: Mapping[int, Article]) -> None:
        """Say anew what changed up to each new reading, and from it to the version behind it.

        One that no longer differs from the version before it stays, with nothing changed: numbers are for ever.
        """
        for before, version in zip((None, *versions), versions, strict=False):
            if version.number not in new and (before is None or before.number not in new):
                continue
            changed = () if before is None else differences(before.article, version.article)
            self._connection.execute("UPDATE versions SET changed = ? WHERE id = ?", (json.dumps(changed), version.id))
            titles = (before.article.title, version.article.title) if before and "title" in changed else None
            tell_headline(self._connection, article_id, titles, self._seen(version))

    def _tell(self, article_id: int, versions: Sequence[_Version], new: Mapping[int, Article], when: str) -> None:
        """Keep addresses that are read for the first time, and tell of corrections that are."""
        for version in versions:
            article = new.get(version.number)
            if article is None:
                continue
            added = self._connection.execute(
                "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)", (article.url, article_id, when)
            ).rowcount
            if added:
                find_corrected(self._connection, article_id, (article.url,))
            if article.corrections:
                tell_corrections(self._connection, article_id, article, self._seen(version))

    def _seen(self, version: _Version) -> Seen:
        row = self._connection.execute(_FIRST_SNAPSHOT, (version.id,)).fetchone()
        return Seen(version.seen_at, None if row is None else int(row[0]))
