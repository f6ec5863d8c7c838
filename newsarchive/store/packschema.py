"""The tables of a pack, and connections to one."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

PACK_APPLICATION_ID = 0x4E415250
"""'NARP' in the header of a pack."""

# Pages of 16 KB: several bodies of 3 KB lie inside one; at 4 KB each body would leave half a page empty.
_SCHEMA = f"""
PRAGMA page_size = 16384;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA application_id = {PACK_APPLICATION_ID};
BEGIN;
CREATE TABLE pack (
  name TEXT PRIMARY KEY, blobs INTEGER NOT NULL, payload_bytes INTEGER NOT NULL, stored_bytes INTEGER NOT NULL
);
CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE, -- of the body as it came over the wire
  codec TEXT NOT NULL, -- how data holds the text: verbatim, zstd, or zstd-sibling (raw-content dictionary)
  recipe TEXT, -- how the body is made from the text (JSON, see recipes.py); null: the body is the text
  sibling_id INTEGER REFERENCES blobs (id), -- the blob whose text is the dictionary; it stands alone itself
  payload_bytes INTEGER NOT NULL,
  text_bytes INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL,
  template TEXT NOT NULL, -- pages with the same key look alike
  put_at TEXT NOT NULL,
  data BLOB NOT NULL
);
-- Bodies that came compressed wait here, verbatim, until repack() moves them to blobs. A table of its own, because its
-- pages become free as a whole: rows that shrink where they are leave holes.
CREATE TABLE waiting (
  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, template TEXT NOT NULL, put_at TEXT NOT NULL, data BLOB NOT NULL
);
CREATE TABLE siblings ( -- see siblings.py for what these mean
  key TEXT PRIMARY KEY, blob_id INTEGER NOT NULL REFERENCES blobs (id), set_at TEXT NOT NULL, pages INTEGER NOT NULL,
  total INTEGER NOT NULL, recent REAL NOT NULL
) WITHOUT ROWID;
"""


def connect_writing(path: Path) -> sqlite3.Connection:
    """A connection for the one writer, to a pack that is made if need be; what it commits is durable."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 10000")
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'pack'").fetchone():
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO pack VALUES (?, 0, 0, 0)", (path.stem,))
        connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL, not NORMAL: the index may cite these bytes as soon as they are committed.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -16384")
    return connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection to an existing pack."""
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM pack").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if not path.exists() or path.with_name(path.name + "-wal").exists():
            raise
        connection = sqlite3.connect(uri + "&immutable=1", uri=True, isolation_level=None)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
