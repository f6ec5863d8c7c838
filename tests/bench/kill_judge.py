"""Holds an archive against the world that was crawled: nothing lost, nothing doubled, every byte there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kill_world import BROKEN, OUTLETS, Article, World, text_of

from newsarchive.store.packs.folder import Packs

Key = tuple[str, str]
"""Slug and native id."""

_BODIES = "SELECT body FROM versions WHERE article_id = ? ORDER BY number"


class Wrong(AssertionError):
    """The archive is not what it must be."""


@dataclass(frozen=True)
class Seen:
    """What an archive held at one moment."""

    articles: int = 0
    versions: int = 0
    snapshots: int = 0
    runs: int = 0
    unended: int = 0


def look(archive: Path, before: Seen) -> Seen:
    """The cheap look after each kill. Raises Wrong if less is there than before, or the rows contradict each other."""
    if not (archive / "news.db").exists():
        return before
    with _opened(archive) as db:
        if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'runs'").fetchone():
            return before
        found = Seen(*(_number(db, sql) for sql in _COUNTS))
        for what in ("articles", "versions", "snapshots"):
            _expect(getattr(found, what) >= getattr(before, what), f"{what} were lost")
        _expect(found.runs in (before.runs, before.runs + 1), "a start made more than one run")
        for what, sql in _NEVER.items():
            rows = db.execute(f"{sql} LIMIT 3").fetchall()
            _expect(not rows, f"{what}: {rows}")
    return found


def check_files(archive: Path) -> int:
    """Every file is sound and each snapshot's bytes are there, checked by hash; gives how many snapshots."""
    with _opened(archive) as db:
        for pragma, wanted in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            found = db.execute(f"PRAGMA {pragma}").fetchall()
            _expect(found == wanted, f"{pragma}: {found[:3]}")
        packs = Packs(archive / "packs")
        count = 0
        for pack, digest, size in db.execute("SELECT pack, payload_sha256, payload_bytes FROM snapshots"):
            _expect(len(packs.get(pack, digest)) == size, f"the bytes of {digest} have another length")
            count += 1
        packs.close()
    for path in (archive / "packs").glob("*.db"):
        with closing(sqlite3.connect(path)) as pack:
            _expect(pack.execute("PRAGMA integrity_check").fetchall() == [("ok",)], f"{path.name} is damaged")
    return count


def check_truth(archive: Path, world: World, *, unended: int) -> dict[str, int]:
    """The whole archive against the world, after a crawl that was let finish. `unended`: killed runs without an end."""
    slugs = {host: slug for slug, host in OUTLETS.items()}
    wanted = {(slugs[a.host], str(a.number)): a for a in world.articles.values() if a.served}
    with _opened(archive) as db:
        found = {(row[0], row[1]): row[2:] for row in db.execute("SELECT outlet, native_id, id, body FROM articles")}
        _expect(found.keys() == wanted.keys(), f"articles differ: {list(found.keys() ^ wanted.keys())[:5]}")
        edited = 0
        for key, article in wanted.items():
            article_id, body = found[key]
            bodies = [row[0] for row in db.execute(_BODIES, [article_id])]
            texts = [text_of(article.number, edition) for edition in article.served]
            _expect(bodies == texts and body == texts[-1], f"versions of {key}: {len(bodies)} for {article.served}")
            edited += len(texts) > 1
        _check_events(db, wanted, {key: row[0] for key, row in found.items()})
        _check_failures(db, world)
        _check_counts(db, unended)
        _check_index(archive)
        removed = _number(db, "SELECT count(*) FROM events WHERE kind = 'removed'")
        versions = _number(db, "SELECT count(*) FROM versions")
    return {"articles": len(found), "versions": versions, "edited": edited, "removed": removed}


def _check_events(db: sqlite3.Connection, wanted: dict[Key, Article], ids: dict[Key, int]) -> None:
    """A removal is one event, and only of what was removed; what is back is nothing that this world does."""
    doubled = db.execute("SELECT article_id, kind FROM events GROUP BY 1, 2 HAVING count(*) > 1").fetchall()
    _expect(not doubled, f"events came twice: {doubled[:3]}")
    removed = {row[0] for row in db.execute("SELECT article_id FROM events WHERE kind = 'removed'")}
    may_be = {ids[key] for key, article in wanted.items() if article.is_removed}
    _expect(removed <= may_be, f"called removed and is there: {list(removed - may_be)[:3]}")
    _expect(not _number(db, "SELECT count(*) FROM events WHERE kind = 'restored'"), "something was called restored")


def _check_failures(db: sqlite3.Connection, world: World) -> None:
    """What failed, failed for the server's reasons, and what came in the end is no open failure."""
    broken = {article.path for article in world.articles.values() if article.is_broken}
    removed = {article.path for article in world.articles.values() if article.is_removed}
    for url, reason, resolved_at in db.execute("SELECT url, reason, resolved_at FROM failures"):
        path = "/" + url.partition("://")[2].partition("/")[2]
        is_known = path in broken if reason == BROKEN else reason in ("gone", "http-404") and path in removed
        is_passing = reason == "http-503" and resolved_at is not None
        _expect(is_known or is_passing, f"a failure that the server did not cause: {url} {reason}")


def _check_counts(db: sqlite3.Connection, unended: int) -> None:
    """What the runs say they did is what is there, and a run without an end is one that was killed."""
    for column, table in (("articles_new", "articles"), ("snapshots", "snapshots")):
        told = _number(db, f"SELECT sum({column}) FROM run_outlets")
        held = _number(db, f"SELECT count(*) FROM {table}")
        _expect(told == held, f"the runs tell of {told} {table}, {held} are there")
    found = _number(db, "SELECT count(*) FROM runs WHERE ended_at IS NULL")
    _expect(found == unended, f"{found} runs without an end, {unended} were killed")


def _check_index(archive: Path) -> None:
    """The full-text index agrees with the articles. To ask it is to write to it: in a transaction that is undone."""
    with closing(sqlite3.connect(archive / "news.db", isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        db.execute("ROLLBACK")


_COUNTS = (
    "SELECT count(*) FROM articles",
    "SELECT count(*) FROM versions",
    "SELECT count(*) FROM snapshots",
    "SELECT count(*) FROM runs",
    "SELECT count(*) FROM runs WHERE ended_at IS NULL",
)
_NEVER = {
    "an article twice": "SELECT outlet, native_id FROM articles GROUP BY 1, 2 HAVING count(*) > 1",
    "a version twice": "SELECT article_id, number FROM versions GROUP BY 1, 2 HAVING count(*) > 1",
    "an article without a version": "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM versions)",
    "a version without a snapshot": "SELECT id FROM versions"
    " WHERE id NOT IN (SELECT version_id FROM version_snapshots)",
    "a row is done without its article": "SELECT f.key FROM frontier f LEFT JOIN articles a USING (key)"
    " WHERE f.kind = 'article' AND f.state = 'done' AND a.id IS NULL",
}
"""What no archive ever holds, at whatever moment the crawl dies: a query each, that finds it."""


@contextmanager
def _opened(archive: Path) -> Iterator[sqlite3.Connection]:
    """As any reader opens it: this recovers the log of a writer that died."""
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as db:
        yield db


def _number(db: sqlite3.Connection, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0] or 0)


def _expect(is_right: bool, what: str) -> None:
    if not is_right:
        raise Wrong(what)
