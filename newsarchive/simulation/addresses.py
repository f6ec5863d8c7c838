"""The shapes of addresses at the simulated outlets, one for each network whose software they use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Shape:
    """How a network writes the path of an article. Group 1 of `pattern` is the article's number."""

    form: str
    pattern: re.Pattern[str]


_POST = Shape("/{on:%Y/%m/%d}/{slug}-{number}/", re.compile(r"/\d{4}/\d\d/\d\d/[^/]*-(\d+)/"))
_SHAPES = {
    "disway": Shape("/{section}/read/{number}/{slug}", re.compile(r"/(?:[\w-]+/)?read/(\d+)/[^/]*/?")),
    "tribun": Shape("/{section}/{number}/{slug}", re.compile(r"/[\w-]+/(\d{7})/[^/]+")),
    "harianjogja": Shape("/r-{number}/{slug}", re.compile(r"/r-(\d+)/[^/]+")),
}

SHARED = frozenset(_SHAPES)
"""Networks whose sites are one service; the sites of the others are a service each."""


def article_path(network: str, number: int, slug: str, section: str, on: date) -> str:
    """The path of an article's canonical URL."""
    return _SHAPES.get(network, _POST).form.format(number=number, slug=slug, section=section, on=on)


def number_in(network: str, path: str) -> int | None:
    """The number of the article that a path leads to; None if it is not that of an article."""
    found = _SHAPES.get(network, _POST).pattern.fullmatch(path)
    return None if found is None else int(found[1])
