"""What a page of no known template says of itself for machines: JSON-LD of any depth, microdata, hAtom, OpenGraph."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.blocks import fold
from newsarchive.html.metadata import text_of

_ARTICLE: Final = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review|SocialMediaPosting)\Z")
"""Of schema.org's types those that are an article: NewsArticle, OpinionNewsArticle, TechArticle, ..."""
_MOST: Final = 2000
"""Objects of a page's JSON-LD that are looked at."""
_MOST_SCRIPTS: Final = 50
_TRAILING_COMMA: Final = re.compile(r",(?=\s{0,200}[}\]])")
_COMMENTED: Final = re.compile(r"\A\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*\Z")
_TIMES: Final = (
    ('[property~="dc:date"][content], [property~="schema:datePublished"][content]', "dc.date"),
    ('[itemprop~="datePublished"]', "itemprop:datepublished"),
    ('[itemprop~="dateModified"]', "itemprop:datemodified"),
    ("time.entry-date[datetime], time.published[datetime], abbr.published[title]", "hatom:published-time"),
    ("time.updated[datetime], abbr.updated[title]", "hatom:updated-time"),
)


def read_description(tree: LexborHTMLParser) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The JSON-LD description of the page's article ({}: none), and warnings about blocks that are not JSON.

    Objects are looked for in lists, in `@graph`, and below any key. Of several articles the one with a date and the
    longest text is the page's; where more than three have no text the page is a list of articles, and none is.
    """
    found: list[dict[str, Any]] = []
    warnings: list[str] = []
    for node in tree.css('script[type="application/ld+json"]')[:_MOST_SCRIPTS]:
        text = node.text(deep=True) or ""
        data = _loaded(text)
        if data is None:
            if text.strip():
                warnings.append("jsonld-unreadable: a block of JSON-LD is no JSON")
            continue
        found += [item for item in _objects(data) if _is_article(item)]
    listed = [item for item in found if not text_of(item, "articleBody")]
    if len(listed) > 3 and len(listed) == len(found):
        return {}, tuple(dict.fromkeys(warnings))
    best = max(found, key=_worth, default={})
    return best, tuple(dict.fromkeys(warnings))


def _worth(item: Mapping[str, Any]) -> tuple[int, int]:
    return sum(bool(item.get(key)) for key in ("datePublished", "headline", "author")), len(
        text_of(item, "articleBody") or ""
    )


def _loaded(text: str) -> Any:
    """A block of JSON-LD; None if it is no JSON, even after what CMSs get wrong is put right."""
    text = _COMMENTED.sub("", text)
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Objects at any depth, the outer ones first."""
    waiting = deque([data])
    for _ in range(_MOST):
        if not waiting:
            return
        item = waiting.popleft()
        if isinstance(item, dict):
            yield item
            waiting += [value for value in item.values() if isinstance(value, dict | list)]
        elif isinstance(item, list):
            waiting += [value for value in item[:_MOST] if isinstance(value, dict | list)]


def _is_article(item: Mapping[str, Any]) -> bool:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    named = any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds)
    return named and bool(text_of(item, "headline") or text_of(item, "name") or text_of(item, "articleBody"))


def names_of(value: Any) -> tuple[str, ...]:
    """The people of an `author` or `editor` of JSON-LD: objects of type Person or of none, texts, or lists of these."""
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            kind = item.get("@type")
            name = item.get("name")
            if kind in {None, "Person", "person"} or (isinstance(kind, list) and "Person" in kind):
                names += [name] if isinstance(name, str) else names_of(name) if isinstance(name, list) else []
        elif isinstance(item, str) and "://" not in item:
            names.append(item)
    return tuple(dict.fromkeys(fold(unescape(name)) for name in names[:20] if name.strip()))


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts of a value that may be one text with commas, or a list of texts: keywords."""
    parts = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else []
    texts = (fold(unescape(part)) for part in parts[:100] if isinstance(part, str))
    return tuple(dict.fromkeys(text for text in texts if text))


def body_of(description: Mapping[str, Any]) -> tuple[str, ...]:
    """The paragraphs of a plain `articleBody`; () if there is none or it is HTML or cut short."""
    text = text_of(description, "articleBody") or ""
    if not text or "</" in text or text.rstrip().endswith(("...", "…", "[&hellip;]")):
        return ()
    lines = re.split(r"\s*[\r\n]+\s*|\s{3,}", unescape(text))
    return tuple(filter(None, map(fold, lines)))


def read_times(tree: LexborHTMLParser, meta: Mapping[str, str]) -> dict[str, str]:
    """`meta` with the times that microdata and hAtom state, the first of each kind."""
    times = dict(meta)
    for selector, name in _TIMES:
        for node in tree.css(selector)[:3]:
            attributes = node.attributes
            stated = attributes.get("content") or attributes.get("datetime") or attributes.get("title")
            if stated and name not in times and len(stated) <= 100:
                times[name] = stated.strip()
    return times
