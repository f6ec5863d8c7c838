"""Holds the rows of `snapshots` against the packs: each has its body there, and its head says what the row says."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from newsarchive.errors import ArchiveError
from newsarchive.store.packs.heads import COLUMNS, Head
from newsarchive.store.packs.packfile import PackFile
from newsarchive.store.tombstones import Tombstones
from newsarchive.upkeep.faults import Fault, Looked

_CITED = (
    "SELECT pack, payload_sha256, count(*) FROM snapshots WHERE pruned_at IS NULL GROUP BY pack, payload_sha256"
    " ORDER BY 1, 2"
)
_COMPARED = tuple(name for name in COLUMNS if name != "kind")
"""`kind` may become known after a head was written."""
_ROW = f"SELECT {', '.join(_COMPARED)}, head_pack FROM snapshots WHERE id = ?"  # noqa: S608 - constants
_HEADED = "SELECT head_pack, count(*) FROM snapshots WHERE id <= ? GROUP BY head_pack"
_KNOWN_LOST = (
    "SELECT 1 FROM failures f JOIN snapshots s ON s.id = f.snapshot_id"
    " WHERE s.payload_sha256 = ? AND f.reason = 'bytes-lost' LIMIT 1"
)


class CitedChecks:
    """Compares index and packs; `unreadable` are packs of which it is known that nothing can be read."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, looked: Looked, unreadable: set[str]) -> None:
        self._folder, self._connection, self._looked = folder, connection, looked
        self._unreadable = unreadable
        self._tombstones = Tombstones(connection)
        self._known_lost = 0
        self._told: set[str] = set()
        """Bodies that were found to be lost: two checks may meet one."""

    def bodies(self) -> Iterator[Fault]:
        """Every row's body is in its pack, by name. Both sides are read in order of the hash, so memory stays flat.

        The rows are those of one moment, each pack is read after it: a crawl that writes meanwhile makes no fault.
        """
        present: Iterator[str] = iter(())
        current, at = None, ""
        gone: Counter[str] = Counter()
        for name, sha256, count in self._connection.execute(_CITED):
            if name in self._unreadable:
                gone[name] += count
                continue
            if name != current:
                current, at = name, ""
                try:
                    present = self._hashes(name)
                except ArchiveError as error:
                    self._unreadable.add(name)
                    gone[name] += count
                    yield Fault("pack-unreadable", f"packs/{name}.db", f"{self._bare(error)}; put it back from a copy")
                    continue
            while at < sha256:
                at = next(present, "~")
            if at != sha256:
                yield from self.lost(name, sha256, "is not in this pack")
            self._looked.add("rows", count)
        for name, count in gone.items():
            yield Fault("body-missing", f"packs/{name}.db", f"the bytes of {count} snapshots are lost with it")

    def note_known_losses(self) -> None:
        """To be called at the end: losses that are on record are no faults, as nothing can be done about them."""
        if self._known_lost:
            self._looked.notes.append(f"{self._known_lost} bodies are known to be lost (failures of reason bytes-lost)")

    def lost(self, name: str, sha256: str, why: str) -> Iterator[Fault]:
        """The fault of a body that cannot be had, with the first snapshot of it; none if the loss is on record."""
        row = self._connection.execute(
            "SELECT id, url FROM snapshots WHERE payload_sha256 = ? AND pack = ?"
            " AND pruned_at IS NULL ORDER BY id LIMIT 1",
            (sha256, name),
        ).fetchone()
        # none: a takedown has removed it since, or nothing cites it
        if row is None or sha256 in self._told:
            return
        self._told.add(sha256)
        if self._connection.execute(_KNOWN_LOST, (sha256,)).fetchone():
            self._known_lost += 1
            return
        why = why.partition(f"body {sha256}")[2].lstrip(": ") or why
        what = f"the bytes of snapshot {row[0]}, {row[1]}, are lost: body {sha256} {why}"
        kind = "body-missing" if "not in this pack" in why else "body-damaged"
        yield Fault(kind, f"packs/{name}.db", what, body=(name, sha256))

    def heads(self) -> Iterator[Fault]:
        """Every head in a pack is a row that says the same, and every row that should have a head has one."""
        (until,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM snapshots").fetchone()
        expected = dict(self._connection.execute(_HEADED, (until,)).fetchall())  # before the packs, which only gain
        found: Counter[str] = Counter()
        for path in sorted((self._folder / "packs").glob("????-??.db")):
            if path.stem in self._unreadable:
                continue
            faults: list[str] = []
            with closing(PackFile(path)) as pack:
                for head in pack.heads(faults=faults):
                    found[path.stem] += 1
                    for fault in self._head(path.stem, head, until):
                        if fault.head is not None:  # it was found, only not where its row says
                            found[self._said_of(head.id)] += 1
                        yield fault
            yield from (Fault("head-damaged", f"packs/{path.name}", self._bare(text)) for text in faults)
        for name in sorted(name for name in expected if name is not None and found[name] < expected[name]):
            if name not in self._unreadable:
                yield from self._headless(name, found[name], until)
        if None in expected:
            note = f"{expected[None]} snapshots have no head in a pack yet: a crawl that idles writes them"
            self._looked.notes.append(note)

    def _said_of(self, snapshot_id: int) -> str:
        row = self._connection.execute("SELECT head_pack FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone()
        return str(row[0])

    def _head(self, name: str, head: Head, until: int) -> Iterator[Fault]:
        self._looked.add("heads")
        row = self._connection.execute(_ROW, (head.id,)).fetchone()
        where = f"news.db, table snapshots, row {head.id}"
        if row is None:
            if head.id <= until and self._tombstones.covers(head.url, sha256=head.payload_sha256) is None:
                what = f"packs/{name}.db has the head of this response to {head.url}, and the index does not"
                yield Fault("row-missing", where, what, "rows")
            return
        wanted = dict(zip(COLUMNS, head.row(), strict=True))
        if head.outlet is None:  # whose it is may be found out later
            wanted["outlet"] = row[_COMPARED.index("outlet")]
        wrong = [column for column, value in zip(_COMPARED, row, strict=False) if value != wanted[column]]
        if wrong:
            yield Fault("head-differs", where, f"column {wrong[0]} is not what the head in packs/{name}.db says")
        elif row[-1] != name:
            what = f"its head is in packs/{name}.db, and head_pack says {row[-1]}"
            yield Fault("head-differs", where, what, "rows", head=(head.id, name))

    def _headless(self, name: str, count: int, until: int) -> Iterator[Fault]:
        expected = dict(self._connection.execute(_HEADED, (until,)).fetchall()).get(
            name, 0
        )  # a takedown takes heads too
        if count < expected:
            what = f"{expected - count} snapshots have no head there: an index made anew would lack them"
            yield Fault("head-missing", f"packs/{name}.db", what)

    def _hashes(self, name: str) -> Iterator[str]:
        """Hashes of all bodies of a pack, each once and in their order. Raises DamagedPack if they cannot be listed."""
        scratch = sqlite3.connect("", isolation_level=None)  # a file that SQLite itself makes and takes away
        scratch.execute("CREATE TABLE hashes (sha256 TEXT)")
        scratch.execute("BEGIN")
        with closing(PackFile(self._folder / "packs" / f"{name}.db")) as pack:
            scratch.executemany("INSERT INTO hashes VALUES (?)", ((sha256,) for sha256 in pack.hashes()))
        return (row[0] for row in scratch.execute("SELECT DISTINCT sha256 FROM hashes ORDER BY sha256"))

    def _bare(self, error: object) -> str:
        """A sentence without the path that it begins with: faults name files as the archive does."""
        return str(error).removeprefix(str(self._folder / "packs") + "/").partition(": ")[2] or str(error)
