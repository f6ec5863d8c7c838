"""Writes a pack anew of which bytes have changed that hold nothing: free space, or the trees that lead to bodies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from newsarchive.errors import ArchiveError
from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.packfile import PackFile
from newsarchive.upkeep.copying import sync
from newsarchive.upkeep.file_checks import file_sha256
from newsarchive.upkeep.remaking import is_closed_for_good


@dataclass(frozen=True, slots=True)
class Renewed:
    """A pack that has a new file: what the index must know of it (see `Restoring.new_file`), and where the old is."""

    name: str
    sha256: str | None
    size: int | None
    aside: Path


def renew_pack(folder: Path, name: str, at: datetime) -> Renewed:
    """Put a file with the same content in the place of a pack, whose file is moved aside.

    Each body of the new file is read before, and as many are there as in the old. Raises DamagedPack if that cannot be
    done: then nothing has changed. The caller holds the archive's lock, and nobody has the pack open.
    """
    path = folder / "packs" / f"{name}.db"
    is_sealed = is_closed_for_good(path, at)
    fresh = path.with_name(f"{name}.db.new")
    fresh.unlink(missing_ok=True)
    try:
        _write_anew(path, fresh)
        _compare(path, fresh)
    except sqlite3.Error as error:
        fresh.unlink(missing_ok=True)
        raise DamagedPack(str(path), f"its trees cannot be followed: {error}") from error
    except ArchiveError:
        fresh.unlink(missing_ok=True)
        raise
    sync(fresh)
    sha256, size = (file_sha256(fresh), fresh.stat().st_size) if is_sealed else (None, None)
    aside = path.with_name(f"{name}.db.damaged-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    for end in ("-wal", "-shm"):
        log = path.with_name(path.name + end)
        if log.exists():
            log.replace(aside.with_name(aside.name + end))
    path.replace(aside)
    fresh.replace(path)
    sync(path.parent)
    return Renewed(name, sha256, size, aside)


def _write_anew(path: Path, fresh: Path) -> None:
    with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(fresh),))


def _compare(path: Path, fresh: Path) -> None:
    """Raises DamagedPack unless all bodies and heads of the old file are in the new one, and whole."""
    with closing(PackFile(path)) as old, closing(PackFile(fresh)) as new:
        count = 0
        for sha256 in old.hashes():
            new.get(sha256)
            count += 1
        if count != sum(1 for _ in new.hashes()) or sum(1 for _ in old.heads()) != sum(1 for _ in new.heads()):
            raise DamagedPack(str(path), "a copy of it has another content")
