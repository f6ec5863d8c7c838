"""What a comparison comes to: a row a network, a row a field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsarchive.gold.compare import Compared


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """The pages that one network (or the fallback) read; shares are 0 to 1, None where no gold speaks of it."""

    network: str
    pages: int
    f1: float | None
    worst_f1: float | None
    lost: int
    leaks: int
    related_found: int
    related_gold: int
    related_read: int
    all_right: int
    """Pages on which nothing differs from the gold."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field over all pages."""

    field: str
    right: int
    wrong: int
    missing: int
    extra: int


def by_network(compared: Iterable[Compared]) -> list[NetworkRow]:
    """A row for every network that read a page, by name, and last one for all (`all`)."""
    groups: dict[str, list[Compared]] = {}
    every = list(compared)
    for one in every:
        method = one.article.method or "(not read)"
        name = method.removeprefix("layout:").partition("/")[0] if method.startswith("layout:") else method
        groups.setdefault(name, []).append(one)
    return [*(_row(name, groups[name]) for name in sorted(groups)), _row("all", every)]


def _row(name: str, pages: Sequence[Compared]) -> NetworkRow:
    texts = [p.text for p in pages if p.text is not None]
    return NetworkRow(
        name,
        len(pages),
        sum(t.f1 for t in texts) / len(texts) if texts else None,
        min((t.f1 for t in texts), default=None),
        sum(len(t.lost) for t in texts),
        sum(len(t.leaks) for t in texts),
        sum(p.related[0] for p in pages),
        sum(p.related[1] for p in pages),
        sum(p.related[2] for p in pages),
        sum(p.is_right for p in pages),
    )


def by_field(compared: Iterable[Compared]) -> list[FieldRow]:
    """A row for every field that some gold has."""
    counts: dict[str, dict[str, int]] = {}
    for one in compared:
        for field, verdict in one.verdicts.items():
            row = counts.setdefault(field, dict.fromkeys(("right", "wrong", "missing", "extra"), 0))
            row[verdict] += 1
    return [FieldRow(field, **row) for field, row in counts.items()]
