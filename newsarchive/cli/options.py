"""Options that several commands share."""

from __future__ import annotations

import logging
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_SIZES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


class Seconds(click.ParamType[float]):
    """A length of time: `90`, `90s`, `10m`, `2h`, `1d`. Gives seconds as a float."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Raises click's usage error for anything else, and for what is negative."""
        found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?)\s?([smhd]?)", str(value).strip().lower(), re.ASCII)
        if found is None:
            self.fail(f"{value!r} is no length of time such as 90, 10m or 2h", param, ctx)
        return float(found[1]) * _UNITS[found[2]]


class Bytes(click.ParamType[int]):
    """A size: `5000000`, `500M`, `2G` (powers of ten, as disks are sold). Gives bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Raises click's usage error for anything else, and for what is negative."""
        found = re.fullmatch(r"(\d{1,15}(?:\.\d{1,3})?)\s?([kmgt]?)b?", str(value).strip().lower(), re.ASCII)
        if found is None:
            self.fail(f"{value!r} is no size such as 500M or 2G", param, ctx)
        return int(float(found[1]) * _SIZES[found[2]])


class Day(click.ParamType[date]):
    """A day: `2015-01-31`. Gives a `date`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Raises click's usage error for anything else."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is no day such as 2015-01-31", param, ctx)


archive = click.option(
    "--archive",
    "archive_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/archive"),
    envvar="NEWSARCHIVE_DIR",
    show_default=True,
    show_envvar=True,
    help="Folder of the archive: news.db and packs/.",
)

outlets = click.option(
    "--outlets",
    "outlets_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of outlet files to read instead of the project's own.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")

quiet = click.option("-q", "--quiet", is_flag=True, help="Print nothing when all is well.")

log_format = click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How log lines on standard error are written.",
)

contact = click.option(
    "--contact", help="Your mail address or web page; sent with every request, remembered by the archive."
)

delay = click.option(
    "--delay", type=click.FloatRange(0), help="Seconds between requests to one network or lone site.  [default: 2]"
)

time_limit = click.option(
    "--time-limit", type=Seconds(), default=0.0, help="Stop after so long (90, 10m, 2h) and store what is in flight."
)

disk_min_free = click.option(
    "--disk-min-free", type=Bytes(), default=0, help="Stop while so much (500M, 2G) is still free on the disk."
)

prometheus = click.option(
    "--prometheus",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write metrics there at the end, for the node exporter's textfile collector.",
)

resolve = click.option(
    "--resolve", metavar="ADDRESS:PORT", help="Connect every host name to this address (tests and demo)."
)

ca_file = click.option(
    "--ca-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Trust this certificate authority too.",
)

clock_offset = click.option(
    "--clock-offset", type=float, default=0.0, help="Seconds to put the clock forward (tests and demo)."
)


def is_drawing(quiet: bool, log_format: str) -> bool:
    """Whether a crawl draws a progress bar: somebody looks on, and standard error is for people."""
    return not quiet and log_format == "text" and sys.stderr.isatty()


def end_with(exit_code: int, told: str) -> None:
    """Log how a run ended, and leave the process with its exit code if that is not 0."""
    log = logging.getLogger("newsarchive.crawl")
    (log.info if exit_code == 0 else log.warning)("%s", told)
    if exit_code:
        sys.exit(exit_code)
