"""How texts end: initials, stars, agencies."""

from __future__ import annotations

import pytest

from newsarchive.text.signoff import SignOff, read_sign_off


@pytest.mark.parametrize(
    "sign",
    [
        *(
            "(abc)",
            "(abc/def)",
            "(kpl/pur/tch)",
            "(Abc/Def)",
            "[fiq/suf]",
            "(H-4)",
            "(FHM)",
            "(SUSANTO/PRO2)",
            "(*/jpnn)",
        ),
        *("(*/zai )", "(Hulunews.com/Karto Wira)"),
    ],
)
def test_alone_it_is_taken_out_and_behind_a_sentence_it_is_read(sign: str) -> None:
    alone = read_sign_off(("Kata satu.", sign))
    assert (alone.initials, [number for number, _ in alone.taken]) == (sign, [1])
    behind = read_sign_off(("Kata satu.", f"Kata dua. {sign}"))
    assert (behind.initials, behind.taken) == (sign, ())


def test_a_whole_name_behind_the_last_sentence_is_no_initials() -> None:
    for text in ("Kata dua. (Karto Wira)", "“Ya,” katanya. (Sri Hulu Lestari).", "Kata dua.(KARTO WIRA)"):
        assert read_sign_off(("Kata satu.", text)) == SignOff()
    alone = read_sign_off(("Kata satu.", "(Karto Wira)"))
    assert (alone.initials, alone.taken) == ("(Karto Wira)", ((1, "sign-off"),))


@pytest.mark.parametrize("stars", ["***", "(*)", "(***)", "-----", "* * *"])
def test_stars_name_no_one(stars: str) -> None:
    end = read_sign_off(("Kata satu.", stars))
    assert (end.initials, end.taken) == (None, ((1, "stars"),))
    assert read_sign_off(("Kata satu. " + stars,)).initials is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Ia tinggal di gang kecil (dekat pasar).",
            "Peristiwa itu pada Kamis (21/1/2021).",
            "Badan itu (WHO)",
            "Kata.",
        ),
        *("(Bersambung)", "(21/1/2021)", "(Kata ini panjang dan bukan tanda siapa pun.)", "Harga turun. (foto)"),
        *("SELAMAT MENCOBA", "Antara lain di Slawi", "“Ya,” katanya."),
    ],
)
def test_prose_is_no_sign_off(text: str) -> None:
    end = read_sign_off(("Kata satu.", text))
    assert (end.initials, end.agency, end.taken) == (None, None, ())


def test_an_ending_of_several_lines() -> None:
    end = read_sign_off(("Kata satu.", "Kata dua.", "(abc/def)", "-----", "***"))
    assert end.initials == "(abc/def)"
    assert end.taken == ((4, "stars"), (3, "stars"), (2, "sign-off"))


def test_initials_above_a_line_that_no_rule_knows() -> None:
    end = read_sign_off(("Kata satu.", "(abc/def)", "Baris asing di bawah"))
    assert (end.initials, end.taken) == ("(abc/def)", ((1, "sign-off"),))


@pytest.mark.parametrize(
    ("line", "agency", "byline"),
    [
        ("ANTARA", "ANTARA", None),
        ("KARTO WIRA | ANTARA", None, "KARTO WIRA | ANTARA"),
        ("(Antara)", "Antara", None),
        ("AFP", "AFP", None),
    ],
)
def test_agencies_at_the_end(line: str, agency: str | None, byline: str | None) -> None:
    end = read_sign_off(("Kata satu.", line))
    assert (end.agency, end.byline, end.initials) == (agency, byline, None)
    assert [number for number, _ in end.taken] == [1]


def test_capitals_are_a_writer_only_in_a_house_that_signs_so() -> None:
    lines = ("Kata satu.", "KARTO WIRA")
    assert read_sign_off(lines, ("Hulu Pos",)).byline is None
    signed = read_sign_off(lines, ("Tempo",))
    assert (signed.byline, len(signed.doubts)) == ("KARTO WIRA", 1)


def test_a_text_of_nothing_but_a_sign_off_stays() -> None:
    assert read_sign_off(("(abc)",)).taken == ()
    assert read_sign_off(()).initials is None


@pytest.mark.parametrize(
    ("end", "initials", "agency"),
    [
        ("Jembatan itu dibuka. (ANTARA)", None, "ANTARA"),
        ("Jembatan itu dibuka.(Reuters)***", None, "Reuters"),
        ("Jembatan itu dibuka. (Antara/abc)", "(Antara/abc)", "Antara"),
        ("(Antara/abc)", "(Antara/abc)", "Antara"),
        ("Jembatan itu dibuka. (ant/abc)", "(ant/abc)", None),  # so short it may be anybody
        ("Jembatan itu dibuka. (Watu)", "(Watu)", None),
        ("Jembatan itu dibuka kantor berita (Antara)", None, None),  # a part of the sentence
    ],
)
def test_an_agency_in_brackets_behind_the_text_is_whose_text_it_is(
    end: str, initials: str | None, agency: str | None
) -> None:
    signed = read_sign_off(["Watu - Hujan turun sejak pagi.", end])
    assert (signed.initials, signed.agency) == (initials, agency)
