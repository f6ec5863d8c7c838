"""`newsarchive snapshot` gives back what came over the wire: bytes, headers, and the list of what is kept."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsarchive.cli import cli, output
from newsarchive.models import Article, Capture, Outlet
from newsarchive.store import Writer

T0 = datetime(2026, 2, 23, 12, 0, tzinfo=UTC)
PAGE = "https://radarwatu.test/read/7/pasar"
OLD = "https://radarwatu.test/lama/7"
BODIES = [gzip.compress(f"<h1>Pasar Watu hari ke-{n}</h1>".encode(), mtime=0) for n in range(3)]

Run = Callable[..., Result]


def capture(url: str, at: datetime, body: bytes, status: int = 200, *more: tuple[str, str]) -> Capture:
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("set-cookie", "b=\xe9"), *more)
    coded = (("Content-Encoding", "gzip"),) if body[:2] == b"\x1f\x8b" else ()
    return Capture(
        url, at, "GET", "/" + url.split("/", 3)[3], (("Host", "radarwatu.test"), ("Accept", "*/*")), "HTTP/1.1", status,
        "OK", (*headers, *coded), body, rebuilt=("request-headers",),
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article looked at on three days, with a redirect to it, a 304 and a second page."""
    path = tmp_path_factory.mktemp("pages") / "archive"
    article = Article(PAGE, "radar-watu", "article", ("Pasar ramai.",), native_id="7", title="Pasar")
    with Writer(path, clock=lambda: T0) as writer:
        writer.sync_outlets([Outlet("radar-watu", "Radar Watu", "radarwatu.test", "disway")])
        run = writer.begin_run("crawl", version="0.1.0", user_agent=None, options={})

        def put(page: Capture) -> int:
            return writer.add_snapshot(page, outlet="radar-watu", run_id=run)

        put(capture(OLD, T0 - timedelta(minutes=1), b"", 301, ("Location", "/read/7/pasar")))
        for day, body in enumerate(BODIES):
            at = T0 + timedelta(days=day)
            part = put(capture(f"{PAGE}?page=2", at + timedelta(minutes=1), b"bagian dua %d" % day))
            writer.add_article(article, [put(capture(PAGE, at, body)), part], at=at, run_id=run)
        put(capture(PAGE, T0 + timedelta(days=5), b"", 304))
        writer.end_run(run, exit_code=0, counts={})
    return path


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *args: CliRunner().invoke(cli, ["snapshot", "--archive", str(folder), *args])


@pytest.mark.parametrize(
    ("args", "body"),
    [
        ((PAGE,), BODIES[2]),
        ((PAGE, "--at", "2026-02-24T12:00:00+00:00"), BODIES[1]),
        ((PAGE, "--at", "2026-02-24T11:59:59+00:00"), BODIES[0]),
        ((PAGE, "--at", "2026-02-24T19:00+07:00"), BODIES[1]),
        ((PAGE, "--at", "2026-02-24"), BODIES[1]),
        (("radar-watu/7", "--at", "2026-02-23"), BODIES[0]),
        (("http://radarwatu.test/read/7/judul-lain", "--at", "2026-02-24"), BODIES[1]),
        ((f"{PAGE}?page=2",), b"bagian dua 2"),
        (("#2",), b"bagian dua 0"),
        ((PAGE, "--at", "2026-02-24", "--decoded"), gzip.decompress(BODIES[1])),
    ],
)
def test_the_bytes_are_those_of_the_time_asked_for(run: Run, args: tuple[str, ...], body: bytes):
    result = run(*args)
    assert (result.exit_code, result.stdout_bytes) == (0, body), result.stderr


def test_says_which_was_taken(run: Run):
    assert "fetched 2026-02-25T12:00:00+00:00: 200" in run(PAGE).stderr
    early = run(PAGE, "--at", "2020-01-01")
    assert early.stdout_bytes == BODIES[0]
    assert "the first after it" in early.stderr
    assert f"it leads to {PAGE.removeprefix('https://radarwatu.test')}" in run(OLD).stderr
    assert "not as sent but rebuilt: request-headers" in run(PAGE).stderr


def test_headers_are_all_there_in_their_order(run: Run, tmp_path: Path):
    lines = run(PAGE, "--headers").stdout.splitlines()
    assert lines[:4] == ["GET /read/7/pasar HTTP/1.1", "Host: radarwatu.test", "Accept: */*", ""]
    assert lines[4:] == [
        "HTTP/1.1 200 OK", "Content-Type: text/html", "Set-Cookie: a=1", "set-cookie: b=\xe9", "Content-Encoding: gzip",
    ]  # fmt: skip
    target = tmp_path / "kepala.txt"
    assert run(PAGE, "--headers", "-o", str(target)).exit_code == 0
    assert b"Set-Cookie: a=1\r\nset-cookie: b=\xe9\r\n" in target.read_bytes()


def test_a_file_that_is_there_is_left_alone(run: Run, tmp_path: Path):
    target = tmp_path / "halaman"
    assert run(PAGE, "-o", str(target)).exit_code == 0
    assert target.read_bytes() == BODIES[2]
    again = run(PAGE, "--at", "2026-02-23", "-o", str(target))
    assert isinstance(again.exception, Exception)
    assert "there is such a file already" in str(again.exception)
    assert target.read_bytes() == BODIES[2]


def test_a_terminal_gets_only_text(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    assert "-o FILE" in str(run(PAGE).exception)
    assert run(PAGE, "--decoded").stdout_bytes == gzip.decompress(BODIES[2])


def test_lists_all_snapshots_of_the_article(run: Run):
    rows = json.loads(run("radar-watu/7", "--list", "--json").stdout)
    assert len(rows) == 8
    assert [row["status"] for row in rows] == [301, 200, 200, 200, 200, 200, 200, 304]
    assert "301" in run("radar-watu/7", "--list").stdout.splitlines()[1]
    assert len(json.loads(run(OLD, "--list", "--json").stdout)) == 1


def test_json_has_the_bytes(run: Run):
    shown = json.loads(run(PAGE, "--json").stdout)
    assert shown["capture"]["headers"][1:3] == [["Set-Cookie", "a=1"], ["set-cookie", "b=\xe9"]]
    assert shown["snapshot"]["payload_bytes"] == len(BODIES[2])


@pytest.mark.parametrize("ref", ["https://radarwatu.test/read/8/lain", "#999", "radar-watu/8", "apa saja", "#x"])
def test_what_is_not_there_is_said(run: Run, ref: str):
    result = run(ref)
    assert "no snapshot of" in str(result.exception)


def test_questions_that_do_not_go_together(run: Run):
    assert run(PAGE, "--headers", "--decoded").exit_code == 2
    assert run(PAGE, "--at", "2026-02-24T12:00").exit_code == 2
