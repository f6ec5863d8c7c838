"""Each way in which an outlet can break is named by its own rule, in the run that can see it, and by no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from newsarchive.health.rules import EXPLAINS, NAMES
from newsarchive.store.alarms import open_alarms
from newsarchive.store.times import to_text

ONE = "berita-teluk"
"""The outlet that breaks: 60 articles a day."""
FIELDS = ("title", "body", "date", "author")


def only(slug: str, change: Callable[[Counter[str]], None]) -> Callable[[str, Counter[str]], None]:
    return lambda outlet, counts: change(counts) if outlet == slug else None


def read(counts: Counter[str], pages: int, *, without: str | None = None, chars: int = 2500) -> None:
    """So many pages were read, whatever the hour brought."""
    counts["read"] = pages
    for field in FIELDS:
        counts[f"read:{field}"] = 0 if field == without else pages
    counts["read:chars"] = counts["read:body"] * chars


def silence(counts: Counter[str]) -> None:
    for name in [n for n in counts if n.startswith("read")] + ["listed", "new"]:
        counts[name] = 0
    counts["looks-unchanged"] = counts["looks"]


def thin(part: float) -> Callable[[str, Counter[str]], None]:
    """Each outlet has this part of its news, evenly: every so many articles is left out."""
    owed: Counter[str] = Counter()

    def change(outlet: str, counts: Counter[str]) -> None:
        total = owed[outlet] + round(counts["listed"] * part * 1000)
        counts["listed"] = counts["new"] = total // 1000
        owed[outlet] = total % 1000
        read(counts, counts["listed"])

    return change


@pytest.mark.parametrize(("name", "pages"), [("title", 5), ("body", 5), ("date", 5), ("author", 8)])
def test_a_field_that_is_lost_is_named_in_the_run_that_reads_five_pages(archive, name: str, pages: int):
    """The author, whom one page in ten never had, takes a few more."""
    shown = [archive.snapshot(ONE) for _ in range(3)]
    lost = only(ONE, lambda counts: read(counts, pages, without=name))
    report = archive.run(lost, examples={f"without:{name}": shown})
    (alarm,) = report.raised
    assert (alarm.outlet, alarm.rule) == (ONE, f"field-missing:{name}")
    assert alarm.examples == tuple(shown)
    assert alarm.run_id == archive.last_run
    assert alarm.detail.startswith(f"{pages} of the last {pages} articles read have no {name}; it was ")
    assert alarm.detail.endswith("in the 28 days before")
    assert (alarm.observed, report.is_broken) == (0, True)
    assert 0.4 < alarm.expected <= 0.5


def test_a_field_that_was_never_filled_is_no_alarm(invent):
    fresh = invent(1)

    def never(_: str, counts: Counter[str]) -> None:
        counts["read:author"] = 0

    assert fresh.raised(fresh.runs(24 * 10, never)) == []
