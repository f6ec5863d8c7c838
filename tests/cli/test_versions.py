"""`newsarchive versions` and `diff` on an archive of their own: an edited, moved, corrected and hostile world."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsarchive.cli import cli, output
from newsarchive.errors import NewsarchiveError
from newsarchive.models import Article, Capture, Correction, Image
from newsarchive.registry import load_registry
from newsarchive.store import Writer

WITA = timezone(timedelta(hours=8))
T0 = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
FIRST = Article(
    url="https://radartegal.disway.id/read/710001/pasar-sepi",
    outlet="radartegal-disway",
    kind="article",
    body=(
        "TEGAL - Pasar itu sepi sejak hujan turun.",
        "Pedagang menutup lapak lebih awal.",
        "Jalan masuk tergenang setinggi mata kaki.",
        "Dinas mengirim dua pompa.",
        "Harga cabai naik 12 persen dalam sepekan.",
    ),
    native_id="710001",
    title="Pasar Sepi, Harga Cabai Naik",
    published_at=datetime(2026, 3, 1, 9, 30, tzinfo=WITA),
    authors=("Sari Senja",),
    tags=("pasar", "cabai"),
    images=(Image("https://radartegal.disway.id/upload/2026/03/pasar.jpg", "Pasar pagi.", "SARI"),),
    language="id",
)
SECOND = replace(
    FIRST,
    title="Pasar Ramai, Harga Cabai Naik",
    body=(*FIRST.body[:4], "Harga cabai naik 15 persen dalam sepekan."),
    published_at=datetime(2026, 3, 1, 9, 45, tzinfo=WITA),
    authors=("Budi Fajar",),
    images=(replace(FIRST.images[0], caption="Pasar sore."),),
    is_advertorial=True,
)
EVIL = '"><script>alert(1)</script>\x1b[2J\u202e[red]'
HOSTILE = replace(
    FIRST,
    url="https://radartegal.disway.id/read/710009/judul",
    native_id="710009",
    title=f"Judul {EVIL}",
    body=(f"Isi {EVIL}",),
    tags=(EVIL,),
    images=(Image("javascript:alert(1)", EVIL, None),),
    language='id" onload="x',
)
RALAT = Correction("ralat", "Ralat: bukan 12 persen", None, None, FIRST.url, None)


class Archive:
    key, saying, hostile = "radartegal-disway/710001", "radartegal-disway/710005", "radartegal-disway/710009"

    def __init__(self, path: Path) -> None:
        self.path = path

    def invoke(self, *args: str) -> Result:
        result = CliRunner().invoke(cli, [*args, "--archive", str(self.path)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result

    def run(self, *args: str) -> str:
        return self.invoke(*args).stdout


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path = tmp_path_factory.mktemp("edited") / "archive"
    saying = replace(
        FIRST,
        url="https://radartegal.disway.id/read/710005/ralat",
        native_id="710005",
        title="Ralat",
        corrections=(RALAT,),
    )
    sightings = (
        (0, FIRST), (1, SECOND), (2, replace(SECOND, url="https://radartegal.disway.id/ekonomi/710001/pasar")),
        (3, replace(saying, body=("Redaksi meralat berita itu.",))), (4, HOSTILE),
        (5, replace(HOSTILE, title="Judul", body=("Isi",), tags=(), images=())),
    )  # fmt: skip
    with Writer(path, clock=lambda: T0) as writer:
        writer.sync_outlets(load_registry().outlets)
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        for day, article in sightings:
            at = T0 + timedelta(days=day)
            target = "/" + article.url.split("/", 3)[3]
            page = Capture(article.url, at, "GET", target, (), "HTTP/1.1", 200, "OK", (), f"{day}".encode())
            snapshot = writer.add_snapshot(page, outlet=article.outlet, run_id=run)
            writer.add_article(article, [snapshot], at=at, run_id=run)
        writer.mark_gone(Archive.key, snapshot_id=None, at=T0 + timedelta(days=6), detail="status 410")
        writer.end_run(run, exit_code=0, counts={})
    return Archive(path)


def test_versions(edited: Archive):
    lines = edited.run("versions", "radartegal/710001").splitlines()
    assert lines[0] == "radartegal-disway/710001: Pasar Ramai, Harga Cabai Naik"
    assert lines[1].split() == ["version", "first", "seen", "last", "seen", "words", "snapshots", "what"]
    told = [re.sub(r" {2,}", " | ", line.strip()) for line in lines[2:]]
    assert told[0] == "1 | 2026-03-01 10:00+08:00 | 2026-03-01 10:00+08:00 | 1 | first seen"
    assert told[1].startswith(
        "2 | 2026-03-02 10:00+08:00 | 2026-03-03 10:00+08:00 | +2 -2 | 2 | title, body, published_at"
    )
    assert [line.split(" | ")[-1].split()[0] for line in told[2:]] == ["retitled:", "moved:", "ralat", "removed:"]
    assert told[4] == "2026-03-04 10:00+08:00 | ralat by radartegal-disway/710005: Ralat: bukan 12 persen"


def test_versions_of_the_article_that_corrects_another(edited: Archive):
    assert "ralat of radartegal-disway/710001: Ralat: bukan 12 persen" in edited.run("versions", edited.saying)


def test_versions_as_json(edited: Archive):
    told = json.loads(edited.run("versions", edited.key, "--json"))
    assert [(v["number"], v["words_added"], v["words_removed"]) for v in told["versions"]] == [
        (1, None, None),
        (2, 2, 2),
    ]
    assert told["versions"][1]["last_seen_at"] == "2026-03-03T02:00:00+00:00"
    assert told["versions"][1]["changed"] == ["title", "body", "published_at", "authors", "images", "is_advertorial"]
    assert [event["kind"] for event in told["events"]] == ["retitled", "moved", "ralat", "removed"]
    assert (told["version"], told["gone_at"]) == (2, "2026-03-07T02:00:00+00:00")


def test_show_tells_both_sides_of_a_correction(edited: Archive):
    assert f"ralat 2026-03-04 02:00+00:00 by {edited.saying}: Ralat: bukan" in edited.run("show", edited.key)
    assert f"ralat 2026-03-04 02:00+00:00 of {edited.key}: Ralat: bukan" in edited.run("show", edited.saying)


PLAIN = """\
radartegal-disway/710001: version 1 (2026-03-01 10:00+08:00) -> version 2 (2026-03-02 10:00+08:00)
title: +1 -1 words
  Pasar [-Sepi-]{+Ramai+}, Harga Cabai Naik

body: +1 -1 words
  ... 3 unchanged paragraphs ...
  Dinas mengirim dua pompa.
  Harga cabai naik [-12-] {+15+} persen dalam sepekan.

  published_at: [-2026-03-01 09:30:00+08:00-] {+2026-03-01 09:45:00+08:00+}
  is_advertorial: [-no-] {+yes+}
  authors: [-Sari Senja-] {+Budi Fajar+}
  picture caption: Pasar [-pagi-]{+sore+}. (SARI) https://radartegal.disway.id/upload/2026/03/pasar.jpg
"""


def test_diff_in_a_pipe(edited: Archive):
    told = edited.run("diff", edited.key)
    # the version was seen later at another address, which is brought up to date in it
    assert "\n".join(line for line in told.splitlines() if not line.startswith("  url: ")) + "\n" == PLAIN
    assert edited.run("diff", edited.key, "1", "2") == edited.run("diff", edited.key, "2") == told
    assert "Jalan masuk tergenang" in edited.run("diff", edited.key, "--full")


def test_diff_on_a_terminal_is_coloured_and_says_the_same(edited: Archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    monkeypatch.setattr("newsarchive.cli.changes.is_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    told = edited.run("diff", edited.key, "1", "2")
    assert "\x1b[9;31mSepi\x1b[0m\x1b[1;32mRamai\x1b[0m" in told
    assert "[-" not in told


def test_diff_of_a_version_with_itself(edited: Archive):
    assert "Nothing differs but what is boring" in edited.run("diff", edited.key, "2", "2")
    page = edited.run("diff", edited.key, "2", "2", "--html")
    assert "Nothing differs." in page
    assert "Tidak ada perbedaan." in page


def test_diff_as_json(edited: Archive):
    told = json.loads(edited.run("diff", edited.key, "2", "1", "--json"))
    assert (told["before"], told["now"], told["words_added"], told["words_removed"]) == (2, 1, 2, 2)
    pieces = told["changed"]["title"]["pieces"]
    assert [(p["kind"], p["text"]) for p in pieces] == [
        ("same", "Pasar "), ("removed", "Ramai"), ("added", "Sepi"), ("same", ", Harga Cabai Naik"),
    ]  # fmt: skip


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_diff_as_a_page(edited: Archive, tmp_path: Path):
    file = tmp_path / "changes.html"
    assert edited.run("diff", edited.key, "--html", "-o", str(file)) == ""
    text = file.read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert ("html", {"lang": "en"}) in page.tags
    assert ("div", {"lang": "id"}) in page.tags
    assert "<del>Sepi</del><ins>Ramai</ins>" in text
    assert 'Headline <span class="quiet" lang="id">/ Judul</span>' in text
    assert "prefers-color-scheme: dark" in text
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "link", "iframe", "object"})
    assert edited.run("diff", edited.key, "--html") == text


def test_a_hostile_article_is_harmless(edited: Archive):
    for args in (("diff",), ("diff", "--full"), ("diff", "--json"), ("diff", "--html"), ("versions",)):
        assert not set("\x1b\u202e") & set(edited.run(args[0], edited.hostile, *args[1:]))
    page = Page(edited.run("diff", edited.hostile, "--html"))
    assert page.open == []
    assert "script" not in {tag for tag, _ in page.tags}
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
    assert all((attrs.get("href") or "https://").startswith("https://") for _, attrs in page.tags)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("versions", "radartegal/1"), "no article 'radartegal/1'"),
        (("diff", "https://kota.test/1"), "no article"),
        (("diff", "radartegal/710001", "3"), "no version 3: there are 2"),
        (("diff", "radartegal/710001", "1", "7"), "no version 7"),
        (("diff", "radartegal/710001", "1"), "version 1 is the first seen"),
        (("diff", "radartegal/710005"), "has one version only"),
        (("diff", "radartegal/710005", "1"), "has one version only"),
        (("diff", "radartegal/710001", "--html", "-o", "/nonexistent/x.html"), "cannot be written"),
    ],
)
def test_what_is_not_there_is_said(edited: Archive, args: tuple[str, ...], why: str):
    with pytest.raises(NewsarchiveError, match=why):
        edited.run(*args)


def test_a_file_is_for_a_page_only(edited: Archive, tmp_path: Path):
    args = ["diff", edited.key, "-o", str(tmp_path / "x"), "--archive", str(edited.path)]
    result = CliRunner().invoke(cli, args)
    assert (result.exit_code, "-o needs --html" in result.output) == (2, True)


DOC = (Path(__file__).resolve().parents[2] / "docs" / "versions.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("number", "rows"), [(0, 1), (1, 0), (2, 1)])
def test_the_queries_of_the_docs_run(edited: Archive, number: int, rows: int):
    query = re.findall(r"```sql\n(.*?)```", DOC, re.DOTALL)[number]
    connection = sqlite3.connect(f"file:{edited.path / 'news.db'}?mode=ro", uri=True)
    try:
        assert len(connection.execute(query).fetchall()) == rows
    finally:
        connection.close()
