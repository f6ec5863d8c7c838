"""Shows in a line how two readings of a field differ: `[-taken out-]{+put in+}`, with a little of what is around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date

from newsarchive.comparing.articles import TEXTS
from newsarchive.comparing.words import Piece, compare_texts
from newsarchive.models import Article

WIDTH = 200
"""Characters of a line; what is longer is cut, with `…`."""

_AROUND = 30
"""Characters of the same text that are shown before and after a difference."""

_PIECE = 80
"""Characters of a piece that are shown."""

_PARAGRAPH = " ¶ "


def excerpt(name: str, stored: Article, now: Article) -> str:
    """How the field `name` of two readings differs: one line of at most WIDTH characters, not made safe to print."""
    before, after = getattr(stored, name), getattr(now, name)
    if name in TEXTS:
        paragraphs = [text if isinstance(text, tuple) else tuple(filter(None, (text,))) for text in (before, after)]
        line = _of_texts(*paragraphs)
    elif isinstance(before, tuple) and isinstance(after, tuple):
        line = _of_lists(before, after)
    else:
        line = f"{_told(before)} -> {_told(after)}"
    return _cut(line, WIDTH)


def _of_texts(before: Sequence[str], now: Sequence[str]) -> str:
    pieces = compare_texts(before, now).pieces
    first = next((n for n, piece in enumerate(pieces) if piece.kind != "same" or piece.was is not None), None)
    if first is None:
        return f"{len(before)} paragraphs -> {len(now)}"
    line = "".join(_shown(pieces, first))
    lost, come = (sum(map(len, text)) for text in (before, now))
    return _cut(line, WIDTH - 40) + f" ({lost:,} -> {come:,} characters)"


def _shown(pieces: Sequence[Piece], first: int) -> Iterator[str]:
    """The first difference and what follows it, until there is enough for a line."""
    if first:
        text = _line(pieces[first - 1].text)
        yield text if len(text) <= _AROUND else "…" + text[-_AROUND:]
    length = 0
    for piece in pieces[first:]:
        if piece.kind == "same" and piece.was is None:
            text = _cut(_line(piece.text), _AROUND)
        elif piece.kind == "same":
            text = "".join(_of_spelling(piece.was or "", piece.text))
        else:
            sign = "-" if piece.kind == "removed" else "+"
            brackets = "[]" if sign == "-" else "{}"
            text = f"{brackets[0]}{sign}{_cut(_line(piece.text), _PIECE)}{sign}{brackets[1]}"
        yield text
        length += len(text)
        if length > WIDTH:
            return


def _of_spelling(was: str, text: str) -> Iterator[str]:
    """What is the same but for its spelling (kinds of spaces and quotes): from the first letter that differs."""
    start = next(
        (n for n, (old, new) in enumerate(zip(was, text, strict=False)) if old != new), min(len(was), len(text))
    )
    start = max(0, start - _AROUND)
    yield f"[-{_cut(was[start:], _AROUND * 2)!r}-]"
    yield f"{{+{_cut(text[start:], _AROUND * 2)!r}+}}"


def _of_lists(before: tuple[object, ...], now: tuple[object, ...]) -> str:
    old, new = Counter(map(_told, before)), Counter(map(_told, now))
    gone, come = list((old - new).elements()), list((new - old).elements())
    if not gone and not come:
        return f"another order: {'; '.join(map(_told, now))}"
    left = f"[-{_cut('; '.join(gone), _PIECE)}-]" if gone else ""
    right = f"{{+{_cut('; '.join(come), _PIECE)}+}}" if come else ""
    return f"{left}{right} ({len(before)} -> {len(now)})"


def _told(value: object) -> str:
    if value is None:
        return "nothing"
    if is_dataclass(value):
        found = ((field.name, getattr(value, field.name)) for field in fields(value))
        return ", ".join(f"{name} {_told(told)}" for name, told in found if told is not None)
    if isinstance(value, date):
        return value.isoformat()
    return _line(str(value))


def _line(text: str) -> str:
    return text.replace("\n\n", _PARAGRAPH).replace("\n", " ")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
