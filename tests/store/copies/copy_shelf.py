"""A shelf of bare texts for the tests of copies: articles and versions as rows, without pages."""

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.dedup import body_hash, normalise
from newsarchive.store.connection import connect_writing
from newsarchive.store.copies.finding import Copies
from newsarchive.store.migrations import migrate
from newsarchive.store.times import to_text

T0 = datetime(2025, 4, 28, 6, 22, tzinfo=UTC)
NOW = to_text(T0)
SYLLABLES = ("ba", "ri", "tu", "ka", "no", "me", "la", "su", "pi", "da")


def words(seed: object, count: int) -> list[str]:
    """Words of our own, so many of them that three in a row hardly ever come twice by chance."""
    rng = random.Random(repr(seed))
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(count)]


def edited(text: list[str], changes: int, seed: object) -> list[str]:
    """A text with so many of its words replaced, evenly spread."""
    result, fresh = list(text), words(("fresh", seed), changes)
    for number in range(changes):
        result[(2 * number + 1) * len(text) // (2 * changes)] = fresh[number]
    return result


def empty_index(folder: Path) -> sqlite3.Connection:
    """An index with an outlet and a run, and nothing else."""
    connection = connect_writing(folder / "news.db")
    migrate(connection, T0)
    connection.execute(
        "INSERT INTO outlets (slug, name, domain, network, status) VALUES ('o', 'O', 'o', 'n', 'active')"
    )
    connection.execute(
        "INSERT INTO runs (id, command, version, options, started_at) VALUES (1, 'crawl', '0', '{}', ?)", (NOW,)
    )
    return connection


class CopyShelf:
    """Texts put on a shelf one after another; `state()` is what is known of copies, without numbers of rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.copies = Copies(connection)
        self.cut = 0

    def restart(self) -> None:
        """What a commit and another process would find."""
        self.copies.settle()
        self.copies = Copies(self.connection)

    def put(self, key: str, text: str, *, hour: int | None = 0, credit: str | None = None, compare: bool = True) -> int:
        """Store the next version of an article, published `hour` hours after T0 (None: not known); gives its id."""
        at = None if hour is None else to_text(T0 + timedelta(hours=hour))
        execute = self.connection.execute
        execute(
            "INSERT INTO articles (key, outlet, url, kind, body, content_hash, version, first_seen_at, last_seen_at,"
            " published_at, source_credit) VALUES (?1, 'o', ?1, 'article', ?2, '', 0, ?3, ?3, ?4, ?5)"
            " ON CONFLICT (key) DO UPDATE SET published_at = ?4, source_credit = ?5",
            (key, text, NOW, at, credit),
        )
        (article_id,) = execute(
            "UPDATE articles SET version = version + 1 WHERE key = ? RETURNING id", (key,)
        ).fetchone()
        cursor = execute(
            "INSERT INTO versions (article_id, number, body, body_hash, content_hash, changed, fields, seen_at, run_id)"
            " SELECT id, version, ?, ?, '', '[]', '{}', ?, 1 FROM articles WHERE id = ?",
            (text, body_hash([text]), NOW, article_id),
        )
        if compare:
            self.cut += self.copies.compare(article_id, cursor.lastrowid or 0, NOW)
        else:
            execute("INSERT INTO unsigned VALUES (?)", (cursor.lastrowid,))
        return article_id

    def state(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that must not depend on the order of arrival."""
        self.copies.settle()
        queries = {
            "clusters": "SELECT c.id, c.kind, a.key, c.size FROM clusters c JOIN articles a"
            " ON a.id = c.earliest_article_id ORDER BY 1",
            "members": "SELECT m.cluster_id, a.key, m.version, m.similarity, m.match, m.credit, a.cluster_id"
            " FROM cluster_members m JOIN articles a ON a.id = m.article_id ORDER BY 1, 2",
            "single": "SELECT key FROM articles WHERE cluster_id IS NULL ORDER BY 1",
            "containments": "SELECT i.key, o.key, inner_version, outer_version, containment FROM containments c"
            " JOIN articles i ON i.id = c.inner_article_id JOIN articles o ON o.id = c.outer_article_id ORDER BY 1, 2",
            "bands": "SELECT t.hash, v.body_hash FROM bands t JOIN versions v ON v.id = t.version_id ORDER BY 1, 2",
            "samples": "SELECT t.hash, v.body_hash FROM sketches t JOIN versions v ON v.id = t.version_id"
            " ORDER BY 1, 2",
        }
        return {name: self.connection.execute(sql).fetchall() for name, sql in queries.items()}

    def hashes_without_version(self) -> int:
        """Rows of bands and samples that belong to no version that is there."""
        return sum(
            self.connection.execute(
                f"SELECT count(*) FROM {table} WHERE version_id NOT IN (SELECT id FROM versions)"
            ).fetchone()[0]
            for table in ("bands", "sketches")
        )


def shingles_of(text: str) -> set[tuple[str, ...]]:
    """The shingles of a text, made in another way than the program makes them."""
    each = normalise(text).decode().split()
    return {tuple(each[at : at + 3]) for at in range(len(each) - 2)} if len(each) >= 30 else set()


def true_jaccard(one: str, other: str) -> float:
    """Jaccard similarity by the definition."""
    a, b = shingles_of(one), shingles_of(other)
    return len(a & b) / len(a | b) if a and b else 0.0
