"""`newsarchive outlets` prints the registry and names what it does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import ConfigError, RegistryError, UnknownOutlet


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, ["outlets", *args], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_table_has_one_line_an_outlet():
    lines = run().splitlines()
    assert lines[0].split()[:3] == ["slug", "name", "domain"]
    assert len(lines) == 95
    assert any(line.startswith("radartegal-disway ") and " ID-JT " in line for line in lines)


def test_json_and_filters():
    rows = json.loads(run("--province", "papua", "--network", "disway", "--status", "active", "--json"))
    assert [row["slug"] for row in rows] == ["papua-disway"]
    assert rows[0]["zone"] == "WIT"


def test_names_and_filters_together():
    assert len(run("radartegal", "papua").splitlines()) == 3
    assert len(run("radartegal", "papua", "--province", "ID-PA").splitlines()) == 2


def test_a_folder_of_ones_own(tmp_path: Path):
    (tmp_path / "disway.toml").write_text('desa = { name = "Desa", domain = "desa.test" }')
    assert [row["slug"] for row in json.loads(run("--outlets", str(tmp_path), "--json"))] == ["desa"]
    (tmp_path / "disway.toml").write_text('desa = { name = "Desa" }')
    with pytest.raises(RegistryError, match="domain"):
        run("--outlets", str(tmp_path))


def test_what_is_unknown_is_named():
    with pytest.raises(UnknownOutlet, match="radartegal-disway"):
        run("radartegl")
    with pytest.raises(ConfigError, match="Jawa Tengah"):
        run("--province", "Jawa Tenga")
