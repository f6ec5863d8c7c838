"""Makes articles, versions and captures of the rows of an index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from newsarchive.errors import Pruned
from newsarchive.models import Capture
from newsarchive.store.fields import VERSION_COLUMNS, article_from
from newsarchive.store.records import ArticleRecord, EventRecord, SnapshotRecord, VersionRecord
from newsarchive.store.times import from_text, maybe_time

_TEXT = ", ".join(f"v.{name}" for name in VERSION_COLUMNS.split(", "))
_ARTICLES = (
    "SELECT a.id, a.key, a.version, a.first_seen_at, a.last_seen_at, a.gone_at, a.cluster_id, a.outlet, v.id,"  # noqa: S608
    f" {_TEXT} FROM articles a JOIN versions v ON v.article_id = a.id AND v.number = a.version"
)
_VERSIONS = (
    f"SELECT v.id, v.number, v.seen_at, v.changed, a.outlet, {_TEXT}"  # noqa: S608
    " FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.article_id = ? ORDER BY v.seen_at, v.number"
)
_EVENTS = (
    "SELECT e.id, e.kind, a.key, e.snapshot_id, e.at, e.detail, o.key, e.url FROM events e"
    " LEFT JOIN articles a ON a.id = e.article_id LEFT JOIN articles o ON o.id = e.other_article_id"
)
_SNAPSHOTS = (
    "SELECT s.id, s.url, s.outlet, s.fetched_at, s.status, s.kind, s.payload_sha256, s.payload_bytes, s.truncated,"
    " s.pack FROM snapshots s "
)
_OF_ARTICLE = (
    "WHERE s.id IN (SELECT vs.snapshot_id FROM version_snapshots vs JOIN versions v ON v.id = vs.version_id"
    " WHERE v.article_id = ?1) OR s.url IN (SELECT url FROM aliases WHERE article_id = ?1)"
)
_CAPTURE = (
    "SELECT url, fetched_at, method, request_target, request_headers, http_version, status, reason, headers, truncated,"
    " rebuilt, ip_address, pruned_at, pack, payload_sha256 FROM snapshots WHERE id = ?"
)


def read_articles(
    connection: sqlite3.Connection, where: str, values: Sequence[object], limit: int
) -> Iterator[ArticleRecord]:
    """Articles that meet a condition on `a` (articles), in the order in which they were stored; limit -1 is none."""
    for number, key, version, first, last, gone, cluster_id, outlet, version_id, *text in connection.execute(
        f"{_ARTICLES} WHERE {where} ORDER BY a.id LIMIT ?", (*values, limit)
    ):
        aliases = connection.execute("SELECT url FROM aliases WHERE article_id = ? ORDER BY url", (number,))
        yield ArticleRecord(
            id=number,
            key=key,
            article=article_from(outlet, text),
            version=version,
            first_seen_at=from_text(first),
            last_seen_at=from_text(last),
            gone_at=maybe_time(gone),
            cluster_id=cluster_id,
            aliases=tuple(row[0] for row in aliases.fetchall()),
            snapshot_ids=_snapshot_ids(connection, version_id),
        )


def read_versions(connection: sqlite3.Connection, article_id: int) -> list[VersionRecord]:
    """Every version of an article, in the order in which they were seen."""
    return [
        VersionRecord(
            number=number,
            seen_at=from_text(seen_at),
            changed=tuple(json.loads(changed)),
            article=article_from(outlet, text),
            snapshot_ids=_snapshot_ids(connection, version_id),
        )
        for version_id, number, seen_at, changed, outlet, *text in connection.execute(
            _VERSIONS, (article_id,)
        ).fetchall()
    ]


def read_events(connection: sqlite3.Connection, article_id: int | None, limit: int) -> list[EventRecord]:
    """The latest events, oldest first: of an article and those in which it speaks of another, or of all for None."""
    where, order = "e.article_id = ?1 OR e.other_article_id = ?1", "e.at DESC, e.id DESC"
    if article_id is None:
        where, order = "?1 IS NULL", "e.id DESC"
    rows = connection.execute(f"{_EVENTS} WHERE {where} ORDER BY {order} LIMIT ?2", (article_id, limit))
    return [
        EventRecord(number, kind, key, snapshot_id, from_text(at), detail, other, url)
        for number, kind, key, snapshot_id, at, detail, other, url in reversed(rows.fetchall())
    ]


def read_snapshots(connection: sqlite3.Connection, article_id: int | None, url: str) -> list[SnapshotRecord]:
    """Snapshots of an article (all parts, all versions, all its URLs) or, without one, of a URL; oldest first."""
    where = "WHERE s.url = ?1" if article_id is None else _OF_ARTICLE
    value = url if article_id is None else article_id
    rows = connection.execute(f"{_SNAPSHOTS}{where} ORDER BY s.fetched_at, s.id", (value,)).fetchall()
    return [_snapshot(row) for row in rows]


def read_snapshot(connection: sqlite3.Connection, snapshot_id: int) -> SnapshotRecord | None:
    """The row of one snapshot; None if there is none."""
    row = connection.execute(f"{_SNAPSHOTS}WHERE s.id = ?", (snapshot_id,)).fetchone()
    return None if row is None else _snapshot(row)


def read_capture(
    connection: sqlite3.Connection, snapshot_id: int, body_of: Callable[[str, str], bytes]
) -> Capture | None:
    """A response as it was stored; `body_of` gives the bytes for a pack and a hash. None if there is no such row.

    Raises Pruned for the snapshot of a list whose body was removed, because it was no longer needed.
    """
    row = connection.execute(_CAPTURE, (snapshot_id,)).fetchone()
    if row is None:
        return None
    *head, pruned_at, pack, digest = row
    if pruned_at is not None:
        raise Pruned(head[0], pruned_at)
    return _capture(head, body_of(pack, digest))


def read_head(connection: sqlite3.Connection, snapshot_id: int) -> Capture | None:
    """As `read_capture()`, with an empty body: for what is asked of the head alone, and of bodies that are no more."""
    row = connection.execute(_CAPTURE, (snapshot_id,)).fetchone()
    return None if row is None else _capture(row[:-3], b"")


def _capture(row: Sequence[Any], body: bytes) -> Capture:
    url, fetched_at, method, target, sent, http_version, status, reason, headers, truncated, rebuilt, address = row
    return Capture(
        url=url,
        fetched_at=from_text(fetched_at),
        method=method,
        request_target=target,
        request_headers=_pairs(sent),
        http_version=http_version,
        status=status,
        reason=reason,
        headers=_pairs(headers),
        body=body,
        truncated=truncated,
        rebuilt=tuple(json.loads(rebuilt)),
        ip_address=address,
    )


def _snapshot(row: tuple[Any, ...]) -> SnapshotRecord:
    number, url, outlet, at, status, kind, digest, size, truncated, pack = row
    return SnapshotRecord(number, url, outlet, from_text(at), status, kind, digest, size, truncated, pack)


def _snapshot_ids(connection: sqlite3.Connection, version_id: int) -> tuple[int, ...]:
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT snapshot_id FROM version_snapshots WHERE version_id = ? ORDER BY snapshot_id", (version_id,)
    ).fetchall()
    return tuple(row[0] for row in rows)


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))
