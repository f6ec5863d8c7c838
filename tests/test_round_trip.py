"""Archive -> WARC or WACZ -> new archive: payloads, heads, times, versions and clusters are the same."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from newsarchive.demo.run import prepare_folder, run_demo
from newsarchive.export.wacz import export_wacz
from newsarchive.export.warc import Order, export_warc
from newsarchive.importing import Wanted, import_into, import_warc
from newsarchive.kept import open_kept
from newsarchive.models import Capture
from newsarchive.registry import Registry, load_registry
from newsarchive.store import Writer, open_archive
from newsarchive.store.connection import connect_reading
from newsarchive.store.selection import Selection

NOW = datetime(2030, 1, 1, tzinfo=UTC)

SNAPSHOTS = (
    "SELECT url, outlet, fetched_at, kind, method, request_target, request_headers, http_version, status, reason,"
    " headers, redirect_to, payload_sha256, payload_bytes, truncated, rebuilt, ip_address, optouts FROM snapshots"
    " ORDER BY fetched_at, url, payload_sha256"
)
VERSIONS = (
    "SELECT a.key, v.number, v.title, v.subtitle, v.body, v.published_at, v.content_hash, v.body_hash, v.changed,"
    " v.fields, v.seen_at FROM versions v JOIN articles a ON a.id = v.article_id ORDER BY a.key, v.number"
)
ARTICLES = "SELECT key, url, kind, title, version, first_seen_at, last_seen_at, method FROM articles ORDER BY key"
CLUSTERS = (
    "SELECT c.id, c.kind, c.size, a.key, m.version, m.similarity, m.match, m.credit FROM clusters c"
    " JOIN cluster_members m ON m.cluster_id = c.id JOIN articles a ON a.id = m.article_id ORDER BY 1, 4"
)
SEEN_IN = (
    "SELECT a.key, v.number, s.url, s.fetched_at, vs.part FROM version_snapshots vs JOIN versions v"
    " ON v.id = vs.version_id JOIN articles a ON a.id = v.article_id JOIN snapshots s ON s.id = vs.snapshot_id"
    " ORDER BY 1, 2, 4, 3"
)

Export = Callable[[Path, Path], list[Path]]
"""Takes an archive and a folder to write to, and gives the files to import."""


def as_warc(archive: Path, room: Path) -> list[Path]:
    with open_archive(archive) as opened:
        export_warc(opened, Order(room / "a.warc.gz", Selection()), clock=lambda: NOW)
    return [room / "a.warc.gz"]


def as_small_warcs(archive: Path, room: Path) -> list[Path]:
    with open_archive(archive) as opened:
        export_warc(opened, Order(room / "a.warc.gz", Selection(), max_size=200_000), clock=lambda: NOW)
    return sorted(room.glob("a-*.warc.gz"))


def as_wacz(archive: Path, room: Path) -> list[Path]:
    with open_archive(archive) as opened:
        export_wacz(opened, Order(room / "a.wacz", Selection()), clock=lambda: NOW)
    return [room / "a.wacz"]


def there_and_back(archive: Path, room: Path, registry: Registry, export: Export) -> Path:
    """A new archive made of the export of another."""
    files = export(archive, room)
    assert files
    done = import_warc(room / "arsip", [str(file) for file in files], registry, Wanted(), clock=lambda: NOW)
    assert done.refused == {}
    return room / "arsip"


def rows(archive: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(connect_reading(archive / "news.db")) as connection:
        return connection.execute(sql).fetchall()


def check_bodies(archive: Path) -> int:
    """Every snapshot's bytes are there and have their hash; gives how many."""
    count = 0
    with open_archive(archive) as opened:
        for number, digest in opened.connection.execute("SELECT id, payload_sha256 FROM snapshots").fetchall():
            capture = opened.snapshot(number)
            assert capture is not None
            assert hashlib.sha256(capture.body).hexdigest() == digest
            count += 1
    return count


def check_same(before: Path, after: Path) -> None:
    for sql in (SNAPSHOTS, ARTICLES, VERSIONS, SEEN_IN, CLUSTERS):
        old, new = rows(before, sql), rows(after, sql)
        assert [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]][:1] == []
        assert len(old) == len(new)
    assert check_bodies(after) == len(rows(before, SNAPSHOTS))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = prepare_folder(tmp_path_factory.mktemp("demo") / "world")
    return run_demo(folder, say=lambda line: None, quiet=True).folder


@pytest.mark.slow
@pytest.mark.parametrize("export", [as_warc, as_small_warcs, as_wacz])
def test_the_whole_demo_world_comes_back(demo: Path, tmp_path: Path, export: Export) -> None:
    after = there_and_back(demo / "archive", tmp_path, load_registry(demo / "outlets"), export)
    check_same(demo / "archive", after)
    assert len(rows(after, SNAPSHOTS)) > 1500
    assert len(rows(after, VERSIONS)) > len(rows(after, ARTICLES)) > 400
    assert len(rows(after, CLUSTERS)) > 10
    assert {row[8] for row in rows(after, SNAPSHOTS)} >= {200, 302, 304, 404, 500}


@pytest.mark.slow
def test_what_came_back_is_exported_as_the_same_records(demo: Path, tmp_path: Path) -> None:
    """A capture has the same record ids in every archive: only the warcinfo differs, as nothing was crawled there."""
    after = there_and_back(demo / "archive", tmp_path, load_registry(demo / "outlets"), as_warc)
    again = tmp_path / "lagi"
    again.mkdir()
    (second,) = as_warc(after, again)
    first = record_ids(tmp_path / "a.warc.gz")
    assert len(first) > 5000
    assert record_ids(second) == first


def record_ids(file: Path) -> list[tuple[str, str, str | None]]:
    """Type, id and block digest of the records after the first."""
    with file.open("rb") as stream:
        found = [
            tuple(record.rec_headers.get_header(f"WARC-{name}") for name in ("Type", "Record-ID", "Block-Digest"))
            for record in ArchiveIterator(stream, no_record_parse=True)
        ]
    return found[1:]


@pytest.mark.slow
def test_real_pages_come_back(shared: Path, tmp_path: Path) -> None:
    registry, before = load_registry(), tmp_path / "sebelum"
    import_into(before, open_kept([shared / "pages"], clock=lambda: NOW), registry, clock=lambda: NOW)
    after = there_and_back(before, tmp_path, registry, as_warc)
    check_same(before, after)
    assert len(rows(after, VERSIONS)) > 30


HOSTILE: tuple[dict[str, object], ...] = (
    {"headers": (("Set-Cookie", "a=1"), ("SET-COOKIE", "b=\xe9"), ("set-cookie", "a=1"), ("X-Kosong", ""))},
    {"headers": (("Transfer-Encoding", "gzip, Chunked"), ("Content-Encoding", "gzip")), "body": b"\x1f\x8b bukan gzip"},
    {"headers": (("Transfer-Encoding", "chunked"),), "body": b"5\r\nisi"},
    {"headers": (("Transfer-Encoding", "chunked"),), "body": b"terputus", "truncated": "disconnect"},
    {"headers": (("Transfer-Encoding", "chunked"),), "body": b""},
    {"headers": (("Transfer-Encoding", "identity"), ("Content-Length", "1")), "body": b"lebih panjang"},
    {"headers": (("X-Palsu", "a\r\nWARC-Type: response\r\n\r\n<html>"),)},
    {"headers": ((" depan", "x"), ("tengah:titik", "x"), ("", "tanpa nama"))},
    {"headers": (("X-Ruang", "  di depan dan belakang \t"),)},
    {"status": 404, "reason": "", "http_version": "HTTP/1.0"},
    {"status": 204, "reason": "No Content", "headers": (("Transfer-Encoding", "chunked"),), "body": b""},
    {"status": 301, "headers": (("Location", "/lain"),), "body": b"pindah"},
    {"status": 304, "request_headers": (("If-None-Match", '"a"'),), "headers": (), "body": b""},
    {"url": "https://radarcontoh.test/caf\xe9/<a>?q=\u201ckutip\u201d", "request_target": "/caf%C3%A9"},
    {"request_headers": (), "rebuilt": ("request-line", "request-headers", "status-line")},
    {"request_headers": (), "method": "GET", "rebuilt": ()},
    {"request_headers": (("Host", "a"), ("Host", "b"), ("Cookie", "\x80\xff")), "request_target": "/a?x=1&x=2"},
    {"ip_address": "2001:db8::7"},
    {"ip_address": None, "truncated": "length"},
    {"body": bytes(range(256)) * 40, "headers": (("Content-Type", "application/octet-stream"),)},
    {"body": b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 9999\r\n\r\n", "headers": ()},
    {"http_version": "HTTP/2", "reason": ""},
)


@pytest.fixture
def contoh(tmp_path: Path) -> Registry:
    folder = tmp_path / "outlets"
    folder.mkdir()
    row = '{ name = "Radar Contoh", domain = "radarcontoh.test", province = "ID-JT", zone = "WIB", network = "disway" }'
    (folder / "a.toml").write_text(f"radar-contoh = {row}\n")
    return load_registry(folder)


def test_hostile_and_odd_captures_come_back_exactly(tmp_path: Path, contoh: Registry) -> None:
    plain = Capture(
        "https://radarcontoh.test/read/1/a", NOW - timedelta(days=400), "GET", "/read/1/a", (("Host", "x"),),
        "HTTP/1.1", 200, "OK", (("Content-Type", "text/html"), ("ETag", '"a"')), b"<html>isi</html>",
        ip_address="192.0.2.7",
    )  # fmt: skip
    before = tmp_path / "sebelum"
    with Writer(before, clock=lambda: NOW) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        writer.sync_outlets(contoh.outlets)
        for number, odd in enumerate(({}, *HOSTILE, {})):
            capture = replace(
                plain, fetched_at=plain.fetched_at + timedelta(seconds=number, microseconds=number), **odd
            )
            kind = ("article", "other", "index")[number % 3]
            optouts = ("tdm-reservation", "meta-robots:noai") if number % 4 == 1 else ()
            writer.add_snapshot(capture, outlet="radar-contoh", run_id=run, kind=kind, optouts=optouts)
        writer.end_run(run, exit_code=0, counts={})
    after = there_and_back(before, tmp_path, contoh, as_warc)
    old, new = rows(before, SNAPSHOTS), rows(after, SNAPSHOTS)
    assert len(old) == len(new) == len(HOSTILE) + 2
    for one, other in zip(old, new, strict=True):
        assert one == other
    assert check_bodies(after) == len(old)


def test_damage_between_there_and_back_is_noticed(tmp_path: Path, contoh: Registry) -> None:
    """A changed byte inside a payload is refused by its digest, and the rest comes back."""
    before, at = tmp_path / "sebelum", NOW - timedelta(days=1)
    with Writer(before, clock=lambda: NOW) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        writer.sync_outlets(contoh.outlets)
        for number in range(3):
            url, body = f"https://radarcontoh.test/read/{number}/a", b"isi %d" % number
            one = Capture(url, at, "GET", "/", (("Host", "x"),), "HTTP/1.1", 404, "Tiada", (), body)
            writer.add_snapshot(one, outlet="radar-contoh", run_id=run)
        writer.end_run(run, exit_code=0, counts={})
    (file,) = as_warc(before, tmp_path)
    data = gzip.decompress(file.read_bytes())
    file.write_bytes(gzip.compress(data.replace(b"isi 1", b"isi 9"), mtime=0))
    done = import_warc(tmp_path / "arsip", [str(file)], contoh, Wanted(), clock=lambda: NOW)
    assert sum(done.refused.values()) == 1
    bodies = {row[12] for row in rows(tmp_path / "arsip", SNAPSHOTS)}
    assert bodies == {hashlib.sha256(b"isi %d" % number).hexdigest() for number in (0, 2)}


def test_an_archive_is_left_as_it_was_but_for_the_export_it_remembers(tmp_path: Path, contoh: Registry) -> None:
    before = tmp_path / "sebelum"
    with Writer(before, clock=lambda: NOW) as writer:
        run = writer.begin_run("crawl", version="0", user_agent=None, options={})
        writer.end_run(run, exit_code=0, counts={})
    dump = _without_exports(before)
    as_wacz(before, tmp_path)
    assert _without_exports(before) == dump
    assert rows(before, "SELECT kind, records FROM exports") == [("wacz", 1)]


def _without_exports(archive: Path) -> list[str]:
    with closing(sqlite3.connect(archive / "news.db")) as connection:
        return [line for line in connection.iterdump() if '"exports"' not in line and "'exports'" not in line]
