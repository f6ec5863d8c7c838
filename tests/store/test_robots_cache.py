"""The table `robots`: one believed answer a site."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from newsarchive.models import Capture, Outlet
from newsarchive.store import Writer
from newsarchive.store.robots import RobotsRow

ORIGIN = "https://radarwatu.test"


@pytest.fixture
def row(t0: datetime) -> RobotsRow:
    day = timedelta(days=1)
    return RobotsRow(ORIGIN, t0, t0 + day, 200, "rules", None, "User-agent: *\r\nDisallow: /a\u2028\n", None)


def test_a_row_comes_back_as_it_was_and_in_the_next_run_too(tmp_path: Path, t0: datetime, row: RobotsRow) -> None:
    with Writer(tmp_path, clock=lambda: t0) as writer:
        assert writer.robots.load(ORIGIN) is None
        writer.robots.save(row)
        assert writer.robots.load(ORIGIN) == row
    with Writer(tmp_path, clock=lambda: t0) as writer:
        assert writer.robots.load(ORIGIN) == row
        assert writer.robots.load("http://radarwatu.test") is None


def test_a_new_answer_takes_the_place_of_the_old(tmp_path: Path, t0: datetime, row: RobotsRow) -> None:
    worse = replace(row, status=None, verdict="disallow-all", reason="timeout", body="")
    with Writer(tmp_path, clock=lambda: t0) as writer:
        writer.robots.save(row)
        writer.robots.save(worse)
        assert writer.robots.load(ORIGIN) == worse


def test_times_are_instants(tmp_path: Path, t0: datetime, row: RobotsRow) -> None:
    east = t0.astimezone(timezone(timedelta(hours=9)))
    with Writer(tmp_path, clock=lambda: t0) as writer:
        writer.robots.save(replace(row, fetched_at=east))
        assert writer.robots.load(ORIGIN) == row
        with pytest.raises(ValueError, match="zone"):
            writer.robots.save(replace(row, fetched_at=t0.replace(tzinfo=None)))


def test_it_cites_its_snapshot(
    tmp_path: Path, t0: datetime, row: RobotsRow, outlets: list[Outlet], capture: Callable[..., Capture]
) -> None:
    with Writer(tmp_path, clock=lambda: t0) as writer:
        writer.sync_outlets(outlets)
        run_id = writer.begin_run("crawl", version="0", user_agent=None, options={})
        snapshot_id = writer.add_snapshot(capture(f"{ORIGIN}/robots.txt"), outlet=outlets[0].slug, run_id=run_id)
        writer.robots.save(replace(row, snapshot_id=snapshot_id))
        loaded = writer.robots.load(ORIGIN)
        assert loaded is not None
        assert loaded.snapshot_id == snapshot_id
        with pytest.raises(sqlite3.IntegrityError):
            writer.robots.save(replace(row, snapshot_id=999))
        assert writer.robots.load(ORIGIN) == loaded


def test_a_row_that_was_not_committed_is_gone_with_its_transaction(
    tmp_path: Path, t0: datetime, row: RobotsRow
) -> None:
    with Writer(tmp_path, clock=lambda: t0) as writer:
        with suppress(KeyError), writer.unit():
            writer.robots.save(row)
            raise KeyError
        assert writer.robots.load(ORIGIN) is None
