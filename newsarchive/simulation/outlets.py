"""The outlets of the simulated world: a network of one service, and many lone sites with lists of every kind."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path
from typing import Literal

from newsarchive.demo.outlets import HOURS
from newsarchive.simulation.hostile import KINDS, Hostility

Validators = Literal["etag", "modified", "none"]
"""What a server gives with an article that a later request can be conditional on."""

_FIRST = ("Kabar", "Suara", "Radar", "Warta", "Pos", "Lentera", "Gema", "Harian", "Obor", "Tinta", "Mimbar", "Jendela")
_LAST = (
    "Senja",
    "Lembah",
    "Muara",
    "Wetan",
    "Bukit",
    "Rimba",
    "Pesisir",
    "Telaga",
    "Ladang",
    "Karang",
    "Hulu",
    "Pasir",
)
_PROVINCES = (
    ("ID-JT", "WIB"), ("ID-JI", "WIB"), ("ID-JB", "WIB"), ("ID-NB", "WITA"), ("ID-SN", "WITA"), ("ID-PA", "WIT"),
)  # fmt: skip
_SECTIONS = ("daerah", "ekonomi", "olahraga")
_TOGETHER = (("disway", 8), ("tribun", 16), ("harianjogja", 24))
"""Networks whose sites are one service, and of how many outlets one is theirs."""
_LONE = ("wordpress", "auto", "wordpress", "auto", "wordpress")
"""Networks of the lone sites, in turn; each of their sites is a service by itself."""

_PACES: tuple[tuple[float, float], ...] = (
    (0.01, 60.0),
    (0.06, 12.0),
    (0.30, 2.5),
    (0.65, 1.0),
    (0.90, 0.4),
    (1.0, 0.14),
)
"""(share of the outlets up to here, stories a day): a few are busy, many quiet, some publish once a week."""

HOSTILE_PER_DAY = 3.0
"""Stories a day of a hostile outlet: enough to see what becomes of them."""


@dataclass(frozen=True, slots=True)
class SimOutlet:
    """One invented outlet: its row in the registry, and what its server is like."""

    slug: str
    name: str
    host: str
    network: str
    province: str
    zone: str
    place: str
    areas: tuple[str, ...]
    sections: tuple[str, ...]
    per_day: float
    """Stories a day, on average."""
    validators: Validators
    crawl_delay: float | None = None
    """Seconds that its robots.txt asks for between requests."""
    hostile: Hostility | None = None

    @property
    def offset(self) -> timezone:
        """The UTC offset of its clock."""
        return timezone(timedelta(hours=HOURS[self.zone]))


def make_outlets(rng: random.Random, count: int, hostile: int, per_day: float | None = None) -> tuple[SimOutlet, ...]:
    """`count` outlets, a fifth of them on three services, `hostile` of the lone ones hostile, each in its own way.

    `per_day` is how many stories each publishes a day; None: some are busy, many are quiet.
    """
    together = [network for network, part in _TOGETHER for _ in range(max(count // part, 2 * (network == "disway")))]
    names = [(first, last) for last in _LAST for first in _FIRST]
    rng.shuffle(names)
    lone = list(range(len(together), count))
    bad = dict(zip(rng.sample(lone, hostile), _ways(hostile), strict=True))
    paces = [per_day or _pace((n + 0.5) / count) for n in range(count)]
    rng.shuffle(paces)
    made = []
    for n in range(count):
        first, last = names[n % len(names)]
        word = f"{first}{last}{n // len(names) or ''}".lower()
        is_lone = n >= len(together)
        network = _LONE[n % len(_LONE)] if is_lone else together[n]
        province, zone = rng.choice(_PROVINCES)
        made.append(
            SimOutlet(
                slug=f"{word}-{network}",
                name=f"{first} {last}",
                host=f"{word}.test" if is_lone else f"{word}.{network}.test",
                network=network,
                province=province,
                zone=zone,
                place=f"Kota {last}",
                areas=(f"Kampung {last} Atas", f"{last} Kidul", f"Desa {first}"),
                sections=_SECTIONS[: 1 + n % 3],
                per_day=HOSTILE_PER_DAY if n in bad else paces[n],
                validators=rng.choices(("etag", "modified", "none"), (7, 2, 1))[0],
                crawl_delay=10.0 if is_lone and n % 17 == 16 else None,
                hostile=bad.get(n),
            )
        )
    return tuple(made)


def write_outlets(folder: Path, outlets: Sequence[SimOutlet]) -> Path:
    """Write the rows as `<folder>/<network>.toml` in the form of `data/outlets/`, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for network in sorted({o.network for o in outlets}):
        rows = (
            f'{o.slug} = {{ name = "{o.name}", domain = "{o.host}", province = "{o.province}", zone = "{o.zone}", '
            'status = "active", confidence = "high" }'
            for o in outlets
            if o.network == network
        )
        text = "# Invented outlets of `newsarchive demo --days`.\n" + "\n".join(rows) + "\n"
        (folder / f"{network}.toml").write_text(text, encoding="utf-8")
    return folder


def _ways(count: int) -> list[Hostility]:
    """So many ways to be hostile, all different before one comes twice."""
    return [KINDS[n % len(KINDS)] for n in range(count)]


def _pace(share: float) -> float:
    return next(pace for limit, pace in _PACES if share <= limit)
