"""The rules file is tested from itself; a bad one is refused; prose that looks like a rule is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsarchive.errors import RegistryError
from newsarchive.text.noise import Rule, load_noise, match_form

RULES = load_noise().rules

GOOD = """
[[rule]]
name = "ad"
kind = "media"
applies = "whole"
pattern = 'iklan'
starts = ["iklan"]
matches = ["Iklan", "IKLAN"]
keeps = ["Iklan rokok dilarang.", "Papan iklan roboh."]
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_on_its_own_examples(rule: Rule) -> None:
    assert len(rule.matches) >= 2
    assert len(rule.keeps) >= 2
    for example in rule.matches:
        form = match_form(example)
        assert rule.find(form, form.lower()), example
    for example in rule.keeps:
        form = match_form(example)
        assert not rule.find(form, form.lower()), example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_in_every_case_with_odd_spaces_and_zero_width_characters(rule: Rule) -> None:
    for example in rule.matches:
        dirty = "\ufeff " + example.replace(" ", "\u00a0\u200b ") + " \u200b"
        form = match_form(dirty)
        assert rule.find(form, form.lower()), dirty


def test_every_kind_and_every_way_to_apply_is_used() -> None:
    assert {rule.kind for rule in RULES} == {
        *("related", "promotion", "media", "credit", "byline", "signoff", "boilerplate", "heading", "paging")
    }
    assert {rule.applies for rule in RULES} == {"whole", "head", "tail", "stop"}


@pytest.mark.parametrize("first", RULES, ids=lambda rule: rule.name)
def test_what_one_rule_keeps_no_rule_drops_anywhere(first: Rule) -> None:
    """Only rules for the end of a page, for the part of a paragraph, or of a neighbouring kind may speak of it."""
    noise = load_noise()
    for example in first.keeps:
        match = noise.match(example)
        assert match is None or match.rule.applies != "whole" or match.rule.kind == first.kind, (example, match)


# The cautions: the very words of the rules, in ordinary sentences.
PROSE = [
    "Simak tiga hal berikut sebelum membeli sawah.",
    "Simak pesan ketua panitia sebelum berangkat.",
    "Dilansir dari laman resmi dinas, harga beras turun.",
    "Dikutip dari keterangan polisi, pelaku sudah menyerah.",
    "Sumber air di tiga dusun mulai kering sejak Juni.",
    "Sumber foto itu tidak diketahui, kata penjaga museum.",
    "Pilihan warga jatuh pada calon nomor dua.",
    "Ikuti langkah berikut agar akun tetap aman.",
    "Ikuti jejak kakaknya, Sri menjadi guru.",
    "Iklan di tepi jalan itu roboh diterpa angin.",
    "Foto keluarga itu dipajang di ruang tamu.",
    "Foto: begitu warga menyebut lukisan tua itu, yang dibuat pada masa lalu.",
    "Gabung klub itu sejak 2019, ia kini menjadi kapten.",
    "Bagikan hasil panen kepada tetangga, pesan kakeknya.",
    "Baca buku itu perlu waktu: paling tidak seminggu.",
    "Warga bisa baca juga pengumuman itu di balai desa.",
    "Editor film itu bekerja sendirian selama setahun.",
    "Penulis buku itu lahir di tepi danau.",
    "Oleh karena itu, rapat ditunda sampai pekan depan.",
    "Oleh-oleh khas hulu dijual di terminal.",
    "Laporan warga diterima petugas sebelum subuh.",
    "Terkini, dua jembatan sudah dibuka kembali.",
    "Share lokasi dikirim korban sebelum hilang.",
    "Tag nama dibagikan kepada seluruh peserta.",
    "Selanjutnya, panitia membagikan bibit padi.",
    "Halaman rumah itu penuh daun jati.",
    "Catatan: rapat dimulai pukul delapan.",
    "Copyright menjadi pokok sengketa kedua penulis.",
    "Unduh aplikasi dompet di ponsel masing-masing.",
    "Klik menu daftar, lalu isi nama.",
    "“Ya,” katanya.",
    "- Kapasitas : 9 kg",
    "1. Kipas HWA-M905P (Harga sekitar Rp 300.000)",
    "5. Kampung Lintang",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_in_the_words_of_rules_is_no_noise(text: str) -> None:
    assert load_noise().match(text) is None


def test_match_tells_rule_kind_and_groups() -> None:
    match = load_noise().match("Sumber :\u00a0hulupos.id")
    assert match is not None
    assert (match.rule.name, match.rule.kind, match.rule.applies) == ("source-credit", "credit", "stop")
    assert match.groups == {"outlet": "hulupos.id"}


def test_sign_offs_and_the_mark_of_paid_texts() -> None:
    noise = load_noise()
    assert all(noise.is_sign_off(text) for text in ("(rdh)", "(*)", "***", "[fiq/suf]", "(boy/hulu)"))
    assert not any(noise.is_sign_off(text) for text in ("Selesai. (rdh)", "(3/9/2025)", "Kata", ""))
    assert all(noise.is_advertorial(text) for text in ("Selesai. (adv)", "Selesai.(ADV/eko)", "Usai [adv]."))
    assert not any(noise.is_advertorial(text) for text in ("Kata (adv) di tengah.", "Selesai. (rdh)", ""))


def test_clean_text_is_matched_as_it_is() -> None:
    text = "“Kami siap,” kata Karto (54), Kamis — begitu."
    assert match_form(text) is text
    assert match_form("A\u00a0B  C\u200b…") == "A B C..."


def write(folder: Path, text: str) -> Path:
    path = folder / "noise.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    noise = load_noise(write(tmp_path, GOOD))
    match = noise.match("IKLAN")
    assert match is not None
    assert match.rule.name == "ad"
    assert noise.match("Iklan rokok dilarang.") is None


@pytest.mark.parametrize(
    ("old", "new", "field", "why"),
    [
        ('name = "ad"', 'name = "Ad Block"', "name", "not kebab-case"),
        ('name = "ad"', "", "name", "not empty"),
        ('kind = "media"', 'kind = "other"', "kind", "not one of"),
        ('applies = "whole"', 'applies = "middle"', "applies", "not one of"),
        ("pattern = 'iklan'", "pattern = 'ikl(an'", "pattern", "does not compile"),
        ("pattern = 'iklan'", "pattern = '(?P<who>iklan)'", "pattern", "a group called 'who'"),
        ("pattern = 'iklan'", "pattern = 7", "pattern", "not empty"),
        ('starts = ["iklan"]', "", "starts", "either"),
        ('starts = ["iklan"]', 'starts = ["iklan"]\nhas = ["iklan"]', "starts", "either"),
        ('starts = ["iklan"]', 'starts = ["IKLAN"]', "starts", "lower case"),
        ('starts = ["iklan"]', 'starts = ["ads"]', "matches", "does not match its example 'Iklan'"),
        ('"IKLAN"]', '"Papan"]', "matches", "does not match its example 'Papan'"),
        ('matches = ["Iklan", "IKLAN"]', 'matches = ["Iklan"]', "matches", "at least two"),
        ('"Papan iklan roboh."]', '"iklan"]', "keeps", "must keep: 'iklan'"),
        ('"Papan iklan roboh."]', "5]", "keeps", "list of texts"),
        ('kind = "media"', 'kind = "media"\ncolour = "red"', "colour", "not a field"),
    ],
)
def test_a_bad_rule_is_refused_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, field: str, why: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD + GOOD.replace('"ad"', '"other"').replace(old.replace('"ad"', '"other"'), new))
    with pytest.raises(RegistryError, match=why) as caught:
        load_noise(path)
    assert (caught.value.path, caught.value.line, caught.value.field) == (str(path), 11, field)
    assert str(path) in str(caught.value)


def test_two_rules_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="two rules are called 'ad'") as caught:
        load_noise(write(tmp_path, GOOD + GOOD))
    assert caught.value.line == 11


@pytest.mark.parametrize("text", ["rule = 1", "rule = [1, 2]", "[other]\nx = 1", "", "[[rule", "a = 'b\n"])
def test_what_is_no_rules_file(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(RegistryError, match=str(path)):
        load_noise(path)


def test_a_file_that_is_missing_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be read"):
        load_noise(tmp_path / "none.toml")
    (tmp_path / "noise.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(RegistryError, match="cannot be read"):
        load_noise(tmp_path / "noise.toml")


CUES = """
[[rule]]
name = "first"
kind = "media"
applies = "whole"
pattern = 'kabar lain|.{0,20}pariwara.{0,20}'
has = ["pariwara"]
matches = ["Ini pariwara", "PARIWARA"]
keeps = ["Kabar baik.", "Kabar desa."]

[[rule]]
name = "second"
kind = "media"
applies = "whole"
pattern = 'k.{0,20}'
starts = ["k", "kabar"]
matches = ["Ku", "Kabar lain"]
keeps = ["Lain kabar", "Desa"]

[[rule]]
name = "third"
kind = "media"
applies = "whole"
pattern = 'ka.{0,30}'
starts = ["ka"]
matches = ["Ka", "Kabar pariwara"]
keeps = ["Lain kabar", "Desa"]
"""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("INI PARIWARA KITA", "first"),
        ("Kabar pariwara", "first"),
        ("Kabar lain", "second"),
        ("K", "second"),
        ("Kabar dari desa yang jauh", "third"),
    ],
)
def test_the_first_rule_in_the_file_speaks_however_short_its_cue(tmp_path: Path, text: str, rule: str) -> None:
    match = load_noise(write(tmp_path, CUES)).match(text)
    assert match is not None
    assert match.rule.name == rule
