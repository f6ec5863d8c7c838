"""Kept pages that are plain files: a folder with its manifest, a folder without one, or one page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from newsarchive.coding import undo
from newsarchive.errors import NewsarchiveError
from newsarchive.models import Capture

PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
"""Names of pages in a folder without manifest; each may have `.gz` after it."""

MAX_BODY = 20 * 1024 * 1024
"""Bytes of a kept payload that are read, coded or not; the rest is left out and said so (`truncated='length'`)."""

_NOT_SAVED = ("request-line", "request-headers", "status-line", "response-headers")


@dataclass(frozen=True, slots=True)
class FilePage:
    """A saved page and what is known of its making. `rebuilt` is as in `models.Capture`."""

    path: Path
    url: str
    fetched_at: datetime | None
    rebuilt: tuple[str, ...]
    status: int = 200

    def capture(self, clock: Callable[[], datetime]) -> Capture:
        """Read the file. Raises NewsarchiveError where it has gone since it was listed."""
        try:
            body, truncated = read_body(self.path)
        except OSError as error:
            raise NewsarchiveError(f"{self.path}: cannot be read: {error.strerror or error}") from None
        return Capture(
            url=self.url,
            fetched_at=self.fetched_at or clock(),
            method="GET",
            request_target=request_target(self.url),
            request_headers=(),
            http_version="HTTP/1.1",
            status=self.status,
            reason="OK",
            headers=(),
            body=body,
            truncated=truncated,
            rebuilt=self.rebuilt if self.fetched_at else (*self.rebuilt, "fetched-at"),
        )


def read_manifest(path: Path) -> tuple[list[FilePage], list[str]]:
    """Pages of a `manifest.tsv`: tab separated, no quoting, a header with at least `file` and `original_url`.

    Optional columns: `fetched_at` (ISO 8601 with offset) and `saved_how` (starting with `raw http` where the file is
    the payload as sent; anything else, such as a browser's DOM dump, is noted as rebuilt). A file may be stored with
    `.gz` after its name. Raises NewsarchiveError naming file and line for a row that is wrong or leaves the folder.
    """
    pages, problems = [], []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise NewsarchiveError(f"{path}: is not UTF-8 text (byte {error.start})") from None
    columns = lines[0].rstrip("\r").split("\t")
    for name in ("file", "original_url"):
        if name not in columns:
            raise NewsarchiveError(f"{path}:1: the header lacks the column {name!r} (columns are separated by tabs)")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        fields = line.rstrip("\r").split("\t")
        if len(fields) != len(columns):
            raise NewsarchiveError(f"{path}:{number}: has {len(fields)} fields where the header has {len(columns)}")
        found = _manifest_row(path, number, dict(zip(columns, fields, strict=True)))
        if isinstance(found, str):
            problems.append(found)
        else:
            pages.append(found)
    return pages, problems


def read_folder(folder: Path) -> tuple[list[FilePage], list[str]]:
    """Pages of a folder without manifest, by name, sub-folders too; their URLs are those the pages give themselves."""
    names = tuple(s + end for s in PAGE_SUFFIXES for end in ("", ".gz"))
    pages, problems = [], []
    for path in sorted(p for p in folder.rglob("*") if p.name.lower().endswith(names) and p.is_file()):
        found, said = read_page(path)
        pages.extend(found)
        problems.extend(said)
    return pages, problems


def read_page(path: Path) -> tuple[list[FilePage], list[str]]:
    """One saved page under the URL that it gives itself (`link[rel=canonical]` or `og:url`), or a sentence why not."""
    url = canonical_of(read_body(path)[0])
    if url is None:
        return [], [f"{path}: names no URL of its own (no canonical link, no og:url), so it cannot be asked for"]
    return [FilePage(path, url, None, (*_NOT_SAVED, "payload", "url"))], []


def read_body(path: Path, limit: int = MAX_BODY) -> tuple[bytes, Literal["length", "unspecified"] | None]:
    """Up to `limit` bytes of a file, gunzipped if it is gzip, and why that is not all of it (None: it is all).

    A damaged or cut gzip file gives what could be read of it.
    """
    with path.open("rb") as file:
        body = file.read(limit + 1)
    is_longer = len(body) > limit
    if body.startswith(b"\x1f\x8b"):
        undone = undo(body, ("gzip",), limit=limit)
        if undone.problem is None:
            return undone.body, None
        return undone.body, "length" if is_longer or undone.problem == "over-limit" else "unspecified"
    return body[:limit], "length" if is_longer else None


_COMMENT = re.compile(rb"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?")
_LINKS_AND_METAS = re.compile(rb"<(?:link|meta)\b[^<>]*+>", re.IGNORECASE)


def canonical_of(html: bytes) -> str | None:
    """The absolute http(s) URL that a page gives as its own: `link[rel=canonical]`, else `og:url`; None if neither."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only pages without a known URL are parsed here

    # Nothing but these elements, which hold no others: what a page nests without end costs a parser minutes.
    tree = LexborHTMLParser(b"".join(_LINKS_AND_METAS.findall(_COMMENT.sub(b"", html))))
    for selector, name in (('link[rel~="canonical" i]', "href"), ('meta[property="og:url" i]', "content")):
        for node in tree.css(selector):
            url = (node.attributes.get(name) or "").strip()
            if is_web_url(url):
                return url
    return None


def is_web_url(url: str) -> bool:
    """Whether this is an absolute http or https URL with a host and without spaces or control characters."""
    if any(ch <= " " or ch == "\x7f" for ch in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def request_target(url: str) -> str:
    """Path and query as a request line would hold them; a fragment is never sent."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _manifest_row(manifest: Path, number: int, row: dict[str, str]) -> FilePage | str:
    """A page, or a sentence saying why the row is listed but cannot be asked for."""
    where, name, url = f"{manifest}:{number}", row["file"].strip(), row["original_url"].strip()
    path = _inside(manifest.parent, name)
    if path is None:
        raise NewsarchiveError(f"{where}: field 'file': {name!r} does not stay in the folder of the manifest")
    if not path.is_file():
        raise NewsarchiveError(f"{where}: field 'file': neither {name} nor {name}.gz is there")
    if url and not is_web_url(url):
        raise NewsarchiveError(f"{where}: field 'original_url': {url!r} is not an http or https URL")
    raw = row.get("saved_how", "").strip().startswith("raw http")
    rebuilt: tuple[str, ...] = (*_NOT_SAVED, "content-coding" if raw else "payload")
    if not url:
        given = canonical_of(read_body(path)[0])
        if given is None:
            return f"{where}: {name} has no URL in the manifest and names none itself, so it cannot be asked for"
        url, rebuilt = given, (*rebuilt, "url")
    return FilePage(path, url, _fetched_at(where, row.get("fetched_at", "").strip()), rebuilt)


def _inside(folder: Path, name: str) -> Path | None:
    """The file of that name (or with `.gz`), if it truly is in the folder once links are followed."""
    if not name or "\0" in name:
        return None
    root = folder.resolve()
    for candidate in (folder / name, folder / f"{name}.gz"):
        if not candidate.resolve().is_relative_to(root):
            return None
        if candidate.is_file():
            return candidate
    return folder / name


def _fetched_at(where: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise NewsarchiveError(f"{where}: field 'fetched_at': {text!r} is not an ISO 8601 time with its offset")
    return at
