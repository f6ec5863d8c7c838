"""Alarms are raised, kept, cleared and accepted, and come back as they went in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsarchive.store.alarms import Alarm, accept, accepted, alarms_of_run, all_alarms, open_alarms


@pytest.fixture
def connection(writer):
    return writer.history.connection


@pytest.fixture
def raised(writer, run, t0) -> list[Alarm]:
    more = {"observed": 2.0, "expected": 9.5, "run_id": run, "at": t0}
    return [
        writer.alarms.raise_one("radar-watu", "went-silent", "diam", examples=(), **more),
        writer.alarms.raise_one("kabar-lereng", "overflow", "penuh", examples=(), **more),
        writer.alarms.raise_one(None, "clock-skew", "jam", examples=(), **more),
    ]


def test_they_come_back_as_they_went_in(writer, connection, run, t0, raised):
    assert open_alarms(connection) == [raised[2], raised[1], raised[0]]
    assert alarms_of_run(connection, run) == [raised[2], raised[1], raised[0]]
    assert alarms_of_run(connection, run + 1) == []
    assert raised[0].raised_at == t0


def test_one_that_is_kept_tells_the_numbers_of_today(writer, connection, raised, t0):
    writer.alarms.keep(raised[0], "masih diam", observed=1.0, expected=9.0)
    (alarm,) = [a for a in open_alarms(connection) if a.outlet == "radar-watu"]
    assert (alarm.detail, alarm.observed, alarm.expected, alarm.raised_at) == ("masih diam", 1.0, 9.0, t0)


def test_one_that_is_cleared_stays_in_the_book(writer, connection, raised, t0):
    later = t0 + timedelta(hours=3)
    writer.alarms.clear(raised[1], later)
    assert raised[1].id not in {a.id for a in open_alarms(connection)}
    (alarm,) = [a for a in all_alarms(connection) if a.cleared_at]
    assert (alarm.id, alarm.cleared_at, alarm.accepted_at) == (raised[1].id, later, None)
    assert accepted(connection) == {}


def test_one_is_accepted_once(writer, connection, raised, t0):
    later = t0 + timedelta(days=2)
    assert accept(connection, raised[2].id, later)
    assert not accept(connection, raised[2].id, later)
    assert not accept(connection, 99, later)
    assert accepted(connection) == {(None, "clock-skew"): later}


def test_examples_are_snapshots(writer, connection, run, t0, capture):
    shown = [writer.add_snapshot(capture(), outlet="radar-watu", run_id=run) for _ in range(2)]
    writer.alarms.raise_one(
        "radar-watu", "field-missing:date", "x", observed=0, expected=1, examples=shown, run_id=run, at=t0
    )
    assert open_alarms(connection)[0].examples == tuple(shown)
