"""When a hostile server of the simulated world is hostile: a function of the world's size and the instant."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsarchive.simulation.outlets import SimOutlet
from newsarchive.simulation.world import BEGINNING, Scale


def struck_since(scale: Scale) -> datetime:
    """From when on hostile servers are hostile: a little after the beginning, so that they have a past."""
    return BEGINNING + timedelta(days=scale.days) * 0.1


def is_struck(outlet: SimOutlet, scale: Scale, at: datetime) -> bool:
    """Whether the server of a hostile outlet is hostile at an instant."""
    since = struck_since(scale)
    if outlet.hostile is None or (at < since and outlet.hostile.way != "trap"):
        return False  # the trap was always there
    days, rest = divmod(at - since, timedelta(days=1))
    match outlet.hostile.way:
        case "robots-503":
            return at < since + timedelta(days=scale.days) * 0.1
        case "too-many":
            return timedelta(hours=9) <= rest < timedelta(hours=11)
        case "down-for-an-hour":
            return days % 2 == 0 and timedelta(hours=6) <= rest < timedelta(hours=7)
        case _:
            return True
