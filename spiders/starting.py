"""Where a crawl of kept pages begins: at every article that was kept, as the lists that lead to it seldom were."""

from __future__ import annotations

from collections.abc import Iterable

from newsarchive.models import Lead
from newsarchive.registry import Registry
from spiders.leads import article_leads
from spiders.outlet import OutletSpider


def kept_leads(spider: OutletSpider, registry: Registry, urls: Iterable[str]) -> tuple[Lead, ...]:
    """Leads for those kept URLs that are articles of the outlets a spider crawls."""
    by_outlet: dict[str, list[str]] = {}
    for url in urls:
        outlet = registry.by_url(url)
        if outlet is not None and outlet.slug in spider.by_slug:
            by_outlet.setdefault(outlet.slug, []).append(url)
    return tuple(
        lead
        for slug, found in by_outlet.items()
        for lead in article_leads(spider.by_slug[slug], spider.networks[spider.by_slug[slug].network], found, None)
    )
