"""Whether a run tells that the network is down, or only that some site is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from newsarchive.crawl.outage import SERVICES, Outage
from newsarchive.models import Outlet
from spiders.items import Failed, Task

OUTLETS = tuple(Outlet(f"satu-{n}", f"Satu {n}", f"satu{n}.test", "auto") for n in range(8))


def outage(outlets=OUTLETS, *, responses: int = 0) -> Outage:
    session = SimpleNamespace(
        kept=None,
        counts=Counter(responses=responses),
        spider=SimpleNamespace(outlets=outlets, by_slug={o.slug: o for o in outlets}),
        standings=SimpleNamespace(untold=lambda _: None),
        release=lambda *_, **__: None,
        stop=lambda _: None,
        record_failure=lambda *_: session.counts.update(failures=1),
    )
    return Outage(session)


def fail(found: Outage, outlet: Outlet) -> None:
    task = Task(f"{outlet.slug}/1", f"https://{outlet.domain}/", outlet.slug, "feed", datetime(2026, 1, 1, tzinfo=UTC))
    item = Failed(task, task.url, None, "timeout", "no answer")
    if not found.holds(item):
        found._session.record_failure()


@pytest.mark.parametrize(("asked", "is_told"), [(1, False), (SERVICES - 1, False), (SERVICES, True)])
def test_one_dead_site_of_many_is_not_the_network(asked, is_told):
    found = outage()
    for outlet in OUTLETS[:asked]:
        fail(found, outlet)
    found.record()
    assert found.is_told() is is_told


def test_of_an_archive_of_one_site_nothing_more_can_be_told():
    found = outage(OUTLETS[:1])
    fail(found, OUTLETS[0])
    found.record()
    assert found.is_told()


def test_any_answer_speaks_for_the_network():
    found = outage(responses=1)
    for outlet in OUTLETS:
        fail(found, outlet)
    assert not found.is_told()


def test_a_run_without_failures_tells_nothing():
    assert not outage().is_told()
