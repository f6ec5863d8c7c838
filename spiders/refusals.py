"""What becomes of a list that cannot be had: it is over, its interface is closed, or the crawl goes on without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from spiders.items import Failed, Gone, Item, ListingRead
from spiders.leads import key_parts
from spiders.look import Look
from spiders.sitemap import ROBOTS

GIVE_UP = 4
"""Failed tries (spread over more than a day) after which a list is given up that will not be wanted any more: one of
the past, of a day, or that an index names anew each day. The lists that a network declares for every day are tried for
ever."""

CLOSED_FOR = timedelta(days=1)
"""How long an interface that is closed to readers is left alone."""

_CLOSED = frozenset({401, 403, 404, 410})


def refused(look: Look, refusal: Failed | Gone) -> Item:
    """The item for an answer that is no list: where that only means that there is nothing to list, an empty list."""
    empty = _empty(look, refusal)
    if empty is not None:
        return empty
    status = look.response.status
    if look.kind == "rest" and status in _CLOSED and refusal.reason == f"http-{status}":
        closed = look.failed("rest-closed", f"the REST interface is closed to readers ({refusal.detail})")
        return replace(closed, is_final=look.is_past, wait=CLOSED_FOR.total_seconds())
    if isinstance(refusal, Failed):
        return gives_up(refusal)
    gone = gives_up(look.failed(refusal.reason, refusal.detail))
    return replace(gone, is_final=True) if look.is_past or gone.is_final else refusal


def _empty(look: Look, refusal: Failed | Gone) -> ListingRead | None:
    """The empty list that an answer stands for: the page after the last, a day without a list, no robots.txt."""
    is_gone, place = isinstance(refusal, Gone), look.place
    is_last = look.kind == "rest" and look.response.status == 400  # `rest_post_invalid_page_number`
    if place.page > 1 and (is_gone or is_last):
        return look.item()
    if is_gone and look.is_past and place.covers is not None:
        return look.item(problem=f"no-list: {refusal.detail} for {place.covers[0]}")
    if is_gone and look.kind == "sitemap" and urlsplit(look.task.url).path == ROBOTS:
        return look.item(problem="no-sitemaps: there is no robots.txt that could name any")
    return None


def gives_up(failed: Failed) -> Failed:
    """The failure, final where the list is not worth another try; see GIVE_UP. A walk into the past goes on at once
    without a list that robots.txt forbids.
    """
    task = failed.task
    is_passing = task.kind != "article" and (task.is_past or bool(task.covers_on or key_parts(task.key).stamp))
    if is_passing and (task.attempts >= GIVE_UP or (task.is_past and failed.reason == "robots-disallowed")):
        return replace(failed, is_final=True)
    return failed
