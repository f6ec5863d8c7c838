"""The registry: the checked rows of `data/outlets/*.toml` and `data/regions.csv`, found by slug, short name or host."""

from __future__ import annotations

import csv
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NoReturn, get_args

from newsarchive.errors import ConfigError, RegistryError, UnknownOutlet
from newsarchive.models import Confidence, Outlet, OutletStatus, Zone
from newsarchive.networks import load_networks
from newsarchive.resources import data_path

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_REGENCY = re.compile(r"\d\d\.\d\d")
_KEY_OF_LINE = re.compile(r"""\s*\[?\s*["']?([^"'\s=\[\]]+)["']?\s*[=\]]""")
_LINE_IN_MESSAGE = re.compile(r"\bline (\d+)")

_FIELDS = frozenset(f.name for f in fields(Outlet)) - {"slug"}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "zone": get_args(Zone),
    "status": get_args(OutletStatus),
    "confidence": get_args(Confidence),
}


@dataclass(frozen=True, slots=True)
class Province:
    """A row of `data/regions.csv`: ISO 3166-2:ID code, Indonesian name, Ministry of Home Affairs code, time zone."""

    code: str
    name: str
    kemendagri: str
    zone: str
    iana: str
    """Name of the zone in the IANA database, e.g. `Asia/Pontianak`."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Every outlet and province, checked against each other. Outlets are sorted by slug, provinces by ministry code."""

    outlets: tuple[Outlet, ...]
    provinces: tuple[Province, ...]
    _names: Mapping[str, Outlet] = field(repr=False, compare=False)
    _hosts: Mapping[str, Outlet] = field(repr=False, compare=False)

    def get(self, name: str) -> Outlet:
        """The outlet with this slug, short name (`radartegal` for `radartegal-disway`) or domain, in any case.

        A short name is the slug without `-<network>`; it holds where it is no other outlet's slug or short name.
        Raises UnknownOutlet with slugs that are spelt alike.
        """
        wanted = name.strip().lower()
        outlet = self._names.get(wanted) or self.by_domain(wanted)
        if outlet is None:
            near = difflib.get_close_matches(wanted, self._names, n=6, cutoff=0.6)
            raise UnknownOutlet(name, tuple(dict.fromkeys(self._names[n].slug for n in near))[:3])
        return outlet

    def by_domain(self, host: str) -> Outlet | None:
        """The outlet whose pages this host serves, with or without `www.`, a port or a final dot, or None."""
        return self._hosts.get(_bare(host.lower().partition(":")[0].rstrip(".")))

    def province(self, name: str) -> Province:
        """The province with this ISO code, ministry code or name. Raises ConfigError with names spelt alike."""
        table = {key.lower(): p for p in self.provinces for key in (p.code, p.kemendagri, p.name)}
        found = table.get(name.strip().lower())
        if found is None:
            near = difflib.get_close_matches(name.strip().lower(), table, n=3, cutoff=0.6)
            hint = f"; did you mean {', '.join(dict.fromkeys(table[n].name for n in near))}?" if near else ""
            raise ConfigError(f"no province is called {name!r}{hint}")
        return found

    def filter(
        self, *, province: str | None = None, network: str | None = None, status: str | None = None
    ) -> tuple[Outlet, ...]:
        """Outlets that meet every condition given. Raises ConfigError for an unknown province, network or status."""
        code = None if province is None else self.province(province).code
        if network is not None and network not in load_networks():
            raise ConfigError(f"no network is called {network!r}; there are {', '.join(sorted(load_networks()))}")
        if status is not None and status not in _CHOICES["status"]:
            raise ConfigError(f"no status is called {status!r}; there are {', '.join(_CHOICES['status'])}")
        return tuple(
            o
            for o in self.outlets
            if (code is None or o.province == code)
            and (network is None or o.network == network)
            and (status is None or o.status == status)
        )


def load_registry(folder: Path | None = None) -> Registry:
    """Read and check every outlet file of a folder, by default the project's own `data/outlets`.

    Raises RegistryError naming file, line and field for the first row that is wrong.
    """
    folder = data_path("outlets") if folder is None else folder
    provinces = load_provinces()
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RegistryError(str(folder), None, None, "no outlet files (*.toml) in this folder")
    by_code = {p.code: p for p in provinces}
    slugs: dict[str, str] = {}
    hosts: dict[str, Outlet] = {}
    for path in files:
        for row in _rows(path):
            outlet = row.outlet(by_code)
            if outlet.slug in slugs:
                row.refuse(None, f"slug {outlet.slug!r} is already taken in {slugs[outlet.slug]}")
            other = hosts.setdefault(_bare(outlet.domain), outlet)
            if other is not outlet:
                row.refuse("domain", f"{outlet.domain!r} is already the domain of {other.slug!r}")
            slugs[outlet.slug] = str(path)
    outlets = tuple(sorted(hosts.values(), key=lambda o: o.slug))
    return Registry(outlets, provinces, _names=_names(outlets), _hosts=hosts)


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
        if values[3] not in _CHOICES["zone"]:
            raise RegistryError(str(path), reader.line_num, "zone", f"{values[3]!r} is not one of WIB, WITA, WIT")
        provinces[values[0]] = Province(*values)
    return tuple(sorted(provinces.values(), key=lambda p: p.kemendagri))


@dataclass(frozen=True, slots=True)
class _Row:
    """One outlet as the file has it, with where it stands."""

    path: Path
    line: int | None
    slug: str
    values: Mapping[str, Any]

    def refuse(self, field_name: str | None, why: str) -> NoReturn:
        raise RegistryError(str(self.path), self.line, field_name, why)

    def outlet(self, provinces: Mapping[str, Province]) -> Outlet:
        """The row as a value, once every field of it has been checked."""
        if not _SLUG.fullmatch(self.slug):
            self.refuse(None, f"slug {self.slug!r} is not kebab-case (a-z, 0-9 and single hyphens)")
        self._check_texts()
        for name, choices in _CHOICES.items():
            if (value := self.values.get(name)) is not None and value not in choices:
                self.refuse(name, f"{value!r} is not one of {', '.join(choices)}")
        if not _DOMAIN.fullmatch(self.values["domain"]):
            self.refuse("domain", f"{self.values['domain']!r} is not a lower-case host name")
        network = self.values.get("network", self.path.stem)
        if network not in load_networks():
            self.refuse("network", f"no network is called {network!r}")
        zone = self._zone(provinces)
        return Outlet(slug=self.slug, **{**self.values, "network": network, "zone": zone})

    def _check_texts(self) -> None:
        for name, value in self.values.items():
            if name not in _FIELDS:
                self.refuse(name, "no such field; a row may hold " + ", ".join(sorted(_FIELDS)))
            if not isinstance(value, str) or not value.strip() or not value.isprintable():
                self.refuse(name, f"{value!r} is not a line of text")
        for name in ("name", "domain"):
            if name not in self.values:
                self.refuse(name, "is missing")

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


def _rows(path: Path) -> Iterable[_Row]:
    text = _text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE_IN_MESSAGE.search(str(error))
        line = int(found[1]) if found else None
        why = f"not valid TOML, or a slug or field stands twice: {error}"
        raise RegistryError(str(path), line, None, why) from None
    lines = _lines(text)
    for slug, values in table.items():
        row = _Row(path, lines.get(slug), slug, values)
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


def _names(outlets: Iterable[Outlet]) -> dict[str, Outlet]:
    """Every name that means exactly one outlet: all slugs, and the short names that are no slug and not shared."""
    slugs = {o.slug: o for o in outlets}
    short: dict[str, list[Outlet]] = {}
    for outlet in slugs.values():
        stem = outlet.slug.removesuffix(f"-{outlet.network}")
        if stem != outlet.slug:
            short.setdefault(stem, []).append(outlet)
    return slugs | {stem: found[0] for stem, found in short.items() if stem not in slugs and len(found) == 1}


def _bare(host: str) -> str:
    return host.removeprefix("www.")
