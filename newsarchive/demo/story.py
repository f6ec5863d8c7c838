"""A story of the made-up world as it was written: its blocks, its editions and its fate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Related:
    """A related-links block inside a text: how it is marked up, and its (headline, href) pairs in order.

    An href of None is a headline printed after the label without being a link.
    """

    layout: str
    links: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text: a paragraph, sub-heading or list of the article, with what the editor glued to it.

    `kind` is p, h3, list, picture, related, credit or promotion. `lines` has one entry for a paragraph and several for
    a list.
    `tag_link` is (phrase, href) of an automatic link inside the first line. `glued` stands in the same `p` as the text;
    a block without lines is a related block of its own.
    """

    kind: str
    lines: tuple[str, ...] = ()
    tag_link: tuple[str, str] | None = None
    glued: Related | None = None
    bold: str = ""
    """Leading part of the first line that is printed in bold: the dateline."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An article's content from `day` of the world on, until the next edition."""

    day: int
    title: str
    slug: str
    blocks: tuple[Block, ...]
    author: str
    editor: str
    caption_printed: str
    caption: str | None
    credit: str | None
    tags: tuple[str, ...]
    source_printed: str
    source_credit: str | None
    republished_from: str | None
    """The sister outlet that a copy says it ran in first."""
    """What the page names as its source, in the box or in the closing line: None for an empty `Sumber:`."""

    @property
    def body(self) -> tuple[str, ...]:
        """The paragraphs an archive has to hold, verbatim and in order."""
        return tuple(line for block in self.blocks if block.kind in {"p", "h3", "list"} for line in block.lines)

    @property
    def related(self) -> tuple[tuple[str, str | None], ...]:
        """(headline, URL) of every related link that stood inside the text, in order."""
        blocks = (b.glued for b in self.blocks if b.glued is not None)
        return tuple(link for related in blocks for link in related.links)


@dataclass(frozen=True, slots=True)
class Story:
    """One published thing of one outlet, over its whole life."""

    outlet: str
    host: str
    native_id: str
    section: str
    published: datetime
    """Aware, to the second, in the zone the outlet prints."""
    printed: str
    zone: str
    editions: tuple[Edition, ...]
    style: str
    """Markup of the text: plain, spans, word or wordpress."""
    is_gallery: bool = False
    is_hidden: bool = False
    """Excluded by robots.txt."""
    place: str | None = None
    brand: str | None = None
    implausible: str | None = None
    """A date printed in the text that cannot be."""
    cluster: str | None = None
    """Key of the earliest member of the group of copies it belongs to."""
    appears_on: int = 0
    removed_on: int | None = None
    removal: str = ""
    """404, 410 or home."""
    fault: str = ""
    """What the wire does to its pages; see `wire.FAULTS`."""
    charset: str = ""
    """What is wrong with the declared encoding; see `wire.CHARSETS`."""

    @property
    def key(self) -> str:
        """The identity an archive has to give it: outlet and native id."""
        return f"{self.outlet}/{self.native_id}"

    def edition(self, day: int) -> Edition:
        """The edition that is served on `day`."""
        return [e for e in self.editions if e.day <= day][-1]

    def url(self, day: int) -> str:
        """The canonical URL printed in the page."""
        return f"https://{self.host}/{self.section}/read/{self.native_id}/{self.edition(day).slug}"

    @property
    def is_expected(self) -> bool:
        """Whether a complete archive holds it as an article."""
        return not (self.is_hidden or self.fault in HOPELESS)


HOPELESS = frozenset({"captcha", "redirect-loop", "always-500", "garbage", "dead-link", "endless-gzip-cut"})
"""Faults that never heal: the page has to end as a failure with a reason."""
