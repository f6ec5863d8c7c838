"""A page given as a file: what `extract` and `fixture` have in common."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from newsarchive.cli import output
from newsarchive.coding import undo
from newsarchive.errors import NewsarchiveError
from newsarchive.kept.files import MAX_BODY, canonical_of, is_web_url
from newsarchive.models import Page


def read_page(path: Path, url: str | None, fetched_at: datetime | None = None) -> Page:
    """The page in a file, or on standard input; `url` None: the page's own canonical link is believed."""
    body = read_file(path)
    url = url or canonical_of(body)
    if url is None:
        raise click.UsageError("the page names no URL of its own; give it with --url")
    if not is_web_url(url):
        raise click.BadParameter(f"{url!r} is not an http or https URL", param_hint="--url")
    return Page(url, body, fetched_at)


def read_file(path: Path) -> bytes:
    """The bytes of a file or of standard input, gunzipped; a damaged gzip file or one beyond MAX_BODY is refused."""
    try:
        if str(path) == "-":
            body = sys.stdin.buffer.read(MAX_BODY + 1)
        else:
            with path.open("rb") as file:
                body = file.read(MAX_BODY + 1)
    except OSError as error:
        raise NewsarchiveError(f"{path}: cannot be read: {error.strerror or error}") from None
    undone = undo(body, ("gzip",) if body.startswith(b"\x1f\x8b") else (), limit=MAX_BODY)
    if undone.problem:
        why = f"is larger than {output.size(MAX_BODY)}" if undone.problem == "over-limit" else "is damaged or cut gzip"
        raise NewsarchiveError(f"{path}: {why}")
    return undone.body
