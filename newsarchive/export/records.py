"""WARC/1.1 records as bytes: the version line, named fields, block; one gzip member each."""

from __future__ import annotations

import hashlib
import re
import uuid
import zlib
from collections.abc import Iterable, Sequence
from urllib.parse import quote

Fields = Sequence[tuple[str, str]]

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""Profiles of revisit records (WARC/1.1 §6.7.2 and §6.7.3)."""

WARC_FIELDS = "application/warc-fields"
RESPONSE = "application/http;msgtype=response"
REQUEST = "application/http;msgtype=request"

LEVEL = 6
CODED_LEVEL = 1
"""Levels of zlib: for text, and for bodies that came compressed, of which no level takes more than a percent."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://newsarchive.invalid/warc-record")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_PLAIN_URI = re.compile(r"[!#-;=?-~]+")
_KEPT = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>')


def record_id(*parts: str) -> str:
    """`<urn:uuid:...>`, the same for the same parts (UUID version 5, RFC 9562 §5.5)."""
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, chr(0).join(parts))}>"


def target_uri(url: str) -> str:
    """The URL as `WARC-Target-URI` may hold it (§5.12): what is no printable ASCII is percent-encoded, and `"<>`."""
    return url if _PLAIN_URI.fullmatch(url) else quote(url, safe=_KEPT, errors="surrogatepass")


def labelled(sha256: str) -> str:
    """A digest as WARC's fields hold it: `sha256:` and hexadecimal digits."""
    return f"sha256:{sha256}"


def block_digest(block: Iterable[bytes]) -> str:
    """SHA-256 of a block, in hexadecimal."""
    digest = hashlib.sha256()
    for piece in block:
        digest.update(piece)
    return digest.hexdigest()


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """A block of `application/warc-fields`: a line each, control characters as blanks, UTF-8."""
    return "".join(f"{name}: {_line(value)}\r\n" for name, value in fields).encode("utf-8", "backslashreplace")


def member(fields: Fields, block: Sequence[bytes], *, level: int = LEVEL) -> bytes:
    """A record as one gzip member. `Content-Length` and `WARC-Block-Digest` are added.

    The same input gives the same bytes: a gzip header of zlib's has no time and no name.
    """
    length = sum(map(len, block))
    named = [*fields, ("WARC-Block-Digest", labelled(block_digest(block))), ("Content-Length", str(length))]
    head = "".join(f"{name}: {_line(value)}\r\n" for name, value in named)
    deflater = zlib.compressobj(level, zlib.DEFLATED, 31)
    pieces = [deflater.compress(f"WARC/1.1\r\n{head}\r\n".encode("utf-8", "backslashreplace"))]
    pieces += [deflater.compress(piece) for piece in block]
    pieces += [deflater.compress(b"\r\n\r\n"), deflater.flush()]
    return b"".join(pieces)


def _line(value: str) -> str:
    """Text for one line of a record's head: nothing in it can begin another."""
    return _CONTROL.sub(" ", value)
