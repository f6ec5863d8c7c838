"""The registry: the committed rows are right, and every kind of wrong row is refused with file, line and field."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from newsarchive.errors import ConfigError, RegistryError, UnknownOutlet
from newsarchive.models import Outlet
from newsarchive.registry import load_registry, politeness_key, site_of
from newsarchive.registry_rows import load_provinces
from newsarchive.resources import data_path

ROW = (
    'kota-disway = { name = "Kota", domain = "kota.disway.test", province = "ID-JT", regency = "33.76", zone = "WIB" }'
)


def folder_with(tmp_path: Path, text: str, name: str = "disway.toml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def refusal(tmp_path: Path, text: str) -> RegistryError:
    with pytest.raises(RegistryError) as caught:
        load_registry(folder_with(tmp_path, text))
    return caught.value


def test_the_committed_outlets():
    registry = load_registry()
    disway = registry.filter(network="disway")
    assert len(disway) == 94
    assert [o.slug for o in registry.outlets] == sorted(o.slug for o in registry.outlets)
    assert Counter(o.zone for o in disway) == {"WIB": 87, "WITA": 5, "WIT": 2}
    assert all(o.evidence for o in registry.outlets)
    tegal = registry.get("radartegal-disway")
    assert (tegal.name, tegal.domain, tegal.province, tegal.regency) == (
        "Radar Tegal",
        "radartegal.disway.id",
        "ID-JT",
        "33.76",
    )


def test_every_evidence_code_is_explained_at_the_head_of_its_file():
    for path in data_path("outlets").glob("*.toml"):
        head, rows = [], []
        for line in path.read_text(encoding="utf-8").splitlines():
            (head if line.startswith("#") else rows).append(line)
        codes = {
            code for row in rows for code in re.findall(r"[\w-]+", "".join(re.findall(r'evidence = "(.*?)"', row)))
        }
        assert codes
        explained = set(re.findall(r"[\w-]+", " ".join(head)))
        assert codes <= explained, f"{path.name}: {codes - explained} not explained"


def test_the_provinces():
    provinces = {p.code: p for p in load_provinces()}
    assert len(provinces) == 38
    assert len({p.kemendagri for p in provinces.values()}) == 38
    assert Counter(p.zone for p in provinces.values()) == {"WIB": 18, "WITA": 12, "WIT": 8}
    assert {code for code, p in provinces.items() if p.iana == "Asia/Pontianak"} == {"ID-KB", "ID-KT"}
    assert {"ID-PD", "ID-PE", "ID-PS", "ID-PT"} <= provinces.keys()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("radartegal-disway", "radartegal-disway"),
        ("radartegal", "radartegal-disway"),
        (" RadarTegal ", "radartegal-disway"),
        ("radartegal.disway.id", "radartegal-disway"),
        ("www.radartegal.disway.id", "radartegal-disway"),
        ("disway.id", "disway"),
        ("disway", "disway"),
        # both a slug of its own and the short name of another: the slug wins
        ("radarcirebon", "radarcirebon"),
        ("radarcirebon.disway.id", "radarcirebon-disway"),
    ],
)
def test_names(name: str, slug: str):
    assert load_registry().get(name).slug == slug


def test_an_unknown_name_suggests_near_ones():
    with pytest.raises(UnknownOutlet, match="did you mean") as caught:
        load_registry().get("radartegl")
    assert caught.value.near[0] == "radartegal-disway"
    with pytest.raises(UnknownOutlet, match="newsarchive outlets"):
        load_registry().get("zzzzzzzzzzzz")


def test_a_short_name_that_several_share_means_none_of_them(tmp_path: Path):
    other = ROW.replace("kota-disway", "kota-kabarsenja").replace("disway.test", "kabarsenja.co.test")
    registry = load_registry(folder_with(tmp_path, f"{ROW}\n{other}"))
    with pytest.raises(UnknownOutlet, match="did you mean kota-disway, kota-kabarsenja") as caught:
        registry.get("kota")
    assert caught.value.near == ("kota-disway", "kota-kabarsenja")
    assert registry.get("kota.kabarsenja.co.test").slug == "kota-kabarsenja"


def test_a_short_name_leaves_out_the_site_whatever_the_network_is_called(tmp_path: Path):
    row = ROW.replace("kota-disway", "kota-kabar-senja").replace("disway.test", "kabar-senja.com")
    assert load_registry(folder_with(tmp_path, row)).get("kota").slug == "kota-kabar-senja"


def test_a_slug_beats_an_equal_short_name(tmp_path: Path):
    folder_with(tmp_path, 'kota = { name = "K", domain = "kota.test", network = "disway" }', "other.toml")
    registry = load_registry(folder_with(tmp_path, ROW))
    assert registry.get("kota").domain == "kota.test"
    assert registry.get("kota-disway").domain == "kota.disway.test"


@pytest.mark.parametrize(
    ("host", "slug"),
    [
        ("kota.disway.test", "kota-disway"),
        ("WWW.Kota.Disway.Test.", "kota-disway"),
        ("kota.disway.test:8443", "kota-disway"),
        ("disway.test", None),
        ("xkota.disway.test", None),
        ("", None),
    ],
)
def test_by_domain(tmp_path: Path, host: str, slug: str | None):
    found = load_registry(folder_with(tmp_path, ROW)).by_domain(host)
    assert (found.slug if found else None) == slug


SHARED = """
besar = { name = "Besar", domain = "www.besar.test", network = "disway" }
besar-barat = { name = "Besar Barat", domain = "www.besar.test/barat", network = "disway" }
besar-barat-desa = { name = "Besar Barat Desa", domain = "www.besar.test/barat/desa", network = "disway" }
kecil-utara = { name = "Kecil Utara", domain = "kecil.test/utara", network = "disway" }
"""


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.besar.test/", "besar"),
        ("https://besar.test", "besar"),
        ("https://www.besar.test/timur/read/1/a", "besar"),
        ("https://www.besar.test/barat", "besar-barat"),
        ("http://BESAR.test:8080//Barat//read/1/a?x=/desa", "besar-barat"),
        ("https://www.besar.test/baratdaya/read/1/a", "besar"),
        ("https://www.besar.test/barat/desa/1", "besar-barat-desa"),
        ("https://kecil.test/utara/1/a", "kecil-utara"),
        ("https://kecil.test/selatan/1/a", None),
        ("https://lain.test/barat/1/a", None),
        ("https://[besar.test/barat", None),
        ("", None),
    ],
)
def test_outlets_that_share_a_host_are_told_apart_by_path(tmp_path: Path, url: str, slug: str | None):
    found = load_registry(folder_with(tmp_path, SHARED, "rows.toml")).by_url(url)
    assert (found.slug if found else None) == slug


def test_an_outlet_knows_its_part_of_a_site(tmp_path: Path):
    registry = load_registry(folder_with(tmp_path, SHARED, "rows.toml"))
    barat = registry.get("www.besar.test/barat")
    assert (barat.slug, *site_of(barat), barat.apart) == (
        "besar-barat",
        "www.besar.test",
        "/barat",
        ("/barat/desa",),
    )
    whole = registry.by_domain("besar.test")
    assert whole is not None
    assert (whole.slug, *site_of(whole), whole.apart) == (
        "besar",
        "www.besar.test",
        "",
        ("/barat", "/barat/desa"),
    )
    assert registry.by_domain("kecil.test") is None


def test_the_same_part_of_a_site_twice(tmp_path: Path):
    error = refusal(tmp_path, SHARED + 'dua = { name = "Dua", domain = "besar.test/barat", network = "disway" }')
    assert error.field == "domain"
    assert "besar-barat" in str(error)


def test_a_file_names_the_network_of_its_rows_once(tmp_path: Path):
    text = """# head
network = "auto"
senja = { name = "Senja", domain = "senja.test" }
surya-disway = { name = "Surya", domain = "surya.test", network = "disway" }
"""
    rows = load_registry(folder_with(tmp_path, text, "auto-jawa.toml")).outlets
    assert [(o.slug, o.network) for o in rows] == [("senja", "auto"), ("surya-disway", "disway")]
    unnamed = text.replace('network = "auto"\n', "")
    with pytest.raises(RegistryError, match=r"auto-jawa\.toml:2: field 'network': no network is called 'auto-jawa'"):
        load_registry(folder_with(tmp_path, unnamed, "auto-jawa.toml"))
    wrong = text.replace('"auto"', '"otomatis"')
    with pytest.raises(RegistryError, match=r"auto-jawa\.toml:2: field 'network': no network is called 'otomatis'"):
        load_registry(folder_with(tmp_path, wrong, "auto-jawa.toml"))


def test_an_outlet_may_be_called_network(tmp_path: Path):
    row = 'network = { name = "Network", domain = "network.test" }'
    assert load_registry(folder_with(tmp_path, row)).get("network").domain == "network.test"


def test_whose_servers_are_asked():
    """A network is one service whatever the host; who only uses public software is a service of his own."""
    kota = Outlet("kota-disway", "Kota", "kota.disway.test", "disway")
    desa = Outlet("desa-disway", "Desa", "desa.disway.test", "disway")
    assert politeness_key(kota) == politeness_key(desa) == "disway"
    senja = Outlet("senja", "Senja", "www.senja.test", "auto")
    part = Outlet("senja-barat", "Senja Barat", "senja.test/barat", "auto")
    assert politeness_key(senja) == politeness_key(part) == "senja.test"
    assert politeness_key(Outlet("surya", "Surya", "surya.test", "auto")) == "surya.test"


def test_filter():
    registry = load_registry()
    by_code = registry.filter(province="ID-JT")
    assert by_code == registry.filter(province="jawa tengah") == registry.filter(province="33")
    assert {o.province for o in by_code} == {"ID-JT"}
    assert registry.filter(province="ID-JT", status="gone") == ()
    with pytest.raises(ConfigError, match="Jawa Tengah"):
        registry.filter(province="Jawa Tenga")
    with pytest.raises(ConfigError, match="disway"):
        registry.filter(network="tribunn")
    with pytest.raises(ConfigError, match="quarantined"):
        registry.filter(status="asleep")


def test_what_a_row_may_leave_out(tmp_path: Path):
    """The network is the file's name, the zone the province's; a row without a province is of the whole country."""
    rows = (
        'a-disway = { name = "A", domain = "a.test", province = "ID-PA" }',
        'b-disway = { name = "B", domain = "b.test" }',
    )
    a, b = load_registry(folder_with(tmp_path, "\n".join(rows))).outlets
    assert (a.network, a.zone, a.status, a.confidence) == ("disway", "WIT", "active", "low")
    assert (b.province, b.zone) == (None, None)
    assert (b.daily_min, b.daily_max) == (None, None)


def test_a_row_may_declare_how_many_articles_a_day_are_in_order(tmp_path: Path):
    row = 'a-disway = { name = "A", domain = "a.test", daily_min = 0, daily_max = 80 }'
    (outlet,) = load_registry(folder_with(tmp_path, row)).outlets
    assert (outlet.daily_min, outlet.daily_max) == (0, 80)


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ((ROW, ROW.replace("name =", "nama =")), "nama", "no such field"),
        ((ROW, ROW.replace('"Kota"', "7")), "name", "not a line of text"),
        ((ROW, ROW.replace('"Kota"', '" "')), "name", "not a line of text"),
        ((ROW, ROW.replace('"Kota"', '"Ko\\u001bta"')), "name", "not a line of text"),
        ((ROW, ROW.replace('name = "Kota", ', "")), "name", "missing"),
        ((ROW, ROW.replace('domain = "kota.disway.test", ', "")), "domain", "missing"),
        (("kota.disway.test", "https://kota.test"), "domain", "host name"),
        (("kota.disway.test", "Kota.test"), "domain", "host name"),
        (("kota.disway.test", "kota.test:80"), "domain", "host name"),
        (("kota.disway.test", "kota"), "domain", "host name"),
        (("kota.disway.test", "-kota.test"), "domain", "host name"),
        (("kota.disway.test", "kota.disway.test/"), "domain", "host name"),
        (("kota.disway.test", "kota.disway.test/Kota"), "domain", "host name"),
        (("kota.disway.test", "kota.disway.test/../a"), "domain", "host name"),
        (("zone =", 'apart = "/a", zone ='), "apart", "no such field"),
        (("ID-JT", "ID-XX"), "province", "not the ISO"),
        (("WIB", "WITA"), "zone", "not the zone of Jawa Tengah"),
        (("WIB", "GMT"), "zone", "not one of WIB"),
        (("33.76", "34.71"), "regency", "not a code of Jawa Tengah"),
        (("33.76", "3376"), "regency", "not a code"),
        (('province = "ID-JT", ', ""), "regency", "needs its province"),
        (("zone =", 'status = "aktif", zone ='), "status", "not one of active"),
        (("zone =", 'confidence = "sure", zone ='), "confidence", "not one of high"),
        (("zone =", 'daily_min = "5", zone ='), "daily_min", "not a number of articles"),
        (("zone =", "daily_max = -1, zone ="), "daily_max", "not a number of articles"),
        (("zone =", "daily_max = true, zone ="), "daily_max", "not a number of articles"),
        (("zone =", "daily_min = 2.5, zone ="), "daily_min", "not a number of articles"),
        (("zone =", "daily_min = 9, daily_max = 8, zone ="), "daily_min", "more than daily_max"),
        (("zone =", 'network = "diswai", zone ='), "network", "no network is called"),
        (("kota-disway =", "Kota-Disway ="), None, "kebab-case"),
        (("kota-disway =", "kota--disway ="), None, "kebab-case"),
        (("kota-disway =", '"kota disway" ='), None, "kebab-case"),
        ((ROW, 'kota-disway = "kota.disway.test"'), None, "not a row"),
    ],
)
def test_a_wrong_row_is_refused_with_line_and_field(
    tmp_path: Path, changed: tuple[str, str], field: str | None, why: str
):
    error = refusal(tmp_path, f"# head\n\n{ROW.replace(*changed)}\n")
    assert why in str(error)
    assert (Path(error.path).name, error.field) == ("disway.toml", field)
    if not changed[1].startswith('"kota disway'):
        assert error.line == 3
        assert "disway.toml:3" in str(error)


def test_a_slug_twice_in_a_file(tmp_path: Path):
    error = refusal(tmp_path, f"{ROW}\n{ROW}\n")
    assert error.line == 2
    assert "stands twice" in str(error)


def test_a_slug_twice_across_files(tmp_path: Path):
    other = ROW.replace("kota.disway", "desa.disway").replace("zone =", 'network = "disway", zone =')
    folder_with(tmp_path, f"\n{other}", "zz.toml")
    error = refusal(tmp_path, ROW)
    assert (Path(error.path).name, error.line) == ("zz.toml", 2)
    assert "already taken" in str(error)


def test_a_domain_twice(tmp_path: Path):
    error = refusal(tmp_path, f"{ROW}\n{ROW.replace('kota-', 'desa-').replace('kota.', 'www.kota.')}\n")
    assert (error.line, error.field) == (2, "domain")
    assert "kota-disway" in str(error)


@pytest.mark.parametrize("content", [b"kota = {", b"\xff\xfe", b""])
def test_a_file_that_is_no_toml(tmp_path: Path, content: bytes):
    (tmp_path / "disway.toml").write_bytes(content)
    if content:
        with pytest.raises(RegistryError, match=r"disway\.toml"):
            load_registry(tmp_path)
    else:
        assert load_registry(tmp_path).outlets == ()


def test_a_folder_without_outlet_files(tmp_path: Path):
    with pytest.raises(RegistryError, match="no outlet files"):
        load_registry(tmp_path)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ID-AC,Aceh,11,WIB", "5 values"),
        ("ID-AC,,11,WIB,Asia/Jakarta", "5 values"),
        ("ID-AC,Aceh,11,CET,Asia/Jakarta", "not one of WIB"),
        ("ID-SU,Lagi,99,WIB,Asia/Jakarta", "twice"),
    ],
)
def test_a_wrong_province_is_refused_with_its_line(tmp_path: Path, line: str, why: str):
    path = tmp_path / "regions.csv"
    path.write_text(f"iso_code,name,kemendagri_code,zone,iana_name\nID-SU,Sumatera Utara,12,WIB,Asia/Jakarta\n{line}\n")
    with pytest.raises(RegistryError, match=why) as caught:
        load_provinces(path)
    assert caught.value.line == 3
