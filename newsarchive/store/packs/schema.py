"""The tables of a pack."""

from __future__ import annotations

import sqlite3

PACK_APPLICATION_ID = 0x4E415250
"""'NARP' in the header of a pack."""

FORM = 2
"""The form of packs that this version writes: the upper byte of `user_version`. Form 1 (with 0 there) had no heads, and
hashes, templates and recipes as text in each row; it is read wherever it is, and brought to form 2 when written to."""

GENERATIONS = 1 << 24
"""The lower three bytes of `user_version` count the states of the file (see ledger.py), modulo this."""

TABLES = """
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL, -- of the body as it came over the wire
  level INTEGER NOT NULL, -- of zstd, at which data was compressed; 0: data is the text itself
  is_sibling INTEGER NOT NULL, -- 1: it was chosen for others to lean on, so it stands alone and stays where it is
  recipe_id INTEGER REFERENCES recipes (id), -- how the body is made from the text; null: the body is the text
  sibling_id INTEGER REFERENCES blobs (id), -- the blob whose text is the (raw content) dictionary; it stands alone
  template_id INTEGER NOT NULL REFERENCES templates (id),
  put_at INTEGER NOT NULL, -- seconds since 1970 in UTC
  payload_bytes INTEGER NOT NULL,
  text_bytes INTEGER NOT NULL,
  data BLOB NOT NULL
);
-- The first bytes of a hash find it as well as all of them, and take 26 bytes less a body.
CREATE INDEX blobs_by_hash ON blobs (substr(sha256, 1, 6));
-- Bodies that came compressed wait here, verbatim, until repack() moves them to blobs. A table of its own, because its
-- pages become free as a whole: rows that shrink where they are leave holes.
CREATE TABLE waiting (
  id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, template_id INTEGER NOT NULL REFERENCES templates (id),
  put_at INTEGER NOT NULL, data BLOB NOT NULL
);
CREATE TABLE templates (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE, -- pages with the same key look alike
  strangers BLOB -- SHA-256 of the pages of late, up to two, that looked like no sibling of theirs; null: none
);
CREATE TABLE recipes (id INTEGER PRIMARY KEY, recipe TEXT NOT NULL UNIQUE); -- JSON, see recipes.py
CREATE TABLE siblings ( -- see siblings.py for what these mean
  template_id INTEGER NOT NULL REFERENCES templates (id), blob_id INTEGER NOT NULL REFERENCES blobs (id),
  set_at INTEGER NOT NULL, pages INTEGER NOT NULL, total INTEGER NOT NULL, recent REAL NOT NULL,
  PRIMARY KEY (template_id, blob_id)
) WITHOUT ROWID;
CREATE TABLE heads ( -- what the index says of each snapshot, see heads.py
  id INTEGER PRIMARY KEY,
  first_id INTEGER NOT NULL, -- lowest and highest snapshots.id in the block, and how many there are
  last_id INTEGER NOT NULL,
  count INTEGER NOT NULL,
  text_bytes INTEGER NOT NULL,
  sha256 BLOB NOT NULL, -- of the lines before compression
  data BLOB NOT NULL -- zstd
);
CREATE INDEX heads_by_id ON heads (last_id, first_id);
CREATE TABLE runs ( -- the runs that these snapshots are of, as the index has them when they begin
  id INTEGER PRIMARY KEY, command TEXT NOT NULL, version TEXT NOT NULL, user_agent TEXT, options TEXT NOT NULL,
  started_at TEXT NOT NULL
);
"""

# Pages of 16 KB: several bodies of 3 KB lie inside one; at 4 KB each body would leave half a page empty.
SCHEMA = f"""
PRAGMA page_size = 16384;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA application_id = {PACK_APPLICATION_ID};
BEGIN;
PRAGMA user_version = {FORM * GENERATIONS};
CREATE TABLE pack (
  name TEXT PRIMARY KEY, blobs INTEGER NOT NULL, payload_bytes INTEGER NOT NULL, stored_bytes INTEGER NOT NULL,
  generation INTEGER NOT NULL, -- counts the states of the file, as does its header
  repacked INTEGER NOT NULL -- blobs up to this id were compressed harder, as far as that paid
);
{TABLES}
"""


def form_of(connection: sqlite3.Connection) -> int:
    """1 or 2: the form of a pack. Raises sqlite3.DatabaseError for one of a newer version."""
    form = int(connection.execute("PRAGMA user_version").fetchone()[0]) // GENERATIONS or 1
    if form not in (1, FORM):
        raise sqlite3.DatabaseError(f"it is of form {form}, and this version knows {FORM}; please upgrade")
    return form
