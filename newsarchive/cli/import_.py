"""`newsarchive import`: kept pages into the archive, without a network."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from newsarchive.cli import logs, options, output
from newsarchive.importing import Imported, import_into
from newsarchive.kept import open_kept
from newsarchive.registry import load_registry


@click.command(
    "import",
    epilog="""\b
Example:
  newsarchive import halaman/ --archive data/archive
  newsarchive import crawl-2024.warc.gz lama.html.gz --json
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="DIR_OR_FILE...", type=click.Path(path_type=Path))
@options.archive
@options.outlets
@options.as_json
@options.quiet
@options.log_format
def command(
    *,
    paths: tuple[Path, ...],
    archive_dir: Path,
    outlets_dir: Path | None,
    as_json: bool,
    quiet: bool,
    log_format: str,
) -> None:
    """Put kept pages into the archive as a crawl would have: their snapshots, and the articles they hold.

    DIR_OR_FILE is a folder with manifest.tsv (columns file and original_url), any other folder, an HTML page that
    names its own URL (gzipped or not), or a WARC file. Importing the same pages again changes nothing.
    """
    logs.configure(quiet, log_format)
    registry = load_registry(outlets_dir)
    kept = open_kept(paths, clock=lambda: datetime.now(UTC))
    for problem in kept.problems:
        logging.getLogger("newsarchive.import").warning("%s", problem)
    with click.progressbar(
        length=len(kept),
        label="importing",
        file=sys.stderr,
        hidden=quiet or log_format == "json" or not sys.stderr.isatty(),
    ) as bar:
        done = import_into(archive_dir, kept, registry, progress=lambda: bar.update(1))
    if as_json:
        output.echo_json(done)
    elif not quiet:
        output.echo(summary(done))


def summary(done: Imported) -> str:
    """One line for a person: how many captures, what they became, and why the rest became nothing."""
    new, changed, same = (done.articles.get(outcome, 0) for outcome in ("new", "changed", "unchanged"))
    line = (
        f"{done.captures} captures: {done.snapshots_added} new snapshots, {done.snapshots_known} known; "
        f"articles {new} new, {changed} changed, {same} unchanged; {done.other_pages} other pages"
    )
    failed = ", ".join(f"{count} {reason}" for reason, count in done.failures.items())
    return f"{line}; failures: {failed}" if failed else line
