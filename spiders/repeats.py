"""Remembers which pages of lists were seen in a backfill: a list that shows the same page again is over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

MOST = 20_000
"""Pages remembered of one outlet, about 100 bytes each; then it forgets, and a list that goes round ends later."""


class Repeats:
    """For one run. Some lists show their first page behind the last (Tribun's page 11), or the last one for ever.

    What a former run saw is not known any more: a list that goes round is then read round once more at most.
    """

    def __init__(self) -> None:
        self._seen: dict[str, set[bytes]] = {}

    def is_new(self, outlet: str, keys: Iterable[str]) -> bool:
        """Whether no page with the same articles was seen before for this outlet; notes that this one was."""
        mark = digest(keys)[:8]
        seen = self._seen.setdefault(outlet, set())
        if mark in seen:
            return False
        if len(seen) >= MOST:
            seen.clear()
        seen.add(mark)
        return True


def digest(keys: Iterable[str]) -> bytes:
    """SHA-256 of a set of keys, whatever their order."""
    return hashlib.sha256("\n".join(sorted(keys)).encode("utf-8", "surrogatepass")).digest()
