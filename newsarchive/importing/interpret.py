"""Says what captures that lie in the archive hold: their article, or the reason for none. No network, no files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsarchive.extract import extract
from newsarchive.kept.opening import open_capture
from newsarchive.models import STORED_KINDS, Article, Capture, Outlet, Page
from newsarchive.networks import load_networks, match_url
from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.text.urls import host_of, original_url

_MAX_PARTS = 50
"""Pages of one article that are looked for: a pager that goes on beyond this leads nowhere."""

_APART = timedelta(days=1)
"""Pages of one article that were kept further apart than this may be of different versions: that is said."""

FindPart = Callable[[str, datetime | None], tuple[Capture, int] | None]
"""Finds a continuation page: its URL and the (aware) time near which it was fetched give the capture and the id of its
snapshot, or None."""

_NO_PAGES = frozenset({"index", "feed", "sitemap", "rest", "json", "robots", "redirect", "static", "asset", "amp"})
"""Kinds of snapshots that hold no article."""

_ASSETS = re.compile(r"(?:image|video|audio|font)/|text/css|(?:text|application)/(?:x-)?javascript|application/pdf")


@dataclass(frozen=True, slots=True)
class _Failure:
    url: str
    outlet: Outlet | None
    snapshot_id: int
    reason: str
    detail: str
    at: datetime


class Interpreter:
    """Reads captures whose snapshots are in the archive, one by one, and stores what they say.

    Used by whatever brings captures in: folders, WARC files, and the packs when an index is rebuilt. The pages of a
    paged article are joined; one whose pages are not all there becomes a failure, never half an article.
    """

    wait_for_parts: Callable[[int, datetime], None] | None = None
    """Where captures come as a stream: told of each article of several pages (its snapshot, and when that was fetched)
    instead of reading it. Once all have come, it is to be set to None and those told are to be read again."""

    def __init__(self, writer: Writer, registry: Registry, run_id: int, find_part: FindPart) -> None:
        self._writer, self._registry, self._run_id, self._find_part = writer, registry, run_id, find_part
        self._joined: set[int] = set()  # snapshots of parts that an article took in
        self._parts: dict[int, None] = {}  # continuation pages, until it is known whether an article takes them in
        self.articles: Counter[str] = Counter()
        """Articles stored, by outcome: new, changed, unchanged."""
        self.failures: Counter[str] = Counter()
        """Captures that became nothing, by reason."""
        self.other_pages = 0
        """Pages that are no articles by their URL, and redirects: kept as snapshots, nothing to read."""

    def read(self, capture: Capture, snapshot_id: int, outlet: Outlet | None, *, kind: str | None = None) -> bool:
        """Store what one capture says, or why it says nothing. `outlet` is that of its host; None: nobody's.

        `kind`: what the page turned out to be where it was read before, in the archive that it comes from. False where
        the capture waits for the other pages of its article.
        """
        if outlet is None:
            self._fail(capture, None, snapshot_id, "unknown-outlet", f"no outlet has the host {host_of(capture.url)}")
        elif capture.status == 304:
            self._seen_again(capture, snapshot_id, kind)
        elif 300 <= capture.status < 400:
            self._writer.arrivals.leads_to(snapshot_id)
            self._set_aside(snapshot_id, "redirect")
        elif kind in _NO_PAGES:
            self._set_aside(snapshot_id, kind)
        elif capture.status != 200:
            reason = "gone" if capture.status in {404, 410} else "http-error"
            self._fail(capture, outlet, snapshot_id, reason, f"status {capture.status} {capture.reason}".strip())
        elif kind == "part":
            self._parts[snapshot_id] = None
        else:
            return self._read_page(capture, outlet, snapshot_id, kind)
        return True

    def _read_page(self, capture: Capture, outlet: Outlet, snapshot_id: int, kind: str | None) -> bool:
        match = match_url(load_networks()[outlet.network], original_url(capture.url)) if kind is None else None
        if match is not None and match.kind in _NO_PAGES:
            self._set_aside(snapshot_id, match.kind)
        elif match is not None and match.offset:
            self._parts[snapshot_id] = None
        elif kind is None and _ASSETS.match(_type_of(capture)):
            self._set_aside(snapshot_id, "asset")
        else:
            return self._read_article(capture, outlet, snapshot_id)
        return True

    def outlet_of(self, capture: Capture) -> Outlet | None:
        """The outlet whose host the capture is from; pages taken from another web archive count by their own URL."""
        return self._registry.by_url(original_url(capture.url))

    def finish(self) -> None:
        """Say which continuation pages belong to no article among those read: their text is not archived."""
        for snapshot_id in self._parts:
            self._writer.snapshot_kind(snapshot_id, "part")
            if snapshot_id not in self._joined and not self._writer.arrivals.is_in_a_version(snapshot_id):
                part = self._writer.arrivals.capture(snapshot_id)
                if part is not None:
                    detail = "the first page of this article is not kept, or not all of its pages are"
                    self._fail(part, self.outlet_of(part), snapshot_id, "part-alone", detail)
        self._parts.clear()

    def counts(self) -> Mapping[str, int]:
        """The counts as those of a run row."""
        found = {f"articles_{outcome}": count for outcome, count in self.articles.items()}
        return {"failures": sum(self.failures.values()), **found}

    def _read_article(self, capture: Capture, outlet: Outlet, snapshot_id: int) -> bool:
        page = open_capture(capture)
        if isinstance(page, str):
            reason, _, detail = page.partition(": ")
            self._fail(capture, outlet, snapshot_id, reason, detail)
            return True
        pages, snapshots = [page], [snapshot_id]
        article = extract(pages, outlet=outlet)
        if article.next_page_url and self.wait_for_parts is not None:
            self.wait_for_parts(snapshot_id, capture.fetched_at)
            return False
        while article.next_page_url:
            part = self._find_part(article.next_page_url, page.fetched_at)
            opened = self._open_part(part[0] if part else None, pages)
            if part is None or isinstance(opened, str):
                self._fail(capture, outlet, snapshot_id, "part-missing", f"{article.next_page_url}: {opened}")
                return True
            pages.append(opened)
            snapshots.append(part[1])
            article = extract(pages, outlet=outlet)
        self._store(article, capture, outlet, snapshots, _apart(pages))
        return True

    def _open_part(self, part: Capture | None, before: list[Page]) -> Page | str:
        """A continuation page, or why it cannot be joined to the pages before it."""
        if part is None:
            return "it is not among the kept pages"
        if part.status != 200:
            return f"status {part.status}"
        if len(before) >= _MAX_PARTS or any(page.url == part.url for page in before):
            return "the pages of this article lead in a circle"
        return open_capture(part)

    def _store(
        self, article: Article, capture: Capture, outlet: Outlet, snapshots: list[int], doubts: tuple[str, ...]
    ) -> None:
        self._writer.snapshot_kind(snapshots[0], article.kind)
        if article.kind not in STORED_KINDS or not (article.body or article.images):
            reason = "blocked" if article.kind == "blocked" else "not-an-article"
            self._fail(capture, outlet, snapshots[0], reason, "; ".join((article.kind, *article.warnings))[:500])
            return
        article = replace(article, warnings=article.warnings + doubts)
        stored = self._writer.add_article(article, snapshots, at=capture.fetched_at, run_id=self._run_id)
        self._joined.update(snapshots[1:])
        self.articles[stored.outcome] += 1

    def _seen_again(self, capture: Capture, snapshot_id: int, kind: str | None) -> None:
        """Not modified: the article that is known under this URL was there."""
        self._writer.arrivals.seen_again(capture.url, capture.fetched_at, snapshot_id)
        self._set_aside(snapshot_id, kind or "not-modified")

    def _set_aside(self, snapshot_id: int, kind: str) -> None:
        self._writer.snapshot_kind(snapshot_id, kind)
        self.other_pages += 1

    def _fail(self, capture: Capture, outlet: Outlet | None, snapshot_id: int, reason: str, detail: str) -> None:
        self._add_failure(_Failure(capture.url, outlet, snapshot_id, reason, detail, capture.fetched_at))

    def _add_failure(self, failure: _Failure) -> None:
        self.failures[failure.reason] += 1
        if not self._writer.has_failure(failure.snapshot_id, failure.reason):
            self._writer.add_failure(
                failure.url,
                outlet=failure.outlet.slug if failure.outlet else None,
                snapshot_id=failure.snapshot_id,
                reason=failure.reason,
                detail=failure.detail,
                at=failure.at,
                run_id=self._run_id,
            )


def _type_of(capture: Capture) -> str:
    return next((value.strip().lower() for name, value in capture.headers if name.lower() == "content-type"), "")


def _apart(pages: list[Page]) -> tuple[str, ...]:
    times = sorted(page.fetched_at for page in pages if page.fetched_at is not None)
    if not times or times[-1] - times[0] <= _APART:
        return ()
    return (f"parts-apart: the pages of this article were fetched between {times[0]} and {times[-1]}",)
