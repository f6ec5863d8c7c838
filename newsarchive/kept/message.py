"""HTTP/1 messages as WARC records hold them: start line, headers in order and as spelt, chunking undone."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(r"(HTTP/\d(?:\.\d)?)[ \t]+(\d{3})(?:[ \t]+(.*))?")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class Message:
    """A request or response. Text is decoded as latin-1, so that encoding it again gives the bytes that were sent."""

    start_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """First value of a header, lower-cased and trimmed; empty if there is none."""
        return next((v.strip().lower() for n, v in self.headers if n.lower() == name), "")


def parse_message(block: bytes) -> Message:
    """Split a record's block. A block without an empty line is all head; a line without colon keeps an empty value."""
    end = _END_OF_HEAD.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in {" ", "\t"} and headers:  # an obsolete folded line continues the value before it
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}")
        elif line.strip():
            name, _, value = line.partition(":")
            headers.append((name, value.strip(" \t")))
    return Message(lines[0].rstrip("\r"), tuple(headers), body)


def status_of(start_line: str) -> tuple[str, int, str] | None:
    """HTTP version, status and reason of a status line; None where it is no status line."""
    match = _STATUS_LINE.fullmatch(start_line.strip())
    return (match[1], int(match[2]), match[3] or "") if match else None


def dechunk(body: bytes) -> tuple[bytes, bool]:
    """Undo chunked transfer coding: the payload, and whether the last chunk was there.

    Many tools write the header but store the payload without its chunks: a body that does not start with a chunk comes
    back as it is.
    """
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK_SIZE.match(body, at):
        size, start = int(match[1], 16), match.end()
        if size == 0:
            return b"".join(parts), True
        chunk = body[start : start + size]
        after = body[start + size : start + size + 2]
        if len(chunk) == size and after and after[:1] not in b"\r\n" and not parts:
            return body, True  # a text that happens to begin like a chunk
        parts.append(chunk)
        at = start + size + (2 if after == b"\r\n" else 1)
    return (b"".join(parts), False) if parts else (body, True)
