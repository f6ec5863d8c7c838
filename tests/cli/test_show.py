"""`newsarchive show` prints an article with where it comes from, its versions and its copies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import NewsarchiveError


def show(archive: Path, *args: str) -> str:
    result = CliRunner().invoke(cli, ["show", *args, "--archive", str(archive)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    "ref",
    [
        "radartegal-disway/700001",
        "radartegal/700001",
        "radartegal.disway.id/700001",
        "https://radartegal.disway.id/read/700001/banjir-surut",
        "1",
    ],
)
def test_every_way_to_name_an_article(small_archive, ref: str):
    assert json.loads(show(small_archive.path, ref, "--json"))["key"] == small_archive.first


def test_json(small_archive):
    shown = json.loads(show(small_archive.path, small_archive.first, "--json"))
    assert shown["version"] == 2
    assert len(shown["article"]["body"]) == 3
    assert shown["article"]["published_at"] == "2026-02-23T17:18:00+07:00"
    assert [(v["number"], v["changed"]) for v in shown["versions"]] == [(1, []), (2, ["body"])]
    assert [s["id"] for s in shown["snapshots"]] == shown["versions"][1]["snapshot_ids"]
    assert len(shown["snapshots"][0]["payload_sha256"]) == 64
    assert shown["gone_at"] is None


def test_an_earlier_version(small_archive):
    shown = json.loads(show(small_archive.path, small_archive.first, "--version", "1", "--json"))
    assert (shown["version"], len(shown["article"]["body"])) == (1, 2)
    assert [s["id"] for s in shown["snapshots"]] == shown["versions"][0]["snapshot_ids"]


def test_the_printed_form(small_archive):
    text = show(small_archive.path, small_archive.first)
    for wanted in (
        "Banjir Surut, Warga Pulang\n",
        "Jalan utama dibuka lagi pukul sepuluh.\n",
        "layout:disway/2022",
        "Sari Senja",
        "Budi Fajar",
        "Senin 23-02-2026,17:18 WIB",
        "Hujan Masih Turun https://radartegal.disway.id/read/699999/hujan",
        "google-news: Cek berita lain",
        "date-disagrees: jsonld says another minute",
        "* 2: 2026-02-24 12:00+00:00, changed: body\n",
        "- 1: 2026-02-23 12:00+00:00\n",
        "  with: Wulan Embun\n",
        "  photographs: Rudi Lensa\n",
        "  agency: Kantor Berita Lereng\n",
        "  signed: (ss/bf)\n",
        "  first run by: Kabar Lereng\n",
        "  place: TEGAL (Jawa Tengah; may be Kabupaten Tegal 33.28, Kota Tegal 33.76)\n",
        "- meta article:published_time: 2026-02-23\n",
        " 200 https://radartegal.disway.id/read/700001/banjir-surut ",
        " pack 2026-02\n",
    ):
        assert wanted in text


def test_copies_and_removal(small_archive):
    text = show(small_archive.path, small_archive.copy)
    assert "no longer on its site since 2026-02-25 12:00+00:00\n" in text
    assert "removed 2026-02-25 12:00+00:00" in text
    cluster = text[text.index("Cluster copy-") :].splitlines()
    assert cluster[1].split()[0] == small_archive.first
    assert cluster[2].split()[0] == small_archive.copy
    assert "credits Kabar Lereng" in cluster[2]


def test_a_hostile_article_is_harmless(small_archive):
    text = show(small_archive.path, small_archive.hostile)
    assert "\\x1b]0;x\\x07 dengan harga beras" in text
    assert not set("\x1b\x07\x9b\u202e") & set(text)
    assert not set("\x1b\x07\x9b\u202e") & set(show(small_archive.path, small_archive.hostile, "--json"))


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("radartegal/1",), "no article 'radartegal/1'"),
        (("nowhere/1",), "no article 'nowhere/1'"),
        (("https://kota.test/1",), "no article"),
        (("99999999999999999999",), "no article"),
        (("radartegal/700001", "--version", "3"), "no version 3: there are 2"),
    ],
)
def test_what_is_not_there_is_said(small_archive, args: tuple[str, ...], why: str):
    with pytest.raises(NewsarchiveError, match=why):
        show(small_archive.path, *args)
