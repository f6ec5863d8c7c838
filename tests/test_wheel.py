"""The wheel holds everything: built, installed into a clean environment and run from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NO_INDEX = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Name or service not known",
    "ReadTimeoutError",
)

DUMP = """\
Pasar Senja Dibuka Lagi

TEGAL - Pasar itu dibuka lagi pada Senin pagi setelah dua bulan diperbaiki.

BACA JUGA: Harga Cabai Turun di Tiga Pasar

Pedagang mengaku lega karena pembeli mulai datang.
"""

PAGE = """\
<!doctype html><html><head><title>Pasar Senja Dibuka Lagi</title><meta charset="utf-8">
<meta property="og:title" content="Pasar Senja Dibuka Lagi">
<meta name="pubdate" content="2026-02-23 17:18:45"></head><body><h1>Pasar Senja Dibuka Lagi</h1>
<article><p>TEGAL - Pasar itu dibuka lagi pada Senin pagi setelah dua bulan diperbaiki oleh pemerintah kota.</p>
<p>Pedagang mengaku lega karena pembeli mulai datang sejak pagi, dan lapak di lantai dua pun terisi.</p></article>
</body></html>
"""


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "NEWSARCHIVE_DIR")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean | dict(env or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode and "pip" in command and any(sign in done.stderr for sign in NO_INDEX):
        pytest.skip("no package index within reach")
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the pinned tools of the development environment, so without fetching others."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the programs of a fresh environment that holds the wheel and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel, cwd=folder)
    return programs


@pytest.mark.slow
def test_what_the_wheel_holds(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "newsarchive/py.typed",
        "newsarchive/_data/noise.toml",
        "newsarchive/_data/place_names.csv",
        "newsarchive/_data/places.csv",
        "newsarchive/_data/regions.csv",
        "newsarchive/_data/outlets/disway.toml",
        "newsarchive/networks/disway.py",
        "spiders/__init__.py",
    } <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"newsarchive", "spiders"}


@pytest.mark.slow
def test_it_runs_from_another_folder(installed: Path, tmp_path: Path):
    (tmp_path / "dump.txt").write_text(DUMP, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    program = installed / "newsarchive"

    assert len(json.loads(run(program, "outlets", "--json", cwd=tmp_path))) >= 94

    text = json.loads(run(program, "clean", "dump.txt", "--json", cwd=tmp_path))
    assert len(text["body"]) == 2
    assert [link["text"] for link in text["related"]] == ["Harga Cabai Turun di Tiga Pasar"]

    url = "https://radartegal.disway.id/read/700001/pasar-senja-dibuka-lagi"
    article = json.loads(run(program, "extract", "page.html", "--url", url, "--json", cwd=tmp_path))
    assert (article["outlet"], article["native_id"]) == ("radartegal-disway", "700001")

    spiders = run(
        installed / "scrapy", "list", cwd=tmp_path, env={"SCRAPY_SETTINGS_MODULE": "newsarchive.crawl.settings"}
    )
    assert "radartegal-disway" in spiders.split()

    home = run(installed / "python", "-c", "import newsarchive, spiders; print(newsarchive.__file__)", cwd=tmp_path)
    assert Path(home.strip()).is_relative_to(installed.parent)
    run(installed / "python", "-m", "pip", "check", cwd=tmp_path)
