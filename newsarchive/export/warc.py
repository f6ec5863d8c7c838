"""An archive, or a part of it, as WARC/1.1 files with an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsarchive.errors import ConfigError
from newsarchive.export.counts import Counts, Damage
from newsarchive.export.files import (
    FileSink,
    Outputs,
    Sink,
    StreamSink,
    Written,
    check_free,
    numbered_path,
    scratch_folder,
)
from newsarchive.export.ledger import Entry, begin_entry
from newsarchive.export.scratch import Scratch
from newsarchive.export.snapshots import snapshots_of
from newsarchive.export.stream import WarcStream
from newsarchive.export.warcinfo import as_of, warcinfo, warcinfo_fields
from newsarchive.store import Archive
from newsarchive.store.selection import Selection


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did."""

    kind: str
    files: tuple[Written, ...]
    """WARC files; for a WACZ, the one file."""
    index: str | None
    """Name of the CDXJ file; None: there is none, or it is inside."""
    snapshots: int
    records: Mapping[str, int]
    """By WARC-Type."""
    pages: int
    """Pages that a WACZ lists."""
    pruned: int
    """Snapshots that were left out because their bytes were removed on purpose (`newsarchive prune`)."""
    damaged: int
    """Snapshots that were left out because their bytes are missing or not what they were."""
    examples: tuple[Damage, ...]
    """The first of them."""
    export_id: int | None
    """Row of the table `exports`; None: it could not be written, see `unrecorded`."""
    unrecorded: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of an export. `target` None is standard output; `max_size` is in bytes."""

    target: Path | None
    selection: Selection
    title: str | None = None
    """Of the collection; by default the name of the archive's folder."""
    max_size: int | None = None
    is_indexed: bool = False
    force: bool = False
    """Replace files that are there."""

    def title_of(self, archive: Archive) -> str:
        """The title, or what stands in for it."""
        return self.title or archive.path.resolve().name


def export_warc(
    archive: Archive,
    order: Order,
    *,
    clock: Callable[[], datetime],
    progress: Callable[[], None] = lambda: None,
) -> Exported:
    """Write WARC/1.1 files, one gzip member a record, as docs/warc.md describes them, and remember the export.

    `progress` is called after each snapshot. Sees the archive as it is now, whatever a crawl adds meanwhile. Nothing is
    left behind if anything is raised: ConfigError for a target that cannot be, OSError for a full disk.
    """
    _check(order)
    file = "-" if order.target is None else str(order.target)
    entry = begin_entry(archive.path, "warc", file, order.selection.asked(), clock())
    with scratch_folder(order.target) as folder, closing(Scratch(folder / "scratch.db")) as scratch:
        if order.target is None:
            stream = StreamSink()
            counts = _stream(archive, order, stream, scratch, progress)
            return recorded(entry, stream.written, counts, scratch, clock())
        with closing(Outputs(order.target, force=order.force)) as outputs:
            sink = FileSink(outputs, numbered=order.max_size is not None)
            counts = _stream(archive, order, sink, scratch, progress)
            index = _write_index(outputs, scratch) if order.is_indexed else None
            outputs.finish()
            done = recorded(entry, sink.written, counts, scratch, clock(), index=index)
            outputs.commit()
        return done


@contextmanager
def reading(archive: Archive) -> Iterator[None]:
    """One state of the index for everything that is read inside."""
    archive.connection.execute("BEGIN")
    try:
        yield
    finally:
        archive.connection.execute("ROLLBACK")


def recorded(
    entry: Entry,
    files: Sequence[Written],
    counts: Counts,
    scratch: Scratch,
    at: datetime,
    *,
    index: str | None = None,
    pages: int = 0,
) -> Exported:
    """Write down in the archive what was handed over, and give the account of it; `at` is when it ended."""
    entry.end(
        scratch.ranges(),
        records=counts.records.total(),
        file_bytes=sum(file.file_bytes for file in files),
        sha256=files[0].sha256 if len(files) == 1 else None,
        at=at,
    )
    return Exported(
        kind=entry.kind,
        files=tuple(files),
        index=index,
        snapshots=counts.snapshots,
        records=dict(sorted(counts.records.items())),
        pages=pages,
        pruned=counts.pruned,
        damaged=counts.damaged,
        examples=tuple(counts.examples),
        export_id=entry.number,
        unrecorded=entry.why,
    )


def _check(order: Order) -> None:
    if order.target is None:
        if order.is_indexed or order.max_size is not None:
            raise ConfigError("an index and several files need the name of a file: --cdxj and --max-size not with -o -")
    elif not order.target.name.endswith(".warc.gz"):
        raise ConfigError(f"{order.target}: the name of a WARC file must end in .warc.gz")
    else:
        numbered = order.max_size is not None
        check_free(numbered_path(order.target, 1) if numbered else order.target, force=order.force)
        if order.is_indexed:
            check_free(_index_path(order.target), force=order.force)


def _stream(archive: Archive, order: Order, sink: Sink, scratch: Scratch, progress: Callable[[], None]) -> Counts:
    counts = Counts()
    with reading(archive):
        date, fields = as_of(archive), warcinfo_fields(archive, order.selection.asked(), order.title_of(archive))
        stream = WarcStream(
            sink,
            scratch,
            counts,
            lambda name: warcinfo(fields, date=date, filename=name),
            max_size=order.max_size,
            is_indexed=order.is_indexed,
        )
        for snapshot in snapshots_of(archive, order.selection, counts):
            stream.add(snapshot)
            progress()
    stream.finish()
    return counts


def _write_index(outputs: Outputs, scratch: Scratch) -> str:
    path = _index_path(outputs.target)
    file = outputs.open(path)
    for line in scratch.lines():
        file.write(f"{line}\n".encode())
    return path.name


def _index_path(target: Path) -> Path:
    return target.with_name(target.name.removesuffix(".warc.gz") + ".cdxj")
