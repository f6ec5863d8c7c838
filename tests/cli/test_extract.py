"""`newsarchive extract`: one saved page, for a person and as JSON."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import NewsarchiveError

URL = "https://radartegal.disway.id/daerah/read/101/jembatan"
TITLE = "Jembatan \x1b[31mDibuka\u202e"
PAGE = f"""<html lang=id><head><title>x</title><link rel=canonical href="{URL}"></head><body>
<div class='post text-black-1'><h1>{TITLE}</h1>
<div class='post-info'><span class='date'>Senin 28-04-2025,13:22 WIB</span></div>
<p>Warga menyambut \x1b]0;jahat\x07 jembatan baru.</p>
<p><strong>BACA JUGA:<a href='/read/9/pasar'>Pasar Pindah ke Timur</a></strong></p>
<p>Kendaraan berat belum boleh lewat.</p>
<ul class='pagination'><li><a href='{URL}/15' data-ci-pagination-page='2'>2</a></li></ul></div></body></html>"""
PART = (
    "<html><body><div class='post text-black-1'><h1>Jembatan</h1><div class='post-info'></div>"
    "<p>Pemeliharaan dimulai tahun depan.</p></div></body></html>"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_json_has_every_field(page: Path) -> None:
    result = CliRunner().invoke(cli, ["extract", str(page), "--url", URL, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    article = json.loads(result.stdout)
    assert article["outlet"] == "radartegal-disway"
    assert article["native_id"] == "101"
    assert article["body"][-1] == "Kendaraan berat belum boleh lewat."
    assert article["published_at"] == "2025-04-28T13:22:00+07:00"
    assert [r["text"] for r in article["related"]] == ["Pasar Pindah ke Timur"]
    assert article["next_page_url"] == URL + "/15"


def test_a_person_sees_text_facts_and_what_was_left_out_and_no_escape_codes(page: Path) -> None:
    result = CliRunner().invoke(cli, ["extract", str(page), "--url", URL], catch_exceptions=False)
    out = result.stdout
    assert result.exit_code == 0
    assert out.splitlines()[0].startswith("Jembatan")
    for text in (
        "  outlet: radartegal-disway (disway)",
        "  published: 2025-04-28T13:22:00+07:00 WIB",
        "  read by: layout:",
    ):
        assert text in out, text
    assert "\nKendaraan berat belum boleh lewat.\n" in out
    assert "Related links:\n  after paragraph 1: Pasar Pindah ke Timur https://radartegal.disway.id/read/9/pasar" in out
    assert "Evidence of the time of publication:\n  * printed: Senin 28-04-2025,13:22 WIB" in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_parts_gzip_and_the_pages_own_url(page: Path, tmp_path: Path) -> None:
    zipped, part = tmp_path / "a.html.gz", tmp_path / "b.html"
    zipped.write_bytes(gzip.compress(page.read_bytes()))
    part.write_text(PART)
    result = CliRunner().invoke(cli, ["extract", str(zipped), "--part", str(part), "--json"], catch_exceptions=False)
    article = json.loads(result.stdout)
    assert article["url"] == URL
    assert article["page_count"] == 2
    assert article["body"][-1] == "Pemeliharaan dimulai tahun depan."
    assert article["next_page_url"] is None


def test_standard_input() -> None:
    result = CliRunner().invoke(cli, ["extract", "-", "--url", URL, "--json"], input=PAGE, catch_exceptions=False)
    assert json.loads(result.stdout)["native_id"] == "101"


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    (tmp_path / "tanpa.html").write_text("<p>x</p>")
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE.encode())[:-30])
    run = CliRunner().invoke
    assert "give it with --url" in run(cli, ["extract", str(tmp_path / "tanpa.html")]).stderr
    assert run(cli, ["extract", str(tmp_path / "tanpa.html")]).exit_code == 2
    assert "is not an http or https URL" in run(cli, ["extract", str(tmp_path / "tanpa.html"), "--url", "x y"]).stderr
    for name, why in (("fehlt.html", "cannot be read"), ("cut.html.gz", "is damaged or cut gzip")):
        error = run(cli, ["extract", str(tmp_path / name), "--url", URL]).exception
        assert isinstance(error, NewsarchiveError)
        assert str(error).startswith(str(tmp_path / name))
        assert why in str(error)


def test_a_page_without_article_is_printed_as_such(tmp_path: Path) -> None:
    (tmp_path / "tanpa.html").write_text("<p>x</p>")
    result = CliRunner().invoke(cli, ["extract", str(tmp_path / "tanpa.html"), "--url", "https://tidak.test/x"])
    assert result.exit_code == 0
    assert "  kind: other" in result.stdout
    assert "no-layout" in result.stdout
