"""`newsarchive export` as a person calls it: filters by any name, summaries, and mistakes told in a sentence."""

import io
import json
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from newsarchive.cli import filters
from newsarchive.cli.export import command
from newsarchive.errors import ConfigError, UnknownOutlet
from newsarchive.models import Capture, Outlet
from newsarchive.store import Writer


@pytest.fixture
def arsip(tmp_path):
    at = datetime(2025, 4, 28, 6, 22, tzinfo=UTC)
    folder = tmp_path / "arsip"
    with Writer(folder, clock=lambda: at) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        writer.sync_outlets([Outlet("radar-watu", "Radar Watu", "radarwatu.test", "disway", "ID-JT")])
        for path, status in (("/a", 200), ("/b", 404)):
            one = Capture(
                f"https://radarwatu.test{path}", at, "GET", path, (), "HTTP/1.1", status, "OK", (), path.encode()
            )
            writer.add_snapshot(one, outlet="radar-watu", run_id=run, kind="article")
        writer.end_run(run, exit_code=0, counts={})
    return folder


def call(arsip, *arguments):
    return CliRunner().invoke(command, [*arguments, "--archive", str(arsip)])


def uris(data):
    records = ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    return [r.rec_headers.get_header("WARC-Target-URI") for r in records if r.rec_type == "response"]


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        ((), ["/a", "/b"]),
        (("--status", "4xx"), ["/b"]),
        (("--status", "200"), ["/a"]),
        (("--outlet", "radarwatu.test", "--url", "*/b"), []),
        (("--province", "Jawa Tengah", "--until", "2025-04-28"), ["/a", "/b"]),
        (("--since", "2025-04-28T13:23+07:00"), []),
        (
            ("--network", "disway", "--url", "https://radarwatu.test/a*", "--url", "https://radarwatu.test/b"),
            ["/a", "/b"],
        ),
    ],
)
def test_filters(arsip, tmp_path, options, paths):
    done = call(arsip, "warc", "-o", str(tmp_path / "a.warc.gz"), *options)
    assert done.exit_code == 0, done.output
    assert uris((tmp_path / "a.warc.gz").read_bytes()) == [f"https://radarwatu.test{path}" for path in paths]
    assert done.output.startswith(f"a.warc.gz: {len(paths)} snapshots (")


def test_json_tells_files_counts_and_damage(arsip, tmp_path):
    told = json.loads(call(arsip, "wacz", "-o", str(tmp_path / "a.wacz"), "--json").output)
    assert told["snapshots"] == 2
    assert told["records"] == {"metadata": 2, "request": 2, "response": 2, "warcinfo": 1}
    assert told["files"][0]["name"] == "a.wacz"
    assert told["damaged"] == 0


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (("--outlet", "tiada-harian"), UnknownOutlet, "no outlet is called 'tiada-harian'"),
        (("--network", "tiada"), ConfigError, "'tiada'"),
        (("--province", "Tiada"), ConfigError, "no province is called 'Tiada'"),
        (("--article", "radar-watu/1"), ConfigError, "no article 'radar-watu/1'"),
    ],
)
def test_a_name_that_nothing_has_is_told(arsip, tmp_path, options, error, said):
    done = call(arsip, "warc", "-o", str(tmp_path / "a.warc.gz"), *options)
    assert isinstance(done.exception, error)
    assert said in str(done.exception)
    assert not (tmp_path / "a.warc.gz").exists()


@pytest.mark.parametrize(
    "options", [("--status", "abc"), ("--status", "0xx"), ("--since", "kemarin"), ("--until", "2025-04-28T10:00"), ()]
)
def test_a_wrong_command_line_is_code_2(arsip, tmp_path, options):
    target = ("-o", str(tmp_path / "a.warc.gz")) if options else ()
    assert call(arsip, "warc", *target, *options).exit_code == 2


def test_bytes_of_a_command_line_that_are_no_text_find_nothing(arsip, tmp_path):
    done = call(arsip, "warc", "-o", str(tmp_path / "a.warc.gz"), "--url", "https://radarwatu.test/\udcff*")
    assert done.exit_code == 0
    assert uris((tmp_path / "a.warc.gz").read_bytes()) == []


def test_a_day_is_a_day_and_a_status_a_status_when_they_come_ready():
    assert filters.Moment().convert(date(2025, 4, 28), None, None) == date(2025, 4, 28)
    assert filters.Status().convert(4, None, None) == 4
