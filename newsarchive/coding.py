"""Undoes HTTP content codings within a size limit: what a server sent compressed becomes what it meant."""

from __future__ import annotations

import importlib
import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

MAX_CODINGS = 4
"""More codings than this on one body are an attack or an accident; RFC 9110 §8.4 sets no limit."""

_GZIP_MAGIC = b"\x1f\x8b"
_NAMES = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "br": "br", "zstd": "zstd"}


@dataclass(frozen=True, slots=True)
class Undone:
    """A body without its content codings. `problem` is None, or one kebab-case word on why it is not the whole text:
    `truncated-<coding>`, `corrupt-<coding>`, `not-<coding>` (sent as is under a wrong label), `over-limit`,
    `unknown-coding`, `too-many-codings`.
    """

    body: bytes
    problem: str | None = None


def codings_of(headers: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The content codings of a response in the order applied, lower-case, `identity` left out (RFC 9110 §8.4)."""
    values = [value for name, value in headers if name.lower() == "content-encoding"]
    names = (part.strip().lower() for value in values for part in value.split(","))
    return tuple(name for name in names if name and name != "identity")


def undo(body: bytes, headers: Sequence[tuple[str, str]] | Sequence[str], *, limit: int) -> Undone:
    """Undo the content codings of `body`: gzip, x-gzip, deflate (zlib or raw), br (where `brotli` is installed), zstd.

    `headers` are response headers (pairs) or the names of the codings in the order applied. Never gives more than
    `limit` bytes. A broken stream gives what could be read and a `problem`; nothing is raised for bad input.
    """
    if limit < 0:
        raise ValueError(f"limit must not be negative: {limit}")
    codings = _names(headers)
    if len(codings) > MAX_CODINGS:
        return Undone(body[:limit], "too-many-codings")
    problem: str | None = None
    for coding in reversed(codings):
        decode = _DECODERS.get(_NAMES.get(coding, ""))
        if decode is None:
            return Undone(body[:limit], problem or "unknown-coding")
        body, trouble = decode(body, limit)
        problem = problem or trouble
    if len(body) > limit:
        return Undone(body[:limit], problem or "over-limit")
    return Undone(body, problem)


def _names(headers: Sequence[tuple[str, str]] | Sequence[str]) -> tuple[str, ...]:
    names = tuple(item.strip().lower() for item in headers if isinstance(item, str))
    if names:
        return tuple(name for name in names if name and name != "identity")
    return codings_of([item for item in headers if not isinstance(item, str)])


def _gzip(body: bytes, limit: int) -> tuple[bytes, str | None]:
    """Every member of a gzip stream (RFC 1952); zero padding and trailing bytes that are no member are ignored."""
    if not body:
        return b"", None
    if not body.startswith(_GZIP_MAGIC[: len(body)]):
        return body, "not-gzip"
    parts: list[bytes] = []
    room = limit
    while body.startswith(_GZIP_MAGIC):
        text, body, problem = _inflate(body, 31, room)
        parts.append(text)
        room -= len(text)
        if problem:
            # A second 'member' that does not even start as one is trailing garbage, which browsers ignore.
            named = problem if problem == "over-limit" else f"{problem}-gzip"
            return b"".join(parts), None if len(parts) > 1 and not text and problem == "corrupt" else named
    if not parts:
        return b"", "truncated-gzip"
    return (parts[0] if len(parts) == 1 else b"".join(parts)), None


def _deflate(body: bytes, limit: int) -> tuple[bytes, str | None]:
    """`deflate` means zlib (RFC 1950), but some servers send raw deflate (RFC 1951): the first two bytes tell."""
    if not body:
        return b"", None
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    text, _, problem = _inflate(body, 15 if is_zlib else -15, limit)
    if problem == "corrupt" and not text:
        text, _, problem = _inflate(body, -15 if is_zlib else 15, limit)
        if problem == "corrupt" and not text:
            return body, "not-deflate"
    return text, problem if problem in (None, "over-limit") else f"{problem}-deflate"


def _inflate(body: bytes, wbits: int, limit: int) -> tuple[bytes, bytes, str | None]:
    """One zlib stream: its text (at most `limit` bytes), what follows, and None, truncated, corrupt or over-limit."""
    inflater = zlib.decompressobj(wbits)
    try:
        text = inflater.decompress(body, limit + 1)
    except zlib.error:
        return _salvage(body, wbits, limit), b"", "corrupt"
    if len(text) > limit:
        return text[:limit], b"", "over-limit"
    return text, inflater.unused_data, None if inflater.eof else "truncated"


def _salvage(body: bytes, wbits: int, limit: int) -> bytes:
    """What can be read of a damaged stream before the damage, to within 1 KB of input."""
    inflater = zlib.decompressobj(wbits)
    parts: list[bytes] = []
    room = limit
    for start in range(0, len(body), 1024):
        try:
            text = inflater.decompress(body[start : start + 1024], room + 1)
        except zlib.error:
            break
        parts.append(text[:room])
        room -= len(parts[-1])
        if room <= 0:
            break
    return b"".join(parts)


def _brotli(body: bytes, limit: int) -> tuple[bytes, str | None]:
    """Brotli (RFC 7932), where the `brotli` library is installed; we never ask a server for it."""
    try:
        brotli: Any = importlib.import_module("brotli")
    except ImportError:
        return body, "unknown-coding"
    decoder = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    chunk = body
    try:
        while not decoder.is_finished() and size <= limit:
            text = decoder.process(chunk, output_buffer_limit=limit + 1 - size)
            parts.append(text)
            size += len(text)
            chunk = b""
            if not text and decoder.can_accept_more_data():
                break
    except brotli.error:
        return b"".join(parts)[:limit], "corrupt-br" if parts else "not-br"
    text = b"".join(parts)
    if len(text) > limit:
        return text[:limit], "over-limit"
    return text, None if decoder.is_finished() else "truncated-br"


def _zstd(body: bytes, limit: int) -> tuple[bytes, str | None]:
    """Zstandard (RFC 8878), window at most 8 MiB as that RFC asks of HTTP; frames one after the other are joined."""
    zstandard: Any = importlib.import_module("zstandard")
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(
        io.BytesIO(body), read_across_frames=True
    )
    parts: list[bytes] = []
    size = 0
    try:
        while size <= limit:
            text = reader.read(min(1 << 17, limit + 1 - size))
            if not text:
                break
            parts.append(text)
            size += len(text)
    except zstandard.ZstdError:
        return b"".join(parts)[:limit], "corrupt-zstd" if parts else "not-zstd"
    text = b"".join(parts)
    if len(text) > limit:
        return text[:limit], "over-limit"
    return text, None if _zstd_is_whole(zstandard, body) else "truncated-zstd"


def _zstd_is_whole(zstandard: Any, body: bytes) -> bool:
    """The stream reader ends quietly on a cut frame; a frame decoder knows whether the last frame was finished."""
    while body:
        decoder = zstandard.ZstdDecompressor(max_window_size=1 << 23).decompressobj()
        try:
            decoder.decompress(body)
        except zstandard.ZstdError:
            return False
        if not decoder.eof:
            return False
        body = decoder.unused_data
    return True


_DECODERS: dict[str, Callable[[bytes, int], tuple[bytes, str | None]]] = {
    "gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
