"""Pruning removes what nobody needs, says so before, and touches nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.errors import ArchiveLocked, Pruned
from newsarchive.models import Article, Capture, Outlet
from newsarchive.store import Writer, open_archive
from newsarchive.store.removal import Removal
from newsarchive.upkeep.prune import PruneReport, plan_prune, prune

T0 = datetime(2025, 4, 1, 6, 0, tzinfo=UTC)
SITE = "https://radarwatu.test"
PAGE = f"{SITE}/read/7/pasar"
YEAR = timedelta(days=365)


class Shelf:
    """An archive with articles and lists of two years; `now` is its clock."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now, self.run = folder, T0, 0

    def clock(self) -> datetime:
        return self.now

    def writer(self) -> Writer:
        return Writer(self.folder, clock=self.clock)

    def put(self, writer: Writer, url: str, body: bytes, kind: str, at: datetime) -> int:
        head = (("Content-Type", "text/html"),)
        taken = Capture(url, at, "GET", "/" + url.split("/", 3)[3], (), "HTTP/1.1", 200, "OK", head, body)
        return writer.add_snapshot(taken, outlet="radar-watu", run_id=self.run, kind=kind, text=body)

    def plan(self, before: datetime | None = None) -> PruneReport:
        with open_archive(self.folder) as archive:
            return plan_prune(archive.connection, archive.path, lists_before=before)

    def prune(self, older: timedelta | None = None) -> PruneReport:
        return prune(self.folder, lists_older_than=older, clock=self.clock)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with open_archive(self.folder) as archive:
            return archive.connection.execute(sql, values).fetchall()

    def problems(self) -> list[str]:
        with open_archive(self.folder) as archive:
            return list(archive.check())


def listing(n: int) -> bytes:
    return (
        b"<ul>" + b"".join(b"<li><a href='/read/%d/x'>judul %d</a></li>" % (n * 9 + i, i) for i in range(30)) + b"</ul>"
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path / "archive")
    article = Article(PAGE, "radar-watu", "article", ("Pasar ramai.",), native_id="7", title="Pasar")
    with made.writer() as writer:
        writer.sync_outlets([Outlet("radar-watu", "Radar Watu", "radarwatu.test", "disway")])
        made.run = writer.begin_run("crawl", version="0.1.0", user_agent=None, options={})
        number = made.put(writer, PAGE, b"<h1>Pasar</h1>" * 50, "article", T0)
        writer.add_article(article, [number], at=T0, run_id=made.run)
        for day in range(4):
            for kind in ("feed", "index", "robots", "sitemap"):
                body = listing(day) + kind.encode()
                made.put(writer, f"{SITE}/{kind}", body, kind, T0 + timedelta(days=day))
        # the same list unchanged two years later, and a page of an article that a list is equal to
        made.put(writer, f"{SITE}/feed", listing(0) + b"feed", "feed", T0 + 2 * YEAR)
        made.put(writer, f"{SITE}/lain", listing(1) + b"feed", "other", T0)
        made.now = T0 + 2 * YEAR
        writer.end_run(made.run, exit_code=0, counts={})
    return made


def lose_row(shelf: Shelf) -> str:
    """As a crash leaves it: a body in a pack, and neither row nor head."""
    with shelf.writer() as writer:
        body = b"<p>yatim</p>" * 100
        digest = hashlib.sha256(body).hexdigest()
        writer._begin()
        pack = writer._packs.for_writing(writer._present_pack())
        pack.put(digest, body, (), template="radar-watu a", at=shelf.now)
        pack.commit()
    return digest


def test_there_is_nothing_to_prune_in_a_sound_archive(shelf: Shelf):
    assert shelf.plan().packs == ()
    assert shelf.prune() == PruneReport((), is_applied=True)


def test_a_body_that_nothing_cites_goes(shelf: Shelf):
    digest = lose_row(shelf)
    (found,) = shelf.plan().packs
    assert (found.pack, found.uncited, found.lists) == ("2027-04", 1, 0)
    assert found.uncited_bytes > 0
    before = shelf.rows("SELECT count(*) FROM snapshots")
    assert shelf.prune().packs == (found,)
    assert shelf.plan().packs == ()
    assert shelf.rows("SELECT count(*) FROM snapshots") == before
    with shelf.writer() as writer:
        assert digest not in set(writer._packs.for_reading("2027-04").hashes())
    assert shelf.problems() == []


def test_old_lists_go_and_nothing_else(shelf: Shelf):
    (found,) = shelf.plan(shelf.now - YEAR).packs
    # of 12 bodies of lists one is that of a later list too, one that of another page
    assert (found.pack, found.lists, found.list_snapshots, found.uncited) == ("2025-04", 10, 10, 0)
    with open_archive(shelf.folder) as archive:
        keep = archive.connection.execute(
            "SELECT id FROM snapshots WHERE kind IN ('article', 'robots', 'other') OR fetched_at > '2026'"
        )
        kept = {number: archive.snapshot(number) for (number,) in keep.fetchall()}
    assert len(kept) == 7
    assert shelf.prune(YEAR).packs == (found,)
    with open_archive(shelf.folder) as archive:
        assert {number: archive.snapshot(number) for number in kept} == kept
        pruned = archive.connection.execute("SELECT id, url FROM snapshots WHERE pruned_at IS NOT NULL").fetchall()
        assert len(pruned) == 10
        for number, url in pruned:
            with pytest.raises(Pruned, match=url):
                archive.snapshot(number)
    assert shelf.plan(shelf.now - YEAR).packs == ()


def test_a_list_that_comes_again_is_kept_again(shelf: Shelf):
    shelf.prune(YEAR)
    body = listing(2) + b"index"
    with shelf.writer() as writer:
        number = shelf.put(writer, f"{SITE}/index", body, "index", shelf.now)
    with open_archive(shelf.folder) as archive:
        kept = archive.snapshot(number)
        assert kept is not None
        assert kept.body == body


def test_a_stop_between_rows_and_bytes_leaves_what_the_next_pruning_removes(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Removal, "clear_pack", stop)
        with pytest.raises(KeyboardInterrupt):
            shelf.prune(YEAR)
    (left,) = shelf.plan().packs
    assert left.uncited == 10
    assert shelf.prune().packs == (left,)
    assert shelf.plan().packs == ()
    assert shelf.problems() == []


def test_waits_for_no_crawl(shelf: Shelf):
    with shelf.writer(), pytest.raises(ArchiveLocked):
        shelf.prune(YEAR)


@pytest.fixture
def run(shelf: Shelf) -> Callable[..., Any]:
    def invoke(*args: str) -> Any:
        result = CliRunner().invoke(cli, ["prune", "--archive", str(shelf.folder), *args])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    return invoke


def test_the_command_only_shows_unless_told(shelf: Shelf, run: Callable[..., Any]):
    shown = json.loads(run("--lists-older-than", "0", "--json"))
    assert shown["is_applied"] is False
    assert shelf.rows("SELECT count(*) FROM snapshots WHERE pruned_at IS NOT NULL") == [(0,)]
    assert "--apply removes it" in run("--lists-older-than", "0")
    assert "removed" in run("--lists-older-than", "0", "--apply")
    assert "to be won: 0 B" in run("--lists-older-than", "0")
