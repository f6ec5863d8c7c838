from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsarchive.models import Lead
from newsarchive.store import Frontier, Writer

HOUR = timedelta(hours=1)
FRONT = "https://radarwatu.test/"


@pytest.fixture
def frontier(writer: Writer) -> Frontier:
    return writer.frontier


def lead(number: int, **more: object) -> Lead:
    values = {
        "outlet": "radar-watu",
        "kind": "article",
        "found_on_url": "https://radarwatu.test/",
        "native_id": str(number),
    }
    return Lead(f"radar-watu/{number}", f"https://radarwatu.test/read/{number}/x", **{**values, **more})  # type: ignore[arg-type]


def keys(frontier: Frontier, at: datetime, **more: object) -> list[str]:
    outlets = more.pop("outlets", ["radar-watu"])
    return [row.key for row in frontier.due(outlets, at, **{"limit": 100, **more})]  # type: ignore[arg-type]


def test_only_new_leads_are_added(frontier: Frontier, t0: datetime) -> None:
    assert frontier.offer([lead(1), lead(2), lead(1)], t0) == [lead(1), lead(2)]
    other_shape = lead(2, kind="article")
    assert frontier.offer([other_shape, lead(3)], t0 + HOUR) == [lead(3)]
    assert frontier.offer([], t0) == []
    row = frontier.get("radar-watu/2")
    assert row is not None
    assert (row.url, row.kind, row.native_id, row.state) == (
        "https://radarwatu.test/read/2/x",
        "article",
        "2",
        "pending",
    )
    assert (row.discovered_at, row.due_at, row.attempts, row.checks) == (t0, t0, 0, 0)
    assert (row.found_on_url, row.last_at, row.last_status, row.etag) == (FRONT, None, None, None)
    assert frontier.get("radar-watu/9") is None


def test_due_rows_come_by_priority_then_age(frontier: Frontier, t0: datetime) -> None:
    frontier.offer([lead(1)], t0 + HOUR)
    frontier.offer([lead(2), lead(3, priority=5), lead(4, priority=-1)], t0)
    assert keys(frontier, t0) == ["radar-watu/3", "radar-watu/2", "radar-watu/4"]
    assert keys(frontier, t0 + HOUR) == ["radar-watu/3", "radar-watu/2", "radar-watu/1", "radar-watu/4"]
    assert keys(frontier, t0 - HOUR) == []
    assert keys(frontier, t0 + HOUR, limit=2) == ["radar-watu/3", "radar-watu/2"]
    assert keys(frontier, t0 + HOUR, limit=2, exclude={"radar-watu/3", "radar-watu/1"}) == [
        "radar-watu/2",
        "radar-watu/4",
    ]
    assert keys(frontier, t0, limit=0) == keys(frontier, t0, outlets=[]) == []


def test_due_rows_can_be_walked_through_by_key(frontier: Frontier, t0: datetime) -> None:
    frontier.offer([lead(number, priority=number % 3) for number in range(10, 35)], t0)
    walked: list[str] = []
    after = ""
    while page := keys(frontier, t0, limit=7, after_key=after):
        walked += page
        after = page[-1]
    assert walked == [f"radar-watu/{number}" for number in range(10, 35)]


def test_due_rows_can_be_asked_for_by_outlet_and_kind(frontier: Frontier, t0: datetime) -> None:
    feed = lead(2, kind="feed", native_id=None)
    other = lead(3, outlet="kabar-lereng", kind="index")
    frontier.offer([lead(1), feed, other], t0)
    assert keys(frontier, t0, kinds=["feed", "index"]) == ["radar-watu/2"]
    assert keys(frontier, t0, outlets=["radar-watu", "kabar-lereng"], kinds=["index"]) == ["radar-watu/3"]
    assert keys(frontier, t0, kinds=[]) == []


def test_done_rows_come_back_when_they_said(frontier: Frontier, t0: datetime) -> None:
    frontier.offer([lead(1)], t0)
    frontier.done("radar-watu/1", at=t0, next_at=t0 + HOUR, status=200, etag='"a"', last_modified="Mon")
    assert keys(frontier, t0) == []
    assert keys(frontier, t0 + HOUR) == ["radar-watu/1"]
    frontier.failed("radar-watu/1", at=t0 + HOUR, reason="timeout", retry_at=t0 + 2 * HOUR)
    frontier.failed("radar-watu/1", at=t0 + HOUR, reason="http-500", retry_at=t0 + 3 * HOUR, status=500)
    row = frontier.get("radar-watu/1")
    assert row is not None
    assert (row.state, row.attempts, row.checks, row.last_status, row.last_reason) == ("failed", 2, 1, 500, "http-500")
    assert row.due_at == t0 + 3 * HOUR
    frontier.done("radar-watu/1", at=t0 + 4 * HOUR, next_at=None, status=304)
    row = frontier.get("radar-watu/1")
    assert row is not None
    assert (row.state, row.attempts, row.checks, row.due_at) == ("done", 0, 2, None)
    assert (row.etag, row.last_modified, row.last_reason, row.last_at) == ('"a"', "Mon", None, t0 + 4 * HOUR)
    assert keys(frontier, t0 + 999 * HOUR) == []


def test_gone_rows_are_counted_as_such(frontier: Frontier, t0: datetime) -> None:
    frontier.offer([lead(number) for number in range(5)], t0)
    frontier.offer([lead(9, outlet="kabar-lereng")], t0)
    frontier.gone("radar-watu/1", at=t0, status=404)
    frontier.gone("radar-watu/2", at=t0, status=410, next_at=t0 + HOUR)
    frontier.failed("radar-watu/3", at=t0, reason="gone", retry_at=None)
    frontier.failed("radar-watu/4", at=t0, reason="blocked", retry_at=None)
    assert frontier.counts() == {"pending": 2, "done": 0, "failed": 1, "gone": 3}
    assert frontier.counts("kabar-lereng") == {"pending": 1, "done": 0, "failed": 0, "gone": 0}
    assert keys(frontier, t0 + HOUR) == ["radar-watu/0", "radar-watu/2"]


def test_success_resolves_the_failures_of_its_url(writer: Writer, run: int, t0: datetime) -> None:
    writer.frontier.offer([lead(1, kind="feed")], t0)
    for url in (lead(1).url, lead(2).url):
        writer.add_failure(url, outlet=None, snapshot_id=None, reason="dns", detail="", at=t0, run_id=run)
    writer.frontier.done(lead(1).key, at=t0 + HOUR, next_at=None, status=200)
    writer.flush()
    rows = writer._db.execute("SELECT url, resolved_at IS NULL FROM failures ORDER BY url").fetchall()
    assert rows == [(lead(1).url, 0), (lead(2).url, 1)]


def test_the_frontier_outlives_its_writer(writer: Writer, folder: Path, t0: datetime, clock: SimpleNamespace) -> None:
    writer.frontier.offer([lead(1)], t0)
    writer.close()
    with Writer(folder, clock=clock.read) as again:
        assert keys(again.frontier, t0) == ["radar-watu/1"]
        assert again.frontier.offer([lead(1)], t0) == []


def test_hostile_keys_are_just_keys(frontier: Frontier, t0: datetime) -> None:
    hostile = Lead("'; DROP TABLE frontier; --", "javascript:'", "radar-watu", "article", None)
    assert frontier.offer([hostile], t0) == [hostile]
    assert keys(frontier, t0, exclude=["'; --"]) == [hostile.key]


def test_a_due_batch_reads_only_the_index(writer: Writer, t0: datetime) -> None:
    plan = writer._db.execute(
        "EXPLAIN QUERY PLAN SELECT key FROM frontier WHERE outlet IN ('a') AND due_at IS NOT NULL AND due_at <= 'x'"
        " ORDER BY priority DESC, due_at, key LIMIT 5"
    ).fetchall()
    assert "idx_frontier_due" in str(plan)
