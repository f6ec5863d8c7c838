"""A page reduced to its structure: every element a parser may look at, no sentence of the real page."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import Doctype, NavigableString
from selectolax.lexbor import LexborHTMLParser

from newsarchive.errors import NewsarchiveError
from newsarchive.gold.words import made_up
from newsarchive.html.charset import decode_html
from newsarchive.html.nesting import guarded

_GONE = ("style", "svg", "noscript", "iframe", "form", "video", "audio", "canvas", "template", "object", "ins")
_DATA = re.compile(r"ld\+json|application/json")
_DATALAYER = re.compile(r"\bdataLayer\s*=")
_ATTRIBUTES = frozenset(
    (
        *("class", "id", "itemprop", "itemtype", "itemscope", "rel", "type", "name", "property", "content", "href"),
        *("src", "data-src", "datetime", "lang", "charset", "http-equiv", "colspan", "data-page", "style", "dir"),
    )
)
_META = re.compile(
    r"date|time|publi|author|editor|title|descr|keyword|generator|robots|^og:|^article:|content_|charset|pub",
    re.IGNORECASE,
)
_NAMES_SOFTWARE = re.compile(r"generator|robots|:type$|:locale$", re.IGNORECASE)
"""Meta elements whose content is no one's sentence; templates are recognised by them."""
_LINKS = ("canonical", "amphtml", "alternate", "next", "prev", "shortlink")
_URL = re.compile(r"https?://[^\s\"'<>]+")
_BLANK_LINES = re.compile(r"\n(?:[ \t\r\f]*\n)+")
_MOST_ALIKE = 4
"""Elements of one tag and class in a row that are kept: lists of links are hundreds of them."""
_LISTED = ("li", "div", "article", "section", "figure", "tr", "dl", "ul", "option", "a", "link")
_STYLE = 60
"""Characters; longer style attributes are layout, and no selector asks for them."""


def address_of(url: str) -> str:
    """The address that the reduced page goes by: that of the real one with the words of its slug made up."""
    return _address(url, _words_of_host(url))


def _words_of_host(url: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", urlsplit(url).netloc.lower()))


def structure_of(page: bytes, url: str) -> str:
    """The HTML of `page` with made-up words and without what no parser reads, small enough to be read by a person.

    Words of the host of `url` stay (brands are told by them), digits stay (dates and ids are), and the same word
    becomes the same made-up word everywhere, so that a title still equals its copies. Raises NewsarchiveError for a
    page that is nested too deep to be read at all.
    """
    text = guarded(decode_html(page, None).text)
    if text is None:
        raise NewsarchiveError(f"{url}: the page is nested too deep to be reduced")
    # Lexbor reads it as the extraction does; what it writes is regular, so that BeautifulSoup sees the same tree.
    tree = LexborHTMLParser(text)
    soup = BeautifulSoup(tree.html or "", "html.parser")
    keep = _words_of_host(url)
    _clean(soup)
    for text in [node for node in soup.find_all(string=True) if isinstance(node, NavigableString)]:
        _reword(text, keep)
    for element in soup.find_all(True):
        _reattribute(element, keep)
    _thin(soup)
    return "<!doctype html>\n" + _BLANK_LINES.sub("\n", str(soup)).strip() + "\n"


def _clean(soup: BeautifulSoup) -> None:
    """Take out what is never read: scripts but data, styles, frames, comments, head elements without meaning."""
    for mark in soup.find_all(string=lambda text: isinstance(text, Comment | Doctype)):
        mark.extract()
    for element in soup.find_all(_GONE):
        element.decompose()
    for script in soup.find_all("script"):
        is_data = _DATA.search(str(script.get("type") or "")) or script.get("id") == "__NEXT_DATA__"
        if not (is_data or _DATALAYER.search(script.get_text())):
            script.decompose()
    for meta in soup.find_all("meta"):
        name = (
            meta.get("name")
            or meta.get("property")
            or meta.get("itemprop")
            or ("charset" if meta.get("charset") else "")
        )
        if not _META.search(str(name)):
            meta.decompose()
    for link in soup.find_all("link"):
        if not set(link.get_attribute_list("rel")) & set(_LINKS):
            link.decompose()


def _reword(text: NavigableString, keep: Collection[str]) -> None:
    parent = text.parent
    if parent is not None and parent.name == "script":
        text.replace_with(_data(str(text), keep))
    elif text.strip():
        text.replace_with(made_up(str(text), keep))


def _data(script: str, keep: Collection[str]) -> str:
    """JSON with its strings made up; script that is not JSON with those between double quotes."""
    try:
        return json.dumps(_value(json.loads(script, strict=False), keep), ensure_ascii=False)
    except (ValueError, RecursionError):
        return re.sub(r'(:\s*")([^"]*)(")', lambda m: m[1] + _string(m[2], keep) + m[3], script)


def _value(value: Any, keep: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: item if key.startswith("@") else _value(item, keep) for key, item in value.items()}
    if isinstance(value, list):
        return [_value(item, keep) for item in value]
    return _string(value, keep) if isinstance(value, str) else value


def _string(value: str, keep: Collection[str]) -> str:
    if re.search(r"\d{4}-\d\d-\d\d|\d\d:\d\d", value) and len(value) < 60:
        return value
    parts, done = [], 0
    for url in _URL.finditer(value):
        parts += [made_up(value[done : url.start()], keep), _address(url[0], keep)]
        done = url.end()
    return "".join((*parts, made_up(value[done:], keep)))


def _address(url: str, keep: Collection[str]) -> str:
    """An address with the words of slugs made up; steps of one word ('read', 'kategori') are the CMS's and stay."""
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if not separator:
        scheme, host, slash, path = "", "", "", url
    steps = [made_up(step, keep) if re.search(r"[-_.%].*[-_.%]", step) else step for step in path.split("/")]
    return f"{scheme}{separator}{host}{slash}{'/'.join(steps)}"


def _reattribute(element: Tag, keep: Collection[str]) -> None:
    for name, value in list(element.attrs.items()):
        text = " ".join(value) if isinstance(value, list) else str(value)
        if name not in _ATTRIBUTES or text.startswith("data:") or (name == "style" and len(text) > _STYLE):
            del element.attrs[name]
        elif name in ("href", "src", "data-src"):
            element.attrs[name] = _address(text, keep)
        elif name == "content" and not _NAMES_SOFTWARE.search(
            str(element.get("name") or element.get("property") or "")
        ):
            element.attrs[name] = _string(text, keep)


def _thin(soup: BeautifulSoup) -> None:
    """Of many blocks alike in a row keep a few; paragraphs and what stands inside a line are the text, and stay."""
    for element in soup.find_all(True):
        alike, before = 0, None
        for child in element.find_all(True, recursive=False):
            look = (child.name, tuple(child.get_attribute_list("class")))
            alike = alike + 1 if look == before else 1
            before = look
            if alike > _MOST_ALIKE and child.name in _LISTED:
                child.decompose()
