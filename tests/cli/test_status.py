"""`newsarchive status` gives the archive in numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import NotAnArchive


def status(archive: Path, *args: str) -> str:
    result = CliRunner().invoke(cli, ["status", "--archive", str(archive), *args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_json(small_archive):
    found = json.loads(status(small_archive.path, "--json"))
    assert {name: found[name] for name in ("articles", "versions", "snapshots", "clusters", "duplicates", "gone")} == {
        "articles": 3,
        "versions": 4,
        "snapshots": 4,
        "clusters": 1,
        "duplicates": 2,
        "gone": 1,
    }
    assert found["failures"] == {"timeout": 1}
    assert found["last_run"]["exit_code"] == 0
    assert found["raw_bytes"] >= found["distinct_bytes"] > 0
    assert found["disk_bytes"] > found["stored_bytes"] > 0


def test_the_printed_form(small_archive):
    lines = status(small_archive.path).splitlines()
    rows = {line.split()[0]: line.split() for line in lines if line}
    assert lines[0].startswith("outlet ")
    assert rows["radartegal-disway"][1:4] == ["2", "3", "3"]
    assert rows["papua-disway"][5] == "1"
    assert rows["failures"] == ["failures", "1", "timeout"]
    assert "3 in 4 versions, 1 no longer on their site" in " ".join(rows["articles"])
    assert "exit code 0: 3 new, 1 changed" in " ".join(rows["last"])


def test_no_archive_is_said(tmp_path: Path):
    with pytest.raises(NotAnArchive, match=r"news\.db"):
        status(tmp_path)
