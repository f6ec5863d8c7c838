"""Brings the rows of outlets in step with the data files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

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
