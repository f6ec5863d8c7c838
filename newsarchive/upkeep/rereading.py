"""Reads kept responses of crawls again as the crawl read them, in the order in which they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsarchive.coding import codings_of, undo
from newsarchive.extract import extract
from newsarchive.kept.files import MAX_BODY
from newsarchive.models import STORED_KINDS, Article, Capture, Outlet, Page
from newsarchive.networks import load_networks
from newsarchive.store import Writer
from newsarchive.store.packs.heads import Head
from newsarchive.upkeep.owners import Owners
from newsarchive.upkeep.staging import StagedHeads
from spiders.items import Failed, Gone, Task, Unchanged
from spiders.verdict import judge, judge_unread

_MAX_PARTS = 60
"""Pages of one article, as in a crawl."""

OF_ARTICLES = frozenset({"article", "photo", "video", "live", "blocked", "other"})
"""Kinds of snapshots of which an article was expected. The rest are lists, robots.txt, redirects and further pages."""

Body = Callable[[Head], bytes]
"""The body of a head. Raises ArchiveError if it is lost."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A kept response in the shape in which a crawl's is judged (`spiders.verdict.Answered`)."""

    url: str
    status: int
    body: bytes
    meta: Mapping[str, Any] = field(repr=False)


class Rereader:
    """What `spiders.outlet` and `crawl.pipelines` do with a response, without network and frontier.

    That a page is missing counts as a removal when it is missing twice, as in a crawl.
    """

    def __init__(self, writer: Writer, owners: Owners, staged: StagedHeads, body: Body) -> None:
        self._writer, self._owners, self._staged, self._body = writer, owners, staged, body
        self._networks = load_networks()
        self._missing: Counter[str] = Counter()
        """Looks in a row at which a URL was not there; only of those that were not."""
        self.counts: Counter[str] = Counter()
        """Articles by outcome, `removed` and `failures`."""

    def read(self, head: Head) -> None:
        """Store what a response says. Raises ArchiveError if its bytes, or those of a further page, are lost."""
        outlet = self._owners.of(head)
        if head.kind not in OF_ARTICLES or outlet is None:
            return
        chain = self._staged.led_from(head)
        asked_url = chain[0] if chain else head.url
        task = Task(head.url, asked_url, outlet.slug, "article", head.fetched_at)
        answer = self._answer(task, head, chain)
        refusal = judge(answer)
        if isinstance(refusal, Unchanged):
            self._unchanged(task)
        elif isinstance(refusal, Gone):
            self._gone(head, refusal)
        elif isinstance(refusal, Failed):
            if self._staged.next_of(head.url, head.run_id, head.id) is None:  # else it was asked for once more
                self._failed(head, refusal)
        else:
            self._read(head, task, answer, outlet)

    def _answer(self, task: Task, head: Head, chain: tuple[str, ...]) -> Answer:
        capture = head.capture(self._body(head))
        meta: dict[str, Any] = {"task": task, "capture": capture, "snapshot_id": head.id}
        if chain:
            meta["redirect_urls"] = list(chain)
        return Answer(head.url, head.status, _plain(capture, meta), meta)

    def _read(self, head: Head, task: Task, first: Answer, outlet: Outlet) -> None:
        network = self._networks[outlet.network]
        pages, ids = [_page(first)], [head.id]
        seen, last = {head.url}, head.id
        article = extract(pages, outlet=outlet, network=network)
        while article.kind in STORED_KINDS and article.next_page_url and len(pages) < _MAX_PARTS:
            url = article.next_page_url
            if url in seen:
                break
            seen.add(url)
            part = self._part(task, url, head.run_id, last)
            if isinstance(part, Failed):
                self._failed(head, part)
                return
            pages.append(_page(part))
            last = part.meta["snapshot_id"]
            ids.append(last)
            article = extract(pages, outlet=outlet, network=network)
        self._store(head, task, first, article, ids)

    def _part(self, task: Task, url: str, run_id: int, after: int) -> Answer | Failed:
        """The response that was the further page `url`, redirects followed; or why the article lacks it."""
        for _ in range(10):
            found = self._staged.next_of(url, run_id, after)
            if found is None:
                return Failed(task, url, None, "part-missing", "this part of the article was not had")
            head, name = found
            after = head.id
            if head.redirect_to is None:
                break
            url = head.redirect_to
        self._writer.restoring.snapshot(head, name)  # its own turn comes later, and its URL is asked for now
        answer = self._answer(task, head, ())
        refusal = judge(answer)
        if refusal is None:
            return answer
        why = f"{refusal.reason}: {refusal.detail}" if isinstance(refusal, Failed | Gone) else "not modified"
        return Failed(task, url, head.id, "part-missing", why, head.status)

    def _store(self, head: Head, task: Task, first: Answer, article: Article, ids: list[int]) -> None:
        if article.kind not in STORED_KINDS or not (article.body or article.images):
            refusal = judge_unread(first, article)
            self._gone(head, refusal) if isinstance(refusal, Gone) else self._failed(head, refusal)
            return
        if article.next_page_url:
            detail = f"the page after {len(ids)} parts was not reached"
            self._failed(head, Failed(task, article.next_page_url, ids[-1], "part-missing", detail, head.status))
            return
        stored = self._writer.add_article(article, ids, at=head.fetched_at, run_id=head.run_id)
        self.counts[stored.outcome] += 1
        self._missing.pop(task.url, None)

    def _unchanged(self, task: Task) -> None:
        key = self._writer.restoring.key_of(task.url)
        if key is not None:
            self._writer.article_seen(key, task.discovered_at)
        self.counts["unchanged"] += 1
        self._missing.pop(task.url, None)

    def _gone(self, head: Head, item: Gone) -> None:
        """See `crawl.pipelines`: an article that was there is looked for once more before it is called removed."""
        url = item.task.url
        key, missed = self._writer.restoring.key_of(url), self._missing[url]
        self._missing[url] += 1
        if key is None:
            if not missed:
                self._fail(head, url, item.snapshot_id, "gone", item.detail)
        elif missed:
            detail = f"{item.reason}: {item.detail}"
            if self._writer.mark_gone(key, snapshot_id=item.snapshot_id, at=item.fetched_at, detail=detail):
                self.counts["removed"] += 1

    def _failed(self, head: Head, item: object) -> None:
        assert isinstance(item, Failed)
        where = "" if item.url == item.task.url else f" ({item.url})"
        self._fail(head, item.task.url, item.snapshot_id, item.reason, item.detail + where)
        if item.snapshot_id is not None and item.snapshot_kind is not None:
            self._writer.snapshot_kind(item.snapshot_id, item.snapshot_kind)

    def _fail(self, head: Head, url: str, snapshot_id: int | None, reason: str, detail: str) -> None:
        self.counts["failures"] += 1
        self._writer.add_failure(
            url,
            outlet=head.outlet,
            snapshot_id=snapshot_id,
            reason=reason,
            detail=detail[:1000],
            at=head.fetched_at,
            run_id=head.run_id,
        )


def _plain(capture: Capture, meta: dict[str, Any]) -> bytes:
    """The body without its coding; trouble with that goes into `meta`, as a crawl puts it there."""
    codings = codings_of(capture.headers)
    if not codings or not capture.body:
        return capture.body
    undone = undo(capture.body, codings, limit=MAX_BODY)
    if undone.problem and not undone.problem.startswith("not-"):
        meta["coding_problem"] = undone.problem
    return undone.body


def _page(answer: Answer) -> Page:
    capture: Capture = answer.meta["capture"]
    return Page(answer.url, answer.body, capture.fetched_at, answer.status, capture.headers)
