"""HTTP/1 messages for the blocks of WARC records, and their exact parts where a block could not hold them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from newsarchive.models import Capture

Pairs = tuple[tuple[str, str], ...]

_HEADER = re.compile(r"[^\s:][^\r\n:]*: (?:[^ \t\r\n](?:[^\r\n]*[^ \t\r\n])?)?")
"""A header line that reads back to the name and value it was made from."""
_VERSION = re.compile(r"HTTP/\d(?:\.\d)?", re.ASCII)
_WORD = re.compile(r"[!-~]+")
_LINE_ENDS = re.compile(r"[\r\n]")
_BODILESS = frozenset({204, 304})
"""Statuses whose responses end with their head (RFC 9112 §6.3), whatever it says of transfer coding."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a message up to and with its empty line. `exact` is JSON of its parts where it does not read back."""

    data: bytes
    exact: str | None


def response_head(capture: Capture) -> Head:
    """Status line and headers, latin-1, each header as `Name: value`. Line ends inside a part become blanks."""
    version = capture.http_version if _VERSION.fullmatch(capture.http_version) else "HTTP/1.1"
    line = f"{version} {capture.status:03d} {capture.reason}"
    is_same = (
        version == capture.http_version
        and 0 <= capture.status <= 999
        and capture.reason == capture.reason.strip()
        and not _LINE_ENDS.search(capture.reason)
    )
    data, is_plain = _written(line, capture.headers)
    if is_same and is_plain:
        return Head(data, None)
    parts = {"http_version": capture.http_version, "status": capture.status, "reason": capture.reason}
    return Head(data, json.dumps({**parts, "headers": capture.headers}))


def request_head(capture: Capture) -> Head:
    """Request line and headers, as `response_head()`; data is empty where no more than the URL is known of it."""
    data, is_plain = _written(f"{capture.method} {capture.request_target} HTTP/1.1", capture.request_headers)
    is_unknown = not capture.request_headers and {"request-line", "request-headers"} <= set(capture.rebuilt)
    if not is_unknown and is_plain and _WORD.fullmatch(capture.method) and _WORD.fullmatch(capture.request_target):
        return Head(data, None)
    parts = {"method": capture.method, "target": capture.request_target, "headers": capture.request_headers}
    return Head(b"" if is_unknown else data, json.dumps(parts))


def is_chunked(capture: Capture) -> bool:
    """Whether the head says that the body came in chunks (RFC 9112 §7.1), so that it has to be in chunks again."""
    if capture.status in _BODILESS and not capture.body:
        return False
    codings = (value for name, value in capture.headers if name.lower() == "transfer-encoding")
    return any(token.strip().lower() == "chunked" for value in codings for token in value.split(","))


def in_chunks(body: bytes, *, is_whole: bool) -> tuple[bytes, ...]:
    """The body as one chunk and the last, empty one, which a body that was cut off has not."""
    pieces = (b"%x\r\n" % len(body), body, b"\r\n") if body else ()
    return (*pieces, b"0\r\n\r\n") if is_whole else pieces


def _written(line: str, headers: Pairs) -> tuple[bytes, bool]:
    """The head, and whether each of its headers reads back."""
    lines = [f"{name}: {value}" for name, value in headers]
    is_plain = all(map(_HEADER.fullmatch, lines)) and not any(":" in name for name, _ in headers)
    if not is_plain or _LINE_ENDS.search(line):
        line, *lines = (_LINE_ENDS.sub(" ", text) for text in (line, *lines))
    text = "\r\n".join((line, *lines, "", ""))
    try:
        return text.encode("latin-1"), is_plain
    except UnicodeEncodeError:
        return text.encode("latin-1", "replace"), False
