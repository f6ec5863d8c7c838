"""Reads the kept responses of an import again as the import read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from newsarchive.errors import ArchiveError, TakenDown
from newsarchive.importing.interpret import Interpreter
from newsarchive.importing.shelf import Shelf
from newsarchive.models import Capture
from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.store.packs.heads import Head, HeadRun
from newsarchive.upkeep.owners import Owners
from newsarchive.upkeep.rereading import Body
from newsarchive.upkeep.staging import StagedHeads

Restore = Callable[[Head, str | None], bool]
"""Puts a snapshot back before its turn; False if it must not be."""


class Reimporter:
    """What `importing.pages` and `importing.intake` do with a capture, for the snapshots of one run.

    An import of WARC files reads articles of several pages at its end, when all pages have come; so does this.
    """

    def __init__(
        self,
        writer: Writer,
        registry: Registry,
        owners: Owners,
        staged: StagedHeads,
        body: Body,
        *,
        run: HeadRun,
        restore: Restore,
    ) -> None:
        self._writer, self._owners, self._staged, self._body, self._restore = writer, owners, staged, body, restore
        self.interpreter = Interpreter(writer, registry, run.id, self._find_part)
        self._shelf = Shelf()
        if "captures" not in json.loads(run.options):  # else it was an import of folders, which looks ahead
            self.interpreter.wait_for_parts = self._shelf.add_waiting

    def read(self, head: Head) -> None:
        """Store what a capture says. Its kind stays what it was: it may be from the archive that it came from.

        Raises ArchiveError if its bytes, or those of another page of its article, are lost.
        """
        capture = head.capture(self._body(head))
        is_read = self.interpreter.read(capture, head.id, self._owners.of(head), kind=head.kind)
        if is_read and head.kind is not None:
            self._writer.snapshot_kind(head.id, head.kind)

    def finish(self) -> int:
        """Read what waited for other pages; gives how many could not be read because bytes of them are lost."""
        lost = 0
        self.interpreter.wait_for_parts = None
        with self._shelf as shelf:
            for snapshot_id in shelf.waiting():
                head, _ = self._staged.get(snapshot_id)
                try:
                    capture = head.capture(self._body(head))
                    with self._writer.unit():
                        self.interpreter.read(capture, head.id, self._owners.of(head), kind="article")
                except TakenDown:
                    continue
                except ArchiveError:
                    lost += 1
        self.interpreter.finish()
        return lost

    def _find_part(self, url: str, near: datetime | None) -> tuple[Capture, int] | None:
        found = self._staged.nearest(url, near)
        if found is None or not self._restore(*found):
            return None
        return found[0].capture(self._body(found[0])), found[0].id
