"""`newsarchive outlets`: what is in the registry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.models import Outlet
from newsarchive.registry import load_registry

_COLUMNS = ("slug", "name", "domain", "network", "province", "regency", "zone", "status", "confidence")


@click.command(
    epilog="""\b
Example:
  newsarchive outlets --province "Jawa Tengah"
  newsarchive outlets radartegal jogja.disway.id --json
"""
)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--province", help="Only outlets of this province: its ISO 3166-2 code (ID-JT), ministry code or name.")
@click.option("--network", help="Only outlets of this network, e.g. tribun; auto: those where each page tells.")
@click.option("--status", help="Only outlets of this status: active, quarantined, dormant or gone.")
@options.outlets
@options.as_json
def command(
    *,
    names: tuple[str, ...],
    province: str | None,
    network: str | None,
    status: str | None,
    outlets_dir: Path | None,
    as_json: bool,
) -> None:
    """List the outlets that can be crawled.

    NAME is a slug, a short name (radartegal for radartegal-disway) or a domain; without one, all are listed. The
    network is what a row is declared as: `auto` where each page tells, and which one it told stands with each article.
    """
    registry = load_registry(outlets_dir)
    wanted = {registry.get(name) for name in names}
    found = [o for o in registry.filter(province=province, network=network, status=status) if not names or o in wanted]
    if as_json:
        output.echo_json(found)
    else:
        output.table(_COLUMNS, ([getattr(outlet, name) for name in _COLUMNS] for outlet in found))
        if names:
            output.section("notes", [f"{o.slug}: {o.note}" for o in found if o.note])
        click.echo(_counted(found), err=True)


def _counted(found: Sequence[Outlet]) -> str:
    """How many are listed, for the eye and not for a pipe."""
    if not found:
        return "nothing found"
    networks, provinces = len({o.network for o in found}), len({o.province for o in found} - {None})
    nowhere = sum(o.province is None for o in found)
    return (
        f"{_many(len(found), 'outlet')} of {_many(networks, 'network')} in {_many(provinces, 'province')}"
        f"{f', {nowhere} of the whole country' if nowhere else ''}"
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
