"""Records of WARC files by their offset, with the first bytes of each block, and whether the file holds all of it."""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from newsarchive.kept.files import MAX_BODY

BROKEN = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, AttributeError, TypeError)
"""What warcio raises on a damaged record, besides OSError."""

_MAX_HEAD = 256 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `kind` is its WARC-Type; `block` is what follows the WARC headers, up to the bytes asked for."""

    offset: int
    kind: str
    fields: tuple[tuple[str, str], ...]
    block: bytes
    is_cut: bool
    """Whether `block` is only the beginning of it."""
    is_whole: bool
    """Whether the file holds as many bytes as the record announces."""

    def header(self, name: str) -> str:
        """First value of a WARC header; empty if there is none."""
        return next((v.strip() for n, v in self.fields if n.lower() == name.lower()), "")

    @property
    def url(self) -> str:
        """Target URI."""
        return self.header("WARC-Target-URI").strip("<>")  # wget wrote it in angle brackets


def begins_as_warc(path: Path) -> bool:
    """Whether a file, gzipped or not, begins as WARC files do."""
    with path.open("rb") as raw:
        start = raw.read(5)
    if start[:2] == b"\x1f\x8b":
        with contextlib.suppress(OSError, EOFError, zlib.error), gzip.open(path) as unzipped:
            start = unzipped.read(5)
    return start == b"WARC/"


def record_at(path: Path, offset: int) -> Record:
    """The record at a byte offset with as much of its block as is ever kept. Raises one of `BROKEN`."""
    for record in read_records(path, offset, MAX_BODY + _MAX_HEAD):
        return record
    raise ValueError("there is no record")


def read_records(path: Path, offset: int = 0, keep: int = _MAX_HEAD) -> Iterator[Record]:
    """Records from `offset` on with the first `keep` bytes of their blocks. warcio's own notes on stderr are dropped:
    what they tell is told by `is_whole`.
    """
    with path.open("rb") as raw:
        raw.seek(offset)
        with contextlib.redirect_stderr(io.StringIO()):
            iterator = ArchiveIterator(raw, no_record_parse=True)
        while True:
            with contextlib.redirect_stderr(io.StringIO()):
                record = next(iterator, None)
                if record is None:
                    return
                block = record.raw_stream.read(keep) or b""
                size = len(block)
                while part := record.raw_stream.read(65536):
                    size += len(part)
                at = iterator.get_record_offset()
            fields = tuple((str(n), str(v)) for n, v in record.rec_headers.headers)
            announced = record.rec_headers.get_header("Content-Length") or ""
            whole = announced.isascii() and announced.isdigit() and size == int(announced)
            yield Record(at, record.rec_type or "", fields, block, size > len(block), whole)
