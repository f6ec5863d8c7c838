"""Sightings in any order give the same row of versions."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from newsarchive.models import Article, Capture
from newsarchive.store import Writer, open_archive
from newsarchive.store.connection import connect_writing
from newsarchive.store.migrations import STEPS, migrate
from newsarchive.store.timeline import go_on, place_of

Make = Callable[..., Article]


class Seen:
    """Stores pages of one article, each as (day, headline), and tells what the archive made of them."""

    def __init__(
        self, writer: Writer, run: int, capture: Callable[..., Capture], make: Make, t0: datetime, number: int
    ):
        self.writer, self.run, self.capture, self.make, self.t0 = writer, run, capture, make, t0
        self.number = number

    def see(self, day: int, title: str, **more: Any) -> str:
        at = self.t0 + timedelta(days=day)
        given = self.make(str(self.number), title=title, **more)
        page = self.capture(given.url, f"<h1>{title} {day}</h1>".encode(), at=at)
        snapshot_id = self.writer.add_snapshot(page, outlet="radar-watu", run_id=self.run)
        return self.writer.add_article(given, [snapshot_id], at=at, run_id=self.run).outcome

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query in which `:key` is the key of the article."""
        self.writer.flush()
        with open_archive(self.writer.path) as archive:
            return archive.connection.execute(sql, {"key": f"radar-watu/{self.number}"}).fetchall()

    def told(self) -> dict[str, list[tuple[Any, ...]]]:
        """All but numbers: versions in time with the days of their snapshots, edits, events, what is said now."""
        day = "CAST(julianday({}) - julianday('2025-04-28T06:22:00Z') + 0.5 AS INTEGER)"
        seen_at, fetched_at = day.format("v.seen_at"), day.format("s.fetched_at")
        return {
            "versions": self.rows(
                f"SELECT {seen_at}, v.title, v.changed, (SELECT group_concat(d) FROM (SELECT {fetched_at} AS d"
                " FROM version_snapshots vs JOIN snapshots s ON s.id = vs.snapshot_id WHERE vs.version_id = v.id"
                " ORDER BY d)) FROM versions v JOIN articles a ON a.id = v.article_id WHERE a.key = :key"
                " ORDER BY v.seen_at, v.number"
            ),
            "edits": self.rows(
                f"SELECT {day.format('seen_at')}, title_before, title_after FROM edits WHERE key = :key"
                " ORDER BY seen_at"
            ),
            "events": self.rows(
                f"SELECT e.kind, {day.format('e.at')}, e.detail, {fetched_at} FROM events e"
                " JOIN articles a ON a.id = e.article_id LEFT JOIN snapshots s ON s.id = e.snapshot_id"
                " WHERE a.key = :key ORDER BY e.at, e.id"
            ),
            "now": self.rows(
                f"SELECT a.title, {day.format('a.first_seen_at')}, {day.format('a.last_seen_at')}, v.title, {seen_at}"
                " FROM articles a JOIN versions v ON v.article_id = a.id AND v.number = a.version WHERE a.key = :key"
            ),
        }


@pytest.fixture
def seen(writer: Writer, run: int, capture: Callable[..., Capture], article: Make, t0: datetime) -> Seen:
    return Seen(writer, run, capture, article, t0, 7)


@pytest.fixture
def archive_of(
    writer: Writer, run: int, capture: Callable[..., Capture], article: Make, t0: datetime
) -> Callable[[Sequence[tuple[int, str]]], dict[str, list[tuple[Any, ...]]]]:
    numbers = count(1)

    def made(sightings: Sequence[tuple[int, str]]) -> dict[str, list[tuple[Any, ...]]]:
        seen = Seen(writer, run, capture, article, t0, next(numbers))
        for day, title in sightings:
            seen.see(day, title, body=("Isi yang pendek.",))
        return seen.told()

    return made


days = st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ABC")), min_size=1, max_size=8, unique_by=lambda s: s[0])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days.flatmap(lambda seen: st.tuples(st.just(sorted(seen)), st.permutations(seen))))
@example(([(0, "A"), (2, "A")], [(0, "A"), (2, "A")]))
@example(([(0, "A"), (1, "B"), (2, "A")], [(0, "A"), (2, "A"), (1, "B")]))
@example(([(0, "A"), (1, "B"), (2, "A"), (3, "C")], [(3, "C"), (0, "A"), (2, "A"), (1, "B")]))
def test_pages_in_any_order_give_the_same_versions(
    archive_of: Callable[[Sequence[tuple[int, str]]], dict[str, list[tuple[Any, ...]]]],
    orders: tuple[list[tuple[int, str]], list[tuple[int, str]]],
) -> None:
    in_order, as_they_came = orders
    told = archive_of(in_order)
    assert archive_of(as_they_came) == told
    # and they are the runs of equal headlines
    titles = [title for n, (_, title) in enumerate(in_order) if n == 0 or in_order[n - 1][1] != title]
    assert [row[1] for row in told["versions"]] == titles
    assert [row[0] for row in told["events"]] == ["retitled"] * (len(titles) - 1)


def test_a_run_is_parted_by_what_was_seen_in_between(seen: Seen) -> None:
    assert [seen.see(0, "A"), seen.see(4, "A"), seen.see(2, "B")] == ["new", "unchanged", "changed"]
    assert seen.told() == {
        "versions": [(0, "A", "[]", "0"), (2, "B", '["title"]', "2"), (4, "A", '["title"]', "4")],
        "edits": [(2, "A", "B"), (4, "B", "A")],
        "events": [("retitled", 2, '"A" -> "B"', 2), ("retitled", 4, '"B" -> "A"', 4)],
        "now": [("A", 0, 4, "A", 4)],
    }
    assert seen.rows("SELECT number, title FROM versions ORDER BY number") == [(1, "A"), (2, "B"), (3, "A")]
    assert seen.rows("SELECT versions FROM articles_local") == [(3,)]


def test_what_was_only_asked_for_again_counts_as_seen(seen: Seen, t0: datetime) -> None:
    """A 304 has no snapshot of its own that tells of the version, and still the run goes on."""
    seen.see(0, "A")
    seen.writer.article_seen("radar-watu/7", t0 + timedelta(days=5))
    assert seen.see(3, "B") == "changed"
    told = seen.told()
    assert [row[:2] for row in told["versions"]] == [(0, "A"), (3, "B"), (5, "A")]
    assert told["now"] == [("A", 0, 5, "A", 5)]
    assert [row[3] for row in told["versions"]] == ["0", "3", "0"]  # each has a page that shows it
    seen.see(6, "A")
    seen.see(4, "A")
    assert [row[::3] for row in seen.told()["versions"]] == [(0, "0"), (3, "3"), (4, "0,4,6")]


def test_an_earlier_page_of_a_version_moves_it_back(seen: Seen) -> None:
    for day, title in ((0, "A"), (6, "B")):
        seen.see(day, title)
    assert seen.see(3, "B") == "unchanged"
    assert seen.told()["events"] == [("retitled", 3, '"A" -> "B"', 3)]
    assert seen.rows("SELECT count(*) FROM versions") == [(2,)]


def test_a_first_version_that_comes_late(seen: Seen) -> None:
    seen.see(6, "B")
    assert seen.told()["events"] == []
    seen.see(1, "A")
    assert seen.told()["events"] == [("retitled", 6, '"A" -> "B"', 6)]
    assert seen.rows("SELECT number, changed FROM versions ORDER BY number") == [(1, '["title"]'), (2, "[]")]


def test_the_text_now_is_that_of_the_latest_page_with_its_version(seen: Seen, article: Make, t0: datetime) -> None:
    """What is boring is brought up to date in the version and in the article alike, hashes included."""
    seen.see(0, "Pasar “Watu” Ramai")
    assert seen.see(1, 'Pasar "Watu" Ramai') == "unchanged"
    assert seen.see(0, "Pasar “Watu” Ramai") == "unchanged"
    assert seen.rows("SELECT a.title, v.title, v.read_by IS NOT NULL FROM articles a JOIN versions v") == [
        ('Pasar "Watu" Ramai', 'Pasar "Watu" Ramai', 1)
    ]
    body = (*article().body, "Dibaca 12 kali")
    at = t0 + timedelta(days=2)
    seen.writer.add_article(article(title="Pasar 'Watu'", body=body), [], at=at, run_id=seen.run)
    later = (*article().body, "Dibaca 99 kali")
    stored = seen.writer.add_article(article(title="Pasar 'Watu'", body=later), [], at=at, run_id=seen.run)
    assert stored.outcome == "unchanged"
    (row,) = seen.rows(
        "SELECT a.body = v.body, a.content_hash = v.content_hash, v.body LIKE '%99 kali' FROM articles a"
        " JOIN versions v ON v.article_id = a.id AND v.number = a.version"
    )
    assert row == (1, 1, 1)


def test_only_a_run_can_be_parted(seen: Seen, t0: datetime) -> None:
    seen.see(0, "A")
    with open_archive(seen.writer.path) as archive:
        place = place_of(archive.connection, 1, "2000-01-01T00:00:00.000000Z")
        with pytest.raises(ValueError, match="both before and after"):
            go_on(archive.connection, 1, place, 2, "2000-01-01T00:00:00.000000Z")


def test_changed_is_a_list_of_fields(seen: Seen) -> None:
    for day, title in ((0, "A"), (1, "B")):
        seen.see(day, title)
    assert [json.loads(row[0]) for row in seen.rows("SELECT changed FROM versions ORDER BY number")] == [[], ["title"]]


def test_an_older_archive_learns_which_headlines_changed(tmp_path: Path, t0: datetime) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    texts = (("A", "[]"), ("A", '["body"]'), ('B "satu"', '["title", "body"]'), (None, '["title"]'))
    with closing(connect_writing(folder / "news.db")) as connection:
        STEPS.apply(Database(connection), stop_before="0004_keeping_every_byte")
        connection.execute("INSERT INTO outlets (slug, name, domain, network, status) VALUES ('a', 'A', 'a', 'b', 'c')")
        connection.execute(
            "INSERT INTO articles (key, outlet, url, kind, body, content_hash, version, first_seen_at, last_seen_at)"
            " VALUES ('a/1', 'a', '', 'article', '', '', 4, '', '')"
        )
        connection.execute("INSERT INTO runs (command, version, options, started_at) VALUES ('crawl', '0', '{}', '')")
        for number, (title, changed) in enumerate(texts, 1):
            connection.execute(
                "INSERT INTO versions (article_id, number, title, body, content_hash, body_hash, changed, fields,"
                " seen_at, run_id) VALUES (1, ?, ?, '', '', '', ?, '{}', ?, 1)",
                (number, title, changed, f"2025-01-0{number}T00:00:00.000000Z"),
            )
        migrate(connection, t0)
        events = connection.execute("SELECT kind, article_id, at, detail FROM events ORDER BY id").fetchall()
    assert events == [
        ("retitled", 1, "2025-01-03T00:00:00.000000Z", '"A" -> "B \\"satu\\""'),
        ("retitled", 1, "2025-01-04T00:00:00.000000Z", '"B \\"satu\\"" -> null'),
    ]
