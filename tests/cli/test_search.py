"""`newsarchive search` finds by words, outlet, province and day, and prints nothing that a terminal would obey."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsarchive.cli import cli, output
from newsarchive.errors import ConfigError, NotAnArchive, UnknownOutlet


def invoke(archive: Path, *args: str) -> Result:
    return CliRunner().invoke(cli, ["search", "--archive", str(archive), *args], catch_exceptions=False)


def keys(archive: Path, *args: str) -> list[str]:
    result = invoke(archive, *args, "--json")
    assert result.exit_code == 0, result.output
    return [hit["key"] for hit in json.loads(result.stdout)]


def test_words_and_phrases(small_archive):
    path = small_archive.path
    assert set(keys(path, "banjir")) == {small_archive.first, small_archive.copy}
    assert keys(path, "harga", "beras") == [small_archive.hostile]
    assert keys(path, '"beras harga"') == []
    assert keys(path, "tidak-ada") == []


@pytest.mark.parametrize(
    ("args", "names"),
    [
        (("--outlet", "radartegal"), {"first"}),
        (("--outlet", "papua.disway.id"), {"copy"}),
        (("--province", "ID-JT"), {"first"}),
        (("--province", "papua"), {"copy"}),
        (("--since", "2026-02-24"), {"copy"}),
        (("--until", "2026-02-23"), {"first"}),
        (("--since", "2026-02-23T17:18+07:00"), {"first", "copy"}),
        (("--since", "2026-02-23T17:19+07:00"), {"copy"}),
        (("--since", "2026-02-25"), set()),
    ],
)
def test_filters(small_archive, args: tuple[str, ...], names: set[str]):
    assert set(keys(small_archive.path, "banjir", *args)) == {getattr(small_archive, name) for name in names}


def test_limit(small_archive):
    assert len(keys(small_archive.path, "banjir", "--limit", "1")) == 1


def test_the_printed_form(small_archive):
    result = invoke(small_archive.path, "surut", "--outlet", "radartegal")
    title, facts, snippet, *_ = result.stdout.splitlines()
    assert title == "Banjir Surut, Warga Pulang"
    assert facts.split() == [
        "radartegal-disway/700001",
        "2026-02-23",
        "17:18",
        "+0700",
        "https://radartegal.disway.id/read/700001/banjir-surut",
    ]
    assert "[Surut]" in snippet or "[surut]" in snippet
    assert result.stderr == "1 found\n"


def test_nothing_found_is_said_on_standard_error(small_archive):
    result = invoke(small_archive.path, "gempa")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing found\n")


def test_words_are_highlighted_on_a_terminal(small_archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    result = CliRunner().invoke(cli, ["search", "surut", "--archive", str(small_archive.path)], color=True)
    assert "\x1b[31m\x1b[1msurut\x1b[0m" in result.stdout.lower()


def test_a_hostile_title_is_harmless(small_archive):
    result = invoke(small_archive.path, "beras")
    assert "\\x1b[2J\\u202e[red]" in result.stdout
    assert not set("\x1b\x07\x9b\u202e") & set(result.stdout)
    assert not set("\x1b\x07\x9b\u202e") & set(invoke(small_archive.path, "beras", "--json").stdout)


@pytest.mark.parametrize("query", ['"', "a AND", "title:x", "NEAR(", "*", "-", "';--", "\x00"])
def test_no_query_breaks_it(small_archive, query: str):
    assert invoke(small_archive.path, "--", query).exit_code == 0


@pytest.mark.parametrize("day", ["kemarin", "2026-13-01", "2026-02-01T10:00", "20260201"])
def test_a_wrong_day_is_a_usage_error(small_archive, day: str):
    result = invoke(small_archive.path, "banjir", "--since", day)
    assert result.exit_code == 2
    assert day in result.stderr


def test_what_is_unknown_is_named(small_archive, tmp_path: Path):
    with pytest.raises(UnknownOutlet, match="radartegal"):
        invoke(small_archive.path, "x", "--outlet", "radartegl")
    with pytest.raises(ConfigError, match="Jawa Tengah"):
        invoke(small_archive.path, "x", "--province", "Jawa Tenga")
    with pytest.raises(NotAnArchive, match=r"news\.db"):
        invoke(tmp_path, "x")
