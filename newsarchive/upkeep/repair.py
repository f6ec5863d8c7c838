"""Puts right what `verify` finds, as far as the archive itself has what is needed, and says what it has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from newsarchive.errors import ArchiveError
from newsarchive.registry import Registry
from newsarchive.store import Writer
from newsarchive.store.lock import ArchiveLock
from newsarchive.store.packs.folder import Packs
from newsarchive.upkeep.adopting import adopt_missing, newest
from newsarchive.upkeep.faults import Fault, Looked
from newsarchive.upkeep.indexes import is_usable
from newsarchive.upkeep.losses import record_loss
from newsarchive.upkeep.rebuild import Rebuilt, rebuild_index
from newsarchive.upkeep.renewing import Renewed, renew_pack
from newsarchive.upkeep.verify import Verification
from newsarchive.version import __version__


@dataclass(slots=True)
class Repaired:
    """What was put right (`done`) and what was not (`left`), a sentence each."""

    rebuilt: Rebuilt | None = None
    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def repair(
    folder: Path,
    registry: Registry,
    *,
    clock: Callable[[], datetime],
    is_rebuilding: bool = False,
    jobs: int = 1,
    say: Callable[[str], None] = lambda line: None,
    looked: Looked | None = None,
) -> Repaired:
    """Check the whole archive, and put right what can be.

    Index rows that packs have and the index has not come back, the full-text index, clusters and articles are made to
    agree with the texts, a pack whose damage touches no content is written anew, and an index that cannot be used (or
    any, with `is_rebuilding`) is made anew from the packs. Bytes that are lost stay lost: that is recorded. Old files
    are moved aside and never deleted. Raises ArchiveLocked while anybody writes.
    """
    if folder.is_dir():
        ArchiveLock(folder).release()  # before anything is read for an hour
    result = Repaired()
    looked = looked or Looked()
    if is_rebuilding or not is_usable(folder, clock):
        result.rebuilt = rebuild_index(folder, registry, clock=clock, say=say, looked=looked)
    say("checking the whole archive")
    faults = list(Verification(folder, "full", jobs=jobs, looked=looked))
    last, in_packs = newest(folder)
    if faults or in_packs > last:
        say(f"putting right what can be of {len(faults)} faults")
        _Repair(folder, registry, clock, result, last).work(faults, is_behind=in_packs > last)
    return result


class _Repair:
    def __init__(
        self, folder: Path, registry: Registry, clock: Callable[[], datetime], result: Repaired, last: int
    ) -> None:
        self._folder, self._registry, self._clock, self._result = folder, registry, clock, result
        self._last = last

    def work(self, faults: list[Fault], *, is_behind: bool) -> None:
        kinds = Counter(fault.kind for fault in faults)
        renewed = self._renew(faults)
        with Writer(self._folder, clock=self._clock) as writer:
            for one in renewed:
                writer.restoring.new_file(one.name, one.sha256, one.size)
            options = {"faults": dict(kinds)}
            run_id = writer.begin_run("repair", version=__version__, user_agent=None, options=options)
            if is_behind or kinds["row-missing"] or kinds["pack-unknown"]:
                self._adopt(writer)
            self._align(writer, faults)
            if kinds["search-differs"]:
                writer.restoring.rebuild_search()
                self._result.done.append("the full-text index was made anew")
            if kinds["cluster-differs"]:
                count = writer.restoring.recount_clusters()
                self._result.done.append(f"{count} clusters were counted anew")
            self._record_losses(writer, faults)
            writer.end_run(run_id, exit_code=0, counts={"faults": len(faults)})
        said = {"body-missing", "body-damaged", "pack-changed"}  # what became of them was said one by one
        self._result.left += [str(fault) for fault in faults if fault.remedy == "none" and fault.kind not in said]

    def _adopt(self, writer: Writer) -> None:
        adopted = adopt_missing(self._folder, writer, self._registry, after=self._last)
        self._result.done.append(f"{adopted} snapshots that packs have came back into the index, and were read")

    def _align(self, writer: Writer, faults: Iterable[Fault]) -> None:
        """Articles out of step with their version, and snapshots with where their heads are."""
        count = 0
        for key in {_name(fault) for fault in faults if fault.kind == "article-differs" and fault.remedy == "rows"}:
            count += writer.restoring.align_article(key)
        if count:
            self._result.done.append(f"{count} articles say again what their latest version says")

        heads = [fault.head for fault in faults if fault.kind == "head-differs" and fault.head is not None]
        for snapshot_id, name in heads:
            writer.restoring.head_pack(snapshot_id, name)
        if heads:
            self._result.done.append(f"{len(heads)} snapshots say again in which pack their heads are")

    def _record_losses(self, writer: Writer, faults: Iterable[Fault]) -> None:
        packs = Packs(self._folder / "packs")
        for fault in faults:
            if fault.kind not in ("body-missing", "body-damaged") or fault.body is None:
                continue
            for number, url, outlet, run_id, _ in writer.restoring.lost(*fault.body):
                if record_loss(writer, (number, url, outlet, run_id), fault.what, self._clock()):
                    again = _readable(packs, writer.restoring.seen_again(number))
                    told = f"; its text was seen again in snapshot {again}" if again else ""
                    self._result.left.append(
                        f"the bytes of snapshot {number}, {url}, are lost: that is on record{told}"
                    )
        packs.close()

    def _renew(self, faults: list[Fault]) -> list[Renewed]:
        """Write packs anew of which bytes have changed, but nothing that anybody reads."""
        renewed: list[Renewed] = []
        for name in sorted({_pack(fault) for fault in faults if fault.kind == "pack-changed"}):
            of_it = [fault for fault in faults if _pack(fault) == name]
            if any(fault.kind != "pack-changed" for fault in of_it):
                self._result.left.append(f"packs/{name}.db is damaged where bodies lie: put it back from a copy")
                continue
            lock = ArchiveLock(self._folder)
            try:
                one = renew_pack(self._folder, name, self._clock())
            except ArchiveError as error:
                self._result.left.append(f"packs/{name}.db could not be written anew: {error}")
            else:
                renewed.append(one)
                told = f"packs/{name}.db lost no content and was written anew; the old file is {one.aside.name}"
                self._result.done.append(told)
            finally:
                lock.release()
        return renewed


def _readable(packs: Packs, snapshots: Iterable[tuple[int, str, str]]) -> int | None:
    """The first of these snapshots whose bytes can be read."""
    for number, pack, sha256 in snapshots:
        try:
            packs.get(pack, sha256)
        except ArchiveError:
            continue
        return number
    return None


def _name(fault: Fault) -> str:
    return fault.where.rpartition(", ")[2].partition(" version ")[0]


def _pack(fault: Fault) -> str:
    return fault.where.removeprefix("packs/").removesuffix(".db") if fault.where.startswith("packs/") else ""
