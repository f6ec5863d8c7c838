"""Reads articles of an archive again, and pages that were none, without writing: the work of one process."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsarchive.errors import ArchiveError
from newsarchive.models import Article, Outlet
from newsarchive.networks import load_networks, match_url
from newsarchive.registry import Registry
from newsarchive.replay.findings import Arrival, Change, Damage, Doubt, Findings
from newsarchive.replay.judging import as_stored, differing, harms
from newsarchive.replay.rereading import (
    FindPart,
    Part,
    Reading,
    Unread,
    part_among,
    part_anywhere,
    parts_of,
    reread,
    sighting_order,
)
from newsarchive.store import open_archive
from newsarchive.store.articles import article_key
from newsarchive.store.fields import VERSION_COLUMNS, article_from, version_values
from newsarchive.store.outlets import read_outlet
from newsarchive.text.urls import original_url

_VERSIONS = (
    f"SELECT v.id, v.number, a.key, a.outlet, {', '.join(f'v.{name}' for name in VERSION_COLUMNS.split(', '))}"  # noqa: S608
    " FROM versions v JOIN articles a ON a.id = v.article_id WHERE a.id = ? ORDER BY v.seen_at, v.number"
)


@dataclass(frozen=True, slots=True)
class _Version:
    article_id: int
    number: int
    key: str
    stored: Article
    parts: Sequence[Part]
    all_parts: Sequence[Part]
    """Those of all versions of the article."""


class Reader:
    """An archive open for reading, and the outlets as they are known today. A context manager."""

    def __init__(self, path: Path, registry: Registry) -> None:
        self._archive = open_archive(path)
        self._registry = registry
        self._by_slug: Mapping[str, Outlet] = {outlet.slug: outlet for outlet in registry.outlets}
        self._of_archive: dict[str, Outlet | None] = {}

    def close(self) -> None:
        """Close every file."""
        self._archive.close()

    def articles(self, ids: Sequence[int]) -> Findings:
        """Read every version of these articles (row numbers) again. One that is no longer there is passed over."""
        found = Findings()
        for article_id in ids:
            rows = self._connection.execute(_VERSIONS, (article_id,)).fetchall()
            found.articles += bool(rows)
            parts = [parts_of(self._connection, row[0]) for row in rows]
            together = [part for of_version in parts for part in of_version]
            for (_, number, key, slug, *text), own in zip(rows, parts, strict=True):
                version = _Version(article_id, number, key, article_from(slug, text), own, together)
                self._version(found, version)
        return found

    def snapshots(self, ids: Sequence[int]) -> Findings:
        """Read these snapshots, which belong to no version, and find those that are an article today."""
        found = Findings()
        for snapshot_id in ids:
            row = self._connection.execute("SELECT url, outlet FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone()
            if row is None:
                continue
            found.snapshots += 1
            url, slug = row
            outlet = self._registry.by_url(original_url(url)) if slug is None else self._outlet(slug)
            if outlet is not None and self._may_be_article(url, outlet):
                self._snapshot(found, snapshot_id, url, outlet)
        return found

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._archive.connection

    def _version(self, found: Findings, version: _Version) -> None:
        stored, key = version.stored, version.key
        slug, network = stored.outlet or "-", stored.network or "-"
        found.versions[network] += 1
        outlet = self._outlet(slug)
        if outlet is None or not any(part.part == 0 for part in version.parts):
            why = ("no-snapshot", "nothing is kept that it was read from") if outlet else ("unknown-outlet", slug)
            found.doubts.append(Doubt(key, version.number, slug, *why, None))
            return
        snapshot_id, read = self._now(found, version, outlet)
        if isinstance(read, Unread):
            found.doubts.append(Doubt(key, version.number, slug, read.reason, read.detail, snapshot_id))
        elif read is None:
            found.lost += 1
        elif not differing(stored, read.article):
            return
        elif (now_key := article_key(read.article)) != key:
            found.doubts.append(Doubt(key, version.number, slug, "other-key", f"it would be {now_key}", snapshot_id))
        else:
            found.changed[network] += 1
            found.changes.append(_change(version, read.article))

    def _now(self, found: Findings, version: _Version, outlet: Outlet) -> tuple[int, Reading | Unread | None]:
        """What a version is read as today, and the snapshot of the first page; None if all its bytes are lost.

        Of the sightings that may be the stored one, that which is read as it is stored is preferred.
        """
        snapshot_id, read = 0, None
        for part, is_late in sighting_order(version.parts, version.all_parts):
            again = self._reread(found, part.snapshot_id, outlet, part_among(version.parts, self._connection))
            if again is None:
                continue  # damaged, which is told: another sighting may be whole
            if isinstance(again, Reading):
                again = Reading(as_stored(again.article, version.stored), again.pages)
            snapshot_id, read = part.snapshot_id, again
            if not is_late or (isinstance(read, Reading) and not differing(version.stored, read.article)):
                break
        return snapshot_id, read

    def _reread(
        self, found: Findings, snapshot_id: int, outlet: Outlet, find_part: FindPart
    ) -> Reading | Unread | None:
        try:
            read = reread(self._archive, snapshot_id, outlet, find_part)
        except (ArchiveError, LookupError) as error:
            found.damages.append(Damage(snapshot_id, outlet.slug, str(error)))
            return None
        found.pages += max(read.pages, 1)
        return read

    def _may_be_article(self, url: str, outlet: Outlet) -> bool:
        """Whether a URL's shape lets it be the first page of an article."""
        network = load_networks().get(outlet.network)
        match = None if network is None else match_url(network, original_url(url))
        return match is None or (match.kind == "article" and not match.offset)

    def _snapshot(self, found: Findings, snapshot_id: int, url: str, outlet: Outlet) -> None:
        read = self._reread(found, snapshot_id, outlet, part_anywhere(self._connection))
        if isinstance(read, Unread) and read.reason == "parser-error":
            found.doubts.append(Doubt(url, 0, outlet.slug, read.reason, read.detail, snapshot_id))
        if not isinstance(read, Reading):
            return
        article, key = read.article, article_key(read.article)
        row = self._connection.execute("SELECT 1 FROM articles WHERE key = ?", (key,)).fetchone()
        found.arrivals.append(
            Arrival(snapshot_id, url, outlet.slug, key, article.kind, article.title, is_known=row is not None)
        )

    def _outlet(self, slug: str) -> Outlet | None:
        """The outlet as the outlet files know it today, else as the archive does."""
        known = self._by_slug.get(slug)
        if known is not None:
            return known
        if slug not in self._of_archive:
            self._of_archive[slug] = read_outlet(self._connection, slug)
        return self._of_archive[slug]


def _change(version: _Version, now: Article) -> Change:
    stored = version.stored
    values = tuple(None if value is None else str(value) for value in version_values(now))
    marks = differing(stored, now)
    harm = tuple(harms(stored, now))
    whose = (stored.outlet or "-", stored.network or "-")
    return Change(version.article_id, version.key, version.number, *whose, marks, harm, values)
