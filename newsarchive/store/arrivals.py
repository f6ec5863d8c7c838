"""What bringing captures in asks of an archive: is it there, was it read, which has these bytes, who waits for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from newsarchive.models import Capture
from newsarchive.store.articles import ArticleRows
from newsarchive.store.lookup import url_shapes
from newsarchive.store.packs.folder import Packs
from newsarchive.store.reading import read_capture
from newsarchive.store.times import to_text

_RETRY = "part-missing"
"""Reason of a failure that another arrival may cure."""


class Arrivals:
    """Looks over the writer's connection and packs, so that what is not committed yet is seen too."""

    def __init__(
        self, connection: sqlite3.Connection, packs: Packs, articles: ArticleRows, begin: Callable[[], None]
    ) -> None:
        self._db, self._packs, self._articles, self._begin = connection, packs, articles, begin

    def capture(self, snapshot_id: int) -> Capture | None:
        """A response as it is stored; None if there is no such snapshot. Raises DamagedPack for lost bytes."""
        return read_capture(self._db, snapshot_id, self._packs.get)

    def is_settled(self, snapshot_id: int, *, has_outlet: bool) -> bool:
        """Whether reading a known snapshot again could add nothing.

        It could where nothing was ever said of it (a run died), where a page of its article was missing, and where its
        host was nobody's and now is (`has_outlet`).
        """
        sql = (
            "SELECT s.kind IS NOT NULL OR EXISTS (SELECT 1 FROM failures WHERE snapshot_id = ?1),"
            " EXISTS (SELECT 1 FROM failures WHERE snapshot_id = ?1 AND reason = ?2 AND resolved_at IS NULL),"
            " s.outlet IS NULL FROM snapshots s WHERE s.id = ?1"
        )
        said, waits, is_nobodys = self._db.execute(sql, (snapshot_id, _RETRY)).fetchone()
        return bool(said) and not waits and not (is_nobodys and has_outlet)

    def belongs_to(self, snapshot_id: int, outlet: str) -> None:
        """Say whose a snapshot is that was nobody's."""
        self._begin()
        self._db.execute("UPDATE snapshots SET outlet = ? WHERE id = ? AND outlet IS NULL", (outlet, snapshot_id))

    def with_payload(self, sha256: str) -> int | None:
        """A snapshot whose body has this SHA-256 (hexadecimal)."""
        return self._one("SELECT min(id) FROM snapshots WHERE payload_sha256 = ? AND pruned_at IS NULL", sha256)

    def fetched(self, url: str, at: datetime) -> int | None:
        """The snapshot of this URL that was fetched at this moment or, as old WARC files round it, in this second."""
        second = at.replace(microsecond=0)
        return self._one(
            "SELECT min(id) FROM snapshots WHERE url = ? AND fetched_at >= ? AND fetched_at < ? AND pruned_at IS NULL",
            url,
            to_text(second),
            to_text(second + timedelta(seconds=1)),
        )

    def nearest(self, url: str, near: datetime | None) -> int | None:
        """The answer (200) to this URL, or a shape of it, that was fetched nearest to `near`; the latest for None."""
        for shape in url_shapes(url):
            rows = self._db.execute(
                "SELECT id FROM snapshots WHERE url = ?1 AND status = 200"
                " ORDER BY abs(julianday(fetched_at) - julianday(?2)), fetched_at DESC, id LIMIT 1",
                (shape, None if near is None else to_text(near)),
            )
            if (row := rows.fetchone()) is not None:
                return int(row[0])
        return None

    def waiting_for_parts(self, outlet: str) -> Iterator[int]:
        """Snapshots of articles of which a page was missing."""
        sql = "SELECT snapshot_id FROM failures WHERE reason = ? AND outlet = ? AND resolved_at IS NULL"
        for (found,) in self._db.execute(f"{sql} AND snapshot_id IS NOT NULL", (_RETRY, outlet)).fetchall():
            yield int(found)

    def seen_again(self, url: str, at: datetime, snapshot_id: int) -> None:
        """The article that is known under this URL, if any, was there and unchanged at `at` (a 304)."""
        article_id = self._one("SELECT min(article_id) FROM aliases WHERE url = ?", url)
        if article_id is not None:
            self._begin()
            self._articles.seen(article_id, to_text(at), snapshot_id)

    def removed(self, key: str, at: datetime, snapshot_id: int, detail: str) -> None:
        """The archive that a capture comes from had found at `at` that this article was gone. Known events stay one.

        All its sightings are to be in the archive: if it was seen later, it was restored then.
        """
        when = to_text(at)
        row = self._db.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()
        if row is None or self._is_known("removed", row[0], when):
            return
        self._begin()
        self._event("removed", row[0], snapshot_id, when, detail)
        later = self._db.execute(
            "SELECT s.id, s.fetched_at FROM snapshots s JOIN version_snapshots vs ON vs.snapshot_id = s.id"
            " JOIN versions v ON v.id = vs.version_id WHERE v.article_id = ? AND s.fetched_at > ?"
            " ORDER BY s.fetched_at, s.id LIMIT 1",
            (row[0], when),
        ).fetchone()
        if later is None:
            self._db.execute("UPDATE articles SET gone_at = ? WHERE id = ? AND gone_at IS NULL", (when, row[0]))
        elif not self._is_known("restored", row[0], later[1]):
            self._event("restored", row[0], later[0], later[1], None)

    def _is_known(self, kind: str, article_id: int, when: str) -> bool:
        sql = "SELECT 1 FROM events WHERE article_id = ? AND kind = ? AND at = ?"
        return self._db.execute(sql, (article_id, kind, when)).fetchone() is not None

    def _event(self, kind: str, article_id: int, snapshot_id: int, when: str, detail: str | None) -> None:
        self._db.execute(
            "INSERT INTO events (kind, article_id, snapshot_id, at, detail) VALUES (?, ?, ?, ?, ?)",
            (kind, article_id, snapshot_id, when, detail),
        )

    def leads_to(self, snapshot_id: int) -> None:
        """Keep the URL of a redirect as one of the article's that it leads to, if that is known already."""
        self._begin()
        self._db.execute(
            "INSERT OR IGNORE INTO aliases SELECT s.url, a.article_id, s.fetched_at FROM snapshots s"
            " JOIN aliases a ON a.url = s.redirect_to WHERE s.id = ?",
            (snapshot_id,),
        )

    def is_in_a_version(self, snapshot_id: int) -> bool:
        """Whether an article was read from this snapshot, alone or as one of its pages."""
        return self._one("SELECT snapshot_id FROM version_snapshots WHERE snapshot_id = ?", snapshot_id) is not None

    def _one(self, sql: str, *values: object) -> int | None:
        row = self._db.execute(sql, values).fetchone()
        return None if row is None or row[0] is None else int(row[0])
