"""Finds the article that a person means: by key, by number, or by any shape of its URL."""

from __future__ import annotations

import sqlite3
from urllib.parse import urlsplit


def find_article(connection: sqlite3.Connection, ref: str | int) -> int | None:
    """The row number of the article meant by a key, a row number or a URL; None if there is none.

    A URL need not be one that was seen: http and https, doubled and trailing slashes, query and fragment make no
    difference, and a number in its path is tried as the outlet's own number of the article.
    """
    if isinstance(ref, int) or ref.isdecimal():
        return _first(connection, "SELECT id FROM articles WHERE id = ?", int(ref)) if int(ref) < 1 << 63 else None
    ref = ref.encode("utf-8", "replace").decode()
    if "://" not in ref:
        return _first(connection, "SELECT id FROM articles WHERE key = ?", ref)
    for url in _shapes(ref):
        found = _first(connection, "SELECT article_id FROM aliases WHERE url = ?", url)
        if found is not None:
            return found
    return _by_number(connection, ref)


def _shapes(url: str) -> list[str]:
    """The URL itself first, then what it may be written as."""
    bare = url.partition("#")[0]
    scheme, _, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    parts = [part for part in path.partition("?")[0].split("/") if part]
    folded = "/".join(parts)
    tails = dict.fromkeys((f"{host}{slash}{path}", f"{host}/{folded}", f"{host}/{folded}/", f"{host}//{folded}"))
    schemes = dict.fromkeys((scheme, "https", "http"))
    return list(dict.fromkeys((url, *(f"{name}://{tail}" for tail in tails for name in schemes))))


def _by_number(connection: sqlite3.Connection, url: str) -> int | None:
    try:
        split = urlsplit(url)
        host = split.hostname or ""
    except ValueError:
        return None
    # an outlet that is a part of a site has the path of it in its domain
    sql = "SELECT slug FROM outlets WHERE domain = ?1 OR substr(domain, 1, length(?1) + 1) = ?1 || '/'"
    slugs = [row[0] for row in connection.execute(sql, (host,))]
    for part in split.path.split("/"):
        for slug in slugs if part.isdecimal() else ():
            found = _first(connection, "SELECT id FROM articles WHERE key = ?", f"{slug}/{part}")
            if found is not None:
                return found
    return None


def _first(connection: sqlite3.Connection, sql: str, value: object) -> int | None:
    row = connection.execute(sql, (value,)).fetchone()
    return None if row is None else int(row[0])
