"""What becomes of stories as the days of the world go by, and what the wire does to some of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from newsarchive.demo.outlets import BY_SLUG
from newsarchive.demo.prose import Prose, Setting, long_date, slug_of
from newsarchive.demo.stories import DAY_ZERO, byline
from newsarchive.demo.story import Block, Edition, Story

LAST_DAY = 3
"""The day on which everything planned has happened."""

HIDDEN_SECTION = "internal"
"""What robots.txt puts out of bounds: stories of this section and their ids, wherever a list shows them."""

_OUTLANDISH = 1000
"""Years by which a slip of the finger moves a date: 2025 becomes 1025."""


def _new_edition(rng: random.Random, story: Story, **changes: object) -> Story:
    day = rng.randint(1, LAST_DAY)
    edition: Edition = replace(story.editions[-1], day=day, **changes)  # type: ignore[arg-type]
    return replace(story, editions=(*story.editions, edition))


def _edit_text(rng: random.Random, story: Story) -> Story:
    outlet, edition = BY_SLUG[story.outlet], story.editions[-1]
    prose = Prose(rng, Setting(outlet.place, outlet.areas, DAY_ZERO))
    added = Block("p", (f"Ralat: {prose.paragraph()}",))
    blocks = list(edition.blocks)
    at = next(i for i in range(len(blocks) - 1, 0, -1) if blocks[i].kind == "p" and blocks[i].glued is None)
    if rng.random() < 0.5:
        blocks.insert(at, added)
    else:
        blocks[at] = Block("p", (prose.paragraph() + " " + prose.paragraph(),))
    return _new_edition(rng, story, blocks=tuple(blocks))


def _edit_headline(rng: random.Random, story: Story) -> Story:
    title = f"{story.editions[-1].title} (Diperbarui)"
    slug = slug_of(title) if rng.random() < 0.5 else story.editions[-1].slug
    return _new_edition(rng, story, title=title, slug=slug)


def _edit_caption(rng: random.Random, story: Story) -> Story:
    text = f"Suasana terkini di {story.place or 'lokasi'} setelah hujan reda"
    return _new_edition(rng, story, caption_printed=f"{text}-dok Warga-", caption=text, credit="dok Warga")


def _edit_byline(rng: random.Random, story: Story) -> Story:
    old = story.editions[-1].author
    new = next(n for n in (byline(BY_SLUG[story.outlet], rng) for _ in range(99)) if n != old)
    return _new_edition(rng, story, author=new)


def _edit_nothing(rng: random.Random, story: Story) -> Story:
    blocks = [b for b in story.editions[-1].blocks if b.kind != "related"]
    return _new_edition(rng, story, blocks=tuple(blocks))


def _removed(how: str) -> Callable[[random.Random, Story], Story]:
    return lambda rng, story: replace(story, removed_on=rng.randint(1, LAST_DAY), removal=how)


def _faulty(fault: str) -> Callable[[random.Random, Story], Story]:
    return lambda _rng, story: replace(story, fault=fault)


def _charset(charset: str) -> Callable[[random.Random, Story], Story]:
    return lambda _rng, story: replace(story, charset=charset)


def _gallery(_rng: random.Random, story: Story) -> Story:
    edition = story.editions[0]
    pictures = tuple(Block("picture", (line,)) for line in edition.body[1:5])
    return replace(
        story,
        is_gallery=True,
        editions=(replace(edition, blocks=pictures, title=f"Foto: {edition.title}"),),
        place=None,
        brand=None,
    )


def _hidden(_rng: random.Random, story: Story) -> Story:
    return replace(story, is_hidden=True, section=HIDDEN_SECTION, native_id="909" + story.native_id)


def _implausible(rng: random.Random, story: Story) -> Story:
    on = story.published.date()
    printed = long_date(on).replace(str(on.year), str(on.year - _OUTLANDISH))
    edition = story.editions[0]
    prose = Prose(rng, Setting(BY_SLUG[story.outlet].place, BY_SLUG[story.outlet].areas, on))
    block = Block("p", (f"Surat bertanggal {printed} itu dibacakan di depan warga. {prose.paragraph()}",))
    return replace(
        story, editions=(replace(edition, blocks=(edition.blocks[0], block, *edition.blocks[1:])),), implausible=printed
    )


PLAN: tuple[tuple[int, Callable[[random.Random, Story], Story]], ...] = (
    (10, _edit_text), (6, _edit_headline), (4, _edit_caption), (3, _edit_byline), (4, _edit_nothing),
    (3, _removed("404")), (3, _removed("410")), (2, _removed("home")),
    (6, _faulty("500-once")), (4, _faulty("503-once")), (3, _faulty("reset-once")), (3, _faulty("gzip-cut-once")),
    (3, _faulty("challenge-once")), (3, _faulty("heals-later")), (6, _faulty("moved")),
    (2, _faulty("captcha")), (2, _faulty("redirect-loop")), (1, _faulty("always-500")), (2, _faulty("garbage")),
    (3, _faulty("dead-link")), (1, _faulty("endless-gzip-cut")),
    (4, _charset("utf8-as-latin1")), (4, _charset("cp1252-as-latin1")), (3, _charset("cp1252-as-utf8")),
    (4, _gallery), (4, _hidden), (4, _implausible),
)  # fmt: skip
"""How many of 480 stories get which fate; a smaller world has each at least once."""


def spread_fates(rng: random.Random, stories: list[Story], *, scale: float) -> list[Story]:
    """Give stories that were up on day 0 and are copied by nobody their fates, each story at most one."""
    result = list(stories)
    free = [i for i, s in enumerate(result) if s.appears_on == 0 and s.cluster is None]
    rng.shuffle(free)
    for count, fate in PLAN:
        for _ in range(max(1, round(count * scale))):
            if free:
                i = free.pop()
                result[i] = fate(rng, result[i])
    return result
