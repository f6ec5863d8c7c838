"""Makes a capture of the records of an exchange, or says what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from newsarchive.importing.exchanges import Exchange
from newsarchive.importing.notes import Notes, read_notes
from newsarchive.kept.digests import agrees
from newsarchive.kept.files import MAX_BODY, is_web_url, request_target
from newsarchive.kept.message import Message, dechunk, parse_message, status_of
from newsarchive.kept.records import MAX_HEAD, Record
from newsarchive.models import Capture

_MAX_URL = 16 * 1024
_FIRST_DATE = datetime(1990, 1, 1, tzinfo=UTC)
"""There was no web before: such a date is a clock's fault."""

_SHORT_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
"""WARC-Date of reduced precision (WARC/1.1 §5.4, W3C NOTE-datetime)."""

_REQUEST = ("request-line", "request-headers")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a capture is not taken: a word for counting and a sentence."""

    reason: str
    why: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An exchange whose records were found sound. `payload` is the body in the record, without transfer coding; empty
    in a revisit, of which `digest` names the payload.
    """

    exchange: Exchange
    url: str
    fetched_at: datetime
    is_dated: bool
    """Whether the record tells the time to the second."""
    message: Message
    payload: bytes
    is_whole: bool
    status: int
    notes: Notes | None
    doubt: str | None = None
    """A digest that is wrong, where such captures are wanted all the same."""
    is_checked: bool = False
    """Whether a digest says that the bytes are right."""

    @property
    def wants_payload(self) -> bool:
        """Whether the body is that of another record."""
        return self.exchange.response.kind == "revisit" and self.status != 304

    @property
    def digest(self) -> str:
        """`WARC-Payload-Digest` as it stands in the record."""
        return self.exchange.response.header("WARC-Payload-Digest")


def date_of(record: Record) -> tuple[datetime, bool] | None:
    """`WARC-Date` (aware) and whether it tells the time of day; None if it is no date."""
    text = record.header("WARC-Date")
    if short := _SHORT_DATE.fullmatch(text):
        text = f"{short[1]}-{short[2] or '01'}-{short[3] or '01'}T00:00:00Z"
    try:
        at = datetime.fromisoformat(text)
        return None if at.tzinfo is None else (at.astimezone(UTC), short is None)
    except (ValueError, OverflowError):
        return None


def open_exchange(exchange: Exchange, latest: datetime, *, keep_doubtful: bool = False) -> Opened | Refused:
    """Check the records of a capture. `latest` (aware): what claims to be fetched later is wrong, but in invented time.

    An archive of ours may have been filled in such (`newsarchive demo`); its notes say that it is one of ours.
    """
    record = exchange.response
    notes = read_notes(exchange.notes.block) if exchange.notes is not None else None
    url = notes.url if notes and notes.url else record.url
    found = date_of(record)
    message = _message(record)
    line = status_of(message.start_line)
    if not is_web_url(url) or len(url) > _MAX_URL:
        return Refused("no-target", f"its WARC-Target-URI is no http or https URL: {url[:100]!r}")
    if found is None or found[0] < _FIRST_DATE or (found[0] > latest and notes is None):
        return Refused("no-date", f"its WARC-Date is none, or not of this world: {record.header('WARC-Date')[:40]!r}")
    if record.header("WARC-Segment-Number"):
        return Refused("segmented", "it is one of several parts of a record (WARC/1.1 §7), which are not put together")
    if line is None or len(record.block) - len(message.body) > MAX_HEAD:
        return Refused("no-http", "it holds no HTTP response")
    return _check_body(Opened(exchange, url, *found, message, b"", True, line[1], notes), keep_doubtful)


def _check_body(opened: Opened, keep_doubtful: bool) -> Opened | Refused:
    record, message = opened.exchange.response, opened.message
    is_chunked = record.kind == "response" and "chunked" in message.header("transfer-encoding")
    payload, is_whole = dechunk(message.body) if is_chunked else (message.body, True)
    if record.is_cut or len(payload) > MAX_BODY:
        return Refused("too-large", f"its payload is larger than any page: over {MAX_BODY} bytes")
    doubt, is_checked = _judge(opened.exchange, message.body, payload)
    if doubt is None and not record.is_sure and not is_checked:
        return Refused("wrong-length", "what follows is no record, and no digest says that its length is right")
    if doubt is not None and not keep_doubtful:
        return Refused("wrong-digest", doubt)
    return replace(opened, payload=payload, is_whole=is_whole, doubt=doubt, is_checked=is_checked)


def capture_of(opened: Opened, body: bytes, *, is_proven: bool = True) -> Capture:
    """The capture. `body` is the payload, or that of the record which a revisit repeats; `is_proven`: its digest says
    that it is.
    """
    exchange, message = opened.exchange, opened.message
    version, status, reason = status_of(message.start_line) or ("HTTP/1.1", opened.status, "")
    rebuilt: tuple[str, ...] = () if opened.is_dated else ("fetched-at",)
    if exchange.response.kind == "resource":
        rebuilt = (*rebuilt, "status-line", "response-headers")
    if opened.wants_payload and not is_proven:
        rebuilt = (*rebuilt, "payload")
    capture = Capture(
        url=opened.url,
        fetched_at=opened.fetched_at,
        method="GET",
        request_target=request_target(opened.url),
        request_headers=(),
        http_version=version,
        status=status,
        reason=reason,
        headers=message.headers,
        body=body,
        truncated=None if exchange.response.kind == "revisit" else _truncated(opened),
        rebuilt=rebuilt,
        ip_address=exchange.response.header("WARC-IP-Address")[:64] or None,
    )
    capture = _with_request(capture, exchange.request)
    if opened.notes is not None:
        lost = _REQUEST if exchange.request is None and opened.notes.request is None else ()
        capture = opened.notes.applied_to(capture)
        capture = replace(capture, rebuilt=tuple(dict.fromkeys((*capture.rebuilt, *lost))))
    if opened.doubt is not None:
        capture = replace(capture, rebuilt=(*capture.rebuilt, "wrong-digest"))
    return capture


def _message(record: Record) -> Message:
    if record.kind != "resource":
        return parse_message(record.block)
    content_type = record.header("Content-Type")  # a payload kept without its exchange
    return Message("HTTP/1.1 200 OK", (("Content-Type", content_type),) if content_type else (), record.block)


def _with_request(capture: Capture, record: Record | None) -> Capture:
    if record is not None and not record.is_cut:
        message = parse_message(record.block)
        words = message.start_line.split(" ")
        if len(words) >= 3 and len(record.block) <= MAX_HEAD:
            return replace(
                capture, method=words[0], request_target=" ".join(words[1:-1]), request_headers=message.headers
            )
    return replace(capture, rebuilt=(*capture.rebuilt, *_REQUEST))


def _judge(exchange: Exchange, body: bytes, payload: bytes) -> tuple[str | None, bool]:
    """Which digest of which record is wrong, if any; and whether one of the response was found right.

    Of the payload that with the chunks is right too: writers differ (warcio issue 74).
    """
    response = exchange.response
    is_checked = False
    for record in (response, exchange.request, exchange.notes):
        verdict = None if record is None else agrees(record.header("WARC-Block-Digest"), record.block)
        if record is not None and verdict is False:
            why = f"the WARC-Block-Digest of its {record.kind} record at byte {record.offset} is not that of the block"
            return why, False
        is_checked |= bool(verdict) and record is response
    if response.kind != "revisit":
        verdict = agrees(response.header("WARC-Payload-Digest"), payload, body)
        if verdict is False:
            return "its WARC-Payload-Digest is not that of its payload", False
        is_checked |= bool(verdict)
    return None, is_checked


def _truncated(opened: Opened) -> Literal["length", "time", "disconnect", "unspecified"] | None:
    match opened.exchange.response.header("WARC-Truncated").lower():
        case "length":
            return "length"
        case "time":
            return "time"
        case "disconnect":
            return "disconnect"
        case "":
            return None if opened.is_whole else "unspecified"
        case _:
            return "unspecified"
