"""Pages that were kept earlier, as saved files, a folder with its manifest or WARC files, found again by URL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.errors import NewsarchiveError
from newsarchive.kept.files import PAGE_SUFFIXES, FilePage, read_folder, read_manifest, read_page
from newsarchive.kept.records import begins_as_warc
from newsarchive.kept.warc import WARC_SUFFIXES, WarcPage, read_warc
from newsarchive.models import Capture

__all__ = ["Kept", "loose_key", "open_kept"]

Clock = Callable[[], datetime]
_NO_TIME = datetime.max.replace(tzinfo=UTC)


class Kept:
    """An index of kept captures; bytes are read from their files when asked for, so memory stays flat.

    `problems` holds a sentence for everything that could not be listed: a page without URL, a truncated WARC file.
    Iteration yields every capture, oldest first; those of unknown time come last, in the order of their sources (paths
    as given; inside one by manifest row, name or offset).
    """

    def __init__(self, pages: Sequence[FilePage | WarcPage], problems: Sequence[str], clock: Clock) -> None:
        self.problems = tuple(problems)
        self._pages = tuple(sorted(pages, key=lambda page: (page.fetched_at is None, page.fetched_at or _NO_TIME)))
        self._clock = clock
        self._exact: dict[str, list[FilePage | WarcPage]] = {}
        self._loose: dict[str, list[FilePage | WarcPage]] = {}
        for page in self._pages:
            self._exact.setdefault(page.url, []).append(page)
            if not 300 <= page.status < 400:  # http -> https would otherwise answer for its own target, for ever
                self._loose.setdefault(loose_key(page.url), []).append(page)

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[Capture]:
        return (page.capture(self._clock) for page in self._pages)

    def urls(self) -> Iterator[str]:
        """URL of every capture in the order of iteration, without reading any bytes; a URL kept twice comes twice."""
        return (page.url for page in self._pages)

    def get(self, url: str, *, near: datetime | None = None) -> Capture | None:
        """The capture of `url`, or of a URL that `loose_key()` takes for equal; None if there is none.

        An exact match comes first. Redirects answer only for the exact URL they were fetched from. Of several captures
        the one fetched nearest to `near` (aware) is given, else the newest; one of unknown time for want of others.
        """
        pages = self._exact.get(url) or self._loose.get(loose_key(url))
        if not pages:
            return None
        dated = [page for page in pages if page.fetched_at is not None]
        best = dated[-1] if dated else pages[-1]
        if near is not None and dated:
            best = min(dated, key=lambda page: abs((page.fetched_at or near) - near))
        return best.capture(self._clock)


def open_kept(paths: Sequence[Path], *, clock: Clock = lambda: datetime.now(UTC)) -> Kept:
    """Index kept pages. Each path is a folder with `manifest.tsv`, any other folder, a page, or a WARC file.

    `clock` gives `fetched_at` where the source does not know it; the capture then names `fetched-at` in `rebuilt`.
    Raises NewsarchiveError with a sentence naming file (and line) for what is missing, malformed or not of these kinds.
    """
    pages: list[FilePage | WarcPage] = []
    problems: list[str] = []
    for path in paths:
        try:
            found, said = _read(path)
        except OSError as error:
            raise NewsarchiveError(f"{error.filename or path}: cannot be read: {error.strerror or error}") from None
        pages.extend(found)
        problems.extend(said)
    return Kept(pages, problems, clock)


def loose_key(url: str) -> str:
    """What is left of a URL when scheme, default port, fragment, doubled slashes and a trailing slash do not count."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    path = "/".join(piece for piece in parts.path.split("/") if piece)
    host = (parts.hostname or "") + (f":{port}" if port not in {None, 80, 443} else "")
    return f"//{host}/{path}" + (f"?{parts.query}" if parts.query else "")


def _read(path: Path) -> tuple[Sequence[FilePage | WarcPage], Sequence[str]]:
    if path.is_dir():
        manifest = path / "manifest.tsv"
        return read_manifest(manifest) if manifest.is_file() else _read_loose_folder(path)
    if not path.exists():
        raise NewsarchiveError(f"{path}: no such file or folder")
    if path.name == "manifest.tsv":
        return read_manifest(path)
    if path.name.lower().endswith(WARC_SUFFIXES) or begins_as_warc(path):
        return read_warc(path)
    return read_page(path)


def _read_loose_folder(folder: Path) -> tuple[Sequence[FilePage | WarcPage], Sequence[str]]:
    pages, problems = read_folder(folder)
    every: list[FilePage | WarcPage] = list(pages)
    for path in sorted(p for p in folder.rglob("*") if p.name.lower().endswith(WARC_SUFFIXES) and p.is_file()):
        found, said = read_warc(path)
        every.extend(found)
        problems.extend(said)
    if not every and not problems:
        kinds = " ".join((*PAGE_SUFFIXES, *WARC_SUFFIXES))
        raise NewsarchiveError(f"{folder}: holds no manifest.tsv and no kept page ({kinds}, or any of these with .gz)")
    return every, problems
