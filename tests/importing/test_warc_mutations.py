"""Whatever happens to a sound WARC file, nothing raises, and what is taken from it is what stood in it."""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.importing.capturing import Opened, capture_of, open_exchange
from newsarchive.importing.exchanges import Exchange, Exchanges
from newsarchive.kept.records import Fault, Record, read_records
from newsarchive.models import Capture

LATEST = datetime(2025, 6, 1, tzinfo=UTC)


def sound(warc: Any, make: Any) -> list[bytes]:
    """Requests, responses, notes and a revisit with all their digests."""
    file = warc()
    for number in range(4):
        url = f"{make.host}/read/{number}/a"
        body = make.article(number, "lagi " * 40 * number)
        made = file.page(url, gzip.compress(body, mtime=0) if number % 2 else body, headers=f"X-Nomor: {number}\r\n")
        file.request(url, made, target=f"/read/{number}/a")
        file.add("metadata", url, b"newsarchive: 1\r\nkind: article\r\n", WARC_Concurrent_To=made)
    head = b"HTTP/1.1 200 OK\r\nETag: sama\r\n\r\n"
    file.add("revisit", f"{make.host}/read/9/a", head, WARC_Payload_Digest=make.digest(make.article(0)))
    return list(file.records)


def spoil(data: bytes, rnd: random.Random) -> tuple[bytes, int]:
    """A damaged copy, and the first byte that is not what it was."""
    at = rnd.randrange(len(data))
    size = rnd.choice((1, 1, 2, 7, 100, 1000))
    match rnd.randrange(6):
        case 0:
            flipped = data[at] ^ (1 << rnd.randrange(8))
            return data[:at] + bytes([flipped]) + data[at + 1 :], at
        case 1:
            return data[:at] + rnd.randbytes(size) + data[at + size :], at
        case 2:
            return data[:at] + data[at + size :], at
        case 3:
            return data[:at] + rnd.randbytes(size) + data[at:], at
        case 4:
            return data[:at], at
        case _:
            other = rnd.randrange(len(data))
            return data[:at] + data[other : other + size] + data[at:], at


def taken(data: bytes) -> list[tuple[Capture, Record]]:
    """What an import would take of a file, whoever wants it; a revisit without its payload."""
    exchanges, found = Exchanges(), []

    def open_all(given: Any) -> None:
        for exchange in given:
            opened = open_exchange(exchange, LATEST)
            if isinstance(opened, Opened):
                found.append((capture_of(opened, opened.payload), exchange.response))

    for item in read_records(io.BytesIO(data)):
        if isinstance(item, Record):
            open_all(exchanges.add(item))
    open_all(exchanges.finish())
    return found


def without_request(capture: Capture) -> Capture:
    return replace(capture, request_target="", request_headers=(), rebuilt=())


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda record: gzip.compress(record, mtime=0),
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    "plain": lambda record: record,
}


@pytest.mark.slow
@pytest.mark.parametrize("form", PACKED)
def test_damaged_copies_give_nothing_that_was_not_there(warc: Any, make: Any, form: str) -> None:
    pieces = [PACKED[form](record) for record in sound(warc, make)]
    whole = b"".join(pieces)
    ends = [sum(map(len, pieces[: number + 1])) for number in range(len(pieces))]
    original = taken(whole)
    assert len(original) == 5
    blocks = {record.block for _, record in original}
    captures = {capture for capture, _ in original}
    answers = {without_request(capture) for capture in captures}
    rnd = random.Random(5)
    faults = 0
    for _ in range(1500):
        data, at = spoil(whole, rnd)
        records = [item for item in read_records(io.BytesIO(data)) if isinstance(item, Record)]
        faults += any(isinstance(item, Fault) for item in read_records(io.BytesIO(data)))
        assert len(records) >= sum(end <= at for end in ends)
        for capture, record in taken(data):
            assert record.block in blocks
            if form != "plain":  # where the records' own heads have a checksum too
                lost = "request-headers" in capture.rebuilt
                assert (without_request(capture) in answers) if lost else (capture in captures)
    assert faults > 500


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for start in (b"", b"WARC/1.1\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18", b"\x50\x2a\x4d\x18"):
        for item in read_records(io.BytesIO(start + data)):
            if isinstance(item, Record):
                open_exchange(Exchange(item), LATEST)


@given(st.lists(st.tuples(st.sampled_from(["WARC-Type", "Content-Length", "WARC-Date", "A"]), st.text()), max_size=6))
def test_no_fields_break_the_reader(fields: list[tuple[str, str]]) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    data = f"WARC/1.0\r\n{head}\r\n".encode("utf-8", "surrogatepass") + b"HTTP/1.1 200 OK\r\n\r\nisi\r\n\r\n"
    for item in read_records(io.BytesIO(data)):
        if isinstance(item, Record):
            open_exchange(Exchange(item), LATEST)


@pytest.mark.slow
def test_damaged_copies_are_imported_without_an_error(take: Any, warc: Any, make: Any, rows: Any) -> None:
    whole = b"".join(map(PACKED["gzip"], sound(warc, make)))
    take(whole, archive="utuh")
    asked = "SELECT url, fetched_at, request_target, headers, payload_sha256 FROM snapshots"
    original = set(rows(asked, "utuh"))
    rnd = random.Random(11)
    for number in range(30):
        data, _ = spoil(whole, rnd)
        done = take(data, archive=f"rusak{number}")
        assert set(rows(asked, f"rusak{number}")) <= original
        assert done.is_whole or sum(done.refused.values()) >= 1
        assert done.snapshots_added == 5 or not done.is_whole or done.snapshots_known
