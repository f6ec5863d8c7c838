"""The folder of packs: chooses the month's file for writing, finds bodies for reading, seals months that are over."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsarchive.store.packfile import DamagedPack, PackFile, PackTotals

_OPEN = 8
"""Packs open at a time: an import of old pages may touch many months."""


@dataclass(frozen=True, slots=True)
class Put:
    """Where a body went and how many bytes it takes there."""

    pack: str
    stored_bytes: int


def month_of(at: datetime) -> str:
    """`2025-04`: the month, in UTC, after which a pack is named."""
    return at.astimezone(UTC).strftime("%Y-%m")


class Packs:
    """All packs of an archive. For reading by default; the one writer passes `write=True` and calls `commit()`."""

    def __init__(self, folder: Path, *, write: bool = False) -> None:
        self._folder, self._write = folder, write
        self._open: OrderedDict[str, PackFile] = OrderedDict()
        if write:
            folder.mkdir(exist_ok=True)

    def names(self) -> list[str]:
        """The packs that are there, oldest first."""
        return sorted(path.stem for path in self._folder.glob("????-??.db"))

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
        return Put(name, self._pack(name).put(sha256, body, codings, template=sibling_key, at=at, text=text))

    def get(self, pack: str, sha256: str) -> bytes:
        """The exact body. Raises DamagedPack if pack or body is missing or damaged."""
        return self._pack(pack).get(sha256)

    def commit(self) -> None:
        """Make all changes in all packs durable."""
        for pack in self._open.values():
            pack.commit()

    def repack(self, names: Sequence[str], limit: int) -> int:
        """Re-code up to `limit` waiting bodies in the packs named; gives how many were looked at."""
        done = 0
        for name in names:
            done += self._pack(name).repack(limit - done)
            if done >= limit:
                break
        return done

    def shrink(self, names: Sequence[str]) -> None:
        """Give the room that repacking freed back to the file system."""
        for name in names:
            self._pack(name).shrink()

    def totals(self) -> list[PackTotals]:
        """What each pack holds as of its last commit."""
        return [self._pack(name).totals() for name in self.names()]

    def seal(self, name: str) -> tuple[str, int] | None:
        """Close a pack for good; gives the SHA-256 and size of its file, or None if a reader has it open just now."""
        pack = self._pack(name)
        while pack.repack(100):
            pack.commit()
        del self._open[name]
        if not pack.seal():
            return None
        with (self._folder / f"{name}.db").open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return digest, file.tell()

    def close(self) -> None:
        """Commit and close every pack."""
        while self._open:
            self._open.popitem()[1].close()

    def _pack(self, name: str) -> PackFile:
        pack = self._open.get(name)
        if pack is not None:
            return pack
        path = self._folder / f"{name}.db"
        if not self._write and not path.exists():
            raise DamagedPack(str(path), "the pack file is missing; put it back from a copy")
        if len(self._open) >= _OPEN:
            self._open.popitem(last=False)[1].close()
        pack = self._open[name] = PackFile(path, write=self._write)
        return pack
