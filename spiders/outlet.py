"""The spider of an outlet: turns frontier rows into requests and responses into items."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from newsarchive.extract import extract
from newsarchive.models import STORED_KINDS, Article, Lead, Network, Outlet, Page
from newsarchive.networks import load_networks
from newsarchive.registry import politeness_key
from spiders.conditional import conditions, validator
from spiders.items import ArticleRead, Failed, Gone, Item, Task
from spiders.leads import start_leads
from spiders.lists import ListReader
from spiders.refusals import gives_up
from spiders.verdict import PUT_BACK, failure_reason, judge, judge_unread

MAX_PARTS = 60
"""Pages of one article; more is a loop."""


class OutletSpider(Spider):
    """Crawls one or more outlets. Which URLs are due comes from the frontier; see `crawl.scheduler`.

    `outlets` are the rows to crawl; `index_pages` is how many pages of a listing are followed while they bring new
    articles; `scheme` is that of the starting points.
    """

    name = "outlets"
    outlets: tuple[Outlet, ...] = ()

    def __init__(
        self,
        name: str | None = None,
        *,
        outlets: Sequence[Outlet] | None = None,
        index_pages: int | str = 40,
        scheme: str = "https",
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        if outlets is not None:
            self.outlets = tuple(outlets)
        self.index_pages, self.scheme = int(index_pages), scheme
        self.by_slug: Mapping[str, Outlet] = {o.slug: o for o in self.outlets}
        self.networks: Mapping[str, Network] = load_networks()
        self.ranges: dict[str, tuple[date, date]] = {}
        """Of outlets whose past is walked: the first and last day wanted, the outlet's own."""
        self._lists = ListReader(index_pages=self.index_pages, ranges=self.ranges)

    def start_leads(
        self, now: datetime | None = None, last_looks: Mapping[str, date] = MappingProxyType({})
    ) -> tuple[Lead, ...]:
        """The starting points of every outlet at the instant `now`: due in each run. None: without lists of a day.

        `last_looks` says of outlets, by slug, on which of their own days their lists were last read.
        """
        return tuple(
            lead
            for o in self.outlets
            for lead in start_leads(
                o, self.networks[o.network], now, last_look_on=last_looks.get(o.slug), scheme=self.scheme
            )
        )

    def request_for(self, task: Task) -> Request:
        """The request that fetches a frontier row."""
        callback = self.read_article if task.kind == "article" else self.read_list
        return Request(
            task.url,
            headers=conditions(task),
            callback=callback,
            errback=self.failed,
            dont_filter=True,
            meta={"task": task, "kind": task.kind, "outlet": task.outlet, "download_slot": self._slot(task)},
        )

    def read_list(self, response: Response) -> Iterator[Item]:
        """Callback of lists of every kind."""
        task: Task = response.meta["task"]
        outlet = self.by_slug[task.outlet]
        yield self._lists.read(response, outlet, self.networks[outlet.network])

    async def read_article(self, response: Response) -> AsyncIterator[Item]:
        """Callback of articles. Further parts are fetched here, one after the other, before the article is stored."""
        task: Task = response.meta["task"]
        refusal = judge(response)
        if refusal is not None:
            yield refusal
            return
        outlet = self.by_slug[task.outlet]
        network = self.networks[outlet.network]
        pages = [_page(response)]
        snapshot_ids: list[int] = [response.meta["snapshot_id"]]
        seen = {response.url}
        article = extract(pages, outlet=outlet, network=network)
        while article.kind in STORED_KINDS and article.next_page_url and len(pages) < MAX_PARTS:
            part_url = article.next_page_url
            if part_url in seen:
                break
            seen.add(part_url)
            part = await self._part(task, part_url)
            if isinstance(part, Failed):
                yield part
                return
            pages.append(_page(part))
            snapshot_ids.append(part.meta["snapshot_id"])
            article = extract(pages, outlet=outlet, network=network)
        yield self._verdict(task, response, article, tuple(snapshot_ids))

    def failed(self, failure: Failure) -> Iterator[Item]:
        """Errback: nothing came that could be read."""
        request: Request = failure.request  # type: ignore[attr-defined]
        task: Task = request.meta["task"]
        reason, detail = failure_reason(failure.value)
        snapshot_id = request.meta.get("snapshot_id")
        wait = request.meta.get("retry_after", 0.0)
        yield gives_up(Failed(task, request.url, snapshot_id, reason, detail, wait=wait))

    async def _part(self, task: Task, url: str) -> Response | Failed:
        """Fetch a further part of an article, or say why it cannot be had."""
        request = Request(
            url,
            dont_filter=True,
            meta={"task": task, "kind": "part", "outlet": task.outlet, "download_slot": self._slot(task)},
        )
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            # whatever went wrong, the article waits for its part
            reason, detail = failure_reason(error)
            return Failed(task, url, None, reason if reason in PUT_BACK else "part-missing", detail)
        refusal = judge(response)
        if refusal is None:
            return response
        why = f"{refusal.reason}: {refusal.detail}" if isinstance(refusal, Failed | Gone) else "not modified"
        return Failed(task, url, response.meta.get("snapshot_id"), "part-missing", why, response.status)

    def _verdict(self, task: Task, response: Response, article: Article, snapshot_ids: tuple[int, ...]) -> Item:
        if article.kind in STORED_KINDS and (article.body or article.images):
            if article.next_page_url:
                detail = f"the page after {len(snapshot_ids)} parts was not reached"
                return Failed(task, article.next_page_url, snapshot_ids[-1], "part-missing", detail, response.status)
            return ArticleRead(
                task,
                article,
                snapshot_ids,
                response.status,
                _fetched_at(response),
                # of one page only: that the first part is unchanged says nothing of the others
                validator(response, "ETag") if len(snapshot_ids) == 1 else None,
                validator(response, "Last-Modified") if len(snapshot_ids) == 1 else None,
            )
        return judge_unread(response, article)

    def _slot(self, task: Task) -> str:
        """The politeness key: requests of one slot wait for each other."""
        return politeness_key(self.by_slug[task.outlet])


def spider_for(outlet: Outlet) -> type[OutletSpider]:
    """The spider class of one outlet, named by its slug."""
    return type("OutletSpider", (OutletSpider,), {"name": outlet.slug, "outlets": (outlet,), "__doc__": outlet.name})


def _page(response: Response) -> Page:
    capture = response.meta["capture"]
    return Page(response.url, response.body, capture.fetched_at, response.status, capture.headers)


def _fetched_at(response: Response) -> datetime:
    at: datetime = response.meta["capture"].fetched_at
    return at.astimezone(UTC)
