"""Which day an article is of: what the list says, its address, the list's own day; in the outlet's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from newsarchive.models import Listed, Outlet
from spiders.days import Days, day_of_url, local_day, zone_of

JAYA = Outlet("jaya", "Jaya", "jaya.test", "x", zone="WIT")
SENJA = Outlet("senja", "Senja", "senja.test", "x")
NIGHT = datetime(2026, 2, 1, 16, 30, tzinfo=UTC)


def test_a_day_is_the_outlets_own() -> None:
    assert (local_day(SENJA, NIGHT), local_day(JAYA, NIGHT)) == (date(2026, 2, 1), date(2026, 2, 2))
    assert zone_of(JAYA).utcoffset(None) == timedelta(hours=9)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.test/read/2023/11/02/judul", date(2023, 11, 2)),
        ("https://a.test/ekonomi/20260724100745-78-1/judul", date(2026, 7, 24)),
        ("https://a.test/2023/02/31/judul", None),
        ("https://a.test/2023/11/judul", None),
        ("https://a.test/read/123/judul", None),
    ],
)
def test_the_day_in_an_address(url: str, day: date | None) -> None:
    assert day_of_url(url) == day


@pytest.mark.parametrize(
    ("entry", "at", "on"),
    [
        (Listed("/a", None, NIGHT), NIGHT, date(2026, 2, 2)),
        (Listed("/2026/01/30/a", None, NIGHT), NIGHT, date(2026, 2, 2)),
        (Listed("/a", None, None, "02-02-2026 01:30:00"), NIGHT, date(2026, 2, 2)),
        (Listed("/a", None, None, "entah"), None, date(2026, 2, 3)),
        (Listed("/2026/01/30/a"), None, date(2026, 1, 30)),
        (Listed("/a"), None, date(2026, 2, 3)),
        # a change is no publication, but better than nothing
        (Listed("/2026/01/30/a", None, NIGHT, is_change=True), None, date(2026, 1, 30)),
        (Listed("/a", None, NIGHT, is_change=True), None, date(2026, 2, 3)),
        # later than tomorrow is not believed
        (Listed("/a", None, NIGHT + timedelta(days=9)), None, date(2026, 2, 3)),
    ],
)
def test_time_and_day_of_an_entry(entry: Listed, at: datetime | None, on: date) -> None:
    days = Days(JAYA, at=NIGHT + timedelta(days=1), covers_on=date(2026, 2, 3))
    assert days.of(entry) == (at, on)


def test_nothing_known_is_nothing_said() -> None:
    assert Days(SENJA).of(Listed("https://senja.test/a")) == (None, None)
    assert Days(SENJA).of(Listed("https://senja.test/a", None, NIGHT, is_change=True)) == (None, date(2026, 2, 1))
