"""Aligns two lists by what they have in common, in bounded time whatever they hold.

The longest common subsequence comes from rapidfuzz, whose bit-parallel algorithm (Hyyrö, "Bit-parallel LCS-length
computation revisited", 2004) takes n * m / 64 steps and as many bits on every input; difflib of the standard library
takes cubic time on a bad one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import takewhile
from operator import eq
from typing import NamedTuple

from rapidfuzz.distance import Indel


class Block(NamedTuple):
    """`before[i1:i2]` against `now[j1:j2]`: the same, or replaced."""

    is_same: bool
    i1: int
    i2: int
    j1: int
    j2: int


def aligned(before: Sequence[Hashable], now: Sequence[Hashable], most: int) -> Iterator[Block]:
    """Blocks that lead from one list to the other, the same and replaced by turns.

    Where either list has more than `most` members, only their common beginning and end are told as the same.
    """
    if max(len(before), len(now)) > most:
        yield from _ends(before, now)
        return
    numbers: dict[Hashable, int] = {}  # rapidfuzz compares hashes: these have no collisions
    old, new = ([numbers.setdefault(key, len(numbers)) for key in keys] for keys in (before, now))
    i = j = 0  # where the block that is being gathered began
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            if i < step.src_start or j < step.dest_start:
                yield Block(False, i, step.src_start, j, step.dest_start)
            i, j = step.src_end, step.dest_end
            yield Block(True, step.src_start, i, step.dest_start, j)
    if i < len(old) or j < len(new):
        yield Block(False, i, len(old), j, len(new))


def _ends(before: Sequence[Hashable], now: Sequence[Hashable]) -> Iterator[Block]:
    head = sum(1 for _ in takewhile(bool, map(eq, before, now)))
    shorter = min(len(before), len(now)) - head
    tail = sum(1 for _ in takewhile(bool, map(eq, reversed(before), reversed(now))))
    tail = min(tail, shorter)
    i, j = len(before) - tail, len(now) - tail
    blocks = (Block(True, 0, head, 0, head), Block(False, head, i, head, j), Block(True, i, len(before), j, len(now)))
    yield from (block for block in blocks if block.i1 < block.i2 or block.j1 < block.j2)
