"""The state of an archive as metrics in a file, for the textfile collector of Prometheus's node exporter."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, write_to_textfile
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from newsarchive.errors import ConfigError
from newsarchive.health.run_report import run_report
from newsarchive.store import open_archive
from newsarchive.store.alarms import open_alarms
from newsarchive.store.times import from_text

_OUTLET = ("outlet", "network")


def write(path: Path, archive: Path) -> None:
    """Write all metrics of an archive folder to a file, whole or not at all (a file beside it is renamed).

    Its name must end in `.prom` for the collector to read it. The metrics are listed in docs/health.md. Raises
    NotAnArchive, or ConfigError for a file that cannot be written.
    """
    registry = CollectorRegistry()
    with open_archive(archive) as opened:
        registry.register(_Metrics(opened.connection, opened.path))
        try:
            write_to_textfile(str(path), registry)
        except OSError as error:
            raise ConfigError(f"{path}: the metrics cannot be written: {error.strerror}") from error


class _Metrics(Collector):
    """Asks the archive when it is collected. All are gauges: a run that ends leaves no counter behind."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        rows = connection.execute("SELECT slug, network FROM outlets ORDER BY slug").fetchall()
        self._networks: dict[str, str] = dict(rows)

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing: what there is depends on the archive, and is not asked for when it is registered."""
        return ()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Every family of metrics, the run's first."""
        yield from self._run()
        yield from self._alarms()
        yield from self._outlets()
        yield from self._sizes()

    def _run(self) -> Iterable[GaugeMetricFamily]:
        report = run_report(self._connection)
        if report is None or report.ended_at is None:
            return
        single = (
            ("run_start_timestamp_seconds", "Start of the last crawl that ended.", report.started_at.timestamp()),
            ("run_end_timestamp_seconds", "End of the last crawl that ended.", report.ended_at.timestamp()),
            ("run_duration_seconds", "How long it took.", report.seconds or 0.0),
            ("run_exit_code", "Its exit code; see the table of exit codes.", report.exit_code or 0),
            ("run_requests", "Requests that it sent.", report.requests),
            ("run_received_bytes", "Bytes of bodies that it received.", report.bytes),
            ("run_listed_articles", "New articles that lists named.", report.listed),
        )
        for name, text, value in single:
            yield _gauge(name, text, [((), value)])
        outcomes = [((name,), getattr(report, name)) for name in ("new", "changed", "unchanged", "gone")]
        yield _gauge("run_articles", "Articles by what became of them.", outcomes, ("outcome",))
        failures = [((reason,), count) for reason, count in report.by_failure.items()]
        yield _gauge("run_failures", "Failures by reason.", failures, ("reason",))

    def _alarms(self) -> Iterable[GaugeMetricFamily]:
        alarms = open_alarms(self._connection)
        rows = {(self._of(alarm.outlet), alarm.rule): alarm.raised_at.timestamp() for alarm in alarms}
        yield _gauge("alarms", "Alarms that stand.", [((), len(alarms))])
        yield _gauge(
            "alarm_since_timestamp_seconds",
            "An alarm that stands, by the time it was raised; without an outlet: of the whole run.",
            [((*of, rule), since) for (of, rule), since in rows.items()],
            (*_OUTLET, "rule"),
        )

    def _outlets(self) -> Iterable[GaugeMetricFamily]:
        aside = self._connection.execute(
            "SELECT outlet, coalesce(reason, 'unknown'), quarantined_at FROM standings"
            " WHERE quarantined_at IS NOT NULL ORDER BY outlet"
        ).fetchall()
        yield _gauge("quarantined_outlets", "Outlets in quarantine.", [((), len(aside))])
        yield _gauge(
            "outlet_quarantined_since_timestamp_seconds",
            "An outlet in quarantine, by the time it was put there.",
            [((*self._of(outlet), reason), from_text(since).timestamp()) for outlet, reason, since in aside],
            (*_OUTLET, "reason"),
        )
        looks, news = [], []
        sql = "SELECT looked_at, silent_s FROM outlet_days WHERE outlet = ? ORDER BY day DESC LIMIT 1"
        for slug in self._networks:
            row = self._connection.execute(sql, (slug,)).fetchone()
            if row is None or row[0] is None:
                continue
            looked = from_text(row[0]).timestamp()
            looks.append((self._of(slug), looked))
            news.append((self._of(slug), float(row[1])))
        yield _gauge("outlet_last_look_timestamp_seconds", "When its lists last answered.", looks, _OUTLET)
        yield _gauge("outlet_silence_seconds", "How long its lists had then named nothing new.", news, _OUTLET)

    def _sizes(self) -> Iterable[GaugeMetricFamily]:
        # rows of articles are never deleted, and counting some millions takes seconds
        articles = self._connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
        used = sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())
        yield _gauge("articles", "Articles held.", [((), articles)])
        yield _gauge("archive_bytes", "Bytes of the archive's files.", [((), used)])
        yield _gauge("disk_free_bytes", "Bytes free on its disk.", [((), shutil.disk_usage(self._folder).free)])

    def _of(self, outlet: str | None) -> tuple[str, str]:
        return (outlet or "", self._networks.get(outlet or "", ""))


def _gauge(
    name: str, text: str, rows: Iterable[tuple[tuple[str, ...], float]], labels: tuple[str, ...] = ()
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"newsarchive_{name}", text, labels=labels)
    for values, number in rows:
        family.add_metric([_printable(value) for value in values], float(number))
    return family


def _printable(value: str) -> str:
    """A label without control characters, which no slug and no reason has; quotes and line ends the library escapes."""
    return "".join(c if c.isprintable() else "?" for c in value)[:200]
