"""What commands print: JSON of our values, aligned tables, and text that cannot play tricks on a terminal."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import PurePath
from typing import Any

import click

# C0 and C1 controls but tab and line feed, delete, the bidirectional overrides and isolates (they can reverse what a
# reader sees) and lone surrogates (they cannot be encoded). Tab is let through only where line feed is.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_HOSTILE = re.compile(f"[{_CONTROLS}]")
_HOSTILE_IN_LINE = re.compile(f"[{_CONTROLS}\t\n\u2028\u2029]+")
_FOUND = re.compile(r"\[([^\[\]]*)\]")
_HOSTILE_IN_JSON = re.compile(f"[{_CONTROLS}\u2028\u2029]")


def safe(text: str) -> str:
    r"""Text for a terminal: control and direction characters become visible as `\x1b`, line ends and tabs stay."""
    return _HOSTILE.sub(_visible, text.replace("\r\n", "\n"))


def safe_line(text: str) -> str:
    """As `safe()`, on one line: line ends and tabs become spaces."""
    return _HOSTILE_IN_LINE.sub(
        lambda m: "".join(" " if c in "\t\n\r\u2028\u2029" else _visible_char(c) for c in m[0]), text
    )


def to_json(value: object, *, indent: int | None = 2) -> str:
    """JSON of a dataclass, or of lists and mappings of them.

    Times and dates are ISO 8601, bytes base64, paths text. Indonesian letters stay as they are; control characters are
    escaped, also those that JSON would let through (delete, C1, direction marks).
    """
    text = json.dumps(_plain(value), ensure_ascii=False, indent=indent, default=_refuse)
    return _HOSTILE_IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def echo(text: str = "") -> None:
    """Print to standard output; characters that its encoding lacks are written as escapes."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding))


def echo_json(value: object) -> None:
    """Print `to_json(value)` and a line end."""
    echo(to_json(value))


def is_terminal() -> bool:
    """Whether standard output is a terminal, and not a file, a pipe or a test."""
    return sys.stdout.isatty()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their column names: a drawn table on a terminal, plain aligned columns in a pipe.

    None is printed as nothing; numbers stand to the right. Every cell is made safe.
    """
    kept = list(rows)
    cells = [[_cell(value) for value in row] for row in kept]
    numeric = [
        bool(kept) and all(isinstance(r[i], (int, float, type(None))) for r in kept) for i in range(len(columns))
    ]
    if is_terminal():
        _drawn(columns, cells, numeric)
        return
    widths = [max(len(name), *(len(row[i]) for row in cells), 0) for i, name in enumerate(columns)]
    for row in [list(columns), *cells]:
        padded = (c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, numeric, strict=True))
        echo("  ".join(padded).rstrip())


def section(title: str, lines: Sequence[str]) -> None:
    """Print lines under a title, each made safe; nothing at all where there are none."""
    if lines:
        echo()
        echo(f"{title}:")
        for line in lines:
            echo(f"  {safe_line(line)}")


def bold(text: str) -> str:
    """The text in bold on a terminal, and as it is elsewhere."""
    return click.style(text, bold=True) if is_terminal() else text


def highlighted(snippet: str) -> str:
    """A search snippet with its `[words found]` in colour on a terminal, and as it is elsewhere."""
    return _FOUND.sub(lambda m: click.style(m[1], fg="red", bold=True), snippet) if is_terminal() else snippet


def size(count: int) -> str:
    """A number of bytes for a person, in binary units: `1.4 MiB`."""
    amount = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{count} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TiB"


def _drawn(columns: Sequence[str], cells: Iterable[Sequence[str]], numeric: Sequence[bool]) -> None:
    from rich.console import Console  # noqa: PLC0415 - rich takes longer to import than most commands take to run
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawing = Table()
    for name, is_number in zip(columns, numeric, strict=True):
        drawing.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in cells:
        # Text, not str: square brackets of a headline are not markup
        drawing.add_row(*(Text(cell) for cell in row))
    Console().print(drawing)


def _cell(value: object) -> str:
    return "" if value is None else safe_line(str(value))


def _visible(match: re.Match[str]) -> str:
    return _visible_char(match[0])


def _visible_char(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _plain(value: object) -> Any:  # noqa: PLR0911 - one line a type reads best
    if value is None or isinstance(value, (str, int, float, bool)):
        return value.value if isinstance(value, Enum) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value) if not f.name.startswith("_")}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item) for item in value)
    if isinstance(value, (list, tuple, Iterator)):
        return [_plain(item) for item in value]
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value) if isinstance(value, PurePath) else value


def _refuse(value: object) -> str:
    raise TypeError(f"no JSON form for {type(value).__name__}")


def counted(counts: Mapping[str, int]) -> str:
    """`3 timeout, 1 gone`: the commonest first."""
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
