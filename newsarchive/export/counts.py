"""What an export wrote, and what it could not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MAX_EXAMPLES = 20
"""Damaged snapshots that a report names."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A snapshot whose bytes are missing or not what they were; `why` is a sentence."""

    snapshot_id: int
    url: str
    why: str


@dataclass(slots=True)
class Counts:
    """Filled while an export runs."""

    records: Counter[str] = field(default_factory=Counter)
    """By WARC-Type."""
    snapshots: int = 0
    """Written."""
    pruned: int = 0
    """Left out because their bytes were removed on purpose (`newsarchive prune`)."""
    damaged: int = 0
    """Left out because their bytes are missing or not what they were."""
    examples: list[Damage] = field(default_factory=list)
    """Of the damaged: the first MAX_EXAMPLES."""

    def add_damage(self, damage: Damage) -> None:
        """Count a snapshot whose bytes could not be had."""
        self.damaged += 1
        if len(self.examples) < MAX_EXAMPLES:
            self.examples.append(damage)
