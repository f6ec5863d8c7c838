"""What a run tells of itself: articles read and failures, counted by outlet under the names of docs/health.md."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from newsarchive.crawl.session import Session
from newsarchive.models import Capture
from spiders.items import ArticleRead, Failed

UNASKED = frozenset({"robots-disallowed", "robots-unreachable", "other-host", "private-address"})
"""Reasons for which no request was made."""


SKEW = timedelta(minutes=10)
"""How far the clock of a server may be from ours before its times are to be doubted."""


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
    article, outlet = item.article, item.task.outlet
    snapshot_id = item.snapshot_ids[0]
    session.count(outlet, "read")
    session.count(outlet, f"kind:{article.kind}")
    # a gallery or a film may have no text
    filled = {
        "title": article.title,
        "body": article.body or article.kind != "article",
        "date": article.published_at or article.published_on,
        "author": article.authors or article.agency or article.initials,
    }
    for name, value in filled.items():
        if value:
            session.count(outlet, f"read:{name}")
        else:
            session.count(outlet, f"without:{name}", example=snapshot_id)
    session.count(outlet, "read:chars", sum(map(len, article.body)))
    is_doubtful = any(w.startswith(("layout-changed", "layout-gap")) for w in article.warnings)
    if is_doubtful or (article.method or "").startswith("fallback"):
        session.count(outlet, "read:fallback")
        session.count(outlet, "fallback", example=snapshot_id)


def count_failure(session: Session, item: Failed) -> None:
    """Count a failure by what it says of the outlet; `failure:<reason>` is counted with its row."""
    outlet = item.task.outlet
    if item.reason.startswith("blocked"):
        session.count(outlet, "blocked", example=item.snapshot_id)
    if item.reason in UNASKED:
        session.count(outlet, f"skipped:{item.reason}")
