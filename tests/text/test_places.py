"""Places by name: what each stands for, and what is left open."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.text.dateline import read_dateline
from newsarchive.text.places import Place, is_place, official_name, resolve_place

ROOT = Path(__file__).resolve().parents[2]
OUTLETS = ROOT / "../shared/facts/outlets.tsv"

ONE = [
    ("SURABAYA", "ID-JI", "35.78"),
    ("Kota Surabaya", "ID-JI", "35.78"),
    ("MEDAN", "ID-SU", "12.71"),
    ("LHOKSEUMAWE", "ID-AC", "11.73"),
    ("Badung", "ID-BA", "51.03"),
    ("KUTA", "ID-BA", "51.03"),
    ("UBUD", "ID-BA", "51.04"),
    ("Mataram", "ID-NB", "52.71"),
    ("Kabupaten Kediri", "ID-JI", "35.06"),
    ("Kota Kediri", "ID-JI", "35.71"),
    ("KAB. BANDUNG", "ID-JB", "32.04"),
    ("Kab.Kediri", "ID-JI", "35.06"),
    ("Tanjung Pinang", "ID-KR", "21.72"),
    ("TANJUNGPINANG", "ID-KR", "21.72"),
    ("Bau-Bau", "ID-SG", "74.72"),
    ("Lubuklinggau", "ID-SS", "16.73"),
    ("Padang Sidempuan", "ID-SU", "12.77"),
    ("Solo", "ID-JT", "33.72"),
    ("Ujung Pandang", "ID-SN", "73.71"),
    ("JAKSEL", "ID-JK", "31.74"),
    ("Kep. Seribu", "ID-JK", "31.01"),
    ("Cibinong", "ID-JB", None),  # Cianjur has a district of that name
    ("Singaparna", "ID-JB", "32.06"),
    ("Rangkasbitung", "ID-BT", "36.02"),
    ("Labuan Bajo", "ID-NT", "53.15"),
    ("TIMIKA", "ID-PT", "94.04"),
    ("Merauke", "ID-PS", "93.01"),
    ("Sofifi", "ID-MU", "82.72"),
    ("Tembagapura", "ID-PT", "94.04"),
    ("Kabupaten Pontianak", "ID-KB", "61.02"),
    ("Kotabaru", "ID-KS", "63.02"),
]
PROVINCES = [
    ("NTB", "ID-NB"), ("N.T.T.", "ID-NT"), ("Jatim", "ID-JI"), ("Jawa Tengah", "ID-JT"), ("JABAR", "ID-JB"),
    ("Kaltim", "ID-KI"), ("Sulsel", "ID-SN"), ("Sumbar", "ID-SB"), ("Babel", "ID-BB"), ("Kepri", "ID-KR"),
    ("Bali", "ID-BA"), ("Provinsi Riau", "ID-RI"), ("Jakarta", "ID-JK"), ("DKI Jakarta", "ID-JK"), ("Lombok", "ID-NB"),
    ("IKN", "ID-KI"), ("Papua Pegunungan", "ID-PE"), ("West Java", "ID-JB"), ("Aceh", "ID-AC"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "province", "regency"), ONE)
def test_a_name_that_one_place_goes_by(printed: str, province: str, regency: str | None) -> None:
    place = resolve_place(printed)
    assert (place.province, place.regency) == (province, regency)
    assert bool(place.candidates) == (regency is None)


@pytest.mark.parametrize(("printed", "province"), PROVINCES)
def test_a_province_and_an_island_have_no_regency(printed: str, province: str) -> None:
    assert resolve_place(printed) == Place(official_name(province) or "", province)


@pytest.mark.parametrize(
    ("printed", "province", "candidates"),
    [
        ("Kediri", "ID-JI", ("35.06", "35.71")),
        ("MALANG", "ID-JI", ("35.07", "35.73")),
        ("Bandung", "ID-JB", ("32.04", "32.73")),
        ("Tegal", "ID-JT", ("33.28", "33.76")),
        ("Bogor", "ID-JB", ("32.01", "32.71")),
        ("Bandung, Jawa Barat", "ID-JB", ("32.04", "32.73")),
        ("Sorong, Papua Barat", "ID-PD", ("96.01", "96.71")),
        ("Yogyakarta", "ID-YO", ("34.71", "ID-YO")),
        ("Jogja", "ID-YO", ("34.71", "ID-YO")),
        ("GORONTALO", "ID-GO", ("75.01", "75.71", "ID-GO")),
        ("Toraja", "ID-SN", ("73.18", "73.26")),
        ("Banjar", None, ("32.79", "63.03")),
        ("MARTAPURA", None, ("16.08", "63.03")),
        ("Wates", None, ("34.01", "35.05", "35.06")),
        ("Puncak", None, ("32.01", "94.05")),
        ("Irian Jaya", None, ("ID-PA", "ID-PB", "ID-PD", "ID-PE", "ID-PS", "ID-PT")),
        ("Medan, Bali", None, ("12.71", "ID-BA")),
    ],
)
def test_a_name_of_several_places_is_left_open_as_far_as_they_differ(
    printed: str, province: str | None, candidates: tuple[str, ...]
) -> None:
    name = printed if province is None else official_name(province)
    assert resolve_place(printed) == Place(name or "", province, None, candidates)


@pytest.mark.parametrize(
    ("printed", "regency"),
    [
        ("Mataram, NTB", "52.71"),
        ("KUTA, BALI", "51.03"),
        ("Banjar, Jawa Barat", "32.79"),
        ("Banjar, Kalsel", "63.03"),
        ("Banjar, Buleleng", "51.08"),
        ("Kepanjen, Malang", "35.07"),
        ("Wates, Kulon Progo", "34.01"),
        ("WATES, BLITAR", "35.05"),
        ("Tempel, Sleman", "34.04"),
        ("Lembang, Bandung Barat, Jawa Barat", "32.17"),
        ("Desa Watu, Kec. Pare, Kab. Kediri", "35.06"),
        ("Timika, Papua", "94.04"),  # as printed before 2022
        ("Tarakan, Kalimantan Timur", "65.71"),  # and before 2012
        ("Jakarta, Jakarta Selatan", "31.74"),
        ("Kota Kediri, Kediri, Jatim", "35.71"),
    ],
)
def test_a_later_part_tells_which_place_is_meant(printed: str, regency: str) -> None:
    place = resolve_place(printed)
    assert (place.regency, place.candidates) == (regency, ())
    assert place.name == official_name(regency)


@pytest.mark.parametrize(
    "printed",
    [
        "MANCHESTER", "Los Angeles", "Kuala Lumpur", "Malaka, Malaysia", "BANJARMASIH", "Kota", "Tempel", "NEGARA",
        "Desa Watu", "Kecamatan Tak Ada", "Kab. Surabaya", ",", "Jakarta Bandung", "-", "a, b, c, d, e", "x" * 200,
    ],
)  # fmt: skip
def test_places_abroad_misspelt_and_no_places_stay_unresolved(printed: str) -> None:
    assert resolve_place(printed) == Place(printed)


@pytest.mark.parametrize(
    ("text", "province", "regency"),
    [
        ("KUTA, KOMPAS.com - Warga", "ID-BA", "51.03"),
        ("Mataram, NTB (ANTARA News) - Warga", "ID-NB", "52.71"),
        ("IHRAM.CO.ID, BANJARMASIH -- Warga", None, None),
        ("REPUBLIKA.CO.ID, MANCHESTER— Warga", None, None),
        ("CIKARANG, RN — Warga", "ID-JB", "32.16"),
        ("BANDUNG, JAWA BARAT - Warga", "ID-JB", None),
        ("KABUPATEN CIREBON, iNewsCirebon.id - Warga", "ID-JB", "32.09"),
        ("Kab. Karawang, - Warga", "ID-JB", "32.15"),
        ("CILEDUG - Warga", None, None),
    ],
)
def test_from_the_dateline_to_the_place(text: str, province: str | None, regency: str | None) -> None:
    dateline = read_dateline(text)
    assert dateline is not None
    assert dateline.place is not None
    place = resolve_place(dateline.place)
    assert (place.province, place.regency) == (province, regency)


_PIECES = st.sampled_from(
    ["Kuta", "KAB.", "Kota ", "Jawa Barat", ",", ", ", "|", "kep.", "Sorong", ".", "\ud800", "Papua"]
)


@given(st.one_of(st.text(), st.lists(_PIECES).map(" ".join), st.lists(_PIECES).map("".join)))
def test_any_text_gives_codes_that_exist_or_none(printed: str) -> None:
    place = resolve_place(printed)
    is_place(printed)
    assert all(official_name(code) for code in (place.province, place.regency, *place.candidates) if code)
    assert len(place.candidates) != 1
    assert not (place.regency and place.candidates)


def test_nothing_printed_is_no_place() -> None:
    assert resolve_place(None) == resolve_place("") == Place("")


def test_what_a_dateline_may_name() -> None:
    for name in (
        "Manchester",
        "LOS ANGELES",
        "Surabaya",
        "Lombok",
        "Kep. Riau",
        "Singaparna",
        "Korea Selatan",
        "Kaltim",
    ):
        assert is_place(name), name


def test_districts_date_a_text_in_capitals_only_and_not_if_they_are_everyday_words() -> None:
    assert is_place("CILEDUG")
    assert not is_place("Ciledug")
    for name in ("TEMPEL", "Tempel", "KOTA", "Negara", "SUMBER", "Lima", ""):
        assert not is_place(name), name


def test_every_other_name_belongs_to_a_place_that_exists_and_says_which() -> None:
    text = (ROOT / "data/place_names.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    assert {row["kind"] for row in rows} == {"is", "in", "was", "abroad", "word"}
    for row in rows:
        if row["kind"] in ("is", "in", "was"):
            assert official_name(row["code"]) == row["of"], row
        else:
            assert not row["code"], row
        if row["kind"] in ("is", "in"):
            place = resolve_place(row["name"])
            assert row["code"] in (place.regency, place.province, *place.candidates), row
        if row["kind"] in ("abroad", "word"):
            assert resolve_place(row["name"]) == Place(row["name"]), row
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_every_official_name_resolves_to_its_code() -> None:
    text = (ROOT / "data/places.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        if len(row["code"]) == 5:
            assert resolve_place(row["name"]).regency == row["code"], row


def test_regency_codes_and_names_of_the_outlet_facts() -> None:
    if not OUTLETS.is_file():
        pytest.skip("needs ../shared/facts/outlets.tsv, which is not part of the repository")
    lines = [line for line in OUTLETS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["kemendagri_kab"]]
    assert len(rows) > 300
    for row in rows:
        place = resolve_place(row["kab_kota"])
        assert (place.regency, place.province) == (row["kemendagri_kab"], row["iso3166_2"]), row
