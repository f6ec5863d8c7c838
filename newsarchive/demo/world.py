"""The made-up world: its outlets and stories from a seed, and what is to be seen of them on a day."""

# ruff: noqa: S311  (the dice are for play)

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from newsarchive.demo.outlets import BY_SLUG, HOURS, OUTLETS, DemoOutlet
from newsarchive.demo.prose import Prose, Setting, slug_of, title_case
from newsarchive.demo.stories import STYLES, byline, insert_related, moments, printed_date, write_story
from newsarchive.demo.story import Block, Story
from newsarchive.demo.timeline import LAST_DAY, spread_fates
from newsarchive.demo.truth import Truth, truth_of

DEFAULT_ARTICLES = 480
_COPIES = 26
"""Copies among 480 stories."""


class World:
    """All outlets and stories. The same `seed` and `articles` give the same world on any machine, at any time."""

    def __init__(self, seed: int = 1, articles: int = DEFAULT_ARTICLES) -> None:
        self.seed = seed
        rng = random.Random(f"world/{seed}")
        scale = articles / DEFAULT_ARTICLES
        copies = max(2, round(_COPIES * scale))
        stories = _write_all(rng, articles - copies)
        stories = _syndicate(rng, stories, copies)
        stories = spread_fates(rng, stories, scale=scale)
        self.stories: tuple[Story, ...] = tuple(sorted(stories, key=lambda s: (s.published, s.key)))
        self._by_id = {(s.host, s.native_id): s for s in self.stories}
        self._listed: dict[tuple[str, str, int], tuple[Story, ...]] = {}

    def story(self, host: str, native_id: str) -> Story | None:
        """The story of an outlet's host with this id."""
        return self._by_id.get((host, native_id))

    def listed(self, outlet: DemoOutlet, day: int, section: str = "") -> tuple[Story, ...]:
        """Stories on the outlet's lists on `day`, newest first; of one section if given."""
        key = (outlet.slug, section, day)
        if key not in self._listed:
            self._listed[key] = tuple(
                s
                for s in reversed(self.stories)
                if s.outlet == outlet.slug
                and s.appears_on <= day
                and (s.removed_on is None or day < s.removed_on)
                and (section in {"", s.section} or (s.is_hidden and section == outlet.sections[0]))
            )
        return self._listed[key]

    def truth(self, days: Sequence[int] = (0, LAST_DAY)) -> Truth:
        """The ground truth for an archive that crawled everything on each of these days, in ascending order."""
        return truth_of(self.stories, tuple(days))


def _write_all(rng: random.Random, count: int) -> list[Story]:
    total = sum(o.size for o in OUTLETS)
    shared_base = rng.randint(600_000, 690_000)
    stories: list[Story] = []
    for n, outlet in enumerate(OUTLETS):
        want = count * outlet.size // total if n else count - sum(count * o.size // total for o in OUTLETS[1:])
        late = [rng.randint(1, LAST_DAY) for _ in range(want // 8)]
        # two outlets count from the same number, so that equal ids of different hosts are different articles
        is_twin = outlet.host.startswith(("rayaekspres", "siangjambi"))
        native_id = shared_base if is_twin else rng.randint(100_000, 899_000)
        own: list[Story] = []
        for day, at in moments(rng, outlet, want - len(late), late):
            native_id += 1 if is_twin else rng.randint(1, 9)
            older = [s for s in own if s.appears_on <= day][-40:] + rng.sample(stories, min(3, len(stories)))
            own.append(write_story(rng, outlet, native_id, at, day, [s for s in older if s.appears_on == 0]))
        stories += own
    return stories


def _syndicate(rng: random.Random, stories: list[Story], copies: int) -> list[Story]:
    """Let sister outlets run some texts again, under another headline and often with a closing credit line."""
    candidates = [i for i, s in enumerate(stories) if s.appears_on == 0]
    rng.shuffle(candidates)
    highest = {o.slug: max(int(s.native_id) for s in stories if s.outlet == o.slug) for o in OUTLETS}
    result = list(stories)
    for n in range(copies):
        # every fourth original is copied twice
        i = candidates[n - 1 if n % 4 == 3 else n]
        original = result[i] = replace(result[i], cluster=result[i].key)
        taken = {s.outlet for s in result if s.cluster == original.key}
        outlet = rng.choice([o for o in OUTLETS if o.slug not in taken])
        highest[outlet.slug] += rng.randint(1, 9)
        result.append(_copy(rng, original, outlet, highest[outlet.slug], result))
    return result


def _copy(rng: random.Random, original: Story, outlet: DemoOutlet, native_id: int, stories: Sequence[Story]) -> Story:
    first = original.editions[0]
    title = title_case(Prose(rng, Setting(outlet.place, outlet.areas, original.published.date())).headline())
    at = original.published + timedelta(hours=HOURS[outlet.printed_zone] - HOURS[original.zone])
    local = datetime.combine(at.date(), at.time(), outlet.offset) + timedelta(seconds=rng.randint(600, 30_000))
    style = rng.choice(STYLES)
    own = [s for s in stories if s.outlet == outlet.slug and s.appears_on == 0]
    text = tuple(replace(b, glued=None) for b in first.blocks if b.kind != "related")
    blocks = insert_related(rng, text, own, style)
    credit, printed = None, ""
    if rng.random() < 0.6:
        brand = BY_SLUG[original.outlet].name
        credit = brand
        blocks += (Block("credit", (f"Artikel ini telah tayang di {brand} dengan judul {first.title}",)),)
    edition = replace(
        first,
        title=title,
        slug=slug_of(title),
        blocks=blocks,
        author=byline(outlet, rng),
        editor=byline(outlet, rng),
        source_printed=printed,
        source_credit=None,
        republished_from=credit,
    )
    return replace(
        original,
        outlet=outlet.slug,
        host=outlet.host,
        native_id=str(native_id),
        section=rng.choice(outlet.sections),
        published=local,
        printed=printed_date(local, outlet),
        zone=outlet.printed_zone,
        editions=(edition,),
        style=style,
    )
