"""Section, tags, and the people whom a page of no known template names for machines."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any, Final

from selectolax.lexbor import LexborNode

from newsarchive.fallback.structured import names_of, texts_of
from newsarchive.html.blocks import fold
from newsarchive.text.paragraphs import same_letters

_BREADCRUMBS: Final = (
    '[itemtype*="BreadcrumbList"] a, .breadcrumb a, .breadcrumbs a, #breadcrumb a, #breadcrumbs a, '
    ".rank-math-breadcrumb a, .yoast-breadcrumb a, .td-crumb-container a, .jeg_breadcrumbs a, .gmr-breadcrumb a"
)
_SECTIONS: Final = '.cat-links a, a[rel~="category"], .entry-category a, .post-category a, [itemprop~="articleSection"]'
_TAGS: Final = (
    'a[rel~="tag"]:not([rel~="category"])',
    (
        ".tags-links a, .tag-links a, .post-tags a, .entry-tags a, .td-tags a, .tagcloud-single a, .article-tags a, "
        ".tags a, .tag a, #tags a, #tag a, .list-tag a, .topics a, .topic a, .topik a, .box-tag a, "
        '[class*="__tag"] a, [class*="tag-"] a, [class*="-tag"] a'
    ),
)
_HOME: Final = frozenset(("home", "beranda", "depan", "halamanutama", "homepage", "index", "utama"))
_LONGEST: Final = 60
_MOST: Final = 30


def read_section(
    region: LexborNode, body: LexborNode, meta: Mapping[str, str], description: Mapping[str, Any], headline: str | None
) -> str | None:
    """The most special section that the page prints or states."""
    title = same_letters(headline or "")
    for scope, selector in ((region, _BREADCRUMBS), (body, _BREADCRUMBS), (region, _SECTIONS)):
        printed = [text for node in scope.css(selector)[:_MOST] if (text := fold(node.text(deep=True)))]
        fitting = [t for t in printed if len(t) <= _LONGEST and same_letters(t) not in _HOME | {title, ""}]
        if fitting:
            return fitting[-1] if selector is _BREADCRUMBS else fitting[0]
    stated = texts_of(description.get("articleSection")) or texts_of(meta.get("article:section"))
    return unescape(stated[0])[:_LONGEST] if stated else None


def read_tags(region: LexborNode, head: LexborNode | None, description: Mapping[str, Any]) -> tuple[str, ...]:
    """Tags as printed near the text, else as the page states them."""
    for selector in _TAGS:
        texts = [fold(node.text(deep=True)).lstrip("#").strip() for node in region.css(selector)[:_MOST]]
        if found := tuple(dict.fromkeys(text for text in texts if text and len(text) <= _LONGEST)):
            return found
    stated = head.css('meta[property="article:tag"][content]')[:_MOST] if head is not None else []
    named = tuple(dict.fromkeys(fold(node.attributes.get("content") or "") for node in stated))
    return tuple(filter(None, named)) or texts_of(description.get("keywords"))[:_MOST]


def stated_people(meta: Mapping[str, str], description: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Authors and editors that the page names for machines: JSON-LD first, then meta elements."""
    authors = names_of(description.get("author")) or names_of(description.get("creator"))
    if not authors:
        named = (
            meta.get(name) for name in ("content_author", "author", "article:author", "dc.creator", "parsely-author")
        )
        authors = tuple(name for name in named if name and "://" not in name and len(name) < _LONGEST)[:1]
    return authors, names_of(description.get("editor")) or names_of(meta.get("content_editor"))
