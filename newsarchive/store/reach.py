"""What a takedown reaches: the article, its URLs, its snapshots, its bodies, and where else the text may be."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from newsarchive.store.exports import ExportRecord, exports_with, unended_exports
from newsarchive.store.lookup import find_article, find_linked, page_of, url_shapes
from newsarchive.store.tombstones import Pending


@dataclass(frozen=True, slots=True)
class Shared:
    """A body that stays because another page came with the very same bytes, or a snapshot that another article was
    read from too.
    """

    snapshot_id: int
    """Of the other page."""
    url: str
    key: str | None
    """The article that was read from it, if any."""


@dataclass(frozen=True, slots=True)
class Reach:
    """All that a takedown of one reference removes, and all that it does not. Sizes are bytes as received."""

    ref: str
    article_id: int | None
    key: str | None
    outlet: str | None
    title: str | None
    urls: tuple[str, ...]
    versions: int
    snapshot_ids: tuple[int, ...]
    payload_bytes: int
    hashes: tuple[str, ...]
    """SHA-256 of the pages (status 200, not empty) among the bodies that are removed: to know them again."""
    pending: Pending
    """Bodies and heads by pack."""
    shared: tuple[Shared, ...]
    copies: tuple[str, ...]
    """Keys of articles with the same text, or nearly, or that contain it: they stay."""
    mentions: tuple[str, ...]
    """Keys of articles that link to it under its headline: they stay."""
    exports: tuple[ExportRecord, ...]
    unended_exports: tuple[ExportRecord, ...]
    """What these hold is not known."""
    frontier_keys: tuple[str, ...]


class _Row(NamedTuple):
    id: int
    url: str
    sha256: str
    pack: str
    size: int
    status: int
    head_pack: str | None
    outlet: str | None


def reach_of(connection: sqlite3.Connection, ref: str) -> Reach | None:
    """What is known under a URL in any shape, or the key of an article; None: nothing at all.

    Row numbers are not meant here: too easily another's, after an index was made anew.
    """
    ref = ref.encode("utf-8", "replace").decode()
    article_id = _article_meant(connection, ref)
    if article_id is None and "://" not in ref:
        return None
    key, outlet, title = _article(connection, article_id)
    urls = _urls(connection, article_id, key, ref)
    snapshots = list(_snapshots(connection, article_id, urls))
    frontier = _frontier(connection, key, urls)
    if article_id is None and not snapshots and not frontier:
        return None
    others = [found for row in snapshots if (found := _other_article(connection, row.id, article_id))]
    removed = [row for row in snapshots if row.id not in {other.snapshot_id for other in others}]
    ids = tuple(sorted(row.id for row in removed))
    bodies, kept = _bodies(connection, removed, ids)
    return Reach(
        ref=ref,
        article_id=article_id,
        key=key,
        outlet=outlet or next((row.outlet for row in snapshots if row.outlet), None),
        title=title,
        urls=tuple(sorted(urls | {row.url for row in removed})),
        versions=_count(connection, "versions", article_id),
        snapshot_ids=ids,
        payload_bytes=sum({row.sha256: row.size for row in removed if row.sha256 in bodies}.values()),
        hashes=tuple(sorted({row.sha256 for row in removed if row.sha256 in bodies and row.status == 200})),
        pending=_pending(removed, bodies),
        shared=(*kept, *others),
        copies=_copies(connection, article_id),
        mentions=_mentions(connection, article_id, urls),
        exports=tuple(exports_with(connection, ids)),
        unended_exports=tuple(unended_exports(connection)),
        frontier_keys=frontier,
    )


def _article(connection: sqlite3.Connection, article_id: int | None) -> tuple[str | None, str | None, str | None]:
    row = connection.execute("SELECT key, outlet, title FROM articles WHERE id = ?", (article_id,)).fetchone()
    return (None, None, None) if row is None else (row[0], row[1], row[2])


def _urls(connection: sqlite3.Connection, article_id: int | None, key: str | None, ref: str) -> set[str]:
    """Every URL of the article in the shapes in which it came; of a page that is no article's, all shapes of it."""
    if article_id is None:
        shapes = {url for url in url_shapes(ref) if page_of(url) == page_of(ref)}
        return set() if any(_is_list(connection, url) for url in shapes) else shapes
    found = connection.execute(
        "SELECT url FROM aliases WHERE article_id = ?1 UNION SELECT url FROM articles WHERE id = ?1"
        " UNION SELECT json_extract(fields, '$.url') FROM versions WHERE article_id = ?1"
        " UNION SELECT url FROM frontier WHERE key = ?2 UNION SELECT s.url FROM version_snapshots vs"
        " JOIN versions v ON v.id = vs.version_id JOIN snapshots s ON s.id = vs.snapshot_id WHERE v.article_id = ?1",
        (article_id, key),
    )
    return {row[0] for row in found if row[0] and not _is_list(connection, row[0])} | ({ref} if "://" in ref else set())


def _article_meant(connection: sqlite3.Connection, ref: str) -> int | None:
    """More careful than a search: a short number in a path may be a year, a front page may have led to an article."""
    if "://" not in ref:
        return find_article(connection, ref) if "/" in ref else None
    for url in url_shapes(ref):
        row = connection.execute("SELECT article_id FROM aliases WHERE url = ?", (url,)).fetchone()
        if row is not None and page_of(url) == page_of(ref) and not _is_list(connection, url):
            return int(row[0])
    found = find_linked(connection, ref)
    key, *_ = _article(connection, found)
    return found if key is not None and key.partition("/")[2] in ref.split("/") else None


def _is_list(connection: sqlite3.Connection, url: str) -> bool:
    """Whether a URL is that of a front page or a list, which an article may have among its own by a redirect."""
    if page_of(url).partition("://")[2].partition("/")[2] == "":
        return True
    sql = "SELECT 1 FROM frontier WHERE url = ? AND kind <> 'article'"
    return connection.execute(sql, (url,)).fetchone() is not None


def _snapshots(connection: sqlite3.Connection, article_id: int | None, urls: Iterable[str]) -> Iterator[_Row]:
    """Snapshots of these URLs in any shape, pages of a pager too.

    What follows behind `?` may be of the same page, if it only counts visitors or turns pages (see `lookup.page_of`).
    """
    columns = "id, url, payload_sha256, pack, payload_bytes, status, head_pack, outlet"
    seen: set[int] = set()
    shapes = {shape for url in urls for shape in url_shapes(url) if page_of(shape) == page_of(url)}
    for url in sorted(shapes):
        rows = connection.execute(f"SELECT {columns} FROM snapshots WHERE url = ?", (url,)).fetchall()  # noqa: S608
        if "?" not in url:
            between = f"SELECT {columns} FROM snapshots WHERE url >= ? AND url < ?"  # noqa: S608
            rows += (
                row for row in connection.execute(between, (f"{url}?", f"{url}@")) if page_of(row[1]) == page_of(url)
            )
        for row in rows:
            if row[0] not in seen:
                seen.add(row[0])
                yield _Row(*row)


def _other_article(connection: sqlite3.Connection, snapshot_id: int, article_id: int | None) -> Shared | None:
    """Another article that was read from this snapshot."""
    row = connection.execute(
        "SELECT s.url, a.key FROM version_snapshots vs JOIN versions v ON v.id = vs.version_id"
        " JOIN articles a ON a.id = v.article_id JOIN snapshots s ON s.id = vs.snapshot_id"
        " WHERE vs.snapshot_id = ? AND a.id IS NOT ? ORDER BY a.id",
        (snapshot_id, article_id),
    ).fetchone()
    return None if row is None else Shared(snapshot_id, *row)


def _bodies(
    connection: sqlite3.Connection, removed: Iterable[_Row], mine: Iterable[int]
) -> tuple[set[str], list[Shared]]:
    """The hashes that nobody else cites, and who cites the others (some of them): of pages only, because what a server
    says to errors and redirects is the same for all.
    """
    ids = json.dumps(list(mine))
    gone: set[str] = set()
    shared: list[Shared] = []
    for digest, is_page in sorted({(row.sha256, row.status == 200) for row in removed if row.size}):
        others = connection.execute(
            "SELECT s.id, s.url, (SELECT a.key FROM version_snapshots vs JOIN versions v ON v.id = vs.version_id"
            " JOIN articles a ON a.id = v.article_id WHERE vs.snapshot_id = s.id) FROM snapshots s"
            " WHERE s.payload_sha256 = ? AND s.id NOT IN (SELECT value FROM json_each(?))"
            " ORDER BY s.id LIMIT 20",
            (digest, ids),
        ).fetchall()
        if others:
            shared += [Shared(*other) for other in others if is_page]
        else:
            gone.add(digest)
    return gone, shared


def _pending(removed: Iterable[_Row], bodies: set[str]) -> Pending:
    found: defaultdict[str, tuple[set[str], set[int]]] = defaultdict(lambda: (set(), set()))
    for row in removed:
        if row.sha256 in bodies:
            found[row.pack][0].add(row.sha256)
        if row.head_pack is not None:
            found[row.head_pack][1].add(row.id)
    return {pack: (sorted(hashes), sorted(heads)) for pack, (hashes, heads) in found.items()}


def _copies(connection: sqlite3.Connection, article_id: int | None) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT a.key FROM articles a WHERE a.id <> ?1 AND (a.id IN (SELECT m.article_id FROM cluster_members m"
        " WHERE m.cluster_id IN (SELECT cluster_id FROM cluster_members WHERE article_id = ?1))"
        " OR a.id IN (SELECT outer_article_id FROM containments WHERE inner_article_id = ?1)"
        " OR a.id IN (SELECT inner_article_id FROM containments WHERE outer_article_id = ?1)) ORDER BY a.key",
        (article_id,),
    )
    return tuple(row[0] for row in rows)


def _mentions(connection: sqlite3.Connection, article_id: int | None, urls: Iterable[str]) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT DISTINCT a.key FROM related_links r JOIN articles a ON a.id = r.article_id"
        " WHERE r.url IN (SELECT value FROM json_each(?)) AND a.id IS NOT ? ORDER BY a.key",
        (json.dumps(sorted(urls)), article_id),
    )
    return tuple(row[0] for row in rows)


def _frontier(connection: sqlite3.Connection, key: str | None, urls: Iterable[str]) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT key FROM frontier WHERE key = ?1 OR url IN (SELECT value FROM json_each(?2)) ORDER BY key",
        (key, json.dumps(sorted(urls))),
    )
    return tuple(row[0] for row in rows)


def _count(connection: sqlite3.Connection, table: str, article_id: int | None) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE article_id = ?"  # noqa: S608 - a constant
    return int(connection.execute(sql, (article_id,)).fetchone()[0])
