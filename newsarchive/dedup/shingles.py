"""Cuts a text into shingles, runs of three words, and says exactly how much of them two texts share."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

WORDS = 3
"""Words in a shingle: two give chance likeness between stories of one beat, four lose a copy for every word changed."""

MIN_WORDS = 30
"""Texts of fewer words ('Foto: ...', a line over a video) are alike without being copies: only equal ones are."""

NEAR = 0.7
"""Jaccard similarity of two sets of shingles from which on the texts are near copies. In a text of 300 words it takes
18 single words changed, or 128 words added, to fall below."""

CONTAINED = 0.8
"""Share of a text's shingles that another must have to contain it."""

OUTER = 1.25
"""How many times as many shingles the text that contains another must have at least: else they are copies or not."""

Shingles = AbstractSet[bytes]


def shingles(words: bytes) -> frozenset[bytes]:
    """The set of runs of WORDS words of a text as `normalise()` gives it; empty for fewer than MIN_WORDS words."""
    each = words.split()
    if len(each) < MIN_WORDS:
        return frozenset()
    return frozenset(map(b" ".join, zip(each, each[1:], each[2:], strict=False)))


def jaccard(one: Shingles, other: Shingles) -> float:
    """Shared shingles over all shingles of both, 0 to 1; 0 where either text is too short to be compared.

    The definition of Broder, "On the resemblance and containment of documents" (1997).
    """
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def containment(inner: Shingles, outer: Shingles) -> float:
    """The share of the inner text's shingles that the outer text has, 0 to 1; 0 where the inner is too short."""
    return len(inner & outer) / len(inner) if inner else 0.0


def can_contain(inner: int, outer: int) -> bool:
    """Whether a text of `outer` shingles is long enough to be said to contain one of `inner` shingles."""
    return 0 < inner * OUTER <= outer
