"""What the simulated servers write down of the crawler's manners."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsarchive.simulation.ledger import Ledger, Service

AT = datetime(2025, 6, 16, 5, 0, tzinfo=UTC)


def ask(ledger: Ledger, after_s: float, took_s: float = 0.0, what: str = "list") -> None:
    ledger.begin("s", "o", what, AT + timedelta(seconds=after_s))
    ledger.end("s", AT + timedelta(seconds=after_s + took_s))


def test_pauses_are_measured_from_the_end_of_one_to_the_beginning_of_the_next():
    ledger = Ledger({"s": Service(2.0)})
    ask(ledger, 0, 5)
    ask(ledger, 7)
    assert (ledger.services["s"].too_soon, ledger.services["s"].shortest) == (0, timedelta(seconds=2))
    ask(ledger, 8.9)
    assert ledger.services["s"].too_soon == 1
    assert ledger.services["s"].requests == 3


def test_two_at_once_are_seen():
    ledger = Ledger({"s": Service(0.0)})
    ledger.begin("s", "o", "list", AT)
    ledger.begin("s", "o", "list", AT)
    assert ledger.services["s"].open_most == 2


def test_a_plea_to_be_left_alone_is_kept_until_its_end():
    ledger = Ledger({"s": Service(2.0)})
    ledger.close("s", AT, AT + timedelta(minutes=30))
    ask(ledger, 60)
    assert ledger.services["s"].disregarded == 1
    ask(ledger, 1800)
    assert ledger.services["s"].disregarded == 1


def test_without_a_robots_txt_nothing_else_may_be_asked_for():
    ledger = Ledger({"s": Service(2.0)})
    ledger.robots("o", is_there=False)
    ask(ledger, 0, what="robots")
    assert not ledger.forbidden
    ask(ledger, 10)
    assert ledger.forbidden["o"] == 1
    ledger.robots("o", is_there=True)
    ask(ledger, 20)
    assert ledger.forbidden["o"] == 1
