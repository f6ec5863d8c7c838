"""The bench runs from a checkout and its verdicts follow from its numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def run(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(HERE / "run.py"), "--pages", "24", "--repeats", "1", "--no-crawl", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_the_bench_prints_rows_with_verdicts_that_follow_from_their_numbers() -> None:
    done = run("--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert {row["section"] for row in rows} == {"extraction", "bytes", "packs", "text"}
    aimed = [row for row in rows if row["target"] is not None]
    assert len(aimed) >= 5
    for row in aimed:
        assert row["ratio"] > 0
        assert row["verdict"] == ("pass" if row["ratio"] <= row["target"] else "short"), row
    assert all(row["verdict"] == "" for row in rows if row["target"] is None)


def test_the_table_has_a_line_for_every_measure() -> None:
    done = run()
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["measured", "ours", "reference", "ratio", "target"]
    assert any("demo pages" in line and "<= 3.00" in line for line in lines)
