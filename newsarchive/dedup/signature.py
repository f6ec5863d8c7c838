"""Makes the signature, bands and sample of a set of shingles: by these few numbers texts that share much are found.

Two texts of Jaccard similarity J have each number of their signatures in common with probability J (Broder 1997), so a
band of ROWS numbers with J**ROWS, and at least one of BANDS bands with 1 - (1 - J**ROWS)**BANDS. See docs/copies.md
for the curve.
"""

from __future__ import annotations

import operator
import struct
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from rensa import RMinHash

from newsarchive.dedup.shingles import Shingles

PERMUTATIONS = 64
"""Numbers in a signature."""

ROWS = 3
"""Numbers in a band."""

BANDS = 11
"""Bands of a signature, from its first numbers; the others only help to guess how alike two texts are. Each band is a
row in a random place of a large table, so there are as few as find 0.99 of the pairs at similarity 0.7."""

HOPEFUL = 32
"""Equal numbers of two signatures from which on it is worth comparing the texts themselves. Of two texts of similarity
0.7 fewer are equal in one pair of 4,000: see docs/copies.md."""

SAMPLED = 32
"""One shingle in so many is in the sample of its text: a power of two."""

_SEED = 20250428
_HASH = (1 << 47) - 1
"""Hashes have 47 bits: SQLite keeps them in six bytes, and among a thousand million rows one in 140,000 meets a
stranger, which the comparison of the texts then turns away."""

_NUMBERS = struct.Struct(f"<{PERMUTATIONS}I")
_BAND_BYTES = 4 * ROWS
_BAND_NAMES = tuple(b"band %d" % number for number in range(BANDS))


def signature(shingles: Shingles) -> bytes:
    """The MinHash of a set of shingles: PERMUTATIONS unsigned numbers of four bytes, little-endian.

    The same set gives the same signature on every machine. Raises ValueError for an empty set, which has none.
    """
    if not shingles:
        raise ValueError("a text without shingles has no signature")
    minhash = RMinHash(PERMUTATIONS, _SEED)
    minhash.update(list(shingles))
    return _NUMBERS.pack(*minhash.digest())


@lru_cache(maxsize=4)
def bands(signature: bytes) -> tuple[int, ...]:
    """A hash of 47 bits for each band of a signature, with the number of the band in it."""
    return tuple(
        _hash(signature[number * _BAND_BYTES : (number + 1) * _BAND_BYTES], name)
        for number, name in enumerate(_BAND_NAMES)
    )


def equal_numbers(one: bytes, other: bytes) -> int:
    """How many of the numbers of two signatures are equal: divided by PERMUTATIONS, an estimate of their similarity."""
    return sum(map(operator.eq, _NUMBERS.unpack(one), _NUMBERS.unpack(other)))


@lru_cache(maxsize=4)
def sample(shingles: frozenset[bytes]) -> tuple[int, ...]:
    """Hashes of 47 bits of one shingle in SAMPLED, always the same ones: samples of two texts tell what they share.

    That is the FracMinHash of Irber et al. 2022 (doi:10.1101/2022.01.11.475838), which unlike MinHash tells of
    containment between texts of very different length.
    """
    drawn = [shingle for shingle, sum_ in zip(shingles, map(crc32, shingles), strict=True) if not sum_ & (SAMPLED - 1)]
    return tuple(_hash(shingle, b"sample") for shingle in drawn)


def _hash(content: bytes, name: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=6, person=name).digest(), "little") & _HASH
