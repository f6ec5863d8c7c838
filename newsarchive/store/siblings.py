"""Compresses a page against a fresh page of the same outlet and template: only what differs is stored."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

import zstandard

MAX_PAGES = 500
"""A sibling serves this many pages of a template at most, so that one damaged blob cannot take too many with it."""

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


_MIN_PAGES = 8
"""Before it is judged, a sibling serves this many pages."""

_RECENT = 1 / 32
"""Weight of a page in the running mean of what pages take at present."""

_STRANGE = 0.35
"""A page that takes a larger share of its size is unlike its sibling; so is one that takes four times the mean."""

_ALONE = 0.6
"""A page that takes a larger share is stored alone: leaning on the sibling gains little."""


@dataclass(slots=True)
class _Sibling:
    blob_id: int
    compressor: zstandard.ZstdCompressor
    cost: int
    """Bytes that the sibling takes itself, and that a new one would take about as well."""
    pages: int = 0
    total: int = 0
    """Bytes that its pages take together."""
    recent: float = 0.0
    """Bytes that a page takes at present (running mean)."""
    strangers: int = 0
    """Pages in a row that were unlike it."""
    is_changed: bool = False

    def count(self, stored: int, size: int) -> None:
        """Take note of a page of `size` bytes that takes `stored` bytes."""
        mean = self.total / self.pages if self.pages else 0.0
        if stored > _STRANGE * size or (self.pages >= _MIN_PAGES and stored > 4 * mean + 1024):
            self.strangers += 1
            return
        weight = max(_RECENT, 1 / (self.pages + 1))  # a plain mean at first
        self.recent += weight * (stored - self.recent)
        self.pages, self.total, self.strangers, self.is_changed = self.pages + 1, self.total + stored, 0, True

    def is_worn(self) -> bool:
        """Whether a new sibling pays, or the template has changed (three strangers in a row).

        With n pages served and a page taking r at present, a new sibling that wears as this one did saves n * r less
        the total over as many pages. It pays once that is more than it costs: the mean cost of a page, siblings
        included, is then at its lowest. A drift that has come to rest never gets there, however long it goes on.
        """
        if self.strangers >= 3 or self.pages >= MAX_PAGES:
            return True
        return self.pages >= _MIN_PAGES and self.pages * self.recent - self.total > self.cost


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
    """Chooses, keeps and replaces the sibling of each template in one pack, over the pack's write connection.

    Side bars drift and templates change, so that pages take more than they did: `_Sibling.is_worn()` says when a new
    sibling is due. The page at hand is then stored alone and becomes it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ready: OrderedDict[str, _Sibling] = OrderedDict()

    def pack(self, key: str, text: bytes, at: datetime) -> Packed:
        """Compress `text` against the sibling of `key` if it is a good one; otherwise alone, to be the next."""
        if not _MIN_TEXT <= len(text) <= MAX_TEXT:
            return self._alone(text, becomes_sibling=False)
        sibling = self._get(key)
        if sibling is None or sibling.is_worn():
            return self._alone(text, becomes_sibling=True)
        data = sibling.compressor.compress(text)
        sibling.count(len(data), len(text))
        if sibling.strangers >= 3:
            return self._alone(text, becomes_sibling=True)
        if len(data) > _ALONE * len(text):
            return self._alone(text, becomes_sibling=False)
        return Packed("zstd-sibling", data, sibling.blob_id)

    def adopt(self, key: str, blob_id: int, text: bytes, at: datetime) -> None:
        """Make a blob that was stored alone the sibling of `key`."""
        (cost,) = self._connection.execute("SELECT stored_bytes FROM blobs WHERE id = ?", (blob_id,)).fetchone()
        self._connection.execute(
            "INSERT OR REPLACE INTO siblings (key, blob_id, set_at, pages, total, recent) VALUES (?, ?, ?, 0, 0, 0)",
            (key, blob_id, at.isoformat()),
        )
        self._keep(key, _Sibling(blob_id, _compressor(text), cost))

    def save(self) -> None:
        """Write down how the siblings do, so that the next run goes on from there: before each commit."""
        for key, sibling in self._ready.items():
            self._save(key, sibling)

    def _save(self, key: str, sibling: _Sibling) -> None:
        if sibling.is_changed:
            self._connection.execute(
                "UPDATE siblings SET pages = ?, total = ?, recent = ? WHERE key = ?",
                (sibling.pages, sibling.total, sibling.recent, key),
            )
            sibling.is_changed = False

    def _get(self, key: str) -> _Sibling | None:
        sibling = self._ready.get(key)
        if sibling is not None:
            self._ready.move_to_end(key)
            return sibling
        row = self._connection.execute(
            "SELECT s.blob_id, s.pages, s.total, s.recent, b.data, b.text_bytes, b.stored_bytes FROM siblings s"
            " JOIN blobs b ON b.id = s.blob_id WHERE s.key = ? AND b.codec = 'zstd'",
            (key,),
        ).fetchone()
        if row is None:
            return None
        blob_id, pages, total, recent, data, size, cost = row
        try:
            text = unpack("zstd", data, size, None)
        except ValueError:
            return None
        return self._keep(key, _Sibling(blob_id, _compressor(text), cost, pages, total, recent))

    def _keep(self, key: str, sibling: _Sibling) -> _Sibling:
        self._ready[key] = sibling
        self._ready.move_to_end(key)
        if len(self._ready) > _KEPT:
            self._save(*self._ready.popitem(last=False))
        return sibling

    @staticmethod
    def _alone(text: bytes, *, becomes_sibling: bool) -> Packed:
        data = zstandard.ZstdCompressor(level=_ALONE_LEVEL if len(text) <= MAX_TEXT else 3).compress(text)
        if len(data) >= len(text) and not becomes_sibling:
            return Packed("verbatim", text, None)
        return Packed("zstd", data, None, becomes_sibling)


def _compressor(text: bytes) -> zstandard.ZstdCompressor:
    # The window must span the sibling and the page, or the end of the page could not see the start of the sibling.
    window = max(19, min(24, (2 * len(text)).bit_length()))
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL, source_size=2 * len(text), dict_size=len(text), window_log=window
    )
    shared = dictionary(text)
    shared.precompute_compress(compression_params=parameters)
    return zstandard.ZstdCompressor(compression_params=parameters, dict_data=shared)
