import json
import os
import random
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.store.packs.recipes import RecipeFinder, recreate

LIMIT = 1 << 22


@pytest.fixture
def text(page: Callable[..., bytes]) -> bytes:
    return page(1)


@pytest.mark.parametrize("level", range(1, 10))
@pytest.mark.parametrize("mem", [8, 9])
def test_every_usual_setting_is_found(gzipped: Callable[..., bytes], text: bytes, level: int, mem: int) -> None:
    body = gzipped(text, level, mem)
    found = RecipeFinder().find("radar", body, LIMIT)
    assert found is not None
    assert found[0] == text
    assert recreate(*found) == body
    assert len(found[1]) < 200


@pytest.mark.parametrize("level", [1, 6, 9])
def test_a_text_that_is_at_hand_gives_the_same_recipe(gzipped: Callable[..., bytes], text: bytes, level: int) -> None:
    for body in (gzipped(text, level), gzipped(text, level, flush_every=7777), zlib.compress(text, level)):
        assert RecipeFinder().find("radar", body, LIMIT, text) == RecipeFinder().find("radar", body, LIMIT)


@pytest.mark.parametrize("after", [b"\x00", b"garbage", b"\x00" * 8])
def test_bytes_after_the_stream_with_the_text_at_hand(gzipped: Callable[..., bytes], text: bytes, after: bytes) -> None:
    body = gzipped(text) + after
    found = RecipeFinder().find("radar", body, LIMIT, text)
    assert found is None or recreate(*found) == body


@pytest.mark.parametrize("every", [1000, 7777, 30_000])
def test_a_stream_that_was_flushed_on_the_way(gzipped: Callable[..., bytes], text: bytes, every: int) -> None:
    body = gzipped(text, 6, 8, flush_every=every)
    found = RecipeFinder().find("radar", body, LIMIT)
    assert found is not None
    assert recreate(*found) == body


def test_a_stream_that_was_flushed_after_its_last_byte_too(text: bytes) -> None:
    """As nginx sends what it passes on unbuffered: a flush after every piece, the last one included."""
    deflater = zlib.compressobj(5, zlib.DEFLATED, -15, 8)
    pieces = [text[at : at + 4096] for at in range(0, len(text), 4096)]
    deflated = b"".join(deflater.compress(piece) + deflater.flush(zlib.Z_SYNC_FLUSH) for piece in pieces)
    trailer = zlib.crc32(text).to_bytes(4, "little") + len(text).to_bytes(4, "little")
    body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + deflated + deflater.flush() + trailer
    found = RecipeFinder().find("radar", body, LIMIT)
    assert found is not None
    assert recreate(*found) == body


def test_headers_of_every_kind_are_kept(gzipped: Callable[..., bytes], text: bytes) -> None:
    named = b"\x1f\x8b\x08\x1c\x00\x00\x00\x00\x02\xff" + b"\x03\x00abc" + b"berkas\x00" + b"catatan\x00"
    for head in (named, b"\x1f\x8b\x08\x00\x65\x0e\x0f\x68\x02\xff"):
        body = gzipped(text, head=head)
        found = RecipeFinder().find("radar", body, LIMIT)
        assert found is not None
        assert recreate(*found) == body


def test_a_small_page_from_nginx_has_a_small_window() -> None:
    text = b"<p>halaman kecil</p>" * 20
    deflater = zlib.compressobj(1, zlib.DEFLATED, -10, 3)
    body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + deflater.compress(text) + deflater.flush()
    body += zlib.crc32(text).to_bytes(4, "little") + len(text).to_bytes(4, "little")
    found = RecipeFinder().find("radar", body, LIMIT)
    assert found is not None
    assert recreate(*found) == body


def test_a_zlib_stream_has_a_recipe_too(text: bytes) -> None:
    body = zlib.compress(text, 7)
    found = RecipeFinder().find("radar", body, LIMIT)
    assert found is not None
    assert recreate(*found) == body


def test_what_cannot_be_made_again_has_no_recipe(gzipped: Callable[..., bytes], text: bytes) -> None:
    good = gzipped(text)
    rng = random.Random(1)
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15, 8, zlib.Z_HUFFMAN_ONLY)
    strange = good[:10] + deflater.compress(text) + deflater.flush() + good[-8:]
    bodies = [
        b"", b"\x1f\x8b", text, strange, good[:-9], good[:200], good + b"123456789", good + good,
        good[:300] + bytes([good[300] ^ 255]) + good[301:], bytes(rng.randrange(256) for _ in range(500)),
        b"\x1f\x8b\x08\x08" + b"a" * 100, b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\x03\xff\xff" + b"b" * 40,
    ]  # fmt: skip
    for body in bodies:
        assert RecipeFinder().find("radar", body, LIMIT) is None
    assert RecipeFinder().find("radar", good, len(text) - 1) is None


def test_an_outlet_for_which_nothing_works_is_spared(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15, 8, zlib.Z_HUFFMAN_ONLY)
    strange = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + deflater.compress(text) + deflater.flush() + bytes(8)
    finder = RecipeFinder()
    tried: list[object] = []
    whole = zlib.compressobj
    monkeypatch.setattr(zlib, "compressobj", lambda *given: (tried.append(given), whole(*given))[1])
    for _ in range(3):
        assert finder.find("radar", strange, LIMIT) is None
    assert len(tried) >= 54
    tried.clear()
    for _ in range(20):
        assert finder.find("radar", strange, LIMIT) is None
    assert tried == []
    assert finder.find("lain", strange, LIMIT) is None
    assert tried


def test_what_worked_last_is_tried_first(gzipped: Callable[..., bytes], page: Callable[..., bytes]) -> None:
    finder = RecipeFinder()
    for number in range(3):
        found = finder.find("radar", gzipped(page(number), 9, 9), LIMIT)
        assert found is not None
        assert json.loads(found[1])["level"] == 9
    assert finder._last["radar"][0] == 9


def test_a_recipe_that_is_none_is_refused() -> None:
    wrong_level = json.dumps({"head": "", "tail": "", "level": "a", "mem": 8, "wbits": 15, "flushes": []})
    for recipe in ("", "{}", "[]", '{"head": "x"}', wrong_level):
        with pytest.raises(ValueError, match="not a recipe"):
            recreate(b"text", recipe)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000), st.integers(1, 9), st.lists(st.integers(0, 2000), max_size=4))
def test_what_is_found_always_gives_the_same_bytes(text: bytes, level: int, flushes: list[int]) -> None:
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15, 8)
    deflated, start = b"", 0
    for stop in sorted(flushes):
        deflated += deflater.compress(text[start:stop]) + deflater.flush(zlib.Z_SYNC_FLUSH)
        start = max(start, stop)
    deflated += deflater.compress(text[start:]) + deflater.flush()
    body = b"\x1f\x8b\x08\x00" + os.urandom(4) + b"\x00\x03" + deflated + bytes(8)
    found = RecipeFinder().find("radar", body, LIMIT)
    assert found is None or (found[0] == text and recreate(*found) == body)
