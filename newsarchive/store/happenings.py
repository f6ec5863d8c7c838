"""Records what happened to articles: changed headlines, moves, and the corrections that others, or they, speak of.

Each is said once, however often a page is looked at or read again.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from newsarchive.models import Article, Correction
from newsarchive.store.lookup import address_of, find_linked

_ADD = (
    "INSERT INTO events (kind, article_id, snapshot_id, at, detail, other_article_id, url) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_WAITING = "kind IN ('ralat', 'koreksi', 'hak-jawab', 'pencabutan') AND url IS NOT NULL AND other_article_id IS NULL"
_LONGEST = 1000
"""Characters of what a correction says that stand in its event; `corrections` has all."""


@dataclass(frozen=True, slots=True)
class Seen:
    """When something was seen (text in UTC), and the response that shows it."""

    when: str
    snapshot_id: int | None


def tell_headline(
    connection: sqlite3.Connection, article_id: int, change: tuple[str | None, str | None] | None, seen: Seen
) -> None:
    """Say that a version, first seen then, has another headline (old, new) than the one before; or None: it has not."""
    is_changed = change is not None
    detail = " -> ".join(json.dumps(title, ensure_ascii=False) for title in change or ())
    key = (article_id, seen.when)
    known = connection.execute(
        "SELECT id FROM events WHERE article_id = ? AND kind = 'retitled' AND at = ?", key
    ).fetchone()
    if known is None and is_changed:
        connection.execute(_ADD, ("retitled", article_id, seen.snapshot_id, seen.when, detail, None, None))
    elif known is not None and is_changed:
        connection.execute("UPDATE events SET detail = ? WHERE id = ?", (detail, known[0]))
    elif known is not None:
        connection.execute("DELETE FROM events WHERE id = ?", known)


def tell_move(connection: sqlite3.Connection, article_id: int, before: str, now: str, seen: Seen) -> None:
    """Say that an article known at the address `before` is at `now`, if it was never seen there or led there.

    Call it before `now` is stored as one of the article's addresses. Also said is a redirect of one of its addresses
    to the page just read. Another scheme, `www.`, a mobile host or a query is no move.
    """
    sql = "SELECT 1 FROM snapshots s JOIN aliases l ON l.url = s.url AND l.article_id = ? WHERE s.id = ?"
    if before == now and connection.execute(sql, (article_id, seen.snapshot_id)).fetchone():
        return  # as nearly always
    known = {
        address_of(url): url
        for (url,) in connection.execute(
            "SELECT url FROM aliases WHERE article_id = ? ORDER BY url DESC", (article_id,)
        )
    }
    known[address_of(before)] = before
    if address_of(now) in known:
        sql = "SELECT url FROM snapshots WHERE id = ?"
        row = connection.execute(sql, (seen.snapshot_id,)).fetchone()
        if row is None or address_of(row[0]) in known:
            return
        now = row[0]
        leads = connection.execute("SELECT DISTINCT url FROM snapshots WHERE redirect_to = ? ORDER BY url", (now,))
        led = next((url for (url,) in leads.fetchall() if address_of(url) in known), None)
        if led is None:
            return
        before = led
    connection.execute(_ADD, ("moved", article_id, seen.snapshot_id, seen.when, f"{before} -> {now}", None, None))


def tell_led_on(connection: sqlite3.Connection, article_id: int, before: str, now: str, seen: Seen) -> None:
    """Say that an address of another article redirects to this one, at `now`: that one has moved here, or made way.

    So it is where pages have no number: at a new address a page is a new article. Said once of two articles; not of
    an article that was seen elsewhere since.
    """
    connection.execute(
        "INSERT INTO events (kind, article_id, snapshot_id, at, detail, other_article_id)"
        " SELECT 'moved', a.id, ?1, ?2, ?3, ?4 FROM aliases l JOIN articles a ON a.id = l.article_id"
        " WHERE l.url = ?5 AND a.id <> ?4 AND a.last_seen_at <= ?2 AND NOT EXISTS"
        " (SELECT 1 FROM events WHERE kind = 'moved' AND article_id = a.id AND other_article_id = ?4)",
        (seen.snapshot_id, seen.when, f"{before} -> {now}", article_id, before),
    )


def tell_corrections(connection: sqlite3.Connection, article_id: int, article: Article, seen: Seen) -> None:
    """Say of each correction that an article speaks of which story it is about; one said before is not said again.

    A story that is not in the archive is waited for: see `find_corrected`. The wording may be read otherwise another
    time, so corrections of one kind and one story are told apart by their number only.
    """
    counts: Counter[tuple[str, int | None, str | None]] = Counter()
    for correction in article.corrections:
        target, address = _target(connection, article_id, correction)
        if target is not None and address is not None:
            _complete(connection, article_id, target, address)
        group = (correction.kind, target, address if target is None else None)
        counts[group] += 1
        if _said(connection, article_id, *group) >= counts[group]:
            continue
        about, other = (article_id, None) if target in (None, article_id) else (target, article_id)
        url = None if target == article_id else address
        row = (correction.kind, about, seen.snapshot_id, seen.when, _told(correction), other, url)
        connection.execute(_ADD, row)


def find_corrected(connection: sqlite3.Connection, article_id: int, urls: Iterable[str]) -> None:
    """An article came under these URLs: corrections that waited for it are now told of it."""
    for address in dict.fromkeys(map(address_of, urls)):
        sql = f"SELECT DISTINCT article_id FROM events WHERE {_WAITING} AND url = ?"  # noqa: S608 - a constant
        for (said_by,) in connection.execute(sql, (address,)).fetchall():
            _complete(connection, said_by, article_id, address)


def _complete(connection: sqlite3.Connection, said_by: int, target: int, address: str) -> None:
    if said_by == target:  # it spoke of itself, by an address that it was not known to have
        changed, values = "url = NULL", (said_by, address)
    else:
        changed, values = "other_article_id = article_id, article_id = ?", (target, said_by, address)  # type: ignore[assignment]
    connection.execute(
        f"UPDATE events SET {changed} WHERE {_WAITING} AND article_id = ? AND url = ?",  # noqa: S608 - constants
        values,
    )


def _target(connection: sqlite3.Connection, article_id: int, correction: Correction) -> tuple[int | None, str | None]:
    """The article that a correction is about, and the address it was named by; (itself, None) where none is named."""
    if correction.target_url is None:
        return article_id, None
    return find_linked(connection, correction.target_url), address_of(correction.target_url)


def _said(connection: sqlite3.Connection, said_by: int, kind: str, target: int | None, address: str | None) -> int:
    """How many events there are of a kind that one article says of another, of itself, or of what it waits for."""
    if target is None:
        sql = "article_id = ?2 AND other_article_id IS NULL AND url = ?3"
    elif target == said_by:
        sql = "article_id = ?2 AND other_article_id IS NULL AND url IS NULL AND ?3 = article_id"
    else:
        sql = "article_id = ?3 AND other_article_id = ?2"
    value = address if target is None else target
    found = connection.execute(f"SELECT count(*) FROM events WHERE kind = ?1 AND {sql}", (kind, said_by, value))  # noqa: S608
    return int(found.fetchone()[0])


def _told(correction: Correction) -> str:
    stated = correction.stated_at.isoformat(" ", "minutes") if correction.stated_at else correction.stated_on
    return (f"stated {stated}: " if stated else "") + correction.printed[:_LONGEST]
