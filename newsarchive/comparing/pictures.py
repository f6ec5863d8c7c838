"""Says which addresses are of the same picture, served in another size, format or quality or past a cache."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

_LONGEST = 4_000
"""Characters of an address that are looked at; longer ones are compared as they stand."""

_MOST_INNER = 4
"""How many addresses within an address are unwrapped."""

# What only asks for a size, a cut, a format or a quality, or gets past a cache: of Imgix, Cloudinary, Jetpack's Photon
# (https://developer.wordpress.com/docs/photon/api/), Next.js, Thumbor and the in-house resizers of Indonesian networks.
_PARAMETERS = re.compile(
    r"w|h|q|width|height|quality|size|sz|fit|crop|resize|resolution|auto|format|fm|dpr|strip|ssl|v|ver|version|ts?"
    r"|timestamp|_|cache|cb|nocache|rnd|zoom|webp|lossy|output|bg|sharp|blur|gravity|rect|max-?[wh]|max(?:width|height)"
    r"|im(?:width|height|policy)|x|y|tr|op",
    re.IGNORECASE,
)
_SIZE = r"\d{1,5}[x×]\d{1,5}"
_SEGMENT = re.compile(
    rf"{_SIZE}|{_SIZE}:{_SIZE}|crops?|resiz(?:e|er|ed)|thumbs?|thumbnails?\d?|thumbor|unsafe"
    r"|fit-in|smart|filters:[^/]{1,200}|small|medium|large|originals?|images?|images?_?size"
    r"|(?:[whcqfgxyrboe]|ar|dpr|fl)_[a-z0-9.:]{1,20}(?:,(?:[whcqfgxyrboe]|ar|dpr|fl)_[a-z0-9.:]{1,20})*"
    r"|(?:width|height|quality|format|fit|w|h|q)[=:-][a-z0-9]{1,8}(?:,[a-z]{1,12}[=:][a-z0-9]{1,8})*"
    r"|cdn-cgi|photo-size|watermark(?:\([^/]{0,200}\))?|webp|[\w-]{20,44}=",
    re.IGNORECASE,
)
_SUFFIX = re.compile(rf"(?:[-_@](?:{_SIZE}|scaled|rotated|[1-4]x|thumb|small|medium|large|169|43))+\Z", re.IGNORECASE)
_FORMAT = re.compile(r"(?:\.(?:jpe?g|png|gif|webp|avif|jfif))+\Z", re.IGNORECASE)
_INNER = re.compile(r"https?:/{1,2}(?=[\w.-]+\.\w)", re.IGNORECASE)
_PHOTON = re.compile(r"i\d\.wp\.com")
_DISTINCT = 12
"""Characters: a path at least so long, with a digit in it, names one picture on whatever host it lies."""


@lru_cache(maxsize=256)
def picture_of(url: str) -> str:
    """What an address says of which picture it is: equal for addresses that differ only in size, cut or cache.

    The host counts only where the path is too short to name one picture: resizers and content networks change it.
    Never raises; a malformed address stands for itself.
    """
    if len(url) > _LONGEST or url[:5].lower() == "data:":
        return url
    try:
        host, path, query = _unwrapped(url)
    except ValueError:
        return url
    segments = [segment for segment in path.split("/") if segment]
    kept = [segment for segment in segments[:-1] if not _SEGMENT.fullmatch(segment)]
    if segments:
        kept.append(_SUFFIX.sub("", _FORMAT.sub("", segments[-1])) or segments[-1])
    named = "/".join(kept)
    pairs = sorted((name, value) for name, value in query if not _PARAMETERS.fullmatch(name))
    asked = "".join(f"?{name}={value}" for name, value in pairs)
    is_distinct = len(named) >= _DISTINCT and "/" in named and any(character.isdigit() for character in named)
    return (named if is_distinct else f"{host}/{named}") + asked


def _unwrapped(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Host, path and query of the innermost address: resizers carry that of the picture in their path or query."""
    for _ in range(_MOST_INNER):
        inner = _inner(url)
        if inner is None:
            break
        url = inner
    split = urlsplit(url)
    host = (split.hostname or "").removeprefix("www.")
    path = unquote(split.path)
    if _PHOTON.fullmatch(host):
        host, _, path = path.lstrip("/").partition("/")
    return host, path, parse_qsl(split.query, keep_blank_values=True, max_num_fields=100)


def _inner(url: str) -> str | None:
    """The address that is carried in the path or a parameter of an address; None if there is none."""
    for name, value in parse_qsl(urlsplit(url).query, max_num_fields=100):
        if name.lower() in {"url", "src", "u", "image", "img", "href"} and (_INNER.match(value) or value[:1] == "/"):
            return urljoin(url, value)
    path = unquote(urlsplit(url).path)
    found = list(_INNER.finditer(path))
    return path[found[-1].start() :] if found else None
