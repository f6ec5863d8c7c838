"""Takes things out of an archive for good: rows of an article and its snapshots, their bodies and heads in packs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from newsarchive.store.articles import ArticleRows
from newsarchive.store.frontier import Frontier
from newsarchive.store.packs.folder import Packs
from newsarchive.store.reach import Reach
from newsarchive.store.records import Stored
from newsarchive.store.times import to_text
from newsarchive.store.tombstones import pending_from, pending_json, read_tombstones

_OF_ARTICLES = (
    "people", "tags", "images", "related_links", "dropped", "dates_mentioned", "evidence", "warnings", "corrections",
    "aliases", "events", "versions",
)  # fmt: skip
"""Tables whose rows belong to an article, by `article_id`."""

_OF_VERSIONS = ("readings", "signatures", "unsigned", "version_snapshots")
"""Tables whose rows belong to a version, by `version_id`; `bands` and `sketches` are left to `Copies`."""

_BUSY_MS = 10_000
"""Milliseconds that readers of the index are waited for, so that its log can be emptied."""

_TOMBSTONE = (
    "INSERT INTO tombstones (key, outlet, reason, purged_at, run_id, versions, snapshots, payload_bytes, hashes,"
    " exports, last_snapshot_id, pending) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Removal:
    """Removes rows as part of the writer's transaction, and what they cited once that is committed.

    In this order a kill anywhere leaves the archive whole: before the commit nothing has happened; after it, what is
    left to do stands in the tombstone (`pending`, and no `finished_at`), and nothing cites it.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        packs: Packs,
        articles: ArticleRows,
        frontier: Frontier,
        changed: Callable[[], None],
    ) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self.connection, self.packs = connection, packs
        """To look, before anything is changed."""
        self._db, self._packs, self._articles = connection, packs, articles
        self._frontier, self._tombstones, self._changed = frontier, frontier.tombstones, changed

    def take_down(self, reach: Reach, *, reason: str, at: datetime, run_id: int) -> int:
        """Remove all rows of what `reach` names and set its tombstone, whose number is given.

        The bytes in packs stay until `clear_packs()`, the traces in the index until `scrub()`.
        """
        self._changed()
        when = to_text(at)
        (latest,) = self._db.execute("SELECT ifnull(max(id), 0) FROM snapshots").fetchone()
        values = (
            reach.key, reach.outlet, reason, when, run_id, reach.versions, len(reach.snapshot_ids),
            reach.payload_bytes, json.dumps(reach.hashes), json.dumps([export.id for export in reach.exports]),
            latest, pending_json(reach.pending),
        )  # fmt: skip
        number = int(self._db.execute(_TOMBSTONE, values).lastrowid or 0)
        urls = [(url, number) for url in reach.urls]
        self._db.executemany("INSERT OR REPLACE INTO tombstone_urls (url, tombstone_id) VALUES (?, ?)", urls)
        if reach.article_id is not None:
            self._remove_article(reach.article_id, when)
        self._remove_snapshots(reach.snapshot_ids)
        self._db.executemany("DELETE FROM failures WHERE url = ?", [(url,) for url in reach.urls])
        for key in reach.frontier_keys:
            self._frontier.purge(key)
        self._tombstones.reload()
        return number

    def refuse(self, url: str, key: str, snapshot_ids: Iterable[int]) -> Stored | None:
        """None, if an article was never taken down. Else it has come in again, under an address that did not tell: its
        snapshots go, and their URLs and hashes are noted, so that the next time they are known before they are kept.

        Their bytes are removed by the next takedown, or `purge --finish`: the tombstone is unfinished until then.
        """
        number = self._tombstones.covers(url, key=key)
        if number is None:
            return None
        self._changed()
        rows = self._only_here(snapshot_ids)
        text, hashes = self._db.execute("SELECT pending, hashes FROM tombstones WHERE id = ?", (number,)).fetchone()
        pending = pending_from(text)
        known = set(json.loads(hashes))
        for snapshot_id, _, digest, pack, head_pack, is_cited in rows:
            if not is_cited:
                pending.setdefault(pack, ([], []))[0].append(digest)
                known.add(digest)
            if head_pack is not None:
                pending.setdefault(head_pack, ([], []))[1].append(snapshot_id)
        urls = {url, *(row[1] for row in rows)}
        sql = "INSERT OR IGNORE INTO tombstone_urls (url, tombstone_id) VALUES (?, ?)"
        self._db.executemany(sql, [(each, number) for each in sorted(urls)])
        self._db.execute(
            "UPDATE tombstones SET pending = ?, hashes = ?, finished_at = NULL,"
            " last_snapshot_id = max(last_snapshot_id, ?) WHERE id = ?",
            (pending_json(pending), json.dumps(sorted(known)), max((row[0] for row in rows), default=0), number),
        )
        self._remove_snapshots([row[0] for row in rows])
        self._tombstones.reload()
        return Stored(0, key, "purged", 0, None, None)

    def _only_here(self, snapshot_ids: Iterable[int]) -> list[tuple[int, str, str, str, str | None, bool]]:
        """Those of some snapshots that no article was read from: id, URL, hash, pack, pack of the head, and whether
        others cite the body.
        """
        return self._db.execute(
            "SELECT s.id, s.url, s.payload_sha256, s.pack, s.head_pack, EXISTS (SELECT 1 FROM snapshots o"
            " WHERE o.payload_sha256 = s.payload_sha256 AND o.id NOT IN (SELECT value FROM json_each(?1)))"
            " FROM snapshots s WHERE s.id IN (SELECT value FROM json_each(?1))"
            " AND NOT EXISTS (SELECT 1 FROM version_snapshots vs WHERE vs.snapshot_id = s.id) ORDER BY s.id",
            (json.dumps(list(snapshot_ids)),),
        ).fetchall()

    def clear_packs(self, at: datetime) -> int:
        """Take the bodies and heads that tombstones still name out of their packs; gives how many bodies that were.

        To be called outside a transaction. A sealed pack is sealed again; its new checksum is in the index, and an
        event of kind `resealed` says from which takedown it is. Raises DamagedPack, with what is done kept.
        """
        removed = 0
        for tombstone in read_tombstones(self._db, only_unfinished=True):
            row = self._db.execute("SELECT pending FROM tombstones WHERE id = ?", (tombstone.id,)).fetchone()
            pending = pending_from(row[0])
            for name in sorted(pending):
                bodies, heads = pending.pop(name)
                self.clear_pack(name, bodies, heads, why=f"takedown {tombstone.id}", at=at)
                sql = "UPDATE tombstones SET pending = ? WHERE id = ?"
                self._db.execute(sql, (pending_json(pending), tombstone.id))
                removed += len(bodies)
        return removed

    def scrub(self, at: datetime) -> bool:
        """Leave nothing of what was deleted in the files of the index: not in the full-text index, not in free pages,
        not in the log. Says whether that could be done whole: not while somebody reads the archive.

        FTS5 (before SQLite 3.42) keeps deleted words until its segments are merged; rows that were rewritten in the
        past left their text in free pages, so the file is written anew (VACUUM). Takes about a minute for 2 GB and,
        for that time, twice the size of the index on the disk. To be called outside a transaction.
        """
        self._db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
        self._db.execute("VACUUM")
        self._db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        is_busy, *_ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            return False
        sql = "UPDATE tombstones SET finished_at = ? WHERE finished_at IS NULL AND pending IS NULL"
        self._db.execute(sql, (to_text(at),))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return True

    def clear_pack(self, name: str, bodies: Sequence[str], heads: Sequence[int], *, why: str, at: datetime) -> None:
        """Take bodies that no snapshot cites, and heads, out of a pack; others are left. `why` goes into the event that
        tells of a new checksum. To be called outside a transaction. Raises DamagedPack, PackInUse.
        """
        row = self._db.execute("SELECT sealed_at, sha256 FROM packs WHERE name = ?", (name,)).fetchone()
        # a body may have come in again since, with another page
        cited = "SELECT 1 FROM snapshots WHERE payload_sha256 = ? AND pack = ? AND pruned_at IS NULL LIMIT 1"
        bodies = [digest for digest in bodies if self._db.execute(cited, (digest, name)).fetchone() is None]
        sealed = self._packs.remove(name, bodies, heads, reseal=row is not None and row[0] is not None)
        if sealed is None:
            return
        sha256, size = sealed
        self._db.execute("UPDATE packs SET sha256 = ?, file_bytes = ? WHERE name = ?", (sha256, size, name))
        detail = f"pack {name} has a new checksum after {why}: it was {row[1]}"
        self._db.execute(
            "INSERT INTO events (kind, article_id, snapshot_id, at, detail) VALUES ('resealed', NULL, NULL, ?, ?)",
            (to_text(at), detail),
        )

    def prune(self, hashes: Iterable[str], kinds: Iterable[str], before: datetime, at: datetime) -> int:
        """Say of the snapshots of lists (`kinds`) fetched before a time that their bodies are pruned; gives how many.

        The rows stay. Their bodies are to be removed once this is committed (`clear_pack()`).
        """
        self._changed()
        marked = 0
        sql = (
            "UPDATE snapshots SET pruned_at = ? WHERE payload_sha256 = ? AND fetched_at < ? AND pruned_at IS NULL"
            " AND kind IN (SELECT value FROM json_each(?))"
        )
        names = json.dumps(list(kinds))
        for digest in hashes:
            marked += self._db.execute(sql, (to_text(at), digest, to_text(before), names)).rowcount
        return marked

    def _remove_article(self, article_id: int, when: str) -> None:
        execute = self._db.execute
        self._articles.copies.forget(article_id, when)
        for table in _OF_VERSIONS:
            execute(
                f"DELETE FROM {table} WHERE version_id IN (SELECT id FROM versions WHERE article_id = ?)",  # noqa: S608
                (article_id,),
            )
        execute("UPDATE events SET other_article_id = NULL, detail = NULL WHERE other_article_id = ?", (article_id,))
        for table in _OF_ARTICLES:
            execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608 - constants
        execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def _remove_snapshots(self, snapshot_ids: Iterable[int]) -> None:
        rows = [(number,) for number in snapshot_ids]
        for sql in (
            "DELETE FROM version_snapshots WHERE snapshot_id = ?",
            "DELETE FROM failures WHERE snapshot_id = ?",
            "UPDATE events SET snapshot_id = NULL WHERE snapshot_id = ?",
            "UPDATE robots SET snapshot_id = NULL WHERE snapshot_id = ?",
            "DELETE FROM snapshots WHERE id = ?",
        ):
            self._db.executemany(sql, rows)
