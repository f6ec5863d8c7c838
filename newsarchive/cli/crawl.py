"""`newsarchive crawl`: fetch what is due and keep it."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from newsarchive.cli import logs, options
from newsarchive.errors import ConfigError
from newsarchive.models import Outlet
from newsarchive.registry import Registry, load_registry


@click.command(
    epilog="""\b
Example:
  newsarchive crawl radartegal --contact you@example.org
  newsarchive crawl --all --time-limit 600
  newsarchive crawl --from ../shared/pages
\b
Exit codes: 0 done, 2 wrong usage, 4 wrong setting or outlet, 5 the archive cannot be used, 6 another run is
writing to it, 9 no outlet could be reached, 11 interrupted (start again to go on).
"""
)
@click.argument("names", metavar="[OUTLET]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Crawl every active outlet.")
@options.archive
@options.outlets
@click.option(
    "--from",
    "kept",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="Answer requests from kept pages (a folder, WARC files) instead of the network. May be repeated.",
)
@click.option("--contact", help="Your mail address or web page; sent with every request, remembered by the archive.")
@click.option(
    "--delay", type=click.FloatRange(0), help="Seconds between requests to one network or lone site.  [default: 2]"
)
@click.option("--limit", type=click.IntRange(0), default=0, help="Stop after so many articles.")
@click.option("--time-limit", type=click.FloatRange(0), default=0.0, help="Stop after so many seconds.")
@click.option(
    "--index-pages",
    type=click.IntRange(1),
    default=40,
    show_default=True,
    help="Pages of a list that are followed while they bring new articles.",
)
@click.option("--resolve", metavar="ADDRESS:PORT", help="Connect every host name to this address (tests and demo).")
@click.option(
    "--ca-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Trust this certificate authority too.",
)
@click.option("--clock-offset", type=float, default=0.0, help="Seconds to put the clock forward (tests and demo).")
@options.quiet
@options.log_format
def command(  # noqa: PLR0917 - click passes options by name; nobody calls this by position
    names: tuple[str, ...],
    every: bool,
    archive_dir: Path,
    outlets_dir: Path | None,
    kept: tuple[Path, ...],
    contact: str | None,
    delay: float | None,
    limit: int,
    time_limit: float,
    index_pages: int,
    resolve: str | None,
    ca_file: Path | None,
    clock_offset: float,
    quiet: bool,
    log_format: str,
) -> None:
    """Fetch what is due from outlets and keep it: raw bytes, articles, versions, failures.

    An OUTLET is a slug, a short name or a domain (see `newsarchive outlets`). A crawl that was killed is resumed by
    starting it again. Live crawls obey robots.txt and send your contact address.
    """
    logs.configure(quiet, log_format)
    outlets = _chosen(load_registry(outlets_dir), names, every or bool(kept and not names))
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
            resolve=resolve,
            ca_file=ca_file,
            clock_offset=clock_offset,
            is_drawing=not quiet and log_format == "text" and sys.stderr.isatty(),
        )
    )
    log = logging.getLogger("newsarchive.crawl")
    (log.info if outcome.exit_code == 0 else log.warning)("%s", outcome)
    if outcome.exit_code:
        sys.exit(outcome.exit_code)


def _chosen(registry: Registry, names: tuple[str, ...], every: bool) -> tuple[Outlet, ...]:
    """The outlets asked for, each once. Raises UnknownOutlet, ConfigError, or click's usage error."""
    if names and every:
        raise click.UsageError("give outlets or --all, not both")
    if every:
        return registry.filter(status="active")
    if not names:
        raise click.UsageError("name at least one outlet, or give --all or --from")
    chosen = tuple({outlet.slug: outlet for outlet in map(registry.get, names)}.values())
    gone = [o.slug for o in chosen if o.status == "gone"]
    if gone:
        raise ConfigError(f"{', '.join(gone)}: the site no longer exists")
    return chosen
