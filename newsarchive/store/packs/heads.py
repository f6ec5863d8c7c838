"""Heads: all that a row of `snapshots` says but the body, as it stands in the packs, so that no index is needed.

A block is lines of JSON (RFC 8259), one object a snapshot in ascending order of id, compressed together. Every column
of the row is a member under its own name; what is JSON text in the index (header lists) stands there as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsarchive.models import Capture
from newsarchive.store.times import from_text, to_text

COLUMNS = (
    "id", "url", "outlet", "run_id", "fetched_at", "kind", "method", "request_target", "http_version", "status",
    "reason", "redirect_to", "payload_sha256", "payload_bytes", "truncated", "ip_address", "pack",
    "request_headers", "headers", "rebuilt", "optouts",
)  # fmt: skip
"""Columns of `snapshots` in the order in which a head has them."""

_JSON_FROM = COLUMNS.index("request_headers")
_PLAIN, _JSON = COLUMNS[:_JSON_FROM], COLUMNS[_JSON_FROM:]


@dataclass(frozen=True, slots=True)
class Head:
    """One snapshot without its body: the fields are the columns of `snapshots` (see its description).

    `kind` is a hint: what was known of the page when the head was written, which may be before it was read.
    """

    id: int
    url: str
    outlet: str | None
    run_id: int
    fetched_at: datetime
    """Aware, UTC."""
    kind: str | None
    method: str
    request_target: str
    http_version: str | None
    status: int
    reason: str | None
    redirect_to: str | None
    payload_sha256: str
    payload_bytes: int
    truncated: str | None
    ip_address: str | None
    pack: str
    """The pack that holds the body: not always the one that holds the head."""
    request_headers: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    rebuilt: tuple[str, ...]
    optouts: tuple[str, ...] = ()

    def capture(self, body: bytes) -> Capture:
        """The capture that the snapshot was made from; `body` is that of `payload_sha256`."""
        return Capture(
            url=self.url,
            fetched_at=self.fetched_at,
            method=self.method,
            request_target=self.request_target,
            request_headers=self.request_headers,
            http_version=self.http_version or "",
            status=self.status,
            reason=self.reason or "",
            headers=self.headers,
            body=body,
            truncated=self.truncated,  # type: ignore[arg-type]  # one of WARC's words: it was one when it was stored
            rebuilt=self.rebuilt,
            ip_address=self.ip_address,
        )

    def row(self) -> tuple[Any, ...]:
        """The values of COLUMNS as the index has them: times and lists as text."""
        values = {name: getattr(self, name) for name in COLUMNS}
        values["fetched_at"] = to_text(self.fetched_at)
        values |= {name: json.dumps(values[name]) for name in _JSON if name != "optouts"}
        values["optouts"] = json.dumps(self.optouts) if self.optouts else None
        return tuple(values.values())


@dataclass(frozen=True, slots=True)
class HeadRun:
    """A run whose heads are in a pack: the part of its `runs` row that is known when it begins."""

    id: int
    command: str
    version: str
    user_agent: str | None
    options: str
    """JSON object."""
    started_at: str
    """As in the index: ISO 8601 in UTC."""


def encode(rows: Iterable[Sequence[Any]]) -> bytes:
    """The lines of a block, from rows of the index (COLUMNS)."""
    return "".join(map(_line, rows)).encode()


def decode(lines: bytes) -> Iterator[Head]:
    """The heads of a block. Raises ValueError for lines that `encode()` did not write."""
    for line in lines.splitlines():
        yield _head(line)


def _line(row: Sequence[Any]) -> str:
    plain = json.dumps(dict(zip(_PLAIN, row[:_JSON_FROM], strict=True)), separators=(",", ":"))
    # What is JSON in the index goes in as it stands: to read it first would take longer than all the rest.
    lists = zip(_JSON, row[_JSON_FROM:], strict=True)
    return plain[:-1] + "".join(f',"{name}":{text or "null"}' for name, text in lists) + "}\n"


def _head(line: bytes) -> Head:
    try:
        values = json.loads(line)
        values["fetched_at"] = from_text(values["fetched_at"])
        for name in ("request_headers", "headers"):
            values[name] = tuple((key, value) for key, value in values[name])
        values["rebuilt"], values["optouts"] = tuple(values["rebuilt"]), tuple(values["optouts"] or ())
        return Head(**values)
    except (TypeError, KeyError, ValueError, RecursionError) as error:
        raise ValueError(f"not a head: {line[:80]!r}") from error
