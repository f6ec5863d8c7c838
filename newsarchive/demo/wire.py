"""A response as bytes on the wire: content coding, framing, repeated headers, and the ways it can break."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

_CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP response before it is put on the wire. `headers` go out in this order, repeated ones too."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    framing: str = "length"
    """length: Content-Length; chunked; close: the connection's end is the body's; none: there is no body (304)."""
    is_reset: bool = False
    """The connection is reset after half of the body."""

    @property
    def keeps_alive(self) -> bool:
        """Whether the connection can carry another request."""
        return self.framing != "close" and not self.is_reset

    def on_the_wire(self, *, is_head: bool = False) -> bytes:
        """Status line, headers and framed body."""
        headers = list(self.headers)
        if self.framing == "length":
            headers.append(("Content-Length", str(len(self.body))))
        elif self.framing == "chunked":
            headers.append(("Transfer-Encoding", "chunked"))
        headers.append(("Connection", "keep-alive" if self.keeps_alive else "close"))
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        head = f"HTTP/1.1 {self.status} {self.reason}\r\n{lines}\r\n".encode("latin-1")
        return head if is_head else head + (_chunked(self.body) if self.framing == "chunked" else self.body)


def html_reply(text: bytes, *, status: int = 200, reason: str = "OK", charset: str = "UTF-8") -> Reply:
    """A page with the headers such servers send: some of them twice, one in an odd case."""
    headers = (
        ("Server", "nginx/1.20.1"),
        ("Content-Type", f"text/html; charset={charset}"),
        ("Vary", "Accept-Encoding"),
        ("Set-Cookie", "ci_session=0a1b2c3d4e5f; path=/; HttpOnly"),
        ("Set-Cookie", "kunjungan=1; path=/; SameSite=Lax"),
        ("Cache-Control", "no-store, no-cache, must-revalidate"),
        ("Link", '<https://aset.disway.test/gaya.css>; rel="preload"; as="style"'),
        ("Link", '<https://aset.disway.test/huruf.woff2>; rel="preload"; as="font"'),
        ("x-Cache-status", "MISS"),
    )
    return Reply(status, reason, headers, text)


def plain_reply(text: str, content_type: str) -> Reply:
    """A small response that is not a page: robots.txt, a feed."""
    return Reply(200, "OK", (("Server", "nginx/1.20.1"), ("Content-Type", content_type)), text.encode())


def redirect(target: str, *, status: int = 301) -> Reply:
    """A redirect with a body, as servers send it."""
    reason = "Moved Permanently" if status == 301 else "Found"
    body = b"<html><body>Dialihkan.</body></html>"
    return Reply(status, reason, (("Location", target), ("Content-Type", "text/html")), body)


def compressed(reply: Reply, level: int, *, cut: bool = False) -> Reply:
    """The reply with its body gzip-coded as a server does it; `cut` drops the last two fifths of the stream."""
    coder = zlib.compressobj(level, zlib.DEFLATED, 31)
    body = coder.compress(reply.body) + coder.flush()
    if cut:
        body = body[: len(body) * 3 // 5]
    return replace(reply, headers=(*reply.headers, ("Content-Encoding", "gzip")), body=body)


def _chunked(body: bytes) -> bytes:
    pieces = [body[i : i + _CHUNK] for i in range(0, len(body), _CHUNK)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
