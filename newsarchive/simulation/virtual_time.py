"""An event loop whose time is invented: it runs ahead to the next thing to do instead of waiting for it.

Sockets are real, so that a crawler and the server it crawls can share the loop and be none the wiser; what takes days
of pauses and time limits takes the time of its computations. Everything must wait through the loop: `asyncio.sleep`,
`asyncio.timeout`, `call_later`. What reads the machine's clock sees no time pass.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar, TypeVarTuple, Unpack

_Ts = TypeVarTuple("_Ts")
_T = TypeVar("_T")

GRACE = 0.001
"""Real seconds that bytes on their way through the kernel are given before time runs ahead."""

PATIENCE = 50
"""Graces in a row, while an exchange is on its way: a busy machine may be slow to deliver."""


class VirtualSelector(selectors.BaseSelector):
    """A selector that, where nothing is ready, reports how long it should have waited instead of waiting."""

    def __init__(self, passed: Callable[[float], None], is_quiet: Callable[[], bool]) -> None:
        self._inner = selectors.DefaultSelector()
        self._passed = passed
        self._is_quiet = is_quiet
        self._was_active = False
        self.must_wait = 0
        """Things under way outside the loop (threads); while there are any, time is real."""

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """As the inner selector."""
        return self._inner.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        """As the inner selector."""
        return self._inner.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """As the inner selector."""
        return self._inner.modify(fileobj, events, data)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        """As the inner selector."""
        found = self._inner.get_map()
        return {} if found is None else found

    def close(self) -> None:
        """As the inner selector."""
        self._inner.close()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready. If nothing is, `timeout` seconds of invented time have passed (None: real waiting)."""
        ready = self._inner.select(0)
        if not ready and timeout != 0:
            ready = self._wait(timeout)
        self._was_active = bool(ready)
        return ready

    def _wait(self, timeout: float | None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return self._inner.select(None)
        graces = PATIENCE if not self._is_quiet() else 1 if self._was_active else 0
        for _ in range(graces):
            ready = self._inner.select(GRACE)
            if ready:
                return ready
        while self.must_wait:
            ready = self._inner.select(1.0)
            if ready:
                return ready
        self._passed(timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop that begins at `start` seconds of its own time and never waits for a timer.

    `is_quiet` may be set to a function that says whether no exchange is on its way: nothing was asked that is not
    answered yet, unless it is left unanswered on purpose. While it says no, the kernel gets a while to deliver.
    """

    def __init__(self, start: float = 0.0) -> None:
        self._virtual_now = start
        self.is_quiet: Callable[[], bool] = lambda: True
        self._virtual = VirtualSelector(self._pass, self._ask_quiet)
        super().__init__(self._virtual)

    def time(self) -> float:
        """Seconds of invented time."""
        return self._virtual_now

    def _ask_quiet(self) -> bool:
        return self.is_quiet()

    def _pass(self, seconds: float) -> None:
        self._virtual_now += seconds

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[_Ts]], _T], *args: *_Ts
    ) -> asyncio.Future[_T]:
        """As in every loop; no invented time passes before the thread is done."""
        self._virtual.must_wait += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, _: asyncio.Future[Any]) -> None:
        self._virtual.must_wait -= 1


@contextmanager
def virtual_loop(start: float = 0.0) -> Iterator[VirtualLoop]:
    """A virtual loop that is the current one of this thread; at the end its tasks are cancelled and it is closed."""
    loop = VirtualLoop(start)
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        loop.close()
