"""What `export warc` writes, as warcio and FastWARC read it."""

import base64
import hashlib
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from newsarchive.export.warc import Exported, Order, export_warc
from newsarchive.store import Archive, Writer, open_archive
from newsarchive.store.selection import Selection
from newsarchive.store.times import to_text

EVERYTHING = Selection()


@pytest.fixture
def export(archive: Archive, tmp_path: Path, clock: Callable[[], datetime]) -> Callable[..., tuple[bytes, Exported]]:
    def run(selection: Selection = EVERYTHING, **how: object) -> tuple[bytes, Exported]:
        target = tmp_path / "keluar.warc.gz"
        done = export_warc(archive, Order(target, selection, force=True, **how), clock=clock)  # type: ignore[arg-type]
        return target.read_bytes(), done

    return run


def read(data: bytes) -> list[tuple[ArcWarcRecord, bytes]]:
    """Records as warcio reads them, each with its block as it stands in the file."""
    return [(record, record.raw_stream.read()) for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True)]


def named(record: ArcWarcRecord, name: str) -> str | None:
    value: str | None = record.rec_headers.get_header(name)
    return value


def responses(data: bytes) -> list[tuple[ArcWarcRecord, bytes]]:
    return [(record, block) for record, block in read(data) if record.rec_type in ("response", "revisit")]


def test_every_record_is_one_gzip_member_of_a_fixed_time(export, members):
    data, done = export()
    records = [content for _, content in members(data)]
    assert len(records) == sum(done.records.values())
    for content in records:
        assert content.startswith(b"WARC/1.1\r\n")
        assert content.endswith(b"\r\n\r\n")
        assert content.count(b"WARC/1.1\r\n") == 1
    assert all(data[offset : offset + 8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00" for offset, _ in members(data))


def test_warcio_and_fastwarc_read_the_same_records_and_their_block_digests_hold(export):
    data, done = export()
    ours = read(data)
    theirs = []
    for record in FastIterator(io.BytesIO(data), parse_http=False, record_types=WarcRecordType.any_type):
        assert record.verify_block_digest()
        theirs.append((record.headers["WARC-Record-ID"], record.reader.read()))
    assert [(named(record, "WARC-Record-ID"), block) for record, block in ours] == theirs
    assert len({record_id for record_id, _ in theirs}) == len(theirs) == sum(done.records.values())
    for record, block in ours:
        digest = hashlib.sha256(block).hexdigest()
        assert named(record, "WARC-Block-Digest") == f"sha256:{digest}"


def test_warcios_check_has_nothing_to_say(export):
    data, _ = export()
    checked = 0
    for record in ArchiveIterator(io.BytesIO(data), check_digests=True):
        record.raw_stream.read()
        assert record.digest_checker.problems == []
        assert record.digest_checker.passed is not False
        checked += record.digest_checker.passed is True
    assert checked == sum(1 for _ in read(data)) - 3  # it has no word on revisits


def test_payloads_are_the_archives_and_their_digests_those_of_the_body_without_chunks(export, everything):
    data, _ = export()
    found = {}
    for record in ArchiveIterator(io.BytesIO(data)):
        if record.rec_type == "response":
            stream = record.raw_stream
            chunked = "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "")
            body = dechunked(stream.read()) if chunked else stream.read()
            # readers differ in what the payload of a chunked message is, so such a record names no digest of it
            digest = None if chunked else f"sha256:{hashlib.sha256(body).hexdigest()}"
            assert named(record, "WARC-Payload-Digest") == digest
            found[named(record, "WARC-Date")] = body
    for one, _ in everything:
        if (body := found.get(to_text(one.fetched_at))) is not None:
            assert body == one.body
    assert len(found) == 11


def dechunked(block: bytes) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    body: bytes = ChunkedDataReader(io.BytesIO(block), decomp_type=None).read(1 << 20)
    return body


def test_chunked_bodies_are_valid_chunks_for_fastwarc_and_the_cut_one_has_no_end(export, everything):
    data, _ = export()
    bodies = {}
    for record in FastIterator(io.BytesIO(data), auto_decode="transfer", record_types=WarcRecordType.response):
        bodies[record.headers["WARC-Target-URI"] + record.headers["WARC-Date"]] = record.reader.read()
    chunked = [one for one, _ in everything if ("Transfer-Encoding", "chunked") in one.headers]
    assert len(chunked) == 4
    assert [bodies[one.url + to_text(one.fetched_at)] for one in chunked] == [one.body for one in chunked]
    ends = {named(r, "WARC-Target-URI"): block.endswith(b"0\r\n\r\n") for r, block in responses(data)}
    assert ends["https://radarwatu.test/read/8/pasar"]
    assert ends["https://radarwatu.test/kosong"]
    assert not ends["https://radarwatu.test/putus"]


def test_heads_are_as_received_in_order_repeated_and_in_latin_1(export):
    data, _ = export()
    block = next(
        block for record, block in responses(data) if named(record, "WARC-Target-URI").endswith("/read/7/pasar")
    )
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=1\r\nset-cookie: b=\xe9\r\n"
    assert block.startswith(head + b'ETag: "w-7"\r\n\r\n<html>')
    request = next(block for record, block in read(data) if record.rec_type == "request")
    assert request.startswith(b"GET /robots.txt HTTP/1.1\r\nHost: radarwatu.test\r\nUser-Agent: newsarchive/0 ")
    assert request.endswith(b"\r\n\r\n")


def test_a_capture_is_request_metadata_and_response_of_one_moment_and_address(export, everything):
    data, _ = export()
    records = [record for record, _ in read(data)][1:]
    group: list[ArcWarcRecord] = []
    groups = []
    for record in records:
        group.append(record)
        if record.rec_type in ("response", "revisit"):
            groups.append(group)
            group = []
    assert not group
    assert len(groups) == len(everything)
    for group, (one, _) in zip(groups, everything, strict=True):
        main = group[-1]
        types = [record.rec_type for record in group[:-1]]
        assert types == (["request", "metadata"] if one.request_headers else ["metadata"])
        for record in group:
            assert named(record, "WARC-Date") == to_text(one.fetched_at)
            assert named(record, "WARC-IP-Address") == one.ip_address
            assert named(record, "WARC-Target-URI") == named(main, "WARC-Target-URI")
            concurrent = named(record, "WARC-Concurrent-To")
            assert concurrent == (None if record is main else named(main, "WARC-Record-ID"))


def test_a_payload_that_is_there_already_is_a_revisit_of_the_original_and_never_of_a_revisit(export):
    data, _ = export()
    found = responses(data)
    originals = {named(r, "WARC-Record-ID"): r for r, _ in found if r.rec_type == "response"}
    revisits = [(r, block) for r, block in found if r.rec_type == "revisit"]
    assert len(revisits) == 3
    for record, block in revisits:
        original = originals[named(record, "WARC-Refers-To")]
        assert named(record, "WARC-Refers-To-Target-URI") == named(original, "WARC-Target-URI")
        assert named(record, "WARC-Refers-To-Date") == named(original, "WARC-Date")
        assert block.endswith(b"\r\n\r\n")
        assert b"<" not in block
    identical = [r for r, _ in revisits if named(r, "WARC-Profile").endswith("1.1/revisit/identical-payload-digest")]
    assert len(identical) == 2
    for record in identical:
        original = originals[named(record, "WARC-Refers-To")]
        assert named(record, "WARC-Payload-Digest") == named(original, "WARC-Payload-Digest")
        assert named(record, "WARC-Truncated") == "length"


def test_a_304_refers_to_the_response_with_the_etag_asked_for_and_is_a_plain_response_without_one(export):
    data, _ = export()
    found = [(r, block) for r, block in responses(data) if block.startswith(b"HTTP/1.1 304")]
    (confirmed, block), (unknown, _) = found
    assert block == b'HTTP/1.1 304 Not Modified\r\nETag: "w-7"\r\n\r\n'
    assert named(confirmed, "WARC-Profile").endswith("1.1/revisit/server-not-modified")
    assert named(confirmed, "WARC-Refers-To-Target-URI") == "https://radarwatu.test/read/7/pasar"
    assert named(confirmed, "WARC-Truncated") is None
    assert unknown.rec_type == "response"


def metadata(data: bytes) -> dict[str, list[tuple[str, str]]]:
    """Fields of our metadata records by target URI, of the last capture of each."""
    found = {}
    for record, block in read(data):
        if record.rec_type == "metadata":
            assert named(record, "Content-Type") == "application/warc-fields"
            lines = block.decode().split("\r\n")
            assert lines.pop() == ""
            found[named(record, "WARC-Target-URI")] = [tuple(line.split(": ", 1)) for line in lines]
    return found


def test_the_metadata_record_says_what_warc_has_no_field_for(export):
    data, _ = export()
    found = metadata(data)
    base = "https://radarwatu.test"
    assert found[f"{base}/robots.txt"] == [("newsarchive", "1"), ("outlet", "radar-watu"), ("kind", "robots")]
    assert ("article", "radar-watu/7") in found[f"{base}/read/7/pasar"]
    assert ("optout", "tdm-reservation") in found[f"{base}/hilang"]
    truncated, rebuilt, digest = found[f"{base}/putus"][3:]
    assert (truncated, rebuilt) == (("truncated", "disconnect"), ("rebuilt-here", "transfer-coding"))
    assert digest[0] == "payload-digest"
    kept = found[f"{base}/simpanan"]
    rebuilt = ["request-line", "request-headers", "status-line", "response-headers"]
    assert [value for name, value in kept if name == "rebuilt"] == rebuilt
    assert json.loads(dict(kept)["request"]) == {"method": "GET", "target": "/simpanan", "headers": []}


def test_what_a_block_cannot_hold_stands_exactly_in_the_metadata(export):
    data, _ = export()
    uri = "https://radarwatu.test/ganjil?q=%3C%C3%A9%20sp%3E"
    fields = dict(metadata(data)[uri])
    assert json.loads(fields["url"]) == "https://radarwatu.test/ganjil?q=<é sp>"
    assert json.loads(fields["response"])["headers"] == [["X Y:", " nilai\r\nLain: 1"]]
    block = next(block for record, block in responses(data) if named(record, "WARC-Target-URI") == uri)
    assert block.partition(b"\r\n\r\n")[0].count(b"\r\n") == 1  # no header was smuggled in


def test_warcinfo_comes_first_and_says_who_how_and_what_is_rebuilt(export, everything):
    data, _ = export(Selection(outlets=("radar-watu",)), title="Arsip Watu")
    record, block = read(data)[0]
    fields = dict(line.split(": ", 1) for line in block.decode().split("\r\n") if line)
    assert record.rec_type == "warcinfo"
    assert named(record, "WARC-Filename") == "keluar.warc.gz"
    assert named(record, "WARC-Date") == to_text(everything[-1][0].fetched_at)
    assert fields["software"].startswith("newsarchive/")
    assert fields["operator"] == "mail@example.test"
    assert fields["http-header-user-agent"] == "newsarchive/0 (+mailto:mail@example.test)"
    assert fields["robots"] == "classic"
    assert fields["isPartOf"] == "Arsip Watu"
    assert "chunk" in fields["description"]
    assert json.loads(fields["newsarchive-selection"]) == {"outlets": ["radar-watu"]}
    assert all(named(r, "WARC-Warcinfo-ID") == named(record, "WARC-Record-ID") for r, _ in read(data)[1:])


def test_the_same_archive_gives_the_same_bytes_whenever_it_is_exported(archive, export, tmp_path, clock):
    first, _ = export(is_indexed=True)
    index = (tmp_path / "keluar.cdxj").read_bytes()
    target = tmp_path / "lain" / "keluar.warc.gz"
    target.parent.mkdir()
    export_warc(archive, Order(target, Selection(), is_indexed=True), clock=lambda: clock() + timedelta(days=40))
    assert target.read_bytes() == first
    assert target.with_name("keluar.cdxj").read_bytes() == index


def test_two_captures_that_are_alike_in_everything_have_ids_of_their_own(tmp_path, capture, clock):
    with Writer(tmp_path / "kembar", clock=clock) as writer:
        run = writer.begin_run("import", version="0", user_agent=None, options={})
        for _ in range(3):
            writer.add_snapshot(capture(), outlet=None, run_id=run)
        writer.end_run(run, exit_code=0, counts={})
    target = tmp_path / "kembar.warc.gz"
    with open_archive(tmp_path / "kembar") as archive:
        export_warc(archive, Order(target, Selection()), clock=clock)
    ids = [named(record, "WARC-Record-ID") for record, _ in read(target.read_bytes())]
    assert len(ids) == 10
    assert len(set(ids)) == 10
    assert "robots" not in read(target.read_bytes())[0][1].decode()  # nothing was crawled: no policy is claimed


def test_the_index_is_sorted_and_each_line_leads_to_its_record(export, tmp_path, members, everything):
    data, done = export(is_indexed=True)
    lines = (tmp_path / "keluar.cdxj").read_text().splitlines()
    assert done.index == "keluar.cdxj"
    assert lines == sorted(lines)
    assert len(lines) == len(everything)
    lengths = {offset: len(content) for offset, content in members(data)}
    offsets = [*lengths, len(data)]
    for line in lines:
        key, stamp, fields = line.split(" ", 2)
        assert key.startswith("test,radarwatu)/")
        values = json.loads(fields)
        names = ["url", "mime", "status", "digest", "length", "offset", "filename"]
        assert [name for name in names if name in values] == list(values)
        assert set(names) - set(values) <= {"mime", "digest"}
        start = int(values["offset"])
        assert offsets[offsets.index(start) + 1] - start == int(values["length"])
        ((record, _),) = read(data[start : start + int(values["length"])])
        assert named(record, "WARC-Target-URI") == values["url"]
        assert "".join(c for c in named(record, "WARC-Date") if c.isdigit())[:14] == stamp
        assert (values.get("mime") == "warc/revisit") == (record.rec_type == "revisit")
        assert values["filename"] == "keluar.warc.gz"


def test_filters_choose_what_is_written_and_the_archive_remembers_it(export, archive, everything):
    data, done = export(Selection(kinds=("redirect", "robots"), statuses=(2, 3)))
    assert [named(r, "WARC-Target-URI").rpartition("/")[2] for r, _ in responses(data)] == ["robots.txt", "lama"]
    assert done.snapshots == 2
    row = archive.connection.execute(
        "SELECT kind, file, filters, records, file_bytes, sha256, ended_at FROM exports WHERE id = ?", (done.export_id,)
    ).fetchone()
    assert row[0] == "warc"
    assert row[1].endswith("keluar.warc.gz")
    assert json.loads(row[2]) == {"kinds": ["redirect", "robots"], "statuses": [2, 3]}
    assert row[3:6] == (7, len(data), hashlib.sha256(data).hexdigest())
    assert row[6] is not None
    ranges = "SELECT first_id, last_id FROM export_ranges WHERE export_id = ? ORDER BY 1"
    assert archive.connection.execute(ranges, (done.export_id,)).fetchall() == [(1, 1), (9, 9)]


def test_a_whole_export_is_one_range(export, archive, everything):
    _, done = export()
    ranges = "SELECT first_id, last_id FROM export_ranges WHERE export_id = ?"
    assert archive.connection.execute(ranges, (done.export_id,)).fetchall() == [(1, len(everything))]


def test_digests_are_read_by_tools_that_want_base_32(export):
    """warcio compares in base 32 whatever the form in the file: 64 hexadecimal digits are no base 32 of SHA-256."""
    data, _ = export()
    digest = named(read(data)[1][0], "WARC-Block-Digest").removeprefix("sha256:")
    assert len(digest) == 64
    assert len(base64.b32encode(bytes.fromhex(digest))) == 56
