"""The item pipeline: what became of each URL goes into the archive, and then, last, its frontier row is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from scrapy.crawler import Crawler

from newsarchive.crawl.session import Session
from newsarchive.models import Lead
from newsarchive.recheck import LISTINGS_EVERY, REFUSED_AFTER, next_check, next_retry
from spiders.items import ArticleRead, Failed, Gone, Item, ListingRead, Task, Unchanged

REST_REASONS = frozenset({"robots-disallowed", "other-host"})
"""Failures that a few minutes will not change."""


class StorePipeline:
    """Writes items. What came of a row, the leads found on it and that it is done are kept together or not at all."""

    def __init__(self, crawler: Crawler) -> None:
        self._session = Session.of(crawler)
        self._writer = self._session.writer
        self._frontier = self._writer.frontier

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        """Build on the crawler's session."""
        return cls(crawler)

    def process_item(self, item: Item) -> Item:
        """Store one item."""
        with self._writer.unit():
            match item:
                case ArticleRead():
                    self._article(item)
                case ListingRead():
                    self._listing(item)
                case Unchanged():
                    self._unchanged(item)
                case Gone():
                    self._gone(item)
                case Failed():
                    self._failed(item)
        self._session.release(item.task.key)
        return item

    def _article(self, item: ArticleRead) -> None:
        stored = self._writer.add_article(
            item.article, item.snapshot_ids, at=item.fetched_at, run_id=self._session.run_id
        )
        self._session.counts[stored.outcome] += 1
        self._done(item.task, item.status, item.etag, item.last_modified)
        self._session.count_article()

    def _listing(self, item: ListingRead) -> None:
        at = self._session.clock()
        if item.following is not None and any(self._frontier.get(lead.key) is None for lead in item.leads):
            self._ask_again(item.following)
        fresh = self._offer([*item.leads, *item.listings])
        self._session.counts["leads"] += sum(lead.kind == "article" for lead in fresh)
        self._session.counts["listings"] += 1
        next_at = at + LISTINGS_EVERY if item.is_first else None
        self._frontier.done(item.task.key, at=at, next_at=next_at, status=item.status)

    def _unchanged(self, item: Unchanged) -> None:
        self._writer.article_seen(item.task.key, item.fetched_at)
        self._session.counts["unchanged"] += 1
        self._done(item.task, 304)

    def _gone(self, item: Gone) -> None:
        task = item.task
        at = self._session.clock()
        if task.kind != "article":
            self._session.record_failure(task.url, task.outlet, item.snapshot_id, item.reason, item.detail)
            retry_at = next_retry(task.attempts + 1, at)
            self._frontier.failed(task.key, at=at, reason=item.reason, retry_at=retry_at, status=item.status)
            return
        if task.checks:
            self._writer.mark_gone(task.key, snapshot_id=item.snapshot_id, at=item.fetched_at, status=item.status)
            self._session.counts["removed"] += 1
        else:
            self._session.record_failure(task.url, task.outlet, item.snapshot_id, "gone", item.detail)
        # what was taken off line comes back now and then, so the planned looks go on
        self._frontier.gone(task.key, at=at, status=item.status, next_at=next_check(task.discovered_at, at))

    def _failed(self, item: Failed) -> None:
        task = item.task
        at = self._session.clock()
        if item.reason == "not-kept":
            self._session.counts["not_kept"] += 1
            self._frontier.failed(task.key, at=at, reason=item.reason, retry_at=at + LISTINGS_EVERY)
            return
        # under the URL of the row, so that a later success resolves it
        where = "" if item.url == task.url else f" ({item.url})"
        self._session.record_failure(task.url, task.outlet, item.snapshot_id, item.reason, item.detail + where)
        if item.snapshot_id is not None and item.snapshot_kind is not None:
            self._writer.snapshot_kind(item.snapshot_id, item.snapshot_kind)
        retry_at = next_retry(task.attempts + 1, at)
        if item.reason in REST_REASONS:
            retry_at = at + REFUSED_AFTER
        elif item.wait:
            asked_for = at + timedelta(seconds=item.wait)
            # a server that asks for a pause again and again is left alone for longer, or the run would never end
            retry_at = max(asked_for, retry_at) if task.attempts else asked_for
        next_at = None if item.is_final else retry_at
        self._frontier.failed(task.key, at=at, reason=item.reason, retry_at=next_at, status=item.status)

    def _done(self, task: Task, status: int, etag: str | None = None, last_modified: str | None = None) -> None:
        at = self._session.clock()
        self._frontier.done(
            task.key,
            at=at,
            next_at=next_check(task.discovered_at, at),
            status=status,
            etag=etag,
            last_modified=last_modified,
        )

    def _offer(self, leads: Sequence[Lead]) -> list[Lead]:
        return self._frontier.offer(leads, self._session.clock()) if leads else []

    def _ask_again(self, lead: Lead) -> None:
        """Put a later page of a listing into the frontier, where an earlier run may have left it as done."""
        at = self._session.clock()
        row = self._frontier.get(lead.key)
        if row is None:
            self._frontier.offer([lead], at)
        elif row.state != "pending":
            self._frontier.done(lead.key, at=at, next_at=at, status=row.last_status or 200)
