"""The ledger of looking: looks add up, and every listed URL is counted once, under what became of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest
from sqlite_utils import Database

from newsarchive.models import Lead
from newsarchive.store import Writer, looks
from newsarchive.store.connection import connect_writing
from newsarchive.store.looks import Listed, Looked, kinds_of, last_run_at, read_listed, read_looks, watched_outlets
from newsarchive.store.migrations import STEPS, migrate

DAY = date(2025, 4, 28)


@pytest.fixture
def index(writer: Writer) -> sqlite3.Connection:
    """The writer's own connection: it sees what is not committed yet."""
    return writer._db


def lead(number: int, *, outlet: str = "radar-watu", source="feed", **more) -> Lead:
    url = f"https://radarwatu.test/read/{number}/pasar"
    return Lead(f"{outlet}/{number}", url, outlet, "article", None, str(number), source=source, **more)


def test_looks_of_a_day_and_kind_add_up(writer, index):
    writer.looks.add("radar-watu", DAY, "feed", answered=True)
    writer.looks.add("radar-watu", DAY, "feed", answered=True, overflowed=True)
    writer.looks.add("radar-watu", DAY, "feed", answered=False)
    writer.looks.add("radar-watu", DAY, "index", answered=False)
    writer.looks.add("radar-watu", DAY + timedelta(days=1), "feed", answered=True)
    writer.looks.add("kabar-lereng", DAY, "feed", answered=True)
    assert read_looks(index, ["radar-watu"], DAY, DAY) == [
        Looked("radar-watu", DAY, "feed", answered=2, failed=1, overflowed=1),
        Looked("radar-watu", DAY, "index", answered=0, failed=1, overflowed=0),
    ]


def test_looks_are_part_of_the_transaction(writer, index):
    def broken() -> None:
        with writer.unit():
            writer.looks.add("radar-watu", DAY, "feed", answered=True)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert read_looks(index, ["radar-watu"], DAY, DAY) == []
    writer.looks.add("radar-watu", DAY, "feed", answered=True)
    writer.flush()
    with sqlite3.connect(writer.path / "news.db") as other:
        assert other.execute("SELECT outlet, day, kind, answered FROM looks").fetchall() == [
            ("radar-watu", "2025-04-28", "feed", 1)
        ]
    other.close()


def test_a_url_is_held_once_its_article_was_read(writer, run, index, article, capture, t0):
    frontier = writer.frontier
    frontier.offer([lead(n, listed_on=DAY) for n in range(1, 9)], t0)
    soon = t0 + timedelta(hours=1)
    read = {"at": t0, "next_at": None, "status": 200}
    frontier.done("radar-watu/1", **read)
    frontier.done("radar-watu/2", **read)
    frontier.failed("radar-watu/2", at=t0, reason="timeout", retry_at=soon)  # at a later look: the article stays held
    frontier.failed("radar-watu/3", at=t0, reason="timeout", retry_at=soon)
    frontier.failed("radar-watu/4", at=t0, reason="robots-disallowed", retry_at=soon)
    frontier.gone("radar-watu/5", at=t0, status=404)
    snapshot = writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
    writer.add_article(article("6"), [snapshot], at=t0, run_id=run)
    frontier.done("radar-watu/6", **read)
    frontier.gone("radar-watu/6", at=t0, status=410)  # removed after it was kept
    frontier.missing("radar-watu/7", at=t0, status=404, next_at=soon)
    assert read_listed(index, ["radar-watu"], DAY, DAY) == [
        Listed("radar-watu", DAY, "gone", ("feed",), 1),
        Listed("radar-watu", DAY, "held", ("feed",), 3),
        Listed("radar-watu", DAY, "missing", ("feed",), 1),
        Listed("radar-watu", DAY, "pending", ("feed",), 1),
        Listed("radar-watu", DAY, "robots-disallowed", ("feed",), 1),
        Listed("radar-watu", DAY, "timeout", ("feed",), 1),
    ]


def test_an_article_under_another_key_is_found_by_its_url_when_it_is_gone(writer, run, index, article, capture, t0):
    url = "https://radarwatu.test/read/7/pasar"
    writer.frontier.offer([Lead("radar-watu/abc", url, "radar-watu", "article", None, listed_on=DAY)], t0)
    snapshot = writer.add_snapshot(capture(url), outlet="radar-watu", run_id=run)
    writer.add_article(article("7"), [snapshot], at=t0, run_id=run)
    writer.frontier.gone("radar-watu/abc", at=t0, status=404)
    assert [(group.fate, group.kinds) for group in read_listed(index, ["radar-watu"], DAY, DAY)] == [("held", ())]


def test_each_url_counts_on_one_day(writer, index, t0):
    evening = datetime.fromisoformat("2025-04-28T18:00:00+00:00")  # already the next day in western Indonesia
    writer.frontier.offer([lead(1), lead(2, listed_on=DAY - timedelta(days=3))], evening)
    writer.frontier.offer([lead(1, source="sitemap", listed_on=DAY)], evening)  # known: only noted who named it too
    month = read_listed(index, ["radar-watu"], date(2025, 4, 1), date(2025, 4, 30))
    assert [(group.day.day, group.kinds, group.count) for group in month] == [
        (25, ("feed",), 1),
        (29, ("feed", "sitemap"), 1),
    ]
    # the article tells its day
    writer.frontier.done("radar-watu/1", at=t0, next_at=None, status=200, listed_on=date(2025, 4, 2))
    month = read_listed(index, ["radar-watu"], date(2025, 4, 1), date(2025, 4, 30))
    assert [(group.day.day, group.fate) for group in month] == [(2, "held"), (25, "pending")]


def test_lists_themselves_are_not_counted(writer, index, t0):
    listing = Lead("index:x", "https://radarwatu.test/", "radar-watu", "index", None, listed_on=DAY, covers_on=DAY)
    writer.frontier.offer([listing], t0)
    assert read_listed(index, ["radar-watu"], DAY, DAY) == []


def test_watched_outlets_are_those_with_a_look_or_a_listed_url(writer, index, t0):
    assert watched_outlets(index) == {}
    writer.looks.add("kabar-lereng", DAY, "feed", answered=False)
    assert watched_outlets(index) == {"kabar-lereng": "lereng.test"}
    writer.frontier.offer([lead(1)], t0)
    assert list(watched_outlets(index)) == ["kabar-lereng", "radar-watu"]


def test_the_last_run(writer, index):
    assert last_run_at(index) is None
    writer.begin_run("crawl", version="0", user_agent=None, options={})
    assert last_run_at(index) == "2025-04-28T06:22:00.000000Z"


def test_kinds_of_bits():
    assert kinds_of(0) == ()
    assert kinds_of(1 + 4 + 16) == ("feed", "sitemap", "json")


def test_an_archive_from_before_the_ledger_counts_what_it_knows(folder, t0):
    """What is held counts on its day of publication, the rest on the day it was found; lists are not counted."""
    folder.mkdir()
    with closing(connect_writing(folder / "news.db")) as connection:
        STEPS.apply(Database(connection), stop_before="0003_running_for_years")
        connection.execute("INSERT INTO outlets (slug, name, domain, network, status) VALUES ('a', 'A', 'a', 'b', 'c')")
        connection.execute(
            "INSERT INTO articles (key, outlet, url, kind, body, content_hash, version, first_seen_at, last_seen_at,"
            " published_on) VALUES ('a/1', 'a', '', 'article', '', '', 1, '', '', '2025-04-02')"
        )
        for key, kind, state, found_on in (
            ("a/1", "article", "done", "index:a"),
            ("a/2", "article", "pending", "feed:a"),
            ("a/3", "article", "pending", None),
            ("index:a", "index", "done", None),
            ("feed:a", "feed", "done", None),
        ):
            connection.execute(
                "INSERT INTO frontier (key, url, outlet, kind, found_on_url, priority, state, attempts, checks,"
                " discovered_at) VALUES (?1, ?1, 'a', ?2, ?3, 0, ?4, 0, ?5, '2025-04-28T06:00:00.000000Z')",
                (key, kind, found_on, state, int(state == "done")),
            )
        migrate(connection, t0)
        month = read_listed(connection, ["a"], date(2025, 4, 1), date(2025, 4, 30))
    assert [(group.day.day, group.fate, group.kinds) for group in month] == [
        (2, "held", ("index",)),
        (28, "pending", ()),
        (28, "pending", ("feed",)),
    ]


def test_a_month_is_read_by_the_index_of_days(index):
    """However large the archive is, only the rows of the outlet's month are touched."""
    plan = index.execute(f"EXPLAIN QUERY PLAN {looks._LISTED}", ("x", "2025-04-01", "2025-04-30")).fetchall()
    steps = [row[3] for row in plan]
    assert steps[0] == "SEARCH f USING INDEX idx_frontier_listed (outlet=? AND listed_on>? AND listed_on<?)"
    assert not [step for step in steps if step.startswith("SCAN")]
