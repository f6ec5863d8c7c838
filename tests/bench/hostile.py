"""Whether any page can make reading slow out of proportion: the time of n, 2n and 4n characters of the same thing.

In every layout that has a test page, each field is filled with one thing over and over; then the largest pages that are
read at all, by a network's layout and by the fallback. A page may be refused, as long as that takes no time.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from hostile_pages import HEADS, MAKERS, MARKUP, TEXTS, Frame, frames, read
from timing import Row

GROWTH = 2.6
"""Twice the page may cost this many times the time."""

_SMALL = 100_000
"""Characters of a filling; twice and four times as many follow where it takes long enough to be measured."""
_LARGE = 1_250_000
"""A quarter of the largest pages."""
_NOTICED = 0.25
"""CPU seconds from which on a time says something about growth: below, a page of this size is no danger."""
_TOO_LONG = 20.0
"""CPU seconds from which on nothing larger is tried."""

_USUAL = ("disway/codeigniter", "detik/detail", "wordpress/tagdiv")
"""Layouts that are filled unless all are asked for."""

Times = tuple[float, ...]


def measure(*, all_layouts: bool = False) -> list[Row]:
    """A row for every field with its worst filling, then a row for each of the largest pages."""
    by_name = {frame.name: (field, frame) for field, frame in frames()}
    some = [entry for name, entry in by_name.items() if all_layouts or name.startswith(_USUAL)]
    head, body = by_name["disway/codeigniter head"][1], by_name["disway/codeigniter body"][1]
    return [*_fields(some), *_by_fallback(body), *_largest(head, body)]


def _fields(filled: Sequence[tuple[str, Frame]]) -> Iterator[Row]:
    by_field: defaultdict[str, list[_Result]] = defaultdict(list)
    for field, frame in filled:
        by_field[field] += _results(frame, _fillings(field))
    for field, results in by_field.items():
        yield _worst(field, results)


def _by_fallback(body: Frame) -> Iterator[Row]:
    yield _worst("body, by the fallback", _results(body, _fillings("body"), known=False))


@dataclass(frozen=True, order=True)
class _Result:
    growth: float
    times: Times
    name: str


def _results(frame: Frame, fillings: Mapping[str, str], *, known: bool = True) -> list[_Result]:
    found = []
    for name, unit in fillings.items():
        times = _times(partial(frame.page, unit), _SMALL, known=known)
        found.append(_Result(_growth(times), times, f"{frame.name}, {name}"))
    return found


def _worst(field: str, results: Sequence[_Result]) -> Row:
    """The row of the filling whose time grows most; the slowest of all is named too."""
    worst, slowest = max(results), max(results, key=lambda result: result.times[-1])
    return Row(
        "hostile",
        f"{field}, {len(results)} fillings; slowest {slowest.name}: {slowest.times[-1]:.2f} s",
        f"{worst.times[-1]:.2f} s ({worst.name})",
        f"{_half(worst.times):.2f} s for half",
        worst.growth,
        GROWTH,
    )


def _fillings(field: str) -> Mapping[str, str]:
    if field == "head":
        return HEADS
    return TEXTS | MARKUP if field == "body" else TEXTS


def _largest(head: Frame, body: Frame) -> Iterator[Row]:
    for name, unit in (TEXTS | MARKUP).items():
        yield _row(name, partial(body.page, unit))
    for name, unit in HEADS.items():
        yield _row(name, partial(head.page, unit))
    for name, make in MAKERS.items():
        yield _row(name, partial(_made, head, make))


def _made(frame: Frame, make: Callable[[int], str], size: int) -> bytes:
    text = make(size)
    return frame.page(text, len(text))


def _row(name: str, make: Callable[[int], bytes]) -> Row:
    times = _times(make, _LARGE)
    length = len(make(_LARGE * 2 ** (len(times) - 1))) / 1_000_000
    return Row(
        "hostile",
        f"{name}, {length:.1f} MB",
        f"{times[-1]:.2f} s",
        f"{_half(times):.2f} s for half",
        _growth(times),
        GROWTH,
    )


def _times(make: Callable[[int], bytes], size: int, *, known: bool = True) -> Times:
    """CPU seconds of pages of once, twice and four times `size`; what seems to grow too fast is measured once more."""
    times = _once(make, size, known=known)
    if _growth(times) > GROWTH:
        again = _once(make, size, known=known)
        times = tuple(map(min, times, again)) if len(times) == len(again) else again
    return times


def _once(make: Callable[[int], bytes], size: int, *, known: bool) -> Times:
    times: list[float] = []
    for factor in (1, 2, 4):
        times.append(_seconds(make(size * factor), known=known))
        if (size == _SMALL and times[-1] < _NOTICED / 8) or times[-1] > _TOO_LONG:
            break
    return tuple(times)


def _seconds(page: bytes, *, known: bool) -> float:
    start = time.process_time()
    read(page, known=known)
    return time.process_time() - start


def _half(times: Times) -> float:
    return times[-2] if len(times) > 1 else 0.0


def _growth(times: Times) -> float:
    """How many times longer the last takes than the one before; 0 where that is too short to tell."""
    if times[-1] > _TOO_LONG:
        return float("inf")
    if len(times) < 2 or times[-1] < _NOTICED:
        return 0.0
    return times[-1] / max(times[-2], 0.001)
