"""Brings the rows of outlets in step with the data files, and reads them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from urllib.parse import urlsplit

from newsarchive.models import Outlet
from newsarchive.store.regions import know_region

_FIELDS = (
    "slug", "name", "domain", "network", "province", "regency", "zone", "status", "confidence", "evidence", "note",
    "daily_min", "daily_max",
)  # fmt: skip
_UPSERT = (
    f"INSERT INTO outlets ({', '.join(_FIELDS)}) VALUES ({', '.join('?' * len(_FIELDS))})"  # noqa: S608
    f" ON CONFLICT (slug) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _FIELDS[1:])}"
)


def store_outlets(connection: sqlite3.Connection, outlets: Iterable[Outlet]) -> set[str]:
    """Insert or update these outlets; gives the slugs. A province that is in no data file has its code for a name."""
    slugs = set()
    for outlet in outlets:
        slugs.add(outlet.slug)
        know_region(connection, outlet.province, None)
        connection.execute(_UPSERT, tuple(getattr(outlet, name) for name in _FIELDS))
    return slugs


def read_outlet(connection: sqlite3.Connection, slug: str) -> Outlet | None:
    """An outlet as the archive knows it, which may be older than the outlet files; None if it does not."""
    row = connection.execute(f"SELECT {', '.join(_FIELDS)} FROM outlets WHERE slug = ?", (slug,)).fetchone()  # noqa: S608
    return None if row is None else Outlet(**dict(zip(_FIELDS, row, strict=True)))


def know_outlet(connection: sqlite3.Connection, slug: str, url: str) -> None:
    """Give an outlet that only a pack knows a row of little: `gone`, until outlet files that have it are synced."""
    connection.execute(
        "INSERT OR IGNORE INTO outlets (slug, name, domain, network, status, confidence, note)"
        " VALUES (?1, ?1, ?2, 'auto', 'gone', 'low', 'known from a pack only')",
        (slug, urlsplit(url).hostname or slug),
    )
