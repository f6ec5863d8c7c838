"""One `Article` from what was read: the page's own words weighed against each other, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsarchive.dates.modified import Modified
from newsarchive.dates.parsing import find_dates
from newsarchive.dates.published import Published
from newsarchive.dedup import content_hash
from newsarchive.extract.identity import identity_of, next_page_url
from newsarchive.extract.joining import join
from newsarchive.extract.times import times_of
from newsarchive.html.figures import Figure
from newsarchive.html.layout import Reading
from newsarchive.html.metadata import read_datalayer, text_of
from newsarchive.models import Article, ArticleKind, Correction, Image, Network, Outlet, UrlMatch
from newsarchive.open_page import OpenPage
from newsarchive.registry import site_of
from newsarchive.text.advertorial import is_advertorial_label
from newsarchive.text.body import Body
from newsarchive.text.caption import split_caption
from newsarchive.text.corrections import find_corrections
from newsarchive.text.language import language_of
from newsarchive.text.people import People, read_people
from newsarchive.text.places import Place, resolve_place

_EMPTY = "empty-body: the page holds no text of an article"


@dataclass(frozen=True, slots=True)
class _Findings:
    """What the rules made of one article's pages, field by field."""

    url: str
    match: UrlMatch | None
    title: str | None
    kind: ArticleKind
    body: Body
    when: Published
    changed: Modified
    people: People
    place: Place
    section: str | None
    images: tuple[Image, ...]
    language: str | None
    warnings: tuple[str, ...]


def assemble(parts: Sequence[OpenPage], outlet: Outlet | None, expected: Network | None) -> Article:
    """The article of `parts`, the first of which has a reading; `expected` is the outlet's network."""
    first = parts[0]
    # by identity: the hash of a network is that of all its layouts, and takes longer than a date to read
    networks = tuple(n for n in (expected, first.network if first.network is not expected else None) if n)
    assert first.reading is not None, "open_page() read it, or extract() would not have come here"
    return _article(_find(parts, first.reading, outlet, networks), parts, first.reading, outlet, networks)


def _find(
    parts: Sequence[OpenPage], reading: Reading, outlet: Outlet | None, networks: tuple[Network, ...]
) -> _Findings:
    first = parts[0]
    url, match, doubts = identity_of(first, networks)
    datalayer = read_datalayer(first.html)
    title = reading.title or text_of(first.jsonld, "headline") or first.meta.get("og:title")
    # a page of a known template on an unknown host is of the same house
    house = () if first.network is None or first.network.is_generic else (first.network.name,)
    brands = (*brands_of(outlet), *house)
    joined = join(parts, title, brands)
    body = joined.body
    language, language_doubts = language_of(" ".join(body.paragraphs[:8]), first.language)
    when, changed = times_of(first, datalayer, outlet, body.dateline, language)
    people = _people(reading, body, datalayer, first.meta, brands)
    images = _images(reading.figures) + body.images
    kind = _kind(first, body, images)
    warnings = (*first.warnings, *doubts, *when.warnings, *changed.warnings, *joined.warnings, *body.warnings)
    warnings += (*people.doubts, *language_doubts, *(() if body.paragraphs or kind == "photo" else (_EMPTY,)))
    return _Findings(
        url=url,
        match=match,
        title=title,
        kind=kind,
        body=body,
        when=when,
        changed=changed,
        people=people,
        place=resolve_place(body.dateline.place if body.dateline else None),
        section=reading.section or datalayer.get("rubrik") or text_of(first.jsonld, "articleSection"),
        images=images,
        language=language,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _article(
    found: _Findings,
    parts: Sequence[OpenPage],
    reading: Reading,
    outlet: Outlet | None,
    networks: tuple[Network, ...],
) -> Article:
    first, body, people, place = parts[0], found.body, found.people, found.place
    labels = (*reading.tags, *((found.section,) if found.section else ()))
    return Article(
        url=found.url,
        outlet=outlet.slug if outlet else None,
        kind=found.kind,
        body=body.paragraphs,
        network=first.network.slug if first.network else None,
        native_id=found.match.native_id if found.match else None,
        title=found.title,
        subtitle=reading.subtitle,
        published_at=found.when.at,
        published_on=found.when.on,
        modified_at=found.changed.at,
        published_printed=found.when.printed,
        published_zone=found.when.zone,
        published_evidence=found.when.evidence,
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
        section=found.section,
        tags=reading.tags,
        images=found.images,
        related=body.related,
        dropped=body.dropped,
        dates_mentioned=find_dates(body.paragraphs, found.when.on),
        corrections=_corrections(found, parts),
        language=found.language,
        is_free=_flag(first.jsonld.get("isAccessibleForFree")),
        is_advertorial=body.is_advertorial or any(map(is_advertorial_label, labels)),
        page_count=len(parts),
        next_page_url=next_page_url(parts[-1], networks),
        method=first.method,
        content_hash=content_hash(found.title, body.paragraphs),
        warnings=found.warnings,
    )


def _corrections(found: _Findings, parts: Sequence[OpenPage]) -> tuple[Correction, ...]:
    paragraphs = [paragraph for part in parts if part.reading for paragraph in part.reading.paragraphs]
    return find_corrections(found.title, paragraphs, found.when.at)


def brands_of(outlet: Outlet | None) -> tuple[str, ...]:
    """The names that an outlet goes by in its own texts."""
    return (outlet.name, site_of(outlet)[0]) if outlet else ()


def _kind(part: OpenPage, body: Body, images: Sequence[Image]) -> ArticleKind:
    if body.paragraphs or part.kind != "article":
        return part.kind
    return "photo" if images else "other"


def _people(
    reading: Reading, body: Body, datalayer: Mapping[str, str], meta: Mapping[str, str], brands: Sequence[str]
) -> People:
    """Who is printed, at the byline before in the text; only where no one is: whom the page names for machines by role.

    `author` of meta and of JSON-LD is not among these: it is the house on some networks, the editor on others.
    """
    own = read_people(authors=reading.authors, editors=reading.editors, bylines=reading.bylines, brands=brands)
    stated = People()
    if not (own.authors or own.editors or own.agency or body.authors or body.editors or body.agency):
        author = datalayer.get("penulis") or meta.get("content_author")
        editor = datalayer.get("editor") or meta.get("content_editor")
        stated = read_people(authors=_given(author), editors=_given(editor), brands=brands)
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
