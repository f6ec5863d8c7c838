"""The word diff: applied it gives the new text, turned round it gives the old one, and it ends on any input."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.comparing.alignment import aligned
from newsarchive.comparing.boring import text_form
from newsarchive.comparing.tokens import BREAK
from newsarchive.comparing.words import MOST_PARAGRAPHS, MOST_WORDS, TextChange, compare_texts

WORDS = ("warga", "pasar", "harga", "di", "yang", "naik", "12", "13.500", "Sari", "–", "kata,", "“panen”", "hujan.")
paragraphs = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), min_size=0, max_size=6
).map(tuple)
any_text = st.lists(st.text(min_size=1, max_size=30).filter(lambda t: BREAK not in t), max_size=4).map(tuple)


def applied(change: TextChange) -> str:
    return "".join(piece.text for piece in change.pieces if piece.kind != "removed")


def undone(change: TextChange) -> str:
    return "".join(piece.text if piece.was is None else piece.was for piece in change.pieces if piece.kind != "added")


def marked(change: TextChange) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in change.pieces)


@given(paragraphs | any_text, paragraphs | any_text)
@example(("a b",), ("a", "b"))
@example(("a", "b"), ("a b",))
@example(("x",), ("y", "x"))
@example(("y", "x"), ("x",))
@example(("\u200b",), ("a",))
@example(("“a”",), ('"a"', "''"))
def test_it_leads_from_one_text_to_the_other_and_back(before: tuple[str, ...], now: tuple[str, ...]):
    change = compare_texts(before, now)
    assert applied(change) == BREAK.join(now)
    assert undone(change) == BREAK.join(before)
    assert not change.is_coarse


@given(paragraphs | any_text, paragraphs | any_text)
def test_the_other_way_round_it_tells_the_same(before: tuple[str, ...], now: tuple[str, ...]):
    there, back = compare_texts(before, now), compare_texts(now, before)
    assert (there.words_added, there.words_removed) == (back.words_removed, back.words_added)
    assert there.is_change is back.is_change
    turned = {"removed": "added", "added": "removed"}
    for kind, other in turned.items():
        one = "".join(piece.text for piece in there.pieces if piece.kind == kind)
        assert one == "".join(piece.text for piece in back.pieces if piece.kind == other)


@given(paragraphs | any_text)
def test_equal_texts_do_not_differ(text: tuple[str, ...]):
    change = compare_texts(text, text)
    assert not change.is_change
    assert [piece.kind for piece in change.pieces] in ([], ["same"])
    assert (change.words_added, change.words_removed) == (0, 0)


@given(paragraphs, paragraphs)
def test_the_words_that_are_counted_are_the_difference_in_length(before: tuple[str, ...], now: tuple[str, ...]):
    change = compare_texts(before, now)

    def count(text: tuple[str, ...]) -> int:
        return sum(any(c.isalnum() for c in word) for paragraph in text for word in paragraph.split())

    moved = {
        kind: tuple(p.text for p in change.pieces if p.is_moved and p.kind == kind) for kind in ("removed", "added")
    }
    assert count(now) - count(before) == change.words_added - change.words_removed
    assert count(moved["added"]) == count(moved["removed"])


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (("Tiga warga luka.",), ("Lima warga luka.",), "[-Tiga -]{+Lima +}warga luka."),
        (("Rp1.500 per kilogram",), ("Rp1,500 per kilogram",), "[-Rp1.500 -]{+Rp1,500 +}per kilogram"),
        (("Harga naik",), ("Harga beras naik",), "Harga {+beras +}naik"),
        (("A satu", "B dua", "C tiga"), ("A satu", "C tiga"), "A satu[-\n\nB dua-]\n\nC tiga"),
        # one sentence replaced reads better than its words with 'di' kept between
        (
            ("Banjir di kota.",),
            ("Warga di sana.",),
            "[-Banjir di kota-]{+Warga di sana+}.",
        ),
        # two paragraphs that became one
        (
            ("Hujan turun sejak pagi.", "Sungai meluap sore hari."),
            ("Hujan turun sejak pagi. Sungai meluap sore hari kemarin.",),
            "Hujan turun sejak pagi. [-\n\n-]Sungai meluap sore hari {+kemarin+}.",
        ),
        # what differs only in how it is written is the same, in the new spelling
        (("“Naik,” kata Sari — tegas.",), ('"Naik," kata Budi - tegas.',), '"Naik," kata [-Sari -]{+Budi +}- tegas.'),
    ],
)
def test_examples(before: tuple[str, ...], now: tuple[str, ...], told: str):
    assert marked(compare_texts(before, now)) == told


def test_a_moved_paragraph_is_not_counted():
    one, two, three = "Hujan turun sejak pagi hari.", "Sungai meluap pada sore hari.", "Warga mengungsi ke balai desa."
    change = compare_texts((one, two, three), (three, one, "Bupati datang meninjau.", two))
    assert [(piece.kind, piece.text) for piece in change.pieces if piece.is_moved] == [
        ("added", three), ("removed", three),
    ]  # fmt: skip
    assert (change.words_added, change.words_removed) == (3, 0)


def test_a_short_paragraph_is_not_moved():
    change = compare_texts(("Video:", "Hujan turun sejak pagi hari."), ("Hujan turun sejak pagi hari.", "Video:"))
    assert not any(piece.is_moved for piece in change.pieces)
    assert (change.words_added, change.words_removed) == (1, 1)


def hostile() -> dict[str, tuple[str, str]]:
    rng = random.Random(1)
    return {
        "all the same": ("a " * 9_000, "a " * 8_999),
        "two words": (" ".join("ab"[i % 2] for i in range(9_000)), " ".join("ab"[i % 3 == 0] for i in range(9_000))),
        "few words": (" ".join(rng.choices("abcdef", k=9_000)), " ".join(rng.choices("abcdef", k=9_000))),
        "nothing in common": (" ".join(f"a{i}" for i in range(9_000)), " ".join(f"b{i}" for i in range(9_000))),
        "marks": ("!?" * 4_000, "?!" * 4_500),
        "one long word": ("a" * 2_000_000, "a" * 1_999_999 + "b"),
        "white space": (" " * 500_000 + "a", "a" + " " * 500_000),
        "invisible": ("\u200b \xad" * 3_000, "\xad \u200b" * 3_001),
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_texts_end_soon(name: str):
    """Each takes at most two seconds; an aligner that is quadratic or worse would not come to an end here."""
    before, now = hostile()[name]
    change = compare_texts((before,), (now,))
    assert applied(change) == now
    assert undone(change) == before


def test_a_text_beyond_the_limit_keeps_its_ends_and_is_said_to_be_coarse():
    middle = [f"w{i}" for i in range(MOST_WORDS + 5)]
    change = compare_texts((" ".join(["awal", *middle, "akhir"]),), (" ".join(["awal", *reversed(middle), "akhir"]),))
    assert change.is_coarse
    assert [piece.kind for piece in change.pieces] == ["same", "removed", "added", "same"]
    assert change.words_added == change.words_removed == len(middle)


def test_more_paragraphs_than_the_limit():
    many = tuple(f"Alinea {i}" for i in range(MOST_PARAGRAPHS + 1))
    change = compare_texts(many, (*many[:5], "Sisipan", *many[5:]))
    assert marked(change).count("{+") == 1
    assert change.words_added == 1


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12), st.sampled_from([3, 100]))
def test_blocks_lead_from_one_list_to_the_other(before: list[int], now: list[int], most: int):
    blocks = list(aligned(before, now, most))
    assert [x for block in blocks for x in before[block.i1 : block.i2]] == before
    assert [x for block in blocks for x in now[block.j1 : block.j2]] == now
    assert all(before[b.i1 : b.i2] == now[b.j1 : b.j2] for b in blocks if b.is_same)
    assert all(b.i1 < b.i2 or b.j1 < b.j2 for b in blocks)


def test_every_token_has_the_form_of_its_text():
    assert text_form("anak–anak") == "anak-anak"
    change = compare_texts(("anak–anak 2020–2024",), ("anak-anak 2020-2025",))
    assert marked(change) == "anak-anak [-2020–2024-]{+2020-2025+}"
