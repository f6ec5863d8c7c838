"""What commands print: JSON of our values, tables, and text made safe for a terminal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.cli import output


@dataclass(frozen=True)
class Thing:
    name: str
    at: datetime
    parts: tuple[object, ...]
    _hidden: int = 0


def test_json_of_a_dataclass():
    thing = Thing("Tegal – kota", datetime(2026, 1, 31, 7, 0, tzinfo=UTC), (date(2026, 2, 1), None, 1.5, b"\x00\xff"))
    text = output.to_json({"thing": thing, "path": PurePosixPath("a/b"), "set": {"b", "a"}})
    assert "Tegal – kota" in text
    assert json.loads(text) == {
        "thing": {
            "name": "Tegal – kota",
            "at": "2026-01-31T07:00:00+00:00",
            "parts": ["2026-02-01", None, 1.5, "AP8="],
        },
        "path": "a/b",
        "set": ["a", "b"],
    }


def test_json_refuses_what_has_no_form():
    with pytest.raises(TypeError, match="object"):
        output.to_json([object()])


@given(st.text())
def test_json_gives_back_any_text_and_is_harmless(text: str):
    printed = output.to_json([text], indent=None)
    assert json.loads(printed) == [text]
    printed.encode("utf-8")
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in printed)


def test_json_escapes_lone_surrogates():
    assert json.loads(output.to_json("\ud800")) == "\ud800"
    assert output.to_json("\ud800") == '"\\ud800"'


@pytest.mark.parametrize(
    ("text", "line", "block"),
    [
        ("Judul biasa", "Judul biasa", "Judul biasa"),
        ("a\x1b[2Jb", "a\\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\x9b31mb", "a\\x9b31mb", "a\\x9b31mb"),
        ("a\u202eb", "a\\u202eb", "a\\u202eb"),
        ("a\nb\tc", "a b c", "a\nb\tc"),
        ("a\rb", "a b", "a\\x0db"),
        ("a\r\nb", "a  b", "a\nb"),
        ("a\ud800b", "a\\ud800b", "a\\ud800b"),
    ],
)
def test_safe_text(text: str, line: str, block: str):
    assert output.safe_line(text) == line
    assert output.safe(text) == block


def test_a_table_in_a_pipe_is_aligned(capsys: pytest.CaptureFixture[str]):
    output.table(("slug", "count"), [("radar", 7), ("tv\x1b[0m", 12), (None, None)])
    assert capsys.readouterr().out == "slug       count\nradar          7\ntv\\x1b[0m     12\n\n"


def test_a_table_without_rows_has_its_head(capsys: pytest.CaptureFixture[str]):
    output.table(("slug", "count"), [])
    assert capsys.readouterr().out == "slug  count\n"


def test_a_table_on_a_terminal_takes_brackets_as_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    output.table(("title",), [("[bold]Banjir[/bold]",)])
    assert "[bold]Banjir[/bold]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (5 << 20, "5.0 MiB"), (3 << 40, "3.0 TiB")]
)
def test_size(count: int, text: str):
    assert output.size(count) == text
