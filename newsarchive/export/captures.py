"""Makes the WARC records of one snapshot: request, metadata, and response or revisit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.coding import codings_of
from newsarchive.export import message, records
from newsarchive.export.cdxj import mime_of
from newsarchive.export.scratch import Original, Scratch
from newsarchive.export.snapshots import Snapshot
from newsarchive.models import Capture
from newsarchive.store.times import to_text

FORMAT = "1"
"""Version of the fields of our metadata records, which docs/warc.md lists."""

_ADDRESS = re.compile(r"[0-9A-Fa-f.:%]{2,64}")
_MAX_HELD = 1 << 16
"""Characters of a validator that are remembered."""


@dataclass(frozen=True, slots=True)
class Made:
    """A record ready to be written. `index` holds what the index says of it; None for what it does not list."""

    kind: str
    """WARC-Type."""
    member: bytes
    index: Indexed | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """Fields of the line in the index that do not depend on the place in the file."""

    uri: str
    date: str
    mime: str | None
    status: int
    digest: str | None


def records_of(snapshot: Snapshot, scratch: Scratch, warcinfo_id: str) -> Iterator[Made]:
    """The records of a snapshot, in the order in which they stand in the file.

    The response is last: where a file was cut, what describes it is there too, or it is not there itself.
    """
    event = _Event(snapshot, scratch, warcinfo_id)
    if event.request.data:
        yield Made("request", records.member(event.named("request", records.REQUEST), (event.request.data,)))
    original = _original(snapshot, scratch)
    own = records.warc_fields(_own_fields(event, is_framed=original is None and message.is_chunked(snapshot.capture)))
    yield Made("metadata", records.member(event.named("metadata", records.WARC_FIELDS), (own,)))
    yield _response(event, scratch) if original is None else _revisit(event, original, scratch)


class _Event:
    """A capture event: what its records have in common, and the heads of its messages."""

    def __init__(self, snapshot: Snapshot, scratch: Scratch, warcinfo_id: str) -> None:
        capture = self.capture = snapshot.capture
        self.snapshot, self._warcinfo_id = snapshot, warcinfo_id
        self.head, self.request = message.response_head(capture), message.request_head(capture)
        self.uri, self.date = records.target_uri(capture.url), to_text(capture.fetched_at)
        heads = records.block_digest((self.head.data, self.request.data))
        identity = records.record_id(self.uri, self.date, snapshot.sha256, heads)
        self._identity = (identity, str(scratch.count_capture(identity)))
        self.record_id = records.record_id("response", *self._identity)
        """Of the response or revisit."""

    def named(self, kind: str, content_type: str) -> list[tuple[str, str]]:
        """Fields of a record of this event."""
        is_main = kind in {"response", "revisit"}
        number = self.record_id if is_main else records.record_id(kind, *self._identity)
        fields = [("WARC-Type", kind), ("WARC-Record-ID", number), ("WARC-Date", self.date)]
        fields += [("WARC-Target-URI", self.uri), ("WARC-Warcinfo-ID", self._warcinfo_id)]
        if not is_main:
            fields.append(("WARC-Concurrent-To", self.record_id))
        address = self.capture.ip_address
        if address and _ADDRESS.fullmatch(address):
            fields.append(("WARC-IP-Address", address))
        return [*fields, ("Content-Type", content_type)]


def _response(event: _Event, scratch: Scratch) -> Made:
    """The response in full. It is remembered for the revisits that may follow."""
    capture, sha256 = event.capture, event.snapshot.sha256
    fields = event.named("response", records.RESPONSE)
    if not message.is_chunked(capture):  # warcio and FastWARC digest the chunks too, and would call it wrong
        fields.append(("WARC-Payload-Digest", records.labelled(sha256)))
    if capture.truncated:
        fields.append(("WARC-Truncated", capture.truncated))
    body: tuple[bytes, ...] = (capture.body,)
    if message.is_chunked(capture):
        body = message.in_chunks(capture.body, is_whole=capture.truncated is None)
    if capture.body and not _is_redirect(capture):
        original = Original(event.record_id, event.uri, event.date, sha256)
        scratch.add_payload(original)
        _remember_validators(capture, original, scratch)
    level = records.CODED_LEVEL if codings_of(capture.headers) else records.LEVEL
    index = Indexed(event.uri, event.date, mime_of(capture.headers), capture.status, records.labelled(sha256))
    return Made("response", records.member(fields, (event.head.data, *body), level=level), index)


def _revisit(event: _Event, original: Original, scratch: Scratch) -> Made:
    """A revisit (§6.7): the head of the response, and the name of the one that has the payload."""
    capture = event.capture
    fields = event.named("revisit", records.RESPONSE)
    fields.append(("WARC-Profile", records.IDENTICAL if capture.body else records.NOT_MODIFIED))
    fields.append(("WARC-Refers-To", original.record_id))
    fields.append(("WARC-Refers-To-Target-URI", original.uri))
    fields.append(("WARC-Refers-To-Date", original.date))
    digest = records.labelled(original.sha256) if capture.body else None
    if digest is not None:  # §6.7.2 asks for the digest, and for `length` because the payload is left out
        fields.append(("WARC-Payload-Digest", digest))
        fields.append(("WARC-Truncated", "length"))
        _remember_validators(capture, original, scratch)
    index = Indexed(event.uri, event.date, "warc/revisit", capture.status, digest)
    return Made("revisit", records.member(fields, (event.head.data,)), index)


def _own_fields(event: _Event, *, is_framed: bool) -> list[tuple[str, str]]:
    """The fields that make the way back lossless, as docs/warc.md describes them."""
    snapshot, capture = event.snapshot, event.capture
    fields = [("newsarchive", FORMAT)]
    fields += [(name, value) for name, value in (("outlet", snapshot.outlet), ("kind", snapshot.kind)) if value]
    fields += [("article", key) for key in dict.fromkeys(version.key for version in snapshot.versions)]
    if capture.truncated:
        fields.append(("truncated", capture.truncated))
    fields += [("rebuilt", word) for word in capture.rebuilt]
    if is_framed:
        fields += [("rebuilt-here", "transfer-coding"), ("payload-digest", records.labelled(snapshot.sha256))]
    fields += [("optout", word) for word in snapshot.optouts]
    fields += [("removed", json.dumps([key, detail])) for key, detail in snapshot.removed]
    if event.uri != capture.url:
        fields.append(("url", json.dumps(capture.url)))
    if capture.ip_address and not _ADDRESS.fullmatch(capture.ip_address):
        fields.append(("ip-address", json.dumps(capture.ip_address)))
    exact = (("request", event.request.exact), ("response", event.head.exact))
    return [*fields, *((name, value) for name, value in exact if value is not None)]


def _original(snapshot: Snapshot, scratch: Scratch) -> Original | None:
    """The response in this export that holds the payload of this one; None if this is to be written in full."""
    capture = snapshot.capture
    if _is_redirect(capture):  # pywb answers a revisit of a redirect without its body
        return None
    if capture.body:
        return scratch.payload(snapshot.sha256)
    if capture.status != 304:
        return None
    # RFC 9110 §13.1.3: If-Modified-Since is ignored where there is an If-None-Match
    for condition, validator in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
        asked = _header(capture.request_headers, condition)
        if asked:
            return scratch.validated(capture.url, f"{validator}: {asked}")
    return None


def _is_redirect(capture: Capture) -> bool:
    return 300 <= capture.status < 400 and capture.status != 304


def _remember_validators(capture: Capture, original: Original, scratch: Scratch) -> None:
    """So that a 304 that confirms this response can name the record that has its payload."""
    if capture.status == 200 and capture.truncated is None:
        for name in ("etag", "last-modified"):
            value = _header(capture.headers, name)
            if value and len(value) <= _MAX_HELD:
                scratch.add_validator(capture.url, f"{name}: {value}", original)


def _header(headers: message.Pairs, name: str) -> str:
    return next((value.strip() for key, value in headers if key.lower() == name), "")
