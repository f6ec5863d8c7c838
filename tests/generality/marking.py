"""A real page as pieces of source: where each paragraph of its gold stands, so that a test can change it there.

The page is parsed and written out again with marks around every paragraph that is found by its letters. Between marks
the source is as the parser writes it, so a change is made by putting pieces together again: nothing is parsed twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_UNREAD = frozenset(
    (
        *("script", "style", "noscript", "iframe", "template", "textarea", "select", "option", "button", "title"),
        *("svg", "object"),
    )
)
_MARK = re.compile("\ue000([urRUbB])(\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Spot:
    """One paragraph in the source: its element from `start` to `end`, its own content from `inner` to `outer`."""

    start: int
    inner: int
    outer: int
    end: int
    is_element: bool
    """Whether it has an element of its own; otherwise it is loose text between line breaks."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A page's source, and where in it the paragraphs of `keys` stand, in order; those not found are not there."""

    source: str
    spots: dict[int, Spot]
    boxes: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    """Boxes of related links within the text: where each stands, and its headlines."""

    def edited(self, edits: Sequence[tuple[int, int, str]]) -> str:
        """The source with pieces replaced: (start, end, new), which do not overlap."""
        pieces, at = [], 0
        for start, end, new in sorted(edits):
            pieces += [self.source[at:start], new]
            at = end
        return "".join((*pieces, self.source[at:]))


def letters(text: str) -> str:
    """Letters and digits of a text, in lower case: what two printings of one paragraph share."""
    return "".join(filter(str.isalnum, text.casefold()))


def mark(html: bytes | str, paragraphs: Sequence[str], related: Sequence[str] = ()) -> Marked:
    """Find `paragraphs` in the page, each one once, and the boxes in which the headlines `related` are linked."""
    tree = LexborHTMLParser(html)
    body = tree.body
    assert body is not None
    lines = [line for line in _lines(body) if letters("".join(n.text_content or "" for n in line))]
    keys = [letters("".join(n.text_content or "" for n in line)) for line in lines]
    places = _places([letters(p) for p in paragraphs], keys)
    titles = _put_box_marks(body, [lines[at] for at in places.values()], related)
    for number, at in places.items():
        _put_marks(number, lines[at])
    marked = tree.html or ""
    found: dict[int, dict[str, int]] = {}
    source, at = [], 0
    length = 0
    for sign in _MARK.finditer(marked):
        source.append(marked[at : sign.start()])
        length += sign.start() - at
        found.setdefault(int(sign[2]), {})[sign[1]] = length
        at = sign.end()
    source.append(marked[at:])
    # 'Jakarta -' above the first paragraph: one with it or one by itself, as one likes
    apart = {0, 1} if len(paragraphs) > 1 and len(paragraphs[0]) < 40 and paragraphs[0].endswith("-") else set()
    spots = {
        number: Spot(p.get("u", p["r"]), p["r"], p["R"], p.get("U", p["R"]), "u" in p)
        for number, p in found.items()
        if "r" in p and "R" in p and number not in apart
    }
    last = max((spot.end for spot in spots.values()), default=0)
    boxes = [(p["b"], p["B"], titles[n]) for n, p in found.items() if "b" in p and p.get("B", last) < last]
    return Marked("".join(source), spots, tuple(sorted(boxes)))


def _places(wanted: Sequence[str], keys: Sequence[str]) -> dict[int, int]:
    """For each paragraph the line it is: of several the one nearest to the paragraphs that are there once only."""
    every = {key: [n for n, other in enumerate(keys) if other == key] for key in set(wanted)}
    sure = sorted(every[key][0] for key in wanted if len(every[key]) == 1 and len(key) > 60)
    if not sure:
        return {}
    middle = sure[len(sure) // 2]
    found: dict[int, int] = {}
    for key, lines in every.items():
        numbers = [n for n, other in enumerate(wanted) if other == key]
        nearest = sorted(sorted(lines, key=lambda at: abs(at - middle))[: len(numbers)])
        if len(nearest) == len(numbers):
            found.update(zip(numbers, nearest, strict=True))
    return found


def _lines(body: LexborNode) -> Iterator[list[LexborNode]]:
    """The text nodes of every line that a reader sees, one list a line."""
    line: list[LexborNode] = []

    def walk(node: LexborNode) -> Iterator[list[LexborNode]]:
        nonlocal line
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                line.append(child)
            elif tag in _BLOCKS or tag == "br":
                if line:
                    yield line
                line = []
                yield from walk(child)
                if line:
                    yield line
                line = []
            elif tag not in _UNREAD and not tag.startswith(("-", "_")):
                yield from walk(child)

    yield from walk(body)
    if line:
        yield line


def _put_marks(number: int, line: Sequence[LexborNode]) -> None:
    line = [node for node in line if (node.text_content or "").strip()]
    first, last = _outermost(line[0]), _outermost(line[-1])
    if first.parent is None or last.parent is None or first.parent.mem_id != last.parent.mem_id:
        return
    holder = first.parent
    if holder.tag == "blockquote" or "blockquote" in {node.tag for node in _above(holder)}:  # a post quoted whole
        return
    text = letters(holder.text(deep=True))
    is_whole = text == letters("".join(node.text_content or "" for node in line))
    alone = is_whole and holder.tag in _BLOCKS - {"body", "td"}
    first.insert_before(f"\ue000r{number}\ue001")
    last.insert_after(f"\ue000R{number}\ue001")
    if alone:
        holder.insert_before(f"\ue000u{number}\ue001")
        holder.insert_after(f"\ue000U{number}\ue001")


def _put_box_marks(
    body: LexborNode, lines: Sequence[Sequence[LexborNode]], related: Sequence[str]
) -> dict[int, tuple[str, ...]]:
    """Mark the largest elements that hold these headlines and no paragraph; the headlines of each, by number."""
    above = {above.mem_id: depth for line in lines for depth, above in enumerate(reversed(list(_above(line[0]))))}
    boxes: dict[int, tuple[LexborNode, list[str]]] = {}
    for title in related:
        tops = [_top(a, above) for a in body.css("a[href]") if letters(a.text(deep=True)) == letters(title)]
        fit = [top for top in tops if top is not None and top.tag in _BLOCKS]
        if fit:
            best = max(fit, key=lambda top: above[top.parent.mem_id] if top.parent is not None else 0)
            boxes.setdefault(best.mem_id, (best, []))[1].append(title)
    for number, (node, _) in enumerate(boxes.values()):
        node.insert_before(f"\ue000b{number}\ue001")
        node.insert_after(f"\ue000B{number}\ue001")
    return {number: tuple(titles) for number, (_, titles) in enumerate(boxes.values())}


def _above(node: LexborNode) -> Iterator[LexborNode]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _top(node: LexborNode, above: dict[int, int]) -> LexborNode | None:
    while (parent := node.parent) is not None:
        if parent.mem_id in above:
            return node
        node = parent
    return None


def _outermost(node: LexborNode) -> LexborNode:
    """The outermost inline element around a text that holds no line break and no block."""
    while (
        (parent := node.parent) is not None
        and parent.tag not in _BLOCKS
        and parent.css_first(", ".join(_BLOCKS | {"br"})) is None
    ):
        node = parent
    return node
