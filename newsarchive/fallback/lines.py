"""A whole page as the lines that a reader sees, each with the element it stands in: they tell where things stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from newsarchive.html.blocks import fold
from newsarchive.text.paragraphs import same_letters

_BLOCKS: Final = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_CLIMB: Final = 40
"""Inline elements inside one another; what is nested deeper is taken for a block."""
_MOST: Final = 20_000
"""Lines of a page that are read."""
_DEEPEST: Final = 300
"""Elements around a line that are looked at."""
_WIDEST: Final = 4000
"""Lines that are looked at where every one costs a climb through the elements around it."""


@dataclass(slots=True)
class Line:
    """One line: its text, white space folded, the innermost block element around it, and its letters and digits."""

    text: str
    node: LexborNode
    linked: bool = False
    """Whether all of it is links."""
    letters: str = ""
    start: int = 0
    """Where its letters begin in `Lines.letters`."""


@dataclass(slots=True)
class Lines:
    """The lines of a page in order."""

    lines: list[Line]
    letters: str = ""
    starts: list[int] = field(default_factory=list)
    is_cut: bool = False
    """Whether the page has more lines than were read."""

    def __post_init__(self) -> None:
        at = 0
        for line in self.lines:
            line.letters = same_letters(line.text)
            line.start = at
            self.starts.append(at)
            at += len(line.letters)
        self.letters = "".join(line.letters for line in self.lines)

    def at(self, offset: int) -> int:
        """The number of the line that holds the letter at `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def find(self, pieces: Iterable[str]) -> dict[int, int]:
        """Which lines hold `pieces` of text, and how many letters of them each: by order where a piece stands twice."""
        held: dict[int, int] = {}
        after = scanned = 0
        for piece in pieces:
            if scanned > _SCANNED:  # a page that quotes what it does not hold, over and over
                break
            letters = same_letters(piece)
            if len(letters) < _SHORTEST:
                continue
            start = self.letters.find(letters, after)
            if start < 0:
                start = self.letters.find(letters)
                scanned += len(self.letters)
            if start < 0:
                continue
            after = end = start + len(letters)
            number = self.at(start)
            while number < len(self.lines) and self.starts[number] < end:
                line = self.lines[number]
                share = min(end, line.start + len(line.letters)) - max(start, line.start)
                if share > 0:
                    held[number] = held.get(number, 0) + share
                number += 1
        return held


_SCANNED: Final = 100_000_000
"""Letters that are searched in vain before no more is looked for."""
_SHORTEST: Final = 12
"""Letters: what is shorter stands in many places of a page."""


def read_lines(body: LexborNode) -> Lines:
    """The lines of `body`. Scripts and the like have to be taken out of it before."""
    lines: list[Line] = []
    parts: list[str] = []
    block: LexborNode | None = None
    is_linked = True
    for node in body.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            if not text or (text.isspace() and not parts):
                continue
            holder, in_link = _block_of(node)
            if holder is None:
                continue
            if block is None or holder.mem_id != block.mem_id:
                _end(lines, parts, block, is_linked)
                parts, block, is_linked = [], holder, True
            parts.append(text)
            is_linked = is_linked and (in_link or not any(map(str.isalnum, text)))
        elif tag in _BLOCKS or (tag == "br" and not _is_in_heading(node)):
            _end(lines, parts, block, is_linked)
            parts, is_linked = [], True
        elif tag == "br":
            parts.append(" ")
        if len(lines) > _MOST:
            break
    _end(lines, parts, block, is_linked)
    return Lines(lines, is_cut=len(lines) > _MOST)


def _end(lines: list[Line], parts: Sequence[str], block: LexborNode | None, is_linked: bool) -> None:
    text = fold("".join(parts))
    if text and block is not None:
        lines.append(Line(text, block, is_linked))


def _is_in_heading(node: LexborNode) -> bool:
    """Whether a `<br>` only breaks the line of a headline."""
    parent = node.parent
    return parent is not None and parent.tag in {"h1", "h2", "h3"}


def _block_of(node: LexborNode) -> tuple[LexborNode | None, bool]:
    """The innermost block element around a text, and whether a link is inside that, or close around it."""
    here = node.parent
    in_link = False
    for _ in range(_CLIMB):
        if here is None or here.tag in _BLOCKS:
            break
        in_link = in_link or here.tag == "a"
        here = here.parent
    if not in_link and here is not None:
        outer = here.parent
        in_link = outer is not None and (outer.tag == "a" or (outer.parent is not None and outer.parent.tag == "a"))
    return here, in_link


def block_around(node: LexborNode) -> LexborNode | None:
    """The innermost block element around an element."""
    return _block_of(node)[0]


def around(node: LexborNode) -> Iterator[LexborNode]:
    """A node and the elements around it, innermost first."""
    here: LexborNode | None = node
    for _ in range(_DEEPEST):
        if here is None:
            return
        yield here
        here = here.parent


def best_around(lines: Lines, held: dict[int, int]) -> LexborNode | None:
    """The element that holds most of the letters that `held` counts by line, and few headlines of other articles.

    Of all elements around that text, the innermost of the best: each letter of text speaks for an element, each letter
    of a line that is all links speaks against it three times, as a list of teasers has one for each; a box of them is
    forgiven.
    """
    numbers = sorted(held)[:_WIDEST]
    forgiven = max(_FORGIVEN, _FORGIVEN_SHARE * sum(held[number] for number in numbers))
    weights = weights_of(lines, {number: held[number] for number in numbers})
    linked: dict[int, int] = {}
    for number in range(max(0, numbers[0] - _NEAR), min(len(lines.lines), numbers[-1] + _NEAR)):
        line = lines.lines[number]
        if line.linked and len(line.letters) >= _SHORTEST and number not in held:
            for node in around(line.node):
                linked[node.mem_id] = linked.get(node.mem_id, 0) + len(line.letters)
    best: LexborNode | None = None
    most = 0.0
    seen: set[int] = set()
    for number in numbers:
        for node in around(lines.lines[number].node):
            if node.mem_id in seen:
                break
            seen.add(node.mem_id)
            score = weights[node.mem_id] - 3 * max(0, linked.get(node.mem_id, 0) - forgiven)
            if best is None or score > most:
                best, most = node, score
    return best if most >= sum(held[number] for number in numbers) / 4 else None


def weights_of(lines: Lines, held: dict[int, int]) -> dict[int, int]:
    """By `mem_id`, the letters of each element that `held` counts by line."""
    weights: dict[int, int] = {}
    for number in sorted(held)[:_WIDEST]:
        for node in around(lines.lines[number].node):
            weights[node.mem_id] = weights.get(node.mem_id, 0) + held[number]
    return weights


_FORGIVEN: Final = 100
_FORGIVEN_SHARE: Final = 0.15
"""Letters of headlines of other articles that any text may have in it, and their share of a long one's."""
_NEAR: Final = 200
"""Lines before and behind the text found among which links are looked at."""
