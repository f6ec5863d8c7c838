"""Reads and checks the rows of the registry's data files: `data/regions.csv` and `data/outlets/*.toml`."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NoReturn, get_args

from newsarchive.errors import RegistryError
from newsarchive.models import Confidence, Outlet, OutletStatus, Zone
from newsarchive.networks import load_networks
from newsarchive.resources import data_path

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+(?:/{_LABEL})*")
_REGENCY = re.compile(r"\d\d\.\d\d")
_KEY_OF_LINE = re.compile(r"""\s*\[?\s*["']?([^"'\s=\[\]]+)["']?\s*[=\]]""")
_LINE_IN_MESSAGE = re.compile(r"\bline (\d+)")

_FIELDS = frozenset(f.name for f in fields(Outlet)) - {"slug", "apart"}

CHOICES: Mapping[str, tuple[str, ...]] = {
    "zone": get_args(Zone),
    "status": tuple(status for status in get_args(OutletStatus) if status != "imported"),
    "confidence": get_args(Confidence),
}
"""The words that these fields of an outlet may hold."""

_BOUNDS = ("daily_min", "daily_max")
_MOST = 100_000
"""Articles a day: more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Province:
    """A row of `data/regions.csv`: ISO 3166-2:ID code, Indonesian name, Ministry of Home Affairs code, time zone."""

    code: str
    name: str
    kemendagri: str
    zone: str
    iana: str
    """Name of the zone in the IANA database, e.g. `Asia/Pontianak`."""


def load_provinces(path: Path | None = None) -> tuple[Province, ...]:
    """The 38 provinces, sorted by ministry code. Raises RegistryError naming file and line for a wrong row."""
    path = data_path("regions.csv") if path is None else path
    columns = ["iso_code", "name", "kemendagri_code", "zone", "iana_name"]
    reader = csv.reader(_text(path).splitlines())
    if next(reader, None) != columns:
        raise RegistryError(str(path), 1, None, f"the first line must be {','.join(columns)}")
    provinces: dict[str, Province] = {}
    for values in reader:
        if len(values) != len(columns) or not all(values):
            raise RegistryError(
                str(path), reader.line_num, None, f"{len(columns)} values are wanted, none of them empty"
            )
        if values[0] in provinces:
            raise RegistryError(str(path), reader.line_num, "iso_code", f"{values[0]!r} stands twice")
        if values[3] not in CHOICES["zone"]:
            raise RegistryError(str(path), reader.line_num, "zone", f"{values[3]!r} is not one of WIB, WITA, WIT")
        provinces[values[0]] = Province(*values)
    return tuple(sorted(provinces.values(), key=lambda p: p.kemendagri))


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet as the file has it, with where it stands."""

    path: Path
    line: int | None
    slug: str
    values: Mapping[str, Any]
    network: str = ""
    """The one that holds for every row of the file that names no other."""

    def refuse(self, field_name: str | None, why: str) -> NoReturn:
        """Raise the RegistryError that says what is wrong with this row, or with one field of it."""
        raise RegistryError(str(self.path), self.line, field_name, why)

    def outlet(self, provinces: Mapping[str, Province]) -> Outlet:
        """The row as a value, once every field of it has been checked."""
        if not _SLUG.fullmatch(self.slug):
            self.refuse(None, f"slug {self.slug!r} is not kebab-case (a-z, 0-9 and single hyphens)")
        self._check_texts()
        self._check_bounds()
        for name, choices in CHOICES.items():
            if (value := self.values.get(name)) is not None and value not in choices:
                self.refuse(name, f"{value!r} is not one of {', '.join(choices)}")
        if not _DOMAIN.fullmatch(self.values["domain"]):
            self.refuse("domain", f"{self.values['domain']!r} is not a lower-case host name, with or without a path")
        network = self.values.get("network", self.network)
        if network not in load_networks():
            self.refuse("network", f"no network is called {network!r}")
        zone = self._zone(provinces)
        return Outlet(slug=self.slug, **{**self.values, "network": network, "zone": zone})

    def _check_texts(self) -> None:
        for name, value in self.values.items():
            if name not in _FIELDS:
                self.refuse(name, "no such field; a row may hold " + ", ".join(sorted(_FIELDS)))
            if name in _BOUNDS:
                continue
            if not isinstance(value, str) or not value.strip() or not value.isprintable():
                self.refuse(name, f"{value!r} is not a line of text")
        for name in ("name", "domain"):
            if name not in self.values:
                self.refuse(name, "is missing")

    def _check_bounds(self) -> None:
        for name in _BOUNDS:
            value = self.values.get(name)
            if value is not None and not (type(value) is int and 0 <= value <= _MOST):
                self.refuse(name, f"{value!r} is not a number of articles a day (0 to {_MOST})")
        least, most = (self.values.get(name) for name in _BOUNDS)
        if least is not None and most is not None and least > most:
            self.refuse("daily_min", f"{least} is more than daily_max, {most}")

    def _zone(self, provinces: Mapping[str, Province]) -> str | None:
        """The zone of the row, which must be its province's; a row may leave it out."""
        zone, code, regency = (self.values.get(name) for name in ("zone", "province", "regency"))
        province = None if code is None else provinces.get(code)
        if province is None:
            if code is not None:
                self.refuse("province", f"{code!r} is not the ISO 3166-2 code of a province in regions.csv")
            if regency is not None:
                self.refuse("regency", "a row with a regency needs its province")
            return zone
        if zone not in (None, province.zone):
            self.refuse("zone", f"{zone!r} is not the zone of {province.name}, which is {province.zone}")
        if regency is not None and not (_REGENCY.fullmatch(regency) and regency.startswith(province.kemendagri)):
            self.refuse("regency", f"{regency!r} is not a code of {province.name}: {province.kemendagri}.nn")
        return province.zone


def read_rows(path: Path) -> Iterator[OutletRow]:
    """The rows of an outlet file, as they stand there. Raises RegistryError for a file that is no TOML of tables.

    The network of a row is the one it names, else the one that the file names at its head (`network = "auto"`), else
    the file's own name.
    """
    text = _text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE_IN_MESSAGE.search(str(error))
        line = int(found[1]) if found else None
        why = f"not valid TOML, or a slug or field stands twice: {error}"
        raise RegistryError(str(path), line, None, why) from None
    lines = _lines(text)
    network = path.stem
    if isinstance(table.get("network"), str):  # a table of that name would be an outlet
        network = table.pop("network")
        if network not in load_networks():
            raise RegistryError(str(path), lines.get("network"), "network", f"no network is called {network!r}")
    for slug, values in table.items():
        row = OutletRow(path, lines.get(slug), slug, values, network)
        if not isinstance(values, dict):
            row.refuse(None, f"{slug!r} is not a row: slug = {{ name = ..., domain = ... }} is wanted")
        yield row


def _lines(text: str) -> dict[str, int]:
    """Line of each slug, from 1: the TOML reader of the standard library keeps no places."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if key := _KEY_OF_LINE.match(line):
            lines.setdefault(key[1], number)
    return lines


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RegistryError(str(path), None, None, f"not UTF-8 text: {error.reason} at byte {error.start}") from None
    except OSError as error:
        raise RegistryError(str(path), None, None, f"cannot be read: {error.strerror}") from None
