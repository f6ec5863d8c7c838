"""Puts rows back under the numbers they had: what an index that was lost, or is older than its packs, must regain."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from newsarchive.store.articles import ArticleRows
from newsarchive.store.fields import VERSION_COLUMNS, article_from
from newsarchive.store.outlets import know_outlet
from newsarchive.store.packs.heads import COLUMNS, Head, HeadRun
from newsarchive.store.tally import Tally
from newsarchive.store.times import to_text

_SNAPSHOT = (
    f"INSERT OR IGNORE INTO snapshots ({', '.join(COLUMNS)}, head_pack)"  # noqa: S608 - constants
    f" VALUES ({', '.join('?' * len(COLUMNS))}, ?)"
)


class Restoring:
    """Rows of `snapshots`, `runs` and `packs` as packs have them. Changes are part of the writer's transaction."""

    def __init__(
        self, connection: sqlite3.Connection, articles: ArticleRows, tally: Tally, changed: Callable[[], None]
    ) -> None:
        """`changed` is called before each change, so that the writer can begin its transaction."""
        self._connection, self._articles, self._tally, self._changed = connection, articles, tally, changed

    def forget_counts(self) -> None:
        """To be called after a flush, when all of a run is restored: the counts of many runs need not be held."""
        self._tally.forget()

    def pack(
        self, name: str, *, created_at: datetime, sealed_at: datetime | None, sha256: str | None, size: int | None
    ) -> None:
        """A pack that the index does not know. `sealed_at`: it is closed for good; `sha256` and `size` of its file."""
        self._changed()
        sealed = None if sealed_at is None else to_text(sealed_at)
        self._connection.execute(
            "INSERT OR IGNORE INTO packs (name, created_at, sealed_at, sha256, file_bytes) VALUES (?, ?, ?, ?, ?)",
            (name, to_text(created_at), sealed, sha256, size),
        )

    def run(self, run: HeadRun) -> None:
        """A run; one that is there stays as it is. When and how it ended is not known."""
        self._changed()
        self._connection.execute(
            "INSERT OR IGNORE INTO runs (id, command, version, user_agent, options, started_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (run.id, run.command, run.version, run.user_agent, run.options, run.started_at),
        )

    def snapshot(self, head: Head, head_pack: str | None) -> bool:
        """A snapshot under its own id, from its head in `head_pack` (None: in no pack); False if the id is taken.

        Its run and its pack must be there; an outlet that no outlet file has any more gets a row of little. What it
        counts for in its run is counted.
        """
        self._changed()
        if head.outlet is not None:
            know_outlet(self._connection, head.outlet, head.url)
        if not self._connection.execute(_SNAPSHOT, (*head.row(), head_pack)).rowcount:
            return False
        self._tally.snapshot(head.run_id, head.outlet, head.status, head.payload_bytes)
        return True

    def head_pack(self, snapshot_id: int, name: str) -> None:
        """Say where the head of a snapshot is."""
        self._changed()
        self._connection.execute("UPDATE snapshots SET head_pack = ? WHERE id = ?", (name, snapshot_id))

    def key_of(self, url: str) -> str | None:
        """The key of the article that a URL is known to lead to."""
        sql = "SELECT a.key FROM aliases l JOIN articles a ON a.id = l.article_id WHERE l.url = ?"
        row = self._connection.execute(sql, (url,)).fetchone()
        return None if row is None else str(row[0])

    def has_snapshot(self, snapshot_id: int) -> bool:
        """Whether there is a snapshot of this id."""
        return self._connection.execute("SELECT 1 FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone() is not None

    def pruned(self, pack: str, sha256: str, kinds: Collection[str], at: datetime) -> int:
        """Say that the body of these snapshots was removed because nobody needs it; gives how many that are.

        For snapshots of lists (`kinds`) whose body is in no pack any more.
        """
        self._changed()
        marks = ", ".join("?" * len(kinds))
        return self._connection.execute(
            f"UPDATE snapshots SET pruned_at = ? WHERE pack = ? AND payload_sha256 = ? AND kind IN ({marks})",  # noqa: S608
            (to_text(at), pack, sha256, *kinds),
        ).rowcount

    def rebuild_search(self) -> None:
        """Make the full-text index anew from the articles."""
        self._changed()
        self._connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")

    def recount_clusters(self) -> int:
        """Set each cluster's size to the number of its members; gives how many were wrong."""
        self._changed()
        return self._connection.execute(
            "UPDATE clusters SET size = (SELECT count(*) FROM cluster_members m WHERE m.cluster_id = clusters.id)"
            " WHERE size <> (SELECT count(*) FROM cluster_members m WHERE m.cluster_id = clusters.id)"
        ).rowcount

    def align_article(self, key: str) -> bool:
        """Give an article the columns and lists of the version that it shows; False if there is no such version."""
        sql = (
            f"SELECT a.id, a.version, a.outlet, {', '.join('v.' + name for name in VERSION_COLUMNS.split(', '))}"  # noqa: S608
            " FROM articles a JOIN versions v ON v.article_id = a.id AND v.number = a.version WHERE a.key = ?"
        )
        row = self._connection.execute(sql, (key,)).fetchone()
        if row is None:
            return False
        self._changed()
        self._articles.say_now(row[0], article_from(row[2], row[3:]), row[1])
        return True

    def new_file(self, name: str, sha256: str | None, size: int | None) -> None:
        """The file of a pack was written anew: what was known of the old one's bytes is void.

        `sha256` and `size` are those of a pack that was closed for good, None of one that is written to.
        """
        self._changed()
        self._connection.execute("DELETE FROM pack_pages WHERE pack = ?", (name,))
        self._connection.execute("UPDATE packs SET sha256 = ?, file_bytes = ? WHERE name = ?", (sha256, size, name))

    def seen_again(self, snapshot_id: int) -> list[tuple[int, str, str]]:
        """Other snapshots of the same text as a snapshot, oldest first: id, pack and SHA-256 of the body."""
        return self._connection.execute(
            "SELECT DISTINCT s.id, s.pack, s.payload_sha256 FROM version_snapshots vs JOIN version_snapshots o"
            " ON o.version_id = vs.version_id AND o.part = vs.part JOIN snapshots s ON s.id = o.snapshot_id"
            " WHERE vs.snapshot_id = ?1 AND s.id <> ?1 AND s.payload_bytes > 0 ORDER BY s.id",
            (snapshot_id,),
        ).fetchall()

    def lost(self, pack: str, sha256: str) -> Sequence[tuple[int, str, str | None, int, str]]:
        """The snapshots of a body in a pack: id, URL, outlet, run and time of fetching."""
        return self._connection.execute(
            "SELECT id, url, outlet, run_id, fetched_at FROM snapshots"
            " WHERE pack = ? AND payload_sha256 = ? AND pruned_at IS NULL ORDER BY id",
            (pack, sha256),
        ).fetchall()
