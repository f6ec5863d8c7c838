"""From the page or pages of one article to an `Article`: the only way, for live pages, kept pages and files alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from newsarchive.extract.assembly import assemble, brands_of
from newsarchive.extract.identity import match_any
from newsarchive.models import Article, Network, Outlet, Page
from newsarchive.networks import load_networks
from newsarchive.open_page import OpenPage, open_page
from newsarchive.registry import Registry, load_registry
from newsarchive.text.urls import captured_at, original_url, plain_url

__all__ = ["extract", "extract_html"]


def extract_html(
    html: bytes | str,
    url: str,
    *,
    fetched_at: datetime | None = None,
    more_pages: Sequence[bytes | str | Page] = (),
    networks: Mapping[str, Network] | None = None,
) -> Article:
    """Extract the article of an HTML page of any site; by a network's layout where its template is known.

    `url` is where the page came from: the outlet is looked up by its host and relative links are resolved against it.
    `fetched_at` (aware) chooses among dated layouts; None means the present one. `more_pages` are the continuation
    pages of a paged article, in order. `networks` are those whose layouts are tried (None: all; {}: none, so that the
    fallback reads it). A malformed page never raises: `kind` and `warnings` say what was wrong with it.
    """
    first = Page(url, _as_bytes(html), fetched_at)
    rest = [p if isinstance(p, Page) else Page(url, _as_bytes(p), fetched_at) for p in more_pages]
    outlet = _registry().by_url(original_url(url))
    return extract([first, *rest], outlet=outlet, networks=networks)


@cache
def _registry() -> Registry:
    """The project's own outlets, read once: reading the file costs more than extracting a page."""
    return load_registry()


def _as_bytes(html: bytes | str) -> bytes:
    return html.encode("utf-8", "surrogateescape") if isinstance(html, str) else html


def extract(
    pages: Sequence[Page],
    *,
    outlet: Outlet | None = None,
    network: Network | None = None,
    networks: Mapping[str, Network] | None = None,
) -> Article:
    """The article that `pages` (its first page and its continuation pages, in order) hold.

    `network` defaults to the outlet's; where neither is known, or no layout of it fits, the layouts of all `networks`
    (None: every network there is) are tried: hundreds of small sites share a template. Raises ValueError if there are
    no pages, and nothing for what is in them.
    """
    if not pages:
        raise ValueError("extract() needs at least one page")
    tried = load_networks() if networks is None else networks
    network = network or (tried.get(outlet.network) if outlet else None)
    parts = [open_page(_unwrapped(page), network, tried, brands_of(outlet)) for page in pages]
    if parts[0].reading is None:
        return _unread(parts[0], outlet, network)
    return assemble(parts, outlet, network)


def _unwrapped(page: Page) -> Page:
    """The page itself where it was taken from a web archive: its own address, and the time that archive has for it."""
    url = original_url(page.url)
    if url == page.url:
        return page
    return replace(page, url=url, fetched_at=page.fetched_at or captured_at(page.url))


def _unread(part: OpenPage, outlet: Outlet | None, network: Network | None) -> Article:
    """What is left to say of a page that nothing reads; why, is in the warnings."""
    url = plain_url(part.page.url)
    match = match_any((network,) if network else (), url)
    return Article(
        url=url,
        outlet=outlet.slug if outlet else None,
        kind=part.kind,
        body=(),
        network=network.slug if network else None,
        native_id=match.native_id if match else None,
        title=part.title_element,
        language=part.language,
        warnings=part.warnings,
    )
