"""Lines that show how two readings differ, and the judgement whether an article is worse off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.models import Article, Image
from newsarchive.replay.excerpts import WIDTH, excerpt
from newsarchive.replay.judging import as_stored, differing, harms

WIB = timezone(timedelta(hours=7))
PARAGRAPHS = (
    "Warga desa itu menanam padi di sawah yang baru dibuka.",
    "Bupati datang pada pagi hari dan pulang sebelum hujan turun di kota.",
    "Panen diperkirakan jatuh pada bulan depan.",
)
STORED = Article(
    "https://radarcontoh.test/read/1/x", "radar-contoh", "article", PARAGRAPHS, title="Warga Menanam Padi",
    published_at=datetime(2025, 4, 28, 13, 22, tzinfo=WIB), published_on=date(2025, 4, 28), tags=("padi", "desa"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "now", "line"),
    [
        ("title", "Warga Menanam Jagung", "Warga Menanam [-Padi-]{+Jagung+} (18 -> 20 characters)"),
        ("title", None, "[-Warga Menanam Padi-] (18 -> 0 characters)"),
        ("subtitle", "Baru", "{+Baru+} (0 -> 4 characters)"),
        ("tags", ("padi", "panen"), "[-desa-]{+panen+} (2 -> 2)"),
        ("tags", ("desa", "padi"), "another order: desa; padi"),
        ("language", "id", "nothing -> id"),
        ("published_at", None, "2025-04-28T13:22:00+07:00 -> nothing"),
        ("images", (Image("//x.test/a.jpg", "Sawah", None),), "{+url //x.test/a.jpg, caption Sawah+} (0 -> 1)"),
    ],
)  # fmt: skip
def test_a_difference_in_a_line(name, now, line):
    assert excerpt(name, STORED, replace(STORED, **{name: now})) == line


def test_a_difference_deep_in_a_text_has_some_of_what_is_around():
    now = replace(STORED, body=(*PARAGRAPHS[:2], "Panen diperkirakan jatuh pada minggu depan.", "Baca juga: Pupuk."))
    line = excerpt("body", STORED, now)
    assert line == (
        "…Panen diperkirakan jatuh pada [-bulan depan-]{+minggu depan. ¶ Baca juga: Pupuk+}. (164 -> 182 characters)"
    )


def test_spelling_alone_is_shown_letter_by_letter():
    line = excerpt("title", STORED, replace(STORED, title="Warga\xa0Menanam Padi"))
    assert line.startswith("[-'Warga Menanam Padi'-]{+'Warga\\xa0Menanam Padi'+}")


TEXT = st.text(st.sampled_from("ab \n\xa0\u200b\x1b\u202e[-]{+}é.,1"), max_size=400)


@given(before=st.lists(TEXT, max_size=6), now=st.lists(TEXT, max_size=6), title=TEXT)
def test_any_two_texts_make_one_short_line(before, now, title):
    one = replace(STORED, body=tuple(before), title=title, tags=tuple(before))
    two = replace(STORED, body=tuple(now), title=None, tags=tuple(now))
    for name in ("body", "title", "tags"):
        line = excerpt(name, one, two)
        assert len(line) <= WIDTH
        assert line
        assert "\n" not in line


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"title": None}, ["title-lost"]),
        ({"title": ""}, ["title-lost"]),
        ({"body": ()}, ["body-lost"]),
        ({"body": PARAGRAPHS[:1]}, ["body-halved"]),
        ({"body": PARAGRAPHS[1:]}, []),
        ({"published_at": None}, []),
        ({"published_on": None, "body": (), "title": None}, ["title-lost", "body-lost", "date-lost"]),
    ],
)
def test_harm(change, found):
    assert list(harms(STORED, replace(STORED, **change))) == found


def test_an_article_without_text_loses_none():
    gallery = replace(STORED, body=(), title=None, published_on=None)
    assert list(harms(gallery, gallery)) == []


def test_fields_gained_lost_and_changed():
    now = replace(STORED, subtitle="Baru", tags=(), title="Lain", is_advertorial=True)
    marks = dict(differing(as_stored(STORED, STORED), as_stored(now, STORED)))
    assert marks == {"subtitle": "gained", "tags": "lost", "title": "changed", "is_advertorial": "changed"}


def test_what_an_import_adds_is_no_difference():
    """Its warning speaks of the times of keeping, which no parser sees."""
    doubt = "parts-apart: the pages of this article were fetched between a and b"
    stored = replace(STORED, warnings=("odd-date: x", doubt))
    assert as_stored(replace(STORED, warnings=("odd-date: x",)), stored).warnings == stored.warnings
