"""When an outlet that answers nothing of use is left alone, for how long, and when it is only probed any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from newsarchive.models import Standing

PATIENCE = 5
"""Troubles in a row, without an answer of use between them, after which an outlet is left alone."""

FIRST_REST, LONGEST_REST = timedelta(minutes=15), timedelta(hours=8)
"""How long it is left alone the first time; each further time in a row doubles that, up to the second."""

STRIKES = 6
"""Times in a row that an outlet is left alone before it is quarantined: with the rests above, after some 16 hours."""

PROBE_EVERY, PROBE_LATER = timedelta(days=1), timedelta(days=3)
"""How often a quarantined outlet is asked for one page: at first, and once it has failed as often as PROBES."""

PROBES = 7

HEARD_EVERY = timedelta(hours=1)
"""How often it is written down that an outlet without trouble has answered."""

TROUBLES = frozenset(
    {
        "timeout",
        "no-such-host",
        "no-connection",
        "connection-lost",
        "bad-http",
        "private-address",
        "robots-unreachable",
        "truncated-time",
        "truncated-disconnect",
        "redirect-loop",
        "error-text",
        "maintenance",
        "site-suspended",
        "site-parked",
        "http-401",
        "http-402",
        "http-403",
        "http-407",
        "http-408",
        "http-421",
        "http-423",
        "http-425",
        "http-429",
        "http-451",
    }
)
"""Reasons of failures (`failures.reason`) that speak against an outlet, besides every `http-5..` and `blocked...`.

What is wrong with one page only is not among them: 404 and 410, what is no article, a body with a broken coding or too
long, a redirect elsewhere, what robots.txt forbids, what our own parser broke on.
"""


def is_trouble(reason: str) -> bool:
    """Whether a failure of this reason speaks against the outlet, not only against one of its pages."""
    return reason in TROUBLES or reason.startswith(("http-5", "blocked"))


class Standings:
    """How the outlets of a run stand. Each answer and each trouble is told to it; each change is handed to `save`.

    An outlet in good standing is asked freely. After PATIENCE troubles in a row it has a strike: it is left alone for
    a while that doubles from strike to strike. Then one request is let through: an answer of use lifts everything, a
    further trouble is the next strike. After STRIKES of them it is in quarantine, where one request a day, later one
    in three days, is let through. Instants are aware.
    """

    def __init__(self, rows: Mapping[str, Standing], save: Callable[[Standing], None]) -> None:
        """`rows` is what the runs before left, by outlet."""
        self._rows = dict(rows)
        self._save = save
        self._on_trial: set[str] = set()
        """Outlets out of which one request was let after a rest, and nothing has come of it yet."""

    def get(self, outlet: str) -> Standing:
        """How an outlet stands now."""
        return self._rows.get(outlet) or Standing(outlet)

    def is_open(self, outlet: str, at: datetime) -> bool:
        """Whether a request may be made at `at`. After a rest that is one, until its result is told; see `let_out`."""
        row = self._rows.get(outlet)
        if row is None or not row.strikes:
            return True
        return outlet not in self._on_trial and (row.hold_until is None or at >= row.hold_until)

    def let_out(self, outlet: str) -> None:
        """To be told whenever a request for an outlet is handed out; no result after that must go untold."""
        row = self._rows.get(outlet)
        if row is not None and row.strikes:
            self._on_trial.add(outlet)

    def untold(self, outlet: str) -> None:
        """What was let out told nothing of the outlet: it was put back, forbidden by robots.txt, or a page was bad."""
        self._on_trial.discard(outlet)

    def ok(self, outlet: str, at: datetime) -> None:
        """An answer of use came: a page, a list, or 304. It lifts all that was held against the outlet."""
        row = self._rows.get(outlet)
        if row is not None and not row.troubles and not row.strikes:
            if row.last_ok_at is not None and timedelta() <= at - row.last_ok_at < HEARD_EVERY:
                return
            self._keep(replace(row, last_ok_at=at))
            return
        self._on_trial.discard(outlet)
        self._keep(Standing(outlet, last_ok_at=at, last_trouble_at=None if row is None else row.last_trouble_at))

    def trouble(self, outlet: str, reason: str, detail: str, at: datetime) -> bool:
        """A request failed. Tells whether that was the trouble that put the outlet into quarantine.

        A reason that does not speak against the outlet (see TROUBLES) counts for nothing.
        """
        was_on_trial = outlet in self._on_trial
        self._on_trial.discard(outlet)
        if not is_trouble(reason):
            return False
        row = self.get(outlet)
        row = replace(row, troubles=row.troubles + 1, reason=reason, detail=detail[:500], last_trouble_at=at)
        is_resting = row.hold_until is not None and at < row.hold_until and not was_on_trial
        if row.troubles < PATIENCE or is_resting:
            # while it rests, what was on its way before still comes in: that is no further strike
            self._keep(row)
            return False
        strikes = row.strikes + 1
        is_new = strikes > STRIKES and row.quarantined_at is None
        quarantined_at = at if is_new else row.quarantined_at
        self._keep(replace(row, strikes=strikes, hold_until=at + rest_after(strikes), quarantined_at=quarantined_at))
        return is_new

    def held_until(self, outlet: str, at: datetime) -> datetime | None:
        """Until when nothing is asked of an outlet; None where it may be asked at `at`."""
        until = self.get(outlet).hold_until
        return until if until is not None and at < until else None

    def quarantined(self) -> list[Standing]:
        """The outlets in quarantine, by slug."""
        return sorted((row for row in self._rows.values() if row.quarantined_at), key=lambda row: row.outlet)

    def _keep(self, row: Standing) -> None:
        self._rows[row.outlet] = row
        self._save(row)


def rest_after(strikes: int) -> timedelta:
    """How long an outlet is left alone after so many strikes in a row (1 or more)."""
    if strikes > STRIKES:
        return PROBE_EVERY if strikes <= STRIKES + PROBES else PROBE_LATER
    return min(FIRST_REST * (1 << (strikes - 1)), LONGEST_REST)
