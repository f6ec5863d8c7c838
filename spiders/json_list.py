"""Reads lists that are JSON: Next.js pages, their data documents, and plain interfaces. Pure functions on bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsarchive.html.payload import walk
from newsarchive.models import Discovery, Listed
from newsarchive.text.urls import absolute_url
from spiders.flattened import unflattened
from spiders.listed import ListRead, Times, plain_title

MAX_RECORDS = 1000
"""Records read of one list; what is beyond is a trap, not news."""


def read_json_list(body: bytes, url: str, declared: Discovery) -> ListRead:
    """Read a list that came from `url` as `declared` says where it is. Never raises.

    The document is the answer, or the text of the script element `declared.element`. `records` leads to the list, or,
    with `[]` on the way, to each record; alternatives are tried in turn. Times without a zone stay `printed`.
    """
    document, problem = _document(body, declared.element)
    if problem is not None:
        return ListRead(problem=problem)
    records = _records(document, declared.records)
    if records is None:
        return ListRead(problem=f"the document has nothing at {declared.records!r}")
    times = Times()
    found: dict[str, Listed] = {}
    for record in records[:MAX_RECORDS]:
        listed = _listed(record, url, declared, times)
        if listed is not None:
            found.setdefault(listed.url, listed)
    doubt = None if found or not records else f"no-addresses: no record has one at {declared.address!r}"
    return ListRead(tuple(found.values()), doubt=doubt)


def _document(body: bytes, element: str | None) -> tuple[Any, str | None]:
    """The document, or None and why there is none."""
    text: bytes | str = body
    if element is not None:
        node = LexborHTMLParser(body).css_first(element)
        if node is None:
            return None, f"the page has no element {element!r}"
        text = node.text(deep=True)
    try:
        return unflattened(json.loads(text, strict=False)), None
    except (ValueError, RecursionError) as error:
        return None, f"not JSON ({type(error).__name__})"


def _records(document: Any, paths: str) -> list[Any] | None:
    for path in paths.split(" | "):
        found = list(walk(document, path.strip()))
        if len(found) == 1 and isinstance(found[0], list):
            return found[0]
        if found and "[]" in path:
            return found
    return None


def _listed(record: Any, base: str, declared: Discovery, times: Times) -> Listed | None:
    values = [_value(record, paths) for paths in declared.address.split(" + ")]
    given = [value for value in values if value is not None]
    if len(given) < len(values):
        return None
    address = absolute_url(base, _filled(declared.address_form, given))
    if address is None:
        return None
    at, printed = times.read(_value(record, declared.time))
    return Listed(address.partition("#")[0], plain_title(_value(record, declared.headline)), at, printed)


def _filled(form: str, values: list[str]) -> str:
    """The address that `form` makes of the values: each `{}` in turn, and what is in a value stays as it is."""
    first, *rest = form.split("{}")
    return first + "".join(value + text for value, text in zip(values, rest, strict=False))


def _value(record: Any, paths: str | None) -> str | None:
    """The text or number at the first of the alternatives that leads to one."""
    for path in paths.split(" | ") if paths and isinstance(record, Mapping) else ():
        for value in walk(record, path.strip()):
            if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
                return str(value)
    return None
