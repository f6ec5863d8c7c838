"""What a server asks for with Retry-After: seconds or a date, read without trust."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.conduct.retry_after import LONGEST, Pause, read_retry_after

NOW = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(("value", "seconds"), [("0", 0.0), ("120", 120.0), (" 7 ", 7.0), ("86400", 86400.0)])
def test_seconds(value: str, seconds: float) -> None:
    assert read_retry_after(value, now=NOW) == Pause(seconds)


def test_none_is_no_wish() -> None:
    assert read_retry_after(None, now=NOW) == Pause(None, None)


@pytest.mark.parametrize(
    "until",
    ["Sat, 01 Mar 2025 06:05:00 GMT", "Saturday, 01-Mar-25 06:05:00 GMT", "Sat Mar  1 06:05:00 2025"],
    ids=["imf-fixdate", "rfc850", "asctime"],
)
def test_a_date_in_each_form_of_http(until: str) -> None:
    assert read_retry_after(until, now=NOW) == Pause(300.0)


def test_a_date_counts_from_the_servers_own_clock() -> None:
    """Its clock is a year behind: what it means is a minute all the same."""
    theirs = NOW - timedelta(days=365)
    until = format_datetime(theirs + timedelta(seconds=60), usegmt=True)
    assert read_retry_after(until, date=format_datetime(theirs, usegmt=True), now=NOW) == Pause(60.0)
    assert read_retry_after(until, now=NOW) == Pause(0.0), "without its Date it is long past"


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 99 Mar 2025 06:00:00 GMT", "x" * 5000])
def test_a_date_header_that_cannot_be_read_is_none(date: str) -> None:
    assert read_retry_after("Sat, 01 Mar 2025 06:05:00 GMT", date=date, now=NOW) == Pause(300.0)


@pytest.mark.parametrize("value", ["86401", "9" * 300, "Sat, 01 Mar 2031 06:00:00 GMT"])
def test_no_more_than_a_day(value: str) -> None:
    pause = read_retry_after(value, now=NOW)
    assert pause.seconds == LONGEST
    assert pause.note is not None
    assert "more than a day" in pause.note


@pytest.mark.parametrize(
    "value", ["-5", "soon", "1.5", "120, 60", "", " ", "٣", "Sat, 40 Feb 2025 06:05:00 GMT", "9" * 500, "+5", "0x10"]
)
def test_garbage_is_no_wish_and_is_noted(value: str) -> None:
    pause = read_retry_after(value, now=NOW)
    assert pause.seconds is None
    assert pause.note


@given(st.text(max_size=600), st.none() | st.text(max_size=60))
def test_never_raises_and_never_out_of_bounds(value: str, date: str | None) -> None:
    pause = read_retry_after(value, date=date, now=NOW)
    assert pause.seconds is None or 0.0 <= pause.seconds <= LONGEST
    assert pause.note is None or len(pause.note) < 600


@given(st.datetimes(datetime(1970, 1, 2), datetime(2090, 1, 1)))
def test_every_date_that_http_can_write_is_read(at: datetime) -> None:
    at = at.replace(microsecond=0, tzinfo=UTC)
    wait = min(max((at - NOW).total_seconds(), 0.0), LONGEST)
    assert read_retry_after(format_datetime(at, usegmt=True), now=NOW).seconds == wait
