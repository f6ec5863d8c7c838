"""Walks into the past as an operator asks for them: noted in the archive, and told how far they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from newsarchive.errors import ConfigError
from newsarchive.models import Outlet
from newsarchive.networks import load_networks
from newsarchive.store import Writer
from newsarchive.store.backfills import Backfill
from spiders.backfill import ways_back
from spiders.days import local_day


def plan_walks(
    archive: Path, outlets: Iterable[Outlet], since_on: date, until_on: date | None, *, clock: Callable[[], datetime]
) -> list[Backfill]:
    """Note a walk for each outlet, or take up the one that is open; days are the outlet's own.

    `until_on` is yesterday by default: today belongs to the day's crawl. Raises ConfigError for a range that is none,
    and for an outlet whose network has no way that leads back, before anything is noted; else what `Writer` raises.
    """
    outlets = tuple(outlets)
    ranges = {outlet.slug: _range(outlet, since_on, until_on, clock()) for outlet in outlets}
    networks = load_networks()
    for outlet in outlets:
        if not ways_back(networks[outlet.network]):
            raise ConfigError(
                f"{outlet.slug}: no list of the network {outlet.network} is known that leads to past days"
            )
    with Writer(archive, clock=clock) as writer:
        writer.sync_outlets(outlets)
        return [writer.backfills.open(outlet.slug, *ranges[outlet.slug], clock()) for outlet in outlets]


def _range(outlet: Outlet, since_on: date, until_on: date | None, at: datetime) -> tuple[date, date]:
    today = local_day(outlet, at)
    last = min(until_on or today, today - timedelta(days=1))
    if since_on > last:
        raise ConfigError(f"{outlet.slug}: there is no past day from {since_on} to {until_on or last}")
    return since_on, last
