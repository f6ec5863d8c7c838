"""From the page or pages of one article to an `Article`: the only way, for live pages, kept pages and files alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from newsarchive.dedup import content_hash
from newsarchive.html.blocked import blocked_by
from newsarchive.html.layout import Figure
from newsarchive.html.metadata import read_datalayer, text_of
from newsarchive.models import (
    Article,
    ArticleKind,
    Dropped,
    Image,
    Network,
    Outlet,
    Page,
    RelatedLink,
    UrlMatch,
)
from newsarchive.networks import load_networks, match_url
from newsarchive.open_page import OpenPage, open_page
from newsarchive.registry import Registry, load_registry
from newsarchive.text.body import Body, read_body
from newsarchive.text.caption import split_caption
from newsarchive.text.dates import find_dates
from newsarchive.text.names import split_names
from newsarchive.text.published import Published, Source, reconcile
from newsarchive.text.urls import canonical_url, host_of


def extract_html(
    html: bytes | str,
    url: str,
    *,
    fetched_at: datetime | None = None,
    more_pages: Sequence[bytes | str | Page] = (),
) -> Article:
    """Extract the article of an HTML page of any known network.

    `url` is where the page came from: the outlet is looked up by its host and relative links are resolved against it.
    `fetched_at` (aware) chooses among dated layouts; None means the present one. `more_pages` are the continuation
    pages of a paged article, in order. A malformed page never raises: `kind` and `warnings` say what was wrong with it.
    """
    first = Page(url, _as_bytes(html), fetched_at)
    rest = [p if isinstance(p, Page) else Page(url, _as_bytes(p), fetched_at) for p in more_pages]
    return extract([first, *rest], outlet=_registry().by_domain(host_of(url)))


@cache
def _registry() -> Registry:
    """The project's own outlets, read once: reading the file costs more than extracting a page."""
    return load_registry()


def _as_bytes(html: bytes | str) -> bytes:
    return html.encode("utf-8", "surrogateescape") if isinstance(html, str) else html


def extract(pages: Sequence[Page], *, outlet: Outlet | None = None, network: Network | None = None) -> Article:
    """The article that `pages` (its first page and its continuation pages, in order) hold.

    `network` defaults to the outlet's; where neither is known, or no layout of it fits, the layouts of every
    network are tried: hundreds of small sites share a template. Raises ValueError if there are no pages, and nothing
    for what is in them.
    """
    if not pages:
        raise ValueError("extract() needs at least one page")
    network = network or (load_networks().get(outlet.network) if outlet else None)
    parts = [open_page(page, network) for page in pages]
    first = parts[0]
    if first.reading is None:
        return _unread(first, outlet, network)
    return _assemble(parts, outlet)


def _unread(part: OpenPage, outlet: Outlet | None, network: Network | None) -> Article:
    """What is left to say of a page that no layout reads."""
    match = match_url(network, part.page.url) if network else None
    wall = blocked_by(part.html, part.title_element)
    kind: ArticleKind = "blocked" if wall else "index" if match and match.kind == "index" else "other"
    why = f"blocked: {wall}" if wall else "no-layout: no known template fits this page"
    return Article(
        url=_own_url(part.page.url),
        outlet=outlet.slug if outlet else None,
        kind=kind,
        body=(),
        network=network.slug if network else None,
        native_id=match.native_id if match else None,
        title=part.title_element,
        language=part.language,
        warnings=(*part.warnings, why),
    )


def _own_url(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return url


def _assemble(parts: list[OpenPage], outlet: Outlet | None) -> Article:
    first = parts[0]
    network, layout, reading = first.network, first.layout, first.reading
    assert network is not None
    assert layout is not None
    assert reading is not None
    url, match, warnings = _identity(first, network)
    datalayer = read_datalayer(first.html)
    joined = _join(parts, reading.title, outlet)
    body = joined.body
    published = _published(first, datalayer, network, outlet)
    title = reading.title or first.meta.get("og:title") or text_of(first.jsonld, "headline")
    images = _images(reading.figures) + body.images
    kind: ArticleKind = "article" if body.paragraphs else "photo" if images else "other"
    warnings = (*first.warnings, *warnings, *published.warnings, *joined.warnings, *body.warnings)
    if not body.paragraphs:
        warnings += ("empty-body: the page holds no text of an article",)
    return Article(
        url=url,
        outlet=outlet.slug if outlet else None,
        kind=kind,
        body=body.paragraphs,
        network=network.slug,
        native_id=match.native_id if match else None,
        title=title,
        published_at=published.at,
        modified_at=_modified(first, published, network, outlet),
        published_printed=published.printed,
        published_zone=published.zone,
        published_evidence=published.evidence,
        authors=_names(reading.authors) or body.authors or _names((datalayer.get("penulis"),)),
        editors=_names(reading.editors) or body.editors or _names((datalayer.get("editor"),)),
        source_credit=reading.source or body.source_credit,
        place=body.dateline.place if body.dateline else None,
        brand=body.dateline.brand if body.dateline else None,
        section=reading.section or datalayer.get("rubrik") or text_of(first.jsonld, "articleSection"),
        tags=reading.tags,
        images=images,
        related=body.related,
        dropped=body.dropped,
        dates_mentioned=find_dates(body.paragraphs),
        language=first.language,
        is_free=_flag(first.jsonld.get("isAccessibleForFree")),
        is_advertorial=body.is_advertorial,
        page_count=len(parts),
        next_page_url=joined.next_page_url,
        method=f"layout:{network.slug}/{layout.name}",
        content_hash=content_hash(title, body.paragraphs),
        warnings=warnings,
    )


def _identity(part: OpenPage, network: Network) -> tuple[str, UrlMatch | None, tuple[str, ...]]:
    """Canonical URL, what it says by its shape, and doubts.

    The page's own canonical link is believed only if it stays on the page's host and speaks of the same article: a
    hostile or broken page must not take another article's place.
    """
    own = _own_url(part.page.url)
    match = match_url(network, own)
    if not part.canonical:
        return own, match, ()
    try:
        claimed = canonical_url(part.canonical)
    except ValueError:
        return own, match, (f"canonical-malformed: {part.canonical[:200]}",)
    theirs = match if claimed == own else match_url(network, claimed)
    if host_of(claimed) != host_of(own) or theirs is None or theirs.kind != "article":
        return own, match, (f"canonical-elsewhere: {claimed[:200]}",)
    if match and match.native_id and theirs.native_id != match.native_id:
        return own, match, (f"canonical-differs: {claimed[:200]}",)
    return claimed, replace(theirs, offset=match.offset if match else 0), ()


@dataclass(frozen=True, slots=True)
class _Joined:
    body: Body
    next_page_url: str | None
    warnings: tuple[str, ...]


def _join(parts: list[OpenPage], title: str | None, outlet: Outlet | None) -> _Joined:
    """Read each page's text by itself, since each repeats caption and promotions, then put them one after the other."""
    brands = (outlet.name, outlet.domain) if outlet else ()
    bodies: list[Body] = []
    warnings: list[str] = []
    for number, part in enumerate(parts, 1):
        if part.reading is None:
            warnings.append(f"part-unread: page {number} is not of a known layout")
            continue
        body = read_body(part.reading.paragraphs, title=title, brands=brands)
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
            # A byline in the text stands at the end of the last page.
            authors=whole.authors or body.authors,
            editors=whole.editors or body.editors,
            source_credit=whole.source_credit or body.source_credit,
            is_advertorial=whole.is_advertorial or body.is_advertorial,
            warnings=whole.warnings + body.warnings,
        )
    return _Joined(whole, _next_page(parts[-1]), tuple(warnings))


def _shift(body: Body, before: int) -> Body:
    """The same body with `before` paragraphs in front of it."""
    if not before:
        return body
    return replace(
        body,
        related=tuple(RelatedLink(r.text, r.url, r.after + before) for r in body.related),
        dropped=tuple(Dropped(d.text, d.rule, d.after + before) for d in body.dropped),
    )


def _next_page(part: OpenPage) -> str | None:
    """The nearest page of the same article that comes after this one, by the offsets in its pager's links."""
    if part.reading is None or part.network is None or not part.reading.pager_urls:
        return None
    here = match_url(part.network, part.page.url)
    if here is None:
        return None
    later = []
    for url in part.reading.pager_urls:
        there = match_url(part.network, url)
        same = there and there.native_id == here.native_id and host_of(url) == host_of(part.page.url)
        if there and same and there.offset > here.offset:
            later.append((there.offset, canonical_url(url)))
    return min(later)[1] if later else None


def _published(part: OpenPage, datalayer: dict[str, str], network: Network, outlet: Outlet | None) -> Published:
    meta, reading = part.meta, part.reading
    candidates: list[tuple[Source, str | None]] = [
        ("printed", reading.date if reading else None),
        ("jsonld", text_of(part.jsonld, "datePublished")),
        ("meta", meta.get("article:published_time") or meta.get("pubdate") or meta.get("datepublished")),
        ("datalayer", datalayer.get("published_date")),
    ]
    given = [(source, text) for source, text in candidates if text]
    return reconcile(
        given,
        zone=outlet.zone if outlet else None,
        liars=network.liars,
        relative_to=part.page.fetched_at,
    )


def _modified(part: OpenPage, published: Published, network: Network, outlet: Outlet | None) -> datetime | None:
    """When the page says it was changed. A `dateModified` that only repeats `datePublished` says nothing."""
    stated = text_of(part.jsonld, "dateModified")
    if not stated or stated == text_of(part.jsonld, "datePublished"):
        return None
    return reconcile(
        [("jsonld", stated)], zone=published.zone or (outlet.zone if outlet else None), liars=network.liars
    ).at


def _images(figures: Iterable[Figure]) -> tuple[Image, ...]:
    found = []
    for figure in figures:
        caption, credit = split_caption(figure.caption) if figure.caption else (None, None)
        found.append(Image(figure.url, caption, credit))
    return tuple(found)


def _names(printed: Iterable[str | None]) -> tuple[str, ...]:
    """The people in byline fields, each once: one field may name several ('A, B dan C')."""
    return tuple(dict.fromkeys(name for field in printed if field for name in split_names(field)))


def _flag(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None
