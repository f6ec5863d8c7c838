"""The tables, indexes and full-text index of `news.db`, as the migrations make them; the views are in `views`."""

from __future__ import annotations

from typing import cast

from sqlite_utils import Database
from sqlite_utils.db import Table

from newsarchive.store.views import add_people_and_places, create_first_views

Columns = dict[str, type[str] | type[int] | type[float]]
Keys = tuple[tuple[str, str, str], ...]
"""Foreign keys: column, table, column there."""


def create_first_schema(db: Database) -> None:
    """Make every table, index, trigger and view of schema 1 in an empty database."""
    _create_outlets_and_runs(db)
    _create_frontier(db)
    _create_snapshots(db)
    _create_articles(db)
    _create_article_parts(db)
    _create_clusters(db)
    _create_journal(db)
    _create_search(db)
    create_first_views(db)


def _table(
    db: Database, name: str, columns: Columns, pk: str | tuple[str, ...], *, keys: Keys = (), not_null: str = ""
) -> Table:
    table = cast("Table", db[name])
    table.create(columns, pk=pk, foreign_keys=list(keys), not_null=set(not_null.split()) or None)
    return table


def _clustered(
    db: Database, name: str, columns: Columns, pk: tuple[str, ...] | str, *, keys: Keys, not_null: str
) -> None:
    """A WITHOUT ROWID table: one tree and not two, for tables that are read by key and have short rows."""
    sql = db.create_table_sql(name, columns, pk=pk, foreign_keys=list(keys), not_null=not_null.split())
    db.execute(sql.rstrip().rstrip(";") + " WITHOUT ROWID")


def _create_outlets_and_runs(db: Database) -> None:
    provinces = {"code": str, "name": str, "zone": str, "iana_name": str}
    _table(db, "provinces", {**provinces}, "code", not_null="name")
    outlets = dict.fromkeys(
        (
            "slug",
            "name",
            "domain",
            "network",
            "province",
            "regency",
            "zone",
            "status",
            "confidence",
            "evidence",
            "note",
        ),
        str,
    )
    _table(
        db,
        "outlets",
        {**outlets},
        "slug",
        keys=(("province", "provinces", "code"),),
        not_null="name domain network status",
    )
    runs = {"id": int, "command": str, "version": str, "user_agent": str, "options": str}
    runs |= {"started_at": str, "ended_at": str, "exit_code": int, "counts": str}
    _table(db, "runs", runs, "id", not_null="command version options started_at")
    counts = dict.fromkeys(("snapshots", "articles_new", "articles_changed", "articles_unchanged", "failures"), int)
    _clustered(
        db,
        "run_outlets",
        {"run_id": int, "outlet": str, **counts},
        ("run_id", "outlet"),
        keys=(("run_id", "runs", "id"), ("outlet", "outlets", "slug")),
        not_null=" ".join(counts),
    )


def _create_frontier(db: Database) -> None:
    columns: Columns = {"key": str, "url": str, "outlet": str, "kind": str, "native_id": str, "found_on_url": str}
    columns |= {"priority": int, "state": str, "attempts": int, "checks": int, "discovered_at": str, "due_at": str}
    columns |= {"last_at": str, "last_status": int, "last_reason": str, "etag": str, "last_modified": str}
    not_null = "url outlet kind priority state attempts checks discovered_at"
    _clustered(db, "frontier", columns, "key", keys=(("outlet", "outlets", "slug"),), not_null=not_null)
    # Only what will be fetched again is in this index, in the order in which it is fetched.
    db.execute(
        "CREATE INDEX idx_frontier_due ON frontier (outlet, priority DESC, due_at, key) WHERE due_at IS NOT NULL"
    )


def _create_snapshots(db: Database) -> None:
    packs = {"name": str, "created_at": str, "sealed_at": str, "sha256": str, "file_bytes": int}
    _table(db, "packs", packs, "name", not_null="created_at")
    columns: Columns = {"id": int, "url": str, "outlet": str, "run_id": int, "fetched_at": str, "kind": str}
    columns |= {"method": str, "request_target": str, "request_headers": str, "http_version": str, "status": int}
    columns |= {"reason": str, "headers": str, "redirect_to": str, "payload_sha256": str, "payload_bytes": int}
    columns |= {"truncated": str, "rebuilt": str, "ip_address": str, "pack": str}
    keys = (("outlet", "outlets", "slug"), ("run_id", "runs", "id"), ("pack", "packs", "name"))
    not_null = "url run_id fetched_at method request_target status headers payload_sha256 payload_bytes rebuilt pack"
    snapshots = _table(db, "snapshots", columns, "id", keys=keys, not_null=not_null)
    snapshots.create_index(["url"])
    snapshots.create_index(["payload_sha256"])
    snapshots.create_index(["outlet", "fetched_at"])
    db.execute("CREATE INDEX idx_snapshots_redirect_to ON snapshots (redirect_to) WHERE redirect_to IS NOT NULL")


def _create_articles(db: Database) -> None:
    columns: Columns = {"id": int, "key": str, "outlet": str, "native_id": str, "url": str, "kind": str, "title": str}
    columns |= {"subtitle": str, "body": str, "published_at": str, "published_local": str, "published_printed": str}
    columns |= {"published_zone": str, "modified_at": str, "section": str, "place": str, "brand": str}
    columns |= {"source_credit": str, "language": str, "is_free": int, "is_advertorial": int, "page_count": int}
    columns |= {"method": str, "content_hash": str, "cluster_id": str, "version": int, "first_seen_at": str}
    columns |= {"last_seen_at": str, "gone_at": str}
    articles = _table(
        db,
        "articles",
        columns,
        "id",
        keys=(("outlet", "outlets", "slug"),),
        not_null="key outlet url kind body content_hash version first_seen_at last_seen_at",
    )
    articles.create_index(["key"], unique=True)
    articles.create_index(["published_at"])
    articles.create_index(["outlet", "published_at"])
    articles.create_index(["cluster_id"])
    columns = {"id": int, "article_id": int, "number": int, "title": str, "subtitle": str, "body": str}
    columns |= {"published_at": str, "content_hash": str, "body_hash": str, "changed": str, "fields": str}
    columns |= {"seen_at": str, "run_id": int}
    keys = (("article_id", "articles", "id"), ("run_id", "runs", "id"))
    not_null = "article_id number body content_hash body_hash changed fields seen_at run_id"
    versions = _table(db, "versions", columns, "id", keys=keys, not_null=not_null)
    versions.create_index(["article_id", "number"], unique=True)
    versions.create_index(["body_hash"])


def _create_article_parts(db: Database) -> None:
    article: Keys = (("article_id", "articles", "id"),)
    parts: dict[str, Columns] = {
        "people": {"role": str, "position": int, "name": str},
        "tags": {"position": int, "tag": str},
        "images": {"position": int, "url": str, "caption": str, "credit": str},
        "related_links": {"position": int, "text": str, "url": str, "after": int},
        "dropped": {"position": int, "text": str, "rule": str, "after": int},
        "dates_mentioned": {
            "position": int, "printed": str, "mentioned_on": str, "paragraph": int, "warning": str, "repair_on": str,
        },
        "evidence": {"position": int, "source": str, "printed": str, "at": str, "is_winner": int, "note": str},
        "warnings": {"position": int, "code": str, "detail": str},
    }  # fmt: skip
    for name, columns in parts.items():
        pk = ("article_id", "role", "position") if name == "people" else ("article_id", "position")
        _clustered(db, name, {"article_id": int, **columns}, pk, keys=article, not_null="")
    for name, column in (("people", "name"), ("tags", "tag"), ("related_links", "url"), ("warnings", "code")):
        cast("Table", db[name]).create_index([column])
    links = {"version_id": int, "snapshot_id": int, "part": int}
    keys = (("version_id", "versions", "id"), ("snapshot_id", "snapshots", "id"))
    _clustered(db, "version_snapshots", {**links}, ("version_id", "snapshot_id"), keys=keys, not_null="part")
    cast("Table", db["version_snapshots"]).create_index(["snapshot_id"])
    aliases = {"url": str, "article_id": int, "first_seen_at": str}
    _clustered(db, "aliases", {**aliases}, "url", keys=article, not_null="article_id first_seen_at")
    cast("Table", db["aliases"]).create_index(["article_id"])


def _create_clusters(db: Database) -> None:
    columns = {"id": str, "kind": str, "earliest_article_id": int, "size": int, "created_at": str}
    keys: Keys = (("earliest_article_id", "articles", "id"),)
    _table(db, "clusters", columns, "id", keys=keys, not_null="kind earliest_article_id size created_at")
    columns = {
        "cluster_id": str,
        "article_id": int,
        "version": int,
        "similarity": float,
        "credit": str,
        "joined_at": str,
    }
    keys = (("cluster_id", "clusters", "id"), ("article_id", "articles", "id"))
    _clustered(
        db, "cluster_members", columns, ("cluster_id", "article_id"), keys=keys, not_null="version similarity joined_at"
    )
    cast("Table", db["cluster_members"]).create_index(["article_id"])
    # Made after both tables: articles and clusters point at each other.
    cast("Table", db["articles"]).add_foreign_key("cluster_id", "clusters", "id")


def add_networks_people_and_places(db: Database) -> None:
    """What articles tell since 25 networks are read; the network of those read before stands in how they were read."""
    keys = (("province", "provinces", "code"),)
    _table(db, "regencies", {"code": str, "name": str, "province": str}, "code", keys=keys, not_null="name")
    for name in ("network", "agency", "initials", "republished_from"):
        db.execute(f"ALTER TABLE articles ADD COLUMN {name} TEXT")
    for name, table in (("place_province", "provinces"), ("place_regency", "regencies")):
        db.execute(f"ALTER TABLE articles ADD COLUMN {name} TEXT REFERENCES {table}(code)")
    db.execute("ALTER TABLE articles ADD COLUMN place_candidates TEXT")
    db.execute("ALTER TABLE articles ADD COLUMN published_on TEXT")
    db.execute("UPDATE articles SET published_on = substr(published_local, 1, 10)")
    db.execute("CREATE INDEX idx_articles_published_on ON articles (published_on)")
    db.execute("ALTER TABLE evidence ADD COLUMN name TEXT")
    db.execute(
        "UPDATE articles SET network = substr(method, 8, instr(method, '/') - 8)"
        " WHERE method LIKE 'layout:%' AND instr(method, '/') > 8"
    )
    db.execute(
        "CREATE INDEX idx_articles_place ON articles (place_province, published_at) WHERE place_province IS NOT NULL"
    )
    add_people_and_places(db)


def _create_journal(db: Database) -> None:
    columns: Columns = {"id": int, "url": str, "outlet": str, "snapshot_id": int, "run_id": int, "reason": str}
    columns |= {"detail": str, "failed_at": str, "resolved_at": str}
    keys: Keys = (("outlet", "outlets", "slug"), ("snapshot_id", "snapshots", "id"), ("run_id", "runs", "id"))
    failures = _table(db, "failures", columns, "id", keys=keys, not_null="url run_id reason detail failed_at")
    failures.create_index(["reason", "failed_at"])
    db.execute("CREATE INDEX idx_failures_open ON failures (url) WHERE resolved_at IS NULL")
    columns = {"id": int, "kind": str, "article_id": int, "snapshot_id": int, "at": str, "detail": str}
    keys = (("article_id", "articles", "id"), ("snapshot_id", "snapshots", "id"))
    events = _table(db, "events", columns, "id", keys=keys, not_null="kind at")
    events.create_index(["article_id"])
    columns = {"table_name": str, "column_name": str, "description": str}
    _clustered(db, "descriptions", columns, ("table_name", "column_name"), keys=(), not_null="description")


def _create_search(db: Database) -> None:
    cast("Table", db["articles"]).enable_fts(
        ["title", "body"], tokenize="unicode61 remove_diacritics 2", create_triggers=True
    )
    # As written by sqlite-utils, one trigger would index the text anew whenever an article is merely seen again; the
    # other would write an index segment for each article, where the writer indexes all of a transaction at once.
    sql = next(trigger.sql for trigger in db.triggers if trigger.name == "articles_au")
    db.execute("DROP TRIGGER articles_au")
    db.execute("DROP TRIGGER articles_ai")
    db.execute(sql.replace("AFTER UPDATE ON", "AFTER UPDATE OF title, body ON", 1))
