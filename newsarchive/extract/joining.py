"""The texts of the pages of one article, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsarchive.models import Dropped, RelatedLink
from newsarchive.open_page import OpenPage
from newsarchive.text.body import Body, read_body
from newsarchive.text.urls import bare_host, host_of


@dataclass(frozen=True, slots=True)
class Joined:
    """One text of several pages."""

    body: Body
    warnings: tuple[str, ...]


def join(parts: Sequence[OpenPage], title: str | None, brands: Sequence[str]) -> Joined:
    """Read each page's text by itself, since each repeats caption and promotions, then put them one after the other."""
    bodies: list[Body] = []
    warnings: list[str] = []
    for number, part in enumerate(parts, 1):
        if part.reading is None:
            warnings.append(f"part-unread: page {number} is not of a known layout")
            continue
        site = bare_host(host_of(part.page.url))
        body = read_body(part.reading.paragraphs, title=title, brands=brands, site=site)
        before = sum(len(b.paragraphs) for b in bodies)
        cut = tuple(Dropped(text, f"drop:{rule}", len(body.paragraphs)) for rule, text in part.reading.cut)
        bodies.append(_shift(replace(body, dropped=body.dropped + cut), before))
    whole = bodies[0]
    for body in bodies[1:]:
        whole = replace(
            whole,
            paragraphs=whole.paragraphs + body.paragraphs,
            related=whole.related + body.related,
            dropped=whole.dropped + body.dropped,
            images=whole.images + body.images,
            # A byline in the text, a sign-off and a credit stand at the end of the last page.
            authors=whole.authors or body.authors,
            editors=whole.editors or body.editors,
            contributors=whole.contributors or body.contributors,
            photographers=whole.photographers or body.photographers,
            agency=whole.agency or body.agency,
            initials=body.initials or whole.initials,
            source_credit=whole.source_credit or body.source_credit,
            republished_from=whole.republished_from or body.republished_from,
            is_advertorial=whole.is_advertorial or body.is_advertorial,
            warnings=whole.warnings + body.warnings,
        )
    return Joined(whole, tuple(warnings))


def _shift(body: Body, before: int) -> Body:
    """The same body with `before` paragraphs in front of it."""
    if not before:
        return body
    return replace(
        body,
        related=tuple(RelatedLink(r.text, r.url, r.after + before) for r in body.related),
        dropped=tuple(Dropped(d.text, d.rule, d.after + before) for d in body.dropped),
    )
