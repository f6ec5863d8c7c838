"""docs/running.md is right: its codes are the program's, its commands exist, and its backup is a whole archive."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

import newsarchive.cli
from newsarchive.cli import endings
from newsarchive.exits import ExitCode
from newsarchive.models import Capture, Outlet
from newsarchive.store import Writer, open_archive
from newsarchive.upkeep.backup import Unfaithful, back_up
from newsarchive.upkeep.verify import Verification

ROOT = Path(__file__).resolve().parents[1]
DOC = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
OUTLET = Outlet("radar-watu", "Radar Watu", "radarwatu.test", "disway", "ID-JT", zone="WIB")


def test_the_table_of_codes_is_that_of_the_program():
    rows = re.findall(r"^\| (\d+)( \*)? \| (\w+) \| (.+?) \| .+ \|$", DOC, re.MULTILINE)
    assert [(int(code), name, meaning) for code, _, name, meaning in rows] == [
        (int(code), code.name.lower(), code.meaning) for code in ExitCode
    ]
    settled = {int(code) for code, star, *_ in rows if star}
    assert settled == {0, ExitCode.LOCKED, ExitCode.TIME_LIMIT, ExitCode.INTERRUPTED}


def test_help_has_the_same_codes():
    for code in ExitCode:
        assert f"{int(code):>2}  {code.meaning}" in endings.CODES


def commands() -> list[str]:
    """Every command of ours in the blocks of the documents an operator reads."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("docs/running.md", "README.md")]
    blocks = "\n".join(block for text in texts for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    lines = (line.partition("  #")[0].strip() for line in blocks.splitlines())
    return [re.sub(r"^\S*bin/", "", line) for line in lines if re.match(r"(\S*bin/)?newsarchive ", line)]


def test_there_are_commands():
    assert len(commands()) > 15


@pytest.mark.parametrize("line", dict.fromkeys(commands()))
def test_every_command_shown_is_understood(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Parsed as it stands; nothing is run. Files it names are made, as click looks whether they are there."""
    monkeypatch.chdir(tmp_path)
    _, name, *words = shlex.split(line)
    for word in words:
        if re.fullmatch(r"[\w.-]+\.(html|txt|warc\.gz)|\w+/", word):
            path = tmp_path / word
            path.mkdir() if word.endswith("/") else path.write_text("")
    command = newsarchive.cli.cli.get_command(click.Context(newsarchive.cli.cli), name)
    assert command is not None, f"there is no command {name}"
    command.make_context(name, words)


def test_the_lines_for_cron_are_understood():
    lines = re.findall(r"^[\d*]+ [\d*]+ [\d*]+ [\d*]+ [\d*]+  \S+/newsarchive (.+)$", DOC, re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        name, *words = shlex.split(line)
        command = newsarchive.cli.cli.get_command(click.Context(newsarchive.cli.cli), name)
        assert command is not None
        assert command.make_context(name, words).params["quiet"] is True


def test_every_verb_named_exists():
    there = set(newsarchive.cli.cli.list_commands(click.Context(newsarchive.cli.cli)))
    named = set(re.findall(r"`newsarchive ([a-z][a-z-]+)", DOC))
    assert named <= there
    for verb in ("crawl", "backfill", "schedule", "status", "health", "coverage", "backup", "verify"):
        assert f"newsarchive {verb}" in DOC


def test_every_link_leads_somewhere():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", DOC)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).resolve().is_file()] == []


def test_the_figures_of_a_year_follow_from_the_sizes():
    """Bytes each, times 36,500 articles and what belongs to each, is what the table says, in GB."""

    def row(beginning: str) -> str:
        (found,) = re.findall(rf"^\| {beginning}.*$", DOC, re.MULTILINE)
        return str(found)

    for beginning, times in (
        ("an article in `news.db`", 36_500),
        ("its page in a pack", 36_500),
        ("the row of a response", 36_500),
        ("looking again", 4.5 * 36_500),
        ("the same where", 4.5 * 36_500),
        ("a list that has changed", 2 * 50 * 365),
    ):
        line = row(beginning)
        kilobytes = re.findall(r"([\d.]+) kB", line)
        gigabytes = re.findall(r"([\d.]+) GB", line)
        assert len(kilobytes) == len(gigabytes) >= 1, line
        for each, year in zip(kilobytes, gigabytes, strict=True):
            assert float(year) == pytest.approx(float(each) * times / 1e6, abs=0.006), line


def page(number: int) -> Capture:
    body = f"<html><body><h1>Berita {number}</h1>{'<p>Pasar ramai, warga senang.</p>' * 40}{number}</body></html>"
    return Capture(
        url=f"https://radarwatu.test/read/{number}/pasar",
        fetched_at=datetime(2026, 1, 31, 23, 0, tzinfo=UTC) + timedelta(minutes=number // 8),
        method="GET",
        request_target=f"/read/{number}/pasar",
        request_headers=(("Host", "radarwatu.test"),),
        http_version="HTTP/1.1",
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html"),),
        body=body.encode(),
    )


class Crawl(threading.Thread):
    """Writes pages to an archive, and commits every few, until it is told to stop; also into the next month."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.enough = threading.Event()
        self.pages = 0

    def run(self) -> None:
        with Writer(self.folder, clock=lambda: datetime(2026, 2, 1, tzinfo=UTC)) as writer:
            writer.sync_outlets([OUTLET])
            run = writer.begin_run("crawl", version="0", user_agent=None, options={})
            while not self.enough.is_set():
                writer.add_snapshot(page(self.pages), outlet=OUTLET.slug, run_id=run)
                self.pages += 1
                if self.pages % 5 == 0:
                    writer.flush()
                if self.pages == 700:  # of February by now: January is sealed in the midst of it all
                    writer.seal_finished_packs()
            writer.end_run(run, exit_code=0, counts={})


def counted(folder: Path) -> int:
    """Snapshots of a copy, after a look at every byte that it cites."""
    with open_archive(folder) as archive:
        assert list(archive.check()) == []
        (count,) = archive.connection.execute("SELECT count(*) FROM snapshots").fetchone()
    return int(count)


def test_a_backup_during_a_crawl_cites_no_byte_that_it_lacks(tmp_path: Path):
    archive, copy = tmp_path / "arsip lama", tmp_path / "salinan"
    crawl = Crawl(archive)
    crawl.start()
    try:
        counts = [0]
        while len(counts) < 9 or crawl.pages < 900:
            if (archive / "news.db").exists() and crawl.pages > 20:
                back_up(archive, copy)
                counts.append(counted(copy))
            assert crawl.is_alive()
    finally:
        crawl.enough.set()
        crawl.join()
    assert counts == sorted(counts)
    assert counts[-1] > counts[1] > 0
    back_up(archive, copy)
    assert counted(copy) == crawl.pages
    with closing(sqlite3.connect(copy / "news.db")) as index:
        assert [row[0] for row in index.execute("SELECT name FROM packs WHERE sealed_at IS NOT NULL")] == ["2026-01"]
    assert (copy / "packs" / "2026-01.db").read_bytes() == (archive / "packs" / "2026-01.db").read_bytes()


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """An archive with a sealed pack and an open one."""
    archive = tmp_path / "arsip"
    with Writer(archive, clock=lambda: datetime(2026, 2, 1, tzinfo=UTC)) as writer:
        writer.sync_outlets([OUTLET])
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        for number in (1, 2, 800, 801):
            writer.add_snapshot(page(number), outlet=OUTLET.slug, run_id=run)
        writer.end_run(run, exit_code=0, counts={})
    (archive / "config.toml").write_text('contact = "you@example.org"\n')
    return archive


def test_a_sealed_pack_is_copied_once_and_a_copy_goes_on_where_the_archive_was(tmp_path: Path, sealed: Path):
    copy = tmp_path / "salinan"
    back_up(sealed, copy)
    before = (copy / "packs" / "2026-01.db").stat().st_ino
    back_up(sealed, copy)
    assert (copy / "packs" / "2026-01.db").stat().st_ino == before
    assert (copy / "config.toml").exists()
    with Writer(copy, clock=lambda: datetime(2026, 2, 2, tzinfo=UTC)) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        writer.add_snapshot(page(900), outlet=OUTLET.slug, run_id=run)
    assert counted(copy) == 5


def test_a_rotten_sealed_pack_does_not_replace_its_good_copy(tmp_path: Path, sealed: Path):
    copy = tmp_path / "salinan"
    back_up(sealed, copy)
    good = (copy / "packs" / "2026-01.db").read_bytes()
    rotten = bytearray(good)
    rotten[-1] ^= 1
    (sealed / "packs" / "2026-01.db").write_bytes(rotten)
    back_up(sealed, copy)  # the copy has its checksum: nothing to do
    assert (copy / "packs" / "2026-01.db").read_bytes() == good
    (copy / "packs" / "2026-01.db").unlink()
    with pytest.raises(Unfaithful):
        back_up(sealed, copy)
    assert not (copy / "packs" / "2026-01.db").exists()


def test_an_older_index_goes_on_over_newer_packs(tmp_path: Path, sealed: Path):
    """What the page says of a damaged index: its copy in its place, over packs that have gone on since."""
    copy = tmp_path / "salinan"
    back_up(sealed, copy)
    with Writer(sealed, clock=lambda: datetime(2026, 3, 1, tzinfo=UTC)) as writer:  # seals February, begins March
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        late = page(950)
        writer.add_snapshot(replace(late, fetched_at=datetime(2026, 3, 1, tzinfo=UTC)), outlet=OUTLET.slug, run_id=run)
        writer.end_run(run, exit_code=0, counts={})
    for path in sealed.glob("news.db*"):
        path.unlink()
    shutil.copy(copy / "news.db", sealed)
    assert counted(sealed) == 4
    with Writer(sealed, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC)) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        for number in (801, 950, 951):
            writer.add_snapshot(
                replace(page(number), fetched_at=datetime(2026, 3, 2, tzinfo=UTC)), outlet=OUTLET.slug, run_id=run
            )
        writer.end_run(run, exit_code=0, counts={})
    assert counted(sealed) == 8  # the one that only the packs had was taken in
    assert list(Verification(sealed, "full", jobs=1)) == []


def test_a_sealed_pack_may_lie_elsewhere(tmp_path: Path, sealed: Path):
    pack = sealed / "packs" / "2026-01.db"
    elsewhere = tmp_path / "gudang"
    elsewhere.mkdir()
    pack.rename(elsewhere / pack.name)
    pack.symlink_to(elsewhere / pack.name)
    assert counted(sealed) == 4
    with Writer(sealed, clock=lambda: datetime(2026, 2, 2, tzinfo=UTC)) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        writer.add_snapshot(page(1), outlet=OUTLET.slug, run_id=run)
        writer.add_snapshot(page(960), outlet=OUTLET.slug, run_id=run)
        writer.end_run(run, exit_code=0, counts={})
    assert counted(sealed) == 6
    assert pack.is_symlink()
