"""Real pages changed as any other page of their template could differ: the reading changes as it must, and no more.

A rule that holds for a page and not for its template shows here before another page of that template does.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from newsarchive import extract_html
from newsarchive.html.charset import decode_html

sys.path.insert(0, str(Path(__file__).parent))

import generality.body_changes
import generality.inserted_changes
import generality.page_changes
import generality.part_changes
import generality.time_changes  # noqa: F401  # they enter their changes in the list
from generality.changes import CHANGES, RealPage
from generality.judge import faults
from generality.marking import mark

PAGES = Path(__file__).parents[1] / "../shared/pages"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PAGES.is_dir(), reason="the shared real pages are not at hand"),
]
EVERY = 4
"""Of the pages read without networks, which takes ten times as long, each change is made to one in so many."""
FEWEST = 1500
"""Changed pages that are read, at least: a change that finds nothing to change any more finds no fault either."""


@cache
def pages(*, is_known: bool) -> tuple[RealPage, ...]:
    """The real articles, marked and read."""
    return tuple(_pages(is_known=is_known))


def _pages(*, is_known: bool) -> Iterator[RealPage]:
    for path in sorted(PAGES.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold.get("kind", "article") == "article":
            html = decode_html(gzip.decompress(path.with_suffix(".html.gz").read_bytes())).text
            marked = mark(html, gold["body"], [link["text"] for link in gold["related"]])
            article = extract_html(marked.source, gold["url"], networks=None if is_known else {})
            yield RealPage(path.stem, gold["url"], gold, marked, article, is_known)


def changed(name: str, *, is_known: bool) -> Iterator[tuple[str, list[str]]]:
    """The faults of every page that is changed in one way, by page."""
    for number, page in enumerate(pages(is_known=is_known)):
        if not is_known and number % EVERY != sum(map(ord, name)) % EVERY:
            continue
        result = CHANGES[name](page, random.Random(f"0/{name}/{page.name}"))
        if result is not None:
            yield page.name, faults(page, result)


@pytest.mark.parametrize("is_known", [True, False], ids=["networks", "fallback"])
@pytest.mark.parametrize("name", sorted(CHANGES))
def test_a_change_of_the_page_changes_the_reading_as_it_must(name: str, is_known: bool) -> None:
    wrong = {page: found for page, found in changed(name, is_known=is_known) if found}
    assert wrong == {}


def test_most_paragraphs_of_the_real_pages_are_found_in_their_source() -> None:
    found = sum(len(page.marked.spots) for page in pages(is_known=True))
    assert found >= 0.95 * sum(len(page.gold["body"]) for page in pages(is_known=True))


def test_every_change_has_pages_to_change() -> None:
    known = pages(is_known=True)
    made = {name: sum(change(page, random.Random(0)) is not None for page in known) for name, change in CHANGES.items()}
    assert [name for name, count in made.items() if count < 3] == []
    assert sum(made.values()) >= FEWEST
