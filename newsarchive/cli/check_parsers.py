"""`newsarchive check-parsers`: what today's parsers make of pages whose right reading is known."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.exits import ExitCode
from newsarchive.extract import extract
from newsarchive.gold.compare import Compared, compare
from newsarchive.gold.pages import GoldPage, read_folder
from newsarchive.gold.tables import by_field, by_network
from newsarchive.models import Page
from newsarchive.registry import Registry, load_registry

_NETWORK = ("network", "pages", "all right", "F1", "worst F1", "lost", "leaks", "related found", "of", "read")
_FIELD = ("field", "right", "wrong", "missing", "extra")


@click.command(
    epilog="""\b
Example:
  newsarchive check-parsers tests/networks
  newsarchive check-parsers halaman/ --differences
  newsarchive check-parsers halaman/ --fallback --json
\b
Exit codes: 0 every page is read as its gold says, 8 one is not."""
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--fallback", is_flag=True, help="Switch the networks off: every page is read as an unknown site's.")
@click.option("--differences", is_flag=True, help="Also print every field that differs, page by page.")
@options.outlets
@options.as_json
def command(*, folder: Path, fallback: bool, differences: bool, outlets_dir: Path | None, as_json: bool) -> None:
    """Read every page of FOLDER that has gold beside it and print how right it is, per network and per field.

    A page is <name>.html or <name>.html.gz, its gold <name>.json: an object with `url` and any fields of an article.
    Text is compared by its words: F1 is that of word 4-grams, `lost` counts paragraphs that are not there, `leaks`
    lines of links that are.
    """
    registry = load_registry(outlets_dir)
    compared = [_compare(page, registry, fallback) for page in read_folder(folder)]
    if as_json:
        output.echo_json({"networks": by_network(compared), "fields": by_field(compared), "pages": _pages(compared)})
    else:
        _print(compared, differences)
    if not all(one.is_right for one in compared):
        sys.exit(ExitCode.DIFFERS)


def _compare(page: GoldPage, registry: Registry, fallback: bool) -> Compared:
    article = extract(
        [Page(page.url, page.html, page.fetched_at)],
        outlet=registry.by_url(page.url),
        networks={} if fallback else None,
    )
    return compare(page.name, article, page.gold)


def _pages(compared: list[Compared]) -> list[dict[str, object]]:
    return [
        {
            "name": one.name,
            "method": one.article.method,
            "f1": one.text.f1 if one.text else None,
            "lost": one.text.lost if one.text else (),
            "leaks": one.text.leaks if one.text else (),
            "differences": [dict(zip(("field", "right", "read"), d, strict=True)) for d in one.differences],
            "warnings": one.article.warnings,
        }
        for one in compared
    ]


def _print(compared: list[Compared], differences: bool) -> None:
    output.table(
        _NETWORK,
        [
            (
                row.network,
                row.pages,
                row.all_right,
                _share(row.f1),
                _share(row.worst_f1),
                row.lost,
                row.leaks,
                row.related_found,
                row.related_gold,
                row.related_read,
            )
            for row in by_network(compared)
        ],
    )
    output.echo()
    output.table(_FIELD, [(r.field, r.right, r.wrong, r.missing, r.extra) for r in by_field(compared)])
    if differences:
        for one in compared:
            _print_differences(one)


def _print_differences(one: Compared) -> None:
    lines = [f"{field}: should be {right[:160]} | is {read[:160]}" for field, right, read in one.differences]
    if one.text:
        lines += [f"lost: {text[:160]}" for text in one.text.lost] + [f"leak: {text[:160]}" for text in one.text.leaks]
        if one.text.f1 < 1:
            lines.append(f"text: precision {one.text.precision:.4f}, recall {one.text.recall:.4f}")
    found, wanted, read = one.related
    if not found == wanted == read:
        lines.append(f"related: {found} found of {wanted}, {read} read")
    output.section(f"{one.name} ({one.article.method})", lines)


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"
