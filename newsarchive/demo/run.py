"""Runs the demo: serve the world, crawl it, let days pass, crawl again, and hold the archive against the truth."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from newsarchive.demo.compare import Comparison, compare
from newsarchive.demo.holding import read_holding
from newsarchive.demo.outlets import write_outlets
from newsarchive.demo.served import ServedWorld
from newsarchive.demo.timeline import LAST_DAY
from newsarchive.demo.world import DEFAULT_ARTICLES, World
from newsarchive.errors import ConfigError, NewsarchiveError

MARK = ".newsarchive-demo"
"""A file in every folder the demo made: only such a folder is ever replaced."""

DAYS = (0, LAST_DAY)


class CrawlFailed(NewsarchiveError):
    """The crawl command did not end well; its own message is on standard error."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """The comparison, where everything is, and how long it took (seconds)."""

    comparison: Comparison
    folder: Path
    archive: Path
    seconds: float
    crawl_seconds: tuple[float, ...]
    pages_served: int


def prepare_folder(folder: Path, *, keep: bool = False) -> Path:
    """Make an empty folder for a demo and return it. `keep` leaves an earlier demo alone and takes `<folder>-2`, ...

    Raises ConfigError if the folder holds anything that no demo has made.
    """
    chosen, number = folder, 1
    while keep and chosen.exists():
        number += 1
        chosen = folder.with_name(f"{folder.name}-{number}")
    if chosen.exists():
        if not (chosen / MARK).exists() and (not chosen.is_dir() or any(chosen.iterdir())):
            raise ConfigError(f"{chosen} is not a folder that a demo has made; choose another --dir")
        shutil.rmtree(chosen)
    chosen.mkdir(parents=True)
    (chosen / MARK).write_text("Made by `newsarchive demo`, which replaces this folder when it runs again.\n", "utf-8")
    return chosen


def run_demo(
    folder: Path, *, seed: int = 1, articles: int = DEFAULT_ARTICLES, say: Callable[[str], None], quiet: bool = False
) -> DemoResult:
    """Run the whole demo in `folder`, which `prepare_folder()` made. `say` gets a line at each step.

    Raises CrawlFailed if a crawl does not end with code 0.
    """
    start = time.monotonic()
    world = World(seed, articles)
    truth = world.truth(DAYS)
    truth.save(folder / "truth.json")
    outlets = write_outlets(folder / "outlets")
    archive = folder / "archive"
    took: list[float] = []
    with ServedWorld(folder / "tls", seed=seed, articles=articles) as served:
        say(f"A world of {len(world.stories)} stories is being served on {served.address}.")
        for day in DAYS:
            served.move_to(day)
            say("Crawling it for the first time." if day == 0 else f"{day} days later: crawling it again.")
            began = time.monotonic()
            _crawl(served, outlets, archive, day, quiet=quiet)
            if day:
                # what was not there is looked for once more before it is called removed
                _crawl(served, outlets, archive, day, hours=3, quiet=quiet)
            took.append(time.monotonic() - began)
        requests = served.requests()
    say("Holding the archive against the truth.")
    comparison = compare(truth, read_holding(archive), requests)
    return DemoResult(comparison, folder, archive, time.monotonic() - start, tuple(took), requests["all"])


def _crawl(served: ServedWorld, outlets: Path, archive: Path, day: int, *, hours: int = 0, quiet: bool) -> None:
    """Run the real command; it draws its own progress on standard error."""
    # a few minutes more than the days, so that what rests for a day has rested for a day
    offset = timedelta(days=day, hours=hours, minutes=10 if day else 0).total_seconds()
    command = [
        sys.executable,
        "-m",
        "newsarchive",
        "crawl",
        "--all",
        "--outlets",
        str(outlets),
        "--archive",
        str(archive),
    ]
    command += ["--resolve", served.address, "--ca-file", str(served.ca_file), "--delay", "0"]
    command += ["--contact", "demo@example.test", "--clock-offset", str(offset)]
    done = subprocess.run([*command, "--quiet"] if quiet else command, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise CrawlFailed(f"newsarchive crawl ended with code {done.returncode} on day {day} of the demo")
