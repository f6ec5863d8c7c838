"""Prints what a demo found: the table, the differences, and the commands an archivist would run next."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from newsarchive.demo.compare import Comparison
from newsarchive.demo.run import DemoResult

EACH_KIND = 8
"""Differences of one kind that are printed in full; the rest are counted."""


def rows(result: DemoResult) -> Iterator[tuple[str, str, bool]]:
    """(what, how many, whether that is as it should be) for every row of the table."""
    c = result.comparison
    yield "published", f"{c.published:,} ({c.expected:,} that can be had, {c.failures_expected} that cannot)", True
    yield "found", f"{c.found:,}", c.found == c.published
    yield "archived", f"{c.archived:,} of {c.expected:,}", c.archived == c.expected and not _has(c, "unexpected")
    yield "versions", f"{c.versions:,} of {c.versions_expected:,}", c.versions == c.versions_expected
    yield "removed later, kept", f"{c.removed} of {c.removed_expected}", c.removed == c.removed_expected
    yield "groups of duplicates", f"{c.groups} of {c.groups_expected}", not _has(c, "not-grouped", "wrongly-grouped")
    yield "failures, expected", f"{c.failures_named} of {c.failures_expected}", c.failures_named == c.failures_expected
    yield "failures, unexpected", f"{c.failures_unexpected}", not c.failures_unexpected
    yield "body exactly equal", f"{c.bodies_equal:,} of {c.expected:,}", c.bodies_equal == c.expected
    yield "date exactly equal", f"{c.dates_equal:,} of {c.expected:,}", c.dates_equal == c.expected
    yield "related links", f"{c.related:,} of {c.related_expected:,}", not _has(c, "related")
    yield "leaked lines", f"{c.leaked}", not c.leaked
    others = len(c.differences)
    yield "differences in all", f"{others}", not others
    ratio = c.stored_bytes / c.raw_bytes if c.raw_bytes else 0.0
    yield "bytes as received", f"{c.raw_bytes:,} in {c.snapshots:,} snapshots", True
    yield "bytes stored", f"{c.stored_bytes:,} ({ratio:.0%})", True
    pages = result.pages_served / sum(result.crawl_seconds)
    yield "time", f"{result.seconds:.1f} s, {pages:.0f} pages a second while crawling", True


def difference_lines(comparison: Comparison) -> Iterator[str]:
    """The differences, by kind, at most EACH_KIND of a kind in full."""
    kinds = Counter(d.kind for d in comparison.differences)
    for kind, count in kinds.items():
        for difference in [d for d in comparison.differences if d.kind == kind][:EACH_KIND]:
            yield str(difference)
        if count > EACH_KIND:
            yield f"{kind}: {count - EACH_KIND} more"


def next_commands(archive: Path) -> tuple[tuple[str, str], ...]:
    """(question, command) of three things an archivist would ask next; each can be pasted into a shell."""
    place, database = shlex.quote(str(archive)), shlex.quote(str(archive / "news.db"))
    ours, query = _program("newsarchive"), f"{_program('sqlite-utils')} query {database}"
    edits = "SELECT key, seen_at, title_before, title_after FROM edits WHERE title_before <> title_after"
    copies = (
        "SELECT cluster_id, is_earliest, key, credit, published_at FROM duplicates ORDER BY 1, published_at LIMIT 12"
    )
    return (
        ("What was written about fish markets?", f'{ours} search "pasar ikan" --archive {place} --limit 5'),
        ("Which headlines were changed after publication?", f'{query} "{edits}" --table'),
        ("Who ran whose text?", f'{query} "{copies}" --table'),
    )


def _program(name: str) -> str:
    """How a program of this environment is called from here: by name if the shell finds it, else by its path."""
    beside = Path(sys.executable).with_name(name)
    found = shutil.which(name)
    if not beside.exists() or (found and Path(found).samefile(beside)):
        return name
    here = beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside
    return shlex.quote(str(here))


def _has(comparison: Comparison, *kinds: str) -> bool:
    return any(d.kind in kinds for d in comparison.differences)
