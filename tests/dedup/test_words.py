import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup import body_hash, content_hash, normalise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jum'at, 3-4 Mei!", b"jum at 3 4 mei"),
        ("JUM’AT — 3–4\xa0Mei…", b"jum at 3 4 mei"),
        ("snake_case", b"snake case"),
        ("re\xaddak\u200bsi\ufeff", b"redaksi"),
        ("ﬁnal ½ Ⅳ", b"final 1 2 iv"),
        ("Café CAFE\u0301", "café café".encode()),
        ("STRASSE straße", b"strasse strasse"),
        ("", b""),
        ("...", b""),
        ("10.000 rupiah", b"10 000 rupiah"),
    ],
)
def test_normalise_keeps_words_only(text: str, words: bytes) -> None:
    assert normalise(text) == words


def test_the_quick_way_for_ascii_agrees_with_the_general_rule() -> None:
    for code in range(128):
        text = f"a{chr(code)}B"
        # A letter outside ASCII, afterwards taken off again, sends the text the general way.
        assert normalise(f"{text} é") == normalise(text) + " é".encode()


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once.decode("utf-8", "surrogatepass")) == once


@given(st.text(max_size=100))
def test_any_text_has_a_hash(text: str) -> None:
    assert len(content_hash(text, [text])) == 64


def test_copies_have_one_body_hash() -> None:
    original = ["WATU - Hujan deras mengguyur kota.", "Warga mengungsi ke balai desa."]
    copy = ["WATU – Hujan deras  mengguyur kota. Warga", "“mengungsi” ke balai desa"]
    assert body_hash(original) == body_hash(copy)
    assert content_hash("Banjir", original) == content_hash("BANJIR!", copy)
    assert content_hash("Banjir", original) != content_hash("Longsor", original)
    assert body_hash(original) != body_hash(original[:1])


def test_words_do_not_wander_between_title_and_body() -> None:
    assert content_hash("Banjir", ["Watu besar"]) != content_hash("Banjir Watu", ["besar"])
    assert content_hash(None, ["x"]) == content_hash("", ["x"])


def test_the_hash_is_what_it_says() -> None:
    assert body_hash(["Satu, dua."]) == hashlib.sha256(b"satu dua").hexdigest()
    assert content_hash("Judul", ["Satu, dua."]) == hashlib.sha256(b"judul\nsatu dua").hexdigest()
