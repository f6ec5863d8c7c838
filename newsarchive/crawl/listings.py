"""What became of a list: its leads go into the frontier, its next look is set by its news, the look into the ledger."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from newsarchive.crawl.report import count_for
from newsarchive.crawl.session import Session
from newsarchive.models import Lead, ListKind
from newsarchive.recheck import next_pace
from spiders.days import local_day
from spiders.items import ListingRead, Task

FULL = 5
"""Entries of a list that are all new, from which on others may have come and gone between two looks."""


class ListingStore:
    """Writes `ListingRead` items; part of the pipeline, inside its unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._frontier = session.writer.frontier

    def store(self, item: ListingRead) -> None:
        """Store the leads, ask for the next page if it is worth it, and say when this list is looked at again."""
        session, task = self._session, item.task
        at = session.clock()
        before = self._frontier.purged
        fresh = self._frontier.offer([*item.leads, *item.listings], at)
        if self._frontier.purged > before:
            session.counts["purged_leads"] += self._frontier.purged - before
        articles = sum(lead.kind == "article" for lead in fresh)
        if item.following is not None and (task.is_past or articles):
            self._ask_again(item.following, at)
        is_all_new = articles == len(item.leads) >= FULL
        is_full = is_all_new and task.checks > 0 and item.following is None and item.is_first
        session.counts["leads"] += articles
        session.counts["listings"] += 1
        self._count(item, articles, is_full)
        if task.is_past:
            session.past.found(task.outlet, fresh)
        pace = next_pace(task.pace, fresh=articles, is_full=is_full) if item.is_first and not task.is_past else None
        self._frontier.done(
            task.key,
            at=at,
            next_at=None if pace is None else at + pace,
            status=item.status,
            etag=item.etag,
            last_modified=item.last_modified,
            body_sha256=item.body_sha256,
            pace=pace,
            steady=task.steady + 1 if item.is_unchanged or not articles else 0,
        )
        if item.is_first or task.is_past:
            self._look(task, at, is_answered=True, is_full=is_full)

    def failed(self, task: Task, at: datetime) -> None:
        """A list could not be had: a failed look."""
        count_for(self._session, task, "looks-failed")
        self._look(task, at, is_answered=False)

    def _count(self, item: ListingRead, articles: int, is_full: bool) -> None:
        count = partial(count_for, self._session, item.task)
        count("looks")
        count(f"kind:{item.task.kind}")
        if item.is_unchanged:
            count("looks-unchanged")
        if articles:
            count("listed", articles)
        if is_full:
            count("overflowed", example=item.snapshot_id)
        if item.problem:
            count(f"odd-list:{item.problem.partition(':')[0]}", example=item.snapshot_id)

    def _look(self, task: Task, at: datetime, *, is_answered: bool, is_full: bool = False) -> None:
        session = self._session
        if task.kind == "article":
            return
        kind: ListKind = task.kind
        day = task.covers_on or local_day(session.spider.by_slug[task.outlet], at)
        session.writer.looks.add(task.outlet, day, kind, answered=is_answered, overflowed=is_full)

    def _ask_again(self, lead: Lead, at: datetime) -> None:
        """Put a later page of a list into the frontier, where an earlier run may have left it as done."""
        row = self._frontier.get(lead.key)
        if row is None:
            self._frontier.offer([lead], at)
        elif row.state != "pending" and lead.lane == "daily":
            self._frontier.ask_again(lead.key, at)
