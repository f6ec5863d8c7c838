"""What the calendar says of a printed date: whether it exists, whether its weekday and year can be right, what was
meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2100
"""No Indonesian news page was published outside these years: outside them the year is a slip of the pen or of a CMS."""

WEEKDAY_NAMES: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def weekday_warning(on: date, printed: int) -> str:
    """The warning for a printed weekday (0 Monday) that is not the date's own."""
    return (
        f"weekday-disagrees: {WEEKDAY_NAMES[printed]} is printed, {on.isoformat()} is a {WEEKDAY_NAMES[on.weekday()]}"
    )


def repair_year(on: date, weekday: int, latest: date | None = None) -> date | None:
    """The one date a slip of the year away from `on` that falls on the printed weekday; None if none or several.

    Two neighbouring digits swapped (2052 for 2025) is tried first, one digit changed (1025 for 2025) second. `latest`
    is the last day possible; without it, a year that is plausible in itself is only ever corrected to an earlier one:
    dates of things to come are printed less often than dates of things past.
    """
    limit = latest or (on if FIRST_YEAR <= on.year <= LAST_YEAR else date(LAST_YEAR, 12, 31))
    for slips in (_swapped, _changed):
        dates = {
            moved
            for year in slips(f"{on.year:04}")
            if year >= FIRST_YEAR and (moved := _in_year(on, year)) and moved <= limit and moved.weekday() == weekday
        }
        if dates:
            return dates.pop() if len(dates) == 1 else None
    return None


def _in_year(on: date, year: int) -> date | None:
    try:
        return on.replace(year=year)
    except ValueError:  # 29 February
        return None


def _swapped(year: str) -> Iterator[int]:
    for i in range(3):
        if year[i] != year[i + 1]:
            yield int(year[:i] + year[i + 1] + year[i] + year[i + 2 :])


def _changed(year: str) -> Iterator[int]:
    for i, digit in enumerate(year):
        for other in "0123456789":
            if other != digit and int(year[:i] + other + year[i + 1 :]):
                yield int(year[:i] + other + year[i + 1 :])
