"""The command: what it prints, its exit codes, a real kill, and a whole world that is read again as it is stored."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from newsarchive.cli.endings import ended
from newsarchive.cli.replay import command
from newsarchive.demo.run import prepare_folder, run_demo
from newsarchive.importing import import_into
from newsarchive.kept import open_kept
from newsarchive.registry import load_registry
from newsarchive.store import Writer, open_archive

Run = Callable[..., Result]


@pytest.fixture
def run(shelf) -> Run:
    def go(*args: str) -> Result:
        where = ["--archive", str(shelf.folder), "--outlets", str(shelf.outlets_dir), "--jobs", "1"]
        return CliRunner().invoke(command, [*where, *args])

    return go


def test_it_tells_what_would_change_and_stores_it(shelf, nameless, run):
    shelf.crawl(*(shelf.page(n) for n in range(4)), spoil=nameless)
    seen = run()
    assert seen.exit_code == 0, seen.output
    assert "4 articles (4 versions) read again, from 4 pages" in seen.output
    assert "4 versions of 4 articles are read otherwise" in seen.output
    assert "radar-contoh/0 version 1, authors: {+Sari Wulan+} (0 -> 1)" in seen.output
    assert "radar-contoh/2 version 1" not in seen.output
    assert "nothing was stored: --apply does" in seen.output
    assert run("--check").exit_code == 8
    done = run("--apply", "--json")
    told = json.loads(done.stdout)
    assert (told["changed_versions"], told["stored_versions"], told["run_id"]) == (4, 4, 2)
    assert told["fields"]["authors"] == {"changed": 0, "gained": 4, "lost": 0, "networks": {"disway": 4}}
    again = run("--check")
    assert (again.exit_code, "all versions are read as they are stored" in again.output) == (0, True)
    assert run("--quiet").output == ""


def test_what_pages_say_cannot_play_tricks_on_a_terminal(shelf, run):
    shelf.crawl(shelf.page(1), spoil=lambda a: replace(a, title="Judul \x1b[31m\u202elama"))
    output = run().output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "\\x1b[31m\\u202elama" in output


@pytest.mark.parametrize("args", [("--apply", "--check"), ("--force",), ("--jobs", "0"), ("--since", "kemarin")])
def test_wrong_options(shelf, run, args):
    shelf.crawl(shelf.page(1))
    assert run(*args).exit_code == 2


def test_too_many_worse_articles_are_refused(shelf, run, capsys):
    shelf.crawl(*(shelf.page(n) for n in range(4)), spoil=lambda a: replace(a, body=a.body * 3, content_hash=None))
    where = ["--archive", str(shelf.folder), "--outlets", str(shelf.outlets_dir), "--jobs", "1"]
    assert ended(lambda: command.main([*where, "--apply"], standalone_mode=False)) == 8
    said = capsys.readouterr()
    assert "nothing was stored: 4 of 4 versions would be worse off (4 body-halved)" in said.err
    assert "Worse off:" in said.out
    assert shelf.rows("SELECT count(*) FROM readings") == [(0,)]
    assert run("--apply", "--force").exit_code == 0
    assert shelf.rows("SELECT count(*) FROM readings") == [(4,)]


def test_damage_is_named_and_exits_with_8(shelf, run):
    shelf.crawl(shelf.page(1), shelf.page(2))
    for pack in (shelf.folder / "packs").glob("*.db*"):
        pack.unlink()
    result = run()
    assert result.exit_code == 8
    assert "snapshot 1 cannot be read" in result.output
    assert "2 snapshots are damaged; 2 versions cannot be read because of that" in result.output
    assert "all other versions are read as they are stored" in result.output


def test_another_run_is_waited_for_by_name(shelf, nameless):
    shelf.crawl(shelf.page(1), spoil=nameless)
    args = [sys.executable, "-m", "newsarchive", "replay", "--archive", str(shelf.folder), "--jobs", "1"]
    with Writer(shelf.folder, clock=shelf.clock):
        done = subprocess.run([*args, "--apply"], capture_output=True, text=True, check=False)
        assert (done.returncode, "another run is writing" in done.stderr) == (6, True)
        assert subprocess.run(args, capture_output=True, check=False).returncode == 0


def test_no_archive_is_made_where_there_is_none(shelf, tmp_path):
    args = [sys.executable, "-m", "newsarchive", "replay", "--archive", str(tmp_path / "kosong"), "--apply"]
    done = subprocess.run(args, capture_output=True, text=True, check=False)
    assert (done.returncode, "there is no archive here" in done.stderr) == (5, True)
    assert not (tmp_path / "kosong").exists()


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from newsarchive.replay import Order, apply
from newsarchive.store.readings import Readings
from newsarchive.store.selection import Selection

folder, outlets, last, is_inside = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "inside"
replaced, calls = Readings.replace, 0

def dying(self, *args, **how):
    global calls
    calls += 1
    if calls == last and not is_inside:
        os.kill(os.getpid(), signal.SIGKILL)
    result = replaced(self, *args, **how)
    if calls == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

Readings.replace = dying
apply(folder, Order(Selection(), outlets_dir=outlets), clock=lambda: datetime.now(UTC), is_forced=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_whole_articles(shelf, nameless):
    """Killed before an article and inside one, in the first transaction, right behind one and later; then goes on."""
    shelf.crawl(*(shelf.page(n) for n in range(260)), spoil=nameless)
    done = 0
    for last, where, stored in ((40, "inside", 0), (101, "before", 100), (150, "inside", 100)):
        args = [sys.executable, "-c", KILLED, str(shelf.folder), str(shelf.outlets_dir), str(last), where]
        assert subprocess.run(args, check=False).returncode == -signal.SIGKILL
        done += stored
        with open_archive(shelf.folder) as archive:
            assert list(archive.check()) == []
        assert shelf.rows("SELECT count(*), count(DISTINCT version_id) FROM readings") == [(done, done)]
        # an article is as it was, without a reading kept, or as it is, with one
        half = (
            "SELECT count(*) FROM articles a JOIN versions v ON v.article_id = a.id WHERE"
            " (SELECT count(*) FROM people p WHERE p.article_id = a.id)"
            " <> (SELECT count(*) FROM readings r WHERE r.version_id = v.id)"
        )
        assert shelf.rows(half) == [(0,)]
    assert shelf.apply().stored_versions == 260 - done
    assert shelf.rows("SELECT count(*), count(DISTINCT version_id) FROM readings") == [(260, 260)]
    assert not shelf.look().has_differences


ORPHANS = """
import os, signal, sys
from pathlib import Path
from newsarchive.replay import processes
from newsarchive.replay.workload import Piece

if __name__ == "__main__":
    work = (Piece("articles", (1,)) for _ in range(1000))
    found = processes.read_all(Path(sys.argv[1]), Path(sys.argv[2]), work, 2)
    next(found)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_processes_end_with_the_one_that_started_them(shelf, tmp_path):
    """They hold the pipe that the parent is given: it ends when the last of them has."""
    shelf.crawl(shelf.page(1))
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    args = [sys.executable, str(script), str(shelf.folder), str(shelf.outlets_dir)]
    done = subprocess.run(args, stdout=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_a_whole_world_is_read_again_as_it_is_stored(tmp_path):
    """That extraction of stored bytes is the same as at the time of the crawl: every layout, encoding and page."""
    made = run_demo(prepare_folder(tmp_path / "dunia"), seed=3, articles=120, say=lambda line: None, quiet=True)
    result = CliRunner().invoke(command, ["--archive", str(made.archive), "--jobs", "1", "--check", "--json"])
    told = json.loads(result.stdout)
    assert told["versions"] > told["articles"] > 100
    assert (result.exit_code, told["changed_versions"], told["doubts"], told["arrivals"]) == (0, 0, {}, {})


@pytest.mark.slow
def test_real_pages_are_read_again_as_they_are_stored(shared, tmp_path):
    """Pages of many sites and years, in the forms in which they were kept."""
    kept = open_kept([shared / "pages"], clock=lambda: datetime.now(UTC))
    import_into(tmp_path / "arsip", kept, load_registry())
    args = ["--archive", str(tmp_path / "arsip"), "--jobs", "1", "--check", "--json"]
    result = CliRunner().invoke(command, args)
    told = json.loads(result.stdout)
    assert told["versions"] >= 30
    assert (result.exit_code, told["changed_versions"], told["doubts"], told["arrivals"]) == (0, 0, {}, {})
