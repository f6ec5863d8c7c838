"""From the paragraphs of a page or a dump to the text of the article and everything that stood between it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.models import Dateline, Dropped, Image, Paragraph, RelatedLink
from newsarchive.text.dateline import read_dateline
from newsarchive.text.noise import load_noise
from newsarchive.text.paragraphs import fold
from newsarchive.text.people import read_people
from newsarchive.text.reading import Reading

_DASH = re.compile(r"[-–—](?=[ –—-])|[–—]| -")
_NEAR = 80
"""Characters in which a dateline has its dash."""
_SIGNED = 3
"""So many of the last paragraphs are looked at for an advertorial's mark."""


@dataclass(frozen=True, slots=True)
class Body:
    """What `read_body` makes of the paragraphs of one page. The words are those of `models.Article`."""

    paragraphs: tuple[str, ...]
    related: tuple[RelatedLink, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    images: tuple[Image, ...] = ()
    """Captions that stood between the paragraphs; `url` is None."""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    agency: str | None = None
    initials: str | None = None
    """The sign-off at the end as printed, brackets included. It is out of the text only where it stood by itself."""
    source_credit: str | None = None
    """What a line 'Sumber: ...' names."""
    republished_from: str | None = None
    """The outlet that 'Artikel ini telah tayang di ...' names."""
    dateline: Dateline | None = None
    is_advertorial: bool = False
    warnings: tuple[str, ...] = ()


def read_body(
    paragraphs: Sequence[Paragraph], *, title: str | None = None, brands: Sequence[str] = (), site: str = ""
) -> Body:
    """Takes noise, related links, captions and bylines out of the paragraphs of one page.

    `title` lets a title that is repeated at the head be dropped, `brands` (the outlet's names) help to read the
    dateline, and `site` (the page's host, without `www.`) tells a closing list of the outlet's own articles from
    sources that the text names. The paragraphs that are left are verbatim: only white space is folded. Everything taken
    out is in the result; what was decided by a heuristic has a warning `code: detail`.
    """
    noise = load_noise()
    reading = Reading(noise, title, site)
    folded = [fold(paragraph) for paragraph in paragraphs]
    reading.read([paragraph for paragraph in folded if paragraph.text])
    if any('\\"' in text for text in reading.kept):
        reading.warnings.append('escaped-quotes: quotation marks are printed as \\", and kept so')
    is_paid = reading.is_paid or any(noise.is_advertorial(text) for text in reading.kept[-_SIGNED:])
    end = reading.end(brands)
    people = read_people(bylines=reading.bylines, brands=brands)
    return Body(
        paragraphs=tuple(reading.kept),
        related=tuple(reading.related),
        dropped=tuple(reading.dropped),
        images=tuple(reading.images),
        authors=people.authors,
        editors=people.editors,
        contributors=people.contributors,
        photographers=people.photographers,
        agency=people.agency or end.agency,
        initials=end.initials,
        source_credit=reading.source or people.source_credit,
        republished_from=reading.republished,
        dateline=_dateline(reading.kept, brands),
        is_advertorial=is_paid,
        warnings=(*reading.warnings, *people.doubts),
    )


def _dateline(paragraphs: Sequence[str], brands: Sequence[str]) -> Dateline | None:
    """The dateline of the first paragraph; of the second, below a standfirst, only one that names place and brand."""
    found = read_dateline(paragraphs[0], brands) if paragraphs else None
    if found is None and len(paragraphs) > 1 and _DASH.search(paragraphs[1], 0, _NEAR):
        second = read_dateline(paragraphs[1], brands)
        found = second if second and second.place and second.brand else None
    return found
