"""Rules about an outlet's lists: whether they answer, and whether they name as much that is new as they used to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, timedelta
from statistics import mean

from newsarchive.health import thresholds as limits
from newsarchive.health.chance import dispersion, poisson_at_most
from newsarchive.health.evidence import DAY, Evidence
from newsarchive.health.finding import Finding
from newsarchive.store.history import OutletDay, day_of


def quarantined(evidence: Evidence) -> Finding:
    """`quarantined`: the outlet was set aside after trouble upon trouble and is only probed now and then.

    Compares nothing: says why and since when, from its row in `standings`. Well again when that is over.
    """
    trouble = evidence.quarantine
    accepted = evidence.accepted_at.get("quarantined")
    if trouble is None or (accepted is not None and accepted >= trouble.since):
        return Finding("quarantined", False)
    since = trouble.since.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")
    return Finding("quarantined", True, f"set aside since {since}: {trouble.reason} ({trouble.detail})", 1.0, 0.0)


def lists_failing(evidence: Evidence) -> Finding | None:
    """`lists-failing`: none of its lists answers any more, though they used to.

    Counts the looks since a list last answered: broken after 3 failed looks, the first of them 6 hours ago or more.
    Well again with the first answer.
    """
    rule = "lists-failing"
    if evidence.now.counts.get("looks"):
        return Finding(rule, False)
    failed, since = 0, evidence.at
    for run in evidence.ran:
        if run.counts.get("looks"):
            break
        if run.counts.get("looks-failed"):
            failed, since = failed + run.counts["looks-failed"], run.at
    past = evidence.past_counts(rule)
    hours = (evidence.at - since).total_seconds() / 3600
    if failed < limits.LISTS_LOOKS or evidence.at - since < limits.PASSING or not past["looks"]:
        return None
    names = [name for name in evidence.now.counts if name.startswith("failure:")]
    why = ", ".join(name.partition(":")[2] for name in names)
    detail = (
        f"no list answered at {failed} looks in {hours:.0f} hours ({why}); in the {limits.PAST_DAYS} days before"
        f" {past['looks']} of {past['looks'] + past['looks-failed']} looks were answered"
    )
    return Finding(rule, True, detail, failed, limits.LISTS_LOOKS, evidence.examples(names, evidence.ran))


def went_silent(evidence: Evidence) -> Finding | None:
    """`went-silent`: the lists answer, but name nothing new.

    Compares the time without a new article, as far as somebody looked, with the longest such times of the past 28
    days (the longest tenth of them left out). Evidence: 7 days of past, news on 3 of them. Broken at 4 times that, at
    least 24 hours, and when a wait so long at the pace of the past has a probability below 1e-5 (11.5 times the mean
    wait); on a holiday, when other outlets have less news too, later. Well again with the first article.
    """
    rule = "went-silent"
    if not evidence.now.counts.get("looks") or not evidence.days:
        return None
    silence = evidence.days[-1].silent
    if not silence:
        return Finding(rule, False)
    usual, too_silent = usual_silence(evidence, rule), _too_silent(evidence, rule)
    if usual is None or too_silent is None or silence < too_silent:
        return None
    bound = too_silent / evidence.thinness("day")
    if silence < bound:
        return None
    detail = f"nothing new for {_hours(silence)}, though its lists answer; up to {_hours(usual)} is usual"
    return Finding(rule, True, detail, _number(silence), _number(bound))


def usual_silence(evidence: Evidence, rule: str = "went-silent") -> timedelta | None:
    """The longest time without news that is usual; None where the past is too short to say."""
    past = [d for d in evidence.past(rule) if d.day != evidence.first_on]
    longest = sorted((d.longest for d in past if d.longest), reverse=True)
    if len(past) < limits.SILENT_PAST_DAYS or len(longest) < limits.SILENT_NEWS_DAYS:
        return None
    return longest[int(limits.QUIETEST * len(longest))]


def _too_silent(evidence: Evidence, rule: str) -> timedelta | None:
    usual = usual_silence(evidence, rule)
    if usual is None:
        return None
    past = evidence.past(rule)
    mean_wait = timedelta(days=len(past)) / max(sum(d.listed for d in past), 1)
    return max(limits.SILENT_TIMES * usual, limits.SILENT_LEAST, -math.log(limits.SILENT_CHANCE) * mean_wait)


def volume_dropped(evidence: Evidence) -> Finding | None:
    """`volume-dropped`: far fewer new articles than usual.

    Two looks, each at days on which somebody looked all day.

    24 hours: against the middle of the past 28 days, of 7 or more, or the mean of the same days of the week if that is
    less. Broken at a third, if a Poisson draw gives so few with a probability below 1e-4 and it is less than on the
    quietest tenth of the past days; well again at half.

    7 days: against 7 times the middle of the past days, of 14 or more. Broken at half, below 1e-5, and less than in any
    of the weeks before; well again at 70 %. Where days differ more than Poisson's, the draw is as much wider.

    On a holiday, when other outlets have less news too, as much less is usual. Not judged in the middle of a silence,
    nor where one that was too long lies within those hours or days: that is for `went-silent`.
    """
    usual, too_silent = usual_silence(evidence), _too_silent(evidence, "went-silent")
    today = day_of(evidence.at)
    silences = [(today - d.day).days for d in evidence.days if too_silent is not None and d.longest >= too_silent]
    if not evidence.is_watched() or (usual is not None and evidence.days[-1].silent > usual):
        return None
    day = None if any(ago <= 1 for ago in silences) else _day_dropped(evidence)
    week = None if any(ago <= 7 for ago in silences) else _week_dropped(evidence)
    for found in (day, week):
        if found is not None and found.is_broken:
            return found
    return day if week is None or day is None else week


def _day_dropped(evidence: Evidence) -> Finding | None:
    rule = "volume-dropped"
    days = evidence.watched(evidence.past(rule, skip=1))
    past = sorted(d.listed for d in days)
    if len(past) < limits.VOLUME_PAST_DAYS:
        return None
    observed, quietest = evidence.listed(), past[int(limits.QUIETEST * len(past))]
    # the hours lie on two days of the week, of which one may always be a quiet one
    alike = [[d.listed for d in days if (day_of(at) - d.day).days % 7 == 0] for at in (evidence.at, evidence.at - DAY)]
    expected = min([_middle(past), *(mean(numbers) for numbers in alike if numbers)])
    if observed >= limits.VOLUME_WELL * expected:
        return Finding(rule, False)
    moods = dispersion(past)

    def is_few(of: float) -> bool:
        by_chance = poisson_at_most(int(observed / moods), of / moods)
        return observed <= limits.VOLUME_BROKEN * of and by_chance < limits.VOLUME_CHANCE

    if observed >= quietest or not is_few(expected) or not is_few(expected * evidence.thinness("day")):
        return None
    detail = f"{observed} new articles in 24 hours; {expected:.0f} are usual, and {quietest} on a quiet day"
    return Finding(rule, True, detail, observed, limits.VOLUME_BROKEN * expected)


def _week_dropped(evidence: Evidence) -> Finding | None:
    rule = "volume-dropped"
    today = day_of(evidence.at)
    week = [d for d in evidence.days if today - timedelta(days=7) <= d.day < today]
    past = evidence.watched(evidence.past(rule, skip=7))
    if len(evidence.watched(week)) < 7 or len(past) < limits.WEEK_PAST_DAYS:
        return None
    observed = sum(d.listed for d in week)
    usual = 7 * _middle(sorted(d.listed for d in past))
    if observed >= limits.WEEK_WELL * usual:
        return Finding(rule, False)
    moods = dispersion([d.listed for d in past])

    def is_few(of: float) -> bool:
        by_chance = poisson_at_most(int(observed / moods), of / moods)
        return observed <= limits.WEEK_BROKEN * of and by_chance < limits.WEEK_CHANCE

    if observed >= min(_weeks(past), default=0) or not is_few(usual) or not is_few(usual * evidence.thinness("week")):
        return None
    detail = f"{observed} new articles in 7 days; {usual:.0f} are usual"
    return Finding(rule, True, detail, observed, limits.WEEK_BROKEN * usual)


def _weeks(past: Sequence[OutletDay]) -> list[int]:
    """The sums of each seven days in a row."""
    return [
        sum(d.listed for d in past[i : i + 7])
        for i in range(len(past) - 6)
        if past[i + 6].day - past[i].day == timedelta(days=6)
    ]


def out_of_bounds(evidence: Evidence) -> Finding | None:
    """`out-of-bounds`: new articles in 24 hours outside `daily_min` and `daily_max` of the outlet's row.

    Compares with what the row declares, once its lists were looked at for 24 hours without a long pause. Well again a
    tenth within the bound.
    """
    rule = "out-of-bounds"
    least, most = evidence.daily_min, evidence.daily_max
    if least is None and most is None:
        return Finding(rule, False)
    if not evidence.is_watched() or evidence.is_accepted(rule):
        return None
    observed = evidence.listed()
    if least is not None and observed < least:
        detail = f"{observed} new articles in 24 hours, fewer than its daily_min of {least}"
        return Finding(rule, True, detail, observed, least)
    if most is not None and observed > most:
        detail = f"{observed} new articles in 24 hours, more than its daily_max of {most}"
        return Finding(rule, True, detail, observed, most)
    is_clear = (least is None or observed >= least + least // 10) and (most is None or observed <= most - most // 10)
    return Finding(rule, False) if is_clear else None


def overflow(evidence: Evidence) -> Finding | None:
    """`overflow`: lists are full of new entries again and again, so that some may come and go between two looks.

    Counts the runs of the last 24 hours in which a list overflowed, not on its first day: broken at 3, well at none.
    """
    rule = "overflow"
    is_young = evidence.first_on is None or evidence.first_on >= day_of(evidence.at - timedelta(days=1))
    if is_young or evidence.is_accepted(rule):
        return None
    runs = evidence.last()
    full = [run for run in runs if run.counts.get("overflowed")]
    if len(full) >= limits.OVERFLOW_RUNS:
        looks = sum(run.counts.get("looks", 0) for run in runs)
        count = sum(run.counts["overflowed"] for run in full)
        detail = (
            f"a list was full of new entries at {count} of {looks} looks in 24 hours; "
            f"fewer than {limits.OVERFLOW_RUNS} are usual: something may be missed"
        )
        return Finding(rule, True, detail, len(full), limits.OVERFLOW_RUNS, evidence.examples(("overflowed",), full))
    return None if full else Finding(rule, False)


def _middle(ordered: Sequence[int]) -> float:
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _hours(span: timedelta) -> str:
    hours = _number(span)
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"


def _number(span: timedelta) -> float:
    return span.total_seconds() / 3600
