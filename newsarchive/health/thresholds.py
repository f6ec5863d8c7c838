"""Every threshold of the rules of health, in the one place that declares them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ShareRule:
    """When a share (filled of read, answered of asked, ...) counts as fallen; see `chance.fell`."""

    least: int
    """Pages of the present that are enough to judge by, if the past was clean."""
    broken: float
    """Broken: no more than this part of the past share is left ..."""
    well: float
    """... and well again: at least this part of it."""


PAST_DAYS = 28
"""Days of the past that the present is compared with: four weeks, so that each weekday is in it four times."""
CHANCE = 1e-6
"""What chance would do less often than once in so many looks is no chance. An archive of 500 outlets makes some 50
million looks a year, most of them at the same pages again."""
PAST_LEAST = 10
"""Pages of the past that tell what is usual."""

RECENT_PAGES = 20
RECENT_TIME = timedelta(hours=6)
"""The present of a share: this run, and earlier ones until there are so many pages or it is so long ago."""

FIELD = ShareRule(least=5, broken=0.5, well=0.75)
FALLBACK = ShareRule(least=5, broken=0.5, well=0.75)
BLOCKED = ShareRule(least=3, broken=0.75, well=0.9)
FAILURES = ShareRule(least=5, broken=0.5, well=0.75)
CLOCK = ShareRule(least=5, broken=0.1, well=0.5)

CLEAN = 0.95
"""A past share from which on a past of a few days is enough to judge a single run by."""
POOR_DAYS = 1
"""Past days on which a single run looked broken: then that is the outlet's way (a batch of galleries, say), and only
24 hours together, worse than any past day, can tell anything."""
FAILING, FAILING_WELL, FAILING_PAGES, FAILING_RUNS = 0.7, 0.85, 10, 3
"""Of all failures in 24 hours: broken when no more than this part of the usual successes is left, well again at that,
with so many pages, failures in so many runs."""
PASSING = timedelta(hours=6)
"""Trouble that may pass by itself (time-outs, resets, 5xx, 429; lists without an answer) must last so long."""
LISTS_LOOKS = 3
"""Looks at lists in a row without an answer."""

SILENT_TIMES = 4.0
"""A silence so many times as long as the longest that is usual, ..."""
SILENT_LEAST = timedelta(hours=24)
"""... and at least so long."""
SILENT_CHANCE = 1e-5
"""Exponential probability of so long a wait, at the pace of the past: of an outlet with little news, whose longest
silence was seen too seldom to be known."""
SILENT_PAST_DAYS = 7
SILENT_NEWS_DAYS = 3
"""Days of the past, and days with news among them, before silence can be judged."""

VOLUME_CHANCE = 1e-4
"""Poisson probability of so few in 24 hours. It is looked at together with the quietest days of the past."""
VOLUME_BROKEN, VOLUME_WELL = 1 / 3, 1 / 2
"""Part of the usual number in 24 hours."""
VOLUME_PAST_DAYS = 7
WEEK_CHANCE = 1e-5
WEEK_BROKEN, WEEK_WELL = 0.5, 0.7
"""Part of the usual number in 7 days."""
WEEK_PAST_DAYS = 14
QUIETEST = 0.1
"""The part of the past days that are the quietest: a day as quiet as those is nothing new."""

PEERS = 3
"""Other outlets that can tell whether all of them have less news: a holiday."""
PEER_DAILY = 5
"""Articles a day that make an outlet a peer."""
THINNEST = 0.1
"""A holiday leaves at least this part of the news: what stops everywhere is a fault."""

OVERFLOW_RUNS = 3
"""Runs within 24 hours in which a list was full of new entries."""
SHORT = 0.5
"""Texts less than so much as long, on average, as on the shortest of usual days."""
SHORT_RUNS = 2
"""Runs whose own texts are so short: one may have been a batch of galleries."""
SHORT_PAGES = 10
SHORT_DAY_PAGES = 5
"""Pages of the present, and of a day of the past, whose average length tells anything."""

CLOCK_SHARE = 0.9
"""Part of an outlet's answers in a run that makes its clock one that disagrees."""
SKEWED_OUTLETS = 3
SKEWED_SHARE = 2 / 3
"""So many outlets whose clocks disagree with ours, and such a part of all: ours is wrong."""
