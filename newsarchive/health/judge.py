"""Judges a run at its end: each outlet that it touched by all rules, and what is broken becomes an alarm."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from newsarchive.health import thresholds as limits
from newsarchive.health.evidence import DAY, Evidence, Trouble
from newsarchive.health.finding import Finding
from newsarchive.health.news import quarantined
from newsarchive.health.peers import Peers
from newsarchive.health.reading import poor_marks
from newsarchive.health.rules import findings
from newsarchive.store import Writer, history
from newsarchive.store.alarms import Alarm, accepted, open_alarms
from newsarchive.store.history import LONG_PAUSE, OutletDay, Ran, day_of
from newsarchive.store.times import from_text, to_text

logger = logging.getLogger("newsarchive.health")

_DAYS = timedelta(days=limits.PAST_DAYS + 8)
"""What the rule with the longest past looks at: 28 days, and the week before today."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What judging a run came to."""

    run_id: int
    judged: int = 0
    """Outlets that were looked at."""
    raised: tuple[Alarm, ...] = ()
    kept: tuple[Alarm, ...] = ()
    """Still so."""
    cleared: tuple[Alarm, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether a rule is broken that was not before this run: `ExitCode.HEALTH`."""
        return bool(self.raised)


@dataclass(slots=True)
class _Book:
    """Writes findings into the table of alarms and remembers what it did."""

    writer: Writer
    run_id: int
    at: datetime
    open: dict[tuple[str | None, str], Alarm]
    raised: list[Alarm] = field(default_factory=list)
    kept: list[Alarm] = field(default_factory=list)
    cleared: list[Alarm] = field(default_factory=list)

    def marks(self, outlet: str, counts: Mapping[str, int], last: OutletDay | None) -> Mapping[str, int]:
        """What looks poor about a run; what an alarm stands for already is not the outlet's way."""
        return {
            name: n for name, n in poor_marks(counts, last).items() if (outlet, name.partition(":")[2]) not in self.open
        }

    def enter(self, outlet: str | None, found: Finding) -> None:
        """Raise, keep or clear, as the finding says."""
        alarms, alarm = self.writer.alarms, self.open.get((outlet, found.rule))
        if not found.is_broken:
            if alarm is not None:
                alarms.clear(alarm, self.at)
                self.cleared.append(alarm)
        elif alarm is not None:
            alarms.keep(alarm, found.detail, observed=found.observed, expected=found.expected)
            self.kept.append(alarm)
        else:
            examples = found.examples
            if not examples and found.rule == "body-shrunk" and outlet is not None:
                examples = _latest_articles(self.writer.history.connection, outlet, self.at)
            raised = alarms.raise_one(
                outlet,
                found.rule,
                found.detail,
                observed=found.observed,
                expected=found.expected,
                examples=examples,
                run_id=self.run_id,
                at=self.at,
            )
            self.raised.append(raised)


def judge_run(writer: Writer, run_id: int, at: datetime) -> HealthReport:
    """Add a run that is ending to the past of its outlets, judge them, and store and log what is broken.

    To be called once, before `Writer.end_run`; `at` is the end of the run, aware. A run over kept pages is not judged,
    nor one that nobody answered: then it is the network here that is down. Takes some milliseconds an outlet.
    """
    writer.flush()
    connection = writer.history.connection
    with writer.unit():
        if history.had_no_answer(connection, run_id):
            writer.history.pass_over(run_id, at)
            return HealthReport(run_id)
        book = _Book(writer, run_id, at, {(a.outlet, a.rule): a for a in open_alarms(connection)})
        writer.history.add_up(run_id, at, book.marks)
        runs = history.live_runs(connection, run_id, at - DAY - LONG_PAUSE)
        began = history.started_at(connection, run_id)
        if began is None:
            return HealthReport(run_id)
        runs = {run_id: began, **runs}
        touched = _judge_outlets(connection, book, runs)
    writer.flush()
    report = HealthReport(run_id, len(touched), tuple(book.raised), tuple(book.kept), tuple(book.cleared))
    _log(report)
    return report


def _judge_outlets(connection: sqlite3.Connection, book: _Book, runs: Mapping[int, datetime]) -> list[str]:
    """Judge every outlet of the run and those in quarantine; gives the former."""
    case = _Case(connection, book, runs)
    touched = history.counts_of(connection, book.run_id)
    is_ours = _judge_own_clock(book, touched.values())
    for outlet in touched:
        for found in findings(case.evidence(outlet)):
            if not (is_ours and found.rule == "clock-skew"):
                book.enter(outlet, found)
    aside = {outlet for outlet, rule in book.open if rule == "quarantined" and outlet is not None} | {*case.aside}
    for outlet in sorted(aside - touched.keys()):
        known = {rule: at for (slug, rule), at in case.accepted.items() if slug == outlet}
        standing = Evidence(outlet, book.at, (), (), quarantine=case.aside.get(outlet), accepted_at=known)
        book.enter(outlet, quarantined(standing))
    return list(touched)


class _Case:
    """Gathers the evidence of a run, outlet by outlet."""

    def __init__(self, connection: sqlite3.Connection, book: _Book, runs: Mapping[int, datetime]) -> None:
        self._connection = connection
        self._book = book
        self._runs = runs
        self._peers = Peers(connection, book.at, runs)
        self._bounds: dict[str, tuple[int | None, int | None]] = {
            slug: (least, most)
            for slug, least, most in connection.execute("SELECT slug, daily_min, daily_max FROM outlets")
        }
        self.accepted = accepted(connection)
        self.aside = {
            outlet: Trouble(from_text(since), reason or "trouble", detail or "no more is known")
            for outlet, since, reason, detail in connection.execute(
                "SELECT outlet, quarantined_at, reason, detail FROM standings WHERE quarantined_at IS NOT NULL"
            )
        }

    def evidence(self, outlet: str) -> Evidence:
        """All that the rules look at."""
        book = self._book
        open_since = {rule: alarm.raised_at for (slug, rule), alarm in book.open.items() if slug == outlet}
        ran = history.ran(self._connection, outlet, self._runs)
        least, most = self._bounds.get(outlet, (None, None))
        return Evidence(
            outlet,
            book.at,
            ran or (Ran(book.run_id, book.at, {}, {}),),
            self._days(outlet, open_since.values()),
            first_on=history.first_day(self._connection, outlet),
            daily_min=least,
            daily_max=most,
            quarantine=self.aside.get(outlet),
            open_since=open_since,
            accepted_at={rule: at for (slug, rule), at in self.accepted.items() if slug == outlet},
            thinness=partial(self._peers.thinness, outlet),
        )

    def _days(self, outlet: str, also: Iterable[datetime]) -> list[OutletDay]:
        """The days before today and, for alarms that stand, the days before each was raised."""
        found: dict[date, OutletDay] = {}
        for at in {day_of(at) for at in (self._book.at, *also)}:
            days = history.days(self._connection, outlet, at - _DAYS, at + timedelta(days=1))
            found.update((day.day, day) for day in days)
        return [found[day] for day in sorted(found)]


def _judge_own_clock(book: _Book, counted: Iterable[Mapping[str, int]]) -> bool:
    """Whether so many clocks disagree with ours that ours is wrong: one alarm of the run, and none of the outlets."""
    checked = [counts for counts in counted if counts.get("clock-checked")]
    skewed = sum(c.get("clock-skewed", 0) >= limits.CLOCK_SHARE * c["clock-checked"] for c in checked)
    if len(checked) < limits.SKEWED_OUTLETS:
        return False
    is_ours = skewed >= limits.SKEWED_OUTLETS and skewed >= limits.SKEWED_SHARE * len(checked)
    detail = (
        f"the clocks of {skewed} of {len(checked)} outlets disagree with this machine's by more than 10 minutes; "
        f"{limits.SKEWED_SHARE:.0%} of them cannot all be wrong"
    )
    book.enter(None, Finding("clock-skew", is_ours, detail, skewed, limits.SKEWED_SHARE * len(checked)))
    return is_ours


def _latest_articles(connection: sqlite3.Connection, outlet: str, at: datetime) -> tuple[int, ...]:
    rows = connection.execute(
        "SELECT id FROM snapshots WHERE outlet = ? AND fetched_at > ? AND kind = 'article' AND status = 200"
        " ORDER BY fetched_at DESC LIMIT 3",
        (outlet, to_text(at - limits.RECENT_TIME)),
    )
    return tuple(row[0] for row in rows.fetchall())


def _log(report: HealthReport) -> None:
    for alarm in report.raised:
        shown = f"; examples: snapshots {', '.join(map(str, alarm.examples))}" if alarm.examples else ""
        logger.warning("%s: %s: %s%s", alarm.outlet or "the run", alarm.rule, alarm.detail, shown)
    for alarm in report.cleared:
        logger.info("%s: %s: well again since %s", alarm.outlet or "the run", alarm.rule, f"run {report.run_id}")
