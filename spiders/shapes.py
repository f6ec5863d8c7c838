"""What a URL says by its shape: whose page it is, which article, which first page. Pure functions."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit, urlunsplit

from newsarchive.models import Network, Outlet
from newsarchive.networks import match_url
from newsarchive.registry import site_of
from newsarchive.text.urls import bare_host

MAX_URL = 2000
"""Characters; longer links are broken markup."""


def article_key(outlet: Outlet, native_id: str | None, url: str) -> str:
    """The identity of an article in the frontier: outlet and native id, or outlet and a hash of the URL.

    Neither the scheme nor `www.` nor a final slash makes it another article.
    """
    if native_id:
        return f"{outlet.slug}/{native_id}"
    name = bare_host(url.partition("://")[2]).rstrip("/")
    return f"{outlet.slug}/{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def is_of(outlet: Outlet, url: str) -> bool:
    """Whether a URL is of an outlet: its host, with or without `www.`, and its part of the paths."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    own_host, beginning = site_of(outlet)
    if parts.scheme not in ("http", "https") or bare_host(host) != bare_host(own_host):
        return False
    if not beginning and not outlet.apart:
        return True
    path = f"/{'/'.join(step for step in parts.path.lower().split('/') if step)}/"
    return path.startswith(f"{beginning}/") and not path.startswith(tuple(f"{other}/" for other in outlet.apart))


def first_page(network: Network, url: str) -> str:
    """The URL of the first page of the article or listing of which `url` is a later one.

    The number of the page is taken out of the query, or off the end of the path with the word `page` before it,
    whichever leaves a URL of the same kind and identity. `url` itself where neither does.
    """
    here = match_url(network, url)
    if here is None or not here.offset:
        return url
    parts = urlsplit(url)
    path, _, _ = parts.path.rstrip("/").rpartition("/")
    shorter = [parts._replace(path=path.removesuffix("/page") + "/" * parts.path.endswith("/"))]
    given = parts.query.split("&")
    for n, parameter in enumerate(given):
        if parameter.endswith(f"={here.offset}"):
            shorter.insert(0, parts._replace(query="&".join(given[:n] + given[n + 1 :])))
    for one in shorter:
        first = urlunsplit(one._replace(fragment=""))
        there = match_url(network, first)
        if there is not None and (there.kind, there.native_id, there.offset) == (here.kind, here.native_id, 0):
            return first
    return url
