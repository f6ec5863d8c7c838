"""`newsarchive import`: what it prints, and that the second time changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import NewsarchiveError
from newsarchive.store import open_archive

URL = "https://radartegal.disway.id/read/101/jembatan"
PAGE = f"""<html lang=id><head><title>x</title><link rel=canonical href="{URL}"></head><body>
<div class='post text-black-1'><h1>Jembatan Dibuka</h1>
<div class='post-info'><span class='date'>Senin 28-04-2025,13:22 WIB</span></div>
<p>Warga menyambut jembatan baru.</p></div></body></html>"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "halaman"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "b.html").write_text("<link rel=canonical href='https://tidak-ada.test/b'>")
    (folder / "c.html").write_text("<p>tanpa alamat</p>")
    return folder


def test_one_line_for_a_person_and_problems_on_stderr(pages: Path, tmp_path: Path) -> None:
    args = ["import", "pages", str(pages), "--archive", str(tmp_path / "arsip")]
    first = CliRunner().invoke(cli, args, catch_exceptions=False)
    assert first.exit_code == 0
    assert first.stdout == (
        "2 captures: 2 new snapshots, 0 known; articles 1 new, 0 changed, 0 unchanged; 0 other pages; "
        "failures: 1 unknown-outlet\n"
    )
    assert "c.html: names no URL of its own" in first.stderr
    second = CliRunner().invoke(cli, [*args, "--json"], catch_exceptions=False)
    done = json.loads(second.stdout)
    assert (done["snapshots_added"], done["snapshots_known"], done["articles"]) == (0, 2, {"unchanged": 1})
    with open_archive(tmp_path / "arsip") as archive:
        assert archive.article("radartegal-disway/101") is not None


def test_quiet_prints_nothing(pages: Path, tmp_path: Path) -> None:
    (pages / "c.html").unlink()
    result = CliRunner().invoke(cli, ["import", "pages", str(pages), "--archive", str(tmp_path / "arsip"), "-q"])
    assert (result.exit_code, result.output) == (0, "")


def test_a_page_that_is_left_out_is_said_even_so(pages: Path, tmp_path: Path) -> None:
    args = ["import", "pages", str(pages), "--archive", str(tmp_path / "arsip"), "-q", "--log-format", "json"]
    result = CliRunner().invoke(cli, args)
    (line,) = result.stderr.splitlines()
    assert json.loads(line)["level"] == "warning"
    assert "c.html: names no URL of its own" in json.loads(line)["message"]
    assert result.stdout == ""


def test_bad_sources_are_sentences_and_leave_no_archive(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["import", "pages", str(tmp_path / "fehlt"), "--archive", str(tmp_path / "arsip")])
    assert isinstance(result.exception, NewsarchiveError)
    assert "no such file or folder" in str(result.exception)
    assert not (tmp_path / "arsip").exists()
    assert CliRunner().invoke(cli, ["import", "pages"]).exit_code == 2


def test_the_real_disway_page_is_archived(tmp_path: Path) -> None:
    shared = Path(__file__).parents[2] / "../shared/pages"
    if not shared.is_dir():
        pytest.skip("the shared real pages are not beside this checkout")
    args = ["import", "pages", str(shared), "--archive", str(tmp_path / "arsip"), "--json"]
    done = json.loads(CliRunner().invoke(cli, args, catch_exceptions=False).stdout)
    assert done["captures"] == 49
    assert done["articles"]["new"] == 32  # of 36: three have parts that are not kept, one is of no outlet
    gold = json.loads((shared / "jogja.disway.id__merek-mesin-cuci.json").read_text())
    with open_archive(tmp_path / "arsip") as archive:
        record = archive.article("jogja-disway/681745")
        assert record is not None
        capture = archive.snapshot(record.snapshot_ids[0])
    assert capture is not None
    assert len(capture.body) == 182263
    assert record.article.title == gold["title"]
    assert list(record.article.body) == gold["body"]
    assert len(record.article.related) == 8
