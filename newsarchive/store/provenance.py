"""Ties versions to the snapshots that they were read from, and articles to every address that led to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from newsarchive.store.happenings import Seen, find_corrected, tell_led_on


def tie(
    connection: sqlite3.Connection, article_id: int, number: int, *, url: str, snapshot_ids: Sequence[int], seen: Seen
) -> None:
    """Tie a version to its snapshots (parts in order), keep every URL that led to it, and close their failures.

    `url` is canonical. An address stays with the article that had it first; that it leads to another one now is said.
    """
    execute = connection.execute
    urls = {url}
    for part, snapshot_id in enumerate(dict.fromkeys(snapshot_ids)):
        execute(
            "INSERT OR IGNORE INTO version_snapshots SELECT id, ?, ? FROM versions WHERE article_id = ? AND number = ?",
            (snapshot_id, part, article_id, number),
        )
        urls.update(row[0] for row in execute("SELECT url FROM snapshots WHERE id = ?", (snapshot_id,)))
    leading = {
        row[0]
        for known in urls
        for row in execute("SELECT DISTINCT url FROM snapshots WHERE redirect_to = ?", (known,))
    } - urls
    for known in sorted(urls | leading):
        if execute("INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)", (known, article_id, seen.when)).rowcount:
            find_corrected(connection, article_id, (known,))
        else:  # what is imported may be older
            execute("UPDATE aliases SET first_seen_at = ?1 WHERE url = ?2 AND first_seen_at > ?1", (seen.when, known))
            if known in leading:
                tell_led_on(connection, article_id, known, url, seen)
        execute("UPDATE failures SET resolved_at = ? WHERE url = ? AND resolved_at IS NULL", (seen.when, known))
