"""Re-creates a gzip or deflate stream bit by bit from its text and a few numbers, so that only the text need be kept.

A recipe is text: a JSON object with `head` (hex of what precedes the deflate stream), `level`, `mem` (zlib's memLevel),
`wbits`, `flushes` (offsets in the text at which the server flushed) and `tail`: hex of what follows, or the word `gzip`
or `zlib` where that is the checksum (and length) that such a stream ends with (RFC 1952 §2.3.1, RFC 1950 §2.2). So all
bodies that a server compresses alike have one recipe.
A recipe is only ever given out after the stream made from it was compared with the original. It needs a zlib that
compresses as the one did that wrote it: `zlib` in the recipe says which that was (all releases of zlib 1.2 and 1.3 do;
zlib-ng does not). Readers compare checksums, so a different zlib is noticed; the text itself never depends on it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

_SYNC = b"\x00\x00\xff\xff"
"""An empty stored block: what Z_SYNC_FLUSH leaves at the end of a flushed piece (RFC 1951 §3.2.4)."""

_MAX_FLUSHES = 256
_PIECE = 1 << 15

# What servers use, commonest first: nginx takes memLevel 8, Apache 9, PHP and Python 8; level 6 is zlib's default, 1
# nginx's. Window and memory are smaller only where nginx knows that the response is small.
_SETTINGS = [(level, mem, 15) for mem in (8, 9) for level in (6, 1, 9, 5, 4, 3, 2, 7, 8)]


@dataclass(frozen=True, slots=True)
class _Stream:
    """A coded body taken apart: the raw deflate stream between head and tail, its text, and where it was flushed."""

    head: bytes
    deflated: bytes
    tail: bytes
    text: bytes
    flushes: tuple[int, ...]


@dataclass(slots=True)
class RecipeFinder:
    """Finds recipes, trying first what worked last for the same outlet, and sparing outlets for which nothing works."""

    _last: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    _misses: dict[str, int] = field(default_factory=dict)

    def find(self, outlet: str, body: bytes, limit: int, text: bytes | None = None) -> tuple[bytes, str] | None:
        """Text and recipe of a gzip or zlib body; None if it is no such stream, over `limit`, or not re-creatable.

        A caller that has undone the coding already gives the `text`, which saves doing it again. It need not be right:
        a recipe made from another text would not give the body, and so is not found.
        """
        stream = None if text is None else _with_text(body, text, limit)
        stream = stream or _take_apart(body, limit)
        if stream is None:
            return None
        last = self._last.get(outlet)
        settings = [last] if last else []
        misses = self._misses.get(outlet, 0)
        if misses < 3 or misses % 50 == 0:
            settings += [setting for setting in (*_SETTINGS, *_small_window(len(stream.text))) if setting != last]
        for setting in settings:
            if _deflate(stream, setting) == stream.deflated:
                self._last[outlet], self._misses[outlet] = setting, 0
                return stream.text, _recipe(stream, setting)
        self._misses[outlet] = misses + 1
        return None


def recreate(text: bytes, recipe: str) -> bytes:
    """The coded stream. Raises ValueError if the recipe is not one of ours."""
    try:
        values = json.loads(recipe)
        head, tail = bytes.fromhex(values["head"]), _tail(values["tail"], text)
        setting = (int(values["level"]), int(values["mem"]), int(values["wbits"]))
        flushes = tuple(int(offset) for offset in values["flushes"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a recipe: {recipe[:80]!r}") from error
    return head + b"".join(_pieces(text, setting, flushes)) + tail


def _recipe(stream: _Stream, setting: tuple[int, int, int]) -> str:
    known = (name for name in ("gzip", "zlib") if _tail(name, stream.text) == stream.tail)
    values: dict[str, object] = {"head": stream.head.hex(), "tail": next(known, stream.tail.hex())}
    values["flushes"] = stream.flushes
    values |= {"level": setting[0], "mem": setting[1], "wbits": setting[2], "zlib": zlib.ZLIB_RUNTIME_VERSION}
    return json.dumps(values, separators=(",", ":"))


def _tail(name: str, text: bytes) -> bytes:
    """What follows the deflate stream; ValueError for what is no recipe's."""
    if name == "gzip":
        return zlib.crc32(text).to_bytes(4, "little") + (len(text) & 0xFFFFFFFF).to_bytes(4, "little")
    return zlib.adler32(text).to_bytes(4, "big") if name == "zlib" else bytes.fromhex(name)


def _small_window(size: int) -> list[tuple[int, int, int]]:
    """The server nginx shrinks window and memory to a response whose length it knows (ngx_http_gzip_filter_memory)."""
    wbits, mem = 15, 8
    while wbits > 9 and size < (1 << (wbits - 1)) - 262:
        wbits, mem = wbits - 1, max(1, mem - 1)
    return [(level, mem, wbits) for level in (6, 1, 9, 5, 4, 3, 2)] if wbits < 15 else []


def _deflate(stream: _Stream, setting: tuple[int, int, int]) -> bytes | None:
    """The text deflated with a setting, or None as soon as the result departs from the original."""
    size = 0
    pieces: list[bytes] = []
    for piece in _pieces(stream.text, setting, stream.flushes):
        if stream.deflated[size : size + len(piece)] != piece:
            return None
        size += len(piece)
        pieces.append(piece)
    return b"".join(pieces)


def _pieces(text: bytes, setting: tuple[int, int, int], flushes: tuple[int, ...]) -> Iterator[bytes]:
    """The deflated text in pieces, so that a reader can stop at the first that is wrong; input size changes nothing."""
    level, mem, wbits = setting
    deflater = zlib.compressobj(level, zlib.DEFLATED, -wbits, mem)
    start = 0
    for stop in flushes:
        yield from (deflater.compress(text[at : min(at + _PIECE, stop)]) for at in range(start, stop, _PIECE))
        yield deflater.flush(zlib.Z_SYNC_FLUSH)
        start = stop
    yield from (deflater.compress(text[at : at + _PIECE]) for at in range(start, len(text), _PIECE))
    yield deflater.flush()


def _take_apart(body: bytes, limit: int) -> _Stream | None:
    """None unless `body` is one whole gzip member or zlib stream, with at most eight bytes of trailer after it."""
    head = _head_length(body)
    if head is None:
        return None
    inflater = zlib.decompressobj(-15)
    try:
        text = inflater.decompress(body[head:], limit + 1)
    except zlib.error:
        return None
    tail = inflater.unused_data
    if not inflater.eof or len(text) > limit or len(tail) > 8:
        return None
    deflated = body[head : len(body) - len(tail)]
    flushes = _flushes(deflated) if _SYNC in deflated else ()
    return None if flushes is None else _Stream(body[:head], deflated, tail, text, flushes)


def _with_text(body: bytes, text: bytes, limit: int) -> _Stream | None:
    """The same without inflating, for a gzip member that was not flushed and whose last bytes fit `text`, or None."""
    head = _head_length(body)
    if head is None or head == 2 or len(body) < head + 8 or len(text) > limit or _SYNC in body:
        return None
    if int.from_bytes(body[-4:], "little") != len(text) & 0xFFFFFFFF:
        return None
    return _Stream(body[:head], body[head:-8], body[-8:], text, ())


def _head_length(body: bytes) -> int | None:
    """Length of the gzip (RFC 1952 §2.3) or zlib header (RFC 1950) before the deflate stream; None if there is none."""
    if len(body) < 8:
        return None
    if body[:3] != b"\x1f\x8b\x08":
        return 2 if body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0 and not body[1] & 0x20 else None
    flags, length = body[3], 10
    if flags & 4:
        length += 2 + int.from_bytes(body[length : length + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            length = body.find(b"\x00", length) + 1
            if not length:
                return None
    return length + (2 if flags & 2 else 0)


def _flushes(deflated: bytes) -> tuple[int, ...] | None:
    """Offsets in the text at which the stream seems to have been flushed; None if there are too many to be worth it.

    The mark may turn up by chance inside compressed data: then the stream made from the recipe differs, which is seen.
    """
    inflater = zlib.decompressobj(-15)
    offsets: list[int] = []
    size = start = 0
    while (found := deflated.find(_SYNC, start)) >= 0:
        size += len(inflater.decompress(deflated[start : found + 4]))
        start = found + 4
        offsets.append(size)
        if len(offsets) > _MAX_FLUSHES:
            return None
    return tuple(offsets)
