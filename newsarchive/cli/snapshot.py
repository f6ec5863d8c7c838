"""`newsarchive snapshot`: a page as it was: its bytes, its headers, or the list of what is kept of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.cli.filters import Moment
from newsarchive.coding import undo
from newsarchive.errors import ConfigError
from newsarchive.models import Capture
from newsarchive.store import Archive, open_archive, reading
from newsarchive.store.past_pages import Taken, page_snapshots, taken_at
from newsarchive.store.records import SnapshotRecord

_MAX_TEXT = 256 << 20
"""Bytes that a body may have without its content coding: four times what a crawl reads."""


@dataclass(frozen=True, slots=True)
class _Shown:
    snapshot: SnapshotRecord
    capture: Capture


@click.command(
    epilog="""\b
Example:
  newsarchive snapshot https://radartegal.disway.id/read/700001/judul -o halaman.html.gz
  newsarchive snapshot radartegal/700001 --at 2026-02-01T13:00+07:00 --decoded | less
  newsarchive snapshot '#1200' --headers
"""
)
@click.argument("ref", metavar="URL")
@click.option("--at", type=Moment(), help="As of this moment (2026-02-01T13:00+07:00) or the end of this day (UTC).")
@click.option("-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--headers", "is_head", is_flag=True, help="Request and response headers in place of the body.")
@click.option("--decoded", "is_decoded", is_flag=True, help="Undo the content coding (gzip, br, ...) of the body.")
@click.option("--list", "is_list", is_flag=True, help="List all snapshots of the page.")
@options.archive
@options.as_json
def command(
    *,
    ref: str,
    at: date | None,
    target: Path | None,
    is_head: bool,
    is_decoded: bool,
    is_list: bool,
    archive_dir: Path,
    as_json: bool,
) -> None:
    """Write a page as it was: the very bytes that were received, to standard output or a file.

    URL is any URL of the page, the key of an article (radartegal/700001), or the number of a snapshot (#1200). Without
    --at it is the latest one; with it the last one fetched by then, or else the first after it. Standard error says
    which was taken.
    """
    if is_list + is_head + is_decoded > 1:
        raise click.UsageError("--list, --headers and --decoded do not go together")
    with open_archive(archive_dir) as archive:
        found = page_snapshots(archive, ref)
        if not found:
            raise ConfigError(f"no snapshot of {ref!r} in this archive; `newsarchive search` finds articles")
        if is_list:
            _list(found, as_json=as_json)
            return
        taken = taken_at(archive, found, at)
        assert taken is not None
        shown = _read(archive, taken.snapshot, is_head=is_head)
    click.echo(output.safe_line(_told(taken, shown.capture)), err=True)
    if as_json:
        output.echo_json(shown)
    elif is_head:
        _write_head(shown.capture, target)
    else:
        _write(_decoded(shown.capture) if is_decoded else shown.capture.body, target)


def _read(archive: Archive, row: SnapshotRecord, *, is_head: bool) -> _Shown:
    """The capture of a row; for its head the body is not read, and may be damaged or gone."""
    capture = reading.read_head(archive.connection, row.id) if is_head else archive.snapshot(row.id)
    assert capture is not None
    return _Shown(row, capture)


def _list(rows: Sequence[SnapshotRecord], *, as_json: bool) -> None:
    if as_json:
        output.echo_json(rows)
        return
    columns = ("id", "fetched", "status", "kind", "bytes", "cut short", "sha256", "url")
    output.table(
        columns,
        [
            (row.id, row.fetched_at.isoformat(sep=" ", timespec="seconds"), row.status, row.kind, row.payload_bytes,
             row.truncated, row.payload_sha256, row.url)
            for row in rows
        ],
    )  # fmt: skip


def _told(taken: Taken, capture: Capture) -> str:
    """One line: which snapshot this is, and what is to be known of it."""
    row = taken.snapshot
    said = [f"snapshot {row.id} of {row.url}, fetched {row.fetched_at.isoformat(timespec='seconds')}: {row.status}"]
    if taken.is_later:
        said.append("there is none of that time or before, this is the first after it")
    location = next((value for name, value in capture.headers if name.lower() == "location"), None)
    if 300 <= row.status < 400 and location:
        said.append(f"it leads to {location}")
    if row.truncated:
        said.append(f"the body is cut short ({row.truncated})")
    if capture.rebuilt:
        said.append(f"not as sent but rebuilt: {', '.join(capture.rebuilt)}")
    if taken.others:
        said.append(f"{taken.others} more: see --list")
    return "; ".join(said)


def _decoded(capture: Capture) -> bytes:
    undone = undo(capture.body, capture.headers, limit=_MAX_TEXT)
    if undone.problem is not None:
        click.echo(f"the content coding could not be undone whole: {undone.problem}", err=True)
    return undone.body


def _write_head(capture: Capture, target: Path | None) -> None:
    """Request line, request headers, status line and every response header in its order, with HTTP's line ends in a
    file. Request headers that nobody recorded are not there.
    """
    sent = [f"{capture.method} {capture.request_target} {capture.http_version}", *_lines(capture.request_headers)]
    came = [f"{capture.http_version} {capture.status} {capture.reason}".rstrip(), *_lines(capture.headers)]
    lines = [*sent, "", *came]
    if target is not None:
        text = "\r\n".join((*lines, "", ""))
        _write(text.encode("latin-1", "backslashreplace"), target)
        return
    for line in lines:
        output.echo(output.safe_line(line))


def _lines(headers: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{name}: {value}" for name, value in headers]


def _write(data: bytes, target: Path | None) -> None:
    """Write to a new file, or to standard output: to a terminal only what is plain text."""
    if target is None:
        if output.is_terminal() and not _is_plain(data):
            raise ConfigError("this is not plain text, and standard output is a terminal: use -o FILE, or a pipe")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise ConfigError(f"{target}: there is such a file already; it is left as it is") from None
    except OSError as error:
        raise ConfigError(f"{target}: it cannot be written: {error.strerror}") from error


def _is_plain(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return output.safe(text) == text.replace("\r\n", "\n")
