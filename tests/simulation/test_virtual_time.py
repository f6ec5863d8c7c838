"""The event loop whose time is invented."""

from __future__ import annotations

import asyncio
import time

import pytest

from newsarchive.simulation.virtual_time import virtual_loop


def test_a_week_of_sleep_takes_no_time():
    began = time.monotonic()
    with virtual_loop(5.0) as loop:
        loop.run_until_complete(asyncio.sleep(7 * 86_400))
        assert loop.time() == pytest.approx(5.0 + 7 * 86_400)
    assert time.monotonic() - began < 5


def test_timers_fire_in_the_order_of_their_times():
    seen = []

    async def note(after: float) -> None:
        await asyncio.sleep(after)
        seen.append((after, round(asyncio.get_running_loop().time(), 6)))

    async def all_of_them() -> None:
        await asyncio.gather(*(note(after) for after in (300.0, 0.25, 120.0)))

    with virtual_loop() as loop:
        loop.run_until_complete(all_of_them())
    assert seen == [(0.25, 0.25), (120.0, 120.0), (300.0, 300.0)]


def test_an_exchange_over_a_socket_takes_only_the_time_the_server_takes():
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        await asyncio.sleep(30)
        writer.write(b"x" * 500_000)
        writer.close()

    async def ask() -> tuple[int, float]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        writer.write(b"hello\n")
        data = await reader.read()
        at = asyncio.get_running_loop().time()
        writer.close()
        server.close()
        await asyncio.sleep(1)
        return len(data), at

    with virtual_loop() as loop:
        size, at = loop.run_until_complete(ask())
    assert size == 500_000
    assert at == pytest.approx(30.0)


def test_a_timeout_passes_while_a_server_is_silent():
    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()  # the other side never says a line, and hangs up
        writer.close()

    async def ask() -> float:
        server = await asyncio.start_server(never, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(120):
                await reader.read()
        at = asyncio.get_running_loop().time()
        writer.close()
        server.close()
        await asyncio.sleep(1)
        return at

    with virtual_loop() as loop:
        assert loop.run_until_complete(ask()) == pytest.approx(120.0)


def test_time_stands_still_while_a_thread_works():
    async def work() -> float:
        loop = asyncio.get_running_loop()
        timer = asyncio.ensure_future(asyncio.sleep(60))
        done, _ = await asyncio.wait(
            [asyncio.ensure_future(asyncio.to_thread(time.sleep, 0.05)), timer], return_when="FIRST_COMPLETED"
        )
        timer.cancel()
        assert timer not in done
        return loop.time()

    with virtual_loop() as loop:
        assert loop.run_until_complete(work()) == pytest.approx(0.0)


def test_the_kernel_is_waited_for_while_an_exchange_is_on_its_way():
    asked = []

    with virtual_loop() as loop:
        loop.is_quiet = lambda: bool(asked.append(loop.time()))
        began = time.monotonic()
        loop.run_until_complete(asyncio.sleep(60))
        assert asked
        assert time.monotonic() - began > 0.01
