"""`newsarchive fixture`: the pair of files that a network's test needs, from a real page, for a person to read over."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.cli.page_file import read_page
from newsarchive.errors import NewsarchiveError
from newsarchive.extract import extract
from newsarchive.gold.structure import address_of, structure_of
from newsarchive.kept.files import is_web_url
from newsarchive.kept.opening import open_capture
from newsarchive.models import Article, Page
from newsarchive.registry import load_registry
from newsarchive.store import open_archive

_FIELDS = (
    *("kind", "network", "native_id", "title", "subtitle", "body", "published_at", "modified_at", "published_printed"),
    *("published_zone", "authors", "editors", "contributors", "photographers", "agency", "initials", "source_credit"),
    *("republished_from", "place", "brand", "section", "tags", "images", "related", "next_page_url", "method"),
)
_ALWAYS = ("kind", "network", "title", "body", "published_at", "authors", "related", "method")
"""Fields that are written even where they are empty: that there is nothing is what the test holds."""


@click.command(
    epilog="""\b
Example:
  newsarchive fixture halaman.html.gz --url https://radartegal.disway.id/read/681745/judul --to tests/networks/disway
  newsarchive fixture https://radartegal.disway.id/read/681745/judul --name word-paste
\b
A URL is taken from the archive: its latest snapshot, also where no article could be read from it."""
)
@click.argument("page", metavar="URL|FILE")
@click.option("--url", help="Where a FILE came from. Without it, the page's own canonical link is believed.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to. Default: tests/networks/<network>, or tests/fallback where no network reads the page.",
)
@click.option("--name", default="page", show_default=True, help="Name of the two files, without extension.")
@click.option("--force", is_flag=True, help="Write over files that exist.")
@options.archive
@options.outlets
def command(
    *,
    page: str,
    url: str | None,
    folder: Path | None,
    name: str,
    force: bool,
    archive_dir: Path,
    outlets_dir: Path | None,
) -> None:
    """Reduce a page to its structure, with made-up words, and write what the parsers read from that.

    Two files: NAME.html, which no longer holds a sentence of the real page, and NAME.json, which holds today's reading
    of it. Read both over before they are committed: what is wrong in the JSON is what the network has to learn.
    """
    real = _from_archive(page, archive_dir) if is_web_url(page) else read_page(Path(page), url)
    html, address = structure_of(real.body, real.url), address_of(real.url)
    outlet = load_registry(outlets_dir).by_url(real.url)
    article = extract([Page(address, html.encode("utf-8"), real.fetched_at)], outlet=outlet)
    by_layout = (article.method or "").startswith("layout:")
    folder = folder or (Path("tests/networks") / str(article.network) if by_layout else Path("tests/fallback"))
    _write(folder, name, force, html, output.to_json(_expected(article, address, real.fetched_at)))
    output.echo(f"{folder / name}.html  {output.size(len(html.encode('utf-8')))} of {output.size(len(real.body))}")
    output.echo(f"{folder / name}.json  read by {article.method or 'nothing'}, {len(article.body)} paragraphs")
    output.section("Doubts of this reading", article.warnings)
    output.echo("Read both over before you commit them: the JSON says what the parsers read, not what is right.")


def _from_archive(url: str, archive_dir: Path) -> Page:
    with open_archive(archive_dir) as archive:
        kept = [s for s in archive.snapshots_of(url) if s.status == 200]
        capture = archive.snapshot(kept[-1].id) if kept else None
    if capture is None:
        raise NewsarchiveError(f"{archive_dir}: holds no page of {url}; save it as a file, or crawl its outlet first")
    page = open_capture(capture)
    if isinstance(page, str):
        raise NewsarchiveError(f"{url}: its snapshot cannot be read: {page}")
    return page


def _expected(article: Article, url: str, fetched_at: datetime | None) -> dict[str, object]:
    values = {name: getattr(article, name) for name in _FIELDS}
    kept = {name: value for name, value in values.items() if name in _ALWAYS or value not in (None, (), False)}
    return {"url": url, **({"fetched_at": fetched_at} if fetched_at else {}), **kept}


def _write(folder: Path, name: str, force: bool, html: str, expected: str) -> None:
    page, gold = folder / f"{name}.html", folder / f"{name}.json"
    for path in (page, gold):
        if path.exists() and not force:
            raise NewsarchiveError(f"{path}: exists already; choose another --name, or --force to write over it")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page.write_text(html, encoding="utf-8")
        gold.write_text(expected + "\n", encoding="utf-8")
    except OSError as error:
        raise NewsarchiveError(f"{folder}: cannot be written: {error.strerror or error}") from None
