"""Brings the rows of outlets and provinces in step with the data files."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable
from functools import cache

from newsarchive.models import Outlet
from newsarchive.resources import data_path

_FIELDS = (
    "slug", "name", "domain", "network", "province", "regency", "zone", "status", "confidence", "evidence", "note",
)  # fmt: skip
_UPSERT = (
    f"INSERT INTO outlets ({', '.join(_FIELDS)}) VALUES ({', '.join('?' * len(_FIELDS))})"  # noqa: S608
    f" ON CONFLICT (slug) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _FIELDS[1:])}"
)


def store_outlets(connection: sqlite3.Connection, outlets: Iterable[Outlet]) -> set[str]:
    """Insert or update these outlets, and every province; gives the slugs.

    A province that is in no data file has its code for a name.
    """
    connection.executemany(
        "INSERT INTO provinces VALUES (?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
        " zone = excluded.zone, iana_name = excluded.iana_name",
        _provinces(),
    )
    slugs = set()
    for outlet in outlets:
        slugs.add(outlet.slug)
        if outlet.province is not None:
            connection.execute(
                "INSERT OR IGNORE INTO provinces (code, name) VALUES (?, ?)", (outlet.province, outlet.province)
            )
        connection.execute(_UPSERT, tuple(getattr(outlet, name) for name in _FIELDS))
    return slugs


@cache
def _provinces() -> tuple[tuple[str, str, str, str], ...]:
    with data_path("regions.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["iso_code"], row["name"], row["zone"], row["iana_name"]) for row in csv.DictReader(file))
