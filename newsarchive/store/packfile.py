"""One pack: a SQLite file of raw response bodies, addressed by SHA-256 and compressed against one another."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsarchive.errors import ArchiveError
from newsarchive.store.packschema import connect_reading, connect_writing
from newsarchive.store.recipes import RecipeFinder, recreate
from newsarchive.store.siblings import MAX_TEXT, Packed, Siblings, unpack

_FREE_PAGES = 16
"""256 KB: less than this is left for the next pages to use."""

_AT_ONCE = 1 << 20
"""Bytes of text up to which a body is re-coded without waiting: to try every setting of zlib takes 0.2 s then."""

_BATCH_BYTES = 4 << 20
"""Bytes of text that are compressed together: one by one, a page takes 0.1 ms longer, gzipped 0.5 (CPU caches)."""

_KNOWN = (
    "SELECT stored_bytes FROM blobs WHERE sha256 = ?1"
    " UNION ALL SELECT length(data) FROM waiting WHERE sha256 = ?1 LIMIT 1"
)
_WAITING_CODINGS = (("gzip",), ("x-gzip",), ("deflate",))


class DamagedPack(ArchiveError):
    """Bytes that the index cites are missing from a pack, or are not what they were."""


@dataclass(frozen=True, slots=True)
class PackTotals:
    """What a pack holds: bodies, their bytes as received, and the bytes they take here."""

    name: str
    blobs: int
    payload_bytes: int
    stored_bytes: int


class PackFile:
    """One pack, for reading or, by the one writer, for both. Changes are durable after `commit()`."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self.path, self.name = path, path.stem
        self._delta = [0, 0, 0]
        try:
            self._connection = connect_writing(path) if write else connect_reading(path)
        except sqlite3.Error as error:
            raise DamagedPack(str(path), f"the pack cannot be opened: {error}") from error
        self._at_hand: dict[str, tuple[bytes, str, datetime, bytes]] = {}
        """Bodies that are compressed a few together, by hash, with template, time and text."""
        self._at_hand_bytes = 0
        self._siblings = Siblings(self._connection)
        self._recipes = RecipeFinder()

    def put(
        self,
        sha256: str,
        body: bytes,
        codings: Sequence[str],
        *,
        template: str,
        at: datetime,
        text: bytes | None = None,
    ) -> int:
        """Keep a body under its hash and give the bytes it takes. Known bodies cost a look-up.

        If the `text` is given (the body without its content coding) and not long, the body is only compressed before
        the next commit, a few together; otherwise at once, but with a coding it is stored as it is and waits for
        `repack()`. What is put off counts in full until then.
        """
        self._begin()
        if sha256 in self._at_hand:
            return len(body)
        known = self._connection.execute(_KNOWN, (sha256,)).fetchone()
        if known is not None:
            return int(known[0])
        can_wait = tuple(codings) in _WAITING_CODINGS and len(body) > 0
        if text is not None and len(text) <= _AT_ONCE and (can_wait or not codings):
            self._at_hand[sha256] = (body, template, at, text if codings else body)
            self._at_hand_bytes += len(text)
            if self._at_hand_bytes >= _BATCH_BYTES:
                self._settle_all()
            return len(body)
        if can_wait:
            self._connection.execute(
                "INSERT INTO waiting (sha256, template, put_at, data) VALUES (?, ?, ?, ?)",
                (sha256, template, at.isoformat(), body),
            )
            self._count(1, len(body), len(body))
            return len(body)
        if codings:
            taken = self._insert_verbatim(sha256, body, template, at)
        else:
            taken = self._settle(sha256, body, template, at, body)
        self._count(1, len(body), taken)
        return taken

    def get(self, sha256: str) -> bytes:
        """The exact body. Raises DamagedPack if it is not there, cannot be read, or does not have its hash."""
        self._settle_all()
        text, recipe = self._text(sha256)
        try:
            body = text if recipe is None else recreate(text, recipe)
        except ValueError as error:
            raise DamagedPack(str(self.path), f"body {sha256}: {error}") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            hint = "" if recipe is None else "; or this Python's zlib compresses unlike the one that wrote it"
            raise DamagedPack(str(self.path), f"body {sha256} does not have its checksum: it is damaged{hint}")
        return body

    def repack(self, limit: int) -> int:
        """Re-code up to `limit` waiting bodies, and give how many: 0 means that none waits.

        Each is moved inside the transaction, after it was checked: stopping anywhere loses nothing.
        """
        self._begin()
        rows = self._connection.execute(
            "SELECT id, sha256, template, put_at, data FROM waiting ORDER BY id LIMIT ?", (limit,)
        ).fetchall()
        for row_id, sha256, template, put_at, body in rows:
            taken = self._settle(sha256, body, template, datetime.fromisoformat(put_at))
            self._count(0, 0, taken - len(body))
            self._connection.execute("DELETE FROM waiting WHERE id = ?", (row_id,))
        return len(rows)

    def commit(self) -> None:
        """Make all changes durable: they survive the power going out."""
        self._settle_all()
        if not self._connection.in_transaction:
            return
        if any(self._delta):
            self._connection.execute(
                "UPDATE pack SET blobs = blobs + ?, payload_bytes = payload_bytes + ?, stored_bytes = stored_bytes + ?",
                self._delta,
            )
            self._delta = [0, 0, 0]
        self._siblings.save()
        self._connection.execute("COMMIT")

    def shrink(self) -> None:
        """Commit, and give free pages back to the file system where that is worth it."""
        self.commit()
        if self._connection.execute("PRAGMA freelist_count").fetchone()[0] > _FREE_PAGES:
            # Not execute(): it takes a pragma without columns for finished after the first of many steps.
            self._connection.executescript("PRAGMA incremental_vacuum")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def totals(self) -> PackTotals:
        """Bodies and bytes as of the last commit."""
        return PackTotals(*self._connection.execute("SELECT * FROM pack").fetchone())

    def seal(self) -> bool:
        """Leave one plain file without a log beside it, to be read from any medium; commits and closes.

        False if a reader has the pack open just now: then it stays as it is.
        """
        self.shrink()
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            (mode,) = self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError:
            mode = "wal"
        self._connection.close()
        return bool(mode == "delete")

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self._connection.close()

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")

    def _count(self, blobs: int, payload: int, stored: int) -> None:
        delta = self._delta
        self._delta = [delta[0] + blobs, delta[1] + payload, delta[2] + stored]

    def _settle_all(self) -> None:
        """Compress and store what is at hand; each body stays there until it is stored."""
        while self._at_hand:
            self._begin()
            sha256, (body, template, at, text) = next(iter(self._at_hand.items()))
            taken = self._settle(sha256, body, template, at, text)
            self._count(1, len(body), taken)
            del self._at_hand[sha256]
        self._at_hand_bytes = 0

    def _settle(self, sha256: str, body: bytes, template: str, at: datetime, text: bytes | None = None) -> int:
        """Store a body compressed, as its text and a recipe if it came coded, and give the bytes it takes.

        `text` is `body` itself if it came plain. What cannot be made again, or would take more, is kept verbatim.
        """
        recipe: str | None = None
        if text is not body:
            found = self._recipes.find(template.partition(" ")[0], body, MAX_TEXT, text)
            if found is None:
                return self._insert_verbatim(sha256, body, template, at)
            text, recipe = found
        packed = self._siblings.pack(template, text, at)
        stored = len(packed.data) + len(recipe or "")
        # Standing alone may cost more than the body did, and is still right: the next pages lean on it.
        if recipe is not None and stored >= len(body) and not packed.becomes_sibling:
            return self._insert_verbatim(sha256, body, template, at)
        blob_id = self._insert(sha256, packed, recipe, (len(body), len(text)), (template, at))
        if packed.becomes_sibling:
            self._siblings.adopt(template, blob_id, text, at)
        return stored

    def _insert_verbatim(self, sha256: str, body: bytes, template: str, at: datetime) -> int:
        self._insert(sha256, Packed("verbatim", body, None), None, (len(body), len(body)), (template, at))
        return len(body)

    def _insert(
        self, sha256: str, packed: Packed, recipe: str | None, sizes: tuple[int, int], origin: tuple[str, datetime]
    ) -> int:
        """Add a blob; `sizes` are those of body and text, `origin` its template and time."""
        template, at = origin
        stored = len(packed.data) + len(recipe or "")
        cursor = self._connection.execute(
            "INSERT INTO blobs (sha256, codec, recipe, sibling_id, payload_bytes, text_bytes, stored_bytes, template,"
            " put_at, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (sha256, packed.codec, recipe, packed.sibling_id, *sizes, stored, template, at.isoformat(), packed.data),
        )
        return int(cursor.lastrowid or 0)

    def _text(self, sha256: str) -> tuple[bytes, str | None]:
        try:
            row = self._connection.execute(
                "SELECT b.codec, b.data, b.text_bytes, b.recipe, s.codec, s.data, s.text_bytes FROM blobs b"
                " LEFT JOIN blobs s ON s.id = b.sibling_id WHERE b.sha256 = ?",
                (sha256,),
            ).fetchone()
            if row is None:
                waiting = self._connection.execute("SELECT data FROM waiting WHERE sha256 = ?", (sha256,)).fetchone()
                if waiting is not None:
                    return waiting[0], None
                raise DamagedPack(str(self.path), f"body {sha256} is not in this pack")
            sibling = None if row[4] is None else unpack(row[4], row[5], row[6], None)
            return unpack(row[0], row[1], row[2], sibling), row[3]
        except (sqlite3.Error, ValueError) as error:
            raise DamagedPack(str(self.path), f"body {sha256} cannot be read: {error}") from error
