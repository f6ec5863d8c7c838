"""Bytes of a page to characters, when what is declared and what is there disagree."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a page, the encoding that gave them, and what was doubtful about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()
    is_plain_utf8: bool = False
    """The bytes are UTF-8 as they are, so a parser may read them without the way over characters."""


def decode_html(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode `body`; never raises.

    Bytes that are valid UTF-8 are UTF-8 whatever is declared: text in another encoding is valid UTF-8 only by a rare
    accident, while false declarations are common (kapanlagi.com declares iso-8859-1 over UTF-8 bytes). Otherwise the
    byte order mark, the HTTP header and the page's own declaration are asked in that order (WHATWG encoding sniffing),
    `content_type` being the header's value; the last resort is windows-1252. Where UTF-8 is declared and is not what is
    there, each byte that is no part of a UTF-8 character is read as windows-1252: templates and texts of one page come
    from different sources. What has no character becomes U+FFFD. All of this is counted in warnings.
    """
    bom, bom_bytes = read_bom(body)
    if bom and bom_bytes:
        return _replacing(body[len(bom_bytes) :], bom, ())
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(body, content_type)
    if body.isascii():
        return Decoded(text, "utf-8", is_plain_utf8=True)
    declared = _declared(body, content_type)
    if declared not in (None, "utf-8"):
        warnings = (f"charset-misdeclared: declared {declared}, the bytes are UTF-8",)
        return Decoded(text, "utf-8", warnings, is_plain_utf8=True)
    return Decoded(text, "utf-8", is_plain_utf8=True)


def _declared(body: bytes, content_type: str | None) -> str | None:
    """Python's name of the encoding declared, None if none is known. By WHATWG's labels iso-8859-1 is windows-1252."""
    return http_content_type_encoding(content_type) or html_body_declared_encoding(body[:4096])


def _decode_declared(body: bytes, content_type: str | None) -> Decoded:
    encoding = _declared(body, content_type)
    if encoding is None:
        return _replacing(body, "cp1252", ("charset-unknown: no known charset is declared, read as windows-1252",))
    return _mixed(body) if encoding == "utf-8" else _replacing(body, encoding, ())


def _mixed(body: bytes) -> Decoded:
    """UTF-8 with stray bytes of windows-1252 between."""
    strays = len(body) - len(body.decode("utf-8", errors="ignore").encode("utf-8"))
    warning = f"charset-misdeclared: {strays} bytes are not UTF-8, read as windows-1252"
    return Decoded(body.decode("utf-8", errors=_STRAY), "utf-8", (warning,))


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """Error handler of `decode`: the bytes that are not UTF-8 as windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


_STRAY = "newsarchive-stray-windows-1252"
codecs.register_error(_STRAY, _read_stray)


def _replacing(body: bytes, encoding: str, warnings: tuple[str, ...]) -> Decoded:
    text = body.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if lost:
        warnings += (f"charset-undecodable: {lost} characters could not be read as {encoding}",)
    return Decoded(text, encoding, warnings)
