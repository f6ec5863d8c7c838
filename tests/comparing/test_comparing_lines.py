"""A compared text in lines: the new paragraphs in order, and what was taken out beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.comparing.articles import PictureChange, ValueChange, compare
from newsarchive.comparing.lines import PILCROW, Gap, Line, lines_of, with_gaps
from newsarchive.comparing.words import compare_texts
from newsarchive.models import Article, Image

WORDS = ("warga", "pasar", "harga", "di", "yang", "naik", "12", "Sari", "kata,", "hujan.")
paragraphs = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), max_size=6).map(tuple)


def told(lines: list[Line]) -> list[str]:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return ["".join(marks[s.kind].format(s.text) for s in line.segments) for line in lines]


@given(paragraphs, paragraphs)
@example(("a b",), ("a", "b"))
@example(("satu dua tiga empat lima", "enam"), ("enam", "satu dua tiga empat lima"))
def test_the_lines_hold_the_new_paragraphs_in_order(before: tuple[str, ...], now: tuple[str, ...]):
    lines = list(lines_of(compare_texts(before, now)))
    kept = ["".join(s.text for s in line.segments if s.kind != "removed" and s.text != PILCROW) for line in lines]
    assert [text for text in kept if text] == list(now)
    gone = "".join(s.text for line in lines for s in line.segments if s.kind != "added" and s.text != PILCROW)
    assert gone.split() == " ".join(before).split() or "".join(gone.split()) == "".join("".join(before).split())
    assert all("\n" not in s.text for line in lines for s in line.segments)


@given(paragraphs, paragraphs, st.integers(0, 3))
def test_gaps_leave_out_only_what_did_not_change(before: tuple[str, ...], now: tuple[str, ...], context: int):
    change = compare_texts(before, now)
    lines, shown = list(lines_of(change)), list(with_gaps(lines_of(change), context))
    assert sum(part.count if isinstance(part, Gap) else 1 for part in shown) == len(lines)
    assert [part for part in shown if isinstance(part, Line) and part.is_changed] == [x for x in lines if x.is_changed]
    assert all(part.count > 0 for part in shown if isinstance(part, Gap))


@pytest.mark.parametrize(
    ("before", "now", "wanted"),
    [
        (("Satu.", "Dua."), ("Satu. Dua.",), ["Satu[-.-][-¶-]{+. +}Dua."]),
        (("Satu. Dua.",), ("Satu.", "Dua."), None),
        (("Satu.", "Dua.", "Tiga."), ("Satu.", "Tiga."), ["Satu.", "[-Dua.-]", "Tiga."]),
        (("Satu.", "Tiga."), ("Satu.", "Dua.", "Tiga."), ["Satu.", "{+Dua.+}", "Tiga."]),
        (("Dua.", "Satu."), ("Satu.",), ["[-Dua.-]", "Satu."]),
        (("Satu.",), ("Dua.", "Satu."), ["{+Dua.+}", "Satu."]),
    ],
)
def test_breaks(before: tuple[str, ...], now: tuple[str, ...], wanted: list[str] | None):
    lines = told(list(lines_of(compare_texts(before, now))))
    if wanted is None:  # the reverse of the first: two lines, and the break that came is marked
        assert len(lines) == 2
        assert PILCROW in lines[0]
    elif PILCROW in wanted[0]:
        assert len(lines) == 1
        assert f"[-{PILCROW}" in lines[0]
    else:
        assert lines == wanted


OLD = Article(
    url="https://radarwatu.test/read/7/pasar",
    outlet="radar-watu",
    kind="article",
    body=("Harga naik 12 persen.",),
    title="Harga Naik",
    published_at=datetime(2026, 2, 23, 17, 18, tzinfo=timezone(timedelta(hours=7))),
    authors=("Sari", "Budi"),
    tags=("pasar",),
    images=(
        Image("https://radarwatu.test/a1.jpg", "Pasar.", None),
        Image("https://radarwatu.test/b2.jpg", "Kios.", None),
    ),
)


def test_an_article_with_itself():
    assert compare(OLD, OLD).is_empty
    later = replace(OLD, body=("Harga  naik 12 persen.", "Dibaca 5 kali"), authors=("Budi", "Sari"))
    assert compare(OLD, later).is_empty


def test_pictures():
    one, two = OLD.images
    three = Image("https://radarwatu.test/c3.jpg", None, None)
    cases: list[tuple[tuple[Image, ...], list[PictureChange]]] = [
        ((one,), [PictureChange("removed", two, None)]),
        ((one, two, three), [PictureChange("added", None, three)]),
        ((two, one), [PictureChange("moved", two, two)]),
        ((one, replace(two, caption="Los.")), [PictureChange("caption", two, replace(two, caption="Los."))]),
        ((replace(two, caption="Los."), one), [PictureChange("caption", two, replace(two, caption="Los."))]),
        ((three,), [PictureChange(kind, *pair) for kind, pair in (
            ("removed", (one, None)), ("removed", (two, None)), ("added", (None, three)))]),
    ]  # fmt: skip
    for images, wanted in cases:
        assert list(compare(OLD, replace(OLD, images=images)).pictures) == wanted, images
    many = tuple(Image(f"https://radarwatu.test/{n}.jpg") for n in range(20_000))
    (moved,) = compare(replace(OLD, images=many), replace(OLD, images=many[::-1])).pictures
    assert moved.kind == "moved"


def test_values_and_lists():
    later = replace(OLD, authors=("Budi", "Wulan"), section="Kota", title=None, is_advertorial=True)
    found = compare(OLD, later)
    assert found.values == (ValueChange("section", None, "Kota"), ValueChange("is_advertorial", False, True))
    ((field, removed, added),) = [(x.field, x.removed, x.added) for x in found.lists]
    assert (field, removed, added) == ("authors", ("Sari",), ("Wulan",))
    assert found.title is not None
    assert (found.words_added, found.words_removed) == (0, 2)
