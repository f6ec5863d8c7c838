"""What a check of an archive says: one value for each fault, and what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Remedy = Literal["index", "rows", "search", "clusters", "none"]
"""What would put a fault right: a new index from the packs; rows that the packs have; the full-text index or the
clusters counted anew; or nothing here, only another copy of the file."""

BYTES = "bytes of files"
"""The name under which bytes of files that were read whole are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it must be. `str()` gives the one line that is printed."""

    kind: str
    """A kebab-case word, e.g. `pack-changed`; docs/keeping.md has all."""
    where: str
    """The file, and the table and row or the URL in it."""
    what: str
    """What is wrong there and what it means."""
    remedy: Remedy = "none"
    body: tuple[str, str] | None = None
    """Of a fault of one body: its pack, and its SHA-256."""
    head: tuple[int, str] | None = None
    """Of a fault of where a head is: its snapshot, and the pack that has it."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Looked:
    """What a check looked at, filled while it goes on."""

    counts: Counter[str] = field(default_factory=Counter)
    """How many of each: packs, bodies, heads, articles, versions, pages, ..."""
    notes: list[str] = field(default_factory=list)
    """What was not looked at, and why: sentences."""
    progress: Callable[[str, int], None] = lambda what, count: None
    """Called now and then with what is being looked at and how many more of it were."""

    def add(self, what: str, count: int = 1) -> None:
        """Count things that were looked at."""
        self.counts[what] += count
        self.progress(what, count)
