"""The article as a page keeps it in JSON: in a script element (Next.js), or as the whole document (WordPress REST)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsarchive.html.blocks import fold
from newsarchive.html.figures import Figure
from newsarchive.html.nesting import guarded
from newsarchive.models import Payload
from newsarchive.text.urls import absolute_url

_STEP = re.compile(r"\[[^\[\]]*\]|[^\[\]]+")
_MOST = 200
"""Members of a list that are looked at."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a payload says of its article, as printed. `body` is parsed from HTML."""

    title: str | None
    body: LexborNode | None
    subtitle: str | None
    date: str | None
    date_utc: str | None
    """A time in UTC that does not say so."""
    modified_utc: str | None
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    figures: tuple[Figure, ...]
    url: str | None


def read_record(payload: Payload, tree: LexborHTMLParser, document: Any, base_url: str) -> Record | None:
    """The article that `payload` leads to; None if the page has none there.

    `document` is the page itself as JSON, None for a page of HTML. Never raises: what is not JSON is no record.
    """
    data = document
    if payload.element is not None:
        node = tree.css_first(payload.element)
        data = _loaded(node.text(deep=True)) if node is not None else None
    found = next(walk(data, payload.record), None)
    if not isinstance(found, Mapping):
        return None
    title, html = _text(found, payload.title), _raw(found, payload.body)
    # what stands in JSON was not counted when the page was looked at
    safe = guarded(html) if html is not None else None
    if title is None or safe is None:
        return None
    image, caption = _raw(found, payload.image), _text(found, payload.caption)
    url = absolute_url(base_url, image) if image else None
    return Record(
        title=title,
        body=LexborHTMLParser(safe).body,
        subtitle=_text(found, payload.subtitle),
        date=_text(found, payload.date),
        date_utc=_text(found, payload.date_utc),
        modified_utc=_text(found, payload.modified_utc),
        authors=_texts(found, payload.authors),
        editors=_texts(found, payload.editors),
        section=_text(found, payload.section),
        tags=_texts(found, payload.tags),
        figures=(Figure(url, caption),) if url else (),
        url=_raw(found, payload.url),
    )


def _loaded(text: str | None) -> Any:
    try:
        return json.loads(text or "null", strict=False)
    except (ValueError, RecursionError):
        return None


def walk(data: Any, path: str) -> Iterator[Any]:
    """What `path` ('a.b[].c', see `models.Payload`) leads to in a JSON document, in order; at most 200 of a list."""
    if not path:
        yield data
        return
    step, _, rest = path.partition(".")
    name, *brackets = _parts(step)
    value = data.get(name) if isinstance(data, Mapping) else None
    for found in _members(value, brackets):
        if found is not None:
            yield from walk(found, rest)


@lru_cache(maxsize=1024)  # the steps of all declarations
def _parts(step: str) -> list[str]:
    """The name of a step and its brackets."""
    return _STEP.findall(step)


def _members(value: Any, brackets: list[str]) -> Iterator[Any]:
    """`value` itself, or for each bracket behind its name the members of the list that it is."""
    if not brackets:
        yield value
        return
    key, _, wanted = brackets[0].strip("[]").partition("=")
    for member in value[:_MOST] if isinstance(value, list) else ():
        if not key or (isinstance(member, Mapping) and str(member.get(key)) == wanted):
            yield from _members(member, brackets[1:])


def _values(record: Mapping[str, Any], paths: str | None) -> list[str]:
    """The texts and numbers at the first of the alternatives in `paths` that leads to any."""
    for path in paths.split(" | ") if paths else ():
        found = [value for value in walk(record, path.strip()) if isinstance(value, str | int) and value != ""]
        if found:
            return [str(value) for value in found]
    return []


def _raw(record: Mapping[str, Any], paths: str | None) -> str | None:
    return next(iter(_values(record, paths)), None)


def _texts(record: Mapping[str, Any], paths: str | None) -> tuple[str, ...]:
    """As `_values`, as a reader sees them: CMS keep titles and names as HTML ('Batik &amp; Tenun')."""
    plain = (
        fold(LexborHTMLParser(guarded(value) or "").text() if "&" in value or "<" in value else value)
        for value in _values(record, paths)
    )
    return tuple(dict.fromkeys(text for text in plain if text))


def _text(record: Mapping[str, Any], paths: str | None) -> str | None:
    return next(iter(_texts(record, paths)), None)
