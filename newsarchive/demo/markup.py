"""The HTML of an article's text: related links in every layout, and text pasted from a word processor."""

# ruff: noqa: E501, PLR0911  (lines are those of the template; one return for each layout)

from __future__ import annotations

import html
import random
from collections.abc import Sequence

from newsarchive.demo.story import Block, Related

PART_BLOCKS = 15
"""Blocks a page of a paged article; the continuation's URL ends in a multiple of it."""
AMP_BLOCKS = 16

_ADVERT = (
    '<div class="ads-slot left1"><script>iklan.push({slot: "tengah-teks"});</script>'
    '<a href="" target="blank"><img src="banner/pasar.jpg" alt="Pasar Murah"></a></div>'
)
_MSO = '<p class="MsoNormal" style="line-height: 150%;"><span style="font-size: 12pt; font-family: verdana, geneva;">'
_RUN = '<span style="line-height: 150%;">'


def parts(blocks: Sequence[Block], size: int = PART_BLOCKS) -> list[tuple[Block, ...]]:
    """The blocks of each page of an article, in order; at least one page."""
    return [tuple(blocks[i : i + size]) for i in range(0, len(blocks), size)] or [()]


def body_html(blocks: Sequence[Block], style: str, rng: random.Random) -> str:
    """The text as the CMS prints it. `rng` decides where a word processor cut its runs, and nothing else."""
    lines = [_block(block, style, rng) for block in blocks]
    if style == "wordpress":
        # editors press the return key twice
        lines = [line + "\n<p>&nbsp;</p>" if n % 4 == 1 else line for n, line in enumerate(lines)]
    if style == "plain" and len(lines) > 3:
        lines.insert(2, _ADVERT)
    if style == "word":
        return f"<p></p><p>{_office_comments()}\n" + "\n".join(lines)
    if style == "spans":
        return '<p><span style="font-weight: 400;"></span></p>\n' + "\n".join(lines)
    return "\n".join(lines)


def _block(block: Block, style: str, rng: random.Random) -> str:
    if block.kind == "related":
        assert block.glued is not None
        return _related(block.glued)
    if block.kind == "h3":
        return f"<h3><strong>{_text(block.lines[0])}</strong></h3>"
    if block.kind == "list":
        return "<ul>\n" + "\n".join(f"<li>{_text(line)}</li>" for line in block.lines) + "\n</ul>"
    if block.kind == "picture":
        image = f'<img src="upload/large/{rng.randrange(10**9):09d}.jpg" class="img-responsive" alt="">'
        small = f"<small>{_text(block.lines[0])}-dok Redaksi-</small>"
        return f'<div class="bottom-15">{image}<p class="text-grey">{small}</p></div>'
    inner = _inline(block)
    if style == "word" and block.tag_link is None:
        text = block.lines[0]
        bold = f"{_RUN}<strong>{_text(block.bold)}</strong></span>" if block.bold else ""
        return f"{_MSO}{bold}{_runs(text[len(block.bold) :], rng)}</span>{_glued(block.glued)}"
    if style == "spans":
        inner = inner if block.bold or block.tag_link else _stress(inner)
        return f'<p><span style="font-weight: 400;">{inner}</span>{_glued(block.glued)}</p>'
    if style == "wordpress":
        return f'<p style="text-align: justify;" data-block="text">{_entities(inner)}{_glued(block.glued)}</p>'
    return f"<p>{inner}{_glued(block.glued)}</p>"


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _entities(text: str) -> str:
    """Typographic marks as character references, and a hard blank here and there, as rich-text editors write them."""
    text = text.replace("“", "&#8220;").replace("”", "&rdquo;").replace("’", "&#x2019;").replace("–", "&ndash;")
    return text.replace(". ", ".&nbsp; ")


def _stress(text: str) -> str:
    """The fourth word in italics, its punctuation left outside, as desks mark foreign words."""
    words = text.split(" ")
    if len(words) < 6 or not words[3].rstrip(",.").isalpha():
        return text
    bare = words[3].rstrip(",.")
    return " ".join((*words[:3], f"<em>{bare}</em>{words[3][len(bare) :]}", *words[4:]))


def _inline(block: Block) -> str:
    text = block.lines[0]
    rest = text[len(block.bold) :]
    head = f"<strong>{_text(block.bold)}</strong>" if block.bold else ""
    if block.tag_link is None:
        return head + _text(rest)
    phrase, href = block.tag_link
    before, _, after = rest.partition(phrase)
    return f'{head}{_text(before)}<a class="link-tag" href="{href}">{_text(phrase)}</a>{_text(after)}'


def _runs(text: str, rng: random.Random) -> str:
    """One span a word or two, blanks now inside, now as NBSP at the front, and words cut in the middle."""
    words = text.split(" ")
    runs: list[str] = []
    i = 0
    while i < len(words):
        take = rng.choice((1, 1, 1, 2, 3))
        chunk = " ".join(words[i : i + take])
        i += take
        blank = "" if i >= len(words) else " "
        if len(chunk) > 5 and rng.random() < 0.1:
            runs += [_text(chunk[:1]), _text(chunk[1:] + blank)]
        elif runs and rng.random() < 0.15 and runs[-1].endswith(" "):
            runs[-1] = runs[-1][:-1]
            runs.append("&nbsp;" + _text(chunk + blank))
        else:
            runs.append(_text(chunk + blank))
    return "".join(f"{_RUN}{run}</span>" for run in runs)


def _anchor(link: tuple[str, str | None]) -> str:
    title, href = link
    return _text(title) if href is None else f'<a href="{href}">{_text(title)}</a>'


def _glued(related: Related | None) -> str:
    if related is None:
        return ""
    link = f"<strong>BACA JUGA:{_anchor(related.links[0])}</strong>"
    return f"<br>{link}" if related.layout == "after-br" else f" {link}"


def _related(related: Related) -> str:
    first = _anchor(related.links[0])
    title, href = related.links[0]
    match related.layout:
        case "strong-link":
            return f"<p><strong>BACA JUGA:{first}</strong></p>"
        case "label-then-link":
            return f"<p><strong>BACA JUGA: </strong>{first}</p>"
        case "mixed-case":
            return f"<p>Baca Juga: {first}</p>"
        case "span-nbsp":
            return f"{_MSO}{_RUN}<strong>BACA JUGA :&nbsp;{first}</strong></span></span>"
        case "double-strong":
            return f"{_MSO}{_RUN}<strong><strong>BACA JUGA :&nbsp;{first}</strong></strong></span></span>"
        case "link-around-label":
            return f'<p><a href="{href}"><strong>BACA JUGA: {_text(title)}</strong></a></p>'
        case "no-link":
            return f"<p><strong>BACA JUGA:</strong>{_text(title)}</p>"
        case "list":
            items = "".join(f"<li>{_anchor(link)}</li>\n" for link in related.links)
            return f"<p><strong>Baca juga:</strong></p>\n<ul>\n{items}</ul>"
        case "dash-lines":
            return "<p>Baca juga:</p>\n" + "\n".join(f"<p>- {_anchor(link)}</p>" for link in related.links)
        case "two-in-one":
            return "<p>" + "<br>".join(f"<strong>BACA JUGA:{_anchor(link)}</strong>" for link in related.links) + "</p>"
    raise ValueError(f"no such layout of related links: {related.layout}")


def _office_comments() -> str:
    """What a word processor leaves in front of its text: conditional comments with one line for each latent style."""
    names = ("Normal", "heading", "toc", "List Bullet", "Table Grid", "Medium Shading", "Light List", "Colorful Grid")
    rows = "\n".join(
        f'  <w:LsdException Locked="false" Priority="{9 + n % 90}" SemiHidden="true" UnhideWhenUsed="true" '
        f'Name="{names[n % len(names)]} {n}"/>'
        for n in range(240)
    )
    return (
        "<!-- [if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->"
        f'<!-- [if gte mso 9]><xml>\n <w:LatentStyles DefLockedState="false" LatentStyleCount="240">\n{rows}\n'
        " </w:LatentStyles>\n</xml><![endif]-->"
    )
