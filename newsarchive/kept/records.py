"""Records of WARC files, plain, gzipped or zstd: framed strictly, bounded, each proven whole before it is given.

Why not FastWARC's or warcio's iterator: docs/warc-import.md says what was measured. In short, both give records of
which the head or the end is missing as if they were whole, and do not say which record a wrong checksum belongs to.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from newsarchive.kept.files import MAX_BODY
from newsarchive.kept.unpacking import Damaged, Source, Unpacking

MAX_HEAD = 256 * 1024
"""Bytes of a record's own headers, and of the HTTP headers in its block, beyond which nothing sane goes."""

_VERSION = re.compile(rb"WARC/\d{1,3}\.\d{1,3}[ \t]*\r?\n")
_HEAD_ENDS = (b"\r\n\r\n", b"\n\n")
_MAX_BLANKS = 64
_STEP = 1 << 18


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `kind` is its WARC-Type; `block` is what follows the WARC headers, up to the bytes asked for."""

    offset: int
    """Byte of the file at which it begins or, if it is compressed, the piece (gzip member, zstd frame) it lies in."""
    kind: str
    fields: tuple[tuple[str, str], ...]
    block: bytes
    size: int
    """Bytes of the block as announced, all of which the file holds."""
    is_first: bool = True
    """Whether it is the first of its piece, so that it can be read again at `offset`."""
    is_sure: bool = True
    """Whether what follows is what should: if not, its length may be wrong."""

    @property
    def is_cut(self) -> bool:
        """Whether `block` is only the beginning of it."""
        return len(self.block) < self.size

    def header(self, name: str) -> str:
        """First value of a WARC header; empty if there is none."""
        wanted = name.lower()
        return next((v for n, v in self.fields if n.lower() == wanted), "")

    def headers(self, name: str) -> tuple[str, ...]:
        """Every value of a WARC header that may be repeated."""
        wanted = name.lower()
        return tuple(v for n, v in self.fields if n.lower() == wanted)

    @property
    def url(self) -> str:
        """Target URI."""
        return self.header("WARC-Target-URI").strip("<>")  # wget wrote it in angle brackets


@dataclass(frozen=True, slots=True)
class Fault:
    """A place of a file at which no whole record could be read.

    `reason`: `cut` (the file ends inside a record), `corrupt` (a checksum or a compressed stream is wrong), `garbage`
    (something that is no record), `wrong-length` (`Content-Length` is missing, no number, or not that of the block),
    `huge-head`, `bomb`.
    """

    offset: int
    reason: str
    why: str
    is_end: bool
    """Whether what follows cannot be read: no place is known at which a record surely begins."""


def begins_as_warc(path: Path) -> bool:
    """Whether a file, compressed or not, begins as WARC files do."""
    with path.open("rb") as raw, contextlib.suppress(Damaged):
        unpacking = Unpacking(raw)
        return unpacking.next_piece() and unpacking.peek(5) == b"WARC/"
    return False


def dictionary_of(path: Path) -> bytes | None:
    """The dictionary that a zstd file begins with, if it does."""
    with path.open("rb") as raw, contextlib.suppress(Damaged):
        unpacking = Unpacking(raw)
        unpacking.next_piece()
        return unpacking.dictionary
    return None


def record_at(path: Path, offset: int, dictionary: bytes | None = None) -> Record:
    """The record at a byte offset with as much of its block as is ever kept. Raises ValueError if there is none.

    `dictionary` is that of a zstd file.
    """
    with path.open("rb") as raw:
        raw.seek(offset)
        for found in _Framing(Unpacking(raw, dictionary=dictionary), MAX_BODY + MAX_HEAD).records():
            if isinstance(found, Record):
                return replace(found, offset=offset)
            raise ValueError(found.why)
    raise ValueError("there is no record")


def read_records(source: Source, keep: int = MAX_BODY + MAX_HEAD) -> Iterator[Record | Fault]:
    """The records of a file in its order, with the first `keep` bytes of their blocks, and what is wrong with it.

    A record comes only once its end was seen: the whole gzip member with its checksum, where it has one of its own. A
    file in which nothing but faults are found is perhaps no WARC at all. Nothing but OSError is raised, for a source
    that cannot be read.
    """
    return _Framing(Unpacking(source), keep).records()


class _Framing:
    def __init__(self, data: Unpacking, keep: int) -> None:
        self._data, self._keep = data, keep
        self._is_first = True  # of its piece
        self._at = 0

    def records(self) -> Iterator[Record | Fault]:
        try:
            yield from self._all()
        except Damaged as damage:
            yield Fault(max(damage.offset, self._at), damage.reason, damage.why, is_end=True)

    def _all(self) -> Iterator[Record | Fault]:
        data = self._data
        more = data.next_piece()
        while more:
            self._skip_blanks()
            self._at, self._is_first = data.offset, data.taken == 0 or not data.is_packed
            if not data.peek(1):
                if data.is_cut:
                    yield Fault(self._at, "cut", "the file ends inside a compressed record", is_end=True)
                    return
                more = data.next_piece()
                continue
            found = self._one()
            yield found
            if isinstance(found, Fault):
                if found.is_end:
                    return
                if found.reason != "wrong-length" or data.taken:  # else the next piece was begun already
                    more = data.next_piece()

    def _one(self) -> Record | Fault:
        """One record with its end proven, or what is wrong where it should stand."""
        data = self._data
        fields = self._head()
        if isinstance(fields, Fault):
            return fields
        size = _length(fields)
        if size is None:
            return self._fault("wrong-length", "the record has no Content-Length that is a number, or several")
        block = self._block(size)
        if isinstance(block, Fault):
            return block
        self._skip_blanks()
        follows = data.peek(5)
        if data.is_cut:
            return self._fault("cut", "the file ends inside the compressed record", is_end=True)
        is_sure = not follows or b"WARC/".startswith(follows)
        kind = next((v for n, v in fields if n.lower() == "warc-type"), "").lower()
        return Record(self._at, kind, fields, block, size, self._is_first, is_sure)

    def _head(self) -> tuple[tuple[str, str], ...] | Fault:
        data = self._data
        if _VERSION.match(start := data.peek(16)) is None:
            if start.startswith(b"filedesc://"):
                why = "this is an ARC file, the form before WARC: make a WARC of it first (`warcio recompress` does)"
                return self._fault("garbage", why, is_end=True)
            if not self._data.is_packed and b"WARC/1.1\r\n".startswith(start):
                return self._fault("cut", "the file ends inside the headers of this record")
            return self._fault("garbage", "what stands here is no WARC record")
        end = data.find(_HEAD_ENDS, MAX_HEAD)
        if end is not None:
            return _fields(data.take(end))
        if len(data.peek(MAX_HEAD + 1)) > MAX_HEAD:
            return self._fault("huge-head", f"the record's headers are longer than {MAX_HEAD} bytes")
        return self._fault("cut", "the file ends inside the headers of this record")

    def _block(self, size: int) -> bytes | Fault:
        data, parts, left, room = self._data, [], size, self._keep
        while left:
            part = data.take(min(left, _STEP))
            if part:
                left -= len(part)
                parts.append(part[:room])
                room -= len(parts[-1])
            elif data.is_cut or not data.next_piece():
                return self._fault("cut", f"the file ends inside this record, {left} bytes early", is_end=True)
            elif self._is_first and data.peek(5) == b"WARC/":
                return Fault(self._at, "wrong-length", "the record announces more bytes than it has", is_end=False)
        return b"".join(parts)

    def _skip_blanks(self) -> None:
        ahead = self._data.peek(4)
        blanks = 0
        while ahead[:1] in (b"\r", b"\n") and ahead and blanks < _MAX_BLANKS:
            self._data.take(1)
            blanks += 1
            ahead = self._data.peek(1)

    def _fault(self, reason: str, why: str, *, is_end: bool | None = None) -> Fault:
        """In a compressed file the next piece is a place at which a record surely begins; in a plain one none is."""
        return Fault(self._at, reason, why, (not self._data.is_packed) if is_end is None else is_end)


def _fields(head: bytes) -> tuple[tuple[str, str], ...]:
    """Names and values in order. UTF-8 as the standard says; latin-1, which any bytes are, where it is not."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    fields: list[tuple[str, str]] = []
    for line in text.split("\n")[1:]:
        if line[:1] in {" ", "\t"} and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}".strip())
        elif line.strip():
            name, _, value = line.partition(":")
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def _length(fields: tuple[tuple[str, str], ...]) -> int | None:
    lengths = {value for name, value in fields if name.lower() == "content-length"}
    value = lengths.pop() if len(lengths) == 1 else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
