"""The end of a run: what is left is written, the run is judged, and the archive is let go."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from newsarchive.errors import ArchiveError, NewsarchiveError, is_disk_full
from newsarchive.exits import ExitCode
from newsarchive.health import judge_run

if TYPE_CHECKING:
    from newsarchive.crawl.session import Session

logger = logging.getLogger(__name__)

REPACK = 10
"""Bodies that the pack put off re-coding (long ones) are done so many at a time: between requests, and at the end."""

ENDINGS = {
    "time-limit": ExitCode.TIME_LIMIT,
    "disk": ExitCode.DISK,
    "shutdown": ExitCode.INTERRUPTED,
    "network-down": ExitCode.NETWORK,
}
"""Exit codes of runs that ended before their work was done: more urgent than what health has to say."""


def end_run(session: Session) -> ExitCode:
    """Write the end of a run, judge it, close the archive and give the exit code. Raises nothing."""
    code = ExitCode.ARCHIVE
    try:
        session.outage.end()
        session.pacing.save()
        # an operator who stops a run, or a disk that is full, is not kept waiting
        if session.fatal is None and session.reason not in ("shutdown", "disk"):
            while session.writer.repack(REPACK):
                pass
        code = _judge(session)
        counts = dict(session.counts)
        session.writer.end_run(session.run_id, exit_code=code, counts=counts, reason=session.reason)
        session.writer.close()
        session.is_over = True
    except (ArchiveError, sqlite3.Error, OSError) as error:
        session.fatal = session.fatal or error
        return _of_fatal(session.fatal)
    _write_metrics(session)
    return code


def _judge(session: Session) -> ExitCode:
    if session.fatal is not None:
        return _of_fatal(session.fatal)
    if session.outage.is_told():
        return ExitCode.NETWORK
    report = judge_run(session.writer, session.run_id, session.clock())
    return ENDINGS.get(session.reason or "", ExitCode.HEALTH if report.raised else ExitCode.OK)


def _of_fatal(error: Exception) -> ExitCode:
    return ExitCode.DISK if is_disk_full(error) else ExitCode.ARCHIVE


def _write_metrics(session: Session) -> None:
    """The metrics' file. One that cannot be written is said in the log: the run itself went as it went."""
    path: str | None = session.crawler.settings.get("NEWSARCHIVE_PROMETHEUS")
    if path is None:
        return
    # its library takes a twentieth of a second to import, which a run without metrics need not wait for
    from newsarchive.health import prometheus  # noqa: PLC0415

    try:
        prometheus.write(Path(path), session.folder)
    except NewsarchiveError as error:
        logger.error("%s", error)
