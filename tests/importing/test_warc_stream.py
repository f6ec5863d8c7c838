"""WARC files into an archive: what is taken, exactly as it was, once, and whatever its order."""

from __future__ import annotations

import gc
import gzip
import io
import json
import sys
import warnings
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsarchive.errors import ConfigError
from newsarchive.export.warc import Order, export_warc
from newsarchive.importing import Wanted, import_warc
from newsarchive.store import open_archive
from newsarchive.store.selection import Selection

TEXT = "SELECT key, title, body, first_seen_at, last_seen_at, version FROM articles ORDER BY key"


def test_a_capture_comes_in_exactly_with_its_own_time(tmp_path: Path, take: Any, warc: Any, make: Any) -> None:
    url, body = f"{make.host}/read/7/jembatan?x=1", gzip.compress(make.article(7), mtime=0)
    file = warc()
    head = "set-cookie: a=1\r\nSet-Cookie: b=2\r\nX-Kosong:\r\nX-Latin: caf\xe9\r\nContent-Encoding: gzip\r\n"
    block = f"HTTP/1.0 200 Baik Sekali\r\n{head}\r\n".encode("latin-1") + body
    file.add("warcinfo", "", b"software: contoh\r\n", WARC_Target_URI=None)
    made = file.add("response", url, block, WARC_Payload_Digest=make.digest(body), WARC_IP_Address="192.0.2.7")
    file.request(url, made, target="/read/7/jembatan?x=1")
    done = take(file)
    assert (done.records, done.snapshots_added, done.articles, done.refused) == (3, 1, {"new": 1}, {})
    with open_archive(tmp_path / "arsip") as archive:
        record = archive.article("radar-contoh/7")
        assert record is not None
        capture = archive.snapshot(record.snapshot_ids[0])
    assert capture is not None
    assert record.first_seen_at == capture.fetched_at == datetime(2025, 5, 1, 7, 8, 9, 123456, tzinfo=UTC)
    assert capture.headers == (
        ("set-cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("X-Kosong", ""),
        ("X-Latin", "caf\xe9"),
        ("Content-Encoding", "gzip"),
    )
    assert (capture.http_version, capture.reason, capture.body) == ("HTTP/1.0", "Baik Sekali", body)
    assert (capture.method, capture.request_target) == ("GET", "/read/7/jembatan?x=1")
    assert capture.request_headers == (("Host", "radarcontoh.test"), ("Accept", "a"), ("Accept", "b"))
    assert (capture.ip_address, capture.truncated, capture.rebuilt) == ("192.0.2.7", None, ())


def test_importing_twice_adds_nothing(take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    for number in range(5):
        file.page(f"{make.host}/read/{number}/a", make.article(number))
    file.page(f"{make.host}/read/9/a", b"hilang", status="404 Not Found")
    first = take(file)
    tables = ("snapshots", "articles", "versions", "failures", "aliases", "events", "outlets", "version_snapshots")
    before = {name: rows(f"SELECT * FROM {name} ORDER BY 1") for name in tables}
    second = take(file)
    assert (first.snapshots_added, first.failures) == (6, {"gone": 1})
    assert (second.snapshots_added, second.snapshots_known, second.articles, second.failures) == (0, 6, {}, {})
    assert {name: rows(f"SELECT * FROM {name} ORDER BY 1") for name in tables} == before


def test_the_order_of_files_and_records_makes_no_difference(take: Any, warc: Any, make: Any, rows: Any) -> None:
    url = f"{make.host}/read/7/panjang"
    texts = {1: "Teks lama.", 2: "Teks baru.", 3: "Teks lama."}
    files = []
    for day, text in texts.items():
        at = f"2025-05-0{day}T00:00:00Z"
        file = warc()
        file.number = 100 * day
        file.page(f"{url}/15", make.page("Panjang", f"Lanjutan {text}"), at=at)
        file.page(url, make.page("Panjang", text, pager=f"{url}/15"), at=at)
        file.page(f"{make.host}/read/8/a", make.article(8, text), at=at)
        files.append(file)
    take(*files, archive="urut")
    for file in files:
        file.records.reverse()
    take(*reversed(files), archive="balik")
    for file in files:
        take(file, archive="satu-satu")
    versions = "SELECT a.key, v.body, v.seen_at FROM versions v JOIN articles a ON a.id = v.article_id ORDER BY 1, 3, 2"
    assert len(rows(versions, "urut")) >= 4
    for other in ("balik", "satu-satu"):
        assert rows("SELECT key, title, body, first_seen_at, last_seen_at FROM articles ORDER BY key", other) == rows(
            "SELECT key, title, body, first_seen_at, last_seen_at FROM articles ORDER BY key", "urut"
        )
        assert {row[:2] for row in rows(versions, other)} == {row[:2] for row in rows(versions, "urut")}
        assert rows("SELECT count(*) FROM failures WHERE resolved_at IS NULL", other) == [(0,)]


def test_pages_of_an_article_are_joined_over_files(take: Any, warc: Any, make: Any, rows: Any) -> None:
    url = f"{make.host}/read/7/panjang"
    first, second = warc(), warc()
    first.page(url, make.page("Panjang", "Satu.", pager=f"{url}/15"))
    second.number = 50
    second.page(f"{url}/15", make.page("Panjang", "Dua."))
    assert take(first).failures == {"part-missing": 1}
    assert rows("SELECT count(*) FROM articles") == [(0,)]
    done = take(second)
    assert (done.articles, done.failures) == ({"new": 1}, {})
    assert rows("SELECT body, page_count FROM articles") == [("Satu.\n\nDua.", 2)]
    assert rows("SELECT count(*) FROM failures WHERE resolved_at IS NULL") == [(0,)]
    alone = take(second, archive="lain")
    assert alone.failures == {"part-alone": 1}


def test_only_what_was_asked_for_is_stored(take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    file.page(f"{make.host}/read/1/a", make.article(1), at="2025-04-01T00:00:00Z")
    file.page(f"{make.host}/read/2/a", make.article(2), at="2025-04-02T00:00:00Z")
    file.page(f"{make.host}/read/3/a", make.article(3), at="2025-04-03T00:00:00Z")
    for number in range(3):
        file.page(f"https://lain.test/{number}", make.article(4))
    file.page("https://lagi.test/", make.article(5))
    file.add("dns", "dns:radarcontoh.test", b"20250401\nradarcontoh.test. 60 IN A 192.0.2.1")
    file.add("conversion", f"{make.host}/read/1/a", b"teks")
    since, until = datetime(2025, 4, 2, tzinfo=UTC), datetime(2025, 4, 3, tzinfo=UTC)
    done = take(file, since=since, until=until)
    assert done.passed_over == {"other-record": 2, "outside-dates": 2, "unknown-outlet": 4}
    assert done.unknown_hosts == {"lain.test": 3, "lagi.test": 1}
    assert done.is_whole
    assert rows("SELECT url FROM snapshots") == [(f"{make.host}/read/2/a",)]


def test_any_host_becomes_an_outlet_by_its_pages_alone(take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    file.page("https://www.kabar-lain.co.id/read/5/a", make.article(5))
    file.page("https://kabar-lain.co.id/hilang", b"", status="404 Not Found")
    file.add("response", "https://iklan.test/a.png", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG")
    file.page("https://localhost/read/6/a", make.article(6))
    done = take(file, any_outlet=True)
    assert (done.articles, done.passed_over) == ({"new": 1}, {"unknown-outlet": 3})
    assert rows("SELECT slug, domain, network, status FROM outlets WHERE status = 'imported'") == [
        ("kabar-lain.co.id", "kabar-lain.co.id", "auto", "imported")
    ]
    ((key, outlet),) = rows("SELECT key, outlet FROM articles")
    assert (key.partition("/")[0], outlet) == ("kabar-lain.co.id", "kabar-lain.co.id")
    again = take(file, any_outlet=True)
    assert (again.snapshots_added, again.snapshots_known) == (0, 1)


def test_pages_that_were_nobodys_are_read_once_they_are_wanted(
    tmp_path: Path, take: Any, warc: Any, make: Any, rows: Any
) -> None:
    file = warc()
    file.page("https://kabar-lain.co.id/read/5/a", make.article(5))
    file.add("metadata", "https://kabar-lain.co.id/read/5/a", b"newsarchive: 1\r\n", WARC_Concurrent_To=file_id(1))
    assert take(file).failures == {"unknown-outlet": 1}  # of an archive of ours: kept, though nobody's
    done = take(file, any_outlet=True)
    assert (done.snapshots_added, done.articles) == (0, {"new": 1})
    assert rows("SELECT outlet FROM snapshots") == [("kabar-lain.co.id",)]
    assert rows("SELECT count(*) FROM failures WHERE resolved_at IS NULL") == [(0,)]


def file_id(number: int) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>"


def test_revisits_get_their_payload_wherever_it_is(tmp_path: Path, take: Any, warc: Any, make: Any, rows: Any) -> None:
    body = make.article(1)
    sha1 = make.digest(body, "sha1")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: kedua\r\n\r\n"
    file, later = warc(), warc()
    file.add("revisit", f"{make.host}/read/1/b", head, at="2025-05-02T00:00:00Z", WARC_Payload_Digest=sha1)
    file.page(f"{make.host}/read/1/a", body, WARC_Payload_Digest=sha1)
    later.number = 100
    named = {"WARC_Refers_To_Target_URI": f"{make.host}/read/1/a", "WARC_Refers_To_Date": "2025-05-01T07:08:09Z"}
    later.add("revisit", f"{make.host}/read/1/c", head, at="2025-05-03T00:00:00Z", **named, WARC_Payload_Digest=sha1)
    later.add(
        "revisit", f"{make.host}/read/1/d", head, at="2025-05-04T00:00:00Z", WARC_Payload_Digest=make.digest(body)
    )
    later.add("revisit", f"{make.host}/read/1/e", head, at="2025-05-05T00:00:00Z", **named)
    later.add("revisit", f"{make.host}/read/1/f", head, at="2025-05-06T00:00:00Z", WARC_Payload_Digest="sha1:AAAA")
    assert take(file).snapshots_added == 2
    done = take(later)
    assert (done.snapshots_added, done.refused) == (3, {"revisit-alone": 1})
    assert rows("SELECT count(DISTINCT payload_sha256) FROM snapshots") == [(1,)]
    rebuilt = dict(rows("SELECT url, rebuilt FROM snapshots"))
    assert "payload" in json.loads(rebuilt[f"{make.host}/read/1/e"])  # no digest says that it is the same
    assert all("payload" not in json.loads(rebuilt[f"{make.host}/read/1/{name}"]) for name in "abcd")
    assert rows("SELECT version FROM articles") == [(1,)]


def test_a_304_says_that_the_article_was_there(take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    file.page(f"{make.host}/read/1/a", make.article(1))
    file.add("revisit", f"{make.host}/read/1/a", b"HTTP/1.1 304 Not Modified\r\n\r\n", at="2025-05-09T00:00:00Z")
    done = take(file)
    assert (done.articles, done.failures, done.other_pages) == ({"new": 1}, {}, 1)
    assert rows("SELECT last_seen_at FROM articles") == [("2025-05-09T00:00:00.000000Z",)]


def test_removals_come_back_with_an_archive_of_ours(tmp_path: Path, take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    seen = {1: ("01",), 2: ("01", "09"), 3: ("01",)}
    for number, days in seen.items():
        for day in days:
            file.page(f"{make.host}/read/{number}/a", make.article(number), at=f"2025-05-{day}T00:00:00Z")
        gone = file.page(f"{make.host}/read/{number}/a", b"", status="410 Gone", at="2025-05-05T00:00:00Z")
        key = "suara-contoh/3" if number == 3 else f"radar-contoh/{number}"  # not of its outlet: nobody is to be fooled
        note = f"newsarchive: 1\r\nkind: article\r\nremoved: {json.dumps([key, 'gone: status 410'])}\r\n"
        file.add("metadata", f"{make.host}/read/{number}/a", note.encode(), WARC_Concurrent_To=gone)
    file.records.reverse()
    where = "WHERE a.id = e.article_id AND s.id = e.snapshot_id ORDER BY 1, 3"
    asked = (
        "SELECT key, gone_at, last_seen_at FROM articles ORDER BY key",
        f"SELECT key, e.kind, at, detail, s.url, status FROM events e, articles a, snapshots s {where}",
    )
    take(file)
    take(file)
    may = "2025-05-0{}T00:00:00.000000Z".format
    url = f"{make.host}/read/{{}}/a".format
    assert rows(asked[0]) == [
        ("radar-contoh/1", may(5), may(1)),
        ("radar-contoh/2", None, may(9)),
        ("radar-contoh/3", None, may(1)),
    ]
    assert rows(asked[1]) == [
        ("radar-contoh/1", "removed", may(5), "gone: status 410", url(1), 410),
        ("radar-contoh/2", "removed", may(5), "gone: status 410", url(2), 410),
        ("radar-contoh/2", "restored", may(9), None, url(2), 200),
    ]
    with open_archive(tmp_path / "arsip") as archive:
        export_warc(
            archive, Order(tmp_path / "lagi.warc.gz", Selection()), clock=lambda: datetime(2025, 6, 1, tzinfo=UTC)
        )
    take(tmp_path / "lagi.warc.gz", archive="lagi")
    assert [rows(sql, "lagi") for sql in asked] == [rows(sql) for sql in asked]


def test_requests_of_old_writers_go_to_their_neighbour(take: Any, warc: Any, make: Any, rows: Any) -> None:
    file = warc()
    for number in (1, 2):  # wget: the request first
        file.request(f"{make.host}/read/{number}/a", None, target=f"/w{number}")
        file.page(f"{make.host}/read/{number}/a", make.article(number))
    for number in (3, 4):  # warcio: the response first
        file.page(f"{make.host}/read/{number}/a", make.article(number))
        file.request(f"{make.host}/read/{number}/a", None, target=f"/v{number}")
    kept = [file.page(f"{make.host}/read/{number}/a", make.article(number)) for number in (5, 6)]  # a browser: later
    for number, to in zip((5, 6), kept, strict=True):
        file.request(f"{make.host}/read/{number}/a", to, target=f"/b{number}")
    take(file)
    assert rows("SELECT request_target FROM snapshots ORDER BY url") == [
        ("/w1",), ("/w2",), ("/v3",), ("/v4",), ("/b5",), ("/b6",)
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["plain", "gzip", "one-gzip", "zstd", "zstd-dictionary", "zstd-packed-dictionary"])
def test_every_form_of_compression_is_read(tmp_path: Path, take: Any, warc: Any, make: Any, form: str) -> None:
    file = warc()
    for number in range(30):
        file.page(f"{make.host}/read/{number}/a", make.article(number))
    path = tmp_path / "tanpa-akhiran"
    path.write_bytes(packed(file.records, form))
    assert take(path).articles == {"new": 30}


def packed(records: list[bytes], form: str) -> bytes:
    if form == "plain":
        return b"".join(records)
    if form == "gzip":
        return b"".join(gzip.compress(record, mtime=0) for record in records)
    if form == "one-gzip":
        return gzip.compress(b"".join(records), mtime=0)
    if form == "zstd":
        return b"".join(zstandard.ZstdCompressor().compress(record) for record in records)
    dictionary = zstandard.train_dictionary(2000, records * 5)
    held = dictionary.as_bytes()
    if form == "zstd-packed-dictionary":
        held = zstandard.ZstdCompressor().compress(held)
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    frame = b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held
    return frame + b"".join(compressor.compress(record) for record in records)


def test_a_wacz_is_read_for_its_warc_files_alone(tmp_path: Path, take: Any, warc: Any, make: Any) -> None:
    file, other = warc(), warc()
    file.page(f"{make.host}/read/1/a", make.article(1))
    other.page(f"{make.host}/read/2/a", make.article(2))
    path = tmp_path / "kumpulan.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wacz:
        wacz.writestr("archive/data.warc.gz", file.packed())
        wacz.writestr("archive/../../luar.warc.gz", other.packed())
        wacz.writestr("pages/pages.jsonl", "{}")
    done = take(path)
    assert (done.files, done.articles, done.refused) == (1, {"new": 1}, {})
    assert not list(tmp_path.parent.glob("luar*"))
    cut = tmp_path / "cacat.wacz"
    cut.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(ConfigError, match=r"cacat\.wacz: is a damaged zip file"):
        take(cut)


def test_standard_input(monkeypatch: pytest.MonkeyPatch, take: Any, warc: Any, make: Any) -> None:
    file = warc()
    file.page(f"{make.host}/read/1/a", make.article(1))

    class Pipe:
        buffer = io.BytesIO(file.packed())

    monkeypatch.setattr(sys, "stdin", Pipe)
    assert take(Path("-")).articles == {"new": 1}


def with_warcio(path: Path, url: str, body: bytes) -> None:
    with warnings.catch_warnings(), path.open("wb") as out:
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its buffers open
        writer = WARCWriter(out, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        asked = StatusAndHeaders("GET /warcio HTTP/1.1", [("Host", "radarcontoh.test")], is_http_request=True)
        response = writer.create_warc_record(
            url,
            "response",
            io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2025-05-01T00:00:00Z"},
        )
        request = writer.create_warc_record(url, "request", io.BytesIO(b""), http_headers=asked)
        writer.write_request_response_pair(request, response)
        del writer, response, request
        gc.collect()


def with_fastwarc(path: Path, url: str, body: bytes) -> None:
    with path.open("wb") as out:
        writer = GzipWriter(out)
        record = WarcRecord()
        record.init_headers(response)
        record.headers["WARC-Target-URI"] = url
        record.headers["WARC-Date"] = "2025-05-01T00:00:00Z"
        record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body)
        record.write(writer, checksum_data=True)
        writer.finish()
        writer.close()


@pytest.mark.parametrize("write", [with_warcio, with_fastwarc])
def test_what_other_libraries_write_is_taken(
    tmp_path: Path, take: Any, make: Any, rows: Any, write: Callable[[Path, str, bytes], None]
) -> None:
    path = tmp_path / "lain.warc.gz"
    write(path, f"{make.host}/read/1/a", make.article(1))
    done = take(path)
    assert (done.articles, done.refused, done.digests_unchecked) == ({"new": 1}, {}, 0)
    assert rows("SELECT fetched_at FROM snapshots") == [("2025-05-01T00:00:00.000000Z",)]


def test_progress_adds_up_to_the_file(tmp_path: Path, outlets: Any, warc: Any, make: Any) -> None:
    file = warc()
    file.page(f"{make.host}/read/1/a", make.article(1))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(file.packed())
    read: list[int] = []
    import_warc(tmp_path / "arsip", [str(path)], outlets, Wanted(), progress=read.append)
    assert sum(read) == path.stat().st_size


def test_a_file_that_is_not_there_is_told_before_anything_is_made(tmp_path: Path, take: Any) -> None:
    with pytest.raises(ConfigError, match="tidak-ada: no such file"):
        take(tmp_path / "tidak-ada")
    assert not (tmp_path / "arsip").exists()
