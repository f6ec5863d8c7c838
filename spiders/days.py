"""Which day it is for an outlet, and which day a listed article is of: in the outlet's own zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from newsarchive.dates.names import ZONES
from newsarchive.html.date_evidence import day_in_url
from newsarchive.models import Listed, Outlet
from spiders.listed import Times

_DAY = timedelta(days=1)


def zone_of(outlet: Outlet) -> tzinfo:
    """The outlet's zone; western Indonesia's, where nearly all are, if none is known."""
    return ZONES[(outlet.zone or "WIB").lower()]


def local_day(outlet: Outlet, at: datetime) -> date:
    """The outlet's day at an aware instant."""
    return at.astimezone(zone_of(outlet)).date()


def day_of_url(url: str) -> date | None:
    """The day that stands in the path of an article's address (`/2023/11/02/`, `/20260724100745-`), or None."""
    printed = day_in_url(url)
    if printed is None:
        return None
    year, month, day = printed.split("/") if "/" in printed else (printed[:4], printed[4:6], printed[6:])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class Days:
    """Tells when the articles of one list were published, by what the list says and by their addresses.

    `at` is when the list was fetched: what it says of times after the next day is not believed. `covers_on` is the day
    whose articles it lists.
    """

    def __init__(self, outlet: Outlet, *, at: datetime | None = None, covers_on: date | None = None) -> None:
        self._zone = zone_of(outlet)
        self._times = Times(self._zone)
        self._latest = None if at is None else local_day(outlet, at) + _DAY
        self._covers_on = covers_on

    def of(self, entry: Listed) -> tuple[datetime | None, date | None]:
        """Time and day of publication, each None if not known.

        A time of change is no time of publication, but where nothing else is known its day is taken for the day.
        """
        at = entry.listed_at
        if at is None and entry.printed is not None:
            at, _ = self._times.read(entry.printed)
        on = None if at is None else at.astimezone(self._zone).date()
        if on is not None and self._latest is not None and on > self._latest:
            at = on = None
        if entry.is_change:
            at = None
        if at is None:
            on = day_of_url(entry.url) or self._covers_on or on
        return at, on
