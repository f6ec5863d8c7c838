"""Three days of cron over a hostile world, and an archive that was tampered with."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from click.testing import CliRunner

from newsarchive.cli.demo import command
from newsarchive.simulation.report import difference_lines, judged, rows
from newsarchive.simulation.run import Simulated, simulate

pytestmark = pytest.mark.slow

OUTLETS, DAYS = 24, 3.0


@pytest.fixture(scope="module")
def simulated(tmp_path_factory) -> Simulated:
    return simulate(tmp_path_factory.mktemp("simulation"), seed=5, days=DAYS, outlets=OUTLETS)


def test_the_archive_equals_the_truth(simulated):
    report = judged(simulated)
    assert list(difference_lines(report)) == []
    assert all(is_right for _, _, is_right in rows(report))


def test_the_world_was_hostile_and_was_crawled(simulated):
    counts = judged(simulated).verdict.counts
    assert counts["fetchable"] == counts["fetchable:held"] > 50
    assert counts["owed"] == counts["owed:told"] > 20
    assert counts["edits:seen"] > 3
    assert counts["removed"] >= 1
    assert counts["trap"] > 10
    assert counts["dead"] == counts["quarantined"] == 1
    assert counts["unchanging:rechecks"] > 50
    assert len(simulated.runs) > 50


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE versions SET body = replace(body, ' ', '  ') WHERE article_id = 4", "versions"),
        ("UPDATE articles SET gone_at = '2025-06-17T00:00:00.000000Z' WHERE gone_at IS NULL AND id = 5", "removed"),
        ("UPDATE failures SET reason = 'not-an-article' WHERE reason = 'redirect-loop'", "reason"),
        (
            "INSERT INTO failures (url, reason, failed_at, run_id, detail) SELECT url, 'x', '', 1, '' FROM articles",
            "failure",
        ),
        ("DELETE FROM frontier WHERE kind = 'article'", "frontier"),
        ("UPDATE snapshots SET payload_sha256 = printf('%064d', 0) WHERE id = 1", "damage"),
        ("UPDATE standings SET quarantined_at = NULL", "quarantine"),
        ("DELETE FROM articles WHERE id < 10", "missing"),
        ("DELETE FROM snapshots WHERE id = 7", "snapshots"),
    ],
)
def test_tampering_with_the_archive_is_found(simulated, tmp_path, sql, kind):
    copy = tmp_path / "archive"
    shutil.copytree(simulated.archive, copy)
    with closing(sqlite3.connect(copy / "news.db")) as connection, connection:
        assert connection.execute(sql).rowcount > 0
    kinds = {d.kind for d in judged(replace(simulated, archive=copy)).verdict.differences}
    assert kind in kinds


def test_bad_manners_are_found(simulated):
    service = next(iter(simulated.ledger.services.values()))
    before = (service.too_soon, service.open_most, service.disregarded)
    service.too_soon, service.open_most, service.disregarded = 1, 2, 1
    try:
        kinds = {d.kind for d in judged(simulated).verdict.differences}
    finally:
        service.too_soon, service.open_most, service.disregarded = before
    assert kinds == {"delay", "connections", "retry-after"}


def test_a_look_that_was_not_made_is_found(simulated):
    story, looks = next(
        (key, looks) for key, looks in simulated.ledger.looks.items()
        if len(looks) > 2 and all(look.edition == 0 for look in looks)
        and simulated.world.by_slug[key[0]].hostile is None
    )  # fmt: skip
    simulated.ledger.looks[story] = looks[:1]
    try:
        kinds = {d.kind for d in judged(simulated).verdict.differences}
    finally:
        simulated.ledger.looks[story] = looks
    assert kinds == {"look-late"}


def test_cron_goes_on_after_the_last_story_and_never_overlaps(simulated):
    runs = simulated.runs
    assert simulated.ended_at >= simulated.world.scale.end + timedelta(days=1)
    for one, other in pairwise(runs):
        assert one.ended_at <= other.began_at
        assert not other.began_at.minute % 15


def test_the_command_prints_a_table_or_json(tmp_path):
    words = ["--dir", str(tmp_path / "d"), "--days", "0.25", "--outlets", "16", "--seed", "2"]
    outcome = CliRunner().invoke(command, words)
    assert (outcome.exit_code, outcome.exception) == (0, None), outcome.output
    assert "differences in all" in outcome.output
    outcome = CliRunner().invoke(command, [*words, "--json", "-q"])
    printed = json.loads(outcome.stdout)
    assert printed["differences"] == []
    assert printed["outlets"] == 16
    assert len(printed["hostile"]) == 11
    assert printed["shortest_pause_seconds"] >= 2
