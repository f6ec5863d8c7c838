"""Bylines: who is named in which role, and what is no name of a person. All names are invented."""

from __future__ import annotations

import time

import pytest

from newsarchive.text.names import each_once, is_person_name, split_names, who
from newsarchive.text.people import People, read_people


def bylines(*texts: str) -> People:
    return read_people(bylines=texts, brands=("Hulu Pos", "hulupos.id"))


@pytest.mark.parametrize(
    ("texts", "authors", "editors"),
    [
        (("Penulis", ": Karto Wira", "Editor", ": Sri Lestari"), ["Karto Wira"], ["Sri Lestari"]),
        (("Penulis | : Karto Wira", "Editor | : Sri Lestari"), ["Karto Wira"], ["Sri Lestari"]),
        (("Redaktur", "|", ":", "Sri Lestari"), [], ["Sri Lestari"]),
        (("Rep: K31/ Red: Sri Lestari",), ["K31"], ["Sri Lestari"]),
        (("Rep: Karto Wira/        Red: Sri Lestari",), ["Karto Wira"], ["Sri Lestari"]),
        (("Redaktur & Reporter : Eko",), ["Eko"], ["Eko"]),
        (("Penulis/Editor: Eko",), ["Eko"], ["Eko"]),
        (("Oleh Karto Wira", "Editor: B Sri Lestari"), ["Karto Wira"], ["B Sri Lestari"]),
        (("Oleh : Karto Wira",), ["Karto Wira"], []),
        (("Oleh - Karto Wira",), ["Karto Wira"], []),
        (("by Karto Wira May 13, 2019",), ["Karto Wira"], []),
        (("Posted by Karto Wira on 13 Mei 2019",), ["Karto Wira"], []),
        (
            ("By Karto Wira", "Author", "Karto Wira", "Eko Yuwono", "Editor", "Sri"),
            ["Karto Wira", "Eko Yuwono"],
            ["Sri"],
        ),
        (
            ("Karto Wira, Sri Lestari", "Karto Wira", "Penulis", "Sri Lestari", "Editor"),
            ["Karto Wira"],
            ["Sri Lestari"],
        ),
        (("Karto Wira Penulis Sri Lestari Editor",), ["Karto Wira"], ["Sri Lestari"]),
        (("Karto Wira", "Jurnalis"), ["Karto Wira"], []),
        (("Karto Wira, Jurnalis-Jum'at, 24 Juli 2026 |15:07 WIB",), ["Karto Wira"], []),
        (("Karto Wira , Jurnalis - Kamis 09 Juli 2020 07:26 WIB",), ["Karto Wira"], []),
        (("Pewarta : Karto Editor : Sri Copyright © HULU 2017",), ["Karto"], ["Sri"]),
        (("Pewarta: Karto dan Eko/Wira Uploader: Sri",), ["Karto", "Eko", "Wira"], []),
        (("Penulis: Karto Tayang: Jumat, 24 Juli 2026 17:22 WIB",), ["Karto"], []),
        (("Karto Wira", "Editor : Sri"), ["Karto Wira"], ["Sri"]),
        (("Laporan Wartawan Tribun Hulu, Karto Wira",), ["Karto Wira"], []),
        (("Laporan Wartawan: Karto Wira",), ["Karto Wira"], []),
        (("Penulis: Karto Wira, S.Kom | Editor: Dr. Sri, M.Si.",), ["Karto Wira, S.Kom"], ["Dr. Sri, M.Si."]),
        (("Penulis", ": Kontributor Hulu Kota, Karto", "Editor", ": Sri"), ["Karto"], ["Sri"]),
        (("Rabu, 17 Juni 2015 | 22:26 WIB",), [], []),
        (("", "  ", "-"), [], []),
    ],
)
def test_roles_by_label(texts: tuple[str, ...], authors: list[str], editors: list[str]) -> None:
    people = bylines(*texts)
    assert (list(people.authors), list(people.editors)) == (authors, editors)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Karto Wira - huluNews", "Karto Wira"),
        ("Karto W R - Sepakbola", "Karto W R"),
        ("Karto Wira - 13 Oktober 2016 23:11 wib", "Karto Wira"),
        ("Karto Wira | Jumat, 19 Juni 2015 03:40", "Karto Wira"),
        ("Karto Wira (karto@hulupos.id)", "Karto Wira"),
        ("Karto Wira (Surabaya)", "Karto Wira"),
        ("KARTO WIRA", "KARTO WIRA"),
        ("Karto Wira Jurnalis", "Karto Wira"),
        ("dr. Karto Wira", "dr. Karto Wira"),
    ],
)
def test_what_is_printed_behind_a_name_is_no_part_of_it(text: str, name: str) -> None:
    assert read_people(authors=(text,)).authors == (name,)


def test_authors_and_editors_of_their_own_elements_and_each_once() -> None:
    people = read_people(authors=("Karto", "Karto Wira", "KARTO WIRA"), editors=("Editor: Sri", "Sri"))
    assert (people.authors, people.editors) == (("Karto Wira",), ("Sri",))


def test_contributors_are_authors_only_where_no_one_else_is() -> None:
    alone = bylines("Kontributor : Karto Wira", "Editor: Sri")
    assert (alone.authors, alone.contributors) == (("Karto Wira",), ("Karto Wira",))
    beside = bylines("Penulis: Eko", "Kontributor: Karto Wira")
    assert (beside.authors, beside.contributors) == (("Eko",), ("Karto Wira",))
    post = bylines("Kontributor Hulu Kota, Karto Wira")
    assert (post.authors, post.contributors) == (("Karto Wira",), ("Karto Wira",))


def test_photographers_sources_and_roles_without_a_field() -> None:
    people = bylines("Fotografer: Karto", "Sumber : The Hulu Post", "Uploader: Eko", "Penerjemah: Wira")
    assert people == People(photographers=("Karto",), source_credit="The Hulu Post")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("ANTARA", "ANTARA"),
        ("Pewarta: prwir", "prwir"),
        ("Agence France-Presse, HULU, South Hilir | World | Fri, June 19 2015, 7:36 AM", "Agence France-Presse"),
        ("Tim huluNews - hulupos", "Tim huluNews"),
        ("Tim Redaksi", "Tim Redaksi"),
        ("Reporter: Antara", "Antara"),
    ],
)
def test_agencies_and_desks_are_no_people(text: str, agency: str) -> None:
    people = bylines(text)
    assert (people.authors, people.agency) == ((), agency)


@pytest.mark.parametrize(
    "text",
    ["Admin", "by Admin", "Hulu Pos", "hulupos.id", "Hulu Pos developer", "Harian Hilir", "Jakarta, CNN Indonesia"],
)
def test_houses_and_accounts_are_no_people_and_told(text: str) -> None:
    people = bylines(text)
    assert (people.authors, people.agency) == ((), None)
    assert people.doubts[0].startswith("byline-no-person: ")


def test_a_place_behind_a_name_is_told() -> None:
    people = bylines("Karto Wira, Surabaya")
    assert people.authors == ("Karto Wira",)
    assert people.doubts == ("byline-place: 'Surabaya' behind a name is taken for a place",)


@pytest.mark.parametrize("name", ["Karto Wira", "KARTO", "K31", "Bima Sakti", "Dr. Sri, M.Si"])
def test_person_names(name: str) -> None:
    assert is_person_name(name, ("Hulu Pos",))


@pytest.mark.parametrize(
    "name",
    [
        *("", "Hulu Pos", "HULU  POS", "Admin", "Redaksi", "Jurnalis", "BBC News Indonesia", "https://fb.test/hulupos"),
        *("karto@hulupos.id", "www.hulupos.co.id", "PT Hulu Pos Media", "2019", "kata " * 8, "Tim Liputan", "Senin"),
    ],
)
def test_no_person_names(name: str) -> None:
    assert not is_person_name(name, ("Hulu Pos",))


def test_kinds_of_names() -> None:
    kinds = [who(name) for name in ("Karto", "AFP", "Tim Liputan", "Admin")]
    assert kinds == ["person", "agency", "desk", "house"]


def test_names_are_parted_and_each_is_named_once() -> None:
    assert split_names(" Eko, Sri & Eko; Karto dan Dani Dandi |") == ("Eko", "Sri", "Karto", "Dani Dandi")
    assert split_names(" , | ") == ()
    assert each_once(["Karto Wira", "karto wira", "Karto", "Sri", "Sri L"]) == ("Karto Wira", "Sri L")


def test_a_long_text_is_no_byline() -> None:
    people = bylines("Penulis: " + "Karto " * 100)
    assert people.authors == ()
    assert people.doubts[0].startswith("byline-too-long: ")


@pytest.mark.parametrize("part", ["Penulis ", "oleh ", "a, ", "- ", "(", "| : ", "karto@", "1 ", "Kontributor Hulu, "])
def test_hostile_bylines_cost_little(part: str) -> None:
    began = time.process_time()
    read_people(authors=[part * (400 // len(part))], bylines=[part * 100_000, part * (399 // len(part))] * 3)
    assert time.process_time() - began < 0.5


def test_a_comma_behind_a_name_makes_no_list_of_it() -> None:
    people = read_people(authors=["Kontributor Telaga Biru, Wulan Asri,"])
    assert (people.authors, people.contributors) == (("Wulan Asri",), ("Wulan Asri",))


def test_a_notice_where_a_byline_stands_names_no_one() -> None:
    people = read_people(authors=["Dilarang keras mengambil konten, menyalin atau mengindeks untuk mesin"])
    assert people.authors == ()
    assert people.doubts


def test_a_label_glued_to_its_name_is_a_label() -> None:
    assert read_people(authors=["OlehKarto Wira"]).authors == ("Karto Wira",)
    assert read_people(bylines=["PenulisKarto WiraEditorSari Dewi"]).editors == ("Sari Dewi",)
    assert read_people(authors=["Editha Wira"]).authors == ("Editha Wira",)
