"""One `Article` from what was read: the page's own words weighed against each other, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsarchive.dedup import content_hash
from newsarchive.extract.identity import identity_of, next_page_url
from newsarchive.extract.joining import join
from newsarchive.extract.times import times_of
from newsarchive.html.figures import Figure
from newsarchive.html.metadata import read_datalayer, text_of
from newsarchive.models import Article, ArticleKind, Image, Network, Outlet
from newsarchive.open_page import OpenPage
from newsarchive.text.body import Body
from newsarchive.text.caption import split_caption
from newsarchive.text.dates import find_dates
from newsarchive.text.language import language_of
from newsarchive.text.people import People, read_people
from newsarchive.text.places import resolve_place

_EMPTY = "empty-body: the page holds no text of an article"


def assemble(parts: Sequence[OpenPage], outlet: Outlet | None, expected: Network | None) -> Article:
    """The article of `parts`, the first of which has a reading; `expected` is the outlet's network."""
    first, network, reading = parts[0], parts[0].network, parts[0].reading
    assert reading is not None, "open_page() read it, or extract() would not have come here"
    networks = tuple(dict.fromkeys(n for n in (expected, network) if n))
    url, match, doubts = identity_of(first, networks)
    datalayer = read_datalayer(first.html)
    title = reading.title or first.meta.get("og:title") or text_of(first.jsonld, "headline")
    joined = join(parts, title, brands_of(outlet))
    body = joined.body
    language, language_doubts = language_of(" ".join(body.paragraphs[:8]), first.language)
    when, changed = times_of(first, datalayer, outlet, body.dateline, language)
    people = _people(first, body, datalayer, brands_of(outlet))
    images = _images(reading.figures) + body.images
    kind = _kind(first, body, images)
    place = resolve_place(body.dateline.place if body.dateline else None)
    warnings = (*first.warnings, *doubts, *when.warnings, *changed.warnings, *joined.warnings, *body.warnings)
    warnings += (*people.doubts, *language_doubts, *(() if body.paragraphs or kind == "photo" else (_EMPTY,)))
    return Article(
        url=url,
        outlet=outlet.slug if outlet else None,
        kind=kind,
        body=body.paragraphs,
        network=network.slug if network else None,
        native_id=match.native_id if match else None,
        title=title,
        subtitle=reading.subtitle,
        published_at=when.at,
        modified_at=changed.at,
        published_printed=when.printed,
        published_zone=when.zone,
        published_evidence=when.evidence,
        authors=people.authors,
        editors=people.editors,
        contributors=people.contributors,
        photographers=people.photographers,
        agency=people.agency,
        initials=body.initials,
        source_credit=reading.source or people.source_credit or body.source_credit,
        republished_from=body.republished_from,
        place=body.dateline.place if body.dateline else None,
        place_province=place.province,
        place_regency=place.regency,
        place_candidates=place.candidates,
        brand=body.dateline.brand if body.dateline else None,
        section=reading.section or datalayer.get("rubrik") or text_of(first.jsonld, "articleSection"),
        tags=reading.tags,
        images=images,
        related=body.related,
        dropped=body.dropped,
        dates_mentioned=find_dates(body.paragraphs, when.on),
        language=language,
        is_free=_flag(first.jsonld.get("isAccessibleForFree")),
        is_advertorial=body.is_advertorial,
        page_count=len(parts),
        next_page_url=next_page_url(parts[-1], networks),
        method=first.method,
        content_hash=content_hash(title, body.paragraphs),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def brands_of(outlet: Outlet | None) -> tuple[str, ...]:
    """The names that an outlet goes by in its own texts."""
    return (outlet.name, outlet.domain) if outlet else ()


def _kind(part: OpenPage, body: Body, images: Sequence[Image]) -> ArticleKind:
    if body.paragraphs or part.kind != "article":
        return part.kind
    return "photo" if images else "other"


def _people(part: OpenPage, body: Body, datalayer: Mapping[str, str], brands: Sequence[str]) -> People:
    """Who is printed, at the byline before in the text; only where no one is: who the data layer and JSON-LD name."""
    reading = part.reading
    assert reading is not None
    own = read_people(authors=reading.authors, editors=reading.editors, bylines=reading.bylines, brands=brands)
    stated = People()
    if not (own.authors or own.editors or own.agency or body.authors or body.editors or body.agency):
        stated = read_people(
            authors=_given(datalayer.get("penulis")), editors=_given(datalayer.get("editor")), brands=brands
        )
    return People(
        authors=own.authors or body.authors or stated.authors,
        editors=own.editors or body.editors or stated.editors,
        contributors=own.contributors or body.contributors,
        photographers=own.photographers or body.photographers,
        agency=own.agency or body.agency or stated.agency,
        source_credit=own.source_credit,
        doubts=own.doubts,
    )


def _given(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _images(figures: Iterable[Figure]) -> tuple[Image, ...]:
    found = []
    for figure in figures:
        caption, credit = split_caption(figure.caption) if figure.caption else (None, None)
        if figure.credit:
            caption, credit = figure.caption, figure.credit
        found.append(Image(figure.url, caption, credit))
    return tuple(found)


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None
