"""The framing of WARC records: what FastWARC and warcio read of sound files, and a word for each fault."""

from __future__ import annotations

import base64
import gzip
import io
from pathlib import Path

import pytest
import zstandard
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from newsarchive.kept.digests import agrees, name_of
from newsarchive.kept.records import Fault, Record, begins_as_warc, dictionary_of, read_records, record_at

KINDS = ("response", "request", "metadata", "warcinfo", "conversion")


def record(kind: str, block: bytes, number: int, more: str = "") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2025-05-01T00:00:00Z\r\n"
    )
    return f"{head}WARC-Target-URI: https://a.test/{number}\r\n{more}Content-Length: {len(block)}\r\n\r\n".encode() + (
        block + b"\r\n\r\n"
    )


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.binary(max_size=200)), max_size=6), st.booleans())
def test_sound_files_are_read_as_fastwarc_and_warcio_read_them(items: list[tuple[str, bytes]], is_packed: bool) -> None:
    records = [record(kind, block, number) for number, (kind, block) in enumerate(items)]
    data = b"".join(gzip.compress(r, mtime=0) if is_packed else r for r in records)
    ours = list(read_records(io.BytesIO(data)))
    assert all(isinstance(found, Record) and found.is_sure and found.is_first for found in ours)
    found = [(r.offset, r.kind, r.block) for r in ours if isinstance(r, Record)]
    fast = [
        (r.stream_pos, str(r.record_type), r.reader.read()) for r in FastIterator(io.BytesIO(data), parse_http=False)
    ]
    assert found == fast
    iterator = WarcioIterator(io.BytesIO(data), no_record_parse=True)
    assert [(kind, block) for _, kind, block in found] == [(r.rec_type, r.raw_stream.read()) for r in iterator]


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5), st.integers(0, 2000))
def test_a_cut_leaves_the_whole_records_before_it(blocks: list[bytes], cut: int) -> None:
    pieces = [gzip.compress(record("response", block, number), mtime=0) for number, block in enumerate(blocks)]
    data = b"".join(pieces)[:cut]
    ends = [sum(map(len, pieces[: number + 1])) for number in range(len(pieces))]
    found = list(read_records(io.BytesIO(data)))
    whole = [r.block for r in found if isinstance(r, Record)]
    assert whole == blocks[: sum(end <= cut for end in ends)]
    assert isinstance(found[-1], Fault) is (cut < ends[-1] and cut not in (0, *ends)) if found else cut == 0


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_dictionary_serves_every_record_also_alone(tmp_path: Path, is_packed: bool) -> None:
    records = [record("response", b"<p>Warga desa %d menyambut jembatan.</p>" % n * 5, n) for n in range(40)]
    dictionary = zstandard.train_dictionary(1500, records * 4)
    held = dictionary.as_bytes()
    stored = zstandard.ZstdCompressor().compress(held) if is_packed else held
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    frame = b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored
    other = b"\x50\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"nanti"
    path = tmp_path / "a.warc.zst"
    path.write_bytes(frame + other + other.join(compressor.compress(r) for r in records))
    with path.open("rb") as file:
        found = [r for r in read_records(file) if isinstance(r, Record)]
    assert len(found) == 40
    assert begins_as_warc(path)
    assert dictionary_of(path) == held
    assert record_at(path, found[7].offset, held) == found[7]
    with pytest.raises(ValueError, match="zstd"):
        record_at(path, found[7].offset)


def test_what_is_kept_of_a_block_is_bounded_and_the_rest_is_counted() -> None:
    (found,) = read_records(io.BytesIO(gzip.compress(record("response", b"x" * 5000, 1))), keep=100)
    assert isinstance(found, Record)
    assert (len(found.block), found.size, found.is_cut, found.is_sure) == (100, 5000, True, True)


def test_fields_may_be_repeated_folded_and_of_any_bytes() -> None:
    more = "WARC-Concurrent-To: <a>\r\nwarc-concurrent-to: <b>\r\nX:\r\n lanjut\r\nTanpa\r\nJudul: caf\xe9\r\n"
    data = record("request", b"", 1, more).replace("caf\xe9".encode(), b"caf\xe9")
    (found,) = read_records(io.BytesIO(data))
    assert isinstance(found, Record)
    assert found.headers("WARC-Concurrent-To") == ("<a>", "<b>")
    assert (found.header("x"), found.header("Tanpa"), found.header("Judul")) == ("lanjut", "", "caf\xe9")


def test_digests_in_every_spelling() -> None:
    data = b"halo"
    sha1 = "UAF7OMJUQGMFGZ6MT6KJ5FDEXPUNF5GH"
    right = (f"sha1:{sha1}", f"SHA-1:{sha1.lower()}", "sha1:" + bytes_of(sha1).hex())
    assert [agrees(said, b"lain", data) for said in right] == [agrees(f"sha1:{sha1}", data)] * 3
    assert agrees("sha1:AAAA", data) is False
    assert [agrees(said, data) for said in ("", "sha1", "sha1:", "xyz:abc", "shake_128:00")] == [None] * 5
    assert name_of("SHA-1:ABC=") == name_of("sha1:abc")


def bytes_of(base32: str) -> bytes:
    return base64.b32decode(base32)
