"""docs/health.md names what there is: every rule, every metric, every threshold that it states."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsarchive.health import NAMES, prometheus
from newsarchive.health import thresholds as limits

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "health.md").read_text(encoding="utf-8")


def test_every_rule_is_explained_once_and_no_other():
    rows = [line.partition(" | ")[0] for line in TEXT.splitlines() if line.startswith("| `") and line.count("|") == 5]
    assert sorted(re.findall(r"`([a-z:-]+)`", " ".join(rows))) == sorted(NAMES)


def test_every_metric_is_explained_and_no_other(archive, tmp_path: Path):
    archive.run()
    archive.writer.flush()
    file = tmp_path / "x.prom"
    prometheus.write(file, archive.path)
    written = set(re.findall(r"^# HELP (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE))
    assert written == set(re.findall(r"`(newsarchive_\w+)`", TEXT))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("4 times the longest usual silence", limits.SILENT_TIMES),
        ("of 3 answers or more", limits.BLOCKED.least),
        ("5 pages are enough", limits.FIELD.least),
        ("6 hours and 3 looks", limits.PASSING.total_seconds() / 3600),
        ("28 days before", limits.PAST_DAYS),
        ("fewer than 20 pages", limits.RECENT_PAGES),
        ("of 10 texts or more", limits.SHORT_PAGES),
        ("in 2 runs or more", limits.SHORT_RUNS),
        ("in 3 runs within 24 hours", limits.OVERFLOW_RUNS),
        ("A past of fewer than 10 pages", limits.PAST_LEAST),
    ],
)
def test_thresholds_are_as_written(said: str, value: float):
    assert said in " ".join(TEXT.split())
    assert int(re.search(r"\d+", said)[0]) == value  # type: ignore[index]
