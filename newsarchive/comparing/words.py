"""Compares two texts word by word: what is the same, what was taken out, what was put in, what was moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from newsarchive.comparing.alignment import Block, aligned
from newsarchive.comparing.boring import text_form
from newsarchive.comparing.tokens import BREAK, Token, tokens_of

MOST_WORDS = 10_000
"""Words and marks of a differing block that are compared, on each side: ten times the longest of usual articles."""

MOST_PARAGRAPHS = 10_000

_LEAST_MOVED = 20
"""Characters that a paragraph must have to be called moved: shorter ones come up by themselves."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one fate.

    Joined, the texts of all that are `same` or `added` are the new text, and of all that are `same` (as `was`, where
    that is given) or `removed` the old one, paragraphs parted by an empty line.
    """

    kind: Literal["same", "removed", "added"]
    text: str
    was: str | None = None
    """Of what is the same: its old spelling, where it differed in what is boring."""
    is_moved: bool = False
    """A whole paragraph that stands elsewhere in the other text: removed here and added there, and not counted."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """How one text became another. Words are runs of letters and digits; moved ones are not counted."""

    pieces: tuple[Piece, ...]
    words_added: int
    words_removed: int
    is_coarse: bool = False
    """Some of it was too long to be compared word by word, and is told as replaced."""

    @property
    def is_change(self) -> bool:
        """Whether anything differs but what is boring."""
        return any(piece.kind != "same" and text_form(piece.text) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens that are the same in both texts, or those that were replaced by others."""

    is_same: bool
    before: tuple[Token, ...]
    now: tuple[Token, ...]

    def joined(self, other: _Run) -> _Run:
        return _Run(self.is_same, self.before + other.before, self.now + other.now)

    @property
    def size(self) -> int:
        """Characters of the longer side; moved paragraphs and breaks are left out."""
        sides = (self.before, self.now)
        return max(sum(len(t.text) for t in side if not t.is_moved and t.text != BREAK) for side in sides)


def compare_texts(before: Sequence[str], now: Sequence[str]) -> TextChange:
    """How the paragraphs `before` became those of `now`; a headline is a text of one paragraph.

    Comparing the other way round tells the same with removed and added exchanged. The time is bounded by the length
    of the texts times MOST_WORDS / 64, whatever they hold.
    """
    old, new = [text_form(text) for text in before], [text_form(text) for text in now]
    # of several ways to align two texts always the same one is taken, whichever of the two is older
    is_turned = old > new
    if is_turned:
        before, now, old, new = now, before, new, old
    blocks = list(aligned(old, new, MOST_PARAGRAPHS))
    moved = _moved(old, new, blocks)
    runs: list[_Run] = []
    is_coarse = False
    for block in blocks:
        olds = tuple(tokens_of(before, block.i1, block.i2, moved[0]))
        news = tuple(tokens_of(now, block.j1, block.j2, moved[1]))
        if block.is_same:
            runs.append(_Run(True, olds, news))
        else:
            is_coarse |= max(len(olds), len(news)) > MOST_WORDS
            runs.extend(_readable(_word_runs(olds, news)))
    if is_turned:
        runs = [_Run(run.is_same, run.now, run.before) for run in runs]
    replaced = [run for run in runs if not run.is_same]
    return TextChange(
        pieces=tuple(_merged(piece for run in runs for piece in _pieces(run))),
        words_added=sum(token.is_word for run in replaced for token in run.now),
        words_removed=sum(token.is_word for run in replaced for token in run.before),
        is_coarse=is_coarse,
    )


def _moved(old: Sequence[str], new: Sequence[str], blocks: Sequence[Block]) -> tuple[frozenset[int], frozenset[int]]:
    """Numbers of the paragraphs that both texts have, but in another order; in the old text and in the new one."""
    gone = [i for block in blocks if not block.is_same for i in range(block.i1, block.i2)]
    come = [j for block in blocks if not block.is_same for j in range(block.j1, block.j2)]
    both = Counter(old[i] for i in gone) & Counter(new[j] for j in come)
    return frozenset(_taken(gone, old, both)), frozenset(_taken(come, new, both))


def _taken(numbers: Sequence[int], forms: Sequence[str], both: Counter[str]) -> Iterator[int]:
    left = Counter({form: count for form, count in both.items() if len(form) >= _LEAST_MOVED})
    for number in numbers:
        if left[forms[number]] > 0:
            left[forms[number]] -= 1
            yield number


def _word_runs(before: tuple[Token, ...], now: tuple[Token, ...]) -> Iterator[_Run]:
    old = [f"\0old {n}" if token.is_moved else token.key for n, token in enumerate(before)]
    new = [f"\0new {n}" if token.is_moved else token.key for n, token in enumerate(now)]
    for is_same, i1, i2, j1, j2 in aligned(old, new, MOST_WORDS):
        yield _Run(is_same, before[i1:i2], now[j1:j2])


def _readable(runs: Iterable[_Run]) -> list[_Run]:
    """Runs without coincidences: what is the same is told as replaced if more was replaced on either side of it.

    A person reads one replaced sentence more easily than ten replaced words with 'di' and 'yang' kept between them
    (the rule is that of Fraser's diff-match-patch, 'semantic clean-up'). The break of a paragraph stays.
    """
    kept: list[_Run] = []
    for run in runs:
        kept.append(run)
        while len(kept) >= 3 and not kept[-1].is_same and _is_coincidence(*kept[-3:]):
            kept[-3:] = [_Run(False, (), ()).joined(kept[-3]).joined(kept[-2]).joined(kept[-1])]
    return kept


def _is_coincidence(left: _Run, same: _Run, right: _Run) -> bool:
    if left.is_same or not same.is_same or any(token.text == BREAK for token in same.now):
        return False
    size = same.size
    return size <= left.size and size <= right.size


def _pieces(run: _Run) -> Iterator[Piece]:
    before, now = run.before, run.now
    if not run.is_same:
        yield from _sides("removed", before)
        yield from _sides("added", now)
        return
    if before and now and (before[0].text == BREAK) != (now[0].text == BREAK):  # the first paragraph of one text
        if before[0].text == BREAK:
            yield Piece("removed", BREAK)
            before = before[1:]
        else:
            yield Piece("added", BREAK)
            now = now[1:]
    text, was = ("".join(token.text for token in side) for side in (now, before))
    if text or was:
        yield Piece("same", text, None if text == was else was)


def _sides(kind: Literal["removed", "added"], tokens: tuple[Token, ...]) -> Iterator[Piece]:
    for is_moved, group in groupby(tokens, lambda token: token.is_moved):
        yield Piece(kind, "".join(token.text for token in group), is_moved=is_moved)


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one fate as one piece."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and (last.kind, last.is_moved) == (piece.kind, piece.is_moved):
            has_old = last.was is not None or piece.was is not None
            was = (last.was or last.text) + (piece.was or piece.text) if has_old else None
            last = Piece(piece.kind, last.text + piece.text, was, piece.is_moved)
        else:
            if last is not None:
                yield last
            last = piece
    if last is not None:
        yield last
