"""`newsarchive crawl`: fetch what is new and what is due, and keep it."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import click

from newsarchive.cli import logs, options
from newsarchive.crawl.due import crawled_outlets, is_anything_due, open_existing, record_idle_run
from newsarchive.errors import ConfigError
from newsarchive.models import Outlet
from newsarchive.registry import Registry, load_registry
from newsarchive.runclock import RunClock
from newsarchive.store.connection import index_path


@click.command(
    epilog="""\b
Example:
  newsarchive crawl radartegal banyumas --contact you@example.org --limit 20
  newsarchive crawl --all --time-limit 30m
  newsarchive crawl --due -q                       (from cron or a timer: see newsarchive schedule)
  newsarchive crawl --from kept-pages/ --archive /srv/news
\b
Exit codes: 0 all well, 4 no contact address or a wrong option, 5 the archive cannot be used, 6 another run has it,
7 a rule of health was broken, 9 nothing could be reached, 10 time limit, 11 stopped by a signal, 12 disk.
"""
)
@click.argument("names", nargs=-1, metavar="[OUTLET]...")
@click.option("--all", "every", is_flag=True, help="Crawl every active outlet.")
@click.option(
    "--due",
    is_flag=True,
    help="Do what is due and end; lists rest until their time has come. Without OUTLET or --all: of all outlets that "
    "this archive crawls already.",
)
@options.archive
@options.outlets
@click.option(
    "--from",
    "kept",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="Answer requests from kept pages (a folder, WARC files) instead of the network. May be repeated.",
)
@options.contact
@options.delay
@click.option("--limit", type=click.IntRange(0), default=0, help="Stop after so many articles.")
@options.time_limit
@options.disk_min_free
@click.option(
    "--index-pages",
    type=click.IntRange(1),
    default=40,
    show_default=True,
    help="Pages of a list that are followed while they bring new articles.",
)
@click.option(
    "--backfill-requests",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="Requests that each open backfill gets in this run, after the day's work.",
)
@options.prometheus
@options.resolve
@options.ca_file
@options.clock_offset
@options.quiet
@options.log_format
def command(  # noqa: PLR0917 - click passes options by name; nobody calls this by position
    names: tuple[str, ...],
    every: bool,
    due: bool,
    archive_dir: Path,
    outlets_dir: Path | None,
    kept: tuple[Path, ...],
    contact: str | None,
    delay: float | None,
    limit: int,
    time_limit: float,
    disk_min_free: int,
    index_pages: int,
    backfill_requests: int,
    prometheus: Path | None,
    resolve: str | None,
    ca_file: Path | None,
    clock_offset: float,
    quiet: bool,
    log_format: str,
) -> None:
    """Fetch what is new and due from outlets and keep it: raw bytes, articles, versions, failures.

    An OUTLET is a slug, a short name or a domain (see `newsarchive outlets`). A crawl that was killed is resumed by
    starting it again. Live crawls obey robots.txt and send your contact address.
    """
    logs.configure(quiet, log_format)
    clock = RunClock(timedelta(seconds=clock_offset))
    registry = load_registry(outlets_dir)
    if due and not kept:
        outlets = _due(registry, names, every, archive_dir, clock)
        if outlets is None:
            return
    else:
        outlets = _chosen(registry, names, every or bool(kept and not names))
    # Scrapy takes half a second to import, which a mistyped outlet need not wait for
    from newsarchive.crawl.run import CrawlOptions, run_crawl  # noqa: PLC0415

    outcome = run_crawl(
        CrawlOptions(
            outlets=outlets,
            archive=archive_dir,
            outlets_dir=outlets_dir,
            kept=kept,
            contact=contact,
            delay=delay,
            limit=limit,
            time_limit=time_limit,
            index_pages=index_pages,
            is_due_only=due,
            backfill_requests=backfill_requests,
            disk_min_free=disk_min_free,
            prometheus=prometheus,
            resolve=resolve,
            ca_file=ca_file,
            clock_offset=clock_offset,
            is_drawing=options.is_drawing(quiet, log_format),
        )
    )
    options.end_with(outcome.exit_code, str(outcome))


def _due(
    registry: Registry, names: tuple[str, ...], every: bool, archive: Path, clock: RunClock
) -> tuple[Outlet, ...] | None:
    """The outlets of a run that does what is due; None where nothing is, which is noted in the archive.

    Without names those that the archive crawls already. Raises what `_chosen()` raises, ArchiveLocked, NotAnArchive.
    """
    chosen = _chosen(registry, names, every) if names or every else ()
    if chosen and not index_path(archive).exists():
        return chosen
    with open_existing(archive, clock) as writer:
        if not chosen:
            active = {outlet.slug: outlet for outlet in registry.filter(status="active")}
            chosen = tuple(active[slug] for slug in crawled_outlets(writer) if slug in active)
        if is_anything_due(writer, chosen, clock()):
            return chosen
        run_id = record_idle_run(writer, outlets=chosen)
    logging.getLogger("newsarchive.crawl").info("run %d: nothing is due", run_id)
    return None


def _chosen(registry: Registry, names: tuple[str, ...], every: bool) -> tuple[Outlet, ...]:
    """The outlets asked for, each once. Raises UnknownOutlet, ConfigError, or click's usage error."""
    if names and every:
        raise click.UsageError("give outlets or --all, not both")
    if every:
        return registry.filter(status="active")
    if not names:
        raise click.UsageError("name at least one outlet, or give --all, --due or --from")
    chosen = registry.pick(names)
    gone = [o.slug for o in chosen if o.status == "gone"]
    if gone:
        raise ConfigError(f"{', '.join(gone)}: the site no longer exists")
    return chosen
