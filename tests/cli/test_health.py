"""`newsarchive health` names what is broken, with examples, and says it by its exit code."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from newsarchive.cli import cli
from newsarchive.errors import ArchiveLocked, ConfigError, NotAnArchive, UnknownOutlet
from newsarchive.health import judge_run
from newsarchive.models import Capture, Outlet
from newsarchive.store import Writer

T0 = datetime(2026, 2, 23, 12, 0, tzinfo=UTC)
URL = "https://watu.test/read/7/pasar"
HOSTILE = "https://lereng.test/\x1b[2Jread\u202e"


@pytest.fixture(scope="module")
def ill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two outlets, three alarms, one of them cleared; the last run did a little of everything."""
    path = tmp_path_factory.mktemp("ill") / "archive"
    now = T0
    with Writer(path, clock=lambda: now) as writer:
        writer.sync_outlets(
            [
                Outlet("radar-watu", "Radar Watu", "watu.test", "disway"),
                Outlet("kabar-lereng", "Kabar", "lereng.test", "auto"),
            ]
        )
        first = writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0", options={})
        shown = [_snapshot(writer, URL, first), _snapshot(writer, HOSTILE, first)]
        alarms = writer.alarms
        raised = {"observed": 0.0, "expected": 0.5, "run_id": first, "at": T0}
        alarms.raise_one("radar-watu", "field-missing:date", "5 of 5 have no date", examples=shown, **raised)
        gone = alarms.raise_one("kabar-lereng", "overflow", "a list was full", examples=(), **raised)
        alarms.clear(gone, T0 + timedelta(hours=2))
        alarms.raise_one(None, "clock-skew", "clocks disagree", examples=(), **raised)
        writer.end_run(first, exit_code=7, counts={}, reason="finished")
        now = T0 + timedelta(hours=1)
        last = writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0", options={})
        for name, count in (
            ("requests", 9),
            ("looks", 2),
            ("listed", 4),
            ("kind:article", 3),
            ("new", 3),
            ("skipped:robots-disallowed", 2),
        ):
            writer.count(last, "radar-watu", name, count)
        _snapshot(writer, URL, last)
        writer.add_failure(
            URL, outlet="kabar-lereng", snapshot_id=None, reason="timeout", detail="none", at=now, run_id=last
        )
        now += timedelta(seconds=90)
        judge_run(writer, last, now)
        writer.end_run(last, exit_code=0, counts={}, reason="finished")
    return path


def _snapshot(writer: Writer, url: str, run: int) -> int:
    capture = Capture(url, T0, "GET", "/read", (), "HTTP/1.1", 200, "OK", (), b"isi " + url.encode())
    outlet = "radar-watu" if "watu" in url else "kabar-lereng"
    return writer.add_snapshot(capture, outlet=outlet, run_id=run, kind="article")


def health(archive: Path, *args: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["health", "--archive", str(archive), *args], catch_exceptions=False)
    return result.exit_code, result.stdout


def test_the_printed_form(ill: Path):
    code, printed = health(ill)
    lines = printed.splitlines()
    assert code == 7
    assert lines[0].split() == ["number", "outlet", "since", "rule", "what"]
    assert lines[1].split(maxsplit=5) == ["3", "(all)", "2026-02-23", "12:00Z", "clock-skew", "clocks disagree"]
    assert lines[2].split(maxsplit=5)[4:] == ["field-missing:date", "5 of 5 have no date"]
    assert f"  1: {URL} (snapshot 1)" in lines
    assert "overflow" not in printed
    assert "run 2      crawl at 2026-02-23 13:00Z, 90 s, exit code 0 (finished)" in lines
    assert "articles   4 listed for the first time, 3 new, 0 changed, 0 unchanged, 0 gone" in lines
    assert "failures   1 timeout" in lines
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_json(ill: Path):
    code, printed = health(ill, "--json", "--all")
    found = json.loads(printed)
    assert code == 7
    assert [(a["outlet"], a["rule"], a["cleared_at"] is None) for a in found["alarms"]] == [
        (None, "clock-skew", True),
        ("kabar-lereng", "overflow", False),
        ("radar-watu", "field-missing:date", True),
    ]
    assert found["alarms"][2]["examples"] == [{"snapshot_id": 1, "url": URL}, {"snapshot_id": 2, "url": HOSTILE}]
    assert found["last_run"]["seconds"] == 90
    assert found["last_run"]["by_failure"] == {"timeout": 1}


def test_an_outlet_that_is_well(ill: Path):
    assert health(ill, "kabar-lereng")[0] == 0
    assert health(ill, "kabar-lereng")[1].startswith("no rule is broken")
    assert health(ill, "radar-watu")[0] == 7
    with pytest.raises(UnknownOutlet, match="radar-tak-ada"):
        health(ill, "radar-tak-ada")


def test_the_report_of_a_run(ill: Path):
    code, printed = health(ill, "--run", "2")
    facts = {line[:11].strip(): line[11:] for line in printed.splitlines()}
    assert code == 0
    assert facts["requests"].startswith("9, ")
    assert facts["kinds"] == "3 article"
    assert facts["statuses"] == "1 200"
    assert facts["skipped"] == "2 robots-disallowed"
    code, printed = health(ill, "--run", "1", "--json")
    assert code == 7
    assert len(json.loads(printed)["alarms"]) == 3
    assert [outlet["outlet"] for outlet in json.loads(printed)["last_run"]["outlets"]] == ["kabar-lereng", "radar-watu"]
    with pytest.raises(ConfigError, match="there is no run 99"):
        health(ill, "--run", "99")


def test_metrics_come_back_from_the_file(ill: Path, tmp_path: Path):
    file = tmp_path / "newsarchive.prom"
    file.write_text("old")
    assert health(ill, "--prometheus", str(file))[0] == 7
    samples = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(file.read_text(encoding="utf-8"))
        for sample in family.samples
    }
    since = "newsarchive_alarm_since_timestamp_seconds"
    of_watu = (("network", "disway"), ("outlet", "radar-watu"))
    assert samples[since, *of_watu, ("rule", "field-missing:date")] == T0.timestamp()
    assert samples[since, ("network", ""), ("outlet", ""), ("rule", "clock-skew")] == T0.timestamp()
    assert samples["newsarchive_alarms",] == 2
    assert samples["newsarchive_run_duration_seconds",] == 90
    assert samples["newsarchive_run_exit_code",] == 0
    assert samples["newsarchive_run_end_timestamp_seconds",] == (T0 + timedelta(hours=1, seconds=90)).timestamp()
    assert samples["newsarchive_run_articles", ("outcome", "new")] == 3
    assert samples["newsarchive_run_failures", ("reason", "timeout")] == 1
    assert samples["newsarchive_quarantined_outlets",] == 0
    assert samples["newsarchive_outlet_last_look_timestamp_seconds", *of_watu] == (T0 + timedelta(hours=1)).timestamp()
    assert samples["newsarchive_archive_bytes",] > 10_000
    assert [path.name for path in tmp_path.iterdir()] == ["newsarchive.prom"]


def test_metrics_that_cannot_be_written_are_one_sentence(ill: Path, tmp_path: Path):
    with pytest.raises(ConfigError, match="the metrics cannot be written"):
        health(ill, "--prometheus", str(tmp_path / "nowhere" / "x.prom"))


def test_what_is_accepted_is_cleared(ill: Path, tmp_path: Path):
    copy = tmp_path / "archive"
    with Writer(copy, clock=lambda: T0) as writer:
        run = writer.begin_run("crawl", version="0.1.0", user_agent="newsarchive/0", options={})
        writer.sync_outlets([Outlet("radar-watu", "Radar Watu", "watu.test", "disway")])
        more = {"observed": 0.0, "expected": 0.5, "run_id": run, "at": T0, "examples": ()}
        writer.alarms.raise_one("radar-watu", "field-missing:author", "no author", **more)
        with pytest.raises(ArchiveLocked):
            health(copy, "--accept", "1")
    assert health(copy)[0] == 7
    code, printed = health(copy, "--accept", "1", "--all", "--json")
    assert code == 0
    (alarm,) = json.loads(printed)["alarms"]
    assert alarm["accepted_at"] == alarm["cleared_at"] is not None
    with pytest.raises(ConfigError, match="no open alarm has the number 1"):
        health(copy, "--accept", "1")


def test_no_archive_is_said(tmp_path: Path):
    with pytest.raises(NotAnArchive, match=r"news\.db"):
        health(tmp_path)
