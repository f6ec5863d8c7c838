"""Joins the records of one capture event as they stream by: the response, its request, and our own notes on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsarchive.kept.records import Record

_WINDOW = 24
"""Responses that are held to wait for what belongs to them. Writers keep these side by side, or a few records apart."""

_WINDOW_BYTES = 32 << 20

_CAPTURES = frozenset({"response", "revisit", "resource"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A response (or revisit, or resource) with the request that led to it and our metadata record, where known."""

    response: Record
    request: Record | None = None
    notes: Record | None = None


class Exchanges:
    """Takes records one by one and gives exchanges, in the order of their responses.

    Records belong together by `WARC-Concurrent-To`, whichever of them names the other (WARC/1.1 §5.7); a request that
    names nothing belongs to the response of its URL just before it, else to the one after it, as old writers had it.
    """

    def __init__(self) -> None:
        self._open: deque[Exchange] = deque()
        self._bytes = 0
        self._alone: deque[Record] = deque(maxlen=2 * _WINDOW)  # requests and notes that came before their response
        self._last: Record | None = None

    def add(self, record: Record) -> Iterator[Exchange]:
        """Take a record; gives what is complete now, or has waited for long enough."""
        if record.kind in _CAPTURES:
            self._open.append(self._with_those_before(record))
            self._bytes += len(record.block)
        elif belongs_to_capture(record):
            self._join(record)
        else:
            return
        self._last = record
        while len(self._open) > _WINDOW or (self._bytes > _WINDOW_BYTES and len(self._open) > 1):
            yield self._release()

    def finish(self) -> Iterator[Exchange]:
        """What is left, at the end of a file: nothing is joined across files."""
        while self._open:
            yield self._release()
        self._alone.clear()
        self._last = None

    def _release(self) -> Exchange:
        exchange = self._open.popleft()
        self._bytes -= len(exchange.response.block)
        return exchange

    def _with_those_before(self, response: Record) -> Exchange:
        exchange = Exchange(response)
        for other in tuple(self._alone):
            near = other is self._last and _is_neighbour(other, response)
            if (near or _are_concurrent(other, response)) and (joined := _joined(exchange, other)):
                exchange = joined
                self._alone.remove(other)
        return exchange

    def _join(self, record: Record) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            exchange = self._open[place]
            near = exchange.response is self._last and _is_neighbour(record, exchange.response)
            if (near or _are_concurrent(record, exchange.response)) and (joined := _joined(exchange, record)):
                self._open[place] = joined
                return
        self._alone.append(record)


def belongs_to_capture(record: Record) -> bool:
    """Whether a record is a capture or says something about one that is kept."""
    return record.kind in _CAPTURES or record.kind == "request" or is_notes(record)


def is_notes(record: Record) -> bool:
    """Whether a record is our own metadata on a capture (docs/warc.md)."""
    return record.kind == "metadata" and record.block.startswith(b"newsarchive:")


def _joined(exchange: Exchange, record: Record) -> Exchange | None:
    if record.kind == "request":
        return replace(exchange, request=record) if exchange.request is None else None
    return replace(exchange, notes=record) if exchange.notes is None else None


def _are_concurrent(record: Record, response: Record) -> bool:
    mine, its = record.header("WARC-Record-ID"), response.header("WARC-Record-ID")
    return bool(
        (its and its in record.headers("WARC-Concurrent-To"))
        or (mine and mine in response.headers("WARC-Concurrent-To"))
    )


def _is_neighbour(record: Record, response: Record) -> bool:
    return record.kind == "request" and record.url == response.url and not record.header("WARC-Concurrent-To")
