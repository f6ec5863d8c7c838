"""A folder of pages with gold: `<name>.html` or `<name>.html.gz` beside `<name>.json`, in any depth.

The JSON holds `url` and what is right for the page, by the names of `models.Article`: `title`, `body` (a list of
paragraphs), `published_at` (ISO 8601; a day alone where no more is known), `authors`, `related` (each with `text`), and
so on; a field that is not there is not compared. Besides: `captions` (each with `caption` and `credit`), `accept` (by
field, a list of other values that are right too), `body_optional` (strings whose presence costs nothing), `fetched_at`.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsarchive.errors import NewsarchiveError


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One page with what is right for it."""

    name: str
    """Path of the page below the folder, without its extension."""
    html: bytes
    url: str
    gold: Mapping[str, Any]
    fetched_at: datetime | None = None


def read_folder(folder: Path) -> Iterator[GoldPage]:
    """The pages of a folder that have gold, by name.

    Raises NewsarchiveError naming the file for JSON that cannot be read, lacks `url`, or has no page beside it, and
    where the folder holds no such pair at all.
    """
    found = False
    for path in sorted(folder.rglob("*.json")):
        gold = _gold(path)
        page = next((p for p in (path.with_suffix(".html.gz"), path.with_suffix(".html")) if p.is_file()), None)
        if page is None:
            raise NewsarchiveError(f"{path}: there is no {path.stem}.html or {path.stem}.html.gz beside it")
        found = True
        yield GoldPage(
            path.relative_to(folder).with_suffix("").as_posix(), _bytes(page), gold["url"], gold, _fetched(path, gold)
        )
    if not found:
        raise NewsarchiveError(f"{folder}: holds no page with gold (<name>.html or .html.gz with <name>.json)")


def _gold(path: Path) -> dict[str, Any]:
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NewsarchiveError(f"{path}: cannot be read as JSON: {error}") from None
    if not isinstance(gold, dict) or not isinstance(gold.get("url"), str):
        raise NewsarchiveError(f"{path}: must be an object with a 'url'")
    return gold


def _bytes(path: Path) -> bytes:
    try:
        body = path.read_bytes()
        return gzip.decompress(body) if path.suffix == ".gz" else body
    except (OSError, EOFError, zlib.error) as error:
        raise NewsarchiveError(f"{path}: cannot be read: {error}") from None


def _fetched(path: Path, gold: Mapping[str, Any]) -> datetime | None:
    stated = gold.get("fetched_at")
    if stated is None:
        return None
    try:
        at = datetime.fromisoformat(stated)
    except (TypeError, ValueError):
        raise NewsarchiveError(f"{path}: fetched_at {stated!r} is not an ISO 8601 time") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
