"""Compresses a page against a fresh page of the same outlet and template: only what differs is stored."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

import zstandard

MAX_PAGES = 200
"""A sibling serves this many pages: side bars drift, and a new one costs the difference of one page in this many."""

MAX_AGE = timedelta(days=1)

MAX_TEXT = 8 << 20
"""Longer pages are stored alone: a window beyond this would make readers need much memory."""

_MIN_TEXT = 512
"""Shorter bodies (redirects, errors) are not worth a look-up of a sibling."""

_KEPT = 32
"""Siblings ready in memory, each about three times its page."""

_ALONE_LEVEL = 9
"""Measured on 132 KB pages: 49.2 KB in 2.6 ms; level 3 gives 52.0 KB in 0.6 ms, level 19 46.6 KB in 33 ms."""

_LEVEL = 3
"""Against a sibling, on 132 KB pages: level 1 gives 3.4 KB in 0.05 ms, 3 3.0 KB in 0.09 ms, 6 2.9 KB in 0.20 ms."""


@dataclass(slots=True)
class _Sibling:
    blob_id: int
    set_at: datetime
    compressor: zstandard.ZstdCompressor
    pages: int
    best: float
    """Smallest share of its size that a page took so far: far worse than this means that the template changed."""
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Packed:
    """A text as it goes into a pack: `sibling_id` is the blob it needs for reading, None if it stands alone."""

    codec: str
    data: bytes
    sibling_id: int | None
    becomes_sibling: bool = False


def dictionary(text: bytes) -> zstandard.ZstdCompressionDict:
    """A page as a dictionary: its raw content, not trained."""
    return zstandard.ZstdCompressionDict(text, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def unpack(codec: str, data: bytes, size: int, sibling: bytes | None) -> bytes:
    """The text of a blob. Raises ValueError if it cannot be read, or is longer than `size`."""
    if codec == "verbatim":
        return data
    if codec not in ("zstd", "zstd-sibling"):
        raise ValueError(f"unknown codec {codec!r}")
    reader = zstandard.ZstdDecompressor(dict_data=dictionary(sibling)) if sibling else zstandard.ZstdDecompressor()
    try:
        text: bytes = reader.decompress(data, max_output_size=size)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    return text


def template_of(outlet: str | None, url_path: str) -> str:
    """A key that pages of one outlet and template share, from the shape of the path: `radar a9a` for /read/1/x."""
    parts = [part for part in url_path.partition("?")[0].split("/") if part][:6]
    return f"{outlet or '-'} {''.join('9' if part.isdecimal() else 'a' for part in parts)}"


class Siblings:
    """Chooses, keeps and replaces the sibling of each template in one pack, over the pack's write connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ready: OrderedDict[str, _Sibling] = OrderedDict()

    def pack(self, key: str, text: bytes, at: datetime) -> Packed:
        """Compress `text` against the sibling of `key` if it is a good one; otherwise alone, to be the next."""
        if not _MIN_TEXT <= len(text) <= MAX_TEXT:
            return self._alone(text, becomes_sibling=False)
        sibling = self._get(key)
        if sibling is None or sibling.pages >= MAX_PAGES or abs(at - sibling.set_at) > MAX_AGE:
            return self._alone(text, becomes_sibling=True)
        data = sibling.compressor.compress(text)
        share = len(data) / len(text)
        sibling.pages += 1
        # So unlike its sibling, a page is a stranger under its key, or the template changed: three in a row decide.
        if share > 0.35 or share > 4 * sibling.best + 0.02:
            sibling.misses += 1
            if sibling.misses >= 3 or share > 0.6:
                return self._alone(text, becomes_sibling=sibling.misses >= 3)
        else:
            sibling.misses = 0
            sibling.best = min(sibling.best, share)
        return Packed("zstd-sibling", data, sibling.blob_id)

    def adopt(self, key: str, blob_id: int, text: bytes, at: datetime) -> None:
        """Make a blob that was stored alone the sibling of `key`."""
        self._connection.execute(
            "INSERT OR REPLACE INTO siblings (key, blob_id, set_at) VALUES (?, ?, ?)", (key, blob_id, at.isoformat())
        )
        self._keep(key, _sibling(blob_id, text, at))

    def _get(self, key: str) -> _Sibling | None:
        sibling = self._ready.get(key)
        if sibling is not None:
            self._ready.move_to_end(key)
            return sibling
        row = self._connection.execute(
            "SELECT s.blob_id, s.set_at, b.codec, b.data, b.text_bytes FROM siblings s JOIN blobs b ON b.id = s.blob_id"
            " WHERE s.key = ?",
            (key,),
        ).fetchone()
        if row is None or row[2] != "zstd":
            return None
        try:
            text = unpack("zstd", row[3], row[4], None)
        except ValueError:
            return None
        return self._keep(key, _sibling(row[0], text, datetime.fromisoformat(row[1])))

    def _keep(self, key: str, sibling: _Sibling) -> _Sibling:
        self._ready[key] = sibling
        if len(self._ready) > _KEPT:
            self._ready.popitem(last=False)
        return sibling

    @staticmethod
    def _alone(text: bytes, *, becomes_sibling: bool) -> Packed:
        data = zstandard.ZstdCompressor(level=_ALONE_LEVEL if len(text) <= MAX_TEXT else 3).compress(text)
        if len(data) >= len(text) and not becomes_sibling:
            return Packed("verbatim", text, None)
        return Packed("zstd", data, None, becomes_sibling)


def _sibling(blob_id: int, text: bytes, at: datetime) -> _Sibling:
    # The window must span the sibling and the page, or the end of the page could not see the start of the sibling.
    window = max(19, min(24, (2 * len(text)).bit_length()))
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL, source_size=2 * len(text), dict_size=len(text), window_log=window
    )
    shared = dictionary(text)
    shared.precompute_compress(compression_params=parameters)
    compressor = zstandard.ZstdCompressor(compression_params=parameters, dict_data=shared)
    return _Sibling(blob_id, at, compressor, pages=0, best=1.0)
