"""What a rule says of an outlet, and the comparison of shares that most rules are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newsarchive.health import thresholds as limits
from newsarchive.health.chance import binomial_at_most, usual_share
from newsarchive.health.evidence import Evidence
from newsarchive.health.thresholds import ShareRule

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule could tell: broken, or well. Where it cannot tell there is no finding, and an open alarm stays open."""

    rule: str
    is_broken: bool
    detail: str = ""
    """A sentence with both numbers; of what is broken."""
    observed: float = 0.0
    expected: float = 0.0
    """The bound that was broken, in the unit of `observed`."""
    examples: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A share that is compared with its past: `held` of `of`, both counted from a run's or a day's counts."""

    rule: str
    held: Callable[[Counts], int]
    of: Callable[[Counts], int]
    bounds: ShareRule
    sentence: str
    """With `{held}`, `{lost}`, `{of}` of the present and `{past_held}`, `{past_lost}`, `{past_of}` of the past."""
    examples: Callable[[Counts], Sequence[str]]
    """Names of the troubles whose snapshots show it, by the counts of the present."""


def looks_broken(counts: Counts, share: Share) -> bool:
    """Whether a run by itself would look broken: marked in its outlet's day, so that it is known how usual that is."""
    of = share.of(counts)
    return of >= share.bounds.least and share.held(counts) <= share.bounds.broken * of


def fell(evidence: Evidence, share: Share) -> Finding | None:
    """Whether a share fell: to a small part of what it was, and further than chance explains.

    The present grows from this run backwards until it tells something (`Evidence.windows`); of an outlet whose single
    runs looked broken before though all was well, it is the last 24 hours, which must be worse than any past day.
    Broken: not more than `bounds.broken` of the past share is left, and a binomial draw with the past share gives so
    few with a probability below CHANCE. What was hardly ever there cannot fall so far, and what has no past has no
    usual share.
    """
    past = evidence.past_counts(share.rule)
    past_of = share.of(past)
    past_held = min(share.held(past), past_of)
    if past_of < limits.PAST_LEAST:
        return None
    usual = usual_share(past_held, past_of)
    is_moody = evidence.is_moody(share.rule, usual)
    for counts, runs in evidence.present(share.of, share.bounds.least, is_moody=is_moody):
        of = share.of(counts)
        held = min(share.held(counts), of)
        if is_moody and held >= _worst(evidence, share) * of:
            return Finding(share.rule, False) if held >= share.bounds.well * usual * of else None
        if held <= share.bounds.broken * usual * of and binomial_at_most(held, of, usual) < limits.CHANCE:
            numbers = {"held": held, "lost": of - held, "of": of}
            numbers |= {"past_held": past_held, "past_lost": past_of - past_held, "past_of": past_of}
            return Finding(
                share.rule,
                True,
                share.sentence.format(**numbers),
                held / of,
                share.bounds.broken * usual,
                evidence.examples(share.examples(counts), runs),
            )
        if held >= share.bounds.well * usual * of:
            return Finding(share.rule, False)
    return None


def _worst(evidence: Evidence, share: Share) -> float:
    """The share of the worst past day, of those that can tell; 1 if there is none."""
    days = [d.counts for d in evidence.past(share.rule)]
    return min((share.held(c) / share.of(c) for c in days if share.of(c) >= limits.PAST_LEAST), default=1.0)
