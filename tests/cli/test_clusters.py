"""`newsarchive clusters`, `show` and `search --unique` tell who ran the same text, how alike, and what contains it."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsarchive.cli import cli
from newsarchive.errors import NewsarchiveError, NotAnArchive, UnknownOutlet
from newsarchive.models import Article
from newsarchive.registry import load_registry
from newsarchive.store import Writer

T0 = datetime(2026, 2, 23, 5, 0, tzinfo=UTC)
PARTS = ("ba", "ri", "tu", "ka", "no", "me", "la", "su")


def words(seed: str, count: int) -> list[str]:
    rng = random.Random(seed)
    return ["".join(rng.choices(PARTS, k=3)) for _ in range(count)]


def story(key: str, text: list[str], title: str, hours: float = 0, **more: str) -> Article:
    """An article of an outlet, published some hours after T0."""
    outlet, number = key.split("/")
    url = f"https://{load_registry().get(outlet).domain}/read/{number}/judul"
    body = (" ".join(text[:40]).capitalize() + ".", " ".join(text[40:]) + ".")
    article = Article(url, outlet, "article", body, native_id=number, title=title, network="disway")
    return replace(article, published_at=T0 + timedelta(hours=hours), published_zone="WIB", **more)


def run(archive: Path, *args: str) -> Result:
    return CliRunner().invoke(cli, [*args, "--archive", str(archive)], catch_exceptions=False)


def printed(archive: Path, *args: str) -> str:
    result = run(archive, *args)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wire text in two outlets, one of them with a word changed; a long story around it; another text twice; one."""
    path = tmp_path_factory.mktemp("copies") / "archive"
    wire, other = words("wire", 120), words("other", 80)
    with Writer(path, clock=lambda: T0) as writer:
        run_id = writer.begin_run("crawl", version="0.1.0", user_agent=None, options={})
        writer.sync_outlets(load_registry().outlets)
        for article in (
            story("papua-disway/2", [*wire[:60], "ganti", *wire[61:]], "Kabar Pasar", 2, source_credit="Radar Tegal"),
            story("radartegal-disway/1", wire, "Kabar Pasar Watu", 1),
            story("radartegal-disway/3", [*words("a", 90), *wire, *words("b", 90)], "Cerita Panjang \x1b[2J", 3),
            story("radartegal-disway/4", other, "Jembatan", 30, agency="Kantor Berita Lereng"),
            story("papua-disway/5", other, "Jembatan Baru", 40),
            story("papua-disway/6", other, "Jembatan Lama", 50),
            story("papua-disway/7", words("alone", 80), "Sendiri"),
        ):
            writer.add_article(article, [], at=T0 + timedelta(days=9), run_id=run_id)
        writer.end_run(run_id, exit_code=0, counts={})
    return path


def test_the_largest_cluster_comes_first(archive: Path) -> None:
    lines = json.loads(printed(archive, "clusters", "--json"))
    assert [(line["size"], line["kind"], line["earliest"], line["title"]) for line in lines] == [
        (3, "exact", "radartegal-disway/4", "Jembatan"),
        (2, "near", "radartegal-disway/1", "Kabar Pasar Watu"),
    ]
    assert all(re.fullmatch("copy-[0-9a-f]{16}", line["id"]) for line in lines)
    assert {tuple(line["outlets"]) for line in lines} == {("papua-disway", "radartegal-disway")}
    table = printed(archive, "clusters")
    assert table.splitlines()[1].split()[:3] == [lines[0]["id"], "3", "exact"]


@pytest.mark.parametrize(
    ("args", "sizes"),
    [
        (("--min-size", "3"), [3]),
        (("--limit", "1"), [3]),
        (("--until", "2026-02-23"), [2]),
        (("--since", "2026-02-24"), [3]),
        (("--since", "2026-02-23T13:00+07:00", "--until", "2026-02-23T13:00+07:00"), [2]),
        (("--outlet", "radartegal"), [3, 2]),
        (("--outlet", "papua.disway.id", "--min-size", "4"), []),
    ],
)
def test_some_of_them(archive: Path, args: tuple[str, ...], sizes: list[int]) -> None:
    assert [line["size"] for line in json.loads(printed(archive, "clusters", *args, "--json"))] == sizes


def test_an_outlet_that_is_not_there_is_named(archive: Path) -> None:
    with pytest.raises(UnknownOutlet, match="tidak-ada"):
        run(archive, "clusters", "--outlet", "tidak-ada")


def test_one_cluster_by_its_name_an_article_and_a_former_name(archive: Path) -> None:
    shown = json.loads(printed(archive, "clusters", "papua-disway/2", "--json"))
    cluster = shown["cluster"]
    first, second = cluster["members"]
    assert (first["key"], first["match"], first["similarity"], first["credit"]) == (
        "radartegal-disway/1", "first", 1.0, None,
    )  # fmt: skip
    assert (second["key"], second["match"], second["credit"]) == ("papua-disway/2", "near", "Radar Tegal")
    assert second["similarity"] == (118 - 3) / (118 + 3)
    assert len(cluster["names"]) == 0  # the later one came first, but alone
    assert json.loads(printed(archive, "clusters", cluster["id"], "--json")) == shown
    contained = {(one["inner"], one["outer"]): one["share"] for one in shown["containments"]}
    assert contained == {
        ("radartegal-disway/1", "radartegal-disway/3"): 1.0,
        ("papua-disway/2", "radartegal-disway/3"): (118 - 3) / 118,
    }
    text = printed(archive, "clusters", cluster["id"])
    assert f"{cluster['id']} (near), 2 articles, earliest first\n" in text
    assert re.search(r"papua-disway/2 +2026-02-23 \S+ +near +0\.950 +1 +Radar Tegal +Kabar Pasar", text)
    assert "papua-disway/2 in radartegal-disway/3: 97.5% of its text" in text


def test_an_agency_is_a_credit(archive: Path) -> None:
    shown = json.loads(printed(archive, "clusters", "papua-disway/5", "--json"))
    assert [one["credit"] for one in shown["cluster"]["members"]] == ["Kantor Berita Lereng", None, None]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("copy-0000000000000000", "no cluster 'copy-0000000000000000'"),
        ("papua-disway/7", "no other article"),
        ("papua-disway/99", "no article 'papua-disway/99'"),
    ],
)
def test_what_is_no_cluster_is_said_so(archive: Path, name: str, why: str) -> None:
    with pytest.raises(NewsarchiveError, match=why):
        run(archive, "clusters", name)


def test_show_tells_copies_and_containments(archive: Path) -> None:
    text = printed(archive, "show", "radartegal/1")
    assert re.search(r"Cluster copy-[0-9a-f]{16}, earliest first:\n  radartegal-disway/1 \S+ \S+ first Kabar", text)
    assert "near 95.0% Kabar Pasar (credits Radar Tegal)" in text
    assert "Contained in:\n  radartegal-disway/3 100.0% of this text: Cerita Panjang \\x1b[2J\n" in text
    text = printed(archive, "show", "radartegal/3")
    assert "Contains:\n  radartegal-disway/1 100.0% of that text: Kabar Pasar Watu\n" in text
    assert "Cluster" not in text
    assert "Contain" not in printed(archive, "show", "papua-disway/7")


def test_unique_hits_stand_for_their_copies(archive: Path) -> None:
    word = words("other", 80)[5]
    every = json.loads(printed(archive, "search", word, "--json"))
    assert {hit["key"] for hit in every} >= {"radartegal-disway/4", "papua-disway/5", "papua-disway/6"}
    unique = json.loads(printed(archive, "search", word, "--unique", "--json"))
    stands = [hit for hit in unique if hit["copies"]]
    assert [hit["copies"] for hit in stands if hit["key"].startswith(("papua-disway/5", "papua-disway/6"))] in ([2], [])
    of_text = [hit for hit in unique if hit["key"] in ("radartegal-disway/4", "papua-disway/5", "papua-disway/6")]
    assert len(of_text) == 1
    assert of_text[0]["key"] == next(hit["key"] for hit in every if hit["key"] in {one["key"] for one in of_text})
    assert of_text[0]["copies"] == 2
    assert of_text[0]["earliest"] == (None if of_text[0]["key"] == "radartegal-disway/4" else "radartegal-disway/4")


def test_unique_hits_are_as_many_as_asked_for(archive: Path) -> None:
    both = json.loads(printed(archive, "search", "Jembatan", "--unique", "--limit", "1", "--json"))
    assert len(both) == 1
    text = printed(archive, "search", "Kabar", "--unique")
    assert re.search(r"\+1 copy(, first run as radartegal-disway/1)? \(copy-[0-9a-f]{16}\)", text)
    assert len(json.loads(printed(archive, "search", "Kabar", "--unique", "--outlet", "papua-disway", "--json"))) == 1


def test_old_archives_catch_up(archive: Path, tmp_path: Path) -> None:
    """As an upgrade leaves it: no cluster, all versions waiting."""
    before = json.loads(printed(archive, "clusters", "--json"))
    folder = tmp_path / "archive"
    folder.mkdir()
    with sqlite3.connect(archive / "news.db") as source, sqlite3.connect(folder / "news.db") as target:
        source.backup(target)
        for sql in (
            "UPDATE articles SET cluster_id = NULL", "DELETE FROM cluster_members", "DELETE FROM clusters",
            "DELETE FROM containments", "DELETE FROM signatures", "DELETE FROM bands", "DELETE FROM sketches",
            "INSERT INTO unsigned SELECT id FROM versions",
        ):  # fmt: skip
            target.execute(sql)
    source.close()
    target.close()
    assert "; 7 versions still to be compared" in printed(folder, "status")
    result = run(folder, "clusters", "--catch-up", "--json")
    assert (result.exit_code, result.stderr) == (0, "7 versions compared\n")
    assert json.loads(result.stdout) == before
    assert "still to be compared" not in printed(folder, "status")


def test_no_archive_is_made_by_asking(tmp_path: Path) -> None:
    with pytest.raises(NotAnArchive):
        run(tmp_path / "none", "clusters", "--catch-up")
    assert not (tmp_path / "none").exists()
