"""Asks each site for its robots.txt, once a day, and makes no request that it forbids (RFC 9309)."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newsarchive.conduct.robots import Robots as Rules
from newsarchive.conduct.robots import read_robots
from newsarchive.conduct.robots_lines import MAX_BYTES
from newsarchive.crawl.fetching.moved import MOVED, target_of
from newsarchive.crawl.fetching.pacing import PutBack
from newsarchive.crawl.session import Session
from newsarchive.errors import ArchiveError
from newsarchive.html.blocked import wall_in_headers, wall_instead, wall_of
from newsarchive.html.wall_words import Wall
from newsarchive.models import Capture
from newsarchive.registry import politeness_key
from newsarchive.store.robots import RobotsRow
from newsarchive.text.urls import bare_host
from spiders.verdict import Refused, failure_reason

logger = logging.getLogger(__name__)

MAX_REDIRECTS = 5
"""RFC 9309 §2.3.1.2: at least five are followed."""

BELIEVED = timedelta(hours=24)
"""RFC 9309 §2.4: "Crawlers SHOULD NOT use the cached version for more than 24 hours"."""

ERROR_BELIEVED = timedelta(hours=1)
"""How long a site that answered with an error, or with a wall, is taken to forbid everything before it is asked again.

The rules that it gave before are not used meanwhile. RFC 9309 §2.4 goes on "unless the robots.txt file is unreachable",
but §2.3.1.4 has the stronger word: unreachable, "this means the robots.txt file is undefined and the crawler MUST
assume complete disallow", and only "if the robots.txt file is undefined for a reasonably long period of time (for
example, 30 days)" may it "continue to use a cached copy".
"""

SILENCE_BELIEVED = timedelta(minutes=10)
"""The same for a site that gave no answer at all. Short, as a network that is down makes every site silent at once: the
next run is to find out that it is back."""


@dataclass(frozen=True, slots=True)
class _Known:
    rules: Rules
    expires_at: datetime
    is_remembered: bool = False
    """Whether an earlier run was told so, and this one did not ask."""


@dataclass(frozen=True, slots=True)
class _Answer:
    rules: Rules
    status: int | None
    snapshot_id: int | None


class Robots:
    """A downloader middleware. Leaves the site's `conduct.robots.Robots` in `request.meta["robots"]`.

    Raises Refused for what may not be fetched: `robots-disallowed`, or `robots-unreachable` where no robots.txt can be
    had. What a site says is kept in the table `robots` for the runs to come, and the file itself as a snapshot; its
    Crawl-delay goes to the pacing of its service. However many requests wait for a robots.txt, it is asked for once.
    `counts["unasked"]` of the session is how many were refused for what an earlier run was told: that says nothing of
    the network.
    A crawl of kept pages obeys a robots.txt that was kept, and no other.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._session = Session.of(crawler)
        self._max_delay: float = crawler.settings.getfloat("NEWSARCHIVE_MAX_CRAWL_DELAY")
        self._known: dict[str, _Known] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        """Build on the crawler's session."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let pass what robots.txt allows. Raises Refused for the rest, PutBack while the service is left alone."""
        if request.meta.get("kind") == "robots":
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        known = self._known.get(origin)
        if known is None or known.expires_at <= self._session.clock():
            known = await self._learn(origin, request)
        rules = request.meta["robots"] = known.rules
        if rules.allows(request.url):
            return
        if rules.verdict == "rules":
            raise Refused("robots-disallowed", f"the robots.txt of {origin} forbids this URL")
        self._session.counts["unasked"] += known.is_remembered
        raise Refused(
            "robots-unreachable",
            f"{origin}/robots.txt cannot be had ({rules.reason}), which forbids everything;"
            f" it is asked for again after {known.expires_at:%Y-%m-%d %H:%M} UTC",
        )

    async def _learn(self, origin: str, request: Request) -> _Known:
        """What a site says, from the archive if that is still believed, else from the site."""
        async with self._locks[origin]:
            known = self._known.get(origin)
            if known is None or known.expires_at <= self._session.clock():
                known = self._recall(origin) or await self._ask(origin, request)
                self._known[origin] = known
                if known.rules.crawl_delay and self._session.kept is None:
                    self._session.pacing.set_delay(request.meta["download_slot"], known.rules.crawl_delay)
            return known

    def _recall(self, origin: str) -> _Known | None:
        """What an earlier run was told. Nothing of the future is believed: some clock was wrong then, or is now."""
        row = None if self._session.kept is not None else self._session.writer.robots.load(origin)
        if row is None or not row.fetched_at <= self._session.clock() < row.expires_at:
            return None
        if row.verdict == "rules":
            rules = read_robots(200, row.body.encode("utf-8", "replace"), url=origin, max_delay=self._max_delay)
        else:
            rules = Rules("allow-all" if row.verdict == "allow-all" else "disallow-all", row.reason)
        return _Known(_lean(rules), row.expires_at, is_remembered=True)

    async def _ask(self, origin: str, request: Request) -> _Known:
        """Fetch the file and keep what it says. Raises PutBack if it cannot be asked for now."""
        answer = await self._fetch(origin, request)
        rules, at = answer.rules, self._session.clock()
        for note in rules.notes:
            logger.info("%s/robots.txt: %s", origin, note)
        believed = BELIEVED
        if rules.verdict == "disallow-all":
            believed = SILENCE_BELIEVED if answer.status is None else ERROR_BELIEVED
        known = _Known(_lean(rules), at + believed)
        if self._session.kept is None:
            row = RobotsRow(
                origin, at, at + believed, answer.status, rules.verdict, rules.reason, rules.body, answer.snapshot_id
            )
            self._keep(row)
        return known

    def _keep(self, row: RobotsRow) -> None:
        try:
            self._session.writer.robots.save(row)
        except (ArchiveError, sqlite3.Error, OSError) as error:
            self._session.fail(error)
            raise PutBack("run-over", "the archive cannot be written to") from error

    async def _fetch(self, origin: str, request: Request) -> _Answer:
        """The answer at the end of the redirects, as far as they may be followed."""
        url = f"{origin}/robots.txt"
        slot: str = request.meta["download_slot"]
        for _ in range(MAX_REDIRECTS + 1):
            meta = {"kind": "robots", "outlet": request.meta["outlet"], "download_slot": slot}
            try:
                response = await self._crawler.engine.download_async(Request(url, meta=meta, dont_filter=True))
            except PutBack:
                raise
            except Exception as error:
                # whatever went wrong, there is no robots.txt, unless it is that the run is over
                if self._session.reason is not None:
                    raise PutBack("run-over", "the run ended before the site's robots.txt came") from error
                reason, detail = failure_reason(error)
                logger.info("%s: %s: %s", url, reason, detail)
                return _Answer(Rules("disallow-all", reason), None, None)
            snapshot_id = response.meta.get("snapshot_id")
            if response.status not in MOVED:
                return _Answer(self._read(response, url), response.status, snapshot_id)
            target = _target(response)
            if target is None or not self._may_follow(url, target):
                return _Answer(Rules("disallow-all", "redirect-off-site"), response.status, snapshot_id)
            url = target
            outlet = self._session.registry.by_domain(urlsplit(url).hostname or "")
            slot = slot if outlet is None else politeness_key(outlet)
        return _Answer(Rules("disallow-all", "redirect-loop"), response.status, snapshot_id)

    def _read(self, response: Response, url: str) -> Rules:
        """The rules in an answer. One that was cut off may lack the line that forbids: it counts as none."""
        capture: Capture | None = response.meta.get("capture")
        trouble: str | None = None if capture is None else _wall(response, capture)
        if trouble is None and capture is not None and response.status == 200 and len(response.body) < MAX_BYTES:
            cut = f"truncated-{capture.truncated}" if capture.truncated else None
            trouble = cut or response.meta.get("coding_problem")
        return read_robots(response.status, response.body, url=url, wall=trouble, max_delay=self._max_delay)

    def _may_follow(self, url: str, target: str) -> bool:
        """Whether a redirect stays with the site: a host of the registry, or one above or below that which sent it."""
        here, there = bare_host(urlsplit(url).hostname), bare_host(urlsplit(target).hostname)
        if not there:
            return False
        is_near = here == there or here.endswith(f".{there}") or there.endswith(f".{here}")
        return (is_near and "." in there) or self._session.registry.by_domain(there) is not None


def _lean(rules: Rules) -> Rules:
    """Without the text: it is in the archive, and hundreds of sites' would only fill the memory."""
    return replace(rules, body="")


def _wall(response: Response, capture: Capture) -> Wall | None:
    """The wall that came in place of the file.

    A page that says 'not found' with status 200 is none: it holds no rules, and that is all. Of the answers with an
    error only challenges and captchas are: a plain 403 means that there is no robots.txt for us (RFC 9309 §2.3.1.3).
    """
    named = wall_in_headers(response.status, capture.headers)
    if named is None and response.body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        is_page = response.status == 200
        named = wall_of(response.body, is_list=True) if is_page else wall_instead(response.body)
    if response.status == 200:
        return None if named == "not-found-text" else named
    return named if named in ("challenge", "captcha") else None


def _target(response: Response) -> str | None:
    """Where a redirect leads, without its fragment; None if that is no place on the web."""
    try:
        target = target_of(response)
    except Refused:
        return None
    return None if target is None else target.partition("#")[0]
