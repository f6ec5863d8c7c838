"""The work of `near.py`, in a process of its own: prints what it counted and measured as JSON.

The index is full of generated signatures, each with its bands and sample. Then articles of 300 words after Zipf come,
200 in a transaction. Every tenth or so is made of one that came 2,000 before it: a copy with words changed until the
true Jaccard similarity is about 0.95, 0.9, 0.8 or 0.7, a near miss at 0.5, or a longer story around its text.
"""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from newsarchive.dedup import body_hash, normalise
from newsarchive.dedup.shingles import jaccard, shingles
from newsarchive.dedup.signature import BANDS, PERMUTATIONS, SAMPLED
from newsarchive.store.connection import connect_writing
from newsarchive.store.copies.finding import Copies
from newsarchive.store.migrations import migrate
from newsarchive.store.times import to_text

WORDS = 300
VOCABULARY = 50_000
BATCH = 200
HASH = 1 << 47
PLANTED = {0.95: 3, 0.9: 5, 0.8: 11, 0.7: 17, 0.5: 33}
"""Words changed for each similarity. One takes three shingles of 298 from both: (298 - 3n) / (298 + 3n) is nearest."""
BLOCK = 50
BACK = 40
"""Blocks between an article and what is made of it."""
SOURCE = 20
"""Place in a block of the first article that something is made of later."""

_WEIGHTS = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))


def words(rng: random.Random, count: int) -> list[str]:
    """Words after Zipf: the n-th most frequent is n times rarer than the first."""
    return [f"kata{bisect(_WEIGHTS, rng.random() * _WEIGHTS[-1]):x}" for _ in range(count)]


def plain(number: int) -> list[str]:
    """The words of an article that is nobody's copy."""
    return words(random.Random(number), WORDS)


def copy_of(source: list[str], changes: int, number: int) -> list[str]:
    """A text with so many single words changed, evenly spread."""
    result = list(source)
    for change in range(changes):
        result[(2 * change + 1) * len(source) // (2 * changes)] = f"ganti{number}x{change}"
    return result


def article(number: int) -> tuple[str, float | str | None, int | None]:
    """The text of an article, what it is to its source (a similarity, 'contains' or None), and the source's number."""
    block, place = divmod(number, BLOCK)
    if place > len(PLANTED) or block < BACK:
        return " ".join(plain(number)), None, None
    source = (block - BACK) * BLOCK + SOURCE + place
    if place == len(PLANTED):
        rng = random.Random(-number)
        return " ".join([*words(rng, 150), *plain(source), *words(rng, 200)]), "contains", source
    similarity, changes = list(PLANTED.items())[place]
    return " ".join(copy_of(plain(source), changes, number)), similarity, source


def fill(connection: sqlite3.Connection, count: int) -> None:
    """Generated signatures with bands and samples, in the order of their hashes: as an index of so many has them."""
    rng = random.Random(1)
    now = to_text(datetime(2025, 4, 28, tzinfo=UTC))
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO outlets (slug, name, domain, network, status) VALUES ('o', 'O', 'o', 'n', 'active')"
    )
    connection.execute(
        "INSERT INTO runs (id, command, version, options, started_at) VALUES (1, 'x', '0', '{}', ?)", (now,)
    )
    connection.execute(
        "INSERT INTO articles (id, key, outlet, url, kind, body, content_hash, version, first_seen_at, last_seen_at)"
        " VALUES (1, 'o/0', 'o', '', 'article', '', '', 1, ?1, ?1)",
        (now,),
    )
    connection.executemany(
        "INSERT INTO versions (id, article_id, number, body, body_hash, content_hash, changed, fields, seen_at, run_id)"
        " VALUES (?1, 1, ?1, '', ?2, '', '[]', '{}', ?3, 1)",
        ((one, rng.randbytes(32).hex(), now) for one in range(1, count + 1)),
    )
    connection.executemany(
        "INSERT INTO signatures VALUES (?, 298, ?)",
        ((one, rng.randbytes(4 * PERMUTATIONS)) for one in range(1, count + 1)),
    )
    for table, each in (("bands", BANDS), ("sketches", (WORDS - 2) // SAMPLED)):
        rows = _spread(rng, count * each, count)
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _spread(rng: random.Random, rows: int, versions: int) -> Iterator[tuple[int, int]]:
    hash_ = 0
    for _ in range(rows):
        hash_ += 1 + int(rng.random() * 2 * (HASH / rows - 1))
        yield hash_, 1 + int(rng.random() * versions)


def put(connection: sqlite3.Connection, number: int, text: str) -> tuple[int, int]:
    """Store an article as the archive does, as far as copies are concerned; the ids of article and version."""
    now = to_text(datetime(2025, 4, 28, tzinfo=UTC))
    (article_id,) = connection.execute(
        "INSERT INTO articles (key, outlet, url, kind, body, content_hash, version, published_at, first_seen_at,"
        " last_seen_at) VALUES (?1, 'o', ?1, 'article', '', '', 1, ?2, ?2, ?2) RETURNING id",
        (f"o/{number + 1}", now),
    ).fetchone()
    cursor = connection.execute(
        "INSERT INTO versions (article_id, number, body, body_hash, content_hash, changed, fields, seen_at, run_id)"
        " VALUES (?, 1, ?, ?, '', '[]', '{}', ?, 1)",
        (article_id, text, body_hash([text]), now),
    )
    return article_id, int(cursor.lastrowid or 0)


def run(connection: sqlite3.Connection, count: int) -> dict[str, float]:
    """Store and compare so many articles; CPU and wall seconds of comparing them, commits included."""
    copies = Copies(connection)
    now = to_text(datetime(2025, 4, 28, tzinfo=UTC))
    spent = {"cpu": 0.0, "wall": 0.0, "commits": 0.0}
    for start in range(0, count, BATCH):
        connection.execute("BEGIN")
        ids = [put(connection, number, article(number)[0]) for number in range(start, min(count, start + BATCH))]
        connection.execute("COMMIT")
        cpu, wall = time.process_time(), time.perf_counter()
        connection.execute("BEGIN")
        for article_id, version_id in ids:
            copies.compare(article_id, version_id, now)
        copies.settle()
        middle = time.process_time()
        connection.execute("COMMIT")
        spent["commits"] += time.process_time() - middle
        spent["cpu"] += time.process_time() - cpu
        spent["wall"] += time.perf_counter() - wall
    return spent


def judge(connection: sqlite3.Connection, count: int) -> dict[str, object]:
    """Hold the clusters against what was planted."""
    clusters = dict(connection.execute("SELECT key, cluster_id FROM articles WHERE id > 1"))
    contained = set(
        connection.execute(
            "SELECT i.key, o.key FROM containments c JOIN articles i ON i.id = c.inner_article_id"
            " JOIN articles o ON o.id = c.outer_article_id"
        )
    )
    recall: dict[str, list[float]] = {str(similarity): [0, 0, 1.0, 0.0] for similarity in PLANTED}
    families: dict[str, set[int]] = {}
    wires = [0, 0]
    for number in range(count):
        text, what, source = article(number)
        key, cluster = f"o/{number + 1}", clusters[f"o/{number + 1}"]
        if cluster is not None:
            families.setdefault(cluster, set()).add(number if source is None else source)
        if what == "contains":
            wires[0] += 1
            wires[1] += (f"o/{(source or 0) + 1}", key) in contained
        elif source is not None:
            one, other = (shingles(normalise(each)) for each in (text, " ".join(plain(source))))
            row, alike = recall[str(what)], jaccard(one, other)
            row[0] += 1
            row[1] += cluster is not None and cluster == clusters[f"o/{source + 1}"]
            row[2:] = [min(row[2], alike), max(row[3], alike)]
    clustered = sum(cluster is not None for cluster in clusters.values())
    wrong = sum(len(numbers) for numbers in families.values() if len(numbers) > 1)
    return {"recall": recall, "contained": wires, "clustered": clustered, "precision": 1 - wrong / max(1, clustered)}


def main(count: int, filled: int) -> dict[str, object]:
    """All of it, in a folder that is removed."""
    with tempfile.TemporaryDirectory() as folder:
        connection = connect_writing(Path(folder) / "news.db")
        migrate(connection, datetime(2025, 4, 28, tzinfo=UTC))
        fill(connection, filled)
        spent = run(connection, count)
        rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        tables = ("signatures", "bands", "sketches")
        stored = _bytes_of(connection, tables) * count // (count + filled)
        result = judge(connection, count)
        connection.close()
    return result | {
        "articles": count,
        "cpu_seconds": spent["cpu"],
        "wall_seconds": spent["wall"],
        "split": {"comparing": spent["cpu"] - spent["commits"], "commits": spent["commits"]},
        "rss_bytes": rss,
        "bytes": stored,
    }


def _bytes_of(connection: sqlite3.Connection, tables: tuple[str, ...]) -> int:
    marks = ", ".join("?" * len(tables))
    try:
        sql = f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({marks})"
        return int(connection.execute(sql, tables).fetchone()[0])
    except sqlite3.OperationalError:  # SQLite was built without dbstat
        return 0


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
