"""The bench runs from a checkout and its verdicts follow from its numbers."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


def run(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(HERE / "run.py"), "--pages", "24", "--repeats", "1", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of that name beside this one."""
    monkeypatch.syspath_prepend(HERE)
    spec = importlib.util.spec_from_file_location("bench_hostile", HERE / "hostile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_the_bench_prints_rows_with_verdicts_that_follow_from_their_numbers() -> None:
    done = run("--json", "--only", "reading", "keeping", "memory", "--memory-pages", "60")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert {row["section"] for row in rows} >= {"extraction", "bytes", "packs", "text"}
    aimed = [row for row in rows if row["target"] is not None]
    assert len(aimed) >= 5
    for row in aimed:
        assert row["ratio"] > 0
        assert row["verdict"] == ("pass" if row["ratio"] <= row["target"] else "short"), row
    assert all(row["verdict"] == "" for row in rows if row["target"] is None)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="each site has a loopback address of its own")
def test_a_crawl_of_many_outlets_is_measured_beside_stock_scrapy_that_fetches_the_same() -> None:
    done = run("--json", "--only", "fleet", "--outlets", "6", "--memory-pages", "24")
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    crawls = [row for name, row in rows.items() if name.startswith("CPU of a request")]
    assert ["http, plain" in row["name"] for row in crawls] == [True, False, False]
    assert "https, gzipped" in crawls[1]["name"]
    assert "a month later" in crawls[2]["name"]
    for row in crawls:
        assert "stock Scrapy" in row["reference"]
        assert row["verdict"] == ("pass" if row["ratio"] <= 1.1 else "short")
    # of each outlet robots.txt, the front page, and six articles, five of which are known
    found = re.search(r"(\d+) requests, (\d+) of them with a validator", crawls[2]["name"])
    assert found is not None
    assert int(found[1]) >= 6 * 8
    assert 6 * 5 <= int(found[2]) < int(found[1])


def test_the_table_has_a_line_for_every_measure() -> None:
    done = run("--only", "reading")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["measured", "ours", "reference", "ratio", "target"]
    assert any("demo pages" in line and "<= 3 " in line for line in lines)


def test_every_field_of_a_layout_is_filled_with_what_may_make_it_slow(hostile: ModuleType) -> None:
    frames = dict(hostile.frames())
    assert set(frames) >= {"head", "body", "title", "date", "byline", "caption", "section", "tags"}
    page = frames["body"].page("(a) ", 4000)
    assert page.count(b"(a) ") == 1000
    assert hostile._seconds(page, known=True) < 5


def test_growth_is_told_from_the_two_longest_times_and_only_where_it_can_be_measured(hostile: ModuleType) -> None:
    assert hostile._growth((0.2, 0.4, 0.8)) == pytest.approx(2)
    assert hostile._growth((0.5, 2.0)) == pytest.approx(4)
    assert hostile._growth((0.001, 0.02)) == 0
    assert hostile._growth((0.03,)) == 0
    assert hostile._growth((30.0,)) == float("inf")
