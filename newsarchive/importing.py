"""Kept pages into the archive: the same snapshots, the same extract(), the same store as a crawl, and no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive import __version__
from newsarchive.extract import extract
from newsarchive.kept import Kept
from newsarchive.kept.opening import capture_identity, open_capture
from newsarchive.models import STORED_KINDS, Article, Capture, Outlet, Page
from newsarchive.networks import load_networks, match_url
from newsarchive.registry import Registry
from newsarchive.store import Archive, Writer, open_archive
from newsarchive.text.urls import host_of, original_url

_MAX_PARTS = 50
"""Pages of one article that are looked for: a pager that goes on beyond this leads nowhere."""

_APART = timedelta(days=1)
"""Pages of one article that were kept further apart than this may be of different versions: that is said."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `articles` counts outcomes (new, changed, unchanged), `failures` reasons."""

    captures: int
    snapshots_added: int
    snapshots_known: int
    articles: Mapping[str, int]
    failures: Mapping[str, int]
    other_pages: int
    """Pages that are no articles by their URL, and redirects: kept as snapshots, nothing to read."""
    problems: tuple[str, ...]


def import_into(
    folder: Path,
    kept: Kept,
    registry: Registry,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Callable[[], None] = lambda: None,
) -> Imported:
    """Put every kept capture into the archive in `folder`: its snapshot, and its article or the reason for none.

    A capture that the archive knows (equal in URL, payload and, where known, time) is not added again, so importing
    twice changes nothing but `last_seen_at`. The pages of a paged article are joined; one whose pages are not all kept
    becomes a failure, never half an article. `progress` is called after each capture. Raises ArchiveLocked while
    another run is writing, NotAnArchive for a foreign file.
    """
    with Writer(folder, clock=clock) as writer, open_archive(folder) as archive:
        run_id = writer.begin_run("import", version=__version__, user_agent=None, options={"captures": len(kept)})
        writer.sync_outlets(registry.outlets)
        importer = _Importer(kept, writer, archive, registry, run_id)
        for capture in kept:
            importer.take(capture)
            progress()
        importer.take_leftover_parts()
        while writer.repack():
            pass
        done = importer.result()
        writer.end_run(run_id, exit_code=0, counts=_counts(done))
    return done


@dataclass(frozen=True, slots=True)
class _Failure:
    url: str
    outlet: Outlet | None
    snapshot_id: int
    reason: str
    detail: str
    at: datetime


class _Importer:
    def __init__(self, kept: Kept, writer: Writer, archive: Archive, registry: Registry, run_id: int) -> None:
        self._kept, self._writer, self._archive, self._registry, self._run_id = kept, writer, archive, registry, run_id
        self._snapshots: dict[tuple[str, str, datetime | None], int] = {}
        self._added: set[int] = set()
        self._joined: set[int] = set()  # snapshots of parts that an article took in
        self._parts: list[_Failure] = []  # continuation pages, as failures until an article takes them in
        said = archive.connection.execute("SELECT snapshot_id, reason FROM failures WHERE snapshot_id IS NOT NULL")
        self._failed_before = set(said.fetchall())
        self._captures = self._known = self._other = 0
        self._articles: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()

    def result(self) -> Imported:
        return Imported(
            captures=self._captures,
            snapshots_added=len(self._added),
            snapshots_known=self._known,
            articles=dict(sorted(self._articles.items())),
            failures=dict(sorted(self._failures.items())),
            other_pages=self._other,
            problems=self._kept.problems,
        )

    def take(self, capture: Capture) -> None:
        """One capture: snapshot first, then what it says."""
        self._captures += 1
        outlet = self._registry.by_url(original_url(capture.url))
        snapshot_id = self._snapshot(capture, outlet)
        if outlet is None:
            self._fail(capture, None, snapshot_id, "unknown-outlet", f"no outlet has the host {host_of(capture.url)}")
        elif 300 <= capture.status < 400:
            self._set_aside(snapshot_id, "redirect")
        elif capture.status != 200:
            reason = "gone" if capture.status in {404, 410} else "http-error"
            self._fail(capture, outlet, snapshot_id, reason, f"status {capture.status} {capture.reason}".strip())
        else:
            match = match_url(load_networks()[outlet.network], original_url(capture.url))
            if match is not None and match.kind in {"index", "feed", "static", "asset", "amp"}:
                self._set_aside(snapshot_id, match.kind)
            elif match is not None and match.offset:
                detail = "the first page of this article is not kept, or not all of its pages are"
                at = capture.fetched_at
                self._parts.append(_Failure(capture.url, outlet, snapshot_id, "part-alone", detail, at))
            else:
                self._read(capture, outlet, snapshot_id)

    def take_leftover_parts(self) -> None:
        """Continuation pages that belong to no article among the kept pages: said, since their text is not archived."""
        for part in self._parts:
            self._writer.snapshot_kind(part.snapshot_id, "part")
            if part.snapshot_id not in self._joined:
                self._add_failure(part)

    def _read(self, capture: Capture, outlet: Outlet, snapshot_id: int) -> None:
        page = open_capture(capture)
        if isinstance(page, str):
            reason, _, detail = page.partition(": ")
            self._fail(capture, outlet, snapshot_id, reason, detail)
            return
        pages, snapshots = [page], [snapshot_id]
        article = extract(pages, outlet=outlet)
        while article.next_page_url:
            part = self._kept.get(article.next_page_url, near=page.fetched_at)
            opened = self._open_part(part, pages)
            if part is None or isinstance(opened, str):
                self._fail(capture, outlet, snapshot_id, "part-missing", f"{article.next_page_url}: {opened}")
                return
            pages.append(opened)
            snapshots.append(self._snapshot(part, outlet))
            article = extract(pages, outlet=outlet)
        self._store(article, capture, outlet, snapshots, _apart(pages))

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
        self._articles[stored.outcome] += 1

    def _set_aside(self, snapshot_id: int, kind: str) -> None:
        self._writer.snapshot_kind(snapshot_id, kind)
        self._other += 1

    def _snapshot(self, capture: Capture, outlet: Outlet | None) -> int:
        """The id of the capture's snapshot, which is added only if the archive does not have it."""
        identity = capture_identity(capture)
        known = self._snapshots.get(identity)
        if known is None:
            known = find_snapshot(self._archive, identity)
            if known is None:
                slug = outlet.slug if outlet else None
                known = self._writer.add_snapshot(capture, outlet=slug, run_id=self._run_id)
                self._added.add(known)
            else:
                self._known += 1
            self._snapshots[identity] = known
        return known

    def _fail(self, capture: Capture, outlet: Outlet | None, snapshot_id: int, reason: str, detail: str) -> None:
        self._add_failure(_Failure(capture.url, outlet, snapshot_id, reason, detail, capture.fetched_at))

    def _add_failure(self, failure: _Failure) -> None:
        self._failures[failure.reason] += 1
        if (failure.snapshot_id, failure.reason) not in self._failed_before:
            self._writer.add_failure(
                failure.url,
                outlet=failure.outlet.slug if failure.outlet else None,
                snapshot_id=failure.snapshot_id,
                reason=failure.reason,
                detail=failure.detail,
                at=failure.at,
                run_id=self._run_id,
            )


def find_snapshot(archive: Archive, identity: tuple[str, str, datetime | None]) -> int | None:
    """The id of the snapshot that is the same capture, or None. An identity without time matches any time."""
    url, payload, at = identity
    rows = archive.connection.execute(
        "SELECT id, fetched_at FROM snapshots WHERE url = ? AND payload_sha256 = ? ORDER BY id", (url, payload)
    )
    return next((row for row, fetched_at in rows if at is None or datetime.fromisoformat(fetched_at) == at), None)


def _apart(pages: list[Page]) -> tuple[str, ...]:
    times = sorted(page.fetched_at for page in pages if page.fetched_at is not None)
    if not times or times[-1] - times[0] <= _APART:
        return ()
    return (f"parts-apart: the pages of this article were fetched between {times[0]} and {times[-1]}",)


def _counts(done: Imported) -> dict[str, int]:
    """The result as the counts of a run row."""
    return {
        "captures": done.captures,
        "snapshots": done.snapshots_added,
        "failures": sum(done.failures.values()),
        **{f"articles_{outcome}": count for outcome, count in done.articles.items()},
    }
