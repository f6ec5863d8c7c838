"""When an article should have been looked at: the declared plan, replayed over what its server showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsarchive.recheck import SECOND_LOOK, next_check
from newsarchive.simulation.ledger import Look

SLACK = timedelta(hours=1)
"""How late a look may be: cron calls every quarter of an hour, and a run that waits for the slowest server can take
longer than that."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The looks that were made at an article, and when each following one was due (None: there was no more)."""

    looks: tuple[Look, ...]
    due: tuple[datetime | None, ...]
    """For each look, when the next one was due after it."""

    def late(self, end: datetime) -> list[tuple[datetime, datetime | None]]:
        """(due, made) of looks that came later than SLACK after they were due, or not at all before `end`."""
        made = [*(look.at for look in self.looks[1:]), None]
        found = []
        for due, at in zip(self.due, made, strict=True):
            if due is not None and (at or end) > due + SLACK:
                found.append((due, at))
        return found

    def gap_at(self, at: datetime) -> timedelta | None:
        """The planned gap between two looks that an instant fell in; None: after the last look, or before the first."""
        for look, due in zip(reversed(self.looks), reversed(self.due), strict=True):
            if look.at <= at:
                return None if due is None else due - look.at
        return None


def replay(discovered_at: datetime, looks: Sequence[Look]) -> Plan:
    """What `recheck` says after each of the looks that were made (in order, the first fetch included)."""
    due: list[datetime | None] = []
    shown: int | None = None
    steady = missing = 0
    for look in looks:
        if look.edition is None:
            missing += 1
            steady = 0 if missing > 1 else steady
        else:
            steady = steady + 1 if look.edition == shown else 0
            shown, missing = look.edition, 0
        if missing == 1 and shown is not None:
            due.append(look.at + SECOND_LOOK)
        else:
            due.append(next_check(discovered_at, look.at, steady=steady))
    return Plan(tuple(looks), tuple(due))
