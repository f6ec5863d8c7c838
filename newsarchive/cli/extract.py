"""`newsarchive extract`: what one saved page says, for a person or as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.cli.article import print_article
from newsarchive.cli.page_file import read_file, read_page
from newsarchive.extract import extract
from newsarchive.models import Article, Page
from newsarchive.registry import load_registry


@click.command(
    epilog="""\b
Example:
  newsarchive extract halaman.html.gz --url https://radartegal.disway.id/read/681745/judul
  newsarchive extract 1.html --part 2.html --part 3.html --url https://... --json
  curl -s https://... | newsarchive extract - --url https://...
"""
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--url", help="Where the page came from. Without it, the page's own canonical link is believed.")
@click.option(
    "--part",
    "parts",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A further page of the same article, in order; may be repeated.",
)
@click.option(
    "--fetched-at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]),
    help="When the page was fetched (a day is taken in UTC): chooses the layout of that time.",
)
@options.outlets
@options.as_json
def command(
    *,
    file: Path,
    url: str | None,
    parts: tuple[Path, ...],
    fetched_at: datetime | None,
    outlets_dir: Path | None,
    as_json: bool,
) -> None:
    """Print the article of a saved page: FILE is HTML, gzipped or not; - reads standard input."""
    if fetched_at is not None and fetched_at.tzinfo is None:
        fetched_at = fetched_at.replace(tzinfo=UTC)
    article = _extract(file, url, parts, fetched_at, outlets_dir)
    if as_json:
        output.echo_json(article)
    else:
        print_article(article)


def _extract(
    file: Path, url: str | None, parts: tuple[Path, ...], fetched_at: datetime | None, outlets_dir: Path | None
) -> Article:
    first = read_page(file, url, fetched_at)
    outlet = load_registry(outlets_dir).by_url(first.url)
    pages = [first]
    for part in parts:
        # the pager of the pages before says where this one came from
        here = extract(pages, outlet=outlet).next_page_url or first.url
        pages.append(Page(here, read_file(part), fetched_at))
    return extract(pages, outlet=outlet)
