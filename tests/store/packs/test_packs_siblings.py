"""How the choice of siblings follows what sites do to their templates."""

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import mean

import pytest

from newsarchive.store.packs import siblings
from newsarchive.store.packs.folder import Packs

Page = Callable[..., bytes]
Sha = Callable[[bytes], str]
Put = Callable[[bytes], int]


@pytest.fixture
def put(tmp_path: Path, sha256: Sha, t0: datetime) -> Put:
    packs = Packs(tmp_path / "packs", write=True)

    def keep(body: bytes) -> int:
        stored = packs.put(sha256(body), body, (), sibling_key="radar a9a", at=t0).stored_bytes
        assert packs.get("2025-04", sha256(body)) == body
        return stored

    return keep


def test_after_a_change_of_template_pages_soon_cost_what_they_did(put: Put, page: Page) -> None:
    before = [put(page(number)) for number in range(60)]
    after = [put(page(number, template=1)) for number in range(60, 120)]
    settled = mean(before[1:])
    assert mean(after[2:]) < 1.1 * settled
    # the whole change costs what two pages cost that come first
    assert sum(after) < 2.1 * before[0] + 60 * 1.1 * settled


def test_a_change_that_is_taken_back_costs_nothing(put: Put, page: Page) -> None:
    before = [put(page(number)) for number in range(30)]
    for number in range(30, 60):
        put(page(number, template=1))
    again = [put(page(number)) for number in range(60, 90)]
    assert max(again) < 1.2 * max(before[1:])


@pytest.mark.parametrize("pattern", ["AB", "AABB", "AAAB", "ABC"])
def test_templates_in_turns_do_not_thrash(put: Put, page: Page, pattern: str) -> None:
    kinds = len(set(pattern))
    order = [pattern[number % len(pattern)] for number in range(120)]
    costs = [put(page(number, template=ord(letter))) for number, letter in enumerate(order)]
    alone = costs[0]
    assert sum(cost > 0.3 * alone for cost in costs) <= 2 * kinds
    assert mean(costs[30:]) < 0.15 * alone


def test_odd_pages_do_not_push_the_sibling_out(put: Put, page: Page) -> None:
    costs = []
    for number in range(120):
        if number % 3 == 2:  # each unlike all others
            put(random.Random(number).randbytes(9000).hex().encode())
        else:
            costs.append(put(page(number)))
    assert max(costs[1:]) < 0.2 * costs[0]


def test_a_template_that_drifts_stays_cheap(put: Put, page: Page) -> None:
    """A fifth of its lines are others after 100 pages, all of them after 500."""
    lines = [f".k{random.Random(number).random()}{{top:1px}}\n" for number in range(1500)]
    frames = ("".join(lines[number : number + 600]).encode() for number in range(600))
    costs = [put(frame + page(number)[-3000:]) for number, frame in enumerate(frames)]
    assert mean(costs) < 0.35 * costs[0]
    assert mean(costs[-100:]) < 1.2 * mean(costs[:100])


def test_siblings_in_memory_are_bounded(
    tmp_path: Path, page: Page, sha256: Sha, t0: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(siblings, "_KEPT", 7)
    packs = Packs(tmp_path / "packs", write=True)
    costs: dict[int, list[int]] = {}
    for number in range(80):
        outlet = number % 10
        body = page(number, template=outlet * 10 + number // 10 % 2)
        stored = packs.put(sha256(body), body, (), sibling_key=f"outlet-{outlet}", at=t0).stored_bytes
        costs.setdefault(outlet, []).append(stored)
        ready = packs.for_writing("2025-04")._siblings._ready
        assert sum(len(family.siblings) for family in ready.values()) <= 7 + 2
    packs.close()
    # what was put out of memory was written down: each outlet has got a sibling of either template
    assert all(max(of_one[4:]) < 0.2 * of_one[0] for of_one in costs.values())
