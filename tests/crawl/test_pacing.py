"""One request of a service at a time, a pause between them, holds that are kept: in invented time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable
from datetime import timedelta

import pytest
from virtual_loop import BEGAN_AT, VirtualLoop, run

from newsarchive.crawl.fetching.pacing import LONGEST_HOLD, Pacing, PutBack
from newsarchive.store.standing import ServiceRow


class Book:
    """A ledger in memory."""

    def __init__(self, *rows: ServiceRow, died: bool = False) -> None:
        self.rows = {row.key: row for row in rows}
        self.died = died
        self.saved = 0

    def load(self) -> dict[str, ServiceRow]:
        return dict(self.rows)

    def save(self, rows: Iterable[ServiceRow]) -> None:
        for row in rows:
            self.rows[row.key] = row
            self.saved += 1

    def is_after_a_death(self) -> bool:
        return self.died


class World:
    """Notes when each request began and ended, by service, in seconds since the start."""

    def __init__(self, *, delay: float = 2.0, connections: int = 64, book: Book | None = None) -> None:
        self.loop = VirtualLoop()
        self.pacing = Pacing(delay=delay, connections=connections, clock=self.loop.clock, ledger=book)
        self.times: dict[str, list[tuple[float, float]]] = {}
        self.open_now = self.open_most = 0
        self.put_back: list[str] = []

    async def request(self, service: str, seconds: float = 0.5) -> None:
        try:
            async with self.pacing.turn(service):
                began = self.loop.now - 1000
                self.open_now += 1
                self.open_most = max(self.open_most, self.open_now)
                await asyncio.sleep(seconds)
                self.open_now -= 1
                self.times.setdefault(service, []).append((began, self.loop.now - 1000))
        except PutBack as error:
            self.put_back.append(error.reason)

    async def requests(self, *services: str, seconds: float = 0.5) -> None:
        await asyncio.gather(*(self.request(service, seconds) for service in services))

    def begun(self, service: str) -> list[float]:
        return [round(began, 1) for began, _ in self.times.get(service, [])]


def test_the_delay_counts_from_the_end_of_the_request_before() -> None:
    world = World()
    run(world.requests("a", "a", "a", "a"), world.loop)
    assert world.begun("a") == [0.0, 2.5, 5.0, 7.5]
    times = world.times["a"]
    assert all(later[0] - earlier[1] >= 2.0 for earlier, later in itertools.pairwise(times))


def test_services_do_not_wait_for_each_other() -> None:
    world = World()
    run(world.requests("a", "b", "a", "b", "c"), world.loop)
    assert world.begun("a") == world.begun("b") == [0.0, 2.5]
    assert world.begun("c") == [0.0]


def test_turns_come_in_the_order_they_were_asked_for() -> None:
    world = World(delay=1.0)
    order: list[int] = []

    async def numbered(number: int) -> None:
        async with world.pacing.turn("a"):
            order.append(number)

    async def main() -> None:
        await asyncio.gather(*(numbered(n) for n in range(20)))

    run(main(), world.loop)
    assert order == list(range(20))


def test_without_a_delay_nothing_sleeps_and_still_one_at_a_time() -> None:
    world = World(delay=0.0)
    run(world.requests(*["a"] * 5, seconds=0.25), world.loop)
    assert world.times["a"] == [(n * 0.25, (n + 1) * 0.25) for n in range(5)]
    assert world.open_most == 1


def test_an_uncontended_turn_without_delay_never_gives_way() -> None:
    world = World(delay=0.0)

    async def main() -> None:
        steps: list[str] = []
        asyncio.get_running_loop().call_soon(steps.append, "another")
        for _ in range(3):
            async with world.pacing.turn("a"):
                steps.append("turn")
        assert steps == ["turn"] * 3

    run(main(), world.loop)


def test_no_more_connections_than_allowed_at_once() -> None:
    world = World(connections=3)
    run(world.requests(*(f"s{n}" for n in range(10)), seconds=5.0), world.loop)
    assert world.open_most == 3
    assert sorted(began for ((began, _),) in world.times.values()) == [0, 0, 0, 5, 5, 5, 10, 10, 10, 15]


def test_the_larger_delay_wins() -> None:
    world = World()
    for seconds in (10.0, 5.0, 1.0):
        world.loop.call_soon(world.pacing.set_delay, "a", seconds)
    run(world.requests("a", "a", "b", "b"), world.loop)
    assert world.begun("b") == [0.0, 2.5]
    assert world.begun("a") == [0.0, 10.5]


def test_a_delay_that_is_heard_while_waiting_counts_at_once() -> None:
    world = World()

    async def main() -> None:
        await world.request("robots-of-a")
        world.loop.call_later(0.75, world.pacing.set_delay, "a", 30.0)
        await world.requests("a", "a")

    run(main(), world.loop)
    assert world.begun("a") == [0.5, 31.0]


def test_a_failing_request_counts_as_one() -> None:
    world = World()

    async def main() -> None:
        with pytest.raises(RuntimeError):
            async with world.pacing.turn("a"):
                raise RuntimeError("lost")
        await world.request("a")

    run(main(), world.loop)
    assert world.begun("a") == [2.0]


def test_a_cancelled_wait_lets_the_next_in() -> None:
    world = World()

    async def main() -> None:
        await world.request("a")
        waiting = asyncio.ensure_future(world.request("a"))
        await asyncio.sleep(0.5)
        waiting.cancel()
        await world.request("a")

    run(main(), world.loop)
    assert world.begun("a") == [0.0, 2.5]


def test_a_short_hold_is_waited_out() -> None:
    world = World()

    async def main() -> None:
        async with world.pacing.turn("a"):
            world.pacing.hold("a", BEGAN_AT + timedelta(seconds=30), "Retry-After: 30")
        assert world.pacing.held_until("a") == BEGAN_AT + timedelta(seconds=30)
        assert world.pacing.hold_left("a") == 30.0
        await world.requests("a", "b")

    run(main(), world.loop)
    assert world.begun("a") == [30.0]
    assert world.begun("b") == [0.0]


def test_a_long_hold_puts_back_what_waits_and_ends_in_time() -> None:
    world = World()

    async def main() -> None:
        waiting = [asyncio.ensure_future(world.request("a")) for _ in range(3)]
        await asyncio.sleep(0.1)
        world.pacing.hold("a", BEGAN_AT + timedelta(hours=1), "Retry-After: 3600")
        await asyncio.gather(*waiting)
        assert world.put_back == ["service-held"] * 2, "the first was on its way already"
        assert world.loop.now < 1010, "the others do not wait an hour to be told"
        await asyncio.sleep(3600)
        assert world.pacing.held_until("a") is None
        await world.request("a")

    run(main(), world.loop)
    assert world.begun("a") == [0.0, 3600.5]


def test_a_hold_is_never_shortened_nor_longer_than_a_day() -> None:
    world = World()

    async def main() -> None:
        world.pacing.hold("a", BEGAN_AT + timedelta(hours=2), "first")
        world.pacing.hold("a", BEGAN_AT + timedelta(hours=1), "second")
        assert world.pacing.held_until("a") == BEGAN_AT + timedelta(hours=2)
        world.pacing.hold("b", BEGAN_AT + timedelta(days=400), "a joke")
        assert world.pacing.held_until("b") == BEGAN_AT + LONGEST_HOLD
        world.pacing.hold("c", BEGAN_AT - timedelta(days=1), "long past")
        assert world.pacing.held_until("c") is None

    run(main(), world.loop)


def test_a_hold_that_comes_while_there_is_no_room_is_kept() -> None:
    world = World(connections=1)

    async def main() -> None:
        busy = asyncio.ensure_future(world.request("b", 20.0))
        await asyncio.sleep(0)
        waiting = asyncio.ensure_future(world.request("a"))
        await asyncio.sleep(1)
        world.pacing.hold("a", BEGAN_AT + timedelta(seconds=40), "pause")
        await asyncio.gather(busy, waiting)

    run(main(), world.loop)
    assert world.begun("a") == [40.0]


def test_stopping_puts_back_what_has_not_begun() -> None:
    world = World()

    async def main() -> None:
        waiting = [asyncio.ensure_future(world.request("a", 5.0)) for _ in range(4)]
        await asyncio.sleep(1)
        world.pacing.stop()
        await asyncio.gather(*waiting)
        assert world.loop.now == 1005, "nobody waits for a pause any more"

    run(main(), world.loop)
    assert world.begun("a") == [0.0]
    assert world.put_back == ["run-over"] * 3


def test_stopping_wakes_those_who_sleep() -> None:
    world = World(delay=50.0)

    async def main() -> None:
        await world.request("a")
        waiting = asyncio.ensure_future(world.request("a"))
        await asyncio.sleep(1)
        world.pacing.stop()
        await waiting
        assert world.loop.now == 1001.5

    run(main(), world.loop)
    assert world.put_back == ["run-over"]


# --- from one run to the next ----------------------------------------------------------------------------------------


def test_the_delay_holds_across_runs() -> None:
    book = Book(ServiceRow("a", BEGAN_AT - timedelta(seconds=0.5)), ServiceRow("b", BEGAN_AT - timedelta(hours=1)))
    world = World(book=book)
    run(world.requests("a", "b", "new"), world.loop)
    assert (world.begun("a"), world.begun("b"), world.begun("new")) == ([1.5], [0.0], [0.0])


def test_a_run_that_died_is_followed_by_a_whole_delay() -> None:
    book = Book(ServiceRow("a", BEGAN_AT - timedelta(hours=1)), died=True)
    world = World(book=book)

    async def main() -> None:
        await world.requests("a", "never-seen")
        await asyncio.sleep(100)
        await world.request("late")

    run(main(), world.loop)
    assert world.begun("a") == world.begun("never-seen") == [2.0]
    assert world.begun("late") == [102.5], "long enough after the start"


def test_a_clock_that_was_set_back_makes_nobody_wait_longer_than_the_delay() -> None:
    world = World(book=Book(ServiceRow("a", BEGAN_AT + timedelta(days=30))))
    run(world.requests("a"), world.loop)
    assert world.begun("a") == [2.0]


def test_a_hold_lasts_into_the_next_run() -> None:
    book = Book(ServiceRow("a", None, BEGAN_AT + timedelta(seconds=20), "Retry-After: 900"))
    world = World(book=book)

    async def main() -> None:
        assert world.pacing.held_until("a") == BEGAN_AT + timedelta(seconds=20)
        await world.request("a")

    run(main(), world.loop)
    assert world.begun("a") == [20.0]


def test_what_changed_is_saved_once() -> None:
    book = Book()
    world = World(book=book)

    async def main() -> None:
        await world.request("a")
        world.pacing.hold("b", BEGAN_AT + timedelta(minutes=5), "Retry-After: 300")
        await asyncio.sleep(10)
        world.pacing.save()
        assert book.rows["a"] == ServiceRow("a", BEGAN_AT + timedelta(seconds=0.5))
        assert book.rows["b"] == ServiceRow("b", None, BEGAN_AT + timedelta(minutes=5), "Retry-After: 300")
        assert book.saved == 2
        world.pacing.save()
        assert book.saved == 2

    run(main(), world.loop)


def test_two_runs_after_each_other_keep_the_delay_between_them() -> None:
    book = Book()
    first = World(book=book)

    async def main() -> None:
        await first.requests("a", "a")
        first.pacing.save()

    run(main(), first.loop)
    second = World(book=book)
    second.loop.now = first.loop.now + 0.25
    run(second.requests("a", "a"), second.loop)
    assert second.times["a"][0][0] - first.times["a"][-1][1] >= 2.0
    assert second.begun("a") == [5.0, 7.5]
