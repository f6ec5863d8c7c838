"""Keeps what is to be stored on disk until all is read: memory stays flat, and all is judged before it is written."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.models import Article
from newsarchive.replay.findings import Change
from newsarchive.store.fields import article_from


class Spool:
    """Readings by article, and snapshots to be read: in files without a name in `folder`, gone with the process."""

    def __init__(self, folder: Path) -> None:
        self._readings = tempfile.TemporaryFile("w+", encoding="ascii", dir=folder)  # noqa: SIM115 - closed by close()
        self._snapshots = tempfile.TemporaryFile("w+", encoding="ascii", dir=folder)  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._readings.close()
        self._snapshots.close()

    def add(self, change: Change) -> None:
        """Keep a reading. Those of one article come one after the other."""
        json.dump([change.article_id, change.number, change.outlet, change.values], self._readings)
        self._readings.write("\n")

    def add_snapshot(self, snapshot_id: int) -> None:
        """Keep the number of a snapshot that is an article."""
        self._snapshots.write(f"{snapshot_id}\n")

    def readings(self) -> Iterator[tuple[int, dict[int, Article]]]:
        """Each article's row number, with its readings by the number of the version."""
        self._readings.seek(0)
        present, found = 0, dict[int, Article]()
        for line in self._readings:
            article_id, number, outlet, values = json.loads(line)
            if article_id != present and found:
                yield present, found
                found = {}
            present = article_id
            found[number] = article_from(outlet, values)
        if found:
            yield present, found

    def snapshots(self) -> Iterator[int]:
        """The snapshots kept, in their order."""
        self._snapshots.seek(0)
        return map(int, self._snapshots)
