"""`newsarchive check-parsers` and `newsarchive fixture`."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import NewsarchiveError

PAGES = Path(__file__).parents[1] / "networks" / "disway"
URL = "https://radarsenja.disway.id/daerah/read/101/jembatan-baru-dibuka"
PAGE = f"""<html lang=id><head><title>x</title><link rel=canonical href="{URL}"></head><body>
<div class='post text-black-1'><h1>Jembatan Baru Dibuka</h1>
<div class='post-info'><span class='date'>Senin 28-04-2025,13:22 WIB</span></div>
<p>Warga menyambut jembatan baru di tepi kali.</p><p>Kendaraan berat belum boleh lewat.</p></div></body></html>"""


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    gold = {
        "url": URL,
        "title": "Jembatan Baru Dibuka",
        "body": ["Warga menyambut jembatan baru di tepi kali.", "Kendaraan berat belum boleh lewat."],
        "published_at": "2025-04-28T13:22:00+07:00",
        "authors": [],
        "related": [],
    }
    (tmp_path / "a.json").write_text(json.dumps(gold))
    return tmp_path


def test_all_right_is_exit_code_0_and_a_table(folder: Path) -> None:
    code, output = run("check-parsers", folder)
    assert code == 0
    assert output.splitlines()[1].split() == ["disway", "1", "1", "1.0000", "1.0000", "0", "0", "0", "0", "0"]
    assert "published_at      1      0        0      0" in output


def test_a_difference_is_named_and_is_exit_code_8(folder: Path) -> None:
    gold = json.loads((folder / "a.json").read_text())
    (folder / "a.json").write_text(json.dumps(gold | {"title": "Jembatan Lama", "authors": ["Karto Wira"]}))
    code, output = run("check-parsers", folder, "--differences")
    assert code == 8
    assert "a (layout:disway/codeigniter):" in output
    assert "title: should be Jembatan Lama | is Jembatan Baru Dibuka" in output
    assert "authors: should be Karto Wira | is (none)" in output


def test_json_has_every_page(folder: Path) -> None:
    code, output = run("check-parsers", folder, "--json")
    found = json.loads(output)
    assert code == 0
    assert [row["network"] for row in found["networks"]] == ["disway", "all"]
    assert found["pages"][0]["name"] == "a"


def test_with_the_networks_off_no_layout_reads_a_page(folder: Path) -> None:
    _, output = run("check-parsers", folder, "--fallback", "--json")
    assert not (json.loads(output)["pages"][0]["method"] or "").startswith("layout:")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("b.json", "{}", r"b\.json: must be an object with a 'url'"),
        ("b.json", "nicht", r"b\.json: cannot be read as JSON"),
        ("b.json", '{"url": "https://a.test/"}', r"b\.json: there is no b\.html"),
        ("a.html.gz", "kein gzip", r"a\.html\.gz: cannot be read"),
    ],
)
def test_a_broken_folder_is_named(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text)
    with pytest.raises(NewsarchiveError, match=message):
        run("check-parsers", folder)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NewsarchiveError, match="holds no page with gold"):
        run("check-parsers", tmp_path)


def test_a_fixture_is_a_pair_that_the_check_then_finds_right(tmp_path: Path) -> None:
    page = tmp_path / "real.html"
    page.write_text(PAGE)
    target = tmp_path / "disway"
    code, output = run("fixture", page, "--url", URL, "--to", target, "--name", "jembatan")
    assert code == 0
    assert "Read both over" in output
    assert "Jembatan" not in (target / "jembatan.html").read_text()
    written = json.loads((target / "jembatan.json").read_text())
    assert written["network"] == "disway"
    assert written["published_at"] == "2025-04-28T13:22:00+07:00"
    assert len(written["body"]) == 2
    assert run("check-parsers", target)[0] == 0


def test_a_fixture_is_not_written_over(tmp_path: Path) -> None:
    page = tmp_path / "real.html"
    page.write_text(PAGE)
    run("fixture", page, "--url", URL, "--to", tmp_path)
    with pytest.raises(NewsarchiveError, match="exists already"):
        run("fixture", page, "--url", URL, "--to", tmp_path)
    assert run("fixture", page, "--url", URL, "--to", tmp_path, "--force")[0] == 0


def test_a_url_is_looked_for_in_the_archive(tmp_path: Path) -> None:
    page = tmp_path / "real.html"
    page.write_text(PAGE)
    archive = tmp_path / "archive"
    assert run("import", "pages", page, "--archive", archive)[0] == 0
    code, output = run("fixture", URL, "--archive", archive, "--to", tmp_path / "out")
    assert code == 0
    assert "layout:disway/codeigniter" in output
    with pytest.raises(NewsarchiveError, match=r"holds no page of https://radarsenja\.disway\.id/read/2/x"):
        run("fixture", "https://radarsenja.disway.id/read/2/x", "--archive", archive, "--to", tmp_path / "out")
