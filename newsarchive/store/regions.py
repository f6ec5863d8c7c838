"""Brings the rows of provinces and of regencies and cities in step with the data files."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from functools import cache

from newsarchive.resources import data_path

_Row = tuple[str, str, str, str] | tuple[str, str, str]
_UPSERTS = {
    "provinces": "INSERT INTO provinces VALUES (?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
    " zone = excluded.zone, iana_name = excluded.iana_name",
    "regencies": "INSERT INTO regencies VALUES (?, ?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
    " province = excluded.province",
}


def store_regions(connection: sqlite3.Connection) -> None:
    """Insert or update every province, regency and city; those that are no longer in the data files stay.

    Articles cite them, so this comes before any article, inside a transaction of the caller's.
    """
    for table, wanted in (("provinces", _provinces()), ("regencies", _regencies())):
        present = set(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608
        connection.executemany(_UPSERTS[table], [row for row in wanted if row not in present])


def know_region(connection: sqlite3.Connection, province: str | None, regency: str | None) -> None:
    """Make sure that these codes are there: one that is in no data file is its own name."""
    if province is not None:
        connection.execute("INSERT OR IGNORE INTO provinces (code, name) VALUES (?, ?)", (province, province))
    if regency is not None:
        connection.execute("INSERT OR IGNORE INTO regencies (code, name) VALUES (?, ?)", (regency, regency))


@cache
def known_regions() -> frozenset[str | None]:
    """The codes that `store_regions()` makes rows of, and None."""
    return frozenset((None, *(row[0] for row in _provinces()), *(row[0] for row in _regencies())))


@cache
def _provinces() -> tuple[_Row, ...]:
    return tuple((iso_code, name, zone, iana_name) for iso_code, name, _, zone, iana_name in _rows("regions.csv"))


@cache
def _regencies() -> tuple[_Row, ...]:
    iso_codes = {code: iso_code for iso_code, _, code, _, _ in _rows("regions.csv")}
    # the file has districts too, whose codes are longer
    return tuple((code, name, iso_codes[code[:2]]) for code, name, _ in _rows("places.csv") if len(code) == 5)


def _rows(name: str) -> Iterator[list[str]]:
    with data_path(name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        next(rows)
        yield from rows
