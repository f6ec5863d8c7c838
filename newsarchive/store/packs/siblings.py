"""Compresses a page against a fresh page of the same outlet and template: only what differs is stored."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import zstandard

from newsarchive.store.packs.damage import DamagedPack
from newsarchive.store.packs.packing import ALONE, LEVEL, MAX_TEXT, MIN_TEXT, Packed, alone, compressor_for, unpack

MAX_PAGES = 500
"""A sibling serves this many pages of a template at most, so that one damaged blob cannot take too many with it."""

_KEPT = 36
"""Pages ready in memory to compress others against: each takes 1.75 MB once it was used, for pages of 134 KB."""

_MANY = 3
"""Siblings that a template has at a time: sites show readers A or B, and some put galleries under the URLs of texts. Of
demo pages two templates in turns take 2.6 KB a page, with one sibling only 7.2 KB (each for itself 2.4 KB)."""

_STRANGERS = 2
"""Pages that are remembered because no sibling was like them: as many templates may come in turns."""

_MIN_PAGES = 8
"""Before it is judged, a sibling serves this many pages."""

_RECENT = 1 / 32
"""Weight of a page in the running mean of what pages take at present."""

_STRANGE = 0.35
"""A page that takes a larger share of its size is unlike its sibling; so is one that takes four times the mean."""

_FAR = 0.5
"""So is one that takes this share of what the sibling takes itself, if that is twice the mean: pages of a network have
much in common, and yet lean far better on a page of their own outlet."""

_ALIKE = 0.5
"""A stranger that takes this share, or less, against the stranger before: the two are of one template."""


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
        if stored > _STRANGE * size:
            return True
        if self.pages < _MIN_PAGES:
            return stored > _FAR * self.cost
        mean = self.total / self.pages
        return stored > 4 * mean + 1024 or stored > max(2 * mean, _FAR * self.cost)

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
    """The siblings of one template, the one that fitted last first, and the pages of late that were like none."""

    siblings: list[_Sibling] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    """Their hashes, the latest first."""
    is_changed: bool = False
    """Whether the strangers are."""
    replaced: _Sibling | None = None
    """The one whose place the next adopted page takes."""


def template_of(outlet: str | None, url_path: str) -> str:
    """A key that pages of one outlet and template share, from the shape of the path: `radar a9a` for /read/1/x."""
    parts = [part for part in url_path.partition("?")[0].split("/") if part][:6]
    return f"{outlet or '-'} {''.join('9' if part.isdecimal() else 'a' for part in parts)}"


class Texts(Protocol):
    """Where the text of a body that is stored can be had."""

    def text(self, sha256: str) -> tuple[bytes, str | None]:
        """The text of the body with this hash first; raises DamagedPack (an ArchiveError)."""


class Siblings:
    """Chooses, keeps and replaces the siblings of each template in one pack, over the pack's write connection.

    Side bars drift, so that pages take more than they did: `_Sibling.is_worn()` says when a new sibling is due, and
    the page at hand is stored alone and becomes it. A page unlike every sibling of its template is stored as well as
    can be, and remembered; if another such page is like it, a template has come (or come back), and that page becomes
    a sibling too, in place of the one that fitted longest ago if there are _MANY.
    """

    def __init__(self, connection: sqlite3.Connection, texts: Texts) -> None:
        self._connection, self._texts = connection, texts
        self._ready: OrderedDict[int, _Family] = OrderedDict()

    def pack(self, template_id: int, text: bytes, sha256: str) -> Packed:
        """Compress `text` against the best sibling of its template; alone if it fits none, or is to be the next.

        It is about to be stored as (the text of) the body with that hash.
        """
        if not MIN_TEXT <= len(text) <= MAX_TEXT:
            return alone(text, becomes_sibling=False)
        family = self._family(template_id)
        if not family.siblings:
            return alone(text, becomes_sibling=True)
        best, data = _closest(family.siblings, text)
        if best.is_strange(len(data), len(text)):
            if (
                best.pages < _MIN_PAGES
            ):  # perhaps it is the text that takes so much: then there is nothing strange in it
                best.count(len(data))
            return self._stranger(family, Packed(LEVEL, data, best.blob_id), text, sha256)
        family.siblings.remove(best)
        family.siblings.insert(0, best)
        if best.is_worn():
            family.replaced = best
            return alone(text, becomes_sibling=True)
        best.count(len(data))
        return Packed(LEVEL, data, best.blob_id)

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
        family.siblings.insert(0, _Sibling(blob_id, compressor_for(text), cost))

    def save(self) -> None:
        """Write down how the siblings do, so that the next run goes on from there: before each commit."""
        for template_id, family in self._ready.items():
            self._save(template_id, family)

    def forget(self) -> None:
        """Hold nothing in memory: what is there may have been removed."""
        self._ready.clear()

    def _stranger(self, family: _Family, best: Packed, text: bytes, sha256: str) -> Packed:
        """A page like no sibling: against the best, if that gains much, or as a new sibling, if one is due."""
        if self._has_come_back(family, text, len(best.data)):
            if len(family.siblings) >= _MANY:
                family.replaced = family.siblings[-1]
            return alone(text, becomes_sibling=True)
        family.strangers, family.is_changed = [sha256, *family.strangers][:_STRANGERS], True
        return best if len(best.data) <= ALONE * len(text) else alone(text, becomes_sibling=False)

    def _has_come_back(self, family: _Family, text: bytes, stored: int) -> bool:
        """Whether a page that would take `stored` bytes is much more like one that was like no sibling before."""
        for sha256 in family.strangers:
            try:
                other, _ = self._texts.text(sha256)
            except DamagedPack:  # or taken out since
                continue
            if len(compressor_for(other).compress(text)) <= min(_STRANGE * len(text), _ALIKE * stored):
                family.strangers.remove(sha256)
                family.is_changed = True
                return True
        return False

    def _save(self, template_id: int, family: _Family) -> None:
        if family.is_changed:
            hashes = bytes.fromhex("".join(family.strangers)) or None
            self._connection.execute("UPDATE templates SET strangers = ? WHERE id = ?", (hashes, template_id))
            family.is_changed = False
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
            while len(self._ready) > 1 and sum(len(ready.siblings) for ready in self._ready.values()) >= _KEPT:
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
        (strangers,) = self._connection.execute(
            "SELECT strangers FROM templates WHERE id = ?", (template_id,)
        ).fetchone()
        hashes = (strangers or b"").hex()
        family = _Family(strangers=[hashes[at : at + 64] for at in range(0, len(hashes), 64)])
        for blob_id, pages, total, recent, data, size in rows:
            try:
                text = unpack(data, size, None)
            except ValueError:  # damaged: it serves no more pages
                continue
            family.siblings.append(_Sibling(blob_id, compressor_for(text), len(data), pages, total, recent))
        return family


def _closest(siblings: list[_Sibling], text: bytes) -> tuple[_Sibling, bytes]:
    """The first sibling that a text is like, or else the one against which it takes least; and the text against it."""
    best, data = siblings[0], siblings[0].compressor.compress(text)
    for sibling in siblings[1:]:
        if not best.is_strange(len(data), len(text)):
            break
        tried = sibling.compressor.compress(text)
        if len(tried) < len(data):
            best, data = sibling, tried
    return best, data
