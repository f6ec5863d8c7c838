"""Finds the article that a person means: by key, by number, or by any shape of its URL."""

from __future__ import annotations

import re
import sqlite3
from urllib.parse import parse_qsl, urlencode, urlsplit

_VISITORS = re.compile(r"utm_\w+|fbclid|gclid|igshid|page|source|ref", re.IGNORECASE)
"""Parameters that count visitors or turn pages."""

_SCRIPT = re.compile(r".*\.(?:php\d?|aspx?|cgi|jsp)", re.IGNORECASE)


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
    for url in url_shapes(ref):
        found = _first(connection, "SELECT article_id FROM aliases WHERE url = ?", url)
        if found is not None:
            return found
    return _by_number(connection, ref)


def find_linked(connection: sqlite3.Connection, url: str) -> int | None:
    """The row number of the article that a link on a page leads to, with or without `www.`; None if none does.

    Shorter numbers in a path than of five digits may be years, and are not tried.
    """
    scheme = re.match(r"https?://", url, re.IGNORECASE)
    if scheme is None:
        return None
    url = url.encode("utf-8", "replace").decode()
    rest = url[scheme.end() :]
    for shape in url_shapes(url) + url_shapes(f"https://{rest[4:] if rest[:4].lower() == 'www.' else f'www.{rest}'}"):
        found = _first(connection, "SELECT article_id FROM aliases WHERE url = ?", shape)
        if found is not None:
            return found
    return _by_number(connection, url, shortest=5)


def address_of(url: str) -> str:
    """One spelling for the addresses of a page, to compare and to look up: scheme https, no `www.`, `m.` or `amp.`.

    Doubled and trailing slashes, the fragment and the query are left out; the query stays, without what counts
    visitors, where the path alone names no page (`/?p=12`, `/news.php?id=12`). A malformed URL stands for itself.
    """
    try:
        split = urlsplit(url)
        host, port = split.hostname or "", split.port
    except ValueError:
        return url
    host = re.sub(r"^(?:www|m|amp)\.(?=.*\.)", "", host) + (f":{port}" if port not in (None, 80, 443) else "")
    parts = [part for part in split.path.split("/") if part]
    if len(parts) > 1 and "amp" in (parts[0], parts[-1]):
        parts = parts[1:] if parts[0] == "amp" else parts[:-1]
    query = _told_by(split.query) if not parts or _SCRIPT.fullmatch(parts[-1]) else ""
    return f"https://{host}/{'/'.join(parts)}" + (f"?{query}" if query else "")


def page_of(url: str) -> str:
    """One spelling for one page, where two must not be taken for one: `address_of()`, and whatever the query says but
    for what counts visitors or turns pages, even if the path seems to name the page (`/read?id=12`).
    """
    address = address_of(url)
    query = _told_by(url.partition("#")[0].partition("?")[2])
    return f"{address}?{query}" if query and "?" not in address else address


def _told_by(query: str) -> str:
    if not query or query.count("&") >= 100:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    return urlencode([pair for pair in pairs if not _VISITORS.fullmatch(pair[0])])


def url_shapes(url: str) -> list[str]:
    """The URL itself first, then what it may be written as."""
    bare = url.partition("#")[0]
    scheme, _, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    parts = [part for part in path.partition("?")[0].split("/") if part]
    folded = "/".join(parts)
    tails = dict.fromkeys((f"{host}{slash}{path}", f"{host}/{folded}", f"{host}/{folded}/", f"{host}//{folded}"))
    schemes = dict.fromkeys((scheme, "https", "http"))
    return list(dict.fromkeys((url, *(f"{name}://{tail}" for tail in tails for name in schemes))))


def _by_number(connection: sqlite3.Connection, url: str, shortest: int = 1) -> int | None:
    try:
        split = urlsplit(url)
        host = split.hostname or ""
    except ValueError:
        return None
    # an outlet that is a part of a site has the path of it in its domain
    sql = "SELECT slug FROM outlets WHERE domain = ?1 OR substr(domain, 1, length(?1) + 1) = ?1 || '/'"
    slugs = [row[0] for row in connection.execute(sql, (host,))]
    for part in split.path.split("/"):
        for slug in slugs if part.isdecimal() and len(part) >= shortest else ():
            found = _first(connection, "SELECT id FROM articles WHERE key = ?", f"{slug}/{part}")
            if found is not None:
                return found
    return None


def _first(connection: sqlite3.Connection, sql: str, value: object) -> int | None:
    row = connection.execute(sql, (value,)).fetchone()
    return None if row is None else int(row[0])
