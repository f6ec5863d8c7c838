"""What the simulated servers saw: every exchange by service and by article, with the world's own time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Seen = Literal["robots", "list", "article", "trap", "other"]
"""What a request asked for."""

_GRAIN = timedelta(milliseconds=1)
"""Virtual clocks add up floating-point numbers: what is less is no time."""


@dataclass(frozen=True, slots=True)
class Look:
    """One request for an article as the server saw it. `edition` is None where no edition was shown, or confirmed."""

    at: datetime
    status: int
    edition: int | None


@dataclass(slots=True)
class Service:
    """The exchanges with one service (see `registry.politeness_key`)."""

    needed_s: float
    """Seconds that must lie between the end of an exchange and the beginning of the next."""
    requests: int = 0
    open_now: int = 0
    open_most: int = 0
    ended_at: datetime | None = None
    shortest: timedelta | None = None
    """The shortest pause between two exchanges."""
    too_soon: int = 0
    """Exchanges that began before the pause was over."""
    closed: tuple[datetime, datetime] | None = None
    """When it asked, with Retry-After, to be left alone, and until when."""
    disregarded: int = 0
    """Exchanges that began before that."""


@dataclass(slots=True)
class Ledger:
    """Everything that was measured at the servers. Times are aware instants of the simulated world."""

    services: dict[str, Service] = field(default_factory=dict)
    requests: Counter[tuple[str, Seen]] = field(default_factory=Counter)
    """By outlet and what was asked for."""
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    """By outlet and status; 0: nothing was answered."""
    looks: defaultdict[tuple[str, int], list[Look]] = field(default_factory=lambda: defaultdict(list))
    """By outlet and number of the story."""
    listed: dict[tuple[str, int], datetime] = field(default_factory=dict)
    """When a list that was asked for first named a story."""
    forbidden: Counter[str] = field(default_factory=Counter)
    """Requests by outlet that its robots.txt, or the lack of it, forbade at that time."""
    without_robots: set[str] = field(default_factory=set)
    """Outlets whose robots.txt was last answered with a server error, or not at all."""

    def begin(self, service: str, outlet: str, what: Seen, at: datetime) -> None:
        """An exchange begins."""
        row = self.services[service]
        row.requests += 1
        row.open_now += 1
        row.open_most = max(row.open_most, row.open_now)
        self.requests[outlet, what] += 1
        if row.closed is not None and row.closed[0] < at < row.closed[1] - _GRAIN:
            row.disregarded += 1
        if what != "robots" and outlet in self.without_robots:
            self.forbidden[outlet] += 1
        if row.ended_at is None:
            return
        pause = at - row.ended_at
        if row.shortest is None or pause < row.shortest:
            row.shortest = pause
        if pause < timedelta(seconds=row.needed_s) - _GRAIN:
            row.too_soon += 1

    def end(self, service: str, at: datetime) -> None:
        """An exchange is over: the last byte is sent, or a side has hung up."""
        row = self.services[service]
        row.open_now -= 1
        row.ended_at = at

    def close(self, service: str, at: datetime, until: datetime) -> None:
        """A service asks to be left alone."""
        self.services[service].closed = (at, until)

    def robots(self, outlet: str, *, is_there: bool) -> None:
        """A robots.txt was answered, or could not be had."""
        (self.without_robots.discard if is_there else self.without_robots.add)(outlet)
