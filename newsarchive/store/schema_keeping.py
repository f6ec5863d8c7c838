"""The tables of schema 4: copies by their words, readings before the present one, exports, tombstones, pack ledgers."""

from __future__ import annotations

from typing import cast

from sqlite_utils import Database
from sqlite_utils.db import Table

from newsarchive.store.schema_running import Columns, clustered
from newsarchive.store.views import add_timelines

_ARTICLE = ("article_id", "articles", "id")


def add_keeping(db: Database) -> None:
    """What keeps every version and byte, finds every copy, and remembers what was handed over or taken down."""
    _widen_snapshots_and_packs(db)
    _add_corrections(db)
    _add_copies(db)
    _add_readings(db)
    _add_exports(db)
    _add_tombstones(db)
    add_timelines(db)
    _tell_changed_headlines(db)


def _widen_snapshots_and_packs(db: Database) -> None:
    db.execute("ALTER TABLE snapshots ADD COLUMN head_pack TEXT REFERENCES packs(name)")
    db.execute("ALTER TABLE snapshots ADD COLUMN pruned_at TEXT")
    db.execute("CREATE INDEX idx_snapshots_headless ON snapshots (id) WHERE head_pack IS NULL")
    db.execute("CREATE INDEX idx_failures_snapshot ON failures (snapshot_id) WHERE snapshot_id IS NOT NULL")
    columns: Columns = {"pack": str, "page": int, "crc32": int}
    clustered(db, "pack_pages", columns, ("pack", "page"), keys=(("pack", "packs", "name"),), not_null="crc32")


def _add_corrections(db: Database) -> None:
    columns: Columns = {"article_id": int, "position": int, "kind": str, "printed": str, "stated_at": str}
    columns |= {"stated_on": str, "target_url": str, "target_title": str, "reason": str}
    clustered(db, "corrections", columns, ("article_id", "position"), keys=(_ARTICLE,), not_null="kind printed")
    db.execute("CREATE INDEX idx_corrections_target ON corrections (target_url) WHERE target_url IS NOT NULL")
    db.execute("ALTER TABLE events ADD COLUMN other_article_id INTEGER REFERENCES articles(id)")
    db.execute("ALTER TABLE events ADD COLUMN url TEXT")
    db.execute("CREATE INDEX idx_events_url ON events (url) WHERE url IS NOT NULL AND other_article_id IS NULL")
    db.execute("CREATE INDEX idx_events_other ON events (other_article_id) WHERE other_article_id IS NOT NULL")


def _add_copies(db: Database) -> None:
    """Clusters are found anew, by words and not by hash alone: version after version, from `unsigned`."""
    db.execute("UPDATE articles SET cluster_id = NULL WHERE cluster_id IS NOT NULL")
    db.execute("DELETE FROM cluster_members")
    db.execute("DELETE FROM clusters")
    db.execute("ALTER TABLE cluster_members ADD COLUMN match TEXT NOT NULL DEFAULT 'exact'")
    columns: Columns = {"version_id": int, "shingles": int, "signature": bytes}  # type: ignore[dict-item]
    signatures = cast("Table", db["signatures"])
    signatures.create(columns, pk="version_id", foreign_keys=[("version_id", "versions", "id")], not_null={"shingles"})
    # No foreign keys here: for each version deleted SQLite would read these tables from end to end, to find its rows.
    for name in ("bands", "sketches"):
        db.execute(
            f"CREATE TABLE {name} (hash INTEGER NOT NULL, version_id INTEGER NOT NULL,"
            " PRIMARY KEY (hash, version_id)) WITHOUT ROWID"
        )
    db.execute("CREATE TABLE unsigned (version_id INTEGER PRIMARY KEY REFERENCES versions(id) ON DELETE CASCADE)")
    db.execute("INSERT INTO unsigned SELECT id FROM versions")
    columns = {"id": str, "cluster_id": str, "until": str}
    clustered(db, "cluster_names", columns, ("id",), keys=(("cluster_id", "clusters", "id"),), not_null="until")
    cast("Table", db["cluster_names"]).create_index(["cluster_id"])
    cast("Table", db["clusters"]).create_index(["earliest_article_id"])
    columns = {"inner_article_id": int, "outer_article_id": int, "inner_version": int, "outer_version": int}
    columns |= {"containment": float, "found_at": str}
    keys = (("inner_article_id", "articles", "id"), ("outer_article_id", "articles", "id"))
    pk = ("inner_article_id", "outer_article_id")
    clustered(db, "containments", columns, pk, keys=keys, not_null="inner_version outer_version containment found_at")
    cast("Table", db["containments"]).create_index(["outer_article_id"])


def _add_readings(db: Database) -> None:
    db.execute("ALTER TABLE versions ADD COLUMN read_by TEXT")
    columns: Columns = {"id": int, "version_id": int, "title": str, "subtitle": str, "body": str, "content_hash": str}
    columns |= {"fields": str, "read_by": str, "replaced_at": str, "run_id": int, "changed": str}
    readings = cast("Table", db["readings"])
    readings.create(
        columns,
        pk="id",
        foreign_keys=[("version_id", "versions", "id"), ("run_id", "runs", "id")],
        not_null={"version_id", "body", "content_hash", "fields", "replaced_at", "run_id", "changed"},
    )
    readings.create_index(["version_id"])


def _add_exports(db: Database) -> None:
    columns: Columns = {"id": int, "kind": str, "file": str, "filters": str, "records": int, "file_bytes": int}
    columns |= {"sha256": str, "started_at": str, "ended_at": str}
    exports = cast("Table", db["exports"])
    exports.create(columns, pk="id", not_null={"kind", "file", "filters", "started_at"})
    columns = {"export_id": int, "first_id": int, "last_id": int}
    keys = (("export_id", "exports", "id"),)
    clustered(db, "export_ranges", columns, ("export_id", "first_id"), keys=keys, not_null="last_id")


def _add_tombstones(db: Database) -> None:
    columns: Columns = {"id": int, "key": str, "outlet": str, "reason": str, "purged_at": str, "run_id": int}
    columns |= {"versions": int, "snapshots": int, "payload_bytes": int, "hashes": str, "exports": str}
    columns |= {"last_snapshot_id": int, "pending": str, "finished_at": str}
    tombstones = cast("Table", db["tombstones"])
    keys = [("outlet", "outlets", "slug"), ("run_id", "runs", "id")]
    not_null = {"reason", "purged_at", "run_id", "versions", "snapshots", "payload_bytes", "hashes", "exports"}
    not_null |= {"last_snapshot_id"}
    tombstones.create(columns, pk="id", foreign_keys=keys, not_null=not_null)
    db.execute("CREATE INDEX idx_tombstones_key ON tombstones (key) WHERE key IS NOT NULL")
    keys = [("tombstone_id", "tombstones", "id")]
    clustered(db, "tombstone_urls", {"url": str, "tombstone_id": int}, ("url",), keys=tuple(keys))


def _tell_changed_headlines(db: Database) -> None:
    """The events that `happenings.tell_headline` tells since schema 4, of the versions of before."""
    db.execute(
        "INSERT INTO events (kind, article_id, snapshot_id, at, detail) SELECT 'retitled', a.id,"
        " (SELECT min(snapshot_id) FROM version_snapshots WHERE version_id = v.id), v.seen_at,"
        " json_quote(e.title_before) || ' -> ' || json_quote(e.title_after)"
        " FROM edits e JOIN articles a ON a.key = e.key JOIN versions v ON v.article_id = a.id AND v.number = e.number"
        " WHERE EXISTS (SELECT 1 FROM json_each(e.changed) WHERE value = 'title') ORDER BY v.seen_at, v.id"
    )
