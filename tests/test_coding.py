import gzip
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.coding import MAX_CODINGS, Undone, codings_of, undo

TEXT = b"<html><body>" + b"<p>Jalan rusak di Kecamatan Watu segera diperbaiki.</p>" * 400 + b"</body></html>"
LIMIT = 1 << 20
GZIPPED = gzip.compress(TEXT, 6)


def raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


def test_codings_are_read_from_every_header_line_in_order_and_identity_is_none() -> None:
    headers = (("Content-Type", "text/html"), ("content-encoding", "Deflate, identity"), ("Content-Encoding", " GZIP "))
    assert codings_of(headers) == ("deflate", "gzip")
    assert codings_of(()) == ()


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        ("gzip", GZIPPED),
        ("x-gzip", GZIPPED),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("identity", TEXT),
    ],
)
def test_one_coding_is_undone(coding: str, coded: bytes) -> None:
    assert undo(coded, [("Content-Encoding", coding)], limit=LIMIT) == Undone(TEXT)
    assert undo(coded, [coding], limit=LIMIT) == Undone(TEXT)


def test_several_codings_are_undone_last_first() -> None:
    coded = gzip.compress(zlib.compress(TEXT))
    assert undo(coded, ["deflate", "gzip"], limit=LIMIT) == Undone(TEXT)


def test_br_and_zstd_are_undone_where_the_libraries_are() -> None:
    brotli = pytest.importorskip("brotli")
    zstandard = pytest.importorskip("zstandard")
    framed = zstandard.ZstdCompressor().compress(TEXT)
    assert undo(brotli.compress(TEXT), ["br"], limit=LIMIT) == Undone(TEXT)
    assert undo(framed + framed, ["zstd"], limit=LIMIT) == Undone(TEXT + TEXT)
    assert undo(brotli.compress(TEXT)[:-9], ["br"], limit=LIMIT).problem == "truncated-br"
    assert undo(framed[:-9], ["zstd"], limit=LIMIT).problem == "truncated-zstd"
    assert undo(b"plain text", ["zstd"], limit=LIMIT).problem == "not-zstd"
    for coded, coding in ((brotli.compress(bytes(1 << 22)), "br"), (zstandard.compress(bytes(1 << 22)), "zstd")):
        undone = undo(coded, [coding], limit=1000)
        assert (len(undone.body), undone.problem) == (1000, "over-limit")


def test_members_are_joined_and_what_trails_is_ignored() -> None:
    assert undo(GZIPPED + gzip.compress(b"!"), ["gzip"], limit=LIMIT) == Undone(TEXT + b"!")
    assert undo(GZIPPED + bytes(40), ["gzip"], limit=LIMIT) == Undone(TEXT)
    assert undo(GZIPPED + b"\x1f\x8bgarbage that is no member", ["gzip"], limit=LIMIT) == Undone(TEXT)


@pytest.mark.parametrize("cut", [1, 5, 12, len(GZIPPED) // 2, len(GZIPPED) - 9, len(GZIPPED) - 1])
def test_a_cut_gzip_gives_what_could_be_read_and_says_so(cut: int) -> None:
    undone = undo(GZIPPED[:cut], ["gzip"], limit=LIMIT)
    assert undone.problem == "truncated-gzip"
    assert TEXT.startswith(undone.body)
    if cut > len(GZIPPED) - 10:
        assert undone.body == TEXT


def test_a_damaged_gzip_gives_the_text_before_the_damage() -> None:
    rng = random.Random(4)
    noisy = bytes(rng.randrange(256) for _ in range(60_000))
    coded = bytearray(gzip.compress(noisy, 9))
    coded[40_000] ^= 0xFF
    undone = undo(bytes(coded), ["gzip"], limit=LIMIT)
    assert undone.problem == "corrupt-gzip"
    assert noisy.startswith(undone.body[:30_000])
    assert len(undone.body) > 30_000


def test_text_under_a_wrong_label_is_given_as_it_is() -> None:
    assert undo(TEXT, ["gzip"], limit=LIMIT) == Undone(TEXT, "not-gzip")
    assert undo(b"\x02\x03" + TEXT, ["deflate"], limit=LIMIT).problem == "not-deflate"
    assert undo(TEXT, ["sdch"], limit=LIMIT) == Undone(TEXT, "unknown-coding")


def test_an_empty_body_is_no_problem() -> None:
    for coding in ("gzip", "deflate", "identity"):
        assert undo(b"", [coding], limit=LIMIT) == Undone(b"")


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000), 9)
    assert undo(bomb, ["gzip"], limit=10_000) == Undone(bytes(10_000), "over-limit")
    assert undo(gzip.compress(bomb), ["gzip", "gzip"], limit=100_000) == Undone(bytes(100_000), "over-limit")
    assert undo(bomb, ["gzip"] * (MAX_CODINGS + 1), limit=LIMIT).problem == "too-many-codings"
    assert undo(GZIPPED, ["gzip"], limit=len(TEXT)) == Undone(TEXT)
    assert undo(TEXT, [], limit=10) == Undone(TEXT[:10], "over-limit")


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        undo(b"", [], limit=-1)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "x"]), st.integers(0, 200))
def test_hostile_bytes_raise_nothing_and_keep_the_limit(body: bytes, coding: str, limit: int) -> None:
    for given_body in (body, b"\x1f\x8b\x08" + body, b"\x78\x9c" + body, b"\x28\xb5\x2f\xfd" + body):
        assert len(undo(given_body, [coding], limit=limit).body) <= limit
