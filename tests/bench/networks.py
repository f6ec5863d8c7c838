"""Extraction of real pages of every network at hand: against the bare parse, against trafilatura, and by the fallback.

All four take turns on one page after the other, so that a slow moment of the machine hits all alike.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from statistics import median

from selectolax.lexbor import LexborHTMLParser
from timing import Row
from trafilatura import bare_extraction

from newsarchive import extract_html
from newsarchive.gold.pages import GoldPage

TO_PARSE = 3.0
"""Extraction may cost this many bare parses."""
TO_TRAFILATURA = 1 / 25
"""And this share of what trafilatura takes."""

_WAYS: dict[str, Callable[[GoldPage], object]] = {
    "parse": lambda page: LexborHTMLParser(page.html),
    "extract_html": lambda page: extract_html(page.html, page.url, fetched_at=page.fetched_at),
    "trafilatura": lambda page: bare_extraction(page.html, url=page.url, with_metadata=True, fast=True),
    "fallback": lambda page: extract_html(page.html, page.url, fetched_at=page.fetched_at, networks={}),
}
_OFTEN = ("parse", "extract_html")
"""What takes a millisecond is measured five times as often."""

Costs = dict[str, float]
"""CPU seconds by way."""


def measure(pages: list[GoldPage], repeats: int) -> list[Row]:
    """A row for every network that reads some of `pages`, and for all of them; what no layout fits is a row too."""
    by_network: defaultdict[str, list[Costs]] = defaultdict(list)
    for page in pages:
        method = extract_html(page.html, page.url).method or "unread"
        by_network[method.removeprefix("layout:").partition("/")[0]].append(_costs(page, repeats))
    known = [cost for slug, costs in by_network.items() if not slug.startswith("fallback") for cost in costs]
    rows = [row for slug in sorted(by_network) for row in _against_parse(slug, by_network[slug])]
    if known:
        rows += _against_parse("all networks", known, TO_PARSE)
        rows.append(_against_trafilatura(known))
        rows.append(_fallback(known))
    return rows


def _costs(page: GoldPage, repeats: int) -> Costs:
    """Median CPU seconds of each way to read a page."""
    taken: dict[str, list[float]] = {name: [] for name in _WAYS}
    for round_ in range(5 * repeats + 1):  # the first warms caches
        for name, way in _WAYS.items():
            if name in _OFTEN or round_ <= repeats:
                start = time.process_time()
                way(page)
                taken[name].append(time.process_time() - start)
    return {name: median(values[1:]) for name, values in taken.items()}


def _mean(costs: list[Costs], way: str) -> float:
    """Milliseconds a page."""
    return 1000 * sum(cost[way] for cost in costs) / len(costs)


def _against_parse(name: str, costs: list[Costs], target: float | None = None) -> list[Row]:
    ours, parse = _mean(costs, "extract_html"), _mean(costs, "parse")
    count = f"{len(costs)} real page{'s' if len(costs) > 1 else ''}"
    return [
        Row("networks", f"{name}, {count}", f"{ours:.2f} ms", f"{parse:.2f} ms bare parse", ours / parse, target),
    ]


def _against_trafilatura(costs: list[Costs]) -> Row:
    ours, theirs = _mean(costs, "extract_html"), _mean(costs, "trafilatura")
    return Row(
        "networks",
        f"all networks, {theirs / ours:.1f} times as fast as trafilatura, fast, with metadata",
        f"{ours:.2f} ms",
        f"{theirs:.1f} ms",
        ours / theirs,
        TO_TRAFILATURA,
    )


def _fallback(costs: list[Costs]) -> Row:
    ours, theirs = _mean(costs, "fallback"), _mean(costs, "trafilatura")
    return Row("networks", "the same pages by the fallback alone", f"{ours:.1f} ms", f"{theirs:.1f} ms", ours / theirs)
