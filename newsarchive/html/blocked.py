"""Tells pages that stand in the way of a page: challenges, captchas, login walls and error texts, mostly with 200."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.nesting import guarded
from newsarchive.html.wall_words import LIKELY_MARKS, NOT_FOUND, SENTENCES, SURE_MARKS, TITLES, Wall

ENOUGH_TEXT: Final = 600
"""Characters of running text in one place that no wall has."""

_TITLE_WITHIN: Final = 8 * 1024
"""Bytes: in real pages the title begins within the first six thousand."""
_TITLE_LONGEST: Final = 400
_SMALL: Final = 8 * 1024
"""Bytes: an article with all that is round it is longer, so a page of less is looked at whole."""
_LOOKED_AT: Final = 300_000
_FEW_WORDS: Final = 1500
"""Characters of everything that can be read on a page: a wall has hardly more."""
_FEW_LINKS: Final = 20
_HEADING_LONGEST: Final = 120

_PARTS: Final = re.compile(r"\s+[-–—|:»·•]+\s+|\s*(?:[|»•]|::|&#82(?:11|12|30);|&[nm]dash;|&raquo;)\s*")
_ENDS: Final = " \t\r\n.!?…,\"'“”"
_SAID_BY_HEADERS: Final[dict[str, tuple[tuple[str, Wall], ...]]] = {
    "cf-mitigated": (("challenge", "challenge"), ("block", "firewall")),
    "x-amzn-waf-action": (("challenge", "challenge"), ("captcha", "captcha")),
    "x-vercel-mitigated": (("challenge", "challenge"), ("deny", "firewall")),
    "x-sucuri-block": (("", "firewall"),),
    "x-datadome": (("", "captcha"),),
}
_DOCUMENTS: Final = (b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf:rdf")


def wall_in_headers(status: int, headers: Iterable[tuple[str, str]]) -> Wall | None:
    """The wall that a response names in its headers; Cloudflare, AWS and Vercel do. DataDome marks every response, so
    its header says something only with 403 or 429.
    """
    for name, value in headers:
        said = _SAID_BY_HEADERS.get(name.lower())
        if said is None or (name.lower() == "x-datadome" and status not in (403, 429)):
            continue
        for beginning, wall in said:
            if value.lower().startswith(beginning):
                return wall
    return None


def wall_instead(body: bytes) -> Wall | None:
    """The wall in the body of a response whose status is none of success: who answered with 403 or 503, and why."""
    if not _is_page(body):
        return None
    text = _source(body)
    sure = _mark(SURE_MARKS, text)
    if sure is not None:
        return sure
    titled = wall_in_title(_title(body))
    if titled is not None and titled not in ("error-text", "not-found-text", "login"):
        return titled
    safe = guarded(text)
    words = "" if safe is None else _words(LexborHTMLParser(safe))
    if len(words) > _FEW_WORDS:
        return None
    said = _said(words) or _mark(LIKELY_MARKS, text)
    return said if said in ("challenge", "captcha", "firewall", "suspended", "parked") else None


def wall_of(body: bytes, *, is_list: bool = False) -> Wall | None:
    """The wall that came with status 200 where an article, or with `is_list` a list, was to be.

    For an article only what costs next to nothing is looked at: its title, and a page too small for one. Whatever
    looks like a wall is then read; a page with running text, or a list with links, is none. What is left over for an
    article is found when it turns out to have no text: see `blocked_by()`.
    """
    suspected = wall_in_title(_title(body))
    if suspected is None and not is_list and len(body) > _SMALL:
        return None
    if not _is_page(body):
        return None
    text = _source(body)
    suspected = suspected or _mark(SURE_MARKS, text) or _mark(LIKELY_MARKS, text)
    if suspected is None and is_list and len(body) <= _SMALL:
        suspected = _said_beside_links(text)
    if suspected is None or (safe := guarded(text)) is None:  # too deep to be read: no article either
        return None
    return suspected if _is_confirmed(suspected, LexborHTMLParser(safe), is_list) else None


def _said_beside_links(text: str) -> Wall | None:
    """The wall that a small page speaks of in what is no link: the links of a list are headlines."""
    safe = guarded(text)
    if safe is None:
        return None
    tree = LexborHTMLParser(safe)
    tree.strip_tags(["a"])
    words = _words(tree)
    return _said(words) if len(words) <= _FEW_WORDS else None


def _is_confirmed(wall: Wall, tree: LexborHTMLParser, is_list: bool) -> bool:
    if _longest_text(tree) >= ENOUGH_TEXT or (is_list and len(tree.css("a[href]")) >= _FEW_LINKS):
        return False
    return wall != "login" or tree.css_first('input[type="password"]') is not None


def blocked_by(html: str, title: str | None) -> Wall | None:
    """What stands in the way of a page in which no article was found; None if there is no sign of that.

    Call it only for such a page: comment forms of ordinary articles carry captchas too.
    """
    titled = wall_in_title(title)
    if titled is not None and titled != "login":
        return titled
    sure = _mark(SURE_MARKS, html)
    if sure is not None:
        return sure
    tree = LexborHTMLParser(html)
    if titled == "login" and tree.css_first('input[type="password"]') is not None:
        return titled
    words = _words(tree)
    if len(words) <= _FEW_WORDS:
        likely = _said(words) or _mark(LIKELY_MARKS, html)
        if likely is not None:
            return likely
    headings = (node.text(deep=True).strip() for node in tree.css("h1, h2")[:6] if node.css_first("a") is None)
    for heading in headings:
        if len(heading) <= _HEADING_LONGEST and (wall := wall_in_title(heading) or _says_missing(heading)):
            return wall
    return None


def wall_in_reading(title: str | None, heading: str | None, text: str) -> Wall | None:
    """The wall in a page that was read as an article with little text: a site may say 'not found' in its own template.

    `heading` is its headline, `text` its text. Only whole titles count, and a text that says no more than that.
    """
    wall = wall_in_title(heading) or wall_in_title(title)
    if wall is None and len(text) <= _HEADING_LONGEST:
        wall = _says_missing(text)
    return None if wall == "login" else wall


def wall_in_title(title: str | None) -> Wall | None:
    """The wall whose whole title is a part of this one, between dashes or bars: 'Just a moment...', '404 | Radar'."""
    if not title:
        return None
    lower = title[:_TITLE_LONGEST].lower()
    whole = TITLES.get(lower.strip(_ENDS))
    if whole is not None:
        return whole
    for part in _PARTS.split(lower):
        wall = TITLES.get(part.strip(_ENDS))
        if wall is not None:
            return wall
    return None


def _is_page(body: bytes) -> bool:
    """Whether a body is meant for readers: no feed, sitemap or JSON, nor a robots.txt that names a wall's paths."""
    beginning = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return beginning.startswith(b"<") and not beginning.startswith(_DOCUMENTS)


def _title(body: bytes) -> str | None:
    start = body.find(b"<title", 0, _TITLE_WITHIN)
    if start < 0:
        start = body.find(b"<TITLE", 0, _TITLE_WITHIN)
        if start < 0:
            return None
    piece = body[start + 6 : start + _TITLE_LONGEST]
    return piece.partition(b">")[2].partition(b"</")[0].decode("utf-8", "replace")


def _source(body: bytes) -> str:
    return body[:_LOOKED_AT].decode("utf-8", "replace")


def _mark(marks: Iterable[tuple[Wall, str]], html: str) -> Wall | None:
    return next((wall for wall, mark in marks if mark in html), None)


def _said(words: str) -> Wall | None:
    return next((wall for wall, pattern in SENTENCES.items() if pattern.search(words)), None)


def _says_missing(text: str) -> Wall | None:
    return "not-found-text" if NOT_FOUND.search(text) else None


def _words(tree: LexborHTMLParser) -> str:
    """What can be read on a page, its title too, with single blanks."""
    title = tree.css_first("title")
    heading = title.text(deep=True) if title is not None else ""
    tree.strip_tags(["script", "style", "template", "svg"])
    body = tree.body
    text = body.text(deep=True, separator=" ") if body is not None else ""
    return " ".join(f"{heading} {text}".replace("’", "'").split())


def _longest_text(tree: LexborHTMLParser) -> int:
    """Characters of the longest text whose paragraphs lie in one element: teasers lie each in their own."""
    found: Counter[int] = Counter()
    for node in tree.css("p, br")[:5000]:
        parent = node.parent
        if parent is None:
            continue
        if node.tag == "p":
            found[parent.mem_id] += len(node.text(deep=True).strip())
        elif parent.mem_id not in found:
            found[parent.mem_id] = len(parent.text(deep=True).strip())
    return max(found.values(), default=0)
