"""Kept pages into an archive: everything lands once, nothing by halves, and what cannot be read is said."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.importing import Imported, import_into
from newsarchive.kept import Kept, open_kept
from newsarchive.models import Capture
from newsarchive.registry import Registry, load_registry
from newsarchive.store import open_archive

HOST = "https://radarcontoh.test"
START = datetime(2025, 5, 1, tzinfo=UTC)
ROW = '{ name = "Radar Contoh", domain = "radarcontoh.test", province = "ID-JT", zone = "WIB", network = "disway" }\n'


class Clock:
    """Runs on by a minute whenever it is asked."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "contoh.toml").write_text("radar-contoh = " + ROW)
    return load_registry(folder)


def html(title: str, *paragraphs: str, pager: str = "") -> str:
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    more = f"<ul class='pagination'><li><a href='{pager}' data-ci-pagination-page='2'>2</a></li></ul>" if pager else ""
    return (
        f"<html lang=id><head><title>{title}</title></head><body><div class='post text-black-1'>"
        f"<h1>{title}</h1><div class='post-info'><span class='date'>Senin 28-04-2025,13:22 WIB</span></div>"
        f"{text}{more}</div></body></html>"
    )


class Folder:
    """A folder of kept pages that is written row by row."""

    def __init__(self, path: Path) -> None:
        self.path, self.rows = path, ["file\toriginal_url\tfetched_at"]
        path.mkdir()

    def add(self, url: str, body: str | bytes, at: str = "") -> None:
        name = f"{len(self.rows)}.html"
        (self.path / name).write_bytes(body.encode() if isinstance(body, str) else body)
        self.rows.append(f"{name}\t{url}\t{at}")

    def open(self, clock: Callable[[], datetime]) -> Kept:
        (self.path / "manifest.tsv").write_text("\n".join(self.rows) + "\n")
        return open_kept([self.path], clock=clock)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "halaman")


@pytest.fixture
def run(tmp_path: Path, registry: Registry) -> Callable[[Kept | Folder], Imported]:
    clock = Clock()

    def go(source: Kept | Folder) -> Imported:
        kept = source.open(clock) if isinstance(source, Folder) else source
        return import_into(tmp_path / "arsip", kept, registry, clock=clock)

    return go


def rows(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(tmp_path / "arsip" / "news.db")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_an_article_is_archived_with_its_snapshot(tmp_path: Path, folder: Folder, run) -> None:
    url = f"{HOST}/daerah/read/101/jembatan"
    page = html("Jembatan Dibuka", "Warga menyambut jembatan baru.", "Kendaraan berat belum boleh lewat.")
    folder.add(url, page, "2025-04-29T01:02:03+00:00")
    done = run(folder)
    assert (done.captures, done.snapshots_added, done.snapshots_known) == (1, 1, 0)
    assert done.articles == {"new": 1}
    assert done.failures == {}
    with open_archive(tmp_path / "arsip") as archive:
        record = archive.article("radar-contoh/101")
        assert record is not None
        assert record.article.title == "Jembatan Dibuka"
        assert record.article.body == ("Warga menyambut jembatan baru.", "Kendaraan berat belum boleh lewat.")
        assert record.first_seen_at == datetime(2025, 4, 29, 1, 2, 3, tzinfo=UTC)
        (snapshot,) = archive.snapshots_of(url)
        assert snapshot.kind == "article"
        capture = archive.snapshot(snapshot.id)
    assert capture.body == page.encode()
    assert capture.rebuilt == ("request-line", "request-headers", "status-line", "response-headers", "payload")


def test_a_gallery_is_archived_for_its_pictures(tmp_path: Path, folder: Folder, run) -> None:
    gallery = Path(__file__).parents[1] / "networks" / "liputan6" / "2016-photo.html"
    folder.add(f"{HOST}/read/103/galeri", gallery.read_bytes())
    folder.add(f"{HOST}/read/104/kosong", gallery.read_bytes().replace(b"<img", b"<b").replace(b"<p", b"<s"))
    done = run(folder)
    assert done.articles == {"new": 1}
    assert done.failures == {"not-an-article": 1}
    with open_archive(tmp_path / "arsip") as archive:
        record = archive.article("radar-contoh/103")
        assert record is not None
        assert record.article.kind == "photo"
        assert len(record.article.images) > 1
        assert record.article.network == "liputan6"
    assert rows(tmp_path, "SELECT kind FROM snapshots ORDER BY id") == [("photo",), ("photo",)]


def test_importing_twice_adds_nothing_but_last_seen(tmp_path: Path, folder: Folder, run) -> None:
    folder.add(f"{HOST}/read/101/a", html("Satu", "Isi pertama."))
    folder.add(f"{HOST}/read/102/b", html("Dua", "Isi kedua.", pager=f"{HOST}/read/102/b/15"))
    folder.add("https://lain.test/x", html("Lain", "Isi."))
    folder.add(f"{HOST}/rss/daerah", "<rss/>")
    tables = "snapshots", "articles", "versions", "failures", "aliases", "events"
    first = run(folder)
    before = {name: rows(tmp_path, f"SELECT * FROM {name}") for name in tables}
    second = run(folder)
    after = {name: rows(tmp_path, f"SELECT * FROM {name}") for name in tables}
    assert (first.snapshots_added, second.snapshots_added, second.snapshots_known) == (4, 0, 4)
    assert first.failures == second.failures == {"part-missing": 1, "unknown-outlet": 1}
    assert (first.articles, second.articles) == ({"new": 1}, {"unchanged": 1})
    assert [len(v) for v in before.values()] == [len(v) for v in after.values()]
    for name in ("snapshots", "versions", "failures", "events"):
        assert before[name] == after[name], name
    assert rows(tmp_path, "SELECT count(*) FROM runs WHERE command = 'import' AND exit_code = 0") == [(2,)]


def test_a_capture_that_failed_is_known_too_though_its_article_is_archived(tmp_path: Path, run) -> None:
    good, cut = CAPTURE, replace(CAPTURE, body=CAPTURE.body[:-20], fetched_at=START + timedelta(days=1))
    other_shape = replace(CAPTURE, url=f"{HOST}/daerah/read/1/a")
    first = run(captures(good, cut, other_shape))
    second = run(captures(good, cut, other_shape))
    assert (first.snapshots_added, first.articles) == (3, {"new": 1, "unchanged": 1})
    assert (second.snapshots_added, second.snapshots_known) == (0, 3)
    assert rows(tmp_path, "SELECT count(*) FROM failures") == [(1,)]
    assert rows(tmp_path, "SELECT count(*) FROM versions") == [(1,)]


def test_many_failures_are_not_recorded_again(tmp_path: Path, run) -> None:
    lost = [replace(CAPTURE, url=f"{HOST}/read/{n}/a", status=404) for n in range(1, 131)]
    assert run(captures(*lost)).failures == {"gone": 130}
    assert run(captures(*lost)).failures == {"gone": 130}
    assert rows(tmp_path, "SELECT count(*) FROM failures") == [(130,)]


def test_parts_are_joined_whatever_their_order(tmp_path: Path, folder: Folder, run) -> None:
    url = f"{HOST}/read/7/panjang"
    folder.add(url + "/30", html("Panjang", "Lima."))
    folder.add(url, html("Panjang", "Satu.", "Dua.", pager=url + "/15"))
    folder.add(url + "/15", html("Panjang", "Tiga.", "Empat.", pager=url + "/30"))
    done = run(folder)
    assert done.articles == {"new": 1}
    assert done.failures == {}
    with open_archive(tmp_path / "arsip") as archive:
        record = archive.article("radar-contoh/7")
        assert record is not None
        assert record.article.body == ("Satu.", "Dua.", "Tiga.", "Empat.", "Lima.")
        assert record.article.page_count == 3
        assert len(record.snapshot_ids) == 3
    assert sorted(rows(tmp_path, "SELECT kind FROM snapshots")) == [("article",), ("part",), ("part",)]


def test_half_an_article_is_never_archived(tmp_path: Path, folder: Folder, run) -> None:
    url = f"{HOST}/read/7/panjang"
    folder.add(url, html("Panjang", "Satu.", pager=url + "/15"))
    folder.add(url + "/15", html("Panjang", "Dua.", pager=url + "/30"))
    folder.add(f"{HOST}/read/8/yatim/15", html("Yatim", "Tiga."))
    done = run(folder)
    assert done.articles == {}
    assert done.failures == {"part-missing": 1, "part-alone": 2}
    failures = dict(rows(tmp_path, "SELECT url, detail FROM failures"))
    assert failures[url] == f"{url}/30: it is not among the kept pages"
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM snapshots") == [(3,)]


def test_a_pager_that_names_its_own_page_ends(folder: Folder, run) -> None:
    url = f"{HOST}/read/7/putar"
    folder.add(url, html("Putar", "Satu.", pager=url + "/15"))
    folder.add(url.replace("https", "http") + "//15", html("Putar", "Dua.", pager=url + "/15"))
    done = run(folder)
    assert (done.captures, done.articles, done.failures) == (2, {"new": 1}, {})


def test_versions_follow_the_time_of_fetching_not_the_order_of_files(tmp_path: Path, folder: Folder, run) -> None:
    url = f"{HOST}/read/9/ubah"
    folder.add(url, html("Judul", "Teks baru."), "2025-04-30T00:00:00Z")
    folder.add(url, html("Judul", "Teks lama."), "2025-04-29T00:00:00Z")
    done = run(folder)
    assert done.articles == {"changed": 1, "new": 1}
    with open_archive(tmp_path / "arsip") as archive:
        texts = [v.article.body for v in archive.versions("radar-contoh/9")]
    assert sorted(texts) == [("Teks baru.",), ("Teks lama.",)]
    assert rows(tmp_path, "SELECT body FROM articles") == [("Teks baru.",)]


def test_parts_of_other_days_are_doubted(tmp_path: Path, folder: Folder, run) -> None:
    url = f"{HOST}/read/7/panjang"
    folder.add(url, html("Panjang", "Satu.", pager=url + "/15"), "2025-04-01T00:00:00Z")
    folder.add(url + "/15", html("Panjang", "Dua."), "2025-04-20T00:00:00Z")
    assert run(folder).articles == {"new": 1}
    with open_archive(tmp_path / "arsip") as archive:
        record = archive.article("radar-contoh/7")
    assert record is not None
    assert [w.partition(":")[0] for w in record.article.warnings if w.startswith("parts")] == ["parts-apart"]


def captures(*items: Capture) -> Kept:
    class Source:
        """Stands in for a file: gives the capture as it is."""

        def __init__(self, capture: Capture) -> None:
            self.url, self.status, self.fetched_at = capture.url, capture.status, capture.fetched_at
            self._capture = capture

        def capture(self, clock: Callable[[], datetime]) -> Capture:
            return self._capture

    return Kept([Source(c) for c in items], (), lambda: START)  # type: ignore[misc]


CAPTURE = Capture(
    url=f"{HOST}/read/1/a",
    fetched_at=START,
    method="GET",
    request_target="/read/1/a",
    request_headers=(("Host", "radarcontoh.test"),),
    http_version="HTTP/1.1",
    status=200,
    reason="OK",
    headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")),
    body=gzip.compress(html("Satu", "Isi pertama.").encode(), mtime=0),
)


def test_what_cannot_be_read_ends_as_snapshot_and_reason(tmp_path: Path, run) -> None:
    def at(number: int, **changes: object) -> Capture:
        return replace(CAPTURE, url=f"{HOST}/read/{number}/a", **changes)

    done = run(
        captures(
            at(1),
            at(2, body=CAPTURE.body[:-20]),
            at(3, truncated="length"),
            at(4, status=404, reason="Not Found"),
            at(5, status=410, reason="Gone"),
            at(6, status=503, reason="Busy"),
            at(7, status=301, headers=(("Location", "/"),), body=b""),
            at(8, headers=(("Content-Encoding", "sesuatu"),)),
            at(9, body=gzip.compress(b"<html><body><p>Bukan berita.</p></body></html>", mtime=0)),
            at(10, body=b"\xff\xfe\x00\x01", headers=()),
            at(11, headers=CAPTURE.headers, body=html("Polos", "Tidak dimampatkan.").encode()),
            replace(CAPTURE, url=f"{HOST}/"),
            replace(CAPTURE, url=f"{HOST}/amp/1/a"),
        )
    )
    assert done.snapshots_added == 13
    assert done.articles == {"new": 2}
    assert done.other_pages == 3
    assert done.failures == {
        "gone": 2,
        "http-error": 1,
        "not-an-article": 2,
        "truncated": 1,
        "truncated-gzip": 1,
        "unknown-coding": 1,
    }
    assert rows(tmp_path, "SELECT count(*) FROM snapshots") == [(13,)]
    assert rows(tmp_path, "SELECT count(*) FROM failures WHERE snapshot_id IS NULL") == [(0,)]


def test_a_warc_file_comes_back_from_the_archive_as_it_was(tmp_path: Path, run) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in CAPTURE.headers)
    block = f"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\n{head}set-cookie: b=2\r\n\r\n".encode() + CAPTURE.body
    fields = f"WARC-Type: response\r\nWARC-Target-URI: {CAPTURE.url}\r\nWARC-Date: 2025-04-29T01:02:03.5Z\r\n"
    record = f"WARC/1.1\r\n{fields}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(record))
    kept = open_kept([path])
    assert run(kept).articles == {"new": 1}
    with open_archive(tmp_path / "arsip") as archive:
        article = archive.article(CAPTURE.url)
        assert article is not None
        assert archive.snapshot(article.snapshot_ids[0]) == kept.get(CAPTURE.url)
    assert run(kept).articles == {"unchanged": 1}
    assert rows(tmp_path, "SELECT count(*) FROM snapshots") == [(1,)]


def test_progress_and_problems_are_handed_on(tmp_path: Path, folder: Folder, registry: Registry) -> None:
    folder.add("", "<p>tanpa alamat</p>")
    folder.add(f"{HOST}/read/1/a", html("Satu", "Isi."))
    ticks: list[None] = []
    kept = folder.open(Clock())
    done = import_into(tmp_path / "arsip", kept, registry, clock=Clock(), progress=lambda: ticks.append(None))
    assert len(ticks) == done.captures == 1
    assert len(done.problems) == 1
