"""What the made-up hosts answer: routes, feeds, robots.txt, and pages that break, heal, move and vanish."""

# ruff: noqa: PLR0911, S311  (one return for each thing a server can do; the dice are for play)
from __future__ import annotations

import html
import random
import re
from collections import Counter
from dataclasses import replace

from newsarchive.demo.furniture import base
from newsarchive.demo.outlets import BY_HOST, DemoOutlet
from newsarchive.demo.pages import Press
from newsarchive.demo.story import Story
from newsarchive.demo.timeline import HIDDEN_SECTION
from newsarchive.demo.wire import Reply, compressed, html_reply, plain_reply, redirect
from newsarchive.demo.world import World

ROBOTS = (
    "# Halaman redaksi tidak untuk perayap\nUser-agent: *\nDisallow: /internal/\nDisallow: /read/909\n"
    "Disallow: /*/read/909\nDisallow: /amp/909\n\nUser-agent: PerayapNakal\nDisallow: /\n"
)
_ARTICLE = re.compile(r"/(?:(?P<section>[\w-]+)/)?(?P<kind>read|amp)/(?P<id>\d+)/[^/]+(?:/(?P<offset>\d+))?")
_LIST = re.compile(r"/kategori/(?P<section>[\w-]+)(?:/(?P<offset>\d+))?")
_FEED = re.compile(r"/rss/(?P<section>[\w-]+)")
_OTHER = re.compile(r"/(?:readstatik/\d+|listtag/\d+|network|search)/[\w-]+/?")
_FEED_ITEMS = 20
_CHALLENGE = (
    '<!DOCTYPE html><html lang="id"><head><title>Just a moment...</title></head><body class="no-js">'
    '<div class="main-wrapper" id="challenge-form"><h1>{host}</h1><p>Checking your browser before accessing {host}. '
    "Mohon tunggu sebentar, kami memeriksa peramban Anda.</p></div></body></html>"
)
_CAPTCHA = (
    "<!DOCTYPE html><html><head><title>Attention Required!</title></head><body><h1>Verifikasi bahwa Anda manusia</h1>"
    '<form action="/cdn-cgi/l/chk_captcha"><div class="g-recaptcha" data-sitekey="contoh"></div></form></body></html>'
)


class Site:
    """Answers requests for all hosts of a world as of a day. Counts tries, so that what is broken can heal."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.day = 0
        self.press = Press(world)
        self.requests: Counter[str] = Counter()
        """Requests by kind: page, list, feed, robots, other, forbidden, missing, gone, unchanged; and `all`."""
        self._tries: Counter[tuple[str, str]] = Counter()

    def answer(self, host: str, target: str, *, accepts_gzip: bool, if_none_match: str = "") -> Reply:
        """The reply to `GET target` of a host; `target` is path and query as in the request line."""
        self.requests["all"] += 1
        outlet = BY_HOST.get(host.partition(":")[0].lower())
        if outlet is None:
            return self._missing("missing")
        path = re.sub(r"/{2,}", "/", target.partition("?")[0])
        reply = self._route(outlet, path)
        etag = next((value for name, value in reply.headers if name == "ETag"), None)
        if etag is not None and etag == if_none_match:
            self.requests["unchanged"] += 1
            return Reply(304, "Not Modified", (("ETag", etag),), b"", framing="none")
        is_page = reply.status == 200 and not any(name == "Content-Encoding" for name, _ in reply.headers)
        if is_page and accepts_gzip and outlet.gzip_level:
            reply = compressed(reply, outlet.gzip_level)
        if reply.status != 200 or reply.is_reset:
            return reply  # without a length a page that was cut would look whole
        return replace(reply, framing=outlet.framing)

    def _route(self, outlet: DemoOutlet, path: str) -> Reply:
        if found := _ARTICLE.fullmatch(path):
            return self._story(outlet, found, path)
        if path in {"/", ""}:
            self.requests["list"] += 1
            return html_reply(self.press.home(outlet, self.day).encode())
        if found := _LIST.fullmatch(path):
            self.requests["list"] += 1
            text = None
            if found["section"] in {*outlet.sections, HIDDEN_SECTION}:
                text = self.press.listing(outlet, found["section"], self.day, int(found["offset"] or 0))
            return self._missing("missing") if text is None else html_reply(text.encode())
        if (found := _FEED.fullmatch(path)) and found["section"] in outlet.sections:
            self.requests["feed"] += 1
            return plain_reply(self._feed(outlet, found["section"]), "application/rss+xml; charset=utf-8")
        if path == "/robots.txt":
            self.requests["robots"] += 1
            return plain_reply(ROBOTS, "text/plain")
        if _OTHER.fullmatch(path):
            self.requests["other"] += 1
            return html_reply(self.press.static(outlet, path.rstrip("/").rpartition("/")[2], self.day).encode())
        return self._missing("missing")

    def _missing(self, what: str, status: int = 404) -> Reply:
        self.requests[what] += 1
        reason = "Not Found" if status == 404 else "Gone"
        return html_reply(b"<html><body><h1>Halaman tidak ditemukan</h1></body></html>", status=status, reason=reason)

    def _story(self, outlet: DemoOutlet, found: re.Match[str], path: str) -> Reply:
        story = self.world.story(outlet.host, found["id"])
        if story is None or story.appears_on > self.day:
            return self._missing("missing")
        if story.is_hidden:
            self.requests["forbidden"] += 1
        if story.removed_on is not None and story.removed_on <= self.day:
            return (
                redirect(base(outlet), status=302)
                if story.removal == "home"
                else self._missing("gone", int(story.removal))
            )
        offset = int(found["offset"] or 0)
        if found["kind"] == "amp":
            text = self.press.amp(story, self.day, offset)
        else:
            if offset == 0 and (broken := self._broken(story, found["section"], path)) is not None:
                return broken
            text = self.press.article(story, self.day, offset)
        if text is None:
            return self._missing("missing")
        self.requests["page"] += 1
        reply = _encoded(story, text)
        if not outlet.has_etags or found["kind"] == "amp":
            return reply
        etag = f'"{story.native_id}-{story.edition(self.day).day}-{offset}"'
        return replace(reply, headers=(*reply.headers, ("ETag", etag)))

    def _broken(self, story: Story, section: str | None, path: str) -> Reply | None:
        """What the wire makes of a story's first page, or None if this try goes well."""
        tries = self._tries[story.host, story.native_id]
        self._tries[story.host, story.native_id] += 1
        is_first = tries == 0
        challenge = _CHALLENGE.format(host=story.host).encode()
        match story.fault:
            case "500-once" | "always-500" if is_first or story.fault == "always-500":
                return html_reply(b"<h1>Internal Server Error</h1>", status=500, reason="Internal Server Error")
            case "503-once" if is_first:
                busy = html_reply(b"<h1>Sibuk</h1>", status=503, reason="Service Unavailable")
                return replace(busy, headers=(*busy.headers, ("Retry-After", "0")))
            case "challenge-once" if is_first:
                return html_reply(challenge, status=403, reason="Forbidden")
            case "heals-later" if self.day == 0:
                return html_reply(challenge)
            case "captcha":
                return html_reply(_CAPTCHA.encode())
            case "dead-link":
                return self._missing("missing")
            case "moved" if section is None:
                return redirect(story.url(self.day))
            case "redirect-loop":
                other = f"https://{story.host}{path.removeprefix(f'/{section}')}"
                return redirect(other if section else story.url(self.day), status=302)
            case "garbage":
                return html_reply(random.Random(story.key).randbytes(40_000))
            case "reset-once" if is_first:
                return replace(self._page(story), is_reset=True)
            case "gzip-cut-once" | "endless-gzip-cut" if is_first or story.fault == "endless-gzip-cut":
                return compressed(self._page(story), 6, cut=True)
        return None

    def _page(self, story: Story) -> Reply:
        text = self.press.article(story, self.day)
        assert text is not None
        return _encoded(story, text)

    def _feed(self, outlet: DemoOutlet, section: str) -> str:
        """RSS 2.0 of a section's twenty newest stories, with the CMS's naive idea of a time zone."""
        stories = [s for s in self.world.listed(outlet, self.day, section) if not s.is_hidden][:_FEED_ITEMS]
        items = "".join(
            f"<item><title><![CDATA[{s.edition(self.day).title}]]></title>\n"
            f"<link>https://{s.host}/read/{s.native_id}/{s.edition(self.day).slug}</link>\n"
            f"<guid>https://{s.host}/read/{s.native_id}/{s.edition(self.day).slug}</guid>\n"
            f"<description>{html.escape(s.edition(self.day).blocks[0].lines[0][:120])}</description>\n"
            f"<pubDate>{s.published:%d-%m-%Y %H:%M:%S}</pubDate></item>\n"
            for s in stories
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{outlet.name}</title>'
            f"<link>{base(outlet)}</link>\n<description>{section}</description>\n{items}</channel></rss>\n"
        )


def _encoded(story: Story, text: str) -> Reply:
    match story.charset:
        case "utf8-as-latin1":
            return html_reply(text.encode(), charset="iso-8859-1")
        case "cp1252-as-latin1":
            return html_reply(text.encode("cp1252", "xmlcharrefreplace"), charset="iso-8859-1")
        case "cp1252-as-utf8":
            return html_reply(text.encode("cp1252", "xmlcharrefreplace"))
    return html_reply(text.encode())
