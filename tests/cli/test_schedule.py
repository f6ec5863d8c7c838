"""`newsarchive schedule` prints units and crontab lines that say what they mean, whatever the paths are called."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import newsarchive.cli.crawl
from newsarchive.cli import cli
from newsarchive.errors import ConfigError
from newsarchive.exits import ExitCode
from newsarchive.scheduling import EVERY, Installation, crontab, program_of, systemd_service, systemd_timer

ODD = "/srv/kabar 'baru' \"50 %\" $HOME %h; & | é"
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    lambda name: name == name.strip()
)


def installation(archive: str = "/srv/news", **more: object) -> Installation:
    values = {"program": ("/opt/news/bin/newsarchive",), "archive": Path(archive), "user": "berita", **more}
    return Installation(**values)  # type: ignore[arg-type]


def exec_words(unit: str) -> list[str]:
    """The command of a unit as systemd understands it: words unquoted, specifiers and variables undone."""
    (line,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    program, *words = [word.replace("%%", "%") for word in shlex.split(line)]
    return [program, *(word.replace("$$", "$") for word in words)]


def cron_line(text: str) -> str:
    (line,) = [line for line in text.splitlines() if line[0].isdigit()]
    return line


def cron_command(text: str) -> str:
    """What cron hands to the shell: all up to the first bare `%`, and `\\%` as `%`."""
    command = cron_line(text).split(" ", 5)[5]
    return re.split(r"(?<!\\)%", command)[0].replace("\\%", "%")


def schedule(*words: str) -> str:
    result = CliRunner().invoke(cli, ["schedule", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@given(NAMES)
def test_any_path_comes_through_systemd_as_it_is(name: str) -> None:
    one = installation(f"/srv/{name}")
    unit = systemd_service(one)
    assert exec_words(unit) == list(one.command())
    (folder,) = re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE)
    assert [word.replace("%%", "%") for word in shlex.split(folder)] == [str(one.archive)]


@given(NAMES.filter(lambda name: "\\" not in name and len(name) < 100))
def test_any_path_comes_through_cron_as_it_is(name: str) -> None:
    one = installation(f"/srv/{name}")
    command = cron_command(crontab(one))
    inner = command[command.index("nice -n 10 ") + len("nice -n 10 ") : command.index(" 2>&1)")]
    assert shlex.split(inner) == list(one.command())


@pytest.mark.parametrize("code", [0, 1, 5, 6, 7, 9, 10, 11, 12])
def test_cron_mails_what_needs_somebody(tmp_path: Path, code: int) -> None:
    program = tmp_path / "berita 100%" / "news'archive"
    program.parent.mkdir()
    said = "" if code == 0 else "echo keluhan >&2"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "$(dirname "$0")/words"\n{said}\nexit {code}\n')
    program.chmod(0o755)
    one = installation(str(tmp_path / ODD[5:]), program=(str(program),))
    done = subprocess.run(["sh", "-c", cron_command(crontab(one))], capture_output=True, text=True, check=False)
    assert (program.parent / "words").read_text().splitlines() == list(one.command()[1:])
    assert done.stderr == ""
    mailed = code not in (0, ExitCode.LOCKED, ExitCode.TIME_LIMIT, ExitCode.INTERRUPTED)
    assert done.stdout == (f"newsarchive ended with exit code {code}\nkeluhan\n" if mailed else "")


def test_a_warning_of_a_good_run_is_mailed(tmp_path: Path) -> None:
    program = tmp_path / "newsarchive"
    program.write_text("#!/bin/sh\necho perhatian\n")
    program.chmod(0o755)
    command = cron_command(crontab(installation(program=(str(program),))))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "perhatian\n"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("archive", ["/srv/news", ODD, "/srv/back\\slash", '/srv/"', "/srv/ends in \\"])
def test_systemd_finds_nothing_to_say(tmp_path: Path, archive: str) -> None:
    # verify complains of programs that are not there
    one = installation(archive, program=(sys.executable, "-m", "newsarchive"), user="root")
    (tmp_path / "newsarchive.service").write_text(systemd_service(one))
    (tmp_path / "newsarchive.timer").write_text(systemd_timer(one))
    files = [str(tmp_path / name) for name in ("newsarchive.service", "newsarchive.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert [line for line in done.stderr.splitlines() if "newsarchive" in line] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("every", EVERY)
def test_systemd_reads_every_interval_as_meant(every: int) -> None:
    (when,) = re.findall(r"^OnCalendar=(.*)$", systemd_timer(installation(every=every)), re.MULTILINE)
    words = ["systemd-analyze", "calendar", "--base-time=2026-11-01 00:00:00 UTC", "--iterations=3", when]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"}
    )
    assert done.returncode == 0, done.stderr
    found = re.findall(r"\d{4}-\d\d-(\d\d) (\d\d):(\d\d):00", done.stdout)
    minutes = [int(day) * 1440 + int(hour) * 60 + int(minute) for day, hour, minute in found[-3:]]
    assert [b - a for a, b in pairwise(minutes)] == [every, every]


@pytest.mark.parametrize("every", EVERY)
def test_cron_runs_as_often_as_asked(every: int) -> None:
    minute, hour, *rest = cron_line(crontab(installation(every=every))).split()[:5]
    assert rest == ["*", "*", "*"]
    assert len(cron_field(minute, 60)) * len(cron_field(hour, 24)) == 1440 // every


def cron_field(text: str, end: int) -> range:
    """The values of a crontab field, as crontab(5) reads it."""
    values, _, step = text.partition("/")
    first, _, last = ("0", "", str(end - 1)) if values == "*" else values.partition("-")
    return range(int(first), int(last or first) + 1, int(step or 1))


def test_two_archives_do_not_start_in_the_same_minute() -> None:
    minutes = {cron_line(crontab(installation(f"/srv/news-{n}"))).split("-")[0] for n in range(30)}
    assert len(minutes) > 5
    assert cron_line(crontab(installation())) == cron_line(crontab(installation()))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"archive": Path("/srv/a\nExecStartPre=/bin/x")}, "control"),
        ({"archive": Path("/srv/a ")}, "white space"),
        ({"archive": Path("/srv/\udce9")}, "broken characters"),
        ({"archive": Path("news")}, "absolute"),
        ({"program": ("newsarchive",)}, "absolute"),
        ({"user": "a b"}, "user"),
        ({"user": "root\nX=1"}, "user"),
        ({"name": "../x"}, "name for a unit"),
        ({"time_limit": 0}, "time limit of 0 s"),
        ({"every": 7}, "every 7 minutes"),
    ],
)
def test_what_cannot_be_said_is_refused(more: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        installation(**more)  # type: ignore[arg-type]


def test_cron_refuses_what_crons_read_differently() -> None:
    with pytest.raises(ConfigError, match="backslashes"):
        crontab(installation("/srv/a\\b"))
    with pytest.raises(ConfigError, match="shorter paths"):
        crontab(installation("/srv/" + "a" * 1000))


def test_the_scheduled_command_is_one_that_crawl_understands() -> None:
    one = installation(outlets_dir=Path("/"), prometheus=Path("/var/lib/metrics/news.prom"), is_all=True)
    words = list(one.command()[2:])
    context = newsarchive.cli.crawl.command.make_context("crawl", words)
    assert isinstance(context, click.Context)
    assert context.params["every"] is True
    assert context.params["due"] is True
    assert context.params["quiet"] is True
    assert context.params["time_limit"] == 4 * 3600
    assert context.params["disk_min_free"] == 2 * 10**9
    assert context.params["prometheus"] == Path("/var/lib/metrics/news.prom")


def test_the_program_is_the_one_that_runs(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    script = tmp_path / "bin" / "newsarchive"
    script.parent.mkdir()
    assert program_of("/usr/bin/pytest", str(python)) == (str(python), "-m", "newsarchive")
    assert program_of(str(script), str(python)) == (str(python), "-m", "newsarchive")
    script.write_text("")
    link = tmp_path / "newsarchive"
    link.symlink_to(script)
    assert program_of(str(link), str(python)) == (str(script),)


def test_one_part_for_a_pipe(tmp_path: Path) -> None:
    whole = schedule("--systemd", "--archive", str(tmp_path), "--user", "berita")
    service = schedule("--systemd", "--archive", str(tmp_path), "--user", "berita", "--part", "service")
    timer = schedule("--systemd", "--archive", str(tmp_path), "--user", "berita", "--part", "timer")
    assert whole == f"{service}\n{timer}"
    assert f"ReadWritePaths={tmp_path}" in service
    assert "User=berita" in service
    assert "Persistent=true" in timer
    assert "RandomizedDelaySec=" in timer


def test_what_lies_in_tmp_stays_to_be_seen() -> None:
    assert "PrivateTmp=no" in systemd_service(installation("/tmp/news"))
    assert "PrivateTmp=yes" in systemd_service(installation("/srv/news"))


def test_metrics_may_be_written_where_they_belong(tmp_path: Path) -> None:
    text = schedule("--systemd", "--archive", "/srv/news", "--prometheus", "/var/lib/my metrics/news.prom")
    assert 'ReadWritePaths=/srv/news "/var/lib/my metrics"' in text
    assert '--prometheus "/var/lib/my metrics/news.prom"' in text


def test_only_what_the_archive_crawls_unless_all_is_asked_for() -> None:
    assert "--all" not in schedule("--cron")
    assert " crawl --all --due " in schedule("--cron", "--all")


def test_limits_are_read_as_crawl_reads_them() -> None:
    text = schedule("--systemd", "--time-limit", "90m", "--disk-min-free", "500M")
    assert "--time-limit 5400 --disk-min-free" in text
    assert "TimeoutStartSec=6300" in text


def test_paths_are_those_of_this_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSARCHIVE_DIR", raising=False)
    assert str(tmp_path / "data" / "archive") in schedule("--cron", "--user", "berita")


@pytest.mark.parametrize("words", [[], ["--cron", "--part", "timer"], ["--systemd", "--part", "cron"]])
def test_wrong_use(words: list[str]) -> None:
    assert CliRunner().invoke(cli, ["schedule", *words]).exit_code == 2
