"""The bytes of a WARC file with its compression undone, piece by piece: gzip members, zstd frames, one plain piece."""

from __future__ import annotations

import zlib
from typing import Protocol

import zstandard

_READ = 64 * 1024
_ZSTD_READ = 512
"""Bytes given to zstd at once: its decoder bounds no output, and four bytes can make 128 KiB of it (RFC 8878 §3.1)."""

_MAX_DICTIONARY = 16 << 20
_MAX_WINDOW = 1 << 27

_FREE_OUTPUT = 64 << 20
"""Bytes that a piece may unpack to whatever its ratio."""

_FREE_TOTAL = 1 << 30
_MAX_RATIO = 200
"""Bytes unpacked for a byte read beyond which a file is a bomb. Pages take 3 to 30; deflate can do 1,032."""

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"


class Source(Protocol):
    """Whatever bytes are read from: a file, a pipe, a member of a zip file."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


class Damaged(Exception):
    """The bytes cannot be unpacked from here on. `reason` is `corrupt`, `garbage`, `cut` or `bomb`."""

    def __init__(self, reason: str, offset: int, why: str) -> None:
        super().__init__(why)
        self.reason, self.offset, self.why = reason, offset, why


class _Plain:
    is_done = False

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        return data, b""


class _Gzip:
    """One member (RFC 1952). Its checksum is compared as its last byte is read."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(31)

    @property
    def is_done(self) -> bool:
        return self._inflater.eof

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        text = self._inflater.decompress(data, 1 << 20)
        return text, self._inflater.unconsumed_tail or self._inflater.unused_data


class _Zstd:
    """One frame (RFC 8878), with the dictionary that the file begins with, if it does (the .warc.zst specification)."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None) -> None:
        self._frame = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_MAX_WINDOW).decompressobj()

    @property
    def is_done(self) -> bool:
        return bool(self._frame.eof)

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        text = self._frame.decompress(data[:_ZSTD_READ])
        return text, bytes(self._frame.unused_data) + data[_ZSTD_READ:]


class Unpacking:
    """Reads ahead no more than it must. Nothing is read across the end of a piece: `next_piece()` goes on.

    Raises Damaged for bytes that cannot be unpacked, or that unpack to far more than pages do.
    """

    def __init__(self, source: Source, *, dictionary: bytes | None = None) -> None:
        """`dictionary` is that of a zstd file that is not read from its beginning."""
        self._source = source
        self._input, self._offset = b"", 0
        self._is_over = False
        self._buffer = bytearray()
        self._codec: _Plain | _Gzip | _Zstd | None = None
        self.dictionary = dictionary
        self._dictionary = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._piece_input = self._piece_output = self._output = 0
        self.is_packed = False
        """Whether the file is compressed."""
        self.piece_at = 0
        """Byte of the file at which the present piece begins."""
        self.taken = 0
        """Bytes of the present piece that were taken."""

    @property
    def offset(self) -> int:
        """Byte of the file at which the next record begins or, in a compressed file, the piece that holds it."""
        return self.piece_at if self.is_packed else self.piece_at + self.taken

    @property
    def is_cut(self) -> bool:
        """Whether the file ended inside a compressed piece. True only once its last byte was taken."""
        codec = self._codec
        return self.is_packed and self._is_over and not self._buffer and codec is not None and not codec.is_done

    def peek(self, size: int) -> bytes:
        """The next bytes of this piece, `size` of them unless it ends before."""
        while len(self._buffer) < size and self._fill():
            pass
        return bytes(self._buffer[:size])

    def find(self, needles: tuple[bytes, ...], limit: int) -> int | None:
        """Where the first of these ends, as a number of bytes from here; None: not in this piece, or beyond `limit`."""
        searched = 0
        while True:
            found = [self._buffer.find(needle, max(0, searched - 3)) for needle in needles]
            ends = [at + len(needle) for at, needle in zip(found, needles, strict=True) if at >= 0]
            if ends:
                return min(ends) if min(ends) <= limit else None
            searched = len(self._buffer)
            if searched > limit or not self._fill():
                return None

    def take(self, size: int) -> bytes:
        """Up to `size` of the next bytes of this piece; none at its end."""
        if not self._buffer:
            self._fill()
        part = bytes(self._buffer[:size])
        del self._buffer[:size]
        self.taken += len(part)
        return part

    def next_piece(self) -> bool:
        """Go on to the next piece, leaving what is left of this one; False at the end of the file."""
        while self._codec is not None and (self._buffer or self._fill()):
            self._buffer.clear()
        self.piece_at, self.taken = self._offset, 0
        self._piece_input = self._piece_output = 0
        if self._codec is not None and not self._codec.is_done:
            return False
        return self._open()

    def _open(self) -> bool:
        start = self._ahead(4)
        if not start:
            return False
        if start.startswith(_GZIP):
            self._codec, self.is_packed = _Gzip(), True
        elif start == _ZSTD:
            self._codec, self.is_packed = _Zstd(self._dictionary), True
        elif start[1:] == _DICTIONARY[1:] and start[0] & 0xF0 == 0x50:
            self.is_packed = True
            self._skippable(is_dictionary=start == _DICTIONARY and self._offset == 0)
            return self.next_piece()
        elif len(start) < 4 and any(magic.startswith(start) for magic in (_GZIP, _ZSTD)):
            raise Damaged("cut", self._offset, "the file ends as a compressed record begins")
        elif self.is_packed:
            raise Damaged("garbage", self._offset, "something else follows where a compressed record should begin")
        else:
            self._codec = _Plain()
        return True

    def _skippable(self, *, is_dictionary: bool) -> None:
        """A frame that is not data (RFC 8878 §3.1.2): the first of a file may hold the dictionary of all others."""
        head = self._ahead(8)
        size = int.from_bytes(head[4:8], "little")
        self._consume(8)
        if not is_dictionary:
            while size > 0 and self._ahead(1):
                size -= self._consume(min(size, len(self._input)))
            return
        if size > _MAX_DICTIONARY or len(self._ahead(size)) < size:
            raise Damaged("corrupt", 0, "the dictionary at the beginning is cut, or larger than any is")
        held = self._input[:size]
        self._consume(size)
        if held.startswith(_ZSTD):
            try:
                held = zstandard.ZstdDecompressor().decompress(held, max_output_size=_MAX_DICTIONARY)
            except zstandard.ZstdError as error:
                raise Damaged("corrupt", 0, f"the dictionary at the beginning is damaged: {error}") from None
        self.dictionary = held
        self._dictionary = zstandard.ZstdCompressionDict(held)

    def _ahead(self, size: int) -> bytes:
        """The next `size` bytes of the file as they are, fewer at its end."""
        while len(self._input) < size and (more := self._source.read(_READ)):
            self._input += more
        return self._input[:size]

    def _consume(self, size: int) -> int:
        self._input = self._input[size:]
        self._offset += size
        return size

    def _fill(self) -> bool:
        """Unpack some more of this piece; False at its end."""
        codec = self._codec
        while codec is not None and not codec.is_done:
            if not self._input and not self._ahead(1):
                self._is_over = True
                return False
            before = len(self._input)
            try:
                text, self._input = codec.feed(self._input)
            except (zlib.error, zstandard.ZstdError) as error:
                raise Damaged("corrupt", self.piece_at, f"{type(codec).__name__[1:].lower()}: {error}") from None
            used = before - len(self._input)
            self._offset += used
            self._count(used, len(text))
            if text:
                self._buffer += text
                return True
        return False

    def _count(self, used: int, made: int) -> None:
        self._piece_input += used
        self._piece_output += made
        self._output += made
        if (self._piece_output > _FREE_OUTPUT and self._piece_output > _MAX_RATIO * self._piece_input) or (
            self._output > _FREE_TOTAL and self._output > _MAX_RATIO * self._offset
        ):
            ratio = self._output // max(1, self._offset)
            raise Damaged("bomb", self.piece_at, f"what is packed here unpacks to over {ratio} times its size")
