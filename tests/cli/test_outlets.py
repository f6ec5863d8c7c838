"""`newsarchive outlets` prints the registry and names what it does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import ConfigError, RegistryError, UnknownOutlet
from newsarchive.registry import load_registry


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, ["outlets", *args], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_table_has_one_line_an_outlet():
    lines = run().splitlines()
    assert lines[0].split()[:3] == ["slug", "name", "domain"]
    assert len(lines) == 1 + len(load_registry().outlets)
    assert any(line.startswith("radartegal-disway ") and " ID-JT " in line for line in lines)


def test_json_and_filters():
    rows = json.loads(run("--province", "papua", "--network", "disway", "--status", "active", "--json"))
    assert [row["slug"] for row in rows] == ["papua-disway"]
    assert rows[0]["zone"] == "WIT"


def test_names_and_filters_together():
    assert len(run("radartegal", "papua.disway.id").splitlines()) == 3
    assert len(run("radartegal", "papua.disway.id", "--province", "ID-PA").splitlines()) == 2


def test_how_many_there_are_is_said_beside_the_table(tmp_path: Path):
    (tmp_path / "disway.toml").write_text(
        'desa = { name = "Desa", domain = "desa.test", province = "ID-JT", note = "baru" }\n'
        'kota = { name = "Kota", domain = "kota.test", network = "auto" }\n'
    )

    def said(*args: str) -> tuple[str, str]:
        result = CliRunner().invoke(cli, ["outlets", "--outlets", str(tmp_path), *args])
        return result.stdout, result.stderr

    assert said()[1] == "2 outlets of 2 networks in 1 province, 1 of the whole country\n"
    assert "baru" not in said()[0]
    assert said("desa")[1] == "1 outlet of 1 network in 1 province\n"
    assert said("desa")[0].endswith("\nnotes:\n  desa: baru\n")
    assert said("--status", "gone")[1] == "nothing found\n"
    assert said("--json")[1] == ""


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
