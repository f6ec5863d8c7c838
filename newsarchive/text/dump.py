"""Plain-text dumps of article pages: the role of every line, with no markup to tell it by."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.dates.parsing import find_dates
from newsarchive.models import CleanText, Dateline, DateMention, Paragraph
from newsarchive.text.body import read_body
from newsarchive.text.dump_head import read_head
from newsarchive.text.noise import load_noise


def clean_text(text: str) -> CleanText:
    """Reads a dump of one article: title, date, bylines, captions and related links become data, noise is dropped.

    A line is a paragraph; blank lines mean nothing, because the same page is dumped with and without them. The lines of
    the body are verbatim, only white space is folded. Any text gives a result; what was decided in doubt has a warning
    `code: detail`. The publication date is that of the date line or, failing that, of a dated dateline
    ('Senin 28 April 2025.'); never of the text or of a clock above the title. Where it is known, days without a year
    ('Senin (28/4)') are mentioned too.
    """
    lines = (" ".join(line.split()) for line in text.lstrip("\ufeff").splitlines())
    return clean_paragraphs([Paragraph(line) for line in lines if line])


def clean_paragraphs(paragraphs: Sequence[Paragraph]) -> CleanText:
    """What `clean_text` makes of a text whose lines, white space folded and none empty, may have links."""
    head = read_head([paragraph.text for paragraph in paragraphs], load_noise())
    body = read_body(_left(paragraphs, head.rest), title=head.title)
    warnings = [*head.warnings, *body.warnings]
    published, dateline = head.published, body.dateline
    dated = dateline if published is None and dateline and dateline.on and dateline.printed.endswith(".") else None
    published_on = published.on if published else dated.on if dated else None
    mentions = find_dates(body.paragraphs, published_on)
    if published:
        warnings += published.warnings
    elif dated:
        warnings.append(f"published-from-dateline: {dated.on} is printed in the dateline, there is no date line")
    return CleanText(
        title=head.title,
        subtitle=head.subtitle,
        body=body.paragraphs,
        related=body.related,
        images=(*head.images, *body.images),
        authors=body.authors,
        editors=body.editors,
        dateline=dateline,
        published_at=published.at if published else None,
        published_on=published_on,
        published_printed=published.printed if published else _printed(mentions, dated) if dated else None,
        published_precision=published.precision if published else "day" if dated else None,
        published_zone=published.zone if published else None,
        source_credit=body.republished_from or body.source_credit,
        dates_mentioned=mentions,
        dropped=(*head.dropped, *body.dropped),
        is_advertorial=body.is_advertorial,
        warnings=tuple(warnings),
    )


def _printed(mentions: Sequence[DateMention], dateline: Dateline) -> str:
    """How a dateline prints its day, without the place and brand before it."""
    return next((mention.printed for mention in mentions if mention.on == dateline.on), dateline.printed)


def _left(paragraphs: Sequence[Paragraph], rest: Sequence[str]) -> list[Paragraph]:
    """The paragraphs, with their links, that the head left: `rest` are their texts, in the same order."""
    left: list[Paragraph] = []
    ahead = iter(paragraphs)
    for text in rest:
        found = next((paragraph for paragraph in ahead if paragraph.text == text), None)
        left.append(found or Paragraph(text))
    return left
