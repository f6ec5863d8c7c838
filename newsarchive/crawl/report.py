"""What a run tells of itself: articles read and failures, counted by outlet under the names of docs/health.md."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from newsarchive.crawl.session import Session
from newsarchive.models import Capture
from newsarchive.store.tally import PAST
from spiders.items import ArticleRead, Failed, Task

UNASKED = frozenset({"robots-disallowed", "robots-unreachable", "other-host", "private-address"})
"""Reasons for which no request was made."""

SKEW = timedelta(minutes=10)
"""How far the clock of a server may be from ours before its times are to be doubted."""


def count_for(session: Session, task: Task, what: str, count: int = 1, *, example: int | None = None) -> None:
    """Count something of a task's outlet; what a walk into the past brings is counted apart from the day's news."""
    session.count(task.outlet, PAST + what if task.is_past else what, count, example=example)


def count_clock(session: Session, capture: Capture, outlet: str | None) -> None:
    """Count whether the server's clock, as its Date header tells it (RFC 9110 §6.6.1), agrees with ours."""
    told = next((value for name, value in capture.headers if name.lower() == "date"), None)
    if told is None:
        return
    try:
        at = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return
    session.count(outlet, "clock-checked")
    if abs((at if at.tzinfo else at.replace(tzinfo=UTC)) - capture.fetched_at) > SKEW:
        session.count(outlet, "clock-skewed")


def count_article_read(session: Session, item: ArticleRead) -> None:
    """Count an article, which of its fields are filled, and how it was read; with examples of what is not well."""
    article, task = item.article, item.task
    snapshot_id = item.snapshot_ids[0]
    count_for(session, task, "read")
    count_for(session, task, f"kind:{article.kind}")
    # a gallery or a film may have no text
    filled = {
        "title": article.title,
        "body": article.body or article.kind != "article",
        "date": article.published_at or article.published_on,
        "author": article.authors or article.agency or article.initials,
    }
    for name, value in filled.items():
        if value:
            count_for(session, task, f"read:{name}")
        else:
            count_for(session, task, f"without:{name}", example=snapshot_id)
    count_for(session, task, "read:chars", sum(map(len, article.body)))
    is_doubtful = any(w.startswith(("layout-changed", "layout-gap")) for w in article.warnings)
    if is_doubtful or (article.method or "").startswith("fallback"):
        count_for(session, task, "read:fallback")
        count_for(session, task, "fallback", example=snapshot_id)


def count_failure(session: Session, item: Failed) -> None:
    """Count a failure by what it says of the outlet; `failure:<reason>` is counted with its row."""
    task = item.task
    if item.reason.startswith("blocked"):
        count_for(session, task, "blocked", example=item.snapshot_id)
    if item.reason in UNASKED:
        count_for(session, task, f"skipped:{item.reason}")
