"""Ways back into the past of an outlet: which a network has, where each begins, and what belongs to a range of days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from newsarchive.models import Discovery, Lead, Network, Outlet
from newsarchive.networks import placed
from spiders.days import day_of_url
from spiders.declared import has_pages, paths_of
from spiders.leads import is_of_one_day, list_key, paths_at
from spiders.rest import posts_url

CHANGED_LATER = timedelta(days=30)
"""How long after its publication an article may be said to have been changed last. A sitemap that knows only changes
names articles of a range with later days, and without a bound all that was published since would have to be fetched."""

_BLOGGER = "/feeds/posts/"
_BLOGGER_MOST = 100


def ways_back(network: Network) -> tuple[Discovery, ...]:
    """Those ways of discovery that lead to past days, the surest first.

    First lists that can be asked for days (lists of a day, REST, Blogger's feed), then sitemaps, then lists that go
    back page by page; of equal ones in the order declared.
    """
    ways = [(rank, d) for d in network.discovery if d.use != "daily" and (rank := _rank(d)) is not None]
    return tuple(d for _, d in sorted(ways, key=lambda way: way[0]))


def backfill_leads(
    outlet: Outlet, network: Network, step: int, since_on: date, until_on: date, *, scheme: str = "https"
) -> tuple[Lead, ...]:
    """Where way number `step` of `ways_back` begins, for the days from `since_on` to `until_on`, both included, the
    outlet's own. Of lists of a day one for each day, the newest first.
    """
    way = ways_back(network)[step]
    found: dict[str, Lead] = {}
    for path in paths_at(outlet, way, scheme=scheme):
        if "{date}" in path:
            leads = _dated_leads(outlet, way, path, since_on, until_on, scheme=scheme)
        else:
            leads = _whole_leads(outlet, way, path, since_on, until_on, scheme=scheme)
        for lead in leads:
            found.setdefault(lead.key, lead)
    return tuple(sorted(found.values(), key=lambda lead: -lead.priority))


def is_within(lead: Lead, since_on: date, until_on: date) -> bool | None:
    """Whether an article is of a range of days by what is known before it is fetched; None: that cannot be told."""
    if lead.listed_on is None:
        return None
    latest = until_on
    if lead.source == "sitemap" and lead.listed_at is None and day_of_url(lead.url) is None:
        latest += CHANGED_LATER
    return since_on <= lead.listed_on <= latest


def range_stamp(since_on: date, until_on: date) -> str:
    """The range of a backfill as it stands in the keys of its lists: another range reads the same list again."""
    return f"{since_on.isoformat()}.{until_on.isoformat()}"


def span_of_stamp(stamp: str | None) -> tuple[date, date] | None:
    """The range that `range_stamp` wrote; None where the stamp is none."""
    first, _, last = (stamp or "").partition(".")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None


def _rank(way: Discovery) -> int | None:
    """Lower is surer; None: it leads to no past days."""
    paths = paths_of(way)
    if any("{date}" in path for path in paths) or way.kind == "rest" or any(_is_blogger(path) for path in paths):
        return 0
    if way.kind == "sitemap":
        return 1
    return 2 if has_pages(way) and paths else None


def _dated_leads(
    outlet: Outlet, way: Discovery, path: str, since_on: date, until_on: date, *, scheme: str
) -> list[Lead]:
    found = []
    for number in range((until_on - since_on).days + 1):
        day = until_on - timedelta(days=number)
        url = placed(way, path, outlet, day, scheme=scheme)
        if url is not None:
            key = list_key(outlet, way.kind, url, lane="backfill")
            covers = day if is_of_one_day(way) else None
            found.append(_lead(outlet, way, key, url, priority=day.toordinal(), covers_on=covers))
    return found


def _whole_leads(
    outlet: Outlet, way: Discovery, path: str, since_on: date, until_on: date, *, scheme: str
) -> list[Lead]:
    url = placed(way, path, outlet, scheme=scheme)
    if url is None:
        return []
    if way.kind == "rest":
        url = posts_url(url, since_on=since_on, until_on=until_on)
    elif _is_blogger(path):
        url = _blogger_url(url, since_on, until_on)
    key = list_key(outlet, way.kind, url, lane="backfill", stamp=range_stamp(since_on, until_on))
    return [_lead(outlet, way, key, url, priority=until_on.toordinal() + 1)]


def _lead(outlet: Outlet, way: Discovery, key: str, url: str, **more: Any) -> Lead:
    return Lead(key, url, outlet.slug, way.kind, None, lane="backfill", **more)


def _is_blogger(path: str) -> bool:
    """Whether a feed is one of Blogger's, which can be asked for the posts of a range."""
    return _BLOGGER in urlsplit(path).path


def _blogger_url(url: str, since_on: date, until_on: date) -> str:
    """The feed from one day to the next (Blogger Data API, 'Retrieving posts using query parameters'): days of western
    Indonesia, with one to spare as the outlet may be in another zone. What is over is left out again when it is read.
    """
    parts = urlsplit(url)
    first, last = since_on - timedelta(days=1), until_on + timedelta(days=2)
    asked = [text for text in parts.query.split("&") if text]
    asked += [f"published-min={first}T00:00:00%2B07:00", f"published-max={last}T00:00:00%2B07:00"]
    asked += ["orderby=published"]
    if "max-results=" not in parts.query:
        asked.append(f"max-results={_BLOGGER_MOST}")
    return parts._replace(query="&".join(asked)).geturl()
