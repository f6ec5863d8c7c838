"""`newsarchive clean`: text for people, JSON for programs, one sentence for a bad file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli.clean import command
from newsarchive.errors import NewsarchiveError

DUMP = """Panen Raya Dimulai di Hulu
Bupati memanen padi--
Senin 18-12-2023,14:11 WITA
SLAWI, HULUPOS.ID - Panen raya dimulai.
BACA JUGA:Kebun Teh Tua
Petani senang sejak 17 Desember 2023.
Sumber: hulupos.id
"""


def write(folder: Path, name: str = "dump.txt", data: bytes = DUMP.encode()) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def run(*args: str, data: str | bytes | None = None) -> str:
    result = CliRunner().invoke(command, list(args), input=data, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


TEXT = (
    "Panen Raya Dimulai di Hulu\n\nSLAWI, HULUPOS.ID - Panen raya dimulai.\n\nPetani senang sejak 17 Desember 2023.\n"
)


def test_prints_title_and_text(tmp_path: Path) -> None:
    assert run(write(tmp_path)) == TEXT


def test_reads_standard_input_and_a_byte_order_mark() -> None:
    assert run("-", data=DUMP) == TEXT
    assert run("-", data=b"\xef\xbb\xbf" + DUMP.encode()) == TEXT


def test_prints_every_field_as_json(tmp_path: Path) -> None:
    name = write(tmp_path)
    value = json.loads(run("--json", name))
    assert value["file"] == name
    assert value["published_at"] == "2023-12-18T14:11:00+08:00"
    assert (value["published_on"], value["published_zone"]) == ("2023-12-18", "WITA")
    assert value["related"] == [{"text": "Kebun Teh Tua", "url": None, "after": 1}]
    assert value["images"] == [{"url": None, "caption": "Bupati memanen padi", "credit": None}]
    assert value["dateline"]["place"] == "SLAWI"
    assert value["dropped"] == [{"text": "Sumber: hulupos.id", "rule": "source-credit", "after": 2}]
    assert value["source_credit"] == "hulupos.id"
    assert value["dates_mentioned"][0]["on"] == "2023-12-17"


def test_several_files(tmp_path: Path) -> None:
    names = [write(tmp_path), write(tmp_path, "b.txt", b"Satu kalimat.")]
    assert run(*names) == TEXT + "\n\nSatu kalimat.\n"
    assert [value["file"] for value in json.loads(run("--json", *names))] == names


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in run(write(tmp_path, data=b"Satu \x1b[31mkalimat.\n"))


def test_a_file_that_is_missing_or_not_text_is_named(tmp_path: Path) -> None:
    for name, why in [
        (str(tmp_path / "none.txt"), "cannot be read"),
        (str(tmp_path), "cannot be read"),
        (write(tmp_path, "bad.txt", b"Satu \xff"), r"not UTF-8 text \(byte 5"),
    ]:
        with pytest.raises(NewsarchiveError, match=why) as caught:
            run(name)
        assert name in str(caught.value)


def test_no_file_at_all_is_a_usage_error() -> None:
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 2
    assert "FILE" in result.output


def test_help_has_an_example() -> None:
    assert "newsarchive clean dump.txt" in run("--help")


def test_html_fragments_are_read_with_their_links(tmp_path: Path) -> None:
    file = tmp_path / "item.html"
    file.write_text(
        "<p>Warga bergotong royong sejak pagi di tepi kali.</p>"
        "<p>BACA JUGA:<a href='https://radarsenja.disway.test/read/7/x'>Judul Lain Lagi</a></p>",
        encoding="utf-8",
    )
    done = CliRunner().invoke(command, ["--html", str(file), "--json"])
    assert done.exit_code == 0
    got = json.loads(done.stdout)
    assert got["body"] == ["Warga bergotong royong sejak pagi di tepi kali."]
    assert got["related"] == [{"text": "Judul Lain Lagi", "url": "https://radarsenja.disway.test/read/7/x", "after": 1}]
