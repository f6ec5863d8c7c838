"""Brings a `news.db` up to the schema of this version: named steps, each recorded in the table `migrations`."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from newsarchive.store import schema, schema_keeping, schema_running
from newsarchive.store.connection import APPLICATION_ID, SCHEMA_VERSION
from newsarchive.store.descriptions import COLUMNS, TABLES
from newsarchive.store.regions import store_regions
from newsarchive.store.times import to_text


class _Steps(Migrations):
    migrations_table = "migrations"


STEPS = _Steps("newsarchive")
"""Append only: a step that has been released is never changed, and SCHEMA_VERSION is their number."""


@STEPS(name="0001_first_schema")
def _first_schema(db: Database) -> None:
    schema.create_first_schema(db)


@STEPS(name="0002_networks_people_and_places")
def _networks_people_and_places(db: Database) -> None:
    schema.add_networks_people_and_places(db)


@STEPS(name="0003_running_for_years")
def _running_for_years(db: Database) -> None:
    schema_running.add_running(db)


@STEPS(name="0004_keeping_every_byte")
def _keeping_every_byte(db: Database) -> None:
    schema_keeping.add_keeping(db)


def migrate(connection: sqlite3.Connection, at: datetime) -> None:
    """Run the pending steps and bring descriptions and regions up to date. `at` is recorded as the time of it."""
    db = Database(connection)
    pending = [step.name for step in STEPS.pending(db)]
    if pending:
        STEPS.apply(db)
        with db.atomic():
            for name in pending:  # sqlite-utils stamps with the wall clock and in a form of its own
                db.execute("UPDATE migrations SET applied_at = ? WHERE name = ?", [to_text(at), name])
    with db.atomic():
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        _describe(db)
        store_regions(connection)


def _describe(db: Database) -> None:
    wanted = {(table, ""): text for table, text in TABLES.items()}
    wanted |= {(table, column): text for table, columns in COLUMNS.items() for column, text in columns.items()}
    present = {(row[0], row[1]): row[2] for row in db.execute("SELECT * FROM descriptions")}
    if wanted == present:
        return
    db.execute("DELETE FROM descriptions")
    db.conn.executemany("INSERT INTO descriptions VALUES (?, ?, ?)", [(*key, text) for key, text in wanted.items()])
