"""`make bench`: speed, size and memory in one run, ours beside the alternative, with the target of each.

Its parts are modules beside this one: `reading` (extraction of one template, and small functions), `networks`
(extraction of real pages of all networks), `keeping` (the store), `near` (copies), `warc_out` and `warc_in` (WARC and
WACZ out, WARC in), `replaying` (reading kept pages again), `verifying` (checks and backups), `crawl` (of one service),
`fleet` (of 500 outlets), `hostile` (pages made to be slow), `memory`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

import crawl
import fleet
import hostile
import keeping
import memory
import near
import networks
import pages
import reading
import replaying
import verifying
import warc_in
import warc_out
from timing import Row

Part = Callable[[argparse.Namespace], list[Row]]


def main() -> int:
    """Print the report; exit code 0 whatever it says, 1 with --strict if a target is missed."""
    options = _options()
    rows = [row for part in options.only or _PARTS for row in _PARTS[part](options)]
    if options.json:
        print(json.dumps([{**asdict(row), "verdict": row.verdict} for row in rows], indent=2))
    else:
        _print(rows)
    return int(options.strict and any(row.verdict == "short" for row in rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--only", nargs="+", choices=list(_PARTS), metavar="PART", help=f"some of {', '.join(_PARTS)}")
    parser.add_argument("--pages", type=int, default=480, help="demo pages to measure with (default 480)")
    parser.add_argument("--repeats", type=int, default=7, help="interleaved repeats, of which the median counts")
    parser.add_argument("--memory-pages", type=int, default=50_000, help="pages read in one process (default 50,000)")
    parser.add_argument("--records", type=int, default=100_000, help="captures of a large WARC file (default 100,000)")
    parser.add_argument("--all-layouts", action="store_true", help="hostile fillings in every layout (five minutes)")
    parser.add_argument("--articles", type=int, default=100_000, help="articles held against copies (default 100,000)")
    parser.add_argument("--filled", type=int, default=1_000_000, help="generated signatures before them (1,000,000)")
    parser.add_argument("--no-crawl", action="store_true", help="leave out the crawls")
    parser.add_argument("--outlets", type=int, default=500, help="outlets crawled in one process (default 500)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a target is missed")
    return parser.parse_args()


def _reading(options: argparse.Namespace) -> list[Row]:
    demo = pages.demo_pages(options.pages)
    # they are grouped by outlet: every n-th gives some of each
    return reading.measure(pages.real_pages(), demo[:: max(1, len(demo) // 100)], options.repeats)


def _networks(options: argparse.Namespace) -> list[Row]:
    real = pages.gold_pages()
    if not real:
        print("The real pages are not beside this checkout (../shared/pages): only demo pages.", file=sys.stderr)
    return networks.measure(real, options.repeats)


def _keeping(options: argparse.Namespace) -> list[Row]:
    return keeping.measure(pages.demo_pages(options.pages), max(1, options.repeats // 2))


def _warc_out(options: argparse.Namespace) -> list[Row]:
    return warc_out.measure(pages.demo_pages(options.pages), max(1, options.repeats // 2), options.records)


def _warc_in(options: argparse.Namespace) -> list[Row]:
    return warc_in.measure(pages.demo_pages(options.pages), max(1, options.repeats // 2), options.records)


def _replaying(options: argparse.Namespace) -> list[Row]:
    return replaying.measure(pages.demo_pages(4 * options.pages), max(1, options.repeats // 3))


def _crawl(options: argparse.Namespace) -> list[Row]:
    return [] if options.no_crawl else crawl.measure()


def _fleet(options: argparse.Namespace) -> list[Row]:
    if options.no_crawl:
        return []
    if sys.platform != "linux":
        print(
            "Sites with a loopback address each need Linux: the crawl of many outlets is not measured.", file=sys.stderr
        )
        return []
    rows = fleet.measure(options.outlets, max(1, options.repeats // 3))
    return [*rows, *fleet.long_crawl(options.memory_pages, options.outlets)]


_PARTS: dict[str, Part] = {
    "verifying": lambda options: verifying.measure(pages.demo_pages(4 * options.pages)),
    "reading": _reading,
    "networks": _networks,
    "keeping": _keeping,
    "copies": lambda options: near.measure(options.articles, options.filled),
    "warc-out": _warc_out,
    "warc-in": _warc_in,
    "replaying": _replaying,
    "crawl": _crawl,
    "fleet": _fleet,
    "hostile": lambda options: hostile.measure(all_layouts=options.all_layouts),
    "memory": lambda options: memory.measure(options.memory_pages),
}


def _print(rows: list[Row]) -> None:
    columns = ("", "measured", "ours", "reference", "ratio", "target", "")
    cells = [
        (
            row.section,
            row.name,
            row.ours,
            row.reference,
            "" if row.ratio is None else f"{row.ratio:.3g}",
            "" if row.target is None else f"<= {row.target:.3g}",
            row.verdict,
        )
        for row in rows
    ]
    widths = [max(len(line[i]) for line in (columns, *cells)) for i in range(len(columns))]
    for line in (columns, *cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
