"""`newsarchive schedule`: units of systemd or lines of a crontab for this installation."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Literal

import click

from newsarchive.cli import options
from newsarchive.scheduling import (
    DISK_MIN_FREE,
    EVERY,
    TIME_LIMIT,
    Installation,
    crontab,
    program_of,
    systemd_service,
    systemd_timer,
)


@click.command(
    epilog="""\b
Example:
  newsarchive schedule --systemd --archive /srv/news
  newsarchive schedule --systemd --part service | sudo tee /etc/systemd/system/newsarchive.service
  newsarchive schedule --cron --every 30

Nothing is installed: the text goes to standard output, with the place to put it in its comments. Crawl the outlets
that you want once by hand before, with --contact: the archive remembers them and your address.
"""
)
@click.option("--systemd", "target", flag_value="systemd", help="Print a service and a timer.")
@click.option("--cron", "target", flag_value="cron", help="Print lines for a crontab.")
@click.option(
    "--all", "is_all", is_flag=True, help="Crawl every active outlet, not only those that the archive crawls already."
)
@click.option(
    "--part", type=click.Choice(["service", "timer"]), help="Of systemd's two files, print only this one, for a pipe."
)
@click.option(
    "--every",
    type=int,
    default=15,
    show_default=True,
    metavar="MINUTES",
    help=f"From one start to the next: {', '.join(map(str, EVERY))}.",
)
@click.option("--user", help="Who runs it, and owns the archive.  [default: you]")
@click.option("--name", default="newsarchive", show_default=True, help="Name of the units; one for each archive.")
@click.option(
    "--time-limit",
    type=options.Seconds(),
    default=TIME_LIMIT,
    help="After so long (10m, 4h) a run stops, and the next goes on.  [default: 4h]",
)
@click.option(
    "--disk-min-free",
    type=options.Bytes(),
    default=DISK_MIN_FREE,
    help="A run stops while so much (500M, 2G) is still free.  [default: 2G]",
)
@options.prometheus
@options.archive
@options.outlets
def command(
    *,
    target: Literal["systemd", "cron"] | None,
    is_all: bool,
    part: Literal["service", "timer"] | None,
    every: int,
    user: str | None,
    name: str,
    time_limit: float,
    disk_min_free: int,
    prometheus: Path | None,
    archive_dir: Path,
    outlets_dir: Path | None,
) -> None:
    """Print what makes this installation crawl by itself: what is due, every few minutes, one run at a time."""
    if target is None or (part and target != "systemd"):
        raise click.UsageError("give --systemd or --cron; --part goes with --systemd")
    installation = Installation(
        program=program_of(sys.argv[0], sys.executable),
        archive=archive_dir.absolute(),
        user=user or getpass.getuser(),
        every=every,
        outlets_dir=None if outlets_dir is None else outlets_dir.absolute(),
        name=name,
        is_all=is_all,
        time_limit=round(time_limit),
        disk_min_free=disk_min_free,
        prometheus=None if prometheus is None else prometheus.absolute(),
    )
    if target == "cron":
        click.echo(crontab(installation), nl=False)
        return
    texts = {"service": systemd_service(installation), "timer": systemd_timer(installation)}
    click.echo("\n".join(texts.values()) if part is None else texts[part], nl=False)
