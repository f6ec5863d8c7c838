"""Whether all outlets have less news at once: a holiday, which is no fault of any of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Literal

from newsarchive.health import thresholds as limits
from newsarchive.health.evidence import DAY
from newsarchive.store import history
from newsarchive.store.history import day_of


class Peers:
    """The other outlets of an archive at the end of a run. Reads only when asked, as on most days nobody asks."""

    def __init__(self, connection: sqlite3.Connection, at: datetime, runs: Mapping[int, datetime]) -> None:
        """`runs`: the live runs of late (`history.live_runs`)."""
        self._connection = connection
        self._at = at
        self._runs = runs

    def thinness(self, outlet: str, span: Literal["day", "week"]) -> float:
        """Which part of their usual news the others had in the last 24 hours, or the last 7 days before today.

        The middle of the outlets with 5 articles a day or more: those of other networks if there are 3, as a template
        that changes thins out its own network, else all others. 1 where fewer than 3 can tell, where they have more
        than usual, and where they have hardly any news: no holiday does that.
        """
        parts = self._day if span == "day" else self._week
        own = self._networks.get(outlet)
        others = {slug: part for slug, part in parts.items() if slug != outlet}
        far = [part for slug, part in others.items() if self._networks.get(slug) != own]
        found = far if len(far) >= limits.PEERS else list(others.values())
        part = median(found) if len(found) >= limits.PEERS else 1.0
        return part if limits.THINNEST <= part < 1 else 1.0

    @cached_property
    def _networks(self) -> dict[str, str]:
        return dict(self._connection.execute("SELECT slug, network FROM outlets").fetchall())

    @cached_property
    def _days(self) -> dict[str, dict[int, int]]:
        """New articles of each outlet, by how many days ago."""
        today = day_of(self._at)
        found = history.listed_by_day(self._connection, today - timedelta(days=limits.PAST_DAYS + 7), today)
        return {slug: {(today - day).days: n for day, n in days.items()} for slug, days in found.items()}

    @cached_property
    def _day(self) -> dict[str, float]:
        late = [run_id for run_id, at in self._runs.items() if at > self._at - DAY]
        listed = history.listed_by_run(self._connection, late)
        usual = self._usual(skip=1)
        return {slug: listed[slug] / mean for slug, mean in usual.items()}

    @cached_property
    def _week(self) -> dict[str, float]:
        usual = self._usual(skip=7)
        week = {slug: sum(n for ago, n in self._days[slug].items() if 1 <= ago <= 7) for slug in usual}
        return {slug: week[slug] / (7 * mean) for slug, mean in usual.items()}

    def _usual(self, skip: int) -> dict[str, float]:
        found = {}
        for slug, days in self._days.items():
            past = [n for ago, n in days.items() if ago > skip]
            if len(past) >= limits.VOLUME_PAST_DAYS and median(past) >= limits.PEER_DAILY:
                found[slug] = float(median(past))
        return found
