"""Lays a compared text out in lines, one a paragraph, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from newsarchive.comparing.tokens import BREAK
from newsarchive.comparing.words import Piece, TextChange

PILCROW = "¶"
"""Stands for a break of paragraphs that was put in or taken out within what reads on."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Some words of a line, on one line."""

    kind: Literal["same", "removed", "added"]
    text: str
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the new text with what was taken out of it, or one of the old text that is gone."""

    segments: tuple[Segment, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything in it was added or removed."""
        return any(segment.kind != "same" for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Gap:
    """So many lines in a row that did not change."""

    count: int


def lines_of(change: TextChange) -> Iterator[Line]:
    """The lines of a compared text, in order, all of them."""
    line: list[Segment] = []
    for piece in change.pieces:
        for number, text in enumerate(piece.text.split(BREAK)):
            if number:
                is_ending, is_marked = _break(piece, line)
                if is_marked:
                    line.append(Segment(piece.kind, PILCROW))
                if is_ending:
                    yield Line(tuple(line))
                    line = []
            if text:
                line.append(Segment(piece.kind, text, piece.is_moved))
    if line:
        yield Line(tuple(line))


def with_gaps(lines: Iterator[Line], context: int = 1) -> Iterator[Line | Gap]:
    """The lines that changed with `context` unchanged ones before and behind each; the rest only as their number."""
    waiting: list[Line] = []  # unchanged ones that may be before a change
    skipped, behind = 0, 0
    for line in lines:
        if line.is_changed:
            if skipped:
                yield Gap(skipped)
            yield from waiting
            yield line
            waiting, skipped, behind = [], 0, context
        elif behind:
            behind -= 1
            yield line
        else:
            waiting.append(line)
            if len(waiting) > context:
                waiting.pop(0)
                skipped += 1
    if skipped + len(waiting):
        yield Gap(skipped + len(waiting))


def _break(piece: Piece, line: list[Segment]) -> tuple[bool, bool]:
    """Whether a break ends the line, and whether it is shown: where words of both texts stand beside it."""
    if piece.kind == "same" or not line:
        return bool(line), False
    is_lone = all(segment.kind == piece.kind for segment in line)
    return (True, not is_lone) if piece.kind == "added" else (is_lone, not is_lone)
