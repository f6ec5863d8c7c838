"""Rules about pages: whether they come, whether they are what was asked for, and whether they can still be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from newsarchive.health import thresholds as limits
from newsarchive.health.chance import binomial_at_most, usual_share
from newsarchive.health.evidence import Evidence, added, answers, failed_pages, tried_pages
from newsarchive.health.finding import Counts, Finding, Share, fell, looks_broken
from newsarchive.store.history import OutletDay

_ARTICLES = "of the last {of} articles read"


def _past_days(text: str) -> str:
    return f"{text} in the {limits.PAST_DAYS} days before"


def _failures(counts: Counts) -> list[str]:
    """Names of the failures, most frequent first."""
    names = [name for name in counts if name.startswith("failure:") and not name.startswith("failure:blocked")]
    return sorted(names, key=lambda name: (-counts[name], name))


def _field(name: str) -> Share:
    return Share(
        f"field-missing:{name}",
        held=lambda counts: counts.get(f"read:{name}", 0),
        of=lambda counts: counts.get("read", 0),
        bounds=limits.FIELD,
        sentence=f"{{lost}} {_ARTICLES} have no {name}; " + _past_days("it was {past_lost} of {past_of}"),
        examples=lambda _: (f"without:{name}",),
    )


_FIELDS = tuple(map(_field, ("title", "body", "date", "author")))
_FALLBACK = Share(
    "fallback-rose",
    held=lambda counts: counts.get("read", 0) - counts.get("read:fallback", 0),
    of=lambda counts: counts.get("read", 0),
    bounds=limits.FALLBACK,
    sentence="the template seems to have changed: {lost} " + _ARTICLES + " had to be read by the fallback method; "
    + _past_days("it was {past_lost} of {past_of}"),
    examples=lambda _: ("fallback",),
)  # fmt: skip
_BLOCKED = Share(
    "blocked-rose",
    held=lambda counts: answers(counts) - counts.get("blocked", 0),
    of=answers,
    bounds=limits.BLOCKED,
    sentence="{lost} of the last {of} answers are block pages; " + _past_days("it was {past_lost} of {past_of}"),
    examples=lambda counts: ["blocked", *(n for n in counts if n.startswith("failure:blocked"))],
)
_UNREADABLE = Share(
    "failures-rose",
    held=lambda counts: tried_pages(counts) - failed_pages(counts, lasting_only=True),
    of=tried_pages,
    bounds=limits.FAILURES,
    sentence="{lost} of the last {of} pages failed; " + _past_days("it was {past_lost} of {past_of}"),
    examples=_failures,
)
_CLOCK = Share(
    "clock-skew",
    held=lambda counts: counts.get("clock-checked", 0) - counts.get("clock-skewed", 0),
    of=lambda counts: counts.get("clock-checked", 0),
    bounds=limits.CLOCK,
    sentence="by {lost} of the last {of} answers the server's clock is off by more than 10 minutes; "
    + _past_days("it was {past_lost} of {past_of}"),
    examples=lambda _: ("clock-skewed",),
)


_SHARES = (*_FIELDS, _FALLBACK, _BLOCKED, _UNREADABLE, _CLOCK)


def field_missing(evidence: Evidence) -> Iterator[Finding]:
    """`field-missing:<name>`: title, body, date or author used to be filled and is empty.

    Compares the share of articles read that have it with the share in the past 28 days. Evidence: 5 articles where the
    past was clean, more where it was not, of this run and, if that read fewer than 20, the runs of the 6 hours before.
    Broken at half the past share, well again at three quarters. A field that was never filled is no alarm.
    """
    yield from (found for share in _FIELDS if (found := fell(evidence, share)) is not None)


def fallback_rose(evidence: Evidence) -> Finding | None:
    """`fallback-rose`: pages that a layout of the network used to read need the fallback method: the template changed.

    Compares the share of articles read by a layout alone; evidence and bounds as for `field_missing`.
    """
    return fell(evidence, _FALLBACK)


def blocked_rose(evidence: Evidence) -> Finding | None:
    """`blocked-rose`: block pages (captcha, challenge, login wall) come in place of what was asked for.

    Compares the share of responses that are none. Evidence: 3 responses; broken when a quarter of them is blocked that
    was not before, well again at a tenth.
    """
    return fell(evidence, _BLOCKED)


def failures_rose(evidence: Evidence) -> Finding | None:
    """`failures-rose`: pages fail that used not to.

    Two looks. For reasons that do not pass by themselves (parser-error, not-an-article, 404, ...): the share of pages
    that did not fail so, of 5 pages or more in the present as for `field_missing`; broken when half are lost. For all
    reasons: 10 pages or more in 24 hours, 30 % lost and by no chance, and failures in 3 runs or more, the first of them
    at least 6 hours before the last.
    """
    found = fell(evidence, _UNREADABLE)
    if found is not None and found.is_broken:
        return found
    counts = added(evidence.last())
    if tried_pages(counts) < limits.FAILING_PAGES:
        return found
    lasting = _failing_for_long(evidence, counts)
    return lasting if found is not None or (lasting is not None and lasting.is_broken) else None


def _failing_for_long(evidence: Evidence, counts: Counter[str]) -> Finding | None:
    rule = "failures-rose"
    past = evidence.past_counts(rule)
    past_of, past_lost = tried_pages(past), failed_pages(past)
    runs = evidence.last()
    of, lost = tried_pages(counts), failed_pages(counts)
    if past_of < limits.PAST_LEAST:
        return None
    usual = usual_share(past_of - past_lost, past_of)
    times = [run.at for run in runs if failed_pages(run.counts)]
    is_lasting = len(times) >= limits.FAILING_RUNS and times[0] - times[-1] >= limits.PASSING
    is_chance = binomial_at_most(of - lost, of, usual) >= limits.CHANCE
    if of - lost <= limits.FAILING * usual * of and is_lasting and not is_chance:
        why = ", ".join(name.removeprefix("failure:") for name in _failures(counts)[:2])
        before = _past_days(f"it was {past_lost} of {past_of}")
        detail = f"{lost} of {of} pages failed in the last 24 hours ({why}); {before}"
        return Finding(
            rule, True, detail, 1 - lost / of, limits.FAILING * usual, evidence.examples(_failures(counts), runs)
        )
    return Finding(rule, False) if of - lost >= limits.FAILING_WELL * usual * of else None


def poor_marks(counts: Counts, last: OutletDay | None) -> dict[str, int]:
    """`poor:<rule>` for each rule by which this run alone looks broken, as it goes into the sums of its outlet's day.

    Texts are compared with those of the outlet's latest day.
    """
    poor = [share.rule for share in _SHARES if looks_broken(counts, share)]
    if last is not None and counts.get("read:body", 0) >= limits.SHORT_DAY_PAGES and last.counts.get("read:body"):
        poor += ["body-shrunk"] if _mean(counts) < limits.SHORT * _mean(last.counts) else []
    return {f"poor:{rule}": 1 for rule in poor}


def body_shrunk(evidence: Evidence) -> Finding | None:
    """`body-shrunk`: texts are cut short, though there is one on each page.

    Compares the mean length of 10 articles or more, counted as for `field_missing` and of 2 runs that are so short by
    themselves, with the mean lengths of the past days on which 5 articles or more were read, of at least 7 such days:
    broken at less than half of the shortest tenth of them, well again at three quarters.
    """
    rule = "body-shrunk"
    means = sorted(
        _mean(day.counts) for day in evidence.past(rule) if day.counts.get("read:body", 0) >= limits.SHORT_DAY_PAGES
    )
    if len(means) < limits.VOLUME_PAST_DAYS:
        return None
    usual = means[int(limits.QUIETEST * len(means))]
    is_moody = evidence.is_moody(rule, 1.0)
    for counts, runs in evidence.present(_texts, limits.SHORT_PAGES, limits.SHORT_RUNS, is_moody=is_moody):
        length = _mean(counts)
        short = [run for run in runs if run.counts.get("read:body") and _mean(run.counts) < limits.SHORT * usual]
        if length < limits.SHORT * usual and len(short) >= limits.SHORT_RUNS:
            median = means[len(means) // 2]
            detail = (
                f"the last {counts['read:body']} texts are {length:.0f} characters long on average; "
                f"on a middling day it was {median:.0f}, on the shortest {means[0]:.0f}"
            )
            return Finding(rule, True, detail, length, limits.SHORT * usual, evidence.examples(("read",), runs))
        if length >= 1.5 * limits.SHORT * usual:
            return Finding(rule, False)
    return None


def _texts(counts: Counts) -> int:
    return counts.get("read:body", 0)


def _mean(counts: Counts) -> float:
    return counts.get("read:chars", 0) / counts["read:body"]


def clock_skew(evidence: Evidence) -> Finding | None:
    """`clock-skew`: the server's `Date` is off by more than 10 minutes, which it was not before.

    Compares the share of answers whose clock is right: 5 of them or more, broken at a tenth of the past share. Where
    most outlets of a run disagree with the clock here, it is ours that is wrong: see `judge`.
    """
    return fell(evidence, _CLOCK)
