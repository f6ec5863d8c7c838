"""Memory over many pages read in one process: real and demo pages by turns, every hundredth by the fallback."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import cycle
from pathlib import Path

from pages import demo_pages, gold_pages
from timing import Row

from newsarchive import extract_html

TARGET = 1.05
"""Resident memory after all pages, against that after a tenth of them."""

_STATM = Path("/proc/self/statm")
_PAGE = 4096


def measure(pages: int) -> list[Row]:
    """One row; none where the system does not tell the memory of a process (it is read from /proc)."""
    if not _STATM.is_file():
        print("No /proc on this system: memory is not measured.", file=sys.stderr)
        return []
    done = subprocess.run([sys.executable, __file__, str(pages)], capture_output=True, text=True, check=True)
    tenth, half, whole = json.loads(done.stdout)
    return [
        Row(
            "memory",
            f"resident after {pages:,} pages in one process ({half / 1e6:.0f} MB after half)",
            f"{whole / 1e6:.0f} MB",
            f"{tenth / 1e6:.0f} MB after {pages // 10:,}",
            whole / tenth,
            TARGET,
        )
    ]


def resident_after(pages: int) -> tuple[int, int, int]:
    """Bytes of resident memory after a tenth, half and all of `pages`."""
    given = [*((page.url, page.html) for page in gold_pages()), *demo_pages(200)]
    sizes: dict[int, int] = {}
    for number, (url, html) in enumerate(cycle(given), 1):
        extract_html(html, url, networks={} if number % 100 == 50 else None)
        if number in (pages // 10, pages // 2, pages):
            sizes[number] = int(_STATM.read_text().split()[1]) * _PAGE
        if number >= pages:
            break
    return sizes[pages // 10], sizes[pages // 2], sizes[pages]


if __name__ == "__main__":
    print(json.dumps(resident_after(int(sys.argv[1]))))
