"""One pack: a SQLite file of raw response bodies, addressed by SHA-256 and compressed against one another."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsarchive.store.packs.bodies import Bodies
from newsarchive.store.packs.connection import PackConnection
from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.headblocks import HeadBlocks
from newsarchive.store.packs.heads import Head, HeadRun
from newsarchive.store.packs.packing import MAX_TEXT, Packed
from newsarchive.store.packs.recipes import RecipeFinder
from newsarchive.store.packs.recompression import Recompression
from newsarchive.store.packs.removal import Removed, Remover
from newsarchive.store.packs.siblings import Siblings

_AT_ONCE = 1 << 20
"""Bytes of text up to which a body is re-coded without waiting: to try every setting of zlib takes 0.2 s then."""

_BATCH_BYTES = 4 << 20
"""Bytes of text that are compressed together: one by one, a page takes 0.1 ms longer, gzipped 0.5 (CPU caches)."""

_WAITING_CODINGS = (("gzip",), ("x-gzip",), ("deflate",))


@dataclass(frozen=True, slots=True)
class PackTotals:
    """What a pack holds: bodies, their bytes as received, and the bytes they take here (heads not counted)."""

    name: str
    blobs: int
    payload_bytes: int
    stored_bytes: int


class PackFile(PackConnection):
    """One pack, for reading or, by the one writer, for both. Changes are durable after `commit()`."""

    def __init__(self, path: Path, *, write: bool = False, keeps_log: bool = False, is_sealed: bool = False) -> None:
        super().__init__(path, write=write, keeps_log=keeps_log, is_sealed=is_sealed)
        self._delta = [0, 0, 0]
        self._at_hand: dict[str, tuple[bytes, str, datetime, bytes]] = {}
        """Bodies that are compressed a few together, by hash, with template, time and text."""
        self._at_hand_bytes = 0
        self._bodies = Bodies(self._connection, path, self.form)
        self._heads = HeadBlocks(self._connection, path)
        self._siblings = Siblings(self._connection, self._bodies)
        self._recompression = Recompression(self._connection, path, self._bodies)
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
        known = self._bodies.size(sha256)
        if known is not None:
            return known
        can_wait = tuple(codings) in _WAITING_CODINGS and len(body) > 0
        if text is not None and len(text) <= _AT_ONCE and (can_wait or not codings):
            self._at_hand[sha256] = (body, template, at, text if codings else body)
            self._at_hand_bytes += len(text)
            if self._at_hand_bytes >= _BATCH_BYTES:
                self._settle_all()
            return len(body)
        if can_wait:
            self._connection.execute(
                "INSERT INTO waiting (sha256, template_id, put_at, data) VALUES (?, ?, ?, ?)",
                (bytes.fromhex(sha256), self._template_id(template), int(at.timestamp()), body),
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
        return self._bodies.body(sha256)

    def get_text(self, sha256: str, codings: Sequence[str]) -> bytes | None:
        """The body without its content codings, at several times the pace of `get()` if it came with some.

        None where it is kept as it came, codings and all: undo them yourself. The text is held against a checksum of
        its own, not against the hash of the body. Raises DamagedPack.
        """
        self._settle_all()
        text, recipe = self._bodies.text(sha256)
        return None if codings and recipe is None else text

    def stored_bytes(self, sha256: str) -> int:
        """Bytes that a body (SHA-256, hex) takes here; 0 if it is not here."""
        return self._bodies.size(sha256) or 0

    def check_bodies(self) -> Iterator[tuple[str, str]]:
        """See `Bodies.check()`."""
        self._settle_all()
        return self._bodies.check()

    def hashes(self) -> Iterator[str]:
        """The hashes of all bodies, in no order. Raises DamagedPack if they cannot be read."""
        self._settle_all()
        return self._bodies.hashes()

    def put_heads(self, rows: Sequence[Sequence[Any]], *, again: bool = False) -> None:
        """Keep the heads of some snapshots, in ascending order of id: rows with the columns of `heads.COLUMNS`.

        `again`: some may be here already, and are not to be here twice.
        """
        self._begin()
        if again:
            self._heads.remove([row[0] for row in rows])
        self._heads.add(rows)

    def put_run(self, run: HeadRun) -> None:
        """Keep a run that heads here are of; one that is there already stays as it is."""
        self._begin()
        self._heads.add_run(run)

    def heads(self, after: int = 0, *, faults: list[str] | None = None) -> Iterator[Head]:
        """Every head here whose snapshot has a higher id than `after`, about in ascending order of id.

        Raises DamagedPack, naming file and block, for a block that cannot be read or is not what it was; with a list
        of `faults` the sentence goes there and the next block is read. A pack of form 1 has none.
        """
        return iter(()) if self.form == 1 else self._heads.read(after, faults=faults)

    def runs(self) -> Iterator[HeadRun]:
        """The runs whose heads are here. Raises DamagedPack if they cannot be read. A pack of form 1 has none."""
        return iter(()) if self.form == 1 else self._heads.runs()

    def last_id(self) -> int:
        """The highest snapshot id that has its head here; 0: none. Raises DamagedPack."""
        return 0 if self.form == 1 else self._heads.last_id()

    def repack(self, limit: int, *, harder: bool = False, everything: bool = False) -> int:
        """Do a piece of what can wait: re-code up to `limit` waiting bodies, merge small blocks of heads or, with
        `harder`, compress a batch of bodies harder. Gives how much was looked at: 0 means that all is done, but for a
        little that is left until more comes, unless it is to be `everything`.

        All of it happens inside the transaction, and is checked: stopping anywhere loses nothing.
        """
        self._begin()
        done = self._settle_waiting(limit) or self._heads.merge(everything=everything)
        if not done and (harder or everything):
            done, won = self._recompression.work(everything=everything)
            self._count(0, 0, -won)
        return done

    def _settle_waiting(self, limit: int) -> int:
        rows = self._connection.execute(
            "SELECT w.id, w.sha256, t.key, w.put_at, w.data FROM waiting w JOIN templates t ON t.id = w.template_id"
            " ORDER BY w.id LIMIT ?",
            (limit,),
        ).fetchall()
        for row_id, digest, template, put_at, body in rows:
            taken = self._settle(digest.hex(), body, template, datetime.fromtimestamp(put_at, UTC))
            self._count(0, 0, taken - len(body))
            self._connection.execute("DELETE FROM waiting WHERE id = ?", (row_id,))
        return len(rows)

    def remove(self, hashes: Collection[str], snapshot_ids: Collection[int]) -> Removed:
        """Take bodies (SHA-256, hex) and the heads of snapshots out for good, and commit. Raises DamagedPack.

        Bodies that leant on them are compressed anew first; it is all or nothing. What is not here is passed over.
        What was deleted is overwritten and free pages are cut off: with the log written back too (`write_back()`),
        nothing of it is left in the files.
        """
        self.commit()
        self._connection.execute("PRAGMA secure_delete = ON")
        self._begin()
        try:
            removed = Remover(self._connection, self.path).remove(hashes, snapshot_ids)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        finally:
            self._bodies.forget()
            self._siblings.forget()
            self._recompression.forget()
        self._count(-removed.bodies, -removed.payload_bytes, -removed.stored_bytes)
        self.shrink(everything=True)
        self._connection.execute("PRAGMA secure_delete = FAST")
        return removed

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
        super().commit()

    def totals(self) -> PackTotals:
        """Bodies and bytes as of the last commit. Raises DamagedPack."""
        sql = "SELECT name, blobs, payload_bytes, stored_bytes FROM pack"
        try:
            return PackTotals(*self._connection.execute(sql).fetchone())
        except (sqlite3.Error, TypeError) as error:
            raise DamagedPack(str(self.path), f"its totals cannot be read: {error}") from error

    def _count(self, blobs: int, payload: int, stored: int) -> None:
        delta = self._delta
        self._delta = [delta[0] + blobs, delta[1] + payload, delta[2] + stored]

    def _template_id(self, key: str) -> int:
        return self._bodies.name_id("templates", "key", key)

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
        template_id = self._template_id(template)
        packed = self._siblings.pack(template_id, text, sha256)
        # Standing alone may cost more than the body did, and is still right: the next pages lean on it.
        if recipe is not None and len(packed.data) >= len(body) and not packed.becomes_sibling:
            return self._insert_verbatim(sha256, body, template, at)
        blob_id = self._bodies.insert(sha256, packed, recipe, (len(body), len(text)), (template_id, at))
        if packed.becomes_sibling:
            self._siblings.adopt(template_id, blob_id, text, at)
        return len(packed.data)

    def _insert_verbatim(self, sha256: str, body: bytes, template: str, at: datetime) -> int:
        origin = (self._template_id(template), at)
        self._bodies.insert(sha256, Packed(0, body, None), None, (len(body), len(body)), origin)
        return len(body)
