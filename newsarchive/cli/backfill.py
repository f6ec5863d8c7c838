"""`newsarchive backfill`: walk the past of outlets, newest first, with a budget of its own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from newsarchive.cli import logs, options, output
from newsarchive.crawl.walks import plan_walks
from newsarchive.registry import load_registry
from newsarchive.runclock import RunClock
from newsarchive.store import open_archive


@click.command(
    epilog="""\b
Example:
  newsarchive backfill radartegal --since 2015-01-01 --until 2015-12-31
  newsarchive backfill radartegal --since 2015-01-01 --requests 2000 --time-limit 1h
  newsarchive backfill                             (say how far each walk is)
\b
Exit codes: as of newsarchive crawl.
"""
)
@click.argument("names", nargs=-1, metavar="[OUTLET]...")
@click.option("--since", type=options.Day(), help="First day wanted, e.g. 2015-01-01 (the outlet's own days).")
@click.option("--until", type=options.Day(), help="Last day wanted.  [default: yesterday]")
@click.option(
    "--requests",
    type=click.IntRange(0),
    default=500,
    show_default=True,
    help="Requests for the past in this run, for each outlet; 0 only notes the walk down.",
)
@options.archive
@options.outlets
@options.contact
@options.delay
@click.option(
    "--time-limit",
    type=options.Seconds(),
    default="10m",
    show_default=True,
    help="Stop after so long, so that the day's crawl gets its turn.",
)
@options.disk_min_free
@options.resolve
@options.ca_file
@options.clock_offset
@options.as_json
@options.quiet
@options.log_format
def command(  # noqa: PLR0917 - click passes options by name; nobody calls this by position
    names: tuple[str, ...],
    since: date | None,
    until: date | None,
    requests: int,
    archive_dir: Path,
    outlets_dir: Path | None,
    contact: str | None,
    delay: float | None,
    time_limit: float,
    disk_min_free: int,
    resolve: str | None,
    ca_file: Path | None,
    clock_offset: float,
    as_json: bool,
    quiet: bool,
    log_format: str,
) -> None:
    """Walk the past of outlets, newest first. What one run leaves is done by the next, or by `crawl --due`.

    The walk is noted in the archive. Every `crawl --due` spends some requests on it after the day's work
    (--backfill-requests there), so that it ends without you; this command spends more at once. What is due today of
    these outlets goes first here too.
    """
    logs.configure(quiet, log_format)
    if not names:
        _tell(archive_dir, as_json)
        return
    if since is None:
        raise click.UsageError("say from which day on: --since 2015-01-01")
    outlets = load_registry(outlets_dir).pick(names)
    plan_walks(archive_dir, outlets, since, until, clock=RunClock(timedelta(seconds=clock_offset)))
    if requests:
        # Scrapy takes half a second to import
        from newsarchive.crawl.run import CrawlOptions, run_crawl  # noqa: PLC0415

        outcome = run_crawl(
            CrawlOptions(
                outlets=outlets,
                archive=archive_dir,
                outlets_dir=outlets_dir,
                contact=contact,
                delay=delay,
                time_limit=time_limit,
                backfill_requests=requests,
                is_due_only=True,
                disk_min_free=disk_min_free,
                resolve=resolve,
                ca_file=ca_file,
                clock_offset=clock_offset,
                is_drawing=options.is_drawing(quiet, log_format),
            )
        )
        options.end_with(outcome.exit_code, str(outcome))
    elif not quiet:
        _tell(archive_dir, as_json)


def _tell(archive_dir: Path, as_json: bool) -> None:
    """Say how far each walk is."""
    with open_archive(archive_dir) as archive:
        found = archive.backfills()
    if as_json:
        output.echo_json(found)
        return
    output.table(
        ("outlet", "from", "to", "state", "requests", "articles", "how far"),
        [(w.outlet, str(w.since_on), str(w.until_on), w.state, w.requests, w.found, w.detail) for w in found],
    )
