"""What a page says about the time of its publication, one statement at a time, before anything is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Source = Literal["printed", "jsonld", "meta", "datalayer", "payload", "url", "feed", "dateline"]
"""Where a statement stands: on the page for readers, in one of its kinds of machine-readable data, in its address."""

Clock = Literal["stated", "utc", "local"]
"""Whose clock a time is of: what it says of itself (or the page's, where it says nothing), UTC without saying so, or
the page's whatever it says."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement about when an article was published (or, in `dates.modified`, changed)."""

    source: Source
    text: str
    """As found, trimmed."""
    name: str | None = None
    """Which of several of its source: the name of the meta element or field, as the page spells it."""
    clock: Clock = "stated"
    counts: bool = True
    """False for what is shown as evidence but never wins and never warns: the time of creation, say."""
