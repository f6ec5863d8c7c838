"""The bodies of a pack: rows of `blobs` and `waiting`, found by hash, and read from packs of either form."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import zstandard

from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.packing import Packed, unpack
from newsarchive.store.packs.recipes import recreate

_TEXT = (
    "SELECT b.level, b.data, b.text_bytes, b.sibling_id, r.recipe FROM blobs b"
    " LEFT JOIN recipes r ON r.id = b.recipe_id"
    " WHERE substr(b.sha256, 1, 6) = substr(?1, 1, 6) AND b.sha256 = ?1"
)
_KNOWN = (
    "SELECT length(data) FROM blobs WHERE substr(sha256, 1, 6) = substr(?1, 1, 6) AND sha256 = ?1"
    " UNION ALL SELECT length(data) FROM waiting WHERE sha256 = ?1 LIMIT 1"
)
_TEXT_1 = "SELECT codec <> 'verbatim', data, text_bytes, sibling_id, recipe FROM blobs WHERE sha256 = ?1"
_SIBLING = "SELECT level, data, text_bytes FROM blobs WHERE id = ?"
_SIBLING_1 = "SELECT codec <> 'verbatim', data, text_bytes FROM blobs WHERE id = ?"
_INSERT = (
    "INSERT INTO blobs (sha256, level, is_sibling, recipe_id, sibling_id, template_id, put_at, payload_bytes,"
    " text_bytes, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_FEW = 8
"""Siblings whose texts a reader keeps at hand."""


class Bodies:
    """Reads and writes the bodies of a pack over a connection to it. Commits nothing."""

    def __init__(self, connection: sqlite3.Connection, path: Path, form: int) -> None:
        self._connection, self._path, self._form = connection, path, form
        self._text_sql, self._sibling_sql = (_TEXT_1, _SIBLING_1) if form == 1 else (_TEXT, _SIBLING)
        self._names: dict[tuple[str, str], int] = {}
        self._siblings: OrderedDict[int, bytes] = OrderedDict()

    def size(self, sha256: str) -> int | None:
        """Bytes that a body takes here; None if it is not here."""
        row = self._connection.execute(_KNOWN, (bytes.fromhex(sha256),)).fetchone()
        return None if row is None else int(row[0])

    def body(self, sha256: str) -> bytes:
        """The exact body. Raises DamagedPack if it is not there, cannot be read, or does not have its hash."""
        text, recipe = self.text(sha256)
        try:
            body = text if recipe is None else recreate(text, recipe)
        except ValueError as error:
            raise DamagedPack(str(self._path), f"body {sha256}: {error}") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            hint = "" if recipe is None else "; or this Python's zlib compresses unlike the one that wrote it"
            raise DamagedPack(str(self._path), f"body {sha256} does not have its checksum: it is damaged{hint}")
        return body

    def text(self, sha256: str) -> tuple[bytes, str | None]:
        """What is stored of a body, and the recipe that makes the body of it; None: it is the body.

        Nothing is checked against the hash. Raises DamagedPack if it is not there or cannot be read.
        """
        key = self._key(sha256)
        try:
            row = self._connection.execute(self._text_sql, (key,)).fetchone()
            if row is None:
                waiting = self._connection.execute("SELECT data FROM waiting WHERE sha256 = ?", (key,)).fetchone()
                if waiting is not None:
                    return waiting[0], None
                raise DamagedPack(str(self._path), f"body {sha256} is not in this pack")
            level, data, size, sibling_id, recipe = row
            return unpack(data, size, self.sibling(sibling_id)) if level else data, recipe
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise DamagedPack(str(self._path), f"body {sha256} cannot be read: {error}") from error

    def check(self) -> Iterator[tuple[str, str]]:
        """Each body that cannot be read, by its hash, and why. The text of each is held against its own checksum.

        Only where a frame has none, as in packs of form 1, is the body made and its hash compared, at a tenth the pace.
        """
        for sha256 in list(self.hashes()):
            try:
                sql = "SELECT data FROM blobs WHERE substr(sha256, 1, 6) = substr(?1, 1, 6) AND sha256 = ?1 AND level"
                row = None if self._form == 1 else self._connection.execute(sql, (self._key(sha256),)).fetchone()
                if row is not None and zstandard.get_frame_parameters(row[0]).has_checksum:
                    self.text(sha256)
                else:
                    self.body(sha256)
            except (DamagedPack, sqlite3.Error, zstandard.ZstdError) as error:
                yield sha256, str(error)

    def hashes(self) -> Iterator[str]:
        """The hashes of all bodies, in no order. Raises DamagedPack if they cannot be read."""
        try:
            for (digest,) in self._connection.execute("SELECT sha256 FROM blobs UNION ALL SELECT sha256 FROM waiting"):
                yield digest if self._form == 1 else digest.hex()
        except sqlite3.Error as error:
            raise DamagedPack(str(self._path), f"its bodies cannot be listed: {error}") from error

    def insert(
        self, sha256: str, packed: Packed, recipe: str | None, sizes: tuple[int, int], origin: tuple[int, datetime]
    ) -> int:
        """Add a blob and give its id; `sizes` are those of body and text, `origin` its template's id and time."""
        recipe_id = None if recipe is None else self.name_id("recipes", "recipe", recipe)
        template_id, at = origin
        cursor = self._connection.execute(
            _INSERT,
            (bytes.fromhex(sha256), packed.level, packed.becomes_sibling, recipe_id, packed.sibling_id, template_id,
             int(at.timestamp()), *sizes, packed.data),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)

    def name_id(self, table: str, column: str, name: str) -> int:
        """The number of a template or recipe, which gets one if it has none."""
        found = self._names.get((table, name))
        if found is None:
            if len(self._names) > 4096:
                self._names.clear()
            self._connection.execute(f"INSERT OR IGNORE INTO {table} ({column}) VALUES (?)", (name,))  # noqa: S608
            row = self._connection.execute(f"SELECT id FROM {table} WHERE {column} = ?", (name,)).fetchone()  # noqa: S608
            found = self._names[table, name] = int(row[0])
        return found

    def forget(self) -> None:
        """Hold nothing in memory of what may have been removed."""
        self._siblings.clear()
        self._names.clear()

    def sibling(self, blob_id: int | None) -> bytes | None:
        """The text of a blob that others lean on; None for None. Raises ValueError if it cannot be read."""
        if blob_id is None:
            return None
        text = self._siblings.get(blob_id)
        if text is None:
            level, data, size = self._connection.execute(self._sibling_sql, (blob_id,)).fetchone()
            text = self._siblings[blob_id] = unpack(data, size, None) if level else data
            if len(self._siblings) > _FEW:
                self._siblings.popitem(last=False)
        else:
            self._siblings.move_to_end(blob_id)
        return text

    def _key(self, sha256: str) -> bytes | str:
        return sha256 if self._form == 1 else bytes.fromhex(sha256)
