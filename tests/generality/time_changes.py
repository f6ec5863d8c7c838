"""Changes of when: another day, another time of day, another zone, fetched at another time."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, timedelta

from generality.changes import Changed, RealPage, change

_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@change
def fetched_then(page: RealPage, rng: random.Random) -> Changed | None:
    """Fetched an hour after it was published."""
    del rng
    at = page.reading.published_at
    return Changed(page.marked.source, fetched_at=at + timedelta(hours=1)) if at else None


@change
def fetched_later(page: RealPage, rng: random.Random) -> Changed | None:
    """Fetched now, or as the archive that kept it says."""
    del rng
    return Changed(page.marked.source, fetched_at=datetime(2026, 7, 1, tzinfo=UTC))


def _shift(weeks: int) -> None:
    def other_day(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        at = page.reading.published_at
        if at is None:
            return None
        day = at.date()
        pairs: dict[str, str] = {}
        for near in (0, 1, -1):
            old = day + timedelta(days=near)
            for before, after in zip(_pair(old), _pair(old + timedelta(weeks=weeks)), strict=True):
                pairs.setdefault(before, after)
        pattern = re.compile(
            r"(?<!\d)(?:" + "|".join(map(re.escape, sorted(pairs, key=len, reverse=True))) + r")(?!\d{1,3}\b)"
        )

        def reword(text: str) -> str:
            return pattern.sub(lambda found: pairs[found[0]], text)

        return Changed(reword(page.marked.source), url=reword(page.url), reword=reword, minutes=weeks * 7 * 24 * 60)

    other_day.__name__ = f"other-day-{weeks}"
    change(other_day)


def _pair(day: date) -> list[str]:
    """Spellings in a fixed order, however many letters and digits they have."""
    m, e = _MONTHS[day.month - 1], _ENGLISH[day.month - 1]
    forms = []
    for month in (m, e, m[:3], e[:3]):
        forms += [f"{day.day:02} {month} {day.year}", f"{day.day} {month} {day.year}"]
        forms += [f"{month} {day.day:02}, {day.year}", f"{month} {day.day}, {day.year}"]
        forms += [
            f"{month} {day.day:02} {day.year}",
            f"{day.day:02} {month}, {day.year}",
            f"{day.day:02}-{month}-{day.year}",
        ]
        forms += [form.upper() for form in forms]
    forms += [
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
    ]
    return [*forms, f"{day.day}/{day.month:02}/{day.year}", f"{day.day:02}/{day.month}/{day.year}", f"{day:%Y%m%d}"]


for _weeks in (1, -5, 52):
    _shift(_weeks)


@change
def zone_wita(page: RealPage, rng: random.Random) -> Changed | None:
    """A site an hour further east: zone and offset are others, the clock is the same."""
    del rng
    printed = page.gold.get("published_printed") or ""
    if "WIB" not in printed or page.reading.published_at is None:
        return None
    source = page.marked.source.replace("+07:00", "+08:00").replace("+0700", "+0800")
    source = source.replace("WIB", "WITA")
    return Changed(
        source,
        minutes=-60,
        reword=lambda text: text.replace("WIB", "WITA"),
        free=frozenset(("published_at",)) if "Z" in str(page.gold.get("stamp")) else frozenset(),
    )


def _clock(shift: int) -> None:
    def other_time(page: RealPage, rng: random.Random) -> Changed | None:
        del rng
        at, printed = page.reading.published_at, page.gold.get("published_printed") or ""
        if at is None:
            return None
        new = at + timedelta(minutes=shift)
        utc = at - (at.utcoffset() or timedelta())
        if new.date() != at.date() or f"{at:%H}" not in printed or f"T{utc:%H:%M}" in page.marked.source:
            return None
        source = page.marked.source.replace(f"{at:%H:%M}", f"{new:%H:%M}").replace(f"{at:%H.%M}", f"{new:%H.%M}")

        def reword(text: str) -> str:
            return text.replace(f"{at:%H:%M}", f"{new:%H:%M}").replace(f"{at:%H.%M}", f"{new:%H.%M}")

        if reword(printed) == printed:
            return None
        return Changed(source, minutes=shift, reword=reword)

    other_time.__name__ = f"other-time-{shift}"
    change(other_time)


for _shift in (61, -127, 433, -385):
    _clock(_shift)
