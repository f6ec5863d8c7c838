"""The pictures of an article on a page of no known template: those in its text, and between headline and text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from selectolax.lexbor import LexborNode

from newsarchive.fallback.clutter import is_clutter
from newsarchive.html.figures import Figure, found_once, read_figures
from newsarchive.models import Layout
from newsarchive.text.urls import absolute_url

_MARK: Final = "data-newsarchive-picture"
_SAYS: Final = "data-newsarchive-caption"
_CAPTION: Final = (
    f"[{_SAYS}], figcaption, .wp-caption-text, .caption, .image-caption, .img-caption, .photo-caption, .foto-caption, "
    '.wp-caption-dd, .keterangan-foto, .gallery-caption, [class*="caption"], [itemprop~="caption"], .tr-caption'
)
_CREDIT: Final = (
    f'[class*="credit"], [{_SAYS}] .author, [{_SAYS}] .source, '
    "figcaption .author, figcaption .source, figcaption .sumber"
)
_PICTURES: Final = Layout(
    name="any", recognise="html", title="h1", body="body", figure=f"[{_MARK}]", caption=_CAPTION, credit=_CREDIT
)
_NO_PICTURE: Final = re.compile(
    r"logo|avatar|user-?default|default-?user|/users?/|profile|author|gravatar|icon|emoji|smil(?:ey|ies)|spacer|blank\.(?:gif|png)|pixel|1x1|banner|/ads?[/_-]|iklan|sprite"
    r"|loading|loader|share|whatsapp|facebook|twitter|google-?news|data:image|feedburner|counter|button",
    re.IGNORECASE,
)
_LAZY: Final = ("data-src", "data-original", "data-lazy-src", "src")
_SMALLEST: Final = 90
"""Pixels: what states less is an icon."""
_HOLDERS: Final = frozenset(("div", "figure", "table", "tbody", "tr", "td", "center", "dl", "span", "a"))
_PICTURED: Final = re.compile(r"(?:^|[\s_-])(?:pic|photo|foto|gambar|image|img)(?:$|[\s_-])", re.IGNORECASE)
_SHORT: Final = 350
"""Characters of a text that is a caption by its place alone."""
_HEIGHT: Final = 6
_MOST: Final = 60
_NODES: Final = 20_000


def read_pictures(
    region: LexborNode,
    container: LexborNode,
    held: Mapping[int, int],
    *,
    meta: Mapping[str, str],
    description: Mapping[str, Any],
    base_url: str,
) -> tuple[Figure, ...]:
    """Pictures in order with their captions; the one the page names for machines where none is shown.

    `held` counts, by `mem_id`, the letters of an element that are text which was found: its captions are no more than
    a third of an article.
    """
    _mark_captions(container, held)
    inside = {node.mem_id for node in container.css("img")[: _MOST * 5]}
    is_past = False
    marked = 0
    for seen, node in enumerate(region.traverse()):
        if seen > _NODES or marked >= _MOST:
            break
        if node.mem_id == container.mem_id:
            is_past = True
        elif node.tag == "img" and (node.mem_id in inside or not is_past) and _is_picture(node):
            node.attrs[_MARK] = "1"
            marked += 1
            _mark_caption(node, container, held)
    figures = read_figures(region, _PICTURES, base_url) if marked else ()
    figures = tuple(figure for figure in figures if figure.url)
    if figures:
        return figures
    stated = meta.get("og:image") or _image_of(description.get("image"))
    url = absolute_url(base_url, stated) if stated and not _NO_PICTURE.search(stated[:500]) else None
    return (Figure(url, None),) if url else ()


def _mark_captions(container: LexborNode, held: Mapping[int, int]) -> None:
    """Mark what is called a picture and holds a short text."""
    most = held.get(container.mem_id, 0) / 3
    for node in container.css('[class*="pic"], [class*="foto"], [class*="photo"], [class*="gambar"], [class*="image"]'):
        named = (node.attributes.get("class") or "")[:300]
        is_short = len(node.text(deep=True).strip()) <= _SHORT and held.get(node.mem_id, 0) <= most
        if is_short and node.tag in _HOLDERS and _PICTURED.search(named):
            node.attrs[_SAYS] = "1"


def _mark_caption(image: LexborNode, container: LexborNode, held: Mapping[int, int]) -> None:
    """Mark the element around a picture as its caption, if it holds a short text and nothing more."""
    here = image.parent
    for _ in range(_HEIGHT):
        if here is None or here.mem_id == container.mem_id or here.tag == "body":
            return
        if text := here.text(deep=True).strip():
            is_spared = held.get(here.mem_id, 0) > held.get(container.mem_id, 0) / 3
            if len(text) <= _SHORT and here.tag in _HOLDERS and not is_spared and here.css_first("h1, h2") is None:
                here.attrs[_SAYS] = "1"
            return
        here = here.parent


def _is_picture(node: LexborNode) -> bool:
    attributes = node.attributes
    source = next((value for name in _LAZY if (value := attributes.get(name))), "")
    named = f"{source[-300:]} {attributes.get('class') or ''} {attributes.get('id') or ''}"
    if not source or _NO_PICTURE.search(named[:600]):
        return False
    for name in ("width", "height"):
        size = (attributes.get(name) or "").removesuffix("px")
        if size.isascii() and size.isdigit() and len(size) < 6 and int(size) < _SMALLEST:
            return False
    here = node.parent
    for _ in range(6):
        if here is None or here.tag in {"body", "article", "main"}:
            return True
        if is_clutter(here):
            return False
        here = here.parent
    return True


def _image_of(value: Any) -> str | None:
    """The address in an `image` of JSON-LD: a text, an object, or a list of these."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return value if isinstance(value, str) else None


def take_out_captions(container: LexborNode, figures: tuple[Figure, ...]) -> list[tuple[str, str]]:
    """Cut the captions out of the text; those that no picture has are handed back as (rule, text)."""
    known = {figure.caption for figure in figures}
    cut = []
    for node in reversed(found_once(container, _CAPTION)[:_MOST]):
        text = " ".join(node.text(deep=True).split())
        if len(text) > _LONGEST or node.mem_id == container.mem_id:
            continue
        if text and text not in known:
            cut.append(("fallback-caption", text))
        node.decompose()
    return cut[::-1]


_LONGEST: Final = 600
"""Characters: what is longer is no caption, whatever it is called."""
