"""`newsarchive status` gives the archive in numbers."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import NotAnArchive
from newsarchive.models import Outlet, Standing
from newsarchive.store import Writer, open_archive
from newsarchive.store.standing import ServiceRow


def status(archive: Path, *args: str) -> str:
    result = CliRunner().invoke(cli, ["status", "--archive", str(archive), *args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_json(small_archive):
    found = json.loads(status(small_archive.path, "--json"))
    assert {name: found[name] for name in ("articles", "versions", "snapshots", "clusters", "duplicates", "gone")} == {
        "articles": 3,
        "versions": 4,
        "snapshots": 4,
        "clusters": 1,
        "duplicates": 2,
        "gone": 1,
    }
    assert found["failures"] == {"timeout": 1}
    assert found["last_run"]["exit_code"] == 0
    assert found["raw_bytes"] >= found["distinct_bytes"] > 0
    assert found["disk_bytes"] > found["stored_bytes"] > 0


def test_the_printed_form(small_archive):
    lines = status(small_archive.path).splitlines()
    rows = {line.split()[0]: line.split() for line in lines if line}
    assert lines[0].startswith("outlet ")
    assert rows["radartegal-disway"][1:4] == ["2", "3", "3"]
    assert rows["papua-disway"][5] == "1"
    assert rows["failures"] == ["failures", "1", "timeout"]
    assert "3 in 4 versions, 1 no longer on their site" in " ".join(rows["articles"])
    assert "exit code 0: 3 new, 1 changed" in " ".join(rows["last"])


def test_no_archive_is_said(tmp_path: Path):
    with pytest.raises(NotAnArchive, match=r"news\.db"):
        status(tmp_path)


FAR, PAST = datetime(2999, 1, 1, 5, 30, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
SINCE = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)


@pytest.fixture
def troubled(tmp_path: Path) -> Path:
    """An archive of outlets in trouble, with an alarm and a walk into the past."""
    outlets = [Outlet(slug, slug, f"{slug}.test", "wordpress") for slug in ("awan", "bulan", "cahaya", "duri")]
    with Writer(tmp_path, clock=lambda: SINCE) as writer:
        writer.sync_outlets(outlets)
        run = writer.begin_run("crawl", version="0", user_agent="x", options={})
        for standing in (
            Standing("awan", 6, 6, FAR, SINCE, "blocked-challenge", "halaman\x1b[2J uji"),
            Standing("bulan", 5, 1, FAR, None, "timeout", "no answer in 60 s"),
            Standing("cahaya", 5, 1, PAST, None, "timeout", "no answer in 60 s"),
            Standing("duri"),
        ):
            writer.standings.save(standing)
        writer.services.save([ServiceRow("disway", SINCE, FAR, "Retry-After: 3600"), ServiceRow("lama", SINCE, PAST)])
        writer.backfills.open("bulan", date(2015, 1, 1), date(2026, 10, 31), SINCE)
        writer.backfills.spent("bulan", requests=40, found=7)
        writer.backfills.open("duri", date(2015, 1, 1), date(2026, 10, 31), SINCE)
        writer.backfills.end(2, "done", "all of it", SINCE)
        sql = "INSERT INTO alarms (outlet, rule, detail, examples, run_id, raised_at, cleared_at) VALUES"
        writer._db.execute(f"{sql} ('awan', 'went-silent', 'x', '[]', 1, '2026-11-01', NULL)")
        writer._db.execute(f"{sql} ('bulan', 'went-silent', 'x', '[]', 1, '2026-11-01', '2026-11-02')")
        writer.end_run(run, exit_code=10, counts={}, reason="time-limit")
    return tmp_path


def test_who_is_left_alone_and_why(troubled: Path):
    text = status(troubled)
    lines = [line.strip() for line in text.splitlines()]
    assert (
        "awan: in quarantine since 2026-11-01T07:00+00:00, next asked 2999-01-01T05:30+00:00:"
        " blocked-challenge (halaman\\x1b[2J uji)"
    ) in lines
    assert "bulan: next asked 2999-01-01T05:30+00:00: timeout (no answer in 60 s)" in lines
    assert "disway: until 2999-01-01T05:30+00:00: Retry-After: 3600" in lines
    assert "cahaya" not in text  # its pause is over
    assert "lama:" not in text
    assert "bulan: 2015-01-01 to 2026-10-31, 7 articles found with 40 requests" in lines
    assert "duri" not in text
    assert "1 open: see `newsarchive health`" in text
    assert "exit code 10 (time-limit)" in text


def test_json_has_the_same(troubled: Path):
    found = json.loads(status(troubled, "--json"))
    assert [row["outlet"] for row in found["standings"]] == ["awan", "bulan"]
    assert found["standings"][0]["quarantined_at"] == "2026-11-01T07:00:00+00:00"
    assert [row["key"] for row in found["holds"]] == ["disway"]
    assert [row["outlet"] for row in found["backfills"]] == ["bulan"]
    assert found["open_alarms"] == 1
    assert found["last_run"]["reason"] == "time-limit"


def test_a_quiet_archive_has_none_of_it(small_archive):
    text = status(small_archive.path)
    for words in ("left alone", "asked for a pause", "backfills"):
        assert words not in text
    assert "none open" in text


def test_without_a_time_all_pauses_are_told(troubled: Path):
    with open_archive(troubled) as archive:
        assert [row.outlet for row in archive.status().standings] == ["awan", "bulan", "cahaya"]
