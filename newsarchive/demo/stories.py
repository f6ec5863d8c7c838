"""Writes the stories of one outlet: texts, datelines, captions, bylines and the related links inside the texts."""

# ruff: noqa: S311, PLR0917  (the dice are for play; a story is made from many things)

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from newsarchive.demo import vocabulary as v
from newsarchive.demo.captions import caption, dateline
from newsarchive.demo.outlets import DemoOutlet
from newsarchive.demo.prose import Prose, Setting, person, slug_of, title_case
from newsarchive.demo.story import Block, Edition, Related, Story

DAY_ZERO = date(2025, 6, 16)
"""Day 0 of every world, a Monday. Fixed, so that a seed gives the same world whenever it is run."""

RELATED_LAYOUTS = (
    "strong-link", "strong-link", "strong-link", "label-then-link", "mixed-case", "span-nbsp", "double-strong",
    "link-around-label", "no-link", "list", "dash-lines", "two-in-one",
)  # fmt: skip
GLUED_LAYOUTS = ("after-br", "after-sentence")
PROMOTIONS = (
    "Temukan Berita Terkini {name} di WhatsApp Channel",
    "Ikuti berita {name} di Google News",
    "Catatan: Artikel ini hanya berupa informasi dan bukan ajakan dari {name}.",
)
"""Closing lines that are no part of the text."""
STYLES = ("plain", "plain", "plain", "plain", "spans", "word", "wordpress")
HREFS = (
    "https://{h}//read/{i}/{s}",
    "https://{h}/read/{i}/{s}",
    "https://{h}/{c}/read/{i}/{s}",
    "https://{h}//read/{i}/{s}",
)


def printed_date(at: datetime, outlet: DemoOutlet) -> str:
    """The line the CMS prints: `Senin 26-08-2024,16:46 WIB`."""
    weekday = outlet.friday if at.weekday() == 4 else v.WEEKDAYS[at.weekday()]
    return f"{weekday} {at:%d-%m-%Y},{at:%H:%M} {outlet.printed_zone}"


def byline(outlet: DemoOutlet, rng: random.Random) -> str:
    """One of the outlet's eight reporters and editors."""
    staff = random.Random(f"staff/{outlet.slug}")
    return rng.choice([person(staff) for _ in range(8)])


def write_story(
    rng: random.Random, outlet: DemoOutlet, native_id: int, at: datetime, day: int, older: Sequence[Story]
) -> Story:
    """Write one ordinary story. `older` are those its related links may lead to, the outlet's own first."""
    prose = Prose(rng, Setting(outlet.place, outlet.areas, at.date()))
    title = title_case(prose.headline())
    opening, bold, place, brand = dateline(rng, outlet, at.date())
    style = rng.choice(STYLES)
    blocks = write_blocks(rng, prose, opening, bold)
    blocks = sign_off(rng, blocks)
    blocks = link_tags(rng, outlet, insert_related(rng, blocks, older, style))
    if rng.random() < 0.15:
        blocks += (Block("promotion", (rng.choice(PROMOTIONS).format(name=outlet.name),)),)
    printed, text, credit = caption(rng, outlet)
    source = rng.choice(("", "", "", "", "kabarjauh.test", "Humas Pemkab"))
    section = outlet.sections[0] if rng.random() < 0.5 else rng.choice(outlet.sections)
    edition = Edition(
        day=day,
        title=title,
        slug=slug_of(title),
        blocks=blocks,
        author=byline(outlet, rng) if rng.random() < 0.95 else "",
        editor=byline(outlet, rng) if rng.random() < 0.9 else "",
        caption_printed=printed,
        caption=text,
        credit=credit,
        tags=tuple(rng.sample(v.TAGS, rng.randint(2, 8))),
        source_printed=source,
        source_credit=source or None,
        republished_from=None,
    )
    return Story(
        outlet=outlet.slug,
        host=outlet.host,
        native_id=str(native_id),
        section=section,
        published=at,
        printed=printed_date(at, outlet),
        zone=outlet.printed_zone,
        editions=(edition,),
        style=style,
        place=place,
        brand=brand,
        appears_on=day,
    )


def write_blocks(rng: random.Random, prose: Prose, opening: str, bold: str) -> tuple[Block, ...]:
    """The text itself: 6 to 30 paragraphs, sub-headings and list items, the first with its dateline."""
    target = rng.choice((rng.randint(6, 13), rng.randint(6, 13), rng.randint(14, 30)))
    lead = prose.paragraph()
    while len(lead) < 60:  # a quotation of two words does not open a report
        lead = prose.paragraph()
    blocks = [Block("p", (opening + lead,), bold=bold)]
    count = 1
    while count < target:
        roll = rng.random()
        if roll < 0.05 and count + 6 < target:
            items = prose.points()
            blocks += (Block("h3", (prose.subhead(),)), Block("p", (prose.paragraph(),)))
            blocks += (Block("list", items),) if rng.random() < 0.5 else tuple(Block("p", (item,)) for item in items)
            count += 2 + len(items)
        else:
            blocks.append(Block("p", (prose.paragraph(),)))
            count += 1
    return tuple(blocks)


def sign_off(rng: random.Random, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Close the last paragraph the way desks do; the mark belongs to the text."""
    mark = rng.choice(("", "", "", " (rdh)", " (*)", "***", "(adv)", " (ims/lap)"))
    last = blocks[-1]
    if not mark or last.kind != "p":
        return blocks
    return (*blocks[:-1], Block("p", (last.lines[0] + mark,), bold=last.bold))


def insert_related(
    rng: random.Random, blocks: tuple[Block, ...], older: Sequence[Story], style: str
) -> tuple[Block, ...]:
    """Put related links after every third to fifth paragraph: alone, in pairs, as lists, or glued to the text."""
    if not older:
        return blocks
    result: list[Block] = []
    due = rng.randint(2, 4)
    for i, block in enumerate(blocks):
        due -= 1
        if due > 0 or i == len(blocks) - 1:
            result.append(block)
            continue
        due = rng.randint(3, 5)
        if block.kind == "p" and len(block.lines[0]) > 60 and rng.random() < 0.12:
            result.append(
                Block("p", block.lines, block.tag_link, _related(rng, rng.choice(GLUED_LAYOUTS), older), block.bold)
            )
            continue
        result.append(block)
        for _ in range(rng.choice((1, 1, 2))):
            layout = rng.choice(("span-nbsp", "double-strong")) if style == "word" else rng.choice(RELATED_LAYOUTS)
            result.append(Block("related", glued=_related(rng, layout, older)))
    return tuple(result)


def _related(rng: random.Random, layout: str, older: Sequence[Story]) -> Related:
    wanted = {"list": rng.randint(2, 4), "dash-lines": 2, "two-in-one": 2}.get(layout, 1)
    links = []
    for story in rng.sample(older, min(wanted, len(older))):
        edition = story.editions[0]
        href = rng.choice(HREFS).format(h=story.host, i=story.native_id, s=edition.slug, c=story.section)
        links.append((edition.title, None if layout == "no-link" else href))
    return Related(layout, tuple(links))


def link_tags(rng: random.Random, outlet: DemoOutlet, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Let the CMS turn a phrase inside some paragraphs into a link to a tag page."""
    return tuple(_link_tag(rng, outlet, b) if b.kind == "p" and rng.random() < 0.25 else b for b in blocks)


def _link_tag(rng: random.Random, outlet: DemoOutlet, block: Block) -> Block:
    words = block.lines[0][len(block.bold) :].split(" ")
    if len(words) < 8 or block.glued is not None:
        return block
    start = rng.randint(3, len(words) - 4)
    phrase = " ".join(words[start : start + 2])
    if not phrase.replace(" ", "").isalpha():
        return block
    href = f"https://{outlet.host}/listtag/{rng.randint(1000, 99999)}/{slug_of(phrase)}"
    return Block("p", block.lines, (phrase, href), None, block.bold)


def moments(rng: random.Random, outlet: DemoOutlet, early: int, late: Sequence[int]) -> list[tuple[int, datetime]]:
    """(day of the world, time of publication), ascending: `early` of them before day 0, one for each day in `late`."""
    noon = datetime(DAY_ZERO.year, DAY_ZERO.month, DAY_ZERO.day, 10, tzinfo=outlet.offset)
    ages = sorted((rng.randint(60, 40 * 86_400) for _ in range(early)), reverse=True)
    past = [(0, noon - timedelta(seconds=age)) for age in ages]
    new = sorted((day, noon + timedelta(days=day, seconds=-rng.randint(60, 18_000))) for day in late)
    return past + new
