"""An invented past: outlets with a rhythm of day and night, run after run, written as a crawl would count it."""

from __future__ import annotations

import math
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.health import HealthReport, judge_run
from newsarchive.models import Capture, Outlet
from newsarchive.store import Writer

T0 = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
PAST = timedelta(days=30)
HOUR = timedelta(hours=1)
DAILY: dict[str, float] = {
    "kabar-watu": 48,
    "radar-lereng": 24,
    "suara-muara": 30,
    "berita-teluk": 60,
    "warta-dusun": 3,
}
NETWORKS = {"kabar-watu": "disway", "radar-lereng": "disway", "suara-muara": "promedia", "berita-teluk": "auto",
            "warta-dusun": "auto"}  # fmt: skip

Change = Callable[[str, Counter[str]], None]
"""What is different about an outlet in a run: changes its counts in place."""


def poisson(rng: random.Random, mean: float) -> int:
    """Knuth's way; the numbers are small."""
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def hour_share(at: datetime) -> float:
    """The part of a day's news that appears in this hour: little at night, by the clock of western Indonesia."""
    hour = (at.hour + 7) % 24
    weights = [1 if h < 5 else 4 if h < 8 else 6 if h < 18 else 4 if h < 22 else 2 for h in range(24)]
    return weights[hour] / sum(weights)


def ordinary(rng: random.Random, daily: float, at: datetime, pace: timedelta) -> Counter[str]:
    """What a run counts for a healthy outlet that was looked at so long before."""
    hours = int(pace / HOUR)
    new = poisson(rng, daily * sum(hour_share(at - n * HOUR) for n in range(hours)))
    steady = poisson(rng, daily * 0.1 * hours)
    pages = new + steady + 2
    return Counter(
        {
            "requests": pages,
            "snapshots": pages,
            "bytes": 40_000 * new + 500 * steady + 9_000,
            "status:200": new + 2,
            "status:304": steady,
            "looks": 2,
            "looks-unchanged": 0 if new else 2,
            "listed": new,
            "new": new,
            "read": new,
            "read:title": new,
            "read:body": new,
            "read:date": new,
            "read:author": sum(rng.random() < 0.9 for _ in range(new)),
            "read:chars": sum(rng.randrange(900, 4200) for _ in range(new)),
            "unchanged": steady,
            "clock-checked": pages,
        }
    )


class Invented:
    """An archive in which runs are invented. `now` is the time; `rng` makes the same past each time."""

    def __init__(self, path: Path, *, now: datetime = T0, seed: int = 7) -> None:
        self.now = now
        self.path = path
        self.rng = random.Random(seed)
        self.daily = dict(DAILY)
        self.writer = Writer(path, clock=lambda: self.now)
        self.pace = HOUR
        """From run to run."""
        self.last_run = 0
        self.shown: dict[int, str] = {}

    def outlets(self, **bounds: dict[str, int]) -> None:
        """Write the outlets; bounds by slug, with underscores for hyphens."""
        rows = [
            Outlet(slug, slug.replace("-", " ").title(), f"{slug}.test", NETWORKS.get(slug, "auto"),
                   **bounds.get(slug.replace("-", "_"), {}))
            for slug in self.daily
        ]  # fmt: skip
        self.writer.sync_outlets(rows)

    def run(
        self,
        change: Change | None = None,
        *,
        judged: bool = True,
        examples: dict[str, list[int]] | None = None,
        agent: str | None = "newsarchive/0.1.0",
    ) -> HealthReport:
        """A run at `now`, which then goes on to the next. `examples`: snapshots by name of trouble."""
        writer = self.writer
        run = self.last_run = writer.begin_run("crawl", version="0.1.0", user_agent=agent, options={})
        for slug, daily in self.daily.items():
            counts = ordinary(self.rng, daily, self.now, self.pace)
            if change is not None:
                change(slug, counts)
            for name, count in counts.items():
                if count:
                    writer.count(run, slug, name, count)
        for name, numbers in (examples or {}).items():
            for number in numbers:
                writer.count(run, self.shown[number], name, example=number)
        self.now += timedelta(minutes=5)
        if judged:
            report = judge_run(writer, run, self.now)
        else:
            with writer.unit():
                pass
            writer.flush()
            writer.history.add_up(run, self.now)
            report = HealthReport(run)
        writer.end_run(run, exit_code=0 if report.judged or not judged or agent is None else 9, counts={"new": 1})
        self.now += self.pace - timedelta(minutes=5)
        return report

    def runs(self, count: int, change: Change | None = None) -> list[HealthReport]:
        """So many judged runs."""
        return [self.run(change) for _ in range(count)]

    def snapshot(self, outlet: str, kind: str = "article") -> int:
        """A page that can be shown as an example."""
        if not self.last_run:
            self.last_run = self.writer.begin_run("crawl", version="0.1.0", user_agent="a", options={})
        number = self.rng.randrange(1 << 40)
        url = f"https://{outlet}.test/read/{number}/pasar"
        capture = Capture(url, self.now, "GET", f"/read/{number}/pasar", (), "HTTP/1.1", 200, "OK", (), url.encode())
        snapshot_id = self.writer.add_snapshot(capture, outlet=outlet, run_id=self.last_run, kind=kind)
        self.shown[snapshot_id] = outlet
        return snapshot_id

    def close(self) -> None:
        self.writer.close()

    @staticmethod
    def raised(reports: list[HealthReport]) -> list[tuple[str | None, str]]:
        """Outlet and rule of every alarm that these runs raised."""
        return [(alarm.outlet, alarm.rule) for report in reports for alarm in report.raised]


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty days of health, added up and not judged."""
    path = tmp_path_factory.mktemp("past") / "archive"
    invented = Invented(path)
    invented.outlets()
    while invented.now < T0 + PAST:
        invented.run(judged=False)
    invented.close()
    return path


@pytest.fixture
def archive(past: Path, tmp_path: Path) -> Iterator[Invented]:
    """The archive after those thirty days, at seven in the morning of western Indonesia."""
    copy = tmp_path / "archive"
    shutil.copytree(past, copy)
    invented = Invented(copy, now=T0 + PAST, seed=11)
    yield invented
    invented.close()


@pytest.fixture
def invent(tmp_path: Path) -> Iterator[Callable[..., Invented]]:
    """Makes an archive with outlets and no past."""
    made: list[Invented] = []

    def make(seed: int, daily: dict[str, float] | None = None) -> Invented:
        made.append(Invented(tmp_path / f"archive-{seed}", seed=seed))
        if daily is not None:
            made[-1].daily = dict(daily)
        made[-1].outlets()
        return made[-1]

    yield make
    for invented in made:
        invented.close()
