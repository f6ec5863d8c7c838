"""Compresses a page against a fresh page of the same outlet and template: only what differs is stored."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

import zstandard

MAX_PAGES = 500
"""A sibling serves this many pages of a template at most, so that one damaged blob cannot take too many with it."""

MAX_TEXT = 8 << 20
"""Longer pages are stored alone: a window beyond this would make readers need much memory."""

MIN_TEXT = 512
"""Shorter bodies (redirects, errors) are not worth a look-up of a sibling."""

_KEPT = 32
"""Templates ready in memory."""

_MANY = 3
"""Siblings that a template has at a time: sites show readers A or B, and some put galleries under the URLs of texts."""

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

_ALIKE = 0.5
"""A stranger that takes this share, or less, against the stranger before: the two are of one template."""

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
    is_changed: bool = False

    def is_strange(self, stored: int, size: int) -> bool:
        """Whether a page of `size` bytes that would take `stored` bytes is unlike this sibling."""
        mean = self.total / self.pages if self.pages else 0.0
        return stored > _STRANGE * size or (self.pages >= _MIN_PAGES and stored > 4 * mean + 1024)

    def count(self, stored: int) -> None:
        """Take note of a page like it that takes `stored` bytes."""
        weight = max(_RECENT, 1 / (self.pages + 1))  # a plain mean at first
        self.recent += weight * (stored - self.recent)
        self.pages, self.total, self.is_changed = self.pages + 1, self.total + stored, True

    def is_worn(self) -> bool:
        """Whether a new sibling pays.

        With n pages served and a page taking r at present, a new sibling that wears as this one did saves n * r less
        the total over as many pages. It pays once that is more than it costs: the mean cost of a page, siblings
        included, is then at its lowest. A drift that has come to rest never gets there, however long it goes on.
        """
        if self.pages >= MAX_PAGES:
            return True
        return self.pages >= _MIN_PAGES and self.pages * self.recent - self.total > self.cost


@dataclass(slots=True)
class _Family:
    """The siblings of one template, the one that fitted last first, and the page last seen that was like none."""

    siblings: list[_Sibling] = field(default_factory=list)
    stranger: zstandard.ZstdCompressor | None = None
    replaced: _Sibling | None = None
    """The one whose place the next adopted page takes."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A text as it goes into a pack: `sibling_id` is the blob it needs for reading, None if it stands alone."""

    level: int
    """Of zstd, at which `data` was compressed; 0: it is the text itself."""
    data: bytes
    sibling_id: int | None
    becomes_sibling: bool = False


def dictionary(text: bytes) -> zstandard.ZstdCompressionDict:
    """A page as a dictionary: its raw content, not trained."""
    return zstandard.ZstdCompressionDict(text, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def unpack(data: bytes, size: int, sibling: bytes | None) -> bytes:
    """The text of a blob. Raises ValueError if it cannot be read, is longer than `size`, or is not what it was: each
    frame ends with a checksum of its content (RFC 8878 §3.1.1), but those of packs of form 1.
    """
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
    """Chooses, keeps and replaces the siblings of each template in one pack, over the pack's write connection.

    Side bars drift, so that pages take more than they did: `_Sibling.is_worn()` says when a new sibling is due, and
    the page at hand is stored alone and becomes it. A page unlike every sibling of its template is stored as well as
    can be; if the next such page is like it, a template has come (or come back), and that page becomes a sibling too,
    in place of the one that fitted longest ago if there are _MANY.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ready: OrderedDict[int, _Family] = OrderedDict()

    def pack(self, template_id: int, text: bytes) -> Packed:
        """Compress `text` against the best sibling of its template; alone if it fits none, or is to be the next."""
        if not MIN_TEXT <= len(text) <= MAX_TEXT:
            return alone(text, becomes_sibling=False)
        family = self._family(template_id)
        if not family.siblings:
            return alone(text, becomes_sibling=True)
        best, data = family.siblings[0], b""
        for sibling in family.siblings:
            tried = sibling.compressor.compress(text)
            if not data or len(tried) < len(data):
                best, data = sibling, tried
            if not sibling.is_strange(len(tried), len(text)):
                break
        if best.is_strange(len(data), len(text)):
            return self._stranger(family, best, text, data)
        family.siblings.remove(best)
        family.siblings.insert(0, best)
        if best.is_worn():
            family.replaced = best
            return alone(text, becomes_sibling=True)
        best.count(len(data))
        return Packed(_LEVEL, data, best.blob_id)

    def adopt(self, template_id: int, blob_id: int, text: bytes, at: datetime) -> None:
        """Make a blob that was stored alone a sibling of its template."""
        (cost,) = self._connection.execute("SELECT length(data) FROM blobs WHERE id = ?", (blob_id,)).fetchone()
        family = self._family(template_id)
        if family.replaced is not None:
            family.siblings.remove(family.replaced)
            sql = "DELETE FROM siblings WHERE template_id = ? AND blob_id = ?"
            self._connection.execute(sql, (template_id, family.replaced.blob_id))
            family.replaced = None
        self._connection.execute(
            "INSERT INTO siblings (template_id, blob_id, set_at, pages, total, recent) VALUES (?, ?, ?, 0, 0, 0)",
            (template_id, blob_id, int(at.timestamp())),
        )
        family.siblings.insert(0, _Sibling(blob_id, _compressor(text), cost))

    def save(self) -> None:
        """Write down how the siblings do, so that the next run goes on from there: before each commit."""
        for template_id, family in self._ready.items():
            self._save(template_id, family)

    def forget(self) -> None:
        """Hold nothing in memory: what is there may have been removed."""
        self._ready.clear()

    def _stranger(self, family: _Family, best: _Sibling, text: bytes, data: bytes) -> Packed:
        """A page like no sibling: stored against the best, if that gains much, or as a new sibling if it is due."""
        alike = min(_STRANGE * len(text), _ALIKE * len(data))
        if family.stranger is not None and len(family.stranger.compress(text)) <= alike:
            family.stranger = None
            if len(family.siblings) >= _MANY:
                family.replaced = family.siblings[-1]
            return alone(text, becomes_sibling=True)
        family.stranger = _compressor(text)
        if len(data) > _ALONE * len(text):
            return alone(text, becomes_sibling=False)
        return Packed(_LEVEL, data, best.blob_id)

    def _save(self, template_id: int, family: _Family) -> None:
        for sibling in family.siblings:
            if sibling.is_changed:
                self._connection.execute(
                    "UPDATE siblings SET pages = ?, total = ?, recent = ? WHERE template_id = ? AND blob_id = ?",
                    (sibling.pages, sibling.total, sibling.recent, template_id, sibling.blob_id),
                )
                sibling.is_changed = False

    def _family(self, template_id: int) -> _Family:
        family = self._ready.get(template_id)
        if family is None:
            family = self._ready[template_id] = self._read(template_id)
            if len(self._ready) > _KEPT:
                self._save(*self._ready.popitem(last=False))
        else:
            self._ready.move_to_end(template_id)
        return family

    def _read(self, template_id: int) -> _Family:
        rows = self._connection.execute(
            "SELECT s.blob_id, s.pages, s.total, s.recent, b.data, b.text_bytes FROM siblings s"
            " JOIN blobs b ON b.id = s.blob_id WHERE s.template_id = ? AND b.is_sibling"
            " ORDER BY s.set_at DESC, s.blob_id DESC",
            (template_id,),
        ).fetchall()
        family = _Family()
        for blob_id, pages, total, recent, data, size in rows:
            try:
                text = unpack(data, size, None)
            except ValueError:  # damaged: it serves no more pages
                continue
            family.siblings.append(_Sibling(blob_id, _compressor(text), len(data), pages, total, recent))
        return family


class Against:
    """Compresses texts against one blob, for whoever knows which it is to be."""

    def __init__(self, blob_id: int, text: bytes, level: int = _LEVEL) -> None:
        self._blob_id, self._level, self._compressor = blob_id, level, _compressor(text, level)

    def pack(self, text: bytes) -> Packed:
        """`text` against the blob; alone if that gains little or the text is too long."""
        if len(text) <= MAX_TEXT:
            data = self._compressor.compress(text)
            if len(data) <= _ALONE * len(text):
                return Packed(self._level, data, self._blob_id)
        return alone(text, becomes_sibling=False)


def alone(text: bytes, *, becomes_sibling: bool) -> Packed:
    """A text compressed by itself, or as it is if that is no longer and it is to be nobody's sibling."""
    level = _ALONE_LEVEL if len(text) <= MAX_TEXT else _LEVEL
    data = zstandard.ZstdCompressor(level=level, write_checksum=True).compress(text)
    if len(data) >= len(text) and not becomes_sibling:
        return Packed(0, text, None)
    return Packed(level, data, None, becomes_sibling)


def _compressor(text: bytes, level: int = _LEVEL) -> zstandard.ZstdCompressor:
    # The window must span the sibling and the page, or the end of the page could not see the start of the sibling.
    window = max(19, min(24, (2 * len(text)).bit_length()))
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level, source_size=2 * len(text), dict_size=len(text), window_log=window, write_checksum=True
    )
    shared = dictionary(text)
    shared.precompute_compress(compression_params=parameters)
    return zstandard.ZstdCompressor(compression_params=parameters, dict_data=shared)
