"""Copies: recall, precision, rate and memory of finding near copies among generated articles, in a full index."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from timing import Row

PEERS = "peers: datasketch 1,800-2,500 signatures/s, rensa 8,000, shingles made in Python"
_RECALL = 0.99
_PRECISION = 0.999
_RATE = 1_500
"""Articles in a second of CPU."""
_MEMORY = 300_000_000


def measure(articles: int, filled: int) -> list[Row]:
    """The rows for so many articles that come into an index which has so many already."""
    worker = Path(__file__).with_name("near_one.py")
    done = subprocess.run(
        [sys.executable, str(worker), str(articles), str(filled)], stdout=subprocess.PIPE, text=True, check=True
    )
    return _rows(json.loads(done.stdout), articles, filled)


def _rows(found: dict[str, Any], articles: int, filled: int) -> list[Row]:
    into = f"{articles:,} articles into {filled:,}"
    rows = []
    for name, (pairs, hits, lowest, highest) in found["recall"].items():
        share, alike = hits / max(1, pairs), f"true Jaccard {lowest:.3f}-{highest:.3f}"
        if name == "0.5":
            rows.append(Row("copies", f"near misses taken for copies ({pairs:,}, {alike})", f"{hits}", "0"))
            continue
        target = 1.0 if float(name) >= 0.8 else None
        rows.append(_at_least(f"recall at {name} ({pairs:,} pairs, {alike})", share, _RECALL, target))
    rows.append(
        _at_least(f"precision ({found['clustered']:,} articles in clusters)", found["precision"], _PRECISION, 1.0)
    )
    pairs, hits = found["contained"]
    rows.append(Row("copies", f"wire copies found in longer stories ({pairs:,})", f"{hits / max(1, pairs):.4f}"))
    rate = found["articles"] / found["cpu_seconds"]
    per_wall = found["articles"] / found["wall_seconds"]
    rows.append(
        Row("copies", f"{into}: rate a core", f"{rate:,.0f}/s ({per_wall:,.0f}/s wall)", PEERS, _RATE / rate, 1.0)
    )
    split = ", ".join(f"{name} {seconds / found['articles'] * 1e6:.0f}" for name, seconds in found["split"].items())
    rows.append(Row("copies", "microseconds of CPU an article", split))
    memory = f"{found['rss_bytes'] / 1e6:.0f} MB"
    rows.append(Row("copies", f"{into}: memory", memory, "300 MB", found["rss_bytes"] / _MEMORY, 1.0))
    rows.append(Row("copies", "bytes an article in the tables of copies", f"{found['bytes'] / found['articles']:.0f}"))
    return rows


def _at_least(name: str, share: float, wanted: float, target: float | None) -> Row:
    """A row whose ratio is that of what was missed to what may be missed."""
    missed = (1 - share) / (1 - wanted)
    return Row("copies", name, f"{share:.4f}", f">= {wanted}" if target else "", missed if target else None, target)
