"""`newsarchive export`: an archive, or a part of it, in formats that others read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from newsarchive.cli import filters, options, output
from newsarchive.exits import ExitCode
from newsarchive.export.wacz import export_wacz
from newsarchive.export.warc import Exported, Order, export_warc
from newsarchive.store import Archive, open_archive

target = click.option(
    "-o", "--output", "target", required=True, metavar="FILE", type=click.Path(path_type=Path), help="File to write."
)
title = click.option("--title", help="Name of the collection.  [default: the archive's folder]")
force = click.option("--force", is_flag=True, help="Replace files that are there.")
max_size = click.option(
    "--max-size", type=options.Bytes(), metavar="SIZE", help="Begin another WARC file after so much (500M, 1G)."
)


@click.group(
    epilog="""\b
Example:
  newsarchive export warc --outlet radartegal -o tegal.warc.gz --cdxj
  newsarchive export wacz --province ID-JT --since 2026-01-01 -o jateng.wacz
"""
)
def command() -> None:
    """Hand an archive over, or a part of it, in formats that others read.

    Nothing is changed in the archive but that it remembers which files held what.
    """


@command.command(
    "warc",
    epilog="""\b
Example:
  newsarchive export warc -o arsip.warc.gz --max-size 1G --cdxj
  newsarchive export warc --outlet radartegal --status 2xx -o - > tegal.warc.gz

\b
Exit codes: 0 all is in the file, 8 bytes of some snapshots are damaged or missing (named), 12 the disk is full.
""",
)
@filters.selecting()
@target
@max_size
@click.option("--cdxj", "is_indexed", is_flag=True, help="Write an index for pywb beside it: FILE.cdxj.")
@title
@force
@options.archive
@options.as_json
@options.quiet
def warc(
    *,
    asked: filters.Asked,
    target: Path,
    archive_dir: Path,
    as_json: bool,
    quiet: bool,
    is_indexed: bool,
    **how: object,
) -> None:
    """Write snapshots as WARC/1.1, which every web archive reads: each byte of body, each header in its order.

    FILE ends in .warc.gz; - is standard output. With --max-size the files are FILE-00001.warc.gz and so on.
    """
    to_file = None if str(target) == "-" else target

    def run(archive: Archive) -> Exported:
        order = Order(to_file, asked.selection(archive), is_indexed=is_indexed, **how)  # type: ignore[arg-type]
        return export_warc(archive, order, clock=_now)

    _finish(archive_dir, run, as_json=as_json and to_file is not None, quiet=quiet or to_file is None)


@command.command(
    "wacz",
    epilog="""\b
Example:
  newsarchive export wacz --outlet radartegal -o tegal.wacz

\b
Exit codes: 0 all is in the file, 8 bytes of some snapshots are damaged or missing (named), 12 the disk is full.
""",
)
@filters.selecting()
@target
@max_size
@title
@force
@options.archive
@options.as_json
@options.quiet
def wacz(*, asked: filters.Asked, target: Path, archive_dir: Path, as_json: bool, quiet: bool, **how: object) -> None:
    """Write snapshots as one WACZ file: WARC, its index, and a list of the articles with their text.

    FILE ends in .wacz. It opens in ReplayWeb.page without a server, and pywb takes it into a collection.
    """

    def run(archive: Archive) -> Exported:
        return export_wacz(archive, Order(target, asked.selection(archive), **how), clock=_now)  # type: ignore[arg-type]

    _finish(archive_dir, run, as_json=as_json, quiet=quiet)


def summary(done: Exported) -> str:
    """One line for a person."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in done.records.items() if kind != "warcinfo")
    size = output.size(sum(file.file_bytes for file in done.files))
    names = done.files[0].name if len(done.files) == 1 else f"{len(done.files)} files"
    pages = f", {done.pages} pages listed" if done.kind == "wacz" else ""
    pruned = f"; {done.pruned} pruned ones are not in it" if done.pruned else ""
    return f"{names}: {done.snapshots} snapshots ({kinds or 'no records'}){pages}, {size}{pruned}"


def _now() -> datetime:
    return datetime.now(UTC)


def _finish(archive_dir: Path, run: Callable[[Archive], Exported], *, as_json: bool, quiet: bool) -> None:
    """Do it, say what was done and what could not be, and leave with 8 where something is missing."""
    with open_archive(archive_dir) as archive:
        done = run(archive)
    if as_json:
        output.echo_json(done)
    elif not quiet:
        output.echo(output.safe_line(summary(done)))
    for damage in done.examples:
        said = output.safe_line(f"snapshot {damage.snapshot_id} of {damage.url} is left out: {damage.why}")
        click.echo(said, err=True)
    if done.unrecorded is not None:
        click.echo(output.safe_line(f"the archive does not remember this export: {done.unrecorded}"), err=True)
    if done.damaged:
        click.echo(f"{done.damaged} snapshots are not in the file: their bytes are damaged or missing", err=True)
        raise SystemExit(int(ExitCode.DIFFERS))
