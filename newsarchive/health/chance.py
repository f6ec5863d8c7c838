"""How likely so few would be by chance: the two distributions that the rules of health ask.

Exact sums, as the numbers are small; SciPy would be a hundred times the size of this program for two functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import mean, variance


def poisson_at_most(count: int, mean: float) -> float:
    """Probability of `count` or fewer events where `mean` are usual. `mean` is 0 or more."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    log_mean = math.log(mean)
    return min(1.0, math.fsum(math.exp(k * log_mean - mean - math.lgamma(k + 1)) for k in range(count + 1)))


def dispersion(counts: Sequence[float]) -> float:
    """How many times more days differ than a Poisson draw would: variance by mean, at least 1.

    News comes in batches, and days differ. Few days tell little of that, so what they tell counts for less.
    """
    if len(counts) < 2 or not any(counts):
        return 1.0
    excess = variance(counts) / mean(counts) - 1
    return 1.0 + max(0.0, excess) * (len(counts) - 1) / (len(counts) + 7)


def binomial_at_most(count: int, tries: int, chance: float) -> float:
    """Probability of `count` or fewer successes in `tries`, each of which succeeds with `chance` (0 to 1)."""
    if count < 0:
        return 0.0
    if count >= tries or chance <= 0:
        return 1.0
    if chance >= 1:
        return 0.0
    yes, no, ways = math.log(chance), math.log1p(-chance), math.lgamma(tries + 1)
    terms = (
        math.exp(ways - math.lgamma(k + 1) - math.lgamma(tries - k + 1) + k * yes + (tries - k) * no)
        for k in range(count + 1)
    )
    return min(1.0, math.fsum(terms))


def usual_share(held: int, of: int) -> float:
    """The share that is usual, never quite 1: one more success and one more failure than were seen (Laplace's rule)."""
    return (held + 1) / (of + 2)
