"""What reading an archive again has found: values that pass from the processes that read to the one that tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Mark = Literal["changed", "gained", "lost"]
"""gained: there was nothing; lost: there is nothing now."""

Harm = Literal["title-lost", "body-lost", "body-halved", "date-lost"]
"""What a reading may do to an article that a better parser would not."""


@dataclass(frozen=True, slots=True)
class Change:
    """A version that is read otherwise today."""

    article_id: int
    key: str
    number: int
    outlet: str
    network: str
    """The template that the version was read by; `-`: none."""
    fields: tuple[tuple[str, Mark], ...]
    """The fields that differ, in the order of `Article`."""
    harms: tuple[Harm, ...]
    values: tuple[str | None, ...]
    """The new reading, as the columns of `store.fields.VERSION_COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A version that cannot be read again as an article: it is left as it is.

    `reason` is `not-an-article` (other, blocked, an index), `other-key` (it would be another article),
    `part-missing` (a further page is named that is not kept), `no-snapshot` (nothing is kept of it), `unknown-outlet`,
    `parser-error` (a fault of ours), or a word of `kept.opening.open_capture` (truncated, ...).
    """

    key: str
    """Of the article; the URL of a page that was none."""
    number: int
    """Of the version; 0 for a page that was no article."""
    outlet: str
    reason: str
    detail: str
    snapshot_id: int | None


@dataclass(frozen=True, slots=True)
class Damage:
    """A snapshot whose bytes are missing or are not what they were."""

    snapshot_id: int
    outlet: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A snapshot that was no article when it was fetched, or was never read, and is one today."""

    snapshot_id: int
    url: str
    outlet: str
    key: str
    kind: str
    title: str | None
    is_known: bool
    """Whether the archive has an article of that key: the page becomes another sighting of it, or a version."""


@dataclass(slots=True)
class Findings:
    """What the reading of some articles, or of some snapshots that are none, has found."""

    articles: int = 0
    pages: int = 0
    """Snapshots that were read."""
    versions: Counter[str] = field(default_factory=Counter)
    """Versions looked at, by the network whose template they were read by; `-`: none."""
    changed: Counter[str] = field(default_factory=Counter)
    """Versions that are read otherwise today, in the same way."""
    lost: int = 0
    """Versions of which no sighting has its bytes any more."""
    snapshots: int = 0
    """Snapshots looked at that belong to no version."""
    changes: list[Change] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
