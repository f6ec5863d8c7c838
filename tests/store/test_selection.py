"""Which snapshots and articles a selection means."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsarchive.store import Writer
from newsarchive.store.connection import connect_reading
from newsarchive.store.selection import Selection, article_ids, snapshot_ids

WIB = timezone(timedelta(hours=7))


@pytest.fixture
def connection(tmp_path, outlets, capture, article, t0) -> Iterator[sqlite3.Connection]:
    """Snapshots 1 to 6, an hour apart from 06:22 UTC on 28 April 2025; articles 1 (watu) and 2 (lereng)."""
    base, other = "https://radarwatu.test", "https://lereng.test"
    made = [
        (f"{base}/read/7/pasar", "radar-watu", "article", 200, ()),
        (f"{base}/read/7/pasar?page=2", "radar-watu", "part", 200, ("tdm-reservation",)),
        (f"{base}/robots.txt", "radar-watu", "robots", 200, ()),
        (f"{base}/read/9/hilang", "radar-watu", "article", 404, ()),
        (f"{other}/read/7/pasar", "kabar-lereng", "article", 200, ()),
        ("https://lain.test/x", None, None, 301, ()),
    ]
    with Writer(tmp_path / "arsip", clock=lambda: t0) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        writer.sync_outlets(outlets)
        ids = []
        for number, (url, outlet, kind, status, optouts) in enumerate(made):
            at = t0 + timedelta(hours=number)
            one = capture(url, f"isi {number}".encode(), at=at, status=status)
            ids.append(writer.add_snapshot(one, outlet=outlet, run_id=run, kind=kind, optouts=optouts))
        first = article(
            "7", published_at=datetime(2025, 4, 27, 5, 0, tzinfo=WIB), published_on=date(2025, 4, 27), network="disway"
        )
        writer.add_article(first, ids[:2], at=t0, run_id=run)
        second = article(
            "7", outlet="kabar-lereng", seed="y",
            published_at=datetime(2025, 4, 28, 1, 0, tzinfo=WIB), published_on=date(2025, 4, 28), network="tribun",
        )  # fmt: skip
        second = replace(second, kind="photo")
        writer.add_article(second, ids[4:5], at=t0 + timedelta(hours=4), run_id=run)
        writer.end_run(run, exit_code=0, counts={})
    opened = connect_reading(tmp_path / "arsip" / "news.db")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("selection", "snapshots", "articles"),
    [
        (Selection(), [1, 2, 3, 4, 5, 6], [1, 2]),
        (Selection(outlets=("radar-watu",)), [1, 2, 3, 4], [1]),
        (Selection(outlets=("radar-watu", "kabar-lereng")), [1, 2, 3, 4, 5], [1, 2]),
        (Selection(networks=("disway",)), [1, 2, 3, 4, 5], [1, 2]),
        (Selection(networks=("tribun",)), [], [2]),
        (Selection(provinces=("ID-BA",)), [5], [2]),
        (Selection(urls=("https://radarwatu.test/robots.txt",)), [3], []),
        (Selection(urls=("https://radarwatu.test/read/*",)), [1, 2, 4], [1]),
        (Selection(urls=("https://lain.test/x", "https://lereng.test/*")), [5, 6], [2]),
        (Selection(articles=("radar-watu/7",)), [1, 2], [1]),
        (Selection(kinds=("robots", "part")), [2, 3], []),
        (Selection(kinds=("photo",)), [], [2]),
        (Selection(statuses=(404,)), [4], []),
        (Selection(statuses=(3, 4)), [4, 6], []),
        (Selection(statuses=(2,)), [1, 2, 3, 5], [1, 2]),
        (Selection(without_optouts=True), [1, 3, 4, 5, 6], [2]),
        (Selection(outlets=("radar-watu",), statuses=(2,), kinds=("article",)), [1], [1]),
        (Selection(since=date(2025, 4, 28)), [1, 2, 3, 4, 5, 6], [2]),
        (Selection(until=date(2025, 4, 27)), [], [1]),
        (Selection(since=date(2025, 4, 29)), [], []),
        (Selection(until=date(2025, 4, 28)), [1, 2, 3, 4, 5, 6], [1, 2]),
        (Selection(since=datetime(2025, 4, 28, 7, 22, tzinfo=UTC)), [2, 3, 4, 5, 6], []),
        (Selection(until=datetime(2025, 4, 28, 15, 22, tzinfo=WIB)), [1, 2, 3], [1, 2]),
        (Selection(outlets=("'; DROP TABLE snapshots; --",), urls=("%*",)), [], []),
    ],
)
def test_what_is_meant(connection, selection, snapshots, articles):
    assert list(snapshot_ids(connection, selection)) == snapshots
    assert list(article_ids(connection, selection)) == articles


def test_what_was_asked_for_is_told_in_the_types_of_json():
    asked = Selection(
        outlets=("radar-watu",), since=date(2025, 4, 28), until=datetime(2025, 4, 29, 1, tzinfo=WIB), statuses=(404,)
    ).asked()
    until = "2025-04-29T01:00:00+07:00"
    assert asked == {"outlets": ["radar-watu"], "since": "2025-04-28", "until": until, "statuses": [404]}
    assert Selection().asked() == {}


def test_all_ids_are_walked_without_being_sorted_first(connection):
    """A selection by condition on the row must not collect millions of ids: the plan has no temporary tree."""
    where, values = Selection(kinds=("article",), without_optouts=True).of_snapshots()
    plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT s.id FROM snapshots s WHERE {where} ORDER BY s.id", values)
    assert "TEMP B-TREE" not in " ".join(row[3] for row in plan)
