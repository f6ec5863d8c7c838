"""What a page says about itself outside its text: meta elements, JSON-LD and the analytics `dataLayer`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DATALAYER = re.compile(r"\bdataLayer\s*=\s*\[\s*\{([^}]{0,20000}+(?:\}(?!\s*\])[^}]{0,20000}+){0,200}+)\}\s*\]")
# The object is script, not strict JSON (trailing commas, stray blanks), so its string fields are taken one by one.
_FIELD = re.compile(r'"([A-Za-z_]{1,40})"\s{0,40}:\s{0,40}"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)"')
_DATALAYER_WITHIN = 40_000
"""Characters from the first mention of the data layer within which it has to be filled and closed."""
_MENTIONS = 100
"""Mentions of the data layer that are looked at: each may cost a reading of all the characters within."""
_ARTICLE_TYPES = {"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting"}


def read_meta(tree: LexborHTMLParser) -> dict[str, str]:
    """The page's `meta` elements: name, property or itemprop in lower case -> content. The first of a name counts."""
    found: dict[str, str] = {}
    head = tree.head
    if head is None:
        return found
    for node in head.css("meta[content]"):
        attributes = node.attributes
        content = attributes.get("content")
        key = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if key and content:
            found.setdefault(key.lower(), content.strip())
    return found


def read_jsonld(tree: LexborHTMLParser) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The JSON-LD description of the article itself ({}: none), and warnings about blocks that are not JSON."""
    # it stands in the head as a rule, and the head is a small part of a page
    described, warnings = _jsonld_in(tree.head) if tree.head is not None else ({}, ())
    return (described, warnings) if described else _jsonld_in(tree)


def _jsonld_in(part: LexborHTMLParser | LexborNode) -> tuple[dict[str, Any], tuple[str, ...]]:
    warnings: list[str] = []
    for node in part.css('script[type="application/ld+json"]'):
        text = node.text(deep=True) or ""
        if "Article" not in text and "BlogPosting" not in text:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError) as error:
            warnings.append(f"jsonld-unreadable: {type(error).__name__}")
            continue
        for item in _items(data):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind in _ARTICLE_TYPES for kind in kinds):
                return item, tuple(warnings)
    return {}, tuple(warnings)


def _items(data: Any) -> Iterator[dict[str, Any]]:
    """Objects of a JSON-LD block: itself, the members of a list, the members of `@graph`."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (member for member in graph if isinstance(member, dict)) if isinstance(graph, list) else ()


def read_datalayer(html: str) -> dict[str, str]:
    """String fields of the first `dataLayer = [{...}]` of a page, {} if there is none."""
    at = html.find("dataLayer")
    end = at + _DATALAYER_WITHIN
    for _ in range(_MENTIONS):
        if at < 0:
            break
        # most pages only push to it: looking for the word first is ten times as fast as searching for the pattern
        if match := _DATALAYER.match(html, at, end):
            return {name: _unescape(value) for name, value in _FIELD.findall(match.group(1))}
        at = html.find("dataLayer", at + 1, end)
    return {}


def _unescape(value: str) -> str:
    if "\\" not in value:
        return value.strip()
    try:
        return str(json.loads(f'"{value}"', strict=False)).strip()
    except ValueError:
        return value.strip()


def text_of(data: Mapping[str, Any], key: str) -> str | None:
    """`data[key]` if it is a text that is not blank, trimmed; else None. JSON-LD from outside may hold anything."""
    value = data.get(key)
    return value.strip() or None if isinstance(value, str) else None
