"""The two distributions, held against sums that are made another way."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.health.chance import binomial_at_most, dispersion, poisson_at_most, usual_share


@pytest.mark.parametrize(
    ("count", "mean", "expected"), [(0, 1.0, 0.36787944), (2, 5.0, 0.12465202), (9, 20.0, 0.00499541), (3, 0.0, 1.0)]
)
def test_poisson_by_the_table(count: int, mean: float, expected: float):
    assert poisson_at_most(count, mean) == pytest.approx(expected, abs=1e-7)


@given(st.integers(0, 400), st.floats(0.01, 500))
def test_poisson_is_a_distribution(count: int, mean: float):
    here, more = poisson_at_most(count, mean), poisson_at_most(count + 1, mean)
    assert 0 <= here <= more <= 1
    assert poisson_at_most(count, mean * 1.5) <= here + 1e-9
    assert poisson_at_most(-1, mean) == 0
    assert poisson_at_most(int(mean + 40 * math.sqrt(mean) + 60), mean) == pytest.approx(1)


@given(st.integers(0, 60), st.floats(0.5, 200))
def test_poisson_stays_below_its_bound(count: int, mean: float):
    """Chernoff: for k < mean, P(X <= k) <= exp(-mean) (e mean / k)^k."""
    if 0 < count < mean:
        assert (
            math.log(max(poisson_at_most(count, mean), 1e-300)) <= -mean + count * (1 + math.log(mean / count)) + 1e-9
        )


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.001, 0.999))
def test_binomial_is_the_exact_sum(count: int, tries: int, chance: float):
    exact = math.fsum(
        math.comb(tries, k) * chance**k * (1 - chance) ** (tries - k) for k in range(min(count, tries) + 1)
    )
    assert binomial_at_most(count, tries, chance) == pytest.approx(exact, rel=1e-9, abs=1e-15)


def test_binomial_at_the_ends():
    assert binomial_at_most(-1, 5, 0.5) == 0
    assert binomial_at_most(5, 5, 1.0) == 1
    assert binomial_at_most(4, 5, 1.0) == 0
    assert binomial_at_most(0, 5, 0.0) == 1


@given(st.integers(0, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_usual_share_is_never_certain(pair: tuple[int, int]):
    held, of = pair
    assert 0 < usual_share(held, of) < 1


def test_dispersion_tells_uneven_days_from_poisson():
    assert dispersion([]) == dispersion([7]) == dispersion([0, 0, 0]) == 1
    assert dispersion([10] * 20) == 1
    few, many = [0, 40] * 2, [0, 40] * 14
    assert 1 < dispersion(few) < dispersion(many) < 21


@given(st.lists(st.integers(0, 200), min_size=2, max_size=28))
def test_dispersion_is_never_narrower_than_poisson(counts: list[int]):
    assert dispersion(counts) >= 1
