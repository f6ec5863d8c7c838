"""Shingles, signatures, bands and samples of texts."""

from __future__ import annotations

import random

import pytest

from newsarchive.dedup import normalise
from newsarchive.dedup.shingles import MIN_WORDS, NEAR, can_contain, containment, jaccard, shingles
from newsarchive.dedup.signature import (
    BANDS,
    HOPEFUL,
    PERMUTATIONS,
    ROWS,
    SAMPLED,
    bands,
    equal_numbers,
    sample,
    signature,
)

TEXT = " ".join(f"kata{number}" for number in range(200))

GOLDEN_SIGNATURE = "bb9949005f982164dfde9b0ddd5e5503"
GOLDEN_BANDS = (7519580083035, 101472722985816)
GOLDEN_SAMPLE = [32202516626794, 49085161436650]


def of(text: str) -> frozenset[bytes]:
    return shingles(normalise(text))


def pair(similarity: float, seed: int, size: int = 400) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Two sets of just this Jaccard similarity, as near as their size lets."""
    rng = random.Random(seed)
    shared = round(size * 2 * similarity / (1 + similarity))
    own = [[rng.randbytes(12) for _ in range(size - shared)] for _ in range(2)]
    common = [rng.randbytes(12) for _ in range(shared)]
    return frozenset([*common, *own[0]]), frozenset([*common, *own[1]])


def test_shingles_are_the_runs_of_three_words_each_once() -> None:
    words = [f"k{number % 40}" for number in range(80)]
    found = of(" ".join(words))
    assert found == {" ".join(words[at : at + 3]).encode() for at in range(78)}
    assert len(found) == 40
    assert of("Kata, KATA -- kata! " * 10) == {b"kata kata kata"}


def test_texts_of_few_words_have_none() -> None:
    words = TEXT.split()
    assert of(" ".join(words[: MIN_WORDS - 1])) == frozenset()
    assert len(of(" ".join(words[:MIN_WORDS]))) == MIN_WORDS - 2


def test_jaccard_and_containment_are_those_of_the_definition() -> None:
    one, other = frozenset((b"a", b"b", b"c", b"d")), frozenset((b"c", b"d", b"e", b"f", b"g"))
    assert jaccard(one, other) == jaccard(other, one) == 2 / 7
    assert (containment(one, other), containment(other, one)) == (2 / 4, 2 / 5)
    assert jaccard(one, one) == 1.0
    assert jaccard(frozenset(), frozenset()) == containment(frozenset(), one) == 0.0


def test_the_threshold_is_met_exactly() -> None:
    """Seven of ten shingles shared are enough, whatever floating point makes of it."""
    for scale in range(1, 60):
        common = [b"c%d" % number for number in range(7 * scale)]
        one = frozenset([*common, *(b"a%d" % number for number in range(scale))])
        other = frozenset([*common, *(b"b%d" % number for number in range(2 * scale))])
        assert jaccard(one, other) >= NEAR
        assert jaccard(one, other | {b"one more"}) < NEAR


def test_a_text_that_contains_another_is_a_quarter_longer() -> None:
    assert can_contain(100, 125)
    assert not can_contain(100, 124)
    assert not can_contain(0, 100)


def test_signatures_do_not_change_between_machines_and_versions() -> None:
    """What lies in archives was made so: another result here would find no copy of it any more."""
    made = signature(of(TEXT))
    assert len(made) == 4 * PERMUTATIONS
    assert made.hex()[:32] == GOLDEN_SIGNATURE
    assert bands(made)[:2] == GOLDEN_BANDS
    assert sorted(sample(of(TEXT)))[:2] == GOLDEN_SAMPLE


def test_the_order_of_shingles_makes_no_difference() -> None:
    whole = of(TEXT)
    for seed in range(5):
        shuffled = random.Random(seed).sample(sorted(whole), len(whole))
        assert signature(frozenset(shuffled)) == signature(whole)
        assert set(sample(frozenset(shuffled))) == set(sample(whole))


def test_a_text_without_shingles_has_no_signature() -> None:
    with pytest.raises(ValueError, match="no signature"):
        signature(frozenset())


def test_hashes_fit_into_six_bytes_of_sqlite() -> None:
    found = [*bands(signature(of(TEXT))), *sample(of(TEXT))]
    assert len(bands(signature(of(TEXT)))) == BANDS
    assert all(0 <= one < 1 << 47 for one in found)
    same = bytes(4 * PERMUTATIONS)
    assert len(set(bands(same))) == BANDS  # the number of the band is in its hash


@pytest.mark.parametrize(("similarity", "at_least", "at_most"), [(0.8, 0.99, 1), (0.7, 0.97, 1), (0.1, 0, 0.05)])
def test_pairs_are_found_as_often_as_the_curve_says(similarity: float, at_least: float, at_most: float) -> None:
    pairs = [pair(similarity, seed) for seed in range(600)]
    found = sum(bool({*bands(signature(one))} & {*bands(signature(other))}) for one, other in pairs) / len(pairs)
    assert at_least <= found <= at_most
    curve = 1 - (1 - similarity**ROWS) ** BANDS
    assert found == pytest.approx(curve, abs=0.02)


def test_hope_is_lost_for_one_pair_of_thousands_at_the_threshold() -> None:
    pairs = [pair(NEAR, seed) for seed in range(2000)]
    lost = sum(equal_numbers(signature(one), signature(other)) < HOPEFUL for one, other in pairs)
    assert lost <= 4


def test_samples_of_two_texts_tell_what_they_share() -> None:
    rng = random.Random(7)
    words = [f"kata{rng.getrandbits(40):x}" for _ in range(20_000)]
    whole, part = of(" ".join(words)), of(" ".join(words[2_000:12_000]))
    assert set(sample(part)) <= set(sample(whole))
    assert len(sample(whole)) == pytest.approx(len(whole) / SAMPLED, rel=0.15)
