"""What an archive crawls already, and whether anything of it is due: told without loading Scrapy, as cron asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from newsarchive.errors import ConfigError
from newsarchive.models import Outlet
from newsarchive.networks import load_networks
from newsarchive.store import Writer
from newsarchive.store.connection import index_path
from newsarchive.version import __version__
from spiders.leads import start_leads

MOST_NAMED = 20
"""Outlets that the row of a run names."""


def crawled_outlets(writer: Writer) -> tuple[str, ...]:
    """Slugs of the outlets that an archive has in its frontier, in their order. Raises ConfigError if there is none."""
    slugs = writer.frontier.outlets()
    if not slugs:
        raise ConfigError(f"the archive {writer.path} crawls no outlet yet: name some, or give --all, in a first crawl")
    return slugs


def is_anything_due(writer: Writer, outlets: Iterable[Outlet], at: datetime) -> bool:
    """Whether a run at `at` would have anything to fetch: a row that is due, or a list that is not in the frontier yet
    (that of a new day, or of a way of discovery that is new).
    """
    networks = load_networks()
    for outlet in outlets:
        if writer.frontier.due([outlet.slug], at, limit=1):
            return True
        if any(not writer.frontier.knows(lead.key) for lead in start_leads(outlet, networks[outlet.network], at)):
            return True
    return False


def named(outlets: Iterable[Outlet]) -> list[str] | int:
    """The outlets of a run as its row tells them: their slugs, or of many only how many they are.

    Hundreds of names in each of 35,000 runs a year would be a third of a gigabyte; `run_outlets` has who was asked.
    """
    slugs = [outlet.slug for outlet in outlets]
    return slugs if len(slugs) <= MOST_NAMED else len(slugs)


def record_idle_run(writer: Writer, *, outlets: Iterable[Outlet]) -> int:
    """Write the row of a run that had nothing to do, so that it can be seen that it was there; gives its id."""
    options = {"outlets": named(outlets), "due_only": True}
    run_id = writer.begin_run("crawl", version=__version__, user_agent=None, options=options)
    writer.end_run(run_id, exit_code=0, counts={}, reason="nothing-due")
    return run_id


def open_existing(archive: Path, clock: Callable[[], datetime]) -> Writer:
    """The writer of an archive that is there. Raises ConfigError where there is none, else what `Writer` raises."""
    if not index_path(archive).exists():
        raise ConfigError(f"{archive} is no archive yet: name the outlets, or give --all, in a first crawl")
    return Writer(archive, clock=clock)
