"""Adds up what a replay finds, with a few examples of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from newsarchive.models import Article
from newsarchive.replay.excerpts import excerpt
from newsarchive.replay.findings import Arrival, Change, Damage, Doubt, Findings, Harm
from newsarchive.store.fields import article_from

MOST_HARMED = 0.05
"""Where a larger share of the versions looked at would be harmed, the parser is at fault and not the pages."""

_SHOWS: Mapping[Harm, str] = {
    "title-lost": "title",
    "body-lost": "body",
    "body-halved": "body",
    "date-lost": "published_on",
}


@dataclass(frozen=True, slots=True)
class Example:
    """One difference: in which version of which article, and how the field reads before and now, in a line."""

    key: str
    version: int
    field: str
    told: str


@dataclass(slots=True)
class FieldCount:
    """Versions in which a field is read otherwise: with another value, with one where was none, with none."""

    changed: int = 0
    gained: int = 0
    lost: int = 0
    networks: Counter[str] = field(default_factory=Counter)

    @property
    def versions(self) -> int:
        """All of them."""
        return self.changed + self.gained + self.lost


@dataclass(frozen=True, slots=True)
class NetworkCount:
    """Versions of a network's template that were looked at, and how many are read otherwise."""

    versions: int
    changed: int


@dataclass(slots=True)
class Outcome:
    """What a replay found, and what it stored."""

    articles: int = 0
    versions: int = 0
    pages: int = 0
    """Snapshots read."""
    snapshots: int = 0
    """Snapshots of no version that were looked at."""
    changed_articles: int = 0
    changed_versions: int = 0
    harmed: int = 0
    """Versions that would lose their headline, day, text, or half of it."""
    harms: Counter[str] = field(default_factory=Counter)
    fields: dict[str, FieldCount] = field(default_factory=dict)
    networks: dict[str, NetworkCount] = field(default_factory=dict)
    doubts: Counter[str] = field(default_factory=Counter)
    arrivals: Counter[str] = field(default_factory=Counter)
    """Snapshots that would become articles, by outlet."""
    damaged: int = 0
    """Snapshots whose bytes are missing or are not what they were."""
    lost_versions: int = 0
    """Versions that cannot be read again for that reason."""
    examples: list[Example] = field(default_factory=list)
    harm_examples: list[Example] = field(default_factory=list)
    doubt_examples: list[Doubt] = field(default_factory=list)
    arrival_examples: list[Arrival] = field(default_factory=list)
    damage_examples: list[Damage] = field(default_factory=list)
    stored_versions: int = 0
    stored_articles: Counter[str] = field(default_factory=Counter)
    """Articles made of snapshots that were none, by what they are: new, changed, unchanged."""
    run_id: int | None = None
    """The run that stored it; None: nothing was stored."""

    @property
    def is_broken(self) -> bool:
        """Whether so many versions would be harmed that nothing should be stored."""
        return self.harmed > MOST_HARMED * self.versions

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to store."""
        return bool(self.changed_versions or self.arrivals)

    @property
    def has_differences(self) -> bool:
        """Whether anything is read otherwise than it is stored, or can no longer be read."""
        return bool(self.has_changes or self.doubts)


class Counting:
    """Builds an `Outcome`. `stored` gives the stored version of an article, by row number and version number."""

    def __init__(self, examples: int, stored: Callable[[int, int], Article | None]) -> None:
        self.outcome = Outcome()
        self._examples, self._stored = examples, stored
        self._shown: Counter[tuple[str, str]] = Counter()

    def add(self, found: Findings) -> None:
        """Add what was found in a piece of work."""
        total = self.outcome
        total.articles += found.articles
        total.pages += found.pages
        total.snapshots += found.snapshots
        total.versions += found.versions.total()
        for network, versions in found.versions.items():
            known = total.networks.get(network, NetworkCount(0, 0))
            changed = known.changed + found.changed[network]
            total.networks[network] = NetworkCount(known.versions + versions, changed)
        total.changed_articles += len({change.article_id for change in found.changes})
        for change in found.changes:
            self._change(change)
        for doubt in found.doubts:
            total.doubts[doubt.reason] += 1
            if self._is_wanted("doubt", doubt.reason):
                total.doubt_examples.append(doubt)
        for arrival in found.arrivals:
            total.arrivals[arrival.outlet] += 1
            if self._is_wanted("arrival", arrival.outlet):
                total.arrival_examples.append(arrival)
        total.lost_versions += found.lost
        total.damaged += len(found.damages)
        for damage in found.damages:
            if self._is_wanted("damage", ""):
                total.damage_examples.append(damage)

    def _change(self, change: Change) -> None:
        total = self.outcome
        total.changed_versions += 1
        total.harmed += bool(change.harms)
        total.harms.update(change.harms)
        for name, mark in change.fields:
            count = total.fields.setdefault(name, FieldCount())
            setattr(count, mark, getattr(count, mark) + 1)
            count.networks[change.network] += 1
        harms = [harm for harm in change.harms if self._is_wanted("harm", harm)]
        names = [name for name, _ in change.fields if self._is_wanted("field", name)]
        if not harms and not names:
            return
        stored = self._stored(change.article_id, change.number)
        if stored is None:
            return  # taken down since it was read
        now = article_from(change.outlet, change.values)
        for harm in harms:
            told = f"{harm}: {excerpt(_SHOWS[harm], stored, now)}"
            total.harm_examples.append(Example(change.key, change.number, _SHOWS[harm], told))
        for name in names:
            total.examples.append(Example(change.key, change.number, name, excerpt(name, stored, now)))

    def _is_wanted(self, what: str, name: str) -> bool:
        """Whether another example of this is shown; if so, it is counted."""
        if self._shown[what, name] >= self._examples:
            return False
        self._shown[what, name] += 1
        return True
