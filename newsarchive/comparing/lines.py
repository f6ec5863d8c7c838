"""Lays a compared text out in lines, one a paragraph, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    for place, piece in enumerate(change.pieces):
        is_whole = _is_whole(change.pieces, place)
        for number, text in enumerate(piece.text.split(BREAK)):
            if number:
                is_ending, is_marked = _break(piece, line, is_whole)
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


def _is_whole(pieces: Sequence[Piece], place: int) -> bool:
    """Whether what was added or removed here are paragraphs of their own: a break before them, and one behind."""
    kind = pieces[place].kind
    if kind == "same" or not pieces[place].text.startswith(BREAK):
        return False
    behind = next((pieces[n] for n in range(place + 1, len(pieces)) if pieces[n].kind != kind), None)
    return behind is None or behind.text.startswith(BREAK)


def _break(piece: Piece, line: Sequence[Segment], is_whole: bool) -> tuple[bool, bool]:
    """Whether a break ends the line, and whether it is shown: where a paragraph was parted by it, or joined."""
    if piece.kind == "same" or is_whole or not line:
        return bool(line), False
    if piece.kind == "removed":
        is_lone = all(segment.kind == "removed" for segment in line)
        return is_lone, not is_lone
    return True, any(segment.kind == "same" for segment in line)
