"""The registry: the checked rows of `data/outlets/*.toml` and `data/regions.csv`, found by slug, short name or host."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.errors import ConfigError, RegistryError, UnknownOutlet
from newsarchive.models import Outlet
from newsarchive.networks import load_networks
from newsarchive.registry_rows import CHOICES, Province, load_provinces, read_rows
from newsarchive.resources import data_path
from newsarchive.text.urls import bare_host

_DEPTH = 3
"""Steps of a path that are looked at for an outlet that is a part of a site."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Every outlet and province, checked against each other. Outlets are sorted by slug, provinces by ministry code."""

    outlets: tuple[Outlet, ...]
    provinces: tuple[Province, ...]
    _names: Mapping[str, Outlet] = field(repr=False, compare=False)
    _hosts: Mapping[str, Outlet] = field(repr=False, compare=False)

    def get(self, name: str) -> Outlet:
        """The outlet with this slug, short name (`radartegal` for `radartegal-disway`) or domain, in any case.

        A short name is the slug without the name of the site that its host is a part of (`-disway`, `-tribunnews`);
        it holds where it is no other outlet's slug or short name. Raises UnknownOutlet with slugs that may be meant.
        """
        wanted = name.strip().lower()
        outlet = self._names.get(wanted) or self.by_domain(wanted)
        if outlet is None:
            near = [o.slug for o in self.outlets if _short_name(o) == wanted]
            if not near:
                alike = difflib.get_close_matches(wanted, self._names, n=6, cutoff=0.6)
                near = list(dict.fromkeys(self._names[n].slug for n in alike))[:3]
            raise UnknownOutlet(name, tuple(near))
        return outlet

    def pick(self, names: Iterable[str]) -> tuple[Outlet, ...]:
        """The outlets with these names, each once, in their order. Raises UnknownOutlet."""
        return tuple({outlet.slug: outlet for outlet in map(self.get, names)}.values())

    def by_domain(self, host: str) -> Outlet | None:
        """The outlet whose pages this host serves, with or without `www.`, a port or a final dot, or None.

        A host that several outlets share is that of the one with no path, if there is such a one.
        """
        return self._hosts.get(bare_host(host.lower().partition(":")[0].rstrip(".")))

    def by_url(self, url: str) -> Outlet | None:
        """The outlet that a page belongs to by its host and, where outlets share a host, by its path; or None."""
        try:
            parts = urlsplit(url)
            host = bare_host((parts.hostname or "").rstrip("."))
        except ValueError:
            return None
        steps = [step for step in parts.path.lower().split("/", 2 * _DEPTH) if step][:_DEPTH]
        for count in range(len(steps), -1, -1):
            if (found := self._hosts.get("/".join((host, *steps[:count])))) is not None:
                return found
        return None

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
        if status is not None and status not in CHOICES["status"]:
            raise ConfigError(f"no status is called {status!r}; there are {', '.join(CHOICES['status'])}")
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
        for row in read_rows(path):
            outlet = row.outlet(by_code)
            if outlet.slug in slugs:
                row.refuse(None, f"slug {outlet.slug!r} is already taken in {slugs[outlet.slug]}")
            other = hosts.setdefault(bare_host(outlet.domain), outlet)
            if other is not outlet:
                row.refuse("domain", f"{outlet.domain!r} is already the domain of {other.slug!r}")
            slugs[outlet.slug] = str(path)
    parts = [key for key in hosts if "/" in key]
    hosts = {key: replace(o, apart=_apart(key, parts)) if parts else o for key, o in hosts.items()}
    outlets = tuple(sorted(hosts.values(), key=lambda o: o.slug))
    return Registry(outlets, provinces, _names=_names(outlets), _hosts=hosts)


def site_of(outlet: Outlet) -> tuple[str, str]:
    """The host of an outlet, and what the paths of all its pages begin with: ('www.detik.com', '/jateng').

    The path has no final slash and is '' where the outlet is the whole site.
    """
    host, slash, rest = outlet.domain.partition("/")
    return host, slash + rest


def politeness_key(outlet: Outlet) -> str:
    """Whose servers a request goes to: requests with one key wait for each other (DESIGN §10).

    The sites of a network are one service, named by the network's slug. Those that only use the same public software
    (`Network.is_generic`) are each a service of their own, named by the host.
    """
    network = load_networks()[outlet.network]
    return bare_host(site_of(outlet)[0]) if network.is_generic else network.slug


def _names(outlets: Iterable[Outlet]) -> dict[str, Outlet]:
    """Every name that means exactly one outlet: all slugs, and the short names that are no slug and not shared."""
    slugs = {o.slug: o for o in outlets}
    short: dict[str, list[Outlet]] = {}
    for outlet in slugs.values():
        if name := _short_name(outlet):
            short.setdefault(name, []).append(outlet)
    return slugs | {name: found[0] for name, found in short.items() if name not in slugs and len(found) == 1}


def _short_name(outlet: Outlet) -> str | None:
    """`radartegal` of `radartegal-disway`, whose host is `radartegal.disway.id`."""
    for label in site_of(outlet)[0].split(".")[1:]:
        if outlet.slug.endswith(f"-{label}"):
            return outlet.slug.removesuffix(f"-{label}")
    return None


def _apart(key: str, parts: Iterable[str]) -> tuple[str, ...]:
    """Paths of the outlets whose pages would be those of the outlet `key` too if they were not outlets themselves."""
    return tuple(sorted(part[part.index("/") :] for part in parts if part.startswith(f"{key}/")))
