"""The plan of looks, replayed over what a server showed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsarchive.recheck import AFTER, SECOND_LOOK
from newsarchive.simulation.ledger import Look
from newsarchive.simulation.looks import SLACK, replay

FOUND = datetime(2025, 6, 16, 5, 0, tzinfo=UTC)


def test_an_article_that_never_changes_is_looked_at_four_times():
    looks = [Look(FOUND, 200, 0)]
    while (due := replay(FOUND, looks).due[-1]) is not None:
        looks.append(Look(due, 304, 0))
    assert [look.at - FOUND for look in looks[1:]] == [AFTER[0], AFTER[1], AFTER[3], AFTER[5]]
    assert replay(FOUND, looks).late(FOUND + timedelta(days=400)) == []


def test_a_change_brings_the_next_step_back():
    looks = [Look(FOUND, 200, 0), Look(FOUND + AFTER[0], 304, 0), Look(FOUND + AFTER[1], 200, 1)]
    assert replay(FOUND, looks).due[-1] == FOUND + AFTER[2]


def test_what_is_not_there_is_looked_for_once_more_and_then_by_plan():
    at = FOUND + AFTER[0]
    looks = [Look(FOUND, 200, 0), Look(at, 404, None), Look(at + SECOND_LOOK, 404, None)]
    due = replay(FOUND, looks).due
    assert due[1] == at + SECOND_LOOK
    assert due[2] == FOUND + AFTER[1]


def test_late_and_missing_looks_are_told():
    plan = replay(FOUND, [Look(FOUND, 200, 0), Look(FOUND + AFTER[0] + SLACK + timedelta(seconds=1), 304, 0)])
    assert [due for due, _ in plan.late(FOUND + timedelta(hours=3))] == [FOUND + AFTER[0]]
    assert plan.late(FOUND + timedelta(days=2))[-1] == (FOUND + AFTER[1], None)


def test_the_gap_that_an_instant_fell_in():
    plan = replay(FOUND, [Look(FOUND, 200, 0), Look(FOUND + AFTER[0], 304, 0)])
    assert plan.gap_at(FOUND + timedelta(minutes=5)) == AFTER[0]
    assert plan.gap_at(FOUND + AFTER[0]) == AFTER[1] - AFTER[0]
    assert plan.gap_at(FOUND - timedelta(minutes=5)) is None
