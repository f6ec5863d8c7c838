"""An event loop whose time is invented: it jumps to the next timer, so that waiting takes none."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

BEGAN_AT = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its `time()` begins at 1000 and moves only from timer to timer. For code without sockets."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def time(self) -> float:
        return self.now

    def clock(self) -> datetime:
        """The instant that goes with `time()`."""
        return BEGAN_AT + timedelta(seconds=self.now - 1000.0)

    def _run_once(self) -> None:
        ready, scheduled = self._ready, self._scheduled  # type: ignore[attr-defined]
        if not ready and scheduled:
            self.now = max(self.now, scheduled[0].when())
        super()._run_once()  # type: ignore[misc]


def run(main: Coroutine[Any, Any, None], loop: VirtualLoop) -> None:
    """Run to the end, and close the loop."""
    try:
        loop.run_until_complete(main)
    finally:
        loop.close()
