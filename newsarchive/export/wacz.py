"""An archive, or a part of it, as one WACZ file: WARC files, their index and a list of pages with text, in a ZIP."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from newsarchive.errors import ConfigError
from newsarchive.export.cdxj import write_zipnum
from newsarchive.export.counts import Counts
from newsarchive.export.files import Outputs, Written, check_free, numbered_path, scratch_folder
from newsarchive.export.ledger import begin_entry
from newsarchive.export.records import target_uri
from newsarchive.export.scratch import Scratch
from newsarchive.export.snapshots import Snapshot, snapshots_of
from newsarchive.export.stream import WarcStream
from newsarchive.export.warc import Exported, Order, reading, recorded
from newsarchive.export.warcinfo import as_of, warcinfo, warcinfo_fields
from newsarchive.store import Archive
from newsarchive.store.times import to_text
from newsarchive.version import __version__

WACZ_VERSION = "1.1.1"
"""specs.webrecorder.net/wacz/1.1.1"""

_WARC = Path("data.warc.gz")
_PIECE = 1 << 20


def export_wacz(
    archive: Archive,
    order: Order,
    *,
    clock: Callable[[], datetime],
    progress: Callable[[], None] = lambda: None,
) -> Exported:
    """Write a WACZ, as `export_warc()` writes WARC files; `max_size` is that of the WARC files inside."""
    target = order.target
    if target is None or target.suffix != ".wacz":
        raise ConfigError(f"{target or '-'}: a WACZ is a file whose name ends in .wacz")
    check_free(target, force=order.force)
    entry = begin_entry(archive.path, "wacz", str(target), order.selection.asked(), clock())
    with (
        scratch_folder(target) as folder,
        closing(Scratch(folder / "scratch.db")) as scratch,
        closing(Outputs(target, force=order.force)) as outputs,
    ):
        file = outputs.open(target)
        counts = Counts()
        with reading(archive), _making(file, as_of(archive)) as making:
            pages = _fill(making, archive, order, (scratch, folder, counts), progress)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        written = Written(target.name, file.tell(), digest)
        outputs.finish()
        done = recorded(entry, (written,), counts, scratch, clock(), pages=pages)
        outputs.commit()
        return done


@contextmanager
def _making(file: IO[bytes], date: str) -> Iterator[_Making]:
    """A ZIP in `file`, ended at the end of the block; what is thrown away with its file need not be a whole one."""
    package = zipfile.ZipFile(file, "w", allowZip64=True)
    making = _Making(package, date)
    try:
        yield making
    except BaseException:
        with suppress(OSError, ValueError):
            making.abandon()
        with suppress(OSError):
            package.close()
        raise
    package.close()


class _Making:
    """A ZIP being written, and the list of what is in it. All members have the time `date` (a WARC-Date)."""

    def __init__(self, package: zipfile.ZipFile, date: str) -> None:
        self._package, self.date = package, date
        self._resources: list[dict[str, object]] = []
        self._open: _Member | None = None

    def member(self, path: str, *, is_packed: bool) -> _Member:
        """Begin a file in the ZIP; what is packed already is stored, as the standard demands, the rest deflated."""
        moment = datetime.fromisoformat(self.date)
        info = zipfile.ZipInfo(path, (max(moment.year, 1980), *moment.timetuple()[1:6]))
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._open = _Member(self._package.open(info, "w", force_zip64=True), path, self._resources)
        return self._open

    def abandon(self) -> None:
        """Let go of the member that is open, without which a ZIP cannot be closed."""
        if self._open is not None:
            self._open.close()

    def describe(self, **described: object) -> None:
        """Write datapackage.json, and its digest beside it."""
        package = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "resources": sorted_by_path(self._resources),
        }
        data = json.dumps({**package, **described}, indent=2).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        for path, content in (("datapackage.json", data), ("datapackage-digest.json", json.dumps(digest).encode())):
            member = self.member(path, is_packed=False)
            member.write(content)
            member.close()


class _Member:
    """One file in the ZIP, which is listed with its size and digest once it is closed."""

    def __init__(self, stream: IO[bytes], path: str, resources: list[dict[str, object]]) -> None:
        self._stream, self._path, self._resources = stream, path, resources
        self._digest, self._size = hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        """Add bytes."""
        self._stream.write(data)
        self._digest.update(data)
        self._size += len(data)

    def close(self) -> None:
        """End the file."""
        self._stream.close()
        name = self._path.rpartition("/")[2]
        found = {"name": name, "path": self._path, "hash": f"sha256:{self._digest.hexdigest()}", "bytes": self._size}
        self._resources.append(found)


class _ArchiveSink:
    """WARC files as members of the ZIP, under names of our own."""

    def __init__(self, making: _Making, *, numbered: bool) -> None:
        self._making, self._numbered = making, numbered
        self._member: _Member | None = None

    def start(self, number: int) -> str:
        """See `files.Sink`."""
        name = (numbered_path(_WARC, number) if self._numbered else _WARC).name
        self._member = self._making.member(f"archive/{name}", is_packed=True)
        return name

    def write(self, data: bytes) -> None:
        """See `files.Sink`."""
        assert self._member is not None
        self._member.write(data)

    def finish(self) -> None:
        """See `files.Sink`."""
        assert self._member is not None
        self._member.close()


def sorted_by_path(resources: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Resources of a data package in the order of their paths."""
    return sorted(resources, key=lambda resource: str(resource["path"]))


def _fill(
    making: _Making,
    archive: Archive,
    order: Order,
    room: tuple[Scratch, Path, Counts],
    progress: Callable[[], None],
) -> int:
    """Write everything; gives how many pages are listed. `room` is what is remembered, and a folder for more of it."""
    scratch, folder, counts = room
    pages = 0
    title = order.title_of(archive)
    fields = warcinfo_fields(archive, order.selection.asked(), title)
    stream = WarcStream(
        _ArchiveSink(making, numbered=order.max_size is not None),
        scratch,
        counts,
        lambda name: warcinfo(fields, date=making.date, filename=name),
        max_size=order.max_size,
        is_indexed=True,
    )
    # The list of pages is written while the WARC file is, and a ZIP has one file open at a time.
    with (folder / "pages.jsonl").open("w+b") as listed:
        header = {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True}
        listed.write(json.dumps(header).encode() + b"\n")
        for snapshot in snapshots_of(archive, order.selection, counts):
            stream.add(snapshot)
            for page in _pages(archive, snapshot, scratch):
                listed.write(json.dumps(page, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
                pages += 1
            progress()
        stream.finish()
        _write_index(making, scratch, folder)
        listed.seek(0)
        _copy(making, "pages/pages.jsonl", listed)
    making.describe(
        title=title,
        description=fields_text(fields),
        created=making.date,
        modified=making.date,
        software=f"newsarchive/{__version__}",
    )
    return pages


def _write_index(making: _Making, scratch: Scratch, folder: Path) -> None:
    data = making.member("indexes/index.cdx.gz", is_packed=True)
    with (folder / "index.idx").open("w+b") as index:
        write_zipnum(scratch.lines(), data.write, index.write, "index.cdx.gz")
        data.close()
        index.seek(0)
        _copy(making, "indexes/index.idx", index)


def _copy(making: _Making, path: str, source: IO[bytes]) -> None:
    member = making.member(path, is_packed=False)
    while piece := source.read(_PIECE):
        member.write(piece)
    member.close()


def _pages(archive: Archive, snapshot: Snapshot, scratch: Scratch) -> Iterator[dict[str, object]]:
    """A page for each version, at the first snapshot of its first page that is in the export: with title and text."""
    for version in snapshot.versions:
        if version.part or not scratch.is_new_version(version.version_id):
            continue
        title, body = archive.connection.execute(
            "SELECT title, body FROM versions WHERE id = ?", (version.version_id,)
        ).fetchone()
        at = to_text(snapshot.capture.fetched_at)
        identity = hashlib.sha256(f"{version.key} {snapshot.capture.url} {at}".encode("utf-8", "replace"))
        yield {
            "id": identity.hexdigest()[:32],
            "url": target_uri(snapshot.capture.url),
            "ts": at,
            "title": title or version.key,
            "text": body,
        }


def fields_text(fields: Iterable[tuple[str, str]]) -> str:
    """The fields of a warcinfo as Markdown, for the description of a WACZ."""
    return "\n".join(f"- {name}: {value}" for name, value in fields)
