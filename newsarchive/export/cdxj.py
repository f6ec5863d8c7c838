"""CDXJ: a line for each response in an export, sorted by SURT and time, as pywb and cdxj-indexer write it."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterable

import surt

_BLOCK = 1024
"""Lines of a gzip member of a compressed index: what a reader unpacks to find one."""

_NOT_DIGIT = re.compile(r"\D")
_MIME = re.compile(r"[!-~]+")


def cdxj_line(
    *, uri: str, date: str, mime: str | None, status: int, digest: str | None, length: int, offset: int, filename: str
) -> str:
    """One line without its end. `date` is a WARC-Date; `digest` is labelled; `length` is that of the gzip member.

    The key is the SURT of the URI, the time has 14 digits; values are strings, and what is None is left out: the lines
    are those that cdxj-indexer makes of the file.
    """
    values = {"url": uri, "mime": mime, "status": str(status), "digest": digest}
    values |= {"length": str(length), "offset": str(offset), "filename": filename}
    told = json.dumps({name: value for name, value in values.items() if value is not None})
    return f"{surt_of(uri)} {_NOT_DIGIT.sub('', date)[:14]} {told}"


def mime_of(headers: Iterable[tuple[str, str]]) -> str | None:
    """The media type that a response names, without parameters; None where it names none."""
    value = next((value for name, value in headers if name.lower() == "content-type"), "")
    found = _MIME.match(value.partition(";")[0].strip())
    return found[0] if found else None


def surt_of(uri: str) -> str:
    """The sort-friendly form of a URI that pywb looks up; a URI that has none stands for itself."""
    try:
        key = str(surt.surt(uri))
    except Exception:  # the library has no error of its own: it lets out what it stumbles over
        key = uri
    return key.replace(" ", "%20") or uri


def write_zipnum(
    lines: Iterable[str], data: Callable[[bytes], object], index: Callable[[bytes], object], name: str
) -> None:
    """Write sorted lines as gzip members of _BLOCK lines to `data`, and a line for each member to `index`.

    `name` is that of the file of `data`. The form is cdxj-indexer's (`cdxj-gzip-1.0`), which ReplayWeb.page reads.
    """
    index(f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n".encode())
    offset = 0
    for block in _blocks(lines):
        deflater = zlib.compressobj(6, zlib.DEFLATED, 31)
        packed = deflater.compress("".join(f"{line}\n" for line in block).encode()) + deflater.flush()
        data(packed)
        key = block[0].partition("{")[0].strip()
        digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"
        index(f"{key} {json.dumps({'offset': offset, 'length': len(packed), 'digest': digest})}\n".encode())
        offset += len(packed)


def _blocks(lines: Iterable[str]) -> Iterable[list[str]]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == _BLOCK:
            yield block
            block = []
    if block:
        yield block
