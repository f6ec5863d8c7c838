"""`newsarchive outlets`: what is in the registry."""

from __future__ import annotations

from pathlib import Path

import click

from newsarchive.cli import options, output
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
@click.option("--network", help="Only outlets of this network, e.g. disway.")
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

    NAME is a slug, a short name (radartegal for radartegal-disway) or a domain; without one, all are listed.
    """
    registry = load_registry(outlets_dir)
    wanted = {registry.get(name) for name in names}
    found = [o for o in registry.filter(province=province, network=network, status=status) if not names or o in wanted]
    if as_json:
        output.echo_json(found)
    else:
        output.table(_COLUMNS, ([getattr(outlet, name) for name in _COLUMNS] for outlet in found))
