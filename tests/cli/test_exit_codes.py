"""Every way a command ends has its exit code and at most one sentence, and only a fault of ours has a traceback."""

from __future__ import annotations

import errno
import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from newsarchive.cli import cli, endings, logs
from newsarchive.errors import ArchiveLocked, ConfigError, DiskFull, NewsarchiveError, NotAnArchive, UnknownOutlet
from newsarchive.exits import ExitCode


@pytest.fixture(autouse=True)
def _sigterm_as_before() -> Iterator[None]:
    handler = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, handler)


def raising(error: BaseException) -> Callable[[], None]:
    def command() -> None:
        raise error

    return command


def sqlite_error(tmp_path: Path, kind: str) -> sqlite3.Error:
    """An error that SQLite itself raises, with its code."""
    path = tmp_path / f"{kind}.db"
    connection = sqlite3.connect(path)
    try:
        if kind == "full":
            connection.execute("PRAGMA max_page_count = 1")
            connection.execute("CREATE TABLE t (x)")
        elif kind == "damaged":
            path.write_bytes(b"bukan basis data " * 100)
            connection.execute("SELECT * FROM sqlite_schema")
        elif kind == "read-only":
            sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close()
            sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("CREATE TABLE u (x)")
        else:
            connection.execute("SELECT x FROM tidak_ada")
    except sqlite3.Error as error:
        return error
    finally:
        connection.close()
    raise AssertionError(f"SQLite does not mind {kind}")


def ended(capsys: pytest.CaptureFixture[str], command: Callable[[], object]) -> tuple[int, str]:
    code = endings.ended(command)
    out, err = capsys.readouterr()
    assert out == ""
    return code, err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NewsarchiveError("x"), 4),
        (ConfigError("no such setting"), 4),
        (UnknownOutlet("radar"), 4),
        (NotAnArchive("news.db", "damaged"), 5),
        (ArchiveLocked("arsip", 7), 6),
        (DiskFull("arsip", "full"), 12),
        (OSError(errno.ENOSPC, "No space left on device", "/srv/news.db"), 12),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 12),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/lock"), 5),
        (OSError(errno.EROFS, "Read-only file system", b"/srv/lock"), 5),
        (KeyboardInterrupt(), 11),
        (click.Abort(), 11),
    ],
)
def test_errors_with_a_code_are_one_sentence(capsys: pytest.CaptureFixture[str], error: BaseException, code: int):
    found, err = ended(capsys, raising(error))
    assert found == code
    assert err.startswith("newsarchive: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(("kind", "code"), [("full", 12), ("damaged", 5), ("read-only", 5)])
def test_trouble_of_sqlite_is_that_of_the_archive(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, code: int
):
    found, err = ended(capsys, raising(sqlite_error(tmp_path, kind)))
    assert found == code
    assert "Traceback" not in err


def test_a_fault_of_ours_has_a_traceback_and_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # as in a command that does not log
    for error in (ValueError("rusak\x1b[2J"), sqlite_error(tmp_path, "our SQL"), OSError("aneh")):
        found, err = ended(capsys, raising(error))
        assert found == ExitCode.INTERNAL
        assert "Traceback (most recent call last)" in err
        last = err.splitlines()[-1]
        assert last.startswith(f"newsarchive: internal error: {type(error).__name__}: ")
        assert "report it" in last
        assert "\x1b" not in err
        logging.getLogger().handlers.clear()


def test_a_secret_in_an_error_is_not_told(capsys: pytest.CaptureFixture[str]):
    for error in (ConfigError("https://u:hunter2@kota.test/"), ValueError("https://kota.test/?token=hunter2")):
        assert "hunter2" not in ended(capsys, raising(error))[1]


def test_a_collector_of_json_gets_errors_as_json(capsys: pytest.CaptureFixture[str]):
    logs.configure(quiet=True, log_format="json")
    code, err = ended(capsys, raising(ArchiveLocked("arsip", 7)))
    assert code == 6
    entry = json.loads(err)
    assert entry["level"] == "error"
    assert "another run is writing to this archive (process 7)" in entry["message"]


def test_wrong_use_is_2_with_clicks_own_words(capsys: pytest.CaptureFixture[str]):
    code, err = ended(capsys, raising(click.UsageError("name an outlet")))
    assert code == 2
    assert "name an outlet" in err


def test_all_well(capsys: pytest.CaptureFixture[str]):
    assert ended(capsys, lambda: None) == (0, "")
    assert ended(capsys, lambda: "words") == (0, "")
    assert ended(capsys, lambda: 8) == (8, "")  # click gives the code of `ctx.exit(8)` so


def test_a_code_that_a_command_chose_is_let_through():
    with pytest.raises(SystemExit) as ending:
        endings.ended(raising(SystemExit(9)))
    assert ending.value.code == 9


def run(*words: str | Path, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsarchive", *map(str, words)]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, timeout=60)


def test_codes_of_the_real_program(tmp_path: Path, small_archive):
    assert run("status", "--archive", small_archive.path).returncode == 0
    assert run("tidak-ada").returncode == 2
    assert run("schedule", "--cron", "--every", "7").returncode == 4
    missing = run("status", "--archive", tmp_path / "tidak-ada")
    assert (missing.returncode, missing.stdout) == (5, "")
    assert missing.stderr.count("\n") == 1


def test_a_reader_that_has_enough_is_no_error(small_archive):
    for words in (["outlets", "--json"], ["status", "--archive", small_archive.path]):
        read, write = os.pipe()
        os.close(read)
        done = run(*words, stdout=write)
        os.close(write)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_any_command_with_11(number: signal.Signals):
    command = [sys.executable, "-m", "newsarchive", "clean", "-"]  # it waits for its standard input
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # what a shell starts in the background ignores SIGINT, and so would its children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - this process has one thread
    )
    assert process.stdin is not None
    until_reading(process.pid)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (11, "")
    assert err.strip().startswith("newsarchive: stopped")


def until_reading(pid: int) -> None:
    """Wait until a process waits for its pipe."""
    wchan = Path(f"/proc/{pid}/wchan")
    syscall = Path(f"/proc/{pid}/syscall")
    for _ in range(2000):
        if "pipe" in wchan.read_text() or syscall.read_text().startswith("0 0x0 "):
            return
        os.sched_yield()
        subprocess.run(["true"], check=False)
    pytest.skip("this system does not tell what a process waits for")


def test_help_names_the_codes():
    text = CliRunner().invoke(cli, ["--help"]).stdout
    for code in ExitCode:
        assert code.meaning in " ".join(text.split())
