"""What a simulation found, as the rows of a table and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from newsarchive.demo.compare import Difference
from newsarchive.demo.report import EACH_KIND
from newsarchive.simulation.holding import read_holding
from newsarchive.simulation.judge import MOST_RECHECKS, Judge, Verdict
from newsarchive.simulation.run import Simulated


@dataclass(frozen=True, slots=True)
class SimReport:
    """A judged simulation."""

    simulated: Simulated
    verdict: Verdict

    def as_data(self) -> dict[str, object]:
        """For `--json`: counts, measures and every difference."""
        run = self.simulated
        return {
            "archive": str(run.archive),
            "days": run.world.scale.days,
            "outlets": len(run.world.outlets),
            "hostile": {o.slug: o.hostile.way for o in run.world.outlets if o.hostile is not None},
            "runs": len(run.runs),
            "calls_with_nothing_due": run.calls_with_nothing_due,
            "seconds": round(run.seconds, 1),
            "counts": dict(sorted(self.verdict.counts.items())),
            "rechecks_of_an_unchanging_article": round(self.verdict.rechecks, 3),
            "share_answered_304": round(self.verdict.unmodified, 4),
            "shortest_pause_seconds": _shortest(run),
            "differences": [asdict(d) for d in self.verdict.differences],
        }


def judged(simulated: Simulated) -> SimReport:
    """Read the archive of a simulation and judge it."""
    return SimReport(simulated, Judge(simulated, read_holding(simulated.archive)).verdict())


def rows(report: SimReport) -> Iterator[tuple[str, str, bool]]:
    """(what, how many, whether that is as it should be) for every row of the table."""
    c, run, kinds = report.verdict.counts, report.simulated, Counter(d.kind for d in report.verdict.differences)
    hostile = sum(o.hostile is not None for o in run.world.outlets)
    yield "outlets", f"{len(run.world.outlets)} on {c['services']} services, {hostile} of them hostile", True
    yield "runs of cron", f"{len(run.runs):,}, and {run.calls_with_nothing_due:,} calls with nothing due", True
    yield "how they ended", _codes(c), not kinds["exit-code"]
    yield "published", f"{c['published']:,}", True
    yield "to be had", f"{c['fetchable:held']:,} of {c['fetchable']:,} archived", not kinds["missing"]
    yield "up too briefly to be sure of", f"{c['fleeting:held']:,} of {c['fleeting']:,} archived", True
    yield "not to be had, true reason told", f"{c['owed:told']:,} of {c['owed']:,}", not kinds["reason"]
    yield "versions, word for word", f"{c['versions']:,} of {c['versions:true']:,}", not kinds["versions"]
    missed = f"{c['edits:brief']} too brief, {c['edits:after'] + c['edits:open']} after or before a look to come"
    yield (
        "edits seen",
        f"{c['edits:seen']:,} of {c['edits'] - c['edits:before']:,} ({missed})",
        not kinds["edit-missed"],
    )
    yield "removed, restored", f"{c['removed']}, {c['restored']}", not (kinds["removed"] + kinds["restored"])
    yield "looks later than planned", f"{kinds['look-late']}", not kinds["look-late"]
    steady = f"{report.verdict.rechecks:.2f} on {c['steady']:,} past their plan, at most {MOST_RECHECKS}"
    yield "re-checks of what never changes", steady, not kinds["rechecks"]
    yield "of them answered 304", f"{report.verdict.unmodified:.1%}", not kinds["rechecks"]
    pause = (
        f"{kinds['delay']} services hurried, {kinds['connections']} asked twice at once, shortest {_shortest(run)} s"
    )
    yield "pauses kept, at the server", pause, not (kinds["delay"] + kinds["connections"])
    pleas = kinds["retry-after"] + kinds["robots-disobeyed"]
    yield "pleas disregarded", f"{pleas} (Retry-After, robots.txt)", not pleas
    yield "requests into the endless trap", f"{c['trap']:,} of {c['requests']:,}", not kinds["trapped"]
    yield "alarms of health", f"{c['alarms:true']} true, {kinds['alarm']} false", not kinds["alarm"]
    yield "dead outlets set aside", f"{c['quarantined']} of {c['dead']}", not kinds["quarantine"]
    yield "other failures and damage", f"{_others(kinds)}", not _others(kinds)
    yield "differences in all", f"{len(report.verdict.differences)}", not report.verdict.differences
    yield (
        "time",
        f"{run.seconds:.0f} s for {run.world.scale.days:g} days, {c['requests'] / run.seconds:.0f} requests a second",
        True,
    )


def difference_lines(report: SimReport) -> Iterator[str]:
    """The differences, by kind, at most EACH_KIND of a kind in full."""
    by_kind: dict[str, list[Difference]] = {}
    for difference in report.verdict.differences:
        by_kind.setdefault(difference.kind, []).append(difference)
    for kind, found in by_kind.items():
        yield from map(str, found[:EACH_KIND])
        if len(found) > EACH_KIND:
            yield f"{kind}: {len(found) - EACH_KIND} more"


def _codes(counts: Counter[str]) -> str:
    found = sorted((name.partition(":")[2], n) for name, n in counts.items() if name.startswith("exit:"))
    return ", ".join(f"{n:,} with code {code}" for code, n in found)


def _others(kinds: Counter[str]) -> int:
    return sum(kinds[kind] for kind in ("failure", "unexpected", "frontier", "snapshots", "damage"))


def _shortest(run: Simulated) -> float:
    pauses = [s.shortest.total_seconds() for s in run.ledger.services.values() if s.shortest is not None]
    return round(min(pauses, default=0.0), 3)
