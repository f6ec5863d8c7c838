"""Kept pages in WARC files: exactness of what is read, and damage told."""

from __future__ import annotations

import gc
import gzip
import io
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsarchive.errors import NewsarchiveError
from newsarchive.kept import open_kept
from newsarchive.kept.files import MAX_BODY
from newsarchive.kept.message import dechunk, parse_message, status_of

URL = "https://contoh.test/read/7/warga?page=all"
ZIPPED = gzip.compress(b"<p>Isi berita.</p>" * 20, mtime=0)
RESPONSE = (
    b"HTTP/1.1 200 Baik Sekali\r\nset-cookie: a=1\r\nServer:nginx \r\nSet-Cookie: b=2\r\nX-Kosong:\r\n"
    b"X-Latin: caf\xe9\r\nContent-Encoding: gzip\r\n\r\n" + ZIPPED
)
REQUEST = b"GET /read/7/warga?page=all HTTP/1.1\r\nHost: contoh.test\r\nAccept: a\r\nAccept: b\r\n\r\n"


def record(kind: str, block: bytes, url: str = URL, number: int = 1, **fields: str) -> bytes:
    """A WARC record written by hand, so that the bytes are ours and not a library's."""
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2024-05-06T07:08:09Z",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "Content-Length": str(len(block)),
        **{k.replace("_", "-"): v for k, v in fields.items()},
    }
    lines = "".join(f"{k}: {v}\r\n" for k, v in head.items())
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def write(path: Path, *records: bytes) -> Path:
    path.write_bytes(b"".join(gzip.compress(r, mtime=0) if path.suffix == ".gz" else r for r in records))
    return path


INFO = record("warcinfo", b"software: contoh\r\n", number=99)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "tanpa-akhiran"])
def test_an_exchange_comes_back_exactly(tmp_path: Path, name: str) -> None:
    path = write(
        tmp_path / name,
        INFO,
        record("response", RESPONSE, number=1, WARC_IP_Address="192.0.2.7"),
        record("request", REQUEST, number=2, WARC_Concurrent_To="<urn:uuid:00000000-0000-4000-8000-000000000001>"),
    )
    kept = open_kept([path])
    (capture,) = kept
    assert kept.problems == ()
    assert capture == kept.get(URL)
    assert capture.headers == (
        ("set-cookie", "a=1"),
        ("Server", "nginx"),
        ("Set-Cookie", "b=2"),
        ("X-Kosong", ""),
        ("X-Latin", "caf\xe9"),
        ("Content-Encoding", "gzip"),
    )
    assert (capture.http_version, capture.status, capture.reason) == ("HTTP/1.1", 200, "Baik Sekali")
    assert capture.body == ZIPPED
    assert capture.fetched_at == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert (capture.method, capture.request_target) == ("GET", "/read/7/warga?page=all")
    assert capture.request_headers == (("Host", "contoh.test"), ("Accept", "a"), ("Accept", "b"))
    assert (capture.ip_address, capture.truncated, capture.rebuilt) == ("192.0.2.7", None, ())


def test_requests_without_ids_go_to_their_neighbour(tmp_path: Path) -> None:
    def exchange(n: int, target: bytes) -> tuple[bytes, bytes]:
        return record("request", REQUEST.replace(b"page=all", target), number=n), record(
            "response", RESPONSE, number=n + 1
        )

    wget = write(tmp_path / "wget.warc", *exchange(1, b"w1"), *exchange(3, b"w2"))
    warcio = write(tmp_path / "warcio.warc", *exchange(1, b"v1")[::-1], *exchange(3, b"v2")[::-1])
    targets = [c.request_target[-2:] for path in (wget, warcio) for c in open_kept([path])]
    assert targets == ["w1", "w2", "v1", "v2"]


def test_a_response_without_request_says_so(tmp_path: Path) -> None:
    other = record("request", REQUEST, url="https://contoh.test/lain", number=2)
    (capture,) = open_kept([write(tmp_path / "a.warc", record("response", RESPONSE), other)])
    assert capture.rebuilt == ("request-line", "request-headers")
    assert capture.request_headers == ()
    assert capture.request_target == "/read/7/warga?page=all"


def test_transfer_coding_is_undone_where_it_was_kept(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    path = write(
        tmp_path / "a.warc",
        record("response", head + b"3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n", url="https://a.test/1"),
        record("response", head + b"<p>dead beef</p>", url="https://a.test/2"),
        record("response", head + b"3\r\nabc\r\n9\r\ndef", url="https://a.test/3"),
    )
    assert [(c.body, c.truncated) for c in open_kept([path])] == [
        (b"abcdefg", None),
        (b"<p>dead beef</p>", None),
        (b"abcdef", "unspecified"),
    ]


def test_truncation_that_the_record_tells_is_kept(tmp_path: Path) -> None:
    said = ("length", "time", "disconnect", "unspecified", "sesuatu")
    path = write(
        tmp_path / "a.warc",
        *(record("response", RESPONSE, url=f"https://a.test/{w}", WARC_Truncated=w) for w in said),
    )
    assert [c.truncated for c in open_kept([path])] == ["length", "time", "disconnect", "unspecified", "unspecified"]


def test_a_payload_larger_than_any_page_is_cut(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MAX_BODY + 5)
    (capture,) = open_kept([write(tmp_path / "a.warc.gz", record("response", block))])
    assert (len(capture.body), capture.truncated) == (MAX_BODY, "length")


def test_revisits_find_their_payload_or_are_told(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nETag: kedua\r\n\r\n"
    path = write(
        tmp_path / "a.warc",
        record("response", RESPONSE, number=1, WARC_Payload_Digest="sha1:AAAA"),
        record("revisit", head, number=2, WARC_Payload_Digest="sha1:AAAA", WARC_Date="2025-01-01T00:00:00Z"),
        record("revisit", head, url="https://a.test/x", number=3, WARC_Payload_Digest="sha1:BBBB"),
        record("revisit", b"HTTP/1.1 304 Not Modified\r\n\r\n", url="https://a.test/y", number=4),
    )
    kept = open_kept([path])
    first, third, second = kept  # by time
    assert second.body == first.body == ZIPPED
    assert second.headers == (("ETag", "kedua"),)
    assert "payload" in second.rebuilt
    assert (third.status, third.body) == (304, b"")
    assert len(kept.problems) == 1
    assert "(https://a.test/x) repeats a page that is not in this file" in kept.problems[0]


def test_a_resource_has_no_exchange(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc", record("resource", b"<p>Isi.</p>", Content_Type="text/html"))
    (capture,) = open_kept([path])
    assert capture.body == b"<p>Isi.</p>"
    assert capture.headers == (("Content-Type", "text/html"),)
    assert capture.rebuilt == ("status-line", "response-headers", "request-line", "request-headers")


def test_a_redirect_answers_for_its_own_url_only(tmp_path: Path) -> None:
    moved = b"HTTP/1.1 301 Moved\r\nLocation: https://a.test/x\r\n\r\n"
    path = write(tmp_path / "a.warc", record("response", moved, url="http://a.test/x"))
    kept = open_kept([path])
    found = kept.get("http://a.test/x")
    assert found is not None
    assert found.status == 301
    assert kept.get("https://a.test/x") is None


def test_other_records_are_passed_over_and_bad_ones_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc",
        INFO,
        record("metadata", b"x: y\r\n"),
        record("response", b"bukan http", url="https://a.test/rusak"),
        record("response", b"20240506 a.test", url="dns:a.test"),
        record("response", RESPONSE, url="https://a.test/tanggal", WARC_Date="entah"),
        record("response", RESPONSE, url="<https://a.test/kurung>"),
    )
    at = datetime(2025, 1, 1, tzinfo=UTC)
    kept = open_kept([path], clock=lambda: at)
    assert list(kept.urls()) == ["https://a.test/kurung", "https://a.test/tanggal"]  # unknown time comes last
    _, first = kept
    assert (first.fetched_at, first.rebuilt[0]) == (at, "fetched-at")
    assert len(kept.problems) == 1
    assert "(https://a.test/rusak) holds no HTTP response" in kept.problems[0]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_cut_file_is_read_up_to_its_last_whole_record(tmp_path: Path, name: str) -> None:
    records = [record("response", RESPONSE, url=f"https://a.test/{n}", number=n) for n in range(3)]
    path = write(tmp_path / name, *records)
    whole = path.read_bytes()
    before_last = len(write(path, *records[:2]).read_bytes())
    tail = 4 if name == "a.warc" else 0  # of the plain file the last four bytes are the blank lines after the record
    for cut in range(before_last + 12, len(whole) - tail, 7):
        path.write_bytes(whole[:cut])
        kept = open_kept([path])
        urls = list(kept.urls())
        assert urls[:2] == ["https://a.test/0", "https://a.test/1"], cut
        assert len(urls) == 3 or len(kept.problems) == 1, cut
        assert all(c.body == ZIPPED for c in kept), cut
    path.write_bytes(whole[: before_last + (len(whole) - before_last) // 2])
    assert len(open_kept([path]).problems) == 1


def test_damage_in_the_middle_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    records = [record("response", RESPONSE, url=f"https://a.test/{n}", number=n) for n in range(3)]
    first = len(gzip.compress(records[0], mtime=0))
    path = write(tmp_path / "a.warc.gz", *records)
    damaged = bytearray(path.read_bytes())
    damaged[first : first + 40] = b"\x07" * 40
    path.write_bytes(bytes(damaged))
    kept = open_kept([path])
    assert list(kept.urls()) == ["https://a.test/0"]
    assert len(kept.problems) == 1
    wrong_length = records[0].replace(b"Content-Length: ", b"Content-Length: 1", 1)
    kept = open_kept([write(tmp_path / "b.warc", wrong_length, *records[1:])])
    assert kept.problems
    assert capfd.readouterr() == ("", "")


def test_a_warc_gzipped_as_one_piece_is_read_up_to_where_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(INFO + record("response", RESPONSE)))
    kept = open_kept([path])
    assert len(kept.problems) == 1
    assert "is compressed as one piece" in kept.problems[0]


def test_what_is_no_warc_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"<html>", gzip.compress(b"<html>"), b"\x1f\x8b\x00"):
        (tmp_path / "a.warc.gz").write_bytes(content)
        with pytest.raises(NewsarchiveError, match=r"a\.warc\.gz: is not a WARC file"):
            open_kept([tmp_path / "a.warc.gz"])


def write_with_warcio(path: Path) -> None:
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.test")], is_http_request=True)
        body, nothing = io.BytesIO(b"<p>a</p>"), io.BytesIO(b"")
        response = writer.create_warc_record("https://a.test/", "response", body, http_headers=headers)
        request = writer.create_warc_record("https://a.test/", "request", nothing, http_headers=asked)
        writer.write_request_response_pair(request, response)


def test_a_folder_of_warcs_and_what_another_library_writes(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its buffers open
        write_with_warcio(tmp_path / "b.warc.gz")
        gc.collect()
    (tmp_path / "a.html").write_bytes(b"<link rel=canonical href='https://b.test/'>")
    warc, html = open_kept([tmp_path])
    assert (html.url, warc.url, warc.body, warc.rebuilt) == ("https://b.test/", "https://a.test/", b"<p>a</p>", ())
    assert warc.request_headers == (("Host", "a.test"),)


def test_parse_message_takes_what_servers_send() -> None:
    message = parse_message(b"HTTP/1.0 200\nA: b\n  lanjut\nrusak\n\nisi\n\nlagi")
    assert message.start_line == "HTTP/1.0 200"
    assert message.headers == (("A", "b lanjut"), ("rusak", ""))
    assert message.body == b"isi\n\nlagi"
    assert parse_message(b"").headers == ()
    assert status_of("HTTP/2 204 ") == ("HTTP/2", 204, "")
    assert status_of("HTTP/1.1 20x") is None


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=6), st.integers(0, 400))
def test_dechunk_undoes_chunks_and_sees_cuts(parts: list[bytes], cut: int) -> None:
    coded = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"
    assert dechunk(coded) == (b"".join(parts), True)
    body, whole = dechunk(coded[:cut])
    if cut < len(coded) - 4 and whole:
        assert body == coded[:cut]  # too short to be told from a text without chunks
    elif not whole:
        assert b"".join(parts).startswith(body)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_message_reader(block: bytes) -> None:
    message = parse_message(block)
    assert message.body == b"" or block.endswith(message.body)
    dechunk(block)
