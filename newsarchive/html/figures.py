"""The pictures of a page, each with the lines that are printed with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from newsarchive.html.blocks import fold
from newsarchive.models import Layout
from newsarchive.text.urls import absolute_url

_CLIMB = 5
"""Elements up from a picture within which its caption is looked for."""
_PICTURES = 300
"""Pictures of one page that are read; the longest real gallery seen has some thirty."""
_MOST = 10
"""Lines of a block that are looked at where it holds several pictures, for one that stands with none of the others."""
_NEAR = 2
"""Elements up from a line within which a picture makes the line its own."""
_PICTURES = 200
"""Pictures of a page that are read: each is looked for a line among those of its block. A gallery has fewer."""
_LAZY = ("data-src", "data-original", "data-lazy-src", "src")
"""Where the address of a picture stands, the real one first: `src` may be a placeholder until a script runs."""


_LABEL = re.compile(r"\s*(?:foto|photo|sumber foto)\s?:\s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the page and the line printed with it, not yet parted into caption and credit."""

    url: str | None
    caption: str | None
    credit: str | None = None
    """What a credit element of its own prints; None where there is no such element."""


def read_figures(
    scope: LexborNode | None, layout: Layout, base_url: str, *, opening: bool = False
) -> tuple[Figure, ...]:
    """The pictures of `scope` in order, each with caption and credit from the smallest block around them.

    `opening`: those that the layout calls so; without it, its other pictures.
    """
    selector = layout.opening if opening else layout.figure
    if scope is None or not selector:
        return ()
    pictures = f"{selector}, {layout.figure}" if layout.figure and selector != layout.figure else selector
    figures = []
    used: set[int] = set()
    found_in: _Found = {}
    for image in found_once(scope, selector)[:_PICTURES]:
        attributes = image.attributes
        source = next((value for name in _LAZY if (value := attributes.get(name))), "")
        caption = _nearest(image, layout.caption, pictures, used, found_in)
        credit = _nearest(image, layout.credit, pictures, used, found_in)
        # a gallery may keep the line in a non-standard attribute of its thumbnails, for a script to show
        text = fold(caption.text(deep=True) if caption is not None else attributes.get("caption") or "") or None
        name = fold(credit.text(deep=True)) or None if credit is not None else None
        if text and name and text != name:  # the credit may stand inside the caption, before or after its words
            text = text.removeprefix(name).removesuffix(name).strip() or None
        figures.append(Figure(absolute_url(base_url, source), None if text == name else text, _bare(name)))
    return tuple(figures)


def found_once(scope: LexborNode, selector: str) -> list[LexborNode]:
    """What `selector` finds, each once: the parser gives a node as often as it fits the alternatives of a list."""
    return list({node.mem_id: node for node in scope.css(selector)}.values())


def _bare(credit: str | None) -> str | None:
    """A credit without the brackets and the label it is printed with: '(Foto: A)' is A's."""
    if credit is None:
        return None
    inner = credit[1:-1] if credit[0] == "(" and credit[-1] == ")" else credit
    return _LABEL.sub("", inner).strip() or None


_Found = dict[tuple[int, str], list[LexborNode]]
"""What selectors found in blocks, by the block's number: pictures in a row share the blocks around them."""


def _all_in(block: LexborNode, selector: str, found_in: _Found) -> list[LexborNode]:
    key = (block.mem_id, selector)
    if key not in found_in:
        found_in[key] = found_once(block, selector)
    return found_in[key]


def _nearest(
    image: LexborNode, selector: str | None, pictures: str, used: set[int], found_in: _Found
) -> LexborNode | None:
    """The element that `selector` finds nearest to a picture: not beyond the block that holds another picture too."""
    if not selector:
        return None
    block = image.parent
    for _ in range(_CLIMB):
        if block is None or block.tag in ("body", "html"):
            return None
        is_shared = len(_all_in(block, pictures, found_in)) > 1
        free = (line for line in _all_in(block, selector, found_in) if line.mem_id not in used)
        for found in islice(free, _MOST if is_shared else 1):
            if not (is_shared and _is_of_another(found, image, block, pictures)):
                used.add(found.mem_id)
                return found
        if is_shared:
            return None
        block = block.parent
    return None


def _is_of_another(line: LexborNode, image: LexborNode, block: LexborNode, pictures: str) -> bool:
    """Whether a line within `block`, which holds `image`, has another picture nearer to it: in a smaller block."""
    near = line.parent
    for _ in range(_NEAR):
        if near is None or near.mem_id == block.mem_id:
            return False
        first = near.css_first(pictures)
        if first is not None:
            return first.mem_id != image.mem_id
        near = near.parent
    return False
