"""Brings a pack of form 1 to the present form: everything it holds stays, byte by byte, under the same numbers."""

from __future__ import annotations

import sqlite3

from newsarchive.store.packs.schema import FORM, GENERATIONS, TABLES

_OLD = ("blobs", "waiting", "siblings")

_COPY = """
ALTER TABLE pack ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pack ADD COLUMN repacked INTEGER NOT NULL DEFAULT 0;
INSERT INTO templates (key) SELECT template FROM blobs_1 UNION SELECT template FROM waiting_1 UNION
  SELECT key FROM siblings_1;
INSERT INTO recipes (recipe) SELECT DISTINCT recipe FROM blobs_1 WHERE recipe IS NOT NULL;
INSERT INTO blobs (id, sha256, level, is_sibling, recipe_id, sibling_id, template_id, put_at, payload_bytes, text_bytes,
    data)
  SELECT b.id, unhexed(b.sha256), (b.codec <> 'verbatim') * iif(b.sibling_id IS NULL, 9, 3),
    b.id IN (SELECT sibling_id FROM blobs_1 WHERE sibling_id IS NOT NULL UNION SELECT blob_id FROM siblings_1),
    r.id, b.sibling_id, t.id,
    unixepoch(b.put_at), b.payload_bytes, b.text_bytes, b.data
  FROM blobs_1 b JOIN templates t ON t.key = b.template LEFT JOIN recipes r ON r.recipe = b.recipe;
INSERT INTO waiting (id, sha256, template_id, put_at, data)
  SELECT w.id, unhexed(w.sha256), t.id, unixepoch(w.put_at), w.data
  FROM waiting_1 w JOIN templates t ON t.key = w.template;
INSERT INTO siblings (template_id, blob_id, set_at, pages, total, recent)
  SELECT t.id, s.blob_id, unixepoch(s.set_at), s.pages, s.total, s.recent
  FROM siblings_1 s JOIN templates t ON t.key = s.key;
UPDATE pack SET stored_bytes = (SELECT ifnull(sum(length(data)), 0) FROM blobs)
  + (SELECT ifnull(sum(length(data)), 0) FROM waiting);
"""


def upgrade(connection: sqlite3.Connection) -> None:
    """Do it, all in one transaction. Takes a second for some 20,000 pages, and as much room as the pack has."""
    connection.create_function("unhexed", 1, bytes.fromhex, deterministic=True)
    statements = ["BEGIN IMMEDIATE", f"PRAGMA user_version = {FORM * GENERATIONS}", "PRAGMA legacy_alter_table = ON"]
    statements += [f"ALTER TABLE {name} RENAME TO {name}_1" for name in _OLD]
    statements += [TABLES, _COPY, *(f"DROP TABLE {name}_1" for name in reversed(_OLD)), "COMMIT"]
    try:
        connection.executescript(";\n".join(statements))
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA legacy_alter_table = OFF")
