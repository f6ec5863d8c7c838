"""Boxes of links to other articles inside a body: taken out of the tree, with a mark left where each stood.

A box is known by the layout's selectors, not by its words, so what is in it never reaches the rules for text.
"""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from newsarchive.html.blocks import box_mark, fold
from newsarchive.models import Link, Paragraph
from newsarchive.text.urls import absolute_url

_MOST = 500
"""Boxes of one page that are taken out; a real page has a few."""


def take_out_boxes(body: LexborNode, selectors: Sequence[str], base_url: str) -> tuple[Paragraph, ...]:
    """Put a mark in the place of every element that `selectors` find; what stood there, each as a related paragraph.

    A box inside a box goes with the outer one.
    """
    boxes: list[Paragraph] = []
    taken: set[int] = set()
    for node in body.css(", ".join(selectors))[:_MOST] if selectors else ():
        if _is_within(node, taken):
            continue
        taken.add(node.mem_id)
        node.strip_tags(["script", "style", "noscript"])
        boxes.append(_paragraph(node, base_url))
        node.replace_with(box_mark(len(boxes) - 1))
    return tuple(boxes)


def _is_within(node: LexborNode, taken: set[int]) -> bool:
    here: LexborNode | None = node
    while here is not None and taken:
        if here.mem_id in taken:
            return True
        here = here.parent
    return False


def _paragraph(box: LexborNode, base_url: str) -> Paragraph:
    text = fold(box.text(deep=True, separator=" "))
    links = []
    at = 0
    for anchor in box.css("a[href]"):
        label = fold(anchor.text(deep=True, separator=" "))
        url = absolute_url(base_url, anchor.attributes.get("href") or "") if label else None
        start = text.find(label, at)
        if url and start >= 0:
            links.append(Link(label, url, start))
            at = start + len(label)
    return Paragraph(text, tuple(links), is_related=True)
