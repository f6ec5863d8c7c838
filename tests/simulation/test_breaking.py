"""Each way of breaking one outlet is named by the run that first sees it, by the right rule, and nothing else is."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from newsarchive.exits import ExitCode
from newsarchive.simulation.breaking import Breakage
from newsarchive.simulation.holding import read_holding
from newsarchive.simulation.run import Simulation
from newsarchive.simulation.world import BEGINNING, Scale, SimWorld

pytestmark = pytest.mark.slow

# the rules want a week of past, and three other outlets that can tell a holiday from a fault
WORLD = SimWorld(Scale(days=12.0, outlets=5, hostile=0, per_day=24.0), seed=3)
HOURLY = timedelta(hours=1)
QUIET = timedelta(days=8, hours=8)
LONE, OF_NETWORK = WORLD.outlets[3].slug, WORLD.outlets[0].slug

EXPECTED = {
    "template": (LONE, "fallback-rose", timedelta(hours=12)),
    "silence": (LONE, "went-silent", timedelta(days=3)),
    "volume": (LONE, "volume-dropped", timedelta(days=3)),
    # the addresses of the lone sites have the day in them, so that it is not lost where the page has none
    "date": (OF_NETWORK, "field-missing:date", timedelta(hours=12)),
    "captcha": (LONE, "blocked-rose", timedelta(hours=6)),
    "clock": (LONE, "clock-skew", timedelta(hours=6)),
}
"""The outlet that is broken, the rule that has to be named, and how soon at the latest."""


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """A folder with an archive of a week in which nothing was broken, and the runs of that week."""
    folder = tmp_path_factory.mktemp("quiet")
    simulated = Simulation(folder, WORLD, every=HOURLY).run_until(BEGINNING + QUIET)
    return folder, simulated


def test_a_quiet_week_raises_no_alarm(quiet):
    _, simulated = quiet
    assert read_holding(simulated.archive).alarms == ()
    assert {run.outcome.exit_code for run in simulated.runs} == {ExitCode.OK}
    assert len(simulated.runs) > 150


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_run_that_sees_it_first_names_it(quiet, tmp_path, kind):
    folder, before = quiet
    shutil.copytree(folder, tmp_path / "branch")
    broken, rule, soon = EXPECTED[kind]
    simulation = Simulation(
        tmp_path / "branch",
        WORLD,
        breakages=(Breakage(kind, broken, before.ended_at),),
        at=before.ended_at,
        every=HOURLY,
        is_stopped_by=lambda run: run.outcome.exit_code != ExitCode.OK,
    )
    simulated = simulation.run_until(before.ended_at + soon)
    alarms = read_holding(simulated.archive).alarms
    assert [(alarm.outlet, alarm.rule) for alarm in alarms] == [(broken, rule)]
    assert simulated.runs[-1].outcome.exit_code == ExitCode.HEALTH
    assert alarms[0].raised_at <= simulated.runs[-1].ended_at
    assert all(run.outcome.exit_code == ExitCode.OK for run in simulated.runs[:-1])
