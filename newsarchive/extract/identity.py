"""Which article a page is of: its canonical URL, its native id, and the next page of the same article."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from newsarchive.models import Network, UrlMatch
from newsarchive.networks import match_url
from newsarchive.open_page import OpenPage
from newsarchive.text.urls import absolute_url, bare_host, canonical_url, host_of, original_url, plain_url

_LONGEST = 2000
"""Characters of a claimed address; real ones are a tenth of it."""


def match_any(networks: tuple[Network, ...], url: str) -> UrlMatch | None:
    """What the first of `networks` that knows the shape of `url` says of it."""
    return next((match for network in networks if (match := match_url(network, url))), None)


def identity_of(part: OpenPage, networks: tuple[Network, ...]) -> tuple[str, UrlMatch | None, tuple[str, ...]]:
    """Canonical URL, what it says by its shape, and doubts.

    The page's own canonical link is believed only if it stays on the page's site and speaks of the same article: a
    hostile or broken page must not take another article's place. The same article is the same native id, or, where the
    shape of the address is not known, the same last step of the path.
    """
    own = plain_url(part.page.url)
    match = match_any(networks, own)
    if not part.canonical:
        return own, match, ()
    claimed = _canonical(part, own)
    if claimed is None:
        return own, match, (f"canonical-malformed: {part.canonical[:200]}",)
    if claimed == own:
        return own, match, ()
    theirs = match_any(networks, claimed)
    if _site(claimed) != _site(own) or (match and match.kind == "article" and (not theirs or theirs.kind != "article")):
        return own, match, (f"canonical-elsewhere: {claimed[:200]}",)
    if not _is_same(match, theirs, own, claimed):
        return own, match, (f"canonical-differs: {claimed[:200]}",)
    return claimed, replace(theirs, offset=match.offset if match else 0) if theirs else None, ()


def _is_same(match: UrlMatch | None, theirs: UrlMatch | None, own: str, claimed: str) -> bool:
    if match and match.native_id:
        return theirs is not None and theirs.native_id == match.native_id
    return _last_step(claimed) == _last_step(own)


def _canonical(part: OpenPage, own: str) -> str | None:
    """The address that the page claims as its own, absolute; None if it is malformed."""
    stated = absolute_url(part.base_url or own, part.canonical or "")
    try:
        return canonical_url(original_url(stated)) if stated and len(stated) <= _LONGEST else None
    except ValueError:
        return None


def _site(url: str) -> str:
    """The host, with the desktop and the mobile site of one outlet taken for one."""
    return bare_host(host_of(url)).removeprefix("m.")


def _last_step(url: str) -> str:
    """The last step of a path without its extension; '' for a front page."""
    return urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()


def next_page_url(part: OpenPage, networks: tuple[Network, ...]) -> str | None:
    """The nearest page of the same article that comes after this one, by the offsets in its pager's links."""
    if part.reading is None or not part.reading.pager_urls:
        return None
    here = match_any(networks, part.page.url)
    if here is None or here.is_whole:
        return None
    later = []
    for url in part.reading.pager_urls:
        there = match_any(networks, url)
        same = there and there.native_id == here.native_id and _site(url) == _site(part.page.url)
        if same and there and not there.native_id:
            same = _first_step(url, there) == _first_step(part.page.url, here)
        if there and same and there.offset > here.offset:
            later.append((there.offset, canonical_url(url)))
    return min(later)[1] if later else None


def _first_step(url: str, match: UrlMatch) -> str:
    """The last step of the path of an article's first page: WordPress puts the number of a later one behind it."""
    path = urlsplit(url).path.rstrip("/")
    return _last_step(path.removesuffix(f"/{match.offset}") if match.offset else path)
