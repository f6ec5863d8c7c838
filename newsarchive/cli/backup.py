"""`newsarchive backup`: a copy of the archive, whole at every moment, while a crawl goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.exits import ExitCode
from newsarchive.upkeep.backup import Backup, back_up

_SHOWN = 20


@click.command(
    epilog="""\b
Example:
  newsarchive backup /backup/archive
  newsarchive backup /backup/archive --archive /srv/newsarchive/archive --full -q
  cd /backup/archive && sha256sum --check --quiet SHA256SUMS
"""
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@options.archive
@click.option("--full", "is_full", is_flag=True, help="Read every byte of the copy before it takes its place.")
@click.option("--force", "is_forced", is_flag=True, help="Put the copy in place although its check found faults.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Processes that read bodies with --full.  [default: one a core]"
)
@options.as_json
@options.quiet
def command(
    *, folder: Path, archive_dir: Path, is_full: bool, is_forced: bool, jobs: int | None, as_json: bool, quiet: bool
) -> None:
    """Copy the archive to DIR, or bring the copy there up to date.

    A crawl may go on meanwhile. The copy is checked before it takes the place of the one before; if the check finds
    faults, DIR stays as it was and the code is 8. Sealed packs that DIR has are not copied again. DIR is an archive:
    every command reads it with --archive DIR. Its list SHA256SUMS is for `sha256sum --check`.
    """
    is_telling = not quiet and not as_json and sys.stderr.isatty()
    done = back_up(
        archive_dir,
        folder,
        is_full=is_full,
        is_forced=is_forced,
        jobs=jobs or os.cpu_count() or 1,
        say=lambda line: click.echo(output.safe_line(line), err=True) if is_telling else None,
    )
    if as_json:
        output.echo_json(done)
    elif not quiet or done.faults:
        _print(done)
    if done.faults:
        sys.exit(ExitCode.DIFFERS)


def _print(done: Backup) -> None:
    for fault in done.faults[:_SHOWN]:
        output.echo(output.safe_line(str(fault)))
    if len(done.faults) > _SHOWN:
        output.echo(f"... and {len(done.faults) - _SHOWN} more")
    if not done.is_in_place:
        output.echo(
            f"{done.folder} is as it was: the copy has these faults, as the archive has. See `newsarchive verify`."
        )
        return
    files = f"{len(done.copied)} files, {output.size(done.copied_bytes)}, copied"
    output.echo(f"{done.folder}: {files}; {done.kept} sealed packs were there already.")
