"""Tells whether anybody writes to an archive just now, without keeping a writer from beginning."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def quiet_stamp(folder: Path) -> int | None:
    """A number while no writer has the archive's lock, else None.

    Two equal numbers say that no writer came in between: each writes its process id into the file `lock`, which moves
    the file's time. The lock is only touched for some microseconds; a run that begins in just these ends with code 6
    and the next one does its work.
    """
    try:
        fd = os.open(folder / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # nobody ever wrote here, or the medium has no such file
        return 0
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return None
    else:
        return os.fstat(fd).st_mtime_ns
    finally:
        os.close(fd)
