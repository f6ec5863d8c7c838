"""`newsarchive purge` as it is typed: it shows, it asks, it says what it did and did not do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import CliRunner, Result

from newsarchive.cli import cli
from newsarchive.errors import ConfigError
from newsarchive.store import open_archive
from newsarchive.store.removal import Removal

Run = Callable[..., Result]


class Small(Protocol):
    path: Path
    first: str
    copy: str
    hostile: str


@pytest.fixture
def folder(small_archive: Small, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_archive.path, tmp_path / "archive"))


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *args, **more: CliRunner().invoke(cli, ["purge", "--archive", str(folder), *args], **more)


def keys(folder: Path) -> set[str]:
    with open_archive(folder) as archive:
        return {record.key for record in archive.articles()}


def test_a_dry_run_shows_and_changes_nothing(run: Run, folder: Path, small_archive: Small):
    before = keys(folder)
    shown = run(small_archive.first, "--dry-run")
    assert shown.exit_code == 0
    assert "would remove: 2 versions, 2 snapshots" in shown.stdout
    assert "title: Banjir Surut, Warga Pulang" in shown.stdout
    assert "docs/takedown.md" in shown.stdout
    assert keys(folder) == before


def test_it_says_what_it_did(run: Run, folder: Path, small_archive: Small):
    done = run("https://radartegal.disway.id/read/700001/banjir-surut", "--reason", "permintaan", "--yes")
    assert done.exit_code == 0, done.stderr
    assert "removed: 2 versions, 2 snapshots" in done.stdout
    assert "reason: permintaan" in done.stdout
    assert "NOT FINISHED" not in done.stdout
    assert keys(folder) == {small_archive.copy, small_archive.hostile}
    (stone,) = json.loads(run("--list", "--json").stdout)["tombstones"]
    assert (stone["key"], stone["reason"]) == (small_archive.first, "permintaan")
    assert small_archive.first in run("--list").stdout
    assert "Tombstone 1" in run(small_archive.first, "--reason", "lagi", "--yes").stdout


def test_control_characters_of_a_headline_are_made_visible(run: Run, small_archive: Small):
    shown = run(small_archive.hostile, "--dry-run").stdout
    assert "\x1b" not in shown
    assert "\\x1b[2J" in shown


def test_without_a_terminal_it_wants_a_yes(run: Run, folder: Path, small_archive: Small):
    before = keys(folder)
    asked = run(small_archive.first, "--reason", "permintaan")
    assert isinstance(asked.exception, ConfigError)
    assert "--yes" in str(asked.exception)
    assert keys(folder) == before


@pytest.mark.parametrize(
    "args",
    [(), ("radartegal-disway/700001",), ("radartegal-disway/700001", "--reason", " "), ("radartegal/1", "--finish")],
)
def test_what_is_missing_is_said(run: Run, folder: Path, args: tuple[str, ...]):
    before = keys(folder)
    assert run(*args).exit_code == 2
    assert keys(folder) == before


def test_what_is_unknown_is_said(run: Run):
    for ref in ("radartegal-disway/1", "https://radartegal.disway.id/read/1/x", "\x1b[2J"):
        answer = run(ref, "--dry-run")
        assert isinstance(answer.exception, ConfigError)


def test_unfinished_work_has_its_exit_code_and_can_be_finished(
    run: Run, small_archive: Small, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(Removal, "scrub", lambda *_: False)
        half = run(small_archive.first, "--reason", "permintaan", "--yes")
    assert half.exit_code == 5
    assert "NOT FINISHED" in half.stdout
    assert "purge --finish" in half.stderr
    done = run("--finish")
    assert done.exit_code == 0
    assert "NOT FINISHED" not in run("--list").stdout


def test_json_has_what_stays_too(run: Run, small_archive: Small):
    shown: dict[str, Any] = json.loads(run(small_archive.first, "--dry-run", "--json").stdout)
    (reach,) = shown["reached"]
    assert {"copies", "mentions", "shared", "exports", "urls", "snapshot_ids"} <= set(reach)
