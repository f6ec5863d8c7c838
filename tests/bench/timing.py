"""Measuring: CPU seconds of this process, medians of interleaved repeats, rows that say whether a target is met."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One line of the report: what was measured, ours beside the reference, and the target for their ratio."""

    section: str
    name: str
    ours: str
    reference: str = ""
    ratio: float | None = None
    """Ours in units of the reference; less is better."""
    target: float | None = None

    @property
    def verdict(self) -> str:
        """`pass` or `short`; empty where nothing is aimed at."""
        if self.ratio is None or self.target is None:
            return ""
        return "pass" if self.ratio <= self.target else "short"


def interleaved(actions: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median CPU seconds of each action. They take turns, so that a slow moment of the machine hits all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for action in actions.values():
        action()  # caches and imports are warm before anything counts
    for _ in range(repeats):
        for name, action in actions.items():
            gc.collect()
            start = time.process_time()
            action()
            seconds[name].append(time.process_time() - start)
    return {name: median(values) for name, values in seconds.items()}
