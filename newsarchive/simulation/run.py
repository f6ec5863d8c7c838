"""Runs a simulation: cron calls the crawler every quarter of an hour of invented time, on one archive."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.crawl.options import CrawlOptions
from newsarchive.crawl.run import CrawlOutcome, crawl_in_loop
from newsarchive.models import Outlet
from newsarchive.registry import load_registry
from newsarchive.simulation.breaking import Breakage
from newsarchive.simulation.hostile import KINDS
from newsarchive.simulation.ledger import Ledger, Service
from newsarchive.simulation.outlets import write_outlets
from newsarchive.simulation.server import SimServer
from newsarchive.simulation.site import SimSite, service_of
from newsarchive.simulation.virtual_time import VirtualLoop, virtual_loop
from newsarchive.simulation.world import BEGINNING, Scale, SimWorld

EVERY = timedelta(minutes=15)
"""How often cron calls."""

DELAY = 2.0
"""Seconds between requests to one service, where it asks for no more."""

DELAY_CAP = 60.0
"""Seconds; a robots.txt that asks for more gets these."""

AFTERMATH = timedelta(days=1, hours=6)
"""How long cron goes on after the last story, so that all that was published has been looked for."""

CONTACT = "demo@example.test"


@dataclass(slots=True)
class SimRun:
    """One call of cron: when it began and ended in the world, and how."""

    began_at: datetime
    ended_at: datetime
    outcome: CrawlOutcome


@dataclass(slots=True)
class Simulated:
    """What a simulation leaves behind: world, ledger, archive, and the story of its runs."""

    world: SimWorld
    ledger: Ledger
    archive: Path
    ended_at: datetime
    runs: list[SimRun] = field(default_factory=list)
    calls_with_nothing_due: int = 0
    """Calls of cron that were left out because nothing was due: they would have ended at once."""
    seconds: float = 0.0
    """Of real time."""


class Simulation:
    """A world, its server and an archive, which is crawled by `run_until()` as often as cron would.

    The archive is `<folder>/archive` and goes on from where it is; `at` is the instant of the world to begin at,
    `delay` the seconds between requests to one service, `every` how often cron calls.
    """

    def __init__(
        self,
        folder: Path,
        world: SimWorld,
        *,
        breakages: tuple[Breakage, ...] = (),
        at: datetime = BEGINNING,
        delay: float = DELAY,
        every: timedelta = EVERY,
        is_stopped_by: Callable[[SimRun], bool] = lambda _: False,
    ) -> None:
        self.world = world
        self.archive = folder / "archive"
        self.ledger = Ledger(services=_services(world))
        self._site = SimSite(world, self.ledger, breakages)
        self._outlets_dir = write_outlets(folder / "outlets", world.outlets)
        self._outlets: tuple[Outlet, ...] = load_registry(self._outlets_dir).outlets
        self._at = at
        self._delay = delay
        self._every = every
        self._is_stopped_by = is_stopped_by
        self.runs: list[SimRun] = []
        self.skipped = 0

    def run_until(self, end: datetime, say: Callable[[str], None] = lambda _: None) -> Simulated:
        """Let cron call until `end`, or until `is_stopped_by` says of a run that it was the last."""
        began = time.monotonic()
        with virtual_loop((self._at - BEGINNING).total_seconds()) as loop, _quiet_logs():
            self._at = loop.run_until_complete(self._live(loop, end, say))
        return Simulated(
            self.world, self.ledger, self.archive, self._at, self.runs, self.skipped, time.monotonic() - began
        )

    async def _live(self, loop: VirtualLoop, end: datetime, say: Callable[[str], None]) -> datetime:
        def now() -> datetime:
            return BEGINNING.astimezone(UTC) + timedelta(seconds=loop.time())

        server = SimServer(self._site, now)
        loop.is_quiet = server.is_quiet
        address = await server.start()
        day = now().astimezone(BEGINNING.tzinfo).date()
        try:
            while now() < end:
                run = await self._call(address, now)
                if self._is_stopped_by(run):
                    break
                await self._sleep_until_due(now, end)
                today = now().astimezone(BEGINNING.tzinfo).date()
                if today != day:
                    say(self._line(now()))
                    day = today
        finally:
            await server.stop()
        return now()

    async def _call(self, address: str, now: Callable[[], datetime]) -> SimRun:
        """One call of cron: `newsarchive crawl --all --due`."""
        began_at = now()
        options = CrawlOptions(
            outlets=self._outlets,
            archive=self.archive,
            outlets_dir=self._outlets_dir,
            contact=CONTACT,
            delay=self._delay,
            is_due_only=True,
            resolve=address,
            clock=now,
            scheme="http",
        )
        outcome = await crawl_in_loop(options)
        run = SimRun(began_at, now(), outcome)
        self.runs.append(run)
        return run

    async def _sleep_until_due(self, now: Callable[[], datetime], end: datetime) -> None:
        """To the next call of cron at which something is due; those before it would find nothing to do."""
        due_at = _next_due(self.archive)
        following = _on_grid(now() + timedelta(seconds=1), self._every)
        wanted = min(end, following if due_at is None else max(following, _on_grid(due_at, self._every)))
        self.skipped += max(0, (wanted - following) // self._every)
        await asyncio.sleep((wanted - now()).total_seconds())

    def _line(self, at: datetime) -> str:
        counts: Counter[str] = Counter()
        for run in self.runs:
            counts.update(run.outcome.counts)
        return (
            f"{at.astimezone(BEGINNING.tzinfo):%d %B}: {len(self.runs)} runs, {counts['responses']:,} answers, "
            f"{counts['new']:,} articles, {counts['changed']:,} edits, {counts['failures']:,} failures"
        )


def simulate(
    folder: Path, *, seed: int, days: float, outlets: int, say: Callable[[str], None] = lambda _: None
) -> Simulated:
    """A whole simulation in an empty folder: a tenth of the outlets is hostile, in eleven different ways at least.

    `say` gets a line at the end of each day. Cron goes on for AFTERMATH after the last story.
    """
    world = SimWorld(Scale(days, outlets, max(len(KINDS), outlets // 10)), seed)
    count = sum(map(len, world.stories.values()))
    say(f"{count:,} stories will be published by {outlets} outlets in {days:g} days.")
    return Simulation(folder, world).run_until(world.scale.end + AFTERMATH, say)


def _services(world: SimWorld) -> dict[str, Service]:
    """The pause that each service has to be given: the largest that any of its outlets asks for, within the cap."""
    needed: dict[str, float] = {}
    for outlet in world.outlets:
        wish = max(DELAY, min(outlet.crawl_delay or 0.0, DELAY_CAP))
        service = service_of(outlet)
        needed[service] = max(needed.get(service, 0.0), DELAY if service == outlet.network else wish)
    return {service: Service(seconds) for service, seconds in needed.items()}


def _next_due(archive: Path) -> datetime | None:
    with closing(sqlite3.connect(f"file:{archive / 'news.db'}?mode=ro", uri=True)) as connection:
        (text,) = connection.execute("SELECT min(due_at) FROM frontier WHERE due_at IS NOT NULL").fetchone()
    return None if text is None else datetime.fromisoformat(text)


def _on_grid(at: datetime, every: timedelta) -> datetime:
    """The next minute at which cron calls."""
    return BEGINNING - ((BEGINNING - at) // every) * every


@contextmanager
def _quiet_logs() -> Iterator[None]:
    """Without the crawler's lines: what went wrong is in the archive, and hostile outlets would fill a book."""
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(before)
