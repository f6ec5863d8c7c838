"""The ways to start a crawl: Scrapy's own commands in the checkout, and `newsarchive crawl`."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from crawl_site import HOST, ROOT, Site, article, listing, newsarchive
from scrapy import Request
from scrapy.settings import Settings

from newsarchive.crawl.loader import RegistrySpiderLoader
from newsarchive.registry import load_registry


def scrapy(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCHIVE_")}
    command = [sys.executable, "-m", "scrapy", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, cwd=ROOT, env=environment)


def test_scrapy_lists_every_outlet() -> None:
    done = scrapy("list")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == sorted(outlet.slug for outlet in load_registry().outlets)


def test_scrapy_crawls_an_outlet_by_its_short_name(site: Site, tmp_path: Path, outlets: Path) -> None:
    site.front([site.article(1), site.article(2)])
    given = {
        "NEWSARCHIVE_DIR": tmp_path / "archive",
        "NEWSARCHIVE_OUTLETS_DIR": outlets,
        "NEWSARCHIVE_RESOLVE": f"127.0.0.1:{site.port}",
        "NEWSARCHIVE_CONTACT": "crawl@example.org",
        "NEWSARCHIVE_DELAY": 0,
    }
    words = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
    done = scrapy("crawl", "radarsenja", "-a", "scheme=http", *words)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "archive" / "news.db")) as db, db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (2,)
        assert db.execute("SELECT exit_code FROM runs").fetchone() == (0,)


def test_scrapy_without_a_contact_fetches_nothing(site: Site, tmp_path: Path, outlets: Path) -> None:
    where = ["-s", f"NEWSARCHIVE_DIR={tmp_path}", "-s", f"NEWSARCHIVE_OUTLETS_DIR={outlets}"]
    done = scrapy("crawl", "radarsenja", *where, "-s", f"NEWSARCHIVE_RESOLVE=127.0.0.1:{site.port}")
    assert done.returncode == 1
    assert "contact address" in done.stderr
    assert not site.requests


def test_an_unknown_spider_suggests_near_ones(outlets: Path) -> None:
    loader = RegistrySpiderLoader.from_settings(Settings({"NEWSARCHIVE_OUTLETS_DIR": str(outlets)}))
    with pytest.raises(KeyError, match="radarsenja-disway"):
        loader.load("radarsenja-diswai")
    assert loader.load(HOST).name == "radarsenja-disway"
    assert loader.find_by_request(Request(f"https://www.{HOST}/read/1/a")) == ["radarsenja-disway"]
    assert loader.find_by_request(Request("https://lain.test/")) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "name at least one outlet"),
        (["radarsenja", "--all"], 2, "not both"),
        (["radarsenya"], 4, "did you mean radarsenja-disway"),
        (["radarsenja", "--contact", "nobody"], 4, "neither a mail address"),
        (["radarsenja", "--contact", "a@example.org", "--resolve", "nowhere"], 4, "--resolve"),
        (["radarsenja", "--contact", "a@example.org", "--resolve", "127.0.0.1:x"], 4, "--resolve"),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path: Path, outlets: Path, words: list[str], code: int, said: str) -> None:
    done = newsarchive("crawl", *words, "--outlets", outlets, "--archive", tmp_path / "archive")
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_command_says_one_line_and_obeys_quiet(tmp_path: Path, outlets: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "a.html").write_bytes(article(1))
    (kept / "b.html").write_bytes(listing(["/read/1/berita-1"]))
    (kept / "manifest.tsv").write_text(
        f"file\toriginal_url\na.html\thttps://{HOST}/read/1/berita-1\nb.html\thttps://{HOST}/\n"
    )
    where = ["--from", kept, "--outlets", outlets, "--archive"]
    loud = newsarchive("crawl", *where, tmp_path / "one")
    assert loud.returncode == 0
    assert loud.stderr.count("\n") == 1
    assert "1 new articles" in loud.stderr
    quiet = newsarchive("crawl", *where, tmp_path / "two", "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    as_json = newsarchive("crawl", *where, tmp_path / "three", "--log-format", "json")
    assert json.loads(as_json.stderr)["level"] == "info"


def test_help_has_an_example() -> None:
    done = newsarchive("crawl", "--help")
    assert done.returncode == 0
    assert "Example:" in done.stdout
    assert "--contact" in done.stdout
