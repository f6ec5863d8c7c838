"""Reads the pages of one article again, from the bytes that are kept of them."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsarchive.extract import extract
from newsarchive.kept.opening import open_capture
from newsarchive.models import STORED_KINDS, Article, Capture, Outlet, Page
from newsarchive.store import Archive
from newsarchive.store.fields import version_values, without_surrogates
from newsarchive.store.lookup import url_shapes
from newsarchive.store.times import from_text, to_text

_log = logging.getLogger("newsarchive.replay")

_MAX_PARTS = 50
"""Pages of one article that are looked for, as an import does: a pager that goes on beyond this leads nowhere."""


@dataclass(frozen=True, slots=True)
class Part:
    """A snapshot that a version was read from; `part` 0 is a first page, of which each sighting has its own."""

    snapshot_id: int
    part: int
    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Unread:
    """Why pages give no article: a kebab-case word and a sentence; `pages` were read nevertheless."""

    reason: str
    detail: str
    pages: int


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is read today, of so many pages."""

    article: Article
    pages: int


FindPart = Callable[[str, int, datetime], int | None]
"""The snapshot of a further page: its URL, its number (1 is the second page) and when the first page was fetched."""


def parts_of(connection: sqlite3.Connection, version_id: int) -> tuple[Part, ...]:
    """The snapshots of a version, first pages first, the latest of each first."""
    rows = connection.execute(
        "SELECT s.id, vs.part, s.url, s.fetched_at FROM version_snapshots vs JOIN snapshots s ON s.id = vs.snapshot_id"
        " WHERE vs.version_id = ? ORDER BY vs.part, s.fetched_at DESC, s.id DESC",
        (version_id,),
    )
    return tuple(Part(number, part, url, from_text(at)) for number, part, url, at in rows.fetchall())


def sighting_order(parts: Sequence[Part], all_parts: Sequence[Part]) -> Iterator[tuple[Part, bool]]:
    """The first pages of a version, the latest first, each with whether it came late.

    Late is a page of which the archive already had a later sighting of the same article (`all_parts`), as an import
    may bring: what was stored then stayed, so the stored reading may be that of the page before.
    """
    others = [part for part in all_parts if part.part == 0]
    for part in parts:
        if part.part == 0:
            yield part, any(o.snapshot_id < part.snapshot_id and o.fetched_at > part.fetched_at for o in others)


def part_among(parts: Sequence[Part], connection: sqlite3.Connection) -> FindPart:
    """Finds a further page among those of a version: by its URL, else by its number; else wherever it is kept."""

    def find(url: str, number: int, near: datetime) -> int | None:
        further = [part for part in parts if part.part]
        found = [part for part in further if part.url == url] or [part for part in further if part.part == number]
        if found:
            return min(found, key=lambda part: (abs(part.fetched_at - near), part.snapshot_id)).snapshot_id
        return part_anywhere(connection)(url, number, near)

    return find


def part_anywhere(connection: sqlite3.Connection) -> FindPart:
    """Finds the answer to a URL, or a shape of it, that was fetched nearest in time."""

    def find(url: str, number: int, near: datetime) -> int | None:
        for shape in url_shapes(url):
            row = connection.execute(
                "SELECT id FROM snapshots WHERE url = ? AND status = 200"
                " ORDER BY abs(julianday(fetched_at) - julianday(?)), id LIMIT 1",
                (shape, to_text(near)),
            ).fetchone()
            if row is not None:
                return int(row[0])
        return None

    return find


def reread(archive: Archive, snapshot_id: int, outlet: Outlet, find_part: FindPart) -> Reading | Unread:
    """What the pages of an article say today, beginning with the snapshot of its first one.

    A layout is chosen by the time at which the page was fetched. A fault of a parser is a reason too: one page must not
    keep all others from being read. Raises DamagedPack if bytes are missing or are not what they were, LookupError if
    there is no such snapshot.
    """
    capture = _capture(archive, snapshot_id)
    page = open_capture(capture)
    if isinstance(page, str):
        reason, _, detail = page.partition(": ")
        return Unread(reason, detail, 0)
    pages: list[Page] = [page]
    article = _extracted(pages, outlet)
    while isinstance(article, Article) and article.kind in STORED_KINDS and article.next_page_url:
        found = find_part(article.next_page_url, len(pages), capture.fetched_at)
        part = "it is not among the kept pages" if found is None else _further(_capture(archive, found), pages)
        if isinstance(part, str):
            return Unread("part-missing", f"{article.next_page_url}: {part}", len(pages))
        pages.append(part)
        article = _extracted(pages, outlet)
    if isinstance(article, str):
        return Unread("parser-error", article, len(pages))
    if article.kind not in STORED_KINDS or not (article.body or article.images):
        return Unread("not-an-article", "; ".join((article.kind, *article.warnings))[:500], len(pages))
    return Reading(_storable(article), len(pages))


def _extracted(pages: Sequence[Page], outlet: Outlet) -> Article | str:
    """The article, or what a parser raised."""
    try:
        return extract(pages, outlet=outlet)
    except Exception as error:
        _log.exception("a parser fails at %s", pages[0].url)
        return f"{type(error).__name__}: {error}"[:500]


def _capture(archive: Archive, snapshot_id: int) -> Capture:
    capture = archive.snapshot(snapshot_id)
    if capture is None:
        raise LookupError(f"there is no snapshot {snapshot_id}")
    return capture


def _further(capture: Capture, before: Sequence[Page]) -> Page | str:
    """A further page, or why it cannot be joined to those before it."""
    if capture.status != 200:
        return f"status {capture.status}"
    if len(before) >= _MAX_PARTS or any(page.url == capture.url for page in before):
        return "the pages of this article lead in a circle"
    return open_capture(capture)


def _storable(article: Article) -> Article:
    """As the writer stores it: half a surrogate pair cannot be stored."""
    try:
        for value in version_values(article):
            str(value).encode()
    except UnicodeEncodeError:
        return without_surrogates(article)
    return article
