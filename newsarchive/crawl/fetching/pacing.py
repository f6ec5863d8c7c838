"""Pacing: one queue, one connection and one delay for each service, however many outlets are crawled at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol

from scrapy.settings import BaseSettings

from newsarchive.store.standing import ServiceRow
from spiders.verdict import PUT_BACK, Refused

__all__ = ["LONGEST_HOLD", "PATIENCE", "PUT_BACK", "Ledger", "Pacing", "PutBack", "Turn"]

logger = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds of a hold that a request waits out in its queue; for a longer one it is put back."""

LONGEST_HOLD = timedelta(days=1)
"""No hold is believed for longer: not one that a server asks for, nor one left by a run whose clock was wrong."""

_GRAIN = 0.001
"""Seconds added to each delay: some event loops count whole milliseconds."""


class PutBack(Refused):
    """A request that is not made now, though nothing speaks against its URL: its row stays due.

    `reason` is one of PUT_BACK: `service-held` (the service asked for a long pause) or `run-over` (the run stops).
    """


class Ledger(Protocol):
    """Where pacing is remembered from one run to the next: `store.standing.Services`."""

    def load(self) -> dict[str, ServiceRow]:
        """What the runs before left."""
        ...

    def save(self, rows: Iterable[ServiceRow]) -> None:
        """Keep these rows."""
        ...

    def is_after_a_death(self) -> bool:
        """Whether the run before died."""
        ...


@dataclass(slots=True)
class _Service:
    """Times are those of the event loop, in seconds."""

    key: str
    delay: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = float("-inf")
    """When the last request ended, the delay not yet added."""
    held_to: float = float("-inf")
    hold_until: datetime | None = None
    hold_reason: str | None = None


class Pacing:
    """Gives every request its turn: robots.txt, redirects, retries and parts of articles like any other.

    A service is what `registry.politeness_key` names. Its requests come one after the other, in the order in which
    they asked; each begins no sooner than `delay` seconds after the one before it ended, and not while a hold is in
    force. Over all services no more than `connections` requests are on their way at once.

    Durations are those of the running event loop, instants those of `clock`. `ledger` (None: nothing is remembered)
    tells when the run before asked last and which holds it left; after a run that died, each service is waited for by
    a whole delay first. What changed is written to it by `save()`.
    """

    def __init__(
        self, *, delay: float, connections: int, clock: Callable[[], datetime], ledger: Ledger | None = None
    ) -> None:
        self._delay = max(delay, 0.0)
        self._clock = clock
        self._ledger = ledger
        self._room = asyncio.Semaphore(connections)
        self._services: dict[str, _Service] = {}
        self._changed: set[str] = set()
        self._sleepers: set[asyncio.Future[None]] = set()
        self._is_over = False
        self._earlier = {} if ledger is None else ledger.load()
        self._is_after_a_death = ledger is not None and ledger.is_after_a_death()
        self._began_at = clock()

    @classmethod
    def of(cls, settings: BaseSettings, clock: Callable[[], datetime], ledger: Ledger | None) -> Pacing:
        """With the delay of NEWSARCHIVE_DELAY (seconds) and the connections of NEWSARCHIVE_CONNECTIONS."""
        connections = max(settings.getint("NEWSARCHIVE_CONNECTIONS"), 1)
        return cls(delay=settings.getfloat("NEWSARCHIVE_DELAY"), connections=connections, clock=clock, ledger=ledger)

    def turn(self, service: str) -> Turn:
        """To be used as `async with`: begins when it is the service's turn. May raise PutBack instead."""
        return Turn(self, self._of(service))

    def delay_of(self, service: str) -> float:
        """Seconds between the end of one request to a service and the beginning of the next."""
        return self._of(service).delay

    def set_delay(self, service: str, seconds: float) -> None:
        """Keep at least so many seconds between requests to a service (Crawl-delay). The largest ever said holds."""
        state = self._of(service)
        if seconds > state.delay:
            logger.info("%s wants %g s between requests", service, seconds)
            state.delay = seconds

    def hold(self, service: str, until: datetime, reason: str) -> None:
        """Ask nothing of a service before `until` (aware), at most a day from now; a longer hold in force stays."""
        state = self._of(service)
        left = min(until - self._clock(), LONGEST_HOLD)
        held_to = asyncio.get_running_loop().time() + left.total_seconds()
        if held_to <= state.held_to or left <= timedelta():
            return
        logger.info("%s is left alone for %.0f s: %s", service, left.total_seconds(), reason)
        state.held_to, state.hold_until, state.hold_reason = held_to, self._clock() + left, reason
        self._changed.add(service)

    def held_until(self, service: str) -> datetime | None:
        """When the hold on a service ends (aware, UTC); None when there is none in force."""
        state = self._of(service)
        return state.hold_until if self._hold_left(state) > 0 else None

    def hold_left(self, service: str) -> float:
        """Seconds until the hold on a service ends; 0.0 when there is none in force."""
        return max(self._hold_left(self._of(service)), 0.0)

    def save(self) -> None:
        """Write to the ledger what has changed since the last time: with every commit, and at the end."""
        if self._ledger is None or not self._changed:
            return
        now, at = asyncio.get_running_loop().time(), self._clock()
        states = [self._services[key] for key in self._changed]
        self._ledger.save(ServiceRow(s.key, self._asked_at(s, now, at), s.hold_until, s.hold_reason) for s in states)
        self._changed.clear()

    def stop(self) -> None:
        """Let no further request begin: those that wait for their turn are put back, those on their way go on."""
        self._is_over = True
        for sleeper in self._sleepers:
            if not sleeper.done():
                sleeper.set_result(None)

    def _of(self, service: str) -> _Service:
        state = self._services.get(service)
        if state is None:
            state = self._services[service] = _Service(service, self._delay)
            self._recall(state)
        return state

    def _recall(self, state: _Service) -> None:
        """Carry on from where the run before stopped."""
        loop_now, now = asyncio.get_running_loop().time(), self._clock()
        row = self._earlier.get(state.key)
        if self._is_after_a_death:
            state.free_at = loop_now - (now - self._began_at).total_seconds()
        elif row is not None and row.last_request_at is not None:
            # a clock that was set back since must not make it wait for longer than the delay
            state.free_at = loop_now - max((now - row.last_request_at).total_seconds(), 0.0)
        if row is not None and row.hold_until is not None and row.hold_until > now:
            left = min(row.hold_until - now, LONGEST_HOLD)
            state.held_to, state.hold_until = loop_now + left.total_seconds(), now + left
            state.hold_reason = row.hold_reason

    def _asked_at(self, state: _Service, now: float, at: datetime) -> datetime | None:
        """The instant at which a service's last request ended; None before the first."""
        if state.free_at == float("-inf"):
            return None
        return at - timedelta(seconds=max(now - state.free_at, 0.0))

    @staticmethod
    def _hold_left(state: _Service) -> float:
        if state.hold_until is None:
            return 0.0
        return state.held_to - asyncio.get_running_loop().time()

    async def _begin(self, state: _Service) -> None:
        await state.lock.acquire()
        try:
            await self._rest(state)
            if not self._room.locked():
                await self._room.acquire()
                return
            await self._room.acquire()
            try:
                await self._rest(state)  # a hold may have come while there was no room
            except BaseException:
                self._room.release()
                raise
        except BaseException:
            state.lock.release()
            raise

    async def _rest(self, state: _Service) -> None:
        while (wait := self._wait(state)) > 0.0:
            await self._sleep(wait)

    def _wait(self, state: _Service) -> float:
        """Seconds until a service may be asked. Raises PutBack where that is too long, or the run is over."""
        if self._is_over:
            raise PutBack("run-over", "the run ended before it was this request's turn")
        hold = self._hold_left(state)
        if hold > PATIENCE:
            raise PutBack("service-held", f"{state.key} is left alone until {state.hold_until}: {state.hold_reason}")
        if not state.delay:
            return hold
        return max(hold, state.free_at + state.delay + _GRAIN - asyncio.get_running_loop().time())

    async def _sleep(self, seconds: float) -> None:
        """Sleep, unless `stop()` ends it."""
        loop = asyncio.get_running_loop()
        sleeper: asyncio.Future[None] = loop.create_future()
        timer = loop.call_later(seconds, _wake, sleeper)
        self._sleepers.add(sleeper)
        try:
            await sleeper
        finally:
            timer.cancel()
            self._sleepers.discard(sleeper)

    async def _end(self, state: _Service) -> None:
        loop = asyncio.get_running_loop()
        self._room.release()
        self._changed.add(state.key)
        state.free_at = loop.time()
        try:
            if state.delay:
                # a loop may tell the time at which it last woke up: a long parse ago
                await asyncio.sleep(0)
                state.free_at = loop.time()
        finally:
            state.lock.release()


class Turn:
    """A turn of a service, from `Pacing.turn()`."""

    __slots__ = ("_pacing", "_state")

    def __init__(self, pacing: Pacing, state: _Service) -> None:
        self._pacing, self._state = pacing, state

    async def __aenter__(self) -> Turn:
        """Wait for the turn. Raises PutBack if it will not come soon."""
        await self._pacing._begin(self._state)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The request has ended: the delay begins."""
        await self._pacing._end(self._state)


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)
