"""When an outlet is left alone, for how long, when it is quarantined, and what lifts that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.conduct.standing import (
    HEARD_EVERY,
    PATIENCE,
    PROBE_EVERY,
    PROBE_LATER,
    PROBES,
    STRIKES,
    Standings,
    is_trouble,
    rest_after,
)
from newsarchive.models import Standing

BEGAN_AT = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)
SLUG = "radarsenja-disway"


class Book:
    """Standings over a table in memory, and a clock."""

    def __init__(self) -> None:
        self.rows: dict[str, Standing] = {}
        self.saved = 0
        self.at = BEGAN_AT
        self.standings = Standings({}, self.save)

    def save(self, row: Standing) -> None:
        self.rows[row.outlet] = row
        self.saved += 1

    def reopen(self) -> None:
        """The next run begins."""
        self.standings = Standings(self.rows, self.save)

    def trouble(self, reason: str = "timeout", times: int = 1) -> bool:
        results = [self.standings.trouble(SLUG, reason, "no answer within 120 s", self.at) for _ in range(times)]
        return results[-1]

    def is_open(self) -> bool:
        return self.standings.is_open(SLUG, self.at)

    def rest(self) -> timedelta:
        """How long the outlet is left alone from now; then that time has passed."""
        until = self.standings.held_until(SLUG, self.at)
        assert until is not None
        waited, self.at = until - self.at, until
        return waited


def quarantined() -> Book:
    book = Book()
    book.trouble(times=PATIENCE)
    for _ in range(STRIKES):
        book.rest()
        book.trouble()
    return book


def test_a_few_troubles_are_no_strike() -> None:
    book = Book()
    book.trouble(times=PATIENCE - 1)
    assert book.is_open()
    book.standings.ok(SLUG, book.at)
    book.trouble(times=PATIENCE - 1)
    assert book.is_open()
    assert book.standings.held_until(SLUG, book.at) is None


def test_the_fifth_trouble_in_a_row_is_one() -> None:
    book = Book()
    book.trouble(times=PATIENCE)
    assert not book.is_open()
    assert book.standings.held_until(SLUG, book.at) == book.at + timedelta(minutes=15)
    assert book.standings.is_open("another", book.at)
    book.at += timedelta(minutes=15)
    assert book.is_open()


def test_rests_double_up_to_eight_hours_and_end_in_quarantine() -> None:
    book = Book()
    book.trouble(times=PATIENCE)
    rests = []
    for strike in range(STRIKES):
        assert book.standings.quarantined() == [], strike
        rests.append(book.rest())
        is_new = book.trouble("http-503")
        assert is_new == (strike == STRIKES - 1), "told once, when it happens"
    assert rests == [timedelta(minutes=m) for m in (15, 30, 60, 120, 240, 480)]
    (row,) = book.standings.quarantined()
    assert (row.outlet, row.reason, row.detail) == (SLUG, "http-503", "no answer within 120 s")
    assert row.quarantined_at == book.at
    assert book.rows[SLUG] == row


def test_quarantine_is_probed_once_a_day_and_later_every_third() -> None:
    book = quarantined()
    since = book.standings.get(SLUG).quarantined_at
    waits = []
    for _ in range(PROBES + 3):
        waits.append(book.rest())
        assert book.is_open()
        book.standings.let_out(SLUG)
        assert not book.is_open(), "one request, until something has come of it"
        assert not book.trouble(), "it is in quarantine already"
    assert waits == [PROBE_EVERY] * PROBES + [PROBE_LATER] * 3
    assert book.standings.get(SLUG).quarantined_at == since


def test_after_a_rest_one_request_is_let_out_at_a_time() -> None:
    book = Book()
    book.trouble(times=PATIENCE)
    book.rest()
    book.standings.let_out(SLUG)
    assert not book.is_open()
    book.standings.untold(SLUG)
    assert book.is_open(), "it was put back: another one may go"
    book.standings.let_out(SLUG)
    book.trouble("not-an-article")
    assert book.is_open(), "one bad page tells nothing of the outlet"
    book.standings.let_out(SLUG)
    book.standings.ok(SLUG, book.at)
    for _ in range(9):
        assert book.is_open()
        book.standings.let_out(SLUG)


def test_one_useful_answer_lifts_everything() -> None:
    book = quarantined()
    book.rest()
    book.standings.let_out(SLUG)
    book.standings.ok(SLUG, book.at)
    assert book.standings.quarantined() == []
    assert book.is_open()
    row = book.standings.get(SLUG)
    assert (row.troubles, row.strikes, row.hold_until, row.reason, row.last_ok_at) == (0, 0, None, None, book.at)
    book.trouble(times=PATIENCE)
    assert book.rest() == timedelta(minutes=15), "it begins anew"


def test_what_was_on_its_way_when_the_rest_began_is_no_further_strike() -> None:
    book = Book()
    book.trouble(times=PATIENCE + 4)
    assert book.standings.get(SLUG).strikes == 1
    assert book.standings.held_until(SLUG, book.at) == book.at + timedelta(minutes=15)


def test_troubles_add_up_over_short_runs() -> None:
    book = Book()
    for _ in range(PATIENCE):
        assert book.is_open()
        book.trouble()
        book.reopen()
        book.at += timedelta(minutes=1)
    assert not book.is_open()
    book.at += timedelta(hours=1)
    book.standings.let_out(SLUG)
    book.reopen()
    assert book.is_open(), "what was let out in a run that died is not waited for"


@pytest.mark.parametrize(
    "reason",
    [
        "timeout", "no-connection", "no-such-host", "connection-lost", "http-500", "http-503", "http-520", "http-403",
        "http-429", "blocked-captcha", "blocked-challenge", "robots-unreachable", "private-address", "bad-http",
    ],
)  # fmt: skip
def test_troubles_of_an_outlet(reason: str) -> None:
    assert is_trouble(reason)
    book = Book()
    book.trouble(reason, times=PATIENCE)
    assert not book.is_open()


@pytest.mark.parametrize(
    "reason",
    [
        "not-an-article", "http-404", "http-410", "gone", "parser-error", "robots-disallowed", "other-host",
        "corrupt-gzip", "gzip-bomb", "truncated-length", "part-missing", "not-kept", "service-held", "run-over",
        "bad-url",
    ],
)  # fmt: skip
def test_troubles_of_a_page_only(reason: str) -> None:
    assert not is_trouble(reason)
    book = Book()
    book.trouble(reason, times=50)
    assert book.is_open()
    assert book.saved == 0


def test_a_well_outlet_is_written_down_once_an_hour() -> None:
    book = Book()
    for _ in range(100):
        book.standings.ok(SLUG, book.at)
        book.at += timedelta(minutes=1)
    assert book.saved == 2
    assert book.rows[SLUG].last_ok_at == BEGAN_AT + HEARD_EVERY


def test_a_clock_that_was_set_back_does_not_silence_the_book() -> None:
    book = Book()
    book.standings.ok(SLUG, book.at + timedelta(days=400))
    book.standings.ok(SLUG, book.at)
    assert book.rows[SLUG].last_ok_at == book.at


@given(st.lists(st.sampled_from(["timeout", "gone", "ok", "wait", "http-502"]), max_size=120))
def test_whatever_happens_it_stays_in_bounds(steps: list[str]) -> None:
    book = Book()
    for step in steps:
        if step == "wait":
            book.at += timedelta(hours=7)
        elif book.is_open():
            book.standings.let_out(SLUG)
            if step == "ok":
                book.standings.ok(SLUG, book.at)
                assert book.is_open()
            else:
                book.trouble(step)
        until = book.standings.held_until(SLUG, book.at)
        assert until is None or book.at < until <= book.at + PROBE_LATER
        assert bool(book.standings.quarantined()) == (book.standings.get(SLUG).strikes > STRIKES)


def test_rests_never_shrink() -> None:
    rests = [rest_after(n) for n in range(1, 40)]
    assert rests == sorted(rests)
