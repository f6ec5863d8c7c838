"""Checks of the pack files themselves: that they are there, and that no byte of them has changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from newsarchive.errors import ArchiveError
from newsarchive.store.packs.ledger import check_pages, unchecked
from newsarchive.store.packs.packfile import PackFile
from newsarchive.upkeep.faults import BYTES, Fault, Looked
from newsarchive.upkeep.quiet import quiet_stamp

_ROW = "SELECT name, sealed_at, sha256, file_bytes FROM packs WHERE name = ?"


class FileChecks:
    """Looks at each file under `packs/`. `unreadable` then has the packs that hold nothing for anybody to read."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, looked: Looked) -> None:
        self._folder, self._connection, self._looked = folder, connection, looked
        self.unreadable: set[str] = set()

    def check(self) -> Iterator[Fault]:
        """Every pack that the index names, and every file that it does not name."""
        names = [row[0] for row in self._connection.execute("SELECT name FROM packs ORDER BY name").fetchall()]
        for name in names:
            yield from self._pack(name)
            self._looked.add("packs")
        there = {path.stem: path for path in sorted((self._folder / "packs").glob("*.db"))}
        for name in sorted(there.keys() - set(names)):
            if quiet_stamp(self._folder) is not None and not self._knows(name):
                yield from self._unknown(name, there[name])

    def _unknown(self, name: str, path: Path) -> Iterator[Fault]:
        """A pack that the index does not name. If a run died as it began it, the next run takes it in by itself."""
        where = f"packs/{name}.db"
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM snapshots").fetchone()
        try:
            with closing(PackFile(path)) as pack:
                is_begun = all(head.id > last for head in pack.heads())
        except (ArchiveError, sqlite3.Error):
            is_begun = False
        if is_begun:
            self._looked.notes.append(
                f"{where} is not in the index yet: a run died as it began it; the next takes it in"
            )
        else:
            yield Fault("pack-unknown", where, "the index does not know this pack: it is older than the packs", "rows")

    def _knows(self, name: str) -> bool:
        return self._connection.execute(_ROW, (name,)).fetchone() is not None

    def _pack(self, name: str) -> Iterator[Fault]:
        path, where = self._folder / "packs" / f"{name}.db", f"packs/{name}.db"
        if not path.exists():
            self.unreadable.add(name)
            yield Fault("pack-missing", where, "the file is missing: put it back from a copy")
            return
        (_, sealed_at, sha256, size) = self._connection.execute(_ROW, (name,)).fetchone()
        if sealed_at is not None:
            yield from self._sealed(name, path, sha256, size)
        else:
            yield from self._open(name, path)

    def _sealed(self, name: str, path: Path, sha256: str | None, size: int | None) -> Iterator[Fault]:
        where = f"packs/{name}.db"
        if sha256 is None:
            self._looked.notes.append(f"{where} has no checksum: its index was made anew from the packs")
        else:
            found = file_sha256(path, self._looked)
            if found != sha256:
                row = self._connection.execute(_ROW, (name,)).fetchone()  # a takedown may just have closed it anew
                if row is not None and row[2] == file_sha256(path, self._looked):
                    found = sha256
            if found != sha256:
                there = path.stat().st_size
                much = f"it has {there} bytes and had {size}" if there != size else "it has the bytes that it had"
                what = f"the file is not the one that was sealed ({much}, its SHA-256 is another)"
                yield Fault("pack-changed", where, what)
        yield from self._opens(name, path)

    def _open(self, name: str, path: Path) -> Iterator[Fault]:
        """A pack that is still written to: its structure, and its pages as the last checkpoint left them."""
        before = quiet_stamp(self._folder)
        faults = [] if before is None else self._pages(name, path)
        if before is not None and quiet_stamp(self._folder) == before:
            yield from faults
        else:
            self._looked.notes.append(f"the pages of packs/{name}.db were not looked at: a run is writing to it")
        yield from self._opens(name, path)

    def _pages(self, name: str, path: Path) -> list[Fault]:
        sql = "SELECT page, crc32 FROM pack_pages WHERE pack = ? ORDER BY page"
        texts = check_pages(path, self._connection.execute(sql, (name,)))
        faults = [Fault("pack-changed", f"packs/{name}.db", text.removeprefix(f"{path}: ")) for text in texts]
        why = unchecked(path, self._connection.execute(sql, (name,)))
        if why is not None:
            self._looked.notes.append(f"packs/{name}.db: {why.removeprefix(f'{path}: ')}")
        return faults

    def _opens(self, name: str, path: Path) -> Iterator[Fault]:
        """Whether it is a pack, and the one of its name, whose tables can be read."""
        where = f"packs/{name}.db"
        try:
            with closing(PackFile(path)) as pack:
                inside = pack.totals().name
        except (ArchiveError, sqlite3.Error, TypeError) as error:
            self.unreadable.add(name)
            text = str(error).removeprefix(f"{path}: ")
            yield Fault("pack-unreadable", where, f"it cannot be read: {text}; put it back from a copy")
            return
        if inside != name:
            yield Fault("pack-changed", where, f"this is the pack {inside} under another name")


def file_sha256(path: Path, looked: Looked | None = None) -> str:
    """SHA-256 (hex) of a file, read in pieces; counted as it goes on."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            if looked is not None:
                looked.add(BYTES, len(piece))
    return digest.hexdigest()
