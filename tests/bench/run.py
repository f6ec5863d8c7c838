"""`make bench`: speed and size in one run, ours beside the alternative, with the target of each. Options: --help."""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import keeping
import pages
import reading
from timing import Row


def main() -> int:
    """Print the report; exit code 0 whatever it says, 1 with --strict if a target is missed."""
    options = _options()
    demo = pages.demo_pages(options.pages)
    # they are grouped by outlet: every n-th gives some of each
    some = demo[:: max(1, len(demo) // 100)]
    real = pages.real_pages()
    if not real:
        print("The real Disway page is not beside this checkout (../shared/pages): only demo pages.", file=sys.stderr)
    rows = reading.measure(real, some, options.repeats)
    rows += keeping.measure(demo, max(1, options.repeats // 2))
    if not options.no_crawl:
        rows += _crawl()
    if options.json:
        print(json.dumps([{**asdict(row), "verdict": row.verdict} for row in rows], indent=2))
    else:
        _print(rows)
    return int(options.strict and any(row.verdict == "short" for row in rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--pages", type=int, default=480, help="demo pages to measure with (default 480)")
    parser.add_argument("--repeats", type=int, default=7, help="interleaved repeats, of which the median counts")
    parser.add_argument("--no-crawl", action="store_true", help="leave out the crawl, which takes longest")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a target is missed")
    return parser.parse_args()


def _crawl() -> list[Row]:
    """Rows of `crawl.py` beside this file: its `measure() -> list[Row]`, or else what it prints as a program."""
    path = Path(__file__).parent / "crawl.py"
    if not path.is_file():
        print("No crawl bench beside this file: left out.", file=sys.stderr)
        return []
    measure = getattr(importlib.import_module("crawl"), "measure", None)
    if measure is not None:
        return list(measure())
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=False)
    print(done.stdout.rstrip() or done.stderr.rstrip(), file=sys.stderr)
    return []


def _print(rows: list[Row]) -> None:
    columns = ("", "measured", "ours", "reference", "ratio", "target", "")
    cells = [
        (
            row.section,
            row.name,
            row.ours,
            row.reference,
            "" if row.ratio is None else f"{row.ratio:.2f}",
            "" if row.target is None else f"<= {row.target:.2f}",
            row.verdict,
        )
        for row in rows
    ]
    widths = [max(len(line[i]) for line in (columns, *cells)) for i in range(len(columns))]
    for line in (columns, *cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
