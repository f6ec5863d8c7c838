"""The folder of packs: chooses the month's file for writing, finds bodies for reading, seals months that are over."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsarchive.store.packs.damage import DamagedPack, PackInUse
from newsarchive.store.packs.heads import Head, HeadRun
from newsarchive.store.packs.ledger import Ledger
from newsarchive.store.packs.packfile import PackFile, PackTotals

_OPEN = 8
"""Packs open at a time: an import of old pages may touch many months."""

_LOG_BYTES = 16 << 20
"""Size of a write-ahead log from which on it is written back: readers look into it for each page they want."""


@dataclass(frozen=True, slots=True)
class Put:
    """Where a body went and how many bytes it takes there."""

    pack: str
    stored_bytes: int


def month_of(at: datetime) -> str:
    """`2025-04`: the month, in UTC, after which a pack is named."""
    return at.astimezone(UTC).strftime("%Y-%m")


class Packs:
    """All packs of an archive. For reading by default; the one writer passes `write=True` and calls `commit()`.

    Only what changes a pack opens it for writing: a sealed one that is read stays as it is.
    """

    def __init__(self, folder: Path, *, write: bool = False, ledger: Ledger | None = None) -> None:
        """`ledger`: where the writer records the checksum of each page of the packs it writes to."""
        self._folder, self._write, self._ledger = folder, write, ledger
        self._open: OrderedDict[str, PackFile] = OrderedDict()
        if write:
            folder.mkdir(exist_ok=True)

    def names(self) -> list[str]:
        """The packs that are there, oldest first."""
        return sorted(path.stem for path in self._folder.glob("????-??.db"))

    def path(self, name: str) -> Path:
        """The file of a pack."""
        return self._folder / f"{name}.db"

    def put(
        self,
        sha256: str,
        body: bytes,
        codings: Sequence[str],
        *,
        sibling_key: str,
        at: datetime,
        pack: str | None = None,
        text: bytes | None = None,
    ) -> Put:
        """Keep a body (see `PackFile.put`) in the pack named, or else in that of the month of `at`."""
        name = pack or month_of(at)
        return Put(name, self.for_writing(name).put(sha256, body, codings, template=sibling_key, at=at, text=text))

    def get(self, pack: str, sha256: str) -> bytes:
        """The exact body. Raises DamagedPack if pack or body is missing or damaged."""
        return self.for_reading(pack).get(sha256)

    def heads(self, name: str, after: int = 0, *, faults: list[str] | None = None) -> Iterator[Head]:
        """The heads in a pack: see `PackFile.heads()`. Raises DamagedPack, if the pack is missing too."""
        return self.for_reading(name).heads(after, faults=faults)

    def runs(self, name: str) -> Iterator[HeadRun]:
        """The runs whose heads are in a pack. Raises DamagedPack, if the pack is missing too."""
        return self.for_reading(name).runs()

    def commit(self) -> None:
        """Make all changes in all packs durable."""
        for pack in self._open.values():
            if pack.is_writable:
                pack.commit()

    def get_text(self, pack: str, sha256: str, codings: Sequence[str]) -> bytes | None:
        """The body without its content codings, if it is kept so: see `PackFile.get_text()`. Raises DamagedPack."""
        return self.for_reading(pack).get_text(sha256, codings)

    def repack(self, names: Sequence[str], limit: int, *, harder: bool = False) -> int:
        """Do a piece of what can wait in the packs named (see `PackFile.repack()`); gives how much was looked at."""
        done = 0
        for name in names:
            done += self.for_writing(name).repack(limit - done, harder=harder)
            if done >= limit:
                break
        return done

    def shrink(self, names: Sequence[str]) -> None:
        """Give the room that repacking freed back to the file system. Not inside a transaction of the index."""
        for name in names:
            pack = self.for_writing(name)
            if pack.shrink():
                self._write_back(pack)

    def tidy(self) -> None:
        """Write logs back that have grown long, and close packs beyond a few. Not inside a transaction of the index."""
        for pack in list(self._open.values()):
            if pack.is_writable and pack.log_bytes() > _LOG_BYTES:
                self._write_back(pack)
        while len(self._open) > _OPEN:
            self._close(next(iter(self._open)))

    def totals(self) -> list[PackTotals]:
        """What each pack holds as of its last commit."""
        return [self.for_reading(name).totals() for name in self.names()]

    def finish(self, name: str) -> None:
        """Do all that waits in a pack, and leave no free pages and, if no reader is in the way, no log."""
        pack = self.for_writing(name)
        while pack.repack(100, everything=True):
            pack.commit()
        pack.shrink(everything=True)
        self._write_back(pack)

    def seal(self, name: str) -> tuple[str, int] | None:
        """Close a pack for good; gives the SHA-256 and size of its file, or None if a reader has it open just now."""
        self.finish(name)
        pack = self._open.pop(name)
        if self._ledger is not None:
            pack.commit()
            self._ledger.forget(name)
        if not pack.seal():
            return None
        return self._checksum(name)

    def remove(
        self, name: str, hashes: Collection[str], snapshot_ids: Collection[int], *, reseal: bool
    ) -> tuple[str, int] | None:
        """Take bodies and heads out of a pack for good: nothing of them is left in its files.

        `reseal`: the pack is a sealed one; then its new SHA-256 and size are given. To be done again after a kill, or
        after PackInUse (somebody reads the pack just now), until it comes to its end; what is gone is passed over.
        Not inside a transaction of the index. Raises DamagedPack, with nothing removed, where a body that others lean
        on cannot be read.
        """
        if not reseal:
            pack = self.for_writing(name)
            pack.remove(hashes, snapshot_ids)
            self._write_back(pack)
            if pack.log_bytes():
                raise PackInUse(str(pack.path), "somebody is reading this pack, so its log still has what was removed")
            return None
        if name in self._open:
            self._close(name)
        if not self.path(name).exists():
            raise DamagedPack(str(self.path(name)), "the pack file is missing; put it back from a copy")
        try:
            with closing(PackFile(self.path(name), write=True, is_sealed=True)) as pack:
                pack.remove(hashes, snapshot_ids)
        except sqlite3.OperationalError as error:
            raise PackInUse(str(self.path(name)), f"somebody is reading this pack: {error}") from error
        return self._checksum(name)

    def close(self) -> None:
        """Commit and close every pack."""
        while self._open:
            self._close(next(iter(self._open)))

    def for_reading(self, name: str) -> PackFile:
        """A pack as it is open, or opened for reading. Raises DamagedPack."""
        pack = self._open.get(name)
        if pack is None:
            if not self.path(name).exists():
                raise DamagedPack(str(self.path(name)), "the pack file is missing; put it back from a copy")
            pack = self._keep(PackFile(self.path(name)))
        return pack

    def for_writing(self, name: str) -> PackFile:
        """A pack opened for writing, and made if need be. Raises DamagedPack."""
        if not self._write:
            raise RuntimeError("these packs are open for reading")
        pack = self._open.get(name)
        if pack is None or not pack.is_writable:
            if pack is not None:
                self._open.pop(name).close()
            pack = self._keep(PackFile(self.path(name), write=True, keeps_log=self._ledger is not None))
        return pack

    def _keep(self, pack: PackFile) -> PackFile:
        """Hold it open. What was written to stays open until `tidy()`: it may be in the midst of a transaction."""
        idle = [name for name, other in self._open.items() if self._ledger is None or not other.is_writable]
        for name in idle[: len(self._open) + 1 - _OPEN]:
            self._open.pop(name).close()
        self._open[pack.name] = pack
        return pack

    def _checksum(self, name: str) -> tuple[str, int]:
        with self.path(name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()

    def _write_back(self, pack: PackFile) -> None:
        if self._ledger is None:
            pack.write_back()
        else:
            self._ledger.checkpoint(pack)

    def _close(self, name: str) -> None:
        pack = self._open[name]
        if pack.is_writable:
            pack.commit()
            self._write_back(pack)
        del self._open[name]
        pack.close()
