"""Made-up words: the look stays, the meaning goes, what parsers go by stays."""

import re

from hypothesis import given
from hypothesis import strategies as st

from newsarchive.gold.words import made_up

SENTENCE = "Warga Kampung menanam padi di sawah, kata Kepala Dusun, 12 April 2025."


def test_a_word_is_the_same_made_up_word_everywhere_in_the_case_it_stands_in() -> None:
    lower, title, upper = made_up("sawah Sawah SAWAH").split()
    assert lower != "sawah"
    assert (title, upper) == (lower.title(), lower.upper())


def test_no_word_of_a_sentence_is_left_but_those_of_function_and_date() -> None:
    left = set(re.findall(r"\w+", made_up(SENTENCE))) & set(re.findall(r"\w+", SENTENCE))
    assert left == {"di", "kata", "12", "April", "2025"}


def test_labels_zones_and_places_stay_for_the_parsers() -> None:
    for text in ("BACA JUGA:", "Penulis:", "Senin, 28 April 2025 13:22 WIB", "SURABAYA -", "ADVERTISEMENT"):
        assert made_up(text) == text


def test_a_brand_is_kept_by_the_words_of_its_host() -> None:
    keep = {"radarsenja", "id"}
    assert made_up("RADARSENJA.ID, radarsenjanews", keep) == "RADARSENJA.ID, radarsenjanews"
    assert "sejuk" not in made_up("radarsenja sejuk", keep)


@given(st.text(max_size=200))
def test_everything_but_letters_is_untouched(text: str) -> None:
    pattern = re.compile(r"[^\W\d_]+")
    assert pattern.sub("", made_up(text)) == pattern.sub("", text)
