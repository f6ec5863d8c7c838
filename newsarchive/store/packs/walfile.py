"""Reads SQLite files as bytes: the header of a database, and which pages its write-ahead log holds.

Formats: <https://www.sqlite.org/fileformat2.html>, §1.3 (header) and §4 (log).
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import NamedTuple

_MAGIC = b"SQLite format 3\x00"
_LOG_MAGIC = (0x377F0682, 0x377F0683)
_LOG_HEADER, _FRAME_HEADER = 32, 24

LOCK_BYTE = 0x40000000
"""The page that holds this offset is never used (§1.2, lock-byte page)."""


class FileHeader(NamedTuple):
    """What the first 100 bytes of a database say."""

    page_size: int
    user_version: int


def file_header(path: Path) -> FileHeader:
    """The header of the file itself, whatever its log holds. Raises ValueError if it is none of a database."""
    with path.open("rb") as file:
        head = file.read(100)
    size = int.from_bytes(head[16:18], "big")
    size = 65536 if size == 1 else size
    if len(head) < 100 or not head.startswith(_MAGIC) or size < 512 or size & (size - 1):
        raise ValueError("it does not begin as a SQLite database does")
    return FileHeader(size, int.from_bytes(head[60:64], "big"))


def log_path(path: Path) -> Path:
    """The write-ahead log of a database."""
    return path.with_name(path.name + "-wal")


def log_pages(path: Path) -> set[int]:
    """Numbers of the pages in the log of the database at `path`: all that a checkpoint might write, and maybe more.

    Frames whose salts are not those of the log's header are left from before it began anew (§4.1). Checksums are not
    looked at: a page too many does no harm.
    """
    try:
        file = os.open(log_path(path), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return set()
    try:
        head = os.pread(file, _LOG_HEADER, 0)
        if len(head) < _LOG_HEADER:
            return set()
        magic, _, page_size, _, *salts, _, _ = struct.unpack(">8I", head)
        if magic not in _LOG_MAGIC or page_size < 512:
            return set()
        return _pages(file, page_size, salts)
    finally:
        os.close(file)


def _pages(file: int, page_size: int, salts: list[int]) -> set[int]:
    pages: set[int] = set()
    offset = _LOG_HEADER
    while len(frame := os.pread(file, 16, offset)) == 16:
        page, _, *own_salts = struct.unpack(">4I", frame)
        if own_salts != salts:
            break
        pages.add(page)
        offset += _FRAME_HEADER + page_size
    return pages
