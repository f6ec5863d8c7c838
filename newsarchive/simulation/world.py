"""The simulated world: its outlets and all they publish, from a seed, and what is listed at an instant."""

# ruff: noqa: S311  (the dice are for play)

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from newsarchive.simulation.outlets import SimOutlet, make_outlets
from newsarchive.simulation.stories import SimStory, write_stories

BEGINNING = datetime(2025, 6, 16, 0, 0, tzinfo=timezone(timedelta(hours=7)))
"""When every simulation begins: a Monday, midnight in western Indonesia."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a world is: how long it publishes (days), how many outlets it has, how many of them are hostile."""

    days: float = 30.0
    outlets: int = 110
    hostile: int = 11
    per_day: float | None = None
    """Stories a day of every outlet; None: some are busy, many are quiet."""

    @property
    def end(self) -> datetime:
        """When the last story is published."""
        return BEGINNING + timedelta(days=self.days)


@dataclass
class SimWorld:
    """All outlets and stories. The same seed and scale give the same world on any machine, at any time."""

    scale: Scale = field(default_factory=Scale)
    seed: int = 1

    def __post_init__(self) -> None:
        """Write everything that will be published."""
        rng = random.Random(f"simulation/{self.seed}")
        self.outlets = make_outlets(rng, self.scale.outlets, self.scale.hostile, self.scale.per_day)
        self.by_host = {o.host: o for o in self.outlets}
        self.by_slug = {o.slug: o for o in self.outlets}
        self.stories = {
            o.slug: write_stories(random.Random(f"{self.seed}/{o.slug}"), o, BEGINNING, self.scale.days)
            for o in self.outlets
        }
        self._moments = {slug: [s.published_at for s in stories] for slug, stories in self.stories.items()}
        self._by_number = {(s.outlet.slug, s.number): s for stories in self.stories.values() for s in stories}

    def story(self, outlet: SimOutlet, number: int) -> SimStory | None:
        """The story of an outlet that has this number."""
        return self._by_number.get((outlet.slug, number))

    def listed(
        self,
        outlet: SimOutlet,
        at: datetime,
        *,
        section: str = "",
        on: date | None = None,
        skip: int = 0,
        limit: int = 20,
    ) -> list[SimStory]:
        """The stories on the outlet's lists at an instant, newest first, from the one after `skip` on.

        `section`: of that section only; `on`: published on that day, the outlet's own.
        """
        stories = self.stories[outlet.slug]
        found: list[SimStory] = []
        for n in range(bisect_right(self._moments[outlet.slug], at) - 1, -1, -1):
            story = stories[n]
            if on is not None and story.published_at.date() < on:
                break
            if story.is_up(at) and section in {"", story.section} and on in {None, story.published_at.date()}:
                found.append(story)
                if len(found) == skip + limit:
                    break
        return found[skip:]
