"""Which sitemaps of an index are worth a request, and which articles of a sitemap are the day's. Pure functions.

Publishing software cuts its sitemaps by month or day and says so in their names (`post-sitemap-2021-03.xml`,
`?yyyy=2021&mm=03`), or by number, and most say when each was last changed. A sitemap holds nothing that was published
after its last change, so that one last changed before a range has nothing of it; the other way round nothing follows.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from newsarchive.models import Lead, Listed, Outlet
from spiders.days import local_day
from spiders.listed import Times

MAX_DAILY = 40
"""Sitemaps of one index that are read for a day's news."""

WEEK = timedelta(days=7)

MAX_SILENT = 1000
"""Articles of a sitemap that are taken for the day's news though nothing tells their day."""

_DAY = timedelta(days=1)
_RECENT = 2 * _DAY
_LONGEST_MONTH = timedelta(days=31)
_LOW_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_LAST = 3
"""Of sitemaps that say nothing of their time the last so many are read, and the first: some count from the newest."""

_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-_/.]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_PARAMETERS = re.compile(r"(?:yyyy|year)=(\d{4})(?:&(?:mm?|month)=(\d{1,2}))?(?:&(?:dd?|day)=(\d{1,2}))?(?!\d)")
_NEWEST = re.compile(
    r"(?:\A|[^a-z])(?:google-?)?(?:news|latest|terbaru|terkini|today|hari-?ini)(?:[^a-z]|\Z)", re.ASCII
)
# As Yoast, Rank Math and WordPress itself name what holds no articles.
_NO_ARTICLES = re.compile(
    r"(?:page|category|post_tag|author|attachment|product|elementor[\w-]*)-sitemap\d*\.xml"
    r"|wp-sitemap-(?:taxonomies|users)-[\w-]+\.xml|wp-sitemap-posts-page-\d+\.xml"
    r"|sitemap-tax-[\w-]+\.xml|sitemap-(?:pt-page|authors|misc|images?|video)[\w-]*\.xml|sitemap-images?\.xml"
)


def wanted_daily(outlet: Outlet, parts: Sequence[Listed], today: date) -> tuple[Listed, ...]:
    """Those that may name an article of today or yesterday, by their names, else by their last change: `today` is the
    outlet's own. Of those that tell neither those named for news, or where nothing else is left the last ones; at least
    one in any case.
    """
    since = today - _RECENT
    wanted: list[Listed] = []
    silent: list[Listed] = []
    latest: tuple[date, Listed] | None = None
    for part, span in _with_spans(parts):
        changed = _changed_on(outlet, part)
        last = span[1] if span is not None else changed
        if last is None:
            (wanted if _NEWEST.search(_file_name(part.url)) else silent).append(part)
            continue
        if last >= since and (span is None or span[0] <= today + _DAY):
            wanted.append(part)
        if latest is None or last > latest[0]:
            latest = last, part
    if silent and latest is None:
        wanted += dict.fromkeys((*silent[-_LAST:], silent[0]))
    if not wanted and latest is not None:
        wanted.append(latest[1])
    return tuple(wanted[:MAX_DAILY])


def wanted_back(
    outlet: Outlet, parts: Sequence[Listed], since_on: date, until_on: date
) -> tuple[tuple[Listed, date], ...]:
    """Those that may name an article published from `since_on` to `until_on`, each with the last day it may reach to.

    By its name where that tells days (with a day to spare: zones differ), by its last change, and otherwise every one.
    """
    found = []
    for part, span in _with_spans(parts):
        changed = _changed_on(outlet, part)
        if span is not None and (span[1] + _DAY < since_on or span[0] - _DAY > until_on):
            continue
        if span is None and changed is not None and changed < since_on:
            continue
        last = span[1] if span is not None else changed or until_on
        found.append((part, min(last, until_on)))
    return tuple(found)


def recent(leads: Sequence[Lead], today: date) -> tuple[tuple[Lead, ...], str | None]:
    """Of a sitemap's articles those that are the day's work, and a doubt (`code: detail`) where some were left out
    that may have been.

    A sitemap may name all that a site ever printed: what is known to be older than a week is for a backfill. Where
    nothing tells the day the first and the last are taken, as the newest stand at either end.
    """
    fresh = tuple(lead for lead in leads if lead.listed_on is None or lead.listed_on >= today - WEEK)
    silent = [lead.key for lead in fresh if lead.listed_on is None]
    if len(silent) <= MAX_SILENT:
        return fresh, None
    left_out = frozenset(silent[MAX_SILENT // 2 : -(MAX_SILENT // 2)])
    doubt = f"no-days: {len(left_out)} of {len(leads)} articles were left out that nothing tells the day of"
    return tuple(lead for lead in fresh if lead.key not in left_out), doubt


def _with_spans(parts: Sequence[Listed]) -> Iterator[tuple[Listed, tuple[date, date] | None]]:
    """Those that may hold articles, each with the days that its name tells.

    Where sitemaps are numbered, the one with the number 2019 is not that of a year.
    """
    telling = [(part, span_of(part.url)) for part in parts if not _has_no_articles(part.url)]
    is_numbered = any(span is None and _LOW_NUMBER.search(_file_name(part.url)) for part, span in telling)
    for part, span in telling:
        is_of_a_year = span is not None and span[1] - span[0] > _LONGEST_MONTH
        yield part, None if is_of_a_year and is_numbered else span


def span_of(url: str) -> tuple[date, date] | None:
    """First and last day that the name of a sitemap tells: of a day, a month or a year; None if it tells none."""
    parts = urlsplit(url)
    found = _PARAMETERS.search(parts.query) or _YEAR_FIRST.search(_name(url))
    if found is None:
        return None
    groups = found.groups() if found.re is _PARAMETERS else (found[1], found[3], found[4])
    year, month, day = (int(text) if text else None for text in groups)
    try:
        if not year or not 1990 <= year <= 2100:
            return None
        if not month:
            return date(year, 1, 1), date(year, 12, 31)
        if not day:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return (on := date(year, month, day)), on
    except ValueError:
        return None


def _changed_on(outlet: Outlet, part: Listed) -> date | None:
    at = part.listed_at
    if at is None and part.printed is not None:
        at, _ = Times("WIB").read(part.printed)
        if at is None and re.fullmatch(r"\d{4}-\d\d-\d\d", part.printed):
            return date.fromisoformat(part.printed)
    return None if at is None else local_day(outlet, at)


def _has_no_articles(url: str) -> bool:
    return _NO_ARTICLES.fullmatch(_file_name(url)) is not None


def _file_name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].lower()


def _name(url: str) -> str:
    """Path and query in lower case: the day may be a folder."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}".lower()
