"""Whatever a server sent, the records give it back: the block alone, or with the exact parts beside it."""

import hashlib
import io
import json
import string
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from newsarchive.export.captures import records_of
from newsarchive.export.message import in_chunks, is_chunked, request_head, response_head
from newsarchive.export.records import target_uri
from newsarchive.export.scratch import Scratch
from newsarchive.export.snapshots import Snapshot
from newsarchive.models import Capture

LATIN = st.characters(max_codepoint=255)
NAMES = st.one_of(st.sampled_from(["Content-Type", "X-A", "set-cookie"]), st.text(LATIN, max_size=12))
VALUES = st.one_of(st.sampled_from(["", "text/html", "a, b"]), st.text(LATIN, max_size=20))
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=6).map(tuple)
CAPTURES = st.builds(
    Capture,
    url=st.text(string.printable + "é😀", max_size=20).map(lambda tail: f"https://radarwatu.test/{tail}"),
    fetched_at=st.datetimes(datetime(1995, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    method=st.sampled_from(["GET", "POST", "", "G T"]),
    request_target=st.text(LATIN, max_size=12).map(lambda tail: f"/{tail}"),
    request_headers=HEADERS,
    http_version=st.sampled_from(["HTTP/1.1", "HTTP/1.0", "HTTP/2", "", "HTTP/1.1 "]),
    status=st.integers(0, 999),
    reason=st.text(LATIN, max_size=10),
    headers=st.one_of(HEADERS, HEADERS.map(lambda found: (*found, ("Transfer-Encoding", "chunked")))),
    body=st.binary(max_size=200),
    truncated=st.sampled_from([None, None, "length", "disconnect"]),
    rebuilt=st.sampled_from([(), ("request-line", "request-headers")]),
    ip_address=st.sampled_from([None, "192.0.2.7", "2001:db8::1", "bukan alamat\r\nWARC-Type: x"]),
)


def read_back(head: bytes) -> tuple[str, list[list[str]]]:
    """A head taken apart as docs/warc.md says that it is read."""
    line, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    pairs = (text.partition(":") for text in lines)
    return line, [[name, value.strip(" \t")] for name, _, value in pairs]


@given(CAPTURES)
def test_heads_read_back_or_are_given_exactly(one):
    head, request = response_head(one), request_head(one)
    if head.exact is None:
        line, headers = read_back(head.data)
        assert line == f"{one.http_version} {one.status:03d} {one.reason}"
        assert headers == [list(pair) for pair in one.headers]
    else:
        parts = {"http_version": one.http_version, "status": one.status, "reason": one.reason}
        assert json.loads(head.exact) == {**parts, "headers": [list(pair) for pair in one.headers]}
    if request.exact is None:
        line, headers = read_back(request.data)
        assert line == f"{one.method} {one.request_target} HTTP/1.1"
        assert headers == [list(pair) for pair in one.request_headers]
    else:
        asked = [list(pair) for pair in one.request_headers]
        assert json.loads(request.exact) == {"method": one.method, "target": one.request_target, "headers": asked}


@given(CAPTURES)
@example(
    Capture(
        "https://radarwatu.test/", datetime(2025, 1, 1, tzinfo=UTC), "GET", "/", (), "HTTP/1.1", 200, "OK",
        (("A\r\nB: C", "d\n\ne"), ("", "")), b"isi",
    )
)  # fmt: skip
def test_records_of_any_capture_are_read_by_warcio_with_the_same_body(one):
    snapshot = Snapshot(1, one, hashlib.sha256(one.body).hexdigest(), None, None, (), ())
    with TemporaryDirectory() as folder:
        scratch = Scratch(Path(folder) / "scratch.db")
        data = b"".join(made.member for made in records_of(snapshot, scratch, "<urn:uuid:0>"))
        scratch.close()
    blocks = {r.rec_type: r.raw_stream.read() for r in ArchiveIterator(io.BytesIO(data), no_record_parse=True)}
    assert set(blocks) >= {"metadata", "response"}
    head, _, rest = blocks["response"].partition(b"\r\n\r\n")
    assert head.count(b"\r\n") == len(one.headers)  # a header is one line, whatever is in it
    if is_chunked(one):
        rest = ChunkedDataReader(io.BytesIO(rest), decomp_type=None).read(1000)
    assert rest == one.body
    lines = blocks["metadata"].decode().split("\r\n")
    assert all(": " in line for line in lines[:-1])


@given(st.binary(max_size=300), st.booleans())
def test_chunks_are_undone_by_warcios_reader(body, is_whole):
    framed = b"".join(in_chunks(body, is_whole=is_whole))
    assert ChunkedDataReader(io.BytesIO(framed), decomp_type=None).read(1000) == body
    assert framed.endswith(b"0\r\n\r\n") or not is_whole


@given(st.text(max_size=40))
def test_a_target_uri_is_printable_ascii_and_stays_if_it_is(tail):
    from urllib.parse import unquote

    uri = target_uri(f"https://radarwatu.test/{tail}")
    assert uri.isascii()
    assert uri.isprintable()
    assert not set(uri) & set(' "<>')
    if "%" not in tail:
        assert unquote(uri, errors="surrogatepass") == f"https://radarwatu.test/{tail}"
