"""Writes the snapshots of a selection as WARC files: warcinfo first, files that roll over, lines of an index."""

from __future__ import annotations

from collections.abc import Callable

from newsarchive.export.captures import Made, records_of
from newsarchive.export.cdxj import cdxj_line
from newsarchive.export.counts import Counts
from newsarchive.export.files import Sink
from newsarchive.export.scratch import Scratch
from newsarchive.export.snapshots import Snapshot
from newsarchive.export.warcinfo import Warcinfo


class WarcStream:
    """Writes snapshots to a sink. `describe` gives the fields of the warcinfo of a file with the name it is given.

    A file ends before the first snapshot that would begin at or after `max_size` bytes, so it may be larger by the
    records of one; those of one snapshot are never parted.
    """

    def __init__(
        self,
        sink: Sink,
        scratch: Scratch,
        counts: Counts,
        describe: Callable[[str], Warcinfo],
        *,
        max_size: int | None = None,
        is_indexed: bool = False,
    ) -> None:
        self._sink, self._scratch, self._counts, self._describe = sink, scratch, counts, describe
        self._max_size, self._is_indexed = max_size, is_indexed
        self._name, self._number, self._offset = "", 0, 0
        self._warcinfo_id = ""
        self._start()

    def add(self, snapshot: Snapshot) -> None:
        """Write the records of one snapshot."""
        if self._max_size is not None and self._offset >= self._max_size:
            self._sink.finish()
            self._start()
        for made in records_of(snapshot, self._scratch, self._warcinfo_id):
            self._write(made)
        self._scratch.add_snapshot(snapshot.id)
        self._counts.snapshots += 1

    def finish(self) -> None:
        """End the last file."""
        self._sink.finish()

    def _start(self) -> None:
        self._number += 1
        self._offset = 0
        self._name = self._sink.start(self._number)
        info = self._describe(self._name)
        self._warcinfo_id = info.record_id
        self._write(Made("warcinfo", info.member))

    def _write(self, made: Made) -> None:
        if self._is_indexed and made.index is not None:
            found, length = made.index, len(made.member)
            line = cdxj_line(
                uri=found.uri,
                date=found.date,
                mime=found.mime,
                status=found.status,
                digest=found.digest,
                length=length,
                offset=self._offset,
                filename=self._name,
            )
            self._scratch.add_line(line)
        self._sink.write(made.member)
        self._offset += len(made.member)
        self._counts.records[made.kind] += 1
