"""The item pipeline: what became of each URL goes into the archive, and then, last, its frontier row is done."""

from __future__ import annotations

from datetime import timedelta

from scrapy.crawler import Crawler

from newsarchive.crawl.listings import ListingStore
from newsarchive.crawl.report import count_article_read, count_failure, count_for
from newsarchive.crawl.session import Session
from newsarchive.recheck import LISTINGS_EVERY, REFUSED_AFTER, SECOND_LOOK, SLOWEST, next_check, next_retry
from spiders.items import ArticleRead, Failed, Gone, Item, ListingRead, Task, Unchanged
from spiders.verdict import PURGED, PUT_BACK

REST_REASONS = frozenset({"robots-disallowed", "other-host", "private-address"})
"""Failures that a few minutes will not change."""


class StorePipeline:
    """Writes items. What came of a row, the leads found on it and that it is done are kept together or not at all."""

    def __init__(self, crawler: Crawler) -> None:
        self._session = Session.of(crawler)
        self._writer = self._session.writer
        self._frontier = self._writer.frontier
        self._listings = ListingStore(self._session)
        self._session.outage.store = self._keep

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        """Build on the crawler's session."""
        return cls(crawler)

    def process_item(self, item: Item) -> Item:
        """Store one item."""
        session = self._session
        if isinstance(item, Failed) and item.reason in PUT_BACK:
            session.release(item.task.key)  # nothing was asked: its row is due as it was
            session.standings.untold(item.task.outlet)
            return item
        if isinstance(item, Failed) and session.outage.holds(item):
            return item
        for each in (*session.outage.over(), item):
            self._keep(each)
        return item

    def _keep(self, item: Item) -> None:
        with self._writer.unit():
            self._store(item)
        self._session.release(item.task.key)

    def _store(self, item: Item) -> None:
        standings, slug = self._session.standings, item.task.outlet
        match item:
            case ArticleRead() | ListingRead() | Unchanged():
                standings.ok(slug, self._session.clock())
            case Gone():
                standings.untold(slug)  # a site that has moved house says so for each of its pages, well or not
            case Failed():
                self._session.trouble(item)
        match item:
            case ArticleRead():
                self._article(item)
            case ListingRead():
                self._listings.store(item)
            case Unchanged():
                self._unchanged(item)
            case Gone():
                self._gone(item)
            case Failed():
                self._failed(item)

    def _article(self, item: ArticleRead) -> None:
        session = self._session
        stored = self._writer.add_article(
            item.article,
            item.snapshot_ids,
            at=item.fetched_at,
            run_id=session.run_id,
            is_past=item.task.is_past,
        )
        session.counts[stored.outcome] += 1
        if stored.outcome == "purged":
            self._frontier.purge(item.task.key)
            return
        if item.task.missing > 1:
            count_for(session, item.task, "restored")
        count_article_read(session, item)
        steady = item.task.steady + 1 if stored.outcome == "unchanged" else 0
        self._done(item.task, item.status, steady, item=item)
        session.count_article()

    def _unchanged(self, item: Unchanged) -> None:
        session = self._session
        self._writer.article_seen(item.task.key, item.fetched_at)
        session.counts["unchanged"] += 1
        count_for(session, item.task, "unchanged")
        self._done(item.task, 304, item.task.steady + 1)

    def _gone(self, item: Gone) -> None:
        """Nothing is there. An article that was there is looked for once more before it is called removed."""
        session, task = self._session, item.task
        at = session.clock()
        if task.kind != "article":
            session.record_failure(task, item.snapshot_id, item.reason, item.detail)
            self._listings.failed(task, at)
            retry_at = min(next_retry(task.attempts + 1, at), at + SLOWEST)
            self._frontier.failed(task.key, at=at, reason=item.reason, retry_at=retry_at, status=item.status)
            return
        if task.checks and not task.missing:
            session.counts["missing"] += 1
            count_for(session, task, "missing", example=item.snapshot_id)
            self._frontier.missing(task.key, at=at, status=item.status, next_at=at + SECOND_LOOK)
            return
        if task.checks:
            detail = f"{item.reason}: {item.detail}"
            if self._writer.mark_gone(task.key, snapshot_id=item.snapshot_id, at=item.fetched_at, detail=detail):
                session.counts["removed"] += 1
                count_for(session, task, "gone")
        else:
            session.record_failure(task, item.snapshot_id, "gone", item.detail)
        # what was taken off line comes back now and then, so the planned looks go on
        next_at = next_check(task.discovered_at, at)
        self._frontier.gone(task.key, at=at, status=item.status, next_at=next_at)

    def _failed(self, item: Failed) -> None:
        session, task = self._session, item.task
        at = session.clock()
        if item.reason == "not-kept":
            session.counts["not_kept"] += 1
            self._frontier.failed(task.key, at=at, reason=item.reason, retry_at=at + LISTINGS_EVERY)
            return
        if item.reason == PURGED and task.kind == "article":
            session.counts["purged"] += 1
            count_for(session, task, "purged")
            self._frontier.purge(task.key)
            return
        where = "" if item.url == task.url else f" ({item.url})"
        session.record_failure(task, item.snapshot_id, item.reason, item.detail + where)
        count_failure(session, item)
        if item.snapshot_id is not None and item.snapshot_kind is not None:
            self._writer.snapshot_kind(item.snapshot_id, item.snapshot_kind)
        retry_at = next_retry(task.attempts + 1, at)
        if item.reason in REST_REASONS:
            retry_at = at + REFUSED_AFTER
        elif item.wait:
            asked_for = at + timedelta(seconds=item.wait)
            # a server that asks for a pause again and again is left alone for longer, or the run would never end
            retry_at = max(asked_for, retry_at) if task.attempts else asked_for
        elif task.kind != "article":
            retry_at = min(retry_at, at + SLOWEST)  # without its lists an outlet is not crawled at all
        if task.kind != "article":
            self._listings.failed(task, at)
        next_at = None if item.is_final else retry_at
        self._frontier.failed(task.key, at=at, reason=item.reason, retry_at=next_at, status=item.status)

    def _done(self, task: Task, status: int, steady: int, *, item: ArticleRead | None = None) -> None:
        at = self._session.clock()
        published_on = None if item is None else item.article.published_on
        self._frontier.done(
            task.key,
            at=at,
            next_at=next_check(task.discovered_at, at, steady=steady, is_past=task.is_past),
            status=status,
            etag=None if item is None else item.etag,
            last_modified=None if item is None else item.last_modified,
            steady=steady,
            listed_on=published_on,
        )
