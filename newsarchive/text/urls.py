"""URLs as text: absolute, canonical, and without what only counts visitors."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref_src|_ga)", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
# What is absolute already and cannot be malformed: most links, and joining them costs ten times as much.
_ABSOLUTE = re.compile(r"https?://[\w.-]+(?:[/?#][^\[\]]*)?\Z")
_PORTS = {"http": 80, "https": 443}


# How web archives write the address of what they show: time of capture (UTC), a mode, and the page's own address.
_ARCHIVED = re.compile(r"https?://[\w.-]{1,80}/(?:web|\w{1,40}/web)/(\d{14})(?:[a-z]{2}_)?/(https?:/{1,2}[^\s]+)")


def original_url(url: str) -> str:
    """The address of the page itself where `url` is a web archive's for it ('/web/20220721150811/https://...')."""
    mark = _ARCHIVED.fullmatch(url) if "/web/" in url else None
    return url if mark is None else re.sub(r"^(https?):/{1,2}", r"\1://", mark[2])


def captured_at(url: str) -> datetime | None:
    """When a web archive took the page at `url`, by that address, in UTC; None if it is not such an address."""
    mark = _ARCHIVED.fullmatch(url) if "/web/" in url else None
    try:
        return datetime.strptime(mark[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if mark else None
    except ValueError:
        return None


def absolute_url(base_url: str, href: str) -> str | None:
    """`href` of a link on the page `base_url` as an absolute URL, else as written; None if it is not http or https."""
    href = _CONTROL.sub("", href)
    if _ABSOLUTE.match(href):
        return original_url(href) if "/web/" in href else href
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "whatsapp:")):
        return None
    try:
        url = urljoin(base_url, href)
        parts = urlsplit(url)
    except ValueError:
        return None
    return original_url(url) if parts.scheme in _PORTS and parts.netloc else None


def host_of(url: str) -> str:
    """The host of a URL in lower case, without port or user; '' if it has none or is malformed."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def bare_host(host: str | None) -> str:
    """A host name without `www.`: the two serve the same pages. '' for None."""
    return (host or "").removeprefix("www.")


@lru_cache(maxsize=16)  # a page's own URL is asked for several times while it is read
def canonical_url(url: str) -> str:
    """One spelling for URLs that mean the same page.

    Scheme and host in lower case, default port, fragment and visitor-counting parameters taken out, doubled slashes of
    the path folded (Disway prints `//read/...` for `/read/...`). Case and order of all else stay: servers may care.
    Raises ValueError if `url` is malformed.
    """
    parts = urlsplit(_CONTROL.sub("", url))
    scheme, host = parts.scheme.lower(), (parts.hostname or "")
    port = parts.port
    netloc = host if port in (None, _PORTS.get(scheme)) else f"{host}:{port}"
    query = parts.query
    if query and _TRACKING.search(query):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)])
    return urlunsplit((scheme, netloc, _SLASHES.sub("/", parts.path) or "/", query, ""))


def plain_url(url: str) -> str:
    """The canonical spelling of a URL; the URL itself where it is malformed."""
    try:
        return canonical_url(url)
    except ValueError:
        return url
