"""The clock of one run: the machine's, moved by a fixed offset, or an invented one, for tests and the demo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class RunClock:
    """Gives the present instant in UTC, moved by `offset`. An instance is called like a function.

    An offset other than zero is for tests and the demo, where 'some days later' must not take days. `source` gives the
    instant in place of the machine's clock, for a simulation whose event loop has a time of its own; it is aware.
    """

    def __init__(self, offset: timedelta = timedelta(), source: Callable[[], datetime] | None = None) -> None:
        self.offset = offset
        self._source = source

    def __call__(self) -> datetime:
        """Aware, in UTC."""
        return (datetime.now(UTC) if self._source is None else self._source()) + self.offset
