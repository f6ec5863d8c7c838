"""`newsarchive import`: kept pages and WARC files into the archive, without a network."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import click

from newsarchive.cli import filters, logs, options, output
from newsarchive.exits import ExitCode
from newsarchive.importing import Imported, Wanted, WarcImported, import_into, import_warc
from newsarchive.kept import open_kept
from newsarchive.registry import load_registry


@click.group(
    epilog="""\b
Example:
  newsarchive import pages halaman/ --archive data/archive
  newsarchive import warc CC-NEWS-20240103.warc.gz --any
"""
)
def command() -> None:
    """Put what was captured elsewhere into the archive, as a crawl would have. Nothing is fetched."""


@command.command(
    "pages",
    epilog="""\b
Example:
  newsarchive import pages halaman/ --archive data/archive
  newsarchive import pages crawl-2024.warc.gz lama.html.gz --json
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="DIR_OR_FILE...", type=click.Path(path_type=Path))
@options.archive
@options.outlets
@options.as_json
@options.quiet
@options.log_format
def pages(
    *,
    paths: tuple[Path, ...],
    archive_dir: Path,
    outlets_dir: Path | None,
    as_json: bool,
    quiet: bool,
    log_format: str,
) -> None:
    """Put kept pages into the archive: their snapshots, and the articles they hold.

    DIR_OR_FILE is a folder with manifest.tsv (columns file and original_url), any other folder, an HTML page that
    names its own URL (gzipped or not), or a WARC file. All are listed first; for large WARC files there is `import
    warc`. Importing the same pages again changes nothing.
    """
    logs.configure(quiet, log_format)
    registry = load_registry(outlets_dir)
    kept = open_kept(paths, clock=lambda: datetime.now(UTC))
    for problem in kept.problems:
        logging.getLogger("newsarchive.import").warning("%s", problem)
    with click.progressbar(
        length=len(kept), label="importing", file=sys.stderr, hidden=not options.is_drawing(quiet, log_format)
    ) as bar:
        done = import_into(archive_dir, kept, registry, progress=lambda: bar.update(1))
    if as_json:
        output.echo_json(done)
    elif not quiet:
        output.echo(summary(done))


@command.command(
    "warc",
    epilog="""\b
Example:
  newsarchive import warc arsip-00001.warc.gz arsip-00002.warc.gz
  newsarchive import warc CC-NEWS-20240103.warc.gz --any --since 2024-01-01
  zstdcat lama.warc.zst | newsarchive import warc - --json

\b
Exit codes: 0 everything was read, 8 something was refused or a file is cut (it is named, the rest is in).
""",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--any", "any_outlet", is_flag=True, help="Take pages of hosts that no outlet has, too.")
@click.option(
    "--since", type=filters.Moment(), metavar="WHEN", help="Fetched on this day (of UTC) or at this moment or later."
)
@click.option(
    "--until", type=filters.Moment(), metavar="WHEN", help="Fetched on this day (of UTC) or at this moment, or earlier."
)
@click.option("--keep-doubtful", is_flag=True, help="Take captures with a wrong digest, too, and mark them.")
@options.archive
@options.outlets
@options.as_json
@options.quiet
@options.log_format
def warc(
    *,
    files: tuple[str, ...],
    any_outlet: bool,
    since: date | None,
    until: date | None,
    keep_doubtful: bool,
    archive_dir: Path,
    outlets_dir: Path | None,
    as_json: bool,
    quiet: bool,
    log_format: str,
) -> None:
    """Put the captures of WARC files into the archive, with the time at which they were fetched.

    FILE is a WARC file of any origin (.warc, .warc.gz, .warc.zst), a .wacz, or - for standard input. Taken is what
    belongs to known outlets. Files may be of any size; a damaged one is read as far as its records are whole. Importing
    the same file again changes nothing.
    """
    logs.configure(quiet, log_format)
    wanted = Wanted(any_outlet, _bound(since), _bound(until, is_end=True), keep_doubtful)
    sizes = (Path(name).stat().st_size for name in files if name != "-" and Path(name).is_file())
    with click.progressbar(
        length=sum(sizes), label="importing", file=sys.stderr, hidden=not options.is_drawing(quiet, log_format)
    ) as bar:
        done = import_warc(archive_dir, files, load_registry(outlets_dir), wanted, progress=bar.update)
    _tell(done, as_json=as_json, quiet=quiet)


def summary(done: Imported) -> str:
    """One line for a person: how many captures, what they became, and why the rest became nothing."""
    line = f"{done.captures} captures: {done.snapshots_added} new snapshots, {done.snapshots_known} known; "
    line += f"articles {_articles(done)}; {done.other_pages} other pages"
    if done.purged:
        line += f"; {done.purged} not kept, because they were taken down"
    return f"{line}; failures: {_listed(done.failures)}" if done.failures else line


def warc_summary(done: WarcImported) -> str:
    """Some lines for a person: what came of the captures, and what was not taken."""
    captures = done.snapshots_added + done.snapshots_known
    first = f"{done.records} records: {captures} captures, {done.snapshots_added} new, {done.snapshots_known} known; "
    lines = [first + f"articles {_articles(done)}; {done.other_pages} other pages"]
    if done.failures:
        lines.append(f"failures: {_listed(done.failures)}")
    if done.passed_over:
        lines.append(f"passed over: {_listed(done.passed_over)}")
    if done.unknown_hosts:
        hosts = ", ".join(f"{host} {count}" for host, count in done.unknown_hosts.items())
        lines.append(f"hosts of no outlet: {hosts} (--any takes their pages)")
    if done.refused:
        lines.append(f"refused: {_listed(done.refused)}")
    return "\n".join(lines)


def _tell(done: WarcImported, *, as_json: bool, quiet: bool) -> None:
    log = logging.getLogger("newsarchive.import")
    for reason, examples in done.examples.items():
        for example in examples:
            log.warning("%s: %s", reason, output.safe_line(example))
    if as_json:
        output.echo_json(done)
    elif not quiet:
        output.echo(warc_summary(done))
    if not done.is_whole:
        sys.exit(ExitCode.DIFFERS)


def _articles(done: Imported | WarcImported) -> str:
    names = ["new", "changed", "unchanged", *(["purged"] if "purged" in done.articles else [])]
    return ", ".join(f"{done.articles.get(outcome, 0)} {outcome}" for outcome in names)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in counts.items())


def _bound(given: date | None, *, is_end: bool = False) -> datetime | None:
    """The moment that a day of UTC begins; with `is_end` the first that is no longer meant by a day or moment."""
    if given is None:
        return None
    if isinstance(given, datetime):
        return given + timedelta(microseconds=is_end)
    return datetime.combine(given, time(), UTC) + timedelta(days=is_end)
