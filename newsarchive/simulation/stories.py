"""What is published in the simulated world, and when: by day and night, edited, withdrawn and put back."""

# ruff: noqa: S311  (the dice are for play)

from __future__ import annotations

import math
import random
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from newsarchive.demo.prose import Prose, Setting, person, slug_of, title_case
from newsarchive.simulation.addresses import article_path
from newsarchive.simulation.outlets import SimOutlet

FLEETING = timedelta(hours=13)
"""What was up for less than this may be missed: the slowest list is looked at twice a day."""

_RHYTHM = (1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 9, 8, 8, 8, 8, 8, 8, 8, 7, 7, 5, 4, 3, 2)
"""Weights of the hours of a day at an outlet."""


@dataclass(frozen=True, slots=True)
class SimStory:
    """One article over its life. Editions are numbered from 0; `edited_at` are the instants of the later ones."""

    outlet: SimOutlet
    number: int
    """Unique at its outlet."""
    published_at: datetime
    section: str
    title: str
    edited_at: tuple[datetime, ...] = ()
    absent: tuple[tuple[datetime, datetime | None], ...] = ()
    """Times at which it was withdrawn, and put back (None: never)."""
    removal: str = "404"
    """404, 410, home (a redirect to the front page) or text (200, and a text that says it is not found)."""

    @property
    def path(self) -> str:
        """Of its canonical URL."""
        slug, on = slug_of(self.title), self.published_at.date()
        return article_path(self.outlet.network, self.number, slug, self.section, on)

    @property
    def url(self) -> str:
        """Canonical."""
        return f"http://{self.outlet.host}{self.path}"

    def edition(self, at: datetime) -> int:
        """The number of the edition that is served at an instant."""
        return bisect_right(self.edited_at, at)

    def since(self, edition: int) -> datetime:
        """When an edition began to be served."""
        return self.edited_at[edition - 1] if edition else self.published_at

    def is_up(self, at: datetime) -> bool:
        """Whether it can be read at an instant."""
        return at >= self.published_at and not any(off <= at and (on is None or at < on) for off, on in self.absent)

    def stretches(self, end: datetime) -> list[tuple[datetime, datetime]]:
        """(from, until) of each time that it was up before `end`."""
        found, start = [], self.published_at
        for off, on in self.absent:
            found.append((start, min(off, end)))
            if on is None or on >= end:
                return found
            start = on
        return [*found, (start, end)]


def write_stories(rng: random.Random, outlet: SimOutlet, start: datetime, days: float) -> list[SimStory]:
    """All stories of an outlet within `days` from `start`, oldest first, with their fates."""
    count = max(1, round(outlet.per_day * days * rng.uniform(0.9, 1.1)))
    moments = sorted(_moment(rng, outlet, start, days) for _ in range(count))
    number, stories = rng.randint(1_000_000, 8_000_000), []
    for at in moments:
        number += rng.randint(1, 9)
        prose = Prose(random.Random(f"title/{outlet.slug}/{number}"), _setting(outlet, at))
        title = title_case(prose.headline())
        story = SimStory(outlet, number, at, rng.choice(outlet.sections), title)
        stories.append(story if outlet.hostile else _fate(rng, story, start + timedelta(days=days)))
    return stories


def _moment(rng: random.Random, outlet: SimOutlet, start: datetime, days: float) -> datetime:
    """By day rather than by night, by the outlet's own clock; whole minutes, as not every template prints seconds."""
    while True:
        at = start + timedelta(minutes=rng.randrange(int(days * 1440)))
        if rng.random() * max(_RHYTHM) < _RHYTHM[at.astimezone(outlet.offset).hour]:
            return at.astimezone(outlet.offset)


def _fate(rng: random.Random, story: SimStory, end: datetime) -> SimStory:
    """Most stories stay as they are; some are edited, once or in haste, some withdrawn, some of those put back."""
    roll = rng.random()
    left = (end - story.published_at).total_seconds()
    if roll < 0.16 and left > 3600:
        count = rng.choice((1, 1, 1, 2, 3))
        longest = math.log(min(left, 20 * 86_400))
        after = sorted({int(math.exp(rng.uniform(math.log(300), longest))) for _ in range(count)})
        return replace(story, edited_at=tuple(story.published_at + timedelta(seconds=s) for s in after))
    if roll < 0.19 and left > 3 * 86_400:
        # two edits in haste: what stood there between them lived for twenty minutes
        first = story.published_at + timedelta(seconds=rng.randint(7200, 2 * 86_400))
        return replace(story, edited_at=(first, first + timedelta(minutes=20)))
    if roll < 0.225 and left > 86_400:
        off = story.published_at + timedelta(seconds=rng.randint(14 * 3600, int(min(left, 12 * 86_400))))
        how = rng.choice(("404", "410", "home", "text"))
        if rng.random() < 0.25:
            return replace(story, absent=((off, off + timedelta(seconds=rng.randint(3600, 4 * 86_400))),), removal=how)
        return replace(story, absent=((off, None),), removal=how)
    if roll < 0.23:
        off = story.published_at + timedelta(minutes=rng.randint(5, 50))
        return replace(story, absent=((off, None),))
    return story


@dataclass(frozen=True, slots=True)
class Text:
    """The content of one edition."""

    title: str
    paragraphs: tuple[str, ...]
    author: str


@lru_cache(4096)
def text_of(story: SimStory, edition: int) -> Text:
    """What an edition says. Each differs from the one before in a paragraph added, one rewritten, or the headline."""
    rng = random.Random(f"text/{story.outlet.slug}/{story.number}")
    prose = Prose(rng, _setting(story.outlet, story.published_at))
    opening = prose.paragraph()
    while len(opening) < 80:
        opening = prose.paragraph()
    paragraphs = [opening, *(prose.paragraph() for _ in range(rng.randint(4, 9)))]
    author, title = person(rng), story.title
    for number in range(1, edition + 1):
        match rng.randrange(3):
            case 0:
                paragraphs.append(f"Ralat {number}: {prose.paragraph()}")
            case 1:
                paragraphs[rng.randrange(1, len(paragraphs))] = f"{prose.paragraph()} {prose.paragraph()}"
            case _:
                title = f"{story.title} ({number} Kali Diperbarui)"
    return Text(title, tuple(paragraphs), author)


def _setting(outlet: SimOutlet, at: datetime) -> Setting:
    return Setting(outlet.place, outlet.areas, at.date())
