"""Kept pages in WARC files: an index of response, revisit and resource records, each read again at its offset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from newsarchive.errors import NewsarchiveError
from newsarchive.kept.files import MAX_BODY, is_web_url, request_target
from newsarchive.kept.message import Message, dechunk, parse_message, status_of
from newsarchive.kept.records import MAX_HEAD, Fault, Record, begins_as_warc, dictionary_of, read_records, record_at
from newsarchive.models import Capture

WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst")


@dataclass(frozen=True, slots=True)
class WarcPage:
    """Where one exchange lies in a WARC file: byte offsets of its record, of its request and of a revisit's payload."""

    path: Path
    url: str
    fetched_at: datetime | None
    status: int
    offset: int
    request_offset: int | None = None
    payload_offset: int | None = None
    dictionary: bytes | None = None
    """That of a zstd file, which none of its records can be read without."""

    def capture(self, clock: Callable[[], datetime]) -> Capture:
        """Read the records. Raises NewsarchiveError where the file has changed since it was listed."""
        try:
            return self._capture(clock)
        except (OSError, ValueError) as error:
            raise NewsarchiveError(f"{self.path}: the record at byte {self.offset} cannot be read: {error}") from None

    def _capture(self, clock: Callable[[], datetime]) -> Capture:
        record = self._record(self.offset)
        rebuilt = () if self.fetched_at else ("fetched-at",)
        if record.kind == "resource":  # a payload kept without its exchange
            content_type = record.header("Content-Type")
            headers = (("Content-Type", content_type),) if content_type else ()
            message = Message("HTTP/1.1 200 OK", headers, record.block)
            rebuilt = (*rebuilt, "status-line", "response-headers")
        else:
            message = parse_message(record.block)
        body, whole = self._payload(record, message)
        version, status, reason = status_of(message.start_line) or ("HTTP/1.1", self.status, "")
        capture = Capture(
            url=self.url,
            fetched_at=self.fetched_at or clock(),
            method="GET",
            request_target=request_target(self.url),
            request_headers=(),
            http_version=version,
            status=status,
            reason=reason,
            headers=message.headers,
            body=body[:MAX_BODY],
            truncated=_truncated(record, whole=whole, too_long=len(body) > MAX_BODY),
            rebuilt=rebuilt if self.payload_offset is None else (*rebuilt, "payload"),
            ip_address=record.header("WARC-IP-Address") or None,
        )
        return self._with_request(capture)

    def _record(self, offset: int) -> Record:
        return record_at(self.path, offset, self.dictionary)

    def _payload(self, record: Record, message: Message) -> tuple[bytes, bool]:
        """The body without transfer coding, and whether all of it was there."""
        if record.kind == "resource":
            return message.body, True
        if self.payload_offset is not None:
            message = parse_message(self._record(self.payload_offset).block)
        return dechunk(message.body) if "chunked" in message.header("transfer-encoding") else (message.body, True)

    def _with_request(self, capture: Capture) -> Capture:
        if self.request_offset is not None:
            message = parse_message(self._record(self.request_offset).block)
            words = message.start_line.split(" ")
            if len(words) >= 3:
                return replace(
                    capture, method=words[0], request_target=" ".join(words[1:-1]), request_headers=message.headers
                )
        return replace(capture, rebuilt=(*capture.rebuilt, "request-line", "request-headers"))


def read_warc(path: Path) -> tuple[list[WarcPage], list[str]]:
    """Exchanges of a WARC file in the order of the file, and a sentence for every record that had to be left out.

    A file that was cut off or damaged is read up to its last whole record. Raises NewsarchiveError if it is no WARC.
    """
    if not begins_as_warc(path):
        raise NewsarchiveError(f"{path}: is not a WARC file (it does not begin with WARC/)")
    with path.open("rb") as file:
        listing = _Listing(path, dictionary_of(path))
        for found in read_records(file, MAX_HEAD):
            if isinstance(found, Fault):
                where = f"{path}: is damaged at byte {found.offset}, after {listing.seen} whole records"
                rest = "what stands before it was read" if found.is_end else "what stands around it was read"
                listing.problems.append(f"{where}: {found.why}; {rest}")
            elif not found.is_first:
                listing.problems.append(
                    f"{path}: is compressed as one piece, not record by record: only `import warc` can read the records"
                    f" after the one at byte {found.offset}"
                )
                break
            else:
                listing.add(found)
    return listing.pages(), listing.problems


class _Listing:
    """Collects the records of one file and joins responses with their requests, revisits with their payloads."""

    def __init__(self, path: Path, dictionary: bytes | None) -> None:
        self.path, self.dictionary = path, dictionary
        self.problems: list[str] = []
        self.seen = 0
        self._found: list[tuple[Record, WarcPage]] = []
        self._request_of: dict[str, int] = {}  # record id of the response, or of the request it names
        self._near: tuple[str, int] | None = None
        self._payload_of: dict[tuple[str, str], int] = {}

    def add(self, record: Record) -> None:
        self.seen += 1
        if record.kind == "request":
            for key in (record.header("WARC-Record-ID"), record.header("WARC-Concurrent-To")):
                if key:
                    self._request_of[key] = record.offset
            # without these ids a request belongs to the response of its URL just before it, else to the one after it
            response, page = self._found[-1] if self._found else (record, None)
            if page is not None and page.url == record.url and page.request_offset is None:
                self._found[-1] = (response, replace(page, request_offset=record.offset))
            else:
                self._near = (record.url, record.offset)
        elif record.kind in {"response", "revisit", "resource"} and is_web_url(record.url):
            self._add_page(record)

    def _add_page(self, record: Record) -> None:
        status = 200
        if record.kind != "resource":
            line = status_of(parse_message(record.block).start_line)
            if line is None:
                self.problems.append(
                    f"{self.path}: the record at byte {record.offset} ({record.url}) holds no HTTP response"
                )
                return
            status = line[1]
        if record.kind == "response" and (digest := record.header("WARC-Payload-Digest")):
            self._payload_of.setdefault((record.url, digest), record.offset)
            self._payload_of.setdefault(("", digest), record.offset)
        before = self._near[1] if self._near and self._near[0] == record.url else None
        self._near = None
        page = WarcPage(self.path, record.url, _warc_date(record), status, record.offset, before, None, self.dictionary)
        self._found.append((replace(record, block=b""), page))  # an index must not hold the bytes of all

    def pages(self) -> list[WarcPage]:
        pages = []
        for record, page in self._found:
            ids = (record.header("WARC-Record-ID"), record.header("WARC-Concurrent-To"))
            named = [self._request_of[i] for i in ids if i in self._request_of]
            joined = replace(page, request_offset=named[0]) if named else page
            if record.kind == "revisit" and page.status != 304:
                digest = record.header("WARC-Payload-Digest")
                payload = self._payload_of.get((page.url, digest), self._payload_of.get(("", digest)))
                if payload is None:
                    where = f"{self.path}: the revisit at byte {record.offset} ({page.url})"
                    self.problems.append(f"{where} repeats a page that is not in this file")
                    continue
                joined = replace(joined, payload_offset=payload)
            pages.append(joined)
        return pages


def _truncated(
    record: Record, *, whole: bool, too_long: bool
) -> Literal["length", "time", "disconnect", "unspecified"] | None:
    if record.is_cut or too_long:
        return "length"
    match record.header("WARC-Truncated").lower():
        case "length":
            return "length"
        case "time":
            return "time"
        case "disconnect":
            return "disconnect"
        case "":
            return None if whole else "unspecified"
        case _:
            return "unspecified"


def _warc_date(record: Record) -> datetime | None:
    try:
        at = datetime.fromisoformat(record.header("WARC-Date"))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
