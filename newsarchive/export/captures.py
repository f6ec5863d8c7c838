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
    mime: str
    status: int
    digest: str | None


def records_of(snapshot: Snapshot, scratch: Scratch, warcinfo_id: str) -> Iterator[Made]:
    """The records of a snapshot, in the order in which they stand in the file.

    The response is last: where a file was cut, what describes it is there too, or it is not there itself.
    """
    capture = snapshot.capture
    head, request = message.response_head(capture), message.request_head(capture)
    uri, date = records.target_uri(capture.url), to_text(capture.fetched_at)
    head_digest = records.block_digest((head.data, request.data))
    identity = records.record_id(uri, date, snapshot.sha256, head_digest)
    count = str(scratch.count_capture(identity))
    main = records.record_id("response", identity, count)

    def named(kind: str, content_type: str) -> list[tuple[str, str]]:
        number = main if kind in {"response", "revisit"} else records.record_id(kind, identity, count)
        fields = [("WARC-Type", kind), ("WARC-Record-ID", number), ("WARC-Date", date), ("WARC-Target-URI", uri)]
        fields.append(("WARC-Warcinfo-ID", warcinfo_id))
        if number != main:
            fields.append(("WARC-Concurrent-To", main))
        if capture.ip_address and _ADDRESS.fullmatch(capture.ip_address):
            fields.append(("WARC-IP-Address", capture.ip_address))
        return [*fields, ("Content-Type", content_type)]

    if request.data:
        yield Made("request", records.member(named("request", records.REQUEST), (request.data,)))
    original = _original(snapshot, scratch)
    framed = original is None and message.is_chunked(capture)
    own = records.warc_fields(_own_fields(snapshot, uri, head, request, is_framed=framed))
    yield Made("metadata", records.member(named("metadata", records.WARC_FIELDS), (own,)))
    if original is not None:
        _remember_validators(capture, original, scratch)
        fields = [*named("revisit", records.RESPONSE), *_revisit_fields(snapshot, original)]
        index = Indexed(uri, date, "warc/revisit", capture.status, records.labelled(original.sha256))
        yield Made("revisit", records.member(fields, (head.data,)), index)
        return
    fields = [*named("response", records.RESPONSE), ("WARC-Payload-Digest", records.labelled(snapshot.sha256))]
    if capture.truncated:
        fields.append(("WARC-Truncated", capture.truncated))
    body = message.in_chunks(capture.body, is_whole=capture.truncated is None) if framed else (capture.body,)
    level = records.CODED_LEVEL if codings_of(capture.headers) else records.LEVEL
    index = Indexed(uri, date, mime_of(capture.headers), capture.status, records.labelled(snapshot.sha256))
    if capture.body and not _is_redirect(capture):
        original = Original(main, uri, date, snapshot.sha256)
        scratch.add_payload(original)
        _remember_validators(capture, original, scratch)
    yield Made("response", records.member(fields, (head.data, *body), level=level), index)


def _own_fields(
    snapshot: Snapshot, uri: str, head: message.Head, request: message.Head, *, is_framed: bool
) -> list[tuple[str, str]]:
    """The fields that make the way back lossless, as docs/warc.md describes them."""
    capture = snapshot.capture
    fields = [("newsarchive", FORMAT)]
    fields += [(name, value) for name, value in (("outlet", snapshot.outlet), ("kind", snapshot.kind)) if value]
    fields += [("article", key) for key in dict.fromkeys(version.key for version in snapshot.versions)]
    if capture.truncated:
        fields.append(("truncated", capture.truncated))
    fields += [("rebuilt", word) for word in capture.rebuilt]
    if is_framed:
        fields.append(("rebuilt-here", "transfer-coding"))
    fields += [("optout", word) for word in snapshot.optouts]
    if uri != capture.url:
        fields.append(("url", json.dumps(capture.url)))
    if capture.ip_address and not _ADDRESS.fullmatch(capture.ip_address):
        fields.append(("ip-address", json.dumps(capture.ip_address)))
    exact = (("request", request.exact), ("response", head.exact))
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


def _revisit_fields(snapshot: Snapshot, original: Original) -> list[tuple[str, str]]:
    """§6.7: profile and original; and §6.7.2: `WARC-Truncated: length`, because the payload is left out."""
    refers = [
        ("WARC-Refers-To", original.record_id),
        ("WARC-Refers-To-Target-URI", original.uri),
        ("WARC-Refers-To-Date", original.date),
    ]
    if not snapshot.capture.body:
        return [("WARC-Profile", records.NOT_MODIFIED), *refers]
    digest = ("WARC-Payload-Digest", records.labelled(snapshot.sha256))
    return [("WARC-Profile", records.IDENTICAL), digest, *refers, ("WARC-Truncated", "length")]


def _header(headers: message.Pairs, name: str) -> str:
    return next((value.strip() for key, value in headers if key.lower() == name), "")
