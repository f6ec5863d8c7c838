"""One writer at a time: an advisory lock on `<archive>/lock` that the kernel takes back when its process ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from newsarchive.errors import ArchiveLocked


class ArchiveLock:
    """Holds the lock of an archive folder from construction to `release()`, or until the process dies in any way.

    The file holds the process id, for people; what locks is `flock`, so a left-over file locks nobody out.
    Raises ArchiveLocked when another process, or another writer in this one, has it.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "lock"
        self._fd: int | None = None
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            text = os.read(fd, 32).decode("ascii", "replace").strip()
            os.close(fd)
            raise ArchiveLocked(str(folder), int(text) if text.isdecimal() else None) from error
        os.ftruncate(fd, 0)
        os.write(fd, f"{os.getpid()}\n".encode("ascii"))
        self._fd = fd

    def release(self) -> None:
        """Give the lock up. The file stays: removing it would let two processes lock two files of one name."""
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = None
