"""The coverage ledger as a picture of characters: a line of days for each outlet, or a calendar of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from newsarchive.cli.output import echo, is_terminal, safe_line
from newsarchive.coverage import Coverage, CoverageDay

LEGEND = (
    "# all held   9..0 tenths of it held   - no news   x lists failed   . no crawl",
    "? lists ran over: there may have been more   ~ nobody looked that day: known from other lists",
)
"""What the characters mean, for under the picture."""

_SYMBOLS = {"no-crawl": ".", "lists-failed": "x", "no-news": "-", "complete": "#"}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Segment = tuple[str, str | None]
"""Some text, and how rich styles it on a terminal; the text says the same without."""


def symbols(day: CoverageDay) -> str:
    """Two characters that say all: what became of the day's URLs, and whether there may have been others.

    The number of tenths is rounded down, so that 9 is never more than what is held, and # is only for all of it.
    """
    first = _SYMBOLS.get(day.verdict) or str(int((day.share or 0.0) * 10))
    second = "?" if day.is_overflowed else "~" if day.is_unwatched else " "
    return first + second


def draw(coverage: Coverage) -> None:
    """Print the picture and its legend: one outlet as a calendar of weeks, several as a line of days each."""
    is_single = len(coverage.outlets) == 1
    for line in calendar_lines(coverage.days) if is_single else strip_lines(coverage):
        _print(line)
    echo()
    for text in LEGEND:
        echo(text)


def strip_lines(coverage: Coverage) -> list[list[Segment]]:
    """A line for each outlet with two characters a day, under the numbers of the days."""
    width = max(map(len, coverage.outlets), default=0)
    numbers = range(coverage.since.day, coverage.until.day + 1)
    margin = " " * (width + 2)
    head = "".join(f"{n // 10 if n % 10 == 0 else ' '} " for n in numbers)
    lines: list[list[Segment]] = [[(margin + head.rstrip(), None)]] if head.strip() else []
    lines.append([(margin + "".join(f"{n % 10} " for n in numbers).rstrip(), None)])
    for outlet, days in groupby(coverage.days, key=lambda day: day.outlet):
        lines.append([(f"{safe_line(outlet):<{width}}  ", None), *((symbols(day), _style(day)) for day in days)])
    return lines


def calendar_lines(days: Sequence[CoverageDay]) -> list[list[Segment]]:
    """Weeks from Monday to Sunday: the day's number, its characters, and held of listed where there is any."""
    cells = [(f"{day.day.day:2} {symbols(day)} {_counted(day)}", _style(day)) for day in days]
    width = max((len(text) for text, _ in cells), default=0)
    lines: list[list[Segment]] = [[("  ".join(f"{name:<{width}}" for name in _WEEKDAYS).rstrip(), None)]]
    empty = days[0].day.weekday() if days else 0
    row: list[Segment] = [(" " * width, None)] * empty
    for text, style in cells:
        row.append((f"{text:<{width}}", style))
        if len(row) == 7:
            lines.append(_parted(row))
            row = []
    return [*lines, _parted(row)] if row else lines


def _parted(cells: Iterable[Segment]) -> list[Segment]:
    parted: list[Segment] = []
    for cell in cells:
        parted += [("  ", None), cell] if parted else [cell]
    return parted


def _counted(day: CoverageDay) -> str:
    return f"{day.held}/{day.listed}" if day.listed else ""


def _style(day: CoverageDay) -> str | None:
    if day.verdict in ("no-crawl", "no-news"):
        return "dim"
    if day.verdict == "lists-failed":
        return "white on red"
    if day.share == 1:
        return "black on green"
    return "black on yellow" if (day.share or 0) >= 0.9 else "black on dark_orange"


def _print(line: Iterable[Segment]) -> None:
    if not is_terminal():
        echo("".join(text for text, _ in line).rstrip())
        return
    from rich.console import Console  # noqa: PLC0415 - rich takes longer to import than most commands take to run
    from rich.text import Text  # noqa: PLC0415

    # rich leaves colours out itself where NO_COLOR is set
    Console().print(Text.assemble(*((text, style or "") for text, style in line)), soft_wrap=True)
