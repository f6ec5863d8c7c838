"""What the simulated servers answer at an instant: routes, conditional requests, and the hostile and broken ones."""

# ruff: noqa: PLR0911  (one return for each thing a server can do)
from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from urllib.parse import parse_qs

from newsarchive.demo.wire import Reply, redirect
from newsarchive.simulation import lists
from newsarchive.simulation.addresses import SHARED, number_in
from newsarchive.simulation.breaking import Breakage
from newsarchive.simulation.ledger import Ledger, Look, Seen
from newsarchive.simulation.outlets import SimOutlet
from newsarchive.simulation.pages import LIST_LENGTH, article_page, list_page
from newsarchive.simulation.replies import error, html_reply, not_found, plain_reply, removed, robots_txt, validators
from newsarchive.simulation.stories import SimStory
from newsarchive.simulation.walls import CAPTCHA, ERROR_TEXT, trap_page
from newsarchive.simulation.weather import is_struck
from newsarchive.simulation.world import SimWorld

Manner = Literal["well", "silent", "resets", "drips", "short"]
"""How an answer is sent; short: the connection ends before all the bytes that were promised."""

RETRY_AFTER = timedelta(minutes=30)
"""How long the server that answers 429 asks to be left alone."""

_CATEGORY = re.compile(r"/kategori/([\w-]+)(?:/(\d+))?|/category/([\w-]+)/(?:page/(\d+)/)?")
_FRONT = re.compile(r"/(?:page/(\d+)/)?")
_RSS = re.compile(r"/rss/([\w-]+)|/(?:category/([\w-]+)/)?feed/")
_TRAP = re.compile(r"/(?:category|tag)/lorong-\d+(?:-\d+)*/(?:page/\d+/)?|/\d{4}/\d\d/\d\d/(?:page/\d+/)?")
_WORDPRESS = frozenset({"wordpress", "auto"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, how it is sent, and what the ledger has to know of it."""

    reply: Reply
    what: Seen
    manner: Manner = "well"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: path and query as in the request line, header names in lower case."""

    outlet: SimOutlet
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    at: datetime


class SimSite:
    """Answers for all hosts of a world and writes down in the ledger what was seen."""

    def __init__(self, world: SimWorld, ledger: Ledger, breakages: tuple[Breakage, ...] = ()) -> None:
        self.world = world
        self.ledger = ledger
        self._breakages = {b.outlet: b for b in breakages}

    def answer(self, outlet: SimOutlet, target: str, headers: Mapping[str, str], at: datetime) -> Answer:
        """The answer to `GET target`."""
        path, _, query = target.partition("?")
        asked = Asked(outlet, path, parse_qs(query), headers, at)
        answer = self._hostile(asked) or self._ordinary(asked)
        status = 0 if answer.manner == "silent" else answer.reply.status
        self.ledger.statuses[outlet.slug, status] += 1
        if answer.what == "robots":
            self.ledger.robots(outlet.slug, is_there=status == 200 and answer.manner == "well")
        return answer

    def clock_of(self, outlet: SimOutlet, at: datetime) -> datetime:
        """What the server's clock says: the `Date` of its answers."""
        breakage = self._breakage(outlet, at)
        return at + timedelta(hours=3) if breakage is not None and breakage.kind == "clock" else at

    def _breakage(self, outlet: SimOutlet, at: datetime) -> Breakage | None:
        breakage = self._breakages.get(outlet.slug)
        return breakage if breakage is not None and at >= breakage.at else None

    def _hostile(self, asked: Asked) -> Answer | None:
        """What a hostile or broken server sends instead of what was asked for, if this is the time for it."""
        outlet, what = asked.outlet, _kind_of(asked.outlet, asked.path)
        breakage = self._breakage(outlet, asked.at)
        if breakage is not None and breakage.kind == "captcha" and what != "robots":
            return Answer(html_reply(CAPTCHA), what)
        if outlet.hostile is None or not is_struck(outlet, self.world.scale, asked.at):
            return None
        match outlet.hostile.way:
            case "silent":
                return self._lost(asked, Answer(plain_reply("", "text/plain"), what, "silent"))
            case "too-many":
                self.ledger.close(service_of(outlet), asked.at, asked.at + RETRY_AFTER)
                wait = str(int(RETRY_AFTER.total_seconds()))
                return self._lost(asked, Answer(error(429, "Too Many Requests", ("Retry-After", wait)), what))
            case "robots-503" if what == "robots":
                return Answer(error(503, "Service Unavailable"), "robots")
            case "down-for-an-hour":
                return self._lost(asked, Answer(error(503, "Service Unavailable"), what))
            case "trap" if what != "article" and (text := trap_page(outlet, asked.path)) is not None:
                return Answer(html_reply(text), "trap")
            case _ if what == "article":
                return self._bad_article(asked)
        return None

    def _bad_article(self, asked: Asked) -> Answer | None:
        """Where only articles are bad and the lists are as they should be."""
        assert asked.outlet.hostile is not None
        ordinary = self._ordinary(replace(asked, headers={}))
        match asked.outlet.hostile.way:
            case "resets":
                return self._lost(asked, replace(ordinary, manner="resets"))
            case "drips":
                return self._lost(asked, replace(ordinary, manner="drips"))
            case "wrong-length":
                return self._lost(asked, replace(ordinary, manner="short"))
            case "redirect-loop":
                turn = "" if "putar" in asked.query else "?putar=1"
                target = f"http://{asked.outlet.host}{asked.path}{turn}"
                return self._lost(asked, Answer(redirect(target, status=302), "article"))
            case "captcha":
                return self._lost(asked, Answer(html_reply(CAPTCHA), "article"))
            case "error-text":
                return self._lost(asked, Answer(html_reply(ERROR_TEXT), "article"))
        return None

    def _lost(self, asked: Asked, answer: Answer) -> Answer:
        """Note that an article was asked for and not shown."""
        story = self._story(asked)
        if story is not None and answer.what == "article":
            looks = self.ledger.looks[asked.outlet.slug, story.number]
            # what `_ordinary` noted of a page that did not arrive
            if looks and looks[-1].at == asked.at:
                looks.pop()
            looks.append(Look(asked.at, 0 if answer.manner != "well" else answer.reply.status, None))
        return answer

    def _ordinary(self, asked: Asked) -> Answer:
        outlet, path, at = asked.outlet, asked.path, asked.at
        if path == "/robots.txt":
            return Answer(plain_reply(robots_txt(outlet), "text/plain"), "robots")
        if _kind_of(outlet, path) == "article":
            return self._article(asked)
        if found := _RSS.fullmatch(path):
            page = int(asked.query.get("paged", ["1"])[0])
            stories = self._listed(asked, found[1] or found[2] or "", lists.FEED_LENGTH, page)
            return self._list(asked, lists.feed(outlet, stories, at), "application/rss+xml; charset=utf-8", stories)
        if found := _CATEGORY.fullmatch(path):
            section, page = found[1] or found[3], int(found[4] or 1)
            page = int(found[2]) // LIST_LENGTH + 1 if found[2] else page
            return self._html_list(asked, section, page) if section in outlet.sections else _missing("list")
        if (found := _FRONT.fullmatch(path)) and (outlet.network in _WORDPRESS or path == "/"):
            return self._html_list(asked, "", int(found[1] or 1))
        if outlet.network == "tribun" and path == "/index-news" and "date" in asked.query:
            return self._day_list(asked, date(*map(int, asked.query["date"][0].split("-"))))
        if path in {"/sitemap.xml", "/wp-sitemap.xml"} and outlet.network in {*_WORDPRESS, "harianjogja"}:
            stories = self._listed(asked, "", 100, 1)
            return self._list(asked, lists.sitemap(stories, at), "application/xml; charset=utf-8", stories)
        return self._rest(asked) if outlet.network == "wordpress" else _missing("other")

    def _day_list(self, asked: Asked, on: date) -> Answer:
        """The list of a day, 20 a page. What is behind its last page is its last page again."""
        page = min(int(asked.query.get("page", ["1"])[0]), 10)
        stories = self._listed(asked, "", 20, page, on=on)
        more = self._listed(asked, "", 20, page + 1, on=on)
        older = f"/index-news?date={asked.query['date'][0]}&page={page + 1}" if more else None
        text = list_page(asked.outlet, stories, asked.at, older=older, title=f"Indeks {on}")
        return self._list(asked, text, "text/html; charset=UTF-8", stories)

    def _rest(self, asked: Asked) -> Answer:
        """WordPress's list of its posts. The lone sites of no known network do not give it."""
        if asked.path == "/wp-json/wp/v2/posts":
            size, page = (int(asked.query.get(name, ["10"])[0]) for name in ("per_page", "page"))
            stories = self._listed(asked, "", min(size, 100), page if "page" in asked.query else 1)
            return self._list(asked, lists.rest(stories, asked.at), "application/json; charset=utf-8", stories)
        return _missing("other")

    def _listed(self, asked: Asked, section: str, length: int, page: int, *, on: date | None = None) -> list[SimStory]:
        skip = (page - 1) * length
        found = self.world.listed(asked.outlet, asked.at, section=section, on=on, skip=skip, limit=length)
        breakage = self._breakage(asked.outlet, asked.at)
        return found if breakage is None else [s for s in found if breakage.is_published(s)]

    def _html_list(self, asked: Asked, section: str, page: int) -> Answer:
        outlet = asked.outlet
        stories = self._listed(asked, section, LIST_LENGTH, page)
        if page > 1 and not stories:
            return _missing("list")
        more = self._listed(asked, section, LIST_LENGTH, page + 1)
        base = asked.path.partition("page/")[0]
        older = f"{base}page/{page + 1}/"
        if outlet.network == "disway":
            older = f"/kategori/{section}/{page * LIST_LENGTH}" if section else ""
        text = list_page(outlet, stories, asked.at, older=older if more else None, title=section or outlet.name)
        return self._list(asked, text, "text/html; charset=UTF-8", stories)

    def _list(self, asked: Asked, text: str, content_type: str, stories: list[SimStory]) -> Answer:
        reply = plain_reply(text, content_type)
        if asked.outlet.validators == "etag" and "html" not in content_type:
            tag = f'"{hashlib.md5(reply.body, usedforsecurity=False).hexdigest()}"'
            reply = replace(reply, headers=(*reply.headers, ("ETag", tag)))
            if asked.headers.get("if-none-match") == tag:
                reply = Reply(304, "Not Modified", (("ETag", tag),), b"", framing="none")
        for story in stories:
            self.ledger.listed.setdefault((story.outlet.slug, story.number), asked.at)
        return Answer(reply, "list")

    def _story(self, asked: Asked) -> SimStory | None:
        number = number_in(asked.outlet.network, asked.path)
        return None if number is None else self.world.story(asked.outlet, number)

    def _article(self, asked: Asked) -> Answer:
        story, at = self._story(asked), asked.at
        if story is None or at < story.published_at:
            return _missing("article")
        looks = self.ledger.looks[asked.outlet.slug, story.number]
        if not story.is_up(at):
            reply = removed(story)
            looks.append(Look(at, reply.status, None))
            return Answer(reply, "article")
        edition = story.edition(at)
        breakage = self._breakage(asked.outlet, at)
        what = None if breakage is None else breakage.kind
        text = article_page(story, edition, is_dated=what != "date", is_redesigned=what == "template")
        marks = validators(story, edition) if what not in {"date", "template"} else ()
        headers = asked.headers
        given = {headers.get("if-none-match"), headers.get("if-modified-since")} - {None}
        is_as_it_was = bool(given & {value for _, value in marks})
        looks.append(Look(at, 304 if is_as_it_was else 200, edition))
        if is_as_it_was:
            return Answer(Reply(304, "Not Modified", marks, b"", framing="none"), "article")
        reply = html_reply(text)
        return Answer(replace(reply, headers=(*reply.headers, *marks)), "article")


def service_of(outlet: SimOutlet) -> str:
    """Whose servers an outlet's requests go to, by the world's own knowledge: some networks are one service."""
    return outlet.network if outlet.network in SHARED else outlet.host


def _kind_of(outlet: SimOutlet, path: str) -> Seen:
    if path == "/robots.txt":
        return "robots"
    return "list" if number_in(outlet.network, path) is None else "article"


def _missing(what: Seen) -> Answer:
    return Answer(not_found(), what)
