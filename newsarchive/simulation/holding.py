"""What an archive holds after a simulation, in the shape that the judge needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.store import Archive, open_archive


@dataclass(slots=True)
class HeldStory:
    """One article: (title, paragraphs, time of publication) of each version, oldest first."""

    key: str
    versions: list[tuple[str | None, tuple[str, ...], datetime | None]]
    gone_at: datetime | None
    events: Counter[str] = field(default_factory=Counter)
    """By kind: removed, restored."""


@dataclass(slots=True)
class Row:
    """What the frontier says of a URL."""

    kind: str
    state: str
    discovered_at: datetime
    due_at: datetime | None
    last_reason: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an outlet stands with the crawler. None: it is not so."""

    hold_until: datetime | None
    quarantined_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule of health that was called broken, at an outlet or (None) everywhere."""

    outlet: str | None
    rule: str
    raised_at: datetime
    detail: str


@dataclass(slots=True)
class SimHolding:
    """An archive, by addresses without scheme: `host/path`."""

    articles: Mapping[str, HeldStory]
    frontier: Mapping[str, Row]
    reasons: Mapping[str, set[str]]
    """Reasons of all failures ever recorded for an address."""
    open_reasons: Mapping[str, set[str]]
    """Of those that nothing has resolved."""
    outlets_of: Mapping[str, str]
    """Outlet of each address with a failure."""
    standings: Mapping[str, Standing]
    damage: tuple[str, ...]
    alarms: tuple[Alarm, ...]
    """Every rule of health that was ever called broken."""
    snapshots: int
    """Exchanges that are kept."""

    def is_list(self, address: str) -> bool:
        """Whether an address is that of a list."""
        row = self.frontier.get(address)
        return row is not None and row.kind != "article"


def read_holding(path: Path) -> SimHolding:
    """Read a whole archive. Raises NotAnArchive where there is none."""
    with open_archive(path) as archive:
        reasons: defaultdict[str, set[str]] = defaultdict(set)
        still: defaultdict[str, set[str]] = defaultdict(set)
        outlets: dict[str, str] = {}
        for url, outlet, reason, resolved_at in archive.connection.execute(
            "SELECT url, outlet, reason, resolved_at FROM failures"
        ):
            address = address_of(url)
            reasons[address].add(reason)
            outlets[address] = outlet
            if resolved_at is None:
                still[address].add(reason)
        alarms = archive.connection.execute("SELECT outlet, rule, raised_at, detail FROM alarms ORDER BY id").fetchall()
        return SimHolding(
            articles=_articles(archive),
            frontier=_frontier(archive),
            reasons=reasons,
            open_reasons=still,
            outlets_of=outlets,
            standings=_standings(archive),
            damage=tuple(archive.check()),
            snapshots=archive.connection.execute("SELECT count(*) FROM snapshots").fetchone()[0],
            alarms=tuple(Alarm(o, rule, datetime.fromisoformat(at), detail) for o, rule, at, detail in alarms),
        )


def address_of(url: str) -> str:
    """Host and path of a URL."""
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}"


def _articles(archive: Archive) -> dict[str, HeldStory]:
    found = {}
    for record in archive.articles():
        versions = [(v.article.title, v.article.body, v.article.published_at) for v in archive.versions(record.key)]
        found[address_of(record.article.url)] = HeldStory(record.key, versions, record.gone_at)
    by_key = {held.key: held for held in found.values()}
    for event in archive.events(limit=10_000_000):
        if event.article_key in by_key:
            by_key[event.article_key].events[event.kind] += 1
    return found


def _frontier(archive: Archive) -> dict[str, Row]:
    rows = archive.connection.execute("SELECT url, kind, state, discovered_at, due_at, last_reason FROM frontier")
    return {
        address_of(url): Row(kind, state, datetime.fromisoformat(found_at), _time(due_at), reason)
        for url, kind, state, found_at, due_at, reason in rows
    }


def _standings(archive: Archive) -> dict[str, Standing]:
    rows = archive.connection.execute("SELECT outlet, hold_until, quarantined_at, reason FROM standings")
    return {outlet: Standing(_time(hold), _time(since), reason) for outlet, hold, since, reason in rows}


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
