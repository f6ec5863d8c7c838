"""Copies as the writer keeps them: with articles, transactions, upgrades of MinHash, and what a run counts."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsarchive.models import Article
from newsarchive.store import Stored, Writer, open_archive
from newsarchive.store.copies import candidates

Make = Callable[..., Article]
LETTERS = "abcdefghijklmnop"


def text(seed: str, changed: int = 0) -> tuple[str, ...]:
    """Four paragraphs of our own words, so many of them changed."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(LETTERS, k=6)) for _ in range(120)]
    for number in range(changed):
        words[(2 * number + 1) * 120 // (2 * changed)] = f"ganti{number}"
    return tuple(" ".join(words[at : at + 30]).capitalize() + "." for at in range(0, 120, 30))


@pytest.fixture
def put(writer: Writer, run: int, t0: datetime) -> Callable[..., Stored]:
    def add(article: Article, day: float = 0) -> Stored:
        return writer.add_article(article, [], at=t0 + timedelta(days=day), run_id=run)

    return add


def members(folder: Path, writer: Writer) -> list[tuple[Any, ...]]:
    writer.flush()
    with open_archive(folder) as archive:
        sql = "SELECT a.key, m.match FROM cluster_members m JOIN articles a ON a.id = m.article_id ORDER BY 1"
        return archive.connection.execute(sql).fetchall()


def test_a_near_copy_is_told_as_it_is_stored(
    put: Callable[..., Stored], article: Make, folder: Path, writer: Writer
) -> None:
    first = put(article("7", body=text("a")))
    assert (first.cluster_id, first.duplicate_of, first.is_cut) == (None, None, False)
    second = put(article("8", body=text("a", 3), outlet="kabar-lereng"))
    assert second.duplicate_of == "radar-watu/7"
    assert put(article("9", body=text("b"))).cluster_id is None
    # a later version of another article becomes a copy
    changed = put(article("9", body=text("a", 4)), 1)
    assert (changed.outcome, changed.cluster_id, changed.duplicate_of) == (
        "changed", second.cluster_id, "kabar-lereng/8",
    )  # fmt: skip
    assert members(folder, writer) == [("kabar-lereng/8", "first"), ("radar-watu/7", "near"), ("radar-watu/9", "near")]


def test_what_is_rolled_back_was_never_compared(
    put: Callable[..., Stored], article: Make, folder: Path, writer: Writer
) -> None:
    put(article("7", body=text("a")))

    def stopped() -> None:
        with writer.unit():
            put(article("1", outlet="kabar-lereng", body=text("a", 1)))
            put(article("6", body=text("a", 2)))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stopped()
    assert members(folder, writer) == []
    put(article("8", body=text("a", 2)))
    assert members(folder, writer) == [("radar-watu/7", "first"), ("radar-watu/8", "near")]
    with open_archive(folder) as archive:
        assert archive.connection.execute("SELECT count(*) FROM cluster_names").fetchone() == (0,)
        assert list(archive.check()) == []


def test_a_text_brought_up_to_date_in_place_is_compared_anew(
    put: Callable[..., Stored], article: Make, folder: Path, writer: Writer
) -> None:
    """A counter makes no version, but other words."""
    put(article("7", body=(*text("a"), "Dibaca 10 kali")))
    put(article("8", body=(*text("a"), "Dibaca 12 kali")))
    assert members(folder, writer) == [("radar-watu/7", "first"), ("radar-watu/8", "near")]
    assert put(article("7", body=(*text("a"), "Dibaca 12 kali")), 1).outcome == "unchanged"
    assert members(folder, writer) == [("radar-watu/7", "first"), ("radar-watu/8", "exact")]
    with open_archive(folder) as archive:
        assert archive.connection.execute("SELECT count(*) FROM signatures").fetchone() == (1,)
        assert archive.connection.execute("SELECT count(*) FROM unsigned").fetchone() == (0,)


def test_a_run_counts_texts_that_were_not_compared_with_all(
    put: Callable[..., Stored], article: Make, writer: Writer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "CROWD", 11)
    for number in range(1, 4):
        put(article(str(number), body=text("a", number)))
    writer.flush()
    with open_archive(folder) as archive:
        sql = "SELECT json_extract(counts, '$.\"copies-cut\"') FROM run_outlets WHERE outlet = 'radar-watu'"
        assert archive.connection.execute(sql).fetchone()[0] >= 1


def test_signatures_of_another_minhash_are_made_anew_in_idle_time(
    put: Callable[..., Stored], article: Make, writer: Writer, folder: Path, clock: SimpleNamespace
) -> None:
    put(article("7", body=text("a")))
    writer.close()
    with open_archive(folder, write=True) as archive:
        archive.connection.execute("UPDATE signatures SET signature = zeroblob(256)")
    with Writer(folder, clock=clock.read) as again:
        assert again.compare_waiting() == 1
        assert again.compare_waiting() == 0
        run_id = again.begin_run("crawl", version="0", user_agent=None, options={})
        copy = again.add_article(article("8", body=text("a", 2)), [], at=clock.now, run_id=run_id)
        assert copy.duplicate_of == "radar-watu/7"
