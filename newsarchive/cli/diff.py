"""`newsarchive diff`: what changed from one version of an article to another, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import click

from newsarchive.cli import options, output
from newsarchive.cli.changes import print_comparison
from newsarchive.cli.found import found_article, found_version
from newsarchive.comparing.articles import Comparison, compare
from newsarchive.comparing.page import Heading, comparison_page
from newsarchive.errors import NewsarchiveError
from newsarchive.store import open_archive
from newsarchive.store.records import ArticleRecord, VersionRecord


@click.command(
    epilog="""\b
Example:
  newsarchive diff radartegal/700001
  newsarchive diff radartegal/700001 1 3 --html -o changes.html
"""
)
@click.argument("ref")
@click.argument("before", type=click.IntRange(min=1), required=False, metavar="[N")
@click.argument("now", type=click.IntRange(min=1), required=False, metavar="M]")
@click.option("--full", "is_full", is_flag=True, help="Print the whole text, not only paragraphs near a change.")
@click.option("--html", "as_html", is_flag=True, help="Write a page of HTML, to standard output or a file.")
@click.option(
    "-o", "--output", "file", type=click.Path(dir_okay=False, path_type=Path), help="File for the page, with --html."
)
@options.archive
@options.as_json
def command(
    ref: str,
    before: int | None,
    now: int | None,
    *,
    is_full: bool,
    as_html: bool,
    file: Path | None,
    archive_dir: Path,
    as_json: bool,
) -> None:
    """Print what changed between versions N and M of an article.

    REF is a key, any URL of it, or its number in the archive. Without M: from the version before N to N; without both:
    from the last but one to the last. What is removed is [-struck out-], what is added {+marked so+}; on a terminal in
    colours.
    """
    if file is not None and not as_html:
        raise click.UsageError("-o needs --html")
    with open_archive(archive_dir) as archive:
        record = found_article(archive, ref)
        old, new = _two(record.key, archive.versions(record.id), before, now)
    comparison = compare(old.article, new.article)
    if as_html:
        _write(comparison_page(_heading(record, old, new), comparison), file)
    elif as_json:
        output.echo_json(
            {"key": record.key, "before": old.number, "now": new.number, "changed": comparison,
             "words_added": comparison.words_added, "words_removed": comparison.words_removed}
        )  # fmt: skip
    else:
        _print(record, old, new, comparison, is_full)


def _two(
    key: str, versions: Sequence[VersionRecord], before: int | None, now: int | None
) -> tuple[VersionRecord, VersionRecord]:
    """The versions to compare; their order is that of the times at which they were first seen."""
    if before is not None and now is not None:
        return found_version(versions, key, before), found_version(versions, key, now)
    if len(versions) < 2 and before in (None, 1):
        raise NewsarchiveError(f"{key} has one version only: nothing to compare it with")
    new = versions[-1] if before is None else found_version(versions, key, before)
    place = versions.index(new)
    if place == 0:
        raise NewsarchiveError(f"{key} version {new.number} is the first seen: name another to compare it with")
    return versions[place - 1], new


def _heading(record: ArticleRecord, old: VersionRecord, new: VersionRecord) -> Heading:
    article = new.article
    zone = article.published_at.tzinfo if article.published_at else None
    return Heading(
        record.key, article.url, article.title, article.language,
        old.number, old.seen_at.astimezone(zone or UTC), new.number, new.seen_at.astimezone(zone or UTC),
    )  # fmt: skip


def _write(page: str, file: Path | None) -> None:
    data = page.encode("utf-8", "backslashreplace")
    if file is None:
        click.echo(data, nl=False)
        return
    try:
        file.write_bytes(data)
    except OSError as error:
        raise NewsarchiveError(f"{file}: cannot be written: {error.strerror}") from error


def _print(
    record: ArticleRecord, old: VersionRecord, new: VersionRecord, comparison: Comparison, is_full: bool
) -> None:
    head = _heading(record, old, new)
    before, now = (at.isoformat(sep=" ", timespec="minutes") for at in (head.before_at, head.now_at))
    output.echo(output.safe_line(f"{record.key}: version {old.number} ({before}) -> version {new.number} ({now})"))
    if comparison.is_empty:
        output.echo("Nothing differs but what is boring: see docs/versions.md.")
        return
    print_comparison(comparison, is_full=is_full)
