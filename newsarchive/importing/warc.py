"""WARC files of any origin into an archive, as a stream: flat in memory, each capture with its article or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.importing.exchanges import Exchanges, belongs_to_capture
from newsarchive.importing.intake import Intake, Wanted
from newsarchive.importing.outcome import Ledger, WarcImported
from newsarchive.importing.shelf import Shelf
from newsarchive.importing.sources import check_sources, opened
from newsarchive.kept.records import Fault, read_records
from newsarchive.kept.unpacking import Source
from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.version import __version__

_AHEAD = timedelta(days=1)
"""Clocks differ; what claims to be fetched later than this from now is wrong."""


def import_warc(
    folder: Path,
    files: Sequence[str],
    registry: Registry,
    wanted: Wanted,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Callable[[int], None] = lambda _: None,
) -> WarcImported:
    """Take the captures of WARC files (see `sources.opened()`) into the archive in `folder`.

    Each capture is stored with what it says in one transaction, so a stop at any moment leaves whole captures, and
    importing again goes on. A capture that the archive knows (URL, payload, time) is not added again. `progress` is
    told the bytes of the files that were read since it was last called. Raises ConfigError for a file that is not
    there, ArchiveLocked while another run is writing, NotAnArchive for a foreign archive; nothing for what is in the
    files.
    """
    check_sources(list(files))
    ledger = Ledger()
    with Writer(folder, clock=clock) as writer, Shelf() as shelf:
        options = {"warc": len(files), "any": wanted.any_outlet}
        run_id = writer.begin_run("import", version=__version__, user_agent=None, options=options)
        writer.sync_outlets(registry.outlets)
        intake = Intake(writer, registry, run_id, wanted, ledger=ledger, shelf=shelf, latest=clock() + _AHEAD)
        for name in files:
            with opened(name) as sources:
                for told, source in sources:
                    _read_file(told, _Watched(source, progress), intake, ledger)
        intake.finish()
        while writer.repack():
            pass
        read = intake.interpreter
        done = ledger.done(read.articles, read.failures, read.other_pages)
        counts = {"captures": ledger.added + ledger.known, "snapshots": ledger.added, **read.counts()}
        counts["refused"] = sum(done.refused.values())
        writer.end_run(run_id, exit_code=0 if done.is_whole else 8, counts=counts)
    return done


def _read_file(name: str, source: Source, intake: Intake, ledger: Ledger) -> None:
    exchanges = Exchanges()
    ledger.files += 1
    before = ledger.records
    is_sound = True
    for found in read_records(source):
        if isinstance(found, Fault):
            is_first = ledger.records == before and is_sound
            is_sound = False
            if is_first and found.reason == "garbage":
                ledger.refuse(name, found.offset, "no-warc", found.why)
                if found.is_end:
                    break
                continue
            tail = "; the file is read up to there" if found.is_end else ""
            ledger.refuse(name, found.offset, found.reason, found.why + tail)
            continue
        ledger.records += 1
        for exchange in exchanges.add(found):
            intake.take(name, exchange)
        if not belongs_to_capture(found):
            ledger.pass_over("other-record")
    for exchange in exchanges.finish():
        intake.take(name, exchange)
    if ledger.records == before and is_sound:
        ledger.refuse(name, 0, "no-warc", "the file holds no record")


@dataclass(slots=True)
class _Watched:
    """A source that tells how far it was read."""

    source: Source
    progress: Callable[[int], None]

    def read(self, size: int, /) -> bytes:
        data = self.source.read(size)
        self.progress(len(data))
        return data
