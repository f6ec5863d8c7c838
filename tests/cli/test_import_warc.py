"""`newsarchive import warc`: what it prints, its exit codes, and that nothing hostile reaches a terminal."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsarchive.cli import cli
from newsarchive.errors import ConfigError
from newsarchive.exits import ExitCode
from newsarchive.store import open_archive

URL = "https://radartegal.disway.id/read/101/jembatan"
PAGE = b"""<html lang=id><head><title>x</title></head><body><div class='post text-black-1'><h1>Jembatan Dibuka</h1>
<div class='post-info'><span class='date'>Senin 28-04-2025,13:22 WIB</span></div>
<p>Warga menyambut jembatan baru.</p></div></body></html>"""


def record(url: str, at: str = "2025-05-01T07:08:09Z") -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at}\r\n"
    return gzip.compress(f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n", mtime=0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(record(URL) + record("https://lain.test/a") + record("https://lain.test/\x1b[31m"))
    return path


def run(tmp_path: Path, *args: object) -> Result:
    asked = ["import", "warc", *map(str, args), "--archive", str(tmp_path / "arsip")]
    return CliRunner().invoke(cli, asked, catch_exceptions=False)


def test_lines_for_a_person(tmp_path: Path, file: Path) -> None:
    result = run(tmp_path, file)
    assert result.exit_code == ExitCode.DIFFERS
    assert result.stdout.splitlines() == [
        "3 records: 1 captures, 1 new, 0 known; articles 1 new, 0 changed, 0 unchanged; 0 other pages",
        "passed over: 1 unknown-outlet",
        "hosts of no outlet: lain.test 1 (--any takes their pages)",
        "refused: 1 no-target",
    ]
    assert "\x1b" not in result.output
    assert f"{file}, byte " in result.stderr


def test_json_and_any(tmp_path: Path, file: Path) -> None:
    file.write_bytes(record(URL) + record("https://lain.test/read/7/a"))
    result = run(tmp_path, file, "--any", "--json")
    done = json.loads(result.stdout)
    assert (result.exit_code, done["articles"], done["unknown_hosts"]) == (0, {"new": 2}, {})
    with open_archive(tmp_path / "arsip") as archive:
        article = archive.article("https://lain.test/read/7/a")
        assert article is not None
        assert article.key.startswith("lain.test/")
        (latest,) = archive.runs(limit=1)
    assert (latest.command, latest.exit_code) == ("import", 0)


def test_days_are_whole_and_moments_exact(tmp_path: Path, file: Path) -> None:
    day = "2025-05-0{}T{}Z"
    times = (day.format(1, "23:59:59.999999"), day.format(2, "00:00:00"), day.format(2, "12:00:00"))
    file.write_bytes(b"".join(record(f"{URL}{n}", at) for n, at in enumerate(times)))
    counts = {
        ("--since", "2025-05-02"): 2,
        ("--until", "2025-05-01"): 1,
        ("--until", "2025-05-02T12:00:00Z"): 3,
        ("--since", "2025-05-02T12:00:00.000001+00:00"): 0,
    }
    for number, (bound, count) in enumerate(counts.items()):
        result = run(tmp_path / str(number), file, *bound, "--json")
        assert json.loads(result.stdout)["snapshots_added"] == count, bound


def test_quiet_says_nothing_when_all_is_well(tmp_path: Path, file: Path) -> None:
    file.write_bytes(record(URL))
    assert run(tmp_path, file, "-q").output == ""


def test_what_cannot_be_done_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="tidak-ada: no such file"):
        run(tmp_path, tmp_path / "tidak-ada")
    assert run(tmp_path).exit_code == ExitCode.USAGE
    assert not (tmp_path / "arsip").exists()


def test_what_was_taken_down_is_not_taken_in_again(tmp_path: Path, file: Path) -> None:
    file.write_bytes(
        record(URL) + record(URL, "2025-05-09T00:00:00Z") + record("https://radartegal.disway.id/read/7/a")
    )
    run(tmp_path, file)
    purge = ["purge", URL, "--reason", "diminta", "--yes", "--archive", str(tmp_path / "arsip")]
    assert CliRunner().invoke(cli, purge, catch_exceptions=False).exit_code == 0
    result = run(tmp_path, file, "--json")
    done = json.loads(result.stdout)
    assert (result.exit_code, done["passed_over"]) == (0, {"purged": 2})
    assert (done["snapshots_added"], done["snapshots_known"]) == (0, 1)
    with open_archive(tmp_path / "arsip") as archive:
        assert archive.article(URL) is None
        assert archive.article("radartegal-disway/7") is not None
