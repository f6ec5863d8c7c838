"""The clock of one run: the machine's, or the machine's moved by a fixed offset for tests and the demo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class RunClock:
    """Gives the present instant in UTC, moved by `offset`. An instance is called like a function.

    An offset other than zero is for tests and the demo, where 'some days later' must not take days.
    """

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def __call__(self) -> datetime:
        """Aware, in UTC."""
        return datetime.now(UTC) + self.offset
