"""What a run counted for its outlets: the past apart from the day, and details only for some weeks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from newsarchive.models import Article, Capture, Outlet
from newsarchive.store import Writer
from newsarchive.store.writer import DETAILS_FOR


def counted(folder: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{folder / 'news.db'}?mode=ro", uri=True)) as db, db:
        sql = "SELECT run_id, articles_new, failures, counts, examples FROM run_outlets ORDER BY run_id"
        return [(*row[:3], json.loads(row[3]), json.loads(row[4])) for row in db.execute(sql)]


def test_the_past_is_counted_apart_and_the_columns_have_both(
    writer: Writer, run: int, folder: Path, capture: Callable[..., Capture], article: Callable[..., Article]
) -> None:
    t0 = capture().fetched_at
    for number, is_past in enumerate((False, True, True)):
        snapshot_id = writer.add_snapshot(capture(), outlet="radar-watu", run_id=run)
        writer.add_article(article(str(number)), [snapshot_id], at=t0, run_id=run, is_past=is_past)
    writer.add_failure(
        "https://radarwatu.test/x", outlet="radar-watu", snapshot_id=1, reason="timeout", detail="", at=t0, run_id=run,
        is_past=True,
    )  # fmt: skip
    writer.flush()
    ((_, new, failures, counts, examples),) = counted(folder)
    assert (new, failures) == (3, 1)
    assert (counts["new"], counts["past:new"], counts["past:failure:timeout"]) == (1, 2, 1)
    assert "failures" not in counts
    assert examples == {"past:failure:timeout": [1]}


def test_counts_alone_are_written_too(writer: Writer, run: int, folder: Path) -> None:
    writer.flush()
    writer.count(run, "radar-watu", "requests", 7)
    writer.flush()
    assert counted(folder)[0][3] == {"requests": 7}


def test_only_three_examples_are_kept(writer: Writer, run: int, folder: Path) -> None:
    for number in range(1, 6):
        writer.count(run, "radar-watu", "without:date", example=number)
    writer.flush()
    assert counted(folder)[0][3:] == ({"without:date": 5}, {"without:date": [1, 2, 3]})


def test_the_details_of_old_runs_are_taken_out_and_their_columns_stay(
    tmp_path: Path, t0: datetime, outlets: list[Outlet]
) -> None:
    now = t0
    with Writer(tmp_path, clock=lambda: now) as writer:
        writer.sync_outlets(outlets)
        for days in (0, 3, 41):
            now = t0 + timedelta(days=days)
            run = writer.begin_run("crawl", version="1", user_agent=None, options={})
            writer.count(run, "radar-watu", "new", 2)
            writer.end_run(run, exit_code=0, counts={})
    assert timedelta(days=38) < DETAILS_FOR < timedelta(days=41)
    assert [(new, counts) for _, new, _, counts, _ in counted(tmp_path)] == [(2, {}), (2, {"new": 2}), (2, {"new": 2})]
