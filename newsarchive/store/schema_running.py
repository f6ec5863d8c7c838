"""The tables of schema 3: what an archive that is crawled for years remembers from one run to the next."""

from __future__ import annotations

from typing import cast

from sqlite_utils import Database
from sqlite_utils.db import Table

Columns = dict[str, type[str] | type[int] | type[float]]


def add_running(db: Database) -> None:
    """Conduct, health, coverage and backfills, and what the frontier and the runs know besides."""
    _widen_frontier(db)
    _widen_runs(db)
    db.execute("ALTER TABLE snapshots ADD COLUMN optouts TEXT")
    _add_conduct(db)
    _add_ledgers(db)


def _widen_frontier(db: Database) -> None:
    for column in (
        "lane TEXT NOT NULL DEFAULT 'daily'",
        "title TEXT",
        "listed_at TEXT",
        "listed_on TEXT",
        "listed_in INTEGER NOT NULL DEFAULT 0",
        "covers_on TEXT",
        "body_sha256 TEXT",
        "pace_s INTEGER",
        "steady INTEGER NOT NULL DEFAULT 0",
        "missing INTEGER NOT NULL DEFAULT 0",
    ):
        db.execute(f"ALTER TABLE frontier ADD COLUMN {column}")
    db.execute("DROP INDEX idx_frontier_due")
    db.execute(
        "CREATE INDEX idx_frontier_due ON frontier (outlet, lane, priority DESC, due_at, key) WHERE due_at IS NOT NULL"
    )
    # articles that are held have the day of publication, the rest the day they were found: as near as can be told now
    db.execute("CREATE TEMP TABLE lists (url TEXT PRIMARY KEY, bit INTEGER)")
    db.execute(
        "INSERT OR IGNORE INTO lists SELECT url, CASE kind WHEN 'feed' THEN 1 ELSE 2 END FROM frontier"
        " WHERE kind IN ('feed', 'index')"
    )
    db.execute(
        "UPDATE frontier SET listed_on = coalesce((SELECT published_on FROM articles a WHERE a.key = frontier.key),"
        " substr(discovered_at, 1, 10)), listed_in = coalesce((SELECT bit FROM lists WHERE url = found_on_url), 0)"
        " WHERE kind = 'article'"
    )
    db.execute("DROP TABLE lists")
    db.execute("CREATE INDEX idx_frontier_listed ON frontier (outlet, listed_on) WHERE listed_on IS NOT NULL")


def _widen_runs(db: Database) -> None:
    db.execute("ALTER TABLE runs ADD COLUMN reason TEXT")
    for column in ("requests", "bytes", "articles_gone"):
        db.execute(f"ALTER TABLE run_outlets ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE run_outlets ADD COLUMN counts TEXT NOT NULL DEFAULT '{}'")
    db.execute("ALTER TABLE run_outlets ADD COLUMN examples TEXT NOT NULL DEFAULT '{}'")
    db.execute("CREATE INDEX idx_run_outlets_outlet ON run_outlets (outlet, run_id)")
    _add_history(db)


def _add_history(db: Database) -> None:
    """What health compares with: sums by outlet and day, as a year of runs is too much to be read at each run."""
    db.execute("ALTER TABLE runs ADD COLUMN judged_at TEXT")
    db.execute("UPDATE runs SET judged_at = started_at")  # their counts have none of the names that rules speak of
    db.execute("CREATE INDEX idx_runs_unjudged ON runs (id) WHERE judged_at IS NULL")
    for column in ("daily_min", "daily_max"):
        db.execute(f"ALTER TABLE outlets ADD COLUMN {column} INTEGER")
    columns: Columns = {"outlet": str, "day": str, "runs": int, "listed": int, "looked_at": str, "pause_s": int}
    columns |= {"silent_s": int, "longest_s": int, "counts": str}
    keys = (("outlet", "outlets", "slug"),)
    not_null = "runs listed pause_s silent_s longest_s counts"
    clustered(db, "outlet_days", columns, ("outlet", "day"), keys=keys, not_null=not_null)
    db.execute("CREATE INDEX idx_outlet_days_day ON outlet_days (day, listed)")


def _add_conduct(db: Database) -> None:
    clustered(
        db,
        "services",
        {"key": str, "last_request_at": str, "hold_until": str, "hold_reason": str},
        ("key",),
    )
    columns: Columns = {"outlet": str, "troubles": int, "strikes": int, "hold_until": str, "quarantined_at": str}
    columns |= {"reason": str, "detail": str, "last_ok_at": str, "last_trouble_at": str}
    keys: tuple[tuple[str, str, str], ...] = (("outlet", "outlets", "slug"),)
    clustered(db, "standings", columns, ("outlet",), keys=keys, not_null="troubles strikes")
    columns = {"origin": str, "fetched_at": str, "expires_at": str, "status": int, "verdict": str, "reason": str}
    columns |= {"body": str, "snapshot_id": int}
    keys = (("snapshot_id", "snapshots", "id"),)
    clustered(db, "robots", columns, ("origin",), keys=keys, not_null="fetched_at expires_at verdict body")


def _add_ledgers(db: Database) -> None:
    columns: Columns = {"outlet": str, "day": str, "kind": str, "answered": int, "failed": int, "overflowed": int}
    outlet = (("outlet", "outlets", "slug"),)
    clustered(db, "looks", columns, ("outlet", "day", "kind"), keys=outlet, not_null="answered failed overflowed")
    columns = {"id": int, "outlet": str, "rule": str, "detail": str, "observed": float, "expected": float}
    columns |= {"examples": str, "run_id": int, "raised_at": str, "cleared_at": str, "accepted_at": str}
    alarms = cast("Table", db["alarms"])
    keys = (*outlet, ("run_id", "runs", "id"))
    alarms.create(
        columns, pk="id", foreign_keys=list(keys), not_null={"rule", "detail", "examples", "run_id", "raised_at"}
    )
    db.execute("CREATE INDEX idx_alarms_open ON alarms (outlet, rule) WHERE cleared_at IS NULL")
    columns = {"id": int, "outlet": str, "since_on": str, "until_on": str, "state": str, "step": int}
    columns |= {"requests": int, "found": int, "created_at": str, "ended_at": str, "detail": str}
    backfills = cast("Table", db["backfills"])
    not_null = {"outlet", "since_on", "until_on", "state", "step", "requests", "found", "created_at"}
    backfills.create(columns, pk="id", foreign_keys=list(outlet), not_null=not_null)


def clustered(
    db: Database,
    name: str,
    columns: Columns,
    pk: tuple[str, ...],
    *,
    keys: tuple[tuple[str, str, str], ...] = (),
    not_null: str = "",
) -> None:
    """A WITHOUT ROWID table: one tree and not two, for tables that are read by key and have short rows."""
    sql = db.create_table_sql(name, columns, pk=pk, foreign_keys=list(keys), not_null=not_null.split())
    db.execute(sql.rstrip().rstrip(";") + " WITHOUT ROWID")
