"""The demo as a whole: the real crawl command against the served world, and an archive that was tampered with."""

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from newsarchive.cli.demo import command
from newsarchive.demo.compare import compare
from newsarchive.demo.holding import read_holding
from newsarchive.demo.run import MARK, prepare_folder, run_demo
from newsarchive.demo.world import World
from newsarchive.errors import ConfigError

ARTICLES = 120


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = prepare_folder(tmp_path_factory.mktemp("demo") / "world")
    return run_demo(folder, seed=5, articles=ARTICLES, say=lambda line: None, quiet=True)


@pytest.mark.slow
def test_the_archive_equals_the_truth(result):
    assert [str(d) for d in result.comparison.differences] == []
    assert result.comparison.archived == result.comparison.expected
    assert result.comparison.versions > result.comparison.expected
    assert (result.folder / "truth.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE articles SET body = body || ' lagi' WHERE id = 3", "row"),
        ("UPDATE versions SET body = replace(body, ' ', '  ') WHERE article_id = 4", "body"),
        ("UPDATE articles SET gone_at = NULL", "removed"),
        ("UPDATE snapshots SET payload_sha256 = printf('%064d', 0) WHERE id = 1", "damage"),
        ("DELETE FROM failures", "failure-not-recorded"),
        ("UPDATE articles SET cluster_id = NULL", "not-grouped"),
    ],
)
def test_tampering_is_found(result, tmp_path, sql, kind):
    import shutil

    copy = tmp_path / "archive"
    shutil.copytree(result.archive, copy)
    with closing(sqlite3.connect(copy / "news.db")) as connection, connection:
        assert connection.execute(sql).rowcount > 0
    connection.close()
    holding = read_holding(copy)
    truth = World(5, ARTICLES).truth()
    kinds = {d.kind for d in compare(truth, holding, {"all": holding.status.snapshots}).differences}
    assert kind in kinds


def test_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigError, match="not a folder that a demo has made"):
        prepare_folder(tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError):
        prepare_folder(tmp_path / "file")


def test_own_folder_is_replaced_or_kept(tmp_path):
    first = prepare_folder(tmp_path / "demo")
    (first / "old").touch()
    assert prepare_folder(tmp_path / "demo", keep=True) == tmp_path / "demo-2"
    assert (first / "old").exists()
    assert prepare_folder(tmp_path / "demo") == first
    assert [p.name for p in first.iterdir()] == [MARK]


def test_command_refuses_a_foreign_folder(tmp_path):
    (tmp_path / "x").touch()
    outcome = CliRunner().invoke(command, ["--dir", str(tmp_path)])
    assert isinstance(outcome.exception, ConfigError)


@pytest.mark.slow
def test_command_prints_json_and_says_whether_all_is_well(tmp_path):
    outcome = CliRunner().invoke(command, ["--dir", str(tmp_path / "d"), "--articles", "60", "--json", "-q"])
    printed = json.loads(outcome.stdout)
    assert outcome.exit_code == (8 if printed["comparison"]["differences"] else 0)
    assert printed["comparison"]["published"] > 40
